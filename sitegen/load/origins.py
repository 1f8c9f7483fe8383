"""Where the rows of tables were written: places are found only when a message asks for them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from sitegen.diagnostics import Place
from sitegen.load.cells import Cells, Line, cell_of, texts_of
from sitegen.load.workbooks import Cell, to_letters
from sitegen.source import Entries, Scalar, place_of


class EntriesOrigin(Struct, frozen=True, gc=False):
    """A row written as a map."""

    file: str
    entries: Entries

    def place(self) -> Place:
        """Its first key or its brace."""
        return place_of(self.file, self.entries)

    def place_of(self, column: str) -> Place | None:
        """The value under the column's name."""
        node = self.entries.get(column)
        return place_of(self.file, node) if node is not None else None


class GridOrigin(Struct, frozen=True, gc=False):
    """A row of a table of text or of a sheet; ``names`` are the columns of its cells."""

    file: str
    row: Cells
    names: tuple[str, ...]

    def place(self) -> Place:
        """Its first cell that is not empty."""
        first = next((cell for cell in self.row if cell is not None), None)
        return place_of(self.file, first) if first else Place(self.file)

    def place_of(self, column: str) -> Place | None:
        """The cell under the column's name."""
        index = self.names.index(column) if column in self.names else -1
        cell = cell_of(self.row, index) if index >= 0 and texts_of(self.row)[index] else None
        return place_of(self.file, cell) if cell else None

    def place_of_gap(self, column: str) -> Place:
        """Where nothing is written under the column's name: between its separators, else where the row stands."""
        if column not in self.names:
            return self.place()
        if not isinstance(self.row, Line):
            return self._empty_cell(self.row, self.names.index(column)) or self.place()
        start, end = self.row.gap(self.names.index(column))
        return Place(self.file, self.row.number, start, max(end, start + 1))

    def _empty_cell(self, row: Sequence[Scalar | None], index: int) -> Place | None:
        """The cell of a sheet in which nothing is written, counted from one of its row in which something is."""
        near = min((at for at, cell in enumerate(row) if cell), key=lambda at: abs(at - index), default=-1)
        written = row[near] if near >= 0 else None
        if written is None or not written.cell:
            return None
        sheet, mark, _ = written.cell.rpartition("!")
        column = written.column + index - near
        return Cell("", written.line, column, f"{sheet}{mark}{to_letters(column)}{written.line}").place(self.file)


class Lines(Struct, frozen=True, gc=False):
    """A table of text of which nothing had to be said: its lines, the first of which is its head and stands on line ``first``."""

    file: str
    first: int
    written: Sequence[str]
    separator: str
    names: tuple[str, ...]


class LineOrigin(Struct, frozen=True, gc=False):
    """A row of such a table: its line, of that number in the table, is looked at when somebody asks."""

    table: Lines
    number: int

    @property
    def file(self) -> str:
        """The file, from the county folder."""
        return self.table.file

    def place(self) -> Place:
        """Its first cell that is not empty."""
        return next(filter(None, map(self._place_at, range(len(self.table.names)))), Place(self.file))

    def place_of(self, column: str) -> Place | None:
        """The cell under the column's name."""
        names = self.table.names
        return self._place_at(names.index(column)) if column in names else None

    def _place_at(self, index: int) -> Place | None:
        table = self.table
        pieces = table.written[self.number].split(table.separator)
        text = pieces[index].strip(" ")  # the only blanks there are in such a line
        start = len(table.separator.join([*pieces[:index], ""])) + pieces[index].index(text) + 1
        return Place(table.file, table.first + self.number, start, start + len(text)) if text else None
