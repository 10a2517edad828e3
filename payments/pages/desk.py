"""Money at the desk of the body that charges it, as view models."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.badges import badge_of
from core.datewords import datetime_words
from core.queries.counting import counts_of
from core.queries.paging import page_of
from core.templatetags.gp import yuan
from identity.actors import Actor
from identity.models import Role
from payments.models import LIVE_STATES, Assessment, Charge, OrderState, PaymentOrder, Refund, RefundState
from payments.pages.looks import money
from payments.pages.space import badge_for, current_order, happened, lines_of
from payments.queries import live_order, of_own_body, waiting_for_amount, waiting_for_approval


def tabs_of(actor: Actor) -> dict[str, tuple[str, QuerySet[Charge]]]:
    """What waits for whom."""
    mine = of_own_body(actor)
    pending = PaymentOrder.objects.filter(state=OrderState.PENDING)
    paid = PaymentOrder.objects.exclude(paid_at=None)
    return {
        "due": (_("To be paid"), mine.filter(pk__in=pending.values("charge"))),
        "amount": (_("To work out"), waiting_for_amount(mine)),
        "approve": (_("To approve"), waiting_for_approval(mine)),
        "paid": (_("Paid"), mine.filter(pk__in=paid.values("charge"))),
    }


def charges(actor: Actor, asked: Mapping[str, str]) -> dict[str, Any]:
    """One tab of the body's charges."""
    tabs = tabs_of(actor)
    current = asked.get("tab", "due") if asked.get("tab") in tabs else "due"
    counts = counts_of([found for _label, found in tabs.values()])
    found = tabs[current][1].select_related("payer").prefetch_related("orders")
    page = page_of(found, asked, size=15)
    why = {
        "due": _("Nobody has to pay anything now."),
        "amount": _("No amount has to be worked out now."),
        "approve": _("Nothing waits for approval now."),
        "paid": _("Nobody has paid yet."),
    }
    return {
        "title": _("Fees"),
        "tabs": [
            {"label": label, "href": f"?tab={key}", "current": key == current, "count": count}
            for (key, (label, _found)), count in zip(tabs.items(), counts, strict=True)
        ],
        **{"rows": [_row(one) for one in page.rows], "page": page, "why": why[current]},
    }


def _row(charge: Charge) -> dict[str, Any]:
    order = current_order(charge)
    return {
        **{"href": reverse("payments:desk_charge", args=[charge.pk]), "name": charge.subject, "handling": ""},
        **{"applicant": charge.payer_name, "badge": badge_for(charge, order), "action": _("Open")},
        **{"step": money(order.amount_fen) if order else "", "step_note": order.number if order else ""},
    }


def charge(found: Charge, actor: Actor) -> dict[str, Any]:
    """One charge with everything that happened, and what this post may do now."""
    order = live_order(found)
    proposals = list(found.assessments.select_related("asked_by", "decided_by").order_by("-pk"))
    refunds = list(Refund.objects.filter(order__charge=found).select_related("asked_by", "decided_by").order_by("-pk"))
    return {
        **{"charge": found, "order": order, "badge": badge_for(found, order), "lines": lines_of(order)},
        **{"amount": money(order.amount_fen) if order else "", "pairs": happened(order) if order else []},
        "proposals": [_proposal(one) for one in proposals],
        "refunds": [_refund(one) for one in refunds],
        "deeds": _deeds(found, order, proposals, refunds, actor),
    }


def _deeds(
    charge: Charge, order: PaymentOrder | None, proposals: Sequence[Assessment], refunds: Sequence[Refund], actor: Actor
) -> list[dict[str, str]]:
    """Pages of deeds; whoever asked is not offered the approval."""
    mine, deeds = charge.department_id in actor.department_ids, []
    open_proposal = next((one for one in proposals if one.decided_at is None), None)
    open_refund = next((one for one in refunds if one.state in {RefundState.ASKED, RefundState.APPROVED}), None)
    live = order is not None and order.state in LIVE_STATES
    if mine and actor.has_role(Role.CLERK):
        if order is not None and order.state == OrderState.PENDING:
            deeds.append(_deed(charge, "counter", _("Take the money at the counter"), "cash", "primary"))
        if open_proposal is None and (not live or (order is not None and order.state == OrderState.PENDING)):
            label = _("Propose another amount") if live else _("Work out the amount")
            deeds.append(_deed(charge, "amounts", label, "calculator", "secondary" if live else "primary"))
    refundable = order is not None and order.state == OrderState.PAID and open_refund is None
    if mine and refundable and actor.has_role(Role.FINANCE, Role.CLERK):
        deeds.append(_deed(charge, "refund", _("Ask for a refund"), "arrow-back-up", "secondary"))
    if mine and actor.has_role(Role.LEADER):
        if open_proposal is not None and open_proposal.asked_by_id != actor.staff_id:
            deeds.append(_deed(charge, "approve_amounts", _("Decide on the amount"), "gavel", "primary"))
        waits = open_refund is not None and open_refund.state == RefundState.ASKED
        if waits and open_refund is not None and open_refund.asked_by_id != actor.staff_id:
            deeds.append(_deed(charge, "approve_refund", _("Decide on the refund"), "gavel", "primary"))
    return deeds


def _deed(charge: Charge, name: str, label: str, icon: str, style: str) -> dict[str, str]:
    href = reverse("payments:desk_deed", args=[charge.pk, name])
    return {"href": href, "label": label, "icon": icon, "style": style}


def _proposal(one: Assessment) -> dict[str, Any]:
    amounts = [
        f"{name}：{yuan(fen)}元" + (f"（{ground}）" if ground else "") for name, (fen, ground) in one.amounts.items()
    ]
    verdict = {None: _("Waits for approval"), True: _("Approved"), False: _("Rejected")}[one.approved]
    return {
        **{"amounts": amounts, "reason": one.reason, "verdict": verdict},
        "asked": f"{one.asked_by.name} {_when(one.asked_at)}",
        "decided": f"{one.decided_by.name} {_when(one.decided_at)}" if one.decided_by and one.decided_at else "",
    }


def _refund(one: Refund) -> dict[str, Any]:
    return {
        **{"amount": money(one.amount_fen), "reason": one.reason, "badge": badge_of("refund", one.state)},
        "asked": f"{one.asked_by.name} {_when(one.asked_at)}",
        "decided": f"{one.decided_by.name} {_when(one.decided_at)}" if one.decided_by and one.decided_at else "",
    }


def _when(moment: Any) -> str:
    return datetime_words(moment, today=clock.today())
