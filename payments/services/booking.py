"""What every verb about money begins with, and how the ledger is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.locks import busy_is_refused
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Role
from payments.models import Charge, LedgerEntry, LedgerLine, PaymentOrder
from payments.rules.bookkeeping import Lines, balanced

COUNTER_WAYS = ("cash", "pos")


@contextmanager
def locked(charge_id: int) -> Iterator[Charge]:
    """Open the transaction and hold the charge, whose row guards its orders, attempts, refunds and history alike.

    Refuses `busy` (a conflict) when somebody else holds it for longer than the lock timeout.
    """
    with busy_is_refused(), transaction.atomic():
        yield Charge.objects.select_for_update(of=("self",)).get(pk=charge_id)


def book(
    order: PaymentOrder, kind: str, lines: Lines, *, key: str, at: datetime, way: str = "", number: str = "",
    counted_at: datetime | None = None,
) -> LedgerEntry:  # fmt: skip
    """Add one entry to the ledger, once per key. `counted_at` is when a gateway counts it, `at` unless it says so.

    Raises ValueError for lines that do not sum to zero; the database refuses them as well.
    """
    if not balanced(lines):
        raise ValueError(f"an entry of {dict(lines)} does not sum to zero")
    day = clock.local(counted_at or at).date()
    entry, is_new = LedgerEntry.objects.get_or_create(
        key=key, defaults={"kind": kind, "order": order, "way": way, "number": number, "day": day, "at": at}
    )
    if is_new:
        LedgerLine.objects.bulk_create(
            LedgerLine(entry=entry, account=account, amount_fen=fen) for account, fen in lines.items()
        )
    return entry


def require(charge: Charge, by: Actor, *roles: Role) -> int:
    """The person who acts, who must hold a post of one of these roles in the body the money is asked by. Refuses
    `not_yours`."""
    if by.staff_id is None or not by.has_role(*roles) or charge.department_id not in by.department_ids:
        raise Refusal("not_yours", _("Only the body that charges this can do that."))
    return by.staff_id
