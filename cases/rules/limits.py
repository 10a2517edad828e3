"""Default limits of the law and of practice; every value is a row an installation may change (2.5)."""

from dataclasses import dataclass
from datetime import date

from core.deadlines import OFFICE_HOURS, Limit, Unit
from core.workcalendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class LimitRule:
    """One statutory or customary limit with the rule it comes from."""

    code: str
    limit: Limit
    basis: str


REPLY = LimitRule("T-03", Limit(2, Unit.WORKING_DAYS), "行政许可法 第三十二条")
ACCEPTANCE = LimitRule("T-02", Limit(5, Unit.WORKING_DAYS), "行政许可法 第三十二条")
CORRECTION = LimitRule("C-09", Limit(30, Unit.NATURAL_DAYS), "")
DECISION = LimitRule("T-04", Limit(20, Unit.WORKING_DAYS), "行政许可法 第四十二条")
EXTENSION = LimitRule("T-05", Limit(10, Unit.WORKING_DAYS), "行政许可法 第四十二条")
DELIVERY = LimitRule("T-08", Limit(10, Unit.WORKING_DAYS), "行政许可法 第四十四条")
REVIEW = LimitRule("T-21", Limit(60, Unit.NATURAL_DAYS), "行政复议法 第二十条")
LAWSUIT_MONTHS = 6
"""From the day the applicant learnt of the decision (T-21; 行政诉讼法 第四十六条)."""

QUERY_CODE_DIGITS = 6
QUERY_TRIES = 5
QUERY_LOCK_MINUTES = 30
DECLINE_REASON_MIN = 10


def warning_days(budget: int) -> int:
    """How many working days before the end the warning comes: one, or a fifth of the budget when that is more (3.3)."""
    return max(1, budget // 5)


def extension_in_unit(calendar: WorkingCalendar, unit: Unit, last_day: date, working_days: int) -> int:
    """An extension of so many working days (T-05) in the unit of the clock it moves.

    Natural days are those between the present last day and the one `working_days` later; a working day has the hours
    of the office, or 24 natural ones.
    """
    match unit:
        case Unit.WORKING_DAYS:
            return working_days
        case Unit.NATURAL_DAYS:
            return (calendar.add_working_days(last_day, working_days) - last_day).days
        case Unit.WORKING_HOURS:
            return working_days * OFFICE_HOURS.seconds // 3600
        case Unit.NATURAL_HOURS:
            return working_days * 24
