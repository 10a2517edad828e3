"""Forms of the public face."""

from typing import Any

from django import forms

from core import formfields
from core.fieldtypes import field_of
from core.tablefield import Column


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
