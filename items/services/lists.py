"""Taking over the official lists as the staffing office confirmed them (H95–H98)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from identity.models import Department
from items.elements.codelists import TYPES
from items.events import ListTakenOver
from items.models import ListKind, ListRow
from items.rules.listrows import HEADINGS, Fault, Read, read_rows


@dataclass(frozen=True, slots=True)
class Import:
    """What an import does or, on a dry run, would do; with faults it does nothing."""

    added: int
    changed: int
    removed: int
    same: int
    faults: tuple[Fault, ...]


CONTENT = ("type", "basis", "accountable", "details")


def import_list(
    kind: ListKind,
    rows: Iterable[Mapping[str, str]],
    *,
    by: Doer,
    first_row: int = 2,
    confirmed_by: str = "",
    confirmed_on: date | None = None,
    dry_run: bool = False,
) -> Import:
    """Make a list of one kind what these rows say, for every body they name: its rows that are not among them go. The
    same file twice changes nothing. `rows` are cells by official heading, the first is row `first_row` of its file.

    Refuses `headings` when columns are missing. With any fault nothing is stored. Publishes ListTakenOver when rows
    changed.
    """
    rows = list(rows)
    missing = [name for name in HEADINGS[kind] if rows and name not in rows[0]]
    if missing or not rows:
        raise Refusal(
            "headings", _("These columns are missing: %(names)s") % {"names": "、".join(missing)}, field="file"
        )
    keys = {body.key: body for body in Department.objects.all()}
    sound, faults = read_rows(kind, rows, bodies=_names(keys.values()), types=_types(), first_row=first_row)
    if faults:
        return Import(0, 0, 0, 0, tuple(faults))
    with transaction.atomic():
        done = _taken_over(kind, sound, keys, confirmed_by=confirmed_by, confirmed_on=confirmed_on, dry_run=dry_run)
        if not dry_run and (done.added or done.changed or done.removed):
            number = list(ListKind).index(kind) + 1
            counts = {"added": done.added, "changed": done.changed, "removed": done.removed}
            publish(ListTakenOver(list_id=number, kind=kind, **counts), by=by)
    return done


def _taken_over(
    kind: ListKind,
    sound: list[Read],
    keys: Mapping[str, Department],
    *,
    confirmed_by: str,
    confirmed_on: date | None,
    dry_run: bool,
) -> Import:
    bodies = [keys[row.body].pk for row in sound]
    held = ListRow.objects.select_for_update().filter(kind=kind, department_id__in=bodies)
    known = {(row.department_id, row.base_code, row.name): row for row in held}
    added, changed, kept = [], [], set()
    confirmed = {"confirmed_by": confirmed_by, "confirmed_on": confirmed_on}
    for read in sound:
        key = (keys[read.body].pk, read.base_code, read.name)
        content = {**{name: getattr(read, name) for name in CONTENT}, "details": list(read.details)}
        kept.add(key)
        row = known.get(key)
        if row is None:
            named = {"department_id": key[0], "base_code": key[1], "name": key[2]}
            added.append(ListRow(kind=kind, **named, **content, **confirmed))
        elif any(getattr(row, name) != value for name, value in content.items()):
            for name, value in (content | confirmed).items():
                setattr(row, name, value)
            changed.append(row)
    gone = [row.pk for key, row in known.items() if key not in kept]
    if not dry_run:
        ListRow.objects.filter(pk__in=gone).delete()
        ListRow.objects.bulk_create(added)
        ListRow.objects.bulk_update(changed, [*CONTENT, *confirmed], batch_size=500)
    return Import(len(added), len(changed), len(gone), len(sound) - len(added) - len(changed), ())


def _names(bodies: Iterable[Department]) -> dict[str, str]:
    """The key of a body by whatever a list may call it."""
    return {name: body.key for body in bodies for name in (body.key, body.name, body.short, body.uscc) if name}


def _types() -> dict[str, str]:
    return {name: code.value for code in TYPES for name in (code.value, code.term)}
