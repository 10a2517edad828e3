"""What every verb on a case begins and ends with."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from cases.models import Case
from cases.states import columns_of, step
from core.locks import busy_is_refused

_held: ContextVar[tuple[Case, ...]] = ContextVar("held_cases", default=())


@contextmanager
def locked(case: Case) -> Iterator[Case]:
    """Open the transaction and hold the row of the case, read anew together with its version and handling body.

    The row is held without its key, so that others may still write rows that point to the case, such as who read it.
    A verb inside another verb on the same case, such as a reactor's, gets the object the outer one holds: nothing is
    read twice and no copy goes stale. If it fails, the outer one fails with it.
    Refuses `busy` (a conflict) when somebody else holds what the verb needs for longer than the lock timeout.
    """
    outer = next((held for held in _held.get() if held.pk == case.pk), None)
    if outer is not None:
        with transaction.atomic(savepoint=False):
            yield outer
        return
    with busy_is_refused(), transaction.atomic(), holding(_read_for_update(case)) as held:
        yield held


@contextmanager
def holding(case: Case) -> Iterator[Case]:
    """Tell inner verbs that this transaction holds the case: its row was locked or, as yet unseen by others, made."""
    token = _held.set((*_held.get(), case))
    try:
        yield case
    finally:
        _held.reset(token)


def _read_for_update(case: Case) -> Case:
    return (
        Case.objects.select_for_update(of=("self",), no_key=True)
        .select_related("version__item__entry", "department", "applicant")
        .get(pk=case.pk)
    )


def take(case: Case, step_name: str, at: datetime, *also: str) -> None:
    """Take one legal step and save what it changed, plus the columns in `also`; an ended case is packed some days later
    (2.10). Raises Refusal `wrong_state`."""
    step(case, step_name, at)
    columns = columns_of(step_name)
    if "closed_at" in columns:
        case.pack_at = at + timedelta(days=settings.ARCHIVE_AFTER_DAYS)
        columns = [*columns, "pack_at"]
    case.save(update_fields=[*columns, *also])
