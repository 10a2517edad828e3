"""Lists page by key: the next page begins after the last row, so page ten thousand costs what page one costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet

from core.keys import key_in

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of one page, newest first, and the addresses of its neighbours (empty at the ends)."""

    rows: list[Row]
    previous_href: str
    next_href: str
    words: str = ""


def page_of(rows: QuerySet[Row], asked: Mapping[str, str], *, size: int = 20, prefix: str = "") -> Page[Row]:
    """One page of rows by descending key; `asked` may carry `after` (older than this key) or `before` (newer).

    A second list on the same page names its keys with a `prefix`.
    """
    names = f"{prefix}after", f"{prefix}before"
    after, before = (key_in(asked.get(name)) for name in names)
    if before is not None:
        found = list(rows.filter(pk__gt=before).order_by("pk")[: size + 1])
        shown, more_before, more_after = list(reversed(found[:size])), len(found) > size, True
    else:
        found = list((rows.filter(pk__lt=after) if after is not None else rows).order_by("-pk")[: size + 1])
        shown, more_before, more_after = found[:size], after is not None, len(found) > size
    kept = {name: asked[name] for name in asked if name not in names}
    newer = f"?{urlencode(kept | {names[1]: shown[0].pk})}" if shown and more_before else ""
    older = f"?{urlencode(kept | {names[0]: shown[-1].pk})}" if shown and more_after else ""
    return Page(shown, newer, older)
