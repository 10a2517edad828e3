"""Licences for those who answer for them, as view models."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import PERSONAL_NUMBER
from cases.licenceforms import (
    CancelForm,
    LicenceChangeForm,
    NewVersionForm,
    PrintForm,
    RescindForm,
    RevokeForm,
    TakeInForm,
    TransferForm,
)
from cases.models import Case
from cases.pages.proceedings import deed_href
from core import clock
from core.badges import Badge, Tone
from core.datewords import date_words, datetime_words
from core.masking import Audience, Kind, mask
from core.models import EventRow
from identity.actors import Actor
from spaces.events import LicenceChanged, LicenceIssued
from spaces.models import Licence, LicenceCorrection, LicencePrint, LicenceState
from spaces.queries import licences_kept_by, state_changes_of
from spaces.rules import OPERATIONS, state_on
from spaces.services.changes import GROUNDS

LOOKS = {
    LicenceState.VALID: (Tone.OK, "certificate"),
    LicenceState.WITHHELD: (Tone.WAIT, "player-pause"),
    LicenceState.LAPSED: (Tone.NONE, "certificate-off"),
    LicenceState.TRANSFERRED: (Tone.NONE, "transfer"),
}


@dataclass(frozen=True, slots=True)
class Deed:
    """What may be done to a licence: by which operations, how its button looks, what it asks, and what it means."""

    operations: tuple[str, ...]
    form: Callable[..., forms.Form]
    label: str | Promise
    icon: str
    style: str
    lead: str | Promise


DEEDS = {
    "change": Deed(
        *(("change",), NewVersionForm, gettext_lazy("Issue a new version"), "edit", "primary"),
        gettext_lazy("The present version lapses in the same moment; it is never edited."),
    ),
    "print": Deed(
        *(("change",), PrintForm, gettext_lazy("Print on a blank"), "printer", "secondary"),
        gettext_lazy("The paper is printed from the sealed file, so that both say the same."),
    ),
    "withhold": Deed(
        *(("withhold",), LicenceChangeForm, gettext_lazy("Withhold the licence"), "player-pause", "secondary"),
        gettext_lazy("The licence is invalid from now on, until it is restored."),
    ),
    "restore": Deed(
        *(("restore", "reinstate"), LicenceChangeForm, gettext_lazy("Restore the licence"), "player-play", "primary"),
        gettext_lazy("The licence is valid again from now on."),
    ),
    "transfer": Deed(
        *(("transfer_out",), TransferForm, gettext_lazy("Transfer to another body"), "transfer", "secondary"),
        gettext_lazy("The licence is no longer valid here; the receiving body takes it in."),
    ),
    "rescind": Deed(
        *(("rescind",), RescindForm, gettext_lazy("Rescind the licence"), "eraser", "danger"),
        gettext_lazy("It should not have been granted. Only a review or a judgment brings it back."),
    ),
    "revoke": Deed(
        *(("revoke",), RevokeForm, gettext_lazy("Revoke the licence"), "ban", "danger"),
        gettext_lazy("The licence is invalid from now on. Only a review or a judgment brings it back."),
    ),
    "cancel": Deed(
        *(("cancel",), CancelForm, gettext_lazy("Cancel the licence"), "circle-x", "danger"),
        gettext_lazy("The licence is closed for good, on one of the six grounds of the law."),
    ),
}
"""By the word in the address."""

TAKE_IN = Deed(
    *((), TakeInForm, gettext_lazy("Take in the licence"), "transfer-in", "primary"),
    gettext_lazy("Your body issues it anew with the same content; the other body's one stays transferred."),
)


def licence_badge(licence: Licence) -> Badge:
    """The state of a licence today; every state but the usual ones is an end against the holder."""
    state = LicenceState(state_on(licence.state, licence.valid_from, licence.valid_until, clock.today()))
    return Badge(state.label, *LOOKS.get(state, (Tone.BAD, "ban")))


def is_open(deed: Deed, licence: Licence) -> bool:
    """Whether the deed can be done to the licence as it stands today."""
    state = state_on(licence.state, licence.valid_from, licence.valid_until, clock.today())
    return any(state in OPERATIONS[name].sources for name in deed.operations)


def licence_link(case: Case, actor: Actor) -> dict[str, Any]:
    """What the page of the case shows of its licence; nothing for those who cannot do anything about it."""
    licence = licences_kept_by(actor).filter(cases=case).first() if case.licence_id else None
    return {"licence": licence_line(licence)} if licence else {}


def licence_line(licence: Licence) -> dict[str, Any]:
    """A licence in a list of those who answer for it."""
    return {
        **{"name": licence.name, "number": licence.number, "holder": licence.named_holder},
        **{"badge": licence_badge(licence), "href": reverse("cases:issued_licence", args=[licence.pk])},
    }


def licence_page(licence: Licence) -> dict[str, Any]:
    """One licence: what it says, what happened to it, what may be done."""
    until = _day(licence.valid_until) if licence.valid_until else _("unlimited")
    case = licence.cases.order_by("pk").first()
    return {
        **{"case": case, "title": licence.name, "badge": licence_badge(licence), "version": licence.version},
        "pairs": [
            {"label": _("Number"), "value": licence.number, "number": True},
            {"label": _("Version"), "value": str(licence.version), "number": True},
            {"label": _("Holder"), "value": licence.named_holder},
            {"label": _("Issued by"), "value": licence.issuer.name},
            {"label": _("Valid from"), "value": _day(licence.valid_from)},
            {"label": _("Valid until"), "value": until},
            {"label": _("Licence identifier"), "value": licence.identifier, "number": True},
            *({"label": label, "value": covered(str(value))} for label, value in licence.data.items()),
        ],
        "steps": [_step(row) for row in state_changes_of(licence)],
        "deeds": [
            {
                **{"label": deed.label, "icon": deed.icon, "style": deed.style},
                "href": deed_href(word, licence),
            }
            for word, deed in DEEDS.items()
            if is_open(deed, licence)
        ],
        "versions": [
            {"href": reverse("cases:issued_licence", args=[one.pk]), "number": one.version, "badge": licence_badge(one)}
            for one in versions_of(licence)
        ],
        "prints": [{"name": row.blank_no, "note": _printed(row)} for row in licence.prints.order_by("-pk")],
        "corrections": [correction_line(row) for row in licence.corrections.order_by("-pk")],
        "verify_href": reverse("portal:verify", args=[licence.verify_code]),
    }


def _printed(row: LicencePrint) -> str:
    """When it was printed, by whom, and why it was printed again."""
    return " · ".join(filter(None, [datetime_words(row.at, today=clock.today()), row.who, row.reason]))


def covered(words: str) -> str:
    """A field of a licence as staff see it: identity and telephone numbers in it are masked (10.2)."""
    return PERSONAL_NUMBER.sub(lambda found: mask(Kind.ID_NUMBER, found.group(), Audience.STAFF), words)


def versions_of(licence: Licence) -> list[Licence]:
    """All versions of a licence, the newest first; none while there is but one."""
    found = Licence.objects.filter(type_code=licence.type_code, number=licence.number).order_by("-version")
    return list(found) if len(found) > 1 else []


def correction_line(row: LicenceCorrection) -> dict[str, Any]:
    """A request to correct a licence in a list."""
    return {
        **{"field": row.field, "wanted": row.wanted, "reason": row.reason, "answer": row.answer},
        **{"state": row.get_state_display(), "when": datetime_words(row.asked_at, today=clock.today())},
        "href": reverse("cases:decide_correction", args=[row.pk]) if row.decided_at is None else "",
    }


def _step(row: EventRow) -> dict[str, Any]:
    """One line of the licence's life, with who did it and why."""
    when = datetime_words(row.at, today=clock.today())
    if row.name == LicenceIssued.name():
        return {"kind": "done", "icon": "certificate", "title": _("Issued"), "note": row.actor_label, "when": when}
    if row.name == LicenceChanged.name():
        title = _("Takes the place of version %(number)d") % {"number": row.data["version"] - 1}
        return {"kind": "done", "icon": "edit", "title": title, "note": row.actor_label, "when": when}
    state = LicenceState(row.data["state"])
    good = state is LicenceState.VALID
    ground = dict(GROUNDS[state].choices).get(row.data.get("ground", ""), "") if state in GROUNDS else ""
    return {
        **{"kind": "done" if good else "bad", "icon": "player-play" if good else "ban", "when": when},
        "title": _("Restored") if good else str(state.label),
        "note": " · ".join(str(part) for part in (ground, row.data["reason"], row.actor_label) if part),
    }


def _day(day: Any) -> str:
    return date_words(day, today=clock.today(), weekday=False)
