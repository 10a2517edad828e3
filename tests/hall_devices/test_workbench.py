"""The window from one visitor to the next: his own code, his libraries, several items, the item that is kept."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, CaseState, DocumentKind, MaterialState
from cases.services.gathering import take_in_paper
from cases.services.intake import accept_case, request_correction
from cases.services.submission import submit_case
from core import clock
from core.outbox import drain
from core.refusal import Refusal
from core.services.files import store_file
from hall_devices.models import ReadingKind, Ticket, TicketState, VisitorReading, WindowStatus
from hall_devices.services.tickets import take_ticket
from hall_devices.services.visitors import identify_visitor, open_case, open_cases, read_person_code
from identity.actors import Actor
from identity.models import Account, Party, Window
from identity.queries import actor_of
from items.models import ItemVersion
from items.services.importing import import_item
from items.services.publishing import publish_version
from spaces.models import LibraryRead, PersonCode, Project, TrustLevel
from spaces.services import keep_document
from spaces.services.personcodes import PERSON_CODE, make_person_code
from tests import world
from tests.client import signed_in
from tests.hall_devices import hall
from tests.spaces.papers import licence
from tests.together import at_once, refusals

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
COUNTER = "/desk/window/"


class Desk:
    """A clerk at his window, and somebody who comes to him."""

    def __init__(self) -> None:
        self.window: Window = hall.window()
        self.clerk: Actor = hall.clerk(self.window)
        self.client: Client = signed_in(self.clerk)
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
        self.visitor: Actor = world.citizen(name="林晓")
        self.person = Party.objects.get(pk=self.visitor.self_party_id)

    def identified(self) -> VisitorReading:
        reading = read_person_code(make_person_code(self.person, by=self.visitor), window=self.window)
        identify_visitor(self.window, reading, by=self.clerk)
        return reading

    def get(self, path: str, **asked: object) -> str:
        return self.client.get(f"{COUNTER}{path}", asked).content.decode()


@pytest.fixture
def desk() -> Desk:
    return Desk()


def two_items() -> list[ItemVersion]:
    return [world.item(materials=[world.material("平面图"), world.material(name)]) for name in ("申请书", "身份证明")]


class TestOwnCode:
    def test_c03_the_code_on_the_phone_says_who_the_visitor_is_once(self, desk: Desk) -> None:
        phone = signed_in(desk.visitor).get(reverse("cases:own_code")).content.decode()
        assert "<svg" in phone and desk.person.code not in phone
        code = make_person_code(desk.person, by=desk.visitor)
        answer = desk.client.post(f"{COUNTER}code/", {"code": f"{PERSON_CODE}{code} "}, follow=True)
        page = answer.content.decode()
        assert "林晓" in page and "手机亮码" in page and desk.person.code not in page
        assert VisitorReading.objects.get().kind == ReadingKind.SHOWN
        again = desk.client.post(f"{COUNTER}code/", {"code": code})
        assert again.status_code == 422 and "已被扫描" in again.content.decode()

    def test_a_code_lives_a_minute(self, desk: Desk) -> None:
        code = make_person_code(desk.person, by=desk.visitor)
        PersonCode.objects.update(expires_at=clock.now())
        with pytest.raises(Refusal) as refused:
            read_person_code(code, window=desk.window)
        assert refused.value.code == "code_spent" and not VisitorReading.objects.exists()

    @pytest.mark.parametrize("typed", ["", " ", "\0" * 8, "x" * 200, PERSON_CODE, "' OR 1=1 --", "11010519491231002X"])
    def test_what_is_no_code_is_told(self, desk: Desk, typed: str) -> None:
        assert desk.client.post(f"{COUNTER}code/", {"code": typed}).status_code == 422
        assert not VisitorReading.objects.exists()

    def test_a03_a_shown_code_is_no_card_and_a_doubtful_account_shows_none(self, desk: Desk) -> None:
        strict = import_item(world.item_shape(), department=world.department())
        strict.min_assurance_level = 4
        strict.save()
        publish_version(strict, by=desk.clerk)
        desk.identified()
        with pytest.raises(Refusal) as refused:
            open_case(desk.window, strict, seen=0, by=desk.clerk)
        assert refused.value.code == "read_the_card"
        Account.objects.filter(pk=desk.visitor.account_id).update(assurance_level=2)
        doubtful = actor_of(Account.objects.get(pk=desk.visitor.account_id))
        assert signed_in(doubtful).get(reverse("cases:own_code")).status_code == 302


class TestLibraries:
    def test_g02_his_libraries_at_once_masked_and_every_look_is_recorded(self, desk: Desk) -> None:
        licence(desk.person, name="营业执照")
        stored = store_file(world.pdf(), name="a.pdf")
        keep_document(desk.person, name="平面图", stored=stored, file_name="a.pdf", trust=TrustLevel.B)
        Project.objects.create(owner=desk.person, code="2026-01", name="厂房扩建", created_at=clock.now())
        desk.identified()
        counter = desk.get("")
        assert "证照 1" in re.sub(r"\s+", " ", counter) and "项目 1" in counter
        page = desk.get("library/")
        for words in ("营业执照", "平面图", "厂房扩建", desk.person.masked_code):
            assert words in page
        assert desk.person.code not in page and desk.person.phone not in page
        desk.get("library/")
        read = LibraryRead.objects.get()
        assert (read.party, read.who, read.account_id) == (desk.person, desk.clerk.label, desk.clerk.account_id)
        assert desk.clerk.label in signed_in(desk.visitor).get(reverse("cases:my_data")).content.decode()

    def test_g02_numbers_in_full_need_a_reason_each_time(self, desk: Desk) -> None:
        desk.identified()
        for reason in ("", "短", "\0" * 9, "字" * 500):
            answer = desk.client.post(f"{COUNTER}library/", {"reason": reason})
            assert answer.status_code == 422 and desk.person.code not in answer.content.decode()
        full = desk.client.post(f"{COUNTER}library/", {"reason": "与户籍窗口核对号码"})
        assert desk.person.code in full.content.decode() and "no-store" in full.headers["Cache-Control"]
        assert LibraryRead.objects.get(what="完整号码").why == "与户籍窗口核对号码"

    def test_l11_nobody_elses_library_is_opened(self, desk: Desk) -> None:
        other = Party.objects.get(pk=world.citizen(name="陌生人").self_party_id)
        assert desk.client.get(f"{COUNTER}library/").status_code == 302, "nobody is here"
        desk.identified()
        assert "陌生人" not in desk.get("library/", party=other.pk)
        firm = world.enterprise(desk.visitor)
        assert firm.name in desk.get("library/", party=firm.pk)


class TestSeveralItems:
    def test_c03_items_that_are_ticked_become_cases_of_one_intake(self, desk: Desk) -> None:
        desk.identified()
        first, second = two_items()
        page = desk.get("items/", q="食品")
        assert f'value="{first.pk}"' in page and "一并办理" in page
        href = f"{COUNTER}begin/?seen=0&version={first.pk}&version={second.pk}&version={first.pk}&version=x"
        assert "、" in desk.client.get(href).content.decode()
        answers = [desk.client.post(href, {"deed": "begin"}) for _click in range(2)]
        cases = list(Case.objects.order_by("pk"))
        assert [case.version for case in cases] == [first, second]
        assert answers[0].url == reverse("cases:desk_case", args=[cases[0].pk])  # type: ignore[attr-defined]
        take_in_paper(cases[0].materials.get(spec__name="平面图"), by=desk.clerk)
        assert cases[1].materials.get(spec__name="平面图").state == MaterialState.PROVIDED
        (third,) = open_cases(desk.window, [world.item(materials=[world.material("平面图")])], seen=2, by=desk.clerk)
        assert third.materials.get().state == MaterialState.PROVIDED, "another item of the same visit"

    @pytest.mark.parametrize("asked", ["", "version=", "version=x", "version=9999999999999999999999", "version=²"])
    def test_without_an_item_nothing_begins(self, desk: Desk, asked: str) -> None:
        desk.identified()
        assert desk.client.post(f"{COUNTER}begin/?{asked}").status_code == 302
        assert not Case.objects.exists()


class TestTheNextOne:
    def test_the_next_visitor_finds_the_item_and_the_next_item_the_visitor(self, desk: Desk) -> None:
        business, version = hall.business(desk.window), world.item()
        tickets = [take_ticket(business, by=hall.DEVICE) for _visitor in range(2)]
        desk.client.post(f"{COUNTER}call/?seen=")
        desk.identified()
        case = open_case(desk.window, version, seen=0, by=desk.clerk)
        page = desk.client.get(reverse("cases:desk_case", args=[case.pk])).content.decode()
        (href,) = re.findall(r'action="(/desk/window/next/[^"]*)"', page)
        assert 'href="/desk/window/items/"' in page and "同一人，再办一项" in page
        counter = desk.client.post(href.replace("&amp;", "&"), follow=True).content.decode()
        states = [Ticket.objects.get(pk=ticket.pk).state for ticket in tickets]
        assert states == [TicketState.FINISHED, TicketState.CALLED]
        assert version.name in counter and "林晓" not in counter, "the item stays, the visitor is gone"
        late = desk.client.post(href.replace("&amp;", "&"), follow=True)
        assert late.status_code == 200 and Ticket.objects.get(pk=tickets[1].pk).state == TicketState.CALLED

    def test_where_nobody_waits_the_window_is_free(self, desk: Desk) -> None:
        desk.identified()
        version = world.item()
        open_case(desk.window, version, seen=0, by=desk.clerk)
        page = desk.client.post(f"{COUNTER}next/?seen=&version={version.pk}", follow=True).content.decode()
        assert WindowStatus.objects.get(window=desk.window).party is None
        assert "还没识别办事人" in page and version.name in page
        desk.client.post(f"{COUNTER}next/?seen=x&version=x")
        assert WindowStatus.objects.get(window=desk.window).kept_version is None


class TestOneScreen:
    def test_c05_c06_deeds_are_asked_beside_the_materials_and_keep_what_was_typed(self, desk: Desk) -> None:
        desk.identified()
        case = open_case(desk.window, world.item(), seen=0, by=desk.clerk)
        for page in ("correct", "decline"):
            shown = desk.client.get(f"/desk/cases/{case.pk}/{page}/").content.decode()
            assert "gp-asked" in shown and "gp-checklist" in shown and 'data-key="Escape"' in shown
        kept = desk.client.post(f"/desk/cases/{case.pk}/decline/", {"reason": "太短", "competent_body": "住建局"})
        assert kept.status_code == 422 and "住建局" in kept.content.decode() and "gp-checklist" in kept.content.decode()
        desk.client.post(f"/desk/cases/{case.pk}/decline/", {"reason": "依法不需要取得行政许可", "competent_body": ""})
        case.refresh_from_db()
        assert case.state == CaseState.DECLINED

    def test_c08_a_correction_is_handed_in_at_the_window_as_well(self, desk: Desk) -> None:
        filed = submit_case(world.draft(world.item(), desk.visitor), by=desk.visitor).case
        wrong = filed.materials.get(spec__name="申请书")
        request_correction(filed, faults={wrong.pk: "没有盖章，请补盖"}, by=desk.clerk)
        page = desk.client.get(f"/desk/cases/{filed.pk}/").content.decode()
        assert "补正已在窗口交齐" in page and "没有盖章" in page
        desk.client.post(f"/desk/cases/{filed.pk}/decide/", {"deed": "hand_in"})
        filed.refresh_from_db()
        assert filed.state == CaseState.CORRECTING, "not before it is there"
        take_in_paper(wrong, by=desk.clerk)
        desk.client.post(f"/desk/cases/{filed.pk}/decide/", {"deed": "hand_in"})
        filed.refresh_from_db()
        assert filed.state == CaseState.RECEIVED
        accept_case(filed, by=desk.clerk)

    def test_c30_the_papers_are_printed_together(self, desk: Desk) -> None:
        desk.identified()
        case = open_case(desk.window, world.item(form=[]), seen=0, by=desk.clerk)
        take_in_paper(case.materials.get(spec__name="申请书"), by=desk.clerk)
        desk.client.post(f"/desk/cases/{case.pk}/decide/", {"deed": "receipt"})
        assert "正在生成 1 份文书" in desk.client.get(f"/desk/cases/{case.pk}/papers/").content.decode()
        assert desk.client.get(f"/desk/cases/{case.pk}/print/").status_code == 404
        drain(["pdf"])
        assert case.documents.get().kind == DocumentKind.INTAKE_RECEIPT
        papers = desk.client.get(f"/desk/cases/{case.pk}/print/")
        assert papers.content.startswith(b"%PDF") and "inline" in papers.headers["Content-Disposition"]
        assert "打印全部文书" in desk.client.get(f"/desk/cases/{case.pk}/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_clerks_who_receive_the_same_submitted_case_receive_it_once(time: object) -> None:
    """C-03, C-31: one receipt number, one paper; the other clerk is told what the case is now."""
    from_home, version = world.citizen(), world.item(visits=1)
    filed = submit_case(world.draft(version, from_home), by=from_home).case
    clerks = [world.staff("窗口受理岗") for _place in range(4)]
    windows = [signed_in(clerk) for clerk in clerks]
    answers = at_once(
        *(lambda one=one: one.post(f"/desk/cases/{filed.pk}/decide/", {"deed": "accept"}) for one in windows)
    )
    assert {answer.status_code for answer in answers} == {302} and refusals(answers) == []
    filed.refresh_from_db()
    assert filed.accepted_at is not None
    assert filed.documents.filter(kind=DocumentKind.ACCEPTANCE_NOTICE).count() == 1
    told = [str(one.get(f"/desk/cases/{filed.pk}/").content.decode()) for one in windows]
    assert sum("已受理，办件编号" in page for page in told) == 1
