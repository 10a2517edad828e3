"""Numbers without duplicates."""

from django.db import connection


def next_number(key: str, *, count: int = 1) -> int:
    """The next number under `key`, counting from 1; with `count` the first of a reserved run.

    One statement; the counter's row stays locked until the surrounding transaction ends, so take numbers last.
    A rolled-back transaction gives its number back: within one key there are no gaps.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_counter (key, value) VALUES (%s, %s) "
            "ON CONFLICT (key) DO UPDATE SET value = core_counter.value + EXCLUDED.value RETURNING value",
            [key, count],
        )
        row = cursor.fetchone()
    return int(row[0]) - count + 1
