"""The pad at a window: rating after the visitor was finished with (Q-11)."""

import pytest
from django.test import Client

from cases.models import Case
from cases.services.intake import decline_case
from hall_devices.models import Device, DeviceKind
from hall_devices.services.calling import call_next, finish_ticket
from hall_devices.services.tickets import take_ticket
from hall_devices.services.visitors import open_case, read_number
from hall_devices.tokens import token_hash
from identity.models import Party
from supervision.models import Rating
from tests import world
from tests.hall_devices import hall

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
PAD = "/pad/small/"


@pytest.fixture
def declined() -> Case:
    """A case taken in and declined at the window, whose visitor is finished with."""
    window = hall.window()
    clerk, business = hall.clerk(window), hall.business(window)
    Device.objects.create(
        kind=DeviceKind.PAD, name="评价器", hall=window.zone.hall, window=window, token_hash=token_hash("small")
    )
    person = Party.objects.get(pk=world.citizen(name="林晓").self_party_id)
    ticket = take_ticket(business, reading=read_number(person.code, device=hall.device()), by=hall.DEVICE)
    call_next(window, seen=None, by=clerk)
    case = open_case(window, world.item(), seen=0, by=clerk)
    reason = "该事项不属于本机关职权范围，依法不予受理"
    decline_case(case, reason=reason, competent_body="住房和城乡建设局", by=clerk)
    assert "欢迎办事" in _page(), "the visitor still stands here"
    finish_ticket(window, seen=ticket.pk, by=clerk)
    return case


def _page(client: Client | None = None, query: str = "") -> str:
    return (client or Client()).get(f"{PAD}{query}", headers={"accept-language": "zh-CN"}).content.decode()


def test_the_visitor_rates_in_two_touches(declined: Case) -> None:
    """E-01, E-09: one face, then reasons that fit it."""
    assert declined.version.name in _page() and "林晓" not in _page()
    good, bad = _page(query="?level=2"), _page(query="?level=5")
    assert "态度好" in good and "态度不好" not in good
    assert "态度不好" in bad and "办得快" not in bad
    client = Client(headers={"accept-language": "zh-CN"})
    answer = client.post(PAD, {"level": "5", "reason": ["slow", "quick"], "comment": "等太久"}, follow=True)
    assert "欢迎办事" in answer.content.decode()
    rating = Rating.objects.get(case=declined)
    assert (rating.level, rating.tags, rating.text, rating.channel) == (5, ["slow"], "等太久", "pad")


def test_rating_is_voluntary(declined: Case) -> None:
    """E-04."""
    client = Client()
    assert "欢迎办事" in client.get(f"{PAD}?skip={declined.pk}", follow=True).content.decode()
    assert "HX-Refresh" not in client.get(f"{PAD}waiting/").headers
    assert Client().get(f"{PAD}waiting/").headers["HX-Refresh"] == "true"
    assert not Rating.objects.exists()


def test_made_up_levels_are_no_rating(declined: Case) -> None:
    for level in ("0", "6", "x", ""):
        Client().post(PAD, {"level": level})
    assert not Rating.objects.exists()
