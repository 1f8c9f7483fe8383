"""Values that were read without trouble and cannot be, as the catalogue says of their columns: below nothing, an end before
its beginning or what happened after today, more present than called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from sitegen.diagnostics import Diagnostic, Place, error, warning
from sitegen.model.catalogue import Catalogue, Column, Item
from sitegen.model.ledger import Body, Disclosure, Record, Row, Value, Village
from sitegen.model.money import plain_money
from sitegen.model.plain import to_plain

FindValue = Callable[[str], Value | None]
FindPlace = Callable[[str], Place]


def check_plausible(village: Village, catalogue: Catalogue, today: date) -> Iterator[Diagnostic]:
    """Everything of that kind in one village."""
    sources: tuple[Disclosure | Record, ...] = (*village.disclosures, *village.records)
    for source in sources:
        item = catalogue.by_number(source.item)
        if item is not None:
            yield from _check_body(item, source.body)
            yield from _check_happened(source, today)


_DECIDED = frozenset("决策日期 通过日期 表决日期 审议日期".split())
"""Days before anything is told of what was decided on them."""
_HAPPENED = _DECIDED | frozenset(
    "签订日期 批准日期 验收日期 评议日期 选出日期 成交日期 购建日期 投资日期 缴清日期 提出日期 答复日期 审核日期 完工".split()
)
"""Days that are only written down when they are over."""


def _check_happened(source: Disclosure | Record, today: date) -> Iterator[Diagnostic]:
    """Days of what has happened that are still to come, or on which it had been told already. In a period still to come it
    is the period that is wrong."""
    posted = source.posted if isinstance(source, Disclosure) else None
    if isinstance(source, Disclosure) and source.period.first > today:
        return
    for field in source.body.fields:
        if field.name in _HAPPENED and isinstance(field.value, date):
            if field.value > today:
                yield _too_late(field.name, field.place, field.value, "今天", today)
            elif posted and field.value > posted and field.name in _DECIDED:
                yield _too_late(field.name, field.place, field.value, "公开日期", posted)
    for table in source.body.tables:
        for name in _HAPPENED.intersection(table.cells):
            for row, day in zip(table.rows, table.cells[name], strict=True):
                if isinstance(day, date) and day > today:
                    yield _too_late(name, row.place_of(name), day, "今天", today)


def _too_late(name: str, place: Place, day: date, last: str, end: date) -> Diagnostic:
    return error("DATE-BACKWARDS", place, first=name, begin=day, last=last, end=end)


def _check_body(item: Item, body: Body) -> Iterator[Diagnostic]:
    fields = {field.name: field for field in body.fields}
    values = {name: field.value for name, field in fields.items()}
    own, measured = _measure(item)
    for column in own.bounded:
        if column.name in fields:
            yield from _check_value(column, values[column.name], values.get, lambda name: fields[name].place)
    for parts in own.shares:
        yield from _check_shares(parts, values.get, lambda name: fields[name].place)
    for table, form in ((each, measured[each.name]) for each in body.tables if each.name in measured):
        around = {name: values[name] for name in form.beside & values.keys()}
        for column in form.bounded:
            for row, value in zip(table.rows, table.column(column.name), strict=True):
                if value is not None:
                    yield from _check_value(column, value, _finder(row, around), row.place_of)
        for parts in form.shares:
            for row in table.rows:
                yield from _check_shares(parts, _finder(row, around), row.place_of)


def _finder(row: Row, around: Mapping[str, Value]) -> FindValue:
    """What a column of the row is measured by: another one, or a field ``around`` the table."""
    return (lambda name: around[name] if name in around else row.get(name)) if around else row.get


_MOST = {"年龄": 130, "年限": 200}
"""By how the names of columns end, what nobody and nothing is older than."""


class _Measured(NamedTuple):
    """What of some columns may be impossible."""

    bounded: tuple[Column, ...]
    """Those with a bound."""
    shares: tuple[tuple[Column, ...], ...]
    """Those of which none is more than the same other one, by that: 同意, 反对 and 弃权 of 实到."""
    beside: frozenset[str]
    """What bounds them and is none of them."""


@lru_cache(maxsize=1024)
def _measure(item: Item) -> tuple[_Measured, Mapping[str, _Measured]]:
    """Of the item's fields, and of its tables that have any by their names."""
    tables = ((form.name, _measure_columns(form.columns)) for form in item.tables)
    return _measure_columns(item.fields), {name: each for name, each in tables if each.bounded}


def _measure_columns(columns: tuple[Column, ...]) -> _Measured:
    bounded = tuple(
        each
        for each in columns
        if each.never_negative or each.not_before or each.not_above or each.name.endswith(tuple(_MOST))
    )
    limits = dict.fromkeys(each.not_above for each in bounded if each.not_above)
    groups = (tuple(each for each in bounded if each.not_above == limit) for limit in limits)
    bounds = frozenset(name for each in bounded for name in (each.not_before, each.not_above))
    return _Measured(
        bounded, tuple(group for group in groups if len(group) > 1), bounds.difference(each.name for each in columns)
    )


def _check_value(column: Column, value: Value, find: FindValue, find_place: FindPlace) -> Iterator[Diagnostic]:
    if isinstance(value, date):
        yield from _check_day(column, value, find, find_place)
    elif isinstance(value, int | Decimal):
        yield from _check_number(column, value, find, find_place)


def _check_shares(parts: tuple[Column, ...], find: FindValue, find_place: FindPlace) -> Iterator[Diagnostic]:
    """Together they are not more than it either; one that is by itself was said."""
    most, of = find(parts[0].not_above), parts[0].not_above
    written = {each: value for each in parts if isinstance(value := find(each.name), int | Decimal)}
    if not written or not isinstance(most, int | Decimal) or most <= 0:
        return
    together = sum(written.values())
    if together > most >= max(written.values()):
        last = next(each for each in reversed(written) if written[each] > 0)
        said = {"what": "＋".join(each.name for each in written), "number": _say(last, together), "of": of}
        yield error("SUM-VOTES", find_place(last.name), **said, most=_say(last, most))


def _check_day(column: Column, day: date, find: FindValue, find_place: FindPlace) -> Iterator[Diagnostic]:
    begin = find(column.not_before)
    if isinstance(begin, date) and day < begin:
        place, said = find_place(column.name), {"first": column.not_before, "last": column.name}
        yield error("DATE-BACKWARDS", place, **said, begin=begin, end=day)


def _check_number(column: Column, value: int | Decimal, find: FindValue, find_place: FindPlace) -> Iterator[Diagnostic]:
    most = find(column.not_above) if column.not_above else None
    if column.never_negative and value < 0:
        yield error("AMT-NEGATIVE", find_place(column.name), name=column.name, text=_say(column, value))
    elif isinstance(most, int | Decimal) and value > most > 0:
        said = {"what": column.name, "number": _say(column, value), "of": column.not_above, "most": _say(column, most)}
        yield error("SUM-VOTES", find_place(column.name), **said)
    elif column.kind in ("count", "number") and value > _MOST.get(column.name[-2:], value):
        yield error("AMT-SIZE", find_place(column.name), text=_say(column, value))
    elif column.kind == "share" and value > 100:
        yield warning("AMT-PERCENT", find_place(column.name), name=column.name, text=_say(column, value))


def _say(column: Column, value: int | Decimal) -> str:
    return plain_money(value) if column.kind == "money" and isinstance(value, int) else to_plain(value)
