"""A draft's pages: its head, its parts, what the checks say, what changed, who did what."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import clock
from core.badges import Badge, Tone, badge_of, register_badges
from core.datewords import date_words, datetime_words
from identity.actors import Actor
from items import previews
from items.elements import ELEMENTS, Section, element
from items.findings import finding_words, place_words
from items.models import DraftState, ItemDraft
from items.pages.compare import change_rows
from items.rules.checks import Finding
from items.rules.compare import differences
from items.rules.life import Move
from items.rules.papers import KINDS
from items.services.handing import moves_open_to
from items.services.reminding import limit_of

register_badges(
    "draft",
    {
        "draft": Badge(DraftState.DRAFT.label, Tone.RUN, "pencil"),
        "department": Badge(DraftState.DEPARTMENT.label, Tone.WAIT, "users"),
        "legal": Badge(DraftState.LEGAL.label, Tone.WAIT, "scale"),
        "lists": Badge(DraftState.LISTS.label, Tone.WAIT, "list-check"),
        "ready": Badge(DraftState.READY.label, Tone.WAIT, "world-upload"),
        "scheduled": Badge(DraftState.SCHEDULED.label, Tone.PAUSE, "calendar-event"),
        "returned": Badge(DraftState.RETURNED.label, Tone.BAD, "corner-up-left"),
        "published": Badge(DraftState.PUBLISHED.label, Tone.OK, "circle-check"),
        "discarded": Badge(DraftState.DISCARDED.label, Tone.NONE, "trash"),
    },
)
WAY = (
    (DraftState.DRAFT, "pencil", gettext_lazy("Draft")),
    (DraftState.DEPARTMENT, "users", gettext_lazy("Department")),
    (DraftState.LEGAL, "scale", gettext_lazy("Legal review")),
    (DraftState.LISTS, "list-check", gettext_lazy("List confirmation")),
    (DraftState.READY, "world-upload", gettext_lazy("Publishing")),
)
PLACES = {"returned": 0, "scheduled": 4, "published": 5, "discarded": 0}
DEEDS = {
    "hand_over": (gettext_lazy("Hand over for review"), "send", "primary"),
    "take_back": (gettext_lazy("Take back"), "arrow-back-up", "plain"),
    "discard": (gettext_lazy("Give the draft up"), "trash", "danger"),
    "agree": (gettext_lazy("Agree"), "check", "primary"),
    "publish": (gettext_lazy("Publish"), "world-upload", "primary"),
    "send_back": (gettext_lazy("Send back for change"), "corner-up-left", "plain"),
}
DONE = {
    **{"hand_over": gettext_lazy("handed over"), "take_back": gettext_lazy("taken back")},
    **{"discard": gettext_lazy("given up"), "agree": gettext_lazy("agreed")},
    **{"publish": gettext_lazy("published"), "send_back": gettext_lazy("sent back")},
}
NOTES = {
    **{"open": gettext_lazy("begun"), "undo": gettext_lazy("undone"), "redo": gettext_lazy("done again")},
    **{"import": gettext_lazy("imported")},
}
"""What a revision was, where it was not a plain edit."""


def head(draft: ItemDraft, actor: Actor, found: Sequence[Finding]) -> dict[str, Any]:
    """The head of every page of a draft: name, state, way, what one may do."""
    live = draft.based_on
    place = PLACES.get(draft.state, next((n for n, step in enumerate(WAY) if step[0] == draft.state), 0))
    limit = limit_of(draft)
    return {
        "pk": draft.pk,
        "name": draft.content["name"],
        "badge": badge_of("draft", draft.state),
        "open": DraftState(draft.state).open_to_edits and may_edit(draft, actor),
        "live": _("In force: version %(number)d") % {"number": live.number} if live else _("New item"),
        "code": draft.content["base_code"],
        "type": element("type").term_of(draft.content["type"]),
        "department": draft.item.department.short,
        "reason": draft.reason,
        "limit": _("due by %(day)s") % {"day": date_words(limit, today=clock.today())} if limit else "",
        "late": bool(limit and limit < clock.today()),
        "due": date_words(draft.due_on, today=clock.today()) if draft.due_on else "",
        "way": [
            {"kind": "done" if n < place else "now" if n == place else "next", "icon": icon, "title": title}
            for n, (_state, icon, title) in enumerate(WAY)
        ],
        "moves": [_move(move, found) for move in moves_open_to(draft, actor)],
        "revision": draft.revision,
        "hrefs": {
            "edit": reverse("catalogue:draft", args=[draft.pk]),
            "review": reverse("catalogue:draft_review", args=[draft.pk]),
            "history": reverse("catalogue:draft_history", args=[draft.pk]),
            "wordings": reverse("catalogue:draft_wordings", args=[draft.pk]),
            "preview": reverse("catalogue:draft_preview", args=[draft.pk]),
            "move": reverse("catalogue:draft_move", args=[draft.pk]),
            "undo": reverse("catalogue:draft_step", args=[draft.pk]),
        },
    }


def may_edit(draft: ItemDraft, actor: Actor) -> bool:
    """Administrators of the item's own body."""
    return "catalogue_admin" in actor.roles and draft.item.department_id in actor.department_ids


def _move(move: Move, found: Sequence[Finding]) -> dict[str, Any]:
    label, icon, style = DEEDS[move.deed]
    hindered = move.deed in ("hand_over", "agree", "publish") and any(one.grave for one in found)
    return {
        **{"deed": move.deed, "label": label, "icon": icon, "style": style},
        **{"reasoned": move.reasoned, "hindered": hindered},
    }


def parts(draft: ItemDraft, current: Section, found: Iterable[Finding]) -> list[dict[str, Any]]:
    """The sections at the left: how many errors or hints each has, or how many rows."""
    errors: Counter[Section] = Counter()
    hints: Counter[Section] = Counter()
    for one in found:
        (errors if one.grave else hints)[section_of(one.place)] += 1
    return [_part(draft, section, current, errors[section], hints[section]) for section in shown_sections(draft)]


def shown_sections(draft: ItemDraft) -> list[Section]:
    """The sections that have anything to fill for this type of item."""
    kinds = {e.section for e in ELEMENTS if not e.types or draft.content["type"] in e.types}
    return [section for section in Section if section in kinds]


def section_of(place: str) -> Section:
    """The section in which a finding lies."""
    return element(place.split(".")[0]).section


def _part(draft: ItemDraft, section: Section, current: Section, errors: int, hints: int) -> dict[str, Any]:
    rows = sum(len(draft.content[e.key]) for e in ELEMENTS if e.section is section and e.kind == "rows")
    kind = "bad" if errors else "wait" if hints else "ok"
    note = (
        ngettext("%(count)d error", "%(count)d errors", errors) % {"count": errors}
        if errors
        else ngettext("%(count)d hint", "%(count)d hints", hints) % {"count": hints}
        if hints
        else ngettext("%(count)d row", "%(count)d rows", rows) % {"count": rows}
        if rows
        else ""
    )
    icon = {"bad": "alert-octagon", "wait": "alert-circle", "ok": "circle-check"}[kind]
    href = reverse("catalogue:draft_section", args=[draft.pk, section.value])
    return {
        "href": href,
        "kind": kind,
        "icon": icon,
        "label": section.label,
        "note": note,
        "current": section is current,
    }


def side(draft: ItemDraft, found: Sequence[Finding]) -> dict[str, Any]:
    """The panel at the right: what the checks say, and what differs from the version in force."""
    errors = [one for one in found if one.grave]
    changes = changes_of(draft)
    return {
        "errors": len(errors),
        "hints": len(found) - len(errors),
        "findings": [finding_row(draft, one) for one in sorted(found, key=lambda one: not one.grave)],
        "against": _("Compared with version %(number)d") % {"number": draft.based_on.number} if draft.based_on else "",
        "changes": changes[:8],
        "more": max(len(changes) - 8, 0),
        "compare_href": reverse("catalogue:draft_review", args=[draft.pk]),
    }


def changes_of(draft: ItemDraft) -> list[dict[str, Any]]:
    """What differs from the version it was opened from; nothing for a new item."""
    first = draft.revisions.filter(number=1).values_list("content", flat=True).first()
    return change_rows(differences(first, draft.content)) if first and draft.based_on_id else []


def looks(draft: ItemDraft, section: Section | None = None) -> list[dict[str, Any]]:
    """The ways to look at the draft as others will see it; the one that fits the section best is shown first."""
    ways = previews.previews()
    first = next((way.name for way in ways if section in way.first_for), ways[0].name if ways else "")
    href = reverse("catalogue:draft_preview", args=[draft.pk])
    return [
        {
            **{"name": way.name, "href": f"{href}?as={way.name}", "label": way.label, "icon": way.icon},
            "current": way.name == first,
        }
        for way in ways
    ]


def hindering(found: Iterable[Finding], needs: Collection[Section]) -> list[dict[str, str]]:
    """The errors in these sections, each with its sentence and its place in words."""
    grave = [one for one in found if one.grave and section_of(one.place) in needs]
    return [{"words": finding_words(one), "place": place_words(one.place)} for one in grave]


def finding_row(draft: ItemDraft, found: Finding) -> dict[str, Any]:
    """A finding with the way to the place where it is mended."""
    href = reverse("catalogue:draft_section", args=[draft.pk, section_of(found.place).value])
    anchor = f"id-{found.place.replace('.', '-')}"
    return {
        **{"kind": "bad" if found.grave else "", "icon": "alert-octagon" if found.grave else "alert-circle"},
        **{"words": finding_words(found), "place": place_words(found.place), "rule": found.rule},
        "href": f"{href}#{anchor}",
    }


def paper_variables() -> list[dict[str, Any]]:
    """What each kind of paper an item may word itself can ask for; those the law demands are marked."""
    return [
        {"term": kind.term, "names": [(name, words, name in kind.must) for name, words in kind.all_variables.items()]}
        for kind in KINDS.values()
    ]


def steps(draft: ItemDraft) -> list[dict[str, Any]]:
    """Who did what when, the latest first."""
    return [
        {
            **{"who": step.by_label, "deed": DONE[step.deed], "reason": step.reason},
            **{"after": badge_of("draft", step.after), "when": datetime_words(step.at, today=clock.today())},
            "department": step.department.short if step.department else "",
        }
        for step in draft.steps.select_related("department").order_by("-pk")
    ]


def revisions(draft: ItemDraft, *, before: int | None, page: int) -> tuple[list[dict[str, Any]], int | None]:
    """The changes of a draft, the latest first, and the number the next page begins before."""
    found = draft.revisions.filter(number__lt=before) if before else draft.revisions.all()
    rows = list(found.order_by("-number")[: page + 1])
    shown = [
        {
            **{
                "number": row.number,
                "who": row.by_label,
                "note": _note(row.note),
                "current": row.number == draft.revision,
            },
            "when": datetime_words(row.at, today=clock.today()),
        }
        for row in rows[:page]
    ]
    return shown, (rows[page - 1].number if len(rows) > page else None)


def _note(note: str) -> str:
    if note.startswith("restore "):
        return _("went back to change %(number)s") % {"number": note.removeprefix("restore ")}
    if note.startswith("wording "):
        return _("took the wording of version %(number)s") % {"number": note.removeprefix("wording ")}
    return str(NOTES.get(note, note))
