"""A number written in pieces over neighbouring cells of a table: no cell holds it, the row or the column does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby
from typing import Any

from sitegen.checks.personal import LONG, SORTS, find_private
from sitegen.diagnostics import NOWHERE, Diagnostic, Place, error
from sitegen.model.catalogue import Catalogue, TableForm
from sitegen.model.ledger import CaseStep, Disclosure, Record, Row, Table, Value, Village
from sitegen.sensitive import Hit, hide
from sitegen.sensitive.writing import CHINESE, flatten

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_MOST = 3
"""Pieces of one number; a number in more of them is nobody's way of writing."""


def check_torn(village: Village, catalogue: Catalogue, allowed: frozenset[str]) -> Iterator[Diagnostic]:
    """Mobiles made of digits in two or three text cells side by side, and all numbers that go on in the cell below;
    ``allowed`` are telephones agreed to."""
    sources: tuple[Disclosure | Record, ...] = (*village.disclosures, *village.records)
    for source in sources:
        item = catalogue.by_number(source.item)
        for table in source.body.tables:
            form = item.table(table.name) if item else None
            if form is None:
                continue
            cells = set[Value | None]().union(*table.texts.values())
            if any(isinstance(cell, str) and cell.isdigit() for cell in cells):
                yield from _check_rows(form, table.rows, allowed)
            yield from _check_columns(form, table, allowed)
    yield from _check_records(village.records, catalogue, allowed)
    yield from _check_below([text for _, text in village.profile], lambda _: village.place, allowed)
    for steps in (case.steps for case in village.cases):
        yield from _check_below([each.words for each in steps], partial(_place_among, steps), allowed)


def is_torn(table: Mapping[str, Any], allowed: frozenset[str]) -> bool:
    """The same of a table as it is stored: ``columns`` with a name and a kind first, and ``rows`` of texts."""
    free = [index for index, (_, kind, *_) in enumerate(table["columns"]) if kind not in SORTS]
    rows = [[row[index] for index in free] for row in table["rows"]]
    beside = (_find_mobiles([cell for cell in row if cell.isdigit()], allowed) for row in rows)
    below = (_check_below(cells, lambda _: NOWHERE, allowed) for cells in zip(*rows, strict=True))
    return any(any(True for _ in found) for found in (*beside, *below))


def _check_rows(form: TableForm, rows: Iterable[Row], allowed: frozenset[str]) -> Iterator[Diagnostic]:
    free = {column.name for column in form.columns if column.kind not in SORTS}
    for row in rows:
        cells = [
            (name, cell)
            for name, cell in zip(row.columns, row.cells, strict=True)
            if isinstance(cell, str) and cell.isdigit() and name in free
        ]
        for first, whole, hit in _find_mobiles([cell for _, cell in cells], allowed):
            yield error(hit.code, row.place_of(cells[first][0]), shown=hide(whole, hit))


def _find_mobiles(cells: Sequence[str], allowed: frozenset[str]) -> Iterator[tuple[int, str, Hit]]:
    """In cells of digits side by side: which cell it begins in, the whole number, and what was found."""
    for first in range(len(cells) - 1):
        for size in range(2, _MOST + 1):
            whole = "".join(cells[first : first + size])
            for hit in find_private(whole, allowed) if _MOBILE.fullmatch(whole) else ():
                yield first, whole, hit
                break


# ---- columns ---------------------------------------------------------------------------------------------------------

_PIECE = re.compile(rf"\d{{3}}|[{CHINESE}]{{3}}")
"""The longest piece of a number has three digits at least."""
_FARTHEST = 33
"""Signs from the end of a cell in which a number may begin that goes on below."""


def _check_columns(form: TableForm, table: Table, allowed: frozenset[str]) -> Iterator[Diagnostic]:
    free = {column.name for column in form.columns if column.kind not in SORTS}
    columns = {name: cells for name, cells in table.texts.items() if name in free}
    texts = [cell for cell in chain.from_iterable(columns.values()) if isinstance(cell, str)]
    if _PIECE.search(flatten("\n".join(texts))):
        for name, cells in columns.items():
            yield from _check_below(cells, partial(_place_of, table.rows, name), allowed)


def _place_of(rows: Sequence[Row], name: str, at: int) -> Place:
    return rows[at].place_of(name)


def _place_among(written: Sequence[CaseStep] | Sequence[Record], at: int) -> Place:
    return written[at].place


def _check_below(
    cells: Sequence[Value | None], place_at: Callable[[int], Place], allowed: frozenset[str]
) -> Iterator[Diagnostic]:
    """What goes on from one of the texts to the next; where each stands is only asked for when something is found."""
    texts = [cell.replace("\n", " ") if isinstance(cell, str) else "" for cell in cells]
    only_figures = all(not text or text.isdigit() for text in texts)
    whole = "\n".join(texts)
    for hit in find_private(whole, allowed) if _PIECE.search(flatten(whole)) else ():
        if _goes_on(whole, hit, only_figures=only_figures):
            yield error(hit.code, place_at(whole.count("\n", 0, hit.start)), shown=hide(whole, hit))


def _check_records(records: Iterable[Record], catalogue: Catalogue, allowed: frozenset[str]) -> Iterator[Diagnostic]:
    """The list of a register shows its records below each other."""
    for number, kept in groupby(records, key=lambda each: each.item):
        own, item = [*kept], catalogue.by_number(number)
        yield from _check_below([each.name for each in own], partial(_place_among, own), allowed)
        for field in item.fields if item else ():
            if field.kind not in SORTS:
                cells = [each.body.get(field.name) for each in own]
                yield from _check_below(cells, partial(_place_within, own, field.name), allowed)


def _place_within(records: Sequence[Record], name: str, at: int) -> Place:
    return records[at].body.place_of(name, records[at].place)


def _goes_on(whole: str, hit: Hit, *, only_figures: bool) -> bool:
    """Whether a finding stands in several cells; three cells of a column of figures are no mobile, 150, 2000 and 3000."""
    ends = whole.count("\n", hit.start, hit.end)
    return ends > 0 and hit.code in LONG and (ends == 1 or not (only_figures and hit.code == "PII-PHONE"))
