"""Where staff work today."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core import clock
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Duty, Role, Window
from identity.queries import windows_of


def sit_at(window: Window, *, by: Actor) -> None:
    """From now on `by` works at this window. Refuses `foreign_window` for a window none of his departments uses."""
    if not windows_of(by).filter(pk=window.pk).exists():
        raise Refusal("foreign_window", _("This window does not belong to your department."), field="window")
    today = clock.today()
    with transaction.atomic():
        mine = Duty.objects.filter(staff_id=by.staff_id or 0, since__lte=today).filter(
            Q(until=None) | Q(until__gte=today)
        )
        mine.exclude(window=None).update(window=None)
        mine.filter(post__roles__contains=[Role.CLERK]).update(window=window)
