"""Parcels of cases, guarded as their cases are."""

from django.db.models import Q, QuerySet

from cases.models import Case, CaseParcel
from cases.queries.visibility import of_own_body, visible_to
from deliveries.carriers import carrier_name
from deliveries.models import Direction
from deliveries.rules.tracks import FAILED, ParcelState
from identity.actors import Actor

PAPERS_TO_SEE_TO = (
    Q(
        parcel__papers__scanned_at__isnull=False,
        parcel__papers__counted_at=None,
        parcel__papers__returned_at=None,
        parcel__papers__compared_at=None,
    )
    | Q(parcel__papers__arrived_at__isnull=False, parcel__papers__compared_at=None)
    | Q(parcel__papers__agrees=False, parcel__papers__settled_at=None)
)
"""Scans to be checked, arrived originals to be compared, differences to be decided about (C-36)."""


def parcels_visible_to(actor: Actor) -> QuerySet[CaseParcel]:
    """Parcels of the cases this actor may see."""
    return CaseParcel.objects.filter(case__in=visible_to(actor)).select_related("parcel", "case")


def desk_parcels(actor: Actor, tab: str) -> QuerySet[CaseParcel]:
    """Parcels of the cases at the actor's desks: `failed` ones nobody saw to, `papers` that wait for somebody,
    `moving`, or `ended`."""
    mine = CaseParcel.objects.filter(case__in=of_own_body(actor)).select_related("parcel", "case__version")
    if tab == "papers":
        return mine.filter(parcel__direction=Direction.IN).filter(PAPERS_TO_SEE_TO)
    if tab == "moving":
        return mine.filter(parcel__ended_at=None)
    if tab == "ended":
        return mine.filter(Q(parcel__state=ParcelState.SIGNED) | Q(parcel__settled_at__isnull=False))
    failed = mine.filter(parcel__state__in=FAILED, parcel__settled_at=None)
    return failed.filter(parcel__direction=Direction.OUT)


def carried(case: Case) -> tuple[str, str]:
    """Carrier and waybill of the parcel that took the result; empty when none did."""
    found = CaseParcel.objects.filter(case=case, parcel__direction=Direction.OUT).select_related("parcel")
    link = found.order_by("-pk").first()
    return (carrier_name(link.parcel.carrier), link.parcel.waybill or "") if link else ("", "")
