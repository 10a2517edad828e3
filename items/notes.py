"""Sentences about a version that its guide and the verbs of upper floors say alike."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import clock
from core.datewords import date_words
from items.models import ItemVersion, TimeUnit, VersionState
from items.rules.checks import Problem

PROBLEMS: Mapping[str, str | Promise] = {
    "instant_days": gettext_lazy("an item decided on the spot promises no days"),
    "promise_missing": gettext_lazy("the promised limit is missing"),
    "promise_above_law": gettext_lazy("the promised limit is above the statutory limit"),
    "stages_too_long": gettext_lazy("the stages take %(total)d days, %(days)d are promised"),
    "material_twice": gettext_lazy("a material is listed twice"),
    "material_vague": gettext_lazy("the material %(name)s is not concrete"),
    "materials_missing": gettext_lazy("an item on application needs materials"),
    "adds_unknown": gettext_lazy("an answer adds %(name)s, which is no material of the item"),
    "drops_unknown": gettext_lazy("an answer drops %(name)s, which is no material of the item"),
    "key_twice": gettext_lazy("a form key is used twice"),
    "no_options": gettext_lazy("the field %(key)s offers no options"),
    "no_columns": gettext_lazy("the table %(key)s has no columns"),
    "unknown_field": gettext_lazy("the field %(key)s depends on an unknown field"),
    "basis_missing": gettext_lazy("the legal basis is missing"),
    "route_missing": gettext_lazy("the route is missing"),
    "visit_needed": gettext_lazy("no visit is needed, yet it cannot be accepted online"),
}
"""What hinders publishing (I-15), by the codes of items.rules.checks."""


def problem_words(problem: Problem) -> str:
    """The sentence of a problem in the reader's language."""
    return str(PROBLEMS[problem.code]) % problem.words


def unit_words(amount: int, unit: str) -> str:
    """The name of a unit as it stands behind this amount: 1 working day, 5 working days."""
    words = {
        TimeUnit.WORKING: ngettext("working day", "working days", amount),
        TimeUnit.NATURAL: ngettext("calendar day", "calendar days", amount),
        TimeUnit.WORKING_HOURS: ngettext("working hour", "working hours", amount),
        TimeUnit.HOURS: ngettext("hour", "hours", amount),
    }
    return words[TimeUnit(unit)]


def suspension_words(version: ItemVersion) -> str:
    """Since when and why nobody can apply (I-13); empty while the version is not suspended."""
    if version.state != VersionState.SUSPENDED or version.suspended_at is None:
        return ""
    words = {
        "day": date_words(version.suspended_at, today=clock.today(), weekday=False),
        "reason": version.suspended_because,
    }
    return _("Applications are suspended since %(day)s: %(reason)s. What was filed before goes on.") % words
