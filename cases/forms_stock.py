"""What is typed about numbered blanks (Z20)."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.forms import MORE_WORDS
from core.formfields import IntegerTextField
from identity.models import Staff
from spaces.models import LicenceType, StockDeed

TYPED: dict[str, str] = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
CODE: dict[str, Any] = {"max_length": 40, "widget": forms.TextInput(attrs=TYPED)}


class StockForm(forms.Form):
    """Which kind of blanks a deed is about; the deed adds the rest."""

    kind = forms.ModelChoiceField(
        label=_("Kind of licence"), queryset=LicenceType.objects.none(), empty_label=_("Please choose")
    )

    def __init__(self, *args: Any, kinds: QuerySet[LicenceType], staff: QuerySet[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]
        if "receiver" in self.fields:
            self.fields["receiver"].queryset = staff  # type: ignore[attr-defined]


class ReceiveForm(StockForm):
    """A delivery, from the first number to the last."""

    first = forms.CharField(label=_("First number"), help_text=_("With its prefix, such as ZJG000001."), **CODE)
    last = forms.CharField(label=_("Last number"), **CODE)


class MoveForm(StockForm):
    """So many blanks, from a number on."""

    first = forms.CharField(label=_("From number"), **CODE)
    count = IntegerTextField(label=_("How many blanks"), min_value=1, max_value=5000)


class HandOutForm(MoveForm):
    """To whom blanks are handed out."""

    receiver = forms.ModelChoiceField(label=_("To whom"), queryset=Staff.objects.none(), empty_label=_("Please choose"))


class SpoilForm(StockForm):
    """Which blank was spoiled, why, and what it looks like."""

    number = forms.CharField(label=_("Number of the blank"), **CODE)
    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=300, error_messages=MORE_WORDS)
    photo = forms.FileField(label=_("Photo"), required=False, help_text=_("JPG or PNG; may stay empty."))


class RemoveForm(MoveForm):
    """What becomes of blanks nobody prints on any more."""

    deed = forms.ChoiceField(
        label=_("What becomes of them"),
        choices=[(one.value, one.label) for one in (StockDeed.RETURN, StockDeed.DESTROY)],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=300, error_messages=MORE_WORDS)
