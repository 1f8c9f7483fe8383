"""A draft laid over what the ledger says: rows found by their key, columns written by hand kept, every change named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from sitegen.importing.drafts import Draft
from sitegen.importing.journal import to_voucher
from sitegen.model.catalogue import Item, TableForm
from sitegen.model.ledger import Body, Field, Row, Table, Value
from sitegen.model.period import Period
from sitegen.model.plain import to_plain

Key = tuple[str, ...]


class Change(Struct, frozen=True):
    """One difference: a row that came or went (``column`` empty), or a value that is another now."""

    kind: Literal["added", "removed", "changed"]
    table: str
    """Empty for a field."""
    row: Row | None
    column: str
    before: Value | None
    after: Value | None


class Merged(Struct, frozen=True):
    """What is to be written: the whole body, the rows' former selves (for remarks beside them), and the changes."""

    body: Body
    changes: tuple[Change, ...]
    former: Mapping[str, tuple[Row | None, ...]]
    """By table: for each row of the merged table, the row of the ledger it came from."""


def merge(item: Item, old: Body, draft: Draft, opening: Value | None) -> Merged:
    """The ledger's body with the draft over it. ``opening``: 期初余额 to be used where neither says one."""
    changes: list[Change] = []
    tables: dict[str, Table] = {table.name: table for table in old.tables}
    former: dict[str, tuple[Row | None, ...]] = {}
    columns = dict(draft.columns)
    for table in draft.body.tables:
        form = item.table(table.name)
        if form is None:
            continue
        before = tables[table.name].rows if table.name in tables else ()
        rows, origins = _merge_rows(item, form, before, table.rows, draft, columns.get(table.name, ()))
        changes += _compare(form, before, rows, origins)
        former[table.name] = origins
        tables[table.name] = Table(table.name, rows, table.place)
    fields = _merge_fields(item, old, draft.body, tables, opening)
    changes += _compare_fields(old, fields)
    ordered = tuple(tables[form.name] for form in item.tables if form.name in tables and tables[form.name].rows)
    return Merged(Body(fields, ordered), tuple(changes), former)


def _merge_rows(
    item: Item, form: TableForm, old: tuple[Row, ...], new: tuple[Row, ...], draft: Draft, columns: tuple[str, ...]
) -> tuple[tuple[Row, ...], tuple[Row | None, ...]]:
    """The new rows with what was written by hand beside them; old rows of months the draft does not cover stay."""
    cash = item.shape == "cash"
    natural = _natural_key(form, columns)
    known = dict(zip(_keys(old, natural, cash=cash), old, strict=True))
    pairs = [
        (_over(form, known.get(key), row, columns), known.get(key))
        for key, row in zip(_keys(new, natural, cash=cash), new, strict=True)
    ]
    if cash and draft.months is not None:
        pairs += [(row, row) for row in old if _month(row) not in draft.months]
        pairs.sort(key=lambda pair: _day(pair[0]))
    pairs = _numbered(form, pairs)
    return tuple(row for row, _ in pairs), tuple(origin for _, origin in pairs)


def _natural_key(form: TableForm, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The catalogue's key where the sheet has it; else what stands first in a row, with the villagers' group."""
    if form.key and set(form.key) <= set(columns):
        return form.key
    group = tuple(name for name in ("村民小组",) if name in columns)
    return tuple(name for name in form.lead if name in columns) + group or form.key


def _keys(rows: Iterable[Row], natural: tuple[str, ...], *, cash: bool) -> list[Key]:
    """One key a row: of a voucher month, number and order within it; the same key again gets a count."""
    seen: dict[Key, int] = {}
    keys = []
    for row in rows:
        month = _month(row)
        plain = (
            (str(month), to_voucher(str(row.get("凭证号") or "")))
            if cash
            else tuple(to_plain(row.get(name)) for name in natural)
        )
        seen[plain] = seen.get(plain, 0) + 1
        keys.append((*plain, str(seen[plain])))
    return keys


def _day(row: Row) -> date:
    day = row.get("日期")
    return day if isinstance(day, date) else date.min


def _month(row: Row) -> tuple[int, int]:
    return (_day(row).year, _day(row).month)


def _over(form: TableForm, old: Row | None, new: Row, columns: tuple[str, ...]) -> Row:
    """The new row; columns the sheet does not have keep what the ledger says."""
    values: dict[str, Value] = {}
    for column in form.columns:
        value = new.get(column.name)
        if value is None and old is not None and (column.name not in columns or column.name == "序号"):
            value = old.get(column.name)
        if value is not None:
            values[column.name] = value
    return Row(tuple(values), tuple(values.values()), new.place)


def _numbered(form: TableForm, pairs: list[tuple[Row, Row | None]]) -> list[tuple[Row, Row | None]]:
    """序号 for rows without one, where the catalogue demands it; numbers given once stay."""
    column = form.column("序号")
    if column is None or not column.required:
        return pairs
    used = {str(row.get("序号")) for row, _ in pairs if row.get("序号") is not None}
    free = (str(number) for number in range(1, 10**6) if str(number) not in used)
    return [
        (row if row.get("序号") is not None else _with_first(row, "序号", next(free)), origin) for row, origin in pairs
    ]


def _with_first(row: Row, name: str, value: Value) -> Row:
    return Row((name, *row.columns), (value, *row.cells), row.place)


def _compare(
    form: TableForm, old: tuple[Row, ...], rows: tuple[Row, ...], origins: tuple[Row | None, ...]
) -> list[Change]:
    changes = []
    for row, origin in zip(rows, origins, strict=True):
        if origin is None:
            changes.append(Change("added", form.name, row, "", None, None))
            continue
        for column in form.columns:
            before, after = origin.get(column.name), row.get(column.name)
            if before != after:
                changes.append(Change("changed", form.name, row, column.name, before, after))
    kept = {id(origin) for origin in origins}
    changes += [Change("removed", form.name, row, "", None, None) for row in old if id(row) not in kept]
    return changes


# ---- fields ----------------------------------------------------------------------------------------------------------


def _merge_fields(
    item: Item, old: Body, new: Body, tables: Mapping[str, Table], opening: Value | None
) -> tuple[Field, ...]:
    values = {field.name: field for field in old.fields} | {field.name: field for field in new.fields}
    stated = {field.name for field in new.fields}
    if item.shape == "cash" and tables and "期末余额" not in stated:
        first = values.get("期初余额") or (
            Field("期初余额", opening, next(iter(tables.values())).place) if opening is not None else None
        )
        if first is not None and isinstance(first.value, int):
            values["期初余额"] = first
            closing = first.value + _sum(tables.get("进账")) - _sum(tables.get("出账"))
            values["期末余额"] = Field("期末余额", closing, first.place)
    ordered = [values[column.name] for column in item.fields if column.name in values]
    return tuple(ordered) + tuple(field for name, field in values.items() if item.field(name) is None)


def _sum(table: Table | None) -> int:
    return sum(value for row in (table.rows if table else ()) if isinstance(value := row.get("金额"), int))


def _compare_fields(old: Body, fields: tuple[Field, ...]) -> list[Change]:
    return [
        Change(
            "changed" if old.get(each.name) is not None else "added",
            "",
            None,
            each.name,
            old.get(each.name),
            each.value,
        )
        for each in fields
        if old.get(each.name) != each.value
    ]


def to_words(value: Value | None, kind: str, period: Period | None) -> str:
    """A value as a ledger says it; days within the period without the year."""
    if isinstance(value, bool) or value is None:
        return to_plain(value)
    if kind == "money" and isinstance(value, int):
        sign, size = "-" if value < 0 else "", abs(value)
        return f"{sign}{size // 100:,}.{size % 100:02}"
    if kind == "share":
        return f"{to_plain(value)}%"
    if isinstance(value, date):
        inside = period is not None and period.kind != "day" and period.first <= value <= period.last
        return f"{value.month}月{value.day}日" if inside else value.isoformat()
    if isinstance(value, Period):
        return value.label
    return to_plain(value)
