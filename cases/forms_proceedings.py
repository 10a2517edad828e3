"""What is written when the body begins to rescind, cancel or revoke a licence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import MORE_WORDS
from cases.models import ProceedingKind
from cases.services.proceedings import GROUNDS


class ProceedingForm(forms.Form):
    """On which ground of the law, with which facts and evidence (XKF 69, 70, 80)."""

    ground = forms.ChoiceField(label=_("Ground of the law"), widget=forms.RadioSelect)
    facts = forms.CharField(
        label=_("Facts"),
        min_length=20,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages=MORE_WORDS,
        help_text=_("The holder reads them in the notice and in the decision."),
    )
    evidence = forms.FileField(label=_("Evidence"), help_text=_("PDF, JPG or PNG."))

    def __init__(self, *args: Any, kind: ProceedingKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = GROUNDS[kind].choices  # type: ignore[attr-defined]
