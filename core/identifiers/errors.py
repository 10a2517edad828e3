"""Why a number was not accepted, and how typed text becomes comparable."""

import re
import unicodedata

_SPACE = re.compile(r"\s+")


class InvalidIdentifier(ValueError):
    """A number that cannot be right. `code` is stable and lower_snake; `sentence` tells a person what is wrong.

    Neither repeats the number itself: sentences end up on screens and in logs.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def tidy(text: str, *, drop: str = "") -> str:
    """`text` in upper case and half-width characters, without white space and without the characters in `drop`."""
    plain = _SPACE.sub("", unicodedata.normalize("NFKC", text)).upper()
    return plain.translate({ord(character): None for character in drop})


def is_digits(text: str) -> bool:
    """Whether `text` is one or more ASCII digits; str.isdecimal alone would let digits of other scripts pass."""
    return text.isascii() and text.isdecimal()
