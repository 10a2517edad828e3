"""What those who keep the catalogue type outside a draft."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.formfields import DateField
from items.elements.codelists import TYPES


class NewItemForm(forms.Form):
    """An item this body does not have yet: code, name and type, as the directory has them if it has them."""

    base_code = forms.CharField(
        label=_("Base code"),
        max_length=12,
        help_text=_(
            "12 characters: region 2, type 2, department 2, main item 3, sub-item 3. One of the directory is claimed."
        ),
    )
    name = forms.CharField(label=_("Name of the item"), max_length=120)
    type = forms.ChoiceField(label=_("Type"), choices=[(code.value, code.term) for code in TYPES])
    department = forms.ChoiceField(label=_("Department"))

    def __init__(self, *args: Any, departments: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["department"]
        field.choices = departments


class OpenDraftForm(forms.Form):
    """Why an item changes, and since when the law is another (I-11)."""

    reason = forms.CharField(label=_("Why it changes"), max_length=200)
    law_changed_on = DateField(label=_("Day on which the law changed"), required=False)


class StateForm(forms.Form):
    """Suspending, resuming, ending an item (I-13)."""

    reason = forms.CharField(label=_("Reason and its basis"), max_length=200, required=False)
    on = DateField(label=_("Ends on"), required=False)
