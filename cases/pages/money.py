"""The fee of a case as applicants and clerks see it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case
from cases.queries.money import charge_of
from core.badges import badge_of
from identity.actors import Actor
from payments.models import OrderState
from payments.pages.looks import money
from payments.pages.space import badge_for
from payments.queries import due_for, live_order

SHOWN = 5


def fee_link(case: Case) -> dict[str, Any]:
    """What the clerk's page of a case shows of its fee; nothing for a case that costs nothing."""
    charge = charge_of(case) if case.fees else None
    if charge is None:
        return {}
    order = live_order(charge)
    href = reverse("payments:desk_charge", args=[charge.pk])
    amount = money(order.amount_fen) if order else _("Fee")
    return {"fee": {"href": href, "amount": amount, "badge": badge_for(charge, order)}}


def fee_alert(case: Case) -> dict[str, Any] | None:
    """What the applicant has to pay for this case now; None when nothing is due."""
    charge = charge_of(case) if case.fees else None
    order = live_order(charge) if charge else None
    if charge is None or order is None or order.state != OrderState.PENDING:
        return None
    text = _("%(amount)s have to be paid.") % {"amount": money(order.amount_fen)}
    if order.is_statutory:
        why = _("The law sets this fee; your result is handed over when it is paid.")
        text = f"{text}{why}"
    href = reverse("payments:space_charge", args=[charge.pk])
    return {"text": text, "tone": "wait", "href": href, "action": _("Pay now")}


def fee_todos(actor: Actor) -> list[dict[str, Any]]:
    """What waits to be paid, as entries of the space."""
    return [
        {
            **{"badge": badge_of("order", order.state), "note": order.charge.subject, "action": _("Pay now")},
            "title": _("Pay %(amount)s") % {"amount": money(order.amount_fen)},
            **{"href": reverse("payments:space_charge", args=[order.charge_id]), "primary": True},
        }
        for order in due_for(actor)[:SHOWN]
    ]
