"""Named reads of money; `visible_to` guards every row."""

from django.db.models import Q, QuerySet

from identity.actors import Actor
from identity.models import Role
from payments.models import (
    Assessment,
    Charge,
    Difference,
    LedgerEntry,
    OrderState,
    PaymentOrder,
    Reconciliation,
    Refund,
)
from payments.models.moving import RefundState

DESK_ROLES = (Role.CLERK, Role.LEADER, Role.FINANCE)
WATCH_ROLES = (Role.SUPERVISOR, Role.LEADER, Role.FINANCE)


def visible_to(actor: Actor) -> QuerySet[Charge]:
    """Charges this actor may see: a citizen those of the party he acts for, within his mandate; clerks, leaders
    and finance officers those of their body; supervisors all; nobody else any."""
    if actor.is_citizen:
        return _of_payer(actor)
    if not actor.is_staff:
        return Charge.objects.none()
    if actor.has_role(Role.SUPERVISOR):
        return Charge.objects.all()
    if actor.has_role(*DESK_ROLES):
        return of_own_body(actor)
    return Charge.objects.none()


def of_own_body(actor: Actor) -> QuerySet[Charge]:
    """Charges the actor's departments ask for."""
    return Charge.objects.filter(department_id__in=actor.department_ids)


def due_for(actor: Actor) -> QuerySet[PaymentOrder]:
    """What the party this citizen acts for has to pay now, the oldest first."""
    if not actor.is_citizen:
        return PaymentOrder.objects.none()
    due = PaymentOrder.objects.filter(state=OrderState.PENDING, charge__in=visible_to(actor))
    return due.select_related("charge__department").order_by("pk")


def live_order(charge: Charge) -> PaymentOrder | None:
    """The order that counts now: the newest that was not closed, else the newest at all."""
    orders = list(charge.orders.order_by("-pk"))
    return next((one for one in orders if one.state != OrderState.CLOSED), orders[0] if orders else None)


def holds_back(charge: Charge) -> bool:
    """Whether the result may wait for this money: a fee set by law or administrative regulation is due and unpaid.
    Nothing else may hold a result back, and nothing at all a decision (C-43)."""
    pending = charge.orders.filter(state=OrderState.PENDING).first()
    return pending is not None and pending.is_statutory


def waiting_for_amount(charges: QuerySet[Charge]) -> QuerySet[Charge]:
    """Charges for which nobody has said yet what is due: no order, no proposal that was approved or waits."""
    proposed = Assessment.objects.filter(Q(approved=None) | Q(approved=True))
    by_rule = Charge.objects.filter(orders__isnull=False)
    return charges.exclude(pk__in=proposed.values("charge")).exclude(pk__in=by_rule.values("pk"))


def waiting_for_approval(charges: QuerySet[Charge]) -> QuerySet[Charge]:
    """Charges with a proposed amount or a refund that a second person has to decide."""
    open_ = Assessment.objects.filter(decided_at=None)
    refunds = Refund.objects.filter(state=RefundState.ASKED)
    return charges.filter(Q(pk__in=open_.values("charge")) | Q(pk__in=refunds.values("order__charge")))


def differences_visible_to(actor: Actor) -> QuerySet[Difference]:
    """Differences with gateways: all for supervisors, those about money of the own body for its leaders and finance
    officers."""
    found = Difference.objects.select_related("order__charge__department", "ended_by")
    if actor.is_staff and actor.has_role(Role.SUPERVISOR):
        return found
    if actor.is_staff and actor.has_role(Role.LEADER, Role.FINANCE):
        return found.filter(order__charge__department_id__in=actor.department_ids)
    return found.none()


def reconciliations_visible_to(actor: Actor) -> QuerySet[Reconciliation]:
    """Comparisons with gateways, the latest first; they name nobody."""
    if not actor.is_staff or not actor.has_role(*WATCH_ROLES):
        return Reconciliation.objects.none()
    return Reconciliation.objects.order_by("-pk")


def ledger_visible_to(actor: Actor) -> QuerySet[LedgerEntry]:
    """Entries of the ledger, the latest first: all for supervisors, those of the own body's orders for its leaders and
    finance officers."""
    found = LedgerEntry.objects.select_related("order__charge__department").prefetch_related("lines")
    if not actor.is_staff or not actor.has_role(*WATCH_ROLES):
        return found.none()
    if actor.has_role(Role.SUPERVISOR):
        return found
    return found.filter(order__charge__department_id__in=actor.department_ids)


def _of_payer(actor: Actor) -> QuerySet[Charge]:
    if actor.acting is None:
        return Charge.objects.none()
    own = Charge.objects.filter(payer_id=actor.acting.party_id)
    if actor.acting.item_codes:
        own = own.filter(version__item__entry__base_code__in=actor.acting.item_codes)
    return own
