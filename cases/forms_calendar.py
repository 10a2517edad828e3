"""What a notice says about working days (T-30, T-36)."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formfields import DateField
from core.models import DayKind
from core.services.calendar import DayEntry
from core.tablefield import Column, TableField

LONGEST = 31
"""Days one row may cover; no holiday is longer."""
COLUMNS = (
    Column("first", DateField(label=gettext_lazy("From"))),
    Column("last", DateField(label=gettext_lazy("Until (the same day if left out)"), required=False)),
    Column("kind", forms.ChoiceField(label=gettext_lazy("These days are"), choices=[("", ""), *DayKind.choices])),
    Column("name", forms.CharField(label=gettext_lazy("Name of the holiday"), max_length=40, required=False)),
)


class CalendarChangeForm(forms.Form):
    """The notice and the days it changes, in rows from a first to a last day."""

    notice = forms.CharField(
        label=gettext_lazy("Notice this comes from (title and number)"),
        max_length=200,
        help_text=gettext_lazy("For example the yearly notice of the State Council's General Office."),
    )
    days = TableField(label=gettext_lazy("Days that change"), columns=COLUMNS)

    def clean_days(self) -> list[dict[str, Any]]:
        """Refuses a row that ends before it begins or is too long, and a day that is named twice."""
        seen: set[date] = set()
        for number, row in enumerate(self.cleaned_data["days"], start=1):
            days = _days(row)
            if not 0 < len(days) <= LONGEST:
                words = {"row": number, "most": LONGEST}
                raise ValidationError(_("Row %(row)d: from one day to %(most)d days.") % words)
            if twice := seen.intersection(days):
                named = {"row": number, "day": min(twice).isoformat()}
                raise ValidationError(_("Row %(row)d: %(day)s is in an earlier row already.") % named)
            seen.update(days)
        return self.cleaned_data["days"]

    def entries(self) -> dict[date, DayEntry]:
        """Every changed day with what it is."""
        rows = self.cleaned_data["days"]
        return {day: DayEntry(DayKind(row["kind"]), row["name"]) for row in rows for day in _days(row)}


def _days(row: dict[str, Any]) -> list[date]:
    length = ((row["last"] or row["first"]) - row["first"]).days + 1
    return [row["first"] + timedelta(days=number) for number in range(min(length, LONGEST + 1))]
