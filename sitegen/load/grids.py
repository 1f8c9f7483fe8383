"""Tables as text with ``|``, CSV and XLSX sheets: one common grid of texts, each knowing where it stands."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from sitegen.diagnostics import Diagnostic, Place, error, warning, with_excerpts
from sitegen.source import Document, Scalar, decode, nearest, place_of

Cells = Sequence[Scalar | None]
_LARGEST_SHEET = 50_000_000
"""Bytes of an unpacked workbook; a 300 KB file can unpack to 300 MB."""
_WORST_RATIO = 200
_MOST = 500
"""Rows of another width that are named; nobody mends more at a time."""
_EXACT_DIGITS = 10**15
"""Excel keeps fifteen digits; those of a longer number are lost."""


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
_SPACE = " \t\u3000\u00a0\u200b\ufeff"


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
        if line.strip(_SPACE + "|｜") and not _is_aside(line)
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
        text = piece.strip(_SPACE)
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

_LOST = re.compile(r"\d(?:\.\d+)?E\+\d+")
_EXCEL_ERROR = re.compile(r"#(?:DIV/0!|REF!|N/A|NAME\?|VALUE!|NUM!|NULL!|SPILL!|CALC!)|#{3,}")


def read_csv(file: str, data: bytes) -> Read:
    """The table of a CSV file in UTF-8, GBK or UTF-16, separated by commas, semicolons or tabs."""
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return None, (error("XLS-KIND", Place(file), expected=".csv"),)
    text, found = decode(file, data)
    if text is None:
        return None, found
    grid, wrong = _grid(file, _records(text))
    if grid is None:
        return None, (*found, error("FILE-EMPTY", Place(file), path=file))
    lost = (problem for row in grid.rows for cell in row if cell and (problem := _lost(file, cell)))
    return grid, with_excerpts((*found, *wrong, *lost), file, text)


def _records(text: str) -> Iterator[list[Scalar]]:
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
    text = match[1].replace('""', '"').strip(_SPACE) if quoted else match[2].strip(_SPACE)
    lead = 0 if quoted else len(match[2]) - len(match[2].lstrip(_SPACE))
    start = match.start() + lead - line_start + 1
    width = len(match[0].partition("\n")[0]) if quoted else len(text)
    return Scalar(" ".join(text.split("\n")), line, start, start + width, '"' if quoted else "")


def _lost(file: str, cell: Scalar) -> Diagnostic | None:
    if _LOST.fullmatch(cell.text):
        return error("XLS-DIGITS", place_of(file, cell), text=cell.text)
    if _EXCEL_ERROR.fullmatch(cell.text):
        return error("XLS-ERROR", place_of(file, cell), text=cell.text)
    return None


# ---- XLSX ------------------------------------------------------------------------------------------------------------


def read_sheet(file: str, data: bytes, sheet: str) -> Read:
    """The table on a sheet of a workbook; the first visible sheet when ``sheet`` is empty.

    A title over the table (a line with one cell) is passed over; the first line with more is the head.
    """
    refused = _refusal(file, data)
    if refused:
        return None, (refused,)
    try:
        book = _open(data, values=False)
        cached = _open(data, values=True) if any(_has_formula(page) for page in book.worksheets) else book
    except Exception:  # openpyxl raises nearly anything on a damaged file; it has touched nothing but memory
        return None, (error("XLS-DAMAGED", Place(file)),)
    visible = [page for page in book.worksheets if page.sheet_state == "visible"]
    wanted = next((page for page in book.worksheets if page.title.strip() == sheet.strip()), None)
    page = wanted if sheet else (visible or book.worksheets or [None])[0]
    if page is None:
        names = [page.title for page in book.worksheets]
        values = {"sheet": sheet, "nearest": nearest(sheet, names), "known": "、".join(names)}
        return None, (error("XLS-SHEET", Place(file), **values),)
    return _Sheet(file, page, cached[page.title]).read()


def _refusal(file: str, data: bytes) -> Diagnostic | None:
    """What must not be opened: other formats, passwords, archives that unpack to far more than a table."""
    place = Place(file)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        return error("XLS-PASSWORD", place) if locked else error("XLS-KIND", place, expected=".xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return error("XLS-KIND", place, expected=".xlsx")
    if not any(entry.filename == "xl/workbook.xml" for entry in files):
        return error("XLS-KIND", place, expected=".xlsx")
    size = sum(entry.file_size for entry in files)
    if size > _LARGEST_SHEET or size > max(1_000_000, _WORST_RATIO * len(data)):
        return error("XLS-SIZE", place, size=size, limit=_LARGEST_SHEET)
    return None


def _open(data: bytes, *, values: bool) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions no one here can mend
        return openpyxl.load_workbook(io.BytesIO(data), data_only=values, keep_links=False)


def _stored(page: Any) -> dict[tuple[int, int], Any]:
    """The cells that exist: one stray format in row 1,048,576 would make ``iter_rows`` a million rows long."""
    return page._cells  # type: ignore[no-any-return]


def _has_formula(page: Any) -> bool:
    return any(cell.data_type == "f" for cell in _stored(page).values())


class _Sheet:
    """One reading of one sheet."""

    def __init__(self, file: str, page: Any, cached: Any) -> None:
        self.file = file
        self.page = page
        self.cached = cached
        self.found: list[Diagnostic] = []

    def read(self) -> Read:
        """The grid and what was wrong."""
        if self.page.sheet_state != "visible":
            self._warn("XLS-HIDDEN", 1, 1, what=self.page.title)
        lines = list(self._lines())
        body = self._below_title(lines)
        if not body:
            return None, (*self.found, error("FILE-EMPTY", Place(self.file), path=f"{self.file}#{self.page.title}"))
        columns = sorted({column for _, cells in body for column in cells})
        head_row, head = body[0]
        header = tuple(self._head(head_row, column, head) for column in columns)
        self.found += _head_problems(self.file, header)
        self._merged(head_row)
        self._hidden({row for row, _ in body}, columns)
        rows = tuple(tuple(cells.get(column) for column in columns) for _, cells in body[1:])
        return Grid(self.file, header, rows), tuple(self.found)

    def _lines(self) -> Iterator[tuple[int, dict[int, Scalar]]]:
        """Rows that hold something, in order: row number and cells by column."""
        rows: dict[int, dict[int, Scalar]] = {}
        for (row, column), cell in sorted(_stored(self.page).items()):
            scalar = self._scalar(row, column, cell)
            if scalar:
                rows.setdefault(row, {})[column] = scalar
        yield from rows.items()

    @staticmethod
    def _below_title(lines: list[tuple[int, dict[int, Scalar]]]) -> list[tuple[int, dict[int, Scalar]]]:
        if all(len(cells) == 1 for _, cells in lines):
            return lines
        return lines[next(i for i, (_, cells) in enumerate(lines) if len(cells) > 1) :]

    def _head(self, row: int, column: int, head: dict[int, Scalar]) -> Scalar:
        name = head.get(column) or Scalar("", row, column, column + 1, "", self._name(row, column))
        return name._replace(text="".join(name.text.split()))

    def _scalar(self, row: int, column: int, cell: Any) -> Scalar | None:
        value = cell.value
        if cell.data_type == "f":
            value = self.cached.cell(row, column).value
            if value is None:
                self._refuse("XLS-FORMULA", row, column)
                return Scalar("", row, column, column + 1, "", self._name(row, column))
        if value is None:
            return None
        text = self._text(row, column, value, cell.number_format or "General")
        return Scalar(text, row, column, column + 1, "", self._name(row, column)) if text else None

    def _text(self, row: int, column: int, value: object, form: str) -> str:
        """The value as a clerk would write it; what the display hides or the file has lost is refused."""
        match value:
            case bool():
                return "是" if value else "否"
            case datetime():
                return value.date().isoformat() if value.time() == time() else value.strftime("%Y-%m-%d %H:%M")
            case date():
                return value.isoformat()
            case time():
                return value.strftime("%H:%M")
            case int() | float():
                return self._number(row, column, value, form)
        text = str(value).strip(_SPACE + "\n")
        if _EXCEL_ERROR.fullmatch(text):
            self._refuse("XLS-ERROR", row, column, text=text)
        elif _LOST.fullmatch(text):
            self._refuse("XLS-DIGITS", row, column, text=text)
        return " ".join(text.split("\n"))

    def _number(self, row: int, column: int, value: float, form: str) -> str:
        if abs(value) >= _EXACT_DIGITS:
            self._refuse("XLS-DIGITS", row, column, text=f"{value:.15g}")
            return f"{value:.0f}"
        plain = f"{value:.15g}" if isinstance(value, float) else str(value)
        if "e" in plain:
            plain = f"{value:.20f}".rstrip("0").rstrip(".")
        if _scales(form):
            self._refuse("XLS-FORMAT", row, column, text=plain, format=form)
        if "%" in form:
            return f"{value * 100:.12g}%"
        if re.fullmatch(r"0{2,}", form) and plain.isdigit():
            return plain.zfill(len(form))
        return plain

    def _merged(self, head_row: int) -> None:
        for area in self.page.merged_cells.ranges:
            if area.max_row >= head_row:
                self._refuse("XLS-MERGED", area.min_row, area.min_col, area=area.coord)

    def _hidden(self, rows: set[int], columns: list[int]) -> None:
        heights, widths = self.page.row_dimensions, self.page.column_dimensions
        hidden = sorted(row for row in rows if row in heights and heights[row].hidden)
        if hidden:
            self._warn("XLS-HIDDEN", hidden[0], 1, what="、".join(map(str, hidden[:5])))
        letters = [letter for letter in widths if widths[letter].hidden]
        spans = {n for letter in letters for n in range(widths[letter].min or 0, (widths[letter].max or 0) + 1)}
        covered = sorted(spans.intersection(columns))
        if covered:
            names = "、".join(get_column_letter(column) for column in covered[:5])
            self._warn("XLS-HIDDEN", 1, covered[0], what=names)

    def _name(self, row: int, column: int) -> str:
        return f"{self.page.title}!{get_column_letter(column)}{row}"

    def _place(self, row: int, column: int) -> Place:
        return Place(self.file, row, column, column + 1, self._name(row, column))

    def _refuse(self, code: str, row: int, column: int, **values: str) -> None:
        self.found.append(error(code, self._place(row, column), **values))

    def _warn(self, code: str, row: int, column: int, **values: str) -> None:
        self.found.append(warning(code, self._place(row, column), **values))


def _scales(form: str) -> bool:
    """Whether the format shows another number than the cell holds: ``0.0"万元"``, ``0!.0,``, ``#,##0,``."""
    positive = form.partition(";")[0]
    digits = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.', "", positive)
    return bool(re.search(r"[万亿千]", positive)) or bool(re.search(r"[0#?],+(?![0#?])", digits)) or "!." in positive
