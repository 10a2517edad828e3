"""What two persons type from the scan of a paper licence (L-16)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.formfields import CHOOSE_ONE
from spaces.services.captures import USUAL

LABELS = {
    "number": _("Number of the licence"),
    "holder": _("Holder"),
    "code": _("Identity number or credit code"),
    "issued_on": _("Issued on"),
    "valid_from": _("Valid from"),
    "valid_until": _("Valid until"),
}
DAYS = {"issued_on", "valid_from", "valid_until"}
FIELD = "said-"


class BatchForm(forms.Form):
    """Of which kind the papers are, and what is read from them besides the usual."""

    name = forms.CharField(label=_("Name of the batch"), max_length=80)
    licence_name = forms.CharField(label=_("Name on the licences"), max_length=120)
    fields_text = forms.CharField(
        label=_("Fields besides the usual ones, one a line"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Number, holder, code and days are always read."),
    )

    def labels(self) -> list[str]:
        """The further fields."""
        return [line.strip()[:60] for line in self.cleaned_data["fields_text"].splitlines() if line.strip()][:24]


class ReadingForm(forms.Form):
    """Everything one person reads from a scan."""

    def __init__(self, *args: Any, labels: Sequence[str], said: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {f"{FIELD}{place}": label for place, label in enumerate([*USUAL, *labels])}
        for name, label in self.names.items():
            self.fields[name] = forms.CharField(
                label=LABELS.get(label, label),
                max_length=300,
                required=label != "valid_until",
                initial=said.get(label, ""),
                widget=forms.TextInput(
                    attrs={"autocomplete": "off"} | ({"placeholder": "2019-05-31"} if label in DAYS else {})
                ),
            )
        self.fields[f"{FIELD}{USUAL.index('valid_until')}"].help_text = _("Leave it empty for a licence without limit.")

    def said(self) -> dict[str, str]:
        """By label."""
        return {label: self.cleaned_data.get(name, "") for name, label in self.names.items()}

    def blame(self, faults: Mapping[str, str]) -> None:
        """Put each fault beside its field."""
        by_label = {label: name for name, label in self.names.items()}
        for label, sentence in faults.items():
            self.add_error(by_label.get(label), sentence)


class SettlingForm(forms.Form):
    """Which of two readings is right, for each field in which they differ."""

    def __init__(self, *args: Any, differing: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {f"{FIELD}{place}": label for place, label in enumerate(differing)}
        for name, label in self.names.items():
            readings = differing[label]
            self.fields[name] = forms.ChoiceField(
                label=LABELS.get(label, label),
                choices=[(words, words or _("(empty)")) for words in readings],
                widget=forms.RadioSelect,
                required="" not in readings,
                error_messages=CHOOSE_ONE,
            )

    def chosen(self) -> dict[str, str]:
        """By label."""
        return {label: self.cleaned_data.get(name, "") for name, label in self.names.items()}

    def blame(self, label: str | None, sentence: str) -> None:
        """Put a fault beside its field."""
        by_label = {label: name for name, label in self.names.items()}
        self.add_error(by_label.get(label or ""), sentence)
