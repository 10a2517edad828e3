"""What somebody wrote into a cell: texts, numbers, money, dates, yes and no, lists, limits, materials.

Values come as a spreadsheet gives them: text, number, truth value or date. What cannot be read raises Unreadable, whose
code has its sentence in `items.workbooks.words`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from typing import Any

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
FULL_WIDTH |= {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
"""Digits and letters; Chinese punctuation stays as it is, for names are written with it."""
SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u3000\t"), " ")
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e"))
PLAIN = FULL_WIDTH | SPACES | INVISIBLE
PUNCTUATION = str.maketrans("．，：；（）－—～％＋／", ".,:;()--~%+/")

NOTHING = {"", "/", "\\", "-", "--", "无", "—", "——", "n/a", "na", "null", "none", "暂无"}
YES = {"是", "√", "✓", "✔", "☑", "y", "yes", "true", "t", "1", "有", "支持", "需要", "收费", "必要"}
NO = {
    "否",
    "×",
    "✗",
    "✘",
    "x",
    "n",
    "no",
    "false",
    "f",
    "0",
    "无",
    "不支持",
    "不需要",
    "不收费",
    "免费",
    "非必要",
    "/",
    "-",
}
EPOCH = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 10_000, 80_000
"""Serials of 1927 to 2119; smaller and larger numbers are no dates."""


class Unreadable(ValueError):
    """A cell that cannot be understood: a stable code and the words its sentence needs."""

    def __init__(self, code: str, **words: Any) -> None:
        super().__init__(code)
        self.code = code
        self.words: Mapping[str, Any] = words


@dataclass(frozen=True)
class CodeList:
    """The values an element may have: terms by code, and other words people use for them."""

    terms: Mapping[str, str]
    synonyms: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def known(self) -> Mapping[str, str]:
        """The code of every comparable term, synonym and code."""
        known = {comparable(term): code for code, term in self.terms.items()}
        known |= {comparable(word): code for word, code in self.synonyms.items()}
        return known | {comparable(code): code for code in self.terms}


def plain_text(raw: Any) -> str:
    """The text of a cell: full-width digits and letters made narrow, odd spaces ordinary, invisible signs gone, line
    breaks as \\n, nothing at the edges. A whole number loses the .0 a spreadsheet gave it; dates become 2024-03-01.
    """
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == datetime.min.time() else raw.isoformat(" ", "minutes")
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, float):
        return _number_text(raw)
    text = str(raw).replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").translate(PLAIN)
    lines = [re.sub(r" {2,}", " ", line).strip() for line in text.split("\n")]
    return "\n".join(lines).strip("\n")


def one_line(raw: Any) -> str:
    """A name: line breaks inside it are those of a narrow column; between Chinese signs spaces mean nothing."""
    text = plain_text(raw).replace("\n", " ")
    return re.sub(r"(?<=[\u3400-\u9fff，。、；：（）《》]) +(?=[\u3400-\u9fff，。、；：（）《》])", "", text).strip()


def is_nothing(raw: Any) -> bool:
    """Whether a cell says in one of the usual ways that there is nothing: empty, 无, /, —."""
    return plain_text(raw).lower() in NOTHING


def code_text(raw: Any) -> str:
    """A code: text without any spaces, letters large. A number large enough to have lost digits raises `rounded`."""
    if isinstance(raw, float) and not raw.is_integer():
        raise Unreadable("not_a_code", value=plain_text(raw))
    if isinstance(raw, int | float) and abs(raw) >= 10**15:
        raise Unreadable("rounded", value=f"{raw:.6E}")
    text = re.sub(r"\s", "", plain_text(raw)).upper().removesuffix(".0")
    if re.fullmatch(r"\d(\.\d+)?E\+\d+", text):
        raise Unreadable("rounded", value=text)
    return text


def integer(raw: Any) -> int | None:
    """A whole number: 3, 3.0, ３, "3份", 三; None for nothing. Raises `not_an_integer`."""
    if plain_text(raw).lower() in NOTHING - {"-"}:
        return None
    amount = _counted(plain_text(raw))
    if amount is None or amount != amount.to_integral_value():
        raise Unreadable("not_an_integer", value=plain_text(raw))
    return int(amount)


def fen(raw: Any) -> int | None:
    """Money written in yuan, as fen: 55, 55.00元, ￥1,200, 1.5万元; None for nothing. Raises `not_money` also for more
    than two decimals.
    """
    text = plain_text(raw).translate(PUNCTUATION).lower()
    if text in NOTHING:
        return None
    if text in ("免费", "不收费"):
        return 0
    match = re.fullmatch(r"(?:人民币|rmb|￥|¥)?\s*([\d,]+(?:\.\d+)?)\s*(万)?(?:元|圆)?(?:整)?", text)
    if match is None:
        raise Unreadable("not_money", value=plain_text(raw))
    amount = Decimal(match[1].replace(",", "")) * (1_000_000 if match[2] else 100)
    if amount != amount.to_integral_value():
        raise Unreadable("not_money", value=plain_text(raw))
    return int(amount)


def day(raw: Any) -> date | None:
    """A day: a date, its serial, 2024年3月1日, 2024.3.1, 2024/3/1, 20240301, in Chinese signs. Raises `not_a_date`."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = one_line(raw)
    if text.lower() in NOTHING:
        return None
    if isinstance(raw, int | float) and FIRST_SERIAL <= raw <= LAST_SERIAL:
        return EPOCH + timedelta(days=int(raw))
    numbers = _day_numbers(text)
    try:
        if numbers:
            return date(*numbers)
    except ValueError:
        pass
    raise Unreadable("not_a_date", value=text)


def yes_no(raw: Any) -> bool | None:
    """是 or 否 in the ways people tick them; None for an empty cell. Raises `not_yes_or_no`."""
    if isinstance(raw, bool):
        return raw
    text = one_line(raw).lower()
    if not text:
        return None
    if text in YES:
        return True
    if text in NO:
        return False
    raise Unreadable("not_yes_or_no", value=text)


def code_of(raw: Any, codes: CodeList) -> str | None:
    """The code of a list by its term, a synonym, or the code itself, maybe with the term behind it ("01 行政许可").

    None for an empty cell. Raises `not_in_list`.
    """
    text = one_line(raw)
    if not text:
        return None
    known = codes.known
    for tried in (text, *_without_code(text)):
        if (found := known.get(comparable(tried))) is not None:
            return found
    if text.isdigit() and (found := known.get(text.zfill(2))) is not None:
        return found
    raise Unreadable("not_in_list", value=text)


@lru_cache(maxsize=4096)
def comparable(text: str) -> str:
    """A word without what people write differently: case, width, brackets, spaces and punctuation."""
    return re.sub(r"[\s\W_]", "", plain_text(text).translate(PUNCTUATION).lower())


def split_values(raw: Any) -> list[str]:
    """The values of one cell: numbered (1.… 2.…, （一）…, ①…) or parted by line breaks, ；; or, with none of these,
    by 、 outside of brackets. Each once, in order, without its number.
    """
    text = plain_text(raw)
    if text.lower() in NOTHING:
        return []
    parts = _numbered(text) or _parted(text, "\n") or _parted(text, "；;") or _parted(text, "、") or [text]
    cleaned = [one_line(part).strip("；;。、 ") for part in parts]
    return list(dict.fromkeys(part for part in cleaned if part))


def split_sentences(raw: Any) -> list[str]:
    """Like `split_values` for texts that use 、 and ； inside: parted by numbers or line breaks, else by ；."""
    text = plain_text(raw)
    if text.lower() in NOTHING:
        return []
    parts = _numbered(text) or _parted(text, "\n") or _parted(text, "；;") or [text]
    return [part for part in (one_line(part).strip("；; ") for part in parts) if part]


NUMBER = re.compile(
    r"(?:^|(?<=[\n；;。 ]))\s*(?:(\d{1,2})\s*[.．、)）](?!\d)|[(（]\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]"
    r"|([一二三四五六七八九十]{1,3})、|([①-⑳]))\s*"
)


def _numbered(text: str) -> list[str]:
    """The parts of a numbered list; nothing unless the numbers run 1, 2, … from the start."""
    found = list(NUMBER.finditer(text))
    if not found or found[0].start() != 0:
        return []
    kind = next(place for place, group in enumerate(found[0].groups()) if group)
    marks: list[re.Match[str]] = []
    for one in found:
        if one.groups()[kind] and _ordinal(one.groups()[kind]) == len(marks) + 1:
            marks.append(one)
    if not marks:
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]


def _ordinal(text: str) -> int:
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    return int(text) if text.isdecimal() else int(_counted(text) or 0)


def _parted(text: str, signs: str) -> list[str]:
    """Parts between signs that stand outside of brackets; nothing when there is only one."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        if sign in "(（《“[【":
            depth += 1
        elif sign in ")）》”]】":
            depth = max(0, depth - 1)
        elif sign in signs and (depth == 0 or sign == "\n"):
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return parts if sum(bool(part.strip()) for part in parts) > 1 else []


DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
COUNTERS = r"(?:份|个|次|天|日|年|元|项|人|层|楼|f)?"


def _counted(text: str) -> Decimal | None:
    """The number at the start of a text with nothing but a counting word behind it, in digits or Chinese up to 99."""
    text = text.translate(PUNCTUATION).lower().replace(",", "").strip()
    if match := re.fullmatch(rf"(-?\d+(?:\.\d+)?)\s*{COUNTERS}", text):
        try:
            return Decimal(match[1])
        except InvalidOperation:
            return None
    if match := re.fullmatch(rf"([零一二三四五六七八九十两〇]{{1,3}})\s*{COUNTERS}", text):
        return _chinese(match[1])
    return None


def _chinese(text: str) -> Decimal | None:
    tens, ten, ones = text.partition("十")
    if not ten:
        return Decimal(DIGITS[text]) if len(text) == 1 else None
    if len(tens) > 1 or len(ones) > 1:
        return None
    return Decimal((DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0))


def _day_numbers(text: str) -> tuple[int, int, int] | None:
    plain = text.translate(PUNCTUATION).replace(" ", "")
    pattern = r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?(?:[T]?\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
    if match := re.fullmatch(pattern, plain):
        return int(match[1]), int(match[2]), int(match[3])
    if match := re.fullmatch(r"(\d{4})(\d{2})(\d{2})(?:\.0)?", plain):
        return int(match[1]), int(match[2]), int(match[3])
    if match := re.fullmatch(
        r"([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日", plain
    ):
        year = int("".join(str(DIGITS[sign]) for sign in match[1]))
        month, number = _chinese(match[2]), _chinese(match[3])
        return (year, int(month), int(number)) if month and number else None
    return None


def _without_code(text: str) -> list[str]:
    """What stands in front of and behind a first gap, dash or bracket: a code and its term."""
    match = re.fullmatch(r"([0-9A-Za-z]{1,4})\s*[-—–.、:：\s(（]*\s*([^0-9A-Za-z].*?)[)）]?", text)
    if match is None:
        match = re.fullmatch(r"([^0-9A-Za-z(（]+?)\s*[(（]\s*([0-9A-Za-z]{1,4})\s*[)）]", text)
    return [match[1], match[2]] if match else []


def _number_text(number: float) -> str:
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
