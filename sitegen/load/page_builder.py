"""One page of a workbook, gathered cell by cell, whatever kind of file it stands in."""

from __future__ import annotations

import re

from openpyxl.utils import get_column_letter

from sitegen.load.looks import is_red_form, say_looks
from sitegen.load.workbooks import Area, Cell, Page, to_text

FAR = 1_000
"""Columns beyond which nothing is a table."""
_WRITTEN = re.compile(r"[¥￥]?\d[\d,]*(?:\.\d+)?")
"""An amount as text: on web pages all are."""


class PageBuilder:
    """Gathers one page, cell by cell."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[int, dict[int, Cell]] = {}
        self.merged: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()

    def put(
        self,
        row: int,
        column: int,
        value: object,
        form: str = "General",
        fault: str = "",
        *,
        drawn: tuple[bool, bool] = (False, False),
    ) -> None:
        """A value of the file; what is empty is no cell. ``drawn``: whether it is struck out, and whether it is red."""
        text, own_fault, values = to_text(value, form) if value is not None else ("", "", ())
        if (text or fault) and column <= FAR:
            name = f"{self.name}!{get_column_letter(column)}{row}"
            number = type(value) in (int, float)
            amount = number or bool(_WRITTEN.fullmatch(text))
            looks = say_looks(number=amount, struck=drawn[0], red=drawn[1] or is_red_form(form, value))
            cell = Cell(text, row, column, name, fault or own_fault, values, number, looks)
            self.lines.setdefault(row, {})[column] = cell

    def span(self, row: int, column: int, rows: int, columns: int) -> None:
        """A cell that covers several."""
        if rows > 1 or columns > 1:
            self.merged.append(Area(row, column, row + rows - 1, column + columns - 1))

    def page(self, *, hidden: bool = False, filtered: bool = False) -> Page:
        """What was gathered."""
        lines = tuple((row, dict(sorted(cells.items()))) for row, cells in sorted(self.lines.items()))
        rows, columns = frozenset(self.hidden_rows), frozenset(self.hidden_columns)
        return Page(self.name, lines, hidden, tuple(self.merged), rows, columns, filtered)
