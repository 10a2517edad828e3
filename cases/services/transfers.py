"""Handing papers on between the body that took a case in and the one that handles it (物料流转, 2.8.1)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cases.events import PapersHandedOn, PapersTakenOver
from cases.models import Case, DocumentKind, PaperTransfer, TransferWay
from cases.services.life import locked
from cases.services.papers import order_document
from core import clock
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Department


def other_body(case: Case, by: Actor) -> Department | None:
    """Where this clerk's papers of the case go: to the handling body from where they were taken in, and back; None when
    both are one, or neither is his."""
    taken_in, handles = case.intake_department, case.department
    if taken_in is None or taken_in.pk == handles.pk:
        return None
    if taken_in.pk in by.department_ids:
        return handles
    return taken_in if handles.pk in by.department_ids else None


def hand_on(case: Case, *, contents: Sequence[str], way: TransferWay, courier: str = "", by: Actor) -> PaperTransfer:
    """Send the papers of a case on to the other body, with the voucher in two copies (2.8.1).

    Refuses `nowhere` when there is no other body, `contents` for an empty list, `courier` without carrier and number,
    `under_way` (a conflict) while papers of it are on their way. Publishes PapersHandedOn.
    """
    if not contents:
        raise Refusal("contents", _("Choose what is handed on."), field="contents")
    if way == TransferWay.COURIER and not courier.strip():
        raise Refusal("courier", _("Name the carrier and the number."), field="courier")
    with locked(case) as case:
        receiver = other_body(case, by)
        if receiver is None or by.department_id is None:
            raise Refusal("nowhere", _("This case is taken in and handled by one body."))
        if case.transfers.filter(received_at=None).exists():
            raise Refusal("under_way", _("Papers of this case are on their way already."), conflict=True)
        now = clock.now()
        sender = case.department if receiver.pk == case.intake_department_id else case.intake_department
        assert sender is not None
        transfer = PaperTransfer.objects.create(
            case=case,
            sender=sender,
            receiver=receiver,
            way=way,
            courier=courier.strip()[:80],
            contents=list(contents),
            sent_by=by.label,
            sent_at=now,
        )
        publish(PapersHandedOn(case_id=case.pk, transfer_id=transfer.pk, receiver=receiver.name), by=by, at=now)
        content = {
            "step": str(case.get_state_display()),
            "contents": list(contents),
            "way": str(TransferWay(way).label),
            "courier": transfer.courier,
            "sender": {"name": sender.name, "person": by.label, "phone": sender.phone},
            "receiver": {"name": receiver.name, "phone": receiver.phone},
        }
        serial = case.transfers.count()
        order_document(case, DocumentKind.TRANSFER_VOUCHER, content=content, by=by, at=now, serial=serial)
    return transfer


def take_over(transfer: PaperTransfer, *, remark: str = "", by: Actor) -> PaperTransfer:
    """The other body signs for the papers; `remark` says what was missing. Refuses `forbidden` for anybody else's
    papers, `taken_over` (a conflict) for a second time. Publishes PapersTakenOver."""
    with locked(transfer.case):
        transfer = PaperTransfer.objects.select_related("case").get(pk=transfer.pk)
        if transfer.receiver_id not in by.department_ids:
            raise Refusal("forbidden", _("These papers go to another body."))
        if transfer.received_at is not None:
            raise Refusal("taken_over", _("These papers were signed for already."), conflict=True)
        transfer.received_at, transfer.received_by = clock.now(), by.label
        transfer.remark = remark.strip()[:300]
        transfer.save(update_fields=["received_at", "received_by", "remark"])
        complete = not transfer.remark
        publish(PapersTakenOver(case_id=transfer.case_id, transfer_id=transfer.pk, complete=complete), by=by)
    return transfer
