"""The official lists against the catalogue (H95–H98): no power outside the list (D63), nothing listed that is not in
force, each power with its duties, only listed intermediary services, inspections with their items. Pure.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

POWERS, DUTIES, SERVICES, CHECKS = "powers", "duties", "services", "checks"
INSPECTION, PUBLIC_SERVICE = "06", "20"


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a list. `body` is the key of a department; `base_code` that of the item, also for the intermediary
    service `name` it asks for.
    """

    body: str
    base_code: str
    name: str
    type: str = ""
    accountable: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Carried:
    """An item in force; `services` are the names of the intermediary services it asks for."""

    body: str
    base_code: str
    name: str
    type: str
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """One difference. `words` fill the places of its sentence."""

    code: str
    body: str
    base_code: str
    name: str
    words: Mapping[str, Any] = field(default_factory=dict)


def gaps(kind: str, listed: Iterable[Listed], carried: Iterable[Carried]) -> list[Gap]:
    """Every difference between one list and the items in force, by code and body; empty when they are equal."""
    rows, items = list(listed), list(carried)
    if kind == SERVICES:
        found = list(_services(rows, items))
    else:
        wanted = [one for one in items if (one.type == INSPECTION if kind == CHECKS else one.type != PUBLIC_SERVICE)]
        found = [*_rows(rows, wanted), *(_duties(rows) if kind == DUTIES else ())]
    return sorted(found, key=lambda gap: (gap.base_code, gap.body, gap.code, gap.name))


def _rows(rows: list[Listed], items: list[Carried]) -> Iterator[Gap]:
    """A row and an item are the same by code and body. The same code at another body alone is a difference of body."""
    listed = {(row.base_code, row.body): row for row in rows}
    carried = {(one.base_code, one.body): one for one in items}
    elsewhere = dict(sorted(carried.keys() - listed.keys()))
    moved = set()
    for (code, body), row in listed.items():
        one = carried.get((code, body))
        if one is None and code in elsewhere:
            moved.add((code, elsewhere[code]))
            yield Gap("other_body", body, code, row.name, {"body": elsewhere[code]})
        elif one is None:
            yield Gap("not_in_force", body, code, row.name)
        else:
            if one.name != row.name:
                yield Gap("other_name", body, code, row.name, {"name": one.name})
            if one.type != row.type:
                yield Gap("other_type", body, code, row.name, {"type": one.type})
    for (code, body), one in carried.items():
        if (code, body) not in listed and (code, body) not in moved:
            yield Gap("not_in_list", body, code, one.name)


def _duties(rows: list[Listed]) -> Iterator[Gap]:
    """H96: each power shows its duties and who answers for them."""
    for row in rows:
        if not row.details:
            yield Gap("no_duties", row.body, row.base_code, row.name)
        if not row.accountable:
            yield Gap("no_accountable", row.body, row.base_code, row.name)


def _services(rows: list[Listed], items: list[Carried]) -> Iterator[Gap]:
    """H97: what is asked for is listed, what is listed is asked for."""
    listed = {(row.base_code, row.body, row.name) for row in rows}
    asked = {(one.base_code, one.body, service): one.name for one in items for service in one.services}
    for code, body, service in sorted(asked.keys() - listed):
        yield Gap("service_not_listed", body, code, asked[code, body, service], {"service": service})
    for code, body, service in sorted(listed - asked.keys()):
        yield Gap("service_not_asked", body, code, service, {"service": service})
