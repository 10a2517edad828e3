"""Where one can go from a page: entries registered by apps in `ready()`, shown by layouts per surface and role."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

ANONYMOUS, CITIZEN, STAFF = "anonymous", "citizen", "staff"


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One place on one surface. Lower `order` comes first; `roles` empty means everybody.

    Surfaces: main, tabs, footer_services, footer_oversight, footer_about, staff, staff_phone, account. A role is a role
    of a post, or one of anonymous, citizen, staff. `count` gives the number shown beside the label for an actor.
    """

    surface: str
    label: str | Promise
    url_name: str
    icon: str = ""
    order: int = 100
    roles: frozenset[str] = frozenset()
    count: Callable[[object], int] | None = None


@dataclass(frozen=True, slots=True)
class MenuLink:
    """An entry as one request sees it."""

    label: str | Promise
    href: str
    icon: str
    current: bool
    count: int


_entries: list[MenuEntry] = []


def register(*entries: MenuEntry) -> None:
    """Adds places to the menus; the same entry twice is one entry."""
    _entries.extend(entry for entry in entries if entry not in _entries)


def roles_of(actor: object) -> frozenset[str]:
    """The words menus know somebody by; None and strangers are anonymous."""
    if not getattr(actor, "is_authenticated", False):
        return frozenset({ANONYMOUS})
    place = STAFF if getattr(actor, "is_staff", False) else CITIZEN
    return frozenset({place, *getattr(actor, "roles", ())})


def links(surface: str, *, actor: object, path: str) -> list[MenuLink]:
    """The links of `surface` open to `actor`, in order; the one that leads nearest to `path` is current."""
    roles = roles_of(actor)
    found = [
        (entry, href)
        for entry in sorted(_entries, key=lambda entry: entry.order)
        if entry.surface == surface and (not entry.roles or entry.roles & roles) and (href := _address(entry.url_name))
    ]
    here = _nearest(path, [href for _, href in found])
    return [
        MenuLink(entry.label, href, entry.icon, href == here, entry.count(actor) if entry.count else 0)
        for entry, href in found
    ]


class Menu:
    """`menu.<surface>` in templates: the links of a surface for one request, made when asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self._actor = getattr(request, "actor", None)
        self._path = request.path
        self._made: dict[str, list[MenuLink]] = {}

    def __getitem__(self, surface: str) -> list[MenuLink]:
        if surface not in self._made:
            self._made[surface] = links(surface, actor=self._actor, path=self._path)
        return self._made[surface]


def _address(url_name: str) -> str:
    """The path of a named page, empty while the app that owns it does not serve it."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _nearest(path: str, addresses: Iterable[str]) -> str:
    """The longest address that `path` lies under; a home page only matches itself."""
    under = [href for href in addresses if path == href or (href != "/" and path.startswith(href))]
    return max(under, key=len, default="")
