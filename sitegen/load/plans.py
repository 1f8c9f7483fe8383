"""How the tables of an item are read: what is the same for all rows of a table, found once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial

from msgspec import Struct

from sitegen.load.bars import Fits
from sitegen.load.values import ReadColumn, column_reader, parser
from sitegen.load.written import Parsed, is_unit
from sitegen.model.catalogue import Column, TableForm
from sitegen.model.period import Period

TOTAL = re.compile(
    r"(?:本?[期月季年页组]|全[村组]|[第0-9一二三四五六七八九十]+组)?(?:合|总|小|共|累)\s*计(?:数|金额)?[:：]?"
)
"""What a row of sums is called; nothing that is disclosed has such a name."""


def in_use(column: Column, period: Period | None) -> bool:
    """Whether the column is asked for in that period; one that is kept for checking never is."""
    if column.kept:
        return False
    if period is None:
        return column.until is None
    return (column.since is None or column.since <= period.last) and (
        column.until is None or period.first <= column.until
    )


OneColumn = tuple[int, ReadColumn, bool]
"""A column's number, what reads all its cells at once, and whether none of them may be empty."""


class Plan(Struct, frozen=True):
    """How the cells of one table are read: what is the same for all its rows, found once."""

    form: TableForm
    names: tuple[str, ...]
    parsers: tuple[Callable[[str], Parsed], ...]
    required: tuple[int, ...]
    under: Callable[[tuple[str, ...]], tuple[OneColumn, ...] | None]
    """How the columns under these heads are read; None unless they are names of columns, each once, and all that must be there."""

    def find(self, name: str) -> int:
        """The column's number; -1 when the table has none of that name."""
        return self.names.index(name) if name in self.names else -1

    def bare(self, head: str) -> str:
        """The name of a column over which its own unit stands, too: ``面积（亩）``, ``金额（元）``; else the head as it is."""
        match = None if head in self.names else _WITH_UNIT.fullmatch(head)
        index = self.find(match[1]) if match else -1
        if match is None or index < 0:
            return head
        column = self.form.columns[index]
        said = is_unit(match[2], _unit_of(column)) or (column.kind == "money" and match[2] == "元")
        return column.name if said else head

    def is_titled(self, name: str) -> bool:
        """Whether a row is called by what stands in that column: its own name, or that of its group. What has a voucher is an
        entry, whatever it is for."""
        named = name in self.form.lead and not any(column.kind == "voucher" for column in self.form.columns)
        return named or name == self.form.group_by

    def fits(self, heads: tuple[str, ...]) -> Fits:
        """What the columns under these heads can hold: no name is a bare number, a column nobody knows holds anything."""
        indexes = [self.find(head) for head in heads]

        def fit(position: int, text: str) -> bool:
            index = indexes[position]
            if index < 0:
                return True
            if not text:
                return index not in self.required
            named = self.form.columns[index].kind in ("person", "payee", "organisation")
            return self.parsers[index](text)[1] is None and not (named and _BARE.fullmatch(text))

        return fit


_WITH_UNIT = re.compile(r"(\S+?)\s*[(（]\s*(?:单位[:：]?\s*)?(\S+?)\s*[)）]")
_BARE = re.compile(r"[-¥]?[\d,.]+[元%]?", re.ASCII)


def plan_table(form: TableForm, period: Period | None) -> Plan:
    """How the table is read in that period."""
    names = tuple(column.name for column in form.columns)
    parsers = tuple(to_parser(column, period) for column in form.columns)
    required = tuple(index for index, column in enumerate(form.columns) if column.required and in_use(column, period))
    readers = map(column_reader, (column.kind for column in form.columns), parsers)
    columns = {
        name: (index, read, index in required) for index, (name, read) in enumerate(zip(names, readers, strict=True))
    }
    needed = frozenset(names[index] for index in required)
    return Plan(
        form=form,
        names=names,
        parsers=parsers,
        required=required,
        under=lru_cache(maxsize=64)(partial(_find_columns, columns, needed)),
    )


def _find_columns(
    columns: Mapping[str, OneColumn], needed: frozenset[str], heads: tuple[str, ...]
) -> tuple[OneColumn, ...] | None:
    names = {*heads}
    fine = len(names) == len(heads) and needed <= names <= columns.keys()
    return tuple(columns[head] for head in heads) if fine else None


_SAID = {"天数": "天", "月数": "个月", "年限": "年"}
"""Columns whose name says their unit."""


def _unit_of(column: Column) -> str:
    return column.unit or next((each for tail, each in _SAID.items() if column.name.endswith(tail)), "")


def to_parser(column: Column, period: Period | None) -> Callable[[str], Parsed]:
    """What reads a text as the column's kind."""
    of_period = column.kind in ("date", "month")
    return parser(column.kind, column.choices, period if of_period else None, _unit_of(column))
