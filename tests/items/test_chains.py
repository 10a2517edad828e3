"""Limits over a whole chain of items (T-25)."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given
from hypothesis import strategies as st

from items.rules.chains import findings

SHIPPED = settings.BASE_DIR / "govportal" / "demo" / "city" / "chains.yaml"


def chain(days: int, *stages: int, unit: str = "working", whole: str = "engineering", key: str = "a") -> dict[str, Any]:
    limits = [{"limit": {"days": one, "unit": unit}} for one in stages]
    return {"key": key, "whole": whole, "limit": {"days": days, "unit": unit}, "stages": limits}


def codes(*chains: dict[str, Any]) -> list[tuple[str, str]]:
    return [(found.code, found.rule) for found in findings(chains)]


def test_t25_an_engineering_project_takes_120_working_days_over_all_its_chains() -> None:
    """T-25: chains one after another, each with its own limit or that of its stages, whichever is longer."""
    assert codes(chain(120, 60, 60)) == []
    assert codes(chain(80, 20), chain(41, 10, key="b")) == [("whole_too_long", "T-25")]
    assert codes(chain(80, 60, 61)) == [("whole_too_long", "T-25")]
    assert codes(chain(168, unit="natural")) == [] and codes(chain(169, unit="natural")) != []
    assert codes(chain(999, whole="")) == [], "what belongs to no whole has no such limit"
    assert codes(chain(1, whole="bridge")) == [("whole_unknown", "T-25")]


@given(st.lists(st.integers(0, 200), min_size=1, max_size=6))
def test_t25_the_sum_alone_decides(days: list[int]) -> None:
    """T-25."""
    assert bool(codes(*(chain(one) for one in days))) == (sum(days) > 120)


@pytest.mark.django_db
class TestTheCheckOfTheCatalogue:
    def test_the_city_s_chains_keep_the_limit(self) -> None:
        """T-25: construction and joint acceptance together."""
        told = StringIO()
        call_command("lint_items", chains=SHIPPED, stdout=told)
        assert "0 errors" in told.getvalue()
        wholes = [one["key"] for one in yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))["chains"] if "whole" in one]
        assert wholes == ["construction", "joint-acceptance"]

    def test_a_city_beyond_it_fails(self, tmp_path: Path) -> None:
        """T-25."""
        slow, told = tmp_path / "chains.yaml", StringIO()
        slow.write_text(SHIPPED.read_text(encoding="utf-8").replace("{days: 80,", "{days: 110,"), encoding="utf-8")
        with pytest.raises(CommandError):
            call_command("lint_items", chains=slow, stdout=told)
        assert "125" in told.getvalue() and "T-25" in told.getvalue()

    @pytest.mark.parametrize("text", ["", "chains: 5", "chains: [{key: a, whole: engineering}]", "chains: [", "[]"])
    def test_what_is_no_file_of_chains_is_said(self, tmp_path: Path, text: str) -> None:
        bad = tmp_path / "chains.yaml"
        bad.write_text(text, encoding="utf-8")
        with pytest.raises(CommandError, match="no file of chains"):
            call_command("lint_items", chains=bad, stdout=StringIO())
        with pytest.raises(CommandError, match="no file of chains"):
            call_command("lint_items", chains=tmp_path / "nowhere.yaml", stdout=StringIO())
