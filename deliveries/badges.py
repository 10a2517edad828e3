"""How states of a parcel are shown."""

from core.badges import Badge, Tone, register_badges
from deliveries.models.parcels import STATE_WORDS
from deliveries.rules.tracks import ParcelState

LOOKS = {
    ParcelState.ORDERING: (Tone.RUN, "clock"),
    ParcelState.REJECTED: (Tone.BAD, "ban"),
    ParcelState.ORDERED: (Tone.RUN, "package"),
    ParcelState.COLLECTED: (Tone.RUN, "package-export"),
    ParcelState.IN_TRANSIT: (Tone.RUN, "truck-delivery"),
    ParcelState.OUT: (Tone.RUN, "truck-delivery"),
    ParcelState.SIGNED: (Tone.OK, "circle-check"),
    ParcelState.RETURNED: (Tone.BAD, "arrow-back-up"),
    ParcelState.LOST: (Tone.BAD, "alert-circle"),
}


def register_parcel_badges() -> None:
    """Called once, from ready()."""
    register_badges("parcel", {value: Badge(word, *LOOKS[ParcelState(value)]) for value, word in STATE_WORDS})
