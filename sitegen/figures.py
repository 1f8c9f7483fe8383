"""Derived figures: sums, cash balances, what is due, turning days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from sitegen.model.catalogue import SUMMED, Catalogue, Column, Item, Kind, Preset, TableForm
from sitegen.model.ledger import Account, Body, Disclosure, Fen, Record, Row, Value, Village
from sitegen.model.limits import EXPIRING_DAYS, answer_by, taken_by
from sitegen.model.period import Period, PeriodKind, after, containing, from_code, meet
from sitegen.model.workdays import Holidays


class Figure(Struct, frozen=True):
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
                numbers = _numbers(cells)
                figures[name] = Figure(column.kind, sum(numbers), column.unit)
                if numbers:
                    figures[largest] = Figure(column.kind, max(numbers), column.unit)
            if cells and cells[0] == cells[-1] and cells.count(cells[0]) == len(cells):
                figures[same] = Figure(column.kind, cells[0], column.unit)
    return figures


@lru_cache(maxsize=1024)
def _name_figures(item: Item) -> tuple[tuple[TableForm, tuple[tuple[Column, str, str, str], ...]], ...]:
    """What figures of a column are called, for all columns of all tables of an item."""
    named = ((form, ((each, f"{form.name}.{each.name}") for each in form.columns)) for form in item.tables)
    return tuple(
        (form, tuple((each, name, f"{name}.最大", f"{name}.同") for each, name in columns)) for form, columns in named
    )


def _together(kind: Kind, values: list[Value]) -> Value:
    return add(values) if kind in SUMMED else values[0]


def add(values: Iterable[Value]) -> Value:
    """Exact sum of whole fen, counts or decimals; 0 of nothing."""
    return sum(_numbers(values))


def _numbers(values: Iterable[Value]) -> list[int | Decimal]:
    return [value for value in values if isinstance(value, int | Decimal)]


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
    What was told by quarters before the first month was, when the item is due each month, was due by quarters (decision 180).
    """
    if village.first_period is None:
        return ()
    dues: dict[tuple[str, str], Due] = {}
    for item in catalogue.items:
        if (not item.required and item.number not in required) or item.frequency == "event" or item.shape == "register":
            continue
        told = [period for number, code in published if number == item.number and (period := from_code(code))]
        for period in _list_periods(item.frequency, village.first_period.first, today, told):
            if _is_in_force(item, period):
                days = deadline_days(item, preset) if period.kind == item.frequency else _days_after(period, preset)
                done = (item.number, period.code) in published
                due = period.last + timedelta(days=days)
                dues[item.number, period.code] = Due(item.number, period, due, done)
    return tuple(dues.values())


def _list_periods(kind: PeriodKind, first: date, today: date, told: Iterable[Period]) -> Iterator[Period]:
    """Those that have ended; until the first of that kind was told, those that were told in their place."""
    begun = min((each for each in told if each.kind == kind), default=None)
    others = [each for each in told if each.kind not in (kind, "day")]
    period = containing(first, kind)
    while period.last < today:
        yield from (_that_fill(period, others) if begun is None or period < begun else ()) or (period,)
        period = after(period)


def _that_fill(period: Period, others: Iterable[Period]) -> tuple[Period, ...]:
    """Those of the others that speak of the period, if they leave out no month of it."""
    own = sorted(each for each in others if meet(each, period))
    months = {month for each in own for month in _months(each)}
    return tuple(own) if months >= _months(period) else ()


def _months(period: Period) -> set[tuple[int, int]]:
    return {(period.first.year, month) for month in range(period.first.month, period.last.month + 1)}


def _days_after(period: Period, preset: Preset) -> int:
    return next(days for kind, days in preset.due_days.items() if kind == period.kind)


def deadline_days(item: Item, preset: Preset) -> int:
    """Days after the end of the period (or the event) within which the item is to be disclosed."""
    return item.due_days if item.due_days is not None else preset.due_days[item.frequency]


def _is_in_force(item: Item, period: Period) -> bool:
    return (item.since is None or item.since <= period.last) and (item.until is None or item.until >= period.first)


def derive_turning_days(
    village: Village,
    catalogue: Catalogue,
    preset: Preset,
    required: tuple[str, ...],
    today: date,
    holidays: Holidays,
    until: Iterable[date] = (),
) -> tuple[date, ...]:
    """Days after ``today`` on which some page of the village changes by itself: something goes up, a posting ends, a period
    ends, a deadline passes, a contract expires or falls due, a day comes that nothing could have happened on before. Only
    the next of each kind is needed. ``until``: last days of postings that stand on pages, whether or not the ledgers still
    know them."""
    following = [each.posted for each in village.disclosures if each.posted]
    following += [each.posted_until + timedelta(days=1) for each in village.disclosures if each.posted_until]
    following += [day + timedelta(days=1) for day in until]
    fields = (field.value for each in village.disclosures for field in each.body.fields)
    following += [value for value in fields if isinstance(value, date)]
    for record in village.records:
        days = record_days(record)
        following += days
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
