"""What deliveries does when something happened to a parcel."""

from core.events import Record
from deliveries.services.parcels import place_order


def ask_carrier_to_take_ordered_parcel(record: Record) -> None:
    """An ordered parcel is made known to its carrier, however long the carrier is away."""
    place_order(record.event.parcel_id)


def parcel_lane(record: Record) -> str:
    """What concerns one parcel is done in the order in which it happened."""
    return f"parcel:{record.stream_id}"
