"""Tables of an item: maps, text with bars, CSV or sheets → typed rows, by the catalogue's columns; see docs/formats.md §5."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.load.cells import Cells, cell_of, texts_of
from sitegen.load.columns import read_columns
from sitegen.load.commas import good_lines, read_csv
from sitegen.load.grids import Grid, lines_under, read_text_table
from sitegen.load.origins import EntriesOrigin, GridOrigin
from sitegen.load.plans import TOTAL, Plan
from sitegen.load.reading import Reader
from sitegen.load.workbook_tables import read_sheet, without_faulted
from sitegen.load.written import Parsed
from sitegen.model.catalogue import SUMMED
from sitegen.model.ledger import Row, Table, Value
from sitegen.source import Document, Entries, Items, Node, Scalar, alike, has_hidden, is_usual, nearest, place_of


class Beside(Struct, frozen=True):
    """The files a ledger may point to: bytes by path from the county folder."""

    files: Mapping[str, bytes]

    def find(self, document: Document, name: str) -> tuple[str, bytes | None]:
        """Path and bytes of a file named beside a ledger; None when it is not there."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(document.file), name))
        return path, self.files.get(path)


def load_table(reader: Reader, document: Document, plan: Plan, key: Scalar, node: Node, beside: Beside) -> Table:
    """The table under ``key``; what could not be read of it is reported, and it is marked so that no sum is drawn from it."""
    place, form = reader.place(key), plan.form
    if isinstance(node, Items):
        listed = (
            _row_from_entries(reader, plan, reader.entries(child, form.name))
            for child in reader.only_written(node.items)
        )
        return Table(form.name, tuple(row for row in listed if row is not None), place)
    if not reader.noting and (good := _read_good(plan, document, node, beside)) is not None:
        return Table(form.name, good, place)
    before = len(reader.found)
    grid = _read_grid(reader, document, plan, node, beside)
    if grid and _lacks_head(reader, plan, grid, before):
        return Table(form.name, (), place, readable=False)
    rows = _rows_from_grid(reader, plan, grid) if grid else ()
    if grid and grid.file.lower().endswith(".xlsx") and any(each.place.cell for each in reader.found[before:]):
        reader.found[before:] = without_faulted(reader.found[before:], grid)
    if grid and not rows and any(_is_of_head(each, grid) for each in reader.found[before:]):
        # a head with a wrong cell or without one, and no row as wide: it is the head that lacks a bar
        reader.found[before:] = [each for each in reader.found[before:] if each.code != "SYN-CELLS"]
    return Table(form.name, rows, place, readable=grid is not None and grid.whole)


def _read_good(plan: Plan, document: Document, node: Node, beside: Beside) -> tuple[Row, ...] | None:
    """The rows of a table of text, or of a CSV file beside, with nothing to say of it."""
    if isinstance(node, Scalar):
        if node.style != "|" or has_hidden(document.text):
            return None
        lines = lines_under(document, node)
        return read_columns(plan, document.file, node.line + 1, lines, "|", is_usual(document.text)) if lines else None
    name = node.get("表格") if isinstance(node, Entries) and len(node.pairs) == 1 else None
    if not isinstance(name, Scalar) or not name.text.lower().endswith(".csv"):
        return None
    path, data = beside.find(document, name.text)
    rows, separator = good_lines(path, data) if data else ([], "")
    return read_columns(plan, path, 1, rows, separator) if rows else None


_BAR = re.compile(r"[|｜丨\t,，]")
"""What parts the cells of a table, or stands for it: a text without it is none."""


def _is_of_head(each: Diagnostic, grid: Grid) -> bool:
    return each.code in ("KEY-COLUMN", "KEY-MISSING") and each.place.line == grid.header[0].line


def _read_grid(reader: Reader, document: Document, plan: Plan, node: Node, beside: Beside) -> Grid | None:
    form = plan.form
    if isinstance(node, Scalar):
        if not node.text.strip():
            return None
        if reader.says_nothing(node, form.name):
            reader.report_type(node, form.name, "table", "[]")
            return None
        if node.style != "|" and not _BAR.search(node.text):
            reader.report_type(node, form.name, "table")
            return None
        grid, found = read_text_table(document, node, plan.names, plan.fits)
    elif isinstance(node, Entries) and node.pairs and all(key.text in plan.names for key, _ in node.pairs):
        reader.report(error("SYN-DASH", reader.place(node.pairs[0][0])))  # one row, without the dash before it
        return None
    elif isinstance(node, Entries):
        name = reader.value(node.get("表格"), "file", "表格")
        reader.check_keys(node, ("表格",), f"表“{form.name}”", required=("表格",))
        if not isinstance(name, str):
            return None
        file, _, sheet = name.partition("#")
        path, data = beside.find(document, file)
        if data is None:
            reader.report(_not_beside(reader.place(node.get("表格") or node), path, file, beside))
            return None
        if file.lower().endswith(".csv"):
            grid, found = read_csv(path, data, plan.names, plan.fits)
        else:
            grid, found = read_sheet(path, data, sheet, reader.place(node.get("表格") or node))
    else:
        reader.report_type(node, form.name, "table")
        return None
    reader.found.extend(found)
    return grid


def _not_beside(place: Place, path: str, file: str, beside: Beside) -> Diagnostic:
    """That a table's file is not there, or is there in other letters."""
    near = nearest(path, beside.files)
    actual = posixpath.basename(near)
    if near.casefold() == path.casefold():
        return error("FILE-CASE", place, path=file, actual=actual)
    return error("FILE-MISSING", place, path=file, nearest=actual, where="table")


def _row_from_entries(reader: Reader, plan: Plan, entries: Entries) -> Row | None:
    titles = (node for at, (key, node) in enumerate(entries.pairs) if not at or plan.is_titled(key.text))
    for title in titles:
        if isinstance(title, Scalar) and TOTAL.fullmatch(title.text.strip()):
            reader.report(error("SUM-ROW", reader.place(title), text=title.text.strip()))
            return None
    cells: list[Value | None] = [None] * len(plan.names)
    written: set[int] = set()
    if entries.pairs and entries.pairs[-1][0].line != entries.line:  # no braces hold a long text
        reader.check_texts(entries, plan.names)
    for key, node in entries.pairs:
        index = plan.find(key.text)
        if index < 0:
            index = _report_column(reader, key, plan, [key.text for key, _ in entries.pairs])
            if index < 0:
                continue
        scalar = node if type(node) is Scalar else reader.scalar(node, plan.names[index])
        if scalar is not None and scalar.text.strip():
            written.add(index)
            value, problem = plan.parsers[index](scalar.text)
            cells[index] = value
            if problem is not None:
                reader.say(problem, scalar)
            elif reader.noting:
                reader.note_value(plan.form.columns[index].kind, scalar, value)
        elif type(node) is not Scalar:
            written.add(index)
    for index in plan.required:
        if index not in written:
            nothing = "0" if plan.form.columns[index].kind in SUMMED else ""
            reader.report_missing(entries, plan.names[index], plan.names, f"表“{plan.form.name}”的这一行", nothing)
    return Row(plan.names, tuple(cells), EntriesOrigin(reader.file, entries))


_OF_WIDTH = ("SYN-CELLS", "SYN-JOINED")


def _lacks_head(reader: Reader, plan: Plan, grid: Grid, before: int) -> bool:
    """Whether hardly a cell of the first line names a column: that is reported instead of what was, from ``before`` on."""
    heads = [head.text.strip() for head in grid.header]
    if len(heads) < 3 or 3 * sum(bool(nearest(head, plan.names)) for head in heads if head) >= len(heads):
        return False
    line = grid.header[0].line
    reader.found[before:] = [
        each for each in reader.found[before:] if each.code not in _OF_WIDTH and each.place.line != line
    ]
    emptied = reader.emptied(grid.header[0].line - 1) if grid.file == reader.file else None
    place = emptied or place_of(grid.file, grid.header[0])
    required = "、".join(plan.names[index] for index in plan.required)
    reader.report(error("SYN-NOHEAD", place, required=required))
    return True


def _rows_from_grid(reader: Reader, plan: Plan, grid: Grid) -> tuple[Row, ...]:
    inside = Reader(grid.file, reader.found, noting=reader.noting)
    heads = [plan.bare(head.text.strip()) for head in grid.header]
    columns: list[int] = []
    for head, name in zip(grid.header, heads, strict=True):
        index = plan.find(name)
        if index < 0 and name:
            index = _report_column(inside, replace(head, text=name), plan, heads)
        columns.append(index if index not in columns else -1)  # the first one counts
    for index in plan.required:
        # else its name is what is missing, or the second of two names is the wrong one
        if index not in columns and grid.header and all(heads) and len({*heads}) == len(heads):
            place, where = inside.place(grid.header[0]), f"表“{plan.form.name}”的表头"
            inside.report(error("KEY-MISSING", place, key=plan.names[index], where=where))
    names = tuple(plan.names[index] if index >= 0 else "" for index in columns)
    cells = tuple((position, index, plan.parsers[index]) for position, index in enumerate(columns) if index >= 0)
    required = tuple(index for index in plan.required if index in columns)
    rows = (_row_from_cells(inside, plan, cells, required, row, names) for row in grid.rows)
    return tuple(row for row in rows if row is not None)


def _row_from_cells(
    reader: Reader,
    plan: Plan,
    cells: tuple[tuple[int, int, Callable[[str], Parsed]], ...],
    required: tuple[int, ...],
    row: Cells,
    names: tuple[str, ...],
) -> Row | None:
    texts = texts_of(row)
    first = next((at for at, text in enumerate(texts) if text), 0)
    titles = (
        at for at, (text, name) in enumerate(zip(texts, names, strict=False)) if at == first or plan.is_titled(name)
    )
    total = next((at for at in titles if TOTAL.fullmatch(texts[at])), None)
    if total is not None:
        cell = cell_of(row, total)
        reader.report(error("SUM-ROW", reader.place(cell) if cell else Place(reader.file), text=texts[total]))
        return None
    values: list[Value | None] = [None] * len(plan.names)
    refused: set[int] = set()
    for position, index, parse in cells:
        text = texts[position]
        if text:
            values[index], problem = parse(text)
            if problem is not None:
                refused.add(index)
                scalar = cell_of(row, position)
                if scalar is not None:
                    reader.say(problem, scalar)
            elif reader.noting and (scalar := cell_of(row, position)) is not None:
                reader.note_value(plan.form.columns[index].kind, scalar, values[index])
    origin = GridOrigin(reader.file, row, names)
    for index in required:
        if values[index] is None and index not in refused:
            _report_missing(reader, origin.place_of_gap(plan.names[index]), plan, index)
    return Row(plan.names, tuple(values), origin)


def _report_missing(reader: Reader, place: Place, plan: Plan, index: int) -> None:
    reader.report(error("KEY-MISSING", place, key=plan.names[index], where=f"表“{plan.form.name}”的这一行"))


def _report_column(reader: Reader, head: Scalar, plan: Plan, written: list[str]) -> int:
    """Say that no such column is known; the number of the one that was certainly meant, else -1.

    Where nothing is near, the only required column that is missing may have been meant by the only unknown one.
    """
    name, left = head.text, [each for each in plan.names if each not in written]
    near = nearest(name, left)
    meant = plan.find(near) if near else -1
    missing = [plan.names[index] for index in plan.required if plan.names[index] in left]
    only = len(missing) == 1 and sum(each not in plan.names for each in written) == 1
    if only and near not in missing and not alike(name, near):
        near, meant = missing[0], -1
    known = "、".join(column.name for column in plan.form.columns if not column.kept)
    if not reader.report_colon(head, near):
        reader.report(
            error("KEY-COLUMN", reader.place(head), key=name, nearest=near, table=plan.form.name, known=known)
        )
    return meant
