"""What is missing, written wrongly or out of date in what the libraries hold about an enterprise (C118). Pure.

Wanted are the facts forms prefill from; a format is right when core.identifiers or a simple pattern understands it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.identifiers import InvalidIdentifier, telephone, uscc

WANTED = ("address", "legal_person", "registered_capital", "industry", "business_scope")
CAPITAL = re.compile(r"\d+(\.\d+)?\s*(万元|元|万|亿元)?\Z")
NAME = re.compile(r"[\u3400-\u9fffA-Za-z·. ]{2,40}\Z")
SHORTEST_ADDRESS = 6


@dataclass(frozen=True, slots=True)
class Held:
    """What is held about one enterprise: code, phone, facts by key, licences by name with their last days (None for
    unlimited)."""

    code: str
    phone: str
    facts: Mapping[str, str]
    licences: Iterable[tuple[str, date | None]] = ()


@dataclass(frozen=True, slots=True)
class Flaws:
    """What is wrong with it: keys that are missing, keys that are written wrongly, names of licences that ran out."""

    missing: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    expired: tuple[str, ...] = ()

    @property
    def completeness(self) -> int:
        """How much of what is wanted is there, in percent rounded down; phone among it."""
        wanted = len(WANTED) + 1
        return 100 * (wanted - len(self.missing)) // wanted


def flaws_of(held: Held, *, today: date) -> Flaws:
    """What is missing, wrong or out of date. A licence ran out when no other of its name holds today."""
    values = {key: held.facts.get(key, "").strip() for key in WANTED} | {"phone": held.phone.strip()}
    missing = tuple(key for key, value in values.items() if not value)
    given = {key: value for key, value in values.items() if value} | {"code": held.code}
    wrong = tuple(key for key, value in given.items() if key in FORMATS and not FORMATS[key](value))
    last: dict[str, date] = {}
    for name, until in held.licences:
        last[name] = max(last.get(name, date.min), until or date.max)
    return Flaws(missing, wrong, tuple(sorted(name for name, until in last.items() if until < today)))


def _reads(read: Callable[[str], str]) -> Callable[[str], bool]:
    def is_right(value: str) -> bool:
        try:
            read(value)
        except InvalidIdentifier:
            return False
        return True

    return is_right


FORMATS: Mapping[str, Callable[[str], bool]] = {
    "code": _reads(uscc),
    "phone": _reads(telephone),
    "registered_capital": lambda value: CAPITAL.match(value.replace(",", "").replace("人民币", "")) is not None,
    "legal_person": lambda value: NAME.match(value) is not None,
    "address": lambda value: len(value) >= SHORTEST_ADDRESS,
}
