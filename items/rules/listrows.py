"""Rows of an official list as their files have them, under the official headings, and what is wrong with one. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.identifiers import InvalidIdentifier, base_code
from items.rules.lists import CHECKS, DUTIES, INSPECTION, PUBLIC_SERVICE, SERVICES

NAME, CODE, TYPE, BODY, BASIS = "事项名称", "基本编码", "事项类型", "实施主体", "设定依据"
DUTY, UNIT, SERVICE = "责任事项", "责任单位", "中介服务事项"
TARGET, METHOD, FREQUENCY = "抽查对象", "抽查方式", "抽查频次"
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "powers": (NAME, CODE, TYPE, BODY, BASIS),
    "duties": (NAME, CODE, TYPE, BODY, DUTY, UNIT),
    "services": (CODE, BODY, SERVICE, BASIS),
    "checks": (NAME, CODE, TYPE, BODY, BASIS, TARGET, METHOD, FREQUENCY),
}
"""The columns each list needs; others may stand beside them."""
SEVERAL = re.compile(r"[；;\n]+")
OPTIONAL = (BASIS, FREQUENCY)
"""Columns that may be empty; the basis of an intermediary service may not, for only law can ask for one (H97)."""
LONGEST = {NAME: 120, SERVICE: 120, UNIT: 80}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: `row` counts as a spreadsheet does."""

    row: int
    column: str
    code: str
    value: str


@dataclass(frozen=True, slots=True)
class Read:
    """A sound row; `body` is the key of a department, `type` the code of a type."""

    base_code: str
    name: str
    type: str
    body: str
    basis: str
    accountable: str
    details: tuple[str, ...]


def read_rows(
    kind: str,
    rows: Iterable[Mapping[str, str]],
    *,
    bodies: Mapping[str, str],
    types: Mapping[str, str],
    first_row: int = 2,
) -> tuple[list[Read], list[Fault]]:
    """The sound rows and all faults; rows without anything are passed over. `bodies` gives the key of a department by
    each of its names and its credit code, `types` the code of a type by its term and by itself.
    """
    sound: list[Read] = []
    faults: list[Fault] = []
    seen: set[tuple[str, str, str]] = set()
    for number, row in enumerate(rows, start=first_row):
        cells = {name: str(row.get(name) or "").strip() for name in HEADINGS[kind]}
        if not any(cells.values()):
            continue
        found = _faults(kind, number, cells, bodies, types)
        one = None if found else _read(kind, cells, bodies, types)
        if one is not None and (one.body, one.base_code, one.name) in seen:
            found.append(Fault(number, CODE, "twice", one.base_code))
        elif one is not None:
            seen.add((one.body, one.base_code, one.name))
            sound.append(one)
        faults += found
    return sound, faults


def _faults(
    kind: str, number: int, cells: Mapping[str, str], bodies: Mapping[str, str], types: Mapping[str, str]
) -> list[Fault]:
    needed = [name for name in HEADINGS[kind] if name not in OPTIONAL or (kind, name) == (SERVICES, BASIS)]
    found = [Fault(number, name, "empty", "") for name in needed if not cells[name]]
    found += [
        Fault(number, name, "too_long", cells[name][:20])
        for name, most in LONGEST.items()
        if len(cells.get(name, "")) > most
    ]
    if cells[BODY] and cells[BODY] not in bodies:
        found.append(Fault(number, BODY, "unknown_body", cells[BODY]))
    type_ = types.get(cells.get(TYPE, ""), "")
    if cells.get(TYPE) and not type_:
        found.append(Fault(number, TYPE, "unknown_type", cells[TYPE]))
    elif type_ and not (type_ == INSPECTION if kind == CHECKS else type_ != PUBLIC_SERVICE):
        found.append(Fault(number, TYPE, "wrong_type", cells[TYPE]))
    if cells[CODE]:
        found += _code_faults(number, cells[CODE], type_)
    return found


def _code_faults(number: int, code: str, type_: str) -> list[Fault]:
    try:
        code = base_code(code)
    except InvalidIdentifier:
        return [Fault(number, CODE, "bad_code", code)]
    return [Fault(number, CODE, "code_of_other_type", code)] if type_ and code[2:4] != type_ else []


def _read(kind: str, cells: Mapping[str, str], bodies: Mapping[str, str], types: Mapping[str, str]) -> Read:
    details: tuple[str, ...] = ()
    if kind == DUTIES:
        details = tuple(part.strip() for part in SEVERAL.split(cells[DUTY]) if part.strip())
    if kind == CHECKS:
        details = tuple(f"{name}：{cells[name]}" for name in (TARGET, METHOD, FREQUENCY) if cells[name])
    return Read(
        base_code=base_code(cells[CODE]),
        name=cells[SERVICE] if kind == SERVICES else cells[NAME],
        type=types.get(cells.get(TYPE, ""), ""),
        body=bodies[cells[BODY]],
        basis=cells.get(BASIS, ""),
        accountable=cells.get(UNIT, ""),
        details=details,
    )
