"""The self-service machine as view models."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case
from core import clock
from core.identifiers import sex_of
from core.masking import COMPOUND_SURNAMES
from hall_devices.models import Device, QueueBusiness, ReadingKind, Ticket, TicketState, VisitorReading
from hall_devices.pages.follow import follow_href, waits
from hall_devices.queries import Load, loads_of
from hall_devices.visitor_memory import FORGET_SECONDS
from identity.models import Party, Zone
from identity.queries import zone_words
from items.models import ItemVersion, MaterialSpec
from items.notes import promised_limit
from items.queries import applicable_versions
from spaces.queries import licences_of

POPULAR, OF_BUSINESS, NEEDS = 4, 9, 8


def frame(device: Device, token: str, *, wipes: bool = True) -> dict[str, Any]:
    """What layouts/kiosk.html wants."""
    return {
        "kiosk": {"hall_name": device.hall.name, "place": f"{device.name} {device.place}".strip()},
        "now": clock.local(clock.now()),
        "home_href": reverse("hall_devices:kiosk", args=[token]),
        "wipe_seconds": FORGET_SECONDS if wipes else 0,
    }


def home(device: Device, token: str) -> dict[str, Any]:
    """Lay a card, or choose at once."""
    loads = loads_of(QueueBusiness.objects.filter(hall=device.hall).values_list("pk", flat=True))
    soonest = min((load.minutes(load.waiting) for load in loads.values() if load.waiting), default=0)
    words = {"count": sum(load.waiting for load in loads.values()), "minutes": soonest}
    said = ngettext(
        "%(count)d are waiting now, the shortest wait is about %(minutes)d minute",
        "%(count)d are waiting now, the shortest wait is about %(minutes)d minutes",
        soonest,
    )
    address = _addresses(token)
    return {
        **frame(device, token, wipes=False),
        "card_href": address("kiosk_card"),
        "ways": [{"icon": "keyboard", "label": _("Type the number"), "href": address("kiosk_number")}],
        "main_tile": {
            **{"icon": "ticket", "title": _("Take a number"), "href": address("kiosk_choose")},
            "note": said % words if words["count"] else _("Nobody is waiting"),
        },
        "tiles": [
            _tile("history", _("My numbers"), _("Missed a call? Come back here"), address("kiosk_mine")),
            _tile("list-search", _("Where is my case?"), _("How many days are left"), address("kiosk_cases")),
        ],
    }


def choices(device: Device, token: str, reading: VisitorReading | None) -> dict[str, Any]:
    """First choice: what many come for, or a part of the hall."""
    businesses = QueueBusiness.objects.filter(hall=device.hall).select_related("zone")
    zones = sorted({one.zone for one in businesses}, key=lambda zone: (zone.floor, zone.name))
    href = _addresses(token)("kiosk_choose")
    return {
        **_choosing(device, token, _("What would you like to do?"), greeting(reading)),
        "choices": [_item_tile(version, token) for version in popular_items()],
        "groups_title": _("Or choose where to go"),
        "groups": [
            {"label": f"{zone_words(zone.floor, zone.name)} {zone.purpose}", "href": f"{href}?zone={zone.pk}"}
            for zone in zones
        ],
        "back_href": "",
    }


def zone_choices(device: Device, token: str, zone: Zone) -> dict[str, Any]:
    """The businesses of one part of the hall with how busy they are."""
    businesses = list(zone.businesses.order_by("name"))
    loads = loads_of([business.pk for business in businesses])
    href = _addresses(token)("kiosk_choose")
    return {
        **_choosing(device, token, zone_words(zone.floor, zone.name), zone.purpose),
        "choices": [
            _tile(one.icon, one.name, load_words(loads[one.pk]), f"{href}?business={one.pk}") for one in businesses
        ],
        "back_href": href,
    }


def business_choices(device: Device, token: str, business: QueueBusiness) -> dict[str, Any]:
    """The items of one business; the last choice takes a number without naming an item."""
    tiles = [_item_tile(version, token) for version in items_of(business)]
    other = {"title": _("Something else"), "note": _("The clerk finds the right item with you"), "icon": "dots"}
    href = _addresses(token)
    post = {"post_href": href("kiosk_take"), "name": "business", "value": business.pk}
    load = loads_of([business.pk])[business.pk]
    return {
        **_choosing(device, token, business.name, load_words(load)),
        "choices": [*tiles, {**other, **post}],
        "back_href": f"{href('kiosk_choose')}?zone={business.zone_id}",
    }


def found_items(device: Device, token: str, query: str, versions: Sequence[ItemVersion]) -> dict[str, Any]:
    """Items by words."""
    return {
        **_choosing(device, token, _("Items for “%(words)s”") % {"words": query}, ""),
        "query": query,
        "choices": [_item_tile(version, token) for version in versions],
        "why": _("No item fits these words. Please try others or ask at the reception."),
        "back_href": _addresses(token)("kiosk_choose"),
    }


def my_tickets(device: Device, token: str, tickets: Sequence[Ticket]) -> dict[str, Any]:
    """Numbers of this visitor today: those in line lead to their page, missed ones come back with one touch."""
    address = _addresses(token)
    tiles = [_ticket_tile(ticket, token) for ticket in tickets]
    another = _tile("ticket", _("Take a number"), _("For something else"), address("kiosk_choose"))
    return {
        **frame(device, token),
        **{"heading": _("My numbers"), "lead": "", "query_href": ""},
        "choices": [*tiles, another],
        "back_href": "",
    }


def my_cases(device: Device, token: str, cases: Sequence[Case]) -> dict[str, Any]:
    """Cases of the person whose card was read."""
    return {
        **frame(device, token),
        **{"heading": _("My cases"), "lead": "", "query_href": ""},
        "choices": [
            {
                **{"icon": "file-text", "title": case.version.name},
                "note": f"{case.get_state_display()} · {case.case_no or case.receipt_no}",
            }
            for case in cases
        ],
        "why": _("You have no case in this city."),
        "back_href": "",
    }


def ticket_page(device: Device, token: str, ticket: Ticket) -> dict[str, Any]:
    """The number, how long it takes, where to go and what to bring. Names and libraries only after a card was read."""
    known = ticket.party if ticket.reading and ticket.reading.kind == ReadingKind.CARD else None
    address = _addresses(token)
    give_up = {"icon": "x", "label": _("Do not wait"), "post_href": address("kiosk_cancel", ticket.pk)}
    name = greeting(ticket.reading)
    return {
        **frame(device, token),
        "ticket": {
            "number": ticket.number,
            "greeting": _("%(name)s, your number") % {"name": name} if name else _("Your number"),
            "item": ticket.version.name if ticket.version else ticket.business.name,
            "qr": f"{settings.SITE_URL}{follow_href(ticket)}",
            "waits": waits(ticket),
        },
        "way": _way(ticket),
        **_needs(ticket.version, known),
        "ways": [{"icon": "printer", "label": _("Print the slip"), "prints": True}, give_up],
        "done_href": address("kiosk_wipe"),
    }


def greeting(reading: VisitorReading | None) -> str:
    """`周女士`: only for somebody whose card was read; a typed number could be anybody's."""
    if reading is None or reading.party is None or reading.kind != ReadingKind.CARD:
        return ""
    name = reading.party.name
    words = {"surname": name[:2] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[:1]}
    return _("Ms %(surname)s") % words if sex_of(reading.party.code) == "female" else _("Mr %(surname)s") % words


def load_words(load: Load) -> str:
    """How many wait, and about how long."""
    if not load.waiting:
        return _("Nobody is waiting")
    minutes = load.minutes(load.waiting)
    words = ngettext(
        "%(count)d waiting, about %(minutes)d minute", "%(count)d waiting, about %(minutes)d minutes", minutes
    )
    return words % {"count": load.waiting, "minutes": minutes}


def popular_items() -> Sequence[ItemVersion]:
    """Items people have the most everyday words for."""
    asked = applicable_versions().annotate(phrases=Count("item__entry__phrases"))
    return list(asked.filter(phrases__gt=0).order_by("-phrases", "pk")[:POPULAR])


def items_of(business: QueueBusiness) -> Sequence[ItemVersion]:
    """Items of the bodies a business serves, the better known first."""
    mine = applicable_versions().filter(item__department__in=business.departments.all())
    return list(mine.annotate(phrases=Count("item__entry__phrases")).order_by("-phrases", "name", "pk")[:OF_BUSINESS])


def _choosing(device: Device, token: str, heading: str, lead: str) -> dict[str, Any]:
    query_href = _addresses(token)("kiosk_choose")
    return {**frame(device, token), "heading": heading, "lead": lead, "query_href": query_href}


def _addresses(token: str) -> Any:
    return lambda name, *keys: reverse(f"hall_devices:{name}", args=[token, *keys])


def _tile(icon: str, title: str, note: str, href: str) -> dict[str, str]:
    return {"icon": icon, "title": title, "note": note, "href": href}


def _item_tile(version: ItemVersion, token: str) -> dict[str, Any]:
    """An item with who handles it and how long it is promised to take."""
    note = f"{version.item.department.short} · {promised_limit(version)}"
    tile = {"icon": "file-text", "title": version.name, "note": note}
    return {**tile, "post_href": _addresses(token)("kiosk_take"), "name": "version", "value": version.pk}


def _ticket_tile(ticket: Ticket, token: str) -> dict[str, Any]:
    address = _addresses(token)
    tile = {"icon": "ticket", "title": ticket.number, "note": f"{ticket.business.name} · {ticket.get_state_display()}"}
    if ticket.state in {TicketState.PASSED, TicketState.SUSPENDED}:
        href = address("kiosk_come_back", ticket.pk)
        return {
            **tile,
            "note": _("Touch to come back behind the next three"),
            "post_href": href,
            "name": "back",
            "value": 1,
        }
    return {**tile, "href": address("kiosk_ticket", ticket.pk)}


def _way(ticket: Ticket) -> dict[str, Any]:
    zone = ticket.business.zone
    windows = "、".join(ticket.business.windows.order_by("number").values_list("number", flat=True)[:6])
    words = {"number": ticket.number, "windows": windows}
    called = _("When you hear %(number)s, go to one of these windows: %(windows)s") % words
    steps = [_("Go to floor %(floor)d") % {"floor": zone.floor}, _("Wait in %(zone)s") % {"zone": zone.name}, called]
    return {
        "title": _("Wait here: %(place)s") % {"place": zone_words(zone.floor, zone.name)},
        "steps": steps,
        "plan_href": "",
    }


def _needs(version: ItemVersion | None, known: Party | None) -> dict[str, Any]:
    if version is None:
        return {"needs": [], "needs_title": ""}
    specs = MaterialSpec.objects.filter(version=version, required=True).order_by("order")[:NEEDS]
    held = set(licences_of(known.pk).values_list("name", flat=True)) if known else set()
    needs = [{"name": spec.name, "held": bool(spec.licence) and spec.licence in held} for spec in specs]
    todo = sum(not need["held"] for need in needs)
    title = ngettext("Please have %(count)d paper ready", "Please have %(count)d papers ready", todo) % {"count": todo}
    return {"needs": needs, "needs_title": title if todo else _("We already have everything")}
