"""The ten events of the older provincial interface (2.12): which of ours is which of theirs, and what it says.

A row has the number of its event, the receipt number (SBLSH) of its case and a data version (SJBBH); a row sent again
with other contents is a higher version, never an update. Personal codes and phone numbers stay here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from cases import events
from cases.models import Case, Clock, ClockKind, ClosingKind
from core import clock
from core.events import Event, Record
from items.models import StageDuty
from linkage.events import VerdictGiven
from linkage.models import Review

PASSED, FAILED = "1", "0"
HANDLING, REVIEW, APPROVAL = "1", "2", "3"
"""SPHJDM: the first reviewed stage of a route is its handling, the deciding one its approval."""
UNITS = {"WD": "工作日", "ND": "日", "WH": "工作小时", "NH": "小时"}


class TenEvent(IntEnum):
    """Their numbers."""

    FILED = 0
    PRECHECKED = 1
    ACCEPTED = 2
    REVIEWED = 3
    CLOSED = 4
    PROCEDURE_BEGUN = 5
    PROCEDURE_ENDED = 6
    CORRECTION_ASKED = 7
    CORRECTION_CAME = 8
    COLLECTED = 9


Columns = Callable[[Case, Record], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Telling:
    """Which of the ten an event of ours is, and how its own columns are filled."""

    number: TenEvent
    columns: Columns


def ten_event(record: Record) -> dict[str, Any] | None:
    """The row of one event of a case; None for events the interface does not know, and for the receipt of what was
    filed before.

    Keys are those of the interface: SJ its number (0 to 9), SBLSH, SXBM, SJBBH (1 for the first telling), SJSJ the
    moment in Shanghai, and the columns of 2.12.
    """
    telling = TELLINGS.get(type(record.event))
    if telling is None:
        return None
    case = Case.objects.select_related("version__item__entry", "department", "licence").get(pk=record.stream_id)
    if isinstance(record.event, events.CaseReceived) and case.submitted_at is not None:
        return None
    frame = {
        "SJ": int(telling.number),
        "SBLSH": case.receipt_no,
        "SXBM": case.version.item.implementing_code,
        "SJBBH": 1,
        "SJSJ": _time(record.at),
    }
    return frame | telling.columns(case, record)


def _filed(case: Case, record: Record) -> dict[str, Any]:
    return {"SQRMC": case.applicant_name, "TJFS": case.channel, "SBHZH": case.receipt_no, "SXMC": case.version.name}


def _prechecked(case: Case, record: Record) -> dict[str, Any]:
    faults = case.materials.exclude(remark="").select_related("spec").order_by("spec__order")
    reason = "；".join(f"{row.spec.name}：{row.remark}" for row in faults)
    passed = isinstance(record.event, events.PrecheckPassed)
    return {"YSLZTDM": PASSED if passed else FAILED, "YSLYJ": "" if passed else reason}


def _accepted(case: Case, record: Record) -> dict[str, Any]:
    if isinstance(record.event, events.CaseDeclined):
        return {"SLZTDM": FAILED, "BSLYY": case.reasons}
    limit = Clock.objects.get(case=case, kind=ClockKind.STATUTORY)
    number = getattr(record.event, "case_no", case.receipt_no)
    columns = {"SLZTDM": PASSED, "SLHZH": number, "SLR": record.actor_label}
    return columns | {"GDBLSX": limit.budget, "GDBLSXDW": UNITS[limit.unit]}


def _reviewed(case: Case, record: Record) -> dict[str, Any]:
    review = Review.objects.select_related("stage", "decided_by").get(pk=record.event.review_id)
    before = review.stage.route.stages.filter(order__lt=review.stage.order, duty=StageDuty.REVIEW).exists()
    code = APPROVAL if review.stage.duty == StageDuty.DECIDE else REVIEW if before else HANDLING
    opinion = {"SPYJ": review.opinion, "SPZTDM": record.event.verdict, "SPSJ": _time(record.at)}
    return {"SPHJDM": code, "SPHJMC": review.stage.title, "SPR": record.actor_label} | opinion


def _closed(case: Case, record: Record) -> dict[str, Any]:
    ending = case.closing or ENDINGS[type(record.event)]
    licence = case.licence
    until = licence.valid_until.isoformat() if licence and licence.valid_until else ""
    columns = {"BJJGDM": ending, "ZFHTHYY": case.reasons, "ZJBH": licence.number if licence else "", "ZJYXQX": until}
    return columns | {"SFJE": sum(line["amount_fen"] or 0 for line in case.fees), "JEDWDM": "分"}


def _amended(case: Case, record: Record) -> dict[str, Any]:
    """The closing once more as a higher version: what was told before is never updated."""
    return _closed(case, record) | {"SJBBH": 1 + record.event.version}


def _procedure_begun(case: Case, record: Record) -> dict[str, Any]:
    entry = case.clock_entries.get(pk=record.event.entry_id)
    limit = {"TBCXSX": entry.days, "TBCXSXDW": UNITS["WD"]}
    return {"TBCXZL": entry.title, "TBCXPZR": record.actor_label, "TBCXLY": entry.reason or entry.basis} | limit


def _procedure_ended(case: Case, record: Record) -> dict[str, Any]:
    entry = case.clock_entries.get(pk=record.event.entry_id)
    return {"TBCXJG": entry.outcome, "TBCXJSRQ": _time(record.at)}


def _correction(case: Case, record: Record) -> dict[str, Any]:
    names = case.materials.exclude(remark="").order_by("spec__order").values_list("spec__name", "remark")
    columns = {"BZQD": "、".join(name for name, _remark in names)}
    if isinstance(record.event, events.CorrectionHandedIn | events.SupplementHandedIn):
        return columns | {"BZSJSJ": _time(record.at)}
    return columns | {"BZGZFCR": record.actor_label, "BZGZYY": "；".join(remark for _name, remark in names)}


def _collected(case: Case, record: Record) -> dict[str, Any]:
    name = case.delivery.recipient_name if case.delivery else ""
    return {"LQRXM": name, "LQFS": record.event.way, "LQSJ": _time(record.at)}


def _time(moment: datetime) -> str:
    return clock.local(moment).strftime("%Y-%m-%d %H:%M:%S")


ENDINGS = {
    events.CaseWithdrawn: ClosingKind.RETURNED,
    events.CaseReturned: ClosingKind.UNCORRECTED,
    events.CaseAmended: ClosingKind.DONE,
}
TELLINGS: dict[type[Event], Telling] = {
    events.CaseSubmitted: Telling(TenEvent.FILED, _filed),
    events.CaseReceived: Telling(TenEvent.FILED, _filed),
    events.PrecheckPassed: Telling(TenEvent.PRECHECKED, _prechecked),
    events.PrecheckReturned: Telling(TenEvent.PRECHECKED, _prechecked),
    events.CaseAccepted: Telling(TenEvent.ACCEPTED, _accepted),
    events.CaseDeclined: Telling(TenEvent.ACCEPTED, _accepted),
    events.ProceedingBegun: Telling(TenEvent.ACCEPTED, _accepted),
    VerdictGiven: Telling(TenEvent.REVIEWED, _reviewed),
    events.CaseReturned: Telling(TenEvent.CLOSED, _closed),
    events.CaseWithdrawn: Telling(TenEvent.CLOSED, _closed),
    events.HigherDecisionCame: Telling(TenEvent.CLOSED, _closed),
    events.CaseTerminated: Telling(TenEvent.CLOSED, _closed),
    events.CaseVoided: Telling(TenEvent.CLOSED, _closed),
    events.CaseClosed: Telling(TenEvent.CLOSED, _closed),
    events.CaseAmended: Telling(TenEvent.CLOSED, _amended),
    events.ProcedureBegun: Telling(TenEvent.PROCEDURE_BEGUN, _procedure_begun),
    events.ProcedureEnded: Telling(TenEvent.PROCEDURE_ENDED, _procedure_ended),
    events.CorrectionRequested: Telling(TenEvent.CORRECTION_ASKED, _correction),
    events.CorrectionHandedIn: Telling(TenEvent.CORRECTION_CAME, _correction),
    events.SupplementAsked: Telling(TenEvent.CORRECTION_ASKED, _correction),
    events.SupplementHandedIn: Telling(TenEvent.CORRECTION_CAME, _correction),
    events.ResultDelivered: Telling(TenEvent.COLLECTED, _collected),
}
