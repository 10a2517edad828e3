"""Patterns of administrators: matched whole, in linear time, and only such as every system reads alike."""

import pytest

from items.rules.patterns import matches, problem_of


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        (r"\d{4}-\d{2}", ""),
        ("[一-龥]{2,4}", ""),
        (r"(?:苏[A-Z])[A-HJ-NP-Z0-9]{5,6}", ""),
        ("(ab)+", ""),
        ("(a+)+", "dangerous"),
        ("(x*y*){2,}", "dangerous"),
        (r"\p{Han}", "elsewhere"),
        (r"(?P<year>\d+)", "elsewhere"),
        (r"(?i)a", "elsewhere"),
        (r"(a)\1", "invalid"),
        ("[a", "invalid"),
    ],
)
def test_a_pattern_is_judged_before_it_is_published(pattern: str, problem: str) -> None:
    assert problem_of(pattern) == problem


def test_the_whole_answer_must_be_of_the_pattern() -> None:
    assert matches(r"\d{4}", "2025")
    assert not matches(r"\d{4}", "2025x")


def test_what_catastrophes_are_made_of_is_answered_at_once() -> None:
    """A matcher that goes back would try two to the power of thirty thousand ways; this one reads each sign once."""
    assert not matches("(a|a)*(a|aa)*b", "a" * 30_000)
