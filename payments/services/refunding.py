"""Money goes back: asked for by one person, approved by another, never more than was paid (C-41)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import SYSTEM, Actor
from identity.models import Role
from payments.events import OrderRefunded, RefundAsked, RefundDecided
from payments.gateways import Return
from payments.models import OrderState, PaymentAttempt, PaymentOrder, Refund, RefundState
from payments.rules.bookkeeping import money_at, refund_owed, refunded
from payments.rules.patience import LONGEST_SECONDS, pause_after
from payments.services.booking import COUNTER_WAYS, book, locked, require


def ask_refund(order: PaymentOrder, *, amount_fen: int, reason: str, by: Actor) -> Refund:
    """A finance officer or clerk asks that money be given back, all of it or a part, with the reason.

    Refuses `not_yours`, `no_reason`, `not_paid` (a conflict), `too_much` for more than is left of the payment,
    `asked_already` (a conflict) while another refund is on its way. Publishes RefundAsked.
    """
    with locked(order.charge_id) as charge:
        person = require(charge, by, Role.FINANCE, Role.CLERK)
        order = PaymentOrder.objects.get(pk=order.pk)
        if not reason.strip():
            raise Refusal("no_reason", _("Write down the reason."), field="reason")
        if not OrderState(order.state).holds_money:
            raise Refusal("not_paid", _("Nothing was paid that could be given back."), conflict=True)
        if not 0 < amount_fen <= order.amount_fen - order.refunded_fen:
            raise Refusal("too_much", _("At most what was paid and not given back yet."), field="amount_fen")
        if Refund.objects.filter(order=order, state__in=[RefundState.ASKED, RefundState.APPROVED]).exists():
            raise Refusal("asked_already", _("Another refund of this payment is on its way."), conflict=True)
        made, now = Refund.objects.filter(order=order).count(), clock.now()
        refund = Refund.objects.create(
            order=order, number=f"{order.number}R{made + 1}", amount_fen=amount_fen, reason=reason.strip(),
            asked_by_id=person, asked_at=now,
        )  # fmt: skip
        event = RefundAsked(charge_id=charge.pk, refund_id=refund.pk, amount_fen=amount_fen)
        publish(event, by=by, at=now)
    return refund


def decide_refund(refund: Refund, *, approve: bool, by: Actor) -> Refund:
    """A leader approves a refund or rejects it; never who asked for it. What was paid at the counter is given back
    there at once, the gateway is told by the next sweep.

    Refuses `not_yours`, `same_person`, `decided` (a conflict). Publishes RefundDecided, OrderRefunded.
    """
    with locked(_charge_of(refund)) as charge:
        person = require(charge, by, Role.LEADER)
        refund = Refund.objects.select_for_update(of=("self",)).select_related("order").get(pk=refund.pk)
        if refund.state != RefundState.ASKED:
            raise Refusal("decided", _("This was decided by now."), conflict=True)
        if refund.asked_by_id == person:
            raise Refusal("same_person", _("Whoever asked for it cannot approve it: ask a second person."))
        order, now = refund.order, clock.now()
        refund.state = RefundState.APPROVED if approve else RefundState.REJECTED
        refund.decided_by_id, refund.decided_at = person, now
        refund.send_at = now if approve and order.way not in COUNTER_WAYS else None
        refund.save(update_fields=["state", "decided_by", "decided_at", "send_at"])
        publish(RefundDecided(charge_id=charge.pk, refund_id=refund.pk, approved=approve), by=by, at=now)
        if approve:
            order.state = OrderState.REFUNDING
            order.save(update_fields=["state"])
            book(order, "refund", refund_owed(refund.amount_fen), key=f"refund:{refund.number}", at=now)
            if order.way in COUNTER_WAYS:
                _give_back(refund, by=by, at=now)
    return refund


def confirm_refund(refund: Refund) -> bool:
    """The gateway gave the money back; once however often it says so, True when it was new. Publishes OrderRefunded."""
    with locked(_charge_of(refund)):
        refund = Refund.objects.select_for_update(of=("self",)).select_related("order").get(pk=refund.pk)
        if refund.state != RefundState.APPROVED:
            return False
        _give_back(refund, by=SYSTEM, at=clock.now())
    return True


def refunds_to_send(*, limit: int = 20) -> list[tuple[Refund, str, Return]]:
    """Refunds whose turn it is, with their gateway and what it is told; each is put off first, so that a second worker
    leaves it alone and one that dies is followed by another."""
    now = clock.now()
    with transaction.atomic():
        due = Refund.objects.filter(send_at__lte=now).order_by("send_at")
        found = list(due.select_for_update(of=("self",), skip_locked=True).select_related("order")[:limit])
        for refund in found:
            refund.send_at = now + timedelta(seconds=pause_after(refund.tries) or LONGEST_SECONDS)
            refund.tries += 1
            refund.save(update_fields=["send_at", "tries"])
    return [(refund, refund.order.way, _return_of(refund)) for refund in found]


def _return_of(refund: Refund) -> Return:
    order = refund.order
    paid = PaymentAttempt.objects.get(order=order, gateway=order.way, paid_at=order.paid_at, paid_fen=order.amount_fen)
    return Return(paid.number, refund.number, refund.amount_fen, order.amount_fen, refund.reason)


def _give_back(refund: Refund, *, by: Doer, at: datetime) -> None:
    order = refund.order
    refund.state, refund.done_at, refund.send_at = RefundState.DONE, at, None
    refund.save(update_fields=["state", "done_at", "send_at"])
    order.refunded_fen += refund.amount_fen
    order.state = OrderState.REFUNDED if order.refunded_fen == order.amount_fen else OrderState.PAID
    order.save(update_fields=["state", "refunded_fen"])
    place = money_at(counter=order.way in COUNTER_WAYS)
    book(
        order, "refunded", refunded(refund.amount_fen, place), key=f"refunded:{refund.number}", at=at,
        way=order.way, number=refund.number,
    )  # fmt: skip
    event = OrderRefunded(charge_id=order.charge_id, refund_id=refund.pk, amount_fen=refund.amount_fen)
    publish(event, by=by, at=at)


def _charge_of(refund: Refund) -> int:
    return PaymentOrder.objects.values_list("charge_id", flat=True).get(pk=refund.order_id)
