"""Files → drafts, as far as the mapping knows them; the rest → proposals. The story of an import, up to the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from msgspec.structs import replace

from sitegen.checks.personal import find_personal
from sitegen.diagnostics import Diagnostic, Place, error, info, warning
from sitegen.importing.days import split_spans
from sitegen.importing.drafts import Draft, find_private
from sitegen.importing.forms import FilledForm, is_form, read_form
from sitegen.importing.headers import Heading, Layout, fill_ditto, fill_merged, find_layout
from sitegen.importing.mapping import JOURNAL, PERSONAL, UNUSED, Shape, check_shape, columns_of
from sitegen.importing.naming import Said, find_named, find_other_village, find_said, find_shape
from sitegen.importing.parting import join_blocks, join_holdings, part_below, part_beside, split_sides
from sitegen.importing.proposing import propose
from sitegen.importing.sides import is_section
from sitegen.importing.taking import (
    Around,
    Outcome,
    check_twice,
    find_folder,
    finish_journals,
    page_place,
    take_journal,
    take_lines,
)
from sitegen.importing.units import AMOUNTS, check_units, find_stated
from sitegen.importing.whose import Hints, find_account
from sitegen.importing.words import Words, find_unit, to_plain_word
from sitegen.load.spreadsheets import read_spreadsheet
from sitegen.load.workbooks import Area, Page, Workbook
from sitegen.outputs.forms import OVERVIEW
from sitegen.source import nearest, without_hidden

_COPY = re.compile(r"副本|\(\d+\)|（\d+）|\bcopy\b", re.IGNORECASE)


def recognise(files: Mapping[str, bytes], around: Around) -> Outcome:
    """Everything the files say, by village, item and period."""
    outcome = Outcome()
    around = replace(around, words=replace(around.words, own=_own_headings(around)))
    for file, data in sorted(files.items()):
        if _COPY.search(PurePosixPath(file).stem):
            outcome.found.append(warning("KEY-COPY", Place(file), file=PurePosixPath(file).name))
            continue
        book, found = read_spreadsheet(file, data)
        outcome.found.extend(found)
        if book is not None:
            _read_book(replace(book, pages=tuple(map(_without_hidden, book.pages))), around, outcome)
    finish_journals(around, outcome)
    check_twice(outcome)
    return outcome


def _own_headings(around: Around) -> frozenset[str]:
    """The names of all columns of the catalogue."""
    items = around.catalogue.items
    tables = (part for item in items for part in (item.fields, *(table.columns for table in item.tables)))
    return frozenset(to_plain_word(column.name) for columns in tables for column in columns)


def _without_hidden(page: Page) -> Page:
    """The page without signs nobody sees in its texts: headings are known by them, and no ledger may hold them."""
    lines = (
        (row, {column: cell._replace(text=without_hidden(cell.text)) for column, cell in cells.items()})
        for row, cells in page.lines
    )
    return replace(page, lines=tuple(lines))


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
                warning("XLS-LEFT", page_place(book.file, page), count=len(page.lines), what="藏起来的工作表的行")
            )
        elif page.lines:
            _read_page(book.file, page, around, outcome)


def _take_form(file: str, form: FilledForm, around: Around, outcome: Outcome) -> None:
    folder = find_folder("", Hints((form.village,), "", PurePosixPath(file).stem, ()), Place(file), around)
    if isinstance(folder, Diagnostic):
        outcome.found.extend((*form.found, folder))
        return
    account = form.account
    found = list(form.found)
    if form.item.parts == "account":
        village = around.load(folder)
        accounts = village.accounts if village else ()
        known = find_account((account,), accounts)
        if known is None:
            found.append(_no_account(Place(file, cell=OVERVIEW), account, [each.name for each in accounts]))
        account = known.name if known else ""
    draft = Draft(folder, form.item, form.period, account, form.body, PurePosixPath(file).name, None, form.columns)
    draft = replace(draft, nothing=form.nothing, notes=form.notes, records=form.records, found=tuple(found))
    outcome.drafts.append(draft)


def _no_account(place: Place, text: str, names: list[str]) -> Diagnostic:
    if not text:
        return error("KEY-MISSING", place, key="账套", where=OVERVIEW)
    return error("KEY-CHOICE", place, text=text, nearest=nearest(text, names), known="、".join(names))


# ---- a sheet of others -----------------------------------------------------------------------------------------------


def _read_page(file: str, page: Page, around: Around, outcome: Outcome) -> None:
    summary = _find_summary(file, page, around.words)
    if summary:
        outcome.found.append(warning("XLS-SUMMARY", page_place(file, page), name=summary))
        return
    above: tuple[str, ...] = ()

    def knows(text: str) -> bool:
        return _is_known(text, around)

    def say(texts: Iterable[str]) -> Said:
        return find_said(texts, around.villages, around.catalogue)

    parts = (part for below in part_below(page, knows, say) for part in part_beside(below, knows, say))
    for number, part in enumerate(parts, 1):
        layout = find_layout(part, knows)
        if layout is None:
            outcome.found.append(info("XLS-NOTABLE", page_place(file, page)))
            continue
        if not layout.lines:
            outcome.found.append(warning("XLS-NOROWS", page_place(file, page)))
            continue
        named = page if number == 1 else replace(page, name=f"{page.name}（第{number}张）")
        own = say(layout.titles)
        more = tuple(title for title in above if not say((title,)).differs(own))
        other = find_other_village(layout.lines, own.village, say)
        if other:
            outcome.found.append(error("XLS-MIXED", other.place(file), text=other.text))
            continue
        _read_layout(file, named, replace(layout, titles=(*layout.titles, *more)), around, outcome)
        above = above or tuple(title for title in layout.titles if not is_section(title))


def _read_layout(file: str, page: Page, layout: Layout, around: Around, outcome: Outcome) -> None:
    layout = split_spans(join_holdings(layout))
    halves = split_sides(layout)
    for side, half in halves:
        _read_table(file, replace(page, name=f"{page.name}（{side}）"), half, around, outcome)
    if not halves:
        joined = join_blocks(layout, lambda text: around.words.line_kind(text) in ("合计", "累计"))
        _read_table(file, page, joined, around, outcome)


def _read_table(file: str, page: Page, layout: Layout, around: Around, outcome: Outcome) -> None:
    personal = _personal_headings(layout, around)
    layout = _without(layout, personal, around.words)
    where = PurePosixPath(file)
    below, above = _units_below(layout), find_stated(layout.titles)
    other = next((unit for text in below if (unit := find_unit(text)) != above), "") if above else ""
    if other:
        outcome.found.append(error("XLS-UNIT", page_place(file, page), stated=above, mapped=other))
        return
    hints = Hints((*layout.titles, *below), page.name, where.stem, where.parent.parts[::-1])
    shape = find_shape(around.mapping.shapes, layout, hints, around.catalogue)
    if shape is None:
        shape = _propose(file, page, layout, personal, hints, around, outcome)
        if shape is None:
            return
    if shape.item == UNUSED:
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


def _units_below(layout: Layout) -> tuple[str, ...]:
    """Remarks below a table that state its unit."""
    remarks = (cells for _, cells in layout.lines if not any(cell.number or cell.fault for cell in cells.values()))
    return tuple(cell.text for cells in remarks for cell in cells.values() if len(cells) <= 2 and find_unit(cell.text))


_TITLES = 4
"""Lines at the top of a sheet in which its name stands."""


def _find_summary(file: str, page: Page, words: Words) -> str:
    """What a sheet of sums calls itself; empty for one with entries or lists."""
    titles = (cell.text for _, cells in page.lines[:_TITLES] if len(cells) == 1 for cell in cells.values())
    said = (PurePosixPath(file).stem, page.name, *titles)
    return next((word for text in said for word in words.summaries if word in to_plain_word(text)), "")


def _is_known(text: str, around: Around) -> bool:
    if around.words.knows(text):
        return True
    plain = "".join(text.split())
    return any(heading == plain for shape in around.mapping.shapes for heading, _ in shape.columns)


def _personal_headings(layout: Layout, around: Around) -> frozenset[str]:
    """Headings whose cells are, at least half of them, identity numbers, cards or private telephones.

    Not those the ledgers have a column for: what is private in 户主 is a mistake at its cell, and no reason to lose names.
    """
    found = set()
    for each in layout.headings:
        cells = [cells[each.column] for _, cells in layout.lines if each.column in cells]
        private = sum(_is_private(cell.text, cell.fault) for cell in cells)
        personal = around.words.is_personal(each.name)
        if personal or (cells and 2 * private >= len(cells) and not _has_column(each, around)):
            found.add(each.name)
    return frozenset(found)


def _has_column(heading: Heading, around: Around) -> bool:
    """Whether any ledger has a column of that name."""
    plain = to_plain_word(heading.parts[-1]) if heading.parts else ""
    words = around.words
    if plain in words.unused:
        return False
    tables = ((table.columns, item.fields) for item in around.catalogue.items for table in item.tables)
    own = {column.name for columns in tables for part in columns for column in part}
    return plain in words.roles or plain in words.columns or plain in own


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
    hints: Hints,
    around: Around,
    outcome: Outcome,
) -> Shape | None:
    """A proposal, once for all sheets with the same headings; the shape to go on with, where that was asked for."""
    known = find_shape((each.shape for each in outcome.proposals), layout, hints, around.catalogue)
    if known is not None:
        return known if around.accept else None
    named = f"{PurePosixPath(file).stem} {page.name}".strip()
    items = next((items for texts in hints.own if (items := find_named(texts, around.catalogue)[0])), frozenset())
    named += "" if any(item in named for item in items) else "".join(f" {item}" for item in sorted(items)[:1])
    name = "表" if find_private(named) else named
    proposal = propose(name, hints.texts, layout, personal, around.catalogue, around.words)
    taken = around.accept and not proposal.shape.questions
    if taken:
        proposal = replace(proposal, shape=replace(proposal.shape, confirmed=True))
    outcome.proposals.append(proposal)
    if taken:
        return proposal.shape
    asked = "、".join(proposal.shape.questions)
    headings = "、".join(each.name for each in layout.headings)
    outcome.found.append(error("XLS-NEW", page_place(file, page), headings=headings, asked=asked))
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
    file: str, page: Page, layout: Layout, shape: Shape, hints: Hints, around: Around, outcome: Outcome
) -> None:
    item = around.catalogue.by_name(shape.item)
    assert item is not None
    targets = dict(shape.columns)
    money = {
        column.name for column in columns_of(item, shape.table) if column.kind in ("money", "number", "count")
    } | AMOUNTS
    spread = frozenset(each.column for each in layout.headings if targets[each.name] not in money)
    layout, wrong = fill_merged(page, layout, spread)
    layout = fill_ditto(layout, spread, lambda text: bool(around.words.line_kind(text)))
    problems = (
        *(_merged(file, page, area) for area in wrong),
        *check_units(page_place(file, page), layout, shape, item, hints.texts),
    )
    outcome.found.extend((*problems, *_hidden(file, page, layout, targets)))
    if problems:
        return
    if shape.table == JOURNAL:
        take_journal(file, page, layout, shape, item, hints, around, outcome)
    else:
        take_lines(file, page, layout, shape, item, hints, around, outcome)


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
