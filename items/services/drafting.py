"""Working on a draft: opening it, saving without overwriting anybody, undoing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core import clock
from core.identifiers import InvalidIdentifier
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Department
from items.events import DraftOpened
from items.exporting import shape_of
from items.inheriting import inherited
from items.models import DraftRevision, DraftState, EntryState, Item, ItemDraft, ItemVersion, PaperTemplate
from items.rules.life import merged
from items.rules.shapes import Shape, UnknownElement, normal
from items.services.directory import basis_rows
from items.services.importing import item_of

OPEN = [state for state in DraftState if not state.over]


class DraftConflict(Refusal):
    """Somebody else changed the same elements meanwhile: `keys` names them, `mine` and `theirs` are their values,
    `others` what I changed besides.
    """

    def __init__(
        self, keys: list[str], mine: Mapping[str, Any], theirs: Mapping[str, Any], others: Mapping[str, Any]
    ) -> None:
        sentence = _("Somebody else changed the same place meanwhile. Nothing is lost: choose what shall stand.")
        super().__init__("draft_conflict", sentence, conflict=True)
        self.keys = keys
        self.mine = {key: mine[key] for key in keys}
        self.theirs = {key: theirs[key] for key in keys}
        self.others = dict(others)


def start_item(given: Mapping[str, Any], *, department: Department, by: Actor) -> ItemDraft:
    """Begin an item this body does not have yet: one it claims from the directory, or one it makes itself because no
    row exists (认领, 自建). `given` needs base_code, name and type; the law of the row comes along (四同, 1.10).

    Refuses `bad_code`, `other_entry`, `not_a_leaf` for a row with sub-items, `not_in_use`, and `item_exists`.
    Publishes DraftOpened.
    """
    shape = inherited(normal(given), department)
    with transaction.atomic():
        try:
            item = item_of(shape, department, made_by=department)
        except InvalidIdentifier as error:
            raise Refusal("bad_code", str(error), field="base_code") from error
        if item.entry.children.exists():
            raise Refusal("not_a_leaf", _("This row has sub-items; carry out one of those."), field="base_code")
        if item.entry.state != EntryState.IN_USE:
            raise Refusal("not_in_use", _("This row of the directory is not in use."), field="base_code")
        if item.versions.exists() or item.drafts.filter(state__in=OPEN).exists():
            raise Refusal("item_exists", _("Your body has this item already."), field="base_code", conflict=True)
        if not shape["legal_basis"]:
            shape = normal({**shape, "legal_basis": basis_rows(item.entry)})
        return _opened(item, shape, None, by=by, reason="", law_changed_on=None)


def open_draft(
    item: Item, *, by: Actor, reason: str = "", law_changed_on: date | None = None, content: Shape | None = None
) -> ItemDraft:
    """Begin the next version of an item beside the one in force (变更中), from its content or from `content`.

    Refuses `draft_open` when somebody works on one already. Publishes DraftOpened.
    """
    with transaction.atomic():
        item = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if item.drafts.filter(state__in=OPEN).exists():
            raise Refusal("draft_open", _("Somebody is working on this item already."), conflict=True)
        latest = item.versions.order_by("-number").first()
        shape = content or (shape_of(latest) if latest else _named(item))
        return _opened(item, shape, latest, by=by, reason=reason, law_changed_on=law_changed_on)


def save_draft(draft: ItemDraft, changes: Mapping[str, Any], *, revision: int, by: Actor, note: str = "") -> ItemDraft:
    """Save what somebody changed, starting from `revision`. What others saved meanwhile in other elements stays.

    Refuses `not_open` when the draft was handed over, `unknown_element`, `no_revision`, and with DraftConflict when the
    same elements were changed: then nothing is saved.
    """
    with transaction.atomic():
        draft = held_draft(draft)
        if not DraftState(draft.state).open_to_edits:
            raise Refusal("not_open", _("This draft was handed over and cannot be changed now."), conflict=True)
        base = draft.revisions.filter(number=revision).first()
        if base is None:
            raise Refusal("no_revision", _("This page is too old. Load it again."), conflict=True)
        try:
            mine = normal({**base.content, **changes})
        except UnknownElement as error:
            raise Refusal("unknown_element", _("No item has “%(name)s”.") % {"name": error}) from error
        content, conflicts = merged(base.content, mine, draft.content)
        if conflicts:
            others = {key: mine[key] for key in mine if key not in conflicts and mine[key] != base.content.get(key)}
            raise DraftConflict(conflicts, mine, draft.content, others)
        if content != draft.content:
            _write(draft, content, by=by, note=note)
    return draft


def undo(draft: ItemDraft, *, by: Actor) -> ItemDraft:
    """Show the content before the last edit again. Refuses `nothing_to_undo`, and `not_open`."""
    with transaction.atomic():
        draft = _open_to_edits(draft)
        shown = _shown(draft)
        if shown.parent is None:
            raise Refusal("nothing_to_undo", _("There is nothing to undo."))
        return _show(draft, draft.revisions.get(number=shown.parent), by=by, note="undo")


def redo(draft: ItemDraft, *, by: Actor) -> ItemDraft:
    """Show the content after the edit that was undone. Refuses `nothing_to_redo`, and `not_open`."""
    with transaction.atomic():
        draft = _open_to_edits(draft)
        later = draft.revisions.filter(parent=_shown(draft).number, number=F("source")).order_by("number").last()
        if later is None:
            raise Refusal("nothing_to_redo", _("There is nothing to redo."))
        return _show(draft, later, by=by, note="redo")


def restore(draft: ItemDraft, number: int, *, by: Actor) -> ItemDraft:
    """Make the content of an earlier revision the content again; an edit like any other, which can be undone.

    Refuses `no_revision`, and `not_open`.
    """
    with transaction.atomic():
        draft = _open_to_edits(draft)
        earlier = draft.revisions.filter(number=number).first()
        if earlier is None:
            raise Refusal("no_revision", _("There is no such revision."))
        _write(draft, earlier.content, by=by, note=f"restore {number}")
    return draft


def take_wording(draft: ItemDraft, wording: PaperTemplate, *, by: Actor) -> ItemDraft:
    """Word one paper of a draft as a version of the item worded it; an edit like any other, which can be undone.

    Refuses `not_open`, and `other_item` for a wording of another item.
    """
    with transaction.atomic():
        draft = _open_to_edits(draft)
        if wording.version.item_id != draft.item_id:
            raise Refusal("other_item", _("This wording belongs to another item."))
        taken = {"kind": wording.kind, "title": wording.title, "body": wording.body}
        rows = list(normal(draft.content)["templates"])
        place = next((number for number, row in enumerate(rows) if row["kind"] == wording.kind), len(rows))
        rows[place : place + 1] = [taken]
        _write(draft, {**draft.content, "templates": rows}, by=by, note=f"wording {wording.version.number}")
    return draft


def held_draft(draft: ItemDraft) -> ItemDraft:
    """The draft read anew under its lock."""
    return ItemDraft.objects.select_for_update(of=("self",)).select_related("item__department").get(pk=draft.pk)


def _named(item: Item) -> Shape:
    entry = item.entry
    given = {"name": entry.name, "base_code": entry.base_code, "type": entry.type}
    return inherited(normal(given), item.department)


def _opened(
    item: Item, shape: Shape, latest: ItemVersion | None, *, by: Actor, reason: str, law_changed_on: date | None
) -> ItemDraft:
    now = clock.now()
    draft = ItemDraft.objects.create(
        item=item,
        based_on=latest,
        content=shape,
        reason=reason.strip()[:200],
        law_changed_on=law_changed_on,
        since=now,
        created_at=now,
    )
    _record(draft, source=1, parent=None, by=by, note="open")
    publish(DraftOpened(item_id=item.pk, draft_id=draft.pk), by=by, at=now)
    return draft


def _open_to_edits(draft: ItemDraft) -> ItemDraft:
    draft = held_draft(draft)
    if not DraftState(draft.state).open_to_edits:
        raise Refusal("not_open", _("This draft was handed over and cannot be changed now."), conflict=True)
    return draft


def _shown(draft: ItemDraft) -> DraftRevision:
    """The edit whose content the draft shows now."""
    source = draft.revisions.values_list("source", flat=True).get(number=draft.revision)
    return draft.revisions.get(number=source)


def _write(draft: ItemDraft, content: Mapping[str, Any], *, by: Actor, note: str) -> None:
    parent = _shown(draft).number
    draft.content, draft.revision = dict(content), draft.revision + 1
    draft.save(update_fields=["content", "revision"])
    _record(draft, source=draft.revision, parent=parent, by=by, note=note)


def _show(draft: ItemDraft, edit: DraftRevision, *, by: Actor, note: str) -> ItemDraft:
    draft.content, draft.revision = edit.content, draft.revision + 1
    draft.save(update_fields=["content", "revision"])
    _record(draft, source=edit.number, parent=edit.parent, by=by, note=note)
    return draft


def _record(draft: ItemDraft, *, source: int, parent: int | None, by: Actor, note: str) -> None:
    DraftRevision.objects.create(
        draft=draft,
        number=draft.revision,
        source=source,
        parent=parent,
        content=draft.content,
        at=clock.now(),
        by_id=by.account_id,
        by_label=by.label[:80],
        note=note[:120],
    )
