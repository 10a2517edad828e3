"""Searches that found nothing are counted for the administrators: no numbers of persons, no growth by attackers."""

from datetime import timedelta

import pytest
from django.test import Client

from core import clock
from core.clock import SimulatedClock, running_at
from identity.actors import SYSTEM
from items.models import SearchMiss
from items.queries import search_versions
from items.rules.misses import LONGEST, noted_words
from items.services import misses
from items.services.misses import KEPT, PER_ADDRESS, dismiss_miss, forget_old_misses, note_miss, settle_miss
from tests import world


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("开网吧", "开网吧"),
        (" KTV，歌厅！", "ktv 歌厅"),
        ("2024年", "2024年"),
        *[(text, "") for text in ("店", "", "！？", "长" * (LONGEST + 1), "a@b.cn 的信箱")],
        *[
            (text, "")
            for text in (
                "320582199003070011",
                "3205 8219 9003 0700",
                "１３９１２３４５６７８",
                "一三九一二三四五六七八",
            )
        ],
        ("我的电话 0512-29990000", ""),
    ],
)
def test_words_are_noted_and_numbers_of_persons_never(text: str, noted: str) -> None:
    assert noted_words(text) == noted


def counted() -> dict[str, int]:
    return dict(SearchMiss.objects.values_list("words", "count"))


@pytest.mark.django_db
class TestCounting:
    def test_the_search_page_counts_what_found_nothing_once_a_visit(self) -> None:
        world.item(name="食品经营许可")
        client = Client()
        for words in ("开网吧", "开网吧", "食品", "  ", "320582199003070011"):
            client.get("/search/", {"q": words})
        client.get("/search/", {"q": "开影院", "no_visit": "1"})
        client.get("/search/suggest/", {"q": "开茶馆"})
        assert counted() == {"开网吧": 2}

    def test_one_address_counts_so_often_only(self) -> None:
        for number in range(PER_ADDRESS[0].tries + 5):
            note_miss(f"没有的词{number % 10}甲", address="192.0.2.1")
        note_miss("别人的词", address="192.0.2.2")
        assert sum(counted().values()) == PER_ADDRESS[0].tries + 1

    def test_a_day_has_so_many_different_words_only(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(misses, "WORDS_A_DAY", 3)
        for number in range(9):
            note_miss(f"词语{'甲乙丙丁戊己庚辛壬'[number]}", address=f"192.0.2.{number}")
        note_miss("词语甲", address="192.0.2.99")
        assert counted() == {"词语甲": 2, "词语乙": 1, "词语丙": 1}

    def test_old_cells_are_deleted(self, time: SimulatedClock) -> None:
        note_miss("开网吧", address="192.0.2.1")
        with running_at(SimulatedClock(clock.now() + KEPT + timedelta(days=1))):
            note_miss("开茶馆", address="192.0.2.1")
            assert forget_old_misses() == 1
        assert counted() == {"开茶馆": 1}

    def test_one_click_makes_the_words_a_phrase_of_an_item(self) -> None:
        food = world.item(name="互联网上网服务经营许可")
        note_miss("开网吧", address="192.0.2.1")
        settle_miss("开网吧", food.item.entry, by=SYSTEM)
        assert search_versions("开网吧") == [food] and counted() == {}

    def test_words_can_be_taken_off_the_list(self) -> None:
        note_miss("开网吧", address="192.0.2.1")
        dismiss_miss("开网吧")
        assert counted() == {}
