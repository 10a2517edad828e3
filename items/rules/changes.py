"""What changes from one content of an item to another, place by place. Pure: works on normal shapes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """One value that changes; `place` is the element with row and column, such as materials.2.name, rows from 1.

    A row that only one of the contents has is one change, None on the other side.
    """

    place: str
    before: Any
    after: Any


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What changes from one normal shape to another, in the order of the elements."""
    return list(_between(before, after, ""))


def _between(before: Mapping[str, Any], after: Mapping[str, Any], place: str) -> Iterator[Change]:
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if _is_table(old) and _is_table(new) and (old or new):
            yield from _rows(old or [], new or [], f"{place}{key}")
        else:
            yield Change(f"{place}{key}", old, new)


def _is_table(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(row, dict) for row in value))


def _rows(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], place: str) -> Iterator[Change]:
    """Row by row where there are as many; where there are not, the rows both begin and end with are the same ones."""
    if len(before) == len(after):
        for number, (old, new) in enumerate(zip(before, after, strict=True), start=1):
            if old != new:
                yield from _between(old, new, f"{place}.{number}.")
        return
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    old_rows, new_rows = before[start : len(before) - end], after[start : len(after) - end]
    for number, (was, will) in enumerate(zip_longest(old_rows, new_rows), start=start + 1):
        if was is not None and will is not None:
            yield from _between(was, will, f"{place}.{number}.")
        else:
            yield Change(f"{place}.{number}", was, will)
