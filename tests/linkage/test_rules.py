"""When a stage is decided, and what follows."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage.rules import Next, StageOutcome, StagePlace, Way, stage_outcome, way_after

VERDICTS = st.lists(st.sampled_from(["", "approve", "object", "not_needed"]), min_size=1, max_size=7)
RULES = st.sampled_from(["ALL", "ANY", "VETO", "AT_LEAST"])


@pytest.mark.parametrize(
    ("rule", "verdicts", "outcome"),
    [
        ("ALL", ["approve", "approve"], StageOutcome.PASSED),
        ("ALL", ["approve", ""], StageOutcome.PENDING),
        ("ALL", ["object", ""], StageOutcome.PENDING),
        ("ALL", ["object", "approve"], StageOutcome.OBJECTED),
        ("VETO", ["object", ""], StageOutcome.OBJECTED),
        ("VETO", ["approve", ""], StageOutcome.PENDING),
        ("ANY", ["approve", ""], StageOutcome.PASSED),
        ("ANY", ["object", "object"], StageOutcome.OBJECTED),
        ("ALL", ["approve", "return"], StageOutcome.SENT_BACK),
        ("ALL", ["not_needed", "approve"], StageOutcome.PASSED),
    ],
)
def test_a_stage_closes_by_its_rule(rule: str, verdicts: list[str], outcome: StageOutcome) -> None:
    assert stage_outcome(rule, verdicts) is outcome


def test_at_least_two_of_three_closes_with_the_second_approval_or_the_second_objection() -> None:
    assert stage_outcome("AT_LEAST", ["approve", "", ""], at_least=2) is StageOutcome.PENDING
    assert stage_outcome("AT_LEAST", ["approve", "approve", ""], at_least=2) is StageOutcome.PASSED
    assert stage_outcome("AT_LEAST", ["object", "object", ""], at_least=2) is StageOutcome.OBJECTED


@given(rule=RULES, verdicts=VERDICTS, at_least=st.integers(1, 7))
def test_a_stage_on_which_everybody_spoke_is_never_pending(rule: str, verdicts: list[str], at_least: int) -> None:
    spoken = [verdict or "approve" for verdict in verdicts]
    needed = min(at_least, len(spoken))
    assert stage_outcome(rule, spoken, at_least=needed) is not StageOutcome.PENDING


@given(rule=RULES, verdicts=VERDICTS, at_least=st.integers(1, 7), late=st.sampled_from(["approve", "object"]))
def test_a_closed_stage_keeps_its_outcome_whatever_silent_seats_would_say(
    rule: str, verdicts: list[str], at_least: int, late: str
) -> None:
    needed = min(at_least, len(verdicts))
    before = stage_outcome(rule, verdicts, at_least=needed)
    after = stage_outcome(rule, [verdict or late for verdict in verdicts], at_least=needed)
    assert before is StageOutcome.PENDING or before is after


@given(rule=RULES, verdicts=VERDICTS, at_least=st.integers(1, 7), order=st.randoms())
def test_the_order_of_seats_does_not_matter(rule: str, verdicts: list[str], at_least: int, order: object) -> None:
    shuffled = list(verdicts)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    needed = min(at_least, len(verdicts))
    assert stage_outcome(rule, verdicts, at_least=needed) is stage_outcome(rule, shuffled, at_least=needed)


@given(rule=st.sampled_from(["ANY", "VETO", "AT_LEAST"]), verdicts=VERDICTS, at_least=st.integers(1, 7))
def test_a_stage_stays_open_only_while_a_silent_seat_could_still_turn_it(
    rule: str, verdicts: list[str], at_least: int
) -> None:
    """No reviewer is kept waiting for voices that change nothing, and none is passed over whose voice would."""
    needed = min(at_least, len(verdicts))
    silent = verdicts.count("")
    said = [verdict for verdict in verdicts if verdict]
    endings = {
        stage_outcome(rule, [*said, *voices], at_least=needed)
        for voices in product(["approve", "object"], repeat=silent)
    }
    now = stage_outcome(rule, verdicts, at_least=needed)
    assert endings == ({now} if now is not StageOutcome.PENDING else {StageOutcome.PASSED, StageOutcome.OBJECTED})


@given(verdicts=VERDICTS)
def test_all_means_that_every_seat_is_heard_before_the_stage_closes(verdicts: list[str]) -> None:
    assert (stage_outcome("ALL", verdicts) is StageOutcome.PENDING) == ("" in verdicts)


@given(rule=RULES, verdicts=VERDICTS, at_least=st.integers(1, 7), place=st.integers(0, 6))
def test_another_approval_never_makes_things_worse(rule: str, verdicts: list[str], at_least: int, place: int) -> None:
    better, needed = list(verdicts), min(at_least, len(verdicts))
    better[place % len(verdicts)] = "approve"
    if stage_outcome(rule, verdicts, at_least=needed) is StageOutcome.PASSED:
        assert stage_outcome(rule, better, at_least=needed) is StageOutcome.PASSED
    if stage_outcome(rule, better, at_least=needed) is StageOutcome.OBJECTED:
        assert stage_outcome(rule, verdicts, at_least=needed) is not StageOutcome.PASSED


@given(rule=RULES, verdicts=VERDICTS, at_least=st.integers(1, 7), place=st.integers(0, 6))
def test_any_seat_may_send_the_stage_back_whatever_the_others_said(
    rule: str, verdicts: list[str], at_least: int, place: int
) -> None:
    """C-18."""
    returned = list(verdicts)
    returned[place % len(verdicts)] = "return"
    assert stage_outcome(rule, returned, at_least=at_least) is StageOutcome.SENT_BACK


ROUTES = st.lists(st.booleans(), min_size=1, max_size=6).map(
    lambda duties: [StagePlace(place, decides) for place, decides in enumerate(duties, start=1)]
)


@given(route=ROUTES, outcome=st.sampled_from([StageOutcome.PASSED, StageOutcome.OBJECTED]), data=st.data())
def test_a_run_only_goes_forward_unless_it_is_sent_back_and_so_it_ends(
    route: list[StagePlace], outcome: StageOutcome, data: st.DataObject
) -> None:
    here = data.draw(st.sampled_from(route)).id
    way = way_after(outcome, here, route, objected=outcome is StageOutcome.OBJECTED)
    assert way.next in {Next.APPROVE, Next.REFUSE} or (way.stage_id or 0) > here


@given(route=ROUTES, outcome=st.sampled_from(StageOutcome), data=st.data())
def test_a_run_that_was_objected_to_is_never_approved(
    route: list[StagePlace], outcome: StageOutcome, data: st.DataObject
) -> None:
    """C-17: a stage that spoke against leads to refusal or back, never past."""
    here = data.draw(st.sampled_from(route)).id
    assert way_after(outcome, here, route, objected=True).next is not Next.APPROVE


@given(route=ROUTES, data=st.data())
def test_after_an_objection_only_a_deciding_stage_is_asked(route: list[StagePlace], data: st.DataObject) -> None:
    here = data.draw(st.sampled_from(route)).id
    way = way_after(StageOutcome.OBJECTED, here, route, objected=True)
    deciding = [place.id for place in route if place.decides and place.id > here]
    assert way == (Way(Next.OPEN_STAGE, deciding[0]) if deciding else Way(Next.REFUSE))


STAGES = [StagePlace(1, False), StagePlace(2, False), StagePlace(3, True)]


def test_an_objection_leads_straight_to_the_deciding_stage_which_alone_refuses() -> None:
    assert way_after(StageOutcome.OBJECTED, 1, STAGES, objected=True) == Way(Next.OPEN_STAGE, 3)
    assert way_after(StageOutcome.OBJECTED, 3, STAGES, objected=True) == Way(Next.REFUSE)


def test_passed_stages_follow_in_order_and_the_last_approves() -> None:
    assert way_after(StageOutcome.PASSED, None, STAGES, objected=False) == Way(Next.OPEN_STAGE, 1)
    assert way_after(StageOutcome.PASSED, 1, STAGES, objected=False) == Way(Next.OPEN_STAGE, 2)
    assert way_after(StageOutcome.PASSED, 3, STAGES, objected=False) == Way(Next.APPROVE)


def test_a_case_without_stages_is_approved_at_once() -> None:
    """C-11."""
    assert way_after(StageOutcome.PASSED, None, [], objected=False) == Way(Next.APPROVE)


def test_sent_back_means_the_stage_before_or_the_first_again() -> None:
    """C-18."""
    assert way_after(StageOutcome.SENT_BACK, 3, STAGES, objected=False) == Way(Next.GO_BACK, 2)
    assert way_after(StageOutcome.SENT_BACK, 1, STAGES, objected=False) == Way(Next.GO_BACK, 1)
