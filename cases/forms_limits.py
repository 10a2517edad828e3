"""What a legal reviewer says about a limit of this installation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.rules.limits import NamedLimit
from core.deadlines import Limit, Unit
from items.models import TimeUnit


class LimitForm(forms.Form):
    """Amount within what the law allows, unit where it may be chosen, the paper that sets it."""

    amount = forms.IntegerField(label=_("Length"))
    unit = forms.ChoiceField(label=_("Unit"), choices=TimeUnit.choices)
    basis = forms.CharField(label=_("Set by (paper and article)"), max_length=200)

    def __init__(self, *args: Any, law: NamedLimit, held: NamedLimit, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": _shown(held), **kwargs})
        self.law = law
        length = self.fields["amount"]
        self.fields["amount"] = forms.IntegerField(label=length.label, min_value=law.least, max_value=law.most)
        if not law.any_unit:
            del self.fields["unit"]

    def limit(self) -> Limit:
        """The limit as given."""
        return Limit(self.cleaned_data["amount"], Unit(self.cleaned_data.get("unit") or self.law.limit.unit))


def _shown(held: NamedLimit) -> dict[str, Any]:
    return {"amount": held.limit.amount, "unit": held.limit.unit.value, "basis": held.basis}
