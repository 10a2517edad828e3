"""Words people use, kept by administrators: groups that mean the same, everyday phrases of items; found by at once."""

from collections.abc import Collection, Iterable, Sequence

from django.db import connection, transaction
from django.utils.translation import gettext as _

from core import clock
from core.events import Doer
from core.locks import busy_is_refused
from core.outbox import publish
from core.refusal import Refusal
from items.events import PhrasesChanged, SynonymsChanged
from items.models import DirectoryEntry, Item, SearchPhrase, Synonym, SynonymGroup
from items.models.search import PHRASE_LENGTH, WORD_LENGTH
from items.rules.words import query_words
from items.services.indexing import hold_words, index_items

FEWEST, MOST = 2, 10
SHORTEST = 2


def save_synonyms(group: SynonymGroup | None, words: Sequence[str], *, by: Doer) -> SynonymGroup:
    """Keep words that mean the same as a new group, or instead of those of `group`; every item that one of them, former
    ones included, stands in is found by the others at once.

    Refuses, with field "words": `too_few`, `too_many`, `word_length`, `no_word` and `word_taken` (in another group).
    Publishes SynonymsChanged.
    """
    words = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    _check_words(words)
    with busy_is_refused(), transaction.atomic():
        hold_words()
        taken = Synonym.objects.filter(word__in=words)
        if other := (taken.exclude(group=group) if group else taken).first():
            sentence = _("“%(word)s” is in another group already.") % {"word": other.word}
            raise Refusal("word_taken", sentence, field="words")
        former = _words_of(group)
        kept = group or SynonymGroup()
        kept.changed_at, kept.changed_by = clock.now(), by.label[:120]
        kept.save()
        kept.words.all().delete()
        Synonym.objects.bulk_create(Synonym(group=kept, order=n, word=word) for n, word in enumerate(words, start=1))
        index_items(touched_by([*former, *words]))
        publish(SynonymsChanged(synonyms_id=kept.pk, words=len(words)), by=by)
    return kept


def remove_synonyms(group: SynonymGroup, *, by: Doer) -> None:
    """Take a group away; what was found by its words alone is found by them no longer. Publishes SynonymsChanged."""
    with busy_is_refused(), transaction.atomic():
        hold_words()
        key, former = group.pk, _words_of(group)
        group.delete()
        index_items(touched_by(former))
        publish(SynonymsChanged(synonyms_id=key, words=0), by=by)


def add_phrase(entry: DirectoryEntry, phrase: str, *, by: Doer) -> SearchPhrase:
    """Let an item be found by an everyday phrase from now on. Publishes PhrasesChanged.

    Refuses, with field "phrase": `phrase_length`, `no_word`, and `phrase_there` when the item has it already.
    """
    phrase = phrase.strip()
    if not SHORTEST <= len(phrase) <= PHRASE_LENGTH:
        sentence = _("A phrase has %(least)d to %(most)d characters.") % {"least": SHORTEST, "most": PHRASE_LENGTH}
        raise Refusal("phrase_length", sentence, field="phrase")
    _refuse_without_words([phrase], "phrase")
    with busy_is_refused(), transaction.atomic():
        hold_words()
        kept, new = SearchPhrase.objects.get_or_create(entry=entry, phrase=phrase)
        if not new:
            raise Refusal("phrase_there", _("This item is found by this phrase already."), field="phrase")
        _index_entry(entry)
        publish(PhrasesChanged(entry_id=entry.pk, phrase=phrase, added=True), by=by)
    return kept


def remove_phrase(kept: SearchPhrase, *, by: Doer) -> None:
    """Take an everyday phrase from its item. Publishes PhrasesChanged."""
    with busy_is_refused(), transaction.atomic():
        hold_words()
        entry, phrase = kept.entry, kept.phrase
        kept.delete()
        _index_entry(entry)
        publish(PhrasesChanged(entry_id=entry.pk, phrase=phrase, added=False), by=by)


def touched_by(words: Iterable[str]) -> set[int]:
    """Keys of the items whose entries hold every pair of characters of one of these words."""
    found: set[int] = set()
    for word in words:
        asked = " & ".join(query_words(word))
        with connection.cursor() as cursor:
            cursor.execute("SELECT item_id FROM items_searchentry WHERE words @@ %s::tsquery", [asked])
            found |= {item_id for (item_id,) in cursor}
    return found


def _check_words(words: Collection[str]) -> None:
    if len(words) < FEWEST:
        raise Refusal("too_few", _("A group needs at least two different words."), field="words")
    if len(words) > MOST:
        sentence = _("A group has at most %(count)d words.") % {"count": MOST}
        raise Refusal("too_many", sentence, field="words")
    if wrong := next((word for word in words if not SHORTEST <= len(word) <= WORD_LENGTH), ""):
        sentence = _("“%(word)s”: a word has %(least)d to %(most)d characters.")
        values = {"word": wrong, "least": SHORTEST, "most": WORD_LENGTH}
        raise Refusal("word_length", sentence % values, field="words")
    _refuse_without_words(words, "words")


def _refuse_without_words(texts: Iterable[str], field: str) -> None:
    if wrong := next((text for text in texts if not query_words(text)), ""):
        sentence = _("“%(word)s” holds neither Chinese characters nor letters or digits.") % {"word": wrong}
        raise Refusal("no_word", sentence, field=field)


def _words_of(group: SynonymGroup | None) -> list[str]:
    return list(group.words.values_list("word", flat=True)) if group else []


def _index_entry(entry: DirectoryEntry) -> None:
    index_items(Item.objects.filter(entry=entry).values_list("pk", flat=True))
