"""What every layout may use besides its page's own context."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core.menu import Menu

ELDER_COOKIE = "elder"


def frame(request: HttpRequest) -> dict[str, Any]:
    """`menu` by surface, `hall` (names, address, phones), `elder` (bool), `trial` (bool: trial installations only)."""
    return {
        "menu": Menu(request),
        "hall": settings.HALL,
        "elder": request.COOKIES.get(ELDER_COOKIE) == "1",
        "trial": bool(getattr(settings, "TRIAL", False)),
    }
