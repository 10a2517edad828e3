"""Which route and which stages a case takes, and what each stage is for."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.models import Case, Channel
from cases.services.drafts import save_draft
from cases.services.intake import accept_case
from cases.services.submission import submit_case
from identity.actors import SYSTEM
from items.models import ItemVersion, RouteKind, StageDuty
from items.rules.files import from_file, stage_duties
from items.rules.routes import all_that_hold, route_taken
from items.rules.shapes import normal
from items.services.importing import import_item
from items.services.publishing import publish_version
from linkage.models import Review
from tests import world

WINDOW, OFFICE, HEAD, MAKER = "窗口受理岗", "科室审查岗", "分管领导岗", "制证岗"
ACCEPT, REVIEW, DECIDE, ISSUE = StageDuty.ACCEPT, StageDuty.REVIEW, StageDuty.DECIDE, StageDuty.ISSUE
SMALL = {"fact": "answer.area", "op": "lt", "value": 100}


@dataclass(frozen=True)
class Way:
    when: Any
    kind: str = "normal"


kinds = st.sampled_from(["normal", "simplified"])
ways = st.lists(st.builds(Way, st.sampled_from([None, SMALL, {"not": SMALL}]), kinds), max_size=5)


@given(ways, st.integers(0, 200))
def test_without_answers_the_first_way_is_the_first_of_all_that_hold(offered: list[Way], area: int) -> None:
    facts = {"answer.area": area}
    holding = all_that_hold(offered, facts)
    assert route_taken(offered, facts) is (holding[0] if holding else None)
    assert holding == [way for way in offered if way.when is None or (way.when == SMALL) is (area < 100)]


@given(ways, st.integers(0, 200), kinds, st.sets(kinds))
def test_a_chosen_kind_is_taken_whenever_one_of_it_is_open_and_a_closed_route_never(
    offered: list[Way], area: int, chosen: str, to_choose: set[str]
) -> None:
    facts = {"answer.area": area}
    holding = all_that_hold(offered, facts)
    taken = route_taken(offered, facts, chosen=chosen, to_choose=to_choose)
    assert (taken is None) is (not holding)
    assert taken is None or taken in holding
    if any(way.kind == chosen for way in holding):
        assert taken is not None and taken.kind == chosen


def test_a_route_that_an_answer_chooses_waits_for_it() -> None:
    short, long = Way(None, "simplified"), Way(None)
    assert route_taken([short, long], {}, to_choose={"simplified"}) is long
    assert route_taken([short, long], {}, chosen="simplified", to_choose={"simplified"}) is short
    assert route_taken([short], {}, to_choose={"simplified"}) is short
    by_area = Way(SMALL, "simplified")
    assert route_taken([by_area, long], {"answer.area": 5}, to_choose={"simplified"}) is by_area
    assert route_taken([by_area, long], {"answer.area": 500}, chosen="simplified", to_choose={"simplified"}) is long


@given(ways, ways, st.integers(0, 200))
def test_a_route_on_pledge_is_for_whoever_pledges_and_for_nobody_else(
    before: list[Way], after: list[Way], area: int
) -> None:
    """2.4; without a pledge the routes on pledge might as well not be there."""
    facts, own = {"answer.area": area}, Way(None, "pledge")
    assert route_taken([*before, own, *after], facts) is route_taken([*before, *after], facts)
    assert route_taken([*before, own, *after], facts, chosen="pledge", to_choose={"pledge"}) is not own
    assert route_taken([*before, own, *after], facts, chosen="simplified", pledged=True) is own
    assert route_taken([*before, *after], facts, pledged=True) is route_taken([*before, *after], facts)


@pytest.mark.parametrize(
    ("posts", "duties"),
    [
        ([[WINDOW], [OFFICE], [HEAD], [MAKER]], [ACCEPT, REVIEW, DECIDE, ISSUE]),
        ([[WINDOW], [OFFICE, OFFICE], [OFFICE]], [ACCEPT, REVIEW, DECIDE]),
        ([[WINDOW], [HEAD]], [ACCEPT, DECIDE]),
        ([[OFFICE]], [DECIDE]),
        ([[WINDOW]], [ACCEPT]),
        ([[MAKER]], [DECIDE]),
        ([[WINDOW, OFFICE], [HEAD]], [REVIEW, DECIDE]),
        ([], []),
    ],
)
def test_the_duty_of_a_stage_follows_from_its_posts_and_its_place(
    posts: list[list[str]], duties: list[StageDuty]
) -> None:
    assert stage_duties(posts) == duties


@given(st.lists(st.lists(st.sampled_from([WINDOW, OFFICE, HEAD, MAKER]), min_size=1, max_size=3), max_size=7))
def test_whatever_the_posts_exactly_one_stage_decides_unless_none_reviews(posts: list[list[str]]) -> None:
    duties = stage_duties(posts)
    assert len(duties) == len(posts)
    assert duties.count(DECIDE) == (1 if {REVIEW, DECIDE} & set(duties) else 0)
    assert REVIEW not in duties[duties.index(DECIDE) :] if DECIDE in duties else REVIEW not in duties


def test_only_a_rule_that_counts_carries_a_number() -> None:
    stages = [
        {"stage": "会审", "rule": rule, "seats": [{"post": OFFICE, "days": 1}]}
        for rule in ("ALL", "ANY", "VETO", "AT_LEAST(2)")
    ]
    found = from_file({"route": stages})["routes"][0]["stages"]
    assert [(stage["rule"], stage.get("at_least")) for stage in found] == [
        *(("ALL", None), ("ANY", None), ("VETO", None), ("AT_LEAST", 2))
    ]


@pytest.fixture
def version() -> ItemVersion:
    """Small premises take a short way, the others the ordinary one, whose expert stage is for very large ones."""
    form = [{"key": "area", "label": "面积", "type": "integer", "required": True}]
    body = world.department()
    shape = normal(world.item_shape(form=form))
    short = normal(world.item_shape(route=[world.stage("受理", WINDOW), world.stage("简易决定", HEAD)]))["routes"][0]
    (ordinary,) = shape["routes"]
    ordinary["stages"][1]["when"] = {"fact": "answer.area", "op": "ge", "value": 1000}
    shape["routes"] = [{**short, "kind": "simplified", "when": SMALL}, ordinary]
    return publish_version(import_item(shape, department=body), by=SYSTEM)


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
@pytest.mark.parametrize(
    ("area", "kind", "asked"),
    [(40, RouteKind.SIMPLIFIED, "简易决定"), (400, RouteKind.NORMAL, "决定"), (4000, RouteKind.NORMAL, "审查")],
)
def test_the_answers_of_a_case_choose_its_route_and_skip_its_stages(
    version: ItemVersion, area: int, kind: RouteKind, asked: str
) -> None:
    owner = world.citizen()
    case = world.draft(version, owner, channel=Channel.WEB)
    save_draft(case, by=owner, answers={"area": area})
    case = accept_case(submit_case(case, by=owner).case, by=world.staff(WINDOW))
    assert Case.objects.get(pk=case.pk).route.kind == kind
    assert Review.objects.get(case=case, closed_at=None).stage.title == asked
