"""A list of powers as an office really sends it."""

import io

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

FRONT = ["序号", "项目名称", "职权编码", "权力类型", "实施依据", "服务对象"]
BACK = ["法定时限", "承诺期限", "咨询电话", "备注"]
HEADINGS = [*FRONT, "申请材料", "申请材料", *BACK]
PARTS = [*FRONT, "名称", "份数", *BACK]
MATERIALS = "身份证复印件1份；备案表原件2份"
LAW = "《中华人民共和国药品管理法》第五十一条：从事药品零售活动，应当取得药品经营许可证。"


def messy_sheet(sheet: Worksheet) -> None:
    """A title over all columns, headings in two rows, an item over three rows by merged cells, older codes, a formula,
    full-width digits, a wrong type, and a line of who filled it in.
    """
    sheet.title = "权力清单"
    sheet["A1"] = "××县行政权力事项清单（２０２４年）"
    sheet.merge_cells("A1:L1")
    for row, texts in ((3, HEADINGS), (4, PARTS)):
        for column, text in enumerate(texts, start=1):
            sheet.cell(row, column, text if row == 3 or text != HEADINGS[column - 1] else None)
    sheet.merge_cells("G3:H3")
    for column in (1, 2, 3, 4, 5, 6, 9, 10, 11, 12):
        sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    _retail(sheet)
    _others(sheet)


def _retail(sheet: Worksheet) -> None:
    first = [1, " 药品零售企业\n筹建许可 ", "62052400MZ-XK-0001", "XK", LAW, "企业法人、个体户"]
    for column, value in enumerate(first, start=1):
        sheet.cell(5, column, value)
    for row, (name, copies) in enumerate((("申请表", "２份"), ("营业执照", 1), ("平面图", "一份")), start=5):
        sheet.cell(row, 7, name)
        sheet.cell(row, 8, copies)
    sheet["I5"], sheet["J5"], sheet["K5"] = "２０个工作日", "即办", "0512－29990101"
    for letter in "ABCDEFIJKL":
        sheet.merge_cells(f"{letter}5:{letter}7")


def _others(sheet: Worksheet) -> None:
    rows = [
        [
            2,
            "第二类医疗器械备案",
            "QT00012000",
            "其他类",
            "《医疗器械监督管理条例》第四十一条",
            "企业",
            "身份证复印件1份；备案表原件2份",
        ],
        [3, "价格违法处罚", 4.20116031e16, "行政处法", "价格法", "个人", "/"],
        [4, "计量器具检定", "JC00012001", "行政检查", "=A1", "企业", "/"],
    ]
    for row, values in enumerate(rows, start=8):
        for column, value in enumerate(values, start=1):
            sheet.cell(row, column, value)
        sheet.cell(row, 9, "法定30日" if row == 8 else "")
        sheet.cell(row, 10, "五个工作日" if row == 8 else "视情况而定" if row == 10 else "")


def messy_file() -> io.BytesIO:
    """The list as an .xlsx."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    messy_sheet(sheet)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out
