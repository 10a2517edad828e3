"""What is said of a case: rows of the national exchange tables (8.2), one per event."""

from typing import Any

from cases import events
from cases.models import Amendment, Case, Clock, ClockKind
from cases.services.amending import term_of
from core import clock
from core.events import Event, Record
from linkage.events import StageOpened, VerdictGiven
from linkage.models import Review

ACCEPT, PROCESS, RESULT, SPECIAL = "up_pro_accept", "up_pro_process", "up_pro_result", "up_pro_special_procedure"

TABLES: dict[type[Event], str] = {
    events.CaseSubmitted: PROCESS,
    events.CaseReceived: PROCESS,
    events.PrecheckPassed: PROCESS,
    events.PrecheckReturned: PROCESS,
    events.CorrectionRequested: PROCESS,
    events.CorrectionHandedIn: PROCESS,
    events.CaseAccepted: ACCEPT,
    events.ProceedingBegun: ACCEPT,
    StageOpened: PROCESS,
    VerdictGiven: PROCESS,
    events.ProcedureBegun: SPECIAL,
    events.ProcedureEnded: SPECIAL,
    events.DecisionExtended: PROCESS,
    events.CaseForwarded: PROCESS,
    events.HigherDecisionCame: RESULT,
    events.CaseGranted: RESULT,
    events.ProceedingConcluded: RESULT,
    events.CaseRefused: RESULT,
    events.CaseDeclined: RESULT,
    events.CaseReturned: RESULT,
    events.CaseWithdrawn: RESULT,
    events.CaseTerminated: RESULT,
    events.CaseVoided: RESULT,
    events.CaseSuspended: SPECIAL,
    events.CaseResumed: SPECIAL,
    events.ResultIssued: RESULT,
    events.ResultDelivered: PROCESS,
    events.CaseClosed: RESULT,
    events.CaseAmended: RESULT,
}
AMENDED = "更正"
RESULT_TYPES = {"CaseGranted": "准予许可", "ResultIssued": "准予许可", "CaseRefused": "不予许可"}


def row_of(record: Record) -> dict[str, Any]:
    """The row of one event: table, `row_guid` (the effect's key, A-26), operation, moment and columns.

    Personal codes are not part of it: the applicant is named, his number stays here.
    """
    case = Case.objects.select_related("version__item__entry", "department").get(pk=record.stream_id)
    table = TABLES[type(record.event)]
    columns = {ACCEPT: _accept, PROCESS: _process, RESULT: _result, SPECIAL: _special}[table](case, record)
    return {
        "table": table,
        "row_guid": f"{case.receipt_no}-{record.sequence:04d}",
        "cd_operation": "I",
        "cd_time": _time(record.at),
        "sequence": record.sequence,
        "data": {"project_no": case.case_no or case.receipt_no, "receipt_no": case.receipt_no, **columns},
    }


def _accept(case: Case, record: Record) -> dict[str, Any]:
    item = case.version.item
    begun = isinstance(record.event, events.ProceedingBegun)
    promised = Clock.objects.get(case=case, kind=ClockKind.STATUTORY if begun else ClockKind.PROMISED)
    return {
        "task_code": item.implementing_code,
        "catalog_code": item.entry.base_code,
        "task_name": case.version.name,
        "task_version": case.version.number,
        "org_code": case.department.uscc,
        "org_name": case.department.name,
        "project_type": case.version.kind,
        "apply_type": case.channel,
        "applyer_name": case.applicant_name,
        "applyer_type": case.applicant.kind,
        "apply_date": _time(case.submitted_at or case.received_at or record.at),
        "accept_date": _time(record.at),
        "promise_date": promised.last_day.isoformat(),
        "handle_user_name": record.actor_label,
    }


def _process(case: Case, record: Record) -> dict[str, Any]:
    event = record.event
    opinion = ""
    if isinstance(event, VerdictGiven):
        opinion = Review.objects.values_list("opinion", flat=True).get(pk=event.review_id)
    return {
        "process_name": getattr(event, "title", type(event).__name__),
        "event_name": getattr(event, "verdict", type(event).__name__),
        "handle_user_name": record.actor_label,
        "handle_explain": opinion,
        "event_start_time": _time(record.at),
        "event_end_time": _time(record.at),
    }


def _result(case: Case, record: Record) -> dict[str, Any]:
    name = type(record.event).__name__
    amended = record.event if isinstance(record.event, events.CaseAmended) else None
    return {
        "result_type": AMENDED if amended else RESULT_TYPES.get(name, "其他"),
        "result_date": _time(record.at),
        "data_version": 1 + amended.version if amended else 1,
        "result_explain": _explained(amended.amendment_id) if amended else case.reasons,
        "result_cetr_name": case.licence.name if case.licence else "",
        "result_cetr_no": case.licence.number if case.licence else "",
        "is_delivery_results": case.delivered_at is not None,
    }


def _explained(amendment_id: int) -> str:
    """Which papers or fields were corrected; what stood there may be personal and is in the notice."""
    made = Amendment.objects.select_related("proposal").prefetch_related("places__document").get(pk=amendment_id)
    named = [term_of(place) or (place.document.number if place.document else "") for place in made.places.all()]
    places = "、".join(filter(None, named))
    return f"{AMENDED}：{places}。{made.proposal.reason}"


def _special(case: Case, record: Record) -> dict[str, Any]:
    entry = case.clock_entries.get(pk=record.event.entry_id)
    return {
        "special_name": entry.title,
        "special_reason": entry.reason,
        "special_time": entry.days,
        "special_explain": entry.basis,
        "end_time": _time(entry.ended_at) if entry.ended_at else "",
        "result": entry.outcome,
    }


def _time(moment: Any) -> str:
    return clock.local(moment).strftime("%Y-%m-%d %H:%M:%S")
