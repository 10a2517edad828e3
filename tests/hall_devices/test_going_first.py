"""Somebody goes before all others: class P0, with a reason that stays (Q-05)."""

import pytest
from django.urls import reverse

from core.models import EventRow
from core.refusal import Refusal
from hall_devices.models import FirstReason, Ticket
from hall_devices.rules import Priority
from hall_devices.services.calling import call_next
from hall_devices.services.tickets import put_first, take_ticket
from identity.models import Window
from tests.client import signed_in
from tests.hall_devices import hall

pytestmark = pytest.mark.django_db


@pytest.fixture
def window() -> Window:
    return hall.window()


@pytest.fixture
def line(window: Window) -> list[Ticket]:
    """A visitor of the green channel and two walk-ins."""
    business = hall.business(window)
    green = take_ticket(business, priority=Priority.GREEN, by=hall.DEVICE)
    return [green, *(take_ticket(business, by=hall.DEVICE) for _walk_in in range(2))]


def told() -> list[tuple[str, int | None]]:
    rows = EventRow.objects.filter(name="hall_devices.TicketPutFirst")
    return [(row.data["reason"], row.actor_id) for row in rows]


def test_the_clerk_lets_a_visitor_go_first_and_his_reason_is_kept(window: Window, line: list[Ticket]) -> None:
    clerk = hall.clerk(window)
    client = signed_in(clerk)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
    href = reverse("hall_devices:first", args=[line[2].pk])
    assert href in client.get(reverse("hall_devices:queue")).content.decode()
    assert line[2].number in client.get(href).content.decode()
    assert client.post(href, {"reason": "emergency"}).headers["Location"] == reverse("hall_devices:queue")
    page = client.get(reverse("hall_devices:queue")).content.decode()
    assert "急" in page and href not in page
    assert told() == [("emergency", clerk.account_id)]
    assert call_next(window, seen=None, by=clerk) == line[2]


@pytest.mark.parametrize("reason", ["", "because", "EMERGENCY"])
def test_without_one_of_the_reasons_nobody_goes_first(window: Window, line: list[Ticket], reason: str) -> None:
    client = signed_in(hall.clerk(window))
    answer = client.post(reverse("hall_devices:first", args=[line[2].pk]), {"reason": reason})
    assert answer.status_code == 422 and told() == []
    assert Ticket.objects.get(pk=line[2].pk).priority == Priority.WALK_IN


def test_a_number_of_another_window_is_not_found(line: list[Ticket]) -> None:
    client = signed_in(hall.clerk(hall.window("C07")))
    for answer in (client.get(reverse("hall_devices:first", args=[line[2].pk])),):
        assert answer.status_code == 404


def test_twice_is_once_and_who_was_called_waits_no_more(window: Window, line: list[Ticket]) -> None:
    clerk = hall.clerk(window)
    for _click in range(2):
        put_first(line[1], reason=FirstReason.MANAGER, by=clerk)
    assert told() == [("manager", clerk.account_id)]
    call_next(window, seen=None, by=clerk)
    with pytest.raises(Refusal) as refused:
        put_first(line[1], reason=FirstReason.MANAGER, by=clerk)
    assert refused.value.code == "not_waiting"
