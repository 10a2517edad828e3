"""Lists page by key: the next page begins after the last row, so page ten thousand costs what page one costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of one page, newest first, and the addresses of its neighbours (empty at the ends)."""

    rows: list[Row]
    previous_href: str
    next_href: str
    words: str = ""


def page_of(rows: QuerySet[Row], asked: Mapping[str, str], *, size: int = 20) -> Page[Row]:
    """One page of rows by descending key; `asked` may carry `after` (older than this key) or `before` (newer)."""
    after, before = _key(asked.get("after")), _key(asked.get("before"))
    if before is not None:
        found = list(rows.filter(pk__gt=before).order_by("pk")[: size + 1])
        more_before = len(found) > size
        shown = list(reversed(found[:size]))
        return Page(shown, _href("before", shown[0].pk) if more_before and shown else "", _older(shown, rest=True))
    older = rows.filter(pk__lt=after) if after is not None else rows
    found = list(older.order_by("-pk")[: size + 1])
    shown = found[:size]
    return Page(
        shown,
        _href("before", shown[0].pk) if after is not None and shown else "",
        _older(shown, rest=len(found) > size),
    )


def _older(shown: list[Row], *, rest: bool) -> str:
    return _href("after", shown[-1].pk) if rest and shown else ""


def _href(name: str, key: int) -> str:
    return f"?{name}={key}"


def _key(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None
