"""Simpler than before: stages, working days, materials, visits and fees of each item, of two versions (H105)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet

from core.workcalendar import SHANGHAI
from items.models import ItemVersion
from items.rules.limits import PARTS, PARTS_OF
from items.rules.savings import Saving

MEASURES = ("stages", "days", "materials", "visits", "fee")
"""Stages of the ordinary route with acceptance and issuing, working days promised, materials asked for at most,
visits, and the fixed fees together in fen. Unknown, and left out, are days where nothing is promised and fees that are
computed.
"""
SCALE = {"days": PARTS}
UNITS = " ".join(f"WHEN '{unit}' THEN {part}" for unit, part in PARTS_OF.items())
MEASURED = f"""
SELECT v.id,
    (SELECT count(*) FROM items_stage s WHERE s.route_id = (
        SELECT r.id FROM items_route r WHERE r.version_id = v.id ORDER BY r.kind <> 'normal', r."order" LIMIT 1
    )) AS stages,
    CASE WHEN v.kind = 'instant' THEN 0 ELSE v.promised_days * CASE v.promised_unit {UNITS} END END AS days,
    (SELECT count(*) FROM items_materialspec m WHERE m.version_id = v.id) AS materials,
    v.visits AS visits,
    (SELECT CASE WHEN count(*) = count(f.amount_fen) THEN coalesce(sum(f.amount_fen), 0)::bigint END
        FROM items_feespec f WHERE f.version_id = v.id) AS fee
FROM items_itemversion v WHERE v.id IN (SELECT before FROM pair UNION SELECT after FROM pair)
"""
ON_DAY = """
SELECT v.id FROM items_itemversion v WHERE v.item_id = a.item_key AND v.published_at < %({end})s
    AND (v.ended_at IS NULL OR v.ended_at >= %({end})s) ORDER BY v.number DESC LIMIT 1
"""
FIRST = """
SELECT v.id FROM items_itemversion v WHERE v.item_id = a.item_key AND v.published_at IS NOT NULL
ORDER BY v.number LIMIT 1
"""
NOW = "SELECT a.version_key AS id"
PAIRS = """
WITH asked AS MATERIALIZED ({asked}), pair AS MATERIALIZED (
    SELECT a.item_key, a.body, newer.id AS after, nullif(older.id, newer.id) AS before FROM asked AS a
    JOIN LATERAL ({after}) AS newer ON true LEFT JOIN LATERAL ({before}) AS older ON true
), measured AS MATERIALIZED ({measured})
"""
JOINED = "pair LEFT JOIN measured AS b ON b.id = pair.before JOIN measured AS a ON a.id = pair.after"
BOTH = "FILTER (WHERE b.{0} IS NOT NULL AND a.{0} IS NOT NULL)"
SUMS = ", ".join(
    f"count(*) {BOTH}, coalesce(sum(b.{{0}}) {BOTH}, 0)::bigint, coalesce(sum(a.{{0}}) {BOTH}, 0)::bigint".format(name)
    for name in MEASURES
)
BY_DEPARTMENT = f"SELECT body, count(*), count(before), {SUMS} FROM {JOINED} GROUP BY body"
BY_ITEM = f"""
SELECT item_key, pair.before, pair.after, {", ".join(f"b.{name}, a.{name}" for name in MEASURES)}
FROM {JOINED} ORDER BY item_key
"""


@dataclass(frozen=True, slots=True)
class Span:
    """Which two versions are compared: those in force at the end of two days (Shanghai); without a first day the first
    one published here, without a last day the one in force now.
    """

    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """The measures before and after of `items` items, `compared` of which have two versions to compare."""

    items: int
    compared: int
    of: Mapping[str, Saving]

    def __add__(self, other: "Changes") -> "Changes":
        of = {name: self.of[name] + other.of[name] for name in MEASURES}
        return Changes(self.items + other.items, self.compared + other.compared, of)


NO_CHANGES = Changes(0, 0, dict.fromkeys(MEASURES, Saving()))


@dataclass(frozen=True, slots=True)
class ItemChange:
    """The measures of one item; None where one is unknown, `before` all None without an earlier version."""

    item_id: int
    before_id: int | None
    after_id: int
    before: Mapping[str, Fraction | None]
    after: Mapping[str, Fraction | None]


def changes_by_department(versions: QuerySet[ItemVersion], span: Span) -> dict[int, Changes]:
    """The sums over the items of these versions in force, by department, in one statement; the hall is the total."""
    return {
        key: Changes(
            items, compared, {name: _saving(name, *sums[3 * n : 3 * n + 3]) for n, name in enumerate(MEASURES)}
        )
        for key, items, compared, *sums in _asked(BY_DEPARTMENT, versions, span)
    }


def changes_by_item(versions: QuerySet[ItemVersion], span: Span) -> list[ItemChange]:
    """One row for each item of these versions, in the order of its key, in one statement."""
    return list(_changes(_asked(BY_ITEM, versions, span)))


def _changes(rows: Iterator[tuple[Any, ...]]) -> Iterator[ItemChange]:
    for item, before, after, *values in rows:
        older = {name: _figure(name, values[2 * place]) for place, name in enumerate(MEASURES)}
        newer = {name: _figure(name, values[2 * place + 1]) for place, name in enumerate(MEASURES)}
        yield ItemChange(item, before, after, older, newer)


def _asked(question: str, versions: QuerySet[ItemVersion], span: Span) -> Iterator[tuple[Any, ...]]:
    wanted = versions.order_by().values(item_key=F("item_id"), body=F("item__department_id"), version_key=F("pk"))
    try:
        asked, given = wanted.query.sql_with_params()
    except EmptyResultSet:
        return iter(())
    named = {f"asked{place}": value for place, value in enumerate(given)}
    pairs = PAIRS.format(
        asked=asked % tuple(f"%({name})s" for name in named),
        after=ON_DAY.format(end="until") if span.until else NOW,
        before=ON_DAY.format(end="since") if span.since else FIRST,
        measured=MEASURED,
    )
    ends = {"since": _end(span.since), "until": _end(span.until)}
    with connection.cursor() as cursor:
        cursor.execute(pairs + question, named | ends)
        return iter(cursor.fetchall())


def _end(day: date | None) -> datetime | None:
    """The moment after the day."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=SHANGHAI) if day else None


def _figure(name: str, value: int | None) -> Fraction | None:
    return None if value is None else Fraction(value, SCALE.get(name, 1))


def _saving(name: str, items: int, before: int, after: int) -> Saving:
    scale = SCALE.get(name, 1)
    return Saving(items, Fraction(before, scale), Fraction(after, scale))
