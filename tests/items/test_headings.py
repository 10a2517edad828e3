"""Foreign sheets are understood by their headings, wherever these stand."""

import pytest

from items.rules.headings import find_header, heading_text, suggestions

NAMES = {
    "name": ["事项名称", "项目名称", "职权名称"],
    "base_code": ["基本编码"],
    "type": ["事项类型", "权力类型"],
    "statutory": ["法定办结时限", "法定时限"],
    "promised": ["承诺办结时限", "承诺时限"],
    "legal_basis": ["设定依据", "法律依据", "实施依据"],
    "materials": ["申请材料"],
    "materials.name": ["材料名称", "申请材料名称"],
    "materials.copies": ["份数", "申请材料份数"],
}


@pytest.mark.parametrize("raw", ["*事项名称（必填）", "1.事项名称", "事 项\n名 称", "事项名称：", "【事项名称】"])
def test_headings_lose_their_marks_and_remarks(raw: str) -> None:
    assert heading_text(raw).strip("【】") == "事项名称"


def test_each_element_is_suggested_once_and_the_likeliest_column_wins() -> None:
    found = suggestions(["序号", "权力事项名称", "职权类型", "法定期限", "承诺期限", "实施依据", "备注"], NAMES)
    assert {place: one.key for place, one in found.items()} == {
        1: "name",
        2: "type",
        3: "statutory",
        4: "promised",
        5: "legal_basis",
    }


def test_a_known_name_is_sure_and_a_stranger_is_not_guessed() -> None:
    found = suggestions(["法定时限", "联系电话"], NAMES)
    assert found[0].score == 1.0
    assert 1 not in found


def test_the_header_is_found_below_titles_and_remarks() -> None:
    rows = [
        ["××县行政权力清单"] * 4,
        ["填报单位：市监局", None, None, "2024年3月"],
        ["序号", "项目名称", "权力类型", "法律依据"],
        [1, "食品经营许可", "行政许可", "《食品安全法》"],
    ]
    header = find_header(rows, NAMES)
    assert header is not None
    assert (header.place, header.depth, header.headings) == (2, 1, ("序号", "项目名称", "权力类型", "法律依据"))


def test_a_heading_parted_into_several_takes_two_rows() -> None:
    rows = [
        ["事项名称", "基本编码", "申请材料", "申请材料"],
        ["事项名称", "基本编码", "名称", "份数"],
        ["食品经营许可", "000131016000", "申请书", 1],
    ]
    header = find_header(rows, NAMES)
    assert header is not None
    assert (header.place, header.depth) == (0, 2)
    assert header.headings == ("事项名称", "基本编码", "申请材料名称", "申请材料份数")


def test_a_sheet_without_headings_has_none() -> None:
    assert find_header([["食品经营许可", 3], ["药品经营许可", 4]], NAMES) is None
