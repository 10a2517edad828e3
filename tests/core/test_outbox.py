"""Events are history, audit and outbox at once; deliveries are claimed in order inside a lane and act once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, connections, transaction

from core import outbox
from core.events import Event, Record, react
from core.models import Delivery, DeliveryState, EventRow
from core.outbox import MAX_ATTEMPTS, TryLater, claim, deliver, drain, due_queues, publish, take_turn
from core.refusal import Refusal
from core.tasks import deliver_queue
from tests.core.doers import CLERK

NOW = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class LampLit(Event):
    """Somebody lit a lamp."""

    stream: ClassVar[str] = "lamp"
    lamp_id: int
    watts: int = 5


@dataclass(frozen=True, kw_only=True)
class LampBroken(Event):
    """A lamp broke; nobody may break lamp 13."""

    stream: ClassVar[str] = "lamp"
    lamp_id: int


heard: list[tuple[int, int]] = []
mood: list[Exception] = []


def watch(record: Record) -> None:
    """Listens in a lane of the lamp."""
    if mood:
        raise mood[0]
    heard.append((record.stream_id, record.sequence))


def forbid(record: Record) -> None:
    """Guards inside the publisher's transaction."""
    if record.stream_id == 13:
        raise Refusal("unlucky", "not this one")


react(LampLit, watch, queue="lamps", lane=lambda record: f"lamp-{record.stream_id}", name="tests.watch")
react(LampBroken, forbid, name="tests.forbid")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    heard.clear()
    mood.clear()
    yield
    heard.clear()
    mood.clear()


def light(lamp: int, watts: int = 5) -> None:
    with transaction.atomic():
        publish(LampLit(lamp_id=lamp, watts=watts), by=CLERK)


@pytest.mark.django_db
def test_a_history_counts_from_one_without_a_gap_and_says_who_did_what() -> None:
    for _turn in range(3):
        light(1)
    light(2, watts=40)
    rows = EventRow.objects.filter(stream="lamp").order_by("id")
    assert [(row.stream_id, row.sequence) for row in rows] == [(1, 1), (1, 2), (1, 3), (2, 1)]
    assert (rows[3].name, rows[3].data) == ("tests.LampLit", {"lamp_id": 2, "watts": 40})
    assert (rows[3].actor_kind, rows[3].actor_label) == (CLERK.kind, CLERK.label)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_published_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        publish(LampLit(lamp_id=1), by=CLERK)
    assert not EventRow.objects.exists()


@pytest.mark.django_db
def test_a_reactor_inside_the_transaction_may_refuse_and_nothing_remains() -> None:
    """A-23: what happened and its consequences are stored together or not at all."""
    with pytest.raises(Refusal), transaction.atomic():
        publish(LampBroken(lamp_id=13), by=CLERK)
    assert not EventRow.objects.filter(name="tests.LampBroken").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE core_event SET name = 'x'", "DELETE FROM core_event"])
def test_what_happened_can_be_neither_changed_nor_removed(statement: str) -> None:
    """The grant refuses it, and where somebody has the right, the trigger does; locking a row stays possible."""
    light(1)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT id FROM core_event FOR KEY SHARE")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(statement)
        cursor.execute("GRANT UPDATE, DELETE ON core_event TO CURRENT_USER")
        with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
            cursor.execute(statement)


@pytest.mark.django_db
def test_a_delivery_acts_once_and_is_done_with_its_effect() -> None:
    light(1)
    assert drain(["lamps"]) == 1
    assert drain(["lamps"]) == 0
    key = Delivery.objects.get(reactor="tests.watch").pk
    assert deliver(key) is True
    assert heard == [(1, 1)]


@pytest.mark.django_db
def test_only_the_head_of_a_lane_can_be_claimed() -> None:
    """A-24: in order per case."""
    for lamp in (1, 1, 2, 1):
        light(lamp)
    first = claim("lamps")
    assert len(first) == 2
    assert claim("lamps") == []
    for key in first:
        deliver(key)
    assert drain(["lamps"]) == 2
    assert [found for found in heard if found[0] == 1] == [(1, 1), (1, 2), (1, 3)]


@pytest.mark.django_db
def test_a_failed_head_holds_its_lane_and_no_other() -> None:
    """A-24: a row waits for the one before it."""
    with time_machine.travel(NOW, tick=False):
        light(1)
        mood.append(ValueError("personal words"))
        drain(["lamps"])
        mood.clear()
        light(1)
        light(2)
        assert drain(["lamps"]) == 1
        assert heard == [(2, 1)]
        failed = Delivery.objects.order_by("pk")[0]
        assert (failed.state, failed.attempts, failed.last_error) == (DeliveryState.WAITING, 1, "ValueError")
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        assert drain(["lamps"]) == 2
    assert heard == [(2, 1), (1, 1), (1, 2)]


@pytest.mark.django_db
def test_what_fails_for_ever_is_parked_but_an_absent_counterpart_never_parks() -> None:
    """A-23: tried again with growing pauses."""
    light(1)
    key = Delivery.objects.get().pk
    moment = NOW + timedelta(days=365 * 10)
    mood.append(TryLater())
    for _turn in range(MAX_ATTEMPTS + 3):
        moment = attempt_at(moment)
    assert Delivery.objects.get(pk=key).state == DeliveryState.WAITING
    mood[0] = ValueError("broken")
    for _turn in range(MAX_ATTEMPTS):
        moment = attempt_at(moment)
    assert Delivery.objects.get(pk=key).state == DeliveryState.PARKED


def attempt_at(moment: datetime) -> datetime:
    """One attempt; the moment after every pause is over."""
    with time_machine.travel(moment, tick=False):
        drain(["lamps"])
    return moment + timedelta(hours=1)


@pytest.mark.django_db
def test_the_claim_of_a_dead_worker_runs_out() -> None:
    with time_machine.travel(NOW, tick=False):
        light(1)
        assert len(claim("lamps")) == 1
        assert claim("lamps") == due_queues() == []
    with time_machine.travel(NOW + timedelta(seconds=outbox.CLAIM_SECONDS), tick=False):
        assert due_queues() == ["lamps"]
        assert drain(["lamps"]) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_share_a_delivery() -> None:
    for lamp in range(1, 41):
        light(lamp)

    def work(_worker: int) -> list[int]:
        try:
            return [key for _turn in range(10) for key in claim("lamps", limit=3)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as workers:
        claimed = [key for keys in workers.map(work, range(4)) for key in keys]
    assert len(claimed) == len(set(claimed)) == 40


@pytest.mark.django_db
def test_a_turn_ends_although_more_waits_and_the_rest_stands_in_line_again() -> None:
    for lamp in range(1, 3 * outbox.TURN_BATCH + 1):
        light(lamp)
    assert take_turn("lamps", seconds=0) is True
    assert len(heard) == outbox.TURN_BATCH
    assert due_queues() == ["lamps"]
    deliver_queue("lamps")
    assert len(heard) == 3 * outbox.TURN_BATCH
    assert take_turn("lamps") is False


@pytest.mark.django_db
def test_a_blocked_lane_does_not_count_as_due() -> None:
    with time_machine.travel(NOW, tick=False):
        light(1)
        mood.append(ValueError())
        drain(["lamps"])
        light(1)
        assert due_queues() == []


@pytest.mark.django_db
def test_fields_a_newer_release_dropped_are_left_out() -> None:
    light(1)
    row = EventRow.objects.get(stream="lamp")
    row.data = {**row.data, "colour": "red"}
    assert outbox.record_of(row).event == LampLit(lamp_id=1)
