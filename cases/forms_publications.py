"""What the head of a body writes about a publication: why it is held back, what is corrected."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import HoldGround


class HoldForm(forms.Form):
    """On which ground of the law a decision is kept from the public, and why."""

    ground = forms.ChoiceField(label=_("Ground of the law"), choices=HoldGround.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class CorrectionForm(forms.Form):
    """What a publication should say, and why it has to be corrected."""

    content = forms.CharField(
        label=_("Content of the decision"),
        min_length=4,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Names and numbers of people are masked by themselves."),
    )
    reason = forms.CharField(label=_("Why is it corrected?"), min_length=4, max_length=300)
