"""Life events lead by questions to what is to be done, and why (H16); administrators keep them."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.refusal import Refusal
from govportal.demo import CITY
from govportal.founding.files import TownFileError, TownFolder
from govportal.founding.life_events import load_life_events
from identity.actors import SYSTEM
from items.life_events import answers_in, led_to, with_parts
from items.models import ItemVersion, LifeEvent, LifeEventOption
from items.rules.life_events import Need, need_of
from items.services import life_events as services
from items.services.life_events import EventFacts, move_up, remove_part, save_item, save_life_event, save_question
from items.services.suspending import suspend_version
from tests import world
from tests.client import signed_in

FACTS = EventFacts("shop", "开店", "building-store", "enterprise", "从执照到开门")


@pytest.mark.parametrize(
    ("wanted", "answers", "need"),
    [
        ({}, {}, Need.YES),
        ({1: {10}}, {}, Need.MAYBE),
        ({1: {10, 11}}, {1: 11}, Need.YES),
        ({1: {10}}, {1: 11}, Need.NO),
        ({1: {10}, 2: {20}}, {1: 10}, Need.MAYBE),
        ({1: {10}, 2: {20}}, {1: 11}, Need.NO),
        ({1: {10}, 2: {20}}, {1: 10, 2: 20}, Need.YES),
    ],
)
def test_every_question_must_agree(wanted: dict[int, set[int]], answers: dict[int, int], need: Need) -> None:
    assert need_of(wanted, answers) is need


@given(
    st.dictionaries(st.integers(0, 4), st.sets(st.integers(0, 3), min_size=1)),
    st.dictionaries(st.integers(0, 4), st.integers(0, 3)),
)
def test_further_answers_never_bring_back_what_was_left_out(
    wanted: dict[int, set[int]], answers: dict[int, int]
) -> None:
    for question in list(answers):
        fewer = {key: value for key, value in answers.items() if key != question}
        if need_of(wanted, fewer) is not Need.MAYBE:
            assert need_of(wanted, answers) in {need_of(wanted, fewer), Need.NO}


@pytest.fixture
def shop(db: None) -> LifeEvent:
    return save_life_event(None, FACTS, by=SYSTEM)


@pytest.fixture
def food(db: None) -> ItemVersion:
    return world.item(name="食品经营许可")


def option(label: str) -> int:
    return LifeEventOption.objects.get(label=label).pk


def led(event: LifeEvent, **asked: int) -> list[tuple[str, Need]]:
    full = with_parts(LifeEvent.objects.filter(pk=event.pk)).get()
    answers = answers_in(full, {name: str(value) for name, value in asked.items()})
    return [(one.version.name, one.need) for one in led_to(full, answers)]


class TestKeeping:
    def test_answers_lead_to_items_in_force(self, shop: LifeEvent, food: ItemVersion) -> None:
        question = save_question(shop, None, "开什么店？", ["饭店", "超市"], by=SYSTEM)
        save_item(shop, food.item.entry, "做餐饮须取得许可", [option("饭店")], by=SYSTEM)
        always = world.item(name="个体工商户登记")
        save_item(shop, always.item.entry, "先领执照", [], by=SYSTEM)
        asked = f"q{question.pk}"
        assert led(shop) == [("食品经营许可", Need.MAYBE), ("个体工商户登记", Need.YES)]
        assert led(shop, **{asked: option("饭店")}) == [("食品经营许可", Need.YES), ("个体工商户登记", Need.YES)]
        assert led(shop, **{asked: option("超市")}) == [("个体工商户登记", Need.YES)]
        assert led(shop, **{asked: 10**9}) == led(shop)
        suspend_version(always, reason="系统升级", by=SYSTEM)
        assert led(shop, **{asked: option("超市")}) == []

    def test_an_answer_keeps_its_items_while_it_keeps_its_place(self, shop: LifeEvent, food: ItemVersion) -> None:
        question = save_question(shop, None, "开什么店？", ["饭店", "超市"], by=SYSTEM)
        save_item(shop, food.item.entry, "做餐饮须取得许可", [option("饭店")], by=SYSTEM)
        save_question(shop, question, "开哪种店？", ["小吃店", "超市", "药店"], by=SYSTEM)
        assert led(shop, **{f"q{question.pk}": option("小吃店")}) == [("食品经营许可", Need.YES)]
        remove_part(question, by=SYSTEM)
        assert led(shop) == [("食品经营许可", Need.YES)]

    def test_parts_are_put_in_order(self, shop: LifeEvent) -> None:
        for place, name in enumerate(("许可一", "许可二", "许可三")):
            save_item(shop, world.item(name=name).item.entry, f"理由{place}", [], by=SYSTEM)
        move_up(shop.items.all()[2], by=SYSTEM)
        assert [link.entry.name for link in shop.items.all()] == ["许可一", "许可三", "许可二"]
        move_up(shop.items.all()[0], by=SYSTEM)
        assert [link.entry.name for link in shop.items.all()] == ["许可一", "许可三", "许可二"]

    @pytest.mark.parametrize("key", ["", "Shop", "a b", "-x", "shop"])
    def test_the_word_of_the_address_is_one_and_belongs_to_one(self, shop: LifeEvent, key: str) -> None:
        with pytest.raises(Refusal) as refused:
            save_life_event(None, EventFacts(key, "开店", "map", "person", ""), by=SYSTEM)
        assert refused.value.code == "key"

    def test_what_leads_nowhere_is_not_shown(self, shop: LifeEvent, food: ItemVersion) -> None:
        with pytest.raises(Refusal) as refused:
            services.show_life_event(shop, shown=True, by=SYSTEM)
        assert refused.value.code == "no_items"
        with pytest.raises(Refusal) as refused:
            save_item(shop, food.item.entry, " ", [], by=SYSTEM)
        assert refused.value.code == "why"
        with pytest.raises(Refusal) as refused:
            save_item(shop, food.item.entry, "理由", [10**9], by=SYSTEM)
        assert refused.value.code == "option"
        with pytest.raises(Refusal) as refused:
            save_question(shop, None, "真的？", ["是", " 是 "], by=SYSTEM)
        assert refused.value.code == "options"


class TestPages:
    def test_a_keeper_makes_one_looks_at_it_and_shows_it(self, food: ItemVersion) -> None:
        keeper, visitor = signed_in(world.keeper()), Client()
        facts = {"key": "shop", "name": "开店", "icon": "map", "audience": "enterprise", "intro": "一句话"}
        answer = keeper.post(reverse("catalogue:life_events"), facts)
        event = LifeEvent.objects.get()
        edit, shown = reverse("catalogue:life_event", args=[event.pk]), reverse("portal:life_event", args=["shop"])
        assert answer.headers["Location"] == edit
        keeper.post(edit, {"deed": "question", "ask": "开什么店？", "labels": "饭店\n超市"})
        assert "食品经营许可" in keeper.get(edit, {"find": "食品"}).content.decode()
        item = {"deed": "item", "entry": food.item.entry_id, "why": "做餐饮须取得许可", "options": [option("饭店")]}
        keeper.post(edit, item)
        assert visitor.get(shown).status_code == 404
        assert "做餐饮须取得许可" in keeper.get(shown).content.decode()
        assert "开店" not in visitor.get("/").content.decode()
        keeper.post(edit, {"deed": "show"})
        assert "做餐饮须取得许可" in visitor.get(shown).content.decode()
        assert shown in visitor.get("/").content.decode()
        assert shown in visitor.get(reverse("portal:life_events")).content.decode()
        keeper.post(edit, {"deed": "hide"})
        assert visitor.get(shown).status_code == 404
        keeper.post(edit, {"deed": "remove"})
        assert not LifeEvent.objects.exists()

    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, shop: LifeEvent) -> None:
        keeper, edit = signed_in(world.keeper()), reverse("catalogue:life_event", args=[shop.pk])
        answer = keeper.post(edit, {"deed": "question", "ask": "开什么店？", "labels": "饭店"})
        assert answer.status_code == 422 and "开什么店？" in answer.content.decode()
        answer = keeper.post(edit, {"deed": "facts", "key": "S", "name": "开店", "icon": "map", "audience": "person"})
        assert answer.status_code == 422
        assert "请先添加要办的事项" in keeper.post(edit, {"deed": "show"}, follow=True).content.decode()
        for post in ({"deed": "x"}, {"deed": "up", "thing": "²"}, {"deed": "item", "entry": "0"}):
            assert keeper.post(edit, post).status_code == 404

    def test_the_list_says_why_and_where_to_begin(self, shop: LifeEvent, food: ItemVersion) -> None:
        save_item(shop, food.item.entry, "做餐饮须取得许可", [], by=SYSTEM)
        services.show_life_event(shop, shown=True, by=SYSTEM)
        text = Client().get(reverse("portal:life_event", args=["shop"])).content.decode()
        assert reverse("cases:begin", args=[food.pk]) in text
        assert reverse("portal:guide", args=[food.item.implementing_code]) in text


def test_every_item_and_answer_of_the_demonstration_is_known(db: None) -> None:
    names = {shape["name"] for file in CITY.item_files() for shape in file["items"]}
    for name in sorted({item["name"] for row in CITY.read("life_events.yaml") for item in row["items"]}):
        assert name in names
        world.item(name=name)
    assert load_life_events(CITY) == 11
    assert LifeEvent.objects.filter(published=True).count() == 11


def test_a_town_may_have_no_life_events_but_no_wrong_ones(db: None, tmp_path: object) -> None:
    class Folder(TownFolder):
        def __init__(self, rows: list[object] | None) -> None:
            self.rows = rows

        def has(self, name: str) -> bool:
            return self.rows is not None

        def read(self, name: str) -> object:
            return self.rows

    assert load_life_events(Folder(None)) == 0
    row = {"key": "shop", "name": "开店", "icon": "map", "audience": "person", "intro": "", "questions": []}
    with pytest.raises(TownFileError, match="没有的事项"):
        load_life_events(Folder([{**row, "items": [{"name": "没有的事项", "why": "x"}]}]))
