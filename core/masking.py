"""Masking of personal data (chapter 10.2), done on the server by audience, never in the browser (G-01)."""

import re
from collections.abc import Callable
from enum import StrEnum


class Audience(StrEnum):
    """Who will read it. OWNER is the person concerned, or staff who gave a reason that was recorded (G-02)."""

    OWNER = "owner"
    STAFF = "staff"
    PUBLIC = "public"
    LOG = "log"


class Kind(StrEnum):
    """What kind of personal data a value is."""

    ID_NUMBER = "id_number"
    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    BANK_CARD = "bank_card"
    EMAIL = "email"
    USCC = "uscc"
    PASSPORT = "passport"
    BIOMETRIC = "biometric"


_PAIRS = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文"
    "司徒鲜于司空闾丘子车亓官司寇巫马颛孙漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌梁丘左丘西门第五纳兰"
)
COMPOUND_SURNAMES = frozenset(_PAIRS[start : start + 2] for start in range(0, len(_PAIRS), 2))

# Province, city and county may each be missing; the town or street is the last part shown. House numbers, roads and
# estates never are, so those words end a part.
_ADDRESS = re.compile(
    r"(?:[^市县区镇乡]{2,7}(?:省|自治区|特别行政区))?"
    r"(?:[^省县区]{1,8}?(?:市|自治州|地区|盟))?"
    r"(?:.[^路街巷弄号村镇乡道小]{0,7}?(?:市|区|县|旗))?"
    r"(?:.[^路巷弄号区小]{0,7}?(?:街道|镇|乡|苏木))?"
)


def mask(kind: Kind | str, value: str | None, audience: Audience | str) -> str:
    """`value` as `audience` may see it; None becomes an empty text. Logs get the kind only (G-04)."""
    kind, audience = Kind(kind), Audience(audience)
    if not value:
        return ""
    if audience is Audience.LOG:
        return f"[{kind.value}]"
    return value if audience is Audience.OWNER else _MASKS[kind](value, audience is Audience.PUBLIC)


def mask_id_number(value: str, public: bool) -> str:
    """Staff see the first three and last four characters, everyone else the first and the last."""
    return _covered(value, 1, 1) if public else _covered(value, 3, 4)


def mask_name(value: str, public: bool) -> str:
    """Everyone but staff sees the surname and a star for each further character; a foreign name keeps one letter."""
    if not public:
        return value
    surname = 2 if len(value) > 2 and value[:2] in COMPOUND_SURNAMES else 1
    return _covered(value, surname if len(value) > 1 else 0, 0)


def mask_phone(value: str, public: bool) -> str:
    """Three digits, four stars, four digits."""
    return f"{value[:3]}****{value[-4:]}" if len(value) >= 10 else _covered(value, 0, 2)


def mask_address(value: str, public: bool) -> str:
    """Down to the town or street, then four stars however long the rest is."""
    match = _ADDRESS.match(value)
    return f"{match.group() if match else ''}****"


def mask_bank_card(value: str, public: bool) -> str:
    """The last four digits."""
    return _covered(value, 0, 4)


def mask_email(value: str, public: bool) -> str:
    """First character, three stars, domain."""
    name, at, domain = value.partition("@")
    return f"{name[:1]}***{at}{domain}" if at else _covered(value, 1, 0)


def mask_uscc(value: str, public: bool) -> str:
    """Credit codes are public."""
    return value


def mask_passport(value: str, public: bool) -> str:
    """The first two and the last three characters; also for residence permits."""
    return _covered(value, 2, 3)


def mask_biometric(value: str, public: bool) -> str:
    """Faces, portraits and signatures are never public."""
    return "" if public else value


def _covered(value: str, head: int, tail: int) -> str:
    """`value` with its middle under stars; too short a value is covered entirely."""
    hidden = len(value) - head - tail
    if hidden < 1:
        return "*" * len(value)
    return value[:head] + "*" * hidden + value[len(value) - tail :]


_MASKS: dict[Kind, Callable[[str, bool], str]] = {
    Kind.ID_NUMBER: mask_id_number,
    Kind.NAME: mask_name,
    Kind.PHONE: mask_phone,
    Kind.ADDRESS: mask_address,
    Kind.BANK_CARD: mask_bank_card,
    Kind.EMAIL: mask_email,
    Kind.USCC: mask_uscc,
    Kind.PASSPORT: mask_passport,
    Kind.BIOMETRIC: mask_biometric,
}
