"""Table 10.2 of the rulebook, line by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.masking import Audience, Kind, mask


@pytest.mark.parametrize(
    ("kind", "value", "staff", "public"),
    [
        (Kind.ID_NUMBER, "320582199003071232", "320***********1232", "3****************2"),
        (Kind.NAME, "张三", "张三", "张*"),
        (Kind.NAME, "张三丰", "张三丰", "张**"),
        (Kind.NAME, "欧阳修文", "欧阳修文", "欧阳**"),
        (Kind.NAME, "欧阳", "欧阳", "欧*"),
        (Kind.NAME, "阿卜杜拉·买买提", "阿卜杜拉·买买提", "阿*******"),
        (Kind.NAME, "李", "李", "*"),
        (Kind.PHONE, "13812345678", "138****5678", "138****5678"),
        (Kind.PHONE, "58680000", "******00", "******00"),
        (Kind.BANK_CARD, "6222020200112233445", "***************3445", "***************3445"),
        (Kind.EMAIL, "zhang.san@example.com", "z***@example.com", "z***@example.com"),
        (Kind.USCC, "91110000600037341L", "91110000600037341L", "91110000600037341L"),
        (Kind.PASSPORT, "E12345678", "E1****678", "E1****678"),
        (Kind.BIOMETRIC, "face", "face", ""),
    ],
)
def test_each_kind_is_masked_as_the_table_says(kind, value, staff, public):
    assert mask(kind, value, Audience.STAFF) == staff
    assert mask(kind, value, Audience.PUBLIC) == public


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("江苏省张家港市杨舍镇人民中路1号", "江苏省张家港市杨舍镇****"),
        ("江苏省苏州市张家港市金港街道长江中路8号2幢301室", "江苏省苏州市张家港市金港街道****"),
        ("江苏省镇江市丹徒区上党镇东街3号", "江苏省镇江市丹徒区上党镇****"),
        ("陕西省汉中市汉台区汉中路街道7号", "陕西省汉中市汉台区****"),
        ("杨舍镇花园小区5幢", "杨舍镇****"),
        ("北京市朝阳区建国路88号", "北京市朝阳区****"),
        ("新疆维吾尔自治区乌鲁木齐市天山区光明路1号", "新疆维吾尔自治区乌鲁木齐市天山区****"),
        ("人民路花园小区5幢301", "****"),
        ("浙江省宁波市镇海区招宝山街道1号", "浙江省宁波市镇海区招宝山街道****"),
    ],
)
def test_an_address_is_shown_down_to_the_town_or_street(address, shown):
    assert mask(Kind.ADDRESS, address, Audience.PUBLIC) == shown


@pytest.mark.parametrize("kind", Kind)
def test_g04_logs_get_the_kind_only(kind):
    assert mask(kind, "320582199003071232", Audience.LOG) == f"[{kind}]"


@pytest.mark.parametrize("kind", Kind)
def test_the_owner_sees_everything_and_nothing_stays_nothing(kind):
    assert mask(kind, "320582199003071232", Audience.OWNER) == "320582199003071232"
    assert mask(kind, None, Audience.STAFF) == mask(kind, "", Audience.PUBLIC) == ""


@given(
    st.sampled_from([kind for kind in Kind if kind is not Kind.USCC]),
    st.text(st.characters(exclude_characters="*"), min_size=1, max_size=40),
)
def test_the_public_never_sees_a_whole_value(kind, value):
    shown = mask(kind, value, Audience.PUBLIC)
    assert shown != value
