"""Forms of signing in, registering and asking for progress."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.formfields import IdNumberField, MobileField


def without_code(form: forms.Form) -> forms.Form:
    """The same form while the code is only being asked for: checked without it, shown as ever."""
    form.fields["code"].required = False
    form.full_clean()
    form.fields["code"].required = True
    return form


def token_field() -> forms.CharField:
    """What the authenticator of a member of staff shows now."""
    return forms.CharField(
        label=_("Code of your authenticator"),
        max_length=8,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class CodeForm(forms.Form):
    """Phone and the code sent to it."""

    phone = MobileField(label=_("Mobile phone"))
    code = forms.CharField(
        label=_("Code"),
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class PasswordForm(forms.Form):
    """Phone and password of a citizen."""

    phone = MobileField(label=_("Mobile phone"))
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class RegisterForm(forms.Form):
    """Who somebody is whose phone is proven."""

    name = forms.CharField(label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    number = IdNumberField(label=_("Identity number"))


class StaffForm(forms.Form):
    """The first factor of staff."""

    username = forms.CharField(
        label=_("User name"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class TokenForm(forms.Form):
    """The second factor of staff."""

    token = token_field()


class ProgressForm(forms.Form):
    """Number and query code, or number and a code sent to the phone of the case (C-33)."""

    number = forms.CharField(label=_("Receipt number or case number"), max_length=50)
    code = forms.CharField(
        label=_("Query code or phone code"), max_length=6, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
