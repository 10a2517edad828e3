"""What one answer must be: its shape by type, its normal form, its limits. The same for what is typed, filed over the
API and found in a draft. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from core import identifiers
from core.identifiers import InvalidIdentifier
from items.rules import patterns
from items.rules.forms import EMPTY, FEN_PER_YUAN, NUMBERS, YES_WORDS, Evaluated, Form, Row, fact_of
from items.rules.formulas import FormulaError, Moment, read, value_of

MAX_ROWS, MAX_FILES, MAX_NAME = 200, 20, 120
LONGEST = {"textarea": 5000, "address": 200, "email": 254}
LONGEST_TEXT = 500
"""Above any limit a form may set."""
PLACES = {"decimal": 6, "percentage": 4}
"""Decimal places an answer may have unless the form says fewer."""
EMAIL = re.compile(r"[^@\s\"(),:;<>\[\]\\]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_IDENTIFIERS: dict[str, Callable[[str], str]] = {
    "id_number": identifiers.id_number,
    "phone": identifiers.telephone,
    "uscc": identifiers.uscc,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one answer; items.formwords has the sentence of each code. `place` is row (from 1) and
    column of a table. `own` is the text the form has for it, said instead."""

    key: str
    code: str
    words: Mapping[str, Any] = field(default_factory=dict)
    place: tuple[int, str] | None = None
    own: str = ""

    @property
    def path(self) -> str:
        """Where it is in the answers, as the API names places: `staff.2.phone`."""
        return f"{self.key}.{self.place[0] - 1}.{self.place[1]}" if self.place else self.key


class Unfit(ValueError):
    """An answer that is not what its type stores; `code` and `words` as in Fault."""

    def __init__(self, code: str, **words: Any) -> None:
        super().__init__(code)
        self.code, self.words = code, words


def faults(form: Form, evaluated: Evaluated, moment: Moment, *, complete: bool = True) -> list[Fault]:
    """Everything wrong with the answers that apply, in the order of the form; missing ones only when it is `complete`.

    What is computed or vouched for is nobody's fault.
    """
    found: list[Fault] = []
    for row in form.questions:
        if row.key not in evaluated.visible:
            continue
        answer = evaluated.answers.get(row.key)
        if answer in EMPTY:
            found += [Fault(row.key, "required")] if complete and row.key in evaluated.required else []
        elif row.key not in evaluated.readonly:
            found += faults_of(row, answer, evaluated.facts, moment, complete=complete)
    return found


def faults_of(row: Row, answer: Any, facts: Mapping[str, Any], moment: Moment, *, complete: bool = True) -> list[Fault]:
    """What is wrong with one answer that is not empty."""
    try:
        normal(row, answer)
    except Unfit as unfit:
        return [Fault(row.key, unfit.code, unfit.words, own=row.error)]
    if row.type == "table":
        return [*_row_count(row, answer), *_cells(row, answer, facts, moment, complete=complete)]
    if row.type == "file":
        most = min(int(row.limits.get("max_files", MAX_FILES)), MAX_FILES)
        return [Fault(row.key, "too_many_files", {"most": most})] if len(answer) > most else []
    found = [*_size(row, answer, facts, moment), *_length(row, answer)]
    pattern = row.limits.get("pattern")
    if pattern and isinstance(answer, str) and not patterns.matches(pattern, answer):
        found.append(Fault(row.key, "pattern", {"example": row.example}, own=row.error))
    return found


def normal(row: Row, answer: Any) -> Any:
    """An answer as it is stored. Raises Unfit for what the type does not store; tables are looked at cell by cell
    later."""
    shape = _SHAPES.get(row.type, _text)
    return shape(row, answer)


def from_words(row: Row, words: str) -> Any:
    """What a library holds as text, as an answer of this row; None when it does not fit. Money is text in yuan."""
    text = words.strip()
    if row.type in {"table", "file", "signature", "map_point", "region"}:
        return None
    try:
        if row.type == "money":
            return normal(row, int(Decimal(text.replace(",", "")) * FEN_PER_YUAN))
        if row.type == "integer":
            return normal(row, int(text))
        if row.type == "boolean":
            return text in YES_WORDS
        return normal(row, [text] if row.type == "multichoice" else text)
    except (Unfit, ValueError, InvalidOperation):
        return None


def bound(limit: Any, row: Row, facts: Mapping[str, Any], moment: Moment) -> Any:
    """A limit of a value as a number or a day; None when it says nothing. A day may be written 2025-11-28 or as a
    formula."""
    if limit is None or row.type not in {*NUMBERS, "date"}:
        return None
    if row.type != "date":
        return Decimal(str(limit))
    if DAY.fullmatch(str(limit)):
        return date.fromisoformat(str(limit))
    day = value_of(read(str(limit)), facts, moment)
    return day if isinstance(day, date) else None


def _text(row: Row, answer: Any) -> str:
    if not isinstance(answer, str):
        raise Unfit("wrong_type")
    text = answer.strip() if row.type != "textarea" else answer.strip("\n ")
    longest = LONGEST.get(row.type, LONGEST_TEXT)
    if len(text) > longest:
        raise Unfit("too_long", most=longest)
    return text


def _identifier(row: Row, answer: Any) -> str:
    try:
        return _IDENTIFIERS[row.type](_text(row, answer))
    except InvalidIdentifier as problem:
        raise Unfit("identifier", sentence=problem.sentence) from problem


def _email(row: Row, answer: Any) -> str:
    text = _text(row, answer)
    if not EMAIL.fullmatch(text):
        raise Unfit("email")
    return text


def _integer(row: Row, answer: Any) -> int:
    if isinstance(answer, bool) or not isinstance(answer, int) or abs(answer) >= 10**15:
        raise Unfit("integer")
    return answer


def _decimal(row: Row, answer: Any) -> str:
    if isinstance(answer, bool) or not isinstance(answer, str | int | float | Decimal):
        raise Unfit("number")
    try:
        number = Decimal(str(answer).strip())
    except InvalidOperation:
        raise Unfit("number") from None
    if not number.is_finite() or abs(number) >= 10**15:
        raise Unfit("number")
    places = int(row.limits.get("places", PLACES[row.type]))
    if number != number.quantize(Decimal(1).scaleb(-places)):
        raise Unfit("places", places=places)
    return f"{number:f}"


def _money(row: Row, answer: Any) -> int:
    if _integer(row, answer) < 0:
        raise Unfit("money")
    return int(answer)


def _day(row: Row, answer: Any) -> str:
    try:
        return date.fromisoformat(answer).isoformat()
    except (ValueError, TypeError):
        raise Unfit("date") from None


def _time(row: Row, answer: Any) -> str:
    try:
        return f"{time.fromisoformat(answer):%H:%M}"
    except (ValueError, TypeError):
        raise Unfit("time") from None


def _choice(row: Row, answer: Any) -> str:
    if answer not in row.options:
        raise Unfit("not_offered")
    return str(answer)


def _choices(row: Row, answer: Any) -> list[str]:
    if not isinstance(answer, list) or not set(map(str, answer)) <= set(row.options):
        raise Unfit("not_offered")
    return [option for option in row.options if option in answer]


def _truth(row: Row, answer: Any) -> bool:
    if not isinstance(answer, bool):
        raise Unfit("truth")
    return answer


def _region(row: Row, answer: Any) -> dict[str, str]:
    code = answer.get("code") if isinstance(answer, Mapping) else None
    if not isinstance(code, str) or not code.isascii() or not code.isdecimal() or len(code) > 12:
        raise Unfit("region")
    return {"code": code, "name": str(answer.get("name", ""))[:MAX_NAME]}


def _map_point(row: Row, answer: Any) -> dict[str, Any]:
    west, south, east, north = row.limits.get("bounds") or (-180, -90, 180, 90)
    try:
        lng, lat = round(float(answer["lng"]), 6), round(float(answer["lat"]), 6)
    except (TypeError, KeyError, ValueError):
        raise Unfit("map_point") from None
    if not (west <= lng <= east and south <= lat <= north):
        raise Unfit("outside_map")
    return {"lng": lng, "lat": lat, "address": str(answer.get("address", ""))[:MAX_NAME]}


def _table(row: Row, answer: Any) -> list[dict[str, Any]]:
    """Rows with normal cells; a cell that is unfit stays as it is, to be told with its place."""
    if not isinstance(answer, list) or not all(isinstance(cells, Mapping) for cells in answer):
        raise Unfit("wrong_type")
    if len(answer) > MAX_ROWS:
        raise Unfit("too_many_rows", most=MAX_ROWS)
    return [{column.key: _cell(column, cells.get(column.key)) for column in row.columns} for cells in answer]


def _cell(column: Row, cell: Any) -> Any:
    try:
        return "" if cell in EMPTY else normal(column, cell)
    except Unfit:
        return cell


def _files(row: Row, answer: Any) -> list[dict[str, Any]]:
    if not isinstance(answer, list) or not all(_is_file(one) for one in answer):
        raise Unfit("file")
    return [{"file": one["file"], "name": one["name"][-MAX_NAME:]} for one in answer]


def _signature(row: Row, answer: Any) -> dict[str, Any]:
    if _is_file(answer):
        return {"file": answer["file"], "name": answer["name"][-MAX_NAME:]}
    typed = answer.get("typed") if isinstance(answer, Mapping) else None
    if not isinstance(typed, str) or not typed.strip() or len(typed) > 60:
        raise Unfit("signature")
    return {"typed": typed.strip()}


def _is_file(one: Any) -> bool:
    return isinstance(one, Mapping) and type(one.get("file")) is int and isinstance(one.get("name"), str)


_SHAPES: dict[str, Callable[[Row, Any], Any]] = {
    **dict.fromkeys(_IDENTIFIERS, _identifier),
    **{"email": _email, "integer": _integer, "decimal": _decimal, "percentage": _decimal, "money": _money},
    **{"date": _day, "time": _time, "choice": _choice, "multichoice": _choices, "boolean": _truth},
    **{"region": _region, "map_point": _map_point, "table": _table, "file": _files, "signature": _signature},
}


def _size(row: Row, answer: Any, facts: Mapping[str, Any], moment: Moment) -> list[Fault]:
    """Value limits, both ends included; money has them in yuan."""
    value = fact_of(row, answer)
    for name, code in (("min", "too_small"), ("max", "too_big")):
        try:
            limit = bound(row.limits.get(name), row, facts, moment)
        except (FormulaError, InvalidOperation):
            continue
        if limit is not None and value is not None and (value < limit if name == "min" else value > limit):
            return [Fault(row.key, code, {"limit": limit}, own=row.error)]
    return []


def _length(row: Row, answer: Any) -> list[Fault]:
    if not isinstance(answer, str | list):
        return []
    shortest, longest = row.limits.get("min_length"), row.limits.get("max_length")
    if shortest is not None and len(answer) < shortest:
        return [Fault(row.key, "too_short", {"least": shortest}, own=row.error)]
    if longest is not None and len(answer) > longest:
        return [Fault(row.key, "too_long", {"most": longest}, own=row.error)]
    return []


def _row_count(row: Row, answer: list[Any]) -> list[Fault]:
    least, most = row.limits.get("min_rows"), row.limits.get("max_rows")
    if least is not None and len(answer) < least:
        return [Fault(row.key, "too_few_rows", {"least": least})]
    return [Fault(row.key, "too_many_rows", {"most": most})] if most is not None and len(answer) > most else []


def _cells(
    row: Row, answer: list[Mapping[str, Any]], facts: Mapping[str, Any], moment: Moment, *, complete: bool
) -> list[Fault]:
    found: list[Fault] = []
    for number, cells in enumerate(answer, start=1):
        for column in row.columns:
            cell, place = cells.get(column.key), (number, column.key)
            if cell in EMPTY:
                inner = [Fault(row.key, "required")] if complete and column.required else []
            else:
                inner = faults_of(column, cell, facts, moment)
            found += [Fault(row.key, one.code, one.words, place, one.own) for one in inner]
    return found
