"""Comparing our parcels with the statements of carriers, day by day (H72)."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from core import clock
from core.workcalendar import SHANGHAI
from deliveries.carriers import Terms, carrier, carriers
from deliveries.models import Parcel, Reconciliation, ReconciliationLine
from deliveries.rules.comparing import Difference, Line, differences

LOOK_BACK_DAYS = 7
"""A day is compared anew that long, because parcels arrive after the statement of their day."""


def reconcile(terms: Terms, day: date) -> Reconciliation:
    """Compare the parcels ordered from a carrier on a day with its statement, and keep what differs now.

    A parcel whose state differs is asked for at once, since a word may have been lost. Raises CarrierAway.
    """
    said = carrier(terms.code).statement(day)
    with transaction.atomic():
        ours = {
            parcel.waybill or "": parcel for parcel in _ordered_on(terms.code, day, [line.waybill for line in said])
        }
        lines = [Line(key, parcel.state, parcel.price) for key, parcel in ours.items()]
        found = differences(lines, said)
        row, _is_new = Reconciliation.objects.update_or_create(
            carrier=terms.code,
            day=day,
            defaults={
                "compared_at": clock.now(),
                "parcels": len(ours),
                "matching": len(ours) - len({one.waybill for one in found} & ours.keys()),
            },
        )
        row.lines.all().delete()
        ReconciliationLine.objects.bulk_create(
            ReconciliationLine(
                reconciliation=row,
                kind=one.kind.value,
                waybill=one.waybill,
                parcel=ours.get(one.waybill),
                ours=one.ours,
                theirs=one.theirs,
            )
            for one in found
        )
        silent = [ours[one.waybill].pk for one in found if one.kind is Difference.STATE]
        Parcel.objects.filter(pk__in=silent, ended_at=None).update(ask_at=clock.now())
    return row


def reconcile_recent_days() -> int:
    """Compare yesterday and, as long as something differed, the days before it, for every carrier; returns how many
    days were compared. Raises CarrierAway for the first carrier that does not answer."""
    compared = 0
    for terms in carriers():
        for back in range(1, LOOK_BACK_DAYS + 1):
            day = clock.today() - timedelta(days=back)
            if _is_open(terms.code, day):
                reconcile(terms, day)
                compared += 1
    return compared


def _is_open(code: str, day: date) -> bool:
    """Never compared, or with differences and not yet today."""
    row = Reconciliation.objects.filter(carrier=code, day=day).first()
    if row is None:
        return True
    return row.lines.exists() and clock.local(row.compared_at).date() < clock.today()


def _ordered_on(code: str, day: date, named: Sequence[str]) -> list[Parcel]:
    """What the carrier accepted from us on a day, and what it names although we heard of it after midnight; parcels
    citizens brought to it themselves are not on our account."""
    begin = datetime.combine(day, time(), SHANGHAI)
    on_day = Q(ordered_at__gte=begin, ordered_at__lt=begin + timedelta(days=1), price__isnull=False)
    return list(Parcel.objects.filter(on_day | Q(waybill__in=named), carrier=code))
