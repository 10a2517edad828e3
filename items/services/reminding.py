"""Reminding who lets a draft wait beyond the limits of I-11."""

from datetime import date

from django.conf import settings
from django.db import transaction

from core import clock
from core.events import Doer
from core.outbox import publish
from identity.actors import SYSTEM
from items.events import DraftWaitsTooLong
from items.models import DraftState, ItemDraft
from items.rules.life import overdue_since

WAITING = (DraftState.DRAFT, DraftState.RETURNED, DraftState.LEGAL)


def limit_of(draft: ItemDraft) -> date | None:
    """The last day on which a draft waits in time, or None where no limit runs; settings may change the days."""
    since = clock.local(draft.since).date()
    return overdue_since(draft.state, since, draft.law_changed_on, settings.CATALOGUE_LIMITS)


def remind_of_waiting(*, by: Doer = SYSTEM) -> int:
    """Say once of every draft whose limit has passed that it waits too long; returns how many. Publishes
    DraftWaitsTooLong.
    """
    told = 0
    waiting = ItemDraft.objects.filter(state__in=WAITING, reminded_at=None).order_by("pk")
    for draft in waiting:
        limit = limit_of(draft)
        if limit is None or limit >= clock.today():
            continue
        with transaction.atomic():
            if not ItemDraft.objects.filter(pk=draft.pk, reminded_at=None).update(reminded_at=clock.now()):
                continue
            keys = {"item_id": draft.item_id, "draft_id": draft.pk}
            publish(DraftWaitsTooLong(**keys, state=draft.state, limit=limit.isoformat()), by=by)
            told += 1
    return told
