"""A point on the map: longitude, latitude and the address in words; no map service outside is asked."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

PARTS = ("lng", "lat", "address")


class MapInput(forms.Widget):
    """Three inputs named `<name>-lng`, `-lat` and `-address`; drawn by components/inputs/map.html. `bounds` is the
    drawn rectangle: west, south, east, north in degrees."""

    use_fieldset = True

    def __init__(self, bounds: Sequence[float], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.bounds = tuple(bounds)

    def parts(self, value: Any) -> dict[str, str]:
        """What the three inputs show."""
        stored = value if isinstance(value, Mapping) else {}
        return {part: str(stored.get(part, "")) for part in PARTS}

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict, name: str) -> dict[str, str]:
        return {part: str(data.get(f"{name}-{part}", "")).strip() for part in PARTS}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict, name: str) -> bool:
        return not any(f"{name}-{part}" in data for part in PARTS)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""


class MapField(forms.Field):
    """Cleaned to `lng` and `lat` in degrees with six places and `address`; None when left open."""

    default_error_messages = {
        "degrees": _("Give longitude and latitude as degrees, such as 120.5554 and 31.8756."),
    }

    def __init__(self, *, bounds: Sequence[float], **options: Any) -> None:
        super().__init__(**{"widget": MapInput(bounds), **options})

    def clean(self, value: Any) -> dict[str, Any] | None:
        typed = value if isinstance(value, Mapping) else {}
        if not any(typed.get(part) not in (None, "") for part in ("lng", "lat")):
            self.validate(None)
            return None
        try:
            lng, lat = (round(float(typed[part]), 6) for part in ("lng", "lat"))
        except (KeyError, TypeError, ValueError):
            raise ValidationError(self.error_messages["degrees"], code="degrees") from None
        return {"lng": lng, "lat": lat, "address": str(typed.get("address", ""))[:120]}
