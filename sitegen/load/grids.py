"""Tables as text with ``|``, CSV and XLSX sheets: one common grid of texts, each knowing where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from openpyxl.utils import get_column_letter

from sitegen.diagnostics import Diagnostic, Place, error, warning, with_excerpts
from sitegen.load.workbooks import EXCEL_ERROR, LOST, SPACE, Cell, Page, read_workbook
from sitegen.source import Document, Scalar, decode, nearest, place_of

Cells = Sequence[Scalar | None]
_MOST = 500
"""Rows of another width that are named; nobody mends more at a time."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its head, and rows with as many cells; None where nothing is written. Empty lines are left out."""

    file: str
    header: tuple[Scalar, ...]
    rows: tuple[tuple[Scalar | None, ...], ...]


Read = tuple[Grid | None, tuple[Diagnostic, ...]]

# ---- text with | -----------------------------------------------------------------------------------------------------

_RULE = re.compile(r"\s*[|｜]?\s*:?-+:?\s*(?:[|｜]\s*:?-+:?\s*)*[|｜]?\s*")
_CELL = re.compile(r"[^|｜]+")


def read_text_table(document: Document, scalar: Scalar) -> Read:
    """The table written under a ``|``; a bar at either end of a line and a Markdown rule are tolerated."""
    if scalar.style != "|":
        return None, (error("SYN-TABLE", place_of(document.file, scalar)),)
    first = scalar.line
    count = scalar.text.rstrip("\n").count("\n") + 1 if scalar.text.strip() else 0
    lines = _lines(document.text)[first : first + count]
    split = [
        _split(line, number)
        for number, line in enumerate(lines, first + 1)
        if line.strip(SPACE + "|｜") and not _is_aside(line)
    ]
    grid, found = _grid(document.file, split)
    return grid, with_excerpts(found, document.file, document.text)


@lru_cache(maxsize=2)  # a file may hold hundreds of tables
def _lines(text: str) -> list[str]:
    return text.split("\n")


def _is_aside(line: str) -> bool:
    """A Markdown rule, or a remark on a line of its own."""
    return bool(_RULE.fullmatch(line)) or (line.lstrip().startswith("#") and "|" not in line and "｜" not in line)


def _split(line: str, number: int) -> list[Scalar]:
    cells: list[Scalar] = []
    start = 0
    for piece in re.split(r"[|｜]", line):
        text = piece.strip(SPACE)
        at = start + (piece.index(text) if text else 0)
        cells.append(Scalar(text, number, at + 1, at + 1 + len(text)))
        start += len(piece) + 1
    return cells


def _grid(file: str, lines: Iterable[list[Scalar]]) -> Read:
    """The first line as head, the others as rows of the same width; lines of another width are reported."""
    rows = iter(lines)
    header = next(rows, None)
    if header is None:
        return None, ()
    if len(header) > 1 and not header[0].text:
        header = header[1:]
    if len(header) > 1 and not header[-1].text:
        header = header[:-1]
    found = _head_problems(file, header)
    kept: list[tuple[Scalar | None, ...]] = []
    for row in rows:
        cells = _fitted(row, len(header))
        if len(cells) == len(header):
            kept.append(tuple(cell if cell.text else None for cell in cells))
            continue
        if len(found) >= _MOST:
            continue
        place = Place(file, row[0].line, _first(cells).column, row[-1].end_column)
        found.append(
            error("SYN-CELLS", place, count=len(cells), expected=len(header), header="、".join(_names(header)))
        )
    return Grid(file, tuple(header), tuple(kept)), tuple(found)


def _first(cells: list[Scalar]) -> Scalar:
    return next((cell for cell in cells if cell.text), cells[0])


def _names(header: Iterable[Scalar]) -> list[str]:
    return [cell.text for cell in header]


def _fitted(row: list[Scalar], width: int) -> list[Scalar]:
    """The row without the empty cells that bars at its ends make."""
    if len(row) > width and not row[0].text and (len(row) > width + 1 or row[-1].text):
        row = row[1:]
    while len(row) > width and not row[-1].text:
        row = row[:-1]
    return row


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


def read_csv(file: str, data: bytes) -> Read:
    """The table of a CSV file in UTF-8, GBK or UTF-16, separated by commas, semicolons or tabs."""
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return None, (error("XLS-KIND", Place(file), expected=".csv"),)
    text, found = decode(file, data)
    if text is None:
        return None, found
    grid, wrong = _grid(file, read_records(text))
    if grid is None:
        return None, (*found, error("FILE-EMPTY", Place(file), path=file))
    lost = (problem for row in grid.rows for cell in row if cell and (problem := _lost(file, cell)))
    return grid, with_excerpts((*found, *wrong, *lost), file, text)


def read_records(text: str) -> Iterator[list[Scalar]]:
    """Rows of fields; a quoted field may hold separators and line ends."""
    skip = len(match[0]) if (match := re.match(r"sep=.\n", text)) else 0
    head = text[skip:].partition("\n")[0]
    separator = max(",;\t，", key=head.count)
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
        names = "、".join(get_column_letter(column) for column in covered[:5])
        found.append(warning("XLS-HIDDEN", _cell_place(file, page, 1, covered[0]), what=names))
    return found
