"""Sheets whose columns are known → drafts: entries to the cash item, lines to lists, reports and registers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import combinations
from pathlib import PurePosixPath

from msgspec import Struct, field
from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.importing.cash import Source, months_of, to_cash_draft
from sitegen.importing.days import settle_days
from sitegen.importing.drafts import Draft, Month, Sheet, find_private
from sitegen.importing.headers import Layout
from sitegen.importing.journal import JournalReader
from sitegen.importing.mapping import RECORDS, CountyMapping, Shape, columns_of
from sitegen.importing.proposing import Proposal
from sitegen.importing.tables import Lines, check_numbers, read_lines, to_records
from sitegen.importing.units import units_of
from sitegen.importing.whose import (
    Hints,
    Villages,
    find_account,
    find_kinds,
    find_period,
    find_periods_said,
    find_village,
    find_villages_said,
    find_year,
    find_years_said,
    names_another,
)
from sitegen.importing.words import Words
from sitegen.load.workbooks import Page
from sitegen.model.catalogue import Catalogue, Item
from sitegen.model.ledger import Body, Row, Table, Village
from sitegen.model.period import Period, containing, meet, year


class Around(Struct, frozen=True):
    """What reading needs to know besides the files."""

    catalogue: Catalogue
    words: Words
    mapping: CountyMapping
    villages: Villages
    village: str = ""
    """Folder of the one village meant; empty: the sheets say."""
    period: Period | None = None
    accept: bool = False
    """Whether proposals without questions are used at once."""
    load: Callable[[str], Village | None] = lambda _: None
    """The village of a folder, for its accounts."""


class Outcome(Struct, frozen=True):
    """What came of the files; its lists are filled sheet by sheet by this module and read by everybody else."""

    drafts: list[Draft] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    journals: dict[tuple[str, str, Period], list[Source]] = field(default_factory=dict)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    """Sheet and heading of columns with personal data."""


def page_place(file: str, page: Page) -> Place:
    return Place(file, cell=page.name)


def no_village(place: Place, written: str, around: Around) -> Diagnostic:
    text = "" if find_private(written) else written
    names = [folder[13:] for folder in around.villages.folders]
    shown = names if len(names) < 30 else []
    near = around.villages.nearest(text) if text else ""
    return error("XLS-VILLAGE", place, text=text, nearest=near, known="、".join(shown))


def find_folder(text: str, hints: Hints, place: Place, around: Around) -> str | Diagnostic:
    """The village a column names, else the one meant, else what the sheet says of itself; or why it cannot be told.

    Of several that a sheet names, the one meant decides; where it names others only, it is not meant.
    """
    if text:
        return find_village((text,), around.villages) or no_village(place, text, around)
    said = find_villages_said(hints, around.villages)
    if around.village in said or (around.village and not said):
        return around.village
    if len(said) > 1 or around.village:
        names = dict.fromkeys(folder[13:] for folder in (*said, around.village) if folder)
        return error("XLS-VILLAGE", place, text="、".join(names), nearest="", known="")
    return find_village(hints.texts, around.villages) or no_village(place, text, around)


def find_when(hints: Hints, item: Item, place: Place, around: Around) -> Period | Diagnostic | None:
    """The period that was asked for, else the one the sheet says; or that it says two, or only another. Without any: None."""
    period = find_period(hints.texts)
    if around.period:
        apart = period is not None and not find_periods_said(hints) and not meet(period, around.period)
        said = [each.label for each in (period, around.period) if each] if apart else []
        return error("XLS-PERIOD", place, text="、".join(said)) if apart else around.period
    said = [each.label for each in find_periods_said(hints)]
    if not said and period is None and item.frequency == "year":
        said = [f"{each}年" for each in find_years_said(hints)]
        found = find_year(hints.texts)
        period = year(found) if found else None
    return error("XLS-PERIOD", place, text="、".join(said)) if said else period


def _columns_for(layout: Layout, shape: Shape, targets: set[str]) -> list[int]:
    """The columns of the sheet that mean one of those."""
    meant = dict(shape.columns)
    return [each.column for each in layout.headings if meant[each.name] in targets]


# ---- ledgers of entries ----------------------------------------------------------------------------------------------


def take_journal(
    file: str,
    page: Page,
    layout: Layout,
    shape: Shape,
    item: Item,
    hints: Hints,
    around: Around,
    outcome: Outcome,
) -> None:
    named = find_when(hints, item, page_place(file, page), around)
    if isinstance(named, Diagnostic):
        outcome.found.append(named)
        return
    when = named.first.year if named else find_year(hints.texts)
    sheet = Sheet(file, shape.unit, year(when) if when else None, units=units_of(layout))
    layout = settle_days(layout, _columns_for(layout, shape, {"日期"}), named or sheet.period)
    reader = JournalReader(sheet, layout, shape, item, around.words, when)
    for (village, account), journal in reader.read().items():
        folder = find_folder(village, hints, page_place(file, page), around)
        if isinstance(folder, Diagnostic):
            outcome.found.append(folder)
            continue
        loaded = around.load(folder)
        accounts = loaded.accounts if loaded else ()
        known = find_account((account, shape.account, *hints.texts), accounts)
        if accounts and (known is None or names_another(account or shape.account, known)):
            outcome.found.append(
                error("XLS-ACCOUNT", page_place(file, page), known="、".join(each.name for each in accounts))
            )
            continue
        days = [entry.day for entry in journal.entries]
        period = around.period or _widened(named, item) or _one_period(days, item)
        if period is None:
            outcome.found.append(error("XLS-PERIOD", page_place(file, page)))
            continue
        held = _held(hints) if reader.flows else ""
        name = f"{PurePosixPath(file).name}!{page.name}"
        months, books = _months(named or period, days), find_kinds(() if account or shape.account else hints.titles)
        source = Source(journal, sheet, name, reader.flows, shape.monthly, held, months, books)
        outcome.journals.setdefault((folder, known.name if known else "", period), []).append(source)


_HOLDINGS = {
    "银行存款": re.compile(r"银行存款|银行.{0,4}账|银行流水|银行对账|现金[、和及与]?银行|银行[、和及与]?现金"),
    "现金": re.compile(r"现金"),
}
"""What money is called in the name of the book that holds just that."""


def _held(hints: Hints) -> str:
    """银行存款 or 现金 where a sheet is the book of just one of them; empty for what holds both."""
    texts = (*hints.titles, hints.page, hints.file)
    said = [name for name, form in _HOLDINGS.items() if any(form.search(text) for text in texts)]
    return said[0] if len(said) == 1 else ""


def _widened(named: Period | None, item: Item) -> Period | None:
    """The item's period in which a named one lies: a book of one month is a part of its quarter."""
    if named is None or item.frequency == "event":
        return named
    wide = containing(named.first, item.frequency)
    return wide if named.last <= wide.last else named


def _months(period: Period, days: Iterable[date]) -> frozenset[Month]:
    """What a book covers: the months its title names, and all its entries lie in."""
    return months_of(period) | {(day.year, day.month) for day in days}


def _one_period(days: list[date], item: Item) -> Period | None:
    """The one period of the item's frequency in which all days lie."""
    if not days or item.frequency == "event":
        return None
    period = containing(min(days), item.frequency)
    return period if max(days) <= period.last else None


def finish_journals(around: Around, outcome: Outcome) -> None:
    """All books of one account and period together: bank and till are two sheets of the same account."""
    item = next((each for each in around.catalogue.items if each.shape == "cash"), None)
    for (folder, account, period), sources in outcome.journals.items():
        if item is not None:
            made = to_cash_draft(item, folder, account, period, sources, around.words)
            doubted = (*_doubled(item, folder, sources), *_mixed(sources, account))
            made = replace(made, draft=replace(made.draft, found=(*made.draft.found, *doubted)))
            outcome.drafts.append(made.draft)
            outcome.subjects.extend([subject for subject in made.unknown if subject not in outcome.subjects])


def _doubled(item: Item, folder: str, sources: list[Source]) -> Iterator[Diagnostic]:
    """Two sheets that hold the same entries: their sum would be twice what moved."""
    lines = [
        Counter((e.day, e.voucher, e.money_in, e.money_out, e.summary) for e in s.journal.entries) for s in sources
    ]
    for (one, first), (two, second) in combinations(zip(sources, lines, strict=True), 2):
        same = (first & second).total()
        if same and same >= min(_FEW, first.total(), second.total()):
            yield error("XLS-TWICE", Place(two.name), item=item.name, village=folder[13:], other=one.name)


def _mixed(sources: list[Source], account: str) -> Iterator[Diagnostic]:
    """Books of two kinds, such as 村委会's and 合作社's, that would come into one account."""
    pairs = ((one, two) for one, two in combinations(sources, 2) if one.books and two.books)
    other = next((two for one, two in pairs if not one.books & two.books), None)
    if other:
        yield error("XLS-ACCOUNT", Place(other.sheet.file, cell=other.name.rpartition("!")[2]), known=account)


_FEW = 3
"""So many equal entries are no chance."""


# ---- lists, reports, registers ---------------------------------------------------------------------------------------


def take_lines(
    file: str,
    page: Page,
    layout: Layout,
    shape: Shape,
    item: Item,
    hints: Hints,
    around: Around,
    outcome: Outcome,
) -> None:
    named = around.period if item.shape == "register" else find_when(hints, item, page_place(file, page), around)
    if isinstance(named, Diagnostic):
        outcome.found.append(named)
        return
    sheet = Sheet(file, shape.unit, named, units=units_of(layout))
    days = {column.name for column in columns_of(item, shape.table) if column.kind == "date"}
    layout = settle_days(layout, _columns_for(layout, shape, days), named)
    for (village, account), lines in read_lines(sheet, layout, shape, item, around.words, page.name).items():
        folder = find_folder(village, hints, page_place(file, page), around)
        if isinstance(folder, Diagnostic):
            outcome.found.append(folder)
            continue
        if item.shape != "register" and named is None:
            outcome.found.append(error("XLS-PERIOD", page_place(file, page)))
            continue
        name = f"{PurePosixPath(file).name}!{page.name}"
        outcome.drafts.append(_lines_draft(item, shape, folder, named, account or shape.account, lines, name))


def _lines_draft(
    item: Item, shape: Shape, folder: str, period: Period | None, account: str, lines: Lines, name: str
) -> Draft:
    place = lines.rows[0].place
    table = Table(shape.table, lines.rows, place)
    records = to_records(lines.rows) if shape.table == RECORDS else ()
    body = Body() if item.shape == "register" else Body((), (table,))
    columns = ((shape.table, lines.columns),)
    return Draft(
        folder,
        item,
        None if records else period,
        account,
        body,
        name,
        None,
        columns,
        records=records,
        found=(*lines.found, *(check_numbers(lines.rows, item.register_file) if shape.table == RECORDS else ())),
    )


def check_twice(outcome: Outcome) -> None:
    """Sheets that speak of the same: pages of one file that hold one list are joined; of others none is written."""
    groups: dict[tuple[object, ...], list[Draft]] = {}
    for number, draft in enumerate(outcome.drafts):
        tables = ",".join(table.name for table in draft.body.tables) if draft.item.shape != "cash" else ""
        key = (draft.village, draft.item.number, draft.period, draft.account, tables)
        groups.setdefault((number,) if draft.records else key, []).append(draft)
    outcome.drafts[:] = [each for drafts in groups.values() for each in _without_twins(drafts)]


def _without_twins(drafts: list[Draft]) -> list[Draft]:
    first, *others = drafts
    if not others:
        return drafts
    if _are_pages(drafts):
        rows = tuple(row for draft in drafts for row in draft.body.tables[0].rows)
        table = replace(first.body.tables[0], rows=rows)
        found = tuple(each for draft in drafts for each in draft.found)
        return [replace(first, body=replace(first.body, tables=(table,)), found=found)]
    return [_refused(first, others[0]), *(_refused(each, first) for each in others)]


def _are_pages(drafts: list[Draft]) -> bool:
    """Whether drafts are pages of one list: of one file, with the same columns, and no row on two of them."""
    rows = [_said(row) for draft in drafts for table in draft.body.tables for row in table.rows]
    alike = {(draft.source.partition("!")[0], draft.columns) for draft in drafts}
    single = all(draft.item.shape != "cash" and len(draft.body.tables) == 1 for draft in drafts)
    return single and len(alike) == 1 and len(set(rows)) == len(rows)


def _said(row: Row) -> tuple[object, ...]:
    """What a row says, whatever number it has on its page."""
    return tuple(cell for name, cell in zip(row.columns, row.cells, strict=True) if name != "序号")


def _refused(draft: Draft, other: Draft) -> Draft:
    values = {"item": draft.item.name, "village": draft.village[13:], "other": other.source}
    return replace(draft, found=(*draft.found, error("XLS-TWICE", Place(draft.source), **values)))
