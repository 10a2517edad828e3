"""Preparing the demonstration: interrupted, it leaves no truncated month behind."""

import subprocess

from tests.govportal.conftest import Outside

STANDING = (
    "from cases.models import Case; from core.models import Job, EventRow; "
    "print('STANDING', Case.objects.count(), EventRow.objects.filter(stream='case').exists(), "
    "sorted(Job.objects.filter(kind__startswith='demonstration').values_list('kind', 'state')))"
)
SMALL = {"DEMO_CASES": "5"}


def test_an_interrupted_month_is_said_and_begun_again_and_a_finished_one_is_kept(outside: Outside) -> None:
    with outside.start("manage.py", "prepare_demo", DEMO_CASES="400") as process:
        seen = read_until(process, "day ")
        process.kill()
    assert "a month of history …" in seen and "interrupted" not in seen
    assert "STANDING 0 False" in outside.run("manage.py", "shell", "--no-imports", "-c", STANDING)[1]

    code, output = outside.run("manage.py", "prepare_demo", **SMALL)
    assert code == 0, output
    assert "a month of history was interrupted the last time" in output and "demonstration city …" not in output
    standing = outside.run("manage.py", "shell", "--no-imports", "-c", STANDING)[1]
    assert "STANDING 5 True" in standing and "('demonstration.simulate', 'finished')" in standing, standing
    code, output = outside.run("manage.py", "check_invariants", "--all")
    assert code == 0, output

    assert "history" not in outside.run("manage.py", "prepare_demo", **SMALL)[1]


def read_until(process: subprocess.Popen[str], word: str) -> str:
    """What the process says up to the first line with `word`."""
    assert process.stdout is not None
    seen = ""
    for line in process.stdout:
        seen += line
        if word in line:
            return seen
    raise AssertionError(seen)
