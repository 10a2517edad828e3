"""The verification page as view models. Personal data are masked for the public (10.2)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Document
from core import clock
from core.badges import Badge, Tone
from core.datewords import datetime_words, full_date
from core.masking import Audience, Kind, mask
from core.sealing import SealCheck
from identity.models import PartyKind
from spaces.models import Licence, LicenceState

OK, BAD = Tone.OK, Tone.BAD


def nothing() -> dict[str, Any]:
    """No licence or paper carries this code."""
    sentence = _("Check the code, or ask the office that handed you the paper.")
    return _page(_verdict(False, _("Nothing was found under this code"), sentence), None)


def shown(thing: Licence | Document) -> dict[str, Any]:
    """What the code stands for."""
    if isinstance(thing, Document):
        return _page(_verdict(True, _("This paper was issued here")), _document(thing), thing)
    return _page(_licence_verdict(thing), _licence(thing), thing)


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
        return _verdict(False, _("This licence is not valid: %(state)s") % {"state": state.label}, licence.state_reason)
    if licence.valid_until and licence.valid_until < clock.today():
        return _verdict(False, _("This licence has expired"))
    return _verdict(True, _("This licence is valid"))


def _licence(licence: Licence) -> dict[str, Any]:
    holder = licence.holder
    name = holder.name if holder.kind == PartyKind.ENTERPRISE else mask(Kind.NAME, holder.name, Audience.PUBLIC)
    good = _licence_verdict(licence)["ok"]
    badge = Badge(LicenceState(licence.state).label, *((OK, "circle-check") if good else (BAD, "ban")))
    until = full_date(licence.valid_until) if licence.valid_until else _("unlimited")
    return {
        **{"title": licence.name, "badge": badge},
        "pairs": [
            {"label": _("Number"), "value": licence.number, "number": True},
            {"label": _("Holder"), "value": name},
            {"label": _("Issued by"), "value": licence.issuer.name},
            {"label": _("Issued on"), "value": full_date(licence.issued_on)},
            {"label": _("Valid until"), "value": until},
            {"label": _("Licence identifier"), "value": licence.identifier, "number": True},
        ],
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
