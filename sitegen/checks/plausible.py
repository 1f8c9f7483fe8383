"""Values that were read without trouble and cannot be: counts below nothing, more present than called, an end before its
beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

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

Places = Mapping[str, Place]


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
    fields = {field.name: field.value for field in body.fields}
    places = {field.name: field.place for field in body.fields}
    yield from _check_values(item.fields, fields, places)
    for table in body.tables:
        form = item.table(table.name)
        for row in table.rows if form else ():
            values = {name: cell for name, cell in zip(row.columns, row.cells, strict=True) if cell is not None}
            if form and _is_suspicious(form.columns, values):
                yield from _check_values(form.columns, values, {name: row.place_of(name) for name in values})


def _is_suspicious(columns: tuple[Column, ...], values: Mapping[str, Value]) -> bool:
    """Whether anything is said of the values; their places are looked for only then."""
    return any(True for _ in _check_values(columns, values, {name: Place("") for name in values}))


def _check_values(columns: tuple[Column, ...], values: Mapping[str, Value], places: Places) -> Iterator[Diagnostic]:
    for column in columns:
        value = values.get(column.name)
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            yield from _check_number(column, value, places)
    yield from _check_order(values, places)
    yield from _check_votes(values, places)


def _check_number(column: Column, value: int | Decimal, places: Places) -> Iterator[Diagnostic]:
    known = _NEVER_NEGATIVE.get(column.kind)
    if known is None or not known.search(column.name + column.unit) or _CHANGES.search(column.name):
        return
    if value < 0:
        text = plain_money(int(value)) if column.kind == "money" else f"{value:f}"
        yield error("AMT-NEGATIVE", places[column.name], name=column.name, text=text)
    elif column.kind == "share" and value > 100:
        yield warning("AMT-PERCENT", places[column.name], name=column.name, text=f"{value:f}")


def _check_order(values: Mapping[str, Value], places: Places) -> Iterator[Diagnostic]:
    starts = [name for name in values if name.endswith("起") and f"{name[:-1]}止" in values]
    for first, last in (*_PAIRS, *((name, f"{name[:-1]}止") for name in starts)):
        begin, end = values.get(first), values.get(last)
        if isinstance(begin, date) and isinstance(end, date) and end < begin:
            yield error("DATE-BACKWARDS", places[last], first=first, begin=begin, last=last, end=end)


def _check_votes(values: Mapping[str, Value], places: Places) -> Iterator[Diagnostic]:
    called, present = values.get("应到"), values.get("实到")
    if isinstance(called, int) and isinstance(present, int) and present > called > 0:
        yield error("SUM-VOTES", places["实到"], what="实到", number=present, of="应到", most=called)
    for name in _VOTES:
        votes = values.get(name)
        if isinstance(present, int) and isinstance(votes, int) and votes > present > 0:
            yield error("SUM-VOTES", places[name], what=name, number=votes, of="实到", most=present)
