"""The route of an item as a picture: steps in order, what goes side by side, and how the days lie."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from items.models import ItemVersion, Route, Seat, Stage, StageDuty, StageRule
from items.notes import route_words
from items.rules.routes import days_of, length_of, route_taken
from items.rules.situations import Outcome, routes_to_choose
from items.situations import questions_of

ICONS: dict[str, str] = {StageDuty.ACCEPT: "clipboard-check", StageDuty.DECIDE: "gavel", StageDuty.ISSUE: "certificate"}
LONGEST_BAR = 1000
"""How wide the picture of the days is, in its own units."""


def route(version: ItemVersion, outcome: Outcome) -> dict[str, Any]:
    """The way a case with these answers takes: `route` has the steps with the seats that decide side by side, `days`
    the same as bars, `pause_*` what stops the clock, `route_kind` which of several ways it is and why; days are working
    days."""
    ways = list(version.route_set.order_by("order"))
    to_choose = routes_to_choose(questions_of(version.pk)) if len(ways) > 1 else ()
    found = route_taken(ways, outcome.path.facts(), chosen=outcome.route, to_choose=to_choose) or next(iter(ways), None)
    stages = list(found.stages.prefetch_related("seats__department")) if found else []
    procedures = list(version.specialprocedurespec_set.all())
    within = _("%(kind)s (within %(days)d working days)")
    kinds = "、".join(within % {"kind": procedure.kind, "days": procedure.days} for procedure in procedures)
    return {
        **{"route": [_step(stage) for stage in stages], "days": _bars(stages)},
        "route_kind": _kind(found, days_of(stages), outcome) if found and len(ways) > 1 else "",
        "pause_title": _("Not counted: ") if procedures else "",
        "pause_note": _("These procedures stop the clock: %(kinds)s") % {"kinds": kinds} if procedures else "",
    }


def _kind(found: Route, days: int, outcome: Outcome) -> str:
    words = route_words(found.kind, days)
    if outcome.route != found.kind:
        return words
    return _("%(words)s (because: %(why)s)") % {"words": words, "why": outcome.route_why}


def _step(stage: Stage) -> dict[str, Any]:
    seats = list(stage.seats.all())
    return {
        **{"icon": ICONS.get(stage.duty, "file-search"), "name": stage.title, "pause": ""},
        "post": _who(seats[0]) if len(seats) == 1 else "",
        "side": [{"who": _who(seat), "days": _days(seat.days)} for seat in seats] if len(seats) > 1 else [],
        "rule": _rule(stage) if len(seats) > 1 else "",
        "when": stage.when_text,
        "days": _days(length_of(stage)),
    }


def _who(seat: Seat) -> str:
    return seat.department.short if seat.department else seat.post_name


def _rule(stage: Stage) -> str:
    if stage.rule == StageRule.AT_LEAST:
        return _("side by side, at least %(count)d must agree") % {"count": stage.at_least}
    return _("side by side, %(rule)s") % {"rule": StageRule(stage.rule).label}


def _days(count: int) -> str:
    return ngettext("%(days)d day", "%(days)d days", count) % {"days": count}


def _bars(stages: list[Stage]) -> dict[str, Any]:
    """Every seat as a bar from the day its stage begins, seats of one stage below each other; nothing without days.

    `words` says the same for who does not see the picture.
    """
    total = days_of(stages)
    if not total:
        return {}
    scale, begun, bars = LONGEST_BAR / total, 0, []
    for number, stage in enumerate(stages):
        for lane, seat in enumerate(stage.seats.all()):
            size = {"x": round(begun * scale), "width": max(round(seat.days * scale) - 4, 4)}
            bars.append({**size, "y": lane * 14, "tone": number % 3})
        begun += length_of(stage)
    said = "，".join(f"{stage.title} {_days(length_of(stage))}" for stage in stages)
    height = max(bar["y"] for bar in bars) + 10
    return {"bars": bars, "height": height, "words": said, "total": _days(total), "width": LONGEST_BAR}
