"""What an item says – its fields and tables – from nodes, by the catalogue's columns; see docs/formats.md §5."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.diagnostics import Place, error, warning
from sitegen.load.grids import Grid, read_csv, read_sheet, read_text_table
from sitegen.load.reading import Reader, is_empty
from sitegen.model.catalogue import Column, Item, TableForm
from sitegen.model.ledger import Attachment, Body, Field, Row, Table, Value
from sitegen.model.period import Period
from sitegen.source import Document, Entries, Items, Node, Scalar, nearest


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
) -> Body:
    """Fields and tables of one part or record; keys that are neither, nor ``reserved``, are reported."""
    fields: list[Field] = []
    tables: list[Table] = []
    known = (*reserved, *(field.name for field in item.fields), *(table.name for table in item.tables))
    for key, node in entries.pairs:
        column, form = item.field(key.text), item.table(key.text)
        if column is not None:
            value = reader.value(node, column.kind, key.text, choices=column.choices, period=period)
            if value is not None:
                fields.append(Field(key.text, value, reader.place(node)))
        elif form is not None:
            tables.append(_load_table(reader, document, form, key, node, period, beside))
        elif key.text not in reserved:
            reader.report(
                error(
                    "KEY-UNKNOWN",
                    reader.place(key),
                    key=key.text,
                    nearest=nearest(key.text, known),
                    known="、".join(known[len(reserved) :]),
                )
            )
    _check_required(reader, entries, item.fields, {field.name for field in fields}, item.name, period)
    return Body(tuple(fields), tuple(tables))


def files_beside(body: Body, file: str) -> tuple[str, ...]:
    """Files other than the ledger itself from which rows were read."""
    files = {row.place.file for table in body.tables for row in table.rows}
    return tuple(sorted(files - {file}))


def in_use(column: Column, period: Period | None) -> bool:
    """Whether the column is asked for in that period."""
    if period is None:
        return column.until is None
    return (column.since is None or column.since <= period.last) and (
        column.until is None or period.first <= column.until
    )


def _check_required(
    reader: Reader, entries: Entries, columns: tuple[Column, ...], given: set[str], where: str, period: Period | None
) -> None:
    for column in columns:
        node = entries.get(column.name)
        if not column.required or column.name in given or not in_use(column, period):
            continue
        if node is None:
            reader.report(error("KEY-MISSING", reader.place(entries), key=column.name, where=where))
        elif is_empty(node):
            reader.report(error("KEY-FILL", reader.place(node), key=column.name))


def _load_table(
    reader: Reader,
    document: Document,
    form: TableForm,
    key: Scalar,
    node: Node,
    period: Period | None,
    beside: Beside,
) -> Table:
    place = reader.place(key)
    if isinstance(node, Items):
        rows = tuple(_row_from_entries(reader, form, reader.entries(child, form.name), period) for child in node.items)
        return Table(form.name, rows, place)
    grid = _read_grid(reader, document, form, node, beside)
    rows = _rows_from_grid(reader, form, grid, period) if grid else ()
    return Table(form.name, rows, place, readable=grid is not None)


def _read_grid(reader: Reader, document: Document, form: TableForm, node: Node, beside: Beside) -> Grid | None:
    if isinstance(node, Scalar):
        if not node.text.strip():
            return None
        grid, found = read_text_table(document, node)
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
        grid, found = read_csv(path, data) if file.lower().endswith(".csv") else read_sheet(path, data, sheet)
    else:
        reader.report(error("KEY-TYPE", reader.place(node), key=form.name, expected="一张表"))
        return None
    reader.found.extend(found)
    return grid


def _row_from_entries(reader: Reader, form: TableForm, entries: Entries, period: Period | None) -> Row:
    names = [column.name for column in form.columns]
    reader_places = {name: reader.place(entries) for name in names}
    cells: dict[str, Value | None] = {}
    for key, node in entries.pairs:
        column = form.column(key.text)
        if column is None:
            _report_column(reader, reader.place(key), key.text, form)
            continue
        cells[column.name] = reader.value(node, column.kind, column.name, choices=column.choices, period=period)
        reader_places[column.name] = reader.place(node)
    _check_required(
        reader, entries, form.columns, {n for n, node in _written(entries)}, f"表“{form.name}”的这一行", period
    )
    return Row(
        tuple(names),
        tuple(cells.get(name) for name in names),
        reader.place(entries),
        tuple(reader_places[name] for name in names),
    )


def _written(entries: Entries) -> tuple[tuple[str, Node], ...]:
    return tuple((key.text, node) for key, node in entries.pairs if not is_empty(node))


def _rows_from_grid(reader: Reader, form: TableForm, grid: Grid, period: Period | None) -> tuple[Row, ...]:
    inside = Reader(grid.file, reader.found)
    columns: list[Column | None] = []
    for head in grid.header:
        column = form.column(head.text.strip())
        if column is None:
            _report_column(inside, inside.place(head), head.text.strip(), form)
        columns.append(column)
    given = {column.name for column in columns if column}
    for column in form.columns:
        if column.required and column.name not in given and in_use(column, period) and grid.header:
            inside.report(
                error("KEY-MISSING", inside.place(grid.header[0]), key=column.name, where=f"表“{form.name}”的表头")
            )
    return tuple(_row_from_cells(inside, form, columns, cells, given, period) for cells in grid.rows)


def _row_from_cells(
    reader: Reader,
    form: TableForm,
    columns: list[Column | None],
    cells: tuple[Scalar | None, ...],
    given: set[str],
    period: Period | None,
) -> Row:
    first = next((cell for cell in cells if cell is not None), None)
    row_place = reader.place(first) if first else Place(reader.file)
    values: dict[str, Value | None] = {}
    places: dict[str, Place] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column is None or cell is None or not cell.text.strip():
            continue
        values[column.name] = reader.typed(cell, column.kind, choices=column.choices, period=period)
        places[column.name] = reader.place(cell)
    for column in form.columns:
        if column.required and column.name in given and column.name not in places and in_use(column, period):
            reader.report(error("KEY-MISSING", row_place, key=column.name, where=f"表“{form.name}”的这一行"))
    names = tuple(column.name for column in form.columns)
    return Row(
        names,
        tuple(values.get(name) for name in names),
        row_place,
        tuple(places.get(name, row_place) for name in names),
    )


def _report_column(reader: Reader, place: Place, name: str, form: TableForm) -> None:
    known = [column.name for column in form.columns]
    reader.report(
        error(
            "KEY-COLUMN",
            place,
            key=name,
            nearest=nearest(name, known),
            table=form.name,
            known="、".join(known),
        )
    )


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
