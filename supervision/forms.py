"""What supervisors type in an order, and leaders in answers to orders and bad ratings."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.formfields import CHOOSE_ONE, DateField
from supervision.models import Alarm, AlarmLevel, CallbackOutcome


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


class OrderForm(forms.Form):
    """What is to be explained and put right, how grave it is, and until when; without a day the usual one counts
    (S-41)."""

    alarm = forms.ChoiceField(label=_("Card"), required=False)
    level = forms.ChoiceField(
        label=_("Level"), choices=AlarmLevel.choices, widget=forms.RadioSelect, error_messages=CHOOSE_ONE
    )
    matter = forms.CharField(
        label=_("Matter"),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The responsible body reads in the order what happened and what is to be explained and put right."),
    )
    until = DateField(
        label=_("Answer until"),
        required=False,
        help_text=_("Empty: one working day for a warning, two for a yellow, three for a red card."),
    )

    def __init__(self, *args: Any, alarms: Sequence[Alarm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alarms = {str(one.pk): one for one in alarms}
        shown = [(key, f"{one.get_level_display()} {one.rule}") for key, one in self.alarms.items()]
        self.fields["alarm"].choices = [("", gettext("None of them")), *shown]  # type: ignore[attr-defined]

    def order(self) -> dict[str, Any]:
        """What `issue_order` is given."""
        typed = self.cleaned_data
        given = {"level": AlarmLevel(typed["level"]), "matter": typed["matter"], "until": typed["until"]}
        return given | {"alarm": self.alarms.get(typed["alarm"])}


class OrderAnswerForm(forms.Form):
    """How it came to that, and what is done (S-41)."""

    explanation = forms.CharField(
        label=_("Explanation"), min_length=10, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    measure = forms.CharField(
        label=_("What is done about it"), min_length=10, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class OrderReasonForm(forms.Form):
    """Why supervision gives more time for an answer."""

    remark = forms.CharField(label=_("Reason"), min_length=10, max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class OrderRemarkForm(forms.Form):
    """What supervision says to an answer; an answer sent back needs it."""

    remark = forms.CharField(
        label=_("Remark"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
