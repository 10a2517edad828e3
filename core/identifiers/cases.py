"""Numbers given to an application: the receipt number on arrival (C-31) and the case number on acceptance (I-04)."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from stdnum.iso7064 import mod_11_10

from core.identifiers.errors import InvalidIdentifier, is_digits, tidy
from core.identifiers.items import IMPLEMENTING_CODE_LENGTH, read_implementing_code, region_code

CHANNELS = "1234569"
"""1 window, 2 web, 3 mobile, 4 kiosk, 5 courier, 6 town or village, 9 other (C-31)."""

RECEIPT_SERIAL_DIGITS = 6

_DAY_LENGTH = 8
_RECEIPT_LENGTH = 6 + _DAY_LENGTH + 1 + RECEIPT_SERIAL_DIGITS + 1


class CaseNo(NamedTuple):
    """Parts of a case number; `day` is the day of acceptance in Shanghai, `serial` counts from 1 per item and day."""

    implementing_code: str
    day: date
    serial: int


class ReceiptNo(NamedTuple):
    """Parts of a receipt number; `day` is the day of arrival in Shanghai, `serial` counts from 1."""

    region: str
    day: date
    channel: str
    serial: int


def case_no(implementing: str, day: date, serial: int) -> str:
    """The case number: implementing code 31, day 8, serial of settings.CASE_SERIAL_DIGITS, by default 43 (I-04).

    Raises InvalidIdentifier when the serial does not fit: it is widened by configuration and never wraps.
    """
    read_implementing_code(implementing)
    return f"{tidy(implementing)}{day:%Y%m%d}{_serial(serial, settings.CASE_SERIAL_DIGITS)}"


def read_case_no(text: str) -> CaseNo:
    """The checked parts of a case number; longer serials of later years are read too. Raises InvalidIdentifier."""
    number = tidy(text)
    tail = number[IMPLEMENTING_CODE_LENGTH:]
    if len(tail) < _DAY_LENGTH + 4 or not is_digits(tail):
        raise InvalidIdentifier(
            "case_no_form", _("A case number has 43 characters and ends in a date and four digits.")
        )
    code = number[:IMPLEMENTING_CODE_LENGTH]
    read_implementing_code(code)
    return CaseNo(code, _day(tail[:_DAY_LENGTH]), _positive(tail[_DAY_LENGTH:]))


def receipt_no(region: str, day: date, channel: str, serial: int) -> str:
    """region 6, day 8, channel 1, serial 6, check digit MOD 11,10 (C-31). Raises InvalidIdentifier."""
    if channel not in CHANNELS or len(channel) != 1:
        raise InvalidIdentifier("receipt_no_channel", _("This receipt number names no known channel."))
    body = f"{region_code(region)[:6]}{day:%Y%m%d}{channel}{_serial(serial, RECEIPT_SERIAL_DIGITS)}"
    return body + mod_11_10.calc_check_digit(body)


def read_receipt_no(text: str) -> ReceiptNo:
    """The checked parts of a receipt number. Raises InvalidIdentifier."""
    number = tidy(text, drop="-")
    if len(number) != _RECEIPT_LENGTH or not is_digits(number):
        raise InvalidIdentifier("receipt_no_form", _("A receipt number has 22 digits. Please count them again."))
    if not mod_11_10.is_valid(number):
        raise InvalidIdentifier(
            "receipt_no_check", _("This receipt number has a typing error: its last digit does not fit the others.")
        )
    parts = ReceiptNo(number[:6], _day(number[6:14]), number[14], _positive(number[15:21]))
    receipt_no(*parts)
    return parts


def _serial(serial: int, width: int) -> str:
    if not 1 <= serial < 10**width:
        raise InvalidIdentifier(
            "serial_exhausted",
            _("The numbers of this day are used up; the administrator must widen the serial number."),
        )
    return f"{serial:0{width}d}"


def _positive(digits: str) -> int:
    if int(digits) == 0:
        raise InvalidIdentifier("serial_zero", _("Serial numbers begin at 1."))
    return int(digits)


def _day(digits: str) -> date:
    try:
        return date.fromisoformat(digits)
    except ValueError:
        raise InvalidIdentifier("number_date", _("The date inside this number is not a day of the calendar.")) from None
