"""Where people go and whom they call: what guides show of departments and halls, changed everywhere at once (I-17)."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from identity.events import DepartmentChanged, HallChanged
from identity.models import Department, Hall

DEPARTMENT_FIELDS = frozenset({"name", "short", "phone"})
HALL_FIELDS = frozenset({"address", "phone", "hours"})


def change_department(department: Department, changes: Mapping[str, str], *, by: Doer) -> Department:
    """Give a body another name, short name or phone. Refuses `field` for anything else and `empty` for an empty text.
    Publishes DepartmentChanged; a change of nothing publishes nothing."""
    with transaction.atomic():
        held = Department.objects.select_for_update(of=("self",)).get(pk=department.pk)
        if changed := _changed(held, changes, DEPARTMENT_FIELDS):
            held.save(update_fields=changed)
            publish(DepartmentChanged(department_id=held.pk, fields=tuple(changed)), by=by)
    return held


def change_hall(hall: Hall, changes: Mapping[str, str], *, by: Doer) -> Hall:
    """Give a hall another address, phone or other hours. Refuses as `change_department`. Publishes HallChanged."""
    with transaction.atomic():
        held = Hall.objects.select_for_update(of=("self",)).get(pk=hall.pk)
        if changed := _changed(held, changes, HALL_FIELDS):
            held.save(update_fields=changed)
            publish(HallChanged(hall_id=held.pk, fields=tuple(changed)), by=by)
    return held


def _changed(row: Department | Hall, changes: Mapping[str, str], allowed: frozenset[str]) -> list[str]:
    if unknown := changes.keys() - allowed:
        raise Refusal("field", _("This cannot be changed here: %(fields)s.") % {"fields": ", ".join(sorted(unknown))})
    if empty := next((name for name, value in changes.items() if not value.strip()), ""):
        raise Refusal("empty", _("Please fill this in."), field=empty)
    changed = [name for name, value in changes.items() if getattr(row, name) != value.strip()]
    for name in changed:
        setattr(row, name, changes[name].strip())
    return changed
