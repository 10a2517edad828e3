"""情形引导: which questions somebody is asked, which answers count, and what follows from them (I-18 to I-20). Pure.

Answers are the ids of chosen options. Those to questions that are not asked, and ids nobody offers, change nothing.

Where several answers touch the same thing: what is *asked of* the applicant adds up, what is *decided* for him is set
by the last answer in the order of the questions. So a material that any answer drops is not asked, though another adds
it (items.rules.materials); of several numbers of copies the highest holds; a group of the form is shown as soon as one
answer shows it; a fee and the route are as the last answer says; one rejecting answer is enough; and of several answers
to one question that jump, the nearest question follows.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from items.rules.forms import Condition, Row, normal_condition
from items.rules.materials import Needed, Spec, needed_materials, possible_materials
from items.rules.pricing import Pricing

Choices = Mapping[str, int | Sequence[int]]
"""Answers as a case stores them: one option id by question id, or several where a question takes several."""
MULTI, INFO = "multi", "info"


@dataclass(frozen=True, slots=True)
class Effect:
    """What an answer sets besides materials: `kind` is form (`target`: key of a page or group), fee (name of the fee,
    `amount` in fen) or route (its kind)."""

    kind: str
    target: str
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One answer. `jump_to` is the key of the question that follows; `reject` says why nobody who answers so can
    apply."""

    id: int
    label: str
    jump_to: str = ""
    reject: str = ""
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `order` is its number in conditions (`situation.<order>`). One with `depends_on` is asked only
    after the question of that key, with `depends_option` only after that answer. One for information takes no answer.
    """

    id: int
    order: int
    key: str
    ask: str
    kind: str
    options: tuple[Option, ...]
    depends_on: str = ""
    depends_option: str = ""

    @property
    def title(self) -> str:
        """The question as it is named in a list of several."""
        return self.ask.rstrip("？?")

    @property
    def takes_several(self) -> bool:
        return self.kind == MULTI

    @property
    def takes_none(self) -> bool:
        return self.kind == INFO


@dataclass(frozen=True, slots=True)
class Step:
    """A question that is asked, with the answers that count."""

    question: Question
    given: tuple[Option, ...]

    @property
    def is_open(self) -> bool:
        return not self.given and not self.question.takes_none


@dataclass(frozen=True, slots=True)
class Path:
    """The questions that are asked with these answers, in order. What follows an open question is left out where it
    depends on the answer; nothing follows a rejecting one."""

    steps: tuple[Step, ...]

    @property
    def asked(self) -> tuple[Question, ...]:
        return tuple(step.question for step in self.steps)

    @property
    def given(self) -> tuple[Option, ...]:
        """The answers that count, in order."""
        return tuple(option for step in self.steps for option in step.given)

    @property
    def chosen(self) -> frozenset[int]:
        """Their ids."""
        return frozenset(option.id for option in self.given)

    @property
    def open(self) -> tuple[Question, ...]:
        """What is still to be answered."""
        return tuple(step.question for step in self.steps if step.is_open)

    @property
    def rejection(self) -> str:
        """Why an application is not possible with these answers; empty while it is."""
        return next((option.reject for option in self.given if option.reject), "")

    def choices(self) -> dict[str, int | list[int]]:
        """The answers that count, as a case stores them."""
        return {str(step.question.id): _stored(step.question, step.given) for step in self.steps if step.given}

    def facts(self) -> dict[str, Any]:
        """`situation.<order>` by question: the label, or the labels where it takes several."""
        return {
            f"situation.{step.question.order}": [option.label for option in step.given]
            if step.question.takes_several
            else step.given[0].label
            for step in self.steps
            if step.given
        }

    def said(self) -> list[tuple[str, str]]:
        """Questions and answers in words, for papers (I-19)."""
        return [(step.question.ask, "、".join(one.label for one in step.given)) for step in self.steps if step.given]


@dataclass(frozen=True, slots=True)
class Fee:
    """A charge; `amount_fen` is None when it is computed case by case, `why` the answer that set it. One by unit prices
    has its `pricing`; once `quantity` is known, `how` tells how it was worked out."""

    name: str
    standard: str
    amount_fen: int | None
    why: str = ""
    pricing: Pricing | None = None
    quantity: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from answers. `route` is the kind an answer chose, empty for none; `route_why` that answer."""

    path: Path
    materials: tuple[Needed, ...]
    fees: tuple[Fee, ...]
    route: str = ""
    route_why: str = ""


def option_ids(choices: Choices) -> set[int]:
    """The ids of all chosen options, whatever their questions."""
    return {one for value in choices.values() for one in ([value] if isinstance(value, int) else value)}


def offered(questions: Iterable[Question], choices: Choices) -> dict[str, int | list[int]]:
    """Of stored answers those that are offered, asked at present or not."""
    chosen, found = option_ids(choices), dict[str, int | list[int]]()
    for question in questions:
        if given := _given(question, chosen):
            found[str(question.id)] = _stored(question, given)
    return found


def path_of(questions: Sequence[Question], chosen: Collection[int]) -> Path:
    """The path these answers lead along. It always ends: jumps that do not lead onwards are none (I-20)."""
    places = {question.key: place for place, question in reversed(list(enumerate(questions)))}
    steps: list[Step] = []
    here: int | None = 0
    while here is not None and here < len(questions):
        question = questions[here]
        if not _is_asked(question, steps):
            here += 1
            continue
        step = Step(question, _given(question, chosen))
        steps.append(step)
        here = _following(step, here, places)
    return Path(tuple(steps))


def outcome_of(
    questions: Sequence[Question], specs: Iterable[Spec], fees: Iterable[Fee], chosen: Collection[int]
) -> Outcome:
    """What the answers that count lead to."""
    path = path_of(questions, chosen)
    route, why = _last(path, "route")
    materials = needed_materials(specs, path.chosen)
    return Outcome(path, tuple(materials), tuple(_fee(fee, path) for fee in fees), route.target if route else "", why)


def in_general(questions: Sequence[Question], specs: Iterable[Spec], fees: Iterable[Fee]) -> Outcome:
    """What is told before anything was answered: every material that may be asked, the usual fees, no route chosen."""
    return Outcome(path_of(questions, ()), tuple(possible_materials(specs)), tuple(fees))


def routes_to_choose(questions: Iterable[Question]) -> frozenset[str]:
    """The kinds of route that some answer chooses."""
    effects = [effect for question in questions for option in question.options for effect in option.effects]
    return frozenset(effect.target for effect in effects if effect.kind == "route")


def shown_by_answers(rows: Iterable[Row], questions: Sequence[Question]) -> list[Row]:
    """The rows of a form in which pages and groups that answers show are visible only after one of these answers, and
    where their own condition holds as well."""
    rows = list(rows)
    types = {row.key: row.type for row in rows}
    showing = _showing(questions)
    return [
        replace(row, visible_if=_both(row.visible_if, showing[row.key], types))
        if row.key in showing and not row.is_question
        else row
        for row in rows
    ]


def _is_asked(question: Question, steps: Iterable[Step]) -> bool:
    if not question.depends_on:
        return True
    before = next((step for step in steps if step.question.key == question.depends_on), None)
    if before is None or before.is_open:
        return False
    return not question.depends_option or question.depends_option in {option.label for option in before.given}


def _given(question: Question, chosen: Collection[int]) -> tuple[Option, ...]:
    if question.takes_none:
        return ()
    given = tuple(option for option in question.options if option.id in chosen)
    return given if question.takes_several else given[:1]


def _stored(question: Question, given: Sequence[Option]) -> int | list[int]:
    return [option.id for option in given] if question.takes_several else given[0].id


def _following(step: Step, here: int, places: Mapping[str, int]) -> int | None:
    """The place of the next question; None where the path ends or waits for an answer."""
    if any(option.reject for option in step.given):
        return None
    if step.question.takes_none:
        return here + 1
    if step.is_open:
        return None if any(_leap(option, here, places) > here + 1 for option in step.question.options) else here + 1
    return min(_leap(option, here, places) for option in step.given)


def _leap(option: Option, here: int, places: Mapping[str, int]) -> int:
    return max(places.get(option.jump_to, 0), here + 1)


def _last(path: Path, kind: str, target: str | None = None) -> tuple[Effect | None, str]:
    """The last effect of that kind (on that target) on the path, and the answer it belongs to."""
    found = [
        (effect, option.label)
        for option in path.given
        for effect in option.effects
        if effect.kind == kind and target in (None, effect.target)
    ]
    return found[-1] if found else (None, "")


def _fee(fee: Fee, path: Path) -> Fee:
    effect, why = _last(path, "fee", fee.name)
    if effect is None or effect.amount is None:
        return fee
    return replace(fee, amount_fen=effect.amount, why=why, pricing=None)


def _showing(questions: Iterable[Question]) -> dict[str, list[Condition]]:
    """By key of a page or group, the answers that show it, each as a condition."""
    found: dict[str, list[Condition]] = {}
    for question in questions:
        op = "contains" if question.takes_several else "eq"
        for option in question.options:
            condition = {"fact": f"situation.{question.order}", "op": op, "value": option.label}
            for effect in option.effects:
                if effect.kind == "form":
                    found.setdefault(effect.target, []).append(condition)
    return found


def _both(own: Condition | None, answers: list[Condition], types: Mapping[str, str]) -> Condition:
    given: Condition = answers[0] if len(answers) == 1 else {"any": answers}
    return {"all": [normal_condition(own, types), given]} if own else given
