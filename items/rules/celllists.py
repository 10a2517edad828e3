"""Cells that hold more than one fact: legal limits with their unit, materials with their copies, law with article."""

import re
from dataclasses import dataclass
from typing import Any

from items.rules.cells import NOTHING, PUNCTUATION, Unreadable, integer, one_line, plain_text, split_sentences

UNITS = {
    "工作日": "working",
    "自然日": "natural",
    "日历日": "natural",
    "月": "month",
    "年": "year",
    "小时": "hours",
    "工作小时": "working_hours",
}
AT_ONCE = ("即办", "当场", "即时", "立等", "随到随办", "现场办结", "马上办")
AMOUNT = re.compile(
    r"(\d+(?:\.\d+)?|[一二三四五六七八九十两]{1,3})(?:\(?)((?:个)?(?:工作|自然|日历)?(?:日|天|月|年|小时))"
)


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit in its own unit (working, natural, working_hours, hours); `at_once` for items decided on the
    spot, whose days are 0. `converted` says that it was written in months or years.
    """

    days: int
    unit: str
    at_once: bool = False
    converted: bool = False


def limit(raw: Any, *, usual_unit: str = "working", plain_days: str = "natural") -> Limit | None:
    """A limit out of "20个工作日", "法定20日", "即办", "2个月", "受理之日起五个工作日内", 20 (in the usual unit).

    `plain_days` is the unit meant by 日 alone: the licensing law means working days, others calendar days (Annex B).
    Months count thirty calendar days and years 365, for lists of items know no others. None for nothing. Raises
    `not_a_limit`, and `two_limits` when a cell names several that differ.
    """
    text = one_line(raw).translate(PUNCTUATION).replace(" ", "")
    if text.lower() in NOTHING or text in ("无法定时限", "无时限", "法律未规定", "未规定"):
        return None
    found = {_limit(match[1], match[2], plain_days) for match in AMOUNT.finditer(text)}
    if len(found) > 1:
        raise Unreadable("two_limits", value=one_line(raw))
    if found:
        return found.pop()
    if any(word in text for word in AT_ONCE):
        return Limit(0, usual_unit, at_once=True)
    try:
        days = integer(re.sub(r"^(法定|承诺|时限|期限|为|:)+", "", text))
    except Unreadable:
        raise Unreadable("not_a_limit", value=one_line(raw)) from None
    return None if days is None else Limit(days, usual_unit, at_once=days == 0)


def _limit(amount: str, unit_word: str, plain_days: str) -> Limit:
    word = unit_word.removeprefix("个").replace("天", "日")
    unit = plain_days if word == "日" else UNITS[word]
    days = integer(amount)
    if days is None:
        raise Unreadable("not_a_limit", value=amount + unit_word)
    if unit in ("month", "year"):
        return Limit(days * (30 if unit == "month" else 365), "natural", converted=True)
    return Limit(days, unit)


@dataclass(frozen=True, slots=True)
class WrittenMaterial:
    """A material as one line of a cell names it; copies are None where nothing is said."""

    name: str
    originals: int | None = None
    copies: int | None = None
    required: bool = True


COPIES = re.compile(
    r"[，,：:、]?[(（]?(原件及复印件|原件和复印件|原件、复印件|原件|复印件|正本|副本)?(?:各|共|一式)?\s*(\d{1,2}|[一二三四五六七八九十两]{1,2})\s*份[)）]?"
)
BARE = re.compile(r"[(（](原件及复印件|原件和复印件|原件、复印件|原件|复印件)[)）]|(?<=[^及和、])(复印件|原件)$")
OPTIONAL = re.compile(r"[(（](?:非必要|可选|选填|如有|若有|必要时)[)）]|^(?:如有|若有)[，,]?")


def materials(raw: Any) -> list[WrittenMaterial]:
    """The materials of one cell, such as "身份证复印件1份；申请表原件2份", a line each, numbered or parted by ；.

    "复印件" and "原件" with a number of copies are copies, not part of the name; "如有" makes one optional.
    """
    return [found for line in split_sentences(_parted_by_commas(raw)) if (found := _material(line)).name]


def _parted_by_commas(raw: Any) -> str:
    """、 parts materials only where nothing stronger does, and only behind a number of copies."""
    text = plain_text(raw)
    if re.search(r"[\n；;]", text) or not re.search(r"份[)）]?[、，,]", text):
        return text
    return re.sub(r"(份[)）]?)[、，,]", r"\1；", text)


def _material(line: str) -> WrittenMaterial:
    originals: int | None = None
    copies: int | None = None
    required = OPTIONAL.search(line) is None
    name = OPTIONAL.sub("", line)
    for match in COPIES.finditer(name):
        kind, count = match[1] or "", integer(match[2])
        if "原件" in kind or kind in ("", "正本"):
            originals = count
        if "复印件" in kind or kind == "副本":
            copies = count
    name = COPIES.sub("", name)
    if bare := BARE.search(name):
        kind = bare[1] or bare[2]
        originals = 1 if originals is None and "原件" in kind else originals
        copies = 1 if copies is None and "复印件" in kind else copies
        name = BARE.sub("", name)
    return WrittenMaterial(name.strip("，,、；;。:： "), originals, copies, required)


@dataclass(frozen=True, slots=True)
class WrittenBasis:
    """A law as a sentence names it: 《…》, its article, and what it says."""

    law: str
    article: str
    gist: str


ARTICLE = re.compile(
    r"第[一二三四五六七八九十百千零〇\d]+条(?:之[一二三四五六七八九十])?(?:第[一二三四五六七八九十\d]+款)?(?:第?[（(]?[一二三四五六七八九十\d]+[)）]?项)?"
)


def legal_bases(raw: Any) -> list[WrittenBasis]:
    """The laws of one cell: each 《…》 that begins a part starts one, the article and the wording follow it.

    A text without 《》 is one law by that name.
    """
    text = plain_text(raw)
    if text.lower() in NOTHING:
        return []
    starts = [
        match.start() for match in re.finditer(r"(?:^|(?<=[\n；;。]))[\s\d.、（(一二三四五六七八九十)）]*《", text)
    ]
    if not starts:
        return [_basis(line) for line in split_sentences(raw)]
    ends = [*starts[1:], len(text)]
    return [_basis(text[start:end]) for start, end in zip(starts, ends, strict=True)]


def _basis(part: str) -> WrittenBasis:
    part = part.strip("；; \n")
    named = re.search(r"《([^》]+(?:《[^》]+》[^》]*)?)》", part)
    article = ARTICLE.search(part)
    if named is None:
        law = re.split(r"第[一二三四五六七八九十百\d]+条", part, maxsplit=1)[0]
        return WrittenBasis(one_line(law).strip("，,：: "), article[0] if article else "", "")
    rest = part[article.end() :] if article else part[named.end() :]
    rest = re.sub(r"^(?:规定)?[\s:：，,]+", "", rest)
    return WrittenBasis(one_line(named[1]), article[0] if article else "", rest.strip())
