"""Comparing the ledger with what gateways say, every quarter of an hour and once the day is over (C-41, H72)."""

from datetime import date, datetime, time, timedelta

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core import clock
from core.locks import hold
from core.outbox import publish
from core.refusal import Refusal
from core.workcalendar import SHANGHAI
from identity.actors import SYSTEM, Actor
from payments.events import ParityBroken
from payments.gateways import GatewayAway, GatewayRejected, StatementLine, gateway, gateway_codes
from payments.models import Difference, LedgerLine, PaymentAttempt, PaymentOrder, Reconciliation
from payments.queries import differences_visible_to
from payments.rules.bookkeeping import Account
from payments.rules.matching import Finding, Mismatch, Movement, differences

EVERY = timedelta(minutes=15)
GRACE = timedelta(minutes=5)
"""What moved this lately may be on one side only, while the day lasts."""
DAY_ENDS_AFTER = timedelta(minutes=30)
"""So long after midnight a gateway's statement of the day before is complete."""
LOOK_BACK_DAYS = 7

logger = structlog.get_logger()


def due_reconciliations(now: datetime) -> list[tuple[str, date, bool]]:
    """What is to be compared now: gateway, day, and whether it is the final comparison of that day."""
    today = clock.local(now).date()
    found = []
    for code in gateway_codes():
        runs = Reconciliation.objects.filter(gateway=code)
        if not runs.filter(day=today, ran_at__gt=now - EVERY).exists():
            found.append((code, today, False))
        first = runs.order_by("day").values_list("day", flat=True).first()
        done = set(runs.filter(final=True, day__gte=today - timedelta(LOOK_BACK_DAYS)).values_list("day", flat=True))
        days = [today - timedelta(back) for back in range(LOOK_BACK_DAYS, 0, -1)]
        found += [
            (code, day, True) for day in days if first and first <= day and day not in done and _is_over(day, now)
        ]
    return found


def reconcile(code: str, day: date, *, final: bool) -> Reconciliation | None:
    """Compare a day with the gateway's statement, write down every difference once, end those that are gone.

    New ones raise the alarm: ParityBroken, and an error in the log. A payment only the gateway has is asked about at
    once. None when the gateway does not answer, or the final comparison was made by somebody else meanwhile.
    """
    try:
        statement = gateway(code).statement(day)
    except (GatewayAway, GatewayRejected) as error:
        logger.warning("statement_unanswered", gateway=code, day=day.isoformat(), why=str(error))
        return None
    with transaction.atomic():
        hold(f"reconcile:{code}:{day}")
        runs = Reconciliation.objects.filter(gateway=code, day=day)
        if final and runs.filter(final=True).exists():
            return None
        now = clock.now()
        ours, theirs = _movements(code, day, statement, settled_before=None if final else now - GRACE)
        findings = differences(ours, theirs)
        run = Reconciliation.objects.create(
            gateway=code, day=day, final=final, ran_at=now, movements=len(theirs), differences=len(findings),
            ours_fen=sum(one.fen for one in ours), theirs_fen=sum(one.fen for one in theirs),
        )  # fmt: skip
        fresh = sum(_write_down(code, day, finding, now) for finding in findings)
        _end_others(code, day, findings, now)
        if fresh:
            _raise_alarm(run, fresh)
    return run


def explain_difference(difference: Difference, *, note: str, by: Actor) -> Difference:
    """Somebody who watches says what a difference was, which ends it. Refuses `not_yours`, `no_note`, `ended`."""
    if not differences_visible_to(by).filter(pk=difference.pk).exists() or by.staff_id is None:
        raise Refusal("not_yours", _("Only supervisors and the leaders of the body can do that."))
    if not note.strip():
        raise Refusal("no_note", _("Write down what it was and what was done."), field="note")
    with transaction.atomic():
        difference = Difference.objects.select_for_update(of=("self",)).get(pk=difference.pk)
        if difference.ended_at is not None:
            raise Refusal("ended", _("This difference has ended by now."), conflict=True)
        difference.ended_at, difference.ended_by_id, difference.note = clock.now(), by.staff_id, note.strip()[:300]
        difference.save(update_fields=["ended_at", "ended_by", "note"])
    return difference


def _is_over(day: date, now: datetime) -> bool:
    return now >= datetime.combine(day + timedelta(1), time(), SHANGHAI) + DAY_ENDS_AFTER


def _movements(
    code: str, day: date, statement: list[StatementLine], *, settled_before: datetime | None
) -> tuple[list[Movement], list[Movement]]:
    """Both sides of the day; while it lasts without what moved a moment ago on either of them."""
    lines = LedgerLine.objects.filter(account=Account.GATEWAY, entry__way=code, entry__day=day)
    rows = lines.values_list("entry__number", "amount_fen", "entry__at")
    fresh: set[str] = set()
    if settled_before is not None:
        fresh = {number for number, _fen, at in rows if at > settled_before}
        fresh |= {line.number for line in statement if line.at > settled_before}
    ours = [Movement(number, fen) for number, fen, _at in rows if number not in fresh]
    theirs = [Movement(line.number, line.fen) for line in statement if line.number not in fresh]
    return ours, theirs


def _write_down(code: str, day: date, finding: Finding, at: datetime) -> bool:
    """Keep a difference; True when it was not known, or had ended by itself and is back."""
    order = _order_of(finding.number)
    row, is_new = Difference.objects.get_or_create(
        **{"gateway": code, "day": day, "number": finding.number[:64], "kind": finding.kind.value},
        defaults={
            **{"order": order, "ours_fen": finding.ours_fen, "theirs_fen": finding.theirs_fen},
            "found_at": at,
        },
    )
    if finding.kind == Mismatch.MISSING_HERE:
        PaymentAttempt.objects.filter(gateway=code, number=finding.number, paid_at=None).update(ask_at=at)
    if is_new or row.ended_at is None or row.ended_by_id is not None:
        return is_new
    row.ended_at, row.found_at = None, at
    row.ours_fen, row.theirs_fen = finding.ours_fen, finding.theirs_fen
    row.save(update_fields=["ended_at", "found_at", "ours_fen", "theirs_fen"])
    return True


def _end_others(code: str, day: date, findings: list[Finding], at: datetime) -> None:
    """What both sides agree on again has ended by itself."""
    open_ = Difference.objects.filter(gateway=code, day=day, ended_at=None, kind__in=[kind.value for kind in Mismatch])
    still = {(finding.number[:64], finding.kind.value) for finding in findings}
    for row in open_:
        if (row.number, row.kind) not in still:
            row.ended_at = at
            row.save(update_fields=["ended_at"])


def _raise_alarm(run: Reconciliation, fresh: int) -> None:
    day = run.day.isoformat()
    logger.error("payments_differ", gateway=run.gateway, day=day, differences=fresh)
    event = ParityBroken(reconciliation_id=run.pk, gateway=run.gateway, day=day, differences=fresh)
    publish(event, by=SYSTEM, at=run.ran_at)


def _order_of(number: str) -> PaymentOrder | None:
    return PaymentOrder.objects.filter(Q(attempts__number=number) | Q(refunds__number=number)).first()
