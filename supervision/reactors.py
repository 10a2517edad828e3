"""What supervision does when a clock speaks, a paper is demanded that is held, or an order is issued."""

from cases.events import (
    ClockOverran,
    ClockWarned,
    PackageFailed,
    PaperDemanded,
    ResultDelivered,
    SupplementAsked,
)
from core.events import Event, Handler, Record
from payments.events import OrderOpened, OrderPaid, StrayPayment
from supervision.archives import warn_of_failed_package
from supervision.money import look_at_order, look_at_other_sum, look_at_unpaid
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


def warn_of_failed_test(record: Record) -> None:
    """S-30: the package of an ended case failed its test."""
    warn_of_failed_package(record.event.package_id, at=record.at)


def look_at_opened_order(record: Record) -> None:
    """S-16, S-17: somebody is asked to pay, or paid."""
    look_at_order(record.event.order_id, at=record.at)


def look_at_stray_payment(record: Record) -> None:
    """S-17: a gateway took another sum, or took it twice."""
    look_at_other_sum(record.event.order_id, at=record.at)


def look_at_unpaid_result(record: Record) -> None:
    """S-17: the result was handed over."""
    look_at_unpaid(record.event.case_id, at=record.at)


LATER: list[tuple[list[type[Event]], Handler]] = [
    ([PackageFailed], warn_of_failed_test),
    ([OrderOpened, OrderPaid], look_at_opened_order),
    ([StrayPayment], look_at_stray_payment),
    ([ResultDelivered], look_at_unpaid_result),
]
"""What workers do: whoever tells of it does not hold the case."""
REACTORS = [
    (SupplementAsked, note_supplement),
    (PaperDemanded, raise_alarm_for_demand),
    (ClockWarned, raise_alarm_for_warning),
    (ClockOverran, raise_alarm_for_overrun),
]
