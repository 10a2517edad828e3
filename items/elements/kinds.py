"""What an element is."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """What a value looks like in the shape of an item. JSON is a condition, DATA a number, text or list as the other
    columns of its row ask for.
    """

    TEXT = "text"
    LONG = "long"
    INTEGER = "integer"
    YES_NO = "yes_no"
    CODE = "code"
    CODES = "codes"
    LINES = "lines"
    DATE = "date"
    URL = "url"
    PHONE = "phone"
    BODY = "body"
    JSON = "json"
    DATA = "data"
    ROWS = "rows"


class Need(StrEnum):
    """When an element must be filled before publishing: M, C and O of table 1.5."""

    MUST = "M"
    WHEN = "C"
    MAY = "O"


class Section(StrEnum):
    """Where an element stands in the editor and in comparisons."""

    IDENTITY = "identity"
    BASIS = "basis"
    HANDLING = "handling"
    MATERIALS = "materials"
    SITUATIONS = "situations"
    FORM = "form"
    ROUTE = "route"
    MONEY = "money"
    RESULT = "result"
    PLACE = "place"
    ONLINE = "online"
    EXTRAS = "extras"

    @property
    def label(self) -> Promise:
        return SECTION_LABELS[self]


SECTION_LABELS: dict[Section, Promise] = {
    Section.IDENTITY: _("What it is"),
    Section.BASIS: _("Legal basis"),
    Section.HANDLING: _("Conditions and time"),
    Section.MATERIALS: _("Materials"),
    Section.SITUATIONS: _("Situations"),
    Section.FORM: _("Form"),
    Section.ROUTE: _("Route"),
    Section.MONEY: _("Fees"),
    Section.RESULT: _("Result"),
    Section.PLACE: _("Place and contact"),
    Section.ONLINE: _("Online and channels"),
    Section.EXTRAS: _("By type"),
}


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a code list with its official term; `national` is its number in the national tables."""

    value: str
    term: str
    national: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """One element. `key` is its name in shapes and, for most scalars, the column of ItemVersion that keeps it; `term`
    the official Chinese heading, `label` its name in the reader's language, `number` its number in table 1.5 (0 for
    extras by type and for columns of a table).

    `types` names the item types an extra belongs to (1.6; empty: all). `parts` are the columns of a table. `minor`
    marks what tells the public where and whom to ask: a change of nothing else needs no legal and no list review.
    Rows of a `sparse` table leave out what is blank; `rare` columns are shown on demand. What is `internal` tells
    officials how to decide and is published nowhere.
    """

    key: str
    term: str
    label: Promise
    kind: Kind
    need: Need = Need.MAY
    number: int = 0
    section: Section = Section.IDENTITY
    codes: tuple[Code, ...] = ()
    most: int = 0
    parts: tuple["Element", ...] = ()
    types: frozenset[str] = frozenset()
    minor: bool = False
    default: Any = None
    sparse: bool = False
    rare: bool = False
    internal: bool = False

    @property
    def blank(self) -> Any:
        """The value of an element nobody has filled; a fresh one for lists."""
        if self.default is not None:
            return self.default
        if self.kind in (Kind.LINES, Kind.CODES, Kind.ROWS):
            return []
        if self.kind in (Kind.INTEGER, Kind.DATE, Kind.JSON, Kind.DATA):
            return None
        return False if self.kind is Kind.YES_NO else ""

    def part(self, key: str) -> "Element":
        """A column of this table; raises KeyError for an unknown one."""
        for part in self.parts:
            if part.key == key:
                return part
        raise KeyError(key)

    def term_of(self, value: str) -> str:
        """The official term of a code; the value itself where the list does not have it."""
        return next((code.term for code in self.codes if code.value == value), value)
