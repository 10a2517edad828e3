"""What staff type about money."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.formfields import CHOOSE_ONE, FEN_PER_YUAN, MoneyField
from items.rules.pricing import priced, pricing_of, quantity_of
from payments.rules.amounts import MOST_FEN, TariffLine

AMOUNT, GROUND, QUANTITY = "amount", "ground", "quantity"
MOST_YUAN = MOST_FEN // FEN_PER_YUAN


class QuantityField(forms.CharField):
    """How many units, with up to four places; empty where nothing is worked out."""

    def __init__(self, prices: Mapping[str, Any], **options: Any) -> None:
        pricing = pricing_of(prices)
        words = pricing.words if pricing else ""
        unit = pricing.unit if pricing else ""
        label = format_lazy(_("How many ({unit})"), unit=unit)
        super().__init__(label=label, help_text=words, required=False, max_length=20, **options)

    def clean(self, value: Any) -> Decimal | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = quantity_of(typed)
        if found is None:
            raise forms.ValidationError(_("A number of units, such as 120 or 36.5."))
        return found


class AmountsForm(forms.Form):
    """Which fees of the item apply, and how much each is; what is certain is filled in (C-40)."""

    reason = forms.CharField(
        label=_("Why this amount"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Read by whoever approves it."),
    )  # fmt: skip

    def __init__(self, *args: object, tariff: Iterable[TariffLine], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self._lines = list(tariff)
        for number, line in enumerate(self._lines):
            self.fields[f"{AMOUNT}_{number}"] = MoneyField(
                label=line.name, required=False, help_text=line.standard, initial=line.amount_fen, max_value=MOST_YUAN
            )  # fmt: skip
            if line.prices:
                self.fields[f"{QUANTITY}_{number}"] = QuantityField(line.prices, initial=line.quantity)
            self.fields[f"{GROUND}_{number}"] = forms.CharField(
                label=_("How it was worked out, or ground of the reduction"), required=False, max_length=300,
                help_text=line.reduction,
            )  # fmt: skip
        self.order_fields([name for name in self.fields if name != "reason"] + ["reason"])

    def amounts(self) -> dict[str, tuple[int, str]]:
        """Fen and ground by name of the fee; fees left empty do not apply. Units alone make the amount by the item's
        prices, and say so as the ground."""
        typed = self.cleaned_data
        return {
            line.name: (typed[f"{AMOUNT}_{number}"], typed[f"{GROUND}_{number}"])
            for number, line in enumerate(self._lines)
            if typed[f"{AMOUNT}_{number}"] is not None
        }

    def clean(self) -> dict[str, Any]:
        """Work out what units cost; an amount beside them that says otherwise is refused."""
        typed = super().clean() or {}
        for number, line in enumerate(self._lines):
            prices, quantity = pricing_of(line.prices or {}), typed.get(f"{QUANTITY}_{number}")
            if prices is None or quantity is None:
                continue
            worked_out, amount = priced(prices, quantity), typed.get(f"{AMOUNT}_{number}")
            if amount not in (None, line.amount_fen, worked_out.amount_fen):
                self.add_error(f"{AMOUNT}_{number}", _("So many units cost another amount: leave it empty."))
            typed[f"{AMOUNT}_{number}"] = worked_out.amount_fen
            said = typed.get(f"{GROUND}_{number}")
            typed[f"{GROUND}_{number}"] = f"{worked_out.how}；{said}" if said else worked_out.how
        return typed


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
