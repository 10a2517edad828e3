"""Keeping the directory (目录清单, H25): creating, changing, suspending, ending and splitting its rows.

Every change counts `number` up and publishes EntryChanged; what claims the row is compared with it (四同, 1.10), so the
bodies concerned read on their items what has changed.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.events import Doer
from core.identifiers import InvalidIdentifier, base_code
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import SYSTEM
from items.events import EntryChanged
from items.models import LIVE_STATES, DirectoryEntry, EntryBasis, EntryState, ItemVersion

COLUMNS = ("base_code", "name", "type", "local_code", "levels", "lead", "effective_on")
NO_SUB_ITEM = "000"
MOST_SUB_ITEMS = 50


def create_entry(given: Mapping[str, Any], *, by: Doer) -> DirectoryEntry:
    """Add a row. `given` has the columns of DirectoryEntry by name and `basis`, rows of law, kind, document_no, article
    and gist. A row with a day to come (`effective_on`) waits suspended for it.

    Refuses `bad_code` (I-01), `code_of_other_type`, `code_twice` (I-06), `name_twice` within the type (1.4). Publishes
    EntryChanged.
    """
    with transaction.atomic():
        columns = _sound(given, None)
        waits = columns["effective_on"] is not None and columns["effective_on"] > clock.today()
        state = EntryState.SUSPENDED if waits else EntryState.IN_USE
        entry = DirectoryEntry.objects.create(**columns, parent=given.get("parent"), state=state)
        _write_basis(entry, given.get("basis", ()))
        publish(EntryChanged(entry_id=entry.pk, number=entry.number), by=by)
    return entry


def change_entry(entry: DirectoryEntry, given: Mapping[str, Any], *, number: int, by: Doer) -> DirectoryEntry:
    """Change a row, starting from its change `number`; `given` as for creating, without state.

    Refuses as creating does, `changed_meanwhile` and `cancelled` (conflicts), and `code_claimed` for another code when
    somebody carries the row out. Publishes EntryChanged, unless nothing changes.
    """
    with transaction.atomic():
        entry = _held(entry)
        if entry.number != number:
            raise Refusal(
                "changed_meanwhile", _("Somebody else changed this row meanwhile. Load it again."), conflict=True
            )
        _refuse_cancelled(entry)
        columns = _sound(given, entry)
        if columns["base_code"] != entry.base_code and (entry.items.exists() or entry.children.exists()):
            raise Refusal("code_claimed", _("The code cannot change: the row is carried out."), field="base_code")
        before = {name: getattr(entry, name) for name in COLUMNS}
        if before == columns and basis_rows(entry) == _tidy(given.get("basis", ())):
            return entry
        for name, value in columns.items():
            setattr(entry, name, value)
        _write_basis(entry, given.get("basis", ()))
        return _told(entry, by=by)


def suspend_entry(entry: DirectoryEntry, *, until: date | None = None, by: Doer) -> DirectoryEntry:
    """Let nobody claim the row, until a day if one is given. What is in force goes on.

    Refuses `past` for a day that is not to come, `not_in_use` (a conflict). Publishes EntryChanged.
    """
    if until is not None and until <= clock.today():
        raise Refusal("past", _("Choose a day to come."), field="on")
    return _turned(entry, EntryState.IN_USE, EntryState.SUSPENDED, until, by=by)


def resume_entry(entry: DirectoryEntry, *, by: Doer) -> DirectoryEntry:
    """Take the row into use again. Refuses `not_suspended` (a conflict). Publishes EntryChanged."""
    return _turned(entry, EntryState.SUSPENDED, EntryState.IN_USE, clock.today(), by=by)


def cancel_entry(entry: DirectoryEntry, *, on: date | None = None, by: Doer) -> DirectoryEntry:
    """End the row on this day, today without one.

    Refuses `in_force` when items in force rest on it and no day to come is given, `past`, `cancelled` (a conflict).
    Publishes EntryChanged.
    """
    if on is not None and on < clock.today():
        raise Refusal("past", _("Choose today or a day to come."), field="on")
    with transaction.atomic():
        entry = _held(entry)
        _refuse_cancelled(entry)
        now = on is None or on == clock.today()
        if now and _in_force(entry):
            sentence = _("Items in force rest on this row. Give a day to come by which they end.")
            raise Refusal("in_force", sentence, field="on")
        entry.cancel_on = on or clock.today()
        entry.state = EntryState.CANCELLED if now else entry.state
        return _told(entry, by=by)


def keep_entry(entry: DirectoryEntry, *, by: Doer) -> DirectoryEntry:
    """Drop a planned end. Refuses `nothing_planned` and `cancelled` (conflicts). Publishes EntryChanged."""
    with transaction.atomic():
        entry = _held(entry)
        _refuse_cancelled(entry)
        if entry.cancel_on is None:
            raise Refusal("nothing_planned", _("No end is planned."), conflict=True)
        entry.cancel_on = None
        return _told(entry, by=by)


def split_entry(entry: DirectoryEntry, names: Iterable[str], *, by: Doer) -> list[DirectoryEntry]:
    """Give a main item sub-items of these names, with its type, levels and basis and the next free codes (I-01). From
    then on only those can be carried out.

    Refuses `sub_item` for a row that is one itself, `no_names`, `too_many`, `name_twice`, `cancelled` (a conflict).
    Publishes EntryChanged of each.
    """
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    with transaction.atomic():
        entry = _held(entry)
        _refuse_cancelled(entry)
        if not entry.base_code.endswith(NO_SUB_ITEM):
            raise Refusal("sub_item", _("A sub-item cannot be split again."), field="names")
        last = max((int(child.base_code[-3:]) for child in entry.children.all()), default=0)
        if not wanted:
            raise Refusal("no_names", _("Name at least one sub-item."), field="names")
        if len(wanted) > MOST_SUB_ITEMS:
            raise Refusal("too_many", _("At most %(most)d at once.") % {"most": MOST_SUB_ITEMS}, field="names")
        shared: dict[str, Any] = {"type": entry.type, "levels": entry.levels, "lead": entry.lead, "parent": entry}
        shared["basis"] = basis_rows(entry)
        codes = [f"{entry.base_code[:-3]}{number:03d}" for number in range(last + 1, last + 1 + len(wanted))]
        made = [
            create_entry({**shared, "base_code": code, "name": name}, by=by)
            for code, name in zip(codes, wanted, strict=True)
        ]
        _told(entry, by=by)
    return made


def flip_due(*, by: Doer = SYSTEM) -> int:
    """Take into use and end what is planned for today or before; returns how many rows changed."""
    today = clock.today()
    starting = DirectoryEntry.objects.filter(state=EntryState.SUSPENDED, effective_on__lte=today)
    ending = DirectoryEntry.objects.exclude(state=EntryState.CANCELLED).filter(cancel_on__lte=today)
    done = 0
    for found, state in ((ending, EntryState.CANCELLED), (starting, EntryState.IN_USE)):
        for key in list(found.order_by("pk").values_list("pk", flat=True)):
            with transaction.atomic():
                entry = found.select_for_update(of=("self",)).filter(pk=key).first()
                if entry is not None:
                    entry.state, done = state, done + 1
                    _told(entry, by=by)
    return done


def basis_rows(entry: DirectoryEntry) -> list[dict[str, str]]:
    """The law of a row as `given` has it."""
    return [{name: getattr(row, name) for name in BASIS} for row in entry.basis.all()]


BASIS = ("law", "kind", "document_no", "article", "gist")


def _sound(given: Mapping[str, Any], entry: DirectoryEntry | None) -> dict[str, Any]:
    """The columns of a row, checked against the rest of the directory."""
    defaults: dict[str, Any] = {"local_code": "", "levels": [], "lead": None, "effective_on": None}
    columns = {name: given.get(name, defaults.get(name)) for name in COLUMNS}
    try:
        columns["base_code"] = base_code(columns["base_code"])
    except InvalidIdentifier as error:
        raise Refusal("bad_code", str(error), field="base_code") from error
    if columns["base_code"][2:4] != columns["type"]:
        raise Refusal("code_of_other_type", _("The code belongs to another type of items."), field="base_code")
    others = DirectoryEntry.objects.exclude(pk=entry.pk) if entry else DirectoryEntry.objects.all()
    if others.filter(base_code=columns["base_code"]).exists():
        raise Refusal("code_twice", _("The directory has this code already."), field="base_code")
    if others.filter(type=columns["type"], name=columns["name"]).exists():
        raise Refusal("name_twice", _("The directory has an item of this type and name already."), field="name")
    return columns


def _tidy(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [{name: str(row.get(name) or "").strip() for name in BASIS} for row in rows]


def _write_basis(entry: DirectoryEntry, rows: Iterable[Mapping[str, Any]]) -> None:
    entry.basis.all().delete()
    EntryBasis.objects.bulk_create(
        EntryBasis(entry=entry, order=order, **row) for order, row in enumerate(_tidy(rows), start=1)
    )


def _turned(
    entry: DirectoryEntry, before: EntryState, after: EntryState, day: date | None, *, by: Doer
) -> DirectoryEntry:
    """Suspended or in use; `day` is when it comes, or came, into use."""
    with transaction.atomic():
        entry = _held(entry)
        if entry.state != before:
            if before == EntryState.IN_USE:
                raise Refusal("not_in_use", _("Only a row in use can be suspended."), conflict=True)
            raise Refusal("not_suspended", _("This row is not suspended."), conflict=True)
        entry.state, entry.effective_on = after, day
        return _told(entry, by=by)


def _refuse_cancelled(entry: DirectoryEntry) -> None:
    if entry.state == EntryState.CANCELLED:
        raise Refusal("cancelled", _("This row was cancelled."), conflict=True)


def _in_force(entry: DirectoryEntry) -> bool:
    return ItemVersion.objects.filter(item__entry=entry, state__in=LIVE_STATES).exists()


def _held(entry: DirectoryEntry) -> DirectoryEntry:
    """The row read anew under its lock."""
    return DirectoryEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)


def _told(entry: DirectoryEntry, *, by: Doer) -> DirectoryEntry:
    """Save a change, count it and tell it."""
    entry.number += 1
    entry.save()
    publish(EntryChanged(entry_id=entry.pk, number=entry.number), by=by)
    return entry
