"""Which items of a life event somebody needs, by his answers."""

from collections.abc import Collection, Mapping
from enum import StrEnum


class Need(StrEnum):
    """Whether a thing is to be done: certainly, certainly not, or only further answers tell."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


def need_of(wanted: Mapping[int, Collection[int]], answers: Mapping[int, int]) -> Need:
    """`wanted` has for each question the options of which one must be given, `answers` the option that was given.

    Every question must agree; one that was not answered leaves it open unless another one says no.
    """
    if any(question in answers and answers[question] not in options for question, options in wanted.items()):
        return Need.NO
    return Need.YES if wanted.keys() <= answers.keys() else Need.MAYBE
