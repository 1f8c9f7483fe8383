"""One village's ledger → typed rows by table, each with the file, line and cell it was read from. Nothing is masked."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from msgspec import Struct

from sitegen.diagnostics import Diagnostic, Place
from sitegen.figures import Due
from sitegen.model.catalogue import Catalogue, Item, Preset
from sitegen.model.ledger import Body, Case, Correction, Disclosure, Record, Row, Table, Value, Village
from sitegen.model.limits import answer_by
from sitegen.model.period import Period
from sitegen.model.plain import to_plain
from sitegen.model.workdays import Holidays
from sitegen.supervise.keys import to_slip_number
from sitegen.supervise.schema import ColumnSpec, TableSpec, load_tables
from sitegen.views.audience import keys_of

Cell = int | Decimal | date | str | bool | None
Line = tuple[Cell, ...]
Rows = dict[str, list[Line]]
"""Rows by table name, cells in the order of the table's columns."""


class Given(Struct, frozen=True):
    """One village as it was loaded and checked, and what its rows need to know besides."""

    village: Village
    dues: tuple[Due, ...]
    online: Mapping[tuple[str, str], date]
    """By item and period code, when something of it was published for the first time."""
    diagnostics: tuple[Diagnostic, ...]
    catalogue: Catalogue
    preset: Preset
    holidays: Holidays
    town_name: str


def to_rows(given: Given) -> Rows:
    """All rows of one village."""
    village, catalogue = given.village, given.catalogue
    rows: Rows = {}
    for spec in load_tables():
        match spec.take:
            case "rows":
                rows[spec.name] = list(_table_rows(spec, village, catalogue))
            case "fields":
                rows[spec.name] = list(_field_rows(spec, village, catalogue))
            case "records":
                rows[spec.name] = list(_record_rows(spec, village))
            case "record rows":
                rows[spec.name] = list(_record_table_rows(spec, village, catalogue))
    return {**rows, **{name: list(make(given)) for name, make in _PROGRAM.items()}}


# -- by specification ---------------------------------------------------------------------------------------------


def _table_rows(spec: TableSpec, village: Village, catalogue: Catalogue) -> Iterator[Line]:
    for each in village.disclosures:
        item = catalogue.by_number(each.item)
        for table in each.body.tables if item else ():
            if item and _is_wanted(spec, item, table.name):
                head = _disclosure_head(village, each)
                yield from _lines(spec, head, item, table)


def _field_rows(spec: TableSpec, village: Village, catalogue: Catalogue) -> Iterator[Line]:
    for each in village.disclosures:
        item = catalogue.by_number(each.item)
        if item and _is_wanted(spec, item, "*") and not each.nothing:
            own = (_field_cell(column, each) for column in spec.own)
            yield (*_disclosure_head(village, each), *own, *_place(each.place))


def _record_rows(spec: TableSpec, village: Village) -> Iterator[Line]:
    for each in village.records:
        if each.item in spec.sources:
            own = (_typed(column, _record_value(each, column)) for column in spec.own)
            yield (*_record_head(village, each), *own, *_place(each.place))


def _record_table_rows(spec: TableSpec, village: Village, catalogue: Catalogue) -> Iterator[Line]:
    for each in village.records:
        item = catalogue.by_number(each.item)
        for table in each.body.tables if item else ():
            if item and f"{each.item}/{table.name}" in spec.sources:
                yield from _lines(spec, _record_head(village, each), item, table)


def _is_wanted(spec: TableSpec, item: Item, name: str) -> bool:
    if "名单/*" in spec.sources and item.shape == "list":
        return True
    return (item.number if name == "*" else f"{item.number}/{name}") in spec.sources


def _lines(spec: TableSpec, head: Line, item: Item, table: Table) -> Iterator[Line]:
    form = item.table(table.name)
    if form is None or not table.rows:
        return
    picks = _picks(spec, table.rows[0].columns)
    for number, (row, key) in enumerate(zip(table.rows, keys_of(form, table), strict=True), start=1):
        own = (_typed(column, _first(row, pick)) for column, pick in zip(spec.own, picks, strict=True))
        yield (*head, table.name, key, number, *own, *_place(row.place))


@cache
def _picks(spec: TableSpec, columns: tuple[str, ...]) -> tuple[tuple[int, ...], ...]:
    """For each column of the table, the cells of a row that may fill it."""
    return tuple(tuple(columns.index(name) for name in column.ledger if name in columns) for column in spec.own)


def _first(row: Row, pick: tuple[int, ...]) -> Value | None:
    return next((row.cells[index] for index in pick if row.cells[index] is not None), None)


def _field_cell(column: ColumnSpec, each: Disclosure) -> Cell:
    if column.word == "行":
        return each.body.place_of(column.ledger[0], each.place).line
    return _typed(column, _field_value(each.body, column))


def _field_value(body: Body, column: ColumnSpec) -> Value | None:
    return next((value for name in column.ledger if (value := body.get(name)) is not None), None)


def _record_value(record: Record, column: ColumnSpec) -> Value | None:
    return (record.notes or None) if column.ledger == ("说明",) else _field_value(record.body, column)


def _typed(column: ColumnSpec, value: Value | None) -> Cell:
    """The value for its SQL type; one of another kind (a county changed a column's type) is left out, not guessed."""
    if value is None:
        return None
    match column.type:
        case "VARCHAR":
            text = to_plain(value).strip()
            return (to_slip_number(text) if column.word == "票号" else text) or None
        case "DATE":
            return value.first if isinstance(value, Period) else value if isinstance(value, date) else None
        case "BOOLEAN":
            return value if isinstance(value, bool) else None
        case "BIGINT":
            return value if isinstance(value, int) and not isinstance(value, bool) else None
        case _:
            return value if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _disclosure_head(village: Village, each: Disclosure) -> Line:
    period = each.period
    return (village.code, each.item, period.code, period.first, period.last, each.part.code, each.part.label or None)


def _record_head(village: Village, each: Record) -> Line:
    return (village.code, each.item, each.number, each.name, each.ended)


def _place(place: Place) -> Line:
    return (place.file, place.line, place.cell or None)


# -- by program ---------------------------------------------------------------------------------------------------


def _villages(given: Given) -> Iterator[Line]:
    village = given.village
    since = village.first_period.first if village.first_period else None
    told = dict(village.profile)
    yield (
        village.code, village.name, village.address, village.township, given.town_name, village.households,
        village.people, since, given.preset.reply_days, _degrees(told.get("经度")), _degrees(told.get("纬度")),
        *_place(village.place),
    )  # fmt: skip


def _degrees(text: str | None) -> Decimal | None:
    """A coordinate as a village may write it among 情况; anything else is none."""
    cleaned = (text or "").strip().rstrip("°度")
    if not cleaned.replace(".", "", 1).isdecimal():
        return None
    value = Decimal(cleaned)
    return value if value < 180 else None


def _accounts(given: Given) -> Iterator[Line]:
    for each in given.village.accounts:
        yield (given.village.code, each.code, each.name, *_place(each.place))


def _officers(given: Given) -> Iterator[Line]:
    for each in given.village.officers:
        yield (given.village.code, each.office, each.name, each.duty, *_place(given.village.place))


def _disclosures(given: Given) -> Iterator[Line]:
    for each in given.village.disclosures:
        agreed = [review.day for review in each.reviews if review.agreed]
        objections = [review for review in each.reviews if not review.agreed]
        yield (
            *_disclosure_head(given.village, each), each.nothing, each.posted, each.posted_until, each.draft,
            min(agreed, default=None), len(each.reviews), len(objections),
            sum(not review.answer for review in objections), sum(len(table.rows) for table in each.body.tables),
            len(each.body.fields), len(each.attachments), each.notes or None, *_place(each.place),
        )  # fmt: skip


def _reviews(given: Given) -> Iterator[Line]:
    for each in given.village.disclosures:
        for review in each.reviews:
            yield (
                given.village.code, *each.identity, review.reviewer, review.day, review.agreed, review.words or None,
                review.answer or None, *_place(review.place),
            )  # fmt: skip


def _corrections(given: Given) -> Iterator[Line]:
    for each in given.village.disclosures:
        for made in each.corrections:
            yield (
                given.village.code, *each.identity, each.period.last, made.day, made.kind, _position(made),
                to_plain(made.before), to_plain(made.after), made.reason, made.checked_by, *_place(made.place),
            )  # fmt: skip


def _position(made: Correction) -> str:
    key = ",".join(written for _, written in made.key)
    return "/".join(filter(None, (made.table, key, made.column)))


def _dues(given: Given) -> Iterator[Line]:
    posted: dict[tuple[str, str], date] = {}
    for each in given.village.disclosures:
        if each.posted and not each.draft:
            key = (each.item, each.period.code)
            posted[key] = max(each.posted, posted.get(key, each.posted))
    for due in given.dues:
        period = due.period
        day = posted.get((due.item, period.code))
        yield (
            given.village.code, due.item, period.code, period.first, period.last, due.due, due.done, day,
            given.online.get((due.item, period.code)),
            *_place(given.village.place),
        )  # fmt: skip


def _diagnostics(given: Given) -> Iterator[Line]:
    for each in given.diagnostics:
        yield (given.village.code, each.code, each.severity, *_place(each.place))


def _cases(given: Given) -> Iterator[Line]:
    for each in given.village.cases:
        yield (
            given.village.code, each.number, each.asked, each.item or None, each.question, _step(each, "受理"),
            _step(each, "答复"), answer_by(each, given.preset, given.holidays), each.satisfied or None, *_place(each.place),
        )  # fmt: skip


def _step(case: Case, name: str) -> date | None:
    return next((step.day for step in case.steps if step.step == name), None)


_PROGRAM: Mapping[str, Callable[[Given], Iterator[Line]]] = {
    "villages": _villages,
    "accounts": _accounts,
    "officers": _officers,
    "disclosures": _disclosures,
    "reviews": _reviews,
    "corrections": _corrections,
    "dues": _dues,
    "diagnostics": _diagnostics,
    "cases": _cases,
}


def to_item_rows(catalogue: Catalogue) -> list[Line]:
    """The rows of ``items``: the catalogue itself, which belongs to no village."""
    return [
        (None, each.number, each.name, each.shape, each.frequency, each.required, each.posting_days, None, None, None)
        for each in catalogue.items
    ]


# -- on the way to the database -----------------------------------------------------------------------------------

NULL = r"\N"
"""Nothing, in the text the database reads; no cell of a ledger is kept as just these two signs."""


def to_csv(lines: Iterable[Line]) -> bytes:
    """Lines as the database reads them fastest: CSV with ``\\N`` for nothing."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([_plain(cell) for cell in line] for line in lines)
    return buffer.getvalue().encode()


def _plain(cell: Cell) -> object:
    if cell is None:
        return NULL
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return f"{cell} " if cell == NULL else cell
