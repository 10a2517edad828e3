"""What leaders type when they answer a bad rating."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.formfields import CHOOSE_ONE
from supervision.models import CallbackOutcome


class CallbackForm(forms.Form):
    """What was wrong, what was done, and what the applicant said (E-05)."""

    finding = forms.CharField(label=_("What you found"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    measure = forms.CharField(label=_("What was done"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    outcome = forms.ChoiceField(
        label=_("What the applicant said"),
        choices=CallbackOutcome.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
