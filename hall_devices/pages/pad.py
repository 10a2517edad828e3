"""The pad before the visitor at a window: who serves here, and the rating afterwards (Q-11, E-01)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case
from hall_devices.models import Device, WindowStatus
from supervision.models import Satisfaction

GOOD = ("quick", "competent", "friendly")
BAD = ("slow", "unclear", "unfriendly")


def waiting(device: Device, token: str) -> dict[str, Any]:
    """Nothing to rate: the page asks every few seconds."""
    return {**_frame(device), "waiting_href": reverse("hall_devices:pad_waiting", args=[token])}


def rating(device: Device, token: str, case: Case, level: int | None) -> dict[str, Any]:
    """The five faces, then the reasons of the chosen one (E-09)."""
    href = reverse("hall_devices:pad", args=[token])
    return {
        **_frame(device),
        "what": {"title": case.version.name, "note": case.receipt_no or ""},
        "levels": [{"number": one.value, "label": one.label} for one in Satisfaction],
        "chosen": level,
        "rate_href": href,
        "reasons": [{"value": value, "label": reasons()[value]} for value in offered(level)],
        "skip_href": f"{href}?skip={case.pk}",
        "note": _("Rating is voluntary. Whoever handled your case does not see who rated."),
    }


def offered(level: int | None) -> tuple[str, ...]:
    """Which reasons fit a level."""
    if level is None:
        return ()
    return BAD if Satisfaction(level).is_bad else GOOD


def reasons() -> dict[str, str]:
    """Reasons in words: speed, skill and manner of the service, good or bad."""
    return {
        **{"quick": _("Quick"), "competent": _("Well explained"), "friendly": _("Friendly")},
        **{"slow": _("Slow"), "unclear": _("Not explained well"), "unfriendly": _("Unfriendly")},
    }


def _frame(device: Device) -> dict[str, Any]:
    """Who serves at this window, as the pad's head shows him."""
    status = WindowStatus.objects.filter(window=device.window).select_related("staff").first()
    name = status.staff.name if status and status.staff else ""
    number = device.window.number if device.window else ""
    place = _("Window %(number)s") % {"number": number}
    return {"clerk": {"initial": name[:1] or number[:1], "name": name or device.hall.name, "place": place}}
