"""The window as view models: its queue, the visitor, and what can be done."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case
from cases.pages.desk import people
from cases.pages.libraries import chips
from cases.queries.paging import page_of
from core import clock
from core.badges import Badge, Tone
from hall_devices.models import QueueBusiness, ReadingKind, Ticket, Visit, VisitorReading, WindowState, WindowStatus
from hall_devices.models.queues import AT_WINDOW_STATES
from hall_devices.queries import at_window, businesses_of, line_order, loads_of, missed_at, visits_at
from hall_devices.rules import Priority, Waiting
from identity.actors import Actor
from identity.models import Party, Role, Window
from identity.queries import mandates_of
from items.models import ItemVersion, MaterialSpec
from items.queries import applicable_versions
from spaces.queries import licences_of

SHOWN_IN_LINE, SHOWN_IN_QUEUE = 10, 30


def queue_panel(actor: Actor) -> dict[str, Any]:
    """The queue of the window this clerk sits at, for every page of the workbench; nothing for others."""
    if actor.window_id is None or not actor.has_role(Role.CLERK):
        return {}
    window = Window.objects.select_related("zone", "status").get(pk=actor.window_id)
    return queue_of(window, present_at(window))


def how_identified(case: Case) -> list[str]:
    """The mark of a case taken in at a window: whether the visitor's card was read (Q-22)."""
    visit = Visit.objects.filter(case=case).select_related("reading").first()
    return [visit.reading.get_kind_display()] if visit else []


def present_at(window: Window) -> Ticket | None:
    """The ticket at the window with all a page shows of it."""
    return at_window(window).select_related("business", "version__item__department", "party", "reading").first()


def queue_of(window: Window, present: Ticket | None) -> dict[str, Any]:
    """Left of cases/desk_intake.html: who is served, who waits, and the six deeds (Q-12)."""
    businesses = list(businesses_of(window))
    order = line_order(businesses, window_id=window.pk)
    return {
        **_serving(window, present),
        "queue": [row for _one, row in _rows(order[:SHOWN_IN_LINE])],
        "waiting_words": _("%(count)d waiting") % {"count": len(order)},
        "wait_words": _wait_words(businesses, order),
        "queue_all_href": reverse("hall_devices:queue"),
        "missed_words": _("%(count)d missed") % {"count": missed_at(businesses).count()},
    }


def visitor(status: WindowStatus | None, present: Ticket | None, actor: Actor) -> dict[str, Any]:
    """Middle and right of cases/desk_intake.html while no case is open: who is here, what for, and how to begin."""
    party = status.party if status else None
    shown: dict[str, Any] = {"identify_href": reverse("hall_devices:identify")}
    if status is not None and party is not None:
        shown |= people(party)
        shown["party"] |= {"badge": reading_badge(status.reading)}
        shown["libraries"] = chips(party, actor, reverse("hall_devices:visitor_library"))
    version = (present.version if present else None) or _kept(status)
    if version is None:
        return {**shown, "choose_href": reverse("hall_devices:items")}
    return {**shown, "item": _item(version), **_materials(version, party), **_begin(version, status)}


def line_rows(tickets: Sequence[Ticket], now: datetime) -> list[dict[str, Any]]:
    """Waiting tickets as rows; business and version are loaded."""
    return [
        {
            "number": ticket.number,
            "item": ticket.version.name if ticket.version else ticket.business.name,
            **dict(zip(("icon", "note"), _why_here(ticket), strict=True)),
            "minutes": _("%(minutes)d min") % {"minutes": _minutes(ticket.taken_at, now)},
        }
        for ticket in tickets
    ]


def reading_badge(reading: VisitorReading | None) -> Badge | None:
    """How sure we are of the visitor: read from a card, typed (Q-22), or from an expired card (Q-21)."""
    if reading is None:
        return None
    if reading.expired:
        return Badge(_("The card has expired"), Tone.WAIT, "alert-triangle")
    if reading.kind == ReadingKind.CARD:
        return Badge(_("Read from the card"), Tone.OK, "id")
    if reading.kind == ReadingKind.SHOWN:
        return Badge(_("Shown on the phone"), Tone.OK, "device-mobile")
    return Badge(_("Not read from a card"), Tone.WAIT, "keyboard")


def _serving(window: Window, present: Ticket | None) -> dict[str, Any]:
    status: WindowStatus | None = getattr(window, "status", None)
    if status is not None and status.state == WindowState.PAUSED:
        call = {"call_href": reverse("hall_devices:resume"), "call_word": _("Resume service")}
    else:
        call = {"call_href": _seeing("hall_devices:call", present), "call_word": _("Call the next")}
    if present is None:
        pause = [_deed("pause", "player-pause", _("Pause"))]
        return {**call, "queue_deeds": pause, "queue_href": _seeing("hall_devices:deed", None)}
    minutes, seconds = divmod(int((clock.now() - (present.called_at or clock.now())).total_seconds()), 60)
    return {
        **call,
        "serving": {"number": present.number, "since": f"{minutes:02d}:{seconds:02d}"},
        "queue_href": _seeing("hall_devices:deed", present),
        "queue_deeds": [
            _deed("recall", "repeat", _("Recall")),
            _deed("miss", "player-skip-forward", _("Nobody came")),
            _deed("transfer", "arrows-exchange", _("Send on")),
            _deed("pause", "player-pause", _("Pause")),
            _deed("finish", "check", _("Finish")),
        ],
    }


def _deed(name: str, icon: str, label: str) -> dict[str, str]:
    return {"name": name, "icon": icon, "label": label}


def _seeing(name: str, present: Ticket | None) -> str:
    """An address that carries which ticket the clerk saw, so that a late or doubled click changes nothing."""
    return f"{reverse(name)}?seen={present.pk if present else ''}"


def _rows(order: Sequence[Waiting]) -> list[tuple[Waiting, dict[str, Any]]]:
    """The places in the order of calls with their rows."""
    tickets = Ticket.objects.select_related("business", "version").in_bulk([one.id for one in order])
    there = [one for one in order if one.id in tickets]
    return list(zip(there, line_rows([tickets[one.id] for one in there], clock.now()), strict=True))


def _wait_words(businesses: Sequence[QueueBusiness], order: Sequence[Waiting]) -> str:
    """How long somebody who comes now would wait: the longest of the window's businesses."""
    loads = loads_of([business.pk for business in businesses])
    ahead = {key: sum(one.business_id == key for one in order) for key in loads}
    minutes = max((load.minutes(ahead[key]) for key, load in loads.items()), default=0)
    return _("about %(minutes)d minutes") % {"minutes": minutes}


def _why_here(ticket: Ticket) -> tuple[str, str]:
    if ticket.due_at_call is not None:
        return "history", _("Was missed")
    return {
        Priority.URGENT: ("urgent", _("Urgent")),
        Priority.RESERVED: ("calendar-check", _("Appointment")),
        Priority.GREEN: ("heart-handshake", _("Green channel")),
        Priority.RETURNED: ("arrow-back-up", _("Comes back")),
        Priority.WALK_IN: ("", _("Took a number here")),
    }[Priority(ticket.priority)]


def _minutes(since: datetime, now: datetime) -> int:
    return int((now - since).total_seconds() // 60)


def ways_on(case: Case, actor: Actor) -> list[dict[str, Any]]:
    """Where a clerk at a window goes on: to the next visitor for the same item, or to another item for this one."""
    if actor.window_id is None or not actor.has_role(Role.CLERK):
        return []
    ticket = Ticket.objects.filter(window=actor.window_id, day=clock.today(), state__in=AT_WINDOW_STATES).first()
    query = urlencode({"seen": ticket.pk if ticket else "", "version": case.version_id})
    next_href, items_href = reverse("hall_devices:next_visitor"), reverse("hall_devices:items")
    return [
        {
            **{"name": "next", "label": _("Next visitor, same item"), "icon": "user-plus", "key": "Alt+8"},
            **{"href": f"{next_href}?{query}", "post": True},
        },
        {
            **{"name": "also", "label": _("Another item, same visitor"), "icon": "clipboard-plus", "key": "Alt+9"},
            **{"href": items_href, "post": False},
        },
    ]


def _kept(status: WindowStatus | None) -> ItemVersion | None:
    """The item the clerk keeps for whoever comes next, while it may be applied for."""
    if status is None or status.kept_version_id is None:
        return None
    return applicable_versions().filter(pk=status.kept_version_id).first()


def _item(version: ItemVersion) -> dict[str, Any]:
    return {
        **{"name": version.name, "note": version.item.department.name, "tags": [], "form_words": ""},
        "change_href": reverse("hall_devices:items"),
    }


def _materials(version: ItemVersion, party: Party | None) -> dict[str, Any]:
    """What the item asks for, before a case exists: what is held already, what the visitor has to hand in."""
    held = set(licences_of(party.pk).values_list("name", flat=True)) if party else set()
    rows: list[dict[str, Any]] = []
    for spec in MaterialSpec.objects.filter(version=version, required=True).order_by("order"):
        is_held = bool(spec.licence) and spec.licence in held
        rows.append(
            {
                **{"id": spec.pk, "name": spec.name, "state": "held" if is_held else "todo", "points": []},
                **{"from_icon": "certificate" if is_held else "", "trust": "A" if is_held else ""},
                "from_words": _("Already held") if is_held else _("To be handed in"),
            }
        )
    return {"materials": rows, "materials_words": _("What the item asks for")}


def _begin(version: ItemVersion, status: WindowStatus | None) -> dict[str, Any]:
    """The one deed of a page without a case: take in an application for this visitor."""
    party = status.party if status else None
    href = begin_href(version, cases_here(status))
    deed = {
        **{
            "name": "begin",
            "label": _("New application for this visitor"),
            "icon": "clipboard-plus",
            "style": "primary",
        },
        **{"key": "Alt+1", "why": "" if party else _("Identify the visitor first.")},
        "confirm_href": href if party and mandates_of(party) else "",
    }
    return {"deeds": [deed], "case_form_href": href}


def begin_href(version: ItemVersion, seen: int) -> str:
    """Where an application of the visitor begins; carries how many cases he has here: a second click opens none."""
    return f"{reverse('hall_devices:begin', args=[version.pk])}?seen={seen}"


def cases_here(status: WindowStatus | None) -> int:
    """How many cases were opened here for the visitor before the window."""
    return visits_at(status).count() if status else 0


def whole_queue(window: Window, asked: Mapping[str, str]) -> dict[str, Any]:
    """All waiting tickets of the window in the order of calls, and the missed ones, the newest number first.

    The next page of the line begins behind the ticket `asked` names; one that was called by now begins it anew.
    """
    businesses = list(businesses_of(window))
    order = line_order(businesses, window_id=window.pk)
    keys = [str(one.id) for one in order]
    begin = keys.index(asked["after"]) + 1 if asked.get("after") in keys else 0
    end = begin + SHOWN_IN_QUEUE
    missed = page_of(missed_at(businesses), asked, size=SHOWN_IN_QUEUE, prefix="missed_")
    return {
        "rows": [
            {
                **row,
                "first_href": "" if one.priority == Priority.URGENT else reverse("hall_devices:first", args=[one.id]),
            }
            for one, row in _rows(order[begin:end])
        ],
        **{"waiting": len(order), "page": {"next_href": f"?after={keys[end - 1]}" if len(order) > end else ""}},
        "missed": [
            {**row, "state": ticket.get_state_display(), "href": reverse("hall_devices:come_back", args=[ticket.pk])}
            for ticket, row in zip(missed.rows, line_rows(missed.rows, clock.now()), strict=True)
        ],
        "missed_page": missed,
    }
