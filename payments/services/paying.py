"""Money comes in: through a gateway, or at the counter."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import SYSTEM, Actor
from identity.models import Role
from payments.events import OrderPaid, StrayPayment
from payments.gateways import GatewayAway, GatewayRejected, Invoice, Standing, gateway, gateway_codes
from payments.models import Difference, DifferenceKind, OrderState, PaymentAttempt, PaymentOrder
from payments.queries import visible_to
from payments.rules.bookkeeping import money_at, paid, stray
from payments.rules.patience import FIRST_SECONDS
from payments.services.booking import COUNTER_WAYS, book, locked, require

STILL_GOOD = timedelta(minutes=30)
"""For so long a payer who comes back is led to the payment he began."""


def begin_payment(order: PaymentOrder, *, way: str, by: Actor) -> PaymentAttempt:
    """The payer goes to a gateway: what it answers is where he pays. Whoever clicks twice gets the same payment.

    Refuses `not_yours`, `way` for a gateway this hall does not have, `not_due` (a conflict) when nothing is to be paid
    any more, `gateway_away` when the gateway does not answer; it is asked later what became of it.
    """
    if not by.is_citizen or not visible_to(by).filter(pk=order.charge_id).exists():
        raise Refusal("not_yours", _("Only who has to pay this can do that."))
    if way not in gateway_codes():
        raise Refusal("way", _("Choose one of the ways to pay."), field="way")
    attempt = _attempt(order, way)
    if attempt.address:
        return attempt
    site = settings.SITE_URL
    invoice = Invoice(
        number=attempt.number,
        amount_fen=attempt.order.amount_fen,
        subject=attempt.order.charge.subject,
        notice_url=f"{site}{reverse('payments:notice', args=[way])}",
        return_url=f"{site}{reverse('payments:space_charge', args=[order.charge_id])}",
    )
    try:
        attempt.address = gateway(way).begin(invoice)
    except (GatewayAway, GatewayRejected) as error:
        sentence = _("This way to pay does not answer right now. Nothing was paid; please try again later.")
        raise Refusal("gateway_away", sentence, conflict=True) from error
    attempt.save(update_fields=["address"])
    return attempt


def _attempt(order: PaymentOrder, way: str) -> PaymentAttempt:
    """The payment somebody began a moment ago, or a new one, stored before the gateway hears of it."""
    with locked(order.charge_id) as charge:
        order = PaymentOrder.objects.get(pk=order.pk)
        if order.state != OrderState.PENDING:
            raise Refusal("not_due", _("Nothing has to be paid any more."), conflict=True)
        order.charge, now = charge, clock.now()
        begun = PaymentAttempt.objects.filter(order=order, gateway=way, paid_at=None, begun_at__gt=now - STILL_GOOD)
        found = begun.order_by("-pk").first()
        if found is None:
            made = PaymentAttempt.objects.filter(order=order).count()
            found = PaymentAttempt.objects.create(
                order=order, gateway=way, number=f"{order.number}T{made + 1}", begun_at=now,
                ask_at=now + timedelta(seconds=FIRST_SECONDS),
            )  # fmt: skip
        found.order = order
    return found


def settle(standing: Standing, *, code: str) -> bool:
    """What a gateway says of one of our payments becomes truth, once however often it is said; True when it was new.

    The amount it took is compared with the amount that was asked: another one, or money for what is not due any more,
    settles nothing, stands on the suspense account and is listed as a difference. Refuses `unknown_payment`. Publishes
    OrderPaid or StrayPayment.
    """
    attempt = PaymentAttempt.objects.select_related("order").filter(gateway=code, number=standing.number).first()
    if attempt is None:
        raise Refusal("unknown_payment", _("No payment has this number."))
    if not standing.paid or attempt.paid_at is not None:
        return False
    with locked(attempt.order.charge_id):
        attempt = PaymentAttempt.objects.select_for_update(of=("self",)).select_related("order").get(pk=attempt.pk)
        known = PaymentAttempt.objects.filter(gateway=code, trade_no=standing.trade_no).exclude(trade_no="")
        if attempt.paid_at is not None or known.exclude(pk=attempt.pk).exists():
            return False
        now = clock.now()
        attempt.trade_no, attempt.paid_fen = standing.trade_no[:64], standing.amount_fen
        attempt.paid_at, attempt.ask_at = min(standing.paid_at or now, now), None
        attempt.save(update_fields=["trade_no", "paid_fen", "paid_at", "ask_at"])
        order = attempt.order
        if standing.amount_fen != order.amount_fen:
            _keep_stray(attempt, DifferenceKind.WRONG_NOTICE, now)
        elif order.state != OrderState.PENDING:
            _keep_stray(attempt, DifferenceKind.STRAY, now)
        else:
            _take(order, way=code, number=attempt.number, counted_at=attempt.paid_at, by=SYSTEM, at=now)
    return True


def take_at_counter(order: PaymentOrder, *, way: str, receipt_no: str, by: Actor) -> PaymentOrder:
    """A clerk of the body took the money: cash or by card, with the number of the receipt he wrote (Z19).

    Refuses `not_yours`, `way`, `receipt_no` for none or one that was given before, `not_due` (a conflict). Publishes
    OrderPaid.
    """
    receipt_no = receipt_no.strip()
    with locked(order.charge_id) as charge:
        person = require(charge, by, Role.CLERK)
        if way not in COUNTER_WAYS:
            raise Refusal("way", _("Choose how it was paid."), field="way")
        if not receipt_no or len(receipt_no) > 40:
            raise Refusal("receipt_no", _("Type the number of the receipt, at most 40 characters."), field="receipt_no")
        if PaymentOrder.objects.filter(way=way, receipt_no=receipt_no).exists():
            raise Refusal("receipt_no", _("This receipt number was given before."), field="receipt_no")
        order = PaymentOrder.objects.get(pk=order.pk)
        if order.state != OrderState.PENDING:
            raise Refusal("not_due", _("Nothing has to be paid any more."), conflict=True)
        order.receipt_no, order.taken_by_id, order.charge, now = receipt_no, person, charge, clock.now()
        _take(order, way=way, number=order.number, counted_at=now, by=by, at=now)
    return order


def _take(order: PaymentOrder, *, way: str, number: str, counted_at: datetime, by: Doer, at: datetime) -> None:
    order.state, order.way, order.paid_at = OrderState.PAID, way, counted_at
    order.save(update_fields=["state", "way", "paid_at", "receipt_no", "taken_by"])
    book(
        order, "paid", paid(order.amount_fen, money_at(counter=way in COUNTER_WAYS)),
        key=f"paid:{number}", at=at, way=way, number=number, counted_at=counted_at,
    )  # fmt: skip
    event = OrderPaid(charge_id=order.charge_id, order_id=order.pk, amount_fen=order.amount_fen, way=way)
    publish(event, by=by, at=at)


def _keep_stray(attempt: PaymentAttempt, kind: DifferenceKind, at: datetime) -> None:
    """Money that is not ours stays visible: on the suspense account, and in the list of differences."""
    order, fen, counted_at = attempt.order, attempt.paid_fen or 0, attempt.paid_at or at
    if fen:
        book(
            order, "stray", stray(fen), key=f"stray:{attempt.number}", at=at, way=attempt.gateway,
            number=attempt.number, counted_at=counted_at,
        )  # fmt: skip
    Difference.objects.get_or_create(
        **{"gateway": attempt.gateway, "day": clock.local(counted_at).date(), "number": attempt.number, "kind": kind},
        defaults={
            **{"order": order, "ours_fen": order.amount_fen if kind == DifferenceKind.WRONG_NOTICE else 0},
            **{"theirs_fen": fen, "found_at": at},
        },
    )
    event = StrayPayment(charge_id=order.charge_id, order_id=order.pk, amount_fen=fen, number=attempt.number)
    publish(event, by=SYSTEM, at=at)
