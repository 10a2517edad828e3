"""How the papers of an item were worded in its versions, beside the wording of a draft."""

from collections.abc import Sequence
from typing import Any

from core import clock
from core.datewords import date_words
from items.models import ItemDraft, ItemVersion, PaperTemplate, VersionState
from items.rules.papers import KINDS
from items.rules.shapes import normal
from items.rules.wordings import line_changes


def earlier_wordings(draft: ItemDraft) -> list[dict[str, Any]]:
    """The kinds of papers that this item words or ever worded: what the draft says now, and each other wording with
    the versions that had it, the latest first, as it differs from the draft.
    """
    now = {row["kind"]: row["body"] for row in normal(draft.content)["templates"]}
    stored = PaperTemplate.objects.filter(version__item_id=draft.item_id).exclude(version__state=VersionState.DRAFT)
    rows = list(stored.select_related("version").order_by("-version__number"))
    kinds = [kind for kind in KINDS if kind in now or any(row.kind == kind for row in rows)]
    return [
        {
            **{"kind": kind, "term": KINDS[kind].term, "now": now.get(kind, "")},
            "earlier": _earlier([row for row in rows if row.kind == kind], now.get(kind, "")),
        }
        for kind in kinds
    ]


def _earlier(rows: Sequence[PaperTemplate], now: str) -> list[dict[str, Any]]:
    """One entry for each different wording."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        known = found.setdefault(row.body, {"pk": row.pk, "same": row.body == now, "versions": []})
        known["versions"].append(_version(row.version))
        known["lines"] = [{"kind": kind, "words": words} for kind, words in line_changes(now, row.body)]
    return list(found.values())


def _version(version: ItemVersion) -> dict[str, Any]:
    since = clock.local(version.published_at).date() if version.published_at else None
    day = date_words(since, today=clock.today(), weekday=False) if since else ""
    return {"number": version.number, "since": day}
