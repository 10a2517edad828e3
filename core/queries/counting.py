"""Counting what lists show beside their tabs: to a thousand, because nobody reads further and tables grow."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

COUNTED = 1000


def counts_of(rows: Sequence[QuerySet[Any]]) -> list[int]:
    """How many rows each of these has, at most COUNTED each, in one statement."""
    parts: list[str] = []
    values: list[Any] = []
    for one in rows:
        try:
            sql, given = one.order_by().values("pk")[:COUNTED].query.sql_with_params()
        except EmptyResultSet:
            sql, given = "SELECT 1 WHERE false", ()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")
        values.extend(given)
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return list(cursor.fetchone())
