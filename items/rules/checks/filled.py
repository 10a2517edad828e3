"""Every mandatory element is filled, every code is one of its list, every text fits (1.5: M and C)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from items.elements import ELEMENTS, Element, Kind, Need
from items.rules.checks.finding import Finding, Surroundings

ON_APPLICATION = frozenset({"materials", "routes", "conditions", "channels", "desks"})
"""Mandatory only where somebody can apply (依申请)."""
PHONE = re.compile(r"(?:\d{3,4}-)?\d{5,8}(?:-\d{1,6})?|1\d{10}")
SEVERAL = re.compile(r"[、,，;；/ ]+")
ADDRESS = re.compile(r"https?://[^\s/$.?#][^\s]*", re.IGNORECASE)
DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
Shape = Mapping[str, Any]


def findings(shape: Shape, around: Surroundings) -> Iterator[Finding]:
    """What is missing, not in its list, too long or not of its kind."""
    asked = [each for each in ELEMENTS if not each.types or shape["type"] in each.types]
    for each in asked:
        value = shape[each.key]
        if each.need is Need.MUST and is_blank(value) and not _left_out(each, shape):
            yield Finding("missing", each.key)
        elif not is_blank(value):
            yield from _of_kind(each, value, each.key)


def readable(shape: Shape) -> dict[str, Any]:
    """The shape with every number that is none taken away, for checks that count."""
    return {each.key: _readable(each, shape[each.key]) for each in ELEMENTS}


def _readable(each: Element, value: Any) -> Any:
    if each.kind is Kind.INTEGER:
        return value if isinstance(value, int) and value >= 0 else None
    if each.kind is Kind.ROWS and each.parts:
        asked = {part.key: part for part in each.parts}
        return [{key: _readable(asked[key], one) for key, one in row.items()} for row in value]
    return value


def _left_out(each: Element, shape: Shape) -> bool:
    """What authorities do by themselves needs no materials; a promise is asked for with its kind (no. 21)."""
    return each.key == "promised_days" or (each.key in ON_APPLICATION and shape["initiated_by"] != "applicant")


def is_blank(value: Any) -> bool:
    """Whether nobody has written anything there; no is an answer, and so is nought."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _of_kind(each: Element, value: Any, place: str) -> Iterator[Finding]:
    if each.kind is Kind.ROWS:
        yield from _rows(each.parts, value, place)
    elif each.kind is Kind.CODES:
        yield from (Finding("unknown_code", place, words={"value": one}) for one in value if not _in_list(each, one))
    elif each.kind is Kind.CODE and not _in_list(each, value):
        yield Finding("unknown_code", place, words={"value": value})
    elif each.kind is Kind.INTEGER and (not isinstance(value, int) or value < 0):
        yield Finding("no_number", place, words={"value": value})
    elif (pattern := PATTERNS.get(each.kind)) and not all(pattern.fullmatch(one) for one in _several(each, value)):
        yield Finding("wrong_format", place, words={"value": value})
    elif each.most and any(len(one) > each.most for one in (value if isinstance(value, list) else [value])):
        yield Finding("too_long", place, words={"most": each.most})


PATTERNS = {Kind.PHONE: PHONE, Kind.URL: ADDRESS, Kind.DATE: DAY}


def _several(each: Element, value: str) -> Sequence[str]:
    """A phone element may name several numbers."""
    return [one for one in SEVERAL.split(value) if one] if each.kind is Kind.PHONE else [value]


def _in_list(each: Element, value: Any) -> bool:
    return any(code.value == value for code in each.codes)


def _rows(parts: Sequence[Element], rows: Sequence[Shape], place: str) -> Iterator[Finding]:
    for number, row in enumerate(rows, start=1):
        for part in parts:
            value, here = row.get(part.key, part.blank), f"{place}.{number}.{part.key}"
            if part.need is Need.MUST and is_blank(value):
                yield Finding("missing", here)
            elif not is_blank(value):
                yield from _of_kind(part, value, here)
