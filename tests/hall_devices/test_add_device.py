"""`manage.py add_device`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from hall_devices.models import Device
from tests.hall_devices import hall

pytestmark = pytest.mark.django_db
HALL = "市政务服务中心"


def added(*words: str) -> str:
    said = StringIO()
    call_command("add_device", *words, stdout=said)
    return said.getvalue().strip()


def test_a_machine_is_opened_by_the_address_that_is_told_once() -> None:
    window = hall.window("C01")
    screen, pad = ("screen", HALL, "大屏", "--zone", "3C区"), ("pad", HALL, "评价器", "--window", "3C区C01")
    paths = ["/" + added(*words).split("/", 3)[3] for words in (("kiosk", HALL, "取号机"), screen, pad)]
    assert [Client().get(path).status_code for path in paths] == [200, 200, 200]
    machines = list(Device.objects.order_by("pk"))
    assert [machine.window for machine in machines] == [None, None, window]
    assert [machine.zone for machine in machines] == [None, window.zone, None]
    assert not any(machine.token_hash in path for machine in machines for path in paths)


@pytest.mark.parametrize(
    "words",
    [
        ("kiosk", "别的大厅", "取号机"),
        ("screen", HALL, "大屏", "--zone", "9C区"),
        ("screen", HALL, "大屏", "--zone", "C区"),
        ("pad", HALL, "评价器"),
        ("pad", HALL, "评价器", "--window", "3C区C99"),
        ("pad", HALL, "评价器", "--window", "3X区C01"),
    ],
)
def test_unknown_places_are_refused(words: tuple[str, ...]) -> None:
    hall.window("C01")
    with pytest.raises(CommandError):
        added(*words)
    assert not Device.objects.exists()
