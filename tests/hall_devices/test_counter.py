"""The clerk's window in the browser's eyes: queue, visitor, the way to a case."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case, CaseState
from hall_devices.models import QueueBusiness, ReadingKind, Ticket, TicketState, Visit, WindowState, WindowStatus
from hall_devices.readers.simulated import SimulatedReader
from hall_devices.services.calling import call_next
from hall_devices.services.tickets import take_ticket
from hall_devices.services.visitors import identify_visitor, open_case, read_card, read_number
from identity.actors import Actor
from identity.models import Account, Department, Duty, Party, Window
from identity.queries import actor_of
from items.models import ItemVersion
from items.services.importing import import_item
from items.services.publishing import publish_version
from tests import world
from tests.client import signed_in
from tests.hall_devices import hall

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
COUNTER = "/desk/window/"


class Desk:
    """A clerk at his window with one business and somebody in line."""

    def __init__(self) -> None:
        self.window: Window = hall.window()
        self.business: QueueBusiness = hall.business(self.window)
        self.version: ItemVersion = world.item()
        self.business.departments.add(self.version.item.department)
        self.clerk: Actor = hall.clerk(self.window)
        self.client: Client = signed_in(self.clerk)
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
        self.person = Party.objects.get(pk=world.citizen(name="林晓").self_party_id)

    def somebody_waits(self) -> Ticket:
        reading = read_number(self.person.code, device=hall.device(token=f"kiosk-{Ticket.objects.count()}"))
        return take_ticket(self.business, version=self.version, reading=reading, by=hall.DEVICE)

    def page(self) -> str:
        return self.client.get(COUNTER).content.decode()

    def deed(self, name: str, ticket: Ticket) -> object:
        return self.client.post(f"{COUNTER}deed/?seen={ticket.pk}", {"deed": name}, follow=True)

    def call(self, seen: Ticket | None = None) -> object:
        return self.client.post(f"{COUNTER}call/?seen={seen.pk if seen else ''}", follow=True)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_counter_shows_who_waits_and_what_for(desk: Desk) -> None:
    desk.somebody_waits()
    page = desk.page()
    assert "C001" in page and desk.version.name in page and "等候 1 人" in page
    assert "市政务服务中心 3 楼 C区 · C01 窗口" in page


def test_calling_shows_the_visitor_with_masked_data(desk: Desk) -> None:
    """Journey 9: the page opens with the visitor's data, masked (G-01)."""
    ticket = desk.somebody_waits()
    desk.call()
    page = desk.page()
    ticket.refresh_from_db()
    assert ticket.state == TicketState.CALLED
    assert "林晓" in page and desk.person.code not in page and desk.person.code[-4:] in page
    assert desk.person.phone not in page
    assert "未刷卡" in page
    assert "为办事人新建申请" in page and "申请书" in page


def test_one_click_opens_a_case_for_the_visitor_and_a_second_opens_none(desk: Desk) -> None:
    ticket = desk.somebody_waits()
    desk.call()
    href = f"{COUNTER}begin/{desk.version.pk}/?seen=0"
    answers = [desk.client.post(href, {"deed": "begin"}) for _ in range(2)]
    case = Case.objects.get()
    assert [answer.url for answer in answers] == [reverse("cases:desk_case", args=[case.pk])] * 2  # type: ignore[attr-defined]
    assert (case.applicant, case.state, case.intake_window) == (desk.person, CaseState.RECEIVED, desk.window)
    visit = Visit.objects.get()
    assert (visit.ticket, visit.reading.kind) == (ticket, ReadingKind.TYPED)
    page = desk.client.get(answers[0].url).content.decode()  # type: ignore[attr-defined]
    assert "林晓" in page and "C001" in page and "未刷卡" in page
    ticket.refresh_from_db()
    assert ticket.state == TicketState.SERVING


def test_a_case_for_an_enterprise_names_the_visitor_as_agent(desk: Desk) -> None:
    visitor = world.citizen(name="周敏")
    firm = world.enterprise(visitor)
    party = Party.objects.get(pk=visitor.self_party_id)
    identify_visitor(desk.window, read_number(party.code, device=hall.device()), by=desk.clerk)
    page = desk.client.get(f"{COUNTER}begin/{desk.version.pk}/").content.decode()
    assert firm.name in page
    desk.client.post(f"{COUNTER}begin/{desk.version.pk}/?seen=0", {"applicant": str(firm.pk)})
    case = Case.objects.get()
    assert (case.applicant, case.agent) == (firm, party)


def test_an_enterprise_with_a_written_mandate_is_found_by_its_code(desk: Desk) -> None:
    firm = world.enterprise()
    identify_visitor(desk.window, read_number(desk.person.code, device=hall.device()), by=desk.clerk)
    href = f"{COUNTER}begin/{desk.version.pk}/?seen=0"
    assert desk.client.post(href, {"applicant": "paper", "code": ""}).status_code == 422
    unknown = desk.client.post(href, {"applicant": "paper", "code": "91110000600037341L"})
    assert unknown.status_code == 422 and "没有登记过" in unknown.content.decode()
    assert not Case.objects.exists()
    desk.client.post(href, {"applicant": "paper", "code": firm.code})
    assert Case.objects.get().applicant == firm


def test_nobody_is_identified_then_no_case_is_opened(desk: Desk) -> None:
    answer = desk.client.post(f"{COUNTER}begin/{desk.version.pk}/?seen=0", {"deed": "begin"}, follow=True)
    assert "请先识别办事人" in answer.content.decode()
    assert not Case.objects.exists()


def test_a_card_at_the_window_identifies_and_its_second_time_finds_the_open_case(desk: Desk) -> None:
    """Q-13."""
    reader = SimulatedReader(f"window-{desk.window.pk}")
    assert desk.client.post(f"{COUNTER}card/").status_code == 204
    ticket = desk.somebody_waits()
    desk.call()
    reader.lay(desk.person)
    found = desk.client.post(f"{COUNTER}card/", headers={"HX-Request": "true"})
    assert found.headers["HX-Redirect"] == COUNTER
    assert "刷卡识别" in desk.page()
    case = open_case(desk.window, desk.version, seen=0, by=desk.clerk)
    again = desk.client.post(f"{COUNTER}card/", headers={"HX-Request": "true"})
    assert again.headers["HX-Redirect"] == reverse("cases:desk_case", args=[case.pk])
    ticket.refresh_from_db()
    assert ticket.reading is not None and ticket.reading.kind == ReadingKind.CARD


def test_typed_name_and_number_must_match(desk: Desk) -> None:
    """Q-22, A-02: two elements against the register, marked as not read from a card."""
    wrong = desk.client.post(f"{COUNTER}identify/", {"name": "别人", "number": desk.person.code})
    assert wrong.status_code == 422 and "姓名与身份证号不一致" in wrong.content.decode()
    assert desk.person.code in wrong.content.decode(), "what was typed is kept"
    stranger = desk.client.post(f"{COUNTER}identify/", {"name": "测不符", "number": "11010519491231002X"})
    assert stranger.status_code == 422
    desk.client.post(f"{COUNTER}identify/", {"name": "韩梅", "number": "11010519491231002X"})
    status = WindowStatus.objects.get(window=desk.window)
    assert status.party is not None and status.party.name == "韩梅"
    assert "未刷卡" in desk.page()


def test_an_item_of_a_high_level_needs_the_card(desk: Desk) -> None:
    """A-03, Q-22: typing gives level 3 at most."""
    body = world.department()
    strict = import_item(world.item_shape(), department=body)
    strict.min_assurance_level = 4
    strict.save()
    publish_version(strict, by=desk.clerk)
    identify_visitor(desk.window, read_number(desk.person.code, device=hall.device()), by=desk.clerk)
    refused = desk.client.post(f"{COUNTER}begin/{strict.pk}/?seen=0", {"deed": "begin"})
    assert refused.status_code == 422 and "须刷办事人的证件" in refused.content.decode()
    reader = SimulatedReader("anywhere")
    reader.lay(desk.person)
    card = reader.present()
    assert card is not None
    identify_visitor(desk.window, read_card(card, window=desk.window), by=desk.clerk)
    assert desk.client.post(f"{COUNTER}begin/{strict.pk}/?seen=0", {"deed": "begin"}).status_code == 302


def test_the_six_deeds_are_buttons_of_the_queue(desk: Desk) -> None:
    """Q-12."""
    first, second = desk.somebody_waits(), take_ticket(desk.business, by=hall.DEVICE)
    desk.call()
    for name in ("recall", "miss", "transfer", "pause", "finish"):
        assert f'value="{name}"' in desk.page()
    desk.deed("miss", first)
    assert Ticket.objects.get(pk=first.pk).state == TicketState.PASSED
    queue = desk.client.get(f"{COUNTER}queue/").content.decode()
    assert "C001" in queue and "C002" in queue
    desk.client.post(f"{COUNTER}queue/{first.pk}/")
    assert Ticket.objects.get(pk=first.pk).state == TicketState.WAITING
    desk.call()
    assert Ticket.objects.get(pk=second.pk).state == TicketState.CALLED
    desk.deed("finish", second)
    assert Ticket.objects.get(pk=second.pk).state == TicketState.FINISHED


def test_a_late_click_is_told_and_changes_nothing(desk: Desk) -> None:
    first = desk.somebody_waits()
    take_ticket(desk.business, by=hall.DEVICE)
    desk.call()
    desk.call(first)
    answer = desk.deed("miss", first)
    assert "窗口上已经是另一个号码了" in answer.content.decode()  # type: ignore[attr-defined]


def test_a_visitor_is_sent_on_or_put_aside(desk: Desk) -> None:
    ticket, other = desk.somebody_waits(), hall.business(hall.window("C05"), name="别的业务")
    desk.call()
    page = desk.client.get(f"{COUNTER}transfer/?seen={ticket.pk}").content.decode()
    assert "别的业务" in page and "暂离" in page
    desk.client.post(f"{COUNTER}transfer/?seen={ticket.pk}", {"target": other.pk})
    ticket.refresh_from_db()
    assert (ticket.business, ticket.state) == (other, TicketState.TRANSFERRED)
    second = take_ticket(desk.business, by=hall.DEVICE)
    desk.call()
    desk.client.post(f"{COUNTER}transfer/?seen={second.pk}", {"target": "aside"})
    second.refresh_from_db()
    assert second.state == TicketState.SUSPENDED


def test_a_pause_has_a_reason_and_ends_with_one_button(desk: Desk) -> None:
    """Q-07."""
    desk.client.post(f"{COUNTER}pause/", {"reason": "午休"})
    status = WindowStatus.objects.get(window=desk.window)
    assert (status.state, status.reason) == (WindowState.PAUSED, "午休")
    assert "恢复服务" in desk.page()
    desk.client.post(f"{COUNTER}resume/")
    status.refresh_from_db()
    assert status.state == WindowState.OPEN


def test_a_clerk_without_a_window_chooses_one_of_his_department() -> None:
    clerk, mine, foreign = hall.clerk(), hall.window("C01"), hall.window("C09")
    body = Department.objects.get(key="市监局")
    body.desks = [{"hall": mine.zone.hall.name, "floor": 3, "zone": "C区", "windows": ["C01"]}]
    body.save()
    client = signed_in(clerk)
    assert client.get(COUNTER).url == f"{COUNTER}choose/"  # type: ignore[attr-defined]
    assert client.post(f"{COUNTER}choose/", {"window": foreign.pk}).status_code == 422
    assert client.post(f"{COUNTER}choose/", {"window": mine.pk}).status_code == 302
    assert actor_of(Account.objects.get(pk=clerk.account_id)).window_id == mine.pk
    assert Duty.objects.get(staff_id=clerk.staff_id).window == mine


def test_reviewers_have_no_window() -> None:
    assert signed_in(world.staff("科室审查岗")).get(COUNTER).status_code == 404
    assert Client().get(COUNTER).status_code == 302


def test_items_are_found_by_words(desk: Desk) -> None:
    identify_visitor(desk.window, read_number(desk.person.code, device=hall.device()), by=desk.clerk)
    assert desk.version.name in desk.client.get(f"{COUNTER}items/").content.decode()
    assert desk.version.name in desk.client.get(f"{COUNTER}items/", {"q": "食品"}).content.decode()
    assert "没有符合的事项" in desk.client.get(f"{COUNTER}items/", {"q": "潜水艇"}).content.decode()


def test_the_visitors_cases_are_those_the_clerk_may_see(desk: Desk) -> None:
    identify_visitor(desk.window, read_number(desk.person.code, device=hall.device()), by=desk.clerk)
    case = open_case(desk.window, desk.version, seen=0, by=desk.clerk)
    hidden = world.item("住建局")
    other_clerk = world.staff("窗口受理岗", "住建局")
    place = hall.window("C07")
    identify_visitor(place, read_number(desk.person.code, device=hall.device(token="x")), by=other_clerk)
    open_case(place, hidden, seen=0, by=other_clerk)
    page = desk.client.get(f"{COUNTER}visitor/").content.decode()
    assert case.version.name in page and hidden.name not in page


def test_the_queue_is_on_every_page_of_the_workbench(desk: Desk) -> None:
    desk.somebody_waits()
    case = _some_case(desk)
    assert "C001" in desk.client.get(reverse("cases:desk_case", args=[case.pk])).content.decode()


def _some_case(desk: Desk) -> Case:
    identify_visitor(desk.window, read_number(desk.person.code, device=hall.device()), by=desk.clerk)
    return open_case(desk.window, desk.version, seen=0, by=desk.clerk)


def test_the_counter_costs_the_same_for_one_and_for_fifty_waiting(desk: Desk) -> None:
    desk.somebody_waits()
    call_next(desk.window, seen=None, by=desk.clerk)
    costs = []
    for more in (1, 49):
        for _ in range(more):
            take_ticket(desk.business, version=desk.version, by=hall.DEVICE)
        with CaptureQueriesContext(connection) as asked:
            desk.page()
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 18
