"""Derived figures: sums, cash balances, what is due, turning days, and the small summary a village gives to its regions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from sitegen import codes
from sitegen.model.catalogue import SUMMED, Catalogue, Column, Item, Kind, Preset, TableForm
from sitegen.model.ledger import Account, Body, Correction, Disclosure, Fen, Record, Row, Table, Value, Village
from sitegen.model.limits import EXPIRING_DAYS, answer_by, taken_by
from sitegen.model.period import Period, after, containing
from sitegen.model.workdays import Holidays


class Figure(NamedTuple):
    """A number or word a sentence may use: its kind decides how it is said, its unit stands behind it."""

    kind: Kind
    value: Value
    unit: str = ""


def derive_figures(item: Item, bodies: Iterable[Body]) -> dict[str, Figure]:
    """Everything sentences can name, over all given parts: fields (money and numbers added up), ``表.行数``,
    ``表.栏`` (sum; none where rows leave the column empty), ``表.栏.最大``, and ``表.栏.同`` where every row has the same value."""
    all_bodies = tuple(bodies)
    figures: dict[str, Figure] = {}
    for column in item.fields:
        values = [value for body in all_bodies if (value := body.get(column.name)) is not None]
        if values:
            figures[column.name] = Figure(column.kind, _together(column.kind, values), column.unit)
    for form, names in _name_figures(item):
        tables = [table for body in all_bodies if (table := body.table(form.name)) is not None]
        rows = sum(len(table.rows) for table in tables)
        if tables:
            figures[f"{form.name}.行数"] = Figure("count", rows)
        for column, name, largest, same in names if tables else ():
            cells = [cell for table in tables for cell in table.cells.get(column.name, ()) if cell is not None]
            if column.kind in SUMMED and (cells or not rows):
                figures[name] = Figure(column.kind, add(cells), column.unit)
                if cells:
                    figures[largest] = Figure(column.kind, max(cells, key=_size), column.unit)
            if cells and cells.count(cells[0]) == len(cells):
                figures[same] = Figure(column.kind, cells[0], column.unit)
    return figures


@lru_cache(maxsize=1024)
def _name_figures(item: Item) -> tuple[tuple[TableForm, tuple[tuple[Column, str, str, str], ...]], ...]:
    """What figures of a column are called, for all columns of all tables of an item."""
    named = ((form, ((each, f"{form.name}.{each.name}") for each in form.columns)) for form in item.tables)
    return tuple(
        (form, tuple((each, name, f"{name}.最大", f"{name}.同") for each, name in columns)) for form, columns in named
    )


_NUMBERS = (int, Decimal)


def _together(kind: Kind, values: list[Value]) -> Value:
    return add(values) if kind in SUMMED else values[0]


def add(values: Iterable[Value]) -> Value:
    """Exact sum of whole fen, counts or decimals; 0 of nothing."""
    total: int | Decimal = 0
    for value in values:
        if isinstance(value, _NUMBERS):
            total += value
    return total


def _size(value: Value) -> int | Decimal:
    return value if isinstance(value, _NUMBERS) else 0


def money(value: Value | None) -> Fen:
    """The value as fen; 0 when there is none."""
    return value if isinstance(value, int) else 0


# -- cash ---------------------------------------------------------------------------------------------------------


class Flow(Struct, frozen=True):
    """Money that came in or went out, by its nature (性质), in fen; reversals count where they stand."""

    own: Fen
    """收入 / 支出: earned or spent by the village itself."""
    earmarked: Fen
    """专项: money given for one purpose."""
    current: Fen
    """往来: loans, deposits, debts collected or repaid."""
    transfers: Fen
    """内部转款: between the village's own accounts."""
    count: int
    """Rows that are not transfers."""

    @property
    def total(self) -> Fen:
        """Everything but transfers between the village's own accounts."""
        return self.own + self.earmarked + self.current


class Cash(Struct, frozen=True):
    """Cash of one account or of all: opening + income − expense = closing."""

    opening: Fen
    income: Flow
    expense: Flow
    closing: Fen
    earmarked: Fen
    """How much of what is left may only be spent on its purpose."""


def derive_cash(bodies: Iterable[Body]) -> Cash:
    """The cash figures of 资金收支 over the given accounts."""
    all_bodies = tuple(bodies)
    return Cash(
        opening=sum(money(body.get("期初余额")) for body in all_bodies),
        income=_flow(all_bodies, "进账"),
        expense=_flow(all_bodies, "出账"),
        closing=sum(money(body.get("期末余额")) for body in all_bodies),
        earmarked=sum(money(body.get("其中专项")) for body in all_bodies),
    )


def _flow(bodies: tuple[Body, ...], name: str) -> Flow:
    tables = [table for body in bodies if (table := body.table(name)) is not None]
    sums: dict[Value | None, Fen] = {"专项": 0, "往来": 0, "内部转款": 0, "": 0}
    count = 0
    for nature, amount in (
        each for table in tables for each in zip(table.column("性质"), table.column("金额"), strict=True)
    ):
        sums[nature if nature in sums else ""] += money(amount)
        count += nature != "内部转款"
    return Flow(sums[""], sums["专项"], sums["往来"], sums["内部转款"], count)


def nature_of(row: Row) -> str:
    """性质 of a cash row: 专项, 往来 or 内部转款; anything else is the village's own income or expense."""
    value = row.get("性质")
    return value if isinstance(value, str) else ""


# -- reviews and corrections --------------------------------------------------------------------------------------


def position_of(correction: Correction) -> str:
    """Where a correction points to: a field ``期末余额``, a cell ``出账/记-014/金额``, a sum ``名单.金额``."""
    if not correction.table:
        return correction.column
    if not correction.key:
        return f"{correction.table}.{correction.column}"
    return "/".join((correction.table, ",".join(written for _, written in correction.key), correction.column))


def split_position(position: str) -> tuple[str, str, str]:
    """Table, key and column of a position; without a table of a field, without a key of a sum."""
    table, slash, rest = position.partition("/")
    if slash:
        key, _, column = rest.rpartition("/")
        return table, key, column
    table, dot, column = position.partition(".")
    return (table, "", column) if dot else ("", "", position)


def find_row(body: Body, correction: Correction) -> Row | None:
    """The row a correction speaks of: the one whose key columns are written so."""
    table = body.table(correction.table)
    if table is None:
        return None
    return next((row for row in table.rows if _is_row(row, correction.key)), None)


def _is_row(row: Row, key: tuple[tuple[str, str], ...]) -> bool:
    return bool(key) and all(to_plain(row.get(name)) == written for name, written in key)


def undo(body: Body, corrections: Iterable[Correction]) -> Body:
    """The body as it was before these corrections, the last one undone first."""
    for correction in sorted(corrections, key=lambda each: each.day, reverse=True):
        body = _undo_one(body, correction)
    return body


def _undo_one(body: Body, correction: Correction) -> Body:
    if not correction.table:
        if correction.before is None:
            return Body(tuple(field for field in body.fields if field.name != correction.column), body.tables)
        fields = tuple(
            replace(field, value=correction.before) if field.name == correction.column else field
            for field in body.fields
        )
        return Body(fields, body.tables)
    row = find_row(body, correction)
    tables = tuple(
        _replace_cell(table, row, correction) if table.name == correction.table else table for table in body.tables
    )
    return Body(body.fields, tables)


def _replace_cell(table: Table, row: Row | None, correction: Correction) -> Table:
    def changed(each: Row) -> Row:
        if each is not row or correction.column not in each.columns:
            return each
        index = each.columns.index(correction.column)
        return replace(each, cells=(*each.cells[:index], correction.before, *each.cells[index + 1 :]))

    kept = (each for each in table.rows if each is not row or not correction.is_new_row)
    return replace(table, rows=tuple(map(changed, kept)))


def to_plain(value: Value | None) -> str:
    """The one plain text of a value: fen as fen, days in ISO, decimals without trailing zeros, nothing as empty."""
    if value is None:
        return ""
    if type(value) is str:
        return value
    if type(value) is int:
        return str(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Period):
        return value.code
    return str(value)


def derive_check_code(disclosure: Disclosure, on: date | None = None) -> str:
    """Four signs over what a reviewer sees: identity, fields, rows and notes; corrections made after ``on`` undone."""
    later = [each for each in disclosure.corrections if on is not None and each.day > on]
    body = undo(disclosure.body, later)
    content = [
        list(disclosure.identity),
        disclosure.nothing,
        [[field.name, to_plain(field.value)] for field in sorted(body.fields, key=lambda field: field.name)],
        [[table.name, [_plain_row(row) for row in table.rows]] for table in sorted(body.tables, key=lambda t: t.name)],
        disclosure.notes.strip(),
    ]
    return codes.check_code(codes.to_canonical(content))


def _plain_row(row: Row) -> list[list[str]]:
    pairs = zip(row.columns, row.cells, strict=True)
    return [[name, to_plain(cell)] for name, cell in pairs if cell is not None]


def derive_file_code(disclosures: Iterable[Disclosure], on: date | None = None) -> str:
    """The check code of several disclosures reviewed together (one 审核 line for a whole file)."""
    parts = sorted([*each.identity, derive_check_code(each, on)] for each in disclosures)
    return codes.check_code(codes.to_canonical(parts))


def group_reviewed(disclosures: Iterable[Disclosure]) -> tuple[tuple[Disclosure, ...], ...]:
    """Disclosures that one 审核 line stands for: those of a file, but for the ones that have a line of their own."""
    groups: dict[tuple[object, ...], list[Disclosure]] = {}
    for each in disclosures:
        groups.setdefault((each.span.file, *(review.place for review in each.reviews)), []).append(each)
    return tuple(tuple(group) for group in groups.values())


def derive_review_code(together: tuple[Disclosure, ...], on: date | None = None) -> str:
    """The check code that the 审核 line of these disclosures quotes: that of the one, or of all together."""
    return derive_check_code(together[0], on) if len(together) == 1 else derive_file_code(together, on)


# -- what is due ----------------------------------------------------------------------------------------------------


class Due(Struct, frozen=True):
    """One item a village has to disclose in one period, by when, and whether something is there to be published."""

    item: str
    period: Period
    due: date
    done: bool


def derive_due(
    village: Village,
    catalogue: Catalogue,
    preset: Preset,
    required: tuple[str, ...],
    published: Mapping[tuple[str, str], object],
    today: date,
) -> tuple[Due, ...]:
    """All that was or is due from the village's first period up to ``today``; ``published`` by item and period code.

    A period's items become due when it has ended; the deadline is the item's own, else the preset's (docs/formats.md §8).
    """
    if village.first_period is None:
        return ()
    dues: list[Due] = []
    for item in catalogue.items:
        if (not item.required and item.number not in required) or item.frequency == "event" or item.shape == "register":
            continue
        period = containing(village.first_period.first, item.frequency)
        while period.last < today:
            if _is_in_force(item, period):
                due = period.last + timedelta(days=deadline_days(item, preset))
                done = (item.number, period.code) in published
                dues.append(Due(item.number, period, due, done))
            period = after(period)
    return tuple(dues)


def deadline_days(item: Item, preset: Preset) -> int:
    """Days after the end of the period (or the event) within which the item is to be disclosed."""
    return item.due_days if item.due_days is not None else preset.due_days[item.frequency]


def _is_in_force(item: Item, period: Period) -> bool:
    return (item.since is None or item.since <= period.last) and (item.until is None or item.until >= period.first)


def derive_turning_days(
    village: Village, catalogue: Catalogue, preset: Preset, required: tuple[str, ...], today: date, holidays: Holidays
) -> tuple[date, ...]:
    """Days after ``today`` on which some page of the village changes by itself: something goes up, a posting ends,
    a period ends, a deadline passes, a contract expires or falls due. Only the next of each kind is needed."""
    following = [each.posted for each in village.disclosures if each.posted]
    following += [each.posted_until + timedelta(days=1) for each in village.disclosures if each.posted_until]
    for record in village.records:
        days = record_days(record)
        following += [day + timedelta(days=1) for day in days]
        following += [day - timedelta(days=EXPIRING_DAYS) for day in days]
    for case in village.cases:
        following += [by(case, preset, holidays) + timedelta(days=1) for by in (taken_by, answer_by)]
    for kind in ("month", "quarter", "year"):
        following.append(after(containing(today, kind)).first)
    ended = [containing(today, kind).first - timedelta(days=1) for kind in ("month", "quarter", "year")]
    for item in catalogue.items:
        if item.required or item.number in required:
            following += [end + timedelta(days=deadline_days(item, preset) + 1) for end in ended]
    return tuple(sorted({day for day in following if day > today}))[:12]


def record_days(record: Record) -> tuple[date, ...]:
    """Days on which a record's state may change: every day it names (expiry, payments due)."""
    values = [field.value for field in record.body.fields]
    values += [cell for table in record.body.tables for row in table.rows for cell in row.cells if cell is not None]
    return tuple(value for value in values if isinstance(value, date))


def find_earlier(item: Item, village: Village, account: Account | None, period: Period) -> tuple[Disclosure, ...]:
    """The same item (and account) in the periods before this one, the newest first."""
    found = [
        each
        for each in village.disclosures
        if each.item == item.number
        and each.period.last < period.first
        and (account is None or item.parts != "account" or each.part.code in ("", account.code))
    ]
    return tuple(sorted(found, key=lambda each: each.period, reverse=True))
