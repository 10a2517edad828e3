"""The logic of forms: what applies, what is required, read-only and computed, whatever is sent."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from items.rules.answers import Fault, faults
from items.rules.formpages import pages_of, pages_shown
from items.rules.forms import CyclicForm, Evaluated, Form, Row, evaluate
from items.rules.formulas import Moment

MOMENT = Moment(date(2025, 11, 28))
ROWS: list[dict[str, Any]] = [
    {"key": "p1", "label": "第一页", "type": "page"},
    {"key": "mode", "label": "业态", "type": "choice", "options": ["店", "食堂", "其他"], "required": True},
    {
        **{"key": "note", "label": "说明", "type": "text"},
        "required_if": {"fact": "answer.mode", "op": "eq", "value": "其他"},
    },
    {
        **{"key": "g1", "label": "食堂", "type": "group"},
        "visible_if": {"fact": "answer.mode", "op": "eq", "value": "食堂"},
    },
    {"key": "meals", "label": "人数", "type": "integer", "required": True, "min": 1, "max": 500},
    {"key": "p2", "label": "第二页", "type": "page"},
    {
        **{"key": "goods", "label": "货物", "type": "table", "max_rows": 3},
        "columns": [
            {"key": "price", "label": "单价", "type": "money", "required": True},
            {"key": "count", "label": "数量", "type": "integer", "min": 1},
        ],
    },
    {"key": "total", "label": "合计", "type": "money", "formula": "sum(goods.price * goods.count)"},
    {
        **{"key": "account", "label": "账号", "type": "text", "pattern": r"\d{4}", "example": "1234"},
        "readonly_if": {"fact": "answer.total", "op": "gt", "value": 100},
    },
    {
        **{"key": "reason", "label": "理由", "type": "text", "required": True},
        "visible_if": {
            "all": [
                {"fact": "answer.total", "op": "gt", "value": 1000},
                {"not": {"fact": "handling", "op": "eq", "value": "注销"}},
            ]
        },
    },
    {"key": "online", "label": "网络经营", "type": "boolean"},
    {
        "key": "platform",
        "label": "平台",
        "type": "text",
        "required": True,
        "visible_if": {"field": "online", "equals": "是"},
    },
]
FORM = Form.of(Row.of(shape) for shape in ROWS)


def work(answers: dict[str, Any], **more: Any) -> Evaluated:
    return evaluate(FORM, answers, **{"facts": {"handling": "新办"}, "moment": MOMENT, **more})


def wrong(answers: dict[str, Any]) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in faults(FORM, work(answers), MOMENT)]


def test_a_group_and_all_in_it_appear_with_an_answer() -> None:
    assert "meals" not in work({"mode": "店"}).visible
    assert {"g1", "meals"} <= work({"mode": "食堂"}).visible


def test_what_is_hidden_is_neither_kept_nor_asked_nor_seen_by_others() -> None:
    found = work({"mode": "店", "meals": 7, "online": False, "platform": "甲"})
    assert found.answers == {"mode": "店", "total": 0, "online": False}
    assert "answer.meals" not in found.facts
    assert faults(FORM, found, MOMENT) == []


def test_a_condition_makes_an_answer_required() -> None:
    assert wrong({"mode": "其他"}) == [("note", "required")]
    assert wrong({"mode": "其他", "note": "流动"}) == []


def test_the_older_way_to_write_a_condition_means_the_same() -> None:
    assert ("platform", "required") in wrong({"mode": "店", "online": True})
    assert wrong({"mode": "店", "online": False}) == []


def test_a_computed_answer_is_worked_out_whatever_was_sent() -> None:
    goods = [{"price": 1050, "count": 2}, {"price": 300, "count": 1}]
    assert work({"mode": "店", "goods": goods, "total": 1}).answers["total"] == 2400


def test_conditions_on_a_computed_answer_see_yuan_and_facts_besides() -> None:
    goods = [{"price": 200000, "count": 1}]
    assert wrong({"mode": "店", "goods": goods}) == [("reason", "required")]
    assert "reason" not in work({"mode": "店", "goods": goods}, facts={"handling": "注销"}).visible


def test_a_read_only_answer_keeps_what_is_held_and_ignores_what_was_sent() -> None:
    goods = [{"price": 20000, "count": 1}]
    found = work({"mode": "店", "goods": goods, "account": "9999"}, held={"account": "1234"})
    assert found.answers["account"] == "1234" and "account" in found.readonly
    assert work({"mode": "店", "account": "9999"}, held={"account": "1234"}).answers["account"] == "9999"


def test_a_verified_answer_wins_over_what_was_sent() -> None:
    found = work({"mode": "店", "account": "9999"}, locked={"account": "1234"})
    assert found.answers["account"] == "1234" and "account" in found.readonly


def test_faults_name_their_place() -> None:
    goods = [{"price": 100, "count": 0}, {"count": 2}]
    assert wrong({"mode": "无", "goods": goods, "account": "12x4", "online": "是"}) == [
        ("mode", "not_offered"),
        ("goods.0.count", "too_small"),
        ("goods.1.price", "required"),
        ("account", "pattern"),
        ("online", "truth"),
    ]
    assert wrong({"mode": "食堂", "meals": 501, "goods": [{"price": 1, "count": 1}] * 4}) == [
        ("meals", "too_big"),
        ("goods", "too_many_rows"),
    ]


def test_rows_that_wait_for_one_another_are_refused() -> None:
    circle = [
        {"key": "a", "label": "甲", "type": "integer", "formula": "b + 1"},
        {"key": "b", "label": "乙", "type": "integer", "visible_if": {"fact": "answer.c", "op": "gt", "value": 1}},
        {"key": "c", "label": "丙", "type": "integer", "formula": "a"},
    ]
    with pytest.raises(CyclicForm) as refused:
        Form.of(Row.of(shape) for shape in circle)
    assert set(refused.value.keys) == {"a", "b", "c"}


def test_what_stands_later_may_decide_about_what_stands_before() -> None:
    rows = [
        {"key": "fee", "label": "费用", "type": "decimal", "formula": "area * 2"},
        {"key": "area", "label": "面积", "type": "decimal"},
    ]
    found = evaluate(Form.of(Row.of(shape) for shape in rows), {"area": "2.5"}, facts={}, moment=MOMENT)
    assert list(found.answers.items()) == [("fee", "5.00"), ("area", "2.5")]


def test_pages_hold_groups_and_an_empty_one_is_passed_over() -> None:
    first, second = pages_of(FORM)
    assert [block.group and block.group.key for block in first.blocks] == [None, "g1"]
    assert [row.key for row in second.questions][:2] == ["goods", "total"]
    assert [page.key for page in pages_shown(FORM, frozenset({"goods"}))] == ["p2"]


TEXTS = st.sampled_from(["", "店", "食堂", "其他", "是", "1234", "x"])
ANY = st.one_of(TEXTS, st.integers(-5, 2000), st.booleans(), st.none(), st.floats(allow_nan=True), st.just([]))
CELLS = st.fixed_dictionaries({}, optional={"price": ANY, "count": ANY})
SENT = st.fixed_dictionaries(
    {}, optional={**{row.key: ANY for row in FORM.questions}, "goods": st.one_of(st.lists(CELLS, max_size=4), ANY)}
)


@given(SENT, SENT)
@settings(max_examples=200)
def test_evaluating_twice_changes_nothing(sent: dict[str, Any], held: dict[str, Any]) -> None:
    once = work(sent, held=held)
    again = work(dict(once.answers), held=held)
    assert (again.answers, again.visible, again.required, again.readonly) == (
        *(once.answers, once.visible, once.required, once.readonly),
    )


@given(SENT)
@settings(max_examples=200)
def test_what_is_hidden_never_blocks_and_nothing_computed_is_anybodys_fault(sent: dict[str, Any]) -> None:
    found = work(sent)
    told: list[Fault] = faults(FORM, found, MOMENT)
    assert {fault.key for fault in told} <= found.visible - {"total"}
    assert found.answers.keys() <= found.visible
