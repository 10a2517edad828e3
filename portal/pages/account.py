"""A person's own sessions as view models."""

from typing import Any

from django.utils.translation import gettext as _

from core import clock
from core.datewords import datetime_words
from identity.actors import Actor
from identity.models import SignIn
from identity.queries import sign_ins_visible_to, still_open

PAST_SHOWN = 10
# The first mark that occurs names the device; browsers also carry the names of their ancestors, hence the order.
BROWSERS = {
    **{"MicroMessenger": "微信", "Edg": "Edge", "Firefox": "Firefox", "QQBrowser": "QQ浏览器", "Chrome": "Chrome"},
    **{"Safari": "Safari"},
}
SYSTEMS = {
    **{"HarmonyOS": "HarmonyOS", "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows"},
    **{"Macintosh": "macOS", "Linux": "Linux"},
}
PHONES = ("HarmonyOS", "Android", "iPhone", "iPad")


def sessions(actor: Actor, *, here: int) -> dict[str, Any]:
    """Where the person is signed in now and was lately; `here` is the key of the session that asks."""
    mine = sign_ins_visible_to(actor)
    open_now = sorted(still_open(mine), key=lambda record: record.pk != here)
    past = mine.exclude(pk__in=[record.pk for record in open_now])[:PAST_SHOWN]
    return {
        "open": [_row(record, here=here) for record in open_now],
        "past": [_row(record, here=here) for record in past],
        "others": len(open_now) > 1,
    }


def device_words(agent: str) -> str:
    """`Chrome · Windows` from what a browser says of itself; what is not known is left out."""
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    return " · ".join(word for word in (browser, system) if word) or _("Unknown device")


def _row(record: SignIn, *, here: int) -> dict[str, Any]:
    today = clock.today()
    return {
        "id": record.pk,
        "here": record.pk == here,
        "device": device_words(record.agent),
        "icon": "device-mobile" if any(mark in record.agent for mark in PHONES) else "device-desktop",
        "address": record.address,
        "since": datetime_words(record.started_at, today=today),
        "seen": datetime_words(record.ended_at or record.last_seen_at, today=today),
    }
