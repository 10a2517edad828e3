"""Searches that found nothing, counted by day and word for the administrators; nobody can make the table grow."""

from contextlib import suppress
from datetime import timedelta

from django.db import connection, transaction
from redis.exceptions import RedisError

from core import clock
from core.events import Doer
from core.ratelimits import Rate, count_try
from core.refusal import Refusal
from items.models import DirectoryEntry, SearchMiss, SearchPhrase
from items.rules.misses import noted_words
from items.services.words import add_phrase

PER_ADDRESS = (Rate(20, 3600),)
WORDS_A_DAY = 500
KEPT = timedelta(days=90)
COUNT = """
INSERT INTO items_searchmiss AS m (day, words, count)
SELECT %(day)s::date, %(words)s::varchar, 1
WHERE EXISTS (SELECT 1 FROM items_searchmiss WHERE day = %(day)s AND words = %(words)s)
    OR (SELECT count(*) FROM items_searchmiss WHERE day = %(day)s) < %(most)s
ON CONFLICT (day, words) DO UPDATE SET count = m.count + 1
"""


def note_miss(text: str, *, address: str) -> None:
    """Count that nothing was found for these words today.

    Quietly nothing for what must not be kept (numbers of persons, long texts), beyond WORDS_A_DAY different words, and
    for an address that asks too often or while nobody can tell.
    """
    words = noted_words(text)
    if not words:
        return
    with suppress(Refusal, RedisError):
        count_try(f"miss:{address}", PER_ADDRESS)
        with connection.cursor() as cursor:
            cursor.execute(COUNT, {"day": clock.today(), "words": words, "most": WORDS_A_DAY})


def settle_miss(words: str, entry: DirectoryEntry, *, by: Doer) -> SearchPhrase:
    """Let an item be found by words nothing was found for, and take them off the list. Refuses as `add_phrase`."""
    with transaction.atomic():
        phrase = add_phrase(entry, words, by=by)
        dismiss_miss(words)
    return phrase


def dismiss_miss(words: str) -> None:
    """Take words off the list; they come back when they are searched again."""
    SearchMiss.objects.filter(words=words).delete()


def forget_old_misses() -> int:
    """Delete what is older than KEPT; returns how many cells."""
    return SearchMiss.objects.filter(day__lt=clock.today() - KEPT).delete()[0]
