"""How states and amounts of money are shown."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.badges import Badge, Tone, register_badges
from core.templatetags.gp import yuan
from payments.gateways import gateway, gateway_codes
from payments.models import DifferenceKind, OrderState, RefundState

ORDER_LOOKS = {
    OrderState.PENDING: (Tone.WAIT, "hourglass"),
    OrderState.PAID: (Tone.OK, "circle-check"),
    OrderState.REFUNDING: (Tone.RUN, "arrow-back-up"),
    OrderState.REFUNDED: (Tone.NONE, "arrow-back-up"),
    OrderState.CLOSED: (Tone.NONE, "ban"),
}
REFUND_LOOKS = {
    RefundState.ASKED: (Tone.WAIT, "hourglass"),
    RefundState.REJECTED: (Tone.NONE, "ban"),
    RefundState.APPROVED: (Tone.RUN, "arrow-back-up"),
    RefundState.DONE: (Tone.OK, "circle-check"),
}
TO_ASSESS = Badge(gettext_lazy("Amount to be worked out"), Tone.WAIT, "calculator")
FREE = Badge(gettext_lazy("Nothing to pay"), Tone.OK, "circle-check")
COUNTER_LABELS = {"cash": gettext_lazy("Cash"), "pos": gettext_lazy("Card at the counter")}


def register_payment_badges() -> None:
    """Called once, from ready()."""
    register_badges("order", {state.value: Badge(state.label, *look) for state, look in ORDER_LOOKS.items()})
    register_badges("refund", {state.value: Badge(state.label, *look) for state, look in REFUND_LOOKS.items()})
    kinds = {kind.value: Badge(kind.label, Tone.BAD, "alert-octagon") for kind in DifferenceKind}
    register_badges("difference", kinds)


def money(fen: int) -> str:
    """An amount in yuan, as it is read out."""
    return _("%(amount)s yuan") % {"amount": yuan(fen)}


def way_label(way: str) -> str:
    """What a way to pay is called; one this hall has no more by its code."""
    if way in COUNTER_LABELS:
        return str(COUNTER_LABELS[way])
    return str(gateway(way).label) if way in gateway_codes() else way
