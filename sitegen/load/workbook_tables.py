"""Tables on the sheets of workbooks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import reduce

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Place, error, warning
from sitegen.load.grids import Grid, Read, find_head_problems
from sitegen.load.workbooks import Cell, Page, read_workbook, to_letters
from sitegen.source import Scalar, nearest


def read_sheet(file: str, data: bytes, sheet: str, place: Place | None = None) -> Read:
    """The table on a sheet of a workbook; the first visible sheet when ``sheet`` is empty. ``place``: where that is written.

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
        return None, (error("XLS-SHEET", place or Place(file), **values),)
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
        *find_head_problems(file, header),
        *_merged(file, page, head_row),
        *_hidden(file, page, {row for row, _ in body}, columns),
    )
    return Grid(file, header, rows), found


_FAULTS = ("XLS-FORMULA", "XLS-ERROR", "XLS-FORMAT", "XLS-DIGITS", "XLS-MERGED")
_AREA = re.compile(r"(?:.*!)?([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")


def without_faulted(found: list[Diagnostic], grid: Grid) -> list[Diagnostic]:
    """The same, without values said to be missing in cells of which it is said already why nothing could be read."""
    areas = [_area(dict(each.values).get("area") or each.place.cell) for each in found if each.code in _FAULTS]
    columns = {head.text: _area(head.cell)[0] for head in grid.header}

    def faulted(each: Diagnostic) -> bool:
        column, row = columns.get(dict(each.values).get("key", ""), 0), _area(each.place.cell)[1]
        return any(left <= column <= right and top <= row <= bottom for left, top, right, bottom in areas)

    return [each for each in found if each.code != "KEY-MISSING" or not faulted(each)]


def _area(name: str) -> tuple[int, int, int, int]:
    """First column and row, last column and row of ``三月!B2:C9`` or ``三月!B2``; zeros where it is neither."""
    match = _AREA.fullmatch(name)
    if not match:
        return 0, 0, 0, 0
    left, top = _to_column(match[1]), int(match[2])
    return left, top, _to_column(match[3]) if match[3] else left, int(match[4]) if match[4] else top


def _to_column(letters: str) -> int:
    return reduce(lambda number, letter: 26 * number + ord(letter) - 64, letters, 0)


_Lines = tuple[tuple[int, Mapping[int, Cell]], ...]


def _below_title(lines: _Lines) -> _Lines:
    if all(len(cells) == 1 for _, cells in lines):
        return lines
    return lines[next(i for i, (_, cells) in enumerate(lines) if len(cells) > 1) :]


def _head(page: Page, row: int, column: int, head: Mapping[int, Cell]) -> Scalar:
    cell = head.get(column) or Cell("", row, column, page.cell_name(row, column))
    return replace(cell.to_scalar(), text="".join(cell.text.split()))


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
