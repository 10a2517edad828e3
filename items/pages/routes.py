"""Routes drawn from a shape, also while they are edited."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from identity.models import Department
from items.elements import element
from items.rules.checks.filled import readable
from items.rules.checks.routes import stage_days


def drawn_routes(shape: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each route with its stages and seats, and whether its days fit the promise (working days)."""
    shape = readable(shape)
    names = dict(Department.objects.values_list("key", "short"))
    return [_route(route, shape, names) for route in shape["routes"]]


def _route(route: Mapping[str, Any], shape: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    stages = route["stages"]
    total, promised = sum(map(stage_days, stages)), shape["promised_days"] or 0
    parallel = sum(len(stage["seats"]) > 1 for stage in stages)
    words = ngettext("%(count)d stage", "%(count)d stages", len(stages)) % {"count": len(stages)}
    if parallel:
        words += "，" + ngettext("%(count)d in parallel", "%(count)d in parallel", parallel) % {"count": parallel}
    return {
        **{"title": element("routes").part("kind").term_of(route["kind"]), "words": words},
        "stages": [_stage(stage, names) for stage in stages],
        "over": shape["kind"] != "instant" and total > promised,
        "sum": _("The longest way takes %(total)d working days; %(promised)d are promised.")
        % {"total": total, "promised": promised},
    }


def _stage(stage: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    parallel = len(stage["seats"]) > 1
    rules = element("routes").part("stages").part("rule")
    return {
        **{"title": stage["title"], "parallel": parallel, "rule": rules.term_of(stage["rule"])},
        "when": stage["when_text"] or (_("conditional") if stage["when"] else ""),
        "seats": [_seat(seat, names, parallel) for seat in stage["seats"]],
    }


def _seat(seat: Mapping[str, Any], names: Mapping[str, str], parallel: bool) -> dict[str, Any]:
    body = names.get(seat["department"], seat["department"])
    days = seat["days"] or 0
    who = (body or _("The item's own body")) if parallel else "、".join(filter(None, (body, seat["post_name"])))
    note = "、".join(filter(None, (seat["post_name"], _("conditional") if seat["when"] else "")))
    return {"who": who, "note": note, "days": ngettext("%(days)d day", "%(days)d days", days) % {"days": days}}
