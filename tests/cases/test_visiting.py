"""Looking on the spot: two or more are sent, the applicant is told, a record is made (T-11, D-21, XKF 34, 55)."""

from datetime import date, timedelta
from typing import Any

import pytest

from cases.models import Case, CaseState, ClockKind, DocumentKind, SiteVisit, VisitEnding
from cases.queries.casefile import pieces_of
from cases.queries.visits import open_visit
from cases.rules.visits import complete_cards, too_few
from cases.services.issuing import withdraw_case
from cases.services.sweeping import sweep_clocks
from cases.services.visiting import Record, Signature, call_off_visit, order_visit, record_visit
from core.clock import SimulatedClock
from core.outbox import drain
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Staff
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision, give_verdict
from notices.models import Message
from supervision.models import Alarm
from tests import world
from tests.brokenness import broken
from tests.cases.paperwork import words
from tests.cases.pledges import picture
from tests.cases.walks import accepted, at, clock_of, filed, last_day, move
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
FOUND = "经营场所与申报一致，设施设备齐全，布局合理"
TUESDAY = at(2026, 3, 3, 14)


@pytest.fixture(autouse=True)
def on_monday(time: SimulatedClock) -> SimulatedClock:
    """Monday 2 March 2026, ten in the morning."""
    return time


@pytest.fixture
def owner() -> Actor:
    return world.citizen(name="王秀英")


def two() -> list[int]:
    return [int(world.staff("科室审查岗").staff_id or 0) for _one in range(2)]


def ordered(case: Case, **changes: Any) -> SiteVisit:
    usual = {
        "officer_ids": two(),
        "planned_at": TUESDAY,
        "place": "杨舍镇沙洲中路18号",
        "purpose": "核查经营场所和设施",
    }
    return order_visit(case, **{**usual, **changes}, by=world.staff("科室审查岗"))


def names(visit: SiteVisit) -> list[str]:
    return list(visit.officers.order_by("number").values_list("name", flat=True))


def record_of(visit: SiteVisit, **changes: Any) -> Record:
    who = names(visit)
    usual: dict[str, Any] = {
        **{"visited_at": TUESDAY, "place": "杨舍镇沙洲中路18号", "findings": FOUND, "photos": [picture()]},
        "cards": [(name, f"苏E{number:04d}") for number, name in enumerate(who, 1)],
        "signatures": [Signature(name) for name in who],
        "applicant": Signature("王秀英"),
    }
    return Record(**{**usual, **changes})


def refused(deed: object) -> str:
    with pytest.raises(Refusal) as refusal:
        deed()  # type: ignore[operator]
    return refusal.value.code


class TestOrdering:
    def test_two_of_the_body_are_sent_and_the_applicant_is_told_where_and_when(self, owner: Actor) -> None:
        case = accepted(owner)
        visit = ordered(case)
        assert visit.officers.count() == 2
        assert last_day(case, ClockKind.VISIT) == date(2026, 3, 9)
        drain(["interactive"])
        assert Message.objects.filter(title="将进行现场核查").exists()
        page = signed_in(owner).get(f"/space/cases/{case.pk}/").content.decode()
        assert "杨舍镇沙洲中路18号" in page and "核查经营场所和设施" in page
        assert broken() == {}

    def test_fewer_than_two_different_ones_are_refused(self, owner: Actor) -> None:
        """XKF 34."""
        case, one = accepted(owner), two()[0]
        assert refused(lambda: ordered(case, officer_ids=[one])) == "officers"
        assert refused(lambda: ordered(case, officer_ids=[one, one])) == "officers"
        assert refused(lambda: ordered(case, officer_ids=[])) == "officers"
        stranger = int(world.staff("科室审查岗", "住建局").staff_id or 0)
        assert refused(lambda: ordered(case, officer_ids=[one, stranger])) == "officers"
        assert not SiteVisit.objects.exists() and not case.clocks.filter(kind=ClockKind.VISIT).exists()

    @pytest.mark.parametrize("when", [at(2026, 3, 2, 9), at(2026, 3, 7), at(2026, 3, 10)])
    def test_they_go_on_a_working_day_within_five_of_the_acceptance(self, owner: Actor, when: Any) -> None:
        """T-11: passed, a Saturday, the sixth day."""
        case = accepted(owner)
        assert refused(lambda: ordered(case, planned_at=when)) == "planned_at"
        ordered(case, planned_at=at(2026, 3, 9, 16))

    def test_after_the_limit_they_still_go_and_supervision_knows(self, owner: Actor, time: SimulatedClock) -> None:
        """S-07: late is not never."""
        case = accepted(owner)
        move(time, at(2026, 3, 11))
        ordered(case, planned_at=at(2026, 3, 12))
        sweep_clocks()
        drain(["interactive"])
        assert Alarm.objects.filter(case=case, clock__kind=ClockKind.VISIT).exists()

    def test_only_a_case_under_review_is_looked_at_and_once_at_a_time(self, owner: Actor) -> None:
        assert refused(lambda: ordered(filed(owner).case)) == "wrong_state"
        case = accepted(owner)
        ordered(case)
        assert refused(lambda: ordered(case)) == "visit_open"

    def test_nobody_decides_while_they_are_on_their_way(self, owner: Actor) -> None:
        case = accepted(owner)
        visit = ordered(case)
        review = Review.objects.get(case=case, closed_at=None)
        give_verdict(review, Decision(Verdict.APPROVE, "符合条件"), by=world.staff("科室审查岗"))
        last, leader = Review.objects.get(case=case, closed_at=None), world.staff("分管领导岗")
        assert refused(lambda: give_verdict(last, Decision(Verdict.APPROVE, "同意"), by=leader)) == "visit_open"
        call_off_visit(visit, reason="已由视频核查替代", by=leader)
        give_verdict(last, Decision(Verdict.APPROVE, "同意"), by=leader)

    def test_a_case_that_ends_leaves_nothing_to_look_at(self, owner: Actor) -> None:
        case = accepted(owner)
        ordered(case)
        withdraw_case(case, by=owner)
        drain(["interactive"])
        assert SiteVisit.objects.get(case=case).ending == VisitEnding.LAPSED and broken() == {}


class TestTheRecord:
    def test_it_says_all_it_must_and_is_in_the_file(self, owner: Actor, time: SimulatedClock) -> None:
        """D-21: names and card numbers of two, time, place, findings, signatures."""
        case = accepted(owner)
        visit = ordered(case)
        move(time, at(2026, 3, 3, 17))
        record_visit(visit, record_of(visit), by=world.staff("科室审查岗"))
        said = words(case, DocumentKind.SITE_RECORD)
        for part in ("现场核查笔录", *names(visit), "苏E0001", "苏E0002", FOUND, "杨舍镇沙洲中路18号", "王秀英"):
            assert part in said
        assert open_visit(case) is None and clock_of(case, ClockKind.VISIT).finished_at is not None
        kinds = [piece.kind for piece in pieces_of(case)]
        assert "D-21" in kinds and "photo" in kinds and broken() == {}
        reviewer = signed_in(world.staff("科室审查岗"))
        review = Review.objects.get(case=case, closed_at=None)
        page = reviewer.get(f"/desk/reviews/{review.pk}/").content.decode()
        photo = visit.photos.get()
        assert FOUND in page and f"/desk/cases/{case.pk}/visit/photos/{photo.pk}/" in page and "已完成现场核查" in page
        taken = reviewer.get(f"/desk/cases/{case.pk}/visit/photos/{photo.pk}/")
        assert taken.status_code == 200 and b"".join(taken.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]

    def test_one_man_is_no_record(self, owner: Actor, time: SimulatedClock) -> None:
        """XKF 34; the same card twice is one man."""
        visit = ordered(accepted(owner))
        move(time, at(2026, 3, 3, 17))
        first, second = names(visit)
        by = world.staff("科室审查岗")
        for cards in ([(first, "苏E0001")], [(first, "苏E0001"), (second, "")], [(first, "苏E1"), (second, "苏E1")]):
            assert refused(lambda cards=cards: record_visit(visit, record_of(visit, cards=cards), by=by)) == "cards"
        unsigned = record_of(visit, signatures=[Signature(first)])
        assert refused(lambda: record_visit(visit, unsigned, by=by)) == "signatures"

    def test_whoever_does_not_sign_is_noted_with_a_witness(self, owner: Actor, time: SimulatedClock) -> None:
        visit = ordered(accepted(owner))
        move(time, at(2026, 3, 3, 17))
        by = world.staff("科室审查岗")
        silent = record_of(visit, applicant=None, refusal="当事人拒绝签名")
        assert refused(lambda: record_visit(visit, silent, by=by)) == "refusal"
        record_visit(visit, record_of(visit, applicant=None, refusal="当事人拒绝签名", witness="陈建国"), by=by)
        said = words(visit.case, DocumentKind.SITE_RECORD)
        assert "当事人拒绝签名" in said and "陈建国" in said
        assert refused(lambda: record_visit(visit, record_of(visit), by=by)) == "not_open"

    def test_nobody_was_there_before_he_was_sent_or_tomorrow(self, owner: Actor, time: SimulatedClock) -> None:
        visit = ordered(accepted(owner))
        move(time, at(2026, 3, 3, 17))
        for when in (at(2026, 3, 1), time.now() + timedelta(days=1)):
            record, by = record_of(visit, visited_at=when), world.staff("科室审查岗")
            assert refused(lambda record=record, by=by: record_visit(visit, record, by=by)) == "visited_at"

    def test_the_pages_order_record_and_call_off(self, owner: Actor, time: SimulatedClock) -> None:
        """Hostile input is refused at each step."""
        case, page = accepted(owner), signed_in(world.staff("窗口受理岗"))
        address, officers = f"/desk/cases/{case.pk}/visit/", two()
        sent = {"officers": officers, "day": "2026-03-03", "time": "14:00", "place": "杨舍镇", "purpose": "核查设施"}
        hostile: list[dict[str, Any]] = [{"officers": officers[:1]}, {"officers": [10**9]}, {"place": ""}]
        for wrong in [*hostile, {"day": "2026-02-30"}, {"time": "25:00"}]:
            assert page.post(address, {**sent, **wrong}).status_code == 422
        assert page.post(address, sent).status_code == 302
        move(time, at(2026, 3, 3, 17))
        page = signed_in(world.staff("窗口受理岗"))
        staff = list(Staff.objects.filter(pk__in=officers))
        typed: dict[str, Any] = {"day": "2026-03-03", "time": "14:00", "place": "杨舍镇", "findings": FOUND}
        typed |= {f"card-{one.pk}": f"苏E{one.pk:06d}" for one in staff}
        assert page.post(address, typed).status_code == 422
        typed |= {f"signature-{one.pk}-typed": one.name for one in staff}
        assert page.post(address, {**typed, "applicant-typed": ""}).status_code == 422
        forged = {**typed, f"signature-{staff[0].pk}-typed": "别人", "applicant-typed": "王秀英"}
        assert page.post(address, forged).status_code == 422
        assert page.get(f"{address}?deed=call_off").status_code == 200
        assert page.post(address, {**typed, "applicant-typed": "王秀英", "photos": [picture()]}).status_code == 302
        assert SiteVisit.objects.get(case=case).ending == VisitEnding.RECORDED
        page.post(address, {**sent, "day": "2026-03-04"})
        assert page.post(address, {"deed": "call_off", "reason": "x"}).status_code == 422
        assert page.post(address, {"deed": "call_off", "reason": "已由视频核查替代"}).status_code == 302
        assert case.site_visits.filter(ending=VisitEnding.CALLED_OFF).exists()
        assert Case.objects.get(pk=case.pk).state == CaseState.IN_REVIEW


def test_two_rows_of_one_man_are_one_man() -> None:
    assert too_few([1, 1]) and not too_few([1, 2])
    assert complete_cards([("甲", "1"), ("乙", "2")])
    assert not complete_cards([("甲", "1"), ("乙", "1")]) and not complete_cards([])
