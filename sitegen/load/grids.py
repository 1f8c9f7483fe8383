"""Tables as text with ``|``, CSV and XLSX sheets: one common grid of texts, each knowing where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import methodcaller

from sitegen.diagnostics import Diagnostic, Place, error, warning, with_excerpts
from sitegen.load.workbooks import EXCEL_ERROR, LOST, SPACE, Cell, Page, read_workbook, to_letters
from sitegen.source import Document, Scalar, decode, find_hidden, nearest, place_of, without_hidden

_MOST = 500
"""Rows of another width that are named; nobody mends more at a time."""


_STRIP = methodcaller("strip", SPACE)
_EMPTY = SPACE + "|"


class Line:
    """A row of a table of text: its cells as texts; where each of them stands is found only when somebody asks."""

    __slots__ = ("left", "number", "separator", "spans", "texts", "written")

    def __init__(self, number: int, written: str, separator: str) -> None:
        self.number = number
        self.written = written
        self.separator = separator
        self.texts = [*map(_STRIP, written.split(separator))]
        self.left = 0
        """Empty cells left out before the first."""
        self.spans: list[tuple[int, int]] = []
        """First and last column (from 1, the last one exclusive) of the cells' texts, once somebody asked."""

    def __len__(self) -> int:
        return len(self.texts)

    def __iter__(self) -> Iterator[Scalar | None]:
        return (cell if cell.text else None for cell in self.cells())

    def cells(self) -> Iterator[Scalar]:
        """All cells as written values."""
        return map(self.cell, range(len(self.texts)))

    def cell(self, index: int) -> Scalar:
        """The cell as a written value."""
        self.spans = self.spans or list(self._find_spans())
        return Scalar(self.texts[index], self.number, *self.spans[index + self.left])

    def _find_spans(self) -> Iterator[tuple[int, int]]:
        column = 1
        for piece in self.written.split(self.separator):
            text = piece.strip(SPACE)
            start = column + (piece.index(text) if text else 0)
            yield start, start + len(text)
            column += len(piece) + 1

    def clean(self) -> Line:
        """The line without what nobody sees in its cells; they stay where they were written."""
        self.texts = [without_hidden(text).strip(SPACE) for text in self.texts]
        return self

    def fit(self, width: int) -> None:
        """Leave out the empty cells that bars at both ends of the line make."""
        texts = self.texts
        if len(texts) > width and not texts[0] and (len(texts) > width + 1 or texts[-1]):
            del texts[0]
            self.left += 1
        while len(texts) > width and not texts[-1]:
            texts.pop()


Cells = tuple[Scalar | None, ...] | Line
"""A row: of a spreadsheet or with quotes, each cell a written value; else a line of text."""


def texts_of(row: Cells) -> list[str]:
    """The cells as texts, empty where nothing is written."""
    return row.texts if isinstance(row, Line) else [cell.text if cell else "" for cell in row]


def cell_of(row: Cells, index: int) -> Scalar | None:
    """One cell as a written value."""
    return row.cell(index) if isinstance(row, Line) else row[index]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its head, and rows with as many cells. Empty lines are left out."""

    file: str
    header: tuple[Scalar, ...]
    rows: tuple[Cells, ...]
    whole: bool = True
    """Whether no row was left out."""


Read = tuple[Grid | None, tuple[Diagnostic, ...]]

# ---- text with | -----------------------------------------------------------------------------------------------------

_RULE = re.compile(r"[\s|:-]*-[\s|:-]*")


def read_text_table(document: Document, scalar: Scalar, names: tuple[str, ...] = ()) -> Read:
    """The table written under a ``|``; a bar at either end of a line and a Markdown rule are tolerated.

    ``names`` are those its columns may have: two of them in one cell of the head lack the bar between them.
    """
    if scalar.style != "|":
        return None, (error("SYN-TABLE", place_of(document.file, scalar)),)
    first = scalar.line
    count = scalar.text.rstrip("\n").count("\n") + 1 if scalar.text.strip() else 0
    lines, strange = _lines(document.text)
    rows = (
        Line(number, line, "|")
        for number, line in enumerate(lines[first : first + count], first + 1)
        if line.strip(_EMPTY) and not _is_aside(line)
    )
    grid, found = _grid(document.file, map(Line.clean, rows) if strange else rows, names)
    return grid, with_excerpts(found, document.file, document.text)


@lru_cache(maxsize=2)  # a file may hold hundreds of tables
def _lines(text: str) -> tuple[list[str], bool]:
    """The lines with plain bars, and whether anything in them is hidden."""
    return text.replace("｜", "|").split("\n"), without_hidden(text) is not text


def _is_aside(line: str) -> bool:
    """A Markdown rule, or a remark on a line of its own."""
    start = line.lstrip()[:1]
    return (start in "|:-" and bool(_RULE.fullmatch(line))) or (start == "#" and "|" not in line)


def _grid(file: str, lines: Iterable[Line | list[Scalar]], names: tuple[str, ...]) -> Read:
    """The first line as head, the others as rows of the same width; lines of another width are reported."""
    rows = iter(lines)
    written = _header(next(rows, []))
    if not written:
        return None, ()
    header = tuple(part for cell in written for part in _parted(cell, names))
    found = [_unparted(file, cell, names) for cell in written if cell not in header]
    found += _head_problems(file, header)
    kept: list[Cells] = []
    others: list[Cells] = []
    for row in rows:
        cells = _fitted(row, len(header))
        (kept if len(cells) == len(header) else others).append(cells)
    widths = {len(cells) for cells in others}
    if not kept and len(widths) == 1 and (len(others) > 1 or len(header) == 1):
        place = Place(file, header[0].line, header[0].column, header[-1].end_column, header[0].cell)
        return None, (error("SYN-HEAD", place, count=len(header), expected=widths.pop()),)
    if all(head.text for head in header):  # else the head is wrong, not the rows below it
        found += [_other_width(file, cells, header) for cells in others[:_MOST]]
    return Grid(file, header, tuple(kept), whole=not others), tuple(found)


def _parted(cell: Scalar, names: tuple[str, ...]) -> tuple[Scalar, ...]:
    """The cells of a head that its cell was meant to be: two where it holds two names, the bar between them forgotten."""
    text = cell.text
    if text in names or len(text) != cell.end_column - cell.column:
        return (cell,)
    ends = (end for end in range(len(text) - 1, 0, -1) if text[:end].rstrip() in names)
    for end in ends:
        rest = text[end:].lstrip()
        middle = cell.end_column - len(rest)
        first = cell._replace(text=text[:end].rstrip(), end_column=cell.column + len(text[:end].rstrip()))
        others = _parted(cell._replace(text=rest, column=middle), names)
        if all(other.text in names for other in others):
            return first, *others
    return (cell,)


def _unparted(file: str, cell: Scalar, names: tuple[str, ...]) -> Diagnostic:
    first, second, *_ = (part.text for part in _parted(cell, names))
    return error("SYN-HEADBAR", place_of(file, cell), first=first, second=second)


def _header(row: Line | list[Scalar]) -> tuple[Scalar, ...]:
    header = list(row.cells()) if isinstance(row, Line) else row
    if len(header) > 1 and not header[0].text:
        header = header[1:]
    if len(header) > 1 and not header[-1].text:
        header = header[:-1]
    return tuple(header)


def _fitted(row: Line | list[Scalar], width: int) -> Cells:
    """The row without the empty cells at its ends."""
    if isinstance(row, Line):
        if len(row.texts) != width:
            row.fit(width)
        return row
    cells = list(row)
    while len(cells) > width and not cells[-1].text:
        cells.pop()
    return tuple(cell if cell.text else None for cell in cells)


def _other_width(file: str, row: Cells, header: tuple[Scalar, ...]) -> Diagnostic:
    texts = texts_of(row)
    written = [index for index, text in enumerate(texts) if text] or [0]
    first, last = cell_of(row, written[0]), cell_of(row, len(texts) - 1) or cell_of(row, written[-1])
    assert first and last, "a row without a word is left out"
    place = Place(file, first.line, first.column, max(last.end_column, first.column + 1), first.cell)
    names = "、".join(cell.text for cell in header)
    return error("SYN-CELLS", place, count=len(texts), expected=len(header), header=names)


def _head_problems(file: str, header: Iterable[Scalar]) -> list[Diagnostic]:
    seen: dict[str, Scalar] = {}
    found: list[Diagnostic] = []
    for cell in header:
        if not cell.text:
            found.append(error("SYN-HEADER", place_of(file, cell)))
        elif cell.text in seen:
            first = seen[cell.text]
            found.append(error("KEY-DUP", place_of(file, cell), key=cell.text, line=first.cell or first.line))
        seen.setdefault(cell.text, cell)
    return found


# ---- CSV -------------------------------------------------------------------------------------------------------------

_SEPARATORS = ",;\t，"
MOST_CELLS = 300_000
"""In one CSV file: what is read in less than a second."""
_PERHAPS_LOST = re.compile(r"E\+\d|#|\"")


def read_csv(file: str, data: bytes, names: tuple[str, ...] = ()) -> Read:
    """The table of a CSV file in UTF-8, GBK or UTF-16, separated by commas, semicolons or tabs; ``names`` as above."""
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return None, (error("XLS-KIND", Place(file), expected=".csv"),)
    text, found = decode(file, data)
    if text is None:
        return None, found
    if text.count("\n") + sum(map(text.count, _SEPARATORS)) > MOST_CELLS:
        return None, (*found, error("LIM-COUNT", Place(file), limit=MOST_CELLS))
    hidden = find_hidden(file, text)
    grid, wrong = _grid(file, map(_clean, _records(text)) if hidden else _records(text), names)
    if grid is None:
        return None, (*found, error("FILE-EMPTY", Place(file), path=file))
    rows = grid.rows if _PERHAPS_LOST.search(text) else ()
    lost = (problem for row in rows for cell in row if cell and (problem := _lost(file, cell)))
    return grid, with_excerpts((*found, *hidden, *wrong, *lost), file, text)


def _clean(row: Line | list[Scalar]) -> Line | list[Scalar]:
    if isinstance(row, Line):
        return row.clean()
    return [cell._replace(text=without_hidden(cell.text).strip(SPACE)) for cell in row]


_TITLES = 20
"""Lines among which the first one that is separated at all is found: titles may stand above."""


def read_records(text: str) -> Iterator[list[Scalar]]:
    """Rows of fields as written values; a quoted field may hold separators and line ends."""
    return (list(row.cells()) if isinstance(row, Line) else row for row in _records(text))


def _records(text: str) -> Iterator[Line | list[Scalar]]:
    """Rows of fields, separated as the head is."""
    skip = len(match[0]) if (match := re.match(r"sep=.\n", text)) else 0
    separated = (
        line for line in text[skip:].split("\n", _TITLES)[:_TITLES] if any(sign in line for sign in _SEPARATORS)
    )
    head = next(separated, "")
    separator = max(_SEPARATORS, key=head.count)
    if '"' in text:
        yield from _quoted_records(text, skip, separator)
        return
    for number, line in enumerate(text[skip:].split("\n"), 1 + (skip > 0)):
        if line.strip(SPACE + separator):
            yield Line(number, line, separator)


def _quoted_records(text: str, skip: int, separator: str) -> Iterator[list[Scalar]]:
    """A quoted field may hold separators and line ends."""
    field = re.compile(rf'[ ]*=?"((?:[^"]|"")*)"[ ]*(?=[{separator}\n]|$)|([^{separator}\n]*)')
    position, line, line_start = skip, 1 + (skip > 0), skip
    row: list[Scalar] = []
    while position <= len(text):
        match = field.match(text, position)
        if match is None:
            break
        row.append(_field(match, line, line_start))
        newlines = match[0].count("\n")
        if newlines:
            line, line_start = line + newlines, match.start() + match[0].rindex("\n") + 1
        position = match.end() + 1
        if match.end() >= len(text) or text[match.end()] == "\n":
            if any(cell.text for cell in row):
                yield row
            row, line, line_start = [], line + 1, position


def _field(match: re.Match[str], line: int, line_start: int) -> Scalar:
    quoted = match[1] is not None
    text = match[1].replace('""', '"').strip(SPACE) if quoted else match[2].strip(SPACE)
    lead = 0 if quoted else len(match[2]) - len(match[2].lstrip(SPACE))
    start = match.start() + lead - line_start + 1
    width = len(match[0].partition("\n")[0]) if quoted else len(text)
    return Scalar(" ".join(text.split("\n")), line, start, start + width, '"' if quoted else "")


def _lost(file: str, cell: Scalar) -> Diagnostic | None:
    if LOST.fullmatch(cell.text):
        return error("XLS-DIGITS", place_of(file, cell), text=cell.text)
    if EXCEL_ERROR.fullmatch(cell.text):
        return error("XLS-ERROR", place_of(file, cell), text=cell.text)
    if cell.text.startswith('"') and not cell.style:
        return error("SYN-QUOTE", Place(file, cell.line, cell.column, cell.column + 1))
    return None


# ---- XLSX ------------------------------------------------------------------------------------------------------------


def read_sheet(file: str, data: bytes, sheet: str) -> Read:
    """The table on a sheet of a workbook; the first visible sheet when ``sheet`` is empty.

    A title over the table (a line with one cell) is passed over; the first line with more is the head.
    """
    book, refused = read_workbook(file, data)
    if book is None:
        return None, refused
    visible = [page for page in book.pages if not page.hidden]
    wanted = next((page for page in book.pages if page.name.strip() == sheet.strip()), None)
    page = wanted if sheet else next(iter((*visible, *book.pages)), None)
    if page is None:
        names = [page.name for page in book.pages]
        values = {"sheet": sheet, "nearest": nearest(sheet, names), "known": "、".join(names)}
        return None, (error("XLS-SHEET", Place(file), **values),)
    return _page_grid(file, page)


def _page_grid(file: str, page: Page) -> Read:
    body = _below_title(page.lines)
    hidden = [warning("XLS-HIDDEN", _cell_place(file, page, 1, 1), what=page.name)] if page.hidden else []
    if not body:
        return None, (*hidden, error("FILE-EMPTY", Place(file), path=f"{file}#{page.name}"))
    columns = sorted({column for _, cells in body for column in cells})
    head_row, head = body[0]
    header = tuple(_head(page, head_row, column, head) for column in columns)
    rows = tuple(
        tuple(cells[column].to_scalar() if column in cells else None for column in columns) for _, cells in body[1:]
    )
    faults = [fault for _, cells in page.lines for cell in cells.values() if (fault := cell.report(file))]
    found = (
        *hidden,
        *faults,
        *_head_problems(file, header),
        *_merged(file, page, head_row),
        *_hidden(file, page, {row for row, _ in body}, columns),
    )
    return Grid(file, header, rows), found


_Lines = tuple[tuple[int, Mapping[int, Cell]], ...]


def _below_title(lines: _Lines) -> _Lines:
    if all(len(cells) == 1 for _, cells in lines):
        return lines
    return lines[next(i for i, (_, cells) in enumerate(lines) if len(cells) > 1) :]


def _head(page: Page, row: int, column: int, head: Mapping[int, Cell]) -> Scalar:
    cell = head.get(column) or Cell("", row, column, page.cell_name(row, column))
    return cell.to_scalar()._replace(text="".join(cell.text.split()))


def _cell_place(file: str, page: Page, row: int, column: int) -> Place:
    return Cell("", row, column, page.cell_name(row, column)).place(file)


def _merged(file: str, page: Page, head_row: int) -> list[Diagnostic]:
    return [
        error("XLS-MERGED", _cell_place(file, page, area.first_row, area.first_column), area=area.name)
        for area in page.merged
        if area.last_row >= head_row
    ]


def _hidden(file: str, page: Page, rows: set[int], columns: list[int]) -> list[Diagnostic]:
    found = []
    hidden = sorted(page.hidden_rows & rows)
    if hidden:
        place = _cell_place(file, page, hidden[0], 1)
        found.append(warning("XLS-HIDDEN", place, what="、".join(map(str, hidden[:5]))))
    covered = sorted(page.hidden_columns.intersection(columns))
    if covered:
        names = "、".join(to_letters(column) for column in covered[:5])
        found.append(warning("XLS-HIDDEN", _cell_place(file, page, 1, covered[0]), what=names))
    return found
