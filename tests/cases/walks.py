"""Short ways to a case in a given state, at a given simulated moment."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from cases.models import Case, Clock, ClockKind
from cases.services.drafts import save_draft
from cases.services.intake import accept_case, decline_case
from cases.services.submission import Receipt, submit_case
from core.clock import SimulatedClock
from core.workcalendar import SHANGHAI
from identity.actors import Actor
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision, give_verdict
from tests import world

PHONE = "13812345678"


def at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    """A moment in Shanghai."""
    return datetime.combine(date(year, month, day), time(hour), SHANGHAI)


def filed(applicant: Actor | None = None, **item: object) -> Receipt:
    """A complete application, just filed online."""
    applicant = applicant or world.citizen(name="王秀英")
    case = world.draft(world.item(**item), applicant)
    answers: Mapping[str, str] = {"premises": "杨舍镇沙洲中路18号"}
    save_draft(case, by=applicant, answers=answers, contact={"contact_name": "林晓", "contact_phone": PHONE})
    return submit_case(case, by=applicant)


def accepted(applicant: Actor | None = None, **item: object) -> Case:
    """A case just accepted; five working days are promised, ten are the law's."""
    return accept_case(filed(applicant, **item).case, by=world.staff("窗口受理岗"))


def declined(applicant: Actor | None = None, **item: object) -> Case:
    """A case just filed and not accepted: another body is competent."""
    reason = "该事项不属于本机关职权范围，依法不予受理"
    clerk = world.staff("窗口受理岗")
    return decline_case(filed(applicant, **item).case, reason=reason, competent_body="住建局", by=clerk)


def decided(case: Case, verdict: Verdict, opinion: str = "符合条件") -> Case:
    """The case after both its reviews said the same."""
    for post in ("科室审查岗", "分管领导岗"):
        review = Review.objects.get(case=case, closed_at=None)
        give_verdict(review, Decision(verdict, opinion), by=world.staff(post))
    case.refresh_from_db()
    return case


def clock_of(case: Case, kind: ClockKind) -> Clock:
    """One clock of the case as it is stored."""
    return Clock.objects.get(case=case, kind=kind)


def last_day(case: Case, kind: ClockKind = ClockKind.PROMISED) -> date:
    """The last day of a clock."""
    return clock_of(case, kind).last_day


def move(source: SimulatedClock, moment: datetime) -> None:
    """Time passes until `moment`."""
    source.advance(max(moment - source.now(), timedelta(0)))
