"""Finding items in people's own words: pairs of characters, everyday phrases, the best first."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from identity.actors import SYSTEM
from items.models import ItemVersion, SearchPhrase, VersionState
from items.queries import search_versions
from items.rules.words import search_query, search_vector, search_words
from items.services.importing import import_item
from items.services.publishing import publish_version
from tests import world

CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("开小吃店", ["开小", "小吃", "吃店"]),
        ("店", ["店"]),
        ("我要开 KTV，2024年", ["我要", "要开", "ktv", "2024", "年"]),
        ("！？…", []),
        ("", []),
    ],
)
def test_words_are_pairs_of_chinese_characters_and_whole_latin_words(text: str, words: list[str]) -> None:
    assert search_words(text) == words


@given(CHINESE, CHINESE, CHINESE)
def test_a_part_of_a_name_has_only_words_of_the_name(before: str, part: str, after: str) -> None:
    if len(part) > 1:
        assert set(search_words(part)) <= set(search_words(before + part + after))


@given(st.text(max_size=40))
def test_whatever_is_typed_makes_a_safe_literal(text: str) -> None:
    """Only characters of words get through: no quotes, no operators."""
    words = search_query(text).split(" | ")
    assert all(word == "" or word.strip("':*").isalnum() for word in words)


def test_a_word_keeps_its_best_weight() -> None:
    assert search_vector({"D": ["食品经营"], "A": ["食品"]}) == "'食品':1A '品经':2D '经营':3D"


def published(name: str, phrase: str = "", **changes: object) -> ItemVersion:
    body = world.department()
    draft = import_item(world.item_shape(name=name, **changes), department=body)
    if phrase:
        SearchPhrase.objects.create(entry=draft.item.entry, phrase=phrase)
    return publish_version(draft, by=SYSTEM)


@pytest.mark.django_db
class TestCatalogue:
    def test_everyday_words_find_the_official_item(self) -> None:
        food = published("食品经营许可", phrase="开小吃店")
        published("小型餐饮油烟备案")
        assert search_versions("开小吃店")[0] == food
        assert search_versions("我想开一家小吃店") == [food, *search_versions("我想开一家小吃店")[1:]]

    def test_a_name_counts_more_than_a_material(self) -> None:
        published("特种设备登记", materials=[world.material("食品经营许可证复印件")])
        food = published("食品经营许可")
        assert search_versions("食品经营许可")[0] == food

    def test_what_only_mentions_a_word_is_left_out_where_something_is_about_it(self) -> None:
        other = {"name": "使用登记证", "kind": "licence", "validity_years": 5}
        papers = [world.material("食品经营许可证复印件")]
        mentioning = published("特种设备登记", materials=papers, result=other)
        assert search_versions("食品") == [mentioning]
        food = published("食品经营许可")
        assert search_versions("食品") == [food]

    def test_one_word_of_many_is_not_enough_beside_a_match_of_all(self) -> None:
        result = {"name": "采伐证", "kind": "licence", "validity_years": 5}
        food, other = published("食品经营许可"), published("林木采伐许可", result=result)
        assert search_versions("食品经营许可") == [food]
        assert set(search_versions("许可")) == {food, other}

    def test_a_chance_pair_of_characters_in_a_material_finds_nothing(self) -> None:
        result = {"name": "核准文件", "kind": "licence", "validity_years": 5}
        papers = [world.material("移民安置规划审核意见")]
        project = published("企业投资项目核准", materials=papers, conditions=["没有违规"], result=result)
        assert search_versions("火星移民飞船") == search_versions("没有的事") == []
        assert search_versions("移民安置") == [project]

    def test_what_one_can_apply_for_comes_before_what_authorities_do(self) -> None:
        published("食品处罚", initiated_by="authority", materials=[], route=[])
        food = published("食品经营许可证变更与延续")
        assert [version.on_application for version in search_versions("食品")] == [True, False]
        assert search_versions("食品")[0] == food

    def test_one_character_finds_the_words_that_begin_with_it(self) -> None:
        food = published("食品经营许可")
        assert search_versions("食") == [food]

    @pytest.mark.parametrize("text", ["量子纠缠", "", "  ！", "'; DROP TABLE items_item; --"])
    def test_nothing_is_found_without_matching_words(self, text: str) -> None:
        published("食品经营许可")
        assert search_versions(text) == []

    def test_only_versions_in_force_are_found(self) -> None:
        """I-13: a draft, a former version and a suspended item are not offered."""
        first = published("食品经营许可")
        shape = world.item_shape(name="食品经营许可", base_code=first.item.entry.base_code)
        second = import_item(shape, department=first.item.department)
        assert search_versions("食品") == [first]
        publish_version(second, by=SYSTEM)
        assert search_versions("食品") == [second]
        ItemVersion.objects.filter(pk=second.pk).update(state=VersionState.SUSPENDED)
        assert search_versions("食品") == []

    def test_the_page_says_what_to_do_when_nothing_fits(self) -> None:
        published("食品经营许可", phrase="开小吃店")
        client = Client(headers={"accept-language": "zh-CN"})
        found, nothing, empty = (
            client.get("/search/", {"q": words}).content.decode() for words in ("开小吃店", "量子纠缠", "")
        )
        assert "食品经营许可" in found and "12345" not in found.split("<main")[1].split("</main")[0]
        assert "12345" in nothing.split("<main")[1].split("</main")[0] and "食品经营许可" not in nothing
        assert "食品经营许可" not in empty
