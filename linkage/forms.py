"""What reviewers type."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cases.forms import MORE_WORDS
from core.deadlines import Limit
from identity.models import Staff
from items.models import SpecialProcedureSpec
from items.notes import unit_words


class OpinionForm(forms.Form):
    """The words to a verdict."""

    opinion = forms.CharField(
        label=_("Opinion"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The reason has to be given when you do not agree or send it back."),
    )


WHY: dict[str, Any] = {"min_length": 10, "max_length": 500, "widget": forms.Textarea(attrs={"rows": 3})}


class ProcedureForm(forms.Form):
    """A special procedure that stops the clock once it is approved, with the days told to the applicant (C-12)."""

    procedure = forms.ChoiceField(label=_("Which procedure"), widget=forms.RadioSelect)
    days = forms.IntegerField(label=_("Working days needed"), min_value=1, max_value=120)
    reason = forms.CharField(label=_("Reason"), error_messages=MORE_WORDS, **WHY)

    def __init__(self, *args: Any, procedures: Sequence[SpecialProcedureSpec], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["procedure"].choices = [  # type: ignore[attr-defined]
            (spec.kind, _at_most(spec)) for spec in procedures
        ]


def _at_most(spec: SpecialProcedureSpec) -> str:
    words = ngettext("%(kind)s, at most %(days)d working day", "%(kind)s, at most %(days)d working days", spec.days)
    return words % {"kind": spec.kind, "days": spec.days}


class ExtensionForm(forms.Form):
    """By how many days the decision is extended, and why (C-14, C-15); `most` in the unit of the law."""

    days = forms.IntegerField(label=_("Days more"), min_value=1)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The applicant reads this reason in the notice."),
        error_messages=MORE_WORDS,
        **WHY,
    )

    def __init__(self, *args: Any, most: Limit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {"days": most.amount, "unit": unit_words(most.amount, most.unit.value)}
        self.fields["days"].help_text = gettext("At most %(days)d %(unit)s.") % words


class OutcomeForm(forms.Form):
    """How a special procedure ended (C-13)."""

    outcome = forms.CharField(label=_("Outcome"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ReassignForm(forms.Form):
    """To which colleague a review goes, and why."""

    receiver = forms.ModelChoiceField(
        label=_("To which colleague?"), queryset=Staff.objects.none(), empty_label=_("Please choose")
    )
    reason = forms.CharField(
        label=_("Reason"),
        min_length=4,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=MORE_WORDS,
        help_text=_("Your colleague and the supervisors read it. The time limit stays as it is."),
    )

    def __init__(self, *args: Any, receivers: QuerySet[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receiver"].queryset = receivers  # type: ignore[attr-defined]
