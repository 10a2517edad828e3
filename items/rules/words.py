"""Words for searching Chinese text without a dictionary: pairs of characters, or the letters that spell it."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

from items.rules.spelling import Mixed, mixed_spellings, typed_prefix

RUNS = re.compile(r"[一-鿿㐀-䶿]+|[A-Za-z0-9]+")
LETTERS = re.compile(r"[a-z]{2,}")
APOSTROPHE = re.compile(r"(?<=[A-Za-z])['’](?=[A-Za-z])")


def search_words(text: str) -> list[str]:
    """Pairs of neighbouring Chinese characters and whole Latin words or numbers, lower case, in order, with repeats.

    A lone Chinese character stays itself, so that a one-character question finds something. Full-width letters are
    letters, and what an input method puts between syllables (shi'pin) is nothing.
    """
    words: list[str] = []
    for run in RUNS.findall(APOSTROPHE.sub("", unicodedata.normalize("NFKC", text))):
        if run[0].isascii():
            words.append(run.lower())
        elif len(run) == 1:
            words.append(run)
        else:
            words.extend(run[i : i + 2] for i in range(len(run) - 1))
    return words


def search_vector(
    texts_by_weight: Mapping[str, Iterable[str]], words_by_weight: Mapping[str, Iterable[str]] | None = None
) -> str:
    """PostgreSQL tsvector literal of all words of texts, and of words that are taken as they are; a word keeps its best
    weight (A before B before C before D).

    Written as a literal because the database's own parser depends on its locale and may drop Chinese.
    """
    weights: dict[str, str] = {}
    given = words_by_weight or {}
    for weight in sorted({*texts_by_weight, *given}):
        for text in texts_by_weight.get(weight, ()):
            for word in search_words(text):
                weights.setdefault(word, weight)
        for word in given.get(weight, ()):
            weights.setdefault(word, weight)
    return " ".join(f"'{word}':{place}{weight}" for place, (word, weight) in enumerate(weights.items(), start=1))


def asked_words(text: str) -> list[str]:
    """The different words of a question. Letters typed with spaces between their syllables also count as one word."""
    words = list(dict.fromkeys(search_words(text)))
    if len(words) > 1 and all(LETTERS.fullmatch(word) for word in words):
        words.append("".join(words))
    return words


def query_words(text: str, weights: str = "") -> list[str]:
    """PostgreSQL tsquery literals of each different word of the question, only at these weights if any are given.

    Single characters and letters also find the words that begin with them.
    """
    marks = {}
    for word in asked_words(text):
        if LETTERS.fullmatch(word):
            marks[typed_prefix(word)] = f"*{weights}"
        else:
            marks[word] = ("*" if len(word) == 1 else "") + weights
    return [f"'{word}':{mark}" if mark else f"'{word}'" for word, mark in marks.items()]


def mixed_words(text: str) -> list[Mixed]:
    """The ways in which letters of the question may be syllables mixed with initials."""
    return [mixed for word in asked_words(text) if LETTERS.fullmatch(word) for mixed in mixed_spellings(word)]


def search_query(text: str, weights: str = "") -> str:
    """PostgreSQL tsquery literal that matches any word of the question; empty when it has no words."""
    return " | ".join(query_words(text, weights))


def in_other_words(text: str, groups: Iterable[Collection[str]]) -> list[str]:
    """The text with each of its words replaced by those that mean the same, one at a time."""
    found: dict[str, None] = {}
    for group in groups:
        for word in group:
            if word in text:
                found |= dict.fromkeys(text.replace(word, other) for other in group if other != word)
    return list(found)
