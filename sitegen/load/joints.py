"""Lines of a table that are no rows: one that was broken in two, or two that were joined."""

from __future__ import annotations

import re

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.load.bars import Fits, Written
from sitegen.load.cells import Line
from sitegen.source import Scalar, depth_of


def mend_broken(
    file: str, rows: list[Written], width: int, fits: Fits | None
) -> tuple[list[Written], list[Diagnostic]]:
    """The rows with those as one of which the line was broken in two, so that neither is a row, but both together are."""
    whole: list[Written] = []
    found: list[Diagnostic] = []
    for row in rows:
        last = whole[-1] if whole else row
        if fits and isinstance(last, Line) and isinstance(row, Line) and _is_rest(last, row, width, fits):
            first, *others = row.cells()
            *before, cut = last.cells()
            whole[-1] = [*before, replace(cut, text=cut.text + first.text), *others]
            found.append(torn_row(file, row))
        else:
            whole.append(row)
    return whole, found


def _is_rest(last: Line, row: Line, width: int, fits: Fits) -> bool:
    if row.separator != "|":
        return False
    texts = [*last.texts[:-1], last.texts[-1] + row.texts[0], *row.texts[1:]]
    cut = 1 < len(last.texts) < width or (len(last.texts) == width and len(row.texts) == 1)
    broken = len(texts) == width and cut and not fits(0, row.texts[0])
    return broken and all(fits(index, text) for index, text in enumerate(texts))


def torn_row(file: str, second: Written) -> Diagnostic:
    """The second half of a row, as what it is."""
    first, *_, last = [cell for cell in (second.cells() if isinstance(second, Line) else second) if cell.text] * 2
    start = depth_of(second.written) + 1 if isinstance(second, Line) else first.column  # a bar may be its first sign
    return error("SYN-BROKEN", Place(file, first.line, start, last.end_column))


_ANY_WORD = "某某"
_LONGEST = 500
"""Signs of a cell in which the end of a row and the beginning of the next one are looked for, at each of them."""


def find_joint(cells: list[Scalar], width: int, fits: Fits | None) -> Scalar | None:
    """Where a second row begins, in a line of text with as many cells as two: the cell after the last of the first row."""
    if width < 3 or len(cells) not in (2 * width - 2, 2 * width - 1) or cells[0].cell:
        return None
    cell = cells[width - 1]
    if not 0 < len(cell.text) <= _LONGEST:
        return None
    if fits and not all(fits(index, each.text) for index, each in enumerate(cells[width:], 1)):
        return None
    gaps = [match.span() for match in re.finditer(r"\s+", cell.text)]
    wide = [end for start, end in gaps if end - start > 1]
    told = [end for start, end in gaps if fits and fits(width - 1, cell.text[:start]) and fits(0, cell.text[end:])]
    if wide or not fits:
        return replace(cell, column=cell.column + wide[-1]) if wide else cell
    if fits(width - 1, cell.text):  # any text: the next row may still be known by its first cell
        starts = () if fits(0, _ANY_WORD) else range(1, len(cell.text))
        start = next((start for start in starts if cell.text[start].strip() and fits(0, cell.text[start:])), 0)
        return replace(cell, column=cell.column + start)
    ends = range(len(cell.text) - 1, 0, -1)  # no gap at all: as much as its column can hold
    told = told or [end for end in ends if fits(width - 1, cell.text[:end]) and fits(0, cell.text[end:])]
    return replace(cell, column=cell.column + told[0]) if told else cell
