"""From the word an item's form definition uses for a question to the form field that asks it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from core import formfields
from core.filesfield import FilesField, SignatureField
from core.mapfield import MapField
from core.regionfield import Place, RegionField
from core.tablefield import Column, TableField

RADIO_OPTIONS = 7

PLAIN_TYPES: dict[str, type[forms.Field]] = {
    "text": forms.CharField,
    "integer": formfields.IntegerTextField,
    "decimal": formfields.DecimalTextField,
    "money": formfields.MoneyField,
    "date": formfields.DateField,
    "boolean": formfields.YesNoField,
    "id_number": formfields.IdNumberField,
    "phone": formfields.PhoneField,
    "uscc": formfields.UsccField,
    "address": formfields.AddressField,
    "email": formfields.EmailField,
    "time": formfields.TimeField,
    "percentage": formfields.PercentageField,
    "file": FilesField,
    "signature": SignatureField,
}
WHOLE_EARTH = (-180, -90, 180, 90)


def field_of(
    type_: str,
    *,
    options: Sequence[str] = (),
    columns: Sequence[Column] = (),
    places: Sequence[Place] = (),
    bounds: Sequence[float] = WHOLE_EARTH,
    **common: Any,
) -> forms.Field:
    """The field for one of the types of item forms; `common` goes to the field (label, required, help_text …).

    Up to seven options are radio buttons, more are a select. `places` are those of a region, `bounds` the rectangle of
    a map. Raises KeyError for an unknown type.
    """
    choices = [(option, option) for option in options]
    if type_ == "textarea":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), **common)
    if type_ == "choice":
        if len(choices) <= RADIO_OPTIONS:
            return forms.ChoiceField(
                choices=choices, widget=forms.RadioSelect, error_messages=formfields.CHOOSE_ONE, **common
            )
        return forms.ChoiceField(choices=[("", ""), *choices], error_messages=formfields.CHOOSE_ONE, **common)
    if type_ == "multichoice":
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=formfields.CHOOSE_SOME, **common
        )
    if type_ == "table":
        return TableField(columns=columns, **common)
    if type_ == "region":
        return RegionField(places=places, **common)
    if type_ == "map_point":
        return MapField(bounds=bounds, **common)
    return PLAIN_TYPES[type_](**common)
