"""Life events on the portal: the list, and one with its questions and what they lead to."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from items.life_events import Led, answers_in, led_to
from items.models import LifeEvent
from items.notes import promised_limit
from items.rules.life_events import Need
from portal.pages.guide import visits_words

STANDING = "map-2"


def tiles(events: Iterable[LifeEvent]) -> list[dict[str, str]]:
    """Each as a way in."""
    return [
        {
            **{"name": event.name, "icon": event.icon or STANDING, "note": event.intro},
            "href": reverse("portal:life_event", args=[event.key]),
        }
        for event in events
    ]


def groups(events: Iterable[LifeEvent]) -> dict[str, Any]:
    """All of them, for individuals and for enterprises, in the shape of the entrances."""
    shown = list(events)
    titles = {"person": _("For individuals"), "enterprise": _("For enterprises")}
    parts = [(title, tiles(event for event in shown if event.audience == key)) for key, title in titles.items()]
    return {
        "title": _("By what happens in life"),
        "groups": [{"title": title, "rows": rows} for title, rows in parts if rows],
        "why": _("No life event is described yet."),
    }


def life_event(event: LifeEvent, query: Mapping[str, str]) -> dict[str, Any]:
    """Its questions with the answers given, and the items they lead to: certainly, then only with other answers."""
    answers = answers_in(event, query)
    led = led_to(event, answers)
    sure = [_row(one) for one in led if one.need is Need.YES]
    maybe = [_row(one) for one in led if one.need is Need.MAYBE]
    return {
        **{"name": event.name, "intro": event.intro, "icon": event.icon or STANDING, "shown": event.published},
        "crumbs": [
            {"label": _("Home"), "href": reverse("portal:home")},
            {"label": _("By what happens in life"), "href": reverse("portal:life_events")},
            {"label": event.name, "href": ""},
        ],
        "here": reverse("portal:life_event", args=[event.key]),
        "questions": [_question(question, answers) for question in event.questions.all()],
        "count_words": ngettext("%(count)d thing to do", "%(count)d things to do", len(sure)) % {"count": len(sure)},
        **{"sure": sure, "maybe": maybe},
    }


def _question(question: Any, answers: Mapping[int, int]) -> dict[str, Any]:
    return {
        **{"name": f"q{question.pk}", "ask": question.ask},
        "options": [
            {"value": option.pk, "label": option.label, "checked": answers.get(question.pk) == option.pk}
            for option in question.options.all()
        ],
    }


def _row(led: Led) -> dict[str, Any]:
    version = led.version
    return {
        **{"name": version.name, "why": led.why, "department": version.item.department.name},
        **{"days": promised_limit(version), "visits": visits_words(version), "answers": "、".join(led.answers)},
        "href": reverse("portal:guide", args=[version.item.implementing_code]),
        "begin_href": reverse("cases:begin", args=[version.pk]),
    }
