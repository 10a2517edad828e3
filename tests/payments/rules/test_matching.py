"""C-41, H72: every number that differs is found, and no other."""

from hypothesis import given
from hypothesis import strategies as st

from payments.rules.matching import Finding, Mismatch, Movement, differences
from payments.rules.patience import FIRST_SECONDS, LONGEST_SECONDS, MOST_ASKS, pause_after

MOVEMENT = st.builds(Movement, st.sampled_from(["A", "B", "C", "D"]), st.integers(-500, 500).filter(bool))


def test_each_way_to_differ_is_named() -> None:
    ours = [Movement("P1T1", 2000), Movement("P2T1", 500), Movement("P3T1", 100)]
    theirs = [Movement("P1T1", 2000), Movement("P2T1", 600), Movement("X9", 100)]
    assert differences(ours, theirs) == [
        Finding(Mismatch.AMOUNT, "P2T1", 500, 600),
        Finding(Mismatch.MISSING_THERE, "P3T1", 100, 0),
        Finding(Mismatch.MISSING_HERE, "X9", 0, 100),
    ]


def test_a_payment_the_gateway_took_twice_is_an_other_amount() -> None:
    found = differences([Movement("P1T1", 2000)], [Movement("P1T1", 2000), Movement("P1T1", 2000)])
    assert found == [Finding(Mismatch.AMOUNT, "P1T1", 2000, 4000)]


@given(st.lists(MOVEMENT))
def test_a_statement_in_another_order_is_no_difference(movements: list[Movement]) -> None:
    shuffled = sorted(movements, key=lambda one: (one.fen, one.number))
    assert differences(movements, shuffled) == []


@given(st.lists(MOVEMENT), st.lists(MOVEMENT))
def test_what_differs_together_is_the_sum_of_what_differs(ours: list[Movement], theirs: list[Movement]) -> None:
    found = differences(ours, theirs)
    apart = sum(one.fen for one in theirs) - sum(one.fen for one in ours)
    assert sum(one.theirs_fen - one.ours_fen for one in found) == apart


def test_a_gateway_is_asked_less_and_less_often_and_not_for_ever() -> None:
    pauses = [pause_after(asks) for asks in range(MOST_ASKS)]
    assert pauses[0] == FIRST_SECONDS
    assert pauses == sorted(pauses, key=lambda pause: pause or 0)
    assert pauses[-1] == LONGEST_SECONDS
    assert pause_after(MOST_ASKS) is None
