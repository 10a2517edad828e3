"""Lists and results narrowed by everything at once; options while typing; what is asked most; entrances."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cases.services.intake import accept_case
from cases.services.submission import submit_case
from identity.models import Region
from items.models import Theme
from portal.queries import most_used
from portal.views import catalogue
from tests import world
from tests.portal.test_catalogue_pages import listed, page

pytestmark = pytest.mark.django_db
ITEMS, SEARCH, SUGGEST = reverse("portal:items"), reverse("portal:search"), reverse("portal:suggest")
SPOT = {"kind": "instant", "promised": None, "statutory": None, "route": [world.stage("受理", "窗口受理岗", 0)]}
OFFLINE = {"online_depth": ["consult"], "visits": 1}


def counts(text: str) -> list[str]:
    return re.findall(r"<b>(\d+\+?)</b></a>", text)


class TestNarrowing:
    @pytest.fixture(autouse=True)
    def items(self) -> None:
        Theme.objects.create(name="准营准办", audience="enterprise", order=1)
        world.item(name="许可一", audience=["自然人"], **SPOT)
        world.item(name="许可二", themes=["准营准办"], **OFFLINE)
        world.item("交通局", name="许可三", audience=["企业法人"], themes=["准营准办"], town_level=True)

    @pytest.mark.parametrize("address", [ITEMS, SEARCH])
    def test_everything_combines(self, address: str) -> None:
        theme = str(Theme.objects.get().pk)
        for asked, names in [
            ({}, {"许可一", "许可二", "许可三"}),
            ({"instant": "1"}, {"许可一"}),
            ({"no_visit": "1"}, {"许可一", "许可三"}),
            ({"online": "1", "audience": "enterprise"}, {"许可三"}),
            ({"theme": theme}, {"许可二", "许可三"}),
            ({"theme": theme, "no_visit": "1"}, {"许可三"}),
            ({"theme": theme, "instant": "1"}, set()),
        ]:
            assert set(listed(page(address, q="许可", **asked))) == names, asked

    def test_a_town_shows_what_it_takes_in_and_what_its_own_bodies_do(self) -> None:
        body = world.department("塘桥镇")
        body.region = Region.objects.create(code="320582101", name="塘桥镇", level="town")
        body.save()
        world.item("塘桥镇", name="许可四")
        assert listed(page(ITEMS, town="320582101")) == ["许可三", "许可四"]
        assert Client().get(ITEMS, {"town": "320582999"}).status_code == 404
        entrance = page(reverse("portal:towns"))
        assert (
            "塘桥镇" in entrance
            and f"{ITEMS}?town=320582101" in entrance
            and "2 个事项" in entrance.replace("2个", "2 个")
        )

    def test_each_tick_says_how_many_would_be_left_and_keeps_the_address(self) -> None:
        text = page(ITEMS, audience="enterprise")
        assert counts(text) == ["0", "1", "1"]
        assert "audience=enterprise&amp;no_visit=1" in text
        assert counts(page(SEARCH, q="许可")) == ["1", "2", "2"]

    def test_an_item_that_comes_anew_is_narrowed_by_its_new_version(self) -> None:
        assert listed(page(ITEMS, instant="1")) == ["许可一"]
        world.item("公安局", name="许可五", **SPOT)
        assert listed(page(ITEMS, instant="1")) == ["许可一", "许可五"]

    def test_departments_lead_to_their_items(self) -> None:
        text = page(reverse("portal:departments"))
        assert "张家港市交通局" in text and "张家港市市监局" in text


class TestSuggestions:
    def test_options_come_while_typing_and_are_announced_as_such(self) -> None:
        version = world.item(name="食品经营许可")
        text = page(SUGGEST, q="ship")
        assert "食品经营许可" in text and 'role="option"' in text
        assert reverse("portal:guide", args=[version.item.implementing_code]) in text
        assert 'role="option"' not in page(SUGGEST, q="s")

    def test_who_asks_too_often_waits(self, monkeypatch: pytest.MonkeyPatch) -> None:
        rate = catalogue.Rate(2, 60)
        monkeypatch.setattr(catalogue, "SUGGESTIONS", (rate,))
        answers = [Client().get(SUGGEST, {"q": "食品"}).status_code for _try in range(3)]
        assert answers == [200, 200, 429]


@pytest.mark.usefixtures("calendar", "time")
def test_what_was_accepted_most_in_the_last_month_comes_first() -> None:
    clerk, person = world.staff("窗口受理岗"), world.citizen()
    rare, often, never = (world.item(name=name) for name in ("偶尔", "经常", "从不"))
    for version in (often, rare, often):
        accept_case(submit_case(world.draft(version, person), by=person).case, by=clerk)
    cache.clear()
    assert [version.name for version in most_used(6)] == ["经常", "偶尔"]
    assert never not in most_used(6)
    text = page("/")
    assert text.index("经常") < text.index("偶尔")
