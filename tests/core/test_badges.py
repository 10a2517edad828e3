"""Every state has a word, a colour and an icon."""

import pytest
from django.template import Context, Template

from core import badges
from core.badges import Badge, Tone, badge_of, register_badges


@pytest.fixture(autouse=True)
def vocabularies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(badges, "_vocabularies", {name: dict(words) for name, words in badges._vocabularies.items()})


def test_an_app_teaches_its_own_states() -> None:
    register_badges("parcel", {"sent": Badge("Sent", Tone.RUN, "send")})
    register_badges("parcel", {"lost": Badge("Lost", Tone.BAD, "alert-octagon")})
    assert badge_of("parcel", "sent").icon == "send"
    assert badge_of("parcel", "lost").tone is Tone.BAD


def test_an_unknown_state_shows_its_name_instead_of_nothing() -> None:
    assert badge_of("parcel", "teleported") == Badge("teleported", Tone.NONE, "help-circle")


@pytest.mark.parametrize("vocabulary", ["material", "clock", "trust"])
def test_states_of_components_are_never_a_colour_alone(vocabulary: str) -> None:
    for badge in badges._vocabularies[vocabulary].values():
        assert badge.icon
        assert str(badge.word)


def test_the_tag_draws_word_colour_and_icon_and_escapes_the_word() -> None:
    drawn = Template("{% load gp %}{% state_badge badge %}").render(
        Context({"badge": Badge("<b>", Tone.WAIT, "clock")})
    )
    assert "gp-badge--wait" in drawn
    assert "ti-clock" in drawn
    assert "&lt;b&gt;" in drawn
