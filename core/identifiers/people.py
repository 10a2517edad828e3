"""Numbers of natural persons: identity number (V-01) and telephone (V-06)."""

import re
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _
from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent

from core import clock
from core.identifiers.errors import InvalidIdentifier, tidy

# Provinces of GB/T 2260, plus 81-83 for residents from Hong Kong, Macao and Taiwan (V-01). Counties are not checked:
# a number keeps the code of its first registration, which may long be abolished.
PROVINCES = frozenset(
    f"{zone}{place}"
    for zone, places in {
        1: "12345",
        2: "123",
        3: "1234567",
        4: "123456",
        5: "01234",
        6: "12345",
        7: "1",
        8: "123",
    }.items()
    for place in places
)
PERMANENT_RESIDENT = "9"
MOBILE_DIGITS = 11
ID_LENGTHS = frozenset({15, 18})

_OLD_ID = re.compile(r"[0-9]{15}")
_ID = re.compile(r"[0-9]{17}[0-9X]")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(0[0-9]{2,3}-?)?[0-9]{7,8}")
_COUNTRY_PREFIX = re.compile(r"^(\+|00)86-?")


def id_number(text: str, *, today: date | None = None) -> str:
    """The 18-character identity number meant by `text`; 15-digit numbers are upgraded (V-01).

    Accepts residents, holders of residence permits from Hong Kong, Macao and Taiwan, and permanent residents (9…).
    Born after `today` (default: now in Shanghai) is refused. Raises InvalidIdentifier.
    """
    number = tidy(text, drop="-")
    if _OLD_ID.fullmatch(number):
        number = _upgraded(number)
    if len(number) != 18:
        raise InvalidIdentifier("id_number_length", _("An identity number has 18 characters. Please count them again."))
    if not _ID.fullmatch(number):
        raise InvalidIdentifier("id_number_characters", _("An identity number has 17 digits and ends in a digit or X."))
    if number[:2] not in PROVINCES and not number.startswith(PERMANENT_RESIDENT):
        raise InvalidIdentifier("id_number_region", _("The first digits of this identity number name no province."))
    if birth_date_of(number) > (today or clock.today()):
        raise InvalidIdentifier("id_number_future", _("The date of birth in this identity number lies in the future."))
    if ric.calc_check_digit(number) != number[-1]:
        raise InvalidIdentifier(
            "id_number_check", _("This identity number has a typing error: its last character does not fit the others.")
        )
    return number


def birth_date_of(number: str) -> date:
    """Date of birth inside an 18-character identity number. Raises InvalidIdentifier when there is no such day."""
    try:
        return ric.get_birth_date(number)
    except InvalidComponent:
        raise InvalidIdentifier(
            "id_number_date", _("The date of birth in this identity number is not a day of the calendar.")
        ) from None


def sex_of(number: str) -> Literal["male", "female"]:
    """Sex inside an 18-character identity number: an odd order number is male."""
    return "male" if int(number[16]) % 2 else "female"


def mobile(text: str) -> str:
    """The 11-digit mobile number meant by `text`; +86 and separators are dropped (V-06). Raises InvalidIdentifier."""
    number = _COUNTRY_PREFIX.sub("", tidy(text)).replace("-", "")
    if not _MOBILE.fullmatch(number):
        raise InvalidIdentifier("mobile", _("A mobile number has 11 digits and begins with 13 to 19."))
    return number


def id_number_or_mobile(text: str) -> str:
    """An identity number (V-01) or a mobile number (V-06), told apart by their lengths. Raises InvalidIdentifier."""
    if len(tidy(text, drop="-")) in ID_LENGTHS:
        return id_number(text)
    try:
        return mobile(text)
    except InvalidIdentifier:
        raise InvalidIdentifier(
            "id_number_or_mobile", _("Give an identity number of 18 characters or a mobile number of 11 digits.")
        ) from None


def telephone(text: str) -> str:
    """A mobile number, or a landline number with or without its area code (V-06). Raises InvalidIdentifier."""
    number = _COUNTRY_PREFIX.sub("", tidy(text))
    if _LANDLINE.fullmatch(number):
        return number
    try:
        return mobile(number)
    except InvalidIdentifier:
        raise InvalidIdentifier(
            "telephone", _("Please give a mobile number or a landline number such as 0512-58680000.")
        ) from None


def _upgraded(old: str) -> str:
    """The 18-character form of a 15-digit number: the century is inserted and the check character added (V-01)."""
    body = f"{old[:6]}19{old[6:]}"
    return body + ric.calc_check_digit(body + "0")
