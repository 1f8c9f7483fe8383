"""Good tables of text, read column by column: the very rows that cell by cell gives, in a third of the time.

Whatever is not plainly good – another width, a name nobody knows, a value that does not read, a row of sums – gives None, and the
table is read again cell by cell, which says what is wrong and where (:mod:`sitegen.load.tables`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from operator import methodcaller

from sitegen.load.origins import LineOrigin
from sitegen.load.plans import TOTAL, Plan
from sitegen.model.ledger import Row, Value

_WITHOUT_RULE = methodcaller("strip", " :-")


def read_columns(plan: Plan, file: str, first: int, lines: Sequence[str], separator: str) -> tuple[Row, ...] | None:
    """The rows of a table whose head stands on line ``first``; None where one must look at it cell by cell."""
    width = lines[0].count(separator) + 1
    text = separator.join(lines)
    if width == 1 or len(lines) == 1 or len({line.count(separator) for line in lines}) > 1 or not _is_plain(text):
        return None
    cells = [*map(str.strip, text.split(separator))]
    heads = cells[:width]
    if not plan.takes(heads) or not all(map(_WITHOUT_RULE, cells[::width])) or _has_sums(text, cells, width):
        return None
    columns: list[Sequence[Value | None]] = [(None,) * (len(lines) - 1)] * len(plan.names)
    for position, head in enumerate(heads, width):
        index, read = plan.readers[head]
        values = read(cells[position::width])
        if values is None or (index in plan.required and not all(values) and None in values):
            return None
        columns[index] = values
    names, columns_of = tuple(heads), plan.names
    rows = zip(range(first + 1, first + len(lines)), lines[1:], zip(*columns, strict=True), strict=True)
    return tuple([Row(columns_of, row, LineOrigin(file, number, line, separator, names)) for number, line, row in rows])


def _is_plain(text: str) -> bool:
    """Whether it has no sign that nobody sees and no other blanks than spaces."""
    return text.isprintable() and unicodedata.is_normalized("NFC", text)


def _has_sums(text: str, cells: list[str], width: int) -> bool:
    """Whether a row begins as a row of sums does."""
    if "计" not in text:
        return False
    rows = (cells[start : start + width] for start in range(width, len(cells), width))
    return any(TOTAL.fullmatch(next(filter(None, row), "")) for row in rows)
