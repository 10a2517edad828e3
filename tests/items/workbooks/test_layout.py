"""Every element has its column, and every table of an item survives being laid out flat."""

from typing import Any

import pytest

from items.elements import ELEMENTS, ROWS, Element, Kind
from items.rules.cells import comparable
from items.rules.shapes import blank, normal
from items.workbooks.layout import flat_rows, layout, nested_rows
from tests import world

BODIES = {"市监局": "张家港市市场监督管理局"}
LAYOUT = layout(BODIES)


def test_every_element_has_a_column_under_its_official_term() -> None:
    """1.5: headings in the terms of the table."""
    columns = {column.key for table in LAYOUT.tables for column in table.columns}
    assert {each.key for each in ELEMENTS if each.kind is not Kind.ROWS} <= columns

    def inner(each: Element) -> set[str]:
        if each.key == "form":  # columns of a table inside a form stand in one cell
            return {f"form.{part.key}" for part in each.parts}
        own = {f"{each.key}.{part.key}" for part in each.parts if part.kind is not Kind.ROWS}
        return own.union(*(inner(part) for part in each.parts if part.kind is Kind.ROWS))

    for each in ROWS:
        assert inner(each) <= columns


def test_no_sheet_has_two_headings_alike() -> None:
    for table in LAYOUT.tables:
        headings = [comparable(column.heading) for column in table.columns]
        assert len(set(headings)) == len(headings), table.title


ROUTES = [
    {
        "kind": "normal",
        "stages": [
            {"title": "受理", "seats": [{"post_name": "窗口受理岗", "days": 1}]},
            {"title": "会审", "rule": "AT_LEAST", "at_least": 2, "when": {"fact": "area", "op": "gt", "value": 5}},
            {"title": "决定", "seats": [{"post_name": f"岗{n}", "department": "市监局", "days": n} for n in range(3)]},
        ],
    },
    {"kind": "simplified", "stages": []},
]
SITUATIONS = [
    {
        "key": "q1",
        "ask": "场所来源？",
        "options": [
            {
                "label": "自有",
                "effects": [{"kind": "add", "target": "产权证"}, {"kind": "copies", "target": "图", "amount": 2}],
            },
            {"label": "租赁", "effects": []},
        ],
    },
    {"key": "q2", "ask": "说明", "kind": "info", "options": []},
]
FORM = [
    {"key": "premises", "label": "经营场所", "type": "address", "required": True},
    {"key": "mode", "label": "业态", "type": "choice", "required": False, "options": ["甲；乙", "丙"]},
    {"key": "odd", "label": "", "type": "text", "required": False, "options": [], "max_length": 2},
]


@pytest.mark.parametrize(("key", "rows"), [("routes", ROUTES), ("situations", SITUATIONS), ("form", FORM)])
def test_nested_tables_come_back(key: str, rows: list[dict[str, Any]]) -> None:
    part = next(part for part in LAYOUT.parts if part.table.key == key)
    given = normal({**blank(), key: rows})[key]
    assert normal({**blank(), key: nested_rows(list(flat_rows(given, part)), part)})[key] == given


def test_flat_tables_come_back() -> None:
    shape = normal(world.item_shape())
    for part in LAYOUT.parts:
        back = nested_rows(list(flat_rows(shape[part.table.key], part)), part)
        assert normal({**blank(), part.table.key: back})[part.table.key] == shape[part.table.key]


def test_rows_typed_without_numbers_go_on_with_the_one_above() -> None:
    part = next(part for part in LAYOUT.parts if part.table.key == "routes")
    typed = [
        {"routes.@number": 1, "stages.@number": 1, "stages.title": "受理", "seats.post_name": "窗口受理岗"},
        {"stages.@number": 2, "stages.title": "会审", "seats.post_name": "甲岗", "seats.@number": None},
        {"seats.@number": 2, "seats.post_name": "乙岗"},
    ]
    stages = nested_rows(typed, part)[0]["stages"]
    assert [(stage["title"], [seat["post_name"] for seat in stage["seats"]]) for stage in stages] == [
        ("受理", ["窗口受理岗"]),
        ("会审", ["甲岗", "乙岗"]),
    ]
