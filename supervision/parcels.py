"""Cards for parcels with results that are late (S-09): each parcel once."""

from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Exists, OuterRef
from django.urls import reverse

from cases.models import CaseParcel
from cases.services.life import locked
from core import clock
from core.deadlines import Limit, Unit, due_at
from core.queries.calendar import working_calendar
from deliveries.models import Direction, Parcel
from deliveries.rules.tracks import ParcelState
from supervision.models import Alarm
from supervision.rules import ARRIVED_WITHIN, COLLECTED_WITHIN, PARCEL_LATE
from supervision.services import tell_of_case

MOST_AT_ONCE = 200
UNTOUCHED = {ParcelState.ORDERING, ParcelState.ORDERED}


def sweep_late_parcels(*, limit: int = MOST_AT_ONCE) -> int:
    """Raise the card of every parcel of a result that its carrier did not collect, or did not bring, within its working
    days; returns how many. A parcel that failed is on the list of those somebody has to see to and needs none."""
    now = clock.now()
    told = Alarm.objects.filter(
        case=OuterRef("case"), rule=PARCEL_LATE.rule, clock=None, due_at__gt=OuterRef("parcel__created_at")
    )
    way = CaseParcel.objects.filter(~Exists(told), parcel__direction=Direction.OUT, parcel__ended_at=None)
    old = way.filter(parcel__created_at__lte=now - timedelta(days=COLLECTED_WITHIN)).select_related("case", "parcel")
    late = ((link, limit_of(link.parcel)) for link in old.order_by("pk").iterator())
    found = list(islice(((link, due) for link, due in late if due <= now), limit))
    for link, due in found:
        with locked(link.case) as case:
            tell_of_case(PARCEL_LATE, case, due, None, at=now, link=reverse("cases:parcels"))
    return len(found)


def limit_of(parcel: Parcel) -> datetime:
    """The moment from which a parcel is late: so many working days after it was made ready."""
    days = COLLECTED_WITHIN if parcel.state in UNTOUCHED else ARRIVED_WITHIN
    return due_at(working_calendar(), parcel.created_at, Limit(days, Unit.WORKING_DAYS))
