"""Emptying columns of rows, and telling what was in them (10.5)."""

from typing import Any

from django.db.models import Model, QuerySet

NOBODY = "（已匿名）"
"""Stands where a name has to stand."""
Removed = dict[str, dict[str, Any]]


def emptied(rows: QuerySet[Any], **values: Any) -> Removed:
    """Set these columns of these rows and tell what was in them, by table and key; rows that hold nothing else than
    these values are not named."""
    found: Removed = {}
    for row in rows:
        before = {name: getattr(row, name) for name in values}
        if all(is_nothing(old) or old == values[name] for name, old in before.items()):
            continue
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=[*values])
        found[f"{row._meta.db_table}:{row.pk}"] = {name: _plain(value) for name, value in before.items()}
    return found


def is_nothing(value: Any) -> bool:
    """Whether there is nothing to take away."""
    return value in (None, "", b"", [], {})


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    return value.hex() if isinstance(value, bytes) else value
