"""What other systems call an answer to a situation question: its label, its key (`q1.2`), or `question:label`. Pure."""

from collections.abc import Iterable, Sequence

from items.rules.situations import Option, Question

MOST = 20
"""Answers at most; no item asks as many questions."""


class UnclearAnswer(ValueError):
    """Why names are not understood: `code` is too_many, unknown (no such answer), several (questions have it) or second
    (to a question that takes one); `words` the name, or the question of a second answer.
    """

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(f"{code}: {words}")
        self.code, self.words = code, words


def named_options(questions: Iterable[Question], given: Sequence[str]) -> set[int]:
    """The ids of the options that are meant. Raises UnclearAnswer."""
    if len(given) > MOST:
        raise UnclearAnswer("too_many")
    options = [(question, option) for question in questions for option in question.options]
    chosen: dict[int, Question] = {}
    for words in given:
        found = [(question, option) for question, option in options if words in _names_of(question, option)]
        if len(found) != 1:
            raise UnclearAnswer("several" if found else "unknown", words)
        question, option = found[0]
        if not question.takes_several and question in chosen.values() and option.id not in chosen:
            raise UnclearAnswer("second", question.ask)
        chosen[option.id] = question
    return set(chosen)


def key_of(question: Question, option: Option) -> str:
    """The key of an option: that of its question and its place."""
    return f"{question.key}.{question.options.index(option) + 1}"


def _names_of(question: Question, option: Option) -> tuple[str, str, str]:
    return option.label, key_of(question, option), f"{question.key}:{option.label}"
