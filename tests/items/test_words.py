"""Words kept by administrators: what means the same, everyday phrases; every change is found by at once."""

from threading import Event, Thread

import pytest
from django.db import connection, connections, transaction

from core.models import EventRow
from core.refusal import Refusal
from identity.actors import SYSTEM
from items.models import SearchEntry, SearchPhrase, Synonym, SynonymGroup
from items.queries import search_versions
from items.services.importing import import_item
from items.services.indexing import hold_words, index_items
from items.services.publishing import publish_version
from items.services.words import add_phrase, remove_phrase, remove_synonyms, save_synonyms, touched_by
from tests import world


def names(text: str) -> list[str]:
    return [version.name for version in search_versions(text)]


@pytest.mark.django_db
class TestSynonyms:
    def test_whoever_asks_for_one_word_finds_the_others(self) -> None:
        world.item(name="公共浴室卫生许可")
        assert names("澡堂") == names("zaotang") == []
        save_synonyms(None, ["浴室", "澡堂", "澡堂子"], by=SYSTEM)
        assert names("澡堂") == names("zaotang") == ["公共浴室卫生许可"]

    def test_a_change_takes_back_what_was_found_by_the_former_words(self) -> None:
        world.item(name="公共浴室卫生许可")
        group = save_synonyms(None, ["浴室", "澡堂"], by=SYSTEM)
        save_synonyms(group, ["浴室", "汤池"], by=SYSTEM)
        assert names("澡堂") == [] and names("汤池") == ["公共浴室卫生许可"]
        remove_synonyms(group, by=SYSTEM)
        assert names("汤池") == [] and not Synonym.objects.exists()

    def test_synonyms_also_stand_for_words_of_everyday_phrases(self) -> None:
        food = world.item(name="食品经营许可")
        add_phrase(food.item.entry, "开饭店", by=SYSTEM)
        save_synonyms(None, ["饭店", "馆子"], by=SYSTEM)
        assert names("开馆子") == names("kaigz") == ["食品经营许可"]

    def test_what_is_published_later_is_found_by_them_too(self) -> None:
        save_synonyms(None, ["浴室", "澡堂"], by=SYSTEM)
        world.item(name="公共浴室卫生许可")
        assert names("澡堂") == ["公共浴室卫生许可"]

    def test_only_items_that_hold_a_word_are_indexed_anew(self) -> None:
        bath, other = world.item(name="公共浴室卫生许可"), world.item(name="道路运输许可")
        SearchEntry.objects.filter(item=other.item).update(spelled="untouched")
        save_synonyms(None, ["浴室", "澡堂"], by=SYSTEM)
        assert touched_by(["浴室"]) == {bath.item_id}
        assert SearchEntry.objects.get(item=other.item).spelled == "untouched"

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            *((["浴室"], "too_few"), (["浴室", " 浴室 "], "too_few"), ([f"词语{n}" for n in range(11)], "too_many")),
            *((["浴室", "澡"], "word_length"), (["浴室", "长" * 21], "word_length"), (["浴室", "！！"], "no_word")),
        ],
    )
    def test_what_is_wrong_is_refused_with_its_reason(self, words: list[str], code: str) -> None:
        with pytest.raises(Refusal) as refused:
            save_synonyms(None, words, by=SYSTEM)
        assert (refused.value.code, refused.value.field) == (code, "words")
        assert not SynonymGroup.objects.exists()

    def test_a_word_belongs_to_one_group(self) -> None:
        save_synonyms(None, ["浴室", "澡堂"], by=SYSTEM)
        with pytest.raises(Refusal, match="澡堂") as refused:
            save_synonyms(None, ["澡堂", "汤池"], by=SYSTEM)
        assert refused.value.code == "word_taken"

    def test_who_changed_what_is_written_down(self) -> None:
        group = save_synonyms(None, ["浴室", "澡堂"], by=SYSTEM)
        remove_synonyms(group, by=SYSTEM)
        written = EventRow.objects.filter(name="items.SynonymsChanged").order_by("pk")
        assert [row.data["words"] for row in written] == [2, 0]


@pytest.mark.django_db
class TestPhrases:
    def test_a_phrase_is_found_from_now_on_and_not_when_it_is_taken_away(self) -> None:
        food = world.item(name="食品经营许可")
        assert names("开小吃店") == []
        phrase = add_phrase(food.item.entry, " 开小吃店 ", by=SYSTEM)
        assert names("开小吃店") == names("kxcd") == ["食品经营许可"]
        remove_phrase(phrase, by=SYSTEM)
        assert names("开小吃店") == []

    @pytest.mark.parametrize(
        ("phrase", "code"), [("店", "phrase_length"), ("长" * 41, "phrase_length"), ("？？", "no_word")]
    )
    def test_what_is_wrong_is_refused_with_its_reason(self, phrase: str, code: str) -> None:
        with pytest.raises(Refusal) as refused:
            add_phrase(world.item().item.entry, phrase, by=SYSTEM)
        assert (refused.value.code, refused.value.field) == (code, "phrase")

    def test_a_phrase_stands_once(self) -> None:
        entry = world.item().item.entry
        add_phrase(entry, "开小吃店", by=SYSTEM)
        with pytest.raises(Refusal) as refused:
            add_phrase(entry, "开小吃店", by=SYSTEM)
        assert refused.value.code == "phrase_there" and SearchPhrase.objects.count() == 1


@pytest.mark.django_db
def test_the_whole_index_can_be_made_anew() -> None:
    food = world.item(name="食品经营许可")
    SearchEntry.objects.all().delete()
    assert names("食品") == []
    assert index_items([food.item_id]) == 1
    assert names("食品") == ["食品经营许可"]


@pytest.mark.django_db(transaction=True)
def test_nobody_publishes_with_the_words_of_before_while_they_change() -> None:
    """An item that comes into force while a group is being kept is found by the new words all the same."""
    body = world.department()
    draft = import_item(world.item_shape(name="公共浴室卫生许可"), department=body)
    held = Event()

    def publish() -> None:
        held.wait(10)
        try:
            publish_version(draft, by=SYSTEM)
        finally:
            connections.close_all()

    publisher = Thread(target=publish)
    publisher.start()
    with transaction.atomic():
        hold_words()
        held.set()
        while not waiting_for_entries():
            assert publisher.is_alive()
        save_synonyms(None, ["浴室", "澡堂"], by=SYSTEM)
    publisher.join(10)
    assert names("澡堂") == ["公共浴室卫生许可"]


def waiting_for_entries() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'items_searchentry'::regclass")
        return cursor.fetchone() is not None
