"""Bringing what a file says about an item into its draft. Versions in force are never touched (I-12)."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from core.locks import hold
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Department
from items.contents import Content, contents_among
from items.models import DirectoryEntry, Item, ItemDraft
from items.rules.shapes import Shape, normal
from items.services.drafting import open_draft, save_draft, start_item
from items.workbooks.assess import Assessed

FIRST_SERIAL, LAST_SERIAL = 500, 999
"""Main-item numbers of items a body made itself; lower ones belong to the lists of State and province."""


def put_into_draft(one: Assessed, *, note: str, by: Actor) -> ItemDraft | None:
    """Make the draft of an item hold what a file says, opening one when there is none; None when it says so already.

    Refuses `changed_meanwhile` (a conflict) when the item is not what it was compared with, `codes_used_up`, and what
    `items.services.drafting` refuses.
    """
    if one.department is None:
        raise Refusal("body_missing", _("No department is named."))
    with transaction.atomic():
        if one.item is None:
            return start_item(_with_code(one.content, one.department), department=one.department, by=by)
        item = Item.objects.select_for_update(of=("self",)).get(pk=one.item.pk)
        now = next(iter(contents_among([item])), None)
        _look_again(one, now)
        if not one.changes:
            return None
        if now is None or now.draft is None:
            return open_draft(item, by=by, reason=note, content=one.content)
        return save_draft(now.draft, one.read.values, revision=now.draft.revision, by=by, note=note)


def _look_again(one: Assessed, now: Content | None) -> None:
    """Between comparing and writing somebody else may have been faster."""
    before = normal(one.now.shape) if one.now else None
    if before != (normal(now.shape) if now else None):
        sentence = _("This item was changed while the file was being read. Please check the file once more.")
        raise Refusal("changed_meanwhile", sentence, conflict=True)


def _with_code(content: Shape, department: Department) -> Shape:
    """A code for an item of the body's own making: region, type, department, the next free number (I-01)."""
    if content["base_code"]:
        return content
    prefix = f"{settings.REGION_CODE[:2]}{content['type']}{(department.code2 or '99'):0>2}"
    hold(f"base-code-{prefix}")
    taken = DirectoryEntry.objects.filter(base_code__startswith=prefix, base_code__endswith="000")
    numbers = {code[6:9] for code in taken.values_list("base_code", flat=True)}
    for number in range(FIRST_SERIAL, LAST_SERIAL + 1):
        if f"{number:03d}" not in numbers:
            return {**content, "base_code": f"{prefix}{number:03d}000"}
    raise Refusal("codes_used_up", _("No base code is left for new items of this body and type."))
