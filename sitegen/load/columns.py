"""Good tables of text, read column by column: the very rows that cell by cell gives, in a third of the time.

Whatever is not plainly good – another width, a name nobody knows, a value that does not read, a row of sums – gives None, and the
table is read again cell by cell, which says what is wrong and where (:mod:`sitegen.load.tables`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import repeat

from sitegen.load.origins import LineOrigin, Lines
from sitegen.load.plans import TOTAL, Plan
from sitegen.load.values import LONGEST
from sitegen.model.ledger import Row, Value


def read_columns(
    plan: Plan, file: str, first: int, lines: Sequence[str], separator: str, usual: bool = False
) -> tuple[Row, ...] | None:
    """The rows of a table whose head stands on line ``first``; None where one must look at it cell by cell.

    ``usual``: it is known to have usual signs only.
    """
    width, count = lines[0].count(separator) + 1, len(lines) - 1
    text = separator.join(lines)
    if (
        width == 1
        or not count
        or len({*map(str.count, lines, repeat(separator))}) > 1
        or not (usual or _is_plain(text))
    ):
        return None
    cells = [*map(str.strip, text.split(separator))]
    heads = tuple(map(plan.bare, cells[:width]))
    readers = plan.under(heads)
    titles = [cells[position::width] for position, head in enumerate(heads) if not position or plan.is_titled(head)]
    if (
        readers is None
        or not _are_rows(cells[::width])
        or cells[::width].count(cells[0]) > 1
        or _hold_sums(text, titles)
        or (len(text) > LONGEST and max(map(len, cells)) > LONGEST)
    ):
        return None
    columns: list[Sequence[Value | None]] = [(None,) * count] * len(plan.names)
    for position, (index, read, required) in enumerate(readers, width):
        values = read(cells[position::width])
        if values is None or (required and not all(values) and None in values):
            return None
        columns[index] = values
    names, table = plan.names, Lines(file, first, lines, separator, heads)
    return tuple(
        [Row(names, row, LineOrigin(table, number)) for number, row in enumerate(zip(*columns, strict=True), 1)]
    )


def _is_plain(text: str) -> bool:
    """Whether it has no sign that nobody sees and no other blanks than spaces."""
    return text.isprintable() and unicodedata.is_normalized("NFC", text)


def _are_rows(starts: list[str]) -> bool:
    """Whether lines that begin with these cells are rows, and neither a rule, nor closed by bars, nor taken out."""
    text = "\n".join(["", *starts])
    return all(starts) and not any(sign in text for sign in ("\n-", "\n:", "\n#", "\n＃"))


def _hold_sums(text: str, titles: list[list[str]]) -> bool:
    """Whether one of the rows, by one of its names, is a row of sums."""
    return "计" in text and any(any(map(TOTAL.fullmatch, column)) for column in titles)
