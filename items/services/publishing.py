"""Bringing versions into force."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from items.events import VersionPublished
from items.models import LIVE_STATES, Item, ItemVersion, VersionState


def publish_version(version: ItemVersion, *, by: Doer, at: datetime | None = None) -> ItemVersion:
    """Bring a draft into force; the former version becomes history and keeps its running cases (I-12).

    Refuses `not_a_draft`, also to the second of two who publish it together. Publishes VersionPublished; every page
    shows it from then on (I-17).
    """
    at = at or clock.now()
    with transaction.atomic():
        item = Item.objects.select_for_update(of=("self",)).get(pk=version.item_id)
        version.refresh_from_db(fields=["state"])
        if version.state != VersionState.DRAFT:
            raise Refusal("not_a_draft", _("Only a draft can be published."), conflict=True)
        item.versions.filter(state__in=LIVE_STATES).update(state=VersionState.SUPERSEDED, ended_at=at)
        version.state, version.published_at = VersionState.PUBLISHED, at
        version.save(update_fields=["state", "published_at"])
        publish(VersionPublished(item_id=item.pk, version_id=version.pk, number=version.number), by=by, at=at)
    return version
