"""Which decisions everybody sees, and what of them (2.11, 10.2, XKF 40). Pure."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from core.masking import Audience, Kind, mask

LICENCE_TYPE = "01"
USUAL_CATEGORY = "普通"
"""许可类别: the catalogue does not tell franchise, qualification and approval apart (DESIGN)."""
GRANTED, REFUSED = "准予许可", "不予许可"
MOST_CONTENT = 1000
SHORTEST_NUMBER = 6
"""Shorter than this, what is called a number would be found in every date."""

GAP = r"[ \u3000\-–]?"
"""What people type between the digits of a number."""
PHONE = re.compile(rf"(?<!\d)1{GAP}[3-9](?:{GAP}\d){{9}}(?!\d)")
ID_NUMBER = re.compile(rf"(?<![0-9A-Za-z])[1-9](?:{GAP}\d){{16}}{GAP}[\dXx](?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Decision:
    """What is known of a decision before anything of it is shown.

    `particulars` are answers in words by their labels; `names` are those of natural persons in the case, `numbers`
    every personal number in it: identity numbers, telephones.
    """

    granted: bool
    decision_no: str
    number: str
    item: str
    holder_name: str
    holder_code: str
    code_kind: Kind
    is_person: bool
    licence_name: str = ""
    licence_no: str = ""
    particulars: Mapping[str, str] = field(default_factory=dict)
    names: Collection[str] = ()
    numbers: Collection[str] = ()


def must_publish(*, item_type: str, base_code: str, granted: bool, refusals: Collection[str]) -> bool:
    """Whether a decision is public: every granted licence is; a refusal where the item is listed among those whose law
    demands it."""
    return item_type == LICENCE_TYPE and (granted or base_code in refusals)


def public_fields(decision: Decision, *, content: str | None = None) -> dict[str, str]:
    """What everybody may see, by the columns of a publication. A natural person's name is his surname with stars, his
    number its first and last sign; whatever else is said, no personal number or name of the case is left in it.

    `content` replaces what the case itself says, for a correction.
    """
    said = _content(decision) if content is None else content
    name, firm = decision.holder_name, without_personal(decision.holder_name, numbers=decision.numbers)
    return {
        "decision_no": _clean(decision.decision_no, decision),
        "number": decision.number,
        "name": _clean(decision.item, decision),
        "category": USUAL_CATEGORY,
        "content": _clean(said, decision)[:MOST_CONTENT],
        "holder_name": mask(Kind.NAME, name, Audience.PUBLIC) if decision.is_person else firm,
        "holder_code": mask(decision.code_kind, decision.holder_code, Audience.PUBLIC),
        "licence_name": _clean(decision.licence_name, decision),
        "licence_no": _clean(decision.licence_no, decision),
        "outcome": GRANTED if decision.granted else REFUSED,
    }


def without_personal(text: str, *, names: Collection[str] = (), numbers: Collection[str] = ()) -> str:
    """A text without the given names and numbers, and without anything that looks like an identity or telephone
    number, however it is spaced or written wide."""
    plain = "".join(map(_narrow, text))
    for number in sorted(filter(None, numbers), key=len, reverse=True):
        if len(number) >= SHORTEST_NUMBER:
            plain = re.sub(_spaced(number), lambda found: _stars(found.group()), plain, flags=re.IGNORECASE)
    plain = ID_NUMBER.sub(lambda found: _stars(found.group()), plain)
    plain = PHONE.sub(lambda found: _stars(found.group()), plain)
    for name in sorted(filter(None, names), key=len, reverse=True):
        plain = plain.replace(name, mask(Kind.NAME, name, Audience.PUBLIC))
    return plain


def _narrow(sign: str) -> str:
    """A digit or Latin letter however wide it was written; other signs stay, or Chinese texts would lose theirs."""
    plain = unicodedata.normalize("NFKC", sign)
    return plain if len(plain) == 1 and plain.isascii() and plain.isalnum() else sign


def _spaced(number: str) -> str:
    return GAP.join(re.escape(_narrow(sign)) for sign in number)


def _stars(found: str) -> str:
    return f"{found[0]}{'*' * (len(found) - 2)}{found[-1]}"


def _clean(text: str, decision: Decision) -> str:
    return without_personal(text, names=decision.names, numbers=decision.numbers)


def _content(decision: Decision) -> str:
    """What is permitted; of a natural person no particulars, for they are about him."""
    begin = f"{GRANTED if decision.granted else REFUSED}：{decision.item}"
    if decision.is_person or not decision.granted:
        return begin
    return "；".join([begin, *(f"{label}：{words}" for label, words in decision.particulars.items())])
