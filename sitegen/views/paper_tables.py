"""Public tables → tables on paper: widths, sums that run from sheet to sheet, and what stands where names must not."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import accumulate

from msgspec.structs import replace

from sitegen.figures import add
from sitegen.model.catalogue import SUMMED, Item, Kind, TableForm
from sitegen.model.ledger import Value
from sitegen.views.amounts import from_plain, say_value
from sitegen.views.papers import ColumnView, TableView
from sitegen.views.public import PublicBody, PublicColumn, PublicTable

_RIGHT: frozenset[Kind] = frozenset({"money", "number", "count", "share"})
_BREAKABLE: frozenset[Kind] = frozenset(
    {"text", "markdown", "organisation", "payee", "person", "place", "reference", "choice", "code", "voucher"}
)
_LEAST_BROKEN = 8
"""Ems below which a column of words is not broken."""
_MOST_SHARED = 40
"""Ems beyond which a longer text gets more lines, not more width."""
_TOTALS_ONLY = "只公布合计，不公布姓名"


def view_paper_tables(item: Item, body: PublicBody) -> tuple[TableView, ...]:
    """All tables of a disclosure that have something to say, long columns of words marked to share the width."""
    forms = {form.name: form for form in item.tables}
    tables = (_view_table(forms[table.name], table, body) for table in body.tables if table.name in forms)
    return tuple(table for table in tables if table.rows)


def needed_width(table: TableView) -> int:
    """Ems a table needs at least: figures whole, words broken into short lines."""
    return sum(min(_ems(column), _LEAST_BROKEN + 2) if column.share else _ems(column) for column in table.columns)


def share_width(table: TableView, room: int) -> TableView:
    """Columns of words keep to one line where everything fits into ``room`` ems; else they share what is left."""
    if sum(map(_ems, table.columns)) > room:
        return table
    return replace(table, columns=tuple(replace(column, share=0) for column in table.columns))


def count_ems(text: str) -> int:
    """Width of a text in ems, rounded up: Han signs one, others a little more than half."""
    halves = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    return (halves * 11 + 19) // 20


def _ems(column: ColumnView) -> int:
    return count_ems(column.longest) + 1


def _view_table(form: TableForm, table: PublicTable, body: PublicBody) -> TableView:
    if table.hidden or not table.rows:
        return _view_totals(form, table, body)
    kept = [index for index, column in enumerate(table.columns) if column.kind != "file"]
    columns = [table.columns[index] for index in kept]
    values = [[from_plain(table.columns[index].kind, row[index]) for index in kept] for row in table.rows]
    rows = tuple(tuple(map(_say, columns, line)) for line in values)
    running = _run(form, columns, values)
    titles = [_title(column) for column in columns]
    seen = zip(titles, *rows, *running[-1:], strict=True)
    views = tuple(map(_view_column, columns, titles, seen))
    return TableView(table.name, views, rows, running, _say_unshown(form, {each.name for each in columns}, body))


def _say_unshown(form: TableForm, shown: set[str], body: PublicBody) -> str:
    """Sums of columns that are only shown as sums: ``人次合计231，经费合计5,810.00``."""
    figures = {figure.name: figure for figure in body.figures}
    sums = [
        f"{column.name}合计{say_value(figure.kind, from_plain(figure.kind, figure.value))}{figure.unit}"
        for column in form.columns
        if column.name not in shown and column.kind in SUMMED and (figure := figures.get(f"{form.name}.{column.name}"))
    ]
    return "，".join(sums)


def _say(column: PublicColumn, value: object) -> str:
    return say_value(column.kind, value)


def _title(column: PublicColumn) -> str:
    return column.name + (f"（{column.unit}）" if column.unit and column.kind in _RIGHT else "")


def _view_column(column: PublicColumn, title: str, texts: Iterable[str]) -> ColumnView:
    longest = max(texts, key=count_ems)
    width = count_ems(longest)
    share = min(width, _MOST_SHARED) if column.kind in _BREAKABLE and width > _LEAST_BROKEN else 0
    return ColumnView(title, "right" if column.kind in _RIGHT else "left", longest, share)


def _run(form: TableForm, columns: list[PublicColumn], values: list[list[object]]) -> tuple[tuple[str, ...], ...]:
    """Sums from the first row to each row; none when no column of the table is summed."""
    summed = [column.kind in SUMMED and bool((spec := form.column(column.name)) and spec.total) for column in columns]
    if not any(summed):
        return ()
    sums = [_run_column(column, line) if wanted else [""] * len(values)
            for column, wanted, line in zip(columns, summed, zip(*values, strict=True), strict=True)]  # fmt: skip
    return tuple(zip(*sums, strict=True))


def _run_column(column: PublicColumn, cells: Iterable[object]) -> list[str]:
    numbers: list[Value] = [cell if isinstance(cell, Value) else 0 for cell in cells]
    return [_say(column, total) for total in accumulate(numbers, lambda before, cell: add((before, cell)))]


def _view_totals(form: TableForm, table: PublicTable, body: PublicBody) -> TableView:
    """How many and how much, by group where that says nothing of a single person."""
    figures = {figure.name: figure for figure in body.figures}
    count = figures.get(f"{form.name}.行数")
    total = figures.get(f"{form.name}.{form.figure}") if form.figure else None
    figure = form.column(form.figure) if form.figure else None
    kind: Kind = figure.kind if figure else "count"
    lines = [(group.name, f"{group.size}", say_value(kind, from_plain(kind, group.total))) for group in table.groups]
    whole = ("合计", count.value if count else "", say_value(kind, from_plain(kind, total.value)) if total else "")
    if not count or count.value == "0":
        return TableView(table.name, (), ())
    titles = (form.group_by if lines else "", "行数", form.figure)
    rows = (*lines, whole)
    width = 3 if total else 2
    columns = tuple(
        ColumnView(title, "right" if index else "left", max((title, *(row[index] for row in rows)), key=count_ems))
        for index, title in enumerate(titles[:width])
    )
    return TableView(table.name, columns, tuple(row[:width] for row in rows), (), _TOTALS_ONLY)
