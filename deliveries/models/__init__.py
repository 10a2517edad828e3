"""Tables of handing over and of parcels."""

from deliveries.models.handing import DeliveryWay, IdentityCheck, Relation, ResultDelivery
from deliveries.models.parcels import Direction, Heard, Parcel, ParcelEvent
from deliveries.models.reconciling import Reconciliation, ReconciliationLine

__all__ = [
    "DeliveryWay",
    "Direction",
    "Heard",
    "IdentityCheck",
    "Parcel",
    "ParcelEvent",
    "Reconciliation",
    "ReconciliationLine",
    "Relation",
    "ResultDelivery",
]
