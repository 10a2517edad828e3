"""A place out of the tree of regions: one list that works without script, one list per level with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Place:
    """A region as it may be chosen: `path` is its full name, `parent` the code above it (empty at the top), `ends`
    whether it may be the answer and not only lead to one."""

    code: str
    name: str
    path: str
    parent: str
    ends: bool


class RegionInput(forms.Select):
    """One list of all places; script (forminputs.js) draws one list per level from it."""

    places: Sequence[Place] = ()

    def format_value(self, value: Any) -> list[str]:
        """What is stored names its code."""
        return super().format_value(value.get("code", "") if isinstance(value, Mapping) else value)


class RegionField(forms.Field):
    """Cleaned to the code and full name of one of its places; None when left open."""

    widget = RegionInput
    default_error_messages = {"unknown": _("Please choose a place from the list.")}

    def __init__(self, *, places: Sequence[Place], **options: Any) -> None:
        super().__init__(**options)
        self.places = {place.code: place for place in places}
        self.widget.places = places
        self.widget.choices = [("", ""), *((place.code, place.path) for place in places if place.ends)]

    def clean(self, value: Any) -> dict[str, str] | None:
        self.validate(value)
        if value in self.empty_values:
            return None
        place = self.places.get(str(value))
        if place is None or not place.ends:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return {"code": place.code, "name": place.path}
