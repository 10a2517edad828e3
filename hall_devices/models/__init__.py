"""Tables of the hall: queues, windows at work, visitors who were identified, devices."""

from hall_devices.models.devices import Device, DeviceKind
from hall_devices.models.queues import (
    ACTIVE_STATES,
    IN_LINE_STATES,
    Call,
    CallKind,
    FirstReason,
    QueueBusiness,
    Ticket,
    TicketState,
)
from hall_devices.models.windows import ReadingKind, Visit, VisitorReading, WindowState, WindowStatus

__all__ = [
    "ACTIVE_STATES",
    "IN_LINE_STATES",
    "Call",
    "CallKind",
    "Device",
    "DeviceKind",
    "FirstReason",
    "QueueBusiness",
    "ReadingKind",
    "Ticket",
    "TicketState",
    "Visit",
    "VisitorReading",
    "WindowState",
    "WindowStatus",
]
