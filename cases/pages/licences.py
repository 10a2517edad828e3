"""The licence that came out of a case, for those who answer for it, as view models."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from core import clock
from core.badges import Badge, Tone
from core.datewords import date_words, datetime_words
from core.models import EventRow
from identity.actors import Actor
from spaces.events import LicenceStateChanged
from spaces.models import Licence, LicenceState
from spaces.queries import licences_kept_by, state_changes_of
from spaces.rules import may_become

LOOKS = {
    LicenceState.VALID: (Tone.OK, "certificate"),
    LicenceState.WITHHELD: (Tone.WAIT, "player-pause"),
    LicenceState.LAPSED: (Tone.NONE, "certificate-off"),
}


@dataclass(frozen=True, slots=True)
class Deed:
    """What may be done to a licence: the state it brings, how its button looks, and what it means for the holder."""

    state: LicenceState
    label: str | Promise
    icon: str
    style: str
    lead: str | Promise


DEEDS = {
    "withhold": Deed(
        LicenceState.WITHHELD,
        gettext_lazy("Withhold the licence"),
        "player-pause",
        "secondary",
        gettext_lazy("The licence is invalid from now on, until it is restored."),
    ),
    "restore": Deed(
        LicenceState.VALID,
        gettext_lazy("Restore the licence"),
        "player-play",
        "primary",
        gettext_lazy("The licence is valid again from now on."),
    ),
    "revoke": Deed(
        LicenceState.REVOKED,
        gettext_lazy("Revoke the licence"),
        "ban",
        "danger",
        gettext_lazy("The licence is invalid from now on. Only a review or a judgment brings it back."),
    ),
}
"""By the word in the address."""


def licence_badge(licence: Licence) -> Badge:
    """The state of a licence; every state but the usual ones is an end against the holder."""
    state = LicenceState(licence.state)
    return Badge(state.label, *LOOKS.get(state, (Tone.BAD, "ban")))


def kept_licence(case: Case, actor: Actor) -> Licence | None:
    """The licence of this case if this member of staff answers for it."""
    return licences_kept_by(actor).filter(cases=case).first() if case.licence_id else None


def licence_link(case: Case, actor: Actor) -> dict[str, Any]:
    """What the page of the case shows of its licence; nothing for those who cannot do anything about it."""
    licence = kept_licence(case, actor)
    if licence is None:
        return {}
    href = reverse("cases:issued_licence", args=[case.pk])
    return {"licence": {"name": licence.name, "number": licence.number, "badge": licence_badge(licence), "href": href}}


def licence_page(case: Case, licence: Licence) -> dict[str, Any]:
    """One licence: what it says, what happened to it, what may be done."""
    until = _day(licence.valid_until) if licence.valid_until else _("unlimited")
    return {
        **{"case": case, "title": licence.name, "badge": licence_badge(licence)},
        "pairs": [
            {"label": _("Number"), "value": licence.number, "number": True},
            {"label": _("Holder"), "value": licence.holder.name},
            {"label": _("Issued by"), "value": licence.issuer.name},
            {"label": _("Valid from"), "value": _day(licence.valid_from)},
            {"label": _("Valid until"), "value": until},
            {"label": _("Licence identifier"), "value": licence.identifier, "number": True},
        ],
        "steps": [_step(row) for row in state_changes_of(licence)],
        "deeds": [
            {
                **{"label": deed.label, "icon": deed.icon, "style": deed.style},
                "href": reverse("cases:change_licence", args=[case.pk, word]),
            }
            for word, deed in DEEDS.items()
            if may_become(licence.state, deed.state)
        ],
        "verify_href": reverse("portal:verify", args=[licence.verify_code]),
    }


def _step(row: EventRow) -> dict[str, Any]:
    """One line of the licence's life, with who did it and why."""
    when = datetime_words(row.at, today=clock.today())
    if row.name != LicenceStateChanged.name():
        return {"kind": "done", "icon": "certificate", "title": _("Issued"), "note": row.actor_label, "when": when}
    state = LicenceState(row.data["state"])
    good = state is LicenceState.VALID
    return {
        **{"kind": "done" if good else "bad", "icon": "player-play" if good else "ban", "when": when},
        "title": _("Restored") if good else str(state.label),
        "note": f"{row.data['reason']} · {row.actor_label}",
    }


def _day(day: Any) -> str:
    return date_words(day, today=clock.today(), weekday=False)
