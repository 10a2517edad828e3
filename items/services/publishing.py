"""Bringing versions into force."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from core import clock
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from items.events import VersionPublished
from items.models import Item, ItemVersion, VersionState
from items.rules.words import search_vector


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
        index_version(version)
        item.versions.filter(state__in=[VersionState.PUBLISHED, VersionState.SUSPENDED]).update(
            state=VersionState.SUPERSEDED, ended_at=at
        )
        version.state, version.published_at = VersionState.PUBLISHED, at
        version.save(update_fields=["state", "published_at"])
        publish(VersionPublished(item_id=item.pk, version_id=version.pk, number=version.number), by=by, at=at)
    return version


def index_version(version: ItemVersion) -> None:
    """Store the words a draft is found by: its name and everyday phrases first, then its parts."""
    phrases = version.item.entry.phrases.values_list("phrase", flat=True)
    strong = [version.name, *phrases]
    medium = [option.name for option in version.handlingoption_set.all()]
    medium += [result.name for result in version.resultspec_set.all()] + [version.item.department.short]
    weak = [material.name for material in version.materialspec_set.all()]
    weak += [condition.text for condition in version.condition_set.all()]
    vector = search_vector({"A": strong, "B": medium, "D": weak})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE items_itemversion SET search = %s::tsvector WHERE id = %s", [vector, version.pk])
