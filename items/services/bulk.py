"""Deeds on many items or drafts at once: tried first, done one by one, taken back as a whole."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusal import Refusal
from identity.actors import Actor
from items.elements import SCALARS, Element, Kind, element
from items.exporting import shape_of
from items.models import (
    LIVE_STATES,
    BulkAct,
    BulkKind,
    BulkResult,
    DraftState,
    DraftStep,
    Item,
    ItemDraft,
    ItemVersion,
    VersionState,
)
from items.queries import drafts_visible_to
from items.services.drafting import OPEN, held_draft, open_draft, save_draft
from items.services.handing import move_draft
from items.services.suspending import resume_version, suspend_version

MOST = 500
"""How many one deed may touch."""
Values = Mapping[str, Any]
Done = tuple[ItemDraft | None, str, str]
"""The draft it touched, the former state, and what was done in words."""


def bulk_elements() -> list[Element]:
    """What may be changed on many items at once: single values that tell where and whom to ask."""
    kinds = (Kind.TEXT, Kind.LONG, Kind.PHONE, Kind.URL)
    return [each for each in SCALARS if each.minor and each.kind in kinds]


def try_bulk(kind: BulkKind, keys: Sequence[int], values: Values, *, by: Actor) -> list[BulkResult]:
    """What `do_bulk` would do, item by item; nothing stays."""
    with transaction.atomic():
        results = list(do_bulk(kind, keys, values, by=by).results.select_related("item__entry", "item__department"))
        transaction.set_rollback(True)
    return results


def do_bulk(kind: BulkKind, keys: Sequence[int], values: Values, *, by: Actor) -> BulkAct:
    """Do one deed on each item (drafts for `move`) by key. One that is refused does not hinder the others; its
    sentence stands in its result. Keys of what this person may not touch are results with `not_yours`.

    Refuses `too_many`, `none`, and `element` for one that cannot be changed on many.
    """
    if not keys:
        raise Refusal("none", _("Choose at least one."))
    if len(keys) > MOST:
        raise Refusal("too_many", _("At most %(most)d at once.") % {"most": MOST})
    if kind is BulkKind.CHANGE and values.get("element") not in {each.key for each in bulk_elements()}:
        raise Refusal("element", _("This cannot be changed on many items at once."), field="element")
    with transaction.atomic():
        act = BulkAct.objects.create(
            kind=kind, values=dict(values), at=clock.now(), by_id=by.account_id, by_label=by.label[:80]
        )
        for item, draft in _targets(kind, keys, by):
            BulkResult.objects.create(act=act, item=item, **_tried(DEEDS[kind], item, draft, values, by))
    return act


def undo_bulk(act: BulkAct, *, by: Actor) -> int:
    """Take back what a deed did where it still stands; returns how many. A change that was published meanwhile becomes
    a new draft with the former content.

    Refuses `undone` for one that was taken back already.
    """
    with transaction.atomic():
        act = BulkAct.objects.select_for_update().get(pk=act.pk)
        if act.undone_at is not None:
            raise Refusal("undone", _("This was taken back already."), conflict=True)
        count = 0
        for result in act.results.filter(done=True).select_related("item", "draft").order_by("-pk"):
            try:
                with transaction.atomic():
                    UNDO[BulkKind(act.kind)](result, act.values, by)
                    count += 1
            except Refusal as refusal:
                result.words = f"{result.words} – {refusal.sentence}"[:400]
                result.save(update_fields=["words"])
        act.undone_at = clock.now()
        act.save(update_fields=["undone_at"])
    return count


def _targets(kind: BulkKind, keys: Sequence[int], by: Actor) -> list[tuple[Item, ItemDraft | None]]:
    if kind is BulkKind.MOVE:
        drafts = drafts_visible_to(by).filter(pk__in=keys).order_by("pk")
        return [(draft.item, draft) for draft in drafts]
    items = Item.objects.select_related("entry", "department").filter(pk__in=keys).order_by("pk")
    return [(item, None) for item in items]


def _tried(deed: Callable[..., Done], item: Item, draft: ItemDraft | None, values: Values, by: Actor) -> dict[str, Any]:
    try:
        with transaction.atomic():
            touched, before, words = deed(item, draft, values, by)
    except Refusal as refusal:
        return {"draft": draft, "done": False, "words": refusal.sentence[:400]}
    return {"draft": touched, "done": True, "words": words[:400], "before": before[:200]}


def _in_force(item: Item) -> ItemVersion:
    version = item.versions.filter(state__in=LIVE_STATES).first()
    if version is None:
        raise Refusal("not_in_force", _("No version is in force."), conflict=True)
    return version


def _change(item: Item, _draft: ItemDraft | None, values: Values, by: Actor) -> Done:
    """Begin the next version with one element changed, and hand it over where that is wished."""
    if item.department_id not in by.department_ids:
        raise Refusal("not_yours", _("This item belongs to another body."))
    each, shape = element(values["element"]), shape_of(_in_force(item))
    before, after = shape[each.key], values["value"]
    if before == after:
        raise Refusal("same", _("It says so already."))
    draft = save_draft(
        open_draft(item, by=by, reason=values.get("reason", "")), {each.key: after}, revision=1, by=by, note="bulk"
    )
    if values.get("hand_over"):
        draft = move_draft(draft, "hand_over", by=by)
    return draft, before, f"{each.term}：{before or '—'} → {after or '—'}"


def _move(_item: Item, draft: ItemDraft | None, values: Values, by: Actor) -> Done:
    assert draft is not None
    before = DraftState(draft.state)
    draft = move_draft(draft, values["deed"], by=by, reason=values.get("reason", ""))
    return draft, before.value, f"{before.label} → {DraftState(draft.state).label}"


def _suspend(item: Item, _draft: ItemDraft | None, values: Values, by: Actor) -> Done:
    _ruling(by)
    version = suspend_version(_in_force(item), reason=values.get("reason", ""), by=by)
    return None, "", f"{VersionState.PUBLISHED.label} → {VersionState(version.state).label}"


def _resume(item: Item, _draft: ItemDraft | None, values: Values, by: Actor) -> Done:
    _ruling(by)
    version = _in_force(item)
    resume_version(version, by=by)
    return None, version.suspended_because, f"{VersionState.SUSPENDED.label} → {VersionState.PUBLISHED.label}"


def _ruling(by: Actor) -> None:
    if "publisher" not in by.roles:
        raise Refusal("not_yours", _("Only the publisher suspends and resumes items."))


def _undo_change(result: BulkResult, values: Values, by: Actor) -> None:
    """Give up the draft it began; where it was published, begin one with the former value."""
    assert result.draft is not None
    draft = held_draft(result.draft)
    if draft.state == DraftState.PUBLISHED:
        again = open_draft(result.item, by=by, reason=values.get("reason", ""))
        save_draft(again, {values["element"]: result.before}, revision=1, by=by, note="bulk")
        return
    if draft.state == DraftState.DEPARTMENT:
        draft = move_draft(draft, "take_back", by=by)
    move_draft(draft, "discard", by=by, reason=_("taken back"))


def _undo_move(result: BulkResult, values: Values, by: Actor) -> None:
    """Back to the state before, as long as nobody has done anything since."""
    assert result.draft is not None
    draft = held_draft(result.draft)
    last = DraftStep.objects.filter(draft=draft).order_by("pk").last()
    mine = last is not None and last.by_id == by.account_id and last.deed == values["deed"]
    if not mine or draft.state not in OPEN:
        raise Refusal("moved_on", _("Others went on with it meanwhile."), conflict=True)
    DraftStep.objects.create(
        **{"draft": draft, "deed": "take_back", "before": draft.state, "after": result.before, "at": clock.now()},
        **{"by_id": by.account_id, "by_label": by.label[:80], "department_id": by.department_id},
    )
    draft.state, draft.since = result.before, clock.now()
    draft.save(update_fields=["state", "since"])


UNDO: dict[BulkKind, Callable[[BulkResult, Values, Actor], None]] = {
    BulkKind.CHANGE: _undo_change,
    BulkKind.MOVE: _undo_move,
    BulkKind.SUSPEND: lambda result, _values, by: _resumed(result.item, by),
    BulkKind.RESUME: lambda result, _values, by: _suspended(result.item, result.before, by),
}
DEEDS: dict[BulkKind, Callable[..., Done]] = {
    BulkKind.CHANGE: _change,
    BulkKind.MOVE: _move,
    BulkKind.SUSPEND: _suspend,
    BulkKind.RESUME: _resume,
}


def _resumed(item: Item, by: Actor) -> None:
    _ruling(by)
    resume_version(_in_force(item), by=by)


def _suspended(item: Item, reason: str, by: Actor) -> None:
    _ruling(by)
    suspend_version(_in_force(item), reason=reason, by=by)
