"""Numbers of organisations: credit code (V-02), organisation code (V-03), registration number (V-04)."""

import re

from django.utils.translation import gettext as _
from stdnum.cn import uscc as stdnum_uscc
from stdnum.iso7064 import mod_11_10

from core.identifiers.errors import InvalidIdentifier, tidy

USCC_LENGTH = 18

_CREDIT_CODE = re.compile(r"[1-9ANY][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_ORGANISATION_CODE = re.compile(r"[0-9A-Z]{8}[0-9X]")
_REGISTRATION_NO = re.compile(r"[0-9]{15}")
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def uscc(text: str) -> str:
    """The 18-character unified social credit code meant by `text` (V-02, GB 32100). Raises InvalidIdentifier.

    Wider than stdnum's own check: registration authorities A, N and Y exist besides the digits.
    """
    code = tidy(text, drop="-")
    if len(code) != USCC_LENGTH:
        raise InvalidIdentifier("uscc_length", _("A credit code has 18 characters. Please count them again."))
    if not _CREDIT_CODE.fullmatch(code):
        raise InvalidIdentifier(
            "uscc_characters", _("A credit code holds digits and capital letters except I, O, S, V and Z.")
        )
    inner = code[8:17]
    if stdnum_uscc.calc_check_digit(code) != code[-1] or organisation_check(inner[:8]) != inner[8]:
        raise InvalidIdentifier(
            "uscc_check", _("This credit code has a typing error: its check character does not fit the others.")
        )
    return code


def organisation_code(text: str) -> str:
    """The nine-character organisation code without its hyphen (V-03, GB 11714). Raises InvalidIdentifier."""
    code = tidy(text, drop="-")
    if not _ORGANISATION_CODE.fullmatch(code):
        raise InvalidIdentifier(
            "organisation_code_form", _("An organisation code has eight characters and a check character.")
        )
    if organisation_check(code[:8]) != code[8]:
        raise InvalidIdentifier(
            "organisation_code_check",
            _("This organisation code has a typing error: its check character does not fit the others."),
        )
    return code


def registration_no(text: str) -> str:
    """The 15-digit business registration number, ISO 7064 MOD 11,10 (V-04). Raises InvalidIdentifier."""
    number = tidy(text, drop="-")
    if not _REGISTRATION_NO.fullmatch(number):
        raise InvalidIdentifier("registration_no_form", _("A registration number has 15 digits."))
    if not mod_11_10.is_valid(number):
        raise InvalidIdentifier(
            "registration_no_check",
            _("This registration number has a typing error: its last digit does not fit the others."),
        )
    return number


def organisation_check(body: str) -> str:
    """Check character of the eight characters of an organisation code (V-03)."""
    total = sum(weight * int(character, 36) for weight, character in zip(_ORGANISATION_WEIGHTS, body, strict=True))
    check = 11 - total % 11
    return {10: "X", 11: "0"}.get(check, str(check))
