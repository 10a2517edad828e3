"""A key is at most eighteen ASCII digits; everything else belongs to no row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.keys import key_in


@given(st.integers(min_value=0, max_value=10**18 - 1))
def test_a_number_that_can_be_a_key_is_read(number: int) -> None:
    assert key_in(str(number)) == number


@pytest.mark.parametrize(
    "text", [None, "", " 1", "-1", "+1", "1_0", "1.0", "²", "１２", "٣", "0x1", "9" * 19, "9" * 5000]
)
def test_what_is_no_key_is_none(text: str | None) -> None:
    assert key_in(text) is None


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    found = key_in(text)
    assert found is None or str(found) == (text.lstrip("0") or "0")
