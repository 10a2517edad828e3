"""How good the catalogue is, in words (I-16): by department, by item, and what spot checks found."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.badges import Badge, Tone
from core.datewords import date_words
from identity.actors import Actor
from identity.models import Role
from items.elements import element
from items.models import Completeness, ItemVersion
from items.models.drafts import OVER
from items.pages.statistics import number
from items.rules.quality import fresh_since, share
from items.statistics.quality import Quality, days_since, reviewed_at, total_quality

SHOWN_MISSING = 6


def overdue_badge() -> Badge:
    """Nobody looked at the item for too long."""
    months = settings.CATALOGUE_REVIEW_MONTHS
    words = ngettext("Not reviewed for %(count)d month", "Not reviewed for %(count)d months", months)
    return Badge(words % {"count": months}, Tone.WAIT, "clock-exclamation")


def quality_page(found: Mapping[int, Quality], bodies: Mapping[int, str], overdue_href: str) -> dict[str, Any]:
    """The counters by department and of the whole hall."""
    together = total_quality(found)
    return {
        "tiles": _tiles(together, overdue_href),
        "rows": [quality_row(found[key], name) for key, name in bodies.items() if key in found],
        "total": quality_row(together, _("Together")),
    }


def _tiles(together: Quality, overdue_href: str) -> list[dict[str, Any]]:
    judged = ngettext("%(count)d group judged", "%(count)d groups judged", together.judged) % {"count": together.judged}
    return [
        _tile(_("Complete"), _percent(together.complete), _("of what must be filled")),
        _tile(_("Optional elements"), _percent(together.optional), _("of what may be filled")),
        _tile(_("Right when checked"), _percent(together.accuracy), judged),
        {
            **_tile(_("Not reviewed in time"), str(together.overdue), _("see them") if together.overdue else ""),
            **{"tone": "wait" if together.overdue else "", "href": overdue_href if together.overdue else ""},
        },
    ]


def _tile(label: str, value: str, note: str) -> dict[str, Any]:
    return {"label": label, "value": value, "unit": "", "note": note, "tone": "", "href": ""}


def _percent(value: Any) -> str:
    return "–" if value is None else f"{number(value)}%"


def quality_row(found: Quality, name: str) -> dict[str, Any]:
    """The counters of one department."""
    return {
        **{"name": name, "items": found.items, "complete": _percent(found.complete)},
        **{"optional": _percent(found.optional), "incomplete": found.incomplete, "overdue": found.overdue},
        "bar": round(found.complete) if found.complete is not None else None,
        "oldest": days_since(found.oldest) if found.oldest else "–",
        "accuracy": _percent(found.accuracy),
        "judged": found.judged,
    }


def item_quality_row(version: ItemVersion) -> dict[str, Any]:
    """The counters of one version with `last_review`."""
    counted: Completeness | None = getattr(version, "completeness", None)
    reviewed = reviewed_at(version)
    return {
        **{"name": version.name, "department": version.item.department.short},
        "href": reverse("catalogue:item", args=[version.item.implementing_code]),
        "complete": _percent(share(counted.filled, counted.asked)) if counted else "–",
        "bar": round(100 * counted.filled / counted.asked) if counted and counted.asked else None,
        "optional": _percent(share(counted.optional_filled, counted.optional_asked)) if counted else "–",
        "missing": missing_words(counted) if counted else "",
        "reviewed": date_words(reviewed, today=clock.today(), weekday=False),
        "days": days_since(reviewed),
        "badge": overdue_badge() if is_overdue(version) else None,
    }


def missing_words(counted: Completeness) -> str:
    """The elements that must be filled and are not."""
    names = [str(element(key).label) for key in counted.missing]
    more = "…" if len(names) > SHOWN_MISSING else ""
    return _(", ").join(names[:SHOWN_MISSING]) + more


def is_overdue(version: ItemVersion) -> bool:
    """Whether a version with `last_review` was not looked at for too long."""
    first = fresh_since(clock.today(), settings.CATALOGUE_REVIEW_MONTHS)
    return bool(clock.local(reviewed_at(version)).date() < first)


def review_of(version: ItemVersion, actor: Actor) -> dict[str, Any]:
    """On the page of an item: how complete it is, who looked at it last, whether this person can say he did.

    `version` has `last_review`.
    """
    latest = version.item.confirmations.order_by("-at").first()
    changing = version.item.drafts.exclude(state__in=OVER).exists()
    own = version.item.department_id in actor.department_ids
    return {
        **item_quality_row(version),
        "by": f"{latest.by_label}：{latest.remark}"
        if latest and latest.at == reviewed_at(version)
        else _("by publishing this version"),
        "may_confirm": own and actor.has_role(Role.CATALOGUE_ADMIN) and not changing,
    }
