"""Where an item is taken in: the hall, and a plan of its floor with the windows marked."""

from typing import Any

from django.utils.translation import gettext as _

from identity.models import Hall, Zone
from identity.queries import zone_words
from items.models import ItemVersion, ServiceDesk


def desks(version: ItemVersion) -> list[dict[str, Any]]:
    """Each desk with its hall and the plan of the floor; a hall nobody knows has neither address nor plan."""
    listed = list(version.servicedesk_set.all())
    halls = {hall.name: hall for hall in Hall.objects.filter(name__in=[desk.hall for desk in listed])}
    zones = list(Zone.objects.filter(hall__in=halls.values()).prefetch_related("windows").order_by("floor", "name"))
    return [_desk(desk, halls.get(desk.hall), zones) for desk in listed]


def _desk(desk: ServiceDesk, hall: Hall | None, zones: list[Zone]) -> dict[str, Any]:
    where = zone_words(desk.floor, desk.zone)
    pairs = [{"label": _("Windows"), "value": f"{where} {'、'.join(desk.windows)}"}]
    if hall:
        pairs += [{"label": _("Address"), "value": hall.address}, {"label": _("Hours"), "value": hall.hours}]
        pairs += [{"label": _("Phone"), "value": hall.phone}]
    floor = [zone for zone in zones if hall and zone.hall_id == hall.pk and zone.floor == desk.floor]
    plan = _plan(desk, floor) if any(zone.name == desk.zone for zone in floor) else {}
    return {"name": desk.hall, "windows": desk.windows, "pairs": pairs, "plan": plan}


def _plan(desk: ServiceDesk, floor: list[Zone]) -> dict[str, Any]:
    """The zones of one floor; the one of the item and its windows are marked, `words` says where they are."""
    words = {"floor": desk.floor, "zone": desk.zone, "windows": "、".join(desk.windows)}
    return {
        "words": _("Floor %(floor)d: zone %(zone)s, windows %(windows)s are marked.") % words,
        "zones": [
            {
                **{"name": zone.name, "purpose": zone.purpose, "mine": zone.name == desk.zone},
                "windows": [
                    {"number": window.number, "mine": zone.name == desk.zone and window.number in desk.windows}
                    for window in sorted(zone.windows.all(), key=lambda window: window.number)
                ],
            }
            for zone in floor
        ],
    }
