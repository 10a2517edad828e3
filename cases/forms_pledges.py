"""What is written when somebody pledges, when a pledge is checked, and when credit is repaired."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.forms import MORE_WORDS
from cases.models import PledgeOutcome
from core.filesfield import FilesField, SignatureField

AGREED = {"required": _("Without this nothing can be pledged; you can hand in the proof instead.")}


class PledgeForm(forms.Form):
    """The applicant has read what is asked and what follows, agrees, and signs (D-07)."""

    read = forms.BooleanField(
        label=_("I have read and meet the conditions, and pledge the text above."), error_messages=AGREED
    )
    consents = forms.BooleanField(
        label=_("I agree to be checked, and to an entry in the credit record if what I pledge is false."),
        error_messages=AGREED,
    )
    signature = SignatureField(label=_("Signature"))

    def clean_signature(self) -> Any:
        """A pledge is signed, drawn or typed."""
        handed = self.cleaned_data["signature"]
        if not handed.new and not handed.typed:
            raise forms.ValidationError(gettext("Please sign."))
        return handed

    def signed(self, name: str) -> dict[str, Any]:
        """What `sign_pledge` is given; who draws signs as `name`."""
        handed = self.cleaned_data["signature"]
        return {"signed_by": handed.typed or name, "drawn": handed.new[0] if handed.new else None}


class WindowPledgeForm(forms.Form):
    """The same at a window, where the visitor signs the paper."""

    signed_by = forms.CharField(label=_("Who signed the pledge"), max_length=60)
    explained = forms.BooleanField(
        label=_("I have explained conditions, effects, checks and the credit record; the choice is his own."),
        error_messages={"required": _("The choice is free only for somebody who was told.")},
    )
    signed = forms.BooleanField(
        label=_("The signed pledge is in the file."),
        error_messages={"required": _("Without a signed pledge the proof is asked for.")},
    )


class CheckForm(forms.Form):
    """What the check of a pledge found, and what shows it."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=PledgeOutcome.choices, widget=forms.RadioSelect)
    findings = forms.CharField(
        label=_("What was looked at and found"),
        min_length=10,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages=MORE_WORDS,
    )
    evidence = FilesField(
        label=_("What shows it"),
        required=False,
        help_text=_("Photos or documents; a false pledge needs at least one."),
    )

    def found(self) -> dict[str, Any]:
        """What `record_check` is given besides the outcome."""
        files: tuple[UploadedFile, ...] = self.cleaned_data["evidence"].new
        return {"findings": self.cleaned_data["findings"], "evidence": files}


class RepairForm(forms.Form):
    """How somebody repaired his credit."""

    repair = forms.CharField(
        label=_("How was it repaired?"),
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=MORE_WORDS,
    )
