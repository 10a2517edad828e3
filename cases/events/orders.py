"""What became of a supervision order (督办). Like HandlerAlerted it lives here, for supervision and notices stand on
one floor."""

from dataclasses import dataclass

from cases.events.base import CaseEvent


@dataclass(frozen=True, kw_only=True)
class OrderMoved(CaseEvent):
    """A supervision order was issued, extended, answered, accepted, sent back or failed, as `step` says (S-41).

    `department_id` is the body to tell: that which issued it of an answer, the responsible one of everything else.
    `until` is the last day for the answer (ISO), `link` the page of the order.
    """

    order_id: int
    step: str
    department_id: int
    until: str
    link: str
