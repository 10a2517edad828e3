"""Older codes of items (1.3): recognised, kept as the local code, and asked only for the type they name.

They are never computed with: a letter pair or a digit says which kind of power was meant, nothing else.
"""

import re
from dataclasses import dataclass

LETTERS = {
    "XK": "01",
    "CF": "02",
    "QZ": "03",
    "ZS": "04",
    "JF": "05",
    "GF": "05",
    "JC": "06",
    "QR": "07",
    "JL": "08",
    "CJ": "09",
    "QT": "10",
    "BA": "10",
    "SP": "10",
    "FX": "10",
    "GG": "20",
    "FW": "20",
    "BM": "20",
}
"""Types by the letters of provincial schemes (1.2); FX, examination other than licensing, was abolished as a class and
lives on among the other powers."""
ABOLISHED = frozenset({"FX", "SP"})
DIGITS = {f"{number:02d}" for number in range(1, 11)} | {"20"}


@dataclass(frozen=True, slots=True)
class LegacyCode:
    """An older code as it is kept: its scheme, its text, the type it names if any, and whether that class of items was
    abolished.
    """

    scheme: str
    text: str
    type: str | None
    abolished: bool = False


SCHEMES = {
    # DB52/T 1264-2018: type letters, main item 5, sub-item 3; implementing codes add level 1, region 6, body 9.
    "guizhou": re.compile(r"(?P<type>[A-Z]{2})\d{8}(\d{7}[0-9A-Z]{9})?"),
    # Region 6, body 3, type 2, serial 3, sub-item 2.
    "hubei": re.compile(r"\d{6}[0-9A-Z]{3}(?P<type>[A-Z]{2}|\d{2})\d{5}"),
    # Body 10, type letters, serial 4: 62052400MZ-XK-0001.
    "wushan": re.compile(r"[0-9A-Z]{10}-(?P<type>[A-Z]{2})-\d{4}(-\d{1,3})?"),
    # Local code, region 12, 000, credit code, type, 00.
    "sichuan": re.compile(r"[0-9A-Z]{12}-\d{12}-\d{3}-[0-9A-Z]{18}-(?P<type>\d{1,2})-\d{2}"),
}


def legacy_code(text: str) -> LegacyCode | None:
    """The older code a text is, in capitals and without spaces; None for any other text."""
    for scheme, pattern in SCHEMES.items():
        if match := pattern.fullmatch(text):
            letters = match["type"]
            kind = LETTERS.get(letters) or (letters.zfill(2) if letters.zfill(2) in DIGITS else None)
            return LegacyCode(scheme, text, kind, letters in ABOLISHED)
    return None
