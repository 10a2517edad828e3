"""Breaking data on purpose, past every guard, to see whether the invariants notice."""

from typing import Any

from django.db import connection

from core.invariants import check, registered


def broken() -> dict[str, tuple[tuple[Any, ...], ...]]:
    """Offending rows by the number of each invariant that does not hold; those kept apart are left out."""
    findings = [check(one) for one in registered() if not one.apart]
    return {found.invariant.number: found.rows for found in findings if not found.holds}


GUARDED = "core_event"
"""The table whose triggers and grants refuse what the tests do to it."""


def damage(*statements: str, **values: object) -> None:
    """Run raw statements that no service would, past the guards of the history.

    Pending checks come first, because tables with any cannot be altered.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {GUARDED} DISABLE TRIGGER USER")
        cursor.execute(f"GRANT UPDATE, DELETE ON {GUARDED} TO CURRENT_USER")
        for statement in statements:
            cursor.execute(statement, values or None)
        cursor.execute(f"REVOKE UPDATE, DELETE ON {GUARDED} FROM CURRENT_USER")
        cursor.execute(f"GRANT UPDATE (id, actor_id, actor_label) ON {GUARDED} TO CURRENT_USER")
        cursor.execute(f"ALTER TABLE {GUARDED} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
