"""Sentences about a version read well for one as for many, in both languages."""

import pytest
from django.utils import translation

from items.models import TimeUnit
from items.notes import unit_words


@pytest.mark.parametrize(
    ("amount", "unit", "language", "words"),
    [
        (1, TimeUnit.WORKING, "en", "working day"),
        (5, TimeUnit.WORKING, "en", "working days"),
        (1, TimeUnit.HOURS, "en", "hour"),
        (1, TimeUnit.WORKING, "zh-hans", "个工作日"),
        (20, TimeUnit.NATURAL, "zh-hans", "日"),
    ],
)
def test_a_unit_is_named_as_it_stands_behind_its_amount(amount: int, unit: TimeUnit, language: str, words: str) -> None:
    with translation.override(language):
        assert unit_words(amount, unit) == words
