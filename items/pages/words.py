"""The words people use, as administrators see them: groups, phrases, and what nothing was found for."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.keys import key_in
from items.forms_words import PhraseForm, SynonymsForm
from items.models import DirectoryEntry, Item, ItemVersion, SearchMiss, SynonymGroup
from items.queries import search_versions

PAGE, FEW = 20, 6
WATCHED = timedelta(days=30)


def tabs(current: str) -> list[dict[str, Any]]:
    """The three lists of words."""
    labels = {"words": _("Meaning the same"), "phrases": _("Everyday phrases"), "misses": _("Found nothing")}
    return [
        {"label": label, "href": reverse(f"catalogue:{name}"), "current": name == current}
        for name, label in labels.items()
    ]


def synonyms(asked: Mapping[str, str], *, new: SynonymsForm, wrong: dict[int, SynonymsForm]) -> dict[str, Any]:
    """Every group as a form, the latest first, by page; `wrong` holds what could not be kept, by group."""
    words = asked.get("q", "").strip()
    groups = SynonymGroup.objects.prefetch_related("words").order_by("-pk")
    if words:
        groups = groups.filter(words__word__contains=words).distinct()
    shown, next_href = page_of(groups, asked)
    return {
        **{"tabs": tabs("words"), "new": new, "query": words, "page": {"next_href": next_href}},
        "groups": [{"id": group.pk, "form": wrong.get(group.pk) or _group_form(group)} for group in shown],
    }


def phrases(asked: Mapping[str, str], *, wrong: dict[int, PhraseForm]) -> dict[str, Any]:
    """Items with their phrases: those that fit the words, or all that have any, by page."""
    words = asked.get("q", "").strip()[:80]
    entries = DirectoryEntry.objects.prefetch_related("phrases", "items__department")
    if words:
        keys = [version.item.entry_id for version in search_versions(words)]
        shown, next_href = sorted(entries.filter(pk__in=keys), key=lambda entry: keys.index(entry.pk)), ""
    else:
        shown, next_href = page_of(entries.filter(phrases__isnull=False).distinct().order_by("-pk"), asked)
    return {
        **{"tabs": tabs("phrases"), "query": words, "page": {"next_href": next_href}},
        "entries": [_entry(entry, wrong.get(entry.pk)) for entry in shown],
    }


def misses(asked: Mapping[str, str]) -> dict[str, Any]:
    """What nothing was found for in the last month, the most frequent first; one of them open, with items to choose."""
    since = clock.today() - WATCHED
    rows = SearchMiss.objects.filter(day__gte=since).values("words")
    rows = rows.annotate(times=Sum("count"), days=Count("day"), last=Max("day"))
    chosen, query = asked.get("words", ""), asked.get("q", "").strip()[:80]
    shown = list(rows.order_by("-times", "words")[: 5 * PAGE])
    return {
        **{"tabs": tabs("misses"), "query": query, "chosen": chosen},
        "misses": [
            {**row, "open": row["words"] == chosen, "href": f"?{urlencode({'words': row['words']})}"} for row in shown
        ],
        "found": [_choice(version) for version in search_versions(query, limit=FEW)] if chosen else [],
    }


def page_of(rows: QuerySet[Any], asked: Mapping[str, str]) -> tuple[list[Any], str]:
    """One page behind the key `after`, newest first, and the address of the next one."""
    after = key_in(asked.get("after"))
    found = list((rows.filter(pk__lt=after) if after else rows)[: PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    kept = {name: asked[name] for name in asked if name != "after"}
    return found[:PAGE], f"?{urlencode(kept | {'after': found[PAGE - 1].pk})}"


def _group_form(group: SynonymGroup) -> SynonymsForm:
    words = " ".join(one.word for one in group.words.all())
    return SynonymsForm(initial={"words": words}, auto_id=f"group-{group.pk}-%s")


def _entry(entry: DirectoryEntry, wrong: PhraseForm | None) -> dict[str, Any]:
    return {
        **{"id": entry.pk, "name": entry.name, "departments": _bodies(entry.items.all())},
        "phrases": [{"id": phrase.pk, "phrase": phrase.phrase} for phrase in entry.phrases.all()],
        "form": wrong or PhraseForm(auto_id=f"entry-{entry.pk}-%s"),
    }


def _bodies(items: Iterable[Item]) -> str:
    return "、".join(dict.fromkeys(item.department.short for item in items))


def _choice(version: ItemVersion) -> dict[str, Any]:
    return {"id": version.item.entry_id, "name": version.name, "department": version.item.department.name}
