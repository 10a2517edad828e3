"""The decision of a case: review begins, special procedures, extension, grant, refusal."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.events import (
    CaseGranted,
    CaseRefused,
    DecisionExtended,
    ProcedureBegun,
    ProcedureEnded,
)
from cases.models import Case, Clock, ClockEntry, ClockKind, DocumentKind, EntryKind, ProposalKind
from cases.queries.answers import particulars_of
from cases.queries.limits import limit_of, regime_of
from cases.queries.proceedings import proceeding_of
from cases.queries.proposals import decides
from cases.rules.limits import DELIVERY, JOINT_EXTENSION, limit_of_item
from cases.services.arming import ends_at
from cases.services.clocks import end_pause, extend_clocks, pause_clocks, pauses_of, start_clock, stop_clocks
from cases.services.life import locked, take
from cases.services.papers import order_document, papers_handed_in, remedies
from core import clock
from core.deadlines import Limit
from core.events import Doer
from core.outbox import publish
from core.queries.calendar import working_calendar
from core.refusal import Refusal
from identity.actors import Actor
from items.notes import unit_words
from items.rules.regimes import LICENSING

REASONS_MIN = 10


def begin_procedure(case: Case, *, title: str, days: int, basis: str, reason: str, by: Actor) -> ClockEntry:
    """Stop the decision's clocks for a special procedure of at most `days` working days, with the written notice D-08
    that alone makes the pause count (C-12, T-09, Annex B 9). The procedure has a clock of its own that never pauses
    (2.5, S-12).

    Refuses `procedure_unknown` when the item lists no such procedure (S-13), `too_many_days` beyond its longest
    duration, `basis` without one. Publishes ProcedureBegun.
    """
    with locked(case) as case:
        check_procedure(case, title, days, basis)
        return stand_still(case, title=title, days=days, basis=basis, reason=reason, by=by)


def stand_still(case: Case, *, title: str, days: int, basis: str, reason: str, by: Doer) -> ClockEntry:
    """Begin a procedure of the law, listed by the item or not, as `begin_procedure` does. Publishes ProcedureBegun."""
    with locked(case) as case:
        now = clock.now()
        take(case, "begin_procedure", now)
        entry = ClockEntry.objects.create(
            case=case, kind=EntryKind.PAUSE, title=title, basis=basis, reason=reason, days=days, started_at=now
        )
        pause_clocks(case, entry, by=by)
        start_clock(case, kind=ClockKind.PROCEDURE, limit=limit_of_item(days), at=now, by=by, key=str(entry.pk))
        publish(ProcedureBegun(case_id=case.pk, entry_id=entry.pk, title=title, days=days), by=by, at=now)
        order_document(
            case,
            DocumentKind.SPECIAL_NOTICE,
            content=_procedure_content(case, entry),
            by=by,
            at=now,
            serial=case.clock_entries.filter(kind=EntryKind.PAUSE).count(),
        )
    return entry


def end_procedure(case: Case, *, outcome: str, by: Doer) -> ClockEntry:
    """The procedure is over; deadlines move by the working days it took (C-13, T-33). Publishes ProcedureEnded."""
    with locked(case) as case:
        now = clock.now()
        take(case, "end_procedure", now)
        entry = end_pause(case, at=now, by=by, outcome=outcome)
        assert entry is not None, "a case in this state has an open pause"
        stop_clocks(case, ClockKind.PROCEDURE, at=now, by=by)
        publish(ProcedureEnded(case_id=case.pk, entry_id=entry.pk, title=entry.title), by=by, at=now)
    return entry


def extend_decision(case: Case, *, days: int, reason: str, by: Actor) -> Case:
    """Extend statutory and promised limit once, before the statutory limit has passed: the head of the authority by at
    most ten working days, of a case several bodies handle together the leader of the government by at most fifteen
    (C-14, C-15, T-05, T-06, D-09, Annex B 10, 11).

    Refuses `forbidden` for anybody else, `reason` without one, `extended_once`, `no_extension`, `too_many_days`,
    `too_late`. Publishes
    DecisionExtended.
    """
    with locked(case) as case:
        now = clock.now()
        if not may_extend(case, by):
            raise Refusal("forbidden", _("Only the head of the authority can extend a decision."))
        check_extension(case, days, reason)
        former, rule = Clock.objects.get(case=case, kind=ClockKind.PROMISED), limit_of(extension_rule(case))
        ground = ClockEntry.objects.create(
            case=case,
            kind=EntryKind.EXTENSION,
            title=_("Extension"),
            basis=rule.basis,
            reason=reason.strip(),
            days=days,
            unit=rule.limit.unit.value,
            started_at=now,
            ended_at=now,
        )
        extend_clocks(case, ground, by=by)
        promised = Clock.objects.get(pk=former.pk)
        publish(
            DecisionExtended(
                case_id=case.pk, days=days, unit=rule.limit.unit.value, due_on=promised.last_day.isoformat()
            ),
            by=by,
            at=now,
        )
        content = {
            "applicant": case.applicant_name,
            "accepted_on": _day(case.accepted_at),
            "promised": [former.budget, former.unit],
            "former_due_on": former.last_day.isoformat(),
            "extended": [days, rule.limit.unit.value],
            "reason": reason.strip(),
            "due_on": promised.last_day.isoformat(),
            "provisional": promised.provisional,
            "approver": by.label,
        }
        order_document(case, DocumentKind.EXTENSION_NOTICE, content=content, by=by, at=now)
    return case


def grant_case(case: Case, *, by: Doer) -> Case:
    """Decide in favour: the decision's clocks end, the delivery clock starts (T-08). Publishes CaseGranted."""
    with locked(case) as case:
        now = clock.now()
        take(case, "grant", now)
        _decided(case, now, by)
        publish(CaseGranted(case_id=case.pk), by=by, at=now)
        result = case.version.resultspec_set.first()
        content = {
            "applicant": case.applicant_name,
            "accepted_on": _day(case.accepted_at),
            "decided_on": _day(now),
            "particulars": list(particulars_of(case).items()),
            "result": result.name if result else "",
            "validity_years": result.validity_years if result else None,
        }
        order_document(case, DocumentKind.GRANT_DECISION, content=content, by=by, at=now)
    return case


def refuse_case(case: Case, *, reasons: str, by: Doer) -> Case:
    """Decide against, with written reasons and the remedies of T-21 (C-17, D-13).

    Refuses `reasons` when they are shorter than ten characters (S-19). Publishes CaseRefused.
    """
    if len(reasons.strip()) < REASONS_MIN:
        raise Refusal("reasons", _("Give the reasons in at least ten characters."), field="opinion")
    with locked(case) as case:
        now = clock.now()
        case.reasons = reasons.strip()
        take(case, "refuse", now, "reasons")
        _decided(case, now, by)
        stop_clocks(case, ClockKind.DEFERRAL, at=now, by=by)
        publish(CaseRefused(case_id=case.pk), by=by, at=now)
        content = {
            "applicant": case.applicant_name,
            "accepted_on": _day(case.accepted_at),
            "reasons": case.reasons,
            "returned": papers_handed_in(case),
            "remedies": remedies(),
            "decided_on": _day(now),
        }
        order_document(case, DocumentKind.REFUSAL_DECISION, content=content, by=by, at=now)
    return case


def _decided(case: Case, now: datetime, by: Doer) -> None:
    stop_clocks(case, ClockKind.STATUTORY, ClockKind.PROMISED, ClockKind.STAGE, at=now, by=by)
    start_clock(case, kind=ClockKind.DELIVERY, limit=limit_of(DELIVERY), at=now, by=by)


def check_procedure(case: Case, title: str, days: int, basis: str) -> None:
    """Refuse what `begin_procedure` would refuse in a lawful state."""
    spec = case.version.specialprocedurespec_set.filter(kind=title).first()
    if spec is None:
        raise Refusal("procedure_unknown", _("The item does not provide for this special procedure."), field="title")
    if not 1 <= days <= spec.days:
        sentence = _("This procedure takes one to %(most)d working days.") % {"most": spec.days}
        raise Refusal("too_many_days", sentence, field="days")
    if not basis.strip():
        raise Refusal("basis", _("Name the legal basis of the procedure."), field="basis")


def _procedure_content(case: Case, entry: ClockEntry) -> dict[str, Any]:
    calendar, begun = working_calendar(), clock.local(entry.started_at).date()
    until = calendar.add_working_days(begun, entry.days)
    return {
        "applicant": case.applicant_name,
        "accepted_on": _day(case.accepted_at),
        "procedure": entry.title,
        "begun_on": begun.isoformat(),
        "days": entry.days,
        "until": until.isoformat(),
        "provisional": not calendar.is_final(until),
        "basis": entry.basis,
        "reason": entry.reason,
    }


def is_joint(case: Case) -> bool:
    """Whether several bodies handle this case together (联办)."""
    return bool(case.version.joint_bodies)


def extension_rule(case: Case) -> str:
    """The code of the limit on extending the decision of this case (T-05, T-06, or that of the law it follows); empty
    where that knows none."""
    law = regime_of(case.version)
    return JOINT_EXTENSION if is_joint(case) and law is LICENSING else law.extension


def longest_extension(case: Case) -> Limit | None:
    """How long the decision may be extended; None where the law knows no extension."""
    code = extension_rule(case)
    return limit_of(code).limit if code else None


def may_extend(case: Case, by: Actor) -> bool:
    """Whoever decides on the proposal may do it: the leader of the government for a joint case, else a leader of the
    handling body (C-14, C-15)."""
    return decides(ProposalKind.JOINT_EXTENSION if is_joint(case) else ProposalKind.EXTENSION, case, by)


def check_extension(case: Case, days: int, reason: str) -> None:
    """Refuse what `extend_decision` would refuse whoever asks; `days` are in the unit of the law's extension."""
    if not reason.strip():
        raise Refusal("reason", _("Give the reason."), field="reason")
    if proceeding_of(case) is not None:
        raise Refusal("not_extended", _("What the body began by itself is not extended."), conflict=True)
    if case.clock_entries.filter(kind=EntryKind.EXTENSION).exists():
        raise Refusal("extended_once", _("A decision can be extended only once."), conflict=True)
    longest = longest_extension(case)
    if longest is None:
        raise Refusal("no_extension", _("The law this item follows knows no extension."), conflict=True)
    if not 1 <= days <= longest.amount:
        words = {"most": longest.amount, "unit": unit_words(longest.amount, longest.unit.value)}
        raise Refusal("too_many_days", _("An extension is one to %(most)d %(unit)s.") % words, field="days")
    if _statutory_limit_passed(case):
        raise Refusal("too_late", _("A limit that has passed cannot be extended."), conflict=True)


def _statutory_limit_passed(case: Case) -> bool:
    """Also true after the decision. An open pause moves the limit on with every day (T-33)."""
    statutory = Clock.objects.filter(case=case, kind=ClockKind.STATUTORY, finished_at=None).first()
    return statutory is None or clock.now() >= ends_at(statutory, pauses_of(case), now=clock.now())


def _day(moment: datetime | None) -> str:
    return clock.local(moment).date().isoformat() if moment else ""
