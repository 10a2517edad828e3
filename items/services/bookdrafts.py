"""Bringing what a file says about an item into its draft. Versions in force are never touched (I-12)."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.locks import hold
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Department
from items.contents import Content, contents_among
from items.models import DirectoryEntry, DraftRevision, Item, ItemDraft
from items.rules.shapes import Shape, normal
from items.services.importing import item_of
from items.workbooks.assess import Assessed

FIRST_SERIAL, LAST_SERIAL = 500, 999
"""Main-item numbers of items a body made itself; lower ones belong to the lists of State and province."""


def put_into_draft(one: Assessed, *, note: str, by: Actor) -> ItemDraft | None:
    """Make the draft of an item hold what a file says, opening one when there is none; None when it says so already.

    Refuses `changed_meanwhile` (a conflict) when the item is not what it was compared with, `under_review` when those
    who review have its draft, and what `items.services.importing.item_of` refuses.
    """
    if one.department is None:
        raise Refusal("body_missing", _("No department is named."))
    with transaction.atomic():
        if one.item is None:
            item = item_of(_with_code(one.content, one.department), one.department)
            return _opened(item, _with_code_of(one.content, item), None, note=note, by=by)
        item = Item.objects.select_for_update(of=("self",)).get(pk=one.item.pk)
        now = next(iter(contents_among([item])), None)
        _look_again(one, now)
        if not one.changes:
            return None
        if now is None or now.draft is None:
            return _opened(item, one.content, now, note=note, by=by)
        return _saved(now.draft, one.content, note=note, by=by)


def _look_again(one: Assessed, now: Content | None) -> None:
    """Between comparing and writing somebody else may have been faster."""
    before = normal(one.now.shape) if one.now else None
    if before != (normal(now.shape) if now else None):
        sentence = _("This item was changed while the file was being read. Please check the file once more.")
        raise Refusal("changed_meanwhile", sentence, conflict=True)
    if now is not None and not now.draft_open:
        raise Refusal("under_review", _("A draft of this item is with those who review it."), conflict=True)


def _opened(item: Item, content: Shape, now: Content | None, *, note: str, by: Actor) -> ItemDraft:
    at = clock.now()
    version = now.version if now else None
    draft = ItemDraft.objects.create(item=item, based_on=version, since=at, created_at=at, content=content)
    _remember(draft, note=note, by=by)
    return draft


def _saved(draft: ItemDraft, content: Shape, *, note: str, by: Actor) -> ItemDraft:
    draft.content, draft.revision = content, draft.revision + 1
    draft.save(update_fields=["content", "revision"])
    _remember(draft, note=note, by=by)
    return draft


def _remember(draft: ItemDraft, *, note: str, by: Actor) -> None:
    DraftRevision.objects.create(
        draft=draft,
        number=draft.revision,
        content=draft.content,
        at=clock.now(),
        by_id=by.account_id,
        by_label=by.label[:80],
        note=note[:120],
    )


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


def _with_code_of(content: Shape, item: Item) -> Shape:
    return {**content, "base_code": item.entry.base_code}
