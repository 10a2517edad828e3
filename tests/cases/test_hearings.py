"""Hearings before a decision: told, said, asked for, called, held (C-16, T-10, D-10, D-11, XKF 36, 46 to 48)."""

from datetime import date, datetime, timedelta

import pytest

from cases.models import Case, CaseState, ClockKind, DocumentKind, Hearing, HearingEnding
from cases.queries.hearings import hosts_for, open_hearing
from cases.rules.hearings import why_not_on
from cases.services.hearings import (
    ask_hearing,
    call_hearing,
    hold_hearing,
    make_statement,
    offer_hearing,
    waive_hearing,
)
from cases.services.issuing import withdraw_case
from cases.services.sweeping import sweep_clocks
from core.clock import SimulatedClock
from core.outbox import drain
from core.queries.calendar import working_calendar
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Staff
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision, give_verdict
from tests import world
from tests.brokenness import broken
from tests.cases.walks import accepted, at, clock_of, decided, filed, last_day, move
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
MATTER = "拟不予许可：经营场所与幼儿园的距离不足规定的二百米"
SAID = "主持人宣布听证开始，审查人员说明理由，申请人陈述意见并提交测量报告。"


@pytest.fixture(autouse=True)
def on_monday(time: SimulatedClock) -> SimulatedClock:
    """Monday 2 March 2026, ten in the morning."""
    return time


@pytest.fixture
def owner() -> Actor:
    return world.citizen(name="王秀英")


def handler() -> Actor:
    return world.staff("科室审查岗")


def host() -> Staff:
    return Staff.objects.get(pk=world.staff("制证岗").staff_id)


def offered(owner: Actor) -> Case:
    case = accepted(owner)
    offer_hearing(case, matter=MATTER, interested="沙洲幼儿园", by=handler())
    return case


def called(case: Case, held_at: datetime | None = None, by: Staff | None = None, place: str = "听证室一") -> Hearing:
    given = {"held_at": held_at or at(2026, 3, 18), "place": place, "host": by or host(), "in_public": True}
    return call_hearing(case, **given, by=handler())  # type: ignore[arg-type]


def refusal_of(deed: object) -> str:
    with pytest.raises(Refusal) as refused:
        deed()  # type: ignore[operator]
    return refused.value.code


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 3, 10), "too_soon"),
        (date(2026, 3, 11), ""),
        (date(2026, 3, 14), "rest_day"),
        (date(2026, 3, 30), ""),
        (date(2026, 3, 31), "too_late"),
    ],
)
def test_t10_seven_days_after_the_notice_and_twenty_after_the_request(day: date, why: str) -> None:
    """Asked and told on Monday 2 March 2026: seven working days later is the 11th, twenty later the 30th."""
    told = date(2026, 3, 2)
    assert why_not_on(working_calendar(), day, asked_on=told, told_on=told, within=20, ahead=7) == why


class TestOffer:
    """D-10 and D-11: what is intended, and what one can do about it."""

    def test_c16_the_applicant_is_told_what_is_intended_and_nobody_decides_before(self, owner: Actor) -> None:
        case = offered(owner)
        drain(["interactive", "pdf"])
        for kind in (DocumentKind.STATEMENT_NOTICE, DocumentKind.HEARING_NOTICE):
            paper = case.documents.get(kind=kind)
            assert paper.file_id and (paper.content["matter"], paper.content["until"]) == (MATTER, "2026-03-09")
        give_verdict(Review.objects.get(case=case, closed_at=None), Decision(Verdict.APPROVE), by=handler())
        last, leader = Review.objects.get(case=case, closed_at=None), world.staff("分管领导岗")
        against = Decision(Verdict.OBJECT, "距离不足规定的二百米，不予许可")
        assert refusal_of(lambda: give_verdict(last, against, by=leader)) == "hearing_open"
        assert not case.clock_entries.exists(), "the clock of the decision runs while nobody has asked"
        assert broken() == {}

    def test_t10_who_does_not_ask_within_five_days_has_waived(self, owner: Actor, time: SimulatedClock) -> None:
        case = offered(owner)
        move(time, clock_of(case, ClockKind.HEARING_ASK).due_at)
        sweep_clocks()
        drain(["interactive"])
        assert case.hearings.get().ending == HearingEnding.NOT_ASKED
        assert decided(case, Verdict.APPROVE).state == CaseState.GRANTED
        assert broken() == {}

    def test_a_word_that_comes_late_closes_no_later_offer(self, owner: Actor, time: SimulatedClock) -> None:
        """The worker slept: until it hears that the first days are over, another hearing has been offered."""
        case = offered(owner)
        time.advance(timedelta(days=20))
        sweep_clocks()
        waive_hearing(case, by=owner)
        offer_hearing(case, matter=MATTER, by=handler())
        drain(["interactive"])
        assert open_hearing(case) is not None

    def test_what_was_said_is_kept_in_the_file(self, owner: Actor) -> None:
        case = offered(owner)
        assert refusal_of(lambda: make_statement(case, statement=" ", by=owner)) == "statement"
        hearing = make_statement(case, statement="我们重新测量过，距离是二百一十米", by=owner)
        assert hearing.stated_at is not None
        assert Hearing.objects.get().statement == "我们重新测量过，距离是二百一十米"

    def test_it_is_offered_once_at_a_time_and_only_under_review(self, owner: Actor) -> None:
        case = offered(owner)
        assert refusal_of(lambda: offer_hearing(case, matter=MATTER, by=handler())) == "hearing_open"
        assert refusal_of(lambda: offer_hearing(accepted(), matter="太短", by=handler())) == "matter"
        assert refusal_of(lambda: offer_hearing(filed().case, matter=MATTER, by=handler())) == "wrong_state"
        done = decided(accepted(), Verdict.APPROVE)
        assert refusal_of(lambda: offer_hearing(done, matter=MATTER, by=handler())) == "wrong_state"


class TestHearing:
    """Asked for, called, held."""

    def test_t09_the_clock_of_the_decision_stands_still_from_the_request_to_the_minutes(
        self, owner: Actor, time: SimulatedClock
    ) -> None:
        case = offered(owner)
        before = last_day(case)
        move(time, at(2026, 3, 3))
        ask_hearing(case, by=owner)
        case.refresh_from_db()
        assert case.state == CaseState.SPECIAL and case.clock_entries.get().title == "听证"
        called(case, at(2026, 3, 18))
        assert refusal_of(lambda: hold_hearing(case, minutes=SAID, participants=["王秀英"], by=handler())) == "not_yet"
        move(time, at(2026, 3, 18, 12))
        hold_hearing(case, minutes=SAID, participants=["王秀英（申请人）", " ", "李工（审查人员）"], by=handler())
        drain(["interactive", "pdf"])
        case.refresh_from_db()
        assert case.state == CaseState.IN_REVIEW
        assert (before, last_day(case)) == (date(2026, 3, 9), date(2026, 3, 24))
        minutes = case.documents.get(kind=DocumentKind.HEARING_MINUTES)
        assert minutes.file_id and minutes.content["participants"] == ["王秀英（申请人）", "李工（审查人员）"]
        kinds = (DocumentKind.HEARING_CALL, DocumentKind.HEARING_PUBLIC)
        assert all(case.documents.get(kind=kind).file_id for kind in kinds)
        assert decided(case, Verdict.APPROVE).state == CaseState.GRANTED
        assert broken() == {}

    def test_t10_its_day_is_neither_too_soon_nor_too_late_nor_a_rest_day(self, owner: Actor) -> None:
        case = offered(owner)
        ask_hearing(case, by=owner)
        for wrong in (at(2026, 3, 10), at(2026, 3, 31), at(2026, 3, 14)):
            assert refusal_of(lambda wrong=wrong: called(case, wrong)) == "held_at"  # type: ignore[misc]
        assert refusal_of(lambda: called(case, place=" ")) == "place"
        assert called(case, at(2026, 3, 11)).called_at is not None

    def test_d11_whoever_reviews_the_case_does_not_preside(self, owner: Actor) -> None:
        case = offered(owner)
        ask_hearing(case, by=owner)
        reviewer = Staff.objects.get(pk=handler().staff_id)
        stranger = Staff.objects.get(pk=world.staff("制证岗", "住建局").staff_id)
        presiding = host()
        assert presiding in hosts_for(case) and reviewer not in hosts_for(case)
        assert refusal_of(lambda: called(case, by=reviewer)) == "host"
        assert refusal_of(lambda: called(case, by=stranger)) == "host"

    def test_it_is_called_after_it_was_asked_for_and_asked_for_once(self, owner: Actor) -> None:
        case = offered(owner)
        presiding = host()
        assert refusal_of(lambda: called(case, by=presiding)) == "not_asked"
        ask_hearing(case, by=owner)
        assert refusal_of(lambda: ask_hearing(case, by=owner)) == "asked_before"
        given = {"minutes": SAID, "participants": ["王秀英"], "by": handler()}
        assert refusal_of(lambda: hold_hearing(case, **given)) == "not_called"
        assert refusal_of(lambda: hold_hearing(case, **given | {"minutes": "短"})) == "minutes"
        assert refusal_of(lambda: hold_hearing(case, **given | {"participants": [" "]})) == "participants"

    def test_called_again_the_later_notice_counts(self, owner: Actor) -> None:
        case = offered(owner)
        ask_hearing(case, by=owner)
        called(case, at(2026, 3, 18))
        assert called(case, at(2026, 3, 20)).held_at == at(2026, 3, 20)
        assert case.documents.filter(kind=DocumentKind.HEARING_CALL).count() == 2

    def test_waived_the_case_goes_on(self, owner: Actor) -> None:
        case = offered(owner)
        ask_hearing(case, by=owner)
        waive_hearing(case, by=owner)
        case.refresh_from_db()
        assert case.state == CaseState.IN_REVIEW and open_hearing(case) is None
        assert refusal_of(lambda: waive_hearing(case, by=owner)) == "no_hearing"
        assert broken() == {}

    def test_a_body_that_does_not_hold_it_in_twenty_days_is_late(self, owner: Actor, time: SimulatedClock) -> None:
        case = offered(owner)
        ask_hearing(case, by=owner)
        move(time, clock_of(case, ClockKind.HEARING).due_at + timedelta(minutes=1))
        sweep_clocks()
        drain(["interactive"])
        assert {alarm.rule for alarm in case.alarms.all()} == {"S-12"}

    def test_a_case_withdrawn_meanwhile_leaves_no_hearing(self, owner: Actor) -> None:
        case = offered(owner)
        ask_hearing(case, by=owner)
        withdraw_case(case, by=owner)
        drain(["interactive"])
        assert case.hearings.get().ending == HearingEnding.LAPSED
        assert broken() == {}


class TestPages:
    """From the review to the applicant and back."""

    def test_it_goes_from_notice_to_minutes(self, owner: Actor, time: SimulatedClock) -> None:
        case, presiding = accepted(owner), host()
        desk, mine, place = signed_in(handler()), signed_in(owner), f"/desk/cases/{case.pk}/hearing/"
        review = Review.objects.get(case=case, closed_at=None)
        assert place in desk.get(f"/desk/reviews/{review.pk}/").content.decode()
        assert desk.post(place, {"matter": "短"}).status_code == 422
        assert desk.post(place, {"matter": MATTER}).status_code == 302
        my_place = f"/space/cases/{case.pk}/hearing/"
        assert my_place in mine.get(f"/space/cases/{case.pk}/").content.decode()
        assert MATTER in mine.get(my_place).content.decode()
        assert mine.post(my_place, {"deed": "say", "statement": " "}).status_code == 422
        assert mine.post(my_place, {"deed": "ask", "statement": "我们重新测量过"}).status_code == 302
        typed = {"day": "2026-03-18", "time": "10:00", "place": "听证室一", "host": presiding.pk, "in_public": "on"}
        hostile = ({"day": "2026-03-03"}, {"day": "x"}, {"host": "9" * 400}, {"host": ""}, {"time": "25:99"})
        for wrong in hostile:
            assert desk.post(place, typed | wrong).status_code == 422
        assert desk.post(place, typed).status_code == 302
        move(time, at(2026, 3, 18, 12))
        desk = signed_in(handler())
        assert desk.post(place, {"minutes": SAID, "participants": "王秀英\n李工"}).status_code == 302
        found = case.hearings.get()
        assert (found.ending, found.participants) == (HearingEnding.HELD, ["王秀英", "李工"])
        assert signed_in(owner).get(my_place).headers["Location"] == f"/space/cases/{case.pk}/"

    def test_strangers_hear_nothing(self, owner: Actor) -> None:
        case = offered(owner)
        stranger = signed_in(world.citizen(name="周敏"))
        assert stranger.get(f"/space/cases/{case.pk}/hearing/").status_code == 404
        other = signed_in(world.staff("窗口受理岗", "住建局"))
        assert other.get(f"/desk/cases/{case.pk}/hearing/").status_code == 404
