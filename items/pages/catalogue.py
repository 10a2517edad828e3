"""The workshop of the catalogue: what waits, lists of items, one item with its versions, comparisons."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.badges import Badge, Tone, badge_of, register_badges
from core.datewords import date_words, datetime_words
from identity.actors import Actor
from items.exporting import shape_of
from items.models import LIVE_STATES, Item, ItemDraft, ItemVersion, VersionState
from items.pages.compare import change_rows
from items.pages.directory import against_entry, draft_against_entry
from items.rules.compare import differences
from items.services.handing import moves_open_to
from items.services.reminding import limit_of

register_badges(
    "version",
    {
        "published": Badge(VersionState.PUBLISHED.label, Tone.OK, "circle-check"),
        "suspended": Badge(VersionState.SUSPENDED.label, Tone.PAUSE, "player-pause"),
        "superseded": Badge(VersionState.SUPERSEDED.label, Tone.NONE, "history"),
        "cancelled": Badge(VersionState.CANCELLED.label, Tone.BAD, "circle-x"),
        "draft": Badge(VersionState.DRAFT.label, Tone.RUN, "pencil"),
    },
)


def draft_row(draft: ItemDraft, actor: Actor) -> dict[str, Any]:
    """A draft in a list: whose it is, where it stands, whether it waits for me, whether it waits too long."""
    limit = limit_of(draft)
    return {
        "pk": draft.pk,
        "href": reverse("catalogue:draft", args=[draft.pk]),
        "name": draft.content["name"] or draft.item.entry.name,
        "department": draft.item.department.short,
        "reason": draft.reason,
        "directory": draft_against_entry(draft),
        "badge": badge_of("draft", draft.state),
        "mine": any(move.deed in ("agree", "publish") for move in moves_open_to(draft, actor)),
        "limit": _("due by %(day)s") % {"day": date_words(limit, today=clock.today())} if limit else "",
        "late": bool(limit and limit < clock.today()),
        "since": date_words(draft.since, today=clock.today(), weekday=False),
    }


def changed_row(version: ItemVersion) -> dict[str, Any]:
    """An item in force that is no longer what its directory row says (1.10)."""
    code = version.item.implementing_code
    return {
        "href": reverse("catalogue:item", args=[code]),
        **{"name": version.name, "department": version.item.department.short, "directory": against_entry(version)},
    }


def item_row(item: Item, version: ItemVersion | None, late: Badge | None) -> dict[str, Any]:
    """An item in a list with its newest version; `late` says that nobody reviewed it in time (I-16)."""
    return {
        "pk": item.pk,
        "href": reverse("catalogue:item", args=[item.implementing_code]),
        "name": item.entry.name,
        "code": item.entry.base_code,
        "department": item.department.short,
        "type": item.entry.get_type_display(),
        "badge": badge_of("version", version.state) if version else None,
        "number": version.number if version else None,
        "late": late,
    }


def item_page(item: Item, actor: Actor) -> dict[str, Any]:
    """One item: its versions, its open draft, the same item elsewhere, what may be done."""
    versions = list(item.versions.order_by("-number"))
    live = next((one for one in versions if one.state in LIVE_STATES), None)
    draft = (
        item.drafts.exclude(state__in=["published", "discarded"])
        .select_related("item__department", "item__entry")
        .first()
    )
    own = item.department_id in actor.department_ids
    return {
        **{"name": item.entry.name, "code": item.implementing_code, "base_code": item.entry.base_code},
        **{"department": item.department.name, "type": item.entry.get_type_display()},
        "badge": badge_of("version", versions[0].state) if versions else None,
        "versions": [version_row(one, versions) for one in versions],
        "live": live,
        "planned": _planned(live),
        "entry_href": reverse("catalogue:entry", args=[item.entry_id]),
        "directory": against_entry(live) if live else draft_against_entry(draft) if draft else [],
        "draft": draft_row(draft, actor) if draft else None,
        "may_open": own and "catalogue_admin" in actor.roles and draft is None,
        "may_rule": "publisher" in actor.roles and live is not None,
        "elsewhere": [_elsewhere(one, live) for one in _same_entry(item)],
        "guide_href": reverse("catalogue:overview"),
    }


def _planned(live: ItemVersion | None) -> str:
    if live is None or live.cancel_on is None:
        return ""
    words = {"day": date_words(live.cancel_on, today=clock.today()), "reason": live.cancelled_because}
    return _("Ends on %(day)s: %(reason)s") % words


def version_row(version: ItemVersion, versions: Iterable[ItemVersion]) -> dict[str, Any]:
    """A version with its interval of validity and the way to compare it with the one before."""
    today = clock.today()
    former = next((one for one in versions if one.number == version.number - 1), None)
    query = f"?a={former.pk}&b={version.pk}" if former else ""
    return {
        **{"number": version.number, "badge": badge_of("version", version.state)},
        "since": date_words(version.published_at, today=today, weekday=False) if version.published_at else "",
        "until": date_words(version.ended_at, today=today, weekday=False) if version.ended_at else "",
        "why": version.cancelled_because or version.suspended_because,
        "compare_href": f"{reverse('catalogue:compare')}{query}" if query else "",
    }


def _same_entry(item: Item) -> Iterable[ItemVersion]:
    """The same directory row at other bodies and levels (1.10)."""
    live = ItemVersion.objects.filter(item__entry=item.entry, state__in=LIVE_STATES).exclude(item=item)
    return live.select_related("item__department__region").order_by("item__level", "pk")[:30]


def _elsewhere(other: ItemVersion, live: ItemVersion | None) -> dict[str, Any]:
    query = f"?a={live.pk}&b={other.pk}" if live else ""
    return {
        **{"department": other.item.department.name, "region": other.item.department.region.name},
        "limit": other.promised_days,
        "href": f"{reverse('catalogue:compare')}{query}" if query else "",
    }


def comparison(a: ItemVersion, b: ItemVersion) -> dict[str, Any]:
    """Two versions side by side, differences only, by section."""
    rows = change_rows(differences(shape_of(a), shape_of(b)))
    same_item = a.item_id == b.item_id
    return {
        "title": a.name,
        "left": _side_words(a, same_item),
        "right": _side_words(b, same_item),
        "rows": rows,
        "same": not rows,
    }


def _side_words(version: ItemVersion, same_item: bool) -> str:
    number = _("Version %(number)d") % {"number": version.number}
    if same_item:
        when = datetime_words(version.published_at, today=clock.today()) if version.published_at else ""
        return f"{number} {when}"
    return f"{version.item.department.name} {number}"
