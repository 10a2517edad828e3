"""Pages and workbooks of the catalogue's numbers: every number leads to the items it counts, both say the same, and
nobody sees another body's (H28, H34, H105, I-16)."""

import re
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core.clock import SimulatedClock
from identity.actors import SYSTEM
from items.exporting import shape_of
from items.models import ItemConfirmation, SpotCheck
from items.rules.quality import sections_asked
from items.services.importing import write_version
from items.services.publishing import publish_version
from items.services.spot_checks import draw_sample
from items.services.suspending import suspend_version
from tests import world
from tests.client import signed_in
from tests.items.test_drafts import ADMIN, LISTS, PUBLISHER
from tests.items.test_quality import YEAR, judged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time", "calendar")]
LINK = re.compile(r'<a[^>]*href="([^"]*/catalogue/items/\?[^"]*)"[^>]*>(.*?)</a>', re.S)
ROW = re.compile(r'<b><a class="gp-link" href="/catalogue/items/')
COUNTED = re.compile(r">\s*(\d+)\s*<")
PAGES = ("statistics", "statistics_limits", "statistics_changes", "quality", "spot_checks")


def page(client: Client, name: str, *keys: Any, **words: str) -> str:
    answer = client.get(reverse(f"catalogue:{name}", args=keys), words)
    assert answer.status_code == 200
    return answer.content.decode()


def sheets(client: Client, name: str, **words: str) -> dict[str, list[list[Any]]]:
    answer = client.get(reverse("catalogue:statistics_file", args=[name]), words)
    assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith("attachment")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)), read_only=True)
    return {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
        for sheet in book
        if sheet.sheet_state == "visible"
    }


def town() -> None:
    world.item(visits=0)
    world.item(visits=2, type="07")
    changed = world.item("住建局", kind="instant", promised=None, statutory={"days": 10, "unit": "working"})
    suspend_version(world.item("住建局", audience=["自然人"]), reason="修法", by=world.staff(PUBLISHER))
    shape = {**shape_of(changed), "visits": 1, "materials": shape_of(changed)["materials"][:1]}
    publish_version(write_version(changed.item, shape), by=SYSTEM)


@pytest.mark.parametrize(("post", "key", "total"), [(LISTS, "市监局", 4), (ADMIN, "市监局", 2), (ADMIN, "住建局", 2)])
def test_every_number_leads_to_as_many_items_as_it_counts(post: str, key: str, total: int) -> None:
    """H34: also where an administrator counts his own body only."""
    town()
    client = signed_in(world.staff(post, key))
    links = [
        (unescape(href), re.sub(r"<[^>]+>", " ", inside)) for href, inside in LINK.findall(page(client, "statistics"))
    ]
    assert len(links) > 20
    for href, inside in links:
        shown = re.findall(r"\d+", inside.partition("%")[0])
        count = int(shown[0])
        listed = ROW.findall(client.get(href).content.decode())
        assert len(listed) == count, (href, inside)
    assert any(int(re.findall(r"\d+", inside)[0]) == total for _href, inside in links)


def test_the_filters_stay_in_the_address_of_tabs_workbooks_and_lists() -> None:
    town()
    shown = page(signed_in(world.staff(LISTS)), "statistics", type="01", level="4")
    assert "limits/?type=01&amp;level=4" in shown
    assert "counts.xlsx?type=01&amp;level=4" in shown
    assert all("type=01" in href for href, _inside in LINK.findall(shown))


def test_the_workbook_says_what_the_page_says() -> None:
    """H28, H34."""
    town()
    client = signed_in(world.staff(LISTS))
    cross, parts = sheets(client, "counts").values()
    assert cross[-1][1:] == [sum(row[n] for row in cross[1:-1]) for n in range(1, len(cross[0]))]
    assert all(row[-1] == sum(row[1:-1]) for row in cross[1:])
    assert cross[-1][-1] == 4 and len(parts) > 8


def test_the_workbook_of_limits_has_every_item_and_its_department() -> None:
    town()
    client = signed_in(world.staff(LISTS))
    departments, items = sheets(client, "limits").values()
    assert float(departments[-1][2]) == sum(float(row[2]) for row in items[1:]) == 40
    assert "75%" not in page(client, "statistics_limits", department="0")


def test_items_without_an_earlier_version_are_said_to_have_none() -> None:
    """H105."""
    town()
    client = signed_in(world.staff(LISTS))
    shown = page(client, "statistics_changes")
    assert shown.count("无变更前版本") == 3 and shown.count(reverse("catalogue:compare")) == 1
    departments, items = sheets(client, "changes").values()
    assert departments[-1][1:3] == [4, 1]
    assert [row[2] for row in items[1:]].count("无变更前版本") == 3
    wrong = client.get(reverse("catalogue:statistics_changes"), {"since": "2026-03-02", "until": "2026-03-01"})
    assert wrong.status_code == 422


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_numbers_say_why_they_are_empty(name: str) -> None:
    assert "gp-empty" in page(signed_in(world.staff(LISTS)), name)


def test_an_unknown_workbook_is_not_there() -> None:
    assert signed_in(world.staff(LISTS)).get(reverse("catalogue:statistics_file", args=["all"])).status_code == 404


def test_a_workbook_costs_no_more_statements_for_more_items() -> None:
    town()
    client = signed_in(world.staff(LISTS))
    for name in ("counts", "limits", "changes", "quality"):
        sheets(client, name)
        with CaptureQueriesContext(connection) as few:
            sheets(client, name)
        world.item()
        with CaptureQueriesContext(connection) as many:
            sheets(client, name)
        assert len(many) == len(few), name


def test_what_nobody_reviewed_is_flagged_on_its_page_and_in_the_list_and_can_be_confirmed(time: SimulatedClock) -> None:
    """I-16."""
    version = world.item()
    time.advance(YEAR)
    client = signed_in(world.staff(ADMIN))
    fresh = world.item()
    for where in (page(client, "items", review="overdue"), page(client, "quality", review="overdue")):
        assert version.name in where and fresh.name not in where and "12 个月未复核" in where
    code = version.item.implementing_code
    assert "12 个月未复核" in page(client, "item", code)
    assert client.post(reverse("catalogue:confirm", args=[code]), {"remark": ""}).status_code == 422
    assert client.post(reverse("catalogue:confirm", args=[code]), {"remark": "已核对"}).status_code == 302
    assert ItemConfirmation.objects.get().remark == "已核对"
    assert "12 个月未复核" not in page(client, "item", code) and "已核对" in page(client, "item", code)
    assert version.name not in page(client, "items", review="overdue")


def test_a_check_is_drawn_judged_and_finished_on_its_pages() -> None:
    """I-16."""
    world.item(), world.item("住建局")
    client = signed_in(world.staff(LISTS))
    assert client.post(reverse("catalogue:spot_checks"), {}).status_code == 422
    assert client.post(reverse("catalogue:spot_checks"), {"items": "2"}).status_code == 302
    check = SpotCheck.objects.get()
    first, second = (reverse("catalogue:spot_check_item", args=[check.pk, order]) for order in (1, 2))
    assert "食品安全法" in client.get(first).content.decode()
    assert client.post(first, {"verdict-materials": "wrong", "note-materials": ""}).status_code == 422
    answer = client.post(first, {"verdict-materials": "wrong", "note-materials": "少一份", "rest": "right"})
    assert answer.headers["Location"] == second
    assert client.post(reverse("catalogue:spot_check_finish", args=[check.pk]), follow=True).status_code == 200
    assert SpotCheck.objects.get().finished_at is None, "the second item is not judged"
    client.post(second, {"rest": "right"})
    client.post(reverse("catalogue:spot_check_finish", args=[check.pk]))
    groups = len(sections_asked("01"))
    assert SpotCheck.objects.get().finished_at is not None
    shown = page(client, "spot_check", check.pk)
    assert "少一份" in shown and f"{groups - 1} / {groups}" in shown and f"{groups} / {groups}" in shown


def test_a_body_reads_finished_checks_of_its_own_items_only() -> None:
    by, own, other = world.staff(LISTS), world.item(), world.item("住建局")
    check = draw_sample(items=2, by=by)
    client = signed_in(world.staff(ADMIN))
    address = reverse("catalogue:spot_check", args=[check.pk])
    assert client.get(address).status_code == 404
    judged(check, by)
    client_of_keeper = signed_in(by)
    client_of_keeper.post(reverse("catalogue:spot_check_finish", args=[check.pk]))
    shown = client.get(address).content.decode()
    assert own.name in shown and other.name not in shown
    hidden = check.rows.get(version=other).order
    assert client.get(reverse("catalogue:spot_check_item", args=[check.pk, hidden])).status_code == 404
