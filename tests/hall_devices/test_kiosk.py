"""The self-service machine: who is before it, what he takes, and that nothing of him stays."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.clock import SimulatedClock, running_at
from hall_devices.models import DeviceKind, QueueBusiness, ReadingKind, Ticket, TicketState, VisitorReading
from hall_devices.readers.simulated import SimulatedReader
from hall_devices.services.calling import call_next, miss_ticket
from hall_devices.services.tickets import take_ticket
from hall_devices.services.visitors import read_number
from identity.models import Party
from items.models import ItemVersion
from tests import world
from tests.hall_devices import hall

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


class Kiosk:
    """A machine of the hall with a browser before it."""

    def __init__(self) -> None:
        self.device = hall.device()
        self.reader = SimulatedReader(f"kiosk-{self.device.pk}")
        self.client = Client(headers={"accept-language": "zh-CN"})

    def href(self, name: str, *keys: int) -> str:
        return reverse(f"hall_devices:{name}", args=["secret", *keys])

    def look(self) -> object:
        return self.client.post(self.href("kiosk_card"), headers=HTMX)

    def lay(self, person: Party) -> object:
        self.reader.lay(person)
        return self.look()

    def take(self, **wanted: int) -> Ticket:
        answer = self.client.post(self.href("kiosk_take"), wanted)
        return Ticket.objects.get(pk=int(answer.url.rstrip("/").rsplit("/", 1)[1]))  # type: ignore[attr-defined]


@pytest.fixture
def kiosk() -> Kiosk:
    return Kiosk()


@pytest.fixture
def person() -> Party:
    return Party.objects.get(pk=world.citizen(name="林晓").self_party_id)


@pytest.fixture
def version() -> ItemVersion:
    return world.item()


@pytest.fixture
def business(version: ItemVersion) -> QueueBusiness:
    made = hall.business(hall.window())
    made.departments.add(version.item.department)
    return made


def test_a_machine_is_known_by_its_token_only() -> None:
    hall.device(token="secret")
    screen = hall.device(DeviceKind.SCREEN, token="wall")
    assert Client().get("/kiosk/secret/").status_code == 200
    assert [Client().get(href).status_code for href in ("/kiosk/guess/", "/kiosk/wall/", "/screens/secret/")] == [
        404
    ] * 3
    screen.is_active = False
    screen.save()
    assert Client().get("/screens/wall/").status_code == 404


def test_no_card_then_nothing_happens(kiosk: Kiosk) -> None:
    assert kiosk.look().status_code == 204  # type: ignore[attr-defined]


def test_a_laid_card_leads_to_choosing_with_a_greeting(kiosk: Kiosk, person: Party) -> None:
    answer = kiosk.lay(person)
    assert answer.headers["HX-Redirect"] == kiosk.href("kiosk_choose")  # type: ignore[attr-defined]
    page = kiosk.client.get(kiosk.href("kiosk_choose")).content.decode()
    assert "林先生" in page or "林女士" in page
    assert person.code not in page and "林晓" not in page
    reading = VisitorReading.objects.get()
    assert (reading.kind, reading.party, reading.device) == (ReadingKind.CARD, person, kiosk.device)
    assert reading.device_no


def test_without_script_a_laid_card_is_found_by_a_button(kiosk: Kiosk, person: Party) -> None:
    kiosk.reader.lay(person)
    answer = kiosk.client.post(kiosk.href("kiosk_card"))
    assert (answer.status_code, answer.url) == (302, kiosk.href("kiosk_choose"))  # type: ignore[attr-defined]


def test_a_card_holder_takes_a_number_for_an_item(
    kiosk: Kiosk, person: Party, version: ItemVersion, business: QueueBusiness
) -> None:
    """Q-01."""
    kiosk.lay(person)
    found = kiosk.client.get(kiosk.href("kiosk_choose"), {"q": "食品经营"}).content.decode()
    assert f'value="{version.pk}"' in found
    ticket = kiosk.take(version=version.pk)
    assert (ticket.number, ticket.party, ticket.version, ticket.business) == ("C001", person, version, business)
    page = kiosk.client.get(kiosk.href("kiosk_ticket", ticket.pk)).content.decode()
    for words in ("C001", "您的号码", version.name, "申请书", "0 人", "C01", "<svg"):
        assert words in page


def test_who_has_a_number_already_sees_it_again(kiosk: Kiosk, person: Party, business: QueueBusiness) -> None:
    """Q-08."""
    kiosk.lay(person)
    first = kiosk.take(business=business.pk)
    assert kiosk.take(business=business.pk) == first
    assert Ticket.objects.count() == 1


def test_somebody_without_any_document_takes_a_number_too(kiosk: Kiosk, business: QueueBusiness) -> None:
    ticket = kiosk.take(business=business.pk)
    assert ticket.party is None
    assert "C001" in kiosk.client.get(kiosk.href("kiosk_ticket", ticket.pk)).content.decode()


def test_a_typed_number_shows_neither_name_nor_libraries(kiosk: Kiosk, person: Party, business: QueueBusiness) -> None:
    """Q-22: whoever knows a number could have typed it."""
    kiosk.client.post(kiosk.href("kiosk_number"), {"number": person.code.lower()})
    ticket = kiosk.take(business=business.pk)
    assert ticket.party == person and ticket.reading is not None and ticket.reading.kind == ReadingKind.TYPED
    page = kiosk.client.get(kiosk.href("kiosk_ticket", ticket.pk)).content.decode()
    assert "林" not in re.sub(r"<[^>]+>", "", page)
    assert kiosk.client.get(kiosk.href("kiosk_cases")).status_code == 302


def test_a_wrong_number_is_explained_and_kept(kiosk: Kiosk) -> None:
    answer = kiosk.client.post(kiosk.href("kiosk_number"), {"number": "320582199001011234"})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="320582199001011234"' in page and 'role="alert"' in page
    assert not VisitorReading.objects.exists()


def test_the_keypad_works_without_script(kiosk: Kiosk) -> None:
    typed = ""
    for key, wanted in (("3", "3"), ("2", "32"), ("back", "3"), ("X", "3X")):
        page = kiosk.client.post(kiosk.href("kiosk_number"), {"number": typed, "key": key}).content.decode()
        match = re.search(r'name="number"\s+value="([^"]*)"', page)
        assert match is not None and match.group(1) == wanted
        typed = wanted


def test_nobody_sees_the_ticket_of_another(kiosk: Kiosk, person: Party, business: QueueBusiness) -> None:
    other = take_ticket(business, by=hall.DEVICE)
    kiosk.lay(person)
    mine = kiosk.take(business=business.pk)
    assert kiosk.client.get(kiosk.href("kiosk_ticket", mine.pk)).status_code == 200
    assert kiosk.client.get(kiosk.href("kiosk_ticket", other.pk)).status_code == 404
    assert kiosk.client.post(kiosk.href("kiosk_cancel", other.pk)).status_code == 404


def test_the_start_page_forgets_the_visitor_and_his_card_does_not_bring_him_back(
    kiosk: Kiosk, person: Party, business: QueueBusiness
) -> None:
    """9.2: wipe, and a card left on the reader is told of."""
    kiosk.lay(person)
    ticket = kiosk.take(business=business.pk)
    kiosk.client.post(kiosk.href("kiosk_wipe"))
    kiosk.client.get(kiosk.href("kiosk"))
    assert kiosk.client.get(kiosk.href("kiosk_ticket", ticket.pk)).status_code == 404
    left = kiosk.look()
    assert "请取走您的证件" in left.content.decode() and "HX-Redirect" not in left.headers  # type: ignore[attr-defined]
    kiosk.reader.take_away()
    assert kiosk.look().status_code == 204  # type: ignore[attr-defined]
    assert "HX-Redirect" in kiosk.lay(person).headers  # type: ignore[attr-defined]


def test_a_card_left_behind_does_not_keep_the_next_visitor_out(kiosk: Kiosk, person: Party) -> None:
    kiosk.lay(person)
    kiosk.client.get(kiosk.href("kiosk"))
    other = Party.objects.get(pk=world.citizen(name="周敏").self_party_id)
    assert "HX-Redirect" in kiosk.lay(other).headers  # type: ignore[attr-defined]


def test_the_server_forgets_by_itself(kiosk: Kiosk, person: Party, business: QueueBusiness) -> None:
    """9.2: 60 seconds without a touch, whatever the page does."""
    watch = SimulatedClock(clock.now())
    with running_at(watch):
        kiosk.lay(person)
        ticket = kiosk.take(business=business.pk)
        watch.advance(timedelta(seconds=60))
        assert kiosk.client.get(kiosk.href("kiosk_ticket", ticket.pk)).status_code == 200
        watch.advance(timedelta(seconds=76))
        assert kiosk.client.get(kiosk.href("kiosk_ticket", ticket.pk)).status_code == 404


def test_the_session_holds_keys_and_never_personal_data(kiosk: Kiosk, person: Party) -> None:
    kiosk.lay(person)
    kept = str(dict(kiosk.client.session))
    assert person.code not in kept and person.name not in kept and person.phone not in kept


def test_a_missed_number_comes_back_at_the_machine(kiosk: Kiosk, person: Party, business: QueueBusiness) -> None:
    """Q-06."""
    window = hall.window()
    clerk = hall.clerk(window)
    ticket = take_ticket(business, reading=read_number(person.code, device=kiosk.device), by=hall.DEVICE)
    call_next(window, seen=None, by=clerk)
    miss_ticket(window, seen=ticket.pk, by=clerk)
    assert kiosk.lay(person).headers["HX-Redirect"] == kiosk.href("kiosk_mine")  # type: ignore[attr-defined]
    assert "C001" in kiosk.client.get(kiosk.href("kiosk_mine")).content.decode()
    kiosk.client.post(kiosk.href("kiosk_come_back", ticket.pk))
    ticket.refresh_from_db()
    assert ticket.state == TicketState.WAITING and ticket.reactivations == 1


def test_who_does_not_wait_gives_his_number_up(kiosk: Kiosk, business: QueueBusiness) -> None:
    ticket = kiosk.take(business=business.pk)
    assert kiosk.client.post(kiosk.href("kiosk_cancel", ticket.pk)).url == kiosk.href("kiosk")  # type: ignore[attr-defined]
    ticket.refresh_from_db()
    assert ticket.state == TicketState.CANCELLED


def test_an_item_that_is_not_served_here_is_said_so(kiosk: Kiosk, version: ItemVersion) -> None:
    elsewhere = hall.business()
    elsewhere.departments.add(world.department("教育局"))
    answer = kiosk.client.post(kiosk.href("kiosk_take"), {"version": version.pk}, follow=True)
    assert "本大厅不办理这个事项" in answer.content.decode()
    assert not Ticket.objects.exists()


def test_choosing_leads_from_zone_to_business_to_item(
    kiosk: Kiosk, version: ItemVersion, business: QueueBusiness
) -> None:
    page = kiosk.client.get(kiosk.href("kiosk_choose")).content.decode()
    assert f"?zone={business.zone_id}" in page
    page = kiosk.client.get(kiosk.href("kiosk_choose"), {"zone": business.zone_id}).content.decode()
    assert f"?business={business.pk}" in page and "无人等候" in page
    page = kiosk.client.get(kiosk.href("kiosk_choose"), {"business": business.pk}).content.decode()
    assert f'value="{version.pk}"' in page and "其他业务" in page


def test_cases_are_shown_to_a_card_and_link_nowhere(kiosk: Kiosk, person: Party) -> None:
    kiosk.lay(person)
    assert "您在本市没有办件" in kiosk.client.get(kiosk.href("kiosk_cases")).content.decode()


def test_the_start_page_costs_the_same_for_one_and_for_many_queues(kiosk: Kiosk) -> None:
    costs = []
    for more in (1, 20):
        for _ in range(more):
            take_ticket(hall.business(hall.window()), by=hall.DEVICE)
        with CaptureQueriesContext(connection) as asked:
            assert "现在等候" in kiosk.client.get(kiosk.href("kiosk")).content.decode()
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 4
