"""Ending a case without a decision, and letting it stand still: what an approved proposal does."""

from cases.events import CaseResumed, CaseSuspended, CaseTerminated, CaseVoided
from cases.models import Case, ClockEntry, ClosingKind, DocumentKind, EntryKind, Proposal
from cases.services.clocks import end_pause, pause_clocks, stop_clocks
from cases.services.life import locked, take
from cases.services.papers import order_document, papers_handed_in, remedies
from core import clock
from core.outbox import publish
from identity.actors import Actor


def void_case(proposal: Proposal, *, by: Actor) -> None:
    """The case should never have been (2.2); it keeps its numbers and its history. Publishes CaseVoided."""
    with locked(proposal.case) as case:
        now = clock.now()
        case.reasons, case.closing = proposal.reason, ClosingKind.VOIDED
        take(case, "void", now, "reasons", "closing")
        end_pause(case, at=now, by=by)
        stop_clocks(case, at=now, by=by)
        publish(CaseVoided(case_id=case.pk), by=by, at=now)


def terminate_case(proposal: Proposal, *, by: Actor) -> None:
    """End an accepted case whose subject is gone, with the notice D-15 (C-22, C-20). Publishes CaseTerminated."""
    with locked(proposal.case) as case:
        now = clock.now()
        case.reasons, case.closing = proposal.reason, ClosingKind.RETURNED
        take(case, "terminate", now, "reasons", "closing")
        end_pause(case, at=now, by=by)
        stop_clocks(case, at=now, by=by)
        publish(CaseTerminated(case_id=case.pk), by=by, at=now)
        content = {
            "applicant": case.applicant_name,
            "accepted_on": clock.local(case.accepted_at or now).date().isoformat(),
            "reason": proposal.reason,
            "basis": proposal.basis,
            "approver": by.label,
            "returned": papers_handed_in(case),
            "remedies": remedies(),
        }
        order_document(case, DocumentKind.TERMINATION_NOTICE, content=content, by=by, at=now)


def suspend_case(proposal: Proposal, *, by: Actor) -> None:
    """Let the clocks of the decision stand still for the reason of the proposal (2.2). Publishes CaseSuspended."""
    with locked(proposal.case) as case:
        now = clock.now()
        take(case, "suspend", now)
        entry = ClockEntry.objects.create(
            case=case,
            kind=EntryKind.PAUSE,
            title=proposal.get_kind_display(),
            basis=proposal.basis,
            reason=proposal.reason,
            days=0,
            started_at=now,
        )
        pause_clocks(case, entry, by=by)
        publish(CaseSuspended(case_id=case.pk, entry_id=entry.pk, title=entry.title), by=by, at=now)


def resume_case(case: Case, *, outcome: str, by: Actor) -> ClockEntry:
    """The reason of a suspension is gone; deadlines move by the working days it took (T-33). Publishes CaseResumed."""
    with locked(case) as case:
        now = clock.now()
        take(case, "resume", now)
        entry = end_pause(case, at=now, by=by, outcome=outcome.strip())
        assert entry is not None, "a suspended case has an open pause"
        publish(CaseResumed(case_id=case.pk, entry_id=entry.pk, title=entry.title), by=by, at=now)
    return entry
