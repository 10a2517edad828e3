"""From the word an item's form definition uses for a question to the form field that asks it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from core import formfields
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
}


def field_of(type_: str, *, options: Sequence[str] = (), columns: Sequence[Column] = (), **common: Any) -> forms.Field:
    """The field for one of the fourteen types of item forms; `common` goes to the field (label, required, help_text …).

    Up to seven options are radio buttons, more are a select. Raises KeyError for an unknown type.
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
    return PLAIN_TYPES[type_](**common)
