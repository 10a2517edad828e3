"""The decision of a case: review begins, special procedures, extension, grant, refusal."""

from datetime import datetime

from django.utils.translation import gettext as _

from cases.events import (
    CaseGranted,
    CaseRefused,
    DecisionExtended,
    ProcedureBegun,
    ProcedureEnded,
    ReviewBegun,
)
from cases.models import Case, CaseState, Clock, ClockEntry, ClockKind, DocumentKind, EntryKind
from cases.rules.limits import DELIVERY, EXTENSION
from cases.services.clocks import rearm_clocks, start_clock, stop_clocks
from cases.services.life import locked, take
from cases.services.papers import order_document
from core import clock
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor

REASONS_MIN = 10


def begin_review(case: Case, *, by: Actor) -> Case:
    """The first review of an accepted case is open. Publishes ReviewBegun; a case already in review stays as it is."""
    with locked(case) as case:
        if case.state == CaseState.ACCEPTED:
            now = clock.now()
            take(case, "begin_review", now)
            publish(ReviewBegun(case_id=case.pk), by=by, at=now)
    return case


def begin_procedure(case: Case, *, title: str, days: int, basis: str, reason: str, by: Actor) -> ClockEntry:
    """Stop the decision's clocks for a special procedure of at most `days` working days, with the written notice D-08
    that alone makes the pause count (C-12, T-09).

    Refuses `procedure_unknown` when the item lists no such procedure (S-13). Publishes ProcedureBegun.
    """
    with locked(case) as case:
        if not case.version.specialprocedurespec_set.filter(kind=title).exists():
            raise Refusal(
                "procedure_unknown", _("The item does not provide for this special procedure."), field="title"
            )
        now = clock.now()
        take(case, "begin_procedure", now)
        entry = ClockEntry.objects.create(
            case=case, kind=EntryKind.PAUSE, title=title, basis=basis, reason=reason, days=days, started_at=now
        )
        rearm_clocks(case)
        publish(ProcedureBegun(case_id=case.pk, entry_id=entry.pk, title=title, days=days), by=by, at=now)
        content = {"applicant": case.applicant_name, "procedure": title, "days": days, "basis": basis, "reason": reason}
        serial = case.clock_entries.filter(kind=EntryKind.PAUSE).count()
        order_document(case, DocumentKind.SPECIAL_NOTICE, content=content, by=by, at=now, serial=serial)
    return entry


def end_procedure(case: Case, *, outcome: str, by: Actor) -> ClockEntry:
    """The procedure is over; deadlines move by the working days it took (C-13, T-33). Publishes ProcedureEnded."""
    with locked(case) as case:
        now = clock.now()
        take(case, "end_procedure", now)
        entry = case.clock_entries.select_for_update().get(kind=EntryKind.PAUSE, ended_at=None)
        entry.ended_at, entry.outcome = now, outcome
        entry.save(update_fields=["ended_at", "outcome"])
        rearm_clocks(case)
        publish(ProcedureEnded(case_id=case.pk, entry_id=entry.pk, title=entry.title), by=by, at=now)
    return entry


def extend_decision(case: Case, *, days: int, reason: str, by: Actor) -> Case:
    """Extend statutory and promised limit once, by at most ten working days, before the limit passed (C-14,
    T-05, D-09).

    Refuses `extended_once`, `too_many_days`, `too_late`. Publishes DecisionExtended.
    """
    with locked(case) as case:
        now = clock.now()
        _check_extension(case, days)
        ClockEntry.objects.create(
            case=case,
            kind=EntryKind.EXTENSION,
            title=_("Extension"),
            basis=EXTENSION.basis,
            reason=reason,
            days=days,
            started_at=now,
            ended_at=now,
        )
        rearm_clocks(case, extension=days)
        due_on = Clock.objects.get(case=case, kind=ClockKind.PROMISED).last_day.isoformat()
        publish(DecisionExtended(case_id=case.pk, days=days, due_on=due_on), by=by, at=now)
        content = {"applicant": case.applicant_name, "days": days, "reason": reason, "due_on": due_on}
        order_document(case, DocumentKind.EXTENSION_NOTICE, content=content, by=by, at=now)
    return case


def grant_case(case: Case, *, by: Actor) -> Case:
    """Decide in favour: the decision's clocks end, the delivery clock starts (T-08). Publishes CaseGranted."""
    with locked(case) as case:
        now = clock.now()
        take(case, "grant", now)
        _decided(case, now)
        publish(CaseGranted(case_id=case.pk), by=by, at=now)
        content = {"applicant": case.applicant_name, "decided_on": clock.local(now).date().isoformat()}
        order_document(case, DocumentKind.GRANT_DECISION, content=content, by=by, at=now)
    return case


def refuse_case(case: Case, *, reasons: str, by: Actor) -> Case:
    """Decide against, with written reasons and the remedies of T-21 (C-17, D-13).

    Refuses `reasons` when they are shorter than ten characters (S-19). Publishes CaseRefused.
    """
    if len(reasons.strip()) < REASONS_MIN:
        raise Refusal("reasons", _("Give the reasons in at least ten characters."), field="opinion")
    with locked(case) as case:
        now = clock.now()
        case.reasons = reasons.strip()
        take(case, "refuse", now, "reasons")
        _decided(case, now)
        publish(CaseRefused(case_id=case.pk), by=by, at=now)
        content = {
            "applicant": case.applicant_name,
            "reasons": case.reasons,
            "decided_on": clock.local(now).date().isoformat(),
        }
        order_document(case, DocumentKind.REFUSAL_DECISION, content=content, by=by, at=now)
    return case


def _decided(case: Case, now: datetime) -> None:
    stop_clocks(case, ClockKind.STATUTORY, ClockKind.PROMISED, ClockKind.STAGE, at=now)
    start_clock(case, kind=ClockKind.DELIVERY, limit=DELIVERY.limit, at=now)


def _check_extension(case: Case, days: int) -> None:
    if case.clock_entries.filter(kind=EntryKind.EXTENSION).exists():
        raise Refusal("extended_once", _("A decision can be extended only once."), conflict=True)
    if not 1 <= days <= EXTENSION.limit.amount:
        sentence = _("An extension is one to %(most)d working days.") % {"most": EXTENSION.limit.amount}
        raise Refusal("too_many_days", sentence, field="days")
    statutory = Clock.objects.filter(case=case, kind=ClockKind.STATUTORY, finished_at=None).first()
    if statutory is None or clock.now() >= statutory.due_at:
        raise Refusal("too_late", _("A limit that has passed cannot be extended."), conflict=True)
