"""Tables of the core floor."""

from core.models.calendar import CalendarDay, CalendarVersion, DayKind
from core.models.counters import Counter
from core.models.events import Delivery, DeliveryState, EventRow
from core.models.files import StoredFile
from core.models.jobs import Job, JobState
from core.models.uploads import Upload, UploadPart

__all__ = [
    "CalendarDay",
    "CalendarVersion",
    "Counter",
    "DayKind",
    "Delivery",
    "DeliveryState",
    "EventRow",
    "Job",
    "JobState",
    "StoredFile",
    "Upload",
    "UploadPart",
]
