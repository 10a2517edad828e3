"""What is written when staff are sent to look on the spot, and when they come back (T-11, D-21)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.forms import MORE_WORDS
from cases.services.visiting import Record, Signature
from core.filesfield import FilesField, SignatureField
from core.formfields import DateField, TimeField
from core.workcalendar import SHANGHAI
from identity.models import Staff

MOST_OFFICERS = 4


class OrderVisitForm(forms.Form):
    """Who goes, when, where, and what for."""

    officers = forms.MultipleChoiceField(
        label=_("Who goes"), widget=forms.CheckboxSelectMultiple, help_text=_("At least two of your body's staff.")
    )
    day = DateField(label=_("Day"))
    time = TimeField(label=_("Time"))
    place = forms.CharField(label=_("Place"), max_length=120)
    purpose = forms.CharField(
        label=_("What they look at"), max_length=300, help_text=_("The applicant reads this and prepares it.")
    )

    def __init__(self, *args: Any, officers: Sequence[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields["officers"]
        asked.choices = [(str(one.pk), f"{one.name} {one.number}") for one in officers]

    def ordered(self) -> dict[str, Any]:
        """What `order_visit` is given."""
        typed = self.cleaned_data
        return {
            "officer_ids": {int(key) for key in typed["officers"]},
            "planned_at": datetime.combine(typed["day"], typed["time"], SHANGHAI),
            **{"place": typed["place"], "purpose": typed["purpose"]},
        }


class RecordVisitForm(forms.Form):
    """What was found, who was there with which card, who signed, and photos. An officer who did not go is left without
    a card."""

    day = DateField(label=_("Day"))
    time = TimeField(label=_("Time"))
    place = forms.CharField(label=_("Place"), max_length=120)
    findings = forms.CharField(
        label=_("Findings"),
        min_length=10,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages=MORE_WORDS,
    )
    photos = FilesField(label=_("Photos"), required=False)
    applicant_name = forms.CharField(label=_("Who signed for the applicant"), required=False, max_length=60)
    applicant = SignatureField(label=_("Signature of the applicant"), required=False)
    refusal = forms.CharField(label=_("Why the applicant did not sign"), required=False, max_length=200)
    witness = forms.CharField(
        label=_("Witness"), required=False, max_length=60, help_text=_("Needed where the applicant did not sign.")
    )

    def __init__(self, *args: Any, officers: Sequence[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officers = list(officers)
        for officer in self.officers:
            name = {"name": officer.name}
            self.fields[f"card-{officer.pk}"] = forms.CharField(
                label=_("Card number of %(name)s") % name, required=False, max_length=30
            )
            self.fields[f"signature-{officer.pk}"] = SignatureField(
                label=_("Signature of %(name)s") % name, required=False
            )
        usual = ["day", "time", "place"]
        own = [f"{kind}-{officer.pk}" for officer in self.officers for kind in ("card", "signature")]
        self.order_fields([*usual, "findings", "photos", *own])

    def clean(self) -> dict[str, Any]:
        """Whoever signs for the applicant says his name."""
        cleaned = super().clean() or {}
        handed = cleaned.get("applicant")
        if handed and handed.new and not cleaned.get("applicant_name", "").strip():
            self.add_error("applicant_name", gettext("Say who signed."))
        return cleaned

    def record(self) -> Record:
        """What `record_visit` is given."""
        typed = self.cleaned_data
        there = [one for one in self.officers if typed[f"card-{one.pk}"].strip()]
        return Record(
            visited_at=datetime.combine(typed["day"], typed["time"], SHANGHAI),
            **{"place": typed["place"], "findings": typed["findings"], "photos": typed["photos"].new},
            cards=[(one.name, typed[f"card-{one.pk}"]) for one in there],
            signatures=[one for officer in there if (one := self._signed(f"signature-{officer.pk}", officer.name))],
            applicant=self._signed("applicant", typed["applicant_name"]),
            **{"refusal": typed["refusal"], "witness": typed["witness"]},
        )

    def _signed(self, field: str, name: str) -> Signature | None:
        """A drawn signature, or the typed name: for an officer only his own."""
        handed = self.cleaned_data[field]
        if handed.new:
            return Signature(name, handed.new[0])
        typed = handed.typed.strip()
        return Signature(typed) if typed and typed == (name.strip() or typed) else None


class CallOffForm(forms.Form):
    """Why a visit is not needed any more."""

    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=300, error_messages=MORE_WORDS)
