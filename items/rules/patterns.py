"""Patterns of administrators, matched in time linear in the answer: RE2 keeps no way back, so none is catastrophic.

Only what RE2 and the patterns of JSON Schema read alike may be written, because the published schema carries them.
"""

import re
from functools import lru_cache
from typing import Any

import re2

MAX_LENGTH = 200
_ELSEWHERE = re.compile(r"\(\?(?!:)|\\[pPxuACEQzZabBk]|\[\[:")
"""Groups with names or flags, classes of properties, code points, ends of the text: not alike in both."""
_REPEATED_REPEAT = re.compile(r"[*+}][^()|]*\)(?:[*+]|\{\d+,\d*\})")
"""A repeated group that ends in, or holds behind an inner repeat, what can match the same again: harmless to RE2, but a
trap for whoever runs the published schema with another matcher."""


def problem_of(pattern: str) -> str:
    """Why a pattern may not be published: too_long, elsewhere, dangerous or invalid; empty when it may."""
    if len(pattern) > MAX_LENGTH:
        return "too_long"
    if _ELSEWHERE.search(pattern):
        return "elsewhere"
    if _REPEATED_REPEAT.search(pattern):
        return "dangerous"
    try:
        _compiled(pattern)
    except re2.error:
        return "invalid"
    return ""


def matches(pattern: str, text: str) -> bool:
    """Whether the whole of `text` is of that pattern, which `problem_of` found sound."""
    return _compiled(pattern).fullmatch(text) is not None


@lru_cache(maxsize=500)
def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    return re2.compile(pattern, options)
