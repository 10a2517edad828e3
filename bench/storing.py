"""Filling the store: one case that really happened, copied by SQL until there are many, with everything that hangs on
it."""

from dataclasses import dataclass

from django.db import connection

from cases.models import Case

TABLES = {
    "cases_case": {},
    "cases_clock": {"case_id": "cases_case"},
    "cases_clockline": {"clock_id": "cases_clock"},
    "cases_material": {"case_id": "cases_case"},
    "cases_document": {"case_id": "cases_case"},
    "linkage_run": {"case_id": "cases_case"},
    "linkage_review": {"case_id": "cases_case", "run_id": "linkage_run"},
    "linkage_step": {"process_id": "linkage_run", "review_id": "linkage_review"},
    "core_event": {"stream_id": "cases_case"},
}
"""What is copied, parents first, and which columns point to what is copied with it."""
OF_CASE = {
    "cases_case": "id = %(case)s",
    "cases_clockline": "clock_id IN (SELECT id FROM cases_clock WHERE case_id = %(case)s)",
    "linkage_step": "process_id IN (SELECT id FROM linkage_run WHERE case_id = %(case)s)",
    "core_event": "stream = 'case' AND stream_id = %(case)s",
}
CHUNK = 20_000
COLUMNS = """
SELECT a.attname, format_type(a.atttypid, a.atttypmod), EXISTS (
    SELECT 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique AND i.indnkeyatts = 1
    AND i.indkey[0] = a.attnum)
FROM pg_attribute a WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
"""


@dataclass(frozen=True, slots=True)
class _Part:
    """One table's rows of the template: how many, and the key after which the copies begin."""

    count: int
    base: int


def copy_case(case: Case, copies: int) -> None:
    """Store `copies` more cases like this one, each with rows of its own in TABLES; numbers are made up, unique, and
    meaningless."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        parts: dict[str, _Part] = {}
        for table in TABLES:
            where = OF_CASE.get(table, "case_id = %(case)s") % {"case": case.pk}
            cursor.execute(
                f"CREATE TEMP TABLE t_{table} AS SELECT t.*, row_number() OVER (ORDER BY id) AS place "
                f"FROM {table} t WHERE {where}"
            )
            cursor.execute(f"SELECT (SELECT count(*) FROM t_{table}), (SELECT max(id) FROM {table})")
            parts[table] = _Part(*cursor.fetchone())
        for first in range(0, copies, CHUNK):
            last = min(first + CHUNK, copies)
            for table, parents in TABLES.items():
                cursor.execute(_insert(table, parents, parts), {"first": first, "last": last - 1})
        for table in TABLES:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
            cursor.execute(f"DROP TABLE t_{table}")
        cursor.execute("ANALYZE")
        cursor.execute("RESET statement_timeout")


def _insert(table: str, parents: dict[str, str], parts: dict[str, _Part]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [table])
        columns = cursor.fetchall()
    part, chosen, joins = parts[table], [], []
    for name, kind, unique in columns:
        if name == "id":
            chosen.append(f"{part.base} + k * {part.count} + t.place")
        elif name in parents:
            parent, alias = parents[name], f"p_{name}"
            joins.append(f"LEFT JOIN t_{parent} {alias} ON {alias}.id = t.{name}")
            moved = f"{parts[parent].base} + k * {parts[parent].count} + {alias}.place"
            chosen.append(f"CASE WHEN t.{name} IS NULL THEN NULL ELSE {moved} END")
        elif unique and kind.startswith(("character", "text")):
            chosen.append(f"left(md5(t.{name} || ' {part.base} ' || k) || md5(k::text), length(t.{name}))")
        elif unique:
            chosen.append("NULL")
        else:
            chosen.append(f"t.{name}")
    names = ", ".join(name for name, _kind, _unique in columns)
    return (
        f"INSERT INTO {table} ({names}) SELECT {', '.join(chosen)} FROM t_{table} t "
        f"CROSS JOIN generate_series(%(first)s::bigint, %(last)s::bigint) k {' '.join(joins)}"
    )
