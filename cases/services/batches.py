"""Batch intake (M03): rows of a spreadsheet are checked one by one, and sound ones become cases of their own."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import IO

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.models import BatchRow, BatchRowState, Case, IntakeBatch
from cases.queries.batches import headings_of
from cases.rules.batches import Heading, Part, application_of, key_of
from cases.services.batchrows import misfits_of, opened
from cases.services.gathering import fetch_everything
from cases.services.intake import accept_case
from core import clock
from core.filerules import extension_of
from core.refusal import Refusal
from core.services.files import store_checked
from identity.actors import Actor
from items.models import ItemVersion
from items.rules.cells import comparable, plain_text
from items.workbooks.files import open_sheets
from items.workbooks.gate import MEDIA_TYPE
from items.workbooks.sheets import Row, column_index, column_letters

MOST_ROWS = 500
AT_A_TIME = 20
"""Rows taken in by one request; the page goes on by itself until none is left."""
NOTE_MOST = 300


def receive_batch(version: ItemVersion, file: IO[bytes], *, name: str, by: Actor) -> IntakeBatch:
    """Take a spreadsheet of applications in and check every row; nothing becomes a case yet. The same file for the same
    item is answered with the batch it already is.

    Refuses `other_department` for an item of another body, what `items.workbooks` refuses of files, `unknown_columns`
    and `headings_missing` with their names, `batch_empty` and `batch_too_long`.
    """
    if version.item.department_id not in by.department_ids:
        raise Refusal("other_department", _("Your department does not handle this item."), field="version")
    headings, rows = _read(file, name, headings_of(version))
    file.seek(0)
    media_type = "text/csv" if extension_of(name) == "csv" else MEDIA_TYPE
    stored = store_checked(file.read(), media_type=media_type)
    columns = {letters: [heading.part.value, heading.key] for letters, heading in headings.items()}
    facts = {"file": stored, "file_name": name[-120:], "columns": columns, "created_at": clock.now()}
    with transaction.atomic():
        batch, is_new = IntakeBatch.objects.get_or_create(
            **{"version": version, "department_id": version.item.department_id, "digest": stored.digest},
            defaults={**facts, "staff_id": by.staff_id, "who": by.label[:120]},
        )
        if is_new:
            seen: dict[str, int] = {}
            BatchRow.objects.bulk_create(_checked(batch, row, seen) for row in rows)
    return batch


def file_rows(batch: IntakeBatch, *, by: Actor) -> int:
    """Take in up to AT_A_TIME sound rows, each in a transaction of its own; how many sound ones are left.

    Rows that somebody else takes in at this moment are stepped over; one that cannot be taken in says why and waits to
    be mended. What is held is fetched, what came on paper is noted, and whatever is complete is accepted.
    """
    for number in list(_sound(batch).values_list("number", flat=True)[:AT_A_TIME]):
        case = _filed(batch, number, by=by)
        if case is not None:
            _finish(case, by=by)
    return _sound(batch).count()


def _read(file: IO[bytes], name: str, wanted: Sequence[Heading]) -> tuple[dict[str, Heading], list[Row]]:
    """What each column is about, by its letters, and the rows below the headings."""
    rows = list(islice(_written(file, name), MOST_ROWS + 2))
    if len(rows) < 2:
        raise Refusal("batch_empty", _("The sheet holds no application."), field="file")
    if len(rows) > MOST_ROWS + 1:
        raise Refusal("batch_too_long", _("At most %(most)d rows at a time.") % {"most": MOST_ROWS}, field="file")
    return _columns(rows[0], wanted), rows[1:]


def _written(file: IO[bytes], name: str) -> Iterator[Row]:
    return (row for row in open_sheets(file, name=name)[0].rows() if not row.empty)


def _columns(row: Row, wanted: Sequence[Heading]) -> dict[str, Heading]:
    by_words = {comparable(one.words): one for one in wanted}
    found, unknown = dict[str, Heading](), []
    for place, value in enumerate(row.values):
        text = plain_text(value)
        heading = by_words.pop(comparable(text), None) if text else None
        if heading is not None:
            found[column_letters(place)] = heading
        elif text:
            unknown.append(f"{column_letters(place)} {text[:20]}")
    if unknown:
        sentence = _("Columns that this item does not have: %(names)s.") % {"names": "、".join(unknown[:10])}
        raise Refusal("unknown_columns", sentence, field="file")
    if by_words:
        names = "、".join(one.words for one in by_words.values())
        raise Refusal("headings_missing", _("Columns are missing: %(names)s.") % {"names": names}, field="file")
    return found


def _checked(batch: IntakeBatch, row: Row, seen: dict[str, int]) -> BatchRow:
    """The row with everything that is wrong about it; `seen` are the keys of the rows before it."""
    cells = {letters: _text(row, column_index(letters)) for letters in batch.columns}
    broken = [letters for letters in batch.columns if column_index(letters) in row.faults]
    application = application_of(_parts(batch), cells)
    faults = [[letters, _("This cell holds an error.")] for letters in broken]
    faults += [[misfit.column, misfit.sentence] for misfit in misfits_of(batch.version, application)]
    key = key_of(batch.version_id, application)
    if not faults:
        known = Case.objects.filter(idempotency_key=_case_key(key)).first()
        if key in seen:
            faults.append([application.column(Part.CODE), _("The same as row %(number)d.") % {"number": seen[key]}])
        elif known is not None:
            faults.append([application.column(Part.CODE), _already(known)])
        else:
            seen[key] = row.number
    return BatchRow(
        **{"batch": batch, "number": row.number, "values": cells, "key": key, "faults": faults},
        **{"applicant_name": application.name[:120]},
        state=BatchRowState.FAULTY if faults else BatchRowState.SOUND,
    )


def _text(row: Row, place: int) -> str:
    return plain_text(row.values[place]) if place < len(row.values) and place not in row.faults else ""


def _filed(batch: IntakeBatch, number: int, *, by: Actor) -> Case | None:
    """The case of one row, or None when it is somebody else's now or turned out not to fit."""
    try:
        with transaction.atomic():
            held = BatchRow.objects.select_for_update(of=("self",), skip_locked=True)
            row = held.filter(batch=batch, number=number, state=BatchRowState.SOUND).first()
            if row is None:
                return None
            application = application_of(_parts(batch), row.values)
            row.case = opened(batch.version, application, key=_case_key(row.key), by=by)
            row.state = BatchRowState.FILED
            row.save(update_fields=["case", "state"])
            return row.case
    except Refusal as refusal:
        _spoil(batch, number, refusal.sentence)
    except IntegrityError:
        key = BatchRow.objects.values_list("key", flat=True).get(batch=batch, number=number)
        known = Case.objects.filter(idempotency_key=_case_key(key)).first()
        if known is None:
            raise
        _spoil(batch, number, _already(known))
    return None


def _finish(case: Case, *, by: Actor) -> None:
    """Fetch what is held and accept what is complete; otherwise the row says what the case waits for."""
    fetch_everything(case, by=by)
    try:
        accept_case(case, by=by)
    except Refusal as refusal:
        BatchRow.objects.filter(case=case).update(note=refusal.sentence[:NOTE_MOST])


def _spoil(batch: IntakeBatch, number: int, sentence: str) -> None:
    column = next((letters for letters, (part, _key) in batch.columns.items() if part == Part.CODE), "A")
    sound = BatchRow.objects.filter(batch=batch, number=number, state=BatchRowState.SOUND)
    sound.update(state=BatchRowState.FAULTY, faults=[[column, sentence]])


def _parts(batch: IntakeBatch) -> Mapping[str, tuple[str, str]]:
    return {letters: (part, key) for letters, (part, key) in batch.columns.items()}


def _case_key(key: str) -> str:
    return f"row:{key}"


def _already(case: Case) -> str:
    return _("Taken in already: %(number)s.") % {"number": case.case_no or case.receipt_no or ""}


def _sound(batch: IntakeBatch) -> QuerySet[BatchRow]:
    return BatchRow.objects.filter(batch=batch, state=BatchRowState.SOUND).order_by("number")
