"""Closing an item to new applications for a while (暂停, I-13)."""

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from items.events import VersionResumed, VersionSuspended
from items.models import Item, ItemVersion, VersionState

COLUMNS = ["state", "suspended_at", "suspended_because"]


def suspend_version(version: ItemVersion, *, reason: str, by: Doer) -> ItemVersion:
    """Take no new applications from now on; the guide says since when and why, what was filed goes on (I-13).

    Refuses `reason` without one and `not_in_force` (a conflict). Publishes VersionSuspended.
    """
    if not reason.strip():
        raise Refusal("reason", _("Give the reason."), field="reason")
    with transaction.atomic():
        version = _held(version)
        if version.state != VersionState.PUBLISHED:
            raise Refusal("not_in_force", _("Only an item in force can be suspended."), conflict=True)
        version.state, version.suspended_at = VersionState.SUSPENDED, clock.now()
        version.suspended_because = reason.strip()[:200]
        version.save(update_fields=COLUMNS)
        event = VersionSuspended(item_id=version.item_id, version_id=version.pk, reason=version.suspended_because)
        publish(event, by=by, at=version.suspended_at)
    return version


def resume_version(version: ItemVersion, *, by: Doer) -> ItemVersion:
    """Take applications again (I-13). Refuses `not_suspended` (a conflict). Publishes VersionResumed."""
    with transaction.atomic():
        version = _held(version)
        if version.state != VersionState.SUSPENDED:
            raise Refusal("not_suspended", _("This item is not suspended."), conflict=True)
        version.state, version.suspended_at, version.suspended_because = VersionState.PUBLISHED, None, ""
        version.save(update_fields=COLUMNS)
        publish(VersionResumed(item_id=version.item_id, version_id=version.pk), by=by)
    return version


def _held(version: ItemVersion) -> ItemVersion:
    """The version read anew under the lock of its item, which publishing takes as well."""
    Item.objects.select_for_update(of=("self",)).get(pk=version.item_id)
    return ItemVersion.objects.get(pk=version.pk)
