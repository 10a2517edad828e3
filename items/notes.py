"""Sentences about a version that its guide and the verbs of upper floors say alike."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.datewords import date_words
from core.templatetags.gp import yuan
from items.models import ItemKind, ItemVersion, RouteKind, TimeUnit, VersionState
from items.rules.situations import Fee


def unit_words(amount: int, unit: str) -> str:
    """The name of a unit as it stands behind this amount: 1 working day, 5 working days."""
    words = {
        TimeUnit.WORKING: ngettext("working day", "working days", amount),
        TimeUnit.NATURAL: ngettext("calendar day", "calendar days", amount),
        TimeUnit.WORKING_HOURS: ngettext("working hour", "working hours", amount),
        TimeUnit.HOURS: ngettext("hour", "hours", amount),
    }
    return words[TimeUnit(unit)]


def promised_limit(version: ItemVersion) -> str:
    """The promised limit: so many days of its unit, or on the spot."""
    if version.kind == ItemKind.INSTANT:
        return _("On the spot")
    days = version.promised_days or 0
    return _("%(days)d %(unit)s") % {"days": days, "unit": unit_words(days, version.promised_unit)}


def suspension_words(version: ItemVersion) -> str:
    """Since when and why nobody can apply (I-13); empty while the version is not suspended."""
    if version.state != VersionState.SUSPENDED or version.suspended_at is None:
        return ""
    words = {
        "day": date_words(version.suspended_at, today=clock.today(), weekday=False),
        "reason": version.suspended_because,
    }
    return _("Applications are suspended since %(day)s: %(reason)s. What was filed before goes on.") % words


def amount_words(fee: Fee) -> str:
    """How much a charge is: in yuan, nothing, or by calculation (C-40)."""
    if fee.amount_fen is None:
        return _("by calculation")
    return _("%(amount)s yuan") % {"amount": yuan(fee.amount_fen)} if fee.amount_fen else _("Free")


def fee_words(fee: Fee) -> str:
    """A charge with its amount and how units make it, and the answer that set it."""
    words = _("%(fee)s: %(amount)s") % {"fee": fee.name, "amount": amount_words(fee)}
    if how := fee.how or (fee.pricing.words if fee.pricing else ""):
        words = f"{words}（{how}）"
    return _("%(words)s (because: %(why)s)") % {"words": words, "why": fee.why} if fee.why else words


def route_words(kind: str, days: int) -> str:
    """Which way a case takes and how long it may take there, in working days."""
    words = {"kind": RouteKind(kind).label, "days": days, "unit": unit_words(days, TimeUnit.WORKING)}
    return _("%(kind)s, %(days)d %(unit)s") % words
