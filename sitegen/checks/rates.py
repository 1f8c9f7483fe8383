"""Figures nobody adds up, such as what is paid a day, in rows that cannot be told apart in public: compared cell by cell."""

from __future__ import annotations

import json

from sitegen.checks.offered import key_at
from sitegen.corrections import split_position
from sitegen.model.catalogue import Item
from sitegen.model.ledger import Disclosure
from sitegen.model.plain import to_plain
from sitegen.model.site import Version

Change = tuple[str, str, str]
"""A position, what was published there and what the ledger says."""


def find_changed_cells(item: Item, disclosure: Disclosure, version: Version, position: str) -> list[Change] | None:
    """The cells behind a sum that changed, where it is one of rates; None where the sum itself was told.

    Nothing where rows were added or taken away, which their number tells, and where rows ended with their names.
    """
    table, key, name = split_position(position)
    form = item.table(table)
    column = form.column(name) if form and not key else None
    if form is None or column is None or column.total or column.web not in ("full", "masked"):
        return None
    hidden, before = _read_cells(version, table, name)
    if hidden not in ("", "ended"):
        return None
    own = disclosure.body.table(table)
    rows = own.rows if own else ()
    if len(rows) != len(before):
        return []
    now = [to_plain(row.get(name)) for row in rows]
    return [
        ("/".join((table, key_at(form, row), name)), old, new)
        for row, old, new in zip(rows, before, now, strict=True)
        if old != new
    ]


def _read_cells(version: Version, table: str, column: str) -> tuple[str | None, list[str]]:
    """Why the table showed no rows, None where it was not there, and the column's cells from top to bottom."""
    tables = json.loads(version.view or "{}").get("body", {}).get("tables", ())
    told = next((each for each in tables if each["name"] == table), None)
    if told is None:
        return None, []
    at = next((index for index, (name, *_) in enumerate(told["columns"]) if name == column), None)
    return told["hidden"], ["" if at is None else row[at] for row in told["rows"]]
