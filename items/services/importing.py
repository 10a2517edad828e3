"""Bringing items into the catalogue without loss; `items.exporting` writes them back."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.identifiers import implementing_code
from core.refusal import Refusal
from identity.models import Department
from items.elements import SCALARS
from items.findings import finding_words
from items.inheriting import inherited
from items.models import DirectoryEntry, Item, ItemVersion
from items.rules.checks import errors
from items.rules.shapes import Shape, normal
from items.services.parts import write_parts
from items.surroundings import surroundings

NO_COLUMNS = frozenset({"base_code", "type", "handling", "conditions", "themes"})
"""Scalars that belong to the directory entry or are kept as rows."""
COLUMNS = tuple(each for each in SCALARS if each.key not in NO_COLUMNS and not each.types)
EXTRAS = tuple(each for each in SCALARS if each.types)


def import_item(given: Mapping[str, Any], *, department: Department) -> ItemVersion:
    """Store one item, in the words of item files or as a normal shape, as a new draft version of `department`.

    What the item leaves open and its body knows is taken from the body. Refuses `unpublishable` with every problem
    found (I-15), and `other_entry` when the directory knows the base code under another name or type, storing nothing.
    """
    shape = inherited(normal(given), department)
    if found := errors(shape, surroundings(shape, department)):
        sentence = _("%(name)s cannot be published: %(problems)s") % {
            "name": shape["name"],
            "problems": _("; ").join(finding_words(one) for one in found),
        }
        raise Refusal("unpublishable", sentence)
    with transaction.atomic():
        return write_version(item_of(shape, department), shape)


def item_of(shape: Shape, department: Department, *, made_by: Department | None = None) -> Item:
    """The item of a body under the base code of a shape, made when it is new; so is its directory entry, then made by
    `made_by` (I-01, I-02).

    Refuses `other_entry` when the directory knows the code under another name or type, or the name under another code.
    Raises InvalidIdentifier for a wrong code.
    """
    code = implementing_code(department.uscc, department.level, shape["base_code"])
    named = {"name": shape["name"], "type": shape["type"]}
    same_name = DirectoryEntry.objects.filter(**named).first()
    entry = DirectoryEntry.objects.filter(base_code=shape["base_code"]).first() or same_name
    if entry is None:
        entry = DirectoryEntry.objects.create(base_code=shape["base_code"], made_by=made_by, **named)
    if (entry.base_code, entry.name, entry.type) != (shape["base_code"], shape["name"], shape["type"]):
        sentence = _("The directory knows %(code)s as “%(name)s”; name and type must be the same.")
        raise Refusal("other_entry", sentence % {"code": entry.base_code, "name": entry.name}, field="base_code")
    item, _created = Item.objects.get_or_create(
        implementing_code=code, defaults={"entry": entry, "department": department, "level": department.level}
    )
    return item


def write_version(item: Item, shape: Shape) -> ItemVersion:
    """Store a sound normal shape as the next version of an item, not yet in force."""
    last = item.versions.order_by("-number").values_list("number", flat=True).first() or 0
    extras = {each.key: shape[each.key] for each in EXTRAS if shape[each.key] != each.blank}
    columns = {each.key: shape[each.key] for each in COLUMNS}
    version = ItemVersion.objects.create(item=item, number=last + 1, extras=extras, **columns)
    write_parts(version, shape)
    return version
