"""A small hall for tests: one zone, some windows, a business or two."""

from itertools import count

from hall_devices.models import Device, DeviceKind, QueueBusiness
from hall_devices.tokens import token_hash
from identity.actors import Actor
from identity.models import Account, Department, Duty, Hall, Window, Zone
from identity.queries import actor_of
from tests import world

DEVICE = Actor(kind="device", name="取号机")
_serial = count(1)


def zone(name: str = "C区") -> Zone:
    """A zone of the hall of the tests."""
    world.department()
    region = Department.objects.get(key="市监局").region
    hall, _new = Hall.objects.get_or_create(
        name="市政务服务中心", defaults={"region": region, "address": "华昌路", "phone": "0512", "hours": "9-17"}
    )
    return Zone.objects.get_or_create(hall=hall, floor=3, name=name, defaults={"purpose": "卫生健康"})[0]


def window(number: str = "C01", *, place: Zone | None = None) -> Window:
    """A window, the same one for the same number and zone."""
    return Window.objects.get_or_create(zone=place or zone(), number=number)[0]


def business(*windows: Window, name: str = "", prefix: str = "C", place: Zone | None = None) -> QueueBusiness:
    """A business those windows call."""
    place = place or zone()
    made = QueueBusiness.objects.create(hall=place.hall, zone=place, prefix=prefix, name=name or f"业务{next(_serial)}")
    made.windows.set(windows)
    return made


def clerk(at: Window | None = None) -> Actor:
    """A clerk, maybe sitting at a window."""
    actor = world.staff("窗口受理岗")
    if at is None:
        return actor
    Duty.objects.filter(staff_id=actor.staff_id).update(window=at)
    return actor_of(Account.objects.get(pk=actor.account_id))


def device(kind: DeviceKind = DeviceKind.KIOSK, token: str = "secret", *, place: Zone | None = None) -> Device:
    """A machine of the hall with a known token."""
    place = place or zone()
    return Device.objects.create(
        kind=kind, name="03号机", hall=place.hall, zone=None if kind == DeviceKind.KIOSK else place,
        token_hash=token_hash(token),
    )  # fmt: skip
