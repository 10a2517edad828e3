"""The paper of a supervision order, D-22: numbered, drawn and sealed by the body that issued it."""

from django.db import transaction

from core import clock
from core.counters import next_number
from core.papers import render_pdf
from core.sealing import seal_provider
from core.services.files import store_file
from supervision.models import AlarmLevel, SupervisionOrder

TITLE, NUMBER_WORD = "督办通知书", "政督"
LEVELS = {AlarmLevel.WARNING: "预警", AlarmLevel.YELLOW: "黄牌", AlarmLevel.RED: "红牌"}
"""Official papers are Chinese whatever the language of the page."""


def make_order_paper(order_id: int) -> SupervisionOrder:
    """Number, draw and seal the paper of an order; one that is already made stays as it is."""
    _number(order_id)
    with transaction.atomic():
        order = SupervisionOrder.objects.select_for_update(of=("self",)).get(pk=order_id)
        if order.file_id is None:
            sealed = seal_provider().seal(draw_order(order), seal_name=order.issuer.name, reason=TITLE)
            order.file = store_file(sealed, name=f"order-{order.pk}.pdf")
            order.save(update_fields=["file"])
    return order


def draw_order(order: SupervisionOrder) -> bytes:
    """The paper before it is sealed; equal content gives equal bytes."""
    case = order.case
    context = {
        **{"order": order, "title": TITLE, "level": LEVELS[AlarmLevel(order.level)], "case": case},
        **{
            "item": case.version.name,
            "number": case.case_no or case.receipt_no,
            "rule": order.alarm.rule if order.alarm else "",
        },
        "until": order.answer_by,
    }
    return render_pdf("papers/supervision_order.html", context)


def _number(order_id: int) -> None:
    """Once; whoever numbers another order of the same body waits for this transaction, so nothing is drawn in it."""
    with transaction.atomic():
        order = SupervisionOrder.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=order_id)
        if order.number is None:
            year = clock.local(order.issued_at).year
            serial = next_number(f"supervision-order:{order.issuer_id}:{year}")
            order.number = f"{order.issuer.short}{NUMBER_WORD}〔{year}〕{serial:06d}号"
            order.save(update_fields=["number"])
