"""What staff type about money."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from core.formfields import CHOOSE_ONE, FEN_PER_YUAN, MoneyField
from payments.rules.amounts import MOST_FEN, TariffLine

AMOUNT, GROUND = "amount", "ground"
MOST_YUAN = MOST_FEN // FEN_PER_YUAN


class AmountsForm(forms.Form):
    """Which fees of the item apply, and how much each is; what is certain is filled in (C-40)."""

    reason = forms.CharField(
        label=_("Why this amount"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Read by whoever approves it."),
    )  # fmt: skip

    def __init__(self, *args: object, tariff: Iterable[TariffLine], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self._names = [line.name for line in tariff]
        for number, line in enumerate(tariff):
            self.fields[f"{AMOUNT}_{number}"] = MoneyField(
                label=line.name, required=False, help_text=line.standard, initial=line.amount_fen, max_value=MOST_YUAN
            )  # fmt: skip
            self.fields[f"{GROUND}_{number}"] = forms.CharField(
                label=_("How it was worked out, or ground of the reduction"), required=False, max_length=300,
                help_text=line.reduction,
            )  # fmt: skip
        self.order_fields([name for name in self.fields if name != "reason"] + ["reason"])

    def amounts(self) -> dict[str, tuple[int, str]]:
        """Fen and ground by name of the fee; fees left empty do not apply."""
        typed = self.cleaned_data
        return {
            name: (typed[f"{AMOUNT}_{number}"], typed[f"{GROUND}_{number}"])
            for number, name in enumerate(self._names)
            if typed[f"{AMOUNT}_{number}"] is not None
        }


class CounterForm(forms.Form):
    """Money taken at the counter."""

    way = forms.ChoiceField(
        label=_("Paid by"), choices=[("cash", _("Cash")), ("pos", _("Card at the counter"))],
        widget=forms.RadioSelect, error_messages=CHOOSE_ONE,
    )  # fmt: skip
    receipt_no = forms.CharField(label=_("Number of the receipt"), max_length=40)


class RefundForm(forms.Form):
    """Money to be given back."""

    amount_fen = MoneyField(label=_("Amount to give back"))
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class NoteForm(forms.Form):
    """What a difference was."""

    note = forms.CharField(
        label=_("What it was, and what was done"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
