"""Codes and the directory (I-01 to I-06, 1.10): same code, name, type and basis at all levels."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.identifiers import InvalidIdentifier, base_code, implementing_code
from items.rules.checks.finding import Finding, Surroundings

Shape = Mapping[str, Any]


def findings(shape: Shape, around: Surroundings) -> Iterator[Finding]:
    """Whether the codes are codes, and the item is what its directory row says."""
    yield from _codes(shape, around)
    if around.entry_name:
        yield from against_directory(shape, around)


def _codes(shape: Shape, around: Surroundings) -> Iterator[Finding]:
    code = shape["base_code"]
    if not code:
        return
    try:
        base_code(code)
    except InvalidIdentifier:
        yield Finding("bad_base_code", "base_code", "I-01", {"code": code})
        return
    if code[2:4] != shape["type"]:
        yield Finding("code_of_other_type", "base_code", "I-01", {"code": code})
    if around.uscc:
        try:
            implementing_code(around.uscc, around.level, code)
        except InvalidIdentifier:
            yield Finding("bad_implementing_code", "base_code", "I-05")
    if len(shape["handling"]) != len(set(shape["handling"])):
        yield Finding("handling_twice", "handling", "I-03")
    if len(shape["handling"]) > 99:
        yield Finding("handling_too_many", "handling", "I-03")


def against_directory(shape: Shape, around: Surroundings) -> Iterator[Finding]:
    """Where an item is not what its directory row says (四同, 1.10). `shape` needs name, type and legal_basis."""
    if shape["name"] != around.entry_name:
        yield Finding("other_name", "name", "I-15", {"name": around.entry_name})
    if shape["type"] != around.entry_type:
        yield Finding("other_type", "type", "I-15")
    if around.entry_levels and around.level not in around.entry_levels:
        yield Finding("level_not_allowed", "base_code", "I-05", {"level": around.level})
    if around.has_children:
        yield Finding("not_a_leaf", "base_code", "I-01")
    laws = {row["law"] for row in shape["legal_basis"]}
    if around.entry_laws and not around.entry_laws <= laws:
        missing = "、".join(sorted(around.entry_laws - laws))
        yield Finding("basis_of_directory_missing", "legal_basis", "I-15", {"laws": missing})
