"""容缺受理: what is missing may follow on a promise, is watched, and comes or does not (2.4, D-06, S-25, C-35)."""

from datetime import date, datetime

import pytest

from cases.models import Case, CaseState, Clock, ClockKind, Deferral, DocumentKind, Material, MaterialState
from cases.rules.deferral import longest_deferral
from cases.services.decisions import begin_procedure
from cases.services.deferring import hand_in_owed
from cases.services.drafts import save_draft, start_draft
from cases.services.gathering import take_in_paper
from cases.services.intake import accept_case, receive_case
from cases.services.issuing import deliver_result, issue_result, withdraw_case
from cases.services.submission import submit_case
from cases.services.sweeping import sweep_clocks
from cases.services.window import accept_with_promise, open_at_window
from core.clock import SimulatedClock
from core.deadlines import Limit, Unit
from core.outbox import drain
from core.refusal import Refusal
from deliveries.models import DeliveryWay
from identity.actors import Actor
from identity.models import Party
from items.models import ItemVersion
from linkage.models import Verdict
from notices.models import Message
from supervision.models import Alarm
from tests import world
from tests.brokenness import broken
from tests.cases.paperwork import words
from tests.cases.walks import at, clock_of, decided, move
from tests.client import signed_in

pytestmark = pytest.mark.usefixtures("time", "calendar")
MAIN, LATER = "申请书", "健康证明"


def lenient_item(**changes: object) -> ItemVersion:
    """An item in which the health certificate may follow within three working days."""
    both = [world.material(MAIN), world.material(LATER, deferrable=True, form=["electronic", "paper"], copies=1)]
    return world.item(**{"materials": both, **changes})


def incomplete(applicant: Actor, version: ItemVersion | None = None) -> Case:
    """A draft in which only the application form is there."""
    case = start_draft(version or lenient_item(), by=applicant, channel=world.Channel.WEB)
    save_draft(case, by=applicant, answers={"premises": "杨舍镇沙洲中路18号"}, contact=CONTACT)
    world.fill(case, applicant, {MAIN: None})
    return case


CONTACT = {"contact_name": "林晓", "contact_phone": "13812345678"}


def promised(applicant: Actor, version: ItemVersion | None = None) -> Case:
    """Filed with the promise, accepted on Monday: the certificate is owed until Thursday."""
    case = submit_case(incomplete(applicant, version), promise=True, by=applicant).case
    return accept_case(case, by=world.staff("窗口受理岗"))


def at_the_window(applicant: Actor, version: ItemVersion | None = None) -> Case:
    """Received at the window with the application form alone."""
    clerk, visitor = world.staff("窗口受理岗"), Party.objects.get(pk=applicant.self_party_id)
    case = open_at_window(version or lenient_item(), applicant=visitor, by=clerk)
    case = world.answer_for(case, clerk)
    take_in_paper(Material.objects.get(case=case, spec__name=MAIN), by=clerk)
    return Case.objects.get(pk=case.pk)


def owed(case: Case) -> Material:
    return Material.objects.get(case=case, spec__name=LATER)


def pass_time(time: SimulatedClock, moment: datetime) -> None:
    move(time, moment)
    sweep_clocks()
    drain(["interactive"])


def refused(deed: object, **given: object) -> str:
    with pytest.raises(Refusal) as refusal:
        deed(**given)  # type: ignore[operator]
    return refusal.value.code


class TestPromising:
    def test_without_a_promise_a_missing_material_stops_the_application(self) -> None:
        """C-01."""
        applicant = world.citizen()
        case = incomplete(applicant)
        assert refused(lambda: submit_case(case, by=applicant)) == "missing_materials"

    def test_with_a_promise_it_is_filed_and_the_promise_is_written_down(self) -> None:
        applicant = world.citizen(name="林晓")
        case = submit_case(incomplete(applicant), promise=True, by=applicant).case
        deferral = Deferral.objects.get(case=case)
        assert (deferral.promised_by, deferral.days, deferral.begun_at) == ("林晓", 3, None)
        assert owed(case).state == MaterialState.DEFERRED
        assert not Clock.objects.filter(case=case, kind=ClockKind.DEFERRAL).exists()

    def test_a_material_that_may_not_follow_cannot_be_promised(self) -> None:
        applicant = world.citizen()
        strict = lenient_item(materials=[world.material(MAIN), world.material(LATER)])
        assert (
            refused(lambda: submit_case(incomplete(applicant, strict), promise=True, by=applicant)) == "not_deferrable"
        )

    def test_nothing_may_follow_where_the_item_does_not_allow_it(self) -> None:
        applicant = world.citizen()
        strict = lenient_item(deficiency={"allowed": False, "days": 0})
        assert (
            refused(lambda: submit_case(incomplete(applicant, strict), promise=True, by=applicant)) == "not_deferrable"
        )

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"days": 4}, "deferral_days"),
            ({"days": 0}, "deferral_days"),
            ({"promised_by": "  "}, "promised_by"),
            ({"material_ids": {10**9}}, "not_deferrable"),
            ({"material_ids": set()}, "not_deferrable"),
        ],
    )
    def test_the_window_takes_only_a_lawful_promise(self, change: dict[str, object], code: str) -> None:
        case = at_the_window(world.citizen())
        given = {"material_ids": {owed(case).pk}, "days": 3, "promised_by": "林晓", **change}
        assert refused(accept_with_promise, case=case, by=world.staff("窗口受理岗"), **given) == code
        case.refresh_from_db()
        assert (case.state, owed(case).state, case.case_no) == (CaseState.RECEIVED, MaterialState.NEEDED, None)

    def test_whoever_broke_a_promise_gets_no_second_one_until_he_made_it_good(self, time: SimulatedClock) -> None:
        """Not for dishonest applicants until their credit is repaired (2.4)."""
        applicant, version = world.citizen(), lenient_item()
        first = promised(applicant, version)
        pass_time(time, at(2026, 3, 6))
        second = incomplete(applicant, version)
        assert refused(lambda: submit_case(second, promise=True, by=applicant)) == "broken_promise"
        hand_in_owed(owed(first), [world.pdf()], by=applicant)
        assert submit_case(second, promise=True, by=applicant).case.state == CaseState.SUBMITTED

    @pytest.mark.parametrize(
        ("allowed", "days", "promise", "most"),
        [
            (True, 3, Limit(5, Unit.WORKING_DAYS), 3),
            (True, 9, Limit(5, Unit.WORKING_DAYS), 5),
            (True, 9, Limit(7, Unit.NATURAL_DAYS), 5),
            (True, 9, Limit(8, Unit.WORKING_HOURS), 0),
            (False, 3, Limit(5, Unit.WORKING_DAYS), 0),
        ],
    )
    def test_the_time_is_the_item_s_and_never_longer_than_its_promise(
        self, allowed: bool, days: int, promise: Limit, most: int
    ) -> None:
        assert longest_deferral(allowed=allowed, days=days, promised=promise) == most


class TestWatching:
    def test_with_the_acceptance_the_clock_of_the_promise_starts_beside_the_decision_s(self) -> None:
        case = promised(world.citizen())
        case.refresh_from_db()
        assert case.state == CaseState.IN_REVIEW
        assert clock_of(case, ClockKind.DEFERRAL).last_day == date(2026, 3, 5)
        assert clock_of(case, ClockKind.PROMISED).last_day == date(2026, 3, 9)
        assert broken() == {}

    def test_at_the_window_the_clerk_says_what_is_owed_and_until_when(self) -> None:
        case = at_the_window(world.citizen())
        clerk = world.staff("窗口受理岗")
        case = accept_with_promise(case, material_ids={owed(case).pk}, days=2, promised_by="林晓", by=clerk)
        assert case.case_no and clock_of(case, ClockKind.DEFERRAL).last_day == date(2026, 3, 4)

    def test_a_special_procedure_does_not_stop_it(self, time: SimulatedClock) -> None:
        """Of the clocks of a case only those of the decision pause (2.5)."""
        case = promised(world.citizen())
        begin_procedure(case, title="现场核查", days=5, basis="审查通则", reason="", by=world.staff("科室审查岗"))
        assert clock_of(case, ClockKind.DEFERRAL).next_at is not None
        pass_time(time, at(2026, 3, 6))
        assert Deferral.objects.get(case=case).broken_at == at(2026, 3, 6)

    def test_d06_the_notice_says_what_in_which_form_until_when_and_what_follows(self) -> None:
        text = words(promised(world.citizen(name="林晓")), DocumentKind.DEFERRAL_NOTICE)
        for expected in ("容缺受理通知书", LATER, "电子文件或者纸质1份", "2026年3月5日前", "3个工作日内"):
            assert expected in text
        assert "逾期未补交的，本机关依据已有材料作出决定" in text
        assert "承诺人：林晓" in text
        assert "一式两份" in text

    def test_c35_the_applicant_is_told_and_reminded_before_the_day(self, time: SimulatedClock) -> None:
        case = promised(world.citizen())
        drain(["interactive"])
        told = Message.objects.filter(channel="inbox", party=case.applicant)
        assert "3月5日" in told.get(kind="cases.MaterialsDeferred").text
        pass_time(time, at(2026, 3, 5, 0))
        assert "3月5日" in told.get(kind="cases.OwedReminded").text

    def test_s25_a_warning_before_the_day_and_a_yellow_card_after_it(self, time: SimulatedClock) -> None:
        case = promised(world.citizen())
        for day in range(3, 9):
            pass_time(time, at(2026, 3, day, 1))
        raised = Alarm.objects.filter(case=case, rule="S-25").order_by("raised_at").values_list("level", flat=True)
        assert list(raised) == ["warning", "yellow"]


class TestHandingIn:
    def test_the_material_comes_with_all_its_pages_and_the_promise_is_kept(self, time: SimulatedClock) -> None:
        applicant = world.citizen()
        case = promised(applicant)
        move(time, at(2026, 3, 4))
        material = hand_in_owed(owed(case), [world.pdf(), world.pdf()], by=applicant)
        assert (material.state, material.files.count()) == (MaterialState.PROVIDED, 2)
        assert Deferral.objects.get(case=case).kept_at == at(2026, 3, 4)
        assert clock_of(case, ClockKind.DEFERRAL).finished_at == at(2026, 3, 4)
        pass_time(time, at(2026, 3, 9))
        assert not Alarm.objects.filter(case=case, rule="S-25").exists()
        assert broken() == {}

    def test_it_is_handed_in_once(self) -> None:
        applicant = world.citizen()
        case = promised(applicant)
        hand_in_owed(owed(case), [world.pdf()], by=applicant)
        assert refused(lambda: hand_in_owed(owed(case), [world.pdf()], by=applicant)) == "not_owed"

    def test_what_never_comes_is_recorded_and_the_case_is_decided_on_what_is_there(self, time: SimulatedClock) -> None:
        case = promised(world.citizen())
        pass_time(time, at(2026, 3, 6))
        deferral = Deferral.objects.get(case=case)
        assert deferral.broken_at == at(2026, 3, 6) and deferral.kept_at is None
        case = decided(case, Verdict.OBJECT, "承诺材料未补交，不符合条件")
        assert case.state == CaseState.REFUSED
        assert broken() == {}

    def test_a_result_waits_for_what_is_owed_but_not_longer_than_its_day(self, time: SimulatedClock) -> None:
        case = decided(promised(world.citizen()), Verdict.APPROVE)
        certifier = world.staff("制证岗")
        assert refused(lambda: issue_result(case, by=certifier)) == "material_owed"
        pass_time(time, at(2026, 3, 6))
        issued = issue_result(case, by=certifier)
        deliver_result(issued, way=DeliveryWay.WINDOW, recipient="林晓", by=world.staff("窗口受理岗"))
        assert broken() == {}

    @pytest.mark.parametrize("ending", ["refused", "withdrawn"])
    def test_with_the_case_the_promise_lapses(self, ending: str, time: SimulatedClock) -> None:
        applicant = world.citizen()
        case = promised(applicant)
        if ending == "refused":
            decided(case, Verdict.OBJECT, "选址不符合条件，不予通过")
        else:
            withdraw_case(case, by=applicant)
        assert clock_of(case, ClockKind.DEFERRAL).finished_at is not None
        pass_time(time, at(2026, 3, 9))
        assert Deferral.objects.get(case=case).broken_at is None
        assert refused(lambda: hand_in_owed(owed(case), [world.pdf()], by=applicant)) == "not_owed"


class TestPages:
    def test_the_applicant_promises_on_the_page_and_hands_in_from_his_case(self) -> None:
        applicant = world.citizen()
        case, browser = incomplete(applicant), signed_in(applicant)
        check = f"/space/apply/{case.pk}/check/"
        assert LATER in browser.get(check).content.decode()
        unpromised = browser.post(check, {"truthful": "on"})
        assert unpromised.status_code == 422
        assert browser.post(check, {"truthful": "on", "promise": "on"}).status_code == 302
        accept_case(case, by=world.staff("窗口受理岗"))
        page = browser.get(f"/space/cases/{case.pk}/").content.decode()
        address = f"/space/cases/{case.pk}/owed/{owed(case).pk}/"
        assert address in page and "3月5日" in page
        assert browser.post(address, {}).status_code == 422
        assert browser.post(address, {"file": [world.pdf(), world.pdf()]}).status_code == 302
        assert owed(case).state == MaterialState.PROVIDED
        assert browser.get(address).status_code == 302

    def test_the_clerk_accepts_on_a_promise_and_scans_what_comes(self) -> None:
        case = at_the_window(world.citizen())
        browser = signed_in(world.staff("窗口受理岗"))
        address = f"/desk/cases/{case.pk}/promise/"
        assert address in browser.get(f"/desk/cases/{case.pk}/").content.decode()
        typed = {"materials": [owed(case).pk], "days": 3, "promised_by": "林晓"}
        unsigned = browser.post(address, typed)
        assert unsigned.status_code == 422 and Case.objects.get(pk=case.pk).state == CaseState.RECEIVED
        assert browser.post(address, {**typed, "days": 9, "signed": "on"}).status_code == 422
        assert browser.post(address, {**typed, "signed": "on"}).status_code == 302
        assert Case.objects.get(pk=case.pk).state == CaseState.IN_REVIEW
        scan = f"/desk/cases/{case.pk}/scan/{owed(case).pk}/"
        assert browser.post(scan, {"file": [world.pdf()]}).status_code == 302
        assert (owed(case).state, owed(case).trust_level) == (MaterialState.PROVIDED, "B")
        assert Deferral.objects.get(case=case).kept_at is not None

    def test_where_nothing_may_follow_the_page_says_so_and_asks_nothing(self) -> None:
        case = at_the_window(world.citizen(), world.item())
        address = f"/desk/cases/{case.pk}/promise/"
        page = signed_in(world.staff("窗口受理岗")).get(address, headers={"accept-language": "zh-CN"}).content.decode()
        asked = page.split("gp-asked")[1].split("</form")[0]
        assert "没有可以容后补交的材料" in asked
        assert "<fieldset" not in asked and 'type="submit"' not in asked

    def test_where_something_else_is_missing_no_promise_is_offered(self) -> None:
        applicant = world.citizen()
        case = start_draft(lenient_item(), by=applicant, channel=world.Channel.WINDOW)
        receive_case(case, by=world.staff("窗口受理岗"))
        browser = signed_in(world.staff("窗口受理岗"))
        assert f"/desk/cases/{case.pk}/promise/" not in browser.get(f"/desk/cases/{case.pk}/").content.decode()
