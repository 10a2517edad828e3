"""Taking the payer out of accounts that were kept long enough; amounts, numbers and days stay (10.5)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from core.services.emptying import NOBODY, Removed, emptied
from core.services.history import forget_doers
from identity.services.nobodies import forget_stranger, nobody_of
from payments.models import Assessment, Charge, Difference, LedgerEntry, PaymentAttempt, PaymentOrder, Refund


def charges_untouched_since(cutoff: datetime) -> QuerySet[Charge]:
    """Charges that still name their payer and whose last entry in the ledger lies before this moment."""
    later = LedgerEntry.objects.filter(order__charge=OuterRef("pk"), at__gte=cutoff)
    return Charge.objects.filter(~Exists(later), opened_at__lt=cutoff).exclude(payer_name=NOBODY)


def forget_payer(charge: Charge) -> Removed:
    """Empty who paid and every free text about it; what was asked, paid and given back stays to the fen."""
    with transaction.atomic():
        charge = Charge.objects.select_for_update(of=("self",)).select_related("payer").get(pk=charge.pk)
        payer, orders = charge.payer, PaymentOrder.objects.filter(charge=charge)
        removed = emptied(Charge.objects.filter(pk=charge.pk), payer=nobody_of(payer.kind), payer_name=NOBODY)
        for order in orders:
            lines = [{**line, "ground": NOBODY} if line.get("ground") else line for line in order.lines]
            removed |= emptied(orders.filter(pk=order.pk), lines=lines)
        amounts = Assessment.objects.filter(charge=charge)
        for row in amounts:
            grounds = {name: [fen, NOBODY if said else ""] for name, (fen, said) in row.amounts.items()}
            removed |= emptied(amounts.filter(pk=row.pk), amounts=grounds, reason=NOBODY)
        removed |= emptied(Refund.objects.filter(order__in=orders), reason=NOBODY)
        removed |= emptied(PaymentAttempt.objects.filter(order__in=orders), address="")
        removed |= emptied(Difference.objects.filter(order__in=orders), note="")
        removed |= forget_doers("charge", charge.pk)
        return removed | forget_stranger(payer)
