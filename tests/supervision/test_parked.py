"""A message inside the system that was given up has its alarm with the supervisor (quality handbook, invariant 7)."""

from datetime import timedelta

import pytest

from core import clock
from core.clock import SimulatedClock
from core.invariants import Row, check, registered
from core.models import Delivery, DeliveryState
from core.outbox import drain
from identity.actors import Actor
from tests import world
from tests.cases.walks import filed
from tests.client import signed_in

pytestmark = pytest.mark.usefixtures("time", "calendar")
GIVEN_UP = "放弃发送"


@pytest.fixture
def supervisor() -> Actor:
    return world.staff("监察岗", "监委")


def parked() -> Delivery:
    filed()
    found = Delivery.objects.latest("pk")
    found.state, found.attempts, found.last_error = DeliveryState.PARKED, 12, "Refusal gateway"
    found.save()
    return found


def words(actor: Actor, page: str) -> str:
    return signed_in(actor).get(f"/supervision/{page}").content.decode()


def test_a_parked_message_is_an_alarm_on_the_supervisor_s_pages(supervisor: Actor) -> None:
    assert GIVEN_UP not in words(supervisor, "alarms/") + words(supervisor, "")
    found = parked()
    page = words(supervisor, "alarms/")
    assert GIVEN_UP in page and "Refusal gateway" in page and str(found.pk) in page
    assert f"/supervision/cases/{found.event.stream_id}/" in page
    assert GIVEN_UP in words(supervisor, "")


def test_leaders_are_not_bothered_with_it() -> None:
    parked()
    assert GIVEN_UP not in words(world.staff("分管领导岗"), "alarms/")


def overdue() -> tuple[Row, ...]:
    return check(next(one for one in registered() if one.number == "7.3")).rows


def test_73_a_message_that_could_go_out_and_that_nobody_takes(time: SimulatedClock) -> None:
    filed()
    time.advance(timedelta(minutes=59))
    assert not overdue()
    time.advance(timedelta(minutes=2))
    assert overdue()
    drain(["interactive", "pdf", "bulk"])
    assert not overdue()


def test_73_what_waits_for_its_time_or_behind_another_of_its_lane_is_not_late(time: SimulatedClock) -> None:
    filed()
    head = Delivery.objects.order_by("pk")[0]
    Delivery.objects.update(lane="lane")
    Delivery.objects.filter(pk=head.pk).update(run_after=clock.now() + timedelta(hours=5))
    time.advance(timedelta(hours=4))
    assert not overdue()
