"""Limits of different units made comparable (T-01, I-15). Pure.

Five working days make the week of seven calendar days, eight working hours the working day, 24 hours the calendar day.
All units are whole numbers of the 168th part of a working day, so that sums are exact in the database as well as here.
"""

from fractions import Fraction

PARTS = 168
"""Parts of a working day."""
PARTS_OF = {"WD": PARTS, "ND": 120, "WH": 21, "NH": 5}
"""How many parts each unit has; the letters are those of `items.models.TimeUnit`."""


def parts(amount: int | None, unit: str) -> int:
    """A limit in parts of a working day; none counts as no time, an unknown unit as calendar days."""
    return (amount or 0) * PARTS_OF.get(unit, PARTS_OF["ND"])


def working_days(counted: int) -> Fraction:
    """Parts as working days."""
    return Fraction(counted, PARTS)
