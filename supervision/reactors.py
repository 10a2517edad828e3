"""What supervision does when a clock speaks, a paper is demanded that is held, or an order is issued."""

from cases.events import ClockOverran, ClockWarned, PaperDemanded, SupplementAsked
from core.events import Record
from supervision.orderpapers import make_order_paper
from supervision.rules import SUPPLEMENTED
from supervision.services import raise_alarm, raise_card_for_demand, raise_note


def raise_alarm_for_warning(record: Record) -> None:
    """A clock is near its end."""
    raise_alarm(record.event.clock_id, overran=False, at=record.at)


def raise_alarm_for_overrun(record: Record) -> None:
    """A clock passed its end."""
    raise_alarm(record.event.clock_id, overran=True, at=record.at)


def note_supplement(record: Record) -> None:
    """S-24: more was asked after the acceptance."""
    raise_note(record.event.clock_id, SUPPLEMENTED, at=record.at)


def raise_alarm_for_demand(record: Record) -> None:
    """S-23: a window demanded a paper that can be fetched."""
    raise_card_for_demand(record.event.case_id, at=record.at)


def make_paper_of_order(record: Record) -> None:
    """D-22: number, draw and seal the paper of an order that was issued."""
    if record.event.step == "issued":
        make_order_paper(record.event.order_id)


def order_paper_lane(record: Record) -> str:
    """A paper is made once."""
    return f"supervision-order:{record.event.order_id}"


REACTORS = [
    (SupplementAsked, note_supplement),
    (PaperDemanded, raise_alarm_for_demand),
    (ClockWarned, raise_alarm_for_warning),
    (ClockOverran, raise_alarm_for_overrun),
]
