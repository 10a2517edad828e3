"""The component gallery: each component in its states, on trial installations only."""

from pathlib import Path
from typing import Any

import yaml
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.badges import Badge, Tone
from portal.forms import GalleryForm

SAMPLES = Path(__file__).resolve().parent.parent / "gallery.yaml"
TYPED = {"area": "约八十", "mode": "餐饮服务经营者", "online": "yes", "id_number": "320582199001011234"}


def components(request: HttpRequest) -> HttpResponse:
    """All components; the second form shows what wrong input looks like."""
    samples: dict[str, Any] = yaml.safe_load(SAMPLES.read_text(encoding="utf-8"))
    for clock in samples["clocks"]:
        clock["segments"] = [kind.rstrip("2") for kind, days in clock.pop("days").items() for _ in range(days)]
    for alarm in samples["alarms"]:
        alarm["badge"] = _badge(*alarm["badge"])
    samples["badges"] = [_badge(*badge) for badge in samples["badges"]]
    words = samples.pop("form")
    context = {**samples, "form": GalleryForm(words), "wrong": GalleryForm(words, TYPED, auto_id="wrong_%s")}
    return render(request, "portal/gallery.html", context)


def _badge(word: str, tone: str, icon: str) -> Badge:
    return Badge(word, Tone(tone), icon)
