"""The limits of the law and of practice (2.5), as they are before an installation sets its own. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.deadlines import OFFICE_HOURS, Limit, Unit
from core.workcalendar import WorkingCalendar
from items.rules.regimes import BOUNDS


@dataclass(frozen=True, slots=True)
class NamedLimit:
    """One limit with the rule it comes from and its article.

    An installation may set `least` to `most` of it instead, in another unit only where `any_unit` says so: a limit
    on the authority may be shorter, a right of the applicant longer, a custom either.
    """

    code: str
    limit: Limit
    basis: str
    least: int = 1
    most: int = 365
    any_unit: bool = False

    def allows(self, limit: Limit) -> bool:
        """Whether an installation may set this instead."""
        return self.least <= limit.amount <= self.most and (self.any_unit or limit.unit is self.limit.unit)


def limit_of_item(amount: int, unit: Unit = Unit.WORKING_DAYS) -> NamedLimit:
    """A limit the published version of the item says itself."""
    return NamedLimit("item", Limit(amount, unit), "")


ACCEPTANCE, REPLY, DECISION, EXTENSION, FIRST_REVIEW, DELIVERY, PUBLICATION, REVIEW, CORRECTION = (
    *("T-02", "T-03", "T-04", "T-05", "T-07", "T-08", "T-20", "T-21", "C-09"),
)
JOINT_EXTENSION, WITHDRAWAL, RENEWAL = "T-06", "C-19", "T-12"
SITE_VISIT, PLEDGE_CHECK = "T-11", "D-07"
ENDING_DECIDED, PENALTY_DECIDED, PENALTY_SERVED = "C-24", "1-2-02", "D-16"
HEARING_ASKED, HEARING_HELD, HEARING_TOLD = "T-10", "T-10-2", "T-10-3"
JOINT_DECISION = "T-06-2"
TOLD_ONLY = (
    NamedLimit("T-17-3", Limit(30, Unit.WORKING_DAYS), "企业投资项目核准和备案管理条例 第九条", most=30),
    NamedLimit("T-17-4", Limit(5, Unit.WORKING_DAYS), "企业投资项目核准和备案管理条例", most=5),
    NamedLimit("T-18", Limit(15, Unit.NATURAL_DAYS), "建设工程质量管理条例 第四十九条", most=15),
    NamedLimit("T-22-4", Limit(15, Unit.WORKING_DAYS), "政府信息公开条例 第三十二条", most=15),
    NamedLimit("T-23-4", Limit(30, Unit.NATURAL_DAYS), "信访工作条例", least=30),
    NamedLimit("T-23-5", Limit(30, Unit.NATURAL_DAYS), "信访工作条例", least=30),
    NamedLimit("T-26", Limit(20, Unit.NATURAL_DAYS), "", any_unit=True),
    NamedLimit("T-26-2", Limit(10, Unit.NATURAL_DAYS), "", any_unit=True),
)
"""Limits of 2.5 on what the hall only routes: they stand in the list, no clock of a case starts with them."""
LAW = {
    each.code: each
    for each in (
        NamedLimit(ACCEPTANCE, Limit(5, Unit.WORKING_DAYS), "行政许可法 第三十二条", most=5),
        NamedLimit(REPLY, Limit(2, Unit.WORKING_DAYS), "行政许可法 第三十二条", most=5),
        NamedLimit(DECISION, Limit(20, Unit.WORKING_DAYS), "行政许可法 第四十二条", most=20),
        NamedLimit(EXTENSION, Limit(10, Unit.WORKING_DAYS), "行政许可法 第四十二条", most=10),
        NamedLimit(JOINT_EXTENSION, Limit(15, Unit.WORKING_DAYS), "行政许可法 第四十二条", most=15),
        NamedLimit(FIRST_REVIEW, Limit(20, Unit.WORKING_DAYS), "行政许可法 第四十三条", most=20),
        NamedLimit(DELIVERY, Limit(10, Unit.WORKING_DAYS), "行政许可法 第四十四条", most=10),
        NamedLimit(PUBLICATION, Limit(7, Unit.WORKING_DAYS), "行政许可法 第四十条；行政许可和行政处罚双公示", most=7),
        NamedLimit(REVIEW, Limit(60, Unit.NATURAL_DAYS), "行政复议法 第二十条", least=60),
        NamedLimit(CORRECTION, Limit(30, Unit.NATURAL_DAYS), "", any_unit=True),
        NamedLimit(HEARING_ASKED, Limit(5, Unit.WORKING_DAYS), "行政许可法 第四十七条", least=5),
        NamedLimit(HEARING_HELD, Limit(20, Unit.WORKING_DAYS), "行政许可法 第四十七条", most=20),
        NamedLimit(HEARING_TOLD, Limit(7, Unit.WORKING_DAYS), "行政许可法 第四十八条", least=7),
        NamedLimit(SITE_VISIT, Limit(5, Unit.WORKING_DAYS), "行政许可法 第五十五条", most=5),
        NamedLimit(PLEDGE_CHECK, Limit(60, Unit.NATURAL_DAYS), ""),
        NamedLimit(RENEWAL, Limit(30, Unit.NATURAL_DAYS), "行政许可法 第五十条"),
        NamedLimit(ENDING_DECIDED, Limit(60, Unit.NATURAL_DAYS), "", any_unit=True),
        NamedLimit(PENALTY_DECIDED, Limit(90, Unit.NATURAL_DAYS), "行政处罚法 第六十条", most=90),
        NamedLimit(PENALTY_SERVED, Limit(7, Unit.NATURAL_DAYS), "行政处罚法 第六十一条", most=7),
        NamedLimit(WITHDRAWAL, Limit(3, Unit.WORKING_DAYS), "", most=20),
        NamedLimit(JOINT_DECISION, Limit(45, Unit.WORKING_DAYS), "行政许可法 第四十二条", most=45),
        *(NamedLimit(one.code, Limit(one.amount, Unit(one.unit)), one.basis, most=one.amount) for one in BOUNDS),
        *TOLD_ONLY,
    )
}
"""By code. The two days of T-03 are practice; the law allows five. An item may say itself
when its pledges are checked."""
LAWSUIT_MONTHS = 6
"""From the day the applicant learnt of the decision (T-21; 行政诉讼法 第四十六条)."""

QUERY_CODE_DIGITS = 6
QUERY_TRIES = 5
QUERY_LOCK_MINUTES = 30
DECLINE_REASON_MIN = 10


def warning_days(budget: int) -> int:
    """How many working days before the end the warning comes: one, or a fifth of the budget when that is more (3.3)."""
    return max(1, budget // 5)


def extension_in_unit(
    calendar: WorkingCalendar, unit: Unit, last_day: date, days: int, given: Unit = Unit.WORKING_DAYS
) -> int:
    """An extension of so many working days (T-05), or natural ones where the law counts those (T-23), in the unit of
    the clock it moves.

    Natural days are those between the present last day and the one so many working days later; a working day has the
    hours of the office, or 24 natural ones.
    """
    if given is unit:
        return days
    later = last_day + timedelta(days=days)
    natural = given is Unit.NATURAL_DAYS
    working_days = calendar.working_days_between(last_day, later) if natural else days
    match unit:
        case Unit.WORKING_DAYS:
            return working_days
        case Unit.NATURAL_DAYS:
            return (calendar.add_working_days(last_day, working_days) - last_day).days
        case Unit.WORKING_HOURS:
            return working_days * OFFICE_HOURS.seconds // 3600
        case Unit.NATURAL_HOURS:
            return working_days * 24
