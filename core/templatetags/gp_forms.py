"""Form tags: one field, all fields, and what is wrong with them."""

from typing import Any

from django import forms, template
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString

from core.filesfield import FilesInput, SignatureInput
from core.formfields import ComputedInput
from core.mapfield import MapInput
from core.regionfield import RegionInput
from core.tablefield import TableInput

register = template.Library()

_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (TableInput, "table"),
    (FilesInput, "files"),
    (SignatureInput, "signature"),
    (MapInput, "map"),
    (RegionInput, "region"),
    (ComputedInput, "computed"),
    (forms.CheckboxSelectMultiple, "options"),
    (forms.RadioSelect, "options"),
    (forms.CheckboxInput, "tick"),
    (forms.FileInput, "file"),
)
_FIRST_PART = {"table": "_0_0", "map": "_lng", "signature": "_typed"}
"""What of an input with several parts takes the focus."""
# Short answers to one question stand in one row, longer lists in one or two columns.
_ROW_LENGTH, _ROW_OPTIONS, _TWO_COLUMNS, _LONG = 4, 3, 6, 14


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """`{% field form.area %}`: label, hint, source, error and input of one field, tied together."""
    return bound.as_field_group()


@register.simple_tag
def form_fields(form: BaseForm) -> SafeString:
    """`{% form_fields form %}`: error summary and all fields; the <form>, its token and its buttons are the page's."""
    return form.render()


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is wrong, each line a link to its field; nothing for a valid or untouched form."""
    lines = [
        {"label": str(bound.label).rstrip("？?。.：:"), "message": message, "href": f"#{focus_id(bound)}"}
        for bound in form.visible_fields()
        for message in bound.errors
    ]
    hidden = [message for bound in form.hidden_fields() for message in bound.errors]
    lines += [{"label": "", "message": message, "href": ""} for message in [*form.non_field_errors(), *hidden]]
    return {"lines": lines}


@register.filter
def input_kind(bound: BoundField) -> str:
    """Which template of components/inputs/ draws this field: line, options, tick, table, files …"""
    widget = bound.field.widget
    return next((kind for type_, kind in _KINDS if isinstance(widget, type_)), "line")


@register.filter
def focus_id(bound: BoundField) -> str:
    """The id a link to this field should jump to: the input, the first option, the first cell."""
    kind = input_kind(bound)
    if kind == "options":
        return f"{bound.auto_id}_0"
    if kind in _FIRST_PART:
        return f"{bound.auto_id}{_FIRST_PART[kind]}"
    return str(bound.id_for_label or bound.auto_id)


@register.filter
def option_layout(bound: BoundField) -> str:
    """How options stand: `row`, `two`, `long` (two where there is room) or nothing (one below the other)."""
    labels = [str(label) for value, label in getattr(bound.field, "choices", ()) if value != ""]
    if len(labels) <= _ROW_OPTIONS and all(len(label) <= _ROW_LENGTH for label in labels):
        return "row"
    if len(labels) < _TWO_COLUMNS:
        return ""
    return "long" if any(len(label) > _LONG for label in labels) else "two"


@register.simple_tag
def line_input(bound: BoundField) -> SafeString:
    """The bare input, textarea or select of a field in our dress."""
    described = {"aria-describedby": bound.aria_describedby} if bound.aria_describedby else {}
    return bound.as_widget(attrs={"class": "gp-input", **described})


@register.filter
def real_options(bound: BoundField) -> list[Any]:
    """The options a person can choose: without Django's empty one."""
    return [option for option in bound.subwidgets if option.data["value"] != ""]


@register.filter
def table_rows(bound: BoundField) -> list[list[dict[str, Any]]]:
    """The cells of a table field, row by row, with what was typed or stored."""
    widget = bound.field.widget
    return widget.rows(bound.html_name, bound.value()) if isinstance(widget, TableInput) else []


@register.filter
def map_parts(bound: BoundField) -> dict[str, str]:
    """What the three inputs of a map point show."""
    widget = bound.field.widget
    return widget.parts(bound.value()) if isinstance(widget, MapInput) else {}


@register.filter
def stored_files(bound: BoundField) -> list[dict[str, Any]]:
    """What a field of files or a signature holds already, each with `file` and `name`."""
    held = bound.initial
    return [one for one in (held if isinstance(held, list) else [held]) if isinstance(one, dict)]
