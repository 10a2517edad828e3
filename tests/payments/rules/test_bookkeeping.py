"""The ledger sums to zero, whatever happens in whatever order."""

from hypothesis import given
from hypothesis import strategies as st

from payments.rules import bookkeeping as books
from payments.rules.bookkeeping import Account

FEN = st.integers(1, 10**10)
PLACE = st.sampled_from([Account.GATEWAY, Account.COUNTER])
ENTRY = st.one_of(
    st.builds(books.asked, FEN),
    st.builds(books.closed, FEN),
    st.builds(books.paid, FEN, PLACE),
    st.builds(books.refund_owed, FEN),
    st.builds(books.refunded, FEN, PLACE),
    st.builds(books.stray, FEN),
)


@given(st.lists(ENTRY))
def test_every_entry_and_all_of_them_sum_to_zero(entries: list[books.Lines]) -> None:
    assert all(books.balanced(entry) for entry in entries)
    assert sum(books.balances(entries).values()) == 0


@given(FEN, PLACE)
def test_what_was_asked_paid_and_given_back_leaves_nothing(fen: int, place: Account) -> None:
    whole = [books.asked(fen), books.paid(fen, place), books.refund_owed(fen), books.refunded(fen, place)]
    assert set(books.balances(whole).values()) == {0}


def test_an_entry_of_one_line_or_of_nothing_does_not_balance() -> None:
    assert not books.balanced({})
    assert not books.balanced({Account.GATEWAY: 5})
    assert not books.balanced({Account.GATEWAY: 0, Account.TREASURY: 0})
    assert not books.balanced({Account.GATEWAY: 5, Account.TREASURY: -4})
