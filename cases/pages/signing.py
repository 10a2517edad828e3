"""Further signers as view models: for the applicant, for themselves, for the window."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, CaseState, Signer, SigningWay
from cases.pages.answers import answer_sections
from cases.pages.wizard import caption
from cases.queries.drafting import materials_of
from cases.queries.signing import digest_of_content, signers_of, signings_visible_to, standing_of, standings_of
from cases.rules.signing import MUST, NONE, signers_are_missing, unsigned
from cases.services.drafts import EDITABLE
from core import clock
from core.badges import Badge, Tone
from core.datewords import datetime_words
from core.masking import Audience, Kind, mask
from identity.actors import Actor

TODOS = 3


def signer_rows(case: Case) -> list[dict[str, Any]]:
    """Everybody who must sign, how far he is, and the signature he gave; numbers masked."""
    found = signers_of(case)
    digest = digest_of_content(case) if found else ""
    return [_row(signer, digest) for signer in found]


def signing_gaps(case: Case) -> list[dict[str, str]]:
    """What the last page of the wizard says while signatures are missing; nothing for an item without signers."""
    if case.version.signers == NONE:
        return []
    found, href = standings_of(case), reverse("cases:signers", args=[case.pk])
    if signers_are_missing(case.version.signers, found):
        return [{"words": _("Others must sign with you: name them."), "href": href, "action": _("Name them")}]
    if names := unsigned(found):
        words = _("Not signed yet, or changed since: %(names)s.") % {"names": "、".join(names)}
        return [{"words": words, "href": href, "action": _("See the signers")}]
    if not found and case.version.signers != MUST:
        words = _("If the matter belongs to several people, they sign with you.")
        return [{"words": words, "href": href, "action": _("Name them")}]
    return []


def signing_todos(actor: Actor) -> list[dict[str, Any]]:
    """What this person is asked to sign, for the first page of his space."""
    waiting = [one for one in signings_visible_to(actor).filter(case__state__in=EDITABLE)[:TODOS] if _waits(one)]
    return [
        {
            "badge": _badge_of_waiting(),
            "title": _("Sign with %(name)s") % {"name": signer.case.applicant_name},
            "note": signer.case.version.name,
            "href": reverse("cases:signing", args=[signer.pk]),
            **{"action": _("Read and sign"), "primary": True},
        }
        for signer in waiting
    ]


def signing_row(signer: Signer) -> dict[str, Any]:
    """A line of a person's list of what he was asked to sign: the least that tells it from others."""
    return {
        **{"name": signer.case.version.name, "applicant": signer.case.applicant_name},
        "when": datetime_words(signer.asked_at, today=clock.today()),
        "badge": _badge(signer, current=True),
        "href": reverse("cases:signing", args=[signer.pk]),
    }


def signing_page(signer: Signer) -> dict[str, Any]:
    """What a signer reads before he signs; once it is filed only the least: item, applicant, number, state, his own
    signature."""
    case = signer.case
    given = next(iter(signer.standing), None)  # type: ignore[attr-defined]
    shown: dict[str, Any] = {
        **{"signer": signer, "case": case, "caption": caption(case), "title": _("Sign an application")},
        "pairs": [
            {"label": _("Applicant"), "value": case.applicant_name},
            {"label": _("State"), "value": CaseState(case.state).label},
            {"label": _("Receipt number"), "value": case.receipt_no or "", "number": True},
            {"label": _("Your signature"), "value": _signature_words(signer)},
        ],
        "open": case.state in EDITABLE,
    }
    if case.state not in EDITABLE:
        return shown
    digest = digest_of_content(case)
    shown |= {"seen": digest, "signed": given is not None and given.digest == digest}
    return shown | {"sections": answer_sections(case, edit=False, audience=Audience.STAFF), "files": _files(signer)}


def signatures_card(case: Case) -> list[dict[str, str]]:
    """Who signed, for the case file; empty for an item without signers."""
    if case.version.signers == NONE:
        return []
    return [{"label": one["name"], "value": one["note"] or str(one["badge"].word)} for one in signer_rows(case)]


def _files(signer: Signer) -> list[dict[str, str]]:
    return [
        {"name": f"{material.spec.name}：{one.name}", "href": reverse("cases:signing_file", args=[signer.pk, one.pk])}
        for material in materials_of(signer.case)
        for one in material.files.all()
    ]


def _row(signer: Signer, digest: str) -> dict[str, Any]:
    standing = standing_of(signer, digest)
    words = "" if standing.signed and not standing.current else _signature_words(signer)
    return {
        **{"key": signer.pk, "name": signer.name, "note": signer.reason or words},
        "number": mask(Kind.ID_NUMBER, signer.code, Audience.STAFF),
        "badge": _badge(signer, current=standing.current),
        "stands": standing.stands,
    }


def _signature_words(signer: Signer) -> str:
    given = next(iter(signer.standing), None)  # type: ignore[attr-defined]
    if given is None:
        return ""
    words = {"way": SigningWay(given.way).label, "when": datetime_words(given.signed_at, today=clock.today())}
    return _("%(way)s, %(when)s") % words


def _badge(signer: Signer, *, current: bool) -> Badge:
    if signer.declined_at is not None:
        return Badge(_("Declined"), Tone.BAD, "x")
    if not signer.standing:  # type: ignore[attr-defined]
        return _badge_of_waiting()
    if not current:
        return Badge(_("Changed since, to be signed again"), Tone.WAIT, "alert-triangle")
    return Badge(_("Has signed"), Tone.OK, "check")


def _badge_of_waiting() -> Badge:
    return Badge(_("Not signed yet"), Tone.WAIT, "hourglass")


def _waits(signer: Signer) -> bool:
    return not signer.standing and signer.declined_at is None  # type: ignore[attr-defined]
