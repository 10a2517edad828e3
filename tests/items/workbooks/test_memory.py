"""A long list needs no more memory than a short one."""

import io
import tracemalloc

from openpyxl import Workbook
from openpyxl.worksheet.merge import MergedCellRange
from openpyxl.worksheet.worksheet import Worksheet

from items.rules.mapping import Profile
from items.workbooks.files import open_sheets
from items.workbooks.foreign import ForeignBook
from items.workbooks.tables import Column, Table
from items.workbooks.writing import BookWriter

SHORT, LONG = 300, 3_000
MEGABYTE = 1024**2
HEADINGS = ["事项名称", "基本编码", "设定依据", "材料名称", "份数"]


def long_list(size: int) -> io.BytesIO:
    """So many items of two rows each, merged, every text different and shared by number."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(HEADINGS)
    for number in range(size):
        law = f"《条例》第{number}条：" + "规定" * 60
        sheet.append([f"事项{number}", f"3201{number:08d}", law, f"申请书{number}", 1])
        sheet.append([None, None, None, f"照片{number}", 2])
        for letter in "ABC":
            # merge_cells compares each area with all others, which takes minutes for so many
            area = MergedCellRange(sheet, f"{letter}{2 * number + 2}:{letter}{2 * number + 3}")
            sheet.merged_cells.ranges.add(area)
    out = io.BytesIO()
    book.save(out)
    return out


def peak_of_reading(file: io.BytesIO, size: int) -> int:
    profile = Profile(
        columns={"事项名称": "name", "基本编码": "base_code", "设定依据": "legal_basis"}
        | {"材料名称": "materials.name", "份数": "materials.originals"}
    )
    tracemalloc.start()
    try:
        book = ForeignBook(open_sheets(file, name="清单.xlsx")[0], profile, {})
        count = sum(len(item.values["materials"]) == 2 and not item.bad for item in book.items())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == size
    return peak


def peak_of_writing(size: int) -> int:
    table = Table("items", "事项", (Column("name", "事项名称"), Column("basis", "设定依据")))
    tracemalloc.start()
    try:
        with BookWriter([table]) as writer:
            for number in range(size):
                writer.add("items", {"name": f"事项{number}", "basis": f"第{number}条" + "规定" * 60})
            return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_reading_ten_times_the_rows_takes_no_more_memory() -> None:
    short, long = (peak_of_reading(long_list(size), size) for size in (SHORT, LONG))
    assert long - short < MEGABYTE, f"{short} bytes, then {long}"


def test_writing_ten_times_the_rows_takes_no_more_memory() -> None:
    short, long = peak_of_writing(SHORT), peak_of_writing(LONG)
    assert long - short < MEGABYTE, f"{short} bytes, then {long}"
