"""What administrators of the catalogue type and upload."""

from django import forms
from django.utils.translation import gettext_lazy as _

ACCEPTED = ".xlsx,.csv"


class BookForm(forms.Form):
    """A spreadsheet to import."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_(".xlsx or .csv, at most 64 MB, without macros, links and embedded objects"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
