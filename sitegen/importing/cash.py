"""Journals of one account in one period → the cash item: 进账, 出账, 期初余额, 银行存款 and 现金."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from sitegen.diagnostics import Diagnostic, Place, error, has_errors, info
from sitegen.importing.drafts import Draft, Month, Sheet, make_row
from sitegen.importing.movements import replace_cell, to_movements
from sitegen.importing.reckoning import Entry, Journal
from sitegen.importing.words import CASH_SUBJECT, Words, find_subject, split_subject
from sitegen.model.catalogue import Column, Item, TableForm
from sitegen.model.ledger import Body, Field, Row, Table, Value
from sitegen.model.period import Period
from sitegen.source import nearest

IN, OUT = "进账", "出账"
_PARTY = {IN: "交款单位", OUT: "收款单位"}
_TRANSFER = "内部转款"


class Source(Struct, frozen=True):
    """One journal and what is known of its sheet."""

    journal: Journal
    sheet: Sheet
    name: str
    flows: bool
    monthly: bool
    held: str
    """银行存款 or 现金 when the sheet is the book of just that; else empty."""
    months: frozenset[Month]
    """The months it covers."""
    books: frozenset[int] = frozenset()
    """The kinds of account its titles speak of."""


class CashDraft(Struct, frozen=True):
    """The draft, and subjects nobody could put into a category."""

    draft: Draft
    unknown: tuple[str, ...]


def to_cash_draft(
    item: Item, village: str, account: str, period: Period, sources: Sequence[Source], words: Words
) -> CashDraft:
    """All journals of one account together: what lies in the period, and what the books opened with."""
    found: list[Diagnostic] = []
    movements: list[tuple[Entry, Source]] = []
    for source in sources:
        found += source.journal.found
        kept, problems = to_movements(source.journal.entries, words, flows=source.flows)
        found += problems
        movements += [(entry, source) for entry in kept]
    found += _left_out(movements, period)
    inside = [pair for pair in movements if period.first <= pair[0].day <= period.last]
    inside = _without_transfers(inside, words)
    found += [] if has_errors(found) else _empty(inside)
    builder = _Builder(item, words, found, len(months_of(period)) > 1)
    tables = [builder.table(form, inside) for form in item.tables if form.name in _PARTY]
    found += builder.without_category(sources)
    fields = _balances(sources, movements, period)
    places = {source.name: source for source in sources}
    draft = Draft(
        village=village,
        item=item,
        period=period,
        account=account,
        body=Body(tuple(fields), tuple(tables)),
        source="、".join(places),
        months=frozenset(month for source in sources for month in source.months),
        columns=tuple((table.name, _all_columns(table)) for table in tables),
        found=tuple(found),
    )
    return CashDraft(draft, tuple(dict.fromkeys(builder.unknown)))


def _has_subjects(source: Source) -> bool:
    """Whether any entry of a sheet says what it is for."""
    return any(entry.subject or "类别" in entry.cells for entry in source.journal.entries)


def months_of(period: Period) -> frozenset[Month]:
    """All months of a period."""
    first, last = (day.year * 12 + day.month - 1 for day in (period.first, period.last))
    return frozenset((number // 12, number % 12 + 1) for number in range(first, last + 1))


def _left_out(movements: Iterable[tuple[Entry, Source]], period: Period) -> list[Diagnostic]:
    """Entries of other periods are not taken: said once a sheet, or at each where its day must be a slip."""
    found = []
    by_source: dict[str, list[Entry]] = {}
    known: dict[str, Source] = {}
    for entry, source in movements:
        by_source.setdefault(source.name, []).append(entry)
        known[source.name] = source
    every = [entry for entries in by_source.values() for entry in entries]
    if every and not any(_is_inside(entry, period) for entry in every):
        days = sorted(entry.day for entry in every)
        values = {
            "count": len(days),
            "period": period.label,
            "first": days[0].isoformat(),
            "last": days[-1].isoformat(),
        }
        return [error("XLS-NONE", replace_cell(every[0].place), **values)]
    for name, entries in by_source.items():
        strays = _find_strays(entries, period, ordered=known[name].journal.opening is not None)
        found += [
            error(
                "XLS-STRAY",
                (each.cells.get("日期") or next(iter(each.cells.values()))).place(each.place.file),
                day=each.day.isoformat(),
                period=period.label,
            )
            for each in strays
        ]
        outside = [entry for entry in entries if not _is_inside(entry, period)]
        if outside and not strays:
            place = replace_cell(outside[0].place)
            found.append(info("XLS-LEFT", place, count=len(outside), what=f"不在{period.label}里的行"))
    return found


def _empty(pairs: Iterable[tuple[Entry, Source]]) -> list[Diagnostic]:
    """Entries that moved nothing, such as a voucher made void: said once a sheet."""
    empty = [entry for entry, _ in pairs if not entry.money_in and not entry.money_out]
    counts = Counter(replace_cell(entry.place) for entry in empty)
    return [info("XLS-LEFT", place, count=count, what="金额是 0 的行") for place, count in counts.items()]


def _is_inside(entry: Entry, period: Period) -> bool:
    return period.first <= entry.day <= period.last


def _find_strays(entries: Sequence[Entry], period: Period, *, ordered: bool) -> list[Entry]:
    """Entries of another period among those of this one; in a book with balances, early ones after those, too."""
    inside = [index for index, entry in enumerate(entries) if _is_inside(entry, period)]
    if not inside:
        return []
    amid = [each for each in entries[inside[0] : inside[-1]] if not _is_inside(each, period)]
    late = [each for each in entries[inside[-1] :] if each.day < period.first]
    if ordered:
        return amid + late
    return amid if len(amid) <= _FEW else []


_FEW = 3
"""So many days may be slips; more are a sheet in another order than that of its days."""


def _without_transfers(pairs: list[tuple[Entry, Source]], words: Words) -> list[tuple[Entry, Source]]:
    """Money taken from the bank into the till is in both books, in and out: neither is income or expense."""
    moved = [pair for pair in pairs if _is_transfer(pair[0], words)]
    if sum(entry.money_in - entry.money_out for entry, _ in moved) != 0:
        return pairs
    return [pair for pair in pairs if not _is_transfer(pair[0], words)]


def _is_transfer(entry: Entry, words: Words) -> bool:
    sides = find_subject(entry.subject, words) if entry.subject else None
    return sides is not None and sides[0] == CASH_SUBJECT


def _balances(sources: Sequence[Source], movements: Sequence[tuple[Entry, Source]], period: Period) -> list[Field]:
    """期初余额 from the books' own opening and what lies before the period; holdings where each book has a balance."""
    fields = []
    whole = months_of(period)
    first = min(whole)
    begun = [source for source in sources if not _continues(source, sources)]
    opened = [source for source in begun if source.journal.opening is not None and first in source.months]
    if opened and len(opened) == len(begun):
        opening = 0
        for source in opened:
            own = [entry for entry, other in movements if other is source and entry.day < period.first]
            opening += (source.journal.opening or 0) + sum(entry.money_in - entry.money_out for entry in own)
        fields.append(Field("期初余额", opening, _place(opened[0])))
    if not all(source.held and source.journal.opening is not None and whole <= source.months for source in sources):
        return fields
    for held in ("银行存款", "现金"):
        books = [source for source in sources if source.held == held]
        if books:
            closing = sum(_closing(source, movements, period.last) for source in books)
            fields.append(Field(held, closing, _place(books[0])))
    return fields


def _continues(source: Source, sources: Iterable[Source]) -> bool:
    """Whether a book opens with what another one that ended before closed with: a sheet a month."""
    days = [entry.day for entry in source.journal.entries]
    return any(
        other.journal.opening is not None
        and other.journal.opening + sum(entry.money_in - entry.money_out for entry in other.journal.entries)
        == source.journal.opening
        and max(entry.day for entry in other.journal.entries) < min(days)
        for other in sources
        if other is not source and days and other.journal.entries
    )


def _closing(source: Source, movements: Sequence[tuple[Entry, Source]], last: date) -> int:
    own = (entry for entry, other in movements if other is source and entry.day <= last)
    return (source.journal.opening or 0) + sum(entry.money_in - entry.money_out for entry in own)


def _place(source: Source) -> Place:
    entries = source.journal.entries
    return replace_cell(entries[0].place) if entries else Place(source.sheet.file)


def _all_columns(table: Table) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in table.rows for name in row.columns))


class _Builder:
    """Entries → rows of 进账 and 出账."""

    def __init__(self, item: Item, words: Words, found: list[Diagnostic], long: bool) -> None:
        self.item = item
        self.words = words
        self.found = found
        self.long = long
        self.unknown: list[str] = []
        self.bare: dict[str, int] = {}
        """Entries of sheets that say nothing about what they are for."""

    def without_category(self, sources: Iterable[Source]) -> Iterator[Diagnostic]:
        """One word for a sheet in which no entry says what it is for: its columns lack, not its rows."""
        for source in sources:
            if source.name in self.bare:
                place = replace_cell(source.journal.entries[0].place)
                yield error("XLS-CATEGORY", place, count=self.bare[source.name])

    def table(self, form: TableForm, pairs: Sequence[tuple[Entry, Source]]) -> Table:
        """The rows of one side, in the order of the books; rows of one voucher are numbered."""
        mine = [(entry, source) for entry, source in pairs if (entry.money_in if form.name == IN else entry.money_out)]
        mine.sort(key=lambda pair: (pair[0].day, pair[0].voucher))
        counts: dict[tuple[int, str], int] = {}
        for entry, _ in mine:
            counts[(entry.day.month, entry.voucher)] = counts.get((entry.day.month, entry.voucher), 0) + 1
        seen: dict[tuple[int, str], int] = {}
        rows = []
        for entry, source in mine:
            key = (entry.day.month, entry.voucher)
            seen[key] = seen.get(key, 0) + 1
            order = self._order(source, key, counts[key], seen[key])
            rows.append(self._row(form, entry, source, order))
        return Table(form.name, tuple(rows), rows[0].place if rows else Place(""))

    def _order(self, source: Source, key: tuple[int, str], count: int, number: int) -> str:
        """序号: only where a voucher has several rows, or its number comes again in another month."""
        if source.monthly and self.long:
            return f"{key[0]}-{number}"
        return str(number) if count > 1 else ""

    def _row(self, form: TableForm, entry: Entry, source: Source, order: str) -> Row:
        amount = entry.money_in if form.name == IN else entry.money_out
        values: dict[str, Value | None] = {"日期": entry.day, "凭证号": entry.voucher, "序号": order}
        values["类别"] = self._category(form, entry, source)
        values["摘要"] = entry.summary
        values["金额"] = amount
        detail = form.column("细目")
        if detail is not None:
            values["细目"] = self._detail(entry, detail)
        party = form.column(_PARTY[form.name])
        for name, cell in entry.cells.items():
            column = party if name == "对方单位" else form.column(name)
            if column is not None and column.name not in values:
                before = len(source.sheet.found)
                values[column.name] = source.sheet.value(cell, column)
                self.found += source.sheet.found[before:]
        for required in ("凭证号", "摘要"):
            if not values[required]:
                self.found.append(error("KEY-MISSING", entry.place, key=required, where="这一行"))
        places = {name: cell.place(source.sheet.file) for name, cell in entry.cells.items()}
        ordered = {
            column.name: value for column in form.columns if (value := values.get(column.name)) not in (None, "")
        }
        return make_row(ordered, entry.place, places)

    def _category(self, form: TableForm, entry: Entry, source: Source) -> str:
        """类别 as the sheet says it, else by the accounting subject."""
        column = form.column("类别")
        if column is None:
            return ""
        written = entry.cells.get("类别")
        subject = entry.subject or (written.text if written else "")
        if written is not None and written.text in column.choices:
            return written.text
        sides = find_subject(subject, self.words) if subject else None
        if sides is not None and sides[0] == CASH_SUBJECT:
            return _TRANSFER
        category = sides[form.name == OUT] if sides else ""
        if category in column.choices:
            return category
        if not subject and not _has_subjects(source):
            self.bare[source.name] = self.bare.get(source.name, 0) + 1
            return ""
        if not subject:
            self.found.append(error("KEY-MISSING", entry.place, key="类别", where="这一行"))
            return ""
        place = (
            entry.cells.get("对方科目") or entry.cells.get("科目") or written or next(iter(entry.cells.values()))
        ).place(source.sheet.file)
        near = nearest(subject, [each for each in (*column.choices, *self.words.subjects) if each != subject])
        self.found.append(error("XLS-SUBJECT", place, subject=subject, side=form.name, nearest=near))
        self.unknown.append(subject)
        return ""

    def _detail(self, entry: Entry, column: Column) -> str:
        pieces = split_subject(entry.subject)[1:]
        found = next((self.words.details[piece] for piece in pieces if piece in self.words.details), "")
        return found if found in column.choices else ""
