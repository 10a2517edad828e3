"""What may not be published, and the sentence that says why (I-15)."""

import re
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.refusal import Refusal
from identity.models import Department
from items.models import Item, ItemVersion
from items.notes import PROBLEMS, problem_words
from items.rules.checks import problems, stage_days
from items.services.importing import import_item
from tests import world

FIELD = {"key": "premises", "label": "经营场所", "type": "address", "required": True}
ASKED = {"ask": "是否自有房产？", "options": [{"label": "租赁", "adds": [], "drops": []}]}


def asking(**option: Any) -> list[dict[str, Any]]:
    """One question with one answer that touches materials."""
    return [{**ASKED, "options": [{**ASKED["options"][0], **option}]}]  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "instant"}, "an item decided on the spot promises no days"),
        ({"promised": None, "route": [world.stage("受理", "窗口受理岗", 0)]}, "the promised limit is missing"),
        (
            {"promised": {"days": 11, "unit": "working"}},
            "the promised limit is above the statutory limit",
        ),
        (
            {"statutory": {"days": 13, "unit": "natural"}, "promised": {"days": 10, "unit": "working"}},
            "the promised limit is above the statutory limit",
        ),
        (
            {"statutory": {"days": 5, "unit": "working"}, "promised": {"days": 8, "unit": "natural"}},
            "the promised limit is above the statutory limit",
        ),
        (
            {"route": [world.stage("受理", "窗口受理岗"), world.stage("审查", "科室审查岗", 5)]},
            "the stages take 6 days, 5 are promised",
        ),
        ({"materials": [world.material("申请书"), world.material("申请书")]}, "a material is listed twice"),
        ({"materials": [world.material("其他材料")]}, "the material 其他材料 is not concrete"),
        ({"materials": []}, "an item on application needs materials"),
        ({"situations": asking(adds=["租赁合同"])}, "an answer adds 租赁合同, which is no material of the item"),
        ({"situations": asking(drops=["产权证书"])}, "an answer drops 产权证书, which is no material of the item"),
        ({"form": [FIELD, FIELD]}, "a form key is used twice"),
        ({"form": [{**FIELD, "type": "choice", "options": []}]}, "the field premises offers no options"),
        ({"form": [{**FIELD, "type": "table"}]}, "the table premises has no columns"),
        (
            {"form": [{**FIELD, "visible_if": {"field": "mode", "equals": "餐饮"}}]},
            "the field premises depends on an unknown field",
        ),
        ({"legal_basis": []}, "the legal basis is missing"),
        ({"route": []}, "the route is missing"),
        ({"online_depth": ["consult"]}, "no visit is needed, yet it cannot be accepted online"),
    ],
)
def test_what_hinders_publishing_is_said_in_one_sentence(changes: dict[str, Any], sentence: str) -> None:
    """I-15."""
    with translation.override("en"):
        assert [problem_words(found) for found in problems(world.item_shape(**changes))] == [sentence]


def test_every_sentence_is_told_in_chinese_too() -> None:
    for sentence in PROBLEMS.values():
        with translation.override("zh-hans"):
            assert re.search("[一-鿿]", str(sentence)), sentence


@pytest.mark.django_db
def test_an_item_is_called_what_the_directory_calls_it() -> None:
    """I-15: name and type are those of the directory entry (1.10)."""
    known = world.item()
    shape = world.item_shape(base_code=known.item.entry.base_code)
    with pytest.raises(Refusal) as refused:
        import_item(shape, department=known.item.department, departments={})
    assert refused.value.code == "other_entry" and known.name in refused.value.sentence
    assert known.item.versions.count() == 1


def test_an_ordinary_item_has_no_problems() -> None:
    assert problems(world.item_shape()) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"statutory": {"days": 14, "unit": "natural"}, "promised": {"days": 10, "unit": "working"}},
        {"statutory": {"days": 5, "unit": "working"}, "promised": {"days": 7, "unit": "natural"}},
        {"statutory": None},
        {"kind": "instant", "promised": {"days": 0, "unit": "working"}, "statutory": None},
        {"initiated_by": "authority", "materials": [], "route": [], "online_depth": []},
        {"visits": 1, "online_depth": ["consult"]},
    ],
)
def test_what_is_lawful_is_not_hindered(changes: dict[str, Any]) -> None:
    """Limits of different units compare as calendar days; what authorities do by themselves needs no materials."""
    assert problems(world.item_shape(**changes)) == []


def test_every_problem_is_told_at_once() -> None:
    found = problems(world.item_shape(legal_basis=[], materials=[], route=[]))
    assert len(found) == 3


@given(st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=4), min_size=1, max_size=6), st.integers(1, 60))
def test_parallel_seats_take_as_long_as_the_slowest_and_stages_add_up(days: list[list[int]], promised: int) -> None:
    route = [{"stage": "会审", "seats": [{"post": "岗", "days": one} for one in stage]} for stage in days]
    assert [stage_days(stage) for stage in route] == [max(stage) for stage in days]
    shape = world.item_shape(route=route, promised={"days": promised, "unit": "working"}, statutory=None)
    assert bool(problems(shape)) is (sum(map(max, days)) > promised)


@pytest.mark.django_db
def test_an_item_with_a_problem_is_refused_and_nothing_of_it_stays() -> None:
    body = world.department()
    with pytest.raises(Refusal, match="缺少设定依据") as refused:
        import_item(
            world.item_shape(legal_basis=[]),
            department=body,
            departments={found.key: found for found in Department.objects.all()},
        )
    assert refused.value.code == "unpublishable"
    assert not ItemVersion.objects.exists() and not Item.objects.exists()
