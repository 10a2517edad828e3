"""Words for searching Chinese text without a dictionary: overlapping pairs of characters."""

import re
from collections.abc import Iterable, Mapping

RUNS = re.compile(r"[一-鿿㐀-䶿]+|[A-Za-z0-9]+")


def search_words(text: str) -> list[str]:
    """Pairs of neighbouring Chinese characters and whole Latin words or numbers, lower case, in order, with repeats.

    A lone Chinese character stays itself, so that a one-character question finds something.
    """
    words: list[str] = []
    for run in RUNS.findall(text):
        if run[0].isascii():
            words.append(run.lower())
        elif len(run) == 1:
            words.append(run)
        else:
            words.extend(run[i : i + 2] for i in range(len(run) - 1))
    return words


def search_vector(texts_by_weight: Mapping[str, Iterable[str]]) -> str:
    """PostgreSQL tsvector literal of all words; a word keeps its best weight (A before B before D).

    Written as a literal because the database's own parser depends on its locale and may drop Chinese.
    """
    weights: dict[str, str] = {}
    for weight in sorted(texts_by_weight):
        for text in texts_by_weight[weight]:
            for word in search_words(text):
                weights.setdefault(word, weight)
    return " ".join(f"'{word}':{place}{weight}" for place, (word, weight) in enumerate(weights.items(), start=1))


def query_words(text: str, weights: str = "") -> list[str]:
    """PostgreSQL tsquery literals of each different word of the question, only at these weights if any are given."""
    marks = {word: ("*" if len(word) == 1 else "") + weights for word in search_words(text)}
    return [f"'{word}':{mark}" if mark else f"'{word}'" for word, mark in marks.items()]


def search_query(text: str, weights: str = "") -> str:
    """PostgreSQL tsquery literal that matches any word of the question; empty when it has no words."""
    return " | ".join(query_words(text, weights))
