"""How complete an item is, and when somebody has to look at it again (I-16). Pure.

Completeness counts the elements of `items.elements` that apply to an item:

* mandatory ones (M of table 1.5) and the extras of its type (1.6) that are mandatory; what only applications need
  counts on application only;
* conditional ones (C) whose condition the item itself shows to hold, see CONDITIONS. A conditional element whose
  condition only the department knows counts with the optional ones.

One element counts once. A table counts as filled when it has a row and every mandatory column of each row is filled;
yes or no is always an answer. What need not be filled (O) is counted apart and never lowers the percentage.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from items.elements import ELEMENTS, Element, Kind, Need
from items.elements.codelists import ENTRUSTED
from items.rules.checks.consistency import PUBLIC_SERVICE, SPLIT_LEVEL
from items.rules.checks.filled import ON_APPLICATION, is_blank

Shape = Mapping[str, Any]
DEFINITION = 1
"""Counts up when what completeness means changes; what was counted by an earlier one is counted again."""


def _is_power(shape: Shape, _level: int) -> bool:
    return bool(shape["type"] != PUBLIC_SERVICE)


def _has_limit(shape: Shape, _level: int) -> bool:
    return bool(shape["kind"] != "instant" and shape["initiated_by"] == "applicant")


def _is_online(shape: Shape, _level: int) -> bool:
    return bool(shape["initiated_by"] == "applicant" and {"web", "mobile"} & set(shape["channels"]))


CONDITIONS: Mapping[str, Callable[[Shape, int], bool]] = {
    "power_source": _is_power,
    "review_body": _is_power,
    "court": _is_power,
    "power_division": lambda _shape, level: level == SPLIT_LEVEL,
    "entrusted_by": lambda shape, _level: shape["body_kind"] == ENTRUSTED,
    "statutory_days": _has_limit,
    "promised_days": _has_limit,
    "visit_reason": lambda shape, _level: bool(shape["visits"]) and shape["initiated_by"] == "applicant",
    "online_depth": _is_online,
    "online_url": lambda shape, _level: bool(shape["run_level"] and {"accept", "handle"} & set(shape["online_depth"])),
    "run_system": lambda shape, _level: bool(shape["run_level"]),
    "results": lambda shape, _level: shape["initiated_by"] == "applicant",
    "punishments": lambda _shape, _level: True,
    "levy_kind": lambda _shape, _level: True,
    "check_object": lambda _shape, _level: True,
    "check_method": lambda _shape, _level: True,
}
"""When an element must be filled that is not mandatory for all; extras by type are asked of their types only."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the elements that must be filled are, which are not, and the same count of the optional ones."""

    asked: int
    missing: tuple[str, ...]
    optional_asked: int
    optional_filled: int

    @property
    def filled(self) -> int:
        return self.asked - len(self.missing)

    @property
    def percent(self) -> Fraction:
        return share(self.filled, self.asked) or Fraction(100)


def completeness(shape: Shape, level: int) -> Completeness:
    """The count of a normal shape that a body of this level of exercise (1–7) carries out."""
    applying = [each for each in ELEMENTS if not each.types or shape["type"] in each.types]
    asked = [each for each in applying if is_asked(each, shape, level)]
    optional = [each for each in applying if each not in asked and each.need is not Need.MUST]
    return Completeness(
        asked=len(asked),
        missing=tuple(each.key for each in asked if not is_filled(each, shape[each.key])),
        optional_asked=len(optional),
        optional_filled=sum(is_filled(each, shape[each.key]) for each in optional),
    )


def is_asked(each: Element, shape: Shape, level: int) -> bool:
    """Whether this element of this item must be filled."""
    if each.key in CONDITIONS:
        return CONDITIONS[each.key](shape, level)
    if each.need is not Need.MUST:
        return False
    return each.key not in ON_APPLICATION or bool(shape["initiated_by"] == "applicant")


def is_filled(each: Element, value: Any) -> bool:
    """Whether something stands there, in tables in every mandatory column of every row."""
    if is_blank(value):
        return False
    if each.kind is not Kind.ROWS:
        return True
    must = [part for part in each.parts if part.need is Need.MUST]
    return all(is_filled(part, row.get(part.key, part.blank)) for row in value for part in must)


def sections_asked(type_: str) -> list[str]:
    """The groups of elements that an item of this type has: all, those by type where the type has any (1.6)."""
    return list(dict.fromkeys(each.section.value for each in ELEMENTS if not each.types or type_ in each.types))


def share(part: int, whole: int) -> Fraction | None:
    """In percent; None of nothing."""
    return Fraction(100 * part, whole) if whole else None


def fresh_since(today: date, months: int) -> date:
    """The first day of the period in which an item must have been reviewed: what was last reviewed before it is
    overdue (I-16). Where the month has no such day, its last day.
    """
    years, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(years, month + 1, min(today.day, monthrange(years, month + 1)[1]))
