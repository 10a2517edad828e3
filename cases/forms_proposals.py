"""What is written when an act is proposed, decided on, or a suspension ends."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import MORE_WORDS
from cases.models import ProposalKind

APPROVE, REJECT = "approve", "reject"


class ProposeForm(forms.Form):
    """Which act, why, and by which law."""

    kind = forms.ChoiceField(label=_("What do you propose?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=MORE_WORDS,
        help_text=_("The applicant reads this reason when the act is approved."),
    )
    basis = forms.CharField(
        label=_("Legal ground"), required=False, max_length=200, help_text=_("May stay empty for a void case only.")
    )

    def __init__(self, *args: Any, kinds: Sequence[ProposalKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [(one.value, one.label) for one in kinds]
        kind.initial = kinds[0].value if len(kinds) == 1 else None


class DecideForm(forms.Form):
    """Approve or reject, with a remark where it is rejected."""

    verdict = forms.ChoiceField(
        label=_("Your decision"),
        choices=[(APPROVE, _("Approve")), (REJECT, _("Reject"))],
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label=_("Opinion"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class HigherDecisionForm(forms.Form):
    """What the higher authority decided, with number and content of its paper."""

    granted = forms.ChoiceField(
        label=_("The higher authority has"),
        choices=[(APPROVE, _("granted it")), (REJECT, _("refused it"))],
        widget=forms.RadioSelect,
    )
    outcome = forms.CharField(
        label=_("Number and content of its decision"),
        min_length=4,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ResumeForm(forms.Form):
    """Why the reason of a suspension is gone."""

    outcome = forms.CharField(
        label=_("Why does the case go on?"), min_length=4, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
