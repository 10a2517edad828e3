"""Fees by unit prices: so many units at so much each, in bands, with a least and a most (C-40). Pure; money in fen.

Words are Chinese: they stand on official papers (D-17) and are read out at windows.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

BAND = re.compile(r"\s*(?:(?P<upto>\d{1,9}(?:\.\d{1,4})?)|以上)\s*[:：]\s*(?P<fen>\d{1,11})\s*")
"""`100:500`: up to and with 100 units 500 fen each; `以上:300` for whatever is above the last band."""
MOST_QUANTITY = Decimal(1_000_000_000)
PLACES = 4


class UnclearBand(ValueError):
    """A band that is not `upper bound:fen`, or not above the one before it."""


@dataclass(frozen=True, slots=True)
class Band:
    """Units up to and with `upto` (None: all above) cost `fen` each."""

    upto: Decimal | None
    fen: int


@dataclass(frozen=True, slots=True)
class Pricing:
    """What one `unit` costs, band by band; the whole is never below `least_fen` nor above `most_fen`. `field` is the
    key of the question that says how many, empty where a clerk does."""

    unit: str
    bands: tuple[Band, ...]
    least_fen: int | None = None
    most_fen: int | None = None
    field: str = ""

    @property
    def words(self) -> str:
        """The rule as guides tell it."""
        said, before = [], Decimal(0)
        for band in self.bands:
            price = f"每{self.unit}{_yuan(band.fen)}元"
            if len(self.bands) == 1:
                said.append(price)
            elif band.upto is None:
                said.append(f"超过{_plain(before)}{self.unit}的部分{price}")
            else:
                start = f"超过{_plain(before)}至" if before else ""
                said.append(f"{start}{_plain(band.upto)}{self.unit}以内{price}")
                before = band.upto
        said += [f"最低{_yuan(self.least_fen)}元"] if self.least_fen else []
        said += [f"最高{_yuan(self.most_fen)}元"] if self.most_fen else []
        return "，".join(said)


@dataclass(frozen=True, slots=True)
class Priced:
    """What a quantity costs, and how that was worked out."""

    amount_fen: int
    how: str


def pricing_of(fee: Mapping[str, Any]) -> Pricing | None:
    """The unit prices of a fee as an item has it; None for one without. Raises UnclearBand."""
    bands = bands_of(fee.get("tiers") or ())
    if not bands and fee.get("unit_price_fen") is not None:
        bands = (Band(None, int(fee["unit_price_fen"])),)
    if not bands:
        return None
    return Pricing(
        fee.get("unit") or "", bands, fee.get("least_fen"), fee.get("most_fen"), fee.get("quantity_field") or ""
    )


def bands_of(lines: Sequence[str]) -> tuple[Band, ...]:
    """Bands from lines such as `100:500`, each above the one before, the last `以上`. Raises UnclearBand."""
    found: list[Band] = []
    for line in lines:
        read = BAND.fullmatch(line)
        if read is None or (found and found[-1].upto is None):
            raise UnclearBand(line)
        upto = Decimal(read["upto"]) if read["upto"] else None
        if upto is not None and upto <= (found[-1].upto or 0 if found else 0):
            raise UnclearBand(line)
        found.append(Band(upto, int(read["fen"])))
    if found and found[-1].upto is not None:
        raise UnclearBand(lines[-1])
    return tuple(found)


def quantity_of(value: Any) -> Decimal | None:
    """A quantity as somebody gave it; None for what is none: empty, no number, negative, too fine or too much."""
    try:
        found = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    if not found.is_finite() or not 0 <= found <= MOST_QUANTITY:
        return None
    exponent = found.as_tuple().exponent
    return found if isinstance(exponent, int) and -exponent <= PLACES else None


def priced(pricing: Pricing, quantity: Decimal) -> Priced:
    """What so many units cost: each band for the units that fall in it, rounded to the fen, then least and most."""
    exact, said, before = Decimal(0), [], Decimal(0)
    for band in pricing.bands:
        upper = quantity if band.upto is None else min(quantity, band.upto)
        units = upper - before
        if units <= 0:
            break
        exact += units * band.fen
        said.append(f"{_plain(units)}{pricing.unit}×{_yuan(band.fen)}元")
        before = upper
    fen = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    how = "＋".join(said) or f"0{pricing.unit}"
    if pricing.least_fen is not None and fen < pricing.least_fen:
        return Priced(pricing.least_fen, f"{how}，不足最低收费，按{_yuan(pricing.least_fen)}元")
    if pricing.most_fen is not None and fen > pricing.most_fen:
        return Priced(pricing.most_fen, f"{how}，超过最高收费，按{_yuan(pricing.most_fen)}元")
    return Priced(fen, how)


def _yuan(fen: int | None) -> str:
    return f"{Decimal(fen or 0) / 100:.2f}"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
