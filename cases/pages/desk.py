"""The clerk's pages as view models."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, CaseState, Clock, ClockKind, Material, MaterialState, Resolver
from cases.pages.clockwords import BEFORE_AND_AFTER, clock_of
from cases.pages.licences import licence_link
from cases.pages.money import fee_link
from cases.pages.parcels import parcel_links
from cases.pages.wizard import caption, copies_words, look_of
from cases.queries.drafting import materials_of
from cases.queries.filling import missing_answers
from cases.queries.outcomes import path_of_case
from cases.queries.owing import materials_that_may_follow, owing_clock
from cases.queries.sheets import originals_of
from cases.services.intake import decision_limits
from cases.services.transfers import other_body
from cases.services.window import is_open_to_the_window
from core import clock
from core.badges import badge_of
from core.datewords import date_words, datetime_words
from core.deadlines import Limit, due_on
from core.masking import Audience, Kind, mask
from core.queries.calendar import working_calendar
from identity.actors import Actor
from identity.models import Party, PartyKind, Role
from items.frozen import situations_of

BEFORE_ACCEPTANCE = {CaseState.SUBMITTED, CaseState.PRECHECKED, CaseState.RECEIVED}
DOERS = {CaseState.GRANTED: Role.CERTIFIER, CaseState.REFUSED: Role.CERTIFIER}
"""Whose post acts on a case in these states; in all others it is the window's."""
ORIGINS = {
    **{Resolver.LICENCE: "certificate", Resolver.WALLET: "wallet"},
    **{Resolver.UPLOAD: "upload", Resolver.SCAN: "scan"},
}
"""The icon of what satisfied a material."""

_panels: list[Callable[[Actor], dict[str, Any]]] = []
_marks: list[Callable[[Case], list[str]]] = []


def add_panel(panel: Callable[[Actor], dict[str, Any]]) -> None:
    """Let an upper app add to every page of the workbench, for example the window's queue. Called from `ready()`."""
    _panels.append(panel)


def panels(actor: Actor) -> dict[str, Any]:
    """What upper apps add for this actor."""
    return {key: value for panel in _panels for key, value in panel(actor).items()}


def add_marks(marks: Callable[[Case], list[str]]) -> None:
    """Let an upper app mark cases with a few words, such as how the visitor was identified. Called from `ready()`."""
    _marks.append(marks)


def intake(case: Case, actor: Actor) -> dict[str, Any]:
    """The whole work on one case on one screen."""
    materials = materials_of(case)
    return {
        **panels(actor),
        **people(case.applicant, case.agent),
        "full_href": reverse("cases:full_view", args=[case.pk]),
        "codes_href": reverse("cases:holder_codes", args=[case.pk]) if actor.has_role(Role.CLERK) else "",
        "case": case,
        "item": {
            "name": caption(case),
            "note": case.department.name,
            "tags": [case.get_state_display(), *(word for marks in _marks for word in marks(case))],
            "answers_href": reverse("cases:desk_answers", args=[case.pk]),
            "form_words": _("Receipt number %(number)s") % {"number": case.receipt_no},
            "situation": "；".join(answer for _ask, answer in path_of_case(case).said()),
            **_to_fill_in(case),
            "change_href": "",
        },
        "materials": [_material(material) for material in materials],
        **(_checking(case, materials) if case.state in BEFORE_ACCEPTANCE else {"materials_words": ""}),
        "documents": papers_of(case),
        **licence_link(case, actor),
        "parcels": parcel_links(case) if actor.has_role(Role.CLERK) else [],
        "hand_on_href": _hand_on_href(case, actor),
        **fee_link(case),
        **_decision(case, materials, actor),
    }


def _hand_on_href(case: Case, actor: Actor) -> str:
    """Where a clerk hands the papers on, for a case that one body took in and another handles."""
    if not actor.has_role(Role.CLERK) or other_body(case, actor) is None:
        return ""
    return reverse("cases:hand_on", args=[case.pk])


def _to_fill_in(case: Case) -> dict[str, str]:
    """Where the clerk asks and fills in what the visitor has to answer, for a case that was opened at the window."""
    if not is_open_to_the_window(case):
        return {}
    asks = bool(situations_of(case.version_id))
    name = "situate_at_window" if asks else "answer_at_window"
    return {"fill_href": reverse(f"cases:{name}", args=[case.pk]), "gap": answer_gap(case)}


def answer_gap(case: Case) -> str:
    """Why the answers of a case that was opened at the window do not allow to accept it yet, as the acceptance would
    say it; empty when they do."""
    path = path_of_case(case)
    if path.rejection:
        return path.rejection
    names = [question.title for question in path.open] or missing_answers(case)
    return _("Still to be answered: %(names)s.") % {"names": "、".join(names)} if names else ""


def papers_of(case: Case) -> list[dict[str, str]]:
    """Papers that are made, the newest first, to look at and to print."""
    made = case.documents.exclude(file=None).order_by("-ordered_at", "-pk")
    return [
        {
            "href": reverse("cases:desk_paper", args=[case.pk, paper.pk]),
            "name": paper.get_kind_display(),
            "note": date_words(paper.ordered_at, today=clock.today(), weekday=False),
        }
        for paper in made
    ]


def _checking(case: Case, materials: Sequence[Material]) -> dict[str, Any]:
    """While the case is being taken in: points are ticked and counted."""
    return {
        "materials_words": _("Tick each point you have checked"),
        "tallies": _tallies(materials),
        "save_href": reverse("cases:judge", args=[case.pk]),
    }


def people(party: Party, agent: Party | None = None) -> dict[str, Any]:
    """Who stands at the window: the party, and the agent when it is another."""
    shown: dict[str, Any] = {"party": person(party)}
    if agent is not None:
        shown["agent"] = person(agent)
    return shown


def person(party: Party) -> dict[str, Any]:
    """A party as a clerk sees it: codes of persons are masked."""
    is_person = party.kind == PartyKind.PERSON
    code = mask(Kind.ID_NUMBER, party.code, Audience.STAFF) if is_person else party.code
    phone = mask(Kind.PHONE, party.phone, Audience.STAFF) if party.phone else ""
    return {"icon": "user" if is_person else "building-store", "name": party.name, "lines": [code, phone]}


def rows(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """Cases as rows of a list of staff."""
    found = Clock.objects.filter(case__in=cases, kind__in=BEFORE_AND_AFTER)
    clocks: dict[int, list[Clock]] = {}
    for one in found:
        clocks.setdefault(one.case_id, []).append(one)
    return [
        {
            "href": reverse("cases:desk_case", args=[case.pk]),
            **{"name": case.version.name, "handling": case.handling.name if case.handling else "", "tag": ""},
            **{"applicant": case.applicant_name, "number": case.case_no or case.receipt_no},
            **{"step": case.get_channel_display(), "step_note": _when(case)},
            **{"badge": badge_of("case", case.state), "clock": clock_of(case, clocks.get(case.pk, []))},
            "action": _("Open"),
        }
        for case in cases
    ]


def _when(case: Case) -> str:
    when = case.submitted_at or case.saved_at
    return datetime_words(when, today=clock.today())


def _material(material: Material) -> dict[str, Any]:
    seen = bool(originals_of(material))
    page = "desk_material" if seen else "scan"
    return {
        **{"id": material.pk, "state": look_of(material), "name": material.spec.name},
        "tag": _("May follow") if material.spec.deferrable else "" if material.required else _("If applicable"),
        "asked": "；".join(part for part in (copies_words(material.copies), material.why) if part),
        "points": [
            {"id": f"{material.pk}-{place}", "words": words, "checked": place in material.ticks}
            for place, words in enumerate(material.spec.points)
            if material.is_at_hand
        ],
        "from_icon": ORIGINS.get(Resolver(material.resolver), ""),
        "from_words": material.get_resolver_display() if material.is_at_hand else _awaited(material),
        "trust": material.trust_level,
        "action": _("View") if seen else _("Scan"),
        "href": reverse(f"cases:{page}", args=[material.case_id, material.pk]),
        "fetch_href": _fetch_href(material),
        "current": False,
    }


def _fetch_href(material: Material) -> str:
    """Where the applicant's licence is fetched for a material it stands for (L-11)."""
    wanted = material.spec.licence and material.state in {MaterialState.NEEDED, MaterialState.FAULTY}
    return reverse("cases:fetch_licence", args=[material.case_id, material.pk]) if wanted else ""


def _awaited(material: Material) -> str:
    return _("Promised") if material.state == MaterialState.DEFERRED else _("To be handed in")


def _tallies(materials: Sequence[Material]) -> list[dict[str, Any]]:
    passed = sum(material.state == MaterialState.PASSED for material in materials)
    there = sum(material.state == MaterialState.PROVIDED for material in materials)
    open_ = sum(m.required and m.state in {MaterialState.NEEDED, MaterialState.FAULTY} for m in materials)
    return [
        {"kind": "ok", "number": passed, "label": _("in order")},
        {"kind": "check", "number": there, "label": _("to be checked")},
        {"kind": "todo", "number": open_, "label": _("missing")},
    ]


def _decision(case: Case, materials: Sequence[Material], actor: Actor) -> dict[str, Any]:
    deeds = _deeds(case, materials) if actor.has_role(DOERS.get(CaseState(case.state), Role.CLERK)) else []
    shown: dict[str, Any] = {
        "deeds": deeds,
        "case_form_href": reverse("cases:decide", args=[case.pk]),
        "deeds_note": "",
    }
    if case.state in BEFORE_ACCEPTANCE:
        shown |= _if_accepted_today(case)
    else:
        shown["clock"] = clock_of(case, list(case.clocks.all()), list(case.clock_entries.all()))
        shown |= {"clock_title": _("Time limit"), "why": _why_nothing(case), "limits": _owed_until(case)}
    return shown


def _if_accepted_today(case: Case) -> dict[str, Any]:
    limits = dict(decision_limits(case.version))
    promised = limits[ClockKind.PROMISED].limit
    words = ngettext("%(days)d working day", "%(days)d working days", promised.amount) % {"days": promised.amount}
    return {
        "clock": {
            **{"state": "idle", "label": words, "due_words": _("to be decided by %(day)s") % {"day": _day(promised)}},
            "segments": ["left"] * promised.amount,
        },
        "limits": [{"label": _("Statutory limit"), "value": _day(limits[ClockKind.STATUTORY].limit)}],
    }


def _owed_until(case: Case) -> list[dict[str, str]]:
    running = owing_clock(case)
    if running is None:
        return []
    day = date_words(running.last_day, today=clock.today(), weekday=False)
    return [{"label": _("Owed material by"), "value": day}]


def _day(limit: Limit) -> str:
    day: date = due_on(working_calendar(), clock.today(), limit)
    return date_words(day, today=clock.today(), weekday=False)


def _deeds(case: Case, materials: Sequence[Material]) -> list[dict[str, Any]]:
    """What may be done now; a deed that is not possible says why."""
    if case.state in BEFORE_ACCEPTANCE:
        return _intake_deeds(case, materials)
    if case.state in {CaseState.GRANTED, CaseState.REFUSED}:
        return [_deed("issue", _("Issue the result"), "certificate", "primary", "Alt+1")]
    if case.state == CaseState.ISSUED:
        label = _("Hand over at the window")
        return [_deed("hand_over", label, "hand-grab", "primary", "Alt+1", page="hand_over", case=case)]
    if case.state == CaseState.SUSPENDED:
        return [_deed("resume", _("End the suspension"), "player-play", "secondary", "Alt+1", page="resume", case=case)]
    if case.state == CaseState.FORWARDED:
        label = _("Decision of the higher authority")
        return [_deed("higher", label, "gavel", "primary", "Alt+1", page="higher_decision", case=case)]
    if CaseState(case.state).is_undecided:
        return [_deed("propose", _("Propose an act"), "file-pencil", "secondary", "Alt+7", page="propose", case=case)]
    return []


def _intake_deeds(case: Case, materials: Sequence[Material]) -> list[dict[str, Any]]:
    """What the window can do before acceptance, in the order of its keys, a key always for the same deed; precheck only
    for what came online (C-02), a promise only where all that is missing may follow.
    """
    missing = [m for m in materials if m.required and m.state in {MaterialState.NEEDED, MaterialState.FAULTY}]
    may_follow = {material.pk for material in materials_that_may_follow(case)} if missing else set()
    why = _("%(count)d materials are still missing") % {"count": len(missing)} if missing else ""
    why = (answer_gap(case) if is_open_to_the_window(case) else "") or why
    corrected = _("A correction was already asked once") if case.corrections else ""
    promise, once, back = _("Accept on a promise"), _("One-time correction"), _("Return at precheck")
    deeds = [_deed("accept", _("Accept"), "circle-check", "primary", "Alt+1", why=why)]
    if case.state == CaseState.SUBMITTED:
        deeds.append(_deed("pass_precheck", _("Precheck passed"), "clipboard-check", "secondary", "Alt+2"))
    if case.state == CaseState.PRECHECKED:
        deeds.append(_deed("receive", _("Originals received"), "inbox", "secondary", "Alt+2"))
    deeds.append(_deed("correct", once, "file-alert", "secondary", "Alt+3", why=corrected, page="correct", case=case))
    if case.state == CaseState.SUBMITTED:
        deeds.append(_deed("return", back, "arrow-back-up", "secondary", "Alt+4", page="return_at_precheck", case=case))
    if missing and may_follow.issuperset(m.pk for m in missing):
        deeds.append(_deed("promise", promise, "hourglass", "secondary", "Alt+5", page="accept_on_promise", case=case))
    propose = _deed("propose", _("Propose an act"), "file-pencil", "plain", "Alt+7", page="propose", case=case)
    return [*deeds, _deed("decline", _("Do not accept"), "ban", "danger", "Alt+6", page="decline", case=case), propose]


def _why_nothing(case: Case) -> str:
    """Who has the case now, when this post has nothing to do with it."""
    if case.state in DOERS:
        return _("The post that issues results goes on with this case.")
    if case.state == CaseState.ISSUED:
        return _("The result waits for its applicant: online, or at the window.")
    return _("Nothing is to be done at the window now.")


def _deed(
    name: str, label: str, icon: str, style: str, key: str, *, why: str = "", page: str = "", case: Case | None = None
) -> dict[str, Any]:
    href = reverse(f"cases:{page}", args=[case.pk]) if page and case else ""
    return {"name": name, "label": label, "icon": icon, "style": style, "key": key, "why": why, "confirm_href": href}
