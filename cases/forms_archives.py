"""What an archivist writes: why a further version, to which archives against which receipt."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class FurtherVersionForm(forms.Form):
    """Why an archived package gets a further version."""

    reason = forms.CharField(
        label=_("Why is a further version needed?"), min_length=4, max_length=300, widget=forms.Textarea({"rows": 3})
    )


class TransferForm(forms.Form):
    """Which packages went to which archives, and the number of their receipt."""

    packages = forms.MultipleChoiceField(label=_("Packages whose years are over"), widget=forms.CheckboxSelectMultiple)
    archives = forms.CharField(label=_("Archives"), max_length=80)
    receipt = forms.CharField(label=_("Number of the receipt"), max_length=60)

    def __init__(self, *args: Any, packages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["packages"] = forms.MultipleChoiceField(
            label=_("Packages whose years are over"),
            choices=packages,
            initial=[key for key, _label in packages],
            widget=forms.CheckboxSelectMultiple,
        )
