"""The space of an applicant as view models."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import (
    BETWEEN_BODIES,
    Case,
    CaseProject,
    CaseState,
    Clock,
    ClockEntry,
    ClockKind,
    Material,
    Withdrawal,
)
from cases.pages.badges import LICENCE_BADGES
from cases.pages.clockwords import BEFORE_AND_AFTER, clock_of
from cases.pages.hearings import hearing_alert
from cases.pages.money import fee_alert, fee_todos
from cases.pages.mydata import access
from cases.pages.parcels import collecting, links_of, papers_card, parcel_deeds, parcels_of
from cases.pages.proceedings import begun_sections
from cases.pages.signing import signatures_card, signing_todos
from cases.pages.story import story_of
from cases.pages.visits import visit_alert
from cases.pages.withdrawals import withdrawal_alert
from cases.pages.wizard import caption, kept_words
from cases.queries.drafting import materials_of
from cases.queries.hearings import open_hearing
from cases.queries.owing import asked_materials, is_awaited, owed_materials
from cases.queries.paging import Page, page_of
from cases.queries.papers import listed_name
from cases.queries.proceedings import handling_words, proceeding_of
from cases.queries.visibility import licences_open_to, visible_to
from cases.queries.visits import open_visit
from cases.queries.withdrawals import waiting_withdrawal
from core import clock
from core.badges import badge_of
from core.datewords import date_words, datetime_words, due_words
from identity.actors import Actor
from items.models import ServiceDesk
from spaces.models import Licence, LicenceState
from spaces.queries import wallet_visible_to
from spaces.rules import state_on

SHOWN = 5
_more_deeds: list[Callable[[Case], list[dict[str, Any]]]] = []


def home(actor: Actor) -> dict[str, Any]:
    """What waits for me, my cases, my drafts, my wallet."""
    mine = visible_to(actor).select_related("version", "handling", "department", "licence")
    drafts = list(mine.filter(state=CaseState.DRAFT).order_by("-saved_at")[:SHOWN])
    cases = list(mine.exclude(state__in=[CaseState.DRAFT, *FINAL]).order_by("-pk")[:SHOWN])
    licences = list(licences_open_to(actor).filter(state=LicenceState.VALID)[:4])
    return {
        "todo": [
            *fee_todos(actor),
            *signing_todos(actor),
            *(_todo(case) for case in mine.filter(_waits_for_me()).order_by("-pk")[:SHOWN]),
        ],
        "cases": case_rows(cases),
        **{"cases_href": reverse("cases:space_cases"), "cases_label": _("All cases")},
        "drafts": [_draft(case) for case in drafts],
        "drafts_words": _("Drafts are kept until you submit or delete them."),
        "wallet": {
            "title": _("Licences and documents"),
            "documents": [licence_row(licence) for licence in licences],
            **{"href": reverse("cases:wallet"), "label": _("Whole wallet"), "show_href": ""},
        },
        "access": access(actor),
    }


FINAL = [state for state in CaseState if state.is_final]
WAITS = [CaseState.CORRECTING, CaseState.PRECHECK_RETURNED, CaseState.SUPPLEMENTING, CaseState.ISSUED]


def case_rows(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """Cases as rows of a list, each with its clock; two statements fetch all clocks and pauses."""
    clocks: dict[int, list[Clock]] = defaultdict(list)
    for found in Clock.objects.filter(case__in=cases, kind__in=BEFORE_AND_AFTER):
        clocks[found.case_id].append(found)
    entries: dict[int, list[ClockEntry]] = defaultdict(list)
    for entry in ClockEntry.objects.filter(case__in=cases).order_by("started_at"):
        entries[entry.case_id].append(entry)
    return [_row(case, clocks[case.pk], entries[case.pk]) for case in cases]


def case_list(page: Page[Case]) -> dict[str, Any]:
    """One page of all cases."""
    return {"cases": case_rows(page.rows), "page": page}


def case_page(case: Case) -> dict[str, Any]:
    """One case as its applicant sees it."""
    clocks, entries = list(case.clocks.all()), list(case.clock_entries.order_by("started_at"))
    links, withdrawal = links_of(case), waiting_withdrawal(case)
    return {
        "case": {
            "name": caption(case) if case.handling is None else case.version.name,
            "badge": badge_of("case", case.state),
            "ids": [*_ids(case), *_project_id(case)],
        },
        "crumbs": [
            {"label": _("My space"), "href": reverse("cases:space")},
            {"label": _("My cases"), "href": reverse("cases:space_cases")},
            {"label": case.version.name, "href": ""},
        ],
        "alert": _waiting_alert(case, withdrawal) or _alert(case, clocks),
        **{"clock": clock_of(case, clocks, entries), "clock_title": _("Time limit")},
        **{"collecting": collecting(case), "papers": papers_card(links), "parcels": parcels_of(links)},
        "steps": story_of(case),
        "begun": begun_sections(case, staff=False),
        "looks": looks_at(case),
        "documents": documents_of(case),
        "materials": [
            {"name": one.spec.name, "href": _owed_href(one), "badge": badge_of("case_material", one.state)}
            for one in materials_of(case)
        ],
        "signatures": signatures_card(case),
        "contact": _contact(case),
        "deeds": [*parcel_deeds(case, links), *_deeds(case, withdrawal)],
    }


def _waiting_alert(case: Case, withdrawal: Withdrawal | None) -> dict[str, Any] | None:
    """A withdrawal, a hearing or a visit that is open goes before everything else."""
    if withdrawal is not None:
        return withdrawal_alert(withdrawal)
    hearing, visit = open_hearing(case), open_visit(case)
    if hearing is not None:
        return hearing_alert(hearing)
    return visit_alert(visit) if visit is not None else None


def done(case: Case, query_code: str) -> dict[str, Any]:
    """The page after filing."""
    return {
        **{"caption": caption(case), "receipt_no": case.receipt_no, "query_code": query_code},
        "submitted_at": datetime_words(case.submitted_at, today=clock.today()) if case.submitted_at else "",
        "sent_words": _("We also sent them to your phone."),
        "documents": documents_of(case),
        "next_steps": story_of(case),
        "case_href": reverse("cases:space_case", args=[case.pk]),
        "guide_href": "",
    }


def wallet(actor: Actor, asked: Mapping[str, str]) -> dict[str, Any]:
    """Licences and stored documents with their trust level, the newest first, each list page by key."""
    licences = page_of(licences_open_to(actor), asked)
    documents = page_of(wallet_visible_to(actor), asked, prefix="document_")
    return {
        **{"licences": [licence_row(licence) for licence in licences.rows], "licences_page": licences},
        "documents": [
            {
                **{"name": document.name, "trust": document.trust_level, "file_name": document.file_name},
                "note": kept_words(document),
                "href": reverse("cases:wallet_document", args=[document.pk]),
                "remove_href": reverse("cases:remove_document", args=[document.pk]),
            }
            for document in documents.rows
        ],
        "documents_page": documents,
        "limited": bool(actor.acting and actor.acting.item_codes),
    }


def licence_row(licence: Licence) -> dict[str, Any]:
    """A licence as a row of the wallet."""
    until = licence.valid_until
    shown_state = state_on(licence.state, licence.valid_from, until, clock.today())
    words = (
        _("valid until %(day)s") % {"day": date_words(until, today=clock.today(), weekday=False)}
        if until
        else _("unlimited")
    )
    return {
        **{"name": licence.name, "number": licence.number, "until": words, "trust": licence.trust_level},
        "badge": LICENCE_BADGES[LicenceState(shown_state)],
        "about_href": reverse("cases:my_licence", args=[licence.pk]),
        "href": reverse("cases:licence_file", args=[licence.pk]) if licence.file_id else "",
    }


def documents_of(case: Case) -> list[dict[str, Any]]:
    """Papers that are made, the newest first."""
    made = case.documents.exclude(file=None).exclude(kind__in=BETWEEN_BODIES).order_by("-ordered_at", "-pk")
    return [
        {
            "href": reverse("cases:document_file", args=[case.pk, document.pk]),
            "name": listed_name(document, case),
            "note": _("%(day)s, sealed electronically")
            % {"day": date_words(document.ordered_at, today=clock.today(), weekday=False)},
        }
        for document in made
    ]


def _row(case: Case, clocks: list[Clock], entries: list[ClockEntry]) -> dict[str, Any]:
    return {
        **{"name": case.version.name, "handling": handling_words(case)},
        "href": reverse("cases:space_case", args=[case.pk]),
        "badge": badge_of("case", case.state),
        **{"department": case.department.name, "receipt_no": case.receipt_no, "clock": clock_of(case, clocks, entries)},
    }


def _draft(case: Case) -> dict[str, str]:
    saved = datetime_words(case.saved_at, today=clock.today())
    href = reverse("cases:apply_situation", args=[case.pk])
    return {
        **{"name": caption(case), "note": _("saved %(when)s") % {"when": saved}, "href": href},
        "discard_href": reverse("cases:discard", args=[case.pk]),
    }


def _waits_for_me() -> Q:
    """States in which the applicant has the move, and promises that still run."""
    promised = Clock.objects.filter(case=OuterRef("pk"), kind=ClockKind.DEFERRAL, finished_at=None)
    return Q(state__in=WAITS) | Q(Exists(promised))


def _todo(case: Case) -> dict[str, Any]:
    words = {
        CaseState.CORRECTING: (_("Hand in the correction"), _("Correct now"), "apply_materials"),
        CaseState.PRECHECK_RETURNED: (_("Change your application"), _("Change now"), "apply_materials"),
        CaseState.SUPPLEMENTING: (_("Hand in what was asked"), _("Open"), "space_case"),
        CaseState.ISSUED: (_("Your result is ready"), _("Open"), "space_case"),
    }
    owed = (_("Hand in the owed material"), _("Open"), "space_case")
    title, action, name = words.get(CaseState(case.state), owed)
    return {
        **{"badge": badge_of("case", case.state), "title": title, "note": case.version.name, "action": action},
        **{"href": reverse(f"cases:{name}", args=[case.pk]), "primary": True},
    }


def _ids(case: Case) -> list[dict[str, Any]]:
    ids: list[dict[str, Any]] = []
    if case.handling:
        ids.append({"label": _("Handling"), "value": case.handling.name})
    ids.append({"label": _("Receipt number"), "value": case.receipt_no, "number": True})
    if case.case_no:
        ids.append({"label": _("Case number"), "value": case.case_no, "number": True})
    return [*ids, {"label": _("Handled by"), "value": case.department.name}]


def _alert(case: Case, clocks: Sequence[Clock]) -> dict[str, Any] | None:
    if case.state in {CaseState.CORRECTING, CaseState.PRECHECK_RETURNED}:
        faults = [f"{m.spec.name}：{m.remark}" for m in materials_of(case) if m.remark and m.state == "faulty"]
        href = reverse("cases:apply_materials", args=[case.pk])
        return {"text": "；".join(faults), "tone": "wait", "href": href, "action": _("Correct now")}
    if case.state == CaseState.SUPPLEMENTING and (asked := list(asked_materials(case))):
        text = "；".join(f"{one.spec.name}：{one.remark}" for one in asked)
        return {"text": text, "tone": "wait", "href": _owed_href(asked[0]), "action": _("Hand it in now")}
    if case.state in {CaseState.DECLINED, CaseState.REFUSED}:
        return {"text": _why_not(case), "tone": "bad"}
    if due := fee_alert(case):
        return due
    if case.state == CaseState.ISSUED and case.licence and case.licence.file_id:
        href = reverse("cases:licence_file", args=[case.licence_id])
        return {"text": _("Your licence is ready."), "tone": "ok", "href": href, "action": _("Download the licence")}
    if case.state == CaseState.ISSUED and case.licence:
        return {"text": _("Your licence is being sealed; it takes a moment."), "tone": "info"}
    return _owed_alert(case, clocks)


def _why_not(case: Case) -> str:
    """The reason, and in which paper the ways to object stand (D-04, D-13)."""
    reasons = {"reasons": case.reasons.strip().rstrip("。.")}
    if case.state == CaseState.DECLINED:
        return _("Not accepted because: %(reasons)s. The notice under “Papers” says how you can object.") % reasons
    return _("Refused because: %(reasons)s. The decision under “Papers” says how you can object.") % reasons


def _owed_alert(case: Case, clocks: Sequence[Clock]) -> dict[str, Any] | None:
    """What was promised and has not come, with the day, while the promise runs."""
    running = next((one for one in clocks if one.kind == ClockKind.DEFERRAL and one.finished_at is None), None)
    owed = list(owed_materials(case)) if running else []
    if running is None or not owed:
        return None
    day = due_words(running.last_day, today=clock.today(), provisional=running.provisional, weekday=False)
    words = {"names": "、".join(one.spec.name for one in owed), "day": day}
    text = _("You promised to hand in %(names)s by %(day)s.") % words
    return {"text": text, "tone": "wait", "href": _owed_href(owed[0]), "action": _("Hand it in now")}


def _owed_href(material: Material) -> str:
    if not is_awaited(material, material.case):
        return ""
    return reverse("cases:owed", args=[material.case_id, material.pk])


def looks_at(case: Case) -> list[dict[str, Any]]:
    """Who looked at the case, the latest first."""
    return [
        {"when": datetime_words(read.at, today=clock.today()), "who": read.who, "what": read.what, "why": read.why}
        for read in case.reads.order_by("-at")[:20]
    ]


def _project_id(case: Case) -> list[dict[str, str]]:
    """The project a case belongs to, with the way there (C16)."""
    entry = CaseProject.objects.filter(case=case).select_related("project").first()
    if entry is None:
        return []
    href = reverse("cases:project", args=[entry.project_id])
    return [{"label": _("Project"), "value": entry.project.name, "href": href}]


def _contact(case: Case) -> dict[str, str]:
    desk = ServiceDesk.objects.filter(version_id=case.version_id).first()
    place = f"{desk.hall} {desk.floor}楼{desk.zone} {'、'.join(desk.windows)}" if desk else case.department.name
    return {"place": place, "phone": case.department.phone, "hours": "", "complain_href": ""} | {
        "talk_href": reverse("cases:talk", args=[case.pk]) if case.state != CaseState.DRAFT else ""
    }


def add_deeds(source: Callable[[Case], list[dict[str, Any]]]) -> None:
    """Let an upper app offer deeds on the applicant's page, for example rating. Called from `ready()`."""
    _more_deeds.append(source)


def _deeds(case: Case, withdrawal: Withdrawal | None) -> list[dict[str, Any]]:
    offered = [deed for source in _more_deeds for deed in source(case)]
    if case.state == CaseState.ISSUED and case.licence_id is None:
        href = reverse("cases:receive_refusal", args=[case.pk])
        offered.append({"label": _("I have received the decision"), "icon": "check", "href": href, "name": "receive"})
    if not CaseState(case.state).is_undecided or proceeding_of(case) is not None:
        return offered
    if withdrawal is not None:
        href = reverse("cases:keep_case", args=[case.pk])
        return [{"label": _("Keep the application"), "icon": "player-play", "href": href, "name": "keep"}]
    href = reverse("cases:withdraw", args=[case.pk])
    return [
        {
            "label": _("Withdraw"),
            "icon": "arrow-back-up",
            "danger": True,
            "confirm_href": href,
            "href": href,
            "name": "",
        }
    ]


def progress(case: Case) -> dict[str, Any]:
    """What somebody with number and code may see: item, state, clock and steps, no names."""
    clocks, entries = list(case.clocks.all()), list(case.clock_entries.order_by("started_at"))
    return {
        "case": {"name": case.version.name, "badge": badge_of("case", case.state), "ids": _ids(case)},
        "clock": clock_of(case, clocks, entries) | {"dates_href": ""},
        **{"clock_title": _("Time limit"), "steps": story_of(case)},
    }
