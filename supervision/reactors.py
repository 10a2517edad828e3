"""What supervision does when a clock speaks."""

from cases.events import ClockOverran, ClockWarned, SupplementAsked
from core.events import Record
from supervision.rules import SUPPLEMENTED
from supervision.services import raise_alarm, raise_note


def raise_alarm_for_warning(record: Record) -> None:
    """A clock is near its end."""
    raise_alarm(record.event.clock_id, overran=False, at=record.at)


def raise_alarm_for_overrun(record: Record) -> None:
    """A clock passed its end."""
    raise_alarm(record.event.clock_id, overran=True, at=record.at)


def note_supplement(record: Record) -> None:
    """S-24: more was asked after the acceptance."""
    raise_note(record.event.clock_id, SUPPLEMENTED, at=record.at)


REACTORS = [
    (SupplementAsked, note_supplement),
    (ClockWarned, raise_alarm_for_warning),
    (ClockOverran, raise_alarm_for_overrun),
]
