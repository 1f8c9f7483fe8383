"""Tables as text with ``|``, CSV and XLSX sheets: one common grid of texts, each knowing where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Place, error, with_excerpts
from sitegen.load.bars import AnyFits, Fits, Slip, Written, find_slip
from sitegen.load.cells import Cells, Line
from sitegen.load.joints import find_joint, mend_broken, torn_row
from sitegen.load.workbooks import SPACE
from sitegen.source import Document, Scalar, has_hidden, lines_of, place_of

_MOST = 500
"""Rows of another width that are named; nobody mends more at a time."""
_EMPTY = SPACE + "|"


class Grid(Struct, frozen=True):
    """A table: its head, and rows with as many cells. Empty lines are left out."""

    file: str
    header: tuple[Scalar, ...]
    rows: tuple[Cells, ...]
    whole: bool = True
    """Whether no row was left out."""


Read = tuple[Grid | None, tuple[Diagnostic, ...]]

# ---- text with | -----------------------------------------------------------------------------------------------------

_RULE = re.compile(r"[\s|:]*+-[\s|:-]*+")


def read_text_table(
    document: Document, scalar: Scalar, names: tuple[str, ...] = (), fits: AnyFits | None = None
) -> Read:
    """The table written under a ``|``; a bar at either end of a line and a Markdown rule are tolerated.

    ``names`` are those its columns may have: two of them in one cell of the head lack the bar between them. ``fits`` says
    what its columns can hold, which tells the bar too many or too few in a row.
    """
    if scalar.style != "|":
        return None, (error("SYN-TABLE", place_of(document.file, scalar)),)
    rows = (
        Line(number, line, "|")
        for number, line in enumerate(lines_under(document, scalar), scalar.line + 1)
        if line.strip(_EMPTY) and not _is_aside(line)
    )
    lines: Iterable[Line] = map(Line.clean, rows) if has_hidden(document.text) else rows
    out: tuple[Line, ...] = ()
    if "#" in scalar.text or "＃" in scalar.text:
        head, *below = [*lines] or [Line(0, "", "|")]
        out = tuple(line for line in below if _TAKEN_OUT.match(line.written))
        lines = [head, *(line for line in below if line not in out)]
    grid, found = to_grid(document.file, lines, names, fits)
    if out and grid:
        grid = replace(grid, whole=False)
    found = (*found, *(_taken_out(document.file, line) for line in out))
    return grid, with_excerpts(found, document.file, document.text)


_TAKEN_OUT = re.compile(r"\s*\|?\s*[#＃]+(?:\s|\d+[年月/.-]\d)")
"""Before a row of figures, as before a line that is not to be read; a cell may be ``#3``."""


def _taken_out(file: str, line: Line) -> Diagnostic:
    first = next(cell for cell in line.cells() if cell.text)
    return error("SYN-ROW", Place(file, first.line, first.column, first.end_column))


def lines_under(document: Document, scalar: Scalar) -> Sequence[str]:
    """The lines of the table, with plain bars."""
    count = scalar.text.rstrip("\n").count("\n") + 1 if scalar.text.strip() else 0
    return _lines(document.text)[scalar.line : scalar.line + count]


@lru_cache(maxsize=2)  # a file may hold hundreds of tables
def _lines(text: str) -> Sequence[str]:
    return lines_of(text.replace("｜", "|"))


def _is_aside(line: str) -> bool:
    """A Markdown rule, or a remark on a line of its own."""
    start = line.lstrip()[:1]
    return (start in "|:-" and bool(_RULE.fullmatch(line))) or (start in ("#", "＃") and "|" not in line)


def to_grid(file: str, lines: Iterable[Written], names: tuple[str, ...], fits: AnyFits | None = None) -> Read:
    """The first line as head, the others as rows of the same width; lines of another width are reported."""
    rows = iter(lines)
    first = next(rows, [])
    torn = _mend_head(first, second, names) if (second := next(rows, None)) is not None else None
    if torn is None:
        rows = rows if second is None else chain((second,), rows)
    lead, written, trail = _header(torn or first)
    if not written:
        return None, ()
    parts = [(cell, _parted(cell, names)) for cell in written]
    header = tuple(part for _, own in parts for part in own)
    width = len(header)
    parted = (cell for cell, own in parts if len(own) > 1 and _DAMAGED not in cell.text)
    sign = first.separator if isinstance(first, Line) else ","
    found = [_unparted(file, cell, names, sign) for cell in parted]
    found += [torn_row(file, second)] if torn and second is not None else []
    found += find_head_problems(file, header, first.written if isinstance(first, Line) else "")
    body = [row if len(row) == width else _closed(row, width, lead, trail) for row in rows]
    names_again = [cell.text for cell in header]
    body = [row for row in body if width == 1 or _texts(row) != names_again]  # the head of the next page
    others = [row for row in body if len(row) != width]
    if not others:
        return Grid(file, header, tuple(map(_to_cells, body))), tuple(found)
    usual = _are_closed(others, width)
    test = fits(tuple(cell.text for cell in header)) if fits else None
    several = len(others) > 1 or width == 1 or _is_longer(others[0], width, test)
    if len(others) == len(body) and len({*map(len, others)}) == 1 and several and not usual:
        place = Place(file, header[0].line, header[0].column, header[-1].end_column, header[0].cell)
        empty = [each.place for each in found if each.code == "SYN-HEADER"]
        place = empty[0] if len(empty) == 1 and len(others[0]) == width - 1 else place
        return None, (error("SYN-HEAD", place, count=width, expected=len(others[0]), sign=sign),)
    kept: list[Cells] = []
    body, broken = mend_broken(file, body, width, test)
    found += broken
    for row in body:
        slip = None if len(row) == width else find_slip(row, first, width, test, usual)
        meant = row if slip is None else slip.meant
        if meant is not None:
            kept.append(_to_cells(meant))
        # where a name of the head is missing, the head is wrong, not the rows below it
        if slip and slip.is_wrong and len(found) < _MOST and all(head.text for head in header):
            found.append(_other_width(file, row, header, slip, test))
    return Grid(file, header, tuple(kept), whole=len(kept) == len(body)), tuple(found)


def _mend_head(first: Written, second: Written, names: tuple[str, ...]) -> list[Scalar] | None:
    """The head whose line was broken in two: what both lines give, when every cell of that is a name; else None."""
    if not names or not isinstance(first, Line) or not isinstance(second, Line):
        return None
    texts = [text for text in second.texts if text]
    if len(texts) > 1 and texts[-1] not in names:
        return None  # as nearly every second line
    sign, left, right = first.separator, first.written.rstrip(SPACE), second.written.strip(SPACE)
    between = left.endswith(sign) or right.startswith(sign)
    own, others = ([cell for cell in line.cells() if cell.text] for line in (first, second))
    if own and others and not between:
        joint = replace(own[-1], text=own[-1].text + others[0].text)
        own, others = [*own[:-1], joint], others[1:]
    head = [*own, *others]
    twice = len({cell.text for cell in head}) < len(head)
    return None if twice or not own or not all(cell.text in names for cell in head) else head


_DAMAGED = "\ufffd"
_GAP = f" \t\u3000，、;；丨{_DAMAGED}"
"""What may stand in a head for a bar that is gone."""


def _parted(cell: Scalar, names: tuple[str, ...]) -> tuple[Scalar, ...]:
    """The cells of a head that its cell was meant to be: two where it holds two names, the bar between them forgotten."""
    text = cell.text
    if text in names or len(text) != cell.end_column - cell.column:
        return (cell,)
    longest = max(map(len, names), default=0)
    for end in (end for end in range(min(len(text) - 1, longest), 0, -1) if text[:end] in names):
        rest = text[end:].lstrip(_GAP)
        middle = cell.end_column - len(rest)
        first = replace(cell, text=text[:end], end_column=cell.column + end)
        others = _parted(replace(cell, text=rest, column=middle), names)
        if all(other.text in names for other in others):
            return first, *others
    return (cell,)


def _unparted(file: str, cell: Scalar, names: tuple[str, ...], sign: str) -> Diagnostic:
    first, second, *_ = _parted(cell, names)
    whole = f"{first.text} | {second.text}" if sign == "|" else f"{first.text}{sign}{second.text}"
    gap = cell.text[first.end_column - cell.column : second.column - cell.column]
    wrong = next((at for at, each in enumerate(gap, first.end_column) if each != " "), 0)
    start, end = (wrong, wrong + 1) if wrong else (first.end_column, max(second.column, first.end_column + 1))
    place = replace(place_of(file, cell), column=start, end_column=end)
    return error("SYN-HEADBAR", place, first=first.text, second=second.text, whole=whole)


def _header(row: Written) -> tuple[int, list[Scalar], int]:
    """How many empty cells stand before the head, its cells, and how many empty ones behind it: a bar at either end of a
    text, any number of commas in a file of Excel."""
    header = list(row.cells()) if isinstance(row, Line) else row
    bars = isinstance(row, Line) and row.separator == "|"
    lead = int(len(header) > 1 and not header[0].text)
    trail = 0
    while len(header) - lead - trail > 1 and not header[-1 - trail].text and not (bars and trail):
        trail += 1
    return lead, header[lead : len(header) - trail], trail


def _closed(row: Written, width: int, lead: int, trail: int) -> Written:
    """The row without the empty cells that the head has at its ends, too, without those that two bars make, and without more
    than one behind its last cell."""
    texts = _texts(row)
    extra = len(texts) - width
    first, last = (int(lead and not texts[0]), 0)
    while last < trail and not texts[-1 - last]:
        last += 1
    if extra < first + last:
        first, last = (first, 0) if last == 0 or texts[-1] else (0, 0)
    extra -= first + last
    if extra == 2 and not first and not last and not texts[0] and not texts[-1]:
        first, last, extra = 1, 1, 0
    while extra > 1 and not texts[-1 - last]:
        last, extra = last + 1, extra - 1
    return _without(row, first, last) if first or last else row


def _without(row: Written, lead: int, trail: int) -> Written:
    if isinstance(row, Line):
        row.drop(lead, trail)
        return row
    return row[lead : len(row) - trail]


def _texts(row: Written) -> list[str]:
    return row.texts if isinstance(row, Line) else [cell.text for cell in row]


def _to_cells(row: Written | tuple[Scalar, ...]) -> Cells:
    return row if isinstance(row, Line) else tuple(cell if cell.text else None for cell in row)


def _are_closed(rows: list[Written], width: int) -> bool:
    """Whether several rows end, or begin, with a bar that the head has not."""
    ends = [_texts(row) for row in rows if len(row) == width + 1]
    return sum(not texts[-1] for texts in ends) > 1 or sum(not texts[0] for texts in ends) > 1


def _is_longer(row: Written, width: int, fits: Fits | None) -> bool:
    """Whether the only row of a table is so much longer than its head that the head was cut off: unless it is two rows in one."""
    texts = _texts(row)
    if fits is None or len(texts) < width + 2:
        return False
    second = texts[width - 1 :] if len(texts) < 2 * width else texts[width:]
    return not all(fits(index, text) for index, text in enumerate(second[1:], 1) if index < width)


_BLANK = re.compile(r"\s+")
_NAME_AND_VALUE = re.compile(r"([^\W\d_]{2,12}):(?:\s|$)")


def _other_width(file: str, row: Written, header: tuple[Scalar, ...], slip: Slip, fits: Fits | None) -> Diagnostic:
    cells = [*row.cells()] if isinstance(row, Line) else row
    written = [cell for cell in cells if cell.text] or cells[:1]
    first, last = written[0], cells[-1] if cells[-1].text or isinstance(row, Line) else written[-1]
    place = Place(file, first.line, first.column, max(last.end_column, first.column + 1), first.cell)
    sign = row.separator if isinstance(row, Line) else ","
    if sign == "|" and len(cells) == 1 and (name := _NAME_AND_VALUE.match(first.text)):  # a line of what stands above
        return error("SYN-ALIGN", Place(file, first.line, first.column, first.column + len(name[1])))
    said = {"count": len(cells), "expected": len(header), "header": "、".join(cell.text for cell in header)}
    if slip.wide:
        return error("SYN-CELLS", Place(file, first.line, slip.wide, slip.wide + 1), **said, wide=slip.sign, plain=sign)
    if slip.extra:
        return error("SYN-CELLS", Place(file, first.line, slip.extra, slip.extra + 1), **said, extra=sign)
    if (joint := find_joint(_all_cells(row), len(header), fits)) is not None:
        return error("SYN-JOINED", Place(file, joint.line, joint.column, max(last.end_column, joint.column + 1)))
    if slip.glued:
        glued = " ".join(slip.glued.text.split())
        place = place_of(file, slip.glued)
        if slip.gap[0]:
            place = replace(place, column=slip.gap[0], end_column=max(slip.gap[1], slip.gap[0] + 1))
        return error("SYN-CELLS", place, **said, glued=glued, between=sign)
    return error("SYN-CELLS", place, **said, sign=sign)


def _all_cells(row: Written) -> list[Scalar]:
    """Its cells, with the empty ones at its end that were left out."""
    return list(Line(row.number, row.written, row.separator).clean().cells()) if isinstance(row, Line) else row


def find_head_problems(file: str, header: Iterable[Scalar], line: str = "") -> list[Diagnostic]:
    """Cells of a head without a name, and names that stand there twice; ``line`` is the head's own, where it is text."""
    seen: dict[str, Scalar] = {}
    found: list[Diagnostic] = []
    for cell in header:
        if not cell.text:
            place, blank = place_of(file, cell), _BLANK.match(line, cell.column - 1)
            end = max(blank.end() if blank else 0, cell.column) + 1
            found.append(error("SYN-HEADER", replace(place, end_column=end) if line else place))
        elif cell.text in seen:
            first = seen[cell.text]
            found.append(error("KEY-DUP", place_of(file, cell), key=cell.text, line=first.cell or first.line))
        seen.setdefault(cell.text, cell)
    return found
