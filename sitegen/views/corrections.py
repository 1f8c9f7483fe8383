"""Changed figures as they are read: what it was, what it is, why, who checked it, and every total that changed with it."""

from __future__ import annotations

from datetime import date

from sitegen.model.catalogue import ROWS, Item, Kind, TableForm
from sitegen.model.period import Period
from sitegen.views.amounts import from_plain
from sitegen.views.language import Language
from sitegen.views.pages import CorrectionView
from sitegen.views.public import FEW, KIND_OF_CORRECTION, PublicCorrection, PublicDisclosure, PublicTable


def view_corrections(
    say: Language, item: Item, parts: tuple[PublicDisclosure, ...], period: Period, link: str = ""
) -> tuple[CorrectionView, ...]:
    """The corrections of all parts in order; ``link`` is the page that shows the figures, empty on that page itself."""
    numbered = [(number, part, each) for number, part in enumerate(parts, start=1) for each in part.corrections]
    return tuple(
        CorrectionView(
            anchor=f"c{index}",
            day=say.day(date.fromisoformat(each.day)),
            kind=say.label(each.kind),
            what=say.join(" ", (say.period(period), *_what(say, each))),
            before=say_figure(say, each.column_kind, each.before),
            after=say_figure(say, each.column_kind, each.after),
            reason=each.reason,
            checked_by=each.checked_by,
            chain=_chain(say, item, part, each),
            href=_href(item, part, number, each, link),
        )
        for index, (number, part, each) in enumerate(numbered, start=1)
    )


def _what(say: Language, correction: PublicCorrection) -> tuple[str, ...]:
    if correction.table and not correction.key:
        whole = (
            say.say("条数")
            if correction.column == ROWS
            else say.say("{column}合计", column=say.label(correction.column))
        )
        return (say.label(correction.table), whole)
    parts = (say.label(correction.table), correction.key, say.label(correction.column))
    return tuple(part for part in parts if part)


def say_figure(say: Language, kind: Kind, text: str, unit: str = "") -> str:
    """A figure as a correction says it."""
    if not text:
        return say.say("没有")
    if text == FEW:
        return say.say("少于3户（人），不写")
    return say.unit(say.value(kind, from_plain(kind, text)), "元" if kind == "money" else unit)


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


def _chain(say: Language, item: Item, part: PublicDisclosure, correction: PublicCorrection) -> tuple[str, ...]:
    """For a slip of copying an amount: the table's total and the row's subtotal, before and after that day.

    Corrections of one day and column change a total together: two amounts that were swapped leave it as it was.
    """
    form, table = item.table(correction.table), _table(part, correction.table)
    if correction.kind != KIND_OF_CORRECTION["transcription"] or not correction.key or table is None or form is None:
        return ()
    column = form.column(correction.column)
    if column is None or column.kind != "money" or not column.total:
        return ()
    same = [each for each in part.corrections if (each.table, each.column) == (correction.table, correction.column)]
    total = sum(int(row[_index(table, column.name)] or 0) for row in table.rows)
    said = [_say_change(say, say.say("{table}合计", table=say.label(form.name)), total, correction, same)]
    group = _group_of(form, table, correction.key)
    if group and form.figure == correction.column and len(table.groups) > 1:
        own = [each for each in same if _group_of(form, table, each.key) == group]
        subtotal = next((int(each.total or 0) for each in table.groups if each.name == group), 0)
        name = say.say("“{group}”小计", group=say.label(_in_words(form, group)))
        said.append(_say_change(say, name, subtotal, correction, own))
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


def _say_change(
    say: Language, name: str, total: int, correction: PublicCorrection, same: list[PublicCorrection]
) -> str:
    later = sum(_step(each) for each in same if each.day > correction.day)
    step = sum(_step(each) for each in same if each.day == correction.day)
    after = total - later
    if step == 0:
        return say.say("{name}没有变，还是{money}。", name=name, money=say.money(after))
    return say.say("{name}由{before}改成{after}。", name=name, before=say.money(after - step), after=say.money(after))


def _step(correction: PublicCorrection) -> int:
    return int(correction.after or 0) - int(correction.before or 0)
