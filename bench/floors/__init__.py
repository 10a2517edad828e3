"""The same rows by plain SQL: what nobody can be faster than here."""

import os
import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from bench.measuring import Measured, clients

FOLDER = Path(__file__).resolve().parent
_local = threading.local()


def floor(name: str, count: int, seconds: float, parameters: Callable[[], dict[str, Any]]) -> Measured:
    """Repeat a script in `count` connections; `parameters` makes the values of one turn."""
    turn = script(name)
    done, took = clients(count, seconds, lambda _place: turn(parameters()))
    return Measured(done, took)


def script(name: str) -> Callable[[dict[str, Any]], None]:
    """A floor as a function of its values; every thread keeps a connection of its own."""
    statements = statements_in(name)

    def turn(values: dict[str, Any]) -> None:
        with _connection().cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, values if "%(" in statement else None)

    return turn


def statements_in(name: str) -> list[str]:
    """The statements of a script, BEGIN and COMMIT among them."""
    text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    return [part.strip() for part in _without_comments(text).split(";") if part.strip()]


def keys() -> dict[str, Any]:
    """Fresh keys for one turn of a writing floor."""
    mark = secrets.token_hex(8)
    return {
        **{"index": mark.encode(), "secret": b"x" * 60, "digest": secrets.token_hex(32), "receipt_no": mark},
        **{"receipt_key": "floor:receipt", "case_key": "floor:case", "case_no": f"floor-{mark}"},
    }


def _connection() -> psycopg.Connection[Any]:
    if not hasattr(_local, "connection"):
        _local.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    connection: psycopg.Connection[Any] = _local.connection
    return connection


def _without_comments(script: str) -> str:
    return "\n".join(line for line in script.splitlines() if not line.startswith("--"))
