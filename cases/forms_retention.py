"""How long data of a kind are kept here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.rules.retention import Keeping


class RetentionForm(forms.Form):
    """Months, and the paper that sets them."""

    months = forms.IntegerField(label=_("Months"))
    basis = forms.CharField(label=_("Paper that sets it"), max_length=200)

    def __init__(self, *args: Any, keeping: Keeping, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["months"] = forms.IntegerField(label=_("Months"), min_value=keeping.least, max_value=keeping.most)
