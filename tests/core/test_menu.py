"""Menus show each visitor the places that exist and are his."""

from types import SimpleNamespace

import pytest
from django.test import RequestFactory, override_settings
from django.urls import path

from core import menu
from core.menu import CITIZEN, Menu, MenuEntry, links, register


def _page(request: object) -> None:
    """Only its address matters."""


urlpatterns = [
    path("", _page, name="start"),
    path("cases/", _page, name="cases"),
    path("cases/drafts/", _page, name="drafts"),
    path("late/", _page, name="late"),
]
ANYBODY = None
CLERK = SimpleNamespace(is_authenticated=True, is_staff=True, roles={"clerk"})
CITIZENS = SimpleNamespace(is_authenticated=True, is_staff=False, roles=frozenset())


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(menu, "_entries", [])
    register(
        MenuEntry("main", "Drafts", "drafts", order=30),
        MenuEntry("main", "Start", "start", order=10),
        MenuEntry("main", "Cases", "cases", order=20),
        MenuEntry("main", "Not built yet", "nowhere", order=5),
        MenuEntry("main", "Desk", "late", order=40, roles=frozenset({"clerk"})),
        MenuEntry("main", "Sign in", "late", order=50, roles=frozenset({menu.ANONYMOUS})),
        MenuEntry("main", "Mine", "late", order=60, roles=frozenset({CITIZEN})),
        MenuEntry("tabs", "Messages", "cases", count=lambda actor: 3),
    )
    with override_settings(ROOT_URLCONF=__name__):
        yield


def labels(actor: object) -> list[str]:
    return [str(link.label) for link in links("main", actor=actor, path="/")]


def test_a_place_nobody_serves_yet_is_left_out() -> None:
    assert "Not built yet" not in labels(ANYBODY)


def test_entries_stand_in_their_order() -> None:
    assert labels(ANYBODY)[:3] == ["Start", "Cases", "Drafts"]


@pytest.mark.parametrize(
    ("actor", "own", "others"),
    [
        (ANYBODY, "Sign in", {"Desk", "Mine"}),
        (CLERK, "Desk", {"Sign in", "Mine"}),
        (CITIZENS, "Mine", {"Sign in", "Desk"}),
    ],
)
def test_everybody_sees_the_places_of_his_roles_only(actor: object, own: str, others: set[str]) -> None:
    assert own in labels(actor)
    assert others.isdisjoint(labels(actor))


@pytest.mark.parametrize(("here", "current"), [("/", "Start"), ("/cases/7/", "Cases"), ("/cases/drafts/7/", "Drafts")])
def test_the_nearest_place_is_current_and_only_that(here: str, current: str) -> None:
    assert [link.label for link in links("main", actor=ANYBODY, path=here) if link.current] == [current]


def test_the_same_entry_twice_is_one_entry() -> None:
    register(MenuEntry("main", "Start", "start", order=10))
    assert labels(ANYBODY).count("Start") == 1


def test_templates_ask_for_a_surface_by_name() -> None:
    shown = Menu(RequestFactory().get("/"))["tabs"]
    assert [(link.label, link.href, link.count) for link in shown] == [("Messages", "/cases/", 3)]
