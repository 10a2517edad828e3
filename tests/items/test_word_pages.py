"""Administrators of the catalogue keep the words items are found by, on three pages."""

import pytest
from django.test import Client
from django.urls import reverse

from items.models import SearchMiss, SearchPhrase, SynonymGroup
from items.queries import search_versions
from tests import world
from tests.client import signed_in

pytestmark = pytest.mark.django_db
WORDS, PHRASES, MISSES = (reverse(f"catalogue:{name}") for name in ("words", "phrases", "misses"))


@pytest.fixture
def keeper() -> Client:
    return signed_in(world.keeper())


def text_of(client: Client, address: str, **asked: str) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_group_is_added_changed_and_removed(keeper: Client) -> None:
    assert keeper.post(WORDS, {"words": "浴室，澡堂 汤池"}).status_code == 302
    group = SynonymGroup.objects.get()
    assert [one.word for one in group.words.all()] == ["浴室", "澡堂", "汤池"]
    assert 'value="浴室 澡堂 汤池"' in text_of(keeper, WORDS)
    keeper.post(WORDS, {"group": str(group.pk), "words": "浴室 澡堂"})
    assert group.words.count() == 2
    keeper.post(WORDS, {"group": str(group.pk), "deed": "remove"})
    assert not SynonymGroup.objects.exists()


def test_what_is_wrong_is_said_at_the_group_and_what_was_typed_stays(keeper: Client) -> None:
    keeper.post(WORDS, {"words": "浴室 澡堂"})
    answer = keeper.post(WORDS, {"words": "澡堂 汤池"})
    assert answer.status_code == 422 and "“澡堂”已在另一组中" in answer.content.decode()
    assert 'value="澡堂 汤池"' in answer.content.decode()
    group = SynonymGroup.objects.get()
    answer = keeper.post(WORDS, {"group": str(group.pk), "words": "浴室"})
    assert answer.status_code == 422 and "至少要有两个" in answer.content.decode()
    assert f'aria-describedby="wrong-{group.pk}"' in answer.content.decode()


def test_groups_are_found_by_a_word(keeper: Client) -> None:
    for words in ("浴室 澡堂", "饭店 馆子"):
        keeper.post(WORDS, {"words": words})
    found = text_of(keeper, WORDS, q="馆")
    assert "饭店 馆子" in found and "浴室" not in found


def test_a_phrase_is_added_to_an_item_that_was_looked_for_and_taken_away(keeper: Client) -> None:
    food = world.item(name="食品经营许可")
    assert "食品经营许可" in text_of(keeper, PHRASES, q="食品")
    assert "食品经营许可" not in text_of(keeper, PHRASES)
    keeper.post(PHRASES, {"entry": str(food.item.entry_id), "phrase": "开小吃店"})
    assert search_versions("小吃") == [food] and "开小吃店" in text_of(keeper, PHRASES)
    assert keeper.post(PHRASES, {"entry": str(food.item.entry_id), "phrase": "开小吃店"}).status_code == 422
    keeper.post(PHRASES, {"phrase_id": str(SearchPhrase.objects.get().pk)})
    assert search_versions("小吃") == []


def test_what_nothing_was_found_for_becomes_a_phrase_with_one_click(keeper: Client) -> None:
    net = world.item(name="互联网上网服务经营许可")
    Client().get(reverse("portal:search"), {"q": "开网吧"})
    assert "开网吧" in text_of(keeper, MISSES)
    assert "互联网上网服务" in text_of(keeper, MISSES, words="开网吧", q="上网")
    keeper.post(MISSES, {"words": "开网吧", "entry": str(net.item.entry_id)})
    assert search_versions("开网吧") == [net] and not SearchMiss.objects.exists()


def test_words_are_taken_off_the_list(keeper: Client) -> None:
    Client().get(reverse("portal:search"), {"q": "开网吧"})
    keeper.post(MISSES, {"words": "开网吧", "deed": "dismiss"})
    assert not SearchMiss.objects.exists()


@pytest.mark.parametrize("post", [{"entry": "²"}, {"entry": "0"}, {"phrase_id": "x"}])
def test_keys_nobody_gave_are_not_found(keeper: Client, post: dict[str, str]) -> None:
    assert keeper.post(PHRASES, post).status_code == 404
