"""Shapes and wording of what is typed about further signers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.formfields import IdNumberField, MobileField


class SignerForm(forms.Form):
    """Who signs as well."""

    name = forms.CharField(label=_("Name, as on the document"), max_length=60)
    code = IdNumberField(label=_("Identity number"))
    phone = MobileField(label=_("Mobile phone"), help_text=_("He gets a message and signs in his own account."))


class SigningForm(forms.Form):
    """The statement of truth; `seen` is the digest of what was shown."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    true = forms.BooleanField(
        label=_("I have read everything above. It is true, and I sign this application."),
        error_messages={"required": _("Please confirm that you have read it.")},
    )


class DecliningForm(forms.Form):
    """Why somebody does not sign."""

    reason = forms.CharField(
        label=_("Why do you not sign?"),
        help_text=_("The applicant reads it."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PresentForm(forms.Form):
    """A clerk notes who signed before him."""

    present = forms.BooleanField(
        label=_("The person stands before me, showed an identity document and signed."),
        error_messages={"required": _("Only who is present signs here.")},
    )
