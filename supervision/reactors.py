"""What supervision does when a clock speaks."""

from cases.events import ClockOverran, ClockWarned
from core.events import Record
from supervision.services import raise_alarm


def raise_alarm_for_warning(record: Record) -> None:
    """A clock is near its end."""
    raise_alarm(record.event.clock_id, overran=False, at=record.at)


def raise_alarm_for_overrun(record: Record) -> None:
    """A clock passed its end."""
    raise_alarm(record.event.clock_id, overran=True, at=record.at)


REACTORS = [(ClockWarned, raise_alarm_for_warning), (ClockOverran, raise_alarm_for_overrun)]
