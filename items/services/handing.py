"""Handing a draft on: the department's head, legal review, list confirmation, publishing, and back (I-10)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import SYSTEM, Actor
from items.events import DraftMoved
from items.exporting import shape_of
from items.findings import finding_words
from items.models import DraftState, DraftStep, ItemDraft, ItemVersion
from items.rules.checks import errors
from items.rules.life import Move, moves_from, next_state
from items.rules.shapes import changed_keys, normal, only_minor
from items.services.drafting import held_draft
from items.services.importing import write_version
from items.services.publishing import publish_version
from items.surroundings import surroundings

CHECKED = frozenset({"hand_over", "agree", "publish"})


def move_draft(draft: ItemDraft, deed: str, *, by: Actor, reason: str = "") -> ItemDraft:
    """Do one deed of `items.rules.life` with a draft. Publishing one with a planned day in the future schedules it.

    Refuses `not_yours` (no such deed for this person here), `reason` where one is needed, `same_person` who handed it
    over, and `unpublishable` with the findings of the checks (I-15). Publishes DraftMoved, and VersionPublished when it
    comes into force.
    """
    with transaction.atomic():
        draft = held_draft(draft)
        move = _allowed(draft, deed, by)
        if move.reasoned and not reason.strip():
            raise Refusal("reason", _("Give the reason."), field="reason")
        if move.other_hands and by.account_id in _handed_over_by(draft):
            raise Refusal("same_person", _("You handed this draft over; somebody else has to agree."))
        if deed in CHECKED:
            _check(draft)
        after = DraftState(next_state(move, minor=is_minor(draft)))
        if after is DraftState.PUBLISHED and (day := _planned(draft)) and day > clock.today():
            after, draft.due_on = DraftState.SCHEDULED, day
        _step(draft, deed, after, by=by, reason=reason)
        if after is DraftState.PUBLISHED:
            _bring_into_force(draft, by=by)
    return draft


def publish_due(*, by: Actor = SYSTEM) -> int:
    """Bring into force what was planned for today or before; returns how many. What no longer passes the checks goes
    back to the department with the findings as the reason.
    """
    due = ItemDraft.objects.filter(state=DraftState.SCHEDULED, due_on__lte=clock.today()).order_by("due_on", "pk")
    done = 0
    for key in due.values_list("pk", flat=True):
        with transaction.atomic():
            draft = ItemDraft.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=key).first()
            if draft is None or draft.state != DraftState.SCHEDULED:
                continue
            try:
                _check(draft)
            except Refusal as refusal:
                _step(draft, "send_back", DraftState.RETURNED, by=by, reason=refusal.sentence)
                continue
            _step(draft, "publish", DraftState.PUBLISHED, by=by, reason="")
            _bring_into_force(draft, by=by)
            done += 1
    return done


def is_minor(draft: ItemDraft) -> bool:
    """Whether it changes only where and whom to ask, compared with the version in force."""
    if draft.based_on is None:
        return False
    return only_minor(changed_keys(shape_of(draft.based_on), draft.content))


def moves_open_to(draft: ItemDraft, actor: Actor) -> list[Move]:
    """What this person may do with the draft now."""
    own = draft.item.department_id in actor.department_ids
    return [move for move in moves_from(draft.state) if move.role in actor.roles and (own or not move.own)]


def _allowed(draft: ItemDraft, deed: str, by: Actor) -> Move:
    for move in moves_open_to(draft, by):
        if move.deed == deed:
            return move
    raise Refusal("not_yours", _("This is not open to you in the present state of the draft."), conflict=True)


def _handed_over_by(draft: ItemDraft) -> set[int | None]:
    """Who handed the draft over last; nobody agrees to his own draft."""
    last = draft.steps.filter(deed="hand_over").order_by("pk").last()
    return {last.by_id} if last else set()


def _check(draft: ItemDraft) -> None:
    shape = normal(draft.content)
    if found := errors(shape, surroundings(shape, draft.item.department)):
        sentence = _("%(name)s cannot be published: %(problems)s") % {
            "name": shape["name"],
            "problems": _("; ").join(finding_words(one) for one in found),
        }
        raise Refusal("unpublishable", sentence)


def _planned(draft: ItemDraft) -> date | None:
    day = draft.content["effective_on"]
    return date.fromisoformat(day) if day else None


def _step(draft: ItemDraft, deed: str, after: DraftState, *, by: Actor, reason: str) -> None:
    now = clock.now()
    DraftStep.objects.create(
        draft=draft,
        deed=deed,
        before=draft.state,
        after=after,
        at=now,
        by_id=by.account_id,
        by_label=by.label[:80],
        department_id=by.department_id,
        reason=reason.strip()[:200],
    )
    event = DraftMoved(item_id=draft.item_id, draft_id=draft.pk, deed=deed, before=draft.state, after=after)
    draft.state, draft.since, draft.reminded_at = after, now, None
    draft.save(update_fields=["state", "since", "reminded_at", "due_on"])
    publish(event, by=by, at=now)


def _bring_into_force(draft: ItemDraft, *, by: Actor) -> ItemVersion:
    version = publish_version(write_version(draft.item, normal(draft.content)), by=by)
    draft.version = version
    draft.save(update_fields=["version"])
    return version
