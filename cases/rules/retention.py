"""How long personal data are kept, kind by kind (10.5, 2.10). Pure; every length is a DESIGN default."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

DRAFT, CASE, READ, SIGN_IN, SMS_CODE = "draft", "case", "read", "sign_in", "sms_code"
MONEY, LICENCE = "money", "licence"


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many months data of a kind are kept from the moment that counts; an installation may keep them `least` to
    `most` months instead. `anonymised` rows stay without what is personal in them; others are deleted."""

    kind: str
    months: int
    basis: str
    least: int
    most: int
    anonymised: bool = False


KEPT: Mapping[str, Keeping] = {
    each.kind: each
    for each in (
        Keeping(DRAFT, 6, "个人信息保护法 第十九条", least=1, most=24),
        Keeping(CASE, 120, "个人信息保护法 第十九条；档案法实施条例", least=12, most=600, anonymised=True),
        Keeping(MONEY, 360, "会计档案管理办法 第十四条", least=360, most=1200, anonymised=True),
        Keeping(LICENCE, 120, "个人信息保护法 第十九条；第五十六条", least=36, most=1200, anonymised=True),
        Keeping(READ, 36, "个人信息保护法 第五十六条", least=36, most=120),
        Keeping(SIGN_IN, 12, "网络安全法 第二十一条", least=6, most=60),
        Keeping(SMS_CODE, 1, "个人信息保护法 第十九条", least=1, most=6),
    )
}
"""By kind. Drafts expire first; logs are kept six months at least, records of who looked three years, accounts thirty.
A licence is counted from its end: one without a last day that stands is kept."""


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last of a shorter month for one that month does not have."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def allowed(kind: str, months: int) -> bool:
    """Whether an installation may keep data of this kind so long."""
    keeping = KEPT[kind]
    return keeping.least <= months <= keeping.most
