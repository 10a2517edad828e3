"""What a carrier's words add up to, in whatever order and however often they come."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from deliveries.rules.tracks import FINAL, TOLD, ParcelState, fold


@dataclass(frozen=True)
class Word:
    """One event."""

    sequence: int
    state: str


WORDS = st.lists(st.sampled_from(TOLD), max_size=8).map(
    lambda states: [Word(number, state.value) for number, state in enumerate(states, 1)]
)


@given(WORDS, st.randoms(use_true_random=False))
def test_c42_any_order_and_repetition_of_a_track_folds_to_the_same_state(words: list[Word], dice: object) -> None:
    heard = [*words, *(dice.choices(words, k=len(words)) if words else [])]  # type: ignore[attr-defined]
    dice.shuffle(heard)  # type: ignore[attr-defined]
    assert fold(heard) == fold(words)


@given(WORDS, st.data())
def test_a_word_that_is_missing_holds_back_everything_after_it(words: list[Word], data: st.DataObject) -> None:
    heard = data.draw(st.sets(st.sampled_from(words)) if words else st.just(set()))
    told = fold(heard)
    assert told.upto == next((word.sequence - 1 for word in words if word not in heard), len(words))
    assert told.waiting == len(heard) - told.upto
    assert told.state == fold(words[: told.upto]).state


@given(WORDS, st.sampled_from(TOLD))
def test_what_has_ended_stays_ended(words: list[Word], later: ParcelState) -> None:
    before = fold(words)
    after = fold([*words, Word(len(words) + 1, later.value)])
    assert after.state == (before.state if before.state in FINAL else later)
    assert before.end is None or after.end == before.end


def test_a_parcel_of_which_nothing_was_heard_waits_to_be_collected() -> None:
    assert fold([]).state == ParcelState.ORDERED
    assert fold([Word(3, "signed")]).state == ParcelState.ORDERED
