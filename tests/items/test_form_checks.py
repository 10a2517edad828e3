"""Every fault a form can have is found, with its code and its place (I-15); sound forms raise nothing."""

from typing import Any

import pytest

from items import prefill
from items.findings import finding_words
from items.formnotes import FINDINGS
from items.rules.checks import Finding
from items.rules.formchecks import form_findings
from items.rules.forms import Row
from tests.items.test_form_logic import ROWS

ASKED = {"key": "mode", "label": "业态", "type": "choice", "options": ["店", "食堂"]}
AREA = {"key": "area", "label": "面积", "type": "decimal"}
GOODS = {
    "key": "goods",
    "label": "货物",
    "type": "table",
    "columns": [{"key": "price", "label": "单价", "type": "money"}],
}


def field(**changes: Any) -> dict[str, Any]:
    return {"key": "x", "label": "某项", "type": "text", **changes}


def when(fact: str, op: str, value: Any) -> dict[str, Any]:
    return {"fact": fact, "op": op, "value": value}


def codes(*shapes: dict[str, Any]) -> list[tuple[str, str]]:
    found = form_findings([Row.of(shape) for shape in shapes], situations=["single"], is_source=prefill.is_known)
    assert all(finding_words(Finding(one.code, one.path, words=one.words)) for one in found)
    return [(finding.code, finding.path) for finding in found]


FAULTS: list[tuple[str, str, list[dict[str, Any]]]] = [
    ("key_shape", "form.1.key", [field(key="1x")]),
    ("key_shape", "form.1.key", [field(key="面积")]),
    ("key_shape", "form.1.key", [field(key="__class__")]),
    ("key_twice", "form.2.key", [field(), field()]),
    ("label_missing", "form.1.label", [field(label="")]),
    ("type_unknown", "form.x.type", [field(type="picture")]),
    ("no_options", "form.x.options", [field(type="choice")]),
    ("no_options", "form.x.options", [field(type="multichoice", options=[])]),
    ("field_option_twice", "form.x.options", [field(type="choice", options=["甲", "甲"])]),
    ("no_columns", "form.x.columns", [field(type="table")]),
    ("key_shape", "form.x.columns", [field(type="table", columns=[{"key": "A", "label": "甲", "type": "text"}])]),
    ("column_type", "form.x.columns", [field(type="table", columns=[{"key": "a", "label": "甲", "type": "file"}])]),
    ("no_options", "form.x.columns", [field(type="table", columns=[{"key": "a", "label": "甲", "type": "choice"}])]),
    ("condition_unknown_fact", "form.x.visible_if", [field(visible_if=when("answer.other", "eq", "a"))]),
    ("condition_unknown_fact", "form.x.visible_if", [field(visible_if={"field": "other", "equals": "a"})]),
    ("condition_unknown_fact", "form.x.visible_if", [field(visible_if=when("situation.2", "eq", "a"))]),
    ("condition_operator", "form.x.required_if", [ASKED, field(required_if=when("answer.mode", "gt", "店"))]),
    ("condition_value", "form.x.readonly_if", [AREA, field(readonly_if=when("answer.area", "gt", "很大"))]),
    ("condition_shape", "form.x.visible_if", [field(visible_if={"fact": "handling"})]),
    ("condition_shape", "form.x.visible_if", [field(visible_if="always")]),
    ("condition_empty_group", "form.x.visible_if", [field(visible_if={"all": []})]),
    ("condition_not_offered", "form.x.visible_if", [ASKED, field(visible_if={"field": "mode", "equals": "摊"})]),
    (
        "condition_not_offered",
        "form.x.visible_if",
        [ASKED, field(visible_if={"not": when("answer.mode", "in", ["摊"])})],
    ),
    ("formula_unreadable", "form.x.formula", [field(type="integer", formula="1 +")]),
    ("formula_unknown", "form.x.formula", [field(type="integer", formula="length * 2")]),
    ("formula_unknown", "form.x.formula", [GOODS, field(type="integer", formula="sum(goods.weight)")]),
    ("formula_unknown", "form.x.formula", [AREA, field(type="integer", formula="sum(area.price)")]),
    ("formula_type", "form.x.formula", [field(type="file", formula="1")]),
    ("pattern_invalid", "form.x.pattern", [field(pattern="(")]),
    ("pattern_elsewhere", "form.x.pattern", [field(pattern=r"(a)\1(?=b)")]),
    ("pattern_dangerous", "form.x.pattern", [field(pattern="(a+)+b")]),
    ("pattern_too_long", "form.x.pattern", [field(pattern="a" * 201)]),
    ("pattern_type", "form.x.pattern", [field(type="date", pattern="a")]),
    ("limit_unreadable", "form.x.min", [field(type="integer", min="viele")]),
    ("limit_unreadable", "form.x.max", [field(type="date", max="today(")]),
    ("min_above_max", "form.x.min", [field(type="integer", min=5, max=4)]),
    ("min_above_max", "form.x.min", [field(type="date", min="2025-02-01", max="2025-01-01")]),
    ("min_above_max", "form.x.min_length", [field(min_length=5, max_length=4)]),
    ("default_unfit", "form.x.default", [field(type="choice", options=["甲"], default="乙")]),
    ("default_unfit", "form.x.default", [field(type="integer", max=4, default=5)]),
    ("prefill_unknown", "form.x.prefill", [field(prefill="person.shoe_size")]),
    ("prefill_unknown", "form.x.prefill", [field(prefill="licence.营业执照")]),
    ("page_empty", "form.p", [field(), field(key="p", type="page")]),
    ("group_empty", "form.g", [field(key="g", type="group"), field(key="p", type="page"), field()]),
    ("cycle", "form.a", [field(key="a", type="integer", formula="b"), field(key="b", type="integer", formula="a")]),
    ("cycle", "form.x", [field(visible_if=when("answer.x", "eq", "a"))]),
]


@pytest.mark.parametrize(("code", "path", "shapes"), FAULTS)
def test_a_fault_is_found_where_it_is(code: str, path: str, shapes: list[dict[str, Any]]) -> None:
    _form, key, *rest = path.split(".")
    number = key if key.isdecimal() else str([shape["key"] for shape in shapes].index(key) + 1)
    assert (code, ".".join(["form", number, *rest])) in codes(*shapes)


def test_every_code_is_tried() -> None:
    assert {code for code, _path, _shapes in FAULTS} | {"condition_too_deep"} == set(FINDINGS)


def test_who_only_waits_for_a_circle_is_not_blamed_for_it() -> None:
    circle = [field(key=key, type="integer", formula=other) for key, other in (("a", "b"), ("b", "a"), ("c", "a"))]
    (found,) = form_findings([Row.of(shape) for shape in circle])
    assert found.words == {"keys": "a, b"}


def test_a_sound_form_raises_nothing() -> None:
    assert codes(*ROWS) == []


def test_what_upper_apps_offer_may_be_named() -> None:
    names = (
        "person.name",
        "enterprise.address",
        "project.code",
        "licence.营业执照.地址",
        "earlier.x",
        "calendar.today",
    )
    assert codes(*(field(key=f"x{place}", prefill=name) for place, name in enumerate(names))) == []
