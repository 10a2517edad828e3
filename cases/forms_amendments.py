"""What is written when an error of an ended case is to be corrected."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import MORE_WORDS


class AmendForm(forms.Form):
    """Where the error stands, what stands there, what should, why, and the evidence."""

    place = forms.ChoiceField(label=_("Where does the error stand?"), widget=forms.RadioSelect)
    was = forms.CharField(
        label=_("What stands there"),
        required=False,
        max_length=500,
        help_text=_("For a paper, word for word. What the licence says is taken from the licence."),
    )
    now = forms.CharField(label=_("What should stand there"), max_length=500)
    reason = forms.CharField(
        label=_("Ground"),
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=MORE_WORDS,
        help_text=_("The applicant reads it in the correction notice."),
    )
    basis = forms.CharField(label=_("Legal ground"), required=False, max_length=200)
    evidence = forms.FileField(
        label=_("Evidence"), help_text=_("A scan or photo that shows what is right: PDF, JPG or PNG.")
    )

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["place"]
        place.choices = places
        place.initial = places[0][0] if len(places) == 1 else None
