"""Materials asked after the acceptance (2.2): no pause, supervised, never a way to return a case (S-24, C-20)."""

from datetime import timedelta

import pytest

from cases.models import Case, CaseState, ClockKind, DocumentKind, Material, MaterialState
from cases.queries.owing import asked_materials
from cases.queries.statuscodes import status_facts
from cases.rules.statuscodes import ApplicationStatus, ItemStatus, application_status, item_status
from cases.services.supplementing import ask_supplement, end_supplement, hand_in_supplement
from cases.services.sweeping import sweep_clocks
from core.clock import SimulatedClock
from core.outbox import drain
from core.refusal import Refusal
from identity.actors import Actor
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision, give_verdict
from notices.models import Message
from tests import world
from tests.brokenness import broken
from tests.cases.walks import accepted, clock_of, decided, filed, last_day, move
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
FAULT, BASIS = "平面图未标明出入口，请补充", "食品经营许可和备案管理办法 第十八条"


@pytest.fixture(autouse=True)
def on_monday(time: SimulatedClock) -> SimulatedClock:
    return time


@pytest.fixture
def owner() -> Actor:
    return world.citizen(name="王秀英")


def handler() -> Actor:
    return world.staff("科室审查岗")


def material_of(case: Case) -> Material:
    return case.materials.get(spec__name="平面图")


def asked(owner: Actor, *, days: int = 10) -> Case:
    case = accepted(owner)
    return ask_supplement(case, faults={material_of(case).pk: FAULT}, days=days, basis=BASIS, by=handler())


def refusal_of(deed: object) -> str:
    with pytest.raises(Refusal) as refused:
        deed()  # type: ignore[operator]
    return refused.value.code


def test_s24_the_clocks_run_on_and_supervision_is_told(owner: Actor) -> None:
    before = last_day(accepted(world.citizen()))
    case = asked(owner)
    drain(["interactive", "pdf"])
    assert case.state == CaseState.SUPPLEMENTING
    assert last_day(case) == before and not case.clock_entries.exists()
    assert [(alarm.rule, alarm.level) for alarm in case.alarms.all()] == [("S-24", "warning")]
    paper = case.documents.get(kind=DocumentKind.SUPPLEMENT_NOTICE)
    assert paper.file_id and paper.content["faults"] == [{"material": "平面图", "fault": FAULT}]
    assert item_status(status_facts(case)) == ItemStatus.CORRECTION_BEGUN
    assert application_status([status_facts(case)]) == ApplicationStatus.TO_BE_COMPLETED
    assert Message.objects.filter(title="请补充材料").exists()
    assert broken() == {}


def test_with_the_last_material_the_review_goes_on(owner: Actor) -> None:
    case = asked(owner)
    review = Review.objects.get(case=case, closed_at=None)
    early = Decision(Verdict.APPROVE)
    assert refusal_of(lambda: give_verdict(review, early, by=handler())) == "wrong_state"
    hand_in_supplement(material_of(case), [world.pdf()], by=owner)
    case.refresh_from_db()
    found = material_of(case)
    assert (case.state, found.state) == (CaseState.IN_REVIEW, MaterialState.PROVIDED)
    assert found.files.count() == 2, "what was handed in before stays"
    assert refusal_of(lambda: hand_in_supplement(found, [world.pdf()], by=owner)) == "not_asked"
    assert clock_of(case, ClockKind.SUPPLEMENT).finished_at is not None
    assert decided(case, Verdict.APPROVE).state == CaseState.GRANTED
    assert broken() == {}


def test_c20_when_the_time_is_over_it_is_decided_on_what_is_there(owner: Actor, time: SimulatedClock) -> None:
    case = asked(owner, days=3)
    move(time, clock_of(case, ClockKind.SUPPLEMENT).due_at)
    sweep_clocks()
    drain(["interactive"])
    case.refresh_from_db()
    assert case.state == CaseState.IN_REVIEW
    assert not asked_materials(case).exists()
    assert broken() == {}


def test_a_word_that_comes_late_ends_no_later_supplement(owner: Actor, time: SimulatedClock) -> None:
    """The worker slept: until it hears that the first time is over, something else has been asked with its own days."""
    case = asked(owner, days=1)
    time.advance(timedelta(days=3))
    sweep_clocks()
    end_supplement(case, by=handler())
    ask_supplement(case, faults={material_of(case).pk: FAULT}, days=10, basis=BASIS, by=handler())
    drain(["interactive"])
    case.refresh_from_db()
    assert case.state == CaseState.SUPPLEMENTING


def test_the_handler_may_go_on_without_it(owner: Actor) -> None:
    case = end_supplement(asked(owner), by=handler())
    assert case.state == CaseState.IN_REVIEW
    assert refusal_of(lambda: end_supplement(case, by=handler())) == "wrong_state"


def test_c20_a_case_before_acceptance_is_corrected_not_supplemented(owner: Actor) -> None:
    case = filed(owner).case
    given = {"faults": {material_of(case).pk: FAULT}, "days": 5, "basis": BASIS}
    assert refusal_of(lambda: ask_supplement(case, **given, by=handler())) == "wrong_state"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        *(({"basis": " "}, "basis"), ({"days": 0}, "days"), ({"days": 31}, "days")),
        *(({"faults": {}}, "no_faults"), ({"faults": {999999999: FAULT}}, "no_faults")),
    ],
)
def test_it_names_material_law_and_time(owner: Actor, changes: dict[str, object], code: str) -> None:
    case = accepted(owner)
    usual = {"faults": {material_of(case).pk: FAULT}, "days": 5, "basis": BASIS}
    assert refusal_of(lambda: ask_supplement(case, **{**usual, **changes}, by=handler())) == code  # type: ignore[arg-type]
    case.refresh_from_db()
    assert case.state == CaseState.IN_REVIEW and not case.materials.filter(state=MaterialState.FAULTY).exists()


class TestPages:
    """From the review to the applicant's space and back."""

    def test_it_is_asked_beside_the_review_and_handed_in_at_home(self, owner: Actor) -> None:
        case = accepted(owner)
        desk, mine, found = signed_in(handler()), signed_in(owner), material_of(case)
        place = f"/desk/cases/{case.pk}/supplement/"
        review = Review.objects.get(case=case, closed_at=None)
        assert place in desk.get(f"/desk/reviews/{review.pk}/").content.decode()
        typed = {f"fault-{found.pk}": FAULT, "basis": BASIS, "days": "10"}
        for wrong in ({"days": "0"}, {"days": "9" * 400}, {"basis": ""}, {f"fault-{found.pk}": " "}):
            assert desk.post(place, typed | wrong).status_code == 422
        assert desk.post(place, typed).status_code == 302
        page = mine.get(f"/space/cases/{case.pk}/").content.decode()
        assert FAULT in page and f"/space/cases/{case.pk}/owed/{found.pk}/" in page
        hand_in = f"/space/cases/{case.pk}/owed/{found.pk}/"
        assert FAULT in mine.get(hand_in).content.decode()
        assert mine.post(hand_in).status_code == 422
        assert mine.post(hand_in, {"file": world.pdf()}).status_code == 302
        case.refresh_from_db()
        assert case.state == CaseState.IN_REVIEW

    def test_the_window_takes_it_in_as_well(self, owner: Actor) -> None:
        case = asked(owner)
        clerk, found = signed_in(world.staff("窗口受理岗")), material_of(case)
        assert clerk.post(f"/desk/cases/{case.pk}/scan/{found.pk}/", {"file": world.pdf()}).status_code == 302
        case.refresh_from_db()
        assert case.state == CaseState.IN_REVIEW

    def test_the_handler_goes_on_without_it_on_the_same_page(self, owner: Actor) -> None:
        case = asked(owner)
        desk, place = signed_in(handler()), f"/desk/cases/{case.pk}/supplement/"
        assert "不再等待" in desk.get(place).content.decode()
        assert desk.post(place).status_code == 302
        case.refresh_from_db()
        assert case.state == CaseState.IN_REVIEW

    def test_a_stranger_hands_nothing_in(self, owner: Actor) -> None:
        case = asked(owner)
        stranger = signed_in(world.citizen(name="周敏"))
        place = f"/space/cases/{case.pk}/owed/{material_of(case).pk}/"
        assert stranger.post(place, {"file": world.pdf()}).status_code == 404
