"""A small town lives through some days: whatever happens is lawful, and the same seed tells the same story."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from cases.models import Case, CaseState, Channel, Document
from core import clock
from core.clock import SimulatedClock, running_at
from core.models import Delivery, DeliveryState
from core.queries.calendar import working_calendar
from core.refusal import Refusal
from core.services.files import store_file
from govportal.simulation.files import is_photo, sample_file
from govportal.simulation.habits import OFFICE, Habits, arrival, office_moment, review_hours
from govportal.simulation.run import Outcome, Papers, Plan, simulate
from govportal.simulation.timetable import Timetable
from items.models import ItemVersion
from supervision.models import Alarm
from tests import world
from tests.brokenness import broken

pytestmark = pytest.mark.usefixtures("calendar")
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
WILD = Habits(correct=0.3, decline=0.06, withdraw=0.1, slow=0.3, very_slow=0.15, ignore=0.2, object=0.15, rate=0.9)
FORM = [
    {"key": "premises", "label": "经营场所", "type": "address", "required": True},
    {"key": "area", "label": "面积", "type": "decimal", "required": True},
    {"key": "mode", "label": "业态", "type": "choice", "options": ["餐饮", "零售"], "required": True},
    {
        **{"key": "staff", "label": "从业人员", "type": "table", "required": True},
        "columns": [
            {"key": "name", "label": "姓名", "type": "text"},
            {"key": "id", "label": "证号", "type": "id_number"},
        ],
    },
    {
        **{"key": "hours", "label": "营业时间", "type": "text", "required": True},
        "visible_if": {"field": "mode", "equals": "餐饮"},
    },
]
ASKED = [{"ask": "是否自有房产？", "options": [{"label": "是", "adds": []}, {"label": "租赁", "adds": ["租赁合同"]}]}]
MATERIALS = [
    world.material("申请书"),
    world.material("经营场所照片"),
    world.material("租赁合同", required=False, when="租赁经营场所的"),
]


@pytest.fixture(autouse=True)
def now() -> Iterator[SimulatedClock]:
    """Friday 20 November 2026, four in the afternoon."""
    with running_at(SimulatedClock(NOW)) as source:
        yield source


@pytest.fixture
def town() -> list[ItemVersion]:
    """Two bodies with everybody they need, four residents, two enterprises, and three items."""
    for key in ("市监局", "消防队"):
        for post in world.ROLES:
            world.staff(post, key)
            world.staff(post, key)
    people = [world.citizen(name=name) for name in ("林晓", "王静", "赵明", "孙伟")]
    for agent in people[:2]:
        world.enterprise(agent)
    panel = [
        world.stage("受理", "窗口受理岗"),
        world.panel("会审", "ALL", "市监局", "消防队"),
        world.stage("决定", "分管领导岗"),
    ]
    return [
        world.item(form=FORM, situations=ASKED, materials=MATERIALS),
        world.item(route=panel, audience=["企业法人"]),
        world.item(kind="instant", promised={"days": 0, "unit": "working"}, statutory=None, audience=["自然人"]),
    ]


def lived(plan: Plan) -> Outcome:
    """What came of the plan, undone afterwards."""
    with transaction.atomic():
        outcome = simulate(plan)
        transaction.set_rollback(True)
    return outcome


def test_twelve_cases_in_ten_days_break_no_invariant(town: list[ItemVersion]) -> None:
    outcome = simulate(Plan(cases=12, days=10, seed=3, papers=Papers.NONE))
    assert sum(outcome.states.values()) == 12
    assert outcome.refused == {}
    assert broken() == {}


def test_a_wild_town_gets_cards_corrections_and_refusals_and_still_breaks_none(town: list[ItemVersion]) -> None:
    outcome = simulate(Plan(cases=30, days=20, seed=5, papers=Papers.NONE, habits=WILD))
    assert broken() == {}
    assert outcome.refused == {}
    assert Alarm.objects.filter(level="yellow").exists()
    assert Case.objects.filter(corrections=1).exists()
    assert {CaseState.CLOSED, CaseState.IN_REVIEW} <= set(outcome.states)


def test_the_same_seed_gives_the_same_story_and_another_seed_another(town: list[ItemVersion]) -> None:
    plan = Plan(cases=10, days=10, seed=7, papers=Papers.NONE)
    assert lived(plan) == lived(plan)
    stories = {tuple(lived(Plan(10, 10, seed, Papers.NONE)).states.items()) for seed in (7, 8, 9)}
    assert len(stories) > 1


def test_everything_happened_within_the_days_asked_for(town: list[ItemVersion]) -> None:
    simulate(Plan(cases=8, days=10, seed=1, papers=Papers.NONE))
    begin = NOW - timedelta(days=10)
    for case in Case.objects.all():
        assert begin <= case.created_at <= NOW
        assert case.closed_at is None or case.created_at <= case.closed_at <= NOW
    assert clock.now() == NOW


def test_staff_act_in_office_hours_only(town: list[ItemVersion]) -> None:
    simulate(Plan(cases=10, days=10, seed=2, papers=Papers.NONE))
    accepted = [clock.local(case.accepted_at) for case in Case.objects.exclude(accepted_at=None)]
    assert accepted
    assert all(working_calendar().is_working_day(moment.date()) for moment in accepted)
    assert all(9 <= moment.hour <= 17 for moment in accepted)


def test_applicants_come_by_different_ways(town: list[ItemVersion]) -> None:
    simulate(Plan(cases=25, days=10, seed=2, papers=Papers.NONE))
    assert {Channel.WEB, Channel.MOBILE, Channel.WINDOW} <= set(Case.objects.values_list("channel", flat=True))


def test_recent_papers_are_drawn_and_older_ones_wait_for_quieter_hours(town: list[ItemVersion]) -> None:
    simulate(Plan(cases=6, days=8, seed=4, papers=Papers.RECENT))
    border = NOW - timedelta(days=3)
    made = Document.objects.exclude(made_at=None)
    assert made.exists()
    assert not made.filter(ordered_at__lt=border).exists()
    waiting = Delivery.objects.filter(queue="pdf", state=DeliveryState.WAITING)
    assert all(delivery.run_after > NOW for delivery in waiting)


def test_all_papers_are_drawn_when_asked(town: list[ItemVersion]) -> None:
    simulate(Plan(cases=2, days=6, seed=4, papers=Papers.ALL))
    assert not Document.objects.filter(made_at=None).exists()


def test_the_command_refuses_an_empty_town() -> None:
    with pytest.raises(CommandError, match="load_demo_city"):
        call_command("simulate")


def test_the_command_tells_what_became_of_the_cases(town: list[ItemVersion]) -> None:
    out = StringIO()
    call_command("simulate", cases=3, days=5, seed=1, papers="none", stdout=out)
    assert "3 cases in" in out.getvalue()


def test_stories_go_on_in_the_order_of_time_and_end_with_a_refusal() -> None:
    source, told = SimulatedClock(NOW), []

    def story(name: str, *hours: int) -> Iterator[datetime]:
        for hour in hours:
            yield NOW + timedelta(hours=hour)
            told.append((name, hour))
        raise Refusal("wrong_state", "no")

    table = Timetable(source)
    table.add(story("a", 1, 5))
    table.add(story("b", 2, 5))
    table.run_until(NOW + timedelta(hours=9), told=lambda: None)
    assert told == [("a", 1), ("b", 2), ("a", 5), ("b", 5)]
    assert table.refused == {"wrong_state": 2}
    assert source.now() == NOW + timedelta(hours=9)


@pytest.mark.parametrize("name", ["经营场所照片", "平面图"])
def test_what_is_handed_in_is_a_real_file_that_the_hall_accepts(name: str) -> None:
    file_name, content = sample_file(name)
    stored = store_file(content, name=file_name)
    assert stored.media_type == ("image/jpeg" if is_photo(name) else "application/pdf")
    assert stored.size < 60_000


def test_office_moments_are_office_hours_of_working_days() -> None:
    dice, calendar = Random(1), working_calendar()
    for _time in range(200):
        after = NOW - timedelta(days=60) + timedelta(hours=dice.randrange(1400))
        moment = clock.local(office_moment(calendar, after, dice.uniform(0, 30)))
        assert calendar.is_working_day(moment.date())
        assert any(start <= moment.time() <= end for start, end in OFFICE.spans) or moment - after <= timedelta(
            minutes=1
        )


def test_most_applications_arrive_on_weekdays_by_day() -> None:
    dice = Random(1)
    moments = [clock.local(arrival(dice, NOW - timedelta(days=28), NOW)) for _time in range(600)]
    weekend = sum(moment.weekday() >= 5 for moment in moments)
    office = sum(9 <= moment.hour < 17 for moment in moments)
    assert weekend < 130
    assert office > 320
    assert min(moments) >= NOW - timedelta(days=28)


def test_usual_reviewers_keep_the_limit_of_their_stage() -> None:
    dice = Random(1)
    steady = Habits(slow=0, very_slow=0)
    assert max(review_hours(dice, steady, 2, 1.15) for _time in range(500)) < 14
    assert min(review_hours(dice, Habits(very_slow=1), 2, 1.0) for _time in range(50)) > 42
