"""The verification page as view models. Personal data are masked for the public (10.2)."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Document
from core import clock
from core.badges import Badge, Tone
from core.datewords import datetime_words, full_date
from core.masking import Audience, Kind, mask
from core.models import EventRow
from core.sealing import SealCheck, StepKey
from identity.models import PartyKind
from spaces.events import LicenceStateChanged
from spaces.models import Licence, LicenceState
from spaces.queries import state_changes_of
from spaces.rules import state_on

OK, BAD = Tone.OK, Tone.BAD
STEP_WORDS = {
    StepKey.PARSE: gettext_lazy("The file and its seal can be read"),
    StepKey.SIGNATURE: gettext_lazy("The signature belongs to what it signs"),
    StepKey.CHAIN: gettext_lazy("The certificate comes from a trusted authority"),
    StepKey.VALIDITY: gettext_lazy("The certificate was valid when it sealed"),
    StepKey.REVOCATION: gettext_lazy("The certificate was not revoked when it sealed"),
    StepKey.SEAL_OBJECT: gettext_lazy("The seal was made by a trusted maker of seals"),
    StepKey.SIGNER_LISTED: gettext_lazy("The signer may use this seal"),
    StepKey.SEAL_VALIDITY: gettext_lazy("The seal was valid when it was used"),
    StepKey.DIGEST: gettext_lazy("The document is the one that was sealed"),
}


def nothing() -> dict[str, Any]:
    """No licence or paper carries this code."""
    sentence = _("Check the code, or ask the office that handed you the paper.")
    return page(verdict(False, _("Nothing was found under this code"), sentence), None)


def shown(thing: Licence | Document) -> dict[str, Any]:
    """What the code stands for."""
    if isinstance(thing, Document):
        return page(verdict(True, _("This paper was issued here")), _document(thing), thing)
    return {**page(_licence_verdict(thing), _licence(thing), thing), "history": _history(thing)}


def compared(thing: Licence | Document, *, same: bool, check: SealCheck | None) -> dict[str, Any]:
    """The same page after a file was compared: red for a changed file, whatever the licence's state."""
    found = shown(thing)
    intact = check is not None and check.valid
    words = Badge(_("Unchanged"), OK, "circle-check") if same else Badge(_("Changed"), BAD, "alert-octagon")
    seal = (
        Badge(_("Seal intact"), OK, "rosette") if intact else Badge(_("Seal broken or missing"), BAD, "alert-octagon")
    )
    found["checks"] = [
        {"title": _("The file you sent"), "note": _("compared with the sealed original byte for byte"), "badge": words},
        {"title": _("Electronic seal"), "note": check.signer if check and intact else "", "badge": seal},
        *(report_of(check) if check else []),
    ]
    if not same:
        found["verdict"] = verdict(False, _("This file was changed"), _("It is not the file that was sealed."))
    return found


def checked(check: SealCheck) -> dict[str, Any]:
    """What the seal in a file proves, whoever made the file."""
    said = verdict(True, _("The seal is in order"), check.signer) if check.valid else _broken(check)
    found = page(said, None)
    found["checks"] = report_of(check)
    found["note"] = _("This says who sealed the file and that it was not changed; not what it is worth today.")
    return found


def _broken(check: SealCheck) -> dict[str, Any]:
    why = next(iter(check.problems), _("Something was added to the file after the last seal."))
    return verdict(False, _("The seal does not prove this file"), why)


def report_of(check: SealCheck) -> list[dict[str, Any]]:
    """The verification step by step, in the order of 6.6."""
    looks = {
        True: Badge(_("Passed"), OK, "circle-check"),
        False: Badge(_("Failed"), BAD, "alert-octagon"),
        None: Badge(_("Not checked"), Tone.NONE, "circle-dashed"),
    }
    return [{"title": STEP_WORDS[step.key], "note": step.note, "badge": looks[step.passed]} for step in check.steps]


def verdict(ok: bool, title: str, sentence: str = "") -> dict[str, Any]:
    """The large sentence at the top, with the moment it was found out."""
    at = datetime_words(clock.now(), today=clock.today())
    return {"ok": ok, "title": title, "sentence": sentence, "at": at}


def _licence_verdict(licence: Licence) -> dict[str, Any]:
    if licence.valid_until and licence.valid_until < clock.today() and licence.state in {"01", "05"}:
        return verdict(False, _("This licence has expired"))
    state = LicenceState(licence.state)
    if state is not LicenceState.VALID:
        useless = _("It must not be accepted as proof now.")
        return verdict(False, _("This licence is not valid: %(state)s") % {"state": state.label}, useless)
    return verdict(True, _("This licence is valid"))


def _licence(licence: Licence) -> dict[str, Any]:
    holder = licence.holder
    called = licence.named_holder
    name = called if holder.kind == PartyKind.ENTERPRISE else mask(Kind.NAME, called, Audience.PUBLIC)
    good = _licence_verdict(licence)["ok"]
    state = state_on(licence.state, licence.valid_from, licence.valid_until, clock.today())
    badge = Badge(LicenceState(state).label, *((OK, "circle-check") if good else (BAD, "ban")))
    return {
        **{"title": licence.name, "badge": badge},
        "pairs": [
            *_end_of(licence),
            {"label": _("Number"), "value": licence.number, "number": True},
            {"label": _("Holder"), "value": name},
            {"label": _("Issued by"), "value": licence.issuer.name},
            {"label": _("Issued on"), "value": full_date(licence.issued_on)},
            _validity(licence, good=good),
            {"label": _("Licence identifier"), "value": licence.identifier, "number": True},
        ],
    }


def _end_of(licence: Licence) -> list[dict[str, Any]]:
    """Since when and why a licence is withheld, rescinded, cancelled, lapsed or revoked (6.4); nothing while valid."""
    state = LicenceState(licence.state)
    if state is LicenceState.VALID:
        return []
    days = [full_date(clock.local(row.at).date()) for row in _changes(licence)]
    since = [{"label": _("%(state)s on") % {"state": state.label}, "value": days[-1]}] if days else []
    return [*since, {"label": _("Reason"), "value": licence.state_reason}]


def _validity(licence: Licence, *, good: bool) -> dict[str, Any]:
    """Until when; struck through, from when to when, once it does not hold any more."""
    until = full_date(licence.valid_until) if licence.valid_until else _("unlimited")
    if good:
        return {"label": _("Valid until"), "value": until}
    words = {"since": full_date(licence.valid_from), "until": until}
    return {"label": _("Validity before"), "value": _("%(since)s to %(until)s") % words, "struck": True}


def _history(licence: Licence) -> list[dict[str, Any]]:
    """Issued, and each change of the state; nothing for a licence that never changed."""
    changes = _changes(licence)
    if not changes:
        return []
    issued = {"kind": "done", "icon": "certificate", "title": _("Issued"), "when": full_date(licence.issued_on)}
    return [{**issued, "note": ""}, *(_change(row.data["state"], row.at) for row in changes)]


def _changes(licence: Licence) -> list[EventRow]:
    """Each change of the state since the licence was issued, the first one first."""
    return list(state_changes_of(licence).filter(name=LicenceStateChanged.name()))


def _change(value: str, at: datetime) -> dict[str, Any]:
    state = LicenceState(value)
    good = state is LicenceState.VALID
    return {
        **{"kind": "done" if good else "bad", "icon": "circle-check" if good else "ban"},
        **{"title": _("Restored") if good else state.label, "when": full_date(clock.local(at).date()), "note": ""},
    }


def _document(document: Document) -> dict[str, Any]:
    made = full_date(document.made_at) if document.made_at else ""
    return {
        **{"title": document.get_kind_display(), "badge": Badge(_("Issued"), OK, "file-certificate")},
        "pairs": [
            {"label": _("Number"), "value": document.number, "number": True},
            {"label": _("Issued by"), "value": document.case.department.name},
            {"label": _("Issued on"), "value": made},
        ],
    }


def page(
    said: dict[str, Any], licence: dict[str, Any] | None, thing: Licence | Document | None = None
) -> dict[str, Any]:
    """What the template needs; an empty list or address for what there is none of."""
    return {
        **{"verdict": said, "licence": licence, "history": [], "checks": []},
        "compare_href": reverse("portal:verify", args=[thing.verify_code]) if thing and thing.file_id else "",
        **{"again_href": reverse("portal:verify_ask"), "report_href": ""},
        "note": _("Only this page says whether a licence is valid now. A picture or a copy does not."),
    }
