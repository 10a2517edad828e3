"""Rows of a table put aside while the items are read: in a temporary database, not in memory."""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any


class Spill:
    """Rows by item and table, in the order they came; SQLite moves what does not fit its small cache to disk."""

    def __init__(self) -> None:
        # An empty name is a temporary database on disk that vanishes with its connection.
        self._db = sqlite3.connect("")
        self._db.execute("PRAGMA cache_size = -2000")
        self._db.execute("CREATE TABLE part (item TEXT, tab TEXT, line INTEGER, content TEXT)")
        self._db.execute("CREATE TABLE item (item TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")

    def __enter__(self) -> "Spill":
        return self

    def __exit__(self, *failure: object) -> None:
        self._db.close()

    def put(self, item: str, table: str, line: int, content: Any) -> None:
        """Put one row of an item aside."""
        text = json.dumps(content, ensure_ascii=False)
        self._db.execute("INSERT INTO part VALUES (?, ?, ?, ?)", (item, table, line, text))

    def seal(self) -> None:
        """All rows are there; they can be asked for by item."""
        self._db.execute("CREATE INDEX part_of_item ON part (item)")

    def take(self, item: str) -> Iterator[tuple[str, int, Any]]:
        """Table, line and content of the rows of an item."""
        rows = self._db.execute("SELECT tab, line, content FROM part WHERE item = ? ORDER BY rowid", (item,))
        for table, line, content in rows:
            yield table, line, json.loads(content)

    def first_line(self, item: str, line: int) -> int:
        """The line where this item stood first: this one, or an earlier one."""
        self._db.execute("INSERT OR IGNORE INTO item VALUES (?, ?)", (item, line))
        return int(self._db.execute("SELECT line FROM item WHERE item = ?", (item,)).fetchone()[0])

    def strays(self) -> Iterator[tuple[str, int, str]]:
        """Table, line and name of the first row of every item that never came."""
        yield from self._db.execute(
            "SELECT tab, min(line), item FROM part WHERE item NOT IN (SELECT item FROM item) "
            "GROUP BY tab, item ORDER BY 1, 2"
        )
