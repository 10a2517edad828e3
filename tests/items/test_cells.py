"""What people write into cells is understood or refused, never guessed."""

from datetime import date, datetime
from typing import Any

import pytest

from items.rules import cells
from items.rules.celllists import Limit, WrittenBasis, WrittenMaterial, legal_bases, limit, materials
from items.rules.cells import CodeList, Unreadable

KINDS = CodeList({"instant": "即办件", "promised": "承诺件", "forwarded": "上报件"}, {"即时办结": "instant"})
TYPES = CodeList({"01": "行政许可", "20": "公共服务"}, {"XK": "01", "便民服务": "20"})


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("　食品经营许可　", "食品经营许可"),
        ("Ａ１２ 窗口", "A12 窗口"),
        ("（一）办理：要求", "（一）办理：要求"),
        ("a\u200bb\ufeff", "ab"),
        ("一\r\n二\u00a0 三", "一\n二 三"),
        (3.0, "3"),
        (0.5, "0.5"),
        (True, "是"),
        (datetime(2024, 3, 1), "2024-03-01"),  # noqa: DTZ001 - spreadsheets know no zones
        (None, ""),
    ],
)
def test_texts_lose_what_nobody_sees_and_keep_their_punctuation(raw: Any, text: str) -> None:
    assert cells.plain_text(raw) == text


def test_a_line_break_inside_a_chinese_name_means_nothing() -> None:
    assert cells.one_line("食品经营\n许 可") == "食品经营许可"
    assert cells.one_line("ISO 9001\n认证") == "ISO 9001 认证"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("0001 3101 6000", "000131016000"),
        ("０００１３１０１６０００", "000131016000"),
        (131016000.0, "131016000"),
        ("ab1c", "AB1C"),
    ],
)
def test_codes_are_read_without_spaces_and_in_large_letters(raw: Any, code: str) -> None:
    assert cells.code_text(raw) == code


@pytest.mark.parametrize("raw", [1.13205820142e30, "1.23E+11", 442199806003442199])
def test_a_code_that_became_a_number_and_lost_digits_is_refused(raw: Any) -> None:
    with pytest.raises(Unreadable, match="rounded"):
        cells.code_text(raw)


@pytest.mark.parametrize(
    ("raw", "number"),
    [(3, 3), (3.0, 3), ("３", 3), ("3份", 3), (" 2 次 ", 2), ("三", 3), ("二十一", 21), ("", None), ("/", None)],
)
def test_whole_numbers_are_understood_with_their_counting_words(raw: Any, number: int | None) -> None:
    assert cells.integer(raw) == number


@pytest.mark.parametrize("raw", ["2.5", "约3", "三四份", 0.1, "3-5"])
def test_what_is_no_whole_number_is_refused(raw: Any) -> None:
    with pytest.raises(Unreadable, match="not_an_integer"):
        cells.integer(raw)


@pytest.mark.parametrize(
    ("raw", "fen"),
    [
        (55, 5500),
        ("55.00元", 5500),
        ("￥1,200", 120_000),
        ("１．５万元", 1_500_000),
        (0.1, 10),
        ("免费", 0),
        ("无", None),
    ],
)
def test_money_in_yuan_becomes_fen_exactly(raw: Any, fen: int | None) -> None:
    assert cells.fen(raw) == fen


@pytest.mark.parametrize("raw", ["0.005", "按标准", "10元/平方米", "-5"])
def test_what_is_no_amount_is_refused(raw: Any) -> None:
    with pytest.raises(Unreadable, match="not_money"):
        cells.fen(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "2024年3月1日",
        "2024.3.1",
        "2024/03/01",
        "2024-3-1",
        "20240301",
        20240301,
        "２０２４年０３月０１日",
        "2024 年 3 月 1 日",
        "二〇二四年三月一日",
        45352,
        45352.0,
        datetime(2024, 3, 1, 8),  # noqa: DTZ001 - spreadsheets know no zones
        "2024-03-01 00:00:00",
    ],
)
def test_one_day_is_written_in_many_ways(raw: Any) -> None:
    assert cells.day(raw) == date(2024, 3, 1)


@pytest.mark.parametrize("raw", ["2024年2月30日", "3月1日", "长期", 7, "24.3.1", "2024年3月"])
def test_what_is_no_day_is_refused(raw: Any) -> None:
    with pytest.raises(Unreadable, match="not_a_date"):
        cells.day(raw)


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        ("是", True),
        ("√", True),
        ("Ｙ", True),
        (1, True),
        ("否", False),
        ("×", False),
        ("无", False),
        (0.0, False),
        ("", None),
    ],
)
def test_yes_and_no_are_ticked_in_many_ways(raw: Any, answer: bool | None) -> None:
    assert cells.yes_no(raw) is answer


def test_an_unclear_tick_is_refused() -> None:
    with pytest.raises(Unreadable, match="not_yes_or_no"):
        cells.yes_no("部分")


@pytest.mark.parametrize(
    ("raw", "code"),
    [("承诺件", "promised"), ("承 诺 件", "promised"), ("即时办结", "instant"), ("PROMISED", "promised"), ("", None)],
)
def test_codes_are_found_by_term_synonym_or_code(raw: str, code: str | None) -> None:
    assert cells.code_of(raw, KINDS) == code


@pytest.mark.parametrize("raw", ["01", 1, "01 行政许可", "行政许可（01）", "XK", "01-行政许可", "行政许可"])
def test_a_code_may_stand_beside_its_term(raw: Any) -> None:
    assert cells.code_of(raw, TYPES) == "01"


def test_what_a_list_does_not_know_is_refused_with_its_word() -> None:
    with pytest.raises(Unreadable) as refused:
        cells.code_of("联办件", KINDS)
    assert (refused.value.code, refused.value.words) == ("not_in_list", {"value": "联办件"})


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("新办；变更;延续", ["新办", "变更", "延续"]),
        ("新办\n变更\n", ["新办", "变更"]),
        ("1.新办 2.变更 3.注销", ["新办", "变更", "注销"]),
        ("（一）新办；（二）变更", ["新办", "变更"]),
        ("①新办②变更", ["新办②变更"]),
        ("①新办；②变更", ["新办", "变更"]),
        ("一、新办\n二、变更", ["新办", "变更"]),
        ("自然人、企业法人", ["自然人", "企业法人"]),
        ("企业（含个体工商户、合作社）；自然人", ["企业（含个体工商户、合作社）", "自然人"]),
        ("2024.3.1前新办", ["2024.3.1前新办"]),
        ("新办；新办", ["新办"]),
        ("无", []),
    ],
)
def test_one_cell_holds_several_values(raw: str, parts: list[str]) -> None:
    assert cells.split_values(raw) == parts


def test_sentences_keep_their_inner_pauses() -> None:
    raw = "1. 有固定的场所、设备；\n2. 有2名以上的人员，其中1.5米以下的除外。"
    assert cells.split_sentences(raw) == ["有固定的场所、设备", "有2名以上的人员，其中1.5米以下的除外。"]


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("20个工作日", Limit(20, "working")),
        ("法定20日", Limit(20, "natural")),
        ("自受理之日起五个工作日内", Limit(5, "working")),
        ("即办", Limit(0, "working", at_once=True)),
        ("当场办结", Limit(0, "working", at_once=True)),
        ("２０（工作日）", Limit(20, "working")),
        ("2个月", Limit(60, "natural", converted=True)),
        ("24小时", Limit(24, "hours")),
        ("法定时限：20", Limit(20, "working")),
        (20.0, Limit(20, "working")),
        ("无法定时限", None),
        ("", None),
    ],
)
def test_limits_are_read_with_their_unit(raw: Any, read: Limit | None) -> None:
    """Annex B, trap 6: the unit is part of the value."""
    assert limit(raw) == read


@pytest.mark.parametrize(
    ("raw", "code"), [("视情况而定", "not_a_limit"), ("首次20日，延长10日", "two_limits"), ("5.5", "not_a_limit")]
)
def test_unclear_limits_are_refused(raw: str, code: str) -> None:
    with pytest.raises(Unreadable, match=code):
        limit(raw)


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("身份证复印件1份；申请表原件2份", [WrittenMaterial("身份证", None, 1), WrittenMaterial("申请表", 2, None)]),
        (
            "1.营业执照（复印件）\n2.申请书（原件1份）",
            [WrittenMaterial("营业执照", None, 1), WrittenMaterial("申请书", 1, None)],
        ),
        ("身份证原件及复印件各1份", [WrittenMaterial("身份证", 1, 1)]),
        ("申请表2份、照片3份", [WrittenMaterial("申请表", 2, None), WrittenMaterial("照片", 3, None)]),
        ("授权委托书（如有）", [WrittenMaterial("授权委托书", required=False)]),
        ("身份证明材料、户口簿等", [WrittenMaterial("身份证明材料、户口簿等")]),
        ("无", []),
    ],
)
def test_several_materials_stand_in_one_cell_with_their_copies(raw: str, read: list[WrittenMaterial]) -> None:
    assert materials(raw) == read


def test_laws_are_parted_by_their_title_marks() -> None:
    raw = "1.《中华人民共和国食品安全法》第三十五条：国家对食品生产经营实行许可制度。\n"
    raw += "2.《食品经营许可和备案管理办法》第四条第一款"
    assert legal_bases(raw) == [
        WrittenBasis("中华人民共和国食品安全法", "第三十五条", "国家对食品生产经营实行许可制度。"),
        WrittenBasis("食品经营许可和备案管理办法", "第四条第一款", ""),
    ]


def test_a_law_mentioned_inside_a_sentence_starts_no_new_basis() -> None:
    raw = "《城镇燃气管理条例》第十五条 依照《行政许可法》规定办理"
    assert [basis.law for basis in legal_bases(raw)] == ["城镇燃气管理条例"]
