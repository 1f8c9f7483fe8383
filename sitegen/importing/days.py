"""Days that can be read in more than one way, settled by what the sheet is of: the one way in which all of a column lie in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sitegen.importing.headers import Layout
from sitegen.load.workbooks import Cell
from sitegen.model.period import Period

_LOOSE = re.compile(r"'?(\d{1,2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2}|20\d\d)\s*[日号]?", re.ASCII)
"""Three numbers, of which the year is short or last: ``26.7.3``, ``07/19/2026``."""
_ORDERS = ((0, 1, 2), (2, 0, 1), (2, 1, 0))
"""Where year, month and day may stand."""
_SERIAL = re.compile(r"4\d{4}", re.ASCII)
"""A day as spreadsheets count it, shown as the number it is: of 2009 and later."""
_DAY_ZERO = date(1899, 12, 30)


def settle_days(layout: Layout, columns: Iterable[int], period: Period | None) -> Layout:
    """The table with such days written in full. Without a period, or with two ways to read them, they stay and are asked for."""
    if period is None:
        return layout
    settled: dict[tuple[int, int], str] = {}
    for column in columns:
        cells = [(row, line[column]) for row, line in layout.lines if column in line and not line[column].fault]
        settled |= {(row, column): day.isoformat() for row, day in _settle(cells, period).items()}
    lines = tuple((row, _with_days(row, line, settled)) for row, line in layout.lines) if settled else layout.lines
    return Layout(layout.headings, layout.titles, lines, layout.first_row)


def _with_days(row: int, line: Mapping[int, Cell], settled: Mapping[tuple[int, int], str]) -> dict[int, Cell]:
    days = ((column, cell, settled.get((row, column), "")) for column, cell in line.items())
    return {column: cell._replace(text=day, number=False) if day else cell for column, cell, day in days}


def _settle(cells: Iterable[tuple[int, Cell]], period: Period) -> dict[int, date]:
    """By row: the days of one column that only lie in the period one way."""
    every = [(row, "".join(cell.text.split())) for row, cell in cells]
    counted = {row: _DAY_ZERO + timedelta(int(text)) for row, text in every if _SERIAL.fullmatch(text)}
    loose = {row: match for row, text in every if (match := _LOOSE.fullmatch(text))}
    ways = [found for order in _ORDERS if (found := _read(loose, order, period))]
    same = all(way == ways[0] for way in ways)
    within = {row: day for row, day in counted.items() if period.first <= day <= period.last}
    return within | (ways[0] if ways and same else {})


def _read(loose: Mapping[int, re.Match[str]], order: tuple[int, int, int], period: Period) -> dict[int, date]:
    """All of them in one order; nothing unless every one lies in the period."""
    days: dict[int, date] = {}
    for row, match in loose.items():
        year, month, number = (int(match[at + 1]) for at in order)
        try:
            day = date(year if year > 99 else 2000 + year, month, number)
        except ValueError:
            return {}
        if not period.first <= day <= period.last:
            return {}
        days[row] = day
    return days
