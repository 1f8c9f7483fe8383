"""Our own forms (``outputs.forms``) → drafts: the hidden sheet says what is where, so nothing is guessed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from sitegen.diagnostics import Diagnostic, Place, error, warning
from sitegen.importing.drafts import Sheet, is_blank, make_row
from sitegen.importing.tables import check_numbers, to_records
from sitegen.load.looks import STRUCK
from sitegen.load.plans import TOTAL
from sitegen.load.workbooks import Cell, Page, Workbook
from sitegen.model.catalogue import NOTHING, PART_WORDS, Catalogue, Column, Item
from sitegen.model.ledger import Body, Field, Row, Table, Value
from sitegen.model.period import Period, from_text, meet
from sitegen.outputs.forms import (
    CARRIED,
    EXAMPLE,
    FORM_VERSION,
    GUIDE,
    MACHINE_SHEET,
    NUMBERED,
    OVERVIEW,
    example_of,
    form_sheets,
    hint_of,
)
from sitegen.source import nearest

_LOOKED_AT = 40
"""Lines among which the heading is looked for: rows are put in and taken out above it."""
_OWN = ("村", "期间", *PART_WORDS.values(), "有没有", "说明")
"""Lines of 基本情况 that are no fields of the item."""
_WHETHER = ("有", NOTHING)


class Heading(Struct, frozen=True):
    """Where the heading of a sheet stands: its row, the columns under it, and that of the running number."""

    row: int
    columns: Mapping[int, Column]
    numbered: int


class FilledForm(Struct, frozen=True):
    """What a filled-in form says; village and account as written."""

    item: Item
    village: str
    period: Period | None
    account: str
    body: Body
    records: tuple[tuple[str, Body], ...]
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    nothing: bool
    notes: str
    found: tuple[Diagnostic, ...]


def is_form(book: Workbook) -> bool:
    """Whether the workbook is one of ours."""
    return any(page.name == MACHINE_SHEET for page in book.pages)


def read_form(book: Workbook, catalogue: Catalogue, period: Period | None) -> FilledForm | Diagnostic:
    """What the form says; or why it is none that can be read."""
    machine = next(page for page in book.pages if page.name == MACHINE_SHEET)
    rows = [[cell.text for column, cell in sorted(cells.items()) if column < 100] for _, cells in machine.lines]
    by_word: dict[str, list[list[str]]] = {}
    for row in rows:
        if row:
            by_word.setdefault(row[0], []).append(row[1:])
    version = by_word.get("sitegen", [[""]])[0]
    number = by_word.get("item", [[""]])[0]
    item = catalogue.by_number(number[0]) if number else None
    if version != [FORM_VERSION] or item is None:
        return error("XLS-FORM", Place(book.file), item=number[-1] if number else "")
    return _Filled(book, item, by_word).read(period)


class _Filled:
    """One reading of one form."""

    def __init__(self, book: Workbook, item: Item, machine: Mapping[str, list[list[str]]]) -> None:
        self.book = book
        self.item = item
        self.machine = machine
        self.found: list[Diagnostic] = []

    def read(self, given: Period | None) -> FilledForm:
        overview = self._overview()
        written = overview.get("期间")
        said = from_text(written.text) if written and not is_blank(written) else None
        period = given or said
        place = written.place(self.book.file) if written else Place(self.book.file)
        if self.item.shape != "register" and period is None:
            self.found.append(error("PER-TEXT", place, text=written.text if written else ""))
        if given and said and not meet(given, said):
            self.found.append(error("XLS-PERIOD", place, text=f"{said.label}、{given.label}"))
        sheet = Sheet(self.book.file, period=period, found=self.found)
        fields = self._fields(sheet, overview)
        rows = {
            table: self._rows(sheet, name, table, columns, int(row)) for name, row, table, columns in self._sheets()
        }
        tables = tuple(Table(name, tuple(lines), lines[0].place) for name, lines in rows.items() if name and lines)
        register = self.item.shape == "register"
        if register:
            self.found += check_numbers(rows.get("", ()), self.item.register_file)
        part = next((overview[name] for name in PART_WORDS.values() if name in overview), None)
        notes = sheet.value(overview.get("说明"), Column("说明", "markdown"))
        records = to_records(rows.get("", ())) if register else ()
        self.found += _find_strays(self.item, records, tables) if register else ()
        own = [field.place for field in fields if not field.name.startswith(CARRIED)]
        filled = [*own, *(row.place for lines in rows.values() for row in lines)]
        nothing = self._is_nothing(overview, filled)
        if not (self.found or nothing or notes or filled):
            self.found.append(self._blank())
        self._say_beside()
        return FilledForm(
            item=self.item,
            village=_text(overview.get("村")),
            period=period,
            account=_text(part),
            body=Body() if register else Body(tuple(fields), tables),
            records=_with_tables(records, tables),
            columns=tuple((table, columns) for _, _, table, columns in self._sheets()),
            nothing=nothing,
            notes=str(notes or ""),
            found=tuple(self.found),
        )

    def _blank(self) -> Diagnostic:
        """Nothing was written into it: which sheets are to be filled in, and from which row."""
        first = self.machine.get("overview", [["", "1"]])[0]
        sheets = [(name, int(row) + 3) for name, row, *_ in self._sheets()] or [(first[0], int(first[1]))]
        names = "”“".join(name for name, _ in sheets)
        nothing = "" if self.item.shape == "register" else NOTHING
        return error("XLS-BLANK", Place(self.book.file), sheets=names, row=sheets[0][1], nothing=nothing)

    def _sheets(self) -> Iterable[tuple[str, str, str, tuple[str, ...]]]:
        """Sheet, row of its heading, table, columns. A register's own sheet has no table: its cell is left out."""
        for row in self.machine.get("rows", []):
            known = {sheet.name: sheet for sheet in form_sheets(self.item, None)}
            table = known[row[0]].table if row[0] in known else row[2]
            yield row[0], row[1], table, tuple(row[2:] if not table else row[3:])

    def _page(self, name: str) -> Page | None:
        return next((page for page in self.book.pages if page.name == name), None)

    def _overview(self) -> dict[str, Cell]:
        """What is written beside each label, wherever its line stands now."""
        row = self.machine.get("overview", [[OVERVIEW, "1"]])[0]
        page = self._page(row[0])
        if page is None:
            self.found.append(error("XLS-SHEET", Place(self.book.file), sheet=row[0], nearest="", known=""))
            return {}
        labels = {_narrow(name): name for name in row[2:]}
        lines = [(labels.get(_narrow(cells[1].text), "") if 1 in cells else "", cells) for _, cells in page.lines]
        while lines and not lines[0][0]:
            del lines[0]
        missing = [name for name in row[2:] if name not in {label for label, _ in lines}]
        if missing:
            self.found.append(self._no_heading(page, missing))
        read = {*_OWN, *(column.name for column in self.item.fields)}
        for label, cells in lines:
            self._check_line(label if label in read else "", cells)
        return {label: cells[2] for label, cells in lines if label and 2 in cells and _is_said(label, cells[2])}

    def _is_nothing(self, overview: Mapping[str, Cell], filled: list[Place]) -> bool:
        """Whether it says that there was nothing; what is filled in all the same, and other words, are asked about."""
        cell, notes = overview.get("有没有"), overview.get("说明")
        text = _text(cell)
        if text == NOTHING and filled:
            self.found.append(error("XLS-NOTHING", filled[0], text=NOTHING))
        if text == NOTHING and notes is not None:
            self.found.append(warning("XLS-LEFT", notes.place(self.book.file), what="说明", count=1))
        if cell is not None and text not in ("", *_WHETHER):
            near = NOTHING if any(word in text for word in "无没") else ""
            values = {"text": text, "nearest": near, "known": "、".join(_WHETHER)}
            self.found.append(error("KEY-CHOICE", cell.place(self.book.file), **values))
        return text == NOTHING

    def _check_line(self, label: str, cells: Mapping[int, Cell]) -> None:
        """A value beside no label, or where the remark stands, would be lost."""
        free = [cell for column, cell in cells.items() if column > (2 if cells.get(3) and cells[3].number else 3)]
        stray = next((cell for cell in (*(() if label else cells.values()), *free) if not is_blank(cell)), None)
        if stray is not None:
            self.found.append(error("XLS-OUTSIDE", stray.place(self.book.file)))

    def _no_heading(self, page: Page, missing: Iterable[str]) -> Diagnostic:
        return error("XLS-HEADING", Place(self.book.file, cell=page.name), missing="”“".join(missing))

    def _say_beside(self) -> None:
        """Sheets that the form did not have, as of somebody who had more to say."""
        own = {GUIDE, MACHINE_SHEET, *(name for name, *_ in self._sheets())}
        own.add(self.machine.get("overview", [[OVERVIEW]])[0][0])
        for page in self.book.pages:
            if page.name not in own and page.lines:
                place = Place(self.book.file, cell=page.name)
                self.found.append(warning("XLS-LEFT", place, what="表样以外的工作表", count=len(page.lines)))

    def _fields(self, sheet: Sheet, overview: Mapping[str, Cell]) -> list[Field]:
        fields = []
        for column in self.item.fields:
            cell = overview.get(column.name)
            value = sheet.value(cell, column)
            if value is not None and cell is not None:
                fields.append(Field(column.name, value, cell.place(self.book.file)))
        return fields

    def _rows(self, sheet: Sheet, name: str, table: str, known: tuple[str, ...], heading: int) -> list[Row]:
        page = self._page(name)
        if page is None:
            self.found.append(error("XLS-SHEET", Place(self.book.file), sheet=name, nearest="", known=""))
            return []
        form = next((each for each in form_sheets(self.item, None) if each.name == name), None)
        columns = {column.name: column for column in (form.columns if form else ())}
        old = self.item.table(table)
        columns |= {column.name: column for column in (old.columns if old else ()) if column.name in known}
        head = _find_heading(page, {_narrow(each): columns[each] for each in known if each in columns}, heading)
        missing = [name for name in known if name in columns and columns[name] not in head.columns.values()]
        if missing:
            self.found.append(self._no_heading(page, missing))
            return []
        lines = [(row, cells) for row, cells in page.lines if row > head.row and not _is_hint(row, cells, head)]
        self._check_beside([cells for _, cells in lines], head)
        rows = (self._line(sheet, page, cells, head) for _, cells in lines)
        return [row for row in rows if row is not None]

    def _line(self, sheet: Sheet, page: Page, cells: Mapping[int, Cell], head: Heading) -> Row | None:
        """The row of a line; None where it is none, or is said to be none."""
        heads = head.columns
        said = {column: _doubted(cell) for column, cell in cells.items() if column in heads and not is_blank(cell)}
        if not said or self._is_example(cells, head):
            return None
        entered = any(heads[column].kind == "voucher" for column in said)
        total = next((cell for cell in said.values() if TOTAL.fullmatch(cell.text.strip())), None)
        if total is not None and not entered:
            self.found.append(error("SUM-ROW", total.place(self.book.file), text=total.text.strip()))
            return None
        return self._row(sheet, page, said, heads)

    def _check_beside(self, lines: Iterable[Mapping[int, Cell]], head: Heading) -> None:
        """What stands in no column of the form would be lost; said once a column."""
        beside: dict[int, Cell] = {}
        for cells in lines:
            stray = {
                column: cell for column, cell in cells.items() if column not in head.columns and not is_blank(cell)
            }
            if column_of_numbers := stray.get(head.numbered):
                text = column_of_numbers.text.strip()
                if text.isdigit() or text == EXAMPLE:
                    del stray[head.numbered]
            beside = {**stray, **beside}
        self.found += [error("XLS-OUTSIDE", cell.place(self.book.file)) for _, cell in sorted(beside.items())]

    def _is_example(self, cells: Mapping[int, Cell], head: Heading) -> bool:
        """The marked row, reported where somebody wrote over it; or the same row whose mark was lost."""
        other = [at for at, column in head.columns.items() if _text(cells.get(at)) != self._example(column)]
        if _text(cells.get(head.numbered)) == EXAMPLE:
            over = next((cells[at] for at in other if at in cells and not head.columns[at].choices), None)
            if over is not None:
                self.found.append(error("XLS-EXAMPLE", over.place(self.book.file)))
            return True
        return not other

    def _example(self, column: Column) -> str:
        made_for = self.machine.get("period", [[""]])[0][0]
        return example_of(column, from_text(made_for))

    def _row(self, sheet: Sheet, page: Page, said: Mapping[int, Cell], heads: Mapping[int, Column]) -> Row:
        values: dict[str, Value] = {}
        for column, cell in said.items():
            value = sheet.value(cell, heads[column])
            if value is not None:
                values[heads[column].name] = value
        first = next(iter(said.values()))
        for column, head in heads.items():
            if head.required and column not in said:
                place = Cell("", first.row, column, page.cell_name(first.row, column)).place(self.book.file)
                self.found.append(error("KEY-MISSING", place, key=head.name, where="这一行"))
        if first.row in page.hidden_rows:
            self.found.append(warning("XLS-HIDDEN", first.place(self.book.file), what=str(first.row)))
        return make_row(
            values, first.place(self.book.file), {heads[c].name: cell.place(self.book.file) for c, cell in said.items()}
        )


def _narrow(text: str) -> str:
    """A heading without width and spaces; 元 is what money is written in anyway, any other unit is not."""
    return "".join(unicodedata.normalize("NFKC", text).split()).removesuffix("(元)")


def _is_said(label: str, cell: Cell) -> bool:
    return bool(cell.text.strip()) if label == "有没有" else not is_blank(cell)


def _find_heading(page: Page, columns: Mapping[str, Column], row: int) -> Heading:
    """The line that names the most columns, of several the one nearest to where it was made."""
    found = Heading(row, {}, 1)
    for number, cells in page.lines[:_LOOKED_AT]:
        named: dict[int, Column] = {}
        for at, cell in cells.items():
            column = columns.get(_narrow(cell.text))
            if column is not None and column not in named.values():
                named[at] = column
        numbered = next((at for at, cell in cells.items() if cell.text.strip() == NUMBERED), 1)
        if (len(named), -abs(number - row)) > (len(found.columns), -abs(found.row - row)):
            found = Heading(number, named, numbered)
    return found


def _is_hint(row: int, cells: Mapping[int, Cell], head: Heading) -> bool:
    """Whether it is the small line below the heading: 必填，元."""
    said = [(_text(cells[at]), column) for at, column in head.columns.items() if at in cells]
    return row == head.row + 1 and all(
        text.startswith("必填") or text in ("", hint_of(column)) for text, column in said
    )


def _doubted(cell: Cell) -> Cell:
    """At fault where it is struck out."""
    struck = cell.drawn == STRUCK and not cell.fault
    return cell._replace(fault="XLS-STRUCK", values=(("text", cell.text),)) if struck else cell


def _text(cell: Cell | None) -> str:
    return cell.text.strip() if cell else ""


def _with_tables(records: tuple[tuple[str, Body], ...], tables: tuple[Table, ...]) -> tuple[tuple[str, Body], ...]:
    """The records with their rows of the other sheets, which name them by 编号."""
    return tuple(
        (number, Body(body.fields, tuple(_of(number, table) for table in tables if _of(number, table).rows)))
        for number, body in records
    )


def _find_strays(item: Item, records: tuple[tuple[str, Body], ...], tables: tuple[Table, ...]) -> Iterator[Diagnostic]:
    """Rows that belong to no record of the form, and would be lost with their amounts."""
    numbers = [number for number, _ in records]
    for row in (row for table in tables for row in table.rows):
        number = str(row.get("编号") or "")
        if number and number not in numbers:
            named = {"reference": f"{item.register_file}/{number}", "nearest": nearest(number, numbers)}
            yield error("REF-RECORD", row.place_of("编号"), **named)


def _of(number: str, table: Table) -> Table:
    rows = tuple(_without_number(row) for row in table.rows if str(row.get("编号") or "") == number)
    return Table(table.name, rows, table.place)


def _without_number(row: Row) -> Row:
    kept = [index for index, name in enumerate(row.columns) if name != "编号"]
    columns = tuple(row.columns[index] for index in kept)
    return Row(columns, tuple(row.cells[index] for index in kept), row.origin, tuple(map(row.place_of, columns)))
