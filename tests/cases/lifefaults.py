"""What comes from outside into the life of a case: calendars, new versions, revocations, crashes, doubled messages."""

from collections.abc import Callable
from random import Random
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from cases.events import ClockOverran, ClockWarned
from cases.models import Case, Clock, ClockLine, Document, Material
from cases.services.calendarchanges import draft_change, publish_change
from core import clock
from core.models import DayKind, Delivery, DeliveryState, EventRow
from core.outbox import drain
from core.queries.calendar import forget_calendar, working_calendar
from core.services.calendar import DayEntry
from identity.actors import SYSTEM
from linkage.models import Review
from notices.models import Message
from spaces.models import Licence, LicenceState
from spaces.services import change_licence_state
from tests import world
from tests.cases.life import DECISION, Life, S, sensible_in
from tests.cases.test_moving import replaced

CLOCKS = (ClockWarned.name(), ClockOverran.name())
CONTROL = ("SAVEPOINT", "RELEASE", "ROLLBACK")


class Crash(Exception):
    """The process dies here."""


class CrashAt:
    """A statement wrapper that dies before statement number `at`, counted from 0."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(CONTROL):
            if self.left == 0:
                raise Crash
            self.left -= 1
        return execute(sql, params, many, context)


def traces(case_id: int) -> list[Any]:
    """Everything a verb writes about a case."""
    of_case: list[QuerySet[Any]] = [
        Case.objects.filter(pk=case_id),
        Clock.objects.filter(case=case_id),
        ClockLine.objects.filter(clock__case=case_id),
        Document.objects.filter(case=case_id),
        Material.objects.filter(case=case_id),
        Review.objects.filter(case=case_id),
        EventRow.objects.filter(stream="case", stream_id=case_id),
        Delivery.objects.filter(event__stream="case", event__stream_id=case_id),
        Licence.objects.filter(cases=case_id),
    ]
    return [list(rows.order_by("pk").values()) for rows in of_case]


class Outside(Life):
    """Other people's deeds that must not disturb a running case."""

    @rule(ahead=st.integers(1, 9))
    def a_day_off_is_declared(self, ahead: int) -> None:
        """T-36: no clock ends earlier for it, and what was listed is what moved."""
        day = working_calendar().add_working_days(clock.today(), ahead)
        keeper = world.staff("法制审查岗")
        before = dict(Clock.objects.filter(finished_at=None).values_list("pk", "due_at"))
        change = draft_change({day: DayEntry(DayKind.OFF, "停电")}, notice="关于停电停办的通知", by=keeper)
        drain(["bulk"])
        publish_change(change, by=keeper)
        forget_calendar()
        drain(["bulk"])
        after = dict(Clock.objects.filter(pk__in=before).values_list("pk", "due_at"))
        assert all(after[key] >= due for key, due in before.items())
        moved = {key: due for key, due in after.items() if due != before[key]}
        assert dict(change.shifts.values_list("clock", "after")) == moved

    @precondition(lambda life: life.state not in {S.DRAFT, S.PRECHECK_RETURNED})
    @rule()
    def a_new_version_is_published(self) -> None:
        """A running case stays with the version it was filed under (principle of pinned versions)."""
        replaced(self.case.version, promised={"days": 3, "unit": "working"})
        assert Case.objects.values_list("version", flat=True).get(pk=self.case.pk) == self.case.version_id

    @sensible_in(S.ISSUED, S.CLOSED)
    @rule()
    def revoke(self) -> None:
        licence = Licence.objects.filter(cases=self.case.pk).first()
        if licence is not None:
            lawful = licence.state == LicenceState.VALID
            given = {"reason": "经营条件丧失，依法吊销", "by": SYSTEM}
            self.attempt(lawful, lambda: change_licence_state(licence, LicenceState.REVOKED, **given), self.state)


class Faults(Life):
    """A crash between two statements leaves nothing behind; a message that comes twice changes nothing."""

    @rule(at=st.integers(0, 40))
    def crash(self, at: int) -> None:
        """What dies half-way has never been; what was done before it stays, and the deed can be done again."""
        deeds: dict[str, Callable[[], None]] = {
            **{S.DRAFT: lambda: self.submit(promise=not self.promised), S.SUBMITTED: self.accept},
            **{S.RECEIVED: self.accept, S.IN_REVIEW: lambda: self.decide(DECISION), S.SPECIAL: self.resume},
            **{S.GRANTED: self.issue, S.REFUSED: self.issue, S.ISSUED: self.deliver},
        }
        deed = deeds.get(self.state)
        if deed is None:
            return
        before = traces(self.case.pk)
        try:
            with connection.execute_wrapper(CrashAt(at)):
                deed()
        except Crash:
            assert traces(self.case.pk) == before

    @rule(seed=st.integers(0, 99))
    def messages_come_twice(self, seed: int) -> None:
        """Whatever hears of a deed. What a clock says is heard once: its effect and its delivery are one transaction,
        and nobody else sends it."""
        drain(["interactive"])
        heard = Delivery.objects.filter(state=DeliveryState.DONE, queue="interactive")
        own = heard.filter(event__stream="case", event__stream_id=self.case.pk).exclude(event__name__in=CLOCKS)
        done = list(own.order_by("pk"))
        again = [row.pk for row in Random(seed).sample(done, k=min(5, len(done)))]
        before, told = traces(self.case.pk)[:-2], Message.objects.count()
        Delivery.objects.filter(pk__in=again).update(state=DeliveryState.WAITING, run_after=clock.now())
        drain(["interactive"])
        assert traces(self.case.pk)[:-2] == before
        assert Message.objects.count() == told
