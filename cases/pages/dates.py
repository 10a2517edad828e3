"""Why the dates of a case are what they are: every clock with the lines of its ledger."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.models import Case, Clock, ClockAct, ClockEntry, ClockKind, ClockLine, Document, DocumentKind
from cases.queries.limits import limits_in_force
from core import clock
from core.badges import Badge, Tone
from core.datewords import due_words, limit_words
from identity.actors import Actor
from items.notes import unit_words

PAPERS: dict[tuple[str, str], DocumentKind] = {
    (ClockAct.START, ClockKind.REPLY): DocumentKind.RECEIPT,
    (ClockAct.START, ClockKind.ACCEPTANCE): DocumentKind.INTAKE_RECEIPT,
    (ClockAct.START, ClockKind.CORRECTION): DocumentKind.CORRECTION_NOTICE,
    (ClockAct.START, ClockKind.STATUTORY): DocumentKind.ACCEPTANCE_NOTICE,
    (ClockAct.START, ClockKind.PROMISED): DocumentKind.ACCEPTANCE_NOTICE,
    (ClockAct.START, ClockKind.DEFERRAL): DocumentKind.DEFERRAL_NOTICE,
    (ClockAct.START, ClockKind.DELIVERY): DocumentKind.GRANT_DECISION,
    (ClockAct.START, ClockKind.PUBLICATION): DocumentKind.GRANT_DECISION,
    **{(ClockAct.PAUSE, kind): DocumentKind.SPECIAL_NOTICE for kind in ClockKind},
    **{(ClockAct.EXTEND, kind): DocumentKind.EXTENSION_NOTICE for kind in ClockKind},
}
"""Which paper proves a line."""
ICONS = {
    ClockAct.START: "player-play",
    ClockAct.PAUSE: "player-pause",
    ClockAct.RESUME: "player-play",
    ClockAct.EXTEND: "calendar-plus",
    ClockAct.CALENDAR: "calendar-event",
    ClockAct.STOP: "flag",
}
TITLES = {
    ClockAct.RESUME: gettext_noop("The clock goes on"),
    ClockAct.CALENDAR: gettext_noop("The working calendar was published anew"),
    ClockAct.STOP: gettext_noop("The clock ends"),
}


def dates_of(case: Case, actor: Actor) -> list[dict[str, Any]]:
    """The clocks of a case in the order they first started, each with label, badge, its end in words and its lines."""
    clocks = list(case.clocks.order_by("pk").prefetch_related("ledger__ground"))
    papers = {(paper.kind, paper.serial): paper for paper in case.documents.exclude(made_at=None)}
    return [_clock(case, each, papers, actor) for each in clocks]


def _clock(case: Case, each: Clock, papers: Mapping[tuple[str, int], Document], actor: Actor) -> dict[str, Any]:
    lines = sorted(each.ledger.all(), key=lambda line: line.pk)
    paused = bool(lines) and lines[-1].act == ClockAct.PAUSE
    return {
        "label": each.get_kind_display(),
        "badge": _badge(each, paused=paused),
        "end": _end(each, paused=paused),
        "lines": [_line(case, each, line, papers, actor) for line in lines],
    }


def _badge(each: Clock, *, paused: bool) -> Badge:
    if each.finished_at is not None:
        return Badge(_("Ended"), Tone.NONE, "flag")
    if paused:
        return Badge(_("Stands still"), Tone.PAUSE, "player-pause")
    if each.overran_at is not None or clock.now() >= each.due_at:
        return Badge(_("Late"), Tone.BAD, "alert-circle")
    return Badge(_("Running"), Tone.RUN, "clock")


def _end(each: Clock, *, paused: bool) -> str:
    today = clock.today()
    if each.finished_at is not None:
        return _("ended on %(day)s") % {"day": limit_words(each.finished_at, today=today)}
    if paused:
        return _("moves on with every working day of the pause")
    return _("runs until %(day)s") % {
        "day": due_words(each.last_day, today=today, provisional=each.provisional, weekday=False)
    }


def _line(
    case: Case, each: Clock, line: ClockLine, papers: Mapping[tuple[str, int], Document], actor: Actor
) -> dict[str, Any]:
    act = ClockAct(line.act)
    today = clock.today()
    paper = papers.get((PAPERS.get((act, each.kind), ""), _serial(case, line)))
    return {
        "when": limit_words(line.at, today=today),
        "icon": ICONS[act],
        "kind": "pause" if act is ClockAct.PAUSE else "",
        "title": _title(act, line),
        "detail": _detail(act, line),
        "due": limit_words(line.due_at, today=today) if line.due_at else "",
        "who": _who(case, line, actor),
        "paper": paper.get_kind_display() if paper else "",
        "paper_href": _paper_href(case, paper, actor) if paper else "",
    }


def _title(act: ClockAct, line: ClockLine) -> str:
    if act is ClockAct.START:
        days = line.budget or 0
        return _("Starts with %(days)d %(unit)s") % {"days": days, "unit": unit_words(days, line.unit)}
    if act is ClockAct.EXTEND:
        days = line.ground.days if line.ground else line.extension
        unit = line.ground.unit if line.ground else line.clock.unit
        return _("Extended by %(days)d %(unit)s") % {"days": days, "unit": unit_words(days, unit)}
    if act is ClockAct.PAUSE:
        return _("%(title)s, the clock is paused") % {"title": line.ground.title if line.ground else ""}
    return _(TITLES[act])


def _detail(act: ClockAct, line: ClockLine) -> str:
    if act is ClockAct.START:
        known = limits_in_force().get(line.rule)
        basis = known.basis if known else _("As the item says")
        return "；".join(filter(None, [basis, _("this day is not counted")]))
    if act is ClockAct.CALENDAR:
        return _("Calendar no. %(number)d") % {"number": line.calendar}
    return _of_ground(act, line.ground) if line.ground else ""


def _of_ground(act: ClockAct, ground: ClockEntry) -> str:
    if act is ClockAct.RESUME:
        return ground.outcome
    return "；".join(filter(None, [ground.reason, ground.basis]))


def _serial(case: Case, line: ClockLine) -> int:
    """Special procedures number their notices; of everything else there is one."""
    if line.act != ClockAct.PAUSE or line.ground is None:
        return 1
    return case.clock_entries.filter(kind=line.ground.kind, pk__lte=line.ground.pk).count()


def _who(case: Case, line: ClockLine, actor: Actor) -> str:
    """Staff read names; the applicant reads whose side it was."""
    if line.actor_kind == "system":
        return _("By law")
    if actor.is_staff:
        return line.actor_label
    return _("Applicant") if line.actor_kind == "citizen" else case.department.name


def _paper_href(case: Case, paper: Document, actor: Actor) -> str:
    name = "cases:desk_paper" if actor.is_staff else "cases:document_file"
    return reverse(name, args=[case.pk, paper.pk])
