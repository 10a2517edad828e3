"""The verification page as view models. Personal data are masked for the public (10.2)."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Document
from core import clock
from core.badges import Badge, Tone
from core.datewords import datetime_words, full_date
from core.masking import Audience, Kind, mask
from core.models import EventRow
from core.sealing import SealCheck
from identity.models import PartyKind
from spaces.events import LicenceStateChanged
from spaces.models import Licence, LicenceState
from spaces.queries import state_changes_of

OK, BAD = Tone.OK, Tone.BAD


def nothing() -> dict[str, Any]:
    """No licence or paper carries this code."""
    sentence = _("Check the code, or ask the office that handed you the paper.")
    return _page(_verdict(False, _("Nothing was found under this code"), sentence), None)


def shown(thing: Licence | Document) -> dict[str, Any]:
    """What the code stands for."""
    if isinstance(thing, Document):
        return _page(_verdict(True, _("This paper was issued here")), _document(thing), thing)
    return {**_page(_licence_verdict(thing), _licence(thing), thing), "history": _history(thing)}


def compared(thing: Licence | Document, *, same: bool, check: SealCheck | None) -> dict[str, Any]:
    """The same page after a file was compared: red for a changed file, whatever the licence's state."""
    page = shown(thing)
    intact = check is not None and check.valid
    words = Badge(_("Unchanged"), OK, "circle-check") if same else Badge(_("Changed"), BAD, "alert-octagon")
    seal = (
        Badge(_("Seal intact"), OK, "rosette") if intact else Badge(_("Seal broken or missing"), BAD, "alert-octagon")
    )
    page["checks"] = [
        {"title": _("The file you sent"), "note": _("compared with the sealed original byte for byte"), "badge": words},
        {"title": _("Electronic seal"), "note": check.signer if check and intact else "", "badge": seal},
    ]
    if not same:
        page["verdict"] = _verdict(False, _("This file was changed"), _("It is not the file that was sealed."))
    return page


def _verdict(ok: bool, title: str, sentence: str = "") -> dict[str, Any]:
    at = datetime_words(clock.now(), today=clock.today())
    return {"ok": ok, "title": title, "sentence": sentence, "at": at}


def _licence_verdict(licence: Licence) -> dict[str, Any]:
    state = LicenceState(licence.state)
    if state is not LicenceState.VALID:
        useless = _("It must not be accepted as proof now.")
        return _verdict(False, _("This licence is not valid: %(state)s") % {"state": state.label}, useless)
    if licence.valid_until and licence.valid_until < clock.today():
        return _verdict(False, _("This licence has expired"))
    return _verdict(True, _("This licence is valid"))


def _licence(licence: Licence) -> dict[str, Any]:
    holder = licence.holder
    name = holder.name if holder.kind == PartyKind.ENTERPRISE else mask(Kind.NAME, holder.name, Audience.PUBLIC)
    good = _licence_verdict(licence)["ok"]
    badge = Badge(LicenceState(licence.state).label, *((OK, "circle-check") if good else (BAD, "ban")))
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


def _page(
    verdict: dict[str, Any], licence: dict[str, Any] | None, thing: Licence | Document | None = None
) -> dict[str, Any]:
    return {
        **{"verdict": verdict, "licence": licence, "history": [], "checks": []},
        "compare_href": reverse("portal:verify", args=[thing.verify_code]) if thing and thing.file_id else "",
        **{"again_href": reverse("portal:verify_ask"), "report_href": ""},
        "note": _("Only this page says whether a licence is valid now. A picture or a copy does not."),
    }
