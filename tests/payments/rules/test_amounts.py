"""C-40, S-16, S-17: nothing is charged that the item does not charge, and never more."""

from typing import Any

import pytest

from payments.rules.amounts import (
    TariffLine,
    as_asked,
    assessment_faults,
    charged_by_rule,
    is_statutory,
    tariff,
    total,
)

LAW = "《中华人民共和国居民身份证法》第二十条"


def spec(**changes: Any) -> dict[str, Any]:
    usual = {"name": "工本费", "standard": "每证20元", "basis": LAW, "kind": "fixed", "amount_fen": 2000}
    return {**usual, "reducible": False, "reduction": "", **changes}


def resolved(name: str = "工本费", amount_fen: int | None = 2000, why: str = "") -> dict[str, Any]:
    return {"name": name, "amount_fen": amount_fen, "why": why}


def line(**changes: Any) -> TariffLine:
    usual = {"name": "工本费", "standard": "每证20元", "basis": LAW, "amount_fen": 2000, "certain": True}
    return TariffLine(**{**usual, **changes})


def codes(lines: list[TariffLine], **asked: tuple[int, str]) -> list[str]:
    return [fault.code for fault in assessment_faults(lines, asked)]


def test_s_16_a_fee_the_item_does_not_have_is_no_charge() -> None:
    with pytest.raises(ValueError, match="S-16"):
        tariff([spec()], [resolved("服务费")], {})


def test_s_16_an_amount_that_no_rule_gives_is_no_charge() -> None:
    with pytest.raises(ValueError, match="S-16"):
        tariff([spec()], [resolved(amount_fen=2001)], {})
    with pytest.raises(ValueError, match="S-16"):
        tariff([spec()], [resolved(amount_fen=5000, why="丢失补领")], {"工本费": {4000}})


def test_c_40_an_answer_of_the_item_chooses_the_tier() -> None:
    (found,) = tariff([spec()], [resolved(amount_fen=4000, why="丢失补领")], {"工本费": {0, 4000}})
    assert (found.amount_fen, found.why, found.certain) == (4000, "丢失补领", True)


def test_c_40_a_fixed_fee_is_asked_without_anybodys_doing() -> None:
    assert charged_by_rule([line()]) == [as_asked(line(), 2000)]
    assert total(charged_by_rule([line()]) or []) == 2000


def test_c_40_what_an_answer_made_free_is_not_asked() -> None:
    assert charged_by_rule([line(amount_fen=0, why="首次申领")]) == []


def test_c_40_a_fee_computed_case_by_case_waits_for_a_person() -> None:
    assert charged_by_rule([line(amount_fen=None, certain=False)]) is None
    assert charged_by_rule([line(), line(name="占用费", amount_fen=None, certain=False)]) is None


def test_c_40_of_several_amounts_nobody_chose_between_none_is_asked() -> None:
    """An item that lists renewal, loss and temporary card side by side does not charge all three."""
    assert charged_by_rule([line(), line(name="补领工本费", amount_fen=4000)]) is None
    chosen = [line(why="换领"), line(name="补领工本费", amount_fen=0, why="换领")]
    assert charged_by_rule(chosen) == [as_asked(chosen[0], 2000)]


def test_c_40_a_floating_fee_waits_for_a_person() -> None:
    (found,) = tariff([spec(kind="floating")], [resolved()], {})
    assert not found.certain


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"服务费": (100, "")}, "not_charged"),
        ({"工本费": (2001, "加急")}, "above_standard"),
        ({"工本费": (1000, "低保")}, "not_reducible"),
        ({"工本费": (-1, "退")}, "amount"),
        ({"工本费": (10**12, "按面积")}, "amount"),
    ],
)
def test_s_17_amounts_off_the_standard_are_faults(asked: dict[str, tuple[int, str]], code: str) -> None:
    assert [fault.code for fault in assessment_faults([line()], asked)] == [code]


def test_c_40_a_reduction_needs_the_items_leave_and_a_ground() -> None:
    reducible = line(reducible=True, reduction="低保家庭减半")
    assert codes([reducible], 工本费=(1000, "")) == ["no_ground"]
    assert codes([reducible], 工本费=(1000, "低保证 320582")) == []
    assert codes([reducible], 工本费=(0, "特困供养")) == []
    assert codes([reducible], 工本费=(2000, "")) == []


def test_c_40_what_is_worked_out_says_how() -> None:
    computed = line(amount_fen=None, certain=False)
    assert codes([computed], 工本费=(96000, " ")) == ["no_ground"]
    assert codes([computed], 工本费=(96000, "30平方米×8天×4元")) == []


@pytest.mark.parametrize(
    ("basis", "statutory"),
    [
        (LAW, True),
        ("城市道路管理条例第三十七条；江苏省城市道路占用挖掘收费管理规定", True),
        ("《居住证暂行条例》第二十一条", True),
        ("江苏省有线电视条例第九条", False),
        ("发改价格〔2019〕914号", False),
        ("江苏省城市生活垃圾处理收费管理办法", False),
        ("市价格主管部门核定标准", False),
        ("按规定方法计算", False),
        ("", False),
    ],
)
def test_c_43_only_law_and_administrative_regulation_make_a_fee_statutory(basis: str, statutory: bool) -> None:
    assert is_statutory(basis) is statutory
