"""A citizen's money as view models."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.badges import Badge, badge_of
from core.datewords import datetime_words
from core.queries.paging import Page, page_of
from identity.actors import Actor
from payments.gateways import gateway, gateway_codes
from payments.models import Charge, OrderState, PaymentAttempt, PaymentOrder, Refund, RefundState
from payments.pages.looks import FREE, TO_ASSESS, money, way_label
from payments.queries import due_for, live_order, visible_to
from payments.rules.amounts import charged_by_rule


def charges(actor: Actor, asked: Mapping[str, str]) -> dict[str, Any]:
    """All charges of the party, and what is due now together."""
    found = visible_to(actor).select_related("department").prefetch_related("orders")
    page: Page[Charge] = page_of(found, asked)
    due = sum(order.amount_fen for order in due_for(actor))
    return {
        "rows": [row(one) for one in page.rows],
        "page": page,
        "due": _("To be paid now: %(amount)s") % {"amount": money(due)} if due else "",
    }


def row(charge: Charge) -> dict[str, Any]:
    """A charge as a row of a list."""
    order = current_order(charge)
    return {
        **{"href": reverse("payments:space_charge", args=[charge.pk]), "subject": charge.subject},
        **{"department": charge.department.name, "number": order.number if order else ""},
        **{"amount": money(order.amount_fen) if order else "", "badge": badge_for(charge, order)},
        "when": datetime_words(charge.opened_at, today=clock.today()),
    }


def current_order(charge: Charge) -> PaymentOrder | None:
    """The order that counts, of a charge whose orders are read already."""
    orders = sorted(charge.orders.all(), key=lambda one: -one.pk)
    return next((one for one in orders if one.state != OrderState.CLOSED), orders[0] if orders else None)


def badge_for(charge: Charge, order: PaymentOrder | None) -> Badge:
    """How far a charge is: the state of its order, or why it has none."""
    if order is not None:
        return badge_of("order", order.state)
    return FREE if charged_by_rule(charge.tariff_lines) == [] else TO_ASSESS


def charge(found: Charge, problem: str = "") -> dict[str, Any]:
    """One charge for its payer: lines with basis, the ways to pay while it is due, what happened."""
    order = live_order(found)
    due = order is not None and order.state == OrderState.PENDING
    return {
        **{"charge": found, "order": order, "badge": badge_for(found, order), "problem": problem},
        **{"amount": money(order.amount_fen) if order else "", "lines": lines_of(order)},
        "ways": [{"code": code, "label": gateway(code).label} for code in gateway_codes()] if due else [],
        "going": _going(order) if order is not None and due else None,
        "pairs": happened(order) if order else [],
        "refunds": refunds_of(order) if order else [],
        "why": "" if order else _("The body works out what is due; you will be told."),
    }


def lines_of(order: PaymentOrder | None) -> list[dict[str, str]]:
    """What is asked, line by line, with the standard and the law it rests on (D-17)."""
    return [
        {
            **{"name": line.name, "standard": line.standard, "basis": line.basis},
            **{"amount": money(line.amount_fen), "ground": line.ground, "how": line.how},
        }
        for line in (order.order_lines if order else [])
    ]


def happened(order: PaymentOrder) -> list[dict[str, Any]]:
    """When it was asked and paid, and how."""
    today = clock.today()
    pairs: list[dict[str, Any]] = [
        {"label": _("Number"), "value": order.number, "number": True},
        {"label": _("Asked"), "value": datetime_words(order.opened_at, today=today)},
    ]
    if order.paid_at is not None:
        pairs.append({"label": _("Paid"), "value": datetime_words(order.paid_at, today=today)})
        pairs.append({"label": _("Paid by"), "value": way_label(order.way)})
    if order.receipt_no:
        pairs.append({"label": _("Number of the receipt"), "value": order.receipt_no, "number": True})
    if order.refunded_fen:
        pairs.append({"label": _("Given back"), "value": money(order.refunded_fen)})
    return pairs


def refunds_of(order: PaymentOrder) -> list[dict[str, Any]]:
    """What is given back; wishes nobody approved yet are the body's own."""
    shown = [RefundState.APPROVED, RefundState.DONE]
    return [
        {"amount": money(refund.amount_fen), "reason": refund.reason, "badge": badge_of("refund", refund.state)}
        for refund in Refund.objects.filter(order=order, state__in=shown).order_by("pk")
    ]


def _going(order: PaymentOrder) -> dict[str, Any] | None:
    """The payment that was begun: where to go, or the code to scan."""
    begun = PaymentAttempt.objects.filter(order=order, paid_at=None, gateway__in=gateway_codes())
    attempt = begun.exclude(address="").order_by("-pk").first()
    if attempt is None:
        return None
    teller = gateway(attempt.gateway)
    return {"label": teller.label, "address": attempt.address, "scanned": teller.shows_code}
