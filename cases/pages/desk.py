"""The clerk's pages as view models."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, CaseState, Clock, ClockKind, Material, MaterialState
from cases.pages.checklist import Known, known_about, material_row, tallies, waits_for_something
from cases.pages.clockwords import BEFORE_AND_AFTER, clock_of
from cases.pages.deskdeeds import BEFORE_ACCEPTANCE, answer_gap, deeds_of
from cases.pages.libraries import library_chips
from cases.pages.licences import licence_link
from cases.pages.money import fee_link
from cases.pages.parcels import parcel_links
from cases.pages.proceedings import begun_sections
from cases.pages.wizard import caption
from cases.queries.drafting import materials_of
from cases.queries.filling import filling_of
from cases.queries.holdings import siblings_of
from cases.queries.outcomes import path_of_case
from cases.queries.owing import owing_clock
from cases.queries.papers import listed_name
from cases.queries.proceedings import handling_words
from cases.rules.signing import NONE
from cases.services.intake import decision_limits
from cases.services.transfers import other_body
from cases.services.window import is_open_to_the_window, may_mend_here
from core import clock
from core.badges import badge_of
from core.datewords import date_words, datetime_words
from core.deadlines import Limit, due_on
from core.masking import Audience, Kind, mask
from core.queries.calendar import working_calendar
from identity.actors import Actor
from identity.models import Party, PartyKind, Role
from items.frozen import situations_of

DOERS = {CaseState.GRANTED: Role.CERTIFIER, CaseState.REFUSED: Role.CERTIFIER}
"""Whose post acts on a case in these states; in all others it is the window's."""
_panels: list[Callable[[Actor], dict[str, Any]]] = []
_marks: list[Callable[[Case], list[str]]] = []
_ways_on: list[Callable[[Case, Actor], list[dict[str, Any]]]] = []


def add_panel(panel: Callable[[Actor], dict[str, Any]]) -> None:
    """Let an upper app add to every page of the workbench, for example the window's queue. Called from `ready()`."""
    _panels.append(panel)


def panels(actor: Actor) -> dict[str, Any]:
    """What upper apps add for this actor."""
    return {key: value for panel in _panels for key, value in panel(actor).items()}


def add_marks(marks: Callable[[Case], list[str]]) -> None:
    """Let an upper app mark cases with a few words, such as how the visitor was identified. Called from `ready()`."""
    _marks.append(marks)


def add_ways_on(ways: Callable[[Case, Actor], list[dict[str, Any]]]) -> None:
    """Let an upper app say where the clerk goes on from a case: each name, label, icon, key, href, post (bool). Called
    from `ready()`."""
    _ways_on.append(ways)


def intake(
    case: Case, actor: Actor, *, at: int | None = None, asked: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The whole work on one case on one screen; `at` is the material in hand, `asked` a deed that needs more words:
    form, title, lead, submit_label, danger."""
    materials = materials_of(case)
    works = actor.has_role(Role.CLERK) and CaseState(case.state).is_undecided
    known = known_about(case, materials, works=works)
    now_at = at if at is not None else next((m.pk for m in materials if waits_for_something(m)), None)
    return {
        **panels(actor),
        **people(case.applicant, case.agent),
        "full_href": reverse("cases:full_view", args=[case.pk]),
        "codes_href": reverse("cases:holder_codes", args=[case.pk]) if actor.has_role(Role.CLERK) else "",
        "libraries": library_chips(case, actor) if actor.has_role(Role.CLERK) else [],
        "visit": visit_of(case),
        "case": case,
        "item": {
            "name": caption(case),
            "note": case.department.name,
            "tags": [case.get_state_display(), *(word for marks in _marks for word in marks(case))],
            "answers_href": reverse("cases:desk_answers", args=[case.pk]),
            "talk_href": reverse("cases:desk_talk", args=[case.pk]),
            "signers_href": reverse("cases:desk_signers", args=[case.pk]) if case.version.signers != NONE else "",
            "form_words": _("Receipt number %(number)s") % {"number": case.receipt_no},
            "situation": "；".join(answer for _ask, answer in path_of_case(case).said()),
            **(_to_fill_in(case) if actor.has_role(Role.CLERK) else {}),
            "change_href": "",
        },
        "begun": begun_sections(case),
        "materials": [material_row(m, known, works=works, current=works and m.pk == now_at) for m in materials],
        "fetch_all": _fetch_all(case, materials, known),
        **(_checking(case, materials) if case.state in BEFORE_ACCEPTANCE else {"materials_words": ""}),
        **printing_of(case),
        "ways_on": [way for ways in _ways_on for way in ways(case, actor)],
        "asked": asked,
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


def _to_fill_in(case: Case) -> dict[str, Any]:
    """Where the clerk asks and fills in what the visitor has to answer, for a case that was opened at the window."""
    if not is_open_to_the_window(case):
        mends = may_mend_here(case) and filling_of(case).form.questions
        return {"fill_href": reverse("cases:answer_at_window", args=[case.pk]), "mends": True} if mends else {}
    asks = bool(situations_of(case.version_id))
    name = "situate_at_window" if asks else "answer_at_window"
    return {"fill_href": reverse(f"cases:{name}", args=[case.pk]), "gap": answer_gap(case)}


def papers_of(case: Case) -> list[dict[str, str]]:
    """Papers that are made, the newest first, to look at and to print."""
    made = case.documents.exclude(file=None).order_by("-ordered_at", "-pk")
    return [
        {
            "href": reverse("cases:desk_paper", args=[case.pk, paper.pk]),
            "name": listed_name(paper, case),
            "note": date_words(paper.ordered_at, today=clock.today(), weekday=False),
        }
        for paper in made
    ]


def printing_of(case: Case) -> dict[str, Any]:
    """The papers that are made, where they are printed together, and how many are still being made."""
    made = papers_of(case)
    return {
        "documents": made,
        "print_href": reverse("cases:print_papers", args=[case.pk]) if made else "",
        "papers_coming": case.documents.filter(file=None).count(),
        "papers_href": reverse("cases:desk_papers", args=[case.pk]),
    }


def visit_of(case: Case) -> list[dict[str, Any]]:
    """The cases of the same intake, this one among them; nothing when it is the only one."""
    entries = list(siblings_of(case))
    if not entries:
        return []
    here = sorted([case, *(entry.case for entry in entries)], key=lambda one: one.pk)
    following = [one.pk for one in [*here, *here] if one.state in BEFORE_ACCEPTANCE and one.pk != case.pk]
    after = next((pk for pk in following if pk > case.pk), following[0] if following else None)
    return [
        {
            "name": one.version.name,
            "href": reverse("cases:desk_case", args=[one.pk]),
            "badge": badge_of("case", one.state),
            **{"current": one.pk == case.pk, "next": one.pk == after},
        }
        for one in here
    ]


def _fetch_all(case: Case, materials: Sequence[Material], known: Known) -> dict[str, Any] | None:
    """How many of the missing materials are held somewhere, and where all of them are fetched at once."""
    count = sum(m.state == MaterialState.NEEDED and known.fetchable(m) is not None for m in materials)
    return {"count": count, "href": reverse("cases:fetch_all", args=[case.pk])} if count else None


def _checking(case: Case, materials: Sequence[Material]) -> dict[str, Any]:
    """While the case is being taken in: points are ticked and counted."""
    return {
        "materials_words": _("Tick each point you have checked"),
        "tallies": tallies(materials),
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
            **{"name": case.version.name, "handling": handling_words(case), "tag": ""},
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


def _decision(case: Case, materials: Sequence[Material], actor: Actor) -> dict[str, Any]:
    deeds = deeds_of(case, materials) if actor.has_role(DOERS.get(CaseState(case.state), Role.CLERK)) else []
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


def _why_nothing(case: Case) -> str:
    """Who has the case now, when this post has nothing to do with it."""
    if case.state in DOERS:
        return _("The post that issues results goes on with this case.")
    if case.state == CaseState.ISSUED:
        return _("The result waits for its applicant: online, or at the window.")
    return _("Nothing is to be done at the window now.")
