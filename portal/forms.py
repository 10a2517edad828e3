"""Forms of the public face."""

from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from core import formfields
from core.fieldtypes import field_of
from core.tablefield import Column

MAX_COMPARED_MB = 20


class VerificationCodeField(forms.CharField):
    """A code printed on a paper; spaces people type between its parts are dropped."""

    def to_python(self, value: Any) -> str:
        return "".join((super().to_python(value) or "").split())


class VerifyForm(forms.Form):
    """Which paper is asked for."""

    code = VerificationCodeField(
        label=_("Verification code"),
        max_length=40,
        validators=[validate_slug],
        error_messages={"invalid": _("A verification code has letters, digits, hyphens and underscores only.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class ComparedFileForm(forms.Form):
    """A file that is compared with the sealed one and not kept."""

    file = forms.FileField(
        label=_("Licence file (PDF)"),
        help_text=_("It is compared with what was sealed and not kept."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > MAX_COMPARED_MB * 1024 * 1024:
            raise forms.ValidationError(_("The file is larger than %(size)d MB.") % {"size": MAX_COMPARED_MB})
        return upload


class GalleryForm(forms.Form):
    """Every kind of input once, for the component gallery; `words` are the labels of its sample file."""

    def __init__(self, words: dict[str, Any], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        area = formfields.DecimalTextField(label=words["area"], help_text=words["area_hint"])
        area.unit = words["area_unit"]  # type: ignore[attr-defined]
        mode = field_of("choice", options=words["modes"], label=words["mode"])
        mode.source = words["mode_source"]  # type: ignore[attr-defined]
        columns = [
            Column("name", forms.CharField(label=words["staff_columns"][0])),
            Column("id_number", formfields.IdNumberField(label=words["staff_columns"][1])),
        ]
        projects = {"label": words["projects"], "help_text": words["projects_hint"]}
        self.fields = {
            "applicant": field_of("text", label=words["applicant"]),
            "purpose": field_of("textarea", label=words["purpose"], help_text=words["purpose_hint"], required=False),
            "mode": mode,
            "projects": field_of("multichoice", options=words["project_names"], **projects),
            "area": area,
            "online": field_of("boolean", label=words["online"]),
            "town": field_of("choice", options=words["towns"], label=words["town"]),
            "opening": field_of("date", label=words["opening"]),
            "id_number": field_of("id_number", label=words["id_number"]),
            "phone": field_of("phone", label=words["phone"]),
            "fee": field_of("money", label=words["fee"], required=False),
            "staff": field_of("table", columns=columns, label=words["staff"], required=False),
            "file": forms.FileField(label=words["file"], required=False),
            "agree": forms.BooleanField(label=words["agree"]),
        }
