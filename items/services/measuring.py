"""Counting how complete versions are (I-16)."""

from django.db.models import Q

from items.exporting import shape_of
from items.models import Completeness, ItemVersion
from items.queries import shown_versions
from items.rules.quality import DEFINITION, completeness

AT_ONCE = 2000
"""How many a night counts anew; a county has fewer."""


def measure_version(version: ItemVersion) -> Completeness:
    """Count a version and keep the result, in place of what an earlier definition counted."""
    counted = completeness(shape_of(version), version.item.level)
    found, _new = Completeness.objects.update_or_create(
        version=version,
        defaults={
            **{"definition": DEFINITION, "asked": counted.asked, "filled": counted.filled},
            **{"optional_asked": counted.optional_asked, "optional_filled": counted.optional_filled},
            "missing": list(counted.missing),
        },
    )
    return found


def measure_uncounted() -> int:
    """Count the versions in force that were never counted, or by another definition; returns how many."""
    uncounted = shown_versions().filter(Q(completeness=None) | ~Q(completeness__definition=DEFINITION)).order_by("pk")
    keys = list(uncounted.values_list("pk", flat=True)[:AT_ONCE])
    for key in keys:
        measure_version(ItemVersion.objects.select_related("item__entry").get(pk=key))
    return len(keys)
