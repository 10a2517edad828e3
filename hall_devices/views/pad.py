"""The pad at a window."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.models import Case
from core.keys import key_in
from core.refusal import Refusal
from hall_devices.models import Device, DeviceKind
from hall_devices.pages import pad as pages
from hall_devices.queries import case_to_rate
from hall_devices.services.visitors import as_citizen
from hall_devices.views.devices import on_device
from supervision.models import Satisfaction
from supervision.services import TEXT_MAX, rate_case

SKIPPED = "pad_skipped"
CHANNEL = "pad"


@on_device(DeviceKind.PAD)
@require_http_methods(["GET", "POST"])
def pad(request: HttpRequest, device: Device, token: str) -> HttpResponse:
    """Rating when there is something to rate, else who serves here."""
    if (skipped := key_in(request.GET.get("skip"))) is not None:
        request.session[SKIPPED] = skipped
        return redirect("hall_devices:pad", token)
    case = _case(request, device)
    if case is None:
        return render(request, "hall_devices/pad_waiting.html", pages.waiting(device, token))
    level = _level(request)
    if request.method == "POST" and level is not None:
        _rate(request, case, level)
        return redirect("hall_devices:pad", token)
    return render(request, "hall_devices/pad_rating.html", pages.rating(device, token, case, level))


@on_device(DeviceKind.PAD)
@require_GET
def waiting(request: HttpRequest, device: Device, token: str) -> HttpResponse:
    """Whether there is something to rate by now; the waiting page asks."""
    is_there = _case(request, device) is not None
    return HttpResponse(status=204, headers={"HX-Refresh": "true"} if is_there else {})


def _case(request: HttpRequest, device: Device) -> Case | None:
    return case_to_rate(device.window, skipped=request.session.get(SKIPPED, 0)) if device.window else None


def _level(request: HttpRequest) -> int | None:
    level = key_in((request.POST if request.method == "POST" else request.GET).get("level"))
    return level if level in Satisfaction.values else None


def _rate(request: HttpRequest, case: Case, level: int) -> None:
    tags = [tag for tag in request.POST.getlist("reason") if tag in pages.offered(level)]
    text = request.POST.get("comment", "")[:TEXT_MAX]
    try:
        rate_case(case, level=level, tags=tags, text=text, channel=CHANNEL, by=as_citizen(case.applicant))
        messages.success(request, _("Thank you for your rating."))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
