"""What is written about a hearing: by the body that offers, calls and holds it, and by the applicant."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import MORE_WORDS
from core.formfields import DateField, TimeField
from identity.models import Staff


class OfferForm(forms.Form):
    """What is intended and why, and whom else it concerns (C-16)."""

    matter = forms.CharField(
        label=_("What is intended, and why"),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=MORE_WORDS,
        help_text=_("The applicant reads this in the notice."),
    )
    interested = forms.CharField(label=_("Whom else it concerns"), required=False, max_length=200)


class CallForm(forms.Form):
    """When, where and before whom."""

    day = DateField(label=_("Day"))
    time = TimeField(label=_("Time"))
    place = forms.CharField(label=_("Place"), max_length=120)
    host = forms.ChoiceField(label=_("Who presides"), help_text=_("Nobody who reviews this case."))
    in_public = forms.BooleanField(label=_("Held in public"), required=False, initial=True)

    def __init__(self, *args: Any, hosts: Sequence[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hosts = {str(one.pk): one for one in hosts}
        self.fields["host"].choices = [(key, one.name) for key, one in self.hosts.items()]  # type: ignore[attr-defined]

    def host_chosen(self) -> Staff:
        """Who presides."""
        return self.hosts[self.cleaned_data["host"]]


class MinutesForm(forms.Form):
    """What was said, and who signed."""

    minutes = forms.CharField(
        label=_("Minutes"),
        min_length=20,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages=MORE_WORDS,
    )
    participants = forms.CharField(
        label=_("Who took part and signed, one a line"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def names(self) -> list[str]:
        """The participants."""
        return str(self.cleaned_data["participants"]).splitlines()


class StatementForm(forms.Form):
    """What the applicant says to what is intended."""

    statement = forms.CharField(
        label=_("What you want to say"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("It becomes part of the file and is considered before the decision."),
    )
