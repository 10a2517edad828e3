"""What the checks of answers say to people."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.datewords import full_date
from items.rules.answers import Fault
from items.rules.forms import Condition, Form, Row

FAULTS: Mapping[str, str | Promise] = {
    "required": gettext_lazy("Please fill in this field."),
    "wrong_type": gettext_lazy("This answer has the wrong shape."),
    "integer": gettext_lazy("Please give a whole number."),
    "number": gettext_lazy("Please give a number."),
    "places": gettext_lazy("Give at most %(places)d decimal places."),
    "money": gettext_lazy("Please give an amount of money that is not negative."),
    "date": gettext_lazy("Please give a day, such as 2025-11-28."),
    "time": gettext_lazy("Please give a time, such as 09:30."),
    "truth": gettext_lazy("Please answer yes or no."),
    "not_offered": gettext_lazy("This is not one of the options."),
    "email": gettext_lazy("This is no e-mail address."),
    "identifier": "%(sentence)s",
    "region": gettext_lazy("Please choose a place from the list."),
    "map_point": gettext_lazy("Give longitude and latitude as degrees, such as 120.5554 and 31.8756."),
    "outside_map": gettext_lazy("This place lies outside of the map."),
    "file": gettext_lazy("Please add the file anew."),
    "too_many_files": gettext_lazy("At most %(most)d files."),
    "signature": gettext_lazy("Please sign, or type your name."),
    "too_small": gettext_lazy("At least %(limit)s."),
    "too_big": gettext_lazy("At most %(limit)s."),
    "too_early": gettext_lazy("Not before %(limit)s."),
    "too_late": gettext_lazy("Not after %(limit)s."),
    "too_short": gettext_lazy("Write at least %(least)d characters."),
    "too_long": gettext_lazy("Write at most %(most)d characters."),
    "pattern": gettext_lazy("This is not written as expected. Example: %(example)s"),
    "pattern_plain": gettext_lazy("This is not written as expected."),
    "too_few_rows": gettext_lazy("Fill in at least %(least)d rows."),
    "too_many_rows": gettext_lazy("Fill in at most %(most)d rows."),
}
"""By the codes of items.rules.answers."""
GROUPED = ("choice", "multichoice", "boolean")


def fault_words(fault: Fault, row: Row) -> str:
    """The sentence of a fault, with its place in a table; the form's own text where it has one."""
    sentence = fault.own or _sentence(fault, row)
    if fault.place is None:
        return sentence
    number, key = fault.place
    label = next((column.label for column in row.columns if column.key == key), key)
    return _("Row %(row)s, %(column)s: %(message)s") % {"row": number, "column": label, "message": sentence}


def condition_words(condition: Condition, form: Form) -> str:
    """A condition in words for who fills the form in without script: ``“Mode” is “Shop”``, joined by or and and."""
    for name, joint in (("all", _(" and ")), ("any", _(" or "))):
        if name in condition:
            return joint.join(condition_words(part, form) for part in condition[name])
    if "not" in condition:
        return _("not (%(condition)s)") % {"condition": condition_words(condition["not"], form)}
    labels = {f"answer.{row.key}": row.label for row in form.rows}
    words = {"fact": labels.get(condition["fact"], condition["fact"]), "value": _value_words(condition["value"])}
    return OPERATORS[condition["op"]] % words


OPERATORS: Mapping[str, str | Promise] = {
    "eq": gettext_lazy("“%(fact)s” is “%(value)s”"),
    "ne": gettext_lazy("“%(fact)s” is not “%(value)s”"),
    "lt": gettext_lazy("“%(fact)s” is below %(value)s"),
    "le": gettext_lazy("“%(fact)s” is at most %(value)s"),
    "gt": gettext_lazy("“%(fact)s” is above %(value)s"),
    "ge": gettext_lazy("“%(fact)s” is at least %(value)s"),
    "in": gettext_lazy("“%(fact)s” is one of “%(value)s”"),
    "contains": gettext_lazy("“%(fact)s” has “%(value)s”"),
}


def _value_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _sentence(fault: Fault, row: Row) -> str:
    code, words = fault.code, dict(fault.words)
    if isinstance(words.get("limit"), date):
        code = {"too_small": "too_early", "too_big": "too_late"}[code]
        words["limit"] = full_date(words["limit"])
    elif "limit" in words:
        column = next((one for one in row.columns if fault.place and one.key == fault.place[1]), row)
        words["limit"] = f"{words['limit']} {column.unit}".strip()
    if code == "pattern" and not words.get("example"):
        code = "pattern_plain"
    if code == "required" and row.type in GROUPED:
        return _("Please choose one.")
    return str(FAULTS[code]) % words
