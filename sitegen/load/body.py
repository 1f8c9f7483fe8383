"""What an item says – its fields and tables – from nodes, by the catalogue's columns; see docs/formats.md §5."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from sitegen.diagnostics import Diagnostic, Place, error, warning
from sitegen.load.grids import Cells, Grid, cell_of, read_csv, read_sheet, read_text_table, texts_of
from sitegen.load.origins import EntriesOrigin, GridOrigin
from sitegen.load.reading import Reader, is_empty
from sitegen.load.values import parser
from sitegen.load.written import Parsed
from sitegen.model.catalogue import Column, Item, TableForm
from sitegen.model.ledger import Attachment, Body, Field, Row, Table, Value
from sitegen.model.period import Period
from sitegen.source import Document, Entries, Items, Node, Scalar, nearest, place_of


@dataclass(frozen=True, slots=True)
class Beside:
    """The files a ledger may point to: bytes by path from the county folder."""

    files: Mapping[str, bytes]

    def find(self, document: Document, name: str) -> tuple[str, bytes | None]:
        """Path and bytes of a file named beside a ledger; None when it is not there."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(document.file), name))
        return path, self.files.get(path)


def load_body(
    reader: Reader,
    document: Document,
    entries: Entries,
    item: Item,
    period: Period | None,
    beside: Beside,
    reserved: tuple[str, ...],
    last: int,
) -> Body:
    """Fields and tables of one part or record, ending on line ``last``; other keys than these and ``reserved`` are reported."""
    plan = _plan_item(_Same(item), period)
    fields: list[Field] = []
    tables: list[Table] = []
    entries = reader.spelt(entries, (*reserved, *plan.known), plan.known)
    for key, node in entries.pairs:
        name = key.text
        if name in plan.fields:
            scalar = reader.scalar(node, name)
            value, problem = plan.fields[name](scalar.text) if scalar is not None else (None, None)
            if problem is not None and scalar is not None:
                reader.say(problem, scalar)
            if reader.noting and scalar is not None and (column := item.field(name)):
                reader.note_value(column.kind, scalar, value)
            if value is not None:
                fields.append(Field(name, value, reader.place(node)))
        elif name in plan.tables:
            tables.append(_load_table(reader, document, plan.tables[name], key, node, beside))
        elif name not in reserved:
            reader.report_unknown(key, nearest(name, (*reserved, *plan.known)), plan.known)
    _check_required(reader, entries, item.fields, plan.required, {field.name for field in fields}, item.name)
    return Body(tuple(fields), _readable(reader, entries, tables, last) if reader.lost else tuple(tables))


def _readable(reader: Reader, entries: Entries, tables: list[Table], last: int) -> tuple[Table, ...]:
    """The tables, those marked in which a line was lost: what their rows add up to is not what was written."""
    starts = sorted((*(key.line for key, _ in entries.pairs), last + 1))

    def lost(table: Table) -> bool:
        end = next((start for start in starts if start > table.place.line), table.place.line + 1)
        return any(table.place.line <= line < end for line in reader.lost)

    return tuple(replace(table, readable=table.readable and not lost(table)) for table in tables)


def words_of(item: Item) -> tuple[str, ...]:
    """The names of its tables and fields."""
    return (*(table.name for table in item.tables), *(column.name for column in item.fields))


def files_beside(body: Body, file: str) -> tuple[str, ...]:
    """Files other than the ledger itself from which rows were read."""
    files = {table.rows[0].origin.file for table in body.tables if table.rows}
    return tuple(sorted(files - {file}))


def in_use(column: Column, period: Period | None) -> bool:
    """Whether the column is asked for in that period; one that is kept for checking never is."""
    if column.kept:
        return False
    if period is None:
        return column.until is None
    return (column.since is None or column.since <= period.last) and (
        column.until is None or period.first <= column.until
    )


def _check_required(
    reader: Reader,
    entries: Entries,
    columns: tuple[Column, ...],
    required: tuple[str, ...],
    given: set[str],
    where: str,
) -> None:
    for name in required:
        if name in given:
            continue
        node = entries.get(name)
        if node is None:
            reader.report_missing(entries, name, ["账套", "批次", "村民小组", *(each.name for each in columns)], where)
        elif is_empty(node):
            reader.report(error("KEY-FILL", reader.place(node), key=name))


# ---- tables ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the cells of one table are read: what is the same for all its rows, found once."""

    form: TableForm
    names: tuple[str, ...]
    parsers: tuple[Callable[[str], Parsed], ...]
    required: tuple[int, ...]

    def find(self, name: str) -> int:
        """The column's number; -1 when the table has none of that name."""
        return self.names.index(name) if name in self.names else -1


def _plan(form: TableForm, period: Period | None) -> _Plan:
    return _Plan(
        form=form,
        names=tuple(column.name for column in form.columns),
        parsers=tuple(_parser(column, period) for column in form.columns),
        required=tuple(
            index for index, column in enumerate(form.columns) if column.required and in_use(column, period)
        ),
    )


@dataclass(frozen=True, slots=True)
class _ItemPlan:
    """The same for an item: what its names stand for in one period, found once."""

    known: tuple[str, ...]
    fields: Mapping[str, Callable[[str], Parsed]]
    tables: Mapping[str, _Plan]
    required: tuple[str, ...]


class _Same:
    """One object, as a key: to compare all that an item says would take longer than to read a ledger."""

    __slots__ = ("item",)

    def __init__(self, item: Item) -> None:
        self.item = item

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.item is other.item

    def __hash__(self) -> int:
        return id(self.item)


@lru_cache(maxsize=2048)
def _plan_item(same: _Same, period: Period | None) -> _ItemPlan:
    item = same.item
    return _ItemPlan(
        known=(*(field.name for field in item.fields), *(table.name for table in item.tables)),
        fields={column.name: _parser(column, period) for column in item.fields},
        tables={form.name: _plan(form, period) for form in item.tables},
        required=tuple(column.name for column in item.fields if column.required and in_use(column, period)),
    )


def _parser(column: Column, period: Period | None) -> Callable[[str], Parsed]:
    return parser(column.kind, column.choices, period if column.kind in ("date", "month") else None)


def _load_table(reader: Reader, document: Document, plan: _Plan, key: Scalar, node: Node, beside: Beside) -> Table:
    place, form = reader.place(key), plan.form
    if isinstance(node, Items):
        rows = tuple(_row_from_entries(reader, plan, reader.entries(child, form.name)) for child in node.items)
        return Table(form.name, rows, place)
    before = len(reader.found)
    grid = _read_grid(reader, document, plan, node, beside)
    if grid and _lacks_head(reader, plan, grid, before):
        return Table(form.name, (), place, readable=False)
    rows = _rows_from_grid(reader, plan, grid) if grid else ()
    if grid and not rows and any(_is_of_head(each, grid) for each in reader.found[before:]):
        # a head with a wrong cell or without one, and no row as wide: it is the head that lacks a bar
        reader.found[before:] = [each for each in reader.found[before:] if each.code != "SYN-CELLS"]
    return Table(form.name, rows, place, readable=grid is not None and grid.whole)


def _is_of_head(each: Diagnostic, grid: Grid) -> bool:
    return each.code in ("KEY-COLUMN", "KEY-MISSING") and each.place.line == grid.header[0].line


def _read_grid(reader: Reader, document: Document, plan: _Plan, node: Node, beside: Beside) -> Grid | None:
    form = plan.form
    if isinstance(node, Scalar):
        if not node.text.strip():
            return None
        grid, found = read_text_table(document, node, plan.names)
    elif isinstance(node, Entries):
        name = reader.text(node.get("表格"), "表格")
        reader.check_keys(node, ("表格",), f"表“{form.name}”", required=("表格",))
        if not name:
            return None
        file, _, sheet = name.partition("#")
        path, data = beside.find(document, file)
        if data is None:
            near = nearest(path, beside.files)
            target = node.get("表格") or node
            reader.report(error("FILE-MISSING", reader.place(target), path=file, nearest=posixpath.basename(near)))
            return None
        if file.lower().endswith(".csv"):
            grid, found = read_csv(path, data, plan.names)
        else:
            grid, found = read_sheet(path, data, sheet)
    else:
        reader.report(error("KEY-TYPE", reader.place(node), key=form.name, expected="一张表"))
        return None
    reader.found.extend(found)
    return grid


def _row_from_entries(reader: Reader, plan: _Plan, entries: Entries) -> Row:
    cells: list[Value | None] = [None] * len(plan.names)
    written: set[int] = set()
    for key, node in entries.pairs:
        index = plan.find(key.text)
        if index < 0:
            index = _report_column(reader, reader.place(key), key.text, plan, [key.text for key, _ in entries.pairs])
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
            reader.report_missing(entries, plan.names[index], plan.names, f"表“{plan.form.name}”的这一行")
    return Row(plan.names, tuple(cells), EntriesOrigin(reader.file, entries))


def _lacks_head(reader: Reader, plan: _Plan, grid: Grid, before: int) -> bool:
    """Whether hardly a cell of the first line names a column: that is reported instead of what was, from ``before`` on."""
    heads = [head.text.strip() for head in grid.header]
    if len(heads) < 3 or 3 * sum(bool(nearest(head, plan.names)) for head in heads if head) >= len(heads):
        return False
    line = grid.header[0].line
    reader.found[before:] = [
        each for each in reader.found[before:] if each.code != "SYN-CELLS" and each.place.line != line
    ]
    emptied = reader.emptied(grid.header[0].line - 1) if grid.file == reader.file else None
    place = emptied or place_of(grid.file, grid.header[0])
    required = "、".join(plan.names[index] for index in plan.required)
    reader.report(error("SYN-NOHEAD", place, required=required))
    return True


def _rows_from_grid(reader: Reader, plan: _Plan, grid: Grid) -> tuple[Row, ...]:
    inside = Reader(grid.file, reader.found, noting=reader.noting)
    heads = [head.text.strip() for head in grid.header]
    columns: list[int] = []
    for head, name in zip(grid.header, heads, strict=True):
        index = plan.find(name)
        if index < 0 and name:
            index = _report_column(inside, inside.place(head), name, plan, heads)
        columns.append(index)
    for index in plan.required:
        if index not in columns and grid.header:
            place, where = inside.place(grid.header[0]), f"表“{plan.form.name}”的表头"
            inside.report(error("KEY-MISSING", place, key=plan.names[index], where=where))
    names = tuple(plan.names[index] if index >= 0 else "" for index in columns)
    cells = tuple((position, index, plan.parsers[index]) for position, index in enumerate(columns) if index >= 0)
    required = tuple(index for index in plan.required if index in columns)
    return tuple(_row_from_cells(inside, plan, cells, required, row, names) for row in grid.rows)


def _row_from_cells(
    reader: Reader,
    plan: _Plan,
    cells: tuple[tuple[int, int, Callable[[str], Parsed]], ...],
    required: tuple[int, ...],
    row: Cells,
    names: tuple[str, ...],
) -> Row:
    texts = texts_of(row)
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
            _report_missing(reader, origin.place(), plan, index)
    return Row(plan.names, tuple(values), origin)


def _report_missing(reader: Reader, place: Place, plan: _Plan, index: int) -> None:
    reader.report(error("KEY-MISSING", place, key=plan.names[index], where=f"表“{plan.form.name}”的这一行"))


def _report_column(reader: Reader, place: Place, name: str, plan: _Plan, written: list[str]) -> int:
    """Say that no such column is known; the number of the one that was certainly meant, else -1.

    Where nothing is near, the only required column that is missing may have been meant by the only unknown one.
    """
    left = [each for each in plan.names if each not in written]
    near = nearest(name, left)
    meant = plan.find(near) if near else -1
    if not near and sum(each not in plan.names for each in written) == 1:
        missing = [plan.names[index] for index in plan.required if plan.names[index] in left]
        near = missing[0] if len(missing) == 1 else ""
    known = "、".join(column.name for column in plan.form.columns if not column.kept)
    reader.report(error("KEY-COLUMN", place, key=name, nearest=near, table=plan.form.name, known=known))
    return meant


def load_attachments(reader: Reader, node: Node | None) -> tuple[Attachment, ...]:
    """``附件``: a list of ``{文件, 说明, 已遮盖}``; the files are checked elsewhere."""
    attachments = []
    for child in reader.items(node, "附件"):
        entries = reader.entries(child, "附件")
        reader.check_keys(entries, ("文件", "说明", "已遮盖"), "附件", required=("文件",))
        path = reader.value(entries.get("文件"), "file", "文件")
        redacted = reader.yes(entries.get("已遮盖"), "已遮盖")
        if isinstance(path, str):
            caption = reader.text(entries.get("说明"), "说明")
            attachments.append(Attachment(path, caption or posixpath.basename(path), redacted, reader.place(entries)))
            if not redacted:
                reader.report(warning("FILE-REDACT", reader.place(entries), path=path))
    return tuple(attachments)
