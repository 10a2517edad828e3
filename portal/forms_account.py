"""Forms of one's own account: password, mandates."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.formfields import DateField, PersonNumberField
from portal.forms_signin import token_field


def as_typed(data: QueryDict, form_class: type[forms.Form], **options: Any) -> forms.Form:
    """The form with what was typed so far and nothing checked yet, for buttons that only look something up."""
    typed = {name: data.getlist(name) if len(data.getlist(name)) > 1 else data[name] for name in data}
    return form_class(initial=typed, **options)


def code_field(*, required: bool) -> forms.CharField:
    """The code sent to the person's own phone."""
    return forms.CharField(
        label=_("Code sent to your phone"),
        max_length=6,
        required=required,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    new = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least 10 characters, not only digits, nothing easy to guess, not like your phone number."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("new") and typed.get("again") and typed["new"] != typed["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        return typed


class PasswordChangeForm(NewPasswordForm):
    """A citizen's new password, proven by the old one or by a code."""

    old_password = forms.CharField(
        label=_("Old password"),
        required=False,
        help_text=_("Leave it empty and use a code if you no longer know it."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = code_field(required=False)
    field_order = ("old_password", "code", "new", "again")

    def __init__(self, *args: Any, has_password: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not has_password:
            del self.fields["old_password"]


class StaffPasswordForm(NewPasswordForm):
    """A new password of staff, proven by the old one and the authenticator."""

    old_password = forms.CharField(
        label=_("Old password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    token = token_field()
    field_order = ("old_password", "token", "new", "again")


class MandateForm(forms.Form):
    """Who may act for the enterprise, until when, for what. `found` are items to choose from, by base code."""

    name = forms.CharField(label=_("Name of the agent"), max_length=60)
    number = PersonNumberField(
        label=_("Identity number or mobile phone of the agent"),
        help_text=_("The person must be registered here. Name and number must belong together."),
    )
    until = DateField(label=_("Last day"), help_text=_("The mandate ends by itself after this day."))
    words = forms.CharField(
        label=_("Only for certain items"),
        max_length=40,
        required=False,
        help_text=_("Leave it empty for all items, or look for items by their names and tick them."),
    )
    items = forms.MultipleChoiceField(
        label=_("The mandate is only for"), required=False, widget=forms.CheckboxSelectMultiple
    )
    code = code_field(required=True)

    def __init__(self, *args: Any, found: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["items"].choices = list(found.items())  # type: ignore[attr-defined]
        if not found:
            del self.fields["items"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("words") and not typed.get("items"):
            self.add_error("words", _("Look for the items and tick at least one, or empty this field for all items."))
        return typed
