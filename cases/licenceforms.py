"""Shapes and wording of what staff and holders type about licences."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import MORE_WORDS, PERSONAL_NUMBER
from core.formfields import CHOOSE_ONE, DateField, IntegerTextField
from identity.models import Department
from spaces.models import CancelGround, Licence, RescindGround, RevokeGround


class PublicReasonForm(forms.Form):
    """A reason that everybody may read, so that it holds no number of a person."""

    reason = forms.CharField(
        label=_("Reason"),
        min_length=5,
        max_length=200,
        error_messages=MORE_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who verifies the licence reads this. Write the legal ground; name no person."),
    )

    def __init__(self, *args: Any, licence: Licence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.licence = licence

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if PERSONAL_NUMBER.search(reason):
            raise forms.ValidationError(_("Leave out identity and telephone numbers: the reason is public."))
        return reason


class LicenceChangeForm(PublicReasonForm):
    """Why a licence is withheld or restored, by the signed decision of the body."""

    decided = forms.BooleanField(
        label=_("The signed decision of my body is in the file."),
        error_messages={"required": _("Without a signed decision the licence stays as it is.")},
    )


class GroundedForm(LicenceChangeForm):
    """With one of the grounds the law knows for such a change."""

    ground = forms.ChoiceField(label=_("Ground of the law"), widget=forms.RadioSelect, error_messages=CHOOSE_ONE)
    field_order = ("ground", "reason", "decided")
    grounds: type[RescindGround | CancelGround | RevokeGround]

    def __init__(self, *args: Any, licence: Licence, **kwargs: Any) -> None:
        super().__init__(*args, licence=licence, **kwargs)
        self.fields["ground"].choices = self.grounds.choices  # type: ignore[attr-defined]


class RescindForm(GroundedForm):
    """XKF 69."""

    grounds = RescindGround


class CancelForm(GroundedForm):
    """The six grounds of XKF 70."""

    grounds = CancelGround


class RevokeForm(GroundedForm):
    """XKF 80."""

    grounds = RevokeGround


class TransferForm(LicenceChangeForm):
    """To which body the licence goes."""

    receiver = forms.ModelChoiceField(label=_("Receiving body"), queryset=Department.objects.none())
    field_order = ("receiver", "reason", "decided")

    def __init__(self, *args: Any, licence: Licence, **kwargs: Any) -> None:
        super().__init__(*args, licence=licence, **kwargs)
        others = Department.objects.exclude(pk=licence.issuer_id).order_by("name")
        self.fields["receiver"].queryset = others  # type: ignore[attr-defined]


class NewVersionForm(LicenceChangeForm):
    """What the next version says, field by field, and until when it holds (L-03)."""

    def __init__(self, *args: Any, licence: Licence, **kwargs: Any) -> None:
        super().__init__(*args, licence=licence, **kwargs)
        self.labels = list(licence.data)
        for place, label in enumerate(self.labels):
            self.fields[f"said-{place}"] = forms.CharField(
                label=label, max_length=500, required=False, initial=licence.data[label]
            )
        self.fields["valid_until"] = DateField(
            label=_("Valid until"),
            required=False,
            initial=licence.valid_until,
            help_text=_("Leave it empty for a licence without limit."),
        )
        self.order_fields([*(f"said-{place}" for place in range(len(self.labels))), "valid_until", "reason", "decided"])

    def clean_valid_until(self) -> Any:
        until = self.cleaned_data["valid_until"]
        if until is not None and until < self.licence.valid_from:
            raise forms.ValidationError(_("It cannot end before it began."))
        return until

    def said(self) -> dict[str, str]:
        """The data of the new version."""
        typed = {label: self.cleaned_data[f"said-{place}"] for place, label in enumerate(self.labels)}
        return {label: words for label, words in typed.items() if words}


class TakeInForm(forms.Form):
    """Taking in a transferred licence, asked once more."""

    decided = forms.BooleanField(
        label=_("The signed decision of my body is in the file."),
        error_messages={"required": _("Without a signed decision the licence stays as it is.")},
    )

    def __init__(self, *args: Any, licence: Licence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class PrintForm(forms.Form):
    """On which numbered blank the licence is printed."""

    blank_no = forms.RegexField(
        label=_("Number of the blank"),
        regex=r"^[0-9A-Za-z-]{3,40}$",
        help_text=_("Each blank is used once."),
        error_messages={"invalid": _("The number of a blank has 3 to 40 letters, digits and hyphens.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    reprint_reason = forms.CharField(
        label=_("Why it is printed again"),
        min_length=4,
        max_length=200,
        error_messages=MORE_WORDS,
        help_text=_("It was printed before."),
    )

    def __init__(self, *args: Any, licence: Licence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not licence.prints.exists():
            del self.fields["reprint_reason"]


class CorrectionAnswerForm(PublicReasonForm):
    """What the body answers to a request to correct a licence (L-17)."""

    verdict = forms.ChoiceField(
        label=_("What follows"),
        choices=[("correct", _("Correct it by a new version")), ("refuse", _("Leave it as it is"))],
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
    field_order = ("verdict", "reason")


class AskCorrectionForm(forms.Form):
    """Which field of his licence the holder finds wrong, and what it should say (L-17)."""

    field = forms.ChoiceField(label=_("Which field is wrong?"), error_messages=CHOOSE_ONE)
    wanted = forms.CharField(label=_("What it should say"), max_length=500)
    reason = forms.CharField(
        label=_("How do you know?"),
        min_length=5,
        max_length=500,
        error_messages=MORE_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, licence: Licence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", ""), *((label, label) for label in licence.data)]
        self.fields["field"].choices = choices  # type: ignore[attr-defined]


class CopyForm(forms.Form):
    """For whom, for what and until when a copy is meant (L-06)."""

    user = forms.CharField(label=_("Who gets the copy"), max_length=60)
    purpose = forms.CharField(label=_("For what"), max_length=60)
    until = DateField(label=_("Valid until"), help_text=_("The watermark says it on every page."))


class LendForm(forms.Form):
    """Whom a holder lets use his licence, for what, until when and how often (L-13)."""

    person_name = forms.CharField(label=_("Name of the person or enterprise"), max_length=120)
    person_code = forms.CharField(
        label=_("Identity number or credit code"),
        max_length=22,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    purpose = forms.CharField(label=_("For what"), max_length=120)
    since = DateField(label=_("May be used from"))
    until = DateField(label=_("May be used until"))
    times = IntegerTextField(label=_("How many times"), min_value=1, max_value=100)


class VerifierForm(forms.Form):
    """Who scanned the code a holder showed, and why; the holder is told (L-12)."""

    who = forms.CharField(
        label=_("Who are you?"), min_length=2, max_length=60, help_text=_("Your name or your organisation's.")
    )
    purpose = forms.CharField(label=_("What do you verify it for?"), min_length=2, max_length=100)
