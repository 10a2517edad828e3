"""Form fields for what people type here: identity numbers, credit codes, phones, money, yes or no.

Besides Django's own attributes a field may carry, for its drawing: `unit` (words after the input), `source` (where a
prefilled value came from) and `verified` (the source is an authority, so the value cannot be changed).
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import identifiers
from core.identifiers import InvalidIdentifier

FEN_PER_YUAN = 100
CHOOSE_ONE = {"required": _("Please choose one.")}
CHOOSE_SOME = {"required": _("Please choose at least one.")}
"""What a group of options says that was left empty."""


class _IdentifierField(forms.CharField):
    """Text that one function of core.identifiers understands; the cleaned value is its normal form."""

    read: Callable[[str], str]
    input_attrs: Mapping[str, str] = {}

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if text in self.empty_values:
            return text
        try:
            return type(self).read(text)
        except InvalidIdentifier as problem:
            raise ValidationError(problem.sentence, code=problem.code) from problem

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {
            **super().widget_attrs(widget),
            "autocapitalize": "characters",
            "spellcheck": "false",
            **self.input_attrs,
        }


class IdNumberField(_IdentifierField):
    """A resident identity number (V-01)."""

    read = staticmethod(identifiers.id_number)
    input_attrs = {"autocomplete": "off", "maxlength": "20"}


class PersonNumberField(_IdentifierField):
    """A resident identity number (V-01) or a mobile telephone number (V-06), whichever is at hand."""

    read = staticmethod(identifiers.id_number_or_mobile)
    input_attrs = {"autocomplete": "off", "maxlength": "22"}


class UsccField(_IdentifierField):
    """A unified social credit code (V-02)."""

    read = staticmethod(identifiers.uscc)
    input_attrs = {"autocomplete": "off", "maxlength": "22"}


class MobileField(_IdentifierField):
    """A mobile telephone number (V-06)."""

    read = staticmethod(identifiers.mobile)
    input_attrs = {"inputmode": "tel", "autocomplete": "tel", "maxlength": "17"}


class PhoneField(_IdentifierField):
    """A mobile or fixed-line number (V-06)."""

    read = staticmethod(identifiers.telephone)
    input_attrs = {"inputmode": "tel", "autocomplete": "tel", "maxlength": "20"}


class MoneyField(forms.DecimalField):
    """Typed in yuan with at most two places, cleaned to integer fen."""

    unit = _("yuan")

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 0, "max_digits": 14, "decimal_places": 2, "localize": False, **options})
        self.widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def clean(self, value: Any) -> int | None:
        amount = super().clean(value.replace(",", "") if isinstance(value, str) else value)
        return None if amount is None else int(amount * FEN_PER_YUAN)

    def prepare_value(self, value: Any) -> Any:
        """Stored fen shown as yuan; what was typed stays as typed."""
        return f"{Decimal(value) / FEN_PER_YUAN:.2f}" if isinstance(value, int) else value


class DecimalTextField(forms.DecimalField):
    """A number typed as text, so that a wrong one is kept and explained instead of emptied by the browser."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})


class IntegerTextField(forms.IntegerField):
    """A whole number typed as text, kept when wrong."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})


class DateField(forms.DateField):
    """A day chosen with the browser's own calendar, or typed as 2025-11-28."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class YesNoField(forms.TypedChoiceField):
    """A question that must be answered yes or no; cleaned to bool, None when it may be left open."""

    widget = forms.RadioSelect

    def __init__(self, **options: Any) -> None:
        choices = [("yes", _("Yes")), ("no", _("No"))]
        super().__init__(
            **{
                "choices": choices,
                "coerce": lambda word: word == "yes",
                "empty_value": None,
                "error_messages": CHOOSE_ONE,
                **options,
            }
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class AddressField(forms.CharField):
    """A postal address in one line."""

    widget = forms.TextInput(attrs={"autocomplete": "street-address"})


class EmailField(forms.EmailField):
    """An e-mail address."""

    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})


class TimeField(forms.TimeField):
    """A time of the day in hours and minutes."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PercentageField(DecimalTextField):
    """A share of a hundred: 12.5 is an eighth."""

    unit = "%"


class ComputedInput(forms.Widget):
    """An answer the form works out; drawn by components/inputs/computed.html, never sent."""

    use_fieldset = False

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return True


class ComputedField(forms.Field):
    """A value that nobody types."""

    widget = ComputedInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "required": False, "disabled": True})
