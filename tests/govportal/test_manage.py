import signal
import subprocess

import pytest

from tests.govportal.conftest import Outside, modes_above

SLEEP = "import sys, time; print('in', flush=True); time.sleep(60)"


def test_a_command_works_alone_and_leaves_nothing_running(outside: Outside) -> None:
    before = modes_above(outside.folder / "data")
    code, output = outside.run("manage.py", "showmigrations", "core")
    assert code == 0, output
    assert "[ ] 0001_initial" in output
    assert outside.leftovers() == []
    assert modes_above(outside.folder / "data") == before


def test_a_failing_command_leaves_nothing_running(outside: Outside) -> None:
    code, output = outside.run("manage.py", "shell", "--no-imports", "-c", "raise SystemExit(7)")
    assert code == 7, output
    assert outside.leftovers() == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_command_leaves_nothing_running(outside: Outside, number: signal.Signals, code: int) -> None:
    with outside.start("manage.py", "shell", "--no-imports", "-c", SLEEP) as process:
        _wait_for(process, "in")
        process.send_signal(number)
        process.communicate(timeout=300)
    assert process.returncode == code
    assert outside.leftovers() == []


def test_servers_of_a_killed_command_are_used_by_the_next_which_stops_them(outside: Outside) -> None:
    with outside.start("manage.py", "shell", "--no-imports", "-c", SLEEP) as process:
        _wait_for(process, "in")
        orphans = outside.servers()
        process.kill()
    assert set(orphans) == {"postgres", "redis"}
    code, output = outside.run(
        "manage.py", "shell", "--no-imports", "-c", "import os; print(os.environ['DATABASE_URL'])"
    )
    assert code == 0, output
    assert not any(server.is_running() and server.status() != "zombie" for server in orphans.values())
    assert outside.leftovers() == []


def test_help_starts_nothing(outside: Outside) -> None:
    code, output = outside.run("manage.py", "help")
    assert code == 0, output
    assert not (outside.folder / "data" / "postgres").exists()


def test_commands_with_production_settings_never_start_embedded_servers(outside: Outside) -> None:
    code, output = outside.run("manage.py", "check", "--settings", "govportal.settings.production")
    assert code != 0
    assert "Production does not start without SECRET_KEY" in output
    assert not (outside.folder / "data" / "postgres").exists()


def test_accounts_are_printed_on_demand(outside: Outside) -> None:
    code, output = outside.run("manage.py", "demo_accounts")
    assert code == 0, output
    assert output.startswith("role")


def _wait_for(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdout is not None
    for words in process.stdout:
        if words.strip() == line:
            return
    pytest.fail(f"{line!r} never came")
