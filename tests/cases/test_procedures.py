"""Special procedures and extensions: what stops, what moves, what is refused (C-12 to C-14, T-33, T-34, Annex B)."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from cases.events import DecisionExtended, ProcedureBegun, ProcedureEnded
from cases.models import Case, CaseState, ClockKind, DocumentKind, EntryKind
from cases.rules.clockface import DayKind, face
from cases.services.clocks import pauses_of
from cases.services.decisions import begin_procedure, end_procedure, extend_decision
from cases.services.issuing import withdraw_case
from cases.services.sweeping import sweep_clocks
from core.clock import SimulatedClock, local, running_at
from core.deadlines import Limit, Pause, Unit, remaining, used
from core.models import EventRow
from core.queries.calendar import working_calendar
from core.refusal import Refusal
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision, give_verdict
from tests import world
from tests.cases.walks import accepted, at, clock_of, decided, filed, last_day, move

pytestmark = pytest.mark.usefixtures("calendar")
Kind = ClockKind
BASIS = "《食品经营许可审查通则》第十六条"


@pytest.fixture(autouse=True)
def time() -> Iterator[SimulatedClock]:
    """Friday 14 November 2025, ten in the morning."""
    with running_at(SimulatedClock(at(2025, 11, 14))) as clock:
        yield clock


def begin(case: Case, days: int = 5, title: str = "现场核查") -> None:
    begin_procedure(case, title=title, days=days, basis=BASIS, reason="", by=world.staff("科室审查岗"))


def end(case: Case) -> None:
    end_procedure(case, outcome="符合要求", by=world.staff("科室审查岗"))


def refused(case: Case, **changes: object) -> str:
    usual = {"days": 5, "reason": "案情复杂", "by": world.staff("分管领导岗")}
    with pytest.raises(Refusal) as error:
        extend_decision(case, **{**usual, **changes})  # type: ignore[arg-type]
    return error.value.code


def test_t33_a_pause_from_the_17th_to_the_24th_moves_a_promise_of_five_days_to_the_28th(time: SimulatedClock) -> None:
    """The example of the reference page: accepted on Friday 14, promised five working days."""
    case = accepted()
    assert last_day(case) == date(2025, 11, 21)
    move(time, at(2025, 11, 17))
    begin(case)
    move(time, at(2025, 11, 24))
    end(case)
    assert last_day(case) == date(2025, 11, 28)
    assert last_day(case, Kind.STATUTORY) == date(2025, 12, 5)
    assert local(clock_of(case, Kind.PROMISED).due_at) == at(2025, 11, 29, 0)


def test_t34_used_and_remaining_days_leave_the_pause_out(time: SimulatedClock) -> None:
    case = accepted()
    move(time, at(2025, 11, 17))
    begin(case)
    move(time, at(2025, 11, 24))
    end(case)
    move(time, at(2025, 11, 26))
    promised, limit = clock_of(case, Kind.PROMISED), Limit(5, Unit.WORKING_DAYS)
    arguments = {"now": time.now(), "pauses": pauses_of(case)}
    assert used(working_calendar(), promised.started_at, limit, **arguments) == 3
    assert remaining(working_calendar(), promised.started_at, limit, **arguments) == 2


def test_t33_the_clock_shows_the_paused_days_as_not_counted(time: SimulatedClock) -> None:
    case = accepted()
    move(time, at(2025, 11, 17))
    begin(case)
    move(time, at(2025, 11, 24))
    end(case)
    shown = face(
        working_calendar(),
        started_on=date(2025, 11, 14),
        last_day=last_day(case),
        today=date(2025, 11, 24),
        pauses=[Pause(date(2025, 11, 17), date(2025, 11, 24))],
    )
    assert [shown.count(kind) for kind in (DayKind.USED, DayKind.PAUSE, DayKind.LEFT)] == [1, 5, 4]


def test_a_pause_over_a_weekend_alone_moves_nothing(time: SimulatedClock) -> None:
    case = accepted()
    begin(case)
    move(time, at(2025, 11, 16))
    end(case)
    assert last_day(case) == date(2025, 11, 21)


def test_a_paused_clock_never_brings_the_deadline_nearer(time: SimulatedClock) -> None:
    case = accepted()
    days = []
    for day in (17, 19, 21):
        move(time, at(2025, 11, day))
        begin(case)
        move(time, at(2025, 11, day + 1))
        end(case)
        days.append(last_day(case))
    assert days == [date(2025, 11, 24), date(2025, 11, 25), date(2025, 11, 25)]


def test_two_pauses_add_up(time: SimulatedClock) -> None:
    case = accepted()
    for begun, ended in ((17, 18), (19, 21)):
        move(time, at(2025, 11, begun))
        begin(case)
        move(time, at(2025, 11, ended))
        end(case)
    assert last_day(case) == date(2025, 11, 26)


def test_a_pause_stops_promise_statutory_and_stage_but_not_the_others(time: SimulatedClock) -> None:
    """Clocks 3 to 5 pause together, the others never do (2.5)."""
    case = accepted()
    begin(case)
    armed = {clock.kind: clock.next_at for clock in case.clocks.filter(finished_at=None)}
    assert armed.pop(Kind.PROCEDURE) is not None
    assert armed == {Kind.STATUTORY: None, Kind.PROMISED: None, Kind.STAGE: None}
    end(case)
    assert all(clock.next_at for clock in case.clocks.filter(finished_at=None))


def test_nobody_is_warned_or_late_while_the_clock_stands(time: SimulatedClock) -> None:
    case = accepted()
    begin(case)
    move(time, at(2025, 12, 31))
    sweep_clocks()
    late = case.clocks.exclude(overran_at=None)
    assert [one.kind for one in late] == [Kind.PROCEDURE], "the procedure itself took longer than was told (S-12)"
    end(case)
    assert sweep_clocks() == 0
    assert last_day(case) > date(2025, 12, 31)


def test_open_reviews_are_due_when_the_moved_stage_is(time: SimulatedClock) -> None:
    """A deadline is kept in one place: the review follows its stage's clock."""
    case = accepted()
    before = Review.objects.get(case=case, closed_at=None).due_at
    begin(case)
    move(time, at(2025, 11, 21))
    end(case)
    review = Review.objects.get(case=case, closed_at=None)
    assert review.due_at == clock_of(case, Kind.STAGE).due_at > before


def test_no_verdict_is_given_while_the_clock_stands() -> None:
    case = accepted()
    begin(case)
    review = Review.objects.get(case=case, closed_at=None)
    with pytest.raises(Refusal) as error:
        give_verdict(review, Decision(Verdict.APPROVE), by=world.staff("科室审查岗"))
    assert error.value.code == "wrong_state"


def test_annex_b_9_the_written_notice_is_ordered_in_the_same_breath() -> None:
    case = accepted()
    begin(case)
    notice = case.documents.get(kind=DocumentKind.SPECIAL_NOTICE)
    entry = case.clock_entries.get()
    assert notice.ordered_at == entry.started_at
    assert notice.content["days"] == 5
    assert notice.content["until"] == "2025-11-21"


def test_every_procedure_gets_a_notice_of_its_own() -> None:
    case = accepted()
    for _time in range(2):
        begin(case)
        end(case)
    assert case.documents.filter(kind=DocumentKind.SPECIAL_NOTICE).count() == 2


def test_the_history_tells_begin_and_end() -> None:
    case = accepted()
    begin(case)
    end(case)
    names = [ProcedureBegun.name(), ProcedureEnded.name()]
    told = EventRow.objects.filter(stream="case", stream_id=case.pk, name__in=names).order_by("sequence")
    assert [(row.name, row.data["title"]) for row in told] == [(name, "现场核查") for name in names]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": "听证"}, "procedure_unknown"),
        ({"days": 6}, "too_many_days"),
        ({"days": 0}, "too_many_days"),
        ({"basis": "  "}, "basis"),
    ],
)
def test_s13_a_procedure_the_item_does_not_know_or_without_basis_is_refused(changes, code) -> None:
    """S-13, T-09."""
    case = accepted()
    arguments = {"title": "现场核查", "days": 5, "basis": BASIS, "reason": "", "by": world.staff("科室审查岗")}
    with pytest.raises(Refusal) as error:
        begin_procedure(case, **{**arguments, **changes})
    assert error.value.code == code
    assert not case.clock_entries.exists()


def test_a_second_procedure_while_one_runs_is_refused() -> None:
    case = accepted()
    begin(case)
    with pytest.raises(Refusal) as error:
        begin(case)
    assert error.value.code == "wrong_state"


def test_a_procedure_before_acceptance_or_after_the_decision_is_refused() -> None:
    for case in (filed().case, decided(accepted(), Verdict.APPROVE)):
        with pytest.raises(Refusal) as error:
            begin(case)
        assert error.value.code == "wrong_state"


def test_ending_what_never_began_is_refused() -> None:
    with pytest.raises(Refusal) as error:
        end(accepted())
    assert error.value.code == "wrong_state"


def test_c19_withdrawing_during_a_procedure_ends_the_pause_and_every_clock(time: SimulatedClock) -> None:
    applicant = world.citizen()
    case = accepted(applicant)
    begin(case)
    move(time, at(2025, 11, 18))
    case = withdraw_case(case, by=applicant)
    assert case.state == CaseState.WITHDRAWN
    assert case.clock_entries.get().ended_at == time.now()
    assert not case.clocks.filter(finished_at=None).exists()


def test_annex_b_11_an_extension_moves_promise_and_law_but_no_stage() -> None:
    case = accepted()
    stage = last_day(case, Kind.STAGE)
    extend_decision(case, days=10, reason="案情复杂", by=world.staff("分管领导岗"))
    assert last_day(case) == date(2025, 12, 5)
    assert last_day(case, Kind.STATUTORY) == date(2025, 12, 12)
    assert last_day(case, Kind.STAGE) == stage


def test_c14_the_extension_is_written_told_and_kept_in_the_ledger() -> None:
    case = accepted()
    extend_decision(case, days=5, reason="案情复杂", by=world.staff("分管领导岗"))
    entry = case.clock_entries.get(kind=EntryKind.EXTENSION)
    assert (entry.days, entry.reason) == (5, "案情复杂")
    assert case.documents.filter(kind=DocumentKind.EXTENSION_NOTICE).exists()
    told = EventRow.objects.get(stream="case", stream_id=case.pk, name=DecisionExtended.name())
    assert (told.data["days"], told.data["due_on"]) == (5, "2025-11-28")


def test_an_extension_and_a_pause_both_count(time: SimulatedClock) -> None:
    case = accepted()
    extend_decision(case, days=5, reason="案情复杂", by=world.staff("分管领导岗"))
    move(time, at(2025, 11, 17))
    begin(case)
    move(time, at(2025, 11, 24))
    end(case)
    assert last_day(case) == date(2025, 12, 5)


def test_t05_an_extension_of_natural_days_is_as_long_as_its_working_days() -> None:
    """Thirty natural days end on Sunday 14, hence on Monday 15 December; ten working days later is Monday 29."""
    limits = {"statutory": {"days": 45, "unit": "natural"}, "promised": {"days": 30, "unit": "natural"}}
    case = accepted(**limits)
    assert last_day(case) == date(2025, 12, 15)
    extend_decision(case, days=10, reason="案情复杂", by=world.staff("分管领导岗"))
    assert last_day(case) == date(2025, 12, 29)


def test_c14_only_a_leader_of_the_handling_body_extends() -> None:
    case = accepted()
    assert refused(case, by=world.staff("科室审查岗")) == "forbidden"
    assert refused(case, by=world.staff("分管领导岗", "城管局")) == "forbidden"


@pytest.mark.parametrize(
    ("changes", "code"), [({"days": 11}, "too_many_days"), ({"days": 0}, "too_many_days"), ({"reason": " "}, "reason")]
)
def test_t05_an_extension_is_at_most_ten_days_and_has_a_reason(changes, code) -> None:
    """T-05."""
    assert refused(accepted(), **changes) == code


def test_c14_a_decision_is_extended_once() -> None:
    case = accepted()
    extend_decision(case, days=1, reason="案情复杂", by=world.staff("分管领导岗"))
    assert refused(case) == "extended_once"


def test_annex_b_10_an_extension_after_the_limit_has_passed_is_refused(time: SimulatedClock) -> None:
    case = accepted()
    move(time, clock_of(case, Kind.STATUTORY).due_at - timedelta(seconds=1))
    extend_decision(case, days=1, reason="案情复杂", by=world.staff("分管领导岗"))
    late = accepted()
    move(time, clock_of(late, Kind.STATUTORY).due_at)
    assert refused(late) == "too_late"


def test_a_case_that_stands_still_can_be_extended_however_long_the_pause(time: SimulatedClock) -> None:
    case = accepted()
    begin(case)
    move(time, at(2025, 12, 26))
    extend_decision(case, days=5, reason="案情复杂", by=world.staff("分管领导岗"))
    end(case)
    assert last_day(case) > date(2025, 12, 26)


def test_a_decided_case_is_not_extended() -> None:
    assert refused(decided(accepted(), Verdict.APPROVE)) == "too_late"
