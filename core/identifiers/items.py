"""Codes of regions (V-05), projects (V-07) and items (I-01 to I-03, I-05).

Item codes have no check digit of their own: length, characters and the embedded credit code are what can be checked.
That a code exists in the directory and belongs to the implementing body is the catalogue's business.
"""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from core.identifiers.errors import InvalidIdentifier, is_digits, tidy
from core.identifiers.organisations import USCC_LENGTH, uscc
from core.identifiers.people import PROVINCES

BASE_CODE_LENGTH = 12
IMPLEMENTING_CODE_LENGTH = USCC_LENGTH + 1 + BASE_CODE_LENGTH
HANDLING_CODE_LENGTH = IMPLEMENTING_CODE_LENGTH + 2
LEVELS = range(1, 8)
"""1 State, 2 province, 3 city, 4 county, 5 town, 6 village, 7 shared between levels."""

_REGION = re.compile(r"[1-9][0-9]{5}([0-9]{3}([0-9]{3})?)?")
_PROJECT = re.compile(r"([0-9]{4})-?([0-9]{6})-?([0-9]{2})-?([0-9]{2})-?([0-9]{6})")
_BASE = re.compile(r"[0-9]{4}[0-9A-Z]{8}")
_STATE = "00"
_GENERIC_TYPE = "00"


class ImplementingCode(NamedTuple):
    """Parts of an implementing code (I-02); `level` is 1 to 7."""

    uscc: str
    level: int
    base_code: str


def region_code(text: str) -> str:
    """A region of GB/T 2260 with 6 digits, a town with 9 or a village with 12 (V-05). Raises InvalidIdentifier."""
    code = tidy(text)
    if not _REGION.fullmatch(code) or code[:2] not in PROVINCES:
        raise InvalidIdentifier("region_code", _("A region code has 6, 9 or 12 digits and begins with its province."))
    return code


def project_code(text: str) -> str:
    """A unified project code written 0000-000000-00-00-000000 (V-07). Raises InvalidIdentifier."""
    match = _PROJECT.fullmatch(tidy(text))
    if match is None:
        raise InvalidIdentifier(
            "project_code", _("A project code looks like 2511-320582-89-01-123456: 4, 6, 2, 2 and 6 digits.")
        )
    return "-".join(match.groups())


def base_code(text: str) -> str:
    """The 12-character code of a directory entry: region 2, type 2, department 2, main item 3, sub-item 3 (I-01).

    Region 00 is the State. Raises InvalidIdentifier.
    """
    code = tidy(text)
    if not _BASE.fullmatch(code):
        raise InvalidIdentifier("base_code_form", _("A base code has 12 characters and begins with four digits."))
    if code[:2] != _STATE and code[:2] not in PROVINCES:
        raise InvalidIdentifier("base_code_region", _("A base code begins with 00 or with a province."))
    if code[2:4] == _GENERIC_TYPE:
        raise InvalidIdentifier("base_code_type", _("The third and fourth digit of a base code name the type of item."))
    return code


def implementing_code(credit_code: str, level: int, base: str) -> str:
    """The 31-character code of an item as one body implements it at one level (I-02). Raises InvalidIdentifier."""
    if level not in LEVELS:
        raise InvalidIdentifier("implementing_code_level", _("The level in an implementing code is 1 to 7."))
    return f"{uscc(credit_code)}{level}{base_code(base)}"


def read_implementing_code(text: str) -> ImplementingCode:
    """The checked parts of an implementing code (I-05 a-e). Raises InvalidIdentifier."""
    code = tidy(text)
    if len(code) != IMPLEMENTING_CODE_LENGTH or not is_digits(code[USCC_LENGTH]):
        raise InvalidIdentifier(
            "implementing_code_form",
            _("An implementing code has 31 characters: credit code, one digit for the level, base code."),
        )
    parts = ImplementingCode(code[:USCC_LENGTH], int(code[USCC_LENGTH]), code[USCC_LENGTH + 1 :])
    implementing_code(*parts)
    return parts


def handling_code(implementing: str, serial: int) -> str:
    """The 33-character code of a handling option; serial 0 means the item has none (I-03). Raises InvalidIdentifier."""
    read_implementing_code(implementing)
    if not 0 <= serial <= 99:
        raise InvalidIdentifier("handling_code_serial", _("An item has at most 99 handling options."))
    return f"{tidy(implementing)}{serial:02d}"


def read_handling_code(text: str) -> tuple[str, int]:
    """The implementing code and the serial inside a handling code (I-03). Raises InvalidIdentifier."""
    code = tidy(text)
    serial = code[IMPLEMENTING_CODE_LENGTH:]
    if len(code) != HANDLING_CODE_LENGTH or not is_digits(serial):
        raise InvalidIdentifier("handling_code_form", _("A handling code has 33 characters and ends in two digits."))
    read_implementing_code(code[:IMPLEMENTING_CODE_LENGTH])
    return code[:IMPLEMENTING_CODE_LENGTH], int(serial)
