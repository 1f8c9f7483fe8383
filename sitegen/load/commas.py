"""Tables in CSV files: fields between commas, semicolons or tabs, quoted or not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Place, error, with_excerpts
from sitegen.load.bars import AnyFits
from sitegen.load.cells import Line
from sitegen.load.grids import Read, to_grid
from sitegen.load.workbooks import EXCEL_ERROR, LOST, MOST_CELLS, SPACE
from sitegen.source import Scalar, decode, find_hidden, has_hidden, place_of, without_hidden

_WIDE = "，"
_SEPARATORS = f",;\t|{_WIDE}"
_KEPT = 15
"""Digits that Excel keeps of a number; a shorter one has lost them only in how it is shown."""
_PERHAPS_LOST = re.compile(r"E\+\d|#|\"")


def read_csv(file: str, data: bytes, names: tuple[str, ...] = (), fits: AnyFits | None = None) -> Read:
    """The table of a CSV file in UTF-8, GBK or UTF-16, separated by commas, semicolons or tabs; ``names`` and ``fits`` as for
    a table of text."""
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return None, (error("XLS-KIND", Place(file), expected=".csv"),)
    text, found = decode(file, data)
    if text is None:
        return None, found
    if _is_too_large(text):
        return None, (*found, error("LIM-COUNT", Place(file), limit=MOST_CELLS))
    hidden = find_hidden(file, text)
    grid, wrong = to_grid(file, map(_clean, _records(text)) if hidden else _records(text), names, fits)
    if grid is None:
        return None, with_excerpts((*found, *(wrong or (error("FILE-EMPTY", Place(file), path=file),))), file, text)
    rows = grid.rows if _PERHAPS_LOST.search(text) else ()
    lost = (problem for row in rows for cell in row if cell and (problem := _lost(file, cell)))
    return grid, with_excerpts((*found, *hidden, *wrong, *lost), file, text)


def good_lines(file: str, data: bytes) -> tuple[list[str], str]:
    """The lines of a CSV file of which nothing has to be said, and what separates their cells; else none."""
    text, found = decode(file, data)
    if text is None or found or _is_too_large(text) or has_hidden(text) or _PERHAPS_LOST.search(text):
        return [], ""
    return text.removesuffix("\n").split("\n"), _separator(text)


def _is_too_large(text: str) -> bool:
    return text.count("\n") + sum(map(text.count, _SEPARATORS)) > MOST_CELLS


def _clean(row: Line | list[Scalar]) -> Line | list[Scalar]:
    if isinstance(row, Line):
        return row.clean()
    return [replace(cell, text=without_hidden(cell.text).strip(SPACE)) for cell in row]


_TITLES = 20
"""Lines among which the first one that is separated at all is found: titles may stand above."""


def read_records(text: str) -> Iterator[list[Scalar]]:
    """Rows of fields as written values; a quoted field may hold separators and line ends."""
    return (list(row.cells()) if isinstance(row, Line) else row for row in _records(text))


def _records(text: str) -> Iterator[Line | list[Scalar]]:
    """Rows of fields, separated as the head is."""
    skip = len(match[0]) if (match := re.match(r"sep=.\n", text)) else 0
    separator = _separator(text[skip:])
    if '"' in text:
        yield from _quoted_records(text, skip, separator)
        return
    for number, line in enumerate(text[skip:].split("\n"), 1 + (skip > 0)):
        if line.strip(SPACE + separator):
            yield Line(number, line, separator)


def _separator(text: str) -> str:
    """What separates the cells of the head; a Chinese comma only where the next line has it, too."""
    separated = (line for line in text.split("\n", _TITLES)[:_TITLES] if any(sign in line for sign in _SEPARATORS))
    chosen = max(_SEPARATORS, key=next(separated, "").count)
    below = next(separated, chosen)
    return chosen if chosen in below or chosen != _WIDE else max(_SEPARATORS, key=below.count)


def _quoted_records(text: str, skip: int, separator: str) -> Iterator[Line | list[Scalar]]:
    """A quoted field may hold separators and line ends; a row without quotes is a line as any other."""
    field = re.compile(rf'[ ]*=?"((?:[^"]|"")*)"[ ]*(?=[{separator}\n]|$)|([^{separator}\n]*)')
    position, line, line_start = skip, 1 + (skip > 0), skip
    row: list[Scalar] = []
    while position <= len(text):
        end = text.find("\n", position) if not row else -1
        if position < end and '"' not in text[position:end]:
            if text[position:end].strip(SPACE + separator):
                yield Line(line, text[position:end], separator)
            position, line, line_start = end + 1, line + 1, end + 1
            continue
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
        long = int(cell.text.partition("+")[2]) >= _KEPT
        return error("XLS-DIGITS" if long else "CODE-LOST", place_of(file, cell), text=cell.text)
    if EXCEL_ERROR.fullmatch(cell.text):
        return error("XLS-ERROR", place_of(file, cell), text=cell.text)
    if cell.text.startswith('"') and not cell.style:
        return error("SYN-QUOTE", Place(file, cell.line, cell.column, cell.column + 1))
    return None
