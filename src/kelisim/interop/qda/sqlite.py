"""SQLite databases from strangers: opened for reading only, with nothing in them allowed to act."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kelisim.errors import Problem, StudyError

MAGIC = b"SQLite format 3\x00"


class Database:
    """The tables of a database as rows by column name; columns that a version lacks are empty."""

    def __init__(self, connection: sqlite3.Connection, file: str) -> None:
        self._connection = connection
        self.file = file
        try:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        except sqlite3.DatabaseError as error:
            raise _unreadable(file, error) from error
        self.tables = {str(name) for (name,) in names}

    def rows(self, table: str, *columns: str) -> list[dict[str, Any]]:
        """Return the rows of a table in the order they were written, none where there is no such table."""
        if table not in self.tables:
            return []
        try:
            present = {row[1] for row in self._connection.execute(f'PRAGMA table_info("{table}")')}
            chosen = [f'"{name}"' if name in present else f"NULL AS {name}" for name in columns]
            cursor = self._connection.execute(f'SELECT {", ".join(chosen)} FROM "{table}" ORDER BY rowid')
            return [dict(zip(columns, row, strict=True)) for row in cursor]
        except sqlite3.DatabaseError as error:
            raise _unreadable(self.file, error) from error

    def count(self, table: str) -> int:
        """Return how many rows a table has, 0 where there is none."""
        return len(self.rows(table, "rowid")) if table in self.tables else 0


@contextmanager
def opened(path: Path) -> Iterator[Database]:
    """Yield a database; the file itself is not touched, since opening one may write to it."""
    with tempfile.TemporaryDirectory(prefix="kelisim-") as folder:
        copy = Path(folder) / "copy.sqlite3"
        try:
            copy.write_bytes(path.read_bytes())
            log = path.with_name(path.name + "-wal")
            if log.exists():
                copy.with_name(copy.name + "-wal").write_bytes(log.read_bytes())
        except OSError as error:
            raise StudyError(Problem("unreadable", f"cannot be read: {error.strerror}", "", str(path))) from error
        connection = sqlite3.connect(copy)
        try:
            # Views and triggers of a foreign schema must not call functions.
            connection.execute("PRAGMA trusted_schema = OFF")
            yield Database(connection, path.name)
        except sqlite3.DatabaseError as error:
            raise _unreadable(path.name, error) from error
        finally:
            connection.close()


def _unreadable(file: str, error: sqlite3.Error) -> StudyError:
    hint = "close the program that has it open, and copy it again"
    return StudyError(Problem("sqlite", f"not a readable database: {error}", hint, file))
