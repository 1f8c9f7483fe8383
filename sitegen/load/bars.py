"""Bars: where a row of a table has one separator too many or too few.

What its columns can hold tells which bar it is; where they can hold anything, the first bar that does not stand under its
fellow in the head does. Where neither tells, the row is named as a whole, and never read with its cells in other columns.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from sitegen.load.cells import Line
from sitegen.source import Scalar

Fits = Callable[[int, str], bool]
"""Whether a text (empty: nothing written) can stand in the column of that number."""
AnyFits = Callable[[tuple[str, ...]], Fits]
"""The same for the names of a head."""

_GAP = re.compile(r"\s*[;；丨︱│┃¦]\s*|(?:\s+|^)[lI!！、，,/\\](?:\s+|$)|\s+")
"""What else parts two cells: a sign that looks like a separator, one hit instead of it that stands alone between blanks,
a tab, or the spaces that stood around a bar."""


_THOUSANDS = re.compile(r"-?\d{1,3},\d{3}(?:\.\d{1,2})?")
"""An amount that a comma of a CSV file cut in two."""


_WIDE = "，"


class Slip(NamedTuple):
    """A row with another number of cells than its head. ``meant`` is the row as it was meant, None where nobody can tell;
    ``extra`` the column (from 1) of a separator too many, ``glued`` a cell that was two, ``gap`` the columns between which
    its separator is missing, where that is known, ``wide`` the column of the first ``sign`` that was meant as a separator."""

    meant: tuple[Scalar, ...] | None = None
    extra: int = 0
    glued: Scalar | None = None
    gap: tuple[int, int] = (0, 0)
    wide: int = 0
    sign: str = ""

    @property
    def is_wrong(self) -> bool:
        """Whether there is something to mend: a bar that only closes the line is none."""
        return self.meant is None or bool(self.extra or self.glued or self.wide)


Written = Line | list[Scalar]


def find_slip(row: Written, head: Written, width: int, fits: Fits | None, usual: bool) -> Slip:
    """What is wrong with a row that has not ``width`` cells; nothing, where an empty cell at one end is only a bar that closes it.

    ``usual``: other rows are closed like that, too.
    """
    cells = list(row.cells()) if isinstance(row, Line) else row
    if isinstance(row, Line) and row.separator == "," and len(cells) + row.written.count(_WIDE) == width:
        parted = Line(row.number, row.written.replace(_WIDE, ","), ",")
        return Slip(meant=tuple(parted.cells()), wide=row.written.index(_WIDE) + 1, sign=_WIDE)
    if len(cells) == width + 1:
        return _find_extra(cells, row, head, fits, usual)
    if len(cells) == width - 1 and fits is not None:
        return _find_glued(cells, row, head, fits)
    return Slip()


def _find_extra(cells: list[Scalar], row: Written, head: Written, fits: Fits | None, usual: bool) -> Slip:
    ends = [cells[1:]] * (not cells[0].text) + [cells[:-1]] * (not cells[-1].text)
    if fits is None:
        return Slip(meant=tuple(ends[0])) if ends else Slip()
    joined = [_join(cells, index, row) for index in range(len(cells) - 1)]
    closed = {_texts(each) for each in ends}
    wrong = [_misfits(each, fits) for each in joined]
    least = min((*wrong, *(_misfits(each, fits) for each in ends)))
    within = [index for index, each in enumerate(joined) if wrong[index] == least and _texts(each) not in closed]
    at_ends = {_texts(each): each for each in ends if _misfits(each, fits) == least}
    cut = (index for index in within if cells[index].text and cells[index + 1].text)
    thousands = [index for index in cut if _THOUSANDS.fullmatch(joined[index][index].text)]
    within = thousands or within
    off = _first_off(row, head)
    if (not off or off not in within) and len(at_ends) == 1 and (usual or not within or off == len(cells) - 2):
        return Slip(meant=tuple(*at_ends.values()))
    if (not off or off not in within) and len(within) > 1:
        within = [index for index in within if index == _odd_bar(row)] or _beside_empty(cells, within) or within
    same = len({_texts(joined[index]) for index in within}) == 1
    if off in within and (off or same):
        index = off
    elif at_ends or least > len(cells) // 3 or not same:
        return Slip()
    else:
        index = within[-1]
    return Slip(meant=tuple(joined[index]), extra=_bar(row, index))


def _find_glued(cells: list[Scalar], row: Written, head: Written, fits: Fits) -> Slip:
    """Of the cells before and behind which all others fit, the one that parts in two."""
    own = [fits(index, cell.text) for index, cell in enumerate(cells)]
    moved = [fits(index, cell.text) for index, cell in enumerate(cells, 1)]
    places = [index for index in range(len(cells)) if all(own[:index]) and all(moved[index + 1 :])]
    parted = {
        index: [pair for pair in _parts(cells[index]) if fits(index, pair[0].text) and fits(index + 1, pair[1].text)]
        for index in places
    }
    gaps = [index for index, pairs in parted.items() if any(_is_gap(pair) for pair in pairs)]
    off = _first_off(row, head)
    index = (
        off if off is not None and parted.get(off) else _only(gaps) if gaps else _only_one_to_part(cells, parted, fits)
    )
    if index is None:
        return Slip()
    pairs = parted[index]
    pairs = [pair for pair in pairs if _is_gap(pair)] or pairs
    pairs = [pair for pair in pairs if _is_figure_behind(pair)] if len(pairs) > 1 else pairs
    pairs = pairs or parted[index]
    meant = (*cells[:index], *pairs[0], *cells[index + 1 :]) if len(pairs) == 1 else None
    gap = _between(cells[index], pairs[0]) if meant else ""
    if sign := gap.strip() or ("\t" if "\t" in gap else ""):
        first = pairs[0][0].end_column
        return Slip(meant=meant, wide=first + gap.index(sign), sign="Tab" if sign == "\t" else sign)
    if meant is None:
        return Slip(glued=cells[index])
    return Slip(meant=meant, glued=cells[index], gap=(pairs[0][0].end_column, pairs[0][1].column))


def _between(cell: Scalar, pair: tuple[Scalar, Scalar]) -> str:
    """What stands between the two texts that a cell may have been."""
    return cell.text[pair[0].end_column - cell.column : pair[1].column - cell.column]


def _only(numbers: list[int]) -> int | None:
    return numbers[0] if len(numbers) == 1 else None


def _only_one_to_part(cells: list[Scalar], parted: dict[int, list[tuple[Scalar, Scalar]]], fits: Fits) -> int | None:
    """The only cell that parts in two; None where an empty cell may have been left out instead."""
    for index in parted:
        text = cells[index].text
        if (fits(index, "") and fits(index + 1, text)) or (fits(index, text) and fits(index + 1, "")):
            return None
    return _only([index for index, pairs in parted.items() if pairs])


def _is_gap(pair: tuple[Scalar, Scalar]) -> bool:
    return pair[0].end_column < pair[1].column


def _is_figure_behind(pair: tuple[Scalar, Scalar]) -> bool:
    """Whether a figure begins, or ends, where the second text begins."""
    last, first = pair[0].text[-1], pair[1].text[0]
    return (first.isdigit() and last.isalpha()) or (first.isalpha() and last.isdigit())


def _parts(cell: Scalar) -> Iterator[tuple[Scalar, Scalar]]:
    """The two texts that one may have been; one that stands elsewhere than on its line stays whole."""
    text = cell.text
    if len(text) != cell.end_column - cell.column:
        return
    spans = [*(match.span() for match in _GAP.finditer(text)), *((at, at) for at in range(1, len(text)))]
    for start, end in spans:
        if not (start == end and text[start - 1 : start + 1].strip() != text[start - 1 : start + 1]):
            yield (
                replace(cell, text=text[:start], end_column=cell.column + start),
                replace(cell, text=text[end:], column=cell.column + end),
            )


def _join(cells: list[Scalar], index: int, row: Written) -> list[Scalar]:
    """The row with two neighbours as one; digits keep a comma between them, as in ``1,234.50``."""
    first, second = cells[index : index + 2]
    sign = row.separator if isinstance(row, Line) and row.separator != "|" else ""
    text = f"{first.text}{sign if first.text and second.text else ''}{second.text}"
    start = first if first.text else second
    whole = replace(start, text=text, end_column=(second if second.text else first).end_column)
    return [*cells[:index], whole, *cells[index + 2 :]]


def _texts(cells: Sequence[Scalar]) -> tuple[str, ...]:
    return tuple(cell.text for cell in cells)


def _misfits(cells: Sequence[Scalar], fits: Fits) -> int:
    return sum(not fits(index, cell.text) for index, cell in enumerate(cells))


def _bar(row: Written, index: int) -> int:
    """The column of the separator behind the cell of that number."""
    return row.bars()[index + row.left] if isinstance(row, Line) else row[index].end_column


def _first_off(row: Written, head: Written) -> int | None:
    """The number of the first separator that does not stand under its fellow, as wide as both are shown; 0 for lines that
    are not aligned, None where they are not kept."""
    if not isinstance(row, Line) or not isinstance(head, Line):
        return None
    pairs = list(zip(_shown(row), _shown(head), strict=False))
    off = next((index for index, (own, other) in enumerate(pairs) if own != other), len(pairs))
    return off - row.left


def _odd_bar(row: Written) -> int | None:
    """The number of the only separator of a text that has no blank on either side, where all others have."""
    if not isinstance(row, Line):
        return None
    around = [row.written[bar - 2 : bar] + row.written[bar : bar + 1] for bar in row.bars()]
    tight = [index for index, signs in enumerate(around) if not (signs[:1].isspace() or signs[-1:].isspace())]
    spaced = sum(signs[:1].isspace() and (signs[-1:].isspace() or len(signs) < 3) for signs in around)
    return tight[0] - row.left if len(tight) == 1 and spaced == len(around) - 1 > 0 else None


def _beside_empty(cells: Sequence[Scalar], numbers: list[int]) -> list[int]:
    """Those of the separators that have an empty cell on one side."""
    return [index for index in numbers if not (cells[index].text and cells[index + 1].text)]


def _shown(line: Line) -> list[int]:
    """At which cell of the screen each separator stands."""
    wide = [unicodedata.east_asian_width(sign) in "WF" for sign in line.written]
    return [column + sum(wide[:column]) for column in (bar - 1 for bar in line.bars())]
