"""The database the rules ask: the store read-only, views and small helpers, then locked: no file, no network, no setting."""

from __future__ import annotations

import contextlib
import json
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from sitegen import overlay
from sitegen.supervise.lists import Given, load_kinds
from sitegen.supervise.schema import SqlType, load_tables
from sitegen.supervise.store import NAME

LONGEST = 120.0
"""Seconds one rule may take; a longer one is stopped and reported as switched off."""
MOST = 5000
"""Rows of one rule that are taken out of the database; how many there were is counted all the same."""
MEMORY = "3GB"
BATCH = 20_000
"""Rows of a list that are handed over at once."""

Named = Mapping[str, Any]
"""One row of a result by column name."""


class Answer(NamedTuple):
    """Rows of a SELECT, all or some of each village, and how many there were."""

    rows: list[Named]
    found: int


class RefusedError(Exception):
    """A statement that is not exactly one SELECT."""


class Database:
    """Open for asking. Everything that may be asked is in it before it is locked."""

    def __init__(self, folder: Path, today: date, lists: Given, threads: int = 2) -> None:
        self.longest, self.most = LONGEST, MOST
        self.spill = folder / "tmp"
        shutil.rmtree(self.spill, ignore_errors=True)  # what a run that was killed had spilled
        self.connection = duckdb.connect(":memory:")
        self.run(f"SET memory_limit='{MEMORY}'; SET threads={threads}; SET autoload_known_extensions=false")
        self.connection.execute("SET temp_directory=?", [str(self.spill)])
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

    def ask(self, sql: str, seconds: float = 0) -> list[Named]:
        """The rows of one SELECT. Raises :class:`RefusedError` or ``duckdb.Error`` (interrupted after ``seconds``)."""
        statement = self._only_select(sql)
        with self._in_time(seconds):
            return self._fetch(statement)

    def ask_some(self, sql: str, villages: Iterable[str], subject: Sequence[str]) -> Answer:
        """The rows of one SELECT about these villages; of more than :data:`MOST` the largest of each village, then the second
        of each, and so on, and how many different subjects there are. Nothing but these rows leaves the database, which
        writes to its own folder what does not fit into its memory. Raises as :meth:`ask` does.
        """
        query, asked = self._only_select(sql).query, list(villages)
        with self._in_time(0):
            self.connection.execute(f"CREATE OR REPLACE TEMP TABLE answer AS {query}")
            about = "village IN (SELECT unnest(?::VARCHAR[]))"
            count = self._number(f"SELECT count(*) FROM answer WHERE {about}", asked)
            if count <= self.most:
                return Answer(self._fetch(f"SELECT * FROM answer WHERE {about}", asked), count)
            apart = ", ".join(map(_name, ("village", *(name for name in subject if name != "village"))))
            different = self._number(f"SELECT count(*) FROM (SELECT DISTINCT {apart} FROM answer WHERE {about})", asked)
            columns = [str(row[0]) for row in self.connection.execute("DESCRIBE answer").fetchall()]
            largest = "amount DESC NULLS LAST, " if "amount" in columns else ""
            picked = (
                f"SELECT rowid AS place, row_number() OVER (PARTITION BY village ORDER BY {largest}file, line, rowid) AS nth"
                f" FROM answer WHERE {about} ORDER BY nth, place LIMIT {self.most}"
            )
            chosen = f"SELECT answer.* FROM answer WHERE rowid IN (SELECT place FROM ({picked}))"
            return Answer(self._fetch(chosen, asked), different)

    def find_pages(self, among: Iterable[str]) -> frozenset[str]:
        """Which of these (``<village>/<item>/<period>/`` or ``<village>/<item>/``) are on the site: reviewed, no draft."""
        rows = self._fetch(
            "SELECT DISTINCT page FROM (SELECT village || '/' || item || '/' || unnest([period || '/', '']) AS page"
            " FROM disclosures"
            " WHERE NOT draft AND reviewed IS NOT NULL AND unanswered = 0) WHERE page IN (SELECT unnest(?::VARCHAR[]))",
            list(among),
        )
        return frozenset(str(row["page"]) for row in rows)

    def _fetch(self, statement: str | duckdb.Statement, *values: object) -> list[Named]:
        result = self.connection.execute(statement, values)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def _number(self, sql: str, *values: object) -> int:
        (number,) = self.connection.execute(sql, values).fetchone() or (0,)
        return int(number)

    @contextlib.contextmanager
    def _in_time(self, seconds: float) -> Iterator[None]:
        timer = threading.Timer(seconds or self.longest, self.connection.interrupt)
        timer.start()
        try:
            yield
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
        """Everything in memory is gone, and what was spilled."""
        self.connection.close()
        shutil.rmtree(self.spill, ignore_errors=True)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _name(text: str) -> str:
    return f'"{text}"'
