"""Unit prices: what a quantity costs by bands, least and most, to the fen (C-40)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from items.rules.pricing import MOST_QUANTITY, UnclearBand, bands_of, priced, pricing_of, quantity_of

AREA = {"unit": "平方米", "unit_price_fen": 500}
BANDS = {"unit": "平方米", "tiers": ["100:500", "500:300", "以上:100"], "least_fen": 1000, "most_fen": 300_000}


def cost(fee: dict[str, object], quantity: str) -> tuple[int, str]:
    pricing = pricing_of(fee)
    assert pricing is not None
    found = priced(pricing, Decimal(quantity))
    return found.amount_fen, found.how


@pytest.mark.parametrize(
    ("fee", "quantity", "fen", "how"),
    [
        (AREA, "120", 60000, "120平方米×5.00元"),
        (AREA, "0.005", 3, "0.005平方米×5.00元"),
        (AREA, "0", 0, "0平方米"),
        (BANDS, "1", 1000, "1平方米×5.00元，不足最低收费，按10.00元"),
        (BANDS, "100", 50000, "100平方米×5.00元"),
        (BANDS, "150", 65000, "100平方米×5.00元＋50平方米×3.00元"),
        (BANDS, "2000", 300_000, "100平方米×5.00元＋400平方米×3.00元＋1500平方米×1.00元，超过最高收费，按3000.00元"),
    ],
)
def test_c40_so_many_units_cost_so_much(fee: dict[str, object], quantity: str, fen: int, how: str) -> None:
    assert cost(fee, quantity) == (fen, how)


def test_c40_the_rule_is_told_in_words() -> None:
    plain, bands = pricing_of(AREA), pricing_of(BANDS)
    assert plain is not None and plain.words == "每平方米5.00元"
    assert bands is not None and bands.words == (
        "100平方米以内每平方米5.00元，超过100至500平方米以内每平方米3.00元，超过500平方米的部分每平方米1.00元，"
        "最低10.00元，最高3000.00元"
    )
    assert pricing_of({"unit": "次", "tiers": []}) is None


UNCLEAR = [["100:500"], ["以上:1", "5:1"], ["100:5", "100:4", "以上:1"], ["0:5", "以上:1"], ["a:b"], ["-1:5", "以上:1"]]


@pytest.mark.parametrize("lines", UNCLEAR)
def test_bands_nobody_understands_are_refused(lines: list[str]) -> None:
    with pytest.raises(UnclearBand):
        bands_of(lines)


@pytest.mark.parametrize("typed", ["", "abc", "-1", "NaN", "Infinity", "1.23456", "1000000001", None, [], "１２×"])
def test_what_is_no_quantity_is_none(typed: object) -> None:
    assert quantity_of(typed) is None


@given(st.decimals(0, MOST_QUANTITY, places=4), st.decimals(0, MOST_QUANTITY, places=4))
def test_more_units_never_cost_less_and_bands_never_more_than_the_first_price(one: Decimal, other: Decimal) -> None:
    plain = {**BANDS, "least_fen": None, "most_fen": None}
    less, more = sorted([one, other])
    assert cost(plain, str(less))[0] <= cost(plain, str(more))[0] <= cost(AREA, str(more))[0]
