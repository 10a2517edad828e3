"""Ending an item (取消, I-13): now, or on a day that is planned."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import SYSTEM
from items.events import CancellationPlanned, VersionCancelled
from items.models import LIVE_STATES, Item, ItemVersion, VersionState


def cancel_version(version: ItemVersion, *, reason: str, on: date | None = None, by: Doer) -> ItemVersion:
    """End the item on this day, today without one: nobody applies from then on, what was filed goes on, the archive
    stays. `reason` names the decision it rests on.

    Refuses `reason`, `past` for a day before today, and `not_in_force` (a conflict). Publishes VersionCancelled, or
    CancellationPlanned for a day to come.
    """
    on = on or clock.today()
    if not reason.strip():
        raise Refusal("reason", _("Give the reason and its basis."), field="reason")
    if on < clock.today():
        raise Refusal("past", _("Choose today or a day to come."), field="on")
    with transaction.atomic():
        version = _held(version)
        version.cancel_on, version.cancelled_because = on, reason.strip()[:200]
        if on == clock.today():
            return _end(version, by=by)
        version.save(update_fields=["cancel_on", "cancelled_because"])
        keys = {"item_id": version.item_id, "version_id": version.pk}
        publish(CancellationPlanned(**keys, day=on.isoformat(), reason=version.cancelled_because), by=by)
    return version


def keep_version(version: ItemVersion, *, by: Doer) -> ItemVersion:
    """Drop a planned end. Refuses `nothing_planned` and `not_in_force` (conflicts). Publishes CancellationPlanned."""
    with transaction.atomic():
        version = _held(version)
        if version.cancel_on is None:
            raise Refusal("nothing_planned", _("No end is planned."), conflict=True)
        version.cancel_on, version.cancelled_because = None, ""
        version.save(update_fields=["cancel_on", "cancelled_because"])
        keys = {"item_id": version.item_id, "version_id": version.pk}
        publish(CancellationPlanned(**keys, day="", reason=""), by=by)
    return version


def cancel_due(*, by: Doer = SYSTEM) -> int:
    """End what was planned to end today or before; returns how many."""
    due = ItemVersion.objects.filter(state__in=LIVE_STATES, cancel_on__lte=clock.today()).order_by("pk")
    done = 0
    for key in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            version = _locked(key)
            if version.state in LIVE_STATES and version.cancel_on is not None and version.cancel_on <= clock.today():
                _end(version, by=by)
                done += 1
    return done


def _end(version: ItemVersion, *, by: Doer) -> ItemVersion:
    now = clock.now()
    version.state, version.ended_at = VersionState.CANCELLED, now
    version.save(update_fields=["state", "ended_at", "cancel_on", "cancelled_because"])
    event = VersionCancelled(item_id=version.item_id, version_id=version.pk, reason=version.cancelled_because)
    publish(event, by=by, at=now)
    return version


def _held(version: ItemVersion) -> ItemVersion:
    version = _locked(version.pk)
    if version.state not in LIVE_STATES:
        raise Refusal("not_in_force", _("Only an item in force can be cancelled."), conflict=True)
    return version


def _locked(key: int) -> ItemVersion:
    """Under the lock of its item, which publishing takes as well."""
    version = ItemVersion.objects.get(pk=key)
    Item.objects.select_for_update(of=("self",)).get(pk=version.item_id)
    version.refresh_from_db(fields=["state", "cancel_on", "cancelled_because"])
    return version
