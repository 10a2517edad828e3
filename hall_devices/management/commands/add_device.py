"""`manage.py add_device kiosk 市政务服务中心 自助服务机03`: a machine of a hall and its address."""

import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from hall_devices.models import Device, DeviceKind
from hall_devices.tokens import token_hash
from identity.models import Hall, Window, Zone

TOKEN_BYTES = 24


class Command(BaseCommand):
    """Adds a machine and prints its address once; nobody can find the address out later, only add the machine anew."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Kind, hall and name; a zone for a screen, a window for a pad."""
        parser.add_argument("kind", choices=DeviceKind.values)
        parser.add_argument("hall", help="name of the hall")
        parser.add_argument("name", help="what people call the machine")
        parser.add_argument("--place", default="", help="where it stands, in words")
        parser.add_argument("--zone", help="floor and name of the zone a screen shows, such as 2A区")
        parser.add_argument("--window", help="zone and number of the window a pad belongs to, such as 2A区A01")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with an error for a hall, zone or window nobody knows."""
        hall = _known(Hall.objects.filter(name=options["hall"]), options["hall"])
        zone = _in_hall(hall, options["zone"]) if options["zone"] else None
        window = _window(hall, options["window"]) if options["window"] else None
        if options["kind"] == DeviceKind.PAD and window is None:
            raise CommandError("a pad belongs to a window: name it with --window")
        token = secrets.token_urlsafe(TOKEN_BYTES)
        Device.objects.create(
            **{"kind": options["kind"], "name": options["name"], "place": options["place"]},
            **{"hall": hall, "zone": zone, "window": window, "token_hash": token_hash(token)},
        )
        path = reverse(f"hall_devices:{options['kind']}", args=[token])
        self.stdout.write(f"{settings.SITE_URL}{path}")


def _in_hall(hall: Hall, text: str) -> Zone:
    return _known(Zone.objects.filter(hall=hall, floor=_floor(text), name=text[1:]), text)


def _window(hall: Hall, text: str) -> Window:
    for zone in Zone.objects.filter(hall=hall, floor=_floor(text)):
        if text[1:].startswith(zone.name):
            return _known(Window.objects.filter(zone=zone, number=text[1 + len(zone.name) :]), text)
    raise CommandError(f"there is no {text}")


def _floor(text: str) -> int:
    if not text[:1].isdecimal():
        raise CommandError(f"{text} does not begin with its floor")
    return int(text[:1])


def _known(found: Any, text: str) -> Any:
    """The one row, or an error that says what is not there."""
    if (row := found.first()) is None:
        raise CommandError(f"there is no {text}")
    return row
