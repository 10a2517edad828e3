"""Asking gateways what nobody told us: payments whose notice never came, refunds that are on their way."""

from datetime import timedelta

import structlog
from django.db import transaction

from core import clock
from payments.gateways import GatewayAway, GatewayRejected, gateway, gateway_codes
from payments.models import PaymentAttempt
from payments.rules.patience import pause_after
from payments.services.paying import settle
from payments.services.refunding import confirm_refund, refunds_to_send

logger = structlog.get_logger()


def ask_gateways(*, limit: int = 20) -> int:
    """Ask about payments whose turn it is, the longest waiting first; returns how many were found to be paid.

    A gateway that is away is asked again later, with growing pauses; nothing is held while it thinks.
    """
    found = 0
    for attempt in _attempts_to_ask(limit):
        try:
            found += settle(gateway(attempt.gateway).ask(attempt.number), code=attempt.gateway)
        except (GatewayAway, GatewayRejected) as error:
            logger.warning("payment_unanswered", gateway=attempt.gateway, number=attempt.number, why=str(error))
    return found


def send_refunds(*, limit: int = 20) -> int:
    """Tell gateways what to give back; returns how many refunds are done. One that is on its way is asked for again
    under the same number, which changes nothing at the gateway."""
    done = 0
    for refund, code, wanted in refunds_to_send(limit=limit):
        if code not in gateway_codes():
            logger.error("refund_without_gateway", gateway=code, number=refund.number)
            continue
        try:
            if gateway(code).give_back(wanted):
                done += confirm_refund(refund)
        except (GatewayAway, GatewayRejected) as error:
            logger.warning("refund_unanswered", gateway=code, number=refund.number, why=str(error))
    return done


def _attempts_to_ask(limit: int) -> list[PaymentAttempt]:
    """Those whose moment has come, put off before they are asked about: a second worker leaves them alone, and after
    one that died another asks."""
    now = clock.now()
    with transaction.atomic():
        due = PaymentAttempt.objects.filter(ask_at__lte=now, gateway__in=gateway_codes()).order_by("ask_at")
        found = list(due.select_for_update(of=("self",), skip_locked=True)[:limit])
        for attempt in found:
            pause = pause_after(attempt.asks)
            attempt.ask_at = None if pause is None else now + timedelta(seconds=pause)
            attempt.asks += 1
            attempt.save(update_fields=["ask_at", "asks"])
    return found
