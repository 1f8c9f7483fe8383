"""A number written in pieces over neighbouring cells of a table: no cell holds it, the row or the column does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from sitegen.checks.personal import SORTS, find_private
from sitegen.diagnostics import Diagnostic, error
from sitegen.model.catalogue import Catalogue, TableForm
from sitegen.model.ledger import Disclosure, Record, Row, Table, Value, Village
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


# ---- columns ---------------------------------------------------------------------------------------------------------

_SIGN = rf"[\d{CHINESE}]"
_ENDED = re.compile(rf"(?s:.){{0,16}}?{_SIGN}")
_BEGUN = re.compile(_SIGN + "{2}")
_PIECE = re.compile(rf"\d{{3}}|[{CHINESE}]{{3}}")
"""The longest piece of a number has three digits at least."""
_FARTHEST = 33
"""Signs from the end of a cell in which a number may begin that goes on below."""


def _check_columns(form: TableForm, table: Table, allowed: frozenset[str]) -> Iterator[Diagnostic]:
    free = {column.name for column in form.columns if column.kind not in SORTS}
    columns = {
        name: [cell if isinstance(cell, str) else "" for cell in cells]
        for name, cells in table.texts.items()
        if name in free
    }
    if not _PIECE.search(flatten("\n".join(chain.from_iterable(columns.values())))):
        return
    for name, cells in columns.items():
        texts = [*map(flatten, cells)]
        only_figures = all(not text or text.isdigit() for text in texts)
        for first, last in _find_runs(texts):
            whole = "\n".join(texts[first:last])
            for hit in find_private(whole, allowed):
                if _goes_on(whole, hit, only_figures=only_figures):
                    at = first + whole.count("\n", 0, hit.start)
                    yield error(hit.code, table.rows[at].place_of(name), shown=hide(whole, hit))


def _find_runs(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """From where to where each cell ends with digits and the next begins with some."""
    begun = [len(text) > 1 and bool(_BEGUN.search(text, max(0, len(text) - _FARTHEST))) for text in texts]
    first = 0
    for at in range(1, len(texts) + 1):
        if at < len(texts) and begun[at - 1] and _ENDED.match(texts[at]):
            continue
        if at - first > 1:
            yield first, at
        first = at


def _goes_on(whole: str, hit: Hit, *, only_figures: bool) -> bool:
    """Whether a finding stands in several cells; three cells of a column of figures are no mobile, 150, 2000 and 3000."""
    ends = whole.count("\n", hit.start, hit.end)
    return ends > 0 and (ends == 1 or not (only_figures and hit.code == "PII-PHONE"))
