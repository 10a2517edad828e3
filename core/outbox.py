"""Writing events and delivering them: `publish` inside the business transaction, deliveries claimed by workers.

Order inside a lane is kept because only the head of a lane can be claimed. A worker that dies leaves a claim whose time
runs out, after which the row is claimed again; reactors are idempotent by (event, reactor).
"""

import json
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction

from core import clock
from core.events import Doer, Event, Record, from_data, reactor_named, reactors_of, to_data
from core.models import Delivery, DeliveryState, EventRow

CLAIM_SECONDS = 120
MAX_ATTEMPTS = 12
LATER_SECONDS = 20
OVERDUE = timedelta(hours=1)
TURN_SECONDS = 3.0
TURN_BATCH = 5
logger = structlog.get_logger()
_wakers: list[Callable[[str], None]] = []


class TryLater(Exception):
    """Raised by a deferred reactor whose counterpart is away: tried again until it is back, however long that takes."""


def publish(event: Event, *, by: Doer, at: datetime | None = None) -> Record:
    """Write the event, run its in-transaction reactors, store its deferred deliveries; wake workers after the commit.

    Must run inside a transaction that holds the lock of the stream's row. Raises RuntimeError outside one, and whatever
    an in-transaction reactor raises (which undoes everything).
    """
    if not connection.in_atomic_block:
        raise RuntimeError("publish() belongs inside the service's transaction")
    record = _write(event, by, at or clock.now())
    reactors = reactors_of(type(event))
    deliveries = [
        Delivery(
            event_id=record.id,
            reactor=reactor.name,
            queue=reactor.queue,
            lane=reactor.lane(record) if reactor.lane else "",
            run_after=record.at,
        )
        for reactor in reactors
        if reactor.queue
    ]
    if deliveries:
        Delivery.objects.bulk_create(deliveries)
        _wake_after_commit({delivery.queue for delivery in deliveries})
    for reactor in reactors:
        if not reactor.queue:
            reactor.handler(record)
    return record


def _write(event: Event, by: Doer, at: datetime) -> Record:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_event (stream, stream_id, sequence, name, data, at, actor_kind, actor_id, actor_label) "
            "SELECT %s, %s, coalesce(max(sequence), 0) + 1, %s, %s::jsonb, %s, %s, %s, %s FROM core_event "
            "WHERE stream = %s AND stream_id = %s RETURNING id, sequence",
            [
                *(event.stream, event.stream_id, event.name(), json.dumps(to_data(event), default=str), at),
                *(by.kind, by.account_id, by.label[:120], event.stream, event.stream_id),
            ],
        )
        row = cursor.fetchone()
    return Record(row[0], event, event.stream_id, row[1], at, by.kind, by.account_id, by.label)


def on_wake(waker: Callable[[str], None]) -> None:
    """Register what tells workers that a queue has work; it carries no data and may be lost."""
    _wakers.append(waker)


def _wake_after_commit(queues: set[str]) -> None:
    def wake() -> None:
        for waker in _wakers:
            for queue in sorted(queues):
                waker(queue)

    transaction.on_commit(wake, robust=True)


DUE = """
d.state IN ('waiting', 'claimed') AND d.run_after <= %(now)s AND (d.lane = '' OR NOT EXISTS (
    SELECT 1 FROM core_delivery e WHERE e.lane = d.lane AND e.id < d.id AND e.state <> 'done'))
"""
CLAIM_SQL = f"""
WITH head AS MATERIALIZED (
    SELECT d.id FROM core_delivery d WHERE d.queue = %(queue)s AND {DUE}
    ORDER BY d.id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
UPDATE core_delivery SET state = 'claimed', attempts = attempts + 1, run_after = %(until)s
FROM head WHERE core_delivery.id = head.id
RETURNING core_delivery.id
"""
"""The rows are chosen once: as a plain subquery the planner may ask for them again for every row it joins."""
OVERDUE_SQL = f"SELECT d.id, d.reactor FROM core_delivery d WHERE {DUE} ORDER BY d.id LIMIT 20"
DUE_QUEUES_SQL = f"SELECT DISTINCT d.queue FROM core_delivery d WHERE {DUE}"


def claim(queue: str, *, limit: int = 20) -> list[int]:
    """Keys of due deliveries now reserved for this worker for CLAIM_SECONDS, oldest first; at most one per lane."""
    now = clock.now()
    with transaction.atomic(), connection.cursor() as cursor:
        until = now + timedelta(seconds=CLAIM_SECONDS)
        cursor.execute(CLAIM_SQL, {"queue": queue, "now": now, "until": until, "limit": limit})
        return sorted(row[0] for row in cursor.fetchall())


def deliver(delivery_id: int) -> bool:
    """Run one claimed delivery and mark it done in the same transaction; True when it is done.

    A failure is stored by its kind only (no personal data), retried with growing pauses, and parked after
    MAX_ATTEMPTS, which is logged as an error; a counterpart that is away (TryLater) never parks it.
    """
    try:
        with transaction.atomic():
            delivery = Delivery.objects.select_for_update(of=("self",)).select_related("event").get(pk=delivery_id)
            if delivery.state != DeliveryState.CLAIMED:
                return delivery.state == DeliveryState.DONE
            reactor = reactor_named(delivery.reactor)
            if reactor is not None:
                reactor.handler(record_of(delivery.event))
            delivery.state = DeliveryState.DONE
            delivery.save(update_fields=["state"])
    except Exception as error:
        _put_back(delivery_id, error)
        return False
    return True


def _put_back(delivery_id: int, error: Exception) -> None:
    delivery = Delivery.objects.get(pk=delivery_id)
    away = isinstance(error, TryLater)
    if away:
        delivery.attempts = max(delivery.attempts - 1, 0)
    pause = LATER_SECONDS if away else min(2**delivery.attempts, 600)
    parked = delivery.attempts >= MAX_ATTEMPTS
    delivery.state = DeliveryState.PARKED if parked else DeliveryState.WAITING
    delivery.run_after = clock.now() + timedelta(seconds=pause)
    delivery.last_error = f"{type(error).__name__} {getattr(error, 'code', '')}".strip()[:200]
    delivery.save(update_fields=["state", "run_after", "attempts", "last_error"])
    facts = {"delivery": delivery_id, "reactor": delivery.reactor, "error": delivery.last_error}
    if parked:
        logger.error("delivery_parked", **facts)
    elif away:
        logger.info("delivery_put_off", **facts)
    else:
        logger.warning("delivery_failed", **facts)


def put_off(queue: str, *, until: datetime, every_seconds: int = 0) -> int:
    """Let what waits in a queue wait until then, one more every so many seconds; newer messages overtake it.

    Returns how many were put off. Lanes keep their order.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_delivery AS d SET run_after = %s + (w.place - 1) * %s * interval '1 second' "
            "FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM core_delivery "
            "WHERE queue = %s AND state = 'waiting') AS w WHERE d.id = w.id",
            [until, every_seconds, queue],
        )
        return int(cursor.rowcount)


def record_of(row: EventRow) -> Record:
    """The stored event as reactors see it."""
    event = from_data(row.name, row.data)
    return Record(row.pk, event, row.stream_id, row.sequence, row.at, row.actor_kind, row.actor_id, row.actor_label)


def overdue_deliveries() -> list[tuple[int, str]]:
    """Key and reactor of deliveries that could have gone out more than OVERDUE ago; none while workers work."""
    with connection.cursor() as cursor:
        cursor.execute(OVERDUE_SQL, {"now": clock.now() - OVERDUE})
        return cursor.fetchall()


def due_queues() -> list[str]:
    """Queues in which something could be delivered now."""
    with connection.cursor() as cursor:
        cursor.execute(DUE_QUEUES_SQL, {"now": clock.now()})
        return sorted(row[0] for row in cursor.fetchall())


def take_turn(queue: str, *, seconds: float = TURN_SECONDS) -> bool:
    """Deliver what is due in a queue, for a few seconds of real time; True when more may wait.

    A worker serves many queues: a thousand papers to draw must not keep a warning waiting.
    """
    until = time.monotonic() + seconds
    while claimed := claim(queue, limit=TURN_BATCH):
        for key in claimed:
            deliver(key)
        if time.monotonic() >= until:
            return True
    return False


def drain(queues: Sequence[str], *, limit: int = 20) -> int:
    """Deliver everything due in these queues now; returns how many are done. Used by commands and tests."""
    done = 0
    while True:
        claimed = [key for queue in queues for key in claim(queue, limit=limit)]
        if not claimed:
            return done
        done += sum(deliver(key) for key in claimed)
