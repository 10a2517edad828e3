"""How a state is shown: a word, a colour and an icon, never a colour alone. Apps register their own vocabularies."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Tone(StrEnum):
    """Colours of states: grey, blue in hand, green good, amber near or waiting, red late or refused, violet paused."""

    NONE = "none"
    RUN = "run"
    OK = "ok"
    WAIT = "wait"
    BAD = "bad"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Badge:
    """A state ready to be drawn; `icon` is a name of the icon font."""

    word: str | Promise
    tone: Tone
    icon: str


_vocabularies: dict[str, dict[str, Badge]] = {}


def register_badges(vocabulary: str, badges: Mapping[str, Badge]) -> None:
    """Teaches the states of one noun, e.g. `case`; a later word for the same state replaces the earlier."""
    _vocabularies.setdefault(vocabulary, {}).update(badges)


def badge_of(vocabulary: str, value: str) -> Badge:
    """The badge of a state; an unknown one shows its own name in grey, so that nothing is hidden."""
    return _vocabularies.get(vocabulary, {}).get(value) or Badge(str(value), Tone.NONE, "help-circle")


register_badges(
    "material",
    {
        "held": Badge(_("Already held, nothing to hand in"), Tone.OK, "circle-check"),
        "form": Badge(_("Filled in online"), Tone.RUN, "writing"),
        "todo": Badge(_("To upload"), Tone.WAIT, "upload"),
        "done": Badge(_("Uploaded"), Tone.OK, "circle-check"),
        "check": Badge(_("Being checked"), Tone.RUN, "eye"),
        "later": Badge(_("May follow later"), Tone.WAIT, "hourglass"),
        "pledged": Badge(_("Pledged instead"), Tone.OK, "writing-sign"),
        "bad": Badge(_("To be corrected"), Tone.BAD, "alert-circle"),
    },
)
register_badges(
    "clock",
    {
        "run": Badge(_("Within the limit"), Tone.RUN, "clock"),
        "near": Badge(_("Near the limit"), Tone.WAIT, "clock-exclamation"),
        "pause": Badge(_("Clock paused"), Tone.PAUSE, "player-pause"),
        "late": Badge(_("Late"), Tone.BAD, "alert-octagon"),
        "done": Badge(_("Done in time"), Tone.OK, "circle-check"),
        "idle": Badge(_("Clock not started"), Tone.NONE, "hourglass"),
    },
)
register_badges(
    "trust",
    {
        "A": Badge(_("Issued by government"), Tone.OK, "rosette-discount-check"),
        "B": Badge(_("Checked at a window"), Tone.RUN, "eye-check"),
        "C": Badge(_("Uploaded by the applicant"), Tone.NONE, "upload"),
        "D": Badge(_("Filled in by the applicant"), Tone.NONE, "writing"),
    },
)
