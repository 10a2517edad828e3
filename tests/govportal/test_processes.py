from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from core.events import Event, reactors_of
from govportal import processes
from govportal.runner import NAMES, TRIAL_NAMES
from tests.govportal.conftest import PROJECT


@pytest.mark.parametrize("name", TRIAL_NAMES)
def test_every_process_has_a_program_that_exists(name: str) -> None:
    program, *arguments = processes.command(name)
    assert Path(program).exists()
    assert arguments


def test_host_and_port_are_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")
    monkeypatch.setenv("PORT", "9000")
    line = " ".join(processes.command("web"))
    assert "--host 0.0.0.0 --port 9000 " in line
    assert "--interface wsgi" in line
    assert "--workers 2 --blocking-threads 4" in line


def test_the_trials_gateway_listens_behind_pages_and_streams_on_this_machine_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")
    monkeypatch.setenv("PORT", "9000")
    monkeypatch.delenv("GATEWAY_PORT", raising=False)
    assert processes.gateway_url() == "http://127.0.0.1:9002"
    monkeypatch.setenv("GATEWAY_PORT", "9100")
    line = processes.command("gateway")
    assert line[line.index("--port") + 1] == "9100"
    assert not any("secret" in word.lower() for word in line)


def all_events(of: type[Event] = Event) -> Iterator[type[Event]]:
    """Every event some app may publish; those tests made up are left out."""
    for event_type in of.__subclasses__():
        if not event_type.__module__.startswith("tests."):
            yield event_type
        yield from all_events(event_type)


def test_the_worker_serves_every_queue_that_is_used() -> None:
    served = processes.QUEUES.split(",")
    reactors = [reactor for event_type in all_events() for reactor in reactors_of(event_type)]
    assert {reactor.queue for reactor in reactors if reactor.queue} <= {*served}
    assert len(reactors) > len(served)
    assert settings.CELERY_TASK_DEFAULT_QUEUE in served


def test_containers_run_the_same_processes_as_the_trial() -> None:
    services = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())["services"]
    assert {"postgres", "redis", "nginx", *NAMES} <= set(services)
    for name in NAMES:
        assert services[name]["command"] == ["govportal.processes", name]
    assert "noeviction" in services["redis"]["command"]


def test_containers_get_everything_production_asks_for() -> None:
    composition = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
    given = {name.removesuffix("_FILE") for name in composition["services"]["web"]["environment"]}
    wanted = {"SECRET_KEY", "FIELD_KEYS", "BLIND_INDEX_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "SITE_URL"}
    wanted |= {"SMS_GATEWAY", "SEAL_PROVIDER", "POPULATION_REGISTER"}
    assert wanted <= given
    assert set(composition["services"]["web"]["secrets"]) <= set(composition["secrets"])
