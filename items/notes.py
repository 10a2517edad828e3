"""Sentences about a version that its guide and the verbs of upper floors say alike."""

from django.utils.translation import gettext as _

from core import clock
from core.datewords import date_words
from items.models import ItemVersion, VersionState


def suspension_words(version: ItemVersion) -> str:
    """Since when and why nobody can apply (I-13); empty while the version is not suspended."""
    if version.state != VersionState.SUSPENDED or version.suspended_at is None:
        return ""
    words = {
        "day": date_words(version.suspended_at, today=clock.today(), weekday=False),
        "reason": version.suspended_because,
    }
    return _("Applications are suspended since %(day)s: %(reason)s. What was filed before goes on.") % words
