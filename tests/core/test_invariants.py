"""What must hold is asked in SQL, and a breach is loud."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core import invariants
from core.invariants import check, invariant, registered
from core.models import Delivery, DeliveryState, EventRow
from core.services.files import store_file
from tests.core.papersamples import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return EventRow.objects.create(
        stream="case", stream_id=1, sequence=1, name="x", data={}, at="2025-03-03T00:00Z", actor_kind="system",
        actor_label="system",
    )  # fmt: skip


def test_an_empty_database_keeps_every_invariant_and_each_gets_a_line():
    out = StringIO()
    call_command("check_invariants", stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == len([one for one in registered() if not one.apart]) + 1
    assert all(line.startswith("ok") for line in lines[:-1])


def test_a_broken_invariant_fails_the_command_and_names_the_rows(event):
    Delivery.objects.create(
        event=event, reactor="cases.tell", queue="bulk", state=DeliveryState.PARKED, run_after=event.at
    )
    out = StringIO()
    with pytest.raises(CommandError, match="1 broken") as error:
        call_command("check_invariants", stdout=out)
    assert error.value.returncode == 1
    assert "cases.tell" in out.getvalue()


def test_a_database_without_tables_is_told_to_migrate_first():
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE core_delivery")
    with pytest.raises(CommandError, match=r"1 tables .* core_delivery .* migrate") as error:
        call_command("check_invariants")
    assert error.value.returncode == 1


def test_invariant_3_a_gap_in_a_stream_is_found(event):
    EventRow.objects.create(
        stream="case", stream_id=1, sequence=3, name="x", data={}, at=event.at, actor_kind="system", actor_label=""
    )
    broken = [one.number for one in registered() if not one.apart and not check(one).holds]
    assert broken == ["3"]


def test_a_number_is_given_once(monkeypatch):
    monkeypatch.setattr(invariants, "_invariants", {})
    invariant("1", "one")(lambda: "SELECT 1")
    with pytest.raises(ValueError, match="twice"):
        invariant("1", "other")(lambda: "SELECT 1")


def test_invariants_are_listed_by_number(monkeypatch):
    monkeypatch.setattr(invariants, "_invariants", {})
    for number in ("10", "2", "2.1"):
        invariant(number, "sentence")(lambda: "SELECT 1")
    assert [one.number for one in registered()] == ["2", "2.1", "10"]


def test_invariant_11_a_changed_a_missing_and_a_stray_content_are_found(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept, changed, lost = (
        store_file(pdf(lambda writer, n=n: writer.add_blank_page(n, n)), name="a.pdf") for n in (10, 20, 30)
    )
    (tmp_path / changed.path).write_bytes(b"other")
    (tmp_path / lost.path).unlink()
    (tmp_path / "stray").write_bytes(b"stray")
    out = StringIO()
    with pytest.raises(CommandError, match="1 broken"):
        call_command("check_invariants", "--all", stdout=out)
    told = out.getvalue()
    assert changed.digest in told
    assert lost.digest in told
    assert "stray" in told
    assert kept.digest not in told


def test_invariants_kept_apart_are_asked_only_on_demand(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "stray").write_bytes(b"stray")
    call_command("check_invariants", stdout=StringIO())
