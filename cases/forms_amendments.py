"""What is written when an error of an ended case is to be corrected."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.forms import MORE_WORDS
from cases.services.amendments import MOST_ERRORS, Error, column


class AmendForm(forms.Form):
    """Up to MOST_ERRORS errors – where each stands, what stands there, what should – why, and the evidence."""

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
        rest = list(self.fields)
        for number in range(1, MOST_ERRORS + 1):
            self._add_error_fields(number, places)
        self.order_fields([name for name in self.fields if name not in rest] + rest)

    def _add_error_fields(self, number: int, places: Sequence[tuple[str, str]]) -> None:
        first, words = number == 1, {"number": number}
        verbatim = _("For a paper, word for word. What the licence says is taken from the licence.")
        self.fields[column("place", number)] = forms.ChoiceField(
            label=_("Where does the error stand?") if first else gettext("Error %(number)d: where?") % words,
            choices=places if first else [("", _("No further error")), *places],
            widget=forms.RadioSelect if first else forms.Select,
            required=first,
            initial=places[0][0] if first and len(places) == 1 else None,
        )
        self.fields[column("was", number)] = forms.CharField(
            label=_("What stands there") if first else gettext("Error %(number)d: what stands there") % words,
            required=False,
            max_length=500,
            help_text=verbatim if first else "",
        )
        self.fields[column("now", number)] = forms.CharField(
            label=_("What should stand there") if first else gettext("Error %(number)d: what should stand") % words,
            required=first,
            max_length=500,
            help_text=_("A day like 2031-03-02; a last day may also be 长期.") if first else "",
        )

    def errors_named(self) -> list[Error]:
        """The errors somebody named, in order."""
        typed, found = self.cleaned_data, []
        for number in range(1, MOST_ERRORS + 1):
            place = typed[column("place", number)]
            if place:
                found.append(Error(place, typed[column("now", number)], typed[column("was", number)]))
        return found

    def clean(self) -> dict[str, Any]:
        """What belongs to no place is not thrown away unsaid, and errors are numbered without a gap."""
        typed = super().clean() or {}
        for number in range(2, MOST_ERRORS + 1):
            said = typed.get(column("was", number)) or typed.get(column("now", number))
            placed, before = typed.get(column("place", number)), typed.get(column("place", number - 1))
            if column("place", number) in self.errors:
                continue
            if (said and not placed) or (placed and not before):
                self.add_error(column("place", number), _("Choose where the error stands, one after the other."))
        return typed
