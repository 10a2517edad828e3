"""The text block of a resident identity card as its security module hands it over: 256 bytes of UTF-16LE (9.3).

Pure: drivers of vendors' readers give the bytes. Other documents have other layouts; the type flag tells them (Q-23).
"""

from dataclasses import dataclass
from datetime import date

BLOCK_BYTES = 256
LONG_TERM = "长期"
SEXES = {"1": "male", "2": "female"}
TYPE_AT = 124
OTHER_DOCUMENTS = {"I": "foreign permanent resident card", "J": "residence permit of Hong Kong, Macao or Taiwan"}


class NotAnIdentityCard(ValueError):
    """The block is damaged or belongs to another kind of document; the text never holds what was on it."""


@dataclass(frozen=True, slots=True)
class IdentityText:
    """What is printed on the card. `sex` is male, female or empty; `ethnic` a code of GB/T 3304; `valid_until` None for
    a long-term card.
    """

    name: str
    sex: str
    ethnic: str
    born: date
    address: str
    id_number: str
    issuer: str
    valid_from: date
    valid_until: date | None


def identity_text(block: bytes) -> IdentityText:
    """The fields of a block, without their padding. Raises NotAnIdentityCard."""
    if len(block) != BLOCK_BYTES:
        raise NotAnIdentityCard(f"{len(block)} bytes instead of {BLOCK_BYTES}")
    if other := OTHER_DOCUMENTS.get(_field(block, TYPE_AT, TYPE_AT + 1)):
        raise NotAnIdentityCard(f"this is a {other}")
    until = _field(block, 102, 110)
    return IdentityText(
        **{"name": _field(block, 0, 15), "sex": SEXES.get(_field(block, 15, 16), ""), "ethnic": _field(block, 16, 18)},
        **{"address": _field(block, 26, 61), "id_number": _field(block, 61, 79), "issuer": _field(block, 79, 94)},
        born=_day(_field(block, 18, 26)),
        valid_from=_day(_field(block, 94, 102)),
        valid_until=None if until == LONG_TERM else _day(until),
    )


def _field(block: bytes, start: int, end: int) -> str:
    """Characters start to end counted in two-byte units, as the layout does: rare characters take two of them."""
    return block[2 * start : 2 * end].decode("utf-16-le", errors="replace").strip(" \x00\u3000")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text if text.isdecimal() else "")
    except ValueError:
        raise NotAnIdentityCard("a date is no day of the calendar") from None
