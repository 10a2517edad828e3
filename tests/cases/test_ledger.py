"""The deadline ledger: every line that moved a clock is kept, and together they say what is stored."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.models import Clock, ClockAct, ClockEntry, ClockKind, ClockLine, EntryKind
from cases.rules.ledger import BrokenLedger, Line, Standing, line_of, standing
from cases.rules.limits import limit_of_item
from cases.services import arming
from cases.services.clocks import as_pauses
from cases.services.decisions import begin_procedure, end_procedure, extend_decision
from cases.services.issuing import withdraw_case
from core.clock import SimulatedClock
from core.deadlines import Limit, Unit, is_overdue, remaining
from core.queries.calendar import working_calendar
from core.workcalendar import WorkingCalendar
from identity.actors import SYSTEM
from tests import world
from tests.brokenness import broken
from tests.cases.walks import accepted, at, clock_of, move

BASIS = "《食品经营许可审查通则》第十六条"
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
CALENDARS = [
    WorkingCalendar.of(number, 2025, 2027, off=off, makeup=makeup)
    for number, (off, makeup) in enumerate(
        [
            (set(), set()),
            ({MONDAY.date() + timedelta(days=day) for day in (2, 3, 9)}, set()),
            ({MONDAY.date() + timedelta(days=4)}, {MONDAY.date() + timedelta(days=5)}),
        ],
        start=1,
    )
]


def lines(clock: Clock) -> list[Line]:
    kept = ClockLine.objects.filter(clock=clock).order_by("pk")
    return [line_of(one.act, one.at, one.unit, one.budget, one.extension) for one in kept]


def acts(clock: Clock) -> list[str]:
    return [line.act for line in lines(clock)]


@dataclass
class History:
    """One clock of the decision moved by the product's own functions, beside the lines they write."""

    calendar: WorkingCalendar
    kind: ClockKind
    unit: Unit
    now: datetime = MONDAY
    grounds: list[ClockEntry] = field(default_factory=list)
    lines: list[ClockLine] = field(default_factory=list)

    def begin(self, days: int) -> None:
        self.clock = Clock(kind=self.kind, unit=self.unit.value, budget=days, started_at=self.now)
        self.lines += arming.start([(self.clock, limit_of_item(days, self.unit))], self.calendar, by=SYSTEM)

    @property
    def paused(self) -> bool:
        return any(ground.kind == EntryKind.PAUSE and ground.ended_at is None for ground in self.grounds)

    def turn_pause(self) -> None:
        if self.paused:
            act, ground = ClockAct.RESUME, next(one for one in self.grounds if one.ended_at is None)
            ground.ended_at = self.now
        else:
            act, ground = ClockAct.PAUSE, ClockEntry(kind=EntryKind.PAUSE, days=5, started_at=self.now)
            self.grounds.append(ground)
        self.moved(act, ground)

    def extend(self, days: int) -> None:
        ground = ClockEntry(kind=EntryKind.EXTENSION, days=days, started_at=self.now, ended_at=self.now)
        self.moved(ClockAct.EXTEND, ground)

    def moved(self, act: ClockAct, ground: ClockEntry) -> None:
        pauses = as_pauses([one for one in self.grounds if one.kind == EntryKind.PAUSE])
        self.lines += arming.move([self.clock], act, ground, pauses, self.calendar, at=self.now, by=SYSTEM)[1]

    def follow(self, calendar: WorkingCalendar) -> None:
        self.calendar = calendar
        if arming.follow([(self.clock, as_pauses(self.grounds))], calendar) == [True]:
            self.lines.append(arming.line_of(self.clock, ClockAct.CALENDAR, self.now, SYSTEM))

    def replayed(self) -> Standing:
        return standing(line_of(one.act, one.at, one.unit, one.budget, one.extension) for one in self.lines)

    def agrees(self) -> bool:
        """The lines alone say what the clock says: limit, extension, pauses, end and what is left."""
        found, clock = self.replayed(), self.clock
        same = (clock.budget, clock.extension, clock.started_at) == (
            found.limit.amount,
            found.extension,
            found.started_at,
        )
        pauses = as_pauses(self.grounds)
        limit = Limit(clock.budget, Unit(clock.unit))
        asked = {"now": self.now, "pauses": pauses, "extension": clock.extension}
        left = remaining(self.calendar, clock.started_at, limit, **asked)  # type: ignore[arg-type]
        overdue = is_overdue(self.calendar, clock.started_at, limit, **asked)  # type: ignore[arg-type]
        ends = found.due_at(self.calendar, now=self.now)
        return (
            same
            and found.pauses == pauses
            and found.due_at(self.calendar) == clock.due_at
            and found.remaining(self.calendar, now=self.now) == left
            and overdue == (self.now >= ends)
        )


def lived(dice: Random) -> History:
    """A history of up to eight deeds on random days."""
    unit = dice.choice([Unit.WORKING_DAYS, Unit.NATURAL_DAYS])
    history = History(
        dice.choice(CALENDARS), dice.choice([ClockKind.STATUTORY, ClockKind.PROMISED, ClockKind.STAGE]), unit
    )
    history.begin(dice.randint(1, 30))
    deeds: list[Callable[[], None]] = [
        history.turn_pause,
        lambda: history.extend(dice.randint(1, 10)),
        lambda: history.follow(dice.choice(CALENDARS)),
    ]
    for _deed in range(dice.randint(0, 8)):
        history.now += timedelta(hours=dice.randint(1, 90))
        dice.choices(deeds, weights=[4, 1, 2])[0]()
    history.now += timedelta(hours=dice.randint(0, 200))
    return history


@given(st.randoms(use_true_random=False))
@settings(max_examples=300)
def test_replaying_the_lines_gives_the_clock(dice: Random) -> None:
    """T-33, T-34: in any order of pauses, extensions and new calendars."""
    assert lived(dice).agrees()


@pytest.mark.slow
def test_a_hundred_thousand_histories_replay_to_their_clocks() -> None:
    """T-33, T-34: the seed is fixed, so that a failure comes again."""
    dice = Random(20260302)
    wrong = [number for number in range(100_000) if not lived(dice).agrees()]
    assert wrong == []


@given(st.lists(st.sampled_from([act.value for act in ClockAct]), max_size=8))
def test_lines_that_cannot_follow_one_another_are_told(named: list[str]) -> None:
    """The rules either add lines up or say that they do not; nothing is guessed."""
    moment, limit = MONDAY, Limit(5, Unit.WORKING_DAYS)
    given_lines = [Line(act, moment, limit if act == "start" else None) for act in named]
    try:
        found = standing(given_lines)
    except BrokenLedger:
        return
    assert named[0] == "start"
    running = named[len(named) - 1 - named[::-1].index("start") :]
    assert found.paused == (running.count("pause") > running.count("resume"))
    assert (found.finished_at is not None) == ("stop" in running)


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
class TestStored:
    """The ledger of stored cases."""

    @pytest.fixture(autouse=True)
    def on_monday(self, time: SimulatedClock) -> None:
        self.time = time

    def test_a_clock_keeps_every_line_of_its_life(self) -> None:
        """C-12, C-13, C-14, T-33: start, pause, resumption, extension, stop, each with who and why."""
        case = accepted()
        reviewer, leader = world.staff("科室审查岗"), world.staff("分管领导岗")
        begin_procedure(case, title="现场核查", days=5, basis=BASIS, reason="核对现场", by=reviewer)
        move(self.time, at(2026, 3, 5))
        end_procedure(case, outcome="符合", by=reviewer)
        extend_decision(case, days=3, reason="案情复杂", by=leader)
        withdraw_case(case, by=world.citizen())
        promised = clock_of(case, ClockKind.PROMISED)
        kept = list(promised.ledger.order_by("pk"))
        assert [line.act for line in kept] == ["start", "pause", "resume", "extend", "stop"]
        assert [line.due_at and line.due_at.date().isoformat() for line in kept] == [
            "2026-03-09",
            None,
            "2026-03-12",
            "2026-03-17",
            None,
        ]
        assert [line.ground.title if line.ground else "" for line in kept[1:3]] == ["现场核查", "现场核查"]
        assert kept[1].actor_label == reviewer.label and kept[3].actor_label == leader.label
        assert acts(clock_of(case, ClockKind.STAGE)) == ["start", "pause", "resume", "stop"]
        assert acts(clock_of(case, ClockKind.ACCEPTANCE)) == ["start", "stop"]
        assert broken() == {}

    def test_what_is_left_follows_from_lines_and_calendar_alone(self) -> None:
        """T-34."""
        case = accepted()
        found = standing(lines(clock_of(case, ClockKind.PROMISED)))
        move(self.time, at(2026, 3, 4))
        assert found.remaining(working_calendar(), now=self.time.now()) == 3
        move(self.time, at(2026, 3, 11))
        assert found.remaining(working_calendar(), now=self.time.now()) == -2

    def test_a_line_is_never_changed_or_deleted(self) -> None:
        line = clock_of(accepted(), ClockKind.PROMISED).ledger.get()
        for deed in (lambda: ClockLine.objects.filter(pk=line.pk).update(budget=99), line.delete):
            with pytest.raises(IntegrityError), transaction.atomic():
                deed()
        line.refresh_from_db()
        assert line.budget == 5

    def test_a_clock_whose_lines_say_something_else_is_found(self) -> None:
        promised = clock_of(accepted(), ClockKind.PROMISED)
        Clock.objects.filter(pk=promised.pk).update(extension=2)
        assert "6.2" in broken()
