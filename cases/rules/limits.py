"""Default limits of the law and of practice; every value is a row an installation may change (2.5)."""

from dataclasses import dataclass

from core.deadlines import Limit, Unit


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

QUERY_CODE_DIGITS = 6
QUERY_TRIES = 5
QUERY_LOCK_MINUTES = 30
DECLINE_REASON_MIN = 10


def warning_days(budget: int) -> int:
    """How many working days before the end the warning comes: one, or a fifth of the budget when that is more (3.3)."""
    return max(1, budget // 5)
