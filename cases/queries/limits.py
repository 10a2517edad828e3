"""The limits in force: the law's, where an installation has not set its own."""

import time
from dataclasses import replace

from cases.models import LimitRule
from cases.rules.limits import LAW, NamedLimit
from core.deadlines import Limit, Unit
from items.models import ItemVersion
from items.rules.regimes import Regime, regime

CHECK_EVERY_SECONDS = 60.0

_kept: dict[str, NamedLimit] | None = None
_check_after = 0.0


def limits_in_force() -> dict[str, NamedLimit]:
    """All limits by code, in the order of the law; asked for again once a minute, so a change reaches every process
    within one."""
    global _kept, _check_after
    if _kept is None or time.monotonic() >= _check_after:
        own = {row.code: row for row in LimitRule.objects.all()}
        _kept = {code: _own(law, own[code]) if code in own else law for code, law in LAW.items()}
        _check_after = time.monotonic() + CHECK_EVERY_SECONDS
    return _kept


def limit_of(code: str) -> NamedLimit:
    """One limit in force. Raises KeyError for a code the law does not have."""
    return limits_in_force()[code]


def regime_of(version: ItemVersion) -> Regime:
    """The law the limits of cases under this version follow (T-22 to T-24)."""
    return regime(version.limit_regime)


def forget_limits() -> None:
    """Makes the next question read the table again."""
    global _kept
    _kept = None


def _own(law: NamedLimit, row: LimitRule) -> NamedLimit:
    return replace(law, limit=Limit(row.amount, Unit(row.unit)), basis=row.basis)
