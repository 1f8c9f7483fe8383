"""Rows of tables as they were written: texts, each of which knows where it stands when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator
from operator import methodcaller

from sitegen.load.workbooks import SPACE
from sitegen.source import Scalar, without_hidden

_STRIP = methodcaller("strip", SPACE)


class Line:
    """A row of a table of text: its cells as texts; where each of them stands is found only when somebody asks."""

    __slots__ = ("left", "number", "separator", "spans", "texts", "written")

    def __init__(self, number: int, written: str, separator: str) -> None:
        self.number = number
        self.written = written
        self.separator = separator
        self.texts = [*map(_STRIP, written.split(separator))]
        self.left = 0
        """Empty cells left out before the first."""
        self.spans: list[tuple[int, int]] = []
        """First and last column (from 1, the last one exclusive) of the cells' texts, once somebody asked."""

    def __len__(self) -> int:
        return len(self.texts)

    def __iter__(self) -> Iterator[Scalar | None]:
        return (cell if cell.text else None for cell in self.cells())

    def cells(self) -> Iterator[Scalar]:
        """All cells as written values."""
        return map(self.cell, range(len(self.texts)))

    def cell(self, index: int) -> Scalar:
        """The cell as a written value."""
        self.spans = self.spans or list(self._find_spans())
        return Scalar(self.texts[index], self.number, *self.spans[index + self.left])

    def _find_spans(self) -> Iterator[tuple[int, int]]:
        column = 1
        for piece in self.written.split(self.separator):
            text = piece.strip(SPACE)
            start = column + (piece.index(text) if text else 0)
            yield start, start + len(text)
            column += len(piece) + 1

    def gap(self, index: int) -> tuple[int, int]:
        """First and last column of what stands between the cell's separators, a blank at either end apart."""
        pieces = self.written.split(self.separator)[: index + self.left + 1]
        start, width = sum(len(piece) + 1 for piece in pieces[:-1]) + 1, len(pieces[-1])
        return (start + 1, start + width - 1) if width > 2 else (start, start + width)

    def clean(self) -> Line:
        """The line without what nobody sees in its cells; they stay where they were written."""
        self.texts = [without_hidden(text).strip(SPACE) for text in self.texts]
        return self

    def drop(self, lead: int, trail: int) -> None:
        """Leave out so many cells at its ends."""
        self.texts = self.texts[lead : len(self.texts) - trail]
        self.left += lead

    def bars(self) -> list[int]:
        """The columns (from 1) of its separators."""
        return [column for column, sign in enumerate(self.written, 1) if sign == self.separator]


Cells = tuple[Scalar | None, ...] | Line
"""A row: of a spreadsheet or with quotes, each cell a written value; else a line of text."""


def texts_of(row: Cells) -> list[str]:
    """The cells as texts, empty where nothing is written."""
    return row.texts if isinstance(row, Line) else [cell.text if cell else "" for cell in row]


def cell_of(row: Cells, index: int) -> Scalar | None:
    """One cell as a written value."""
    return row.cell(index) if isinstance(row, Line) else row[index]
