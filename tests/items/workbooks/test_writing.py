"""What is written comes back exactly, and a spreadsheet program takes no text for anything else."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from items.rules.cells import CodeList, Unreadable
from items.workbooks.files import open_sheets
from items.workbooks.sheets import Sheet
from items.workbooks.tables import Column, Kind, Table, value_of, written
from items.workbooks.writing import BookWriter

KINDS = CodeList({"instant": "即办件", "promised": "承诺件"})
COLUMNS = {
    "name": Column("name", "事项名称"),
    "code": Column("code", "基本编码"),
    "kind": Column("kind", "办件类型", Kind.CODE, KINDS),
    "days": Column("days", "承诺时限", Kind.INTEGER),
    "fee": Column("fee", "收费", Kind.MONEY),
    "from": Column("from", "计划生效日期", Kind.DATE),
    "online": Column("online", "是否网办", Kind.YES_NO),
    "windows": Column("windows", "窗口", Kind.LINES),
    "when": Column("when", "条件", Kind.DATA),
}
TABLE = Table("items", "事项", tuple(COLUMNS.values()))
FULL = {
    "name": "食品经营许可",
    "code": "000131016000",
    "kind": "promised",
    "days": 20,
    "fee": 5510,
    "from": "2026-03-01",
    "online": False,
    "windows": ["A12", "A；13", "A\\14", "两\n行", ""],
    "when": {"field": "a", "equals": ["乙", 1]},
}


def book(*rows: dict[str, Any]) -> io.BytesIO:
    out = io.BytesIO()
    with BookWriter([TABLE]) as writer:
        for row in rows:
            writer.add("items", row)
        writer.save(out)
    out.seek(0)
    return out


def back(sheet: Sheet) -> list[dict[str, Any]]:
    rows = list(sheet.rows())[1:]
    return [
        {
            column.key: value_of(row.values[at] if at < len(row.values) else None, column)
            for at, column in enumerate(TABLE.columns)
        }
        for row in rows
    ]


def test_every_kind_of_value_comes_back() -> None:
    assert back(open_sheets(book(FULL), name="a.xlsx")[0]) == [FULL]


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+8613800000000", "-3", "@SUM(A1)", "'=1", "\t=1", "\r行", "1E+11", "0012", "TRUE", "#N/A"),
        *(
            "_x000D_",
            "a_x005F_b",
            "一\n二\r\n三",
            "  边  ",
            "\x07铃",
            "𠮷家",
            "<&>\"'",
            "\u200b零宽",
            "2024-03-01",
            "/",
        ),
    ],
)
def test_no_text_is_taken_for_anything_else(text: str) -> None:
    file = book({"name": text})
    assert back(open_sheets(file, name="a.xlsx")[0])[0]["name"] == text
    cell = load_workbook(file)["事项"]["A2"]
    assert (cell.data_type, cell.number_format) == ("s", "@")
    assert bool(cell.quotePrefix) == text.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_survives_the_cell(text: str) -> None:
    assert back(open_sheets(book({"name": text, "windows": [text, "x"]}), name="a.xlsx")[0])[0]["name"] == text


@given(st.lists(st.text(), min_size=1))
def test_any_list_survives_being_written_into_one_cell(words: list[str]) -> None:
    assert value_of(written(words, COLUMNS["windows"]), COLUMNS["windows"]) == words


def test_codes_are_offered_for_choice_and_headings_stay_in_sight() -> None:
    loaded = load_workbook(book(FULL))
    sheet = loaded["事项"]
    offers = {str(offer.sqref).split("2:")[0]: offer.formula1 for offer in sheet.data_validations.dataValidation}
    assert offers == {"C": "'代码'!$A$1:$A$2", "G": '"是,否"'}
    assert [cell.value for cell in loaded["代码"]["A"]] == ["即办件", "承诺件"]
    assert (loaded["代码"].sheet_state, sheet.freeze_panes) == ("hidden", "C2")


def test_a_text_no_cell_can_hold_is_refused() -> None:
    with pytest.raises(Unreadable, match="too_long"):
        book({"name": "长" * 32_768})
