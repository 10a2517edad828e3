"""Tables of the core floor."""

from core.models.counters import Counter
from core.models.events import Delivery, DeliveryState, EventRow

__all__ = ["Counter", "Delivery", "DeliveryState", "EventRow"]
