"""Lists page by key: the next page begins after the last row, so page ten thousand costs what page one costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

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
        newer = _href(asked, "before", shown[0].pk) if more_before and shown else ""
        return Page(shown, newer, _older(asked, shown, rest=True))
    older = rows.filter(pk__lt=after) if after is not None else rows
    found = list(older.order_by("-pk")[: size + 1])
    shown = found[:size]
    return Page(
        shown,
        _href(asked, "before", shown[0].pk) if after is not None and shown else "",
        _older(asked, shown, rest=len(found) > size),
    )


def _older(asked: Mapping[str, str], shown: list[Row], *, rest: bool) -> str:
    return _href(asked, "after", shown[-1].pk) if rest and shown else ""


def _href(asked: Mapping[str, str], name: str, key: int) -> str:
    """The neighbour's address; what else was asked, such as tab or search, stays."""
    kept = {other: asked[other] for other in asked if other not in {"after", "before"}}
    return f"?{urlencode(kept | {name: key})}"


def _key(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None
