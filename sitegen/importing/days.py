"""Days that can be read in more than one way, settled by what the sheet is of; two days in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sitegen.importing.headers import Heading, Layout
from sitegen.load.workbooks import Cell
from sitegen.model.period import Period

_LOOSE = re.compile(r"'?(\d{1,2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2}|20\d\d)\s*[日号]?", re.ASCII)
"""Three numbers, of which the year is short or last: ``26.7.3``, ``07/19/2026``."""
_ORDERS = ((0, 1, 2), (2, 0, 1), (2, 1, 0))
"""Where year, month and day may stand."""
_SERIAL = re.compile(r"4\d{4}", re.ASCII)
"""A day as spreadsheets count it, shown as the number it is: of 2009 and later."""
_DAY_ZERO = date(1899, 12, 30)


_DAY = r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?"
_SPAN = re.compile(rf"[自从]?\s*({_DAY})\s*起?\s*[-—–~～至到]+\s*({_DAY})\s*[止]?", re.ASCII)
_BEYOND = 100_000
"""Added to a column's number for its second half: no sheet has so many."""


def split_spans(layout: Layout) -> Layout:
    """The table with columns in which every cell is two days, ``2024.1.1-2028.12.31``, as two: 起始 and 到期."""
    said = {
        each.column: [line[each.column] for _, line in layout.lines if each.column in line] for each in layout.headings
    }
    spans = {column for column, cells in said.items() if cells and all(_SPAN.fullmatch(cell.text) for cell in cells)}
    if not spans:
        return layout
    headings = tuple(half for each in layout.headings for half in (_halves(each) if each.column in spans else (each,)))
    lines = tuple((row, _split_cells(line, spans)) for row, line in layout.lines)
    return Layout(headings, layout.titles, lines, layout.first_row)


def _halves(heading: Heading) -> tuple[Heading, Heading]:
    first, last = (
        Heading(column, f"{heading.name}/{word}", (*heading.parts, word), heading.cell)
        for column, word in ((heading.column, "起始"), (heading.column + _BEYOND, "到期"))
    )
    return first, last


def _split_cells(line: Mapping[int, Cell], spans: set[int]) -> dict[int, Cell]:
    found: dict[int, Cell] = {}
    for column, cell in line.items():
        match = _SPAN.fullmatch(cell.text) if column in spans else None
        found[column] = cell._replace(text=match[1]) if match else cell
        if match:
            found[column + _BEYOND] = cell._replace(text=match[2])
    return found


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
