"""Faults of unit prices, like those of `broken`."""

from typing import Any

from items.rules.shapes import Shape
from tests.items.definitions.broken import also


def priced(**changes: Any) -> Shape:
    """A sound item whose first fee is by unit prices, with something else in them."""
    prices = {"kind": "computed", "amount_fen": None, "unit": "平方米", "unit_price_fen": 500, **changes}
    return also(*((f"fees.1.{key}", value) for key, value in prices.items()))


BROKEN_PRICES: dict[str, tuple[Shape, str, str]] = {
    "bands that fall": (priced(tiers=["100:5", "50:3"]), "bands_unclear", "fees.1.tiers"),
    "bands without an end": (priced(tiers=["100:5"]), "bands_unclear", "fees.1.tiers"),
    "price beside an amount": (
        also(("fees.1.unit", "本"), ("fees.1.unit_price_fen", 500)),
        *("price_beside_amount", "fees.1.unit_price_fen"),
    ),
    "price of nothing": (priced(unit=""), "unit_missing", "fees.1.unit"),
    "quantity nobody asks": (priced(quantity_field="nothing"), "quantity_unknown", "fees.1.quantity_field"),
    "least above most": (priced(least_fen=2, most_fen=1), "least_above_most", "fees.1.least_fen"),
}
"""By what is wrong."""
