"""Which alarm a clock's warning or overrun means (3.3, 3.4). Pure; every mapping is a DESIGN default."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that hit, and how gravely."""

    rule: str
    level: str


OVERRUN = {
    "reply": Hit("S-03", "yellow"),
    "acceptance": Hit("S-04", "red"),
    "promised": Hit("S-05", "yellow"),
    "statutory": Hit("S-06", "red"),
    "stage": Hit("S-07", "yellow"),
    "delivery": Hit("S-09", "yellow"),
    "deferral": Hit("S-25", "yellow"),
    "procedure": Hit("S-12", "yellow"),
    "hearing": Hit("S-12", "yellow"),
    "withdrawal": Hit("S-07", "yellow"),
    "publish": Hit("S-34", "yellow"),
    "pledge": Hit("S-07", "yellow"),
    "visit": Hit("S-07", "yellow"),
}
WARNED = {
    "reply": Hit("S-03", "warning"),
    "acceptance": Hit("S-04", "warning"),
    "promised": Hit("S-05", "warning"),
    "deferral": Hit("S-25", "warning"),
}


DEMANDED = Hit("S-23", "red")
"""A paper was demanded that can be fetched (I-07)."""
UNANSWERED = Hit("S-31", "warning")
"""A bad rating came in: whoever leads the department is told at once."""
SUPPLEMENTED = Hit("S-24", "warning")
"""More was asked after the acceptance."""
CHARGED = {
    "not_charged": Hit("S-16", "red"),
    "above_standard": Hit("S-17", "red"),
    "not_by_rule": Hit("S-17", "yellow"),
    "other_sum": Hit("S-17", "yellow"),
    "unpaid": Hit("S-17", "yellow"),
}
"""What is wrong with a charge: a fee the item does not ask, more than its standard, an amount nobody approved, a sum
paid that was not asked, a case that ended unpaid."""
PARCEL_LATE = Hit("S-09", "yellow")
"""A parcel with a result was not handed to its carrier, or did not arrive, in its time."""
COLLECTED_WITHIN, ARRIVED_WITHIN = 3, 7
"""Working days from the order of a parcel (DESIGN); the limit of the whole delivery is a clock of its own (S-09)."""
UNARCHIVED = Hit("S-30", "warning")
"""The file of an ended case is not archived: its test failed, or its working days are over (2.10)."""
ARCHIVE_WORKING_DAYS = 5
NOT_CALLED_BACK = Hit("S-31", "yellow")
ORDER_LATE = Hit("S-41", "yellow")
"""A supervision order was not answered in its time."""
ORDER_FAILED = Hit("S-41", "red")
"""Nor was its second answer good enough: the matter goes up (3.5)."""
ANSWER_WORKING_DAYS = {"warning": 1, "yellow": 2, "red": 3}
"""S-41: within how many working days a supervision order of each level is answered; the same once more."""
ORDER_ROUNDS = 2
LONGEST_ORDER_DAYS = 30
CALLBACK_WORKING_DAYS = 5
CALLBACK_ROUNDS = 2
"""E-06 and the loop of 5.1: called back within five working days; who is still not content once more."""


def hit_of(kind: str, *, overran: bool, promise_is_statutory: bool = False) -> Hit | None:
    """The alarm a clock of this kind raises when it warns or overruns; None when it raises none.

    Where the promise equals the statutory limit the promise's warning is already a yellow card, and exceeding it is red
    by the statutory clock alone (3.3, last row). The applicant's own clock never raises a card.
    """
    if promise_is_statutory and kind == "promised":
        return None if overran else Hit("S-05", "yellow")
    return (OVERRUN if overran else WARNED).get(kind)
