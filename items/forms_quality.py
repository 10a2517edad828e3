"""What those who watch over the catalogue's quality type, and how numbers are compared."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formfields import DateField
from identity.models import Department
from items.statistics.changes import Span


class SpanForm(forms.Form):
    """Which two versions are compared (H105)."""

    since = DateField(label=gettext_lazy("Before: in force on"), required=False)
    until = DateField(label=gettext_lazy("After: in force on"), required=False)

    def clean(self) -> dict[str, Any]:
        """The second day follows the first."""
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until <= since:
            self.add_error("until", _("Choose a day after the first."))
        return given

    def span(self) -> Span:
        """What was chosen, or the first version and the present one."""
        if not self.is_valid():
            return Span()
        return Span(self.cleaned_data["since"], self.cleaned_data["until"])


class ConfirmForm(forms.Form):
    """That an item was looked at and nothing is to change (I-16)."""

    remark = forms.CharField(
        label=gettext_lazy("What it was compared with"),
        help_text=gettext_lazy("The law in its present text, the practice at the window, the phone numbers …"),
        max_length=200,
    )


class SampleForm(forms.Form):
    """How many items a spot check looks at."""

    department = forms.ModelChoiceField(
        label=gettext_lazy("Department"),
        queryset=Department.objects.filter(items__isnull=False).distinct().order_by("pk"),
        empty_label=gettext_lazy("Every department"),
        required=False,
    )
    items = forms.IntegerField(label=gettext_lazy("Number of items"), min_value=1, max_value=200, required=False)
    percent = forms.IntegerField(
        label=gettext_lazy("or a share in percent"), min_value=1, max_value=100, required=False
    )
