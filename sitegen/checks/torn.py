"""A telephone written in pieces over neighbouring cells of a table: no cell holds a number, the row does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sitegen.checks.personal import SORTS, find_private
from sitegen.diagnostics import Diagnostic, error
from sitegen.model.catalogue import Catalogue, TableForm
from sitegen.model.ledger import Disclosure, Record, Row, Value, Village
from sitegen.sensitive import hide

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_MOST = 3
"""Pieces of one number; a number in more of them is nobody's way of writing."""


def check_torn(village: Village, catalogue: Catalogue, allowed: frozenset[str]) -> Iterator[Diagnostic]:
    """Mobile numbers made of digits in two or three text cells side by side; ``allowed`` are telephones agreed to."""
    sources: tuple[Disclosure | Record, ...] = (*village.disclosures, *village.records)
    for source in sources:
        item = catalogue.by_number(source.item)
        for table in source.body.tables:
            form = item.table(table.name) if item else None
            cells = set[Value | None]().union(*table.texts.values())
            if form is not None and any(isinstance(cell, str) and cell.isdigit() for cell in cells):
                yield from _check_rows(form, table.rows, allowed)


def _check_rows(form: TableForm, rows: Iterable[Row], allowed: frozenset[str]) -> Iterator[Diagnostic]:
    free = {column.name for column in form.columns if column.kind not in SORTS}
    for row in rows:
        cells = [
            (name, cell)
            for name, cell in zip(row.columns, row.cells, strict=True)
            if isinstance(cell, str) and cell.isdigit() and name in free
        ]
        for first in range(len(cells) - 1):
            for size in range(2, _MOST + 1):
                whole = "".join(cell for _, cell in cells[first : first + size])
                for hit in find_private(whole, allowed) if _MOBILE.fullmatch(whole) else ():
                    yield error(hit.code, row.place_of(cells[first][0]), shown=hide(whole, hit))
                    break
