"""The sentences about troubles of a file, and the values of a change, in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from items.elements import ELEMENTS, Element, Kind
from items.findings import finding_words, place_words
from items.models.drafts import DraftState
from items.rules.checks import Finding

SENTENCES: Mapping[str, str | Promise] = {
    "not_a_code": gettext_lazy("“%(value)s” is no code"),
    "rounded": gettext_lazy("“%(value)s” is a code that became a number and lost digits; format the column as text"),
    "not_an_integer": gettext_lazy("“%(value)s” is no whole number from 0 upwards"),
    "not_money": gettext_lazy("“%(value)s” is no amount in yuan"),
    "not_a_date": gettext_lazy("“%(value)s” is no date"),
    "not_yes_or_no": gettext_lazy("“%(value)s” is neither yes nor no"),
    "not_in_list": gettext_lazy("“%(value)s” is not in the code list"),
    "not_a_limit": gettext_lazy("“%(value)s” is no time limit"),
    "two_limits": gettext_lazy("“%(value)s” names several time limits; keep one"),
    "not_data": gettext_lazy("“%(value)s” was changed so that it cannot be read any more"),
    "not_a_column": gettext_lazy("the column is mapped to “%(value)s”, which is no single element"),
    "too_long": gettext_lazy("“%(value)s …” is longer than a cell can be"),
    "faulty_cell": gettext_lazy("the cell holds an error or a formula without a value"),
    "formula": gettext_lazy("the cell holds a formula; the value last shown was taken"),
    "hidden_row": gettext_lazy("the row is hidden and was read all the same"),
    "code_kept": gettext_lazy("“%(value)s” is no code of today and was kept as local code"),
    "legacy_code": gettext_lazy("“%(value)s” is an older code and was kept as local code"),
    "abolished_class": gettext_lazy("“%(value)s” is of an abolished class of items and came in as another power"),
    "limit_converted": gettext_lazy("“%(value)s” was counted in calendar days"),
    "unknown_sheet": gettext_lazy("the sheet is not ours and was left out"),
    "sheet_missing": gettext_lazy("the sheet is missing"),
    "unknown_column": gettext_lazy("the column “%(value)s” is not known and was left out"),
    "key_column_missing": gettext_lazy("the column with the implementing code is missing"),
    "heading_missing": gettext_lazy("the profile expects a column “%(value)s”, which is missing"),
    "stray_row": gettext_lazy("the row belongs to “%(value)s”, which the first sheet does not have"),
    "item_twice": gettext_lazy("the item stands in the file already (%(row)s)"),
    "unknown_body": gettext_lazy("nobody knows the department “%(value)s”"),
    "other_body": gettext_lazy("the item belongs to %(name)s; its department cannot be changed here"),
    "body_missing": gettext_lazy("no department is named"),
    "body_out_of_reach": gettext_lazy("you cannot change items of “%(name)s”"),
    "name_missing": gettext_lazy("the item has no name"),
    "type_missing": gettext_lazy("the item has no type"),
    "not_in_directory": gettext_lazy("the directory has no item “%(value)s”, and no base code is given"),
    "wrong_code": gettext_lazy("“%(value)s”: %(sentence)s"),
    "other_entry": gettext_lazy("the directory calls this base code “%(name)s”"),
    "other_type": gettext_lazy("the directory has this item under the type %(name)s"),
    "under_review": gettext_lazy("a draft of this item is with those who review it (%(state)s)"),
    "identity_changed": gettext_lazy("base code and type stay as they are (%(name)s)"),
    "refused": "%(sentence)s",
}
"""By the codes of items.rules.cells, items.rules.celllists and items.workbooks."""

NOTHING = pgettext_lazy("value", "nothing")
LONGEST = 120


def trouble_words(code: str, words: Mapping[str, Any]) -> str:
    """The sentence of a trouble. Findings of the catalogue's checks are stored as `finding` with place and words."""
    if code == "finding":
        finding = Finding(words["code"], words["place"], words=words["words"])
        return finding_words(finding)
    if code == "under_review":
        words = {"state": DraftState(words["state"]).label}
    return str(SENTENCES[code]) % words


def change_words(place: str, before: Any, after: Any) -> str:
    """A change as one line: the element with row and column, what it was, what it will be."""
    each = last_element(place)
    words = {"place": place_words(place), "before": value_words(before, each), "after": value_words(after, each)}
    return _("%(place)s: %(before)s → %(after)s") % words


def last_element(place: str) -> Element | None:
    """The element or column a place ends in; None for a row or a setting of the form."""
    elements: Sequence[Element] = ELEMENTS
    found = None
    for name in place.split("."):
        found = next((each for each in elements if each.key == name), None)
        elements = found.parts if found else elements
    return found


def value_words(value: Any, each: Element | None) -> str:
    """A value as a report shows it: terms for codes, one line, cut where it is long."""
    if value in (None, "", []):
        return str(NOTHING)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if each is not None and each.kind is Kind.CODE:
        return each.term_of(value)
    if isinstance(value, list):
        text = "；".join(value_words(one, None) for one in value)
    elif isinstance(value, dict):
        text = "，".join(value_words(one, None) for one in value.values() if one not in (None, "", [], False))
    else:
        text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
