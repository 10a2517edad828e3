"""Bringing item files into the catalogue without loss; the shape is the one `items.exporting` writes back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.identifiers import handling_code, implementing_code
from core.refusal import Refusal
from identity.models import Department
from items.models import (
    Condition,
    DirectoryEntry,
    Faq,
    FeeSpec,
    FormField,
    HandlingOption,
    Item,
    ItemVersion,
    LegalBasis,
    ResultSpec,
    ServiceDesk,
    SpecialProcedureSpec,
    Theme,
    TimeUnit,
)
from items.notes import problem_words
from items.rules.checks import problems
from items.services.drafting import add_materials, add_route, add_situations

UNITS = {"working": TimeUnit.WORKING, "natural": TimeUnit.NATURAL}
Shape = Mapping[str, Any]


def import_item(shape: Shape, *, department: Department, departments: Mapping[str, Department]) -> ItemVersion:
    """Store one item of an item file as a new draft version of `department`.

    `departments` maps short keys to bodies, for seats of other departments. Refuses `unpublishable` with every problem
    found, and `other_entry` when the directory knows the base code under another name or type (I-15), storing nothing.
    """
    if found := problems(shape):
        sentence = _("%(name)s cannot be published: %(problems)s") % {
            "name": shape["name"],
            "problems": _("; ").join(problem_words(one) for one in found),
        }
        raise Refusal("unpublishable", sentence)
    with transaction.atomic():
        version = _new_version(_item(shape, department), shape)
        _add_themes(version, shape["themes"])
        _add_parts(version, shape)
        add_materials(version, shape["materials"])
        add_situations(version, shape["situations"])
        add_route(version, shape["route"], departments)
    return version


def _item(shape: Shape, department: Department) -> Item:
    entry, _created = DirectoryEntry.objects.get_or_create(
        base_code=shape["base_code"], defaults={"name": shape["name"], "type": shape["type"]}
    )
    if (entry.name, entry.type) != (shape["name"], shape["type"]):
        sentence = _("The directory knows %(code)s as “%(name)s”; name and type must be the same.")
        raise Refusal("other_entry", sentence % {"code": entry.base_code, "name": entry.name})
    code = implementing_code(department.uscc, department.level, entry.base_code)
    item, _created = Item.objects.get_or_create(
        implementing_code=code, defaults={"entry": entry, "department": department, "level": department.level}
    )
    return item


def _new_version(item: Item, shape: Shape) -> ItemVersion:
    statutory, promised = shape["statutory"] or {}, shape["promised"] or {}
    last = item.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return ItemVersion.objects.create(
        item=item,
        number=last + 1,
        name=shape["name"],
        initiated_by=shape["initiated_by"],
        kind=shape["kind"],
        audience=shape["audience"],
        statutory_days=statutory.get("days"),
        statutory_unit=UNITS[statutory.get("unit", "working")],
        promised_days=promised.get("days"),
        promised_unit=UNITS[promised.get("unit", "working")],
        visits=shape["visits"],
        online_depth=shape["online_depth"],
        coverage=shape["coverage"],
        town_level=shape["town_level"],
        deferral_allowed=shape["deficiency"]["allowed"],
        deferral_days=shape["deficiency"]["days"],
        pledge_allowed=shape["commitment"],
    )


def _add_themes(version: ItemVersion, names: Sequence[str]) -> None:
    """Link the themes in their order; a name stands for the theme of persons and that of enterprises alike."""
    link, order = ItemVersion.themes.through, {name: place for place, name in enumerate(names)}
    themes = sorted(Theme.objects.filter(name__in=names), key=lambda theme: (order[theme.name], theme.pk))
    link._default_manager.bulk_create(link(itemversion=version, theme=theme) for theme in themes)


def _add_parts(version: ItemVersion, shape: Shape) -> None:
    """The flat lists of an item, each in its order."""

    def rows(values: Sequence[Any]) -> Any:
        return enumerate(values, start=1)

    LegalBasis.objects.bulk_create(
        LegalBasis(version=version, order=n, **basis) for n, basis in rows(shape["legal_basis"])
    )
    Condition.objects.bulk_create(
        Condition(version=version, order=n, text=text) for n, text in rows(shape["conditions"])
    )
    code = version.item.implementing_code
    HandlingOption.objects.bulk_create(
        HandlingOption(version=version, order=n, name=name, code=handling_code(code, n))
        for n, name in rows(shape["handling"])
    )
    FeeSpec.objects.bulk_create(FeeSpec(version=version, order=n, **fee) for n, fee in rows(shape["fees"]))
    if shape["result"]:
        ResultSpec.objects.create(version=version, order=1, **shape["result"])
    SpecialProcedureSpec.objects.bulk_create(
        SpecialProcedureSpec(version=version, order=n, **procedure)
        for n, procedure in rows(shape["special_procedures"])
    )
    FormField.objects.bulk_create(_field(version, n, field) for n, field in rows(shape["form"]))
    if shape["desk"]:
        ServiceDesk.objects.create(version=version, order=1, **shape["desk"])
    Faq.objects.bulk_create(
        Faq(version=version, order=n, question=f["q"], answer=f["a"]) for n, f in rows(shape["faq"])
    )


def _field(version: ItemVersion, order: int, field: Shape) -> FormField:
    return FormField(
        version=version,
        order=order,
        key=field["key"],
        label=field["label"],
        type=field["type"],
        required=field["required"],
        options=field.get("options") or [],
        columns=field.get("columns") or [],
        prefill=field.get("prefill") or "",
        visible_if=field.get("visible_if"),
    )
