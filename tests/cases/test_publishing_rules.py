"""What is public of a decision: never a number or name of a natural person in the case (2.11, 10.2, G-01)."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cases.rules.publishing import Decision, must_publish, public_fields, without_personal
from core.identifiers import fictional_id_number
from core.masking import Kind
from tests.cases.walks import at

ID, PHONE, USCC = "320582199003071232", "13812345678", "91320582MA1W0F0F4Q"
PERSON = Decision(
    granted=True, decision_no="市监局政许〔2026〕000001号", number="1132058200000000001", item="食品经营许可（新办）",
    holder_name="王秀英", holder_code=ID, code_kind=Kind.ID_NUMBER, is_person=True,
    particulars={"经营场所": "杨舍镇沙洲中路18号"}, names=("王秀英", "林晓"), numbers=(ID, PHONE),
)  # fmt: skip
FIRM = replace(
    PERSON, holder_name="沙洲小厨餐饮有限公司", holder_code=USCC, code_kind=Kind.USCC, is_person=False, names=("林晓",)
)
noise = st.text(alphabet="0123456789Xx１２３ -张三。，号路年ab", max_size=12)


def shown(decision: Decision, content: str | None = None) -> str:
    """Everything that becomes public, as one text, without the numbers we gave the case ourselves."""
    return "|".join(value for key, value in public_fields(decision, content=content).items() if key != "number")


def test_211_a_person_is_shown_by_surname_and_the_ends_of_his_number() -> None:
    """10.2: 王**, 3…2; nothing about where he lives or works."""
    fields = public_fields(PERSON)
    assert (fields["holder_name"], fields["holder_code"]) == ("王**", "3****************2")
    assert fields["content"] == "准予许可：食品经营许可（新办）"
    assert "秀英" not in shown(PERSON) and "沙洲中路" not in shown(PERSON)


def test_211_an_enterprise_is_shown_with_its_code_and_what_it_may_do() -> None:
    fields = public_fields(FIRM)
    assert (fields["holder_name"], fields["holder_code"]) == ("沙洲小厨餐饮有限公司", USCC)
    assert fields["content"].endswith("；经营场所：杨舍镇沙洲中路18号")
    assert (fields["outcome"], fields["category"]) == ("准予许可", "普通")


def test_211_a_refusal_says_that_and_no_more() -> None:
    fields = public_fields(replace(FIRM, granted=False))
    assert fields["outcome"] == "不予许可" and fields["content"] == "不予许可：食品经营许可（新办）"


@given(noise, noise, st.sampled_from([ID, PHONE]), st.booleans())
def test_211_no_number_of_the_case_is_ever_public(before: str, after: str, number: str, is_person: bool) -> None:
    """Wherever it was typed: in the content, an answer, a licence number, a correction, wide or small."""
    text = f"{before}{number}{after}"
    wide = text.translate({ord(sign): 0xFF10 + value for value, sign in enumerate("0123456789")})
    base = PERSON if is_person else FIRM
    for typed in (text, wide):
        told = replace(base, particulars={"说明": typed}, licence_no=typed, licence_name=typed, item=typed)
        for found in (shown(told), shown(told, content=typed)):
            assert number not in found and number not in re.sub(r"[ -]", "", found)


@given(st.integers(1, 999), noise, noise)
def test_211_nobody_elses_number_is_public_either(order: int, before: str, after: str) -> None:
    """Somebody not in the case whose identity number or telephone was written into a free text."""
    number = fictional_id_number("320582", at(1985, 5, 6).date(), order)
    clear = f"号码 {number} 和 {number[:6]} {number[6:14]} {number[14:]}，电话 139-1234-5678"
    found = without_personal(clear)
    assert number not in found.replace(" ", "") and "13912345678" not in found.replace("-", "")


def test_names_of_people_in_the_case_are_masked_in_free_texts() -> None:
    told = public_fields(FIRM, content="负责人林晓，电话 13812345678，自 2026年3月2日 起")
    assert told["content"] == "负责人林*，电话 1*********8，自 2026年3月2日 起"


def test_what_looks_like_a_number_and_is_none_stays() -> None:
    assert without_personal("2026-03-02 面积 120 平方米，编号 000123") == "2026-03-02 面积 120 平方米，编号 000123"


def test_211_granted_licences_are_public_refusals_where_the_law_demands_it() -> None:
    asked = {"item_type": "01", "base_code": "000131001000"}
    assert must_publish(**asked, granted=True, refusals=[])
    assert not must_publish(**asked, granted=False, refusals=[])
    assert must_publish(**asked, granted=False, refusals=["000131001000"])
    assert not must_publish(item_type="20", base_code="000120001000", granted=True, refusals=[])
