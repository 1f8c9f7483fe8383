"""The typed row store under the private root: one DuckDB file, villages replaced when their files changed."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from sitegen.supervise.rows import NULL
from sitegen.supervise.schema import TableSpec, load_tables

NAME = "账.duckdb"


class Store:
    """Open for filling: rows come as CSV text by table, are gathered in files beside it, and are copied in at the end."""

    def __init__(self, folder: Path, *, fresh: bool) -> None:
        self.folder = folder
        self.stage = folder / "stage"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.stage, ignore_errors=True)
        self.stage.mkdir()
        self.fresh = fresh or not _is_sound(folder / NAME)
        if self.fresh:
            (folder / NAME).unlink(missing_ok=True)

    def add(self, rows: Mapping[str, bytes]) -> None:
        """Gather rows; nothing is replaced yet."""
        for name, text in rows.items():
            if text:
                with (self.stage / f"{name}.csv").open("ab") as file:
                    file.write(text)

    def commit(self, villages: Iterable[str]) -> None:
        """Put the gathered rows in the place of all rows of these villages, whole or not at all."""
        codes = [(code,) for code in villages]
        with contextlib.closing(duckdb.connect(str(self.folder / NAME))) as database:
            database.execute("BEGIN")
            if self.fresh:
                for spec in load_tables():
                    database.execute(spec.ddl)
            elif codes:
                _drop(database, codes)
            database.execute("DELETE FROM items")
            for spec in load_tables():
                _copy(database, spec, self.stage / f"{spec.name}.csv")
            database.execute("COMMIT")
        shutil.rmtree(self.stage, ignore_errors=True)


def _is_sound(path: Path) -> bool:
    """Whether there is a store that this version can open and that has these tables."""
    if not path.exists():
        return False
    try:
        with contextlib.closing(duckdb.connect(str(path), read_only=True)) as database:
            made = database.execute("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal")
            known = {(name, column) for name, column in made.fetchall()}
    except duckdb.Error:
        return False
    return known == {(spec.name, column.name) for spec in load_tables() for column in spec.columns}


_PERSONS = ("list_rows", "labour", "pay_rows", "officers")
"""Tables whose rows name a person."""


def read_persons(folder: Path, village: str) -> tuple[str, ...]:
    """Everybody who stands in the village's lists and offices; nobody where nothing was stored."""
    if not _is_sound(folder / NAME):
        return ()
    asked = " UNION ".join(f"SELECT person FROM {name} WHERE village = $1" for name in _PERSONS)
    with contextlib.closing(duckdb.connect(str(folder / NAME), read_only=True)) as database:
        return tuple(str(name) for (name,) in database.execute(asked, [village]).fetchall() if name)


def _drop(database: duckdb.DuckDBPyConnection, codes: list[tuple[str]]) -> None:
    database.execute("CREATE TEMP TABLE gone (village VARCHAR)")
    database.executemany("INSERT INTO gone VALUES (?)", codes)
    for spec in load_tables():
        database.execute(f"DELETE FROM {spec.name} WHERE village IN (SELECT village FROM gone)")
    database.execute("DROP TABLE gone")


def _copy(database: duckdb.DuckDBPyConnection, spec: TableSpec, path: Path) -> None:
    if path.exists():
        types = ", ".join(f"'{column.name}': '{column.type}'" for column in spec.columns)
        reading = f"header=false, nullstr='{NULL}', columns={{{types}}}, auto_detect=false, quote='\"', escape='\"'"
        database.execute(f"INSERT INTO {spec.name} SELECT * FROM read_csv(?, {reading})", [str(path)])
