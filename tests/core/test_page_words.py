"""Dates, days, money and masks as pages say them."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from core.clock import SimulatedClock, running_at
from core.datewords import date_words, datetime_words, days_left_words, limit_words

TODAY = date(2025, 11, 25)


def render(source: str, **context: object) -> str:
    return Template("{% load gp %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("day", "words"), [(date(2025, 11, 28), "11月28日 周五"), (date(2026, 1, 16), "2026年1月16日 周五")]
)
def test_a_date_says_the_year_only_when_it_is_another_one(day: date, words: str) -> None:
    with translation.override("zh-hans"):
        assert date_words(day, today=TODAY) == words


def test_a_moment_belongs_to_the_day_in_shanghai() -> None:
    late_in_utc = datetime(2025, 11, 24, 17, 12, tzinfo=UTC)
    with translation.override("zh-hans"):
        assert datetime_words(late_in_utc, today=TODAY) == "今天 01:12"


@pytest.mark.parametrize(("days", "words"), [(3, "还剩 3 个工作日"), (0, "今天到期"), (-2, "超期 2 个工作日")])
def test_days_left_are_told_in_words(days: int, words: str) -> None:
    with translation.override("zh-hans"):
        assert days_left_words(days) == words


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (datetime(2026, 11, 20, 16, 0, tzinfo=UTC), "11月20日"),
        (datetime(2026, 11, 20, 1, 30, tzinfo=UTC), "11月20日 09:30"),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), "12月31日"),
    ],
)
def test_a_limit_that_ends_with_a_midnight_is_told_by_its_last_day(end: datetime, words: str) -> None:
    """T-31."""
    assert limit_words(end, today=date(2026, 11, 24)) == words


def test_dates_in_running_text_stay_in_one_piece_and_the_rest_is_escaped() -> None:
    drawn = render("{{ text|dates }}", text="<请>在 12月2日前补交，2026年1月16日到期")
    assert drawn == (
        '&lt;请&gt;在 <span class="gp-d">12月2日前</span>补交，<span class="gp-d">2026年1月16日</span>到期'
    )


def test_a_date_in_a_page_is_read_against_the_present_year() -> None:
    clock = SimulatedClock(datetime(2025, 11, 25, tzinfo=UTC))
    with running_at(clock), translation.override("zh-hans"):
        assert render("{{ day|cn_date }}", day=date(2025, 11, 28)) == '<span class="gp-d">11月28日 周五</span>'
        assert render("{{ day|cn_date }}", day=None) == ""


@pytest.mark.parametrize(("fen", "words"), [(126000, "1,260.00"), (5, "0.05"), (-150, "-1.50"), (None, "")])
def test_money_is_shown_in_yuan(fen: int | None, words: str) -> None:
    assert render("{{ fen|yuan }}", fen=fen) == words


def test_personal_data_are_masked_for_staff_unless_the_public_is_named() -> None:
    assert render('{{ name|mask:"name" }}', name="欧阳明") == "欧阳明"
    assert render('{{ name|mask:"name public" }}', name="欧阳明") == "欧阳*"


def test_an_icon_that_stands_alone_is_read_out() -> None:
    assert 'class="gp-sr"' not in render('{% icon "clock" %}')
    assert '<span class="gp-sr">Menu</span>' in render('{% icon "menu-2" "Menu" %}')
