"""Queues and machines of the demonstration city, and a few people already waiting."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from govportal.demo import CITY
from govportal.demo.people import Citizen
from hall_devices.models import Device, DeviceKind, QueueBusiness
from hall_devices.services.tickets import take_ticket
from hall_devices.services.visitors import read_number
from hall_devices.tokens import token_hash
from hall_devices.trial import trial_token
from identity.actors import SYSTEM
from identity.models import Department, Hall, Window, Zone
from items.queries import published_versions

MAIN_HALL = "市政务服务中心"


def load_queues(departments: Mapping[str, Department]) -> int:
    """All businesses with their windows; returns how many."""
    city = CITY.read("queues.yaml")
    made = [_business(row, departments[row["department"]]) for row in city["main"]]
    for zone in Zone.objects.exclude(hall__name=MAIN_HALL).select_related("hall"):
        business = QueueBusiness.objects.create(hall=zone.hall, zone=zone, **city["everywhere_else"])
        business.windows.set(zone.windows.all())
        made.append(business)
    return len(made)


def load_machines() -> int:
    """A self-service machine in every hall, and a screen in every zone with a queue, with tokens known in trials."""
    machines = [
        Device(kind=DeviceKind.KIOSK, name=f"自助服务机 {place:02d}", place="一楼大厅", hall=hall)
        for place, hall in enumerate(Hall.objects.order_by("pk"), start=1)
    ]
    zones = Zone.objects.filter(businesses__isnull=False).distinct().select_related("hall").order_by("pk")
    machines += [
        Device(kind=DeviceKind.SCREEN, name=f"{zone.floor}楼{zone.name}", hall=zone.hall, zone=zone) for zone in zones
    ]
    machines += [
        Device(kind=DeviceKind.SCREEN, name="大厅总屏", hall=hall) for hall in Hall.objects.filter(name=MAIN_HALL)
    ]
    machines += [
        Device(kind=DeviceKind.PAD, name=f"{window.number} 评价器", hall=window.zone.hall, window=window)
        for window in _staffed_windows()
    ]
    for machine in machines:
        machine.token_hash = token_hash(trial_token(machine.kind, machine.hall, machine.window or machine.zone))
    return len(Device.objects.bulk_create(machines))


def let_people_wait(citizens: list[Citizen]) -> int:
    """Some citizens take their numbers through the real service."""
    kiosk = Device.objects.filter(kind=DeviceKind.KIOSK, hall__name=MAIN_HALL).get()
    people = iter(reversed(citizens))
    taken = 0
    for row in CITY.read("queues.yaml")["waiting"]:
        business = _businesses(row).get(departments__key=row["department"])
        for name in row["items"]:
            version = published_versions().filter(name=name).first() if name else None
            take_ticket(
                business, version=version, reading=read_number(next(people).party.code, device=kiosk), by=SYSTEM
            )
            taken += 1
    return taken


def _staffed_windows() -> QuerySet[Window]:
    """Windows of the bodies people wait for where somebody works."""
    bodies = [row["department"] for row in CITY.read("queues.yaml")["waiting"]]
    staffed = Window.objects.filter(duties__staff__department__key__in=bodies, zone__hall__name=MAIN_HALL)
    return staffed.select_related("zone__hall").distinct().order_by("pk")


def _business(row: dict[str, Any], department: Department) -> QueueBusiness:
    zone = Zone.objects.select_related("hall").get(hall__name=MAIN_HALL, floor=row["floor"], name=row["zone"])
    business = QueueBusiness.objects.create(
        hall=zone.hall, zone=zone, **{key: row[key] for key in ("name", "prefix", "icon")}
    )
    business.departments.add(department)
    for desk in department.desks:
        if (desk["hall"], desk["floor"], desk["zone"]) == (MAIN_HALL, zone.floor, zone.name):
            business.windows.add(*Window.objects.filter(zone=zone, number__in=desk["windows"]))
    return business


def _businesses(row: dict[str, Any]) -> QuerySet[QueueBusiness]:
    return QueueBusiness.objects.filter(zone__hall__name=MAIN_HALL, zone__floor=row["floor"], zone__name=row["zone"])
