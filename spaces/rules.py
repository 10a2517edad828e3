"""The life of a licence (6.4) as one declared machine, and the small rules of using one. Pure; states are the exchange
codes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

VALID, WITHHELD, RESCINDED, CANCELLED, LAPSED, TRANSFERRED, REVOKED = "01", "02", "03", "04", "05", "06", "07"
ALIVE = frozenset({VALID, WITHHELD})
ENDS = frozenset({RESCINDED, CANCELLED, LAPSED, TRANSFERRED, REVOKED})
BORN: frozenset[str] = frozenset()
"""Where a version comes from nothing."""

SHOWN_FOR = timedelta(seconds=60)
"""How long a code on a phone may be scanned (L-12)."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that may happen to a licence: from which states, into which, and whether it needs a legal ground."""

    sources: frozenset[str]
    target: str
    grounded: bool = False


OPERATIONS: Mapping[str, Operation] = {
    "issue": Operation(BORN, VALID),
    "change": Operation(frozenset({VALID}), LAPSED),
    "withhold": Operation(frozenset({VALID}), WITHHELD),
    "restore": Operation(frozenset({WITHHELD}), VALID),
    "expire": Operation(ALIVE, LAPSED),
    "rescind": Operation(ALIVE, RESCINDED, grounded=True),
    "revoke": Operation(ALIVE, REVOKED, grounded=True),
    "cancel": Operation(ALIVE | {RESCINDED, LAPSED, REVOKED}, CANCELLED, grounded=True),
    "transfer_out": Operation(frozenset({VALID}), TRANSFERRED),
    "transfer_in": Operation(BORN, VALID),
    "capture": Operation(BORN, VALID),
    "reinstate": Operation(ENDS, VALID),
}
"""By name. `change` ends the old version while the new one is issued (L-03); `cancel` closes what was rescinded,
revoked or ran out, as XKF 70 (1) and (4) demand; `reinstate` follows a review or a judgment."""


def may_become(state: str, wanted: str) -> bool:
    """Whether an operation leads from `state` into the state `wanted`."""
    return operation_between(state, wanted) is not None


def operation_between(state: str, wanted: str) -> str | None:
    """The name of what leads from `state` to `wanted`; None where nothing does."""
    ways = (name for name, one in OPERATIONS.items() if state in one.sources and one.target == wanted)
    return next(ways, None)


def state_on(state: str, valid_from: date, valid_until: date | None, day: date) -> str:
    """The state to show on `day`: what ran out is lapsed although the daily job has not come by yet (6.4)."""
    return LAPSED if state in ALIVE and valid_until is not None and valid_until < day else state


def is_valid_on(state: str, valid_from: date, valid_until: date | None, day: date) -> bool:
    """Whether the licence proves anything on `day`."""
    return state_on(state, valid_from, valid_until, day) == VALID and valid_from <= day


def cancel_ground_fits(ground: str, *, state: str, expired: bool, is_person: bool) -> bool:
    """XKF 70: each of the six grounds fits only the licence it speaks of."""
    fits = {
        "expired": expired or state == LAPSED,
        "holder_gone": is_person,
        "body_ended": not is_person,
    }
    return fits.get(ground, True)


def digest_of(said: Mapping[str, Any]) -> str:
    """The fingerprint of a data set, whatever the order of its fields (L-15): 64 hexadecimal digits."""
    written = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def missing_fields(fields: list[dict[str, Any]], data: Mapping[str, Any]) -> list[str]:
    """Labels a layout demands and the data do not give."""
    return [
        field["label"] for field in fields if field.get("required") and not str(data.get(field["label"], "")).strip()
    ]


def laid_out(fields: list[dict[str, Any]], data: Mapping[str, Any]) -> dict[str, Any]:
    """The data in the order of the layout; what the layout does not name stays out."""
    return {field["label"]: data[field["label"]] for field in fields if data.get(field["label"]) not in (None, "")}


def last_day(begin: date, years: int) -> date:
    """The last valid day: the day before the same date `years` later; 29 February counts as 28."""
    try:
        same_day = begin.replace(year=begin.year + years)
    except ValueError:
        same_day = begin.replace(year=begin.year + years, day=28)
    return same_day - timedelta(days=1)


def grant_counts(grant: Any, day: date) -> bool:
    """Whether an authorisation may be used on `day` (L-13): not revoked, within its dates, and times are left."""
    return grant.revoked_at is None and grant.since <= day <= grant.until and grant.used < grant.times


def differences(typed: Mapping[str, str], checked: Mapping[str, str]) -> list[str]:
    """Labels two persons read differently from one scan (L-16); white space around does not count."""
    labels = [*typed, *(label for label in checked if label not in typed)]
    return [label for label in labels if typed.get(label, "").strip() != checked.get(label, "").strip()]


def settles(choice: str | None, typed: str, checked: str, *, is_typist: bool, is_checker: bool) -> bool:
    """Whether a choice between two readings counts (L-16): a third person takes either; each of the two may only give
    in to the other, so that no field rests on one person's word."""
    allowed = {checked} if is_typist else {typed} if is_checker else {typed, checked}
    return choice in allowed
