"""Sheets whose columns are known → drafts: entries to the cash item, lines to lists, reports and registers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import combinations
from pathlib import PurePosixPath

from msgspec import Struct, field
from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.importing.cash import Source, months_of, to_cash_draft
from sitegen.importing.drafts import Draft, Month, Sheet, find_private
from sitegen.importing.headers import Layout
from sitegen.importing.journal import JournalReader
from sitegen.importing.mapping import RECORDS, CountyMapping, Shape
from sitegen.importing.proposing import Proposal
from sitegen.importing.tables import Lines, read_lines, to_records
from sitegen.importing.whose import Villages, find_account, find_period, find_village, find_year, names_another
from sitegen.importing.words import Words
from sitegen.load.workbooks import Page
from sitegen.model.catalogue import Catalogue, Item
from sitegen.model.ledger import Body, Table, Village
from sitegen.model.period import Period, containing, year


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


def folder_of(text: str, hints: tuple[str, ...], around: Around) -> str:
    if text:
        return find_village((text,), around.villages) or (around.village if not text else "")
    return around.village or find_village(hints, around.villages)


# ---- ledgers of entries ----------------------------------------------------------------------------------------------


def take_journal(
    file: str,
    page: Page,
    layout: Layout,
    shape: Shape,
    item: Item,
    hints: tuple[str, ...],
    around: Around,
    outcome: Outcome,
) -> None:
    named = around.period or find_period(hints)
    when = named.first.year if named else find_year(hints)
    sheet = Sheet(file, shape.unit, year(when) if when else None)
    reader = JournalReader(sheet, layout, shape, item, around.words, when)
    for (village, account), journal in reader.read().items():
        folder = folder_of(village, hints, around)
        if not folder:
            outcome.found.append(no_village(page_place(file, page), village, around))
            continue
        loaded = around.load(folder)
        accounts = loaded.accounts if loaded else ()
        known = find_account((account, shape.account, *hints), accounts)
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
        held = next(
            (
                word
                for word, said in (("银行存款", "银行"), ("现金", "现金"))
                if reader.flows and any(said in hint for hint in hints[:-1])
            ),
            "",
        )
        name = f"{PurePosixPath(file).name}!{page.name}"
        source = Source(journal, sheet, name, reader.flows, shape.monthly, held, _months(named or period, days))
        outcome.journals.setdefault((folder, known.name if known else "", period), []).append(source)


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
            made = replace(made, draft=replace(made.draft, found=(*made.draft.found, *_doubled(item, folder, sources))))
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


_FEW = 3
"""So many equal entries are no chance."""


# ---- lists, reports, registers ---------------------------------------------------------------------------------------


def take_lines(
    file: str,
    page: Page,
    layout: Layout,
    shape: Shape,
    item: Item,
    hints: tuple[str, ...],
    around: Around,
    outcome: Outcome,
) -> None:
    named = (
        around.period
        or find_period(hints)
        or (year(y) if (y := find_year(hints)) and item.frequency == "year" else None)
    )
    sheet = Sheet(file, shape.unit, named)
    for (village, account), lines in read_lines(sheet, layout, shape, item, around.words).items():
        folder = folder_of(village, hints, around)
        if not folder:
            outcome.found.append(no_village(page_place(file, page), village, around))
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
        found=lines.found,
    )


def check_twice(outcome: Outcome) -> None:
    """Two sheets that speak of the same: neither is written."""
    seen: dict[tuple[str, str, Period | None, str, str], str] = {}
    for index, draft in enumerate(outcome.drafts):
        tables = ",".join(table.name for table in draft.body.tables) if draft.item.shape != "cash" else ""
        key = (draft.village, draft.item.number, draft.period, draft.account, tables)
        if key in seen and not draft.records:
            problem = error(
                "XLS-TWICE", Place(draft.source), item=draft.item.name, village=draft.village[13:], other=seen[key]
            )
            outcome.drafts[index] = replace(draft, found=(*draft.found, problem))
        seen.setdefault(key, draft.source)
