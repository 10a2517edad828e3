"""How the columns of a foreign sheet become elements of items: a profile, and the reading of one cell by it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from core.identifiers import BASE_CODE_LENGTH, IMPLEMENTING_CODE_LENGTH
from items.elements import Element, Kind, element
from items.rules import cells
from items.rules.celllists import legal_bases, limit, materials
from items.rules.cells import CodeList, Unreadable, comparable
from items.rules.files import UNITS
from items.rules.legacy import legacy_code
from items.rules.othernames import WORDS, target_names

SPECIAL = ("code", "body", "statutory", "promised")
SENTENCES = ("conditions",)
"""Lists whose parts are sentences: 、 does not part them."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How to read sheets of one kind: `sheet` by name (empty: the first that is not hidden), `columns` the target of
    each heading, `codes` the code of each foreign word by target, `fixed` what holds for every item by target.

    `plain_days` is what 日 alone means, natural or working; `self_made` lets items that the directory does not know
    come in under new codes.
    """

    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    plain_days: str = "natural"
    self_made: bool = False


def profile_from(data: Mapping[str, Any]) -> Profile:
    """A profile out of its stored form; targets that no longer exist are left out."""
    known = target_names()
    return Profile(
        sheet=str(data.get("sheet", "")),
        columns={heading: target for heading, target in data.get("columns", {}).items() if target in known},
        codes={target: dict(words) for target, words in data.get("codes", {}).items() if target in known},
        fixed={target: str(value) for target, value in data.get("fixed", {}).items() if target in known},
        plain_days="working" if data.get("plain_days") == "working" else "natural",
        self_made=bool(data.get("self_made")),
    )


def stored(profile: Profile) -> dict[str, Any]:
    """The profile as JSON can hold it."""
    return asdict(profile)


def element_of(target: str) -> Element | None:
    """The element (or column of a table) a target is; None for those read into several."""
    if target in SPECIAL:
        return None
    table, _dot, part = target.partition(".")
    return element(table).part(part) if part else element(table)


@lru_cache(maxsize=256)
def codes_of(target: str) -> CodeList:
    """The values a target may have and the words other lists use for them; empty for targets without a list."""
    each = element_of(target)
    terms = {code.value: code.term for code in each.codes} if each else {}
    return CodeList(terms, WORDS.get(target, {}))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a cell says: values by element (or by column for targets inside tables), and codes of remarks about how it
    was read.
    """

    values: Mapping[str, Any]
    remarks: tuple[str, ...] = ()


def meaning(raw: Any, target: str, profile: Profile) -> Meaning:
    """What the cell of a column says. Raises Unreadable."""
    if target == "code":
        return _code(raw)
    if target in ("statutory", "promised"):
        return _limit(raw, target, profile.plain_days)
    if target == "materials":
        return Meaning({"materials": [_material(one) for one in materials(raw)]})
    if target == "materials.name":
        return _named_materials(raw)
    if target == "legal_basis":
        return Meaning(
            {"legal_basis": [{"law": b.law, "article": b.article, "gist": b.gist} for b in legal_bases(raw)]}
        )
    if target == "results":
        return Meaning({"results": [{"name": name} for name in cells.split_values(raw)]})
    each = element_of(target)
    if each is None or each.kind is Kind.ROWS:
        raise Unreadable("not_a_column", value=target)
    return Meaning({target: _value(raw, each, target, profile)})


def _value(raw: Any, each: Element, target: str, profile: Profile) -> Any:
    match each.kind:
        case Kind.LONG:
            return "" if cells.is_nothing(raw) else cells.plain_text(raw)
        case Kind.INTEGER:
            return cells.fen(raw) if target.endswith("_fen") else cells.integer(raw)
        case Kind.YES_NO:
            return cells.yes_no(raw)
        case Kind.DATE:
            found: date | None = cells.day(raw)
            return found.isoformat() if found else None
        case Kind.CODE:
            return _translated(raw, target, profile)
        case Kind.CODES:
            parts = cells.split_values(str(raw).replace("/", "、").replace("，", "、") if raw else raw)
            return [code for part in parts if (code := _translated(part, target, profile)) is not None]
        case Kind.LINES:
            return cells.split_sentences(raw) if each.key in SENTENCES else cells.split_values(raw)
    if target == "base_code":
        return cells.code_text(raw)
    return "" if cells.is_nothing(raw) else cells.one_line(raw)


def _translated(raw: Any, target: str, profile: Profile) -> str | None:
    """By the profile's own translation first, then by the list and its synonyms."""
    own = {comparable(word): code for word, code in profile.codes.get(target, {}).items()}
    text = cells.one_line(raw)
    if (code := own.get(comparable(text))) is not None and text:
        return code or None
    return cells.code_of(raw, codes_of(target))


def _code(raw: Any) -> Meaning:
    """Today's codes are what they say; older ones are kept as the local code and name their type at most (1.3)."""
    text = cells.code_text(raw)
    if not text:
        return Meaning({})
    if len(text) == IMPLEMENTING_CODE_LENGTH and "-" not in text:
        return Meaning({"@key": text})
    if len(text) == BASE_CODE_LENGTH and text[:4].isdigit() and "-" not in text:
        return Meaning({"base_code": text})
    legacy = legacy_code(text)
    if legacy is None:
        return Meaning({"local_code": text}, ("code_kept",))
    kind = {"type": legacy.type} if legacy.type else {}
    return Meaning({"local_code": text, **kind}, ("abolished_class" if legacy.abolished else "legacy_code",))


def _named_materials(raw: Any) -> Meaning:
    """A column of names may hold one material a row, or several of them in a cell."""
    found = [_material(one) for one in materials(raw)]
    if len(found) > 1:
        return Meaning({"materials": found})
    return Meaning({f"materials.{key}": value for one in found for key, value in one.items()})


def _limit(raw: Any, target: str, plain_days: str) -> Meaning:
    found = limit(raw, plain_days=plain_days)
    if found is None:
        return Meaning({})
    unit = UNITS[found.unit]
    remarks = ("limit_converted",) if found.converted else ()
    if found.at_once and target == "promised":
        return Meaning({"promised_days": 0, "promised_unit": unit, "kind": "instant"}, remarks)
    if found.at_once:
        return Meaning({"statutory_note": cells.one_line(raw)}, remarks)
    return Meaning({f"{target}_days": found.days, f"{target}_unit": unit}, remarks)


def _material(one: Any) -> dict[str, Any]:
    copies = {"originals": one.originals, "copies": one.copies}
    said = {key: number for key, number in copies.items() if number is not None}
    return {
        "name": one.name,
        "required": one.required,
        "forms": ["paper"] if any(said.values()) else ["electronic"],
        **said,
    }
