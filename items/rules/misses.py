"""What of a question that found nothing may be written down: words, never the numbers of persons, never at length."""

import re
import unicodedata

LONGEST = 20
MOST_DIGITS = 4
WORDS = re.compile(r"[一-鿿㐀-䶿A-Za-z0-9]+")
NUMERALS = re.compile(r"[0-9零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两]")


def noted_words(text: str) -> str:
    """The words of a question in one spelling, empty when they must not or need not be kept.

    Numbers of persons, phones and cards are longer than four digits, however they are written or broken up; whoever
    types one gets no entry at all. Nor do addresses of e-mail, nor texts too long to be the name of a thing.
    """
    plain = unicodedata.normalize("NFKC", text)
    words = " ".join(WORDS.findall(plain)).lower()
    if "@" in plain or len(NUMERALS.findall(words)) > MOST_DIGITS or not 1 < len(words) <= LONGEST:
        return ""
    return words
