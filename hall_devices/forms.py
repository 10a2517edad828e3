"""What is typed at windows and machines of the hall."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.formfields import IdNumberField, UsccField
from hall_devices.models import FirstReason, QueueBusiness
from identity.models import Mandate, Window
from identity.queries import place_words

ASIDE = "aside"
SELF = "self"


class PersonForm(forms.Form):
    """A visitor without a readable card: name and number as on his document (Q-22)."""

    name = forms.CharField(label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    number = IdNumberField(label=_("Identity number"))


class CodeForm(forms.Form):
    """What a scanner reads from the phone of a visitor."""

    code = forms.CharField(
        label=_("Code on the visitor's phone"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "data-autofocus": ""}),
    )


class NumberForm(forms.Form):
    """An identity number typed with the keypad of a machine."""

    number = IdNumberField(label=_("Identity number"))


class WindowForm(forms.Form):
    """Where a clerk works today."""

    window = forms.ModelChoiceField(Window.objects.none(), label=_("Window"), empty_label=None)

    def __init__(self, *args: Any, windows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["window"]
        field.queryset = windows  # type: ignore[attr-defined]
        field.label_from_instance = place_words  # type: ignore[attr-defined]


class PauseForm(forms.Form):
    """Why a window does not call for a while; the screens show it (Q-07)."""

    REASONS = [_("Short break"), _("Lunch break"), _("Meeting"), _("Technical trouble")]

    reason = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(str(reason), reason) for reason in self.REASONS]  # type: ignore[attr-defined]
        self.fields["reason"].initial = str(self.REASONS[0])


class FirstForm(forms.Form):
    """Why a visitor goes before all others (Q-05); the reason stays in the history under the clerk's name."""

    reason = forms.ChoiceField(label=_("Reason"), choices=FirstReason.choices, widget=forms.RadioSelect)


class TransferForm(forms.Form):
    """Where a visitor is sent on to."""

    target = forms.ChoiceField(label=_("Where to"))
    window = forms.ModelChoiceField(Window.objects.none(), label=_("Window"), required=False, empty_label=_("Any"))

    def __init__(self, *args: Any, businesses: Iterable[QueueBusiness], windows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        aside = (ASIDE, _("Put aside: the visitor fetches something and comes back"))
        named = [(str(one.pk), f"{one.prefix} {one.name}") for one in businesses]
        self.fields["target"].choices = [aside, *named]  # type: ignore[attr-defined]
        self.fields["window"].queryset = windows  # type: ignore[attr-defined]


class ApplicantForm(forms.Form):
    """For whom the visitor applies: himself, who gave him a mandate, or an enterprise whose paper he brings."""

    applicant = forms.ChoiceField(label=_("Applicant"), widget=forms.RadioSelect)
    code = UsccField(
        label=_("Credit code"),
        required=False,
        help_text=_("Only for an enterprise whose written mandate you have seen"),
    )
    PAPER = "paper"

    def __init__(self, *args: Any, name: str, mandates: Iterable[Mandate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [(str(mandate.principal_id), mandate.principal.name) for mandate in mandates]
        choices = [(SELF, name), *held, (self.PAPER, _("Another enterprise, with a written mandate"))]
        self.fields["applicant"].choices = choices  # type: ignore[attr-defined]
        self.fields["applicant"].initial = SELF

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("applicant") == self.PAPER and not cleaned.get("code") and "code" not in self.errors:
            self.add_error("code", _("Please type the credit code of the enterprise."))
        return cleaned
