"""What a visitor gets for what he handed in at a window (C-03, D-01, XKF 32)."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.models import Case, CaseState, Clock, ClockKind, Document, DocumentKind, MaterialState
from cases.services.life import locked
from cases.services.papers import order_document
from cases.services.submission import RECEIPT_COLUMNS, give_receipt, receipt_content
from core import clock
from core.refusal import Refusal
from identity.actors import Actor


def hand_receipt(case: Case, *, by: Actor) -> Document:
    """The receipt D-01 of everything that is in hand now; asked again while nothing has come since, it is the same one.

    Refuses `wrong_state` unless the case is received, and `nothing_in_hand`.
    """
    with locked(case) as case:
        if case.state != CaseState.RECEIVED:
            raise Refusal("wrong_state", _("A receipt is given while the case is received."), conflict=True)
        if not _in_hand(case):
            raise Refusal("nothing_in_hand", _("Nothing has been handed in yet."), conflict=True)
        return order_receipt(case, by=by)


def give_receipt_if_owed(case: Case, *, by: Actor) -> None:
    """What was handed in at a window does not go on without a receipt; callers hold the lock of the case."""
    if case.state != CaseState.RECEIVED or _receipts_of(case).exists():
        return
    if _in_hand(case):
        order_receipt(case, by=by)


def order_receipt(case: Case, *, by: Actor) -> Document:
    """Order D-01 unless the last one says the same; the query code is on the first one (C-32). Callers hold the lock of
    the case."""
    last, now = _receipts_of(case).order_by("-serial").first(), clock.now()
    answer_by = Clock.objects.filter(case=case, kind=ClockKind.ACCEPTANCE).latest("pk")
    content = receipt_content(case, "", answer_by, at=now)
    if last is not None and last.content["materials"] == content["materials"]:
        return last
    content["query_code"] = give_receipt(case, now)
    case.save(update_fields=RECEIPT_COLUMNS)
    serial = last.serial + 1 if last else 1
    return order_document(case, DocumentKind.INTAKE_RECEIPT, content=content, by=by, at=now, serial=serial)


def _receipts_of(case: Case) -> QuerySet[Document]:
    return case.documents.filter(kind=DocumentKind.INTAKE_RECEIPT)


def _in_hand(case: Case) -> bool:
    return case.materials.exclude(state=MaterialState.NEEDED).exists()
