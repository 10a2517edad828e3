"""Numbers that pass every check and belong to nobody: demonstration data and tests."""

from datetime import date

from stdnum.cn import ric
from stdnum.cn import uscc as stdnum_uscc

from core.identifiers.items import region_code
from core.identifiers.organisations import organisation_check


def fictional_id_number(region: str, birth: date, order: int) -> str:
    """A check-valid identity number; `order` is 0 to 999 and odd for men."""
    body = f"{region_code(region)[:6]}{birth:%Y%m%d}{order % 1000:03d}"
    return body + ric.calc_check_digit(body + "0")


def fictional_uscc(region: str, order: int, *, kind: str = "91") -> str:
    """A check-valid credit code; `kind` is authority and category: 91 company, 92 sole trader, 11 public authority.

    The organisation code begins with W, a series that is not given out. `order` is 0 to 9,999,999.
    """
    organisation = f"W{order % 10_000_000:07d}"
    body = f"{kind}{region_code(region)[:6]}{organisation}{organisation_check(organisation)}"
    return body + stdnum_uscc.calc_check_digit(body)
