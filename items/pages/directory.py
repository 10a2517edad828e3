"""The directory as its keeper and those who carry it out see it: rows, one row, who differs from it (四同, 1.10)."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.badges import Badge, Tone, badge_of, register_badges
from core.datewords import date_words
from identity.actors import Actor
from identity.models import Role
from items.elements import element
from items.findings import finding_words
from items.forms_directory import LEVEL_NAMES
from items.models import DirectoryEntry, DraftState, EntryState, Item, ItemDraft, ItemVersion
from items.queries import shown_versions
from items.rules.checks import Surroundings
from items.rules.checks.codes import against_directory
from items.surroundings import words_of_entry

register_badges(
    "entry",
    {
        "in_use": Badge(EntryState.IN_USE.label, Tone.OK, "circle-check"),
        "suspended": Badge(EntryState.SUSPENDED.label, Tone.PAUSE, "player-pause"),
        "cancelled": Badge(EntryState.CANCELLED.label, Tone.BAD, "circle-x"),
    },
)
CLAIMS = 60
"""How many bodies a row shows; a county has far fewer."""


def entry_row(entry: DirectoryEntry) -> dict[str, Any]:
    """A row in the list; needs `claims`, how many bodies carry it out."""
    return {
        "href": reverse("catalogue:entry", args=[entry.pk]),
        **{"name": entry.name, "code": entry.base_code, "type": entry.get_type_display()},
        "badge": badge_of("entry", entry.state),
        "claims": entry.claims,  # type: ignore[attr-defined]
        "sub_item": entry.parent_id is not None,
    }


def entry_page(entry: DirectoryEntry, actor: Actor) -> dict[str, Any]:
    """One row: its elements, its law, its sub-items, who carries it out at which level and where they differ."""
    versions = shown_versions().filter(item__entry=entry).select_related("item__department__region")
    versions = versions.prefetch_related("legalbasis_set").order_by("item__level", "pk")[:CLAIMS]
    known = words_of_entry(entry)
    claims = [_claim(version, known) for version in versions]
    children = list(entry.children.order_by("base_code"))
    return {
        **{"pk": entry.pk, "name": entry.name, "code": entry.base_code, "number": entry.number},
        **{"badge": badge_of("entry", entry.state), "state": entry.state, "planned": _planned(entry)},
        "pairs": _pairs(entry),
        "basis": list(entry.basis.all()),
        "claims": claims,
        "exceptions": sum(1 for claim in claims if claim["differs"]),
        "children": [
            {"href": reverse("catalogue:entry", args=[child.pk]), "name": child.name, "code": child.base_code}
            for child in children
        ],
        "parent": entry.parent
        and {"href": reverse("catalogue:entry", args=[entry.parent_id]), "name": entry.parent.name},
        "may_keep": actor.has_role(Role.LIST_KEEPER),
        "claim_href": _claim_href(entry, actor) if entry.state == EntryState.IN_USE and not children else "",
        "open": entry.state != EntryState.CANCELLED,
        "may_split": entry.base_code.endswith("000") and entry.state != EntryState.CANCELLED,
    }


def _claim_href(entry: DirectoryEntry, actor: Actor) -> str:
    """Where an administrator begins this item for a body of his that does not have it yet; empty for others."""
    if not actor.has_role(Role.CATALOGUE_ADMIN):
        return ""
    has = Q(versions__isnull=False) | Q(drafts__state__in=[state for state in DraftState if not state.over])
    having = Item.objects.filter(has, entry=entry, department_id__in=actor.department_ids)
    if set(having.values_list("department_id", flat=True)) >= actor.department_ids:
        return ""
    return f"{reverse('catalogue:new')}?entry={entry.pk}"


def _claim(version: ItemVersion, known: dict[str, Any]) -> dict[str, Any]:
    item = version.item
    return {
        "href": reverse("catalogue:item", args=[item.implementing_code]),
        **{"department": item.department.name, "region": item.department.region.name},
        "level": LEVEL_NAMES[item.level],
        "badge": badge_of("version", version.state),
        "differs": _sentences(_named(version), item.level, known),
    }


def against_entry(version: ItemVersion) -> list[str]:
    """Where a version in force no longer is what its directory row says, and whether the row itself ended."""
    entry = version.item.entry
    return [*_sentences(_named(version), version.item.level, words_of_entry(entry)), *_state_words(entry)]


def draft_against_entry(draft: ItemDraft) -> list[str]:
    """The same of the content of a draft."""
    entry = draft.item.entry
    return [*_sentences(draft.content, draft.item.level, words_of_entry(entry)), *_state_words(entry)]


def _named(version: ItemVersion) -> dict[str, Any]:
    """What is compared. Type and code are those of the implementing code, which was made when the row was claimed."""
    laws = [{"law": row.law} for row in version.legalbasis_set.all()]
    return {"name": version.name, "type": version.item.implementing_code[-10:-8], "legal_basis": laws}


def _sentences(shape: Any, level: int, known: dict[str, Any]) -> list[str]:
    return [finding_words(found) for found in against_directory(shape, Surroundings(level=level, **known))]


def _state_words(entry: DirectoryEntry) -> list[str]:
    if entry.state == EntryState.CANCELLED:
        return [_("the directory row was cancelled")]
    if entry.cancel_on is not None:
        return [_("the directory row ends on %(day)s") % {"day": date_words(entry.cancel_on, today=clock.today())}]
    return [_("the directory row is suspended")] if entry.state == EntryState.SUSPENDED else []


def _planned(entry: DirectoryEntry) -> str:
    today = clock.today()
    if entry.state == EntryState.CANCELLED or (entry.cancel_on is None and entry.state != EntryState.SUSPENDED):
        return ""
    if entry.cancel_on is not None:
        return _("Ends on %(day)s.") % {"day": date_words(entry.cancel_on, today=today)}
    if entry.effective_on is None:
        return _("Suspended: nobody can claim it.")
    return _("Comes into use on %(day)s.") % {"day": date_words(entry.effective_on, today=today)}


def _pairs(entry: DirectoryEntry) -> list[dict[str, Any]]:
    levels = _(", ").join(str(LEVEL_NAMES[level]) for level in entry.levels) or _("Every level")
    made = entry.made_by.name if entry.made_by else _("Standard row")
    return [
        {"label": element("base_code").label, "value": entry.base_code, "number": True},
        {"label": element("type").label, "value": entry.get_type_display()},
        {"label": _("Levels that may carry it out"), "value": levels},
        {"label": _("Department in the lead"), "value": entry.lead.name if entry.lead else ""},
        {"label": _("Local code"), "value": entry.local_code},
        {"label": _("Made by"), "value": made},
        {"label": _("Change number"), "value": str(entry.number), "number": True},
    ]
