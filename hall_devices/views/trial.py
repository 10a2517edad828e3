"""What trial installations have instead of hardware: machines to open, and cards to lay on simulated readers.
Production has no such page.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.keys import key_in
from hall_devices.models import Device, DeviceKind, WindowState, WindowStatus
from hall_devices.readers import card_reader
from hall_devices.readers.simulated import SimulatedReader
from hall_devices.trial import trial_token_of
from identity.models import AccountKind, Party

PAGES = {
    DeviceKind.KIOSK: "hall_devices:kiosk",
    DeviceKind.SCREEN: "hall_devices:screen",
    DeviceKind.PAD: "hall_devices:pad",
}
PEOPLE = 30


@never_cache
@require_http_methods(["GET", "POST"])
def reader(request: HttpRequest) -> HttpResponse:
    """Machines of the hall, and who may lay his card on which reader."""
    devices = Device.objects.select_related("hall", "zone", "window").order_by("hall", "kind", "zone", "pk")
    places = _places(devices)
    place = request.POST.get("place") or request.GET.get("place") or next(iter(places), "")
    if request.method == "POST":
        _lay(place, places, request.POST.get("party", ""))
        return redirect(f"{reverse('hall_devices:trial_reader')}?place={place}")
    machine = card_reader(place) if place in places else None
    card = machine.present() if machine else None
    context = {
        "machines": _machines(devices),
        "places": [{"value": value, "label": label, "current": value == place} for value, label in places.items()],
        "place": place,
        "card": card,
        "people": Party.objects.filter(account__kind=AccountKind.CITIZEN).order_by("pk")[:PEOPLE],
    }
    return render(request, "hall_devices/trial_reader.html", context)


def _lay(place: str, places: dict[str, str], party: str) -> None:
    machine = card_reader(place) if place in places else None
    if not isinstance(machine, SimulatedReader):
        raise Http404
    if party:
        machine.lay(get_object_or_404(Party, pk=key_in(party) or 0))
    else:
        machine.take_away()


def _places(devices: Iterable[Device]) -> dict[str, str]:
    """Places with a reader: all self-service machines, and the windows that are open."""
    found = {f"kiosk-{one.pk}": f"{one.hall.name} {one.name}" for one in devices if one.kind == DeviceKind.KIOSK}
    open_ = WindowStatus.objects.exclude(state=WindowState.CLOSED).select_related("window__zone__hall", "staff")
    for status in open_.order_by("window__number"):
        found[f"window-{status.window_id}"] = f"{status.window.zone} {status.window.number} {status.staff or ''}"
    return found


def _machines(devices: Iterable[Device]) -> dict[str, list[dict[str, Any]]]:
    """By hall."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for device in devices:
        token = trial_token_of(device)
        if token:
            href = reverse(PAGES[DeviceKind(device.kind)], args=[token])
            label = device.name if device.kind == DeviceKind.KIOSK else f"{device.get_kind_display()} {device.name}"
            found[device.hall.name].append({"href": href, "label": label})
    return dict(found)
