from datetime import UTC, datetime
from typing import Any

import pytest
import redis
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from core.clock import SimulatedClock, running_at
from govportal import canaries, health
from govportal.tasks import sing


def _parts(client: Client) -> tuple[int, dict[str, str]]:
    answer: Any = client.get("/healthz/ready")
    return answer.status_code, answer.json()["parts"]


def test_a_process_that_answers_is_alive_whatever_else_is_wrong(client: Client) -> None:
    answer = client.get("/healthz/live")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_everything_is_ready_when_both_canaries_sing(client: Client) -> None:
    canaries.sing("worker")
    canaries.sing("beat")
    assert _parts(client) == (200, dict.fromkeys(["database", "broker", "migrations", "worker", "beat"], "ok"))


@pytest.mark.django_db
@pytest.mark.parametrize("silent", canaries.SINGERS)
def test_a_silent_canary_is_named(client: Client, silent: str) -> None:
    for singer in canaries.SINGERS:
        canaries.sing(singer)
    cache.delete(f"canary:{silent}")
    code, parts = _parts(client)
    assert code == 503
    assert {name for name, state in parts.items() if state == "failing"} == {silent}


def test_a_song_fades_after_ninety_seconds() -> None:
    canaries.sing("worker")
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        lives = [int(client.ttl(key)) for key in client.scan_iter("*canary:worker")]  # type: ignore[arg-type]
    assert len(lives) == 1
    assert 0 < lives[0] <= 90


def test_the_worker_sings_by_running_what_beat_has_sent() -> None:
    sing()
    assert canaries.is_alive("worker")
    assert not canaries.is_alive("beat")


def test_beat_sings_by_sending_the_canary() -> None:
    current_app.send_task(canaries.TASK)
    assert canaries.is_alive("beat")
    assert not canaries.is_alive("worker")


def test_beat_sends_the_canary_often_enough() -> None:
    entry: Any = settings.CELERY_BEAT_SCHEDULE["sing"]
    assert entry["task"] == canaries.TASK
    assert entry["schedule"] * 3 < canaries.FRESH_SECONDS


@pytest.mark.django_db
def test_a_migration_left_to_apply_is_noticed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.Migrations, "complete", False)
    MigrationRecorder.Migration.objects.filter(app="core").delete()
    code, parts = _parts(client)
    assert (code, parts["migrations"]) == (503, "failing")


@pytest.mark.django_db
def test_a_part_that_fails_does_not_hide_the_others_nor_tell_why(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> bool:
        raise OperationalError("password of govportal is wrong")

    monkeypatch.setitem(health.CHECKS, "database", broken)
    answer = client.get("/healthz/ready")
    assert answer.status_code == 503
    assert answer.json()["parts"]["database"] == "failing"
    assert answer.json()["parts"]["broker"] == "ok"
    assert b"password" not in answer.content


@pytest.mark.django_db
def test_t36_a_missing_calendar_is_named_and_keeps_nobody_out(client: Client, calendar: None) -> None:
    for singer in canaries.SINGERS:
        canaries.sing(singer)
    with running_at(SimulatedClock(datetime(2026, 11, 30, 15, 59, tzinfo=UTC))):
        assert client.get("/healthz/ready").json()["alarms"] == []
    with running_at(SimulatedClock(datetime(2026, 11, 30, 16, 0, tzinfo=UTC))):
        answer: Any = client.get("/healthz/ready")
    assert (answer.status_code, answer.json()["alarms"]) == (200, ["calendar"])
