"""The database the rules ask: the store read-only, views and small helpers, then locked: no file, no network, no setting."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from sitegen import overlay
from sitegen.supervise.lists import Given, load_kinds
from sitegen.supervise.schema import SqlType, load_tables
from sitegen.supervise.store import NAME

LONGEST = 120.0
"""Seconds one rule may take; a longer one is stopped and reported as switched off."""
MEMORY = "3GB"
BATCH = 20_000
"""Rows of a list that are handed over at once."""

Named = Mapping[str, Any]
"""One row of a result by column name."""


class RefusedError(Exception):
    """A statement that is not exactly one SELECT."""


class Database:
    """Open for asking. Everything that may be asked is in it before it is locked."""

    def __init__(self, folder: Path, today: date, lists: Given, threads: int = 2) -> None:
        self.connection = duckdb.connect(":memory:")
        self.run(f"SET memory_limit='{MEMORY}'; SET threads={threads}; SET autoload_known_extensions=false")
        self.connection.execute("SET temp_directory=?", [str(folder / "tmp")])
        self.run(f"ATTACH '{_quoted(folder / NAME)}' AS store (READ_ONLY)")
        for kind in load_kinds():
            columns = [(column.name, column.type) for column in kind.columns]
            self.add_table(f"list_{kind.name}", columns, lists.rows.get(kind.name, ()))
        for spec in load_tables():
            if spec.name != "cash_rows":
                self.run(f"CREATE VIEW {spec.name} AS SELECT * FROM store.{spec.name}")
        self.run(f"CREATE MACRO as_of() AS DATE '{today.isoformat()}'")
        self.run(overlay.read_data("supervise/views.sql"))
        self.run(overlay.read_data("supervise/helpers.sql"))

    def run(self, statements: str) -> None:
        """Our own statements, before the lock."""
        self.connection.execute(statements)

    def add_table(self, name: str, columns: Iterable[tuple[str, SqlType]], rows: Iterable[tuple[object, ...]]) -> None:
        """A table in memory only; nothing of it is written to a disk."""
        listed = tuple(columns)
        self.run(f"CREATE TEMP TABLE {name} ({', '.join(f'{_name(each)} {kind}' for each, kind in listed)})")
        shape = json.dumps([dict(listed)])
        names = tuple(column for column, _ in listed)
        given = iter(rows)
        while batch := list(islice(given, BATCH)):
            records = json.dumps([dict(zip(names, row, strict=True)) for row in batch], default=str)
            insert = f"INSERT INTO {name} SELECT unnest(from_json(?, '{shape}'), recursive := true)"
            self.connection.execute(insert, [records])

    def lock(self) -> None:
        """From here on no file can be read or written and no setting changed."""
        self.run("SET enable_external_access=false; SET lock_configuration=true")

    def ask(self, sql: str, seconds: float = LONGEST) -> list[Named]:
        """The rows of one SELECT. Raises :class:`RefusedError` or ``duckdb.Error`` (interrupted after ``seconds``)."""
        statement = self._only_select(sql)
        timer = threading.Timer(seconds, self.connection.interrupt)
        timer.start()
        try:
            result = self.connection.execute(statement)
            names = [column[0] for column in result.description or ()]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
        finally:
            timer.cancel()

    def bind(self, sql: str) -> tuple[str, ...]:
        """The columns one SELECT would give, without asking it. Raises as :meth:`ask` does."""
        statement = self._only_select(sql)
        return tuple(str(row[0]) for row in self.connection.execute(f"DESCRIBE {statement.query}").fetchall())

    def _only_select(self, sql: str) -> duckdb.Statement:
        statements = self.connection.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise RefusedError(sql)
        return statements[0]

    def close(self) -> None:
        """Everything in memory is gone."""
        self.connection.close()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _name(text: str) -> str:
    return f'"{text}"'
