"""Parcels, mailed originals and collecting a result as view models, for applicants and clerks."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, CaseParcel, CaseState, MailedPapers
from cases.queries.papers import desk_words
from cases.services.handing import AT_WINDOW
from cases.services.mailing import MAILABLE
from core import clock
from core.badges import badge_of
from core.datewords import datetime_words
from core.masking import Audience, Kind, mask
from deliveries.badges import LOOKS
from deliveries.carriers import carrier_name, carriers
from deliveries.models import DeliveryWay, Direction, Parcel
from deliveries.rules.tracks import FAILED, ParcelState
from deliveries.services.handing import code_of

KINDS = {ParcelState.SIGNED: "done", **dict.fromkeys(FAILED, "bad")}


def links_of(case: Case) -> list[CaseParcel]:
    """The parcels of a case, the latest first, with their tracks and what is known of originals in them."""
    found = case.parcels.select_related("parcel__papers").prefetch_related("parcel__track")
    return list(found.order_by("-pk"))


def parcels_of(links: Sequence[CaseParcel]) -> list[dict[str, Any]]:
    """The parcels of a case, each with its track."""
    return [parcel_card(link.parcel) for link in links]


def parcel_card(parcel: Parcel) -> dict[str, Any]:
    """One parcel: where it goes, with whom, what is in it, and its track, the latest first."""
    return {
        "title": str(Direction(parcel.direction).label),
        "badge": badge_of("parcel", parcel.state),
        **{"carrier": carrier_name(parcel.carrier), "waybill": parcel.waybill or ""},
        "contents": "、".join(parcel.contents),
        "steps": _steps(parcel),
    }


def _steps(parcel: Parcel) -> list[dict[str, Any]]:
    today = clock.today()
    return [
        {
            "kind": KINDS.get(ParcelState(event.state), "done"),
            "icon": LOOKS[ParcelState(event.state)][1],
            "title": event.get_state_display(),
            "when": datetime_words(event.at, today=today),
            "note": " ".join(part for part in (event.place, event.note) if part),
        }
        for event in reversed(parcel.track.all())
    ]


def collecting(case: Case) -> dict[str, Any] | None:
    """Where a result waits for its applicant, what to bring, and the code for whoever comes in his stead (D-18)."""
    planned = case.delivery
    if case.state != CaseState.ISSUED or planned is None or planned.way != DeliveryWay.WINDOW:
        return None
    return {
        "place": desk_words(case) or settings.HALL["address"],
        "hours": case.department.hours or settings.HALL["hours"],
        "bring": _("Your identity document. Whoever comes in your stead brings his own and the pick-up code."),
        "code": code_of(planned),
    }


def papers_card(links: Sequence[CaseParcel]) -> dict[str, Any] | None:
    """The originals on their way to us as their applicant sees them: what they wait for."""
    papers = _latest_papers(links)
    if papers is None:
        return None
    waits = papers.counted_at is None and papers.arrived_at is None and papers.parcel.state not in FAILED
    may_scan = waits and not papers.waits_for_check
    return {
        **papers_words(papers),
        "scan_href": reverse("cases:hand_in_scans", args=[papers.case_id]) if may_scan else "",
    }


def _latest_papers(links: Sequence[CaseParcel]) -> MailedPapers | None:
    return next((link.parcel.papers for link in links if hasattr(link.parcel, "papers")), None)


def papers_words(papers: MailedPapers) -> dict[str, str]:
    """Where mailed originals are between scan and decision: a sentence, its tone and what was remarked."""
    if papers.agrees is False:
        settled = papers.get_settlement_display() if papers.settled_at else _("The window decides what that means.")
        text = _("The papers you sent differ from your files: %(what)s.") % {"what": papers.mismatch.rstrip("。.")}
        return {"text": f"{text} {settled}", "tone": "wait"}
    if papers.agrees:
        return {"text": _("The papers arrived and agree with the files."), "tone": "ok"}
    if papers.arrived_at:
        return {"text": _("The papers arrived and are being compared with the files."), "tone": "info"}
    if papers.parcel.state in FAILED:
        return {"text": _("The parcel did not arrive. Please send the papers again."), "tone": "bad"}
    if papers.counted_at:
        return {"text": _("The scans are in order: the papers count as handed in."), "tone": "ok"}
    if papers.returned_at:
        return {"text": _("The scans are not in order: %(why)s") % {"why": papers.remark}, "tone": "wait"}
    if papers.scanned_at:
        return {"text": _("The scans are being checked."), "tone": "info"}
    words = _("The papers count when they arrive; with scans of waybill, content list and commitment even before.")
    return {"text": words, "tone": "info"}


def parcel_deeds(case: Case, links: Sequence[CaseParcel]) -> list[dict[str, Any]]:
    """What an applicant may do about parcels now."""
    deeds, papers = [], _latest_papers(links)
    expected = papers is not None and papers.is_expected
    if case.state in MAILABLE and carriers() and not expected:
        href = reverse("cases:mail_papers", args=[case.pk])
        deeds.append({"label": _("Send originals by courier"), "icon": "package-export", "confirm_href": href})
    waits = not CaseState(case.state).is_final and case.state not in {CaseState.DRAFT, CaseState.DELIVERED}
    outward = [link.parcel for link in links if link.parcel.direction == Direction.OUT]
    if waits and not any(parcel.is_open for parcel in outward):
        href = reverse("cases:choose_delivery", args=[case.pk])
        deeds.append({"label": _("How I get my result"), "icon": "truck-delivery", "confirm_href": href})
    return deeds


def usual_way(case: Case) -> DeliveryWay:
    """How the result is handed out unless the applicant says otherwise."""
    return DeliveryWay.WINDOW if case.channel in AT_WINDOW else DeliveryWay.ELECTRONIC


def parcel_links(case: Case) -> list[dict[str, Any]]:
    """The parcels of a case as links of its desk page, the latest first; of originals it says where they are, and a
    difference that was found on arrival (C-36)."""
    links = case.parcels.select_related("parcel__papers").order_by("-pk")
    return [
        {
            "papers": papers_words(link.parcel.papers) if hasattr(link.parcel, "papers") else None,
            "href": reverse("cases:parcel", args=[link.parcel_id]),
            "name": str(Direction(link.parcel.direction).label),
            "number": link.parcel.waybill or "",
            "badge": badge_of("parcel", link.parcel.state),
        }
        for link in links
    ]


def desk_rows(links: Sequence[CaseParcel]) -> list[dict[str, Any]]:
    """Parcels as rows of a list of staff."""
    today = clock.today()
    return [
        {
            "href": reverse("cases:parcel", args=[link.parcel_id]),
            **{"name": link.case.version.name, "handling": "", "tag": str(Direction(link.parcel.direction).label)},
            "applicant": link.case.applicant_name,
            "step": f"{carrier_name(link.parcel.carrier)} {link.parcel.waybill or ''}".strip(),
            "step_note": datetime_words(link.parcel.created_at, today=today),
            "badge": badge_of("parcel", link.parcel.state),
            "action": _("Open"),
        }
        for link in links
    ]


def desk_parcel(link: CaseParcel) -> dict[str, Any]:
    """One parcel of a case as a clerk sees it, with what he may do about it."""
    parcel, case = link.parcel, link.case
    papers = MailedPapers.objects.filter(parcel=parcel).first()
    outward = parcel.direction == Direction.OUT
    phone = parcel.receiver_phone if outward else parcel.sender_phone
    place = parcel.receiver_address if outward else parcel.sender_address
    return {
        "title": _("Parcel %(number)s") % {"number": parcel.waybill or parcel.key},
        **{"case": case, "parcel": parcel_card(parcel)},
        "case_href": reverse("cases:desk_case", args=[case.pk]),
        "pairs": [
            {"label": _("Recipient") if outward else _("Sender"), "value": _end_of(parcel)},
            {"label": _("Mobile phone"), "value": mask(Kind.PHONE, phone, Audience.STAFF), "number": True},
            {"label": _("Address"), "value": mask(Kind.ADDRESS, place, Audience.STAFF)},
            {"label": _("Contents"), "value": "、".join(parcel.contents)},
        ],
        "failed": outward and parcel.state in FAILED and parcel.settled_at is None,
        "may_send": case.state == CaseState.ISSUED,
        **({"papers": _desk_papers(papers)} if papers else {}),
    }


def _end_of(parcel: Parcel) -> str:
    return parcel.receiver_name if parcel.direction == Direction.OUT else parcel.sender_name


def _desk_papers(papers: MailedPapers) -> dict[str, Any]:
    scans = {
        "waybill_scan": _("Scan of the waybill"),
        "contents_scan": _("Scan of the content list"),
        "commitment_scan": _("Scan of the commitment that papers and files agree"),
    }
    return {
        **papers_words(papers),
        "scans": [
            {"name": words, "href": reverse("cases:papers_scan", args=[papers.parcel_id, name])}
            for name, words in scans.items()
            if getattr(papers, f"{name}_id")
        ],
        "to_check": papers.waits_for_check,
        "to_compare": papers.compared_at is None and papers.parcel.state not in FAILED,
        "to_settle": papers.differs,
    }
