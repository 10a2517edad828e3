"""The language of an item's own papers puts in what it is given and can do nothing else (D-12, D-13)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from items.rules.papers import KINDS, MOST, fill, paper_faults
from items.rules.wordings import line_changes


def test_a_paper_is_filled_line_by_line_and_what_is_not_known_is_empty() -> None:
    body = "准予{{ applicant }}经营。\n\n{% if result %}颁发{{ result }}。{% endif %}"
    body += "\n面积：{{ answers.area }}平方米{{ answers.none }}"
    assert fill(body, {"applicant": "甲公司", "answers": {"area": "12"}}) == ["准予甲公司经营。", "面积：12平方米"]


@pytest.mark.parametrize(
    "body",
    [
        "{{ applicant.__class__.__mro__ }}",
        "{% for a in (1..100000000) %}x{% endfor %}",
        "{% for a in (1..400) %}{% for b in (1..400) %}x{% endfor %}{% endfor %}",
        "{% include 'secrets' %}",
        "{% render 'secrets' %}",
        "{{ 'x' | nothing }}",
    ],
)
def test_a_template_reads_nothing_calls_nothing_and_ends(body: str) -> None:
    """Templates of administrators are data."""
    with pytest.raises(ValueError, match=r".+"):
        fill(body, {"applicant": "甲"})


def test_what_is_put_in_is_never_read_as_template() -> None:
    assert fill("{{ applicant }}", {"applicant": "{{ reasons }}<b>"}) == ["{{ reasons }}<b>"]


def test_a_template_has_an_end() -> None:
    assert [code for code, _words in paper_faults("D-12", "字" * (MOST + 1), [])] == ["too_long"]


@given(st.sampled_from(sorted(KINDS)), st.text(max_size=80))
def test_whatever_is_typed_the_check_answers_and_what_it_passes_can_be_filled(kind: str, body: str) -> None:
    if not list(paper_faults(kind, body, ["area"])):
        assert isinstance(fill(body, {}), list)


def test_two_wordings_differ_line_by_line() -> None:
    found = line_changes("一\n二\n三", "一\n二二\n三\n四")
    assert found == [("keep", "一"), ("del", "二"), ("add", "二二"), ("keep", "三"), ("add", "四")]
    assert line_changes("", "一") == [("add", "一")] and line_changes("一", "一") == [("keep", "一")]
