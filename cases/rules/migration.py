"""What becomes of a draft when its item changed: of every answer, material and choice (I-12, I-13). Pure.

Nothing that still fits is lost; doing it twice changes nothing more.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from items.rules.answers import Fault, Unfit, normal
from items.rules.forms import EMPTY, NUMBERS, Evaluated, Form, Row

WORDS = ("text", "textarea", "address", "choice")
"""Types among which an answer keeps its meaning; any other change of type may change what it says: 5 metres are not
5 yuan."""


class Fate(StrEnum):
    """What becomes of something: taken over (KEPT; REWORDED: under another wording; PARTLY: what still fits; MEND:
    breaks a new limit; HIDDEN: waits, as nothing asks for it at present), not taken over (AGAIN: to be given anew;
    COMPUTED: worked out from now on; GONE: no longer asked), or newly ASKED."""

    KEPT = "kept"
    REWORDED = "reworded"
    PARTLY = "partly"
    MEND = "mend"
    HIDDEN = "hidden"
    AGAIN = "again"
    COMPUTED = "computed"
    GONE = "gone"
    ASKED = "asked"

    @property
    def taken_over(self) -> bool:
        return self in {Fate.KEPT, Fate.REWORDED, Fate.PARTLY, Fate.MEND, Fate.HIDDEN}


@dataclass(frozen=True, slots=True)
class AnswerFate:
    """One answer: `was` and `row` are its rows in the old and the new form (None where there is none), `answer` what it
    was; `fault` says why it is AGAIN or MEND, `lost` names the columns or options of it that are gone."""

    fate: Fate
    was: Row | None
    row: Row | None
    answer: Any = None
    fault: Fault | None = None
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A material that is asked: `id` of its specification; `code` is one for the same paper in all items (I-22)."""

    id: int
    name: str
    required: bool
    code: str = ""


@dataclass(frozen=True, slots=True)
class PaperFate:
    """One material: KEPT with its files, GONE, or ASKED."""

    fate: Fate
    was: Paper | None
    paper: Paper | None


@dataclass(frozen=True, slots=True)
class Question:
    """A situation question: its wording, option ids by wording, and whether it takes several answers."""

    id: int
    ask: str
    options: Mapping[str, int]
    takes_several: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceFate:
    """One situation question: KEPT with `option`, AGAIN when its answer is not offered any more, GONE or ASKED. `said`
    is the answer that was given."""

    fate: Fate
    ask: str
    said: str = ""
    question: int | None = None
    option: int | None = None


def carried(old: Form, new: Form, answers: Mapping[str, Any]) -> tuple[dict[str, Any], list[AnswerFate]]:
    """The answers under the keys of the new form, and the fate of each as far as the forms alone decide it.

    A question is the same when its key is, or else when its label and type stand once in each form.
    """
    twins = _twins(old, new)
    kept, fates = dict[str, Any](), list[AnswerFate]()
    for was in old.questions:
        answer, row = answers.get(was.key), twins.get(was.key)
        if answer in EMPTY or (was.key in old.trees and (row is None or row.key in new.trees)):
            continue
        if row is None or row.key in new.trees:
            fates.append(AnswerFate(Fate.GONE if row is None else Fate.COMPUTED, was, row, answer))
            continue
        try:
            fitted, lost = _fitted(was, row, answer)
        except Unfit as unfit:
            fates.append(AnswerFate(Fate.AGAIN, was, row, answer, Fault(row.key, unfit.code, unfit.words)))
            continue
        kept[row.key] = fitted
        fate = Fate.PARTLY if lost else Fate.KEPT if was.label == row.label else Fate.REWORDED
        fates.append(AnswerFate(fate, was, row, answer, lost=lost))
    return kept, fates


def migrate_answers(
    old: Form,
    new: Form,
    answers: Mapping[str, Any],
    *,
    before: Evaluated,
    work_out: Callable[[Mapping[str, Any]], Evaluated],
    faults_in: Callable[[Evaluated], Sequence[Fault]],
) -> tuple[dict[str, Any], list[AnswerFate]]:
    """The answers as the new form stores them, and what became of each, then the questions that are newly asked.

    `before` is the old form worked out; `work_out` and `faults_in` apply the new one. An answer that breaks a limit or
    does not apply at present stays: its writer mends it, or it applies again once a situation question is answered.
    """
    kept, fates = carried(old, new, answers)
    now = work_out(kept)
    faults = {fault.key: fault for fault in faults_in(now) if fault.key in kept}
    told = [_told(one, now, faults) for one in fates]
    handled = {one.row.key for one in fates if one.row}
    origin = {row.key: key for key, row in _twins(old, new).items()}
    for row in new.questions:
        asked = row.key in now.visible and row.key not in now.readonly and now.answers.get(row.key) in EMPTY
        key = origin.get(row.key, "")
        known = key in before.visible and (key in before.required or row.key not in now.required)
        if asked and not known and row.key not in handled:
            told.append(AnswerFate(Fate.ASKED, None, row))
    return kept, told


def migrate_papers(had: Sequence[Paper], needed: Sequence[Paper]) -> list[PaperFate]:
    """Each paper the draft had, then those newly asked. The same paper is one of the same name, or else of the same
    code; of several the n-th is the n-th."""
    left, partners = list(needed), dict[int, Paper]()
    for same in (_same_name, _same_code):
        for was in had:
            found = next((one for one in left if was.id not in partners and same(was, one)), None)
            if found is not None:
                partners[was.id] = found
                left.remove(found)
    fates = [PaperFate(Fate.KEPT if was.id in partners else Fate.GONE, was, partners.get(was.id)) for was in had]
    return fates + [PaperFate(Fate.ASKED, None, one) for one in left]


def migrate_choices(
    old: Sequence[Question], new: Sequence[Question], chosen: Collection[int]
) -> tuple[dict[str, int | list[int]], list[ChoiceFate]]:
    """Situation answers by wording: those that stay (as a case stores them), and what became of each. `chosen` are the
    old ones. Of several answers to what takes one now the first stays."""
    by_ask = {question.ask: question for question in reversed(new)}
    kept, fates = dict[str, int | list[int]](), list[ChoiceFate]()
    for question in old:
        now = by_ask.get(question.ask)
        stays: list[int] = []
        for said in (label for label, pk in question.options.items() if pk in chosen):
            option = now.options.get(said) if now else None
            if now and option is not None and (now.takes_several or not stays):
                stays.append(option)
                fates.append(ChoiceFate(Fate.KEPT, now.ask, said, now.id, option))
            else:
                fates.append(ChoiceFate(Fate.AGAIN if now else Fate.GONE, question.ask, said, now.id if now else None))
        if now and stays:
            kept[str(now.id)] = stays if now.takes_several else stays[0]
    asked_before = {question.ask for question in old}
    fates += [ChoiceFate(Fate.ASKED, one.ask, "", one.id) for one in new if one.ask not in asked_before]
    return kept, fates


def _twins(old: Form, new: Form) -> dict[str, Row]:
    """The row of the new form that asks the same, by the key of the old one."""
    there = {row.key: row for row in new.questions}
    before = {row.key for row in old.questions}
    found = {key: there[key] for key in before & there.keys()}
    fresh = [row for row in new.questions if row.key not in before]
    for was in (row for row in old.questions if row.key not in there):
        alike = [row for row in fresh if _asks(row) == _asks(was)]
        if len(alike) == 1 and [_asks(row) for row in old.questions].count(_asks(was)) == 1:
            found[was.key] = alike[0]
    return found


def _asks(row: Row) -> tuple[str, str]:
    return row.label, row.type


def _fitted(was: Row, row: Row, answer: Any) -> tuple[Any, tuple[str, ...]]:
    """An answer as the new row stores it, and what of it is lost. Raises Unfit."""
    _must_mean_the_same(was, row)
    if row.type == "table" and isinstance(answer, list):
        return _table(was, row, answer)
    if row.type == "multichoice" and isinstance(answer, list):
        lost = tuple(str(option) for option in answer if option not in row.options)
        stays = [option for option in answer if option in row.options]
        if lost and stays:
            return normal(row, stays), lost
    return normal(row, answer), ()


def _must_mean_the_same(was: Row, row: Row) -> None:
    if was.type != row.type and not (was.type in WORDS and row.type in WORDS):
        raise Unfit("another_type")
    if row.type in NUMBERS and was.unit != row.unit:
        raise Unfit("another_unit")


def _table(was: Row, row: Row, answer: list[Any]) -> tuple[Any, tuple[str, ...]]:
    """Rows with the cells that still fit; a column that lost a cell is named."""
    columns = {column.key: column for column in row.columns}
    lost, rows = dict[str, None](), list[dict[str, Any]]()
    for cells in answer:
        kept = {}
        for column in was.columns:
            cell = cells.get(column.key)
            if cell in EMPTY:
                continue
            try:
                if column.key not in columns:
                    raise Unfit("another_type")
                kept[column.key] = _fitted(column, columns[column.key], cell)[0]
            except Unfit:
                lost[column.label] = None
        rows.append(kept)
    if lost and not any(rows):
        raise Unfit("another_type")
    return normal(row, rows), tuple(lost)


def _told(one: AnswerFate, now: Evaluated, faults: Mapping[str, Fault]) -> AnswerFate:
    """A fate once the new form was worked out; what is lost is told before what is to be mended."""
    if one.row is None or not one.fate.taken_over or one.fate is Fate.PARTLY:
        return one
    if one.row.key in faults:
        return AnswerFate(Fate.MEND, one.was, one.row, one.answer, faults[one.row.key])
    return one if one.row.key in now.visible else AnswerFate(Fate.HIDDEN, one.was, one.row, one.answer)


def _same_name(was: Paper, paper: Paper) -> bool:
    return was.name == paper.name


def _same_code(was: Paper, paper: Paper) -> bool:
    return bool(was.code) and was.code == paper.code
