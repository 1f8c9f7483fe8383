"""Sheets whose columns are the item's own: lists, reports and registers, one line a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from sitegen.diagnostics import Diagnostic, error, warning
from sitegen.importing.drafts import NOUGHT, Sheet, gather, make_row
from sitegen.importing.headers import Layout
from sitegen.importing.mapping import PERSONAL, RECORDS, UNUSED, Shape, columns_of
from sitegen.importing.sides import find_drawn, find_red, is_part, without_taste
from sitegen.importing.words import Words
from sitegen.load.looks import STRUCK
from sitegen.load.records import RECORD_NUMBER
from sitegen.load.workbooks import Cell
from sitegen.model.catalogue import Item
from sitegen.model.ledger import Body, Field, Row, Value
from sitegen.model.money import plain_money

_NUMBERED = ("序号", "编号", "村民小组")
"""What is printed before anybody has filled in the line."""
_FIGURES = ("money", "number", "count", "share")


class Lines(Struct, frozen=True):
    """What one sheet says of one village and account: its rows, the columns it has, and what was wrong."""

    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    found: tuple[Diagnostic, ...]


def read_lines(
    sheet: Sheet, layout: Layout, shape: Shape, item: Item, words: Words, named: str = ""
) -> dict[tuple[str, str], Lines]:
    """Rows by village and account as the sheet's columns name them; totals are compared, not taken.

    ``named``: the name of the sheet, which may be that of the group all its rows are of.
    """
    reader = _Reader(sheet, layout, shape, item, words, named)
    groups: dict[tuple[str, str], list[Row]] = {}
    found: dict[tuple[str, str], list[Diagnostic]] = {}
    whose = ("", "")
    since: list[Row] = []
    for _, line in without_taste(layout.lines):
        cells = reader.cells(line)
        kind = reader.kind(line)
        cells |= reader.find_doubted(line, cells) if not kind else {}
        if not kind:
            whose = reader.whose(cells, whose)
        before = len(sheet.found)
        if kind == "合计":
            reader.check_total(cells, groups.get(whose, []), [row for rows in groups.values() for row in rows], since)
            since = []
        elif not kind and (row := reader.row(cells)):
            groups.setdefault(whose, []).append(row)
            since.append(row)
        found.setdefault(whose, []).extend(sheet.found[before:])
    return {key: Lines(tuple(rows), reader.names, tuple(found.get(key, ()))) for key, rows in groups.items()}


_GROUP = "村民小组"
_GROUP_LINE = re.compile(r"第?\s*[一二三四五六七八九十\d]{1,3}\s*(?:村民小组|小组|组|队)\s*[:：]?")


def _find_group(line: Mapping[int, Cell]) -> Cell | None:
    """The cell of a line that is nothing but the name of a group, of which the lines below are."""
    only = next(iter(line.values())) if len(line) == 1 else None
    return only._replace(text=only.text.rstrip("：: ")) if only and _GROUP_LINE.fullmatch(only.text.strip()) else None


class _Reader:
    """One reading of one sheet."""

    def __init__(self, sheet: Sheet, layout: Layout, shape: Shape, item: Item, words: Words, named: str) -> None:
        self.sheet = sheet
        self.words = words
        self.columns = {column.name: column for column in columns_of(item, shape.table)}
        by_name = dict(shape.columns)
        self.targets = {each.column: by_name[each.name] for each in layout.headings}
        self.numbered = shape.table == RECORDS
        self.listed = item.shape in ("list", "cash")
        missing = _GROUP in self.columns and _GROUP not in self.targets.values()
        self.group = _find_group({1: Cell(named, layout.first_row, 1, named)}) if missing else None
        self.grouped = missing and (bool(self.group) or any(_find_group(line) for _, line in layout.lines))
        said = {*self.targets.values(), *((_GROUP,) if self.grouped else ())}
        self.names = tuple(name for name in self.columns if name in said)

    def cells(self, line: Mapping[int, Cell]) -> dict[str, Cell]:
        """What is said, by target."""
        meant = ((self.targets.get(column, UNUSED), cell) for column, cell in line.items())
        cells = gather((target, cell) for target, cell in meant if target not in (UNUSED, PERSONAL))
        return {**cells, _GROUP: self.group} if self.group and cells else cells

    def find_doubted(self, line: Mapping[int, Cell], cells: Mapping[str, Cell]) -> dict[str, Cell]:
        """The first cell that is struck out; else amounts in red, or of a line that says it is void."""
        struck = next(((name, cell) for name, cell in cells.items() if cell.drawn == STRUCK and not cell.fault), None)
        if struck:
            return {struck[0]: struck[1]._replace(fault="XLS-STRUCK", values=(("text", struck[1].text),))}
        money = (name for name in cells if name in self.columns and self.columns[name].kind == "money")
        amounts = {name: cells[name] for name in money}
        return find_drawn(line, amounts) | find_red(line, amounts)

    def kind(self, line: Mapping[int, Cell]) -> str:
        """Empty for a row; else what kind of line it is that is no row."""
        if self.grouped and (group := _find_group(line)):
            self.group = group
            return "组"
        texts = [cell.text for column, cell in line.items() if self.targets.get(column) != PERSONAL]
        cells = self.cells(line)
        whole = all(name in cells for name in self.names if self.columns[name].required)
        for text in texts[:3]:
            kind = self.words.line_kind(text)
            if kind == "表尾" and len(texts) <= 3 and not self._has_figure(cells):
                return kind
            if kind not in ("", "表尾") and (not whole or self.words.is_line(text)):
                return kind
        said = (cell for name, cell in cells.items() if name in self.columns and name not in _NUMBERED)
        return "空" if all(NOUGHT.fullmatch(cell.text) and not cell.fault for cell in said) else ""

    def _has_figure(self, cells: Mapping[str, Cell]) -> bool:
        """Whether a line holds an amount or a number: what does is no remark below the table."""
        kinds = {name: column.kind for name, column in self.columns.items()}
        return any(kinds.get(name) in _FIGURES and re.search(r"\d", cell.text) for name, cell in cells.items())

    @staticmethod
    def whose(cells: Mapping[str, Cell], last: tuple[str, str]) -> tuple[str, str]:
        """Village and account, carried down where the sheet leaves them out."""
        village = cells.get("村代码") or cells.get("村")
        account = cells.get("账套")
        return (village.text if village else last[0]), (account.text if account else last[1])

    def row(self, cells: Mapping[str, Cell]) -> Row | None:
        """A typed row; a required column that the sheet has but leaves empty is reported."""
        values: dict[str, Value] = {}
        for name, column in self.columns.items():
            value = self.sheet.value(cells.get(name), column)
            if value is not None:
                values[name] = value
        if self.numbered and "编号" in values:
            values["编号"] = _without_zeros(str(values["编号"]))
        first = next(iter(cells.values()), None)
        if first is None or not values:
            return None
        place = first.place(self.sheet.file)
        part = next(filter(is_part, cells.values()), None) if self.listed else None
        if part:
            self.sheet.found.append(error("XLS-PART", part.place(self.sheet.file), text=part.text))
            return None
        for name in self.names:
            if self.columns[name].required and name not in values and name not in cells:
                self.sheet.found.append(error("KEY-MISSING", place, key=name, where="这一行"))
        return make_row(values, place, {name: cell.place(self.sheet.file) for name, cell in cells.items()})

    def check_total(
        self, cells: Mapping[str, Cell], rows: Iterable[Row], every: Iterable[Row], since: list[Row]
    ) -> None:
        """A sum under a column that is neither the sum of the village's rows nor that of all rows so far, nor of those
        since the last sum: a list by groups has one below each."""
        for name, cell in cells.items():
            column = self.columns.get(name)
            if column is None or column.kind != "money" or cell.fault or not re.search(r"\d", cell.text):
                continue
            stated = self.sheet.money(cell)
            whole = sum(value for row in every if isinstance(value := row.get(name), int))
            computed = sum(value for row in rows if isinstance(value := row.get(name), int))
            part = sum(value for row in since if isinstance(value := row.get(name), int))
            if stated not in (computed, whole, part):
                values = {"stated": plain_money(stated), "computed": plain_money(computed)}
                self.sheet.found.append(warning("XLS-TOTAL", cell.place(self.sheet.file), **values))


def _without_zeros(number: str) -> str:
    """``0012``, as registers on paper are numbered, is the number 12."""
    return number.lstrip("0") or number if number.isdecimal() else number


def check_numbers(rows: Iterable[Row], register: str) -> tuple[Diagnostic, ...]:
    """Numbers no record can have, and numbers given twice: said at their cells, before anything is laid."""
    found: list[Diagnostic] = []
    seen: dict[str, Row] = {}
    for row in rows:
        number, place = str(row.get("编号") or ""), row.place_of("编号")
        if number in seen:
            first = seen[number].place_of("编号")
            found.append(error("KEY-DUP", place, key=f"编号 {number}", line=first.cell or first.line))
        elif number and not RECORD_NUMBER.fullmatch(number):
            found.append(error("CODE-RECORD", place, value=number, register=register))
        if number:
            seen.setdefault(number, row)
    return tuple(found)


def to_records(rows: Iterable[Row]) -> tuple[tuple[str, Body], ...]:
    """Rows of a register as records: number, and everything else as fields."""
    return tuple(
        (
            str(row.get("编号") or ""),
            Body(tuple(Field(name, value, row.place_of(name)) for name, value in _said(row) if name != "编号")),
        )
        for row in rows
    )


def _said(row: Row) -> list[tuple[str, Value]]:
    return [(name, cell) for name, cell in zip(row.columns, row.cells, strict=True) if cell is not None]
