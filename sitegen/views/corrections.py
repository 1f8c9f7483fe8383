"""Changed figures as they are read: what it was, what it is, why, who checked it, and every total that changed with it."""

from __future__ import annotations

from datetime import date

from sitegen.model.catalogue import Item, TableForm
from sitegen.model.period import Period
from sitegen.views.amounts import from_plain, say_full_day, say_money, say_value
from sitegen.views.pages import CorrectionView
from sitegen.views.public import KIND_OF_CORRECTION, PublicCorrection, PublicDisclosure, PublicTable


def view_corrections(
    item: Item, parts: tuple[PublicDisclosure, ...], period: Period, link: str = ""
) -> tuple[CorrectionView, ...]:
    """The corrections of all parts in order; ``link`` is the page that shows the figures, empty on that page itself."""
    numbered = [(number, part, each) for number, part in enumerate(parts, start=1) for each in part.corrections]
    return tuple(
        CorrectionView(
            anchor=f"c{index}",
            day=say_full_day(date.fromisoformat(each.day)),
            kind=each.kind,
            what=f"{period.plain} {_what(each)}",
            before=_said(each, each.before),
            after=_said(each, each.after),
            reason=each.reason,
            checked_by=each.checked_by,
            chain=_chain(item, part, each),
            href=_href(item, part, number, each, link),
        )
        for index, (number, part, each) in enumerate(numbered, start=1)
    )


def _what(correction: PublicCorrection) -> str:
    return " ".join(part for part in (correction.table, correction.key, correction.column) if part)


def _said(correction: PublicCorrection, text: str) -> str:
    value = from_plain(correction.column_kind, text)
    unit = "元" if correction.column_kind == "money" else ""
    return say_value(correction.column_kind, value) + unit


def _href(item: Item, part: PublicDisclosure, number: int, correction: PublicCorrection, link: str) -> str:
    """The corrected row on its page; the page itself where the figure is no row, or its rows are not shown."""
    for index, form in enumerate(item.tables, start=1):
        table = _table(part, form.name)
        if form.name == correction.table and table is not None and correction.key in table.keys:
            return f"{link}#t{number}{index}-{table.keys.index(correction.key) + 1}"
    return link


def _table(part: PublicDisclosure, name: str) -> PublicTable | None:
    return next((table for table in part.body.tables if table.name == name), None)


# -- totals that changed ----------------------------------------------------------------------------------------------


def _chain(item: Item, part: PublicDisclosure, correction: PublicCorrection) -> tuple[str, ...]:
    """For a slip of copying an amount: the table's total and the row's subtotal, before and after that day.

    Corrections of one day and column change a total together: two amounts that were swapped leave it as it was.
    """
    form, table = item.table(correction.table), _table(part, correction.table)
    if correction.kind != KIND_OF_CORRECTION["transcription"] or form is None or table is None:
        return ()
    column = form.column(correction.column)
    if column is None or column.kind != "money" or not column.total:
        return ()
    same = [each for each in part.corrections if (each.table, each.column) == (correction.table, correction.column)]
    total = sum(int(row[_index(table, column.name)] or 0) for row in table.rows)
    said = [_say_change(f"{form.name}合计", total, correction, same)]
    group = _group_of(form, table, correction.key)
    if group and form.figure == correction.column and len(table.groups) > 1:
        own = [each for each in same if _group_of(form, table, each.key) == group]
        subtotal = next((int(each.total or 0) for each in table.groups if each.name == group), 0)
        said.append(_say_change(f"“{_in_words(form, group)}”小计", subtotal, correction, own))
    return tuple(said)


def _index(table: PublicTable, name: str) -> int:
    return [column.name for column in table.columns].index(name)


def _group_of(form: TableForm, table: PublicTable, key: str) -> str:
    names = [column.name for column in table.columns]
    if form.group_by not in names or key not in table.keys:
        return ""
    return table.rows[table.keys.index(key)][names.index(form.group_by)]


def _in_words(form: TableForm, group: str) -> str:
    column = form.column(form.group_by)
    return column.say(group) if column else group


def _say_change(name: str, total: int, correction: PublicCorrection, same: list[PublicCorrection]) -> str:
    later = sum(_step(each) for each in same if each.day > correction.day)
    step = sum(_step(each) for each in same if each.day == correction.day)
    after = total - later
    if step == 0:
        return f"{name}没有变，还是{say_money(after)}。"
    return f"{name}由{say_money(after - step)}改成{say_money(after)}。"


def _step(correction: PublicCorrection) -> int:
    return int(correction.after or 0) - int(correction.before or 0)
