"""Files → drafts, as far as the mapping knows them; the rest → proposals. The story of an import, up to the ledger."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePosixPath

from sitegen.checks.personal import find_personal
from sitegen.diagnostics import Diagnostic, Place, error, info, warning
from sitegen.importing.cash import Source, months_of, to_cash_draft
from sitegen.importing.drafts import Draft, Month, Sheet, find_private
from sitegen.importing.formats import read_spreadsheet
from sitegen.importing.forms import FilledForm, is_form, read_form
from sitegen.importing.headers import Layout, fill_merged, find_layout
from sitegen.importing.journal import JournalReader
from sitegen.importing.mapping import (
    JOURNAL,
    PERSONAL,
    RECORDS,
    UNUSED,
    CountyMapping,
    Proposal,
    Shape,
    check_shape,
    columns_of,
    propose,
)
from sitegen.importing.tables import Lines, read_lines, to_records
from sitegen.importing.whose import Villages, find_account, find_period, find_village, find_year
from sitegen.importing.words import Words, find_unit
from sitegen.load.workbooks import Area, Page, Workbook
from sitegen.model.catalogue import Catalogue, Item
from sitegen.model.ledger import Body, Table, Village
from sitegen.model.period import Period, containing, year

_COPY = re.compile(r"副本|\(\d+\)|（\d+）|\bcopy\b", re.IGNORECASE)
_AMOUNTS = frozenset({"借方", "贷方", "收入", "支出", "金额", "余额"})


@dataclass(frozen=True, slots=True)
class Around:
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the files; its lists are filled sheet by sheet by this module and read by everybody else."""

    drafts: list[Draft] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    journals: dict[tuple[str, str, Period], list[Source]] = field(default_factory=dict)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    """Sheet and heading of columns with personal data."""


def recognise(files: Mapping[str, bytes], around: Around) -> Outcome:
    """Everything the files say, by village, item and period."""
    outcome = Outcome()
    for file, data in sorted(files.items()):
        if _COPY.search(PurePosixPath(file).stem):
            outcome.found.append(warning("KEY-COPY", Place(file), file=PurePosixPath(file).name))
            continue
        book, found = read_spreadsheet(file, data)
        outcome.found.extend(found)
        if book is not None:
            _read_book(book, around, outcome)
    _finish_journals(around, outcome)
    _check_twice(outcome)
    return outcome


def _read_book(book: Workbook, around: Around, outcome: Outcome) -> None:
    if is_form(book):
        form = read_form(book, around.catalogue, around.period)
        if isinstance(form, Diagnostic):
            outcome.found.append(form)
        else:
            _take_form(book.file, form, around, outcome)
        return
    looked_at = [page for page in book.pages if page.lines and not page.hidden]
    if not any(find_layout(page, lambda text: _is_known(text, around)) for page in looked_at):
        outcome.found.append(error("XLS-NOTABLE", Place(book.file)))
        return
    for page in book.pages:
        if page.hidden and page.lines:
            outcome.found.append(
                warning("XLS-LEFT", _page_place(book.file, page), count=len(page.lines), what="藏起来的工作表的行")
            )
        elif page.lines:
            _read_page(book.file, page, around, outcome)


def _page_place(file: str, page: Page) -> Place:
    return Place(file, cell=page.name)


def _take_form(file: str, form: FilledForm, around: Around, outcome: Outcome) -> None:
    folder = around.village or find_village((form.village, PurePosixPath(file).stem), around.villages)
    if not folder:
        outcome.found.extend(form.found)
        outcome.found.append(_no_village(Place(file), form.village, around))
        return
    account = form.account
    found = list(form.found)
    if form.item.parts == "account":
        village = around.load(folder)
        accounts = village.accounts if village else ()
        known = find_account((account,), accounts)
        if known is None:
            found.append(error("XLS-ACCOUNT", Place(file), known="、".join(each.name for each in accounts)))
        account = known.name if known else ""
    draft = Draft(folder, form.item, form.period, account, form.body, PurePosixPath(file).name, None, form.columns)
    draft = replace(draft, nothing=form.nothing, notes=form.notes, records=form.records, found=tuple(found))
    outcome.drafts.append(draft)


def _no_village(place: Place, written: str, around: Around) -> Diagnostic:
    text = "" if find_private(written) else written
    names = [folder[13:] for folder in around.villages.folders]
    shown = names if len(names) < 30 else []
    near = around.villages.nearest(text) if text else ""
    return error("XLS-VILLAGE", place, text=text, nearest=near, known="、".join(shown))


# ---- a sheet of others -----------------------------------------------------------------------------------------------


def _read_page(file: str, page: Page, around: Around, outcome: Outcome) -> None:
    layout = find_layout(page, lambda text: _is_known(text, around))
    if layout is None or not layout.lines:
        outcome.found.append(info("XLS-NOTABLE", _page_place(file, page)))
        return
    personal = _personal_headings(layout, around.words)
    layout = _without(layout, personal, around.words)
    hints = (*layout.titles, page.name, PurePosixPath(file).stem, *PurePosixPath(file).parent.parts[::-1])
    shape = next((each for each in around.mapping.shapes if each.fits(layout)), None)
    if shape is None:
        shape = _propose(file, page, layout, personal, hints, around, outcome)
        if shape is None:
            return
    wrong = check_shape(shape, around.catalogue, around.words)
    if not shape.confirmed and not around.accept and not wrong:
        wrong = (error("XLS-REVIEW", shape.place, name=shape.name),)
    for heading, target in shape.columns:
        if target == PERSONAL or heading in personal:
            outcome.left_out.append((f"{PurePosixPath(file).name} {page.name}", heading))
    if wrong:
        outcome.found.extend(wrong)
        return
    _take_page(file, page, _used(layout, shape, personal), shape, hints, around, outcome)


def _is_known(text: str, around: Around) -> bool:
    if around.words.knows(text):
        return True
    plain = "".join(text.split())
    return any(heading == plain for shape in around.mapping.shapes for heading, _ in shape.columns)


def _personal_headings(layout: Layout, words: Words) -> frozenset[str]:
    """Headings whose cells are, at least half of them, identity numbers, cards or private telephones."""
    found = set()
    for each in layout.headings:
        cells = [cells[each.column] for _, cells in layout.lines if each.column in cells]
        numbered = words.knows(each.parts[-1]) if each.parts else False
        private = sum(_is_private(cell.text, "" if numbered else cell.fault) for cell in cells)
        if (cells and 2 * private >= len(cells)) or words.is_personal(each.name):
            found.add(each.name)
    return frozenset(found)


def _is_private(text: str, fault: str) -> bool:
    hits = {hit.code for hit in find_personal(text)} - {"PII-ADDRESS"}
    return bool(hits) or (fault == "XLS-DIGITS" and len(re.sub(r"\D", "", text)) >= 15)


def _without(layout: Layout, personal: frozenset[str], words: Words) -> Layout:
    """The table without a single cell of personal columns; a heading that is itself personal gets another name."""
    gone = {each.column for each in layout.headings if each.name in personal}
    lines = tuple(
        (row, {column: cell for column, cell in cells.items() if column not in gone}) for row, cells in layout.lines
    )
    headings = tuple(
        replace(each, name=f"（个人信息 {each.cell.rpartition('!')[2]}）", parts=())
        if find_personal(each.name)
        else each
        for each in layout.headings
    )
    titles = tuple(title for title in layout.titles if not find_personal(title) and not words.is_personal(title))
    return Layout(headings, titles, tuple((row, cells) for row, cells in lines if cells), layout.first_row)


def _propose(
    file: str,
    page: Page,
    layout: Layout,
    personal: frozenset[str],
    hints: Iterable[str],
    around: Around,
    outcome: Outcome,
) -> Shape | None:
    """A proposal, once for all sheets with the same headings; the shape to go on with, where that was asked for."""
    known = next((each.shape for each in outcome.proposals if each.shape.fits(layout)), None)
    if known is not None:
        return known if around.accept else None
    named = f"{PurePosixPath(file).stem} {page.name}".strip()
    name = "表" if find_private(named) else named
    proposal = propose(name, hints, layout, personal, around.catalogue, around.words)
    taken = around.accept and not proposal.shape.questions
    if taken:
        proposal = replace(proposal, shape=replace(proposal.shape, confirmed=True))
    outcome.proposals.append(proposal)
    if taken:
        return proposal.shape
    asked = "、".join(proposal.shape.questions)
    headings = "、".join(each.name for each in layout.headings)
    outcome.found.append(error("XLS-NEW", _page_place(file, page), headings=headings, asked=asked))
    return None


def _used(layout: Layout, shape: Shape, personal: frozenset[str]) -> Layout:
    """Only the cells of columns that are read: what is wrong in others does not matter."""
    targets = dict(shape.columns)
    kept = {
        each.column
        for each in layout.headings
        if targets[each.name] not in (UNUSED, PERSONAL) and each.name not in personal
    }
    texts = {each.column for each in layout.headings if targets[each.name] == UNUSED}
    lines = tuple(
        (
            row,
            {column: cell for column, cell in cells.items() if column in kept or (column in texts and not cell.fault)},
        )
        for row, cells in layout.lines
    )
    return Layout(layout.headings, layout.titles, lines, layout.first_row)


def _take_page(
    file: str, page: Page, layout: Layout, shape: Shape, hints: tuple[str, ...], around: Around, outcome: Outcome
) -> None:
    item = around.catalogue.by_name(shape.item)
    assert item is not None
    targets = dict(shape.columns)
    money = {
        column.name for column in columns_of(item, shape.table) if column.kind in ("money", "number", "count")
    } | _AMOUNTS
    spread = frozenset(each.column for each in layout.headings if targets[each.name] not in money)
    layout, wrong = fill_merged(page, layout, spread)
    outcome.found.extend(_merged(file, page, area) for area in wrong)
    outcome.found.extend(_hidden(file, page, layout, targets))
    unit = next((unit for hint in hints if (unit := find_unit(hint))), "")
    if unit and unit != shape.unit:
        outcome.found.append(warning("XLS-UNIT", _page_place(file, page), stated=unit, mapped=shape.unit))
    if shape.table == JOURNAL:
        _take_journal(file, page, layout, shape, item, hints, around, outcome)
    else:
        _take_lines(file, page, layout, shape, item, hints, around, outcome)


def _merged(file: str, page: Page, area: Area) -> Diagnostic:
    row, column = area.first_row, area.first_column
    return error("XLS-MERGED", Place(file, row, column, column + 1, page.cell_name(row, column)), area=area.name)


def _hidden(file: str, page: Page, layout: Layout, targets: Mapping[str, str]) -> Iterator[Diagnostic]:
    rows = sorted(page.hidden_rows & {row for row, _ in layout.lines})
    if rows:
        place = Place(file, rows[0], 1, 2, page.cell_name(rows[0], 1))
        yield warning("XLS-HIDDEN", place, what="、".join(map(str, rows[:5])))
    used = [each for each in layout.headings if targets[each.name] not in (UNUSED, PERSONAL)]
    covered = [each for each in used if each.column in page.hidden_columns]
    if covered:
        yield warning(
            "XLS-HIDDEN",
            Place(file, 1, covered[0].column, covered[0].column + 1, covered[0].cell),
            what=covered[0].name,
        )


def _folder_of(text: str, hints: tuple[str, ...], around: Around) -> str:
    if text:
        return find_village((text,), around.villages) or (around.village if not text else "")
    return around.village or find_village(hints, around.villages)


# ---- ledgers of entries ----------------------------------------------------------------------------------------------


def _take_journal(
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
    reader = JournalReader(sheet, layout, shape, around.words, when)
    for (village, account), journal in reader.read().items():
        folder = _folder_of(village, hints, around)
        if not folder:
            outcome.found.append(_no_village(_page_place(file, page), village, around))
            continue
        loaded = around.load(folder)
        accounts = loaded.accounts if loaded else ()
        known = find_account((account, shape.account, *hints), accounts)
        if known is None and accounts:
            outcome.found.append(
                error("XLS-ACCOUNT", _page_place(file, page), known="、".join(each.name for each in accounts))
            )
            continue
        days = [entry.day for entry in journal.entries]
        period = around.period or _widened(named, item) or _one_period(days, item)
        if period is None:
            outcome.found.append(error("XLS-PERIOD", _page_place(file, page)))
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


def _finish_journals(around: Around, outcome: Outcome) -> None:
    """All books of one account and period together: bank and till are two sheets of the same account."""
    item = next((each for each in around.catalogue.items if each.shape == "cash"), None)
    for (folder, account, period), sources in outcome.journals.items():
        if item is not None:
            made = to_cash_draft(item, folder, account, period, sources, around.words)
            outcome.drafts.append(made.draft)
            outcome.subjects.extend([subject for subject in made.unknown if subject not in outcome.subjects])


# ---- lists, reports, registers ---------------------------------------------------------------------------------------


def _take_lines(
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
        folder = _folder_of(village, hints, around)
        if not folder:
            outcome.found.append(_no_village(_page_place(file, page), village, around))
            continue
        if item.shape != "register" and named is None:
            outcome.found.append(error("XLS-PERIOD", _page_place(file, page)))
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


def _check_twice(outcome: Outcome) -> None:
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
