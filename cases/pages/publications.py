"""Publications as view models, for everybody and for the body that answers for them."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Publication, PublicationState
from core import clock
from core.badges import Badge, Tone, badge_of, register_badges
from core.datewords import datetime_words, full_date
from spaces.models import Licence, LicenceState
from spaces.rules import state_on

REFUSED = Badge(gettext_lazy("Refused"), Tone.NONE, "ban")
IN_FORCE = Badge(gettext_lazy("Granted"), Tone.OK, "circle-check")
CHANGED = Badge(gettext_lazy("Granted, changed since"), Tone.RUN, "refresh")


def register_publication_badges() -> None:
    """Called once, from ready()."""
    looks = {
        PublicationState.DUE: (Tone.RUN, "clock"),
        PublicationState.HELD: (Tone.WAIT, "eye-off"),
        PublicationState.PUBLISHED: (Tone.OK, "world"),
        PublicationState.REPLACED: (Tone.NONE, "history"),
    }
    register_badges("publication", {state: Badge(state.label, *look) for state, look in looks.items()})


def standing_of(row: Publication) -> Badge:
    """Whether what was granted still holds: a licence that was withdrawn or has lapsed is shown as such."""
    if not row.granted:
        return REFUSED
    licence = row.case.licence
    if licence is None:
        return IN_FORCE
    follower: Licence | None = getattr(licence, "next", None)
    state = LicenceState(state_on(licence.state, licence.valid_from, licence.valid_until, clock.today()))
    if state is LicenceState.VALID:
        return IN_FORCE
    return CHANGED if follower is not None else Badge(state.label, Tone.BAD, "ban")


def public_rows(rows: Sequence[Publication]) -> list[dict[str, Any]]:
    """The list everybody sees."""
    return [
        {
            **{"name": row.name, "holder": row.holder_name, "number": row.number, "decision_no": row.decision_no},
            **{"department": row.department.name, "on": full_date(row.decided_on), "badge": standing_of(row)},
            "href": reverse("portal:publication", args=[row.pk]),
        }
        for row in rows
    ]


def public_page(row: Publication) -> dict[str, Any]:
    """One publication with every field of 2.11."""
    return {"title": row.name, "badge": standing_of(row), "pairs": public_pairs(row)}


def public_pairs(row: Publication) -> list[dict[str, Any]]:
    """What everybody sees of a publication, field by field."""
    pairs: list[dict[str, Any]] = [
        {"label": _("Number of the decision"), "value": row.decision_no, "number": True},
        {"label": _("Licence applied for"), "value": row.name},
        {"label": _("Category"), "value": row.category},
        {"label": _("Content of the decision"), "value": row.content},
        {"label": _("Holder"), "value": row.holder_name},
        {"label": _("Code of the holder"), "value": row.holder_code, "number": True},
        {"label": _("Deciding body"), "value": row.department.name},
        {"label": _("Decided on"), "value": full_date(row.decided_on)},
        {"label": _("Result"), "value": row.outcome},
        {"label": _("Case number"), "value": row.number, "number": True},
    ]
    if row.licence_no:
        until = _("until %(day)s") % {"day": full_date(row.valid_until)} if row.valid_until else _("without end")
        begin = full_date(row.valid_from) if row.valid_from else ""
        pairs += [
            {"label": _("Licence"), "value": row.licence_name},
            {"label": _("Number of the licence"), "value": row.licence_no, "number": True},
            {"label": _("Valid"), "value": _("from %(begin)s, %(until)s") % {"begin": begin, "until": until}},
        ]
    if row.published_at:
        pairs.append({"label": _("Made public on"), "value": full_date(row.published_at), "note": _correction(row)})
    return pairs


def desk_rows(rows: Sequence[Publication]) -> list[dict[str, Any]]:
    """The list of the body that answers for its publications."""
    return [
        {
            **{"name": row.case.version.name, "number": row.case.case_no or row.case.receipt_no},
            **{"department": row.department.short, "badge": badge_of("publication", row.state)},
            **{"when": _when(row), "href": reverse("cases:publication", args=[row.pk])},
        }
        for row in rows
    ]


def desk_page(row: Publication) -> dict[str, Any]:
    """One publication for the body: what is shown, who held it back and why."""
    held = []
    if row.held_by is not None and row.held_at is not None:
        held = [
            {"label": _("Ground of the law"), "value": row.get_hold_ground_display()},
            {"label": _("Reason"), "value": row.hold_reason},
            {
                "label": _("Held back by"),
                "value": f"{row.held_by.name} · {datetime_words(row.held_at, today=clock.today())}",
            },
        ]
    shown = public_pairs(row) if row.decision_no else []
    return {
        **{"title": row.case.version.name, "row": row, "badge": badge_of("publication", row.state)},
        **{"number": row.case.case_no or row.case.receipt_no, "when": _when(row), "held": held, "pairs": shown},
        "public_href": reverse("portal:publication", args=[row.pk]) if row.state == PublicationState.PUBLISHED else "",
    }


def _correction(row: Publication) -> str:
    return _("corrected, version %(number)d") % {"number": row.version} if row.version > 1 else ""


def _when(row: Publication) -> str:
    today = clock.today()
    if row.state == PublicationState.DUE:
        return _("published from %(when)s on") % {"when": datetime_words(row.open_at, today=today)}
    if row.state == PublicationState.HELD and row.held_at:
        return _("held back %(when)s") % {"when": datetime_words(row.held_at, today=today)}
    return _("published %(when)s") % {"when": datetime_words(row.published_at, today=today)} if row.published_at else ""
