"""What the keeper of the lists types about a row of the directory."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.formfields import DateField
from core.identifiers.items import LEVELS
from core.tablefield import Column, TableField
from identity.models import Department
from items.elements.codelists import LAW_KINDS, TYPES

LEVEL_NAMES = {
    1: _("State level"),
    2: _("Province level"),
    3: _("City level"),
    4: _("County level"),
    5: _("Town level"),
    6: _("Village level"),
    7: _("Shared between levels"),
}
LAW_KIND_CHOICES = [("", ""), *((code.value, code.term) for code in LAW_KINDS)]
BASIS = (
    Column("law", forms.CharField(label=_("Law"), max_length=200)),
    Column("kind", forms.ChoiceField(label=_("Kind of law"), choices=LAW_KIND_CHOICES, required=False)),
    Column("document_no", forms.CharField(label=_("Document number"), max_length=80, required=False)),
    Column("article", forms.CharField(label=_("Article"), max_length=80)),
    Column("gist", forms.CharField(label=_("What it says"), max_length=2000)),
)


class EntryForm(forms.Form):
    """A row of the directory (1.4)."""

    base_code = forms.CharField(
        label=_("Base code"),
        max_length=12,
        help_text=_("12 characters: region 2, type 2, department 2, main item 3, sub-item 3."),
    )
    name = forms.CharField(label=_("Name of the item"), max_length=120)
    type = forms.ChoiceField(label=_("Type"), choices=[(code.value, code.term) for code in TYPES])
    local_code = forms.CharField(label=_("Local code"), max_length=60, required=False)
    levels = forms.TypedMultipleChoiceField(
        label=_("Levels that may carry it out"),
        help_text=_("None chosen: every level."),
        coerce=int,
        choices=[(level, LEVEL_NAMES[level]) for level in LEVELS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    lead = forms.ModelChoiceField(
        label=_("Department in the lead"), queryset=Department.objects.order_by("pk"), required=False
    )
    effective_on = DateField(label=_("In use from"), required=False)
    basis = TableField(label=_("Legal basis"), columns=BASIS, required=False)


class EntryStateForm(forms.Form):
    """Suspending, resuming, ending a row; `on` is the day of the end, or the one until which it is suspended."""

    on = DateField(label=_("Day"), required=False)

    def day(self) -> Any:
        """The day that was typed, None without one."""
        return self.cleaned_data["on"]


class SplitForm(forms.Form):
    """Sub-items of a main item, one name in each line."""

    names = forms.CharField(
        label=_("Names of the sub-items"), help_text=_("One in each line."), widget=forms.Textarea(attrs={"rows": 3})
    )


class ListForm(forms.Form):
    """An official list as the staffing office confirmed it."""

    file = forms.FileField(label=_("File of the list"), help_text=_(".xlsx or .csv, at most 5 MB."))
    confirmed_by = forms.CharField(label=_("Confirmed by"), max_length=120, required=False)
    confirmed_on = DateField(label=_("Confirmed on"), required=False)
