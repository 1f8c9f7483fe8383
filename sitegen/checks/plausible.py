"""Values that were read without trouble and cannot be: counts below nothing, more present than called, an end before its
beginning."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sitegen.diagnostics import Diagnostic, Place, error, warning
from sitegen.model.catalogue import Catalogue, Column, Item, Kind
from sitegen.model.ledger import Body, Disclosure, Record, Value, Village
from sitegen.model.money import plain_money

_NEVER_NEGATIVE: Mapping[Kind, re.Pattern[str]] = {
    "count": re.compile(""),
    "share": re.compile(""),
    "number": re.compile("面积|天数|亩"),
    "money": re.compile("标准|单价"),
}
"""By kind, names and units of what is never below nothing: what is measured, but no 差额; rates, but no amounts."""
_CHANGES = re.compile("[增减差涨跌变]|同比|环比")
_PAIRS = (("开工", "完工"), ("开工", "应完工"), ("签订日期", "完工"), ("报名开始", "报名截止"))
_VOTES = ("同意", "反对", "弃权")


class _Watched(NamedTuple):
    """What of some columns is looked at: numbers that are never negative, pairs of days in order, votes and who was there."""

    numbers: tuple[Column, ...]
    days: tuple[tuple[str, str], ...]
    votes: bool


def check_plausible(village: Village, catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Everything of that kind in one village."""
    sources: tuple[Disclosure | Record, ...] = (*village.disclosures, *village.records)
    for source in sources:
        item = catalogue.by_number(source.item)
        if item is not None:
            yield from _check_body(item, source.body)
    for name, value in (("户数", village.households), ("人口", village.people)):
        if value is not None and value < 0:
            yield error("AMT-NEGATIVE", village.place, name=name, text=str(value))


def _check_body(item: Item, body: Body) -> Iterator[Diagnostic]:
    fields = {field.name: field for field in body.fields}
    values = {name: field.value for name, field in fields.items()}
    yield from _check_values(_watch(item.fields), values, lambda name: fields[name].place)
    for table in body.tables:
        form = item.table(table.name)
        watched = _watch(form.columns) if form else _NOTHING
        for row in table.rows if any(watched) else ():
            cells = dict(zip(row.columns, row.cells, strict=True))
            yield from _check_values(watched, cells, row.place_of)


_NOTHING = _Watched((), (), votes=False)


def _watch(columns: tuple[Column, ...]) -> _Watched:
    names = {column.name for column in columns}
    spans = ((name, f"{name[:-1]}止") for name in names if name.endswith("起"))
    days = tuple((first, last) for first, last in (*_PAIRS, *sorted(spans)) if {first, last} <= names)
    return _Watched(tuple(filter(_is_never_negative, columns)), days, votes="实到" in names)


def _is_never_negative(column: Column) -> bool:
    known = _NEVER_NEGATIVE.get(column.kind)
    return known is not None and bool(known.search(column.name + column.unit)) and not _CHANGES.search(column.name)


def _check_values(
    watched: _Watched, values: Mapping[str, Value | None], find_place: Callable[[str], Place]
) -> Iterator[Diagnostic]:
    for column in watched.numbers:
        value = values.get(column.name)
        if isinstance(value, int | Decimal) and (value < 0 or (column.kind == "share" and value > 100)):
            code = "AMT-NEGATIVE" if value < 0 else "AMT-PERCENT"
            text = plain_money(int(value)) if column.kind == "money" else f"{value:f}"
            yield (error if value < 0 else warning)(code, find_place(column.name), name=column.name, text=text)
    for first, last in watched.days:
        begin, end = values.get(first), values.get(last)
        if isinstance(begin, date) and isinstance(end, date) and end < begin:
            yield error("DATE-BACKWARDS", find_place(last), first=first, begin=begin, last=last, end=end)
    if watched.votes:
        yield from _check_votes(values, find_place)


def _check_votes(values: Mapping[str, Value | None], find_place: Callable[[str], Place]) -> Iterator[Diagnostic]:
    called, present = values.get("应到"), values.get("实到")
    if isinstance(called, int) and isinstance(present, int) and present > called > 0:
        yield error("SUM-VOTES", find_place("实到"), what="实到", number=present, of="应到", most=called)
    for name in _VOTES:
        votes = values.get(name)
        if isinstance(present, int) and isinstance(votes, int) and votes > present > 0:
            yield error("SUM-VOTES", find_place(name), what=name, number=votes, of="实到", most=present)
