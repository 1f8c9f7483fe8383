"""Figures that went from one row of a list to another: its sums are what they were, and what a household got is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import json

from sitegen.model.catalogue import LASTING
from sitegen.model.site import Moved, Version
from sitegen.views.public import PublicDisclosure, PublicTable

_Rows = Sequence[Sequence[str]]


def find_moved(view: PublicDisclosure, version: Version) -> tuple[Moved, ...]:
    """Cells of tables whose rows show no key, which were others when they were published; none where the rows are others."""
    open_tables = [table for table in view.body.tables if table.rows and not table.keys]
    if not open_tables or not version.view:
        return ()
    stored = {each["name"]: each for each in json.decode(version.view).get("body", {}).get("tables", ())}
    return tuple(
        moved
        for table in open_tables
        if (told := stored.get(table.name)) and [name for name, *_ in told["columns"]] == _names(table)
        for moved in _compare(table, [tuple(row) for row in told["rows"]])
    )


def _names(table: PublicTable) -> list[str]:
    return [column.name for column in table.columns]


def _compare(table: PublicTable, before: _Rows) -> Iterator[Moved]:
    """Rows that look alike but for their figures are one household as far as anybody can see, in whatever order."""
    if list(table.rows) == before:
        return
    words = [index for index, column in enumerate(table.columns) if column.kind not in LASTING]
    now, then = _group(table.rows, words), _group(before, words)
    if {who: len(rows) for who, rows in now.items()} != {who: len(rows) for who, rows in then.items()}:
        return
    for index in set(range(len(table.columns))).difference(words):
        for who, rows in now.items():
            gone = Counter(before[row][index] for row in then[who])
            new = [row for row in rows if not _take(gone, table.rows[row][index])]
            for row, text in zip(new, gone.elements(), strict=True):
                yield Moved(table.name, row, table.columns[index].name, text)


def _take(from_: Counter[str], text: str) -> bool:
    if not from_[text]:
        return False
    from_[text] -= 1
    return True


def _group(rows: _Rows, words: Iterable[int]) -> dict[tuple[str, ...], list[int]]:
    groups: dict[tuple[str, ...], list[int]] = {}
    at = tuple(words)
    for number, row in enumerate(rows):
        groups.setdefault(tuple(row[index] for index in at), []).append(number)
    return groups
