"""Forms of life events."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

ICON = RegexValidator(r"\A[a-z0-9-]{1,30}\Z", _("Name of an icon, such as heart or school."))


class LifeEventForm(forms.Form):
    """What a life event is called."""

    name = forms.CharField(label=_("What it is called"), max_length=20)
    intro = forms.CharField(label=_("One sentence about it"), max_length=120, required=False)
    audience = forms.ChoiceField(
        label=_("For whom"),
        choices=[("person", _("Individual")), ("enterprise", _("Enterprise"))],
        widget=forms.RadioSelect,
    )
    key = forms.CharField(
        label=_("Word for the address"), help_text=_("Small letters, digits and hyphens."), max_length=40
    )
    icon = forms.CharField(
        label=_("Icon"), help_text=_("Name of an icon, such as heart or school."), max_length=30, validators=[ICON]
    )


class QuestionForm(forms.Form):
    """A question with its answers, one a line."""

    ask = forms.CharField(label=_("Question"), max_length=80)
    labels = forms.CharField(
        label=_("Answers"),
        help_text=_("One a line, two to eight. An answer keeps its items while it keeps its place."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_labels(self) -> list[str]:
        labels = [line.strip() for line in self.cleaned_data["labels"].splitlines() if line.strip()]
        if any(len(label) > 40 for label in labels):
            raise forms.ValidationError(_("An answer has at most 40 characters."))
        return labels
