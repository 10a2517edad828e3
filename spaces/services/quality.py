"""Counting once a day what is missing, wrong or out of date about enterprises (C118)."""

from datetime import date

from django.db import transaction
from django.db.models import Count, Max, Sum

from core import clock
from core.locks import hold
from identity.models import Party, PartyKind
from spaces.models import EnterpriseQuality, QualityDay
from spaces.queries.quality import flaws_by_party

BATCH = 200


def count_some(*, limit: int = BATCH) -> int:
    """Count the next enterprises that were not counted today; returns how many. Killed at any moment, the next call
    goes on; two at once count nothing twice."""
    today = clock.today()
    with transaction.atomic():
        hold("data-quality")
        enterprises = Party.objects.filter(kind=PartyKind.ENTERPRISE)
        done = EnterpriseQuality.objects.filter(counted_on=today).aggregate(last=Max("party_id"))["last"] or 0
        parties = list(enterprises.filter(pk__gt=done).order_by("pk")[:limit])
        if parties:
            _keep(parties, today)
        else:
            _close(today)
    return len(parties)


def _keep(parties: list[Party], today: date) -> None:
    flaws = flaws_by_party(parties, today=today)
    rows = [
        EnterpriseQuality(
            **{"party": party, "counted_on": today, "flawed": bool(found.missing or found.wrong or found.expired)},
            **{"missing": len(found.missing), "wrong": len(found.wrong), "expired": len(found.expired)},
        )
        for party in parties
        for found in [flaws[party.pk]]
    ]
    columns = ["missing", "wrong", "expired", "flawed", "counted_on"]
    EnterpriseQuality.objects.bulk_create(rows, update_conflicts=True, update_fields=columns, unique_fields=["party"])


def _close(today: date) -> None:
    """The sum of the day, once all enterprises were counted; a second time changes nothing."""
    sums = EnterpriseQuality.objects.filter(counted_on=today).aggregate(
        enterprises=Count("pk"), **{name: Sum(name, default=0) for name in ("missing", "wrong", "expired")}
    )
    QualityDay.objects.update_or_create(day=today, defaults=sums)
