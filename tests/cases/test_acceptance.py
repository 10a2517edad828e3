"""From when an application counts as accepted: C-04, C-07, C-08 and Annex B 7."""

from datetime import date, datetime

import pytest

from cases.events import CaseAccepted
from cases.models import Case, CaseState, ClockKind, DocumentKind, Material, MaterialState
from cases.pages.story import story_of
from cases.rules.acceptance import accepted_since
from cases.services.drafts import start_draft
from cases.services.intake import (
    accept_case,
    decline_case,
    deem_accepted,
    hand_in_correction,
    pass_precheck,
    receive_case,
    request_correction,
    return_at_precheck,
)
from cases.services.issuing import return_uncorrected, withdraw_case
from cases.services.submission import submit_case
from cases.services.sweeping import sweep_clocks
from core.clock import SimulatedClock
from core.models import EventRow
from core.outbox import drain
from core.refusal import Refusal
from identity.actors import SYSTEM
from linkage.models import Review
from notices.models import Message
from supervision.models import Alarm
from tests import world
from tests.cases.walks import at, clock_of, filed, last_day, move

pytestmark = pytest.mark.usefixtures("time", "calendar")
Kind = ClockKind


def pass_time(time: SimulatedClock, moment: datetime) -> None:
    move(time, moment)
    sweep_clocks()
    drain(["interactive"])


def handed_in_at_the_window(time: SimulatedClock) -> Case:
    """Received with an empty list of materials, because the clerk has not scanned them yet."""
    case = start_draft(world.item(), by=world.citizen(), channel=world.Channel.WINDOW)
    return receive_case(case, by=world.staff("窗口受理岗"))


def test_c07_silence_for_five_working_days_is_acceptance_from_the_day_of_receipt(time: SimulatedClock) -> None:
    """C-07, T-02."""
    case = filed().case
    pass_time(time, at(2026, 3, 9, 23))
    case.refresh_from_db()
    assert case.state == CaseState.SUBMITTED
    pass_time(time, at(2026, 3, 10, 0))
    case.refresh_from_db()
    assert case.state == CaseState.IN_REVIEW
    assert case.accepted_at == at(2026, 3, 2)
    assert last_day(case) == date(2026, 3, 9)
    assert last_day(case, Kind.STATUTORY) == date(2026, 3, 16)
    assert Review.objects.filter(case=case, closed_at=None).exists()


def test_c07_the_case_number_carries_the_day_of_receipt(time: SimulatedClock) -> None:
    case = filed().case
    pass_time(time, at(2026, 3, 10, 0))
    case.refresh_from_db()
    assert case.case_no is not None
    assert case.case_no[31:39] == "20260302"


def test_c07_missing_materials_do_not_stop_it(time: SimulatedClock) -> None:
    case = handed_in_at_the_window(time)
    assert set(case.materials.values_list("state", flat=True)) == {MaterialState.NEEDED}
    pass_time(time, at(2026, 3, 10, 0))
    case.refresh_from_db()
    assert case.state == CaseState.IN_REVIEW


def test_c07_counts_from_the_receipt_at_the_window_not_from_the_online_application(time: SimulatedClock) -> None:
    case = filed(visits=1, online_depth=["consult", "collect"]).case
    pass_precheck(case, by=world.staff("窗口受理岗"))
    move(time, at(2026, 3, 4))
    receive_case(case, by=world.staff("窗口受理岗"))
    pass_time(time, at(2026, 3, 12, 0))
    case.refresh_from_db()
    assert case.accepted_at == at(2026, 3, 4)


def test_c07_is_told_in_the_history_and_to_the_applicant(time: SimulatedClock) -> None:
    case = filed().case
    pass_time(time, at(2026, 3, 10, 0))
    row = EventRow.objects.get(stream="case", stream_id=case.pk, name=CaseAccepted.name())
    assert row.data["deemed"] is True
    assert row.actor_kind == "system"
    case.refresh_from_db()
    assert any("视为受理" in step["note"] for step in story_of(case))
    assert case.documents.get(kind=DocumentKind.ACCEPTANCE_NOTICE).content["deemed"] is True


def test_s04_silence_gets_a_warning_then_a_red_card(time: SimulatedClock) -> None:
    case = filed().case
    for day in range(3, 12):
        pass_time(time, at(2026, 3, day, 1))
    raised = Alarm.objects.filter(case=case, rule="S-04").order_by("raised_at").values_list("level", flat=True)
    assert list(raised) == ["warning", "red"]


def test_the_promise_of_a_deemed_case_may_be_over_at_once(time: SimulatedClock) -> None:
    """The law does not give the body a second promise: five days from the receipt are over with the silence."""
    case = filed().case
    pass_time(time, at(2026, 3, 10, 0))
    pass_time(time, at(2026, 3, 10, 1))
    assert Alarm.objects.filter(case=case, rule="S-05", level="yellow").exists()


@pytest.mark.parametrize("answer", ["accept", "decline", "correct", "return", "withdraw"])
def test_c07_whoever_answered_in_time_is_not_overruled(time: SimulatedClock, answer: str) -> None:
    applicant, clerk = world.citizen(), world.staff("窗口受理岗")
    case = filed(applicant).case
    faults = {material.pk: "看不清，请重新上传" for material in case.materials.all()}
    match answer:
        case "accept":
            accept_case(case, by=clerk)
        case "decline":
            decline_case(case, reason="不属于本机关职权范围，请转交", by=clerk)
        case "correct":
            request_correction(case, faults=faults, by=clerk)
        case "return":
            return_at_precheck(case, faults=faults, by=clerk)
        case "withdraw":
            withdraw_case(case, by=applicant)
    case.refresh_from_db()
    accepted_at = case.accepted_at
    pass_time(time, at(2026, 3, 20))
    case.refresh_from_db()
    assert case.accepted_at == accepted_at
    assert not EventRow.objects.filter(stream_id=case.pk, name=CaseAccepted.name(), data__deemed=True).exists()


def test_c03_while_originals_are_awaited_no_clock_of_the_body_runs(time: SimulatedClock) -> None:
    """C-03."""
    case = filed(visits=1, online_depth=["consult", "collect"]).case
    pass_precheck(case, by=world.staff("窗口受理岗"))
    pass_time(time, at(2026, 6, 1))
    case.refresh_from_db()
    assert case.state == CaseState.PRECHECKED


def test_c07_after_a_precheck_without_visits_silence_still_counts(time: SimulatedClock) -> None:
    case = filed().case
    pass_precheck(case, by=world.staff("窗口受理岗"))
    pass_time(time, at(2026, 3, 10, 0))
    case.refresh_from_db()
    assert case.accepted_at == at(2026, 3, 2)


def test_deeming_is_refused_while_the_limit_runs(time: SimulatedClock) -> None:
    case = filed().case
    with pytest.raises(Refusal) as error:
        deem_accepted(case, by=SYSTEM)
    assert error.value.code == "not_overdue"


def test_a_clerk_who_is_faster_than_the_system_leaves_nothing_parked(time: SimulatedClock) -> None:
    case = filed().case
    move(time, at(2026, 3, 10, 0))
    sweep_clocks()
    accept_case(case, by=world.staff("窗口受理岗"))
    drain(["interactive"])
    assert not EventRow.objects.filter(deliveries__reactor__contains="deem", deliveries__last_error__gt="").exists()
    assert EventRow.objects.filter(stream_id=case.pk, name=CaseAccepted.name()).count() == 1


def corrected(time: SimulatedClock, day: datetime) -> Case:
    """A correction asked on Tuesday and handed in on `day`."""
    applicant = world.citizen()
    case = filed(applicant).case
    move(time, at(2026, 3, 3))
    faults = dict.fromkeys(Material.objects.filter(case=case).values_list("pk", flat=True), "看不清，请重新上传")
    request_correction(case, faults=faults, by=world.staff("窗口受理岗"))
    move(time, day)
    world.fill(case, applicant)
    return hand_in_correction(case, by=applicant)


def test_c08_acceptance_counts_from_the_day_the_last_supplement_arrived(time: SimulatedClock) -> None:
    """C-08."""
    case = corrected(time, at(2026, 3, 6))
    move(time, at(2026, 3, 11))
    case = accept_case(case, by=world.staff("窗口受理岗"))
    assert case.accepted_at == at(2026, 3, 6)
    assert case.case_no[31:39] == "20260306"
    assert last_day(case) == date(2026, 3, 13)


def test_annex_b_7_silence_after_a_correction_counts_from_the_last_supplement(time: SimulatedClock) -> None:
    case = corrected(time, at(2026, 3, 6))
    assert clock_of(case, Kind.ACCEPTANCE).last_day == date(2026, 3, 13)
    pass_time(time, at(2026, 3, 14, 0))
    case.refresh_from_db()
    assert case.accepted_at == at(2026, 3, 6)


def test_annex_b_7_a_notice_that_comes_after_the_five_days_is_too_late(time: SimulatedClock) -> None:
    case = filed().case
    pass_time(time, at(2026, 3, 10, 0))
    with pytest.raises(Refusal) as error:
        request_correction(case, faults={case.materials.first().pk: "看不清"}, by=world.staff("窗口受理岗"))
    assert error.value.code == "wrong_state"
    case.refresh_from_db()
    assert case.accepted_at == at(2026, 3, 2)


def test_c09_a_correction_that_never_comes_returns_the_application(time: SimulatedClock) -> None:
    """C-09: reminded before the day, returned after it."""
    case = filed().case
    request_correction(case, faults={case.materials.first().pk: "看不清，请重拍"}, by=world.staff("窗口受理岗"))
    assert clock_of(case, Kind.CORRECTION).last_day == date(2026, 4, 1)
    pass_time(time, at(2026, 3, 20))
    reminders = Message.objects.filter(kind="cases.CorrectionReminded", channel="inbox")
    assert not reminders.exists()
    pass_time(time, at(2026, 4, 1, 23))
    assert "4月1日" in reminders.get().text
    with pytest.raises(Refusal) as error:
        return_uncorrected(case, by=SYSTEM)
    assert error.value.code == "not_overdue"
    case.refresh_from_db()
    assert case.state == CaseState.CORRECTING
    pass_time(time, at(2026, 4, 2, 0))
    case.refresh_from_db()
    assert case.state == CaseState.RETURNED


def test_an_application_returned_at_precheck_is_filed_again_with_new_clocks(time: SimulatedClock) -> None:
    applicant = world.citizen()
    case = filed(applicant).case
    return_at_precheck(case, faults={case.materials.first().pk: "看不清"}, by=world.staff("窗口受理岗"))
    move(time, at(2026, 3, 5))
    world.fill(case, applicant)
    case = submit_case(case, by=applicant).case
    assert clock_of(case, Kind.ACCEPTANCE).last_day == date(2026, 3, 12)
    assert clock_of(case, Kind.REPLY).finished_at is None


@pytest.mark.parametrize(
    ("received", "corrections", "expected"),
    [(None, 0, "now"), ("received", 0, "now"), ("received", 1, "received"), (None, 1, "now")],
)
def test_c08_the_rule_alone(received, corrections, expected) -> None:
    moments = {"now": at(2026, 3, 9), "received": at(2026, 3, 4), None: None}
    found = accepted_since(now=moments["now"], received_at=moments[received], corrections=corrections)
    assert found == moments[expected]
