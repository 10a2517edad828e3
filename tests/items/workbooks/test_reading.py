"""A foreign file is read as it looks, or refused with a sentence that says what to do."""

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from core.refusal import Refusal
from items.workbooks.files import open_sheets
from items.workbooks.sheets import Row, Sheet

Fill = Callable[[Worksheet], None]


def saved(fill: Fill) -> io.BytesIO:
    """A workbook as a spreadsheet program saves it, with shared strings."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    fill(sheet)
    out = io.BytesIO()
    book.save(out)
    return out


def read(fill: Fill) -> list[Row]:
    return list(sheets(saved(fill))[0].rows())


def sheets(file: io.BytesIO, name: str = "清单.xlsx") -> list[Sheet]:
    file.seek(0)
    return open_sheets(file, name=name)


def with_part(name: str, content: bytes, *, replace: Callable[[bytes], bytes] | None = None) -> io.BytesIO:
    """A plain workbook with one part added, or one part changed."""
    out = io.BytesIO()
    with ZipFile(saved(lambda sheet: sheet.append(["事项"]))) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, replace(data) if replace and part == name else data)
        if replace is None:
            new.writestr(name, content)
    return out


def with_xml(fill: Fill, change: Callable[[str], str]) -> io.BytesIO:
    """A workbook whose first sheet was rewritten, for what the library cannot write."""
    out = io.BytesIO()
    with ZipFile(saved(fill)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            changed = change(data.decode()).encode() if part == "xl/worksheets/sheet1.xml" else data
            new.writestr(part, changed)
    return out


def test_values_keep_their_kinds() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["食品经营许可", 3, 2.5, True, date(2024, 3, 1), "000131016000", None, "末"])

    values = read(fill)[0].values
    moment = datetime(2024, 3, 1)  # noqa: DTZ001 - spreadsheets know no zones
    assert values == ["食品经营许可", 3, 2.5, True, moment, "000131016000", None, "末"]


def test_rows_keep_their_numbers_and_hidden_ones_say_so() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["B4"], sheet["A5"] = "标题", "值", "藏"
        sheet.row_dimensions[5].hidden = True

    rows = [row for row in read(fill) if not row.empty]
    assert [(row.number, row.values, row.hidden) for row in rows] == [
        (1, ["标题"], False),
        (4, [None, "值"], False),
        (5, ["藏"], True),
    ]


def test_a_merged_area_means_its_value_everywhere() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (
            ["事项", "材料", "备注"],
            ["许可甲", "申请书", None],
            [None, "身份证", None],
            ["许可乙", "照片", "独"],
        ):
            sheet.append(row)
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("B1:C1")

    rows = read(fill)
    assert [row.values[0] for row in rows] == ["事项", "许可甲", "许可甲", "许可乙"]
    assert rows[2].carried == {0: "A2"}
    assert rows[0].values[2] == "材料"


def test_a_formula_is_never_computed_and_says_where_it_stands() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["=1+1", "文字"])

    def computed(xml: str) -> str:
        return xml.replace("<f>1+1</f><v></v>", "<f>1+1</f><v>2</v>").replace("<f>1+1</f><v />", "<f>1+1</f><v>2</v>")

    without = read(fill)[0]
    assert (without.formulas, without.faults, without.values[0]) == ({0}, {0}, None)
    with_value = next(iter(sheets(with_xml(fill, computed))[0].rows()))
    assert (with_value.formulas, with_value.faults, with_value.values[0]) == ({0}, set(), 2)


def test_an_error_of_the_spreadsheet_is_a_fault() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["#N/A", "文字"])
        sheet["A1"].data_type = "e"

    row = read(fill)[0]
    assert (row.faults, row.values) == ({0}, [None, "文字"])


def test_escaped_signs_and_edge_spaces_come_back() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["一_x000D_二", " 边 ", "𠮷"])

    assert read(fill)[0].values == ["一\r二", " 边 ", "𠮷"]


def test_hidden_sheets_are_known() -> None:
    book = Workbook()
    book.create_sheet("藏").sheet_state = "veryHidden"
    out = io.BytesIO()
    book.save(out)
    assert [(sheet.name, sheet.hidden) for sheet in sheets(out)] == [("Sheet", False), ("藏", True)]


def test_a_format_far_below_the_list_costs_nothing_but_a_value_there_is_refused() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "事项"
        sheet["A1000000"].number_format = "@"

    assert [row.values for row in read(fill) if not row.empty] == [["事项"]]
    with pytest.raises(Refusal) as refused:
        read(lambda sheet: sheet.cell(1_000_000, 1, "远"))
    assert refused.value.code == "workbook_too_long"


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("xl/vbaProject.bin", "workbook_macros"),
        ("xl/macrosheets/sheet1.xml", "workbook_macros"),
        ("xl/externalLinks/externalLink1.xml", "workbook_links"),
        ("xl/embeddings/oleObject1.bin", "workbook_embedded"),
        ("xl/activeX/activeX1.xml", "workbook_embedded"),
        ("xl/connections.xml", "workbook_connections"),
        ("xl/queryTables/queryTable1.xml", "workbook_connections"),
    ],
)
def test_what_acts_or_fetches_is_refused(part: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        sheets(with_part(part, b"<x/>"))
    assert refused.value.code == code


def test_macros_do_not_hide_behind_another_name() -> None:
    def macros(types: bytes) -> bytes:
        return types.replace(
            b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
        )

    with pytest.raises(Refusal) as refused:
        sheets(with_part("[Content_Types].xml", b"", replace=macros))
    assert refused.value.code == "workbook_macros"


def test_relations_that_leave_the_file_are_refused_but_addresses_to_click_are_not() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    one = '<Relationship Id="r1" Type="{}/{}" Target="http://127.0.0.1/" TargetMode="External"/>'
    part = "xl/worksheets/_rels/sheet1.xml.rels"
    assert sheets(with_part(part, relation.format(one.format(kind, "hyperlink")).encode()))
    with pytest.raises(Refusal) as refused:
        sheets(with_part(part, relation.format(one.format(kind, "oleObject")).encode()))
    assert refused.value.code == "workbook_links"


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(Refusal) as refused:
        sheets(with_part("xl/media/image1.png", bytes(40 * 1024**2)))
    assert refused.value.code == "workbook_swollen"


def test_entities_are_refused() -> None:
    def swollen(xml: str) -> str:
        return '<!DOCTYPE a [<!ENTITY b "bbbb">]>' + xml[xml.index("<worksheet") :]

    with pytest.raises(Refusal) as refused:
        list(sheets(with_xml(lambda sheet: sheet.append(["一"]), swollen))[0].rows())
    assert refused.value.code == "workbook_damaged"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"\xd0\xcf\x11\xe0 old", "a.xlsx", "workbook_locked"),
        (b"PK\x03\x04 broken", "a.xlsx", "workbook_damaged"),
        (b"%PDF-1.7", "a.xlsx", "workbook_not_xlsx"),
        (b"", "a.xlsx", "workbook_not_xlsx"),
        (b"a,b", "a.xls", "workbook_not_xlsx"),
        (b"PK\x03\x04\x00\x00", "a.csv", "workbook_not_text"),
    ],
)
def test_other_files_are_refused_with_a_reason(content: bytes, name: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        sheets(io.BytesIO(content), name)
    assert refused.value.code == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_text_tables_are_read_in_the_encodings_of_offices(encoding: str, sign: str) -> None:
    text = f'事项名称{sign}材料\r\n食品经营许可{sign}"申请书\n身份证"\r\n'
    file = io.BytesIO(text.encode(encoding))
    rows: list[Any] = [row.values for row in sheets(file, "清单.csv")[0].rows()]
    assert rows == [["事项名称", "材料"], ["食品经营许可", "申请书\n身份证"]]
