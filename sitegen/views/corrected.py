"""Corrections as one audience may read them: where rows are not shown one by one, what their column's total was and is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby

from msgspec.structs import replace

from sitegen.model.catalogue import ROWS, SUMMED, Item
from sitegen.model.plain import to_plain
from sitegen.views.few import head_of
from sitegen.views.public import FEW, SMALLEST_GROUP, PublicCorrection, PublicTable

Sums = Mapping[str, str]
"""Figures as they are now, by name: ``名单.金额``."""


def sum_up(
    item: Item,
    tables: Iterable[PublicTable],
    sums: Sums,
    corrections: tuple[PublicCorrection, ...],
    summed: frozenset[str] = frozenset(),
) -> tuple[PublicCorrection, ...]:
    """The corrections in their order; those of rows that are not shown, or are gone with their names, by day and column
    as one of the total, and of texts in such rows nothing. ``summed`` are columns that are shown as totals beside rows."""
    hidden = {table.name: table.hidden for table in tables if table.hidden}
    rows = [each for each in corrections if each.key and (each.table in hidden or name_of(each) in summed)]
    shown = [each for each in corrections if each not in rows]
    together = [*shown, *_of_totals([each for each in rows if each.column_kind in SUMMED], sums)]
    private = {name for name, why in hidden.items() if why != "ended"}
    heads = {name: head for name in private if (form := item.table(name)) and (head := head_of(form, sums))}
    return tuple(_without_few(each, heads.get(each.table, ""), sums, together) for each in together)


def _of_totals(rows: list[PublicCorrection], sums: Sums) -> Iterator[PublicCorrection]:
    """One for each day and column, the latest undone first."""
    for name, same in groupby(sorted(rows, key=name_of), key=name_of):
        total = Decimal(sums.get(name) or 0)
        latest_first = sorted(same, key=lambda each: each.day, reverse=True)
        made = []
        for _, of_day in groupby(latest_first, key=lambda each: each.day):
            group = tuple(of_day)
            before = total - sum(map(_step, group))
            made.append(_of_total(name, group, to_plain(before), to_plain(total)))
            total = before
        yield from (each for each in reversed(made) if each.before != each.after)


def _of_total(name: str, group: tuple[PublicCorrection, ...], before: str, after: str) -> PublicCorrection:
    reasons, checkers = (
        "；".join(dict.fromkeys(filter(None, texts)))
        for texts in ((each.reason for each in group), (each.checked_by for each in group))
    )
    whole = replace(group[0], position=name, key="", before=before, after=after)
    return replace(whole, reason=reasons, checked_by=checkers)


def name_of(correction: PublicCorrection) -> str:
    """Its column as figures are named, ``名单.金额``."""
    return f"{correction.table}.{correction.column}"


def _step(correction: PublicCorrection) -> Decimal:
    return Decimal(correction.after or 0) - Decimal(correction.before or 0)


def _without_few(
    correction: PublicCorrection, head: str, sums: Sums, together: list[PublicCorrection]
) -> PublicCorrection:
    """Without a total from days on which the table spoke of so few that it was not shown."""
    if not head or correction.key:
        return correction
    heads = [each for each in together if not each.key and name_of(each) == head]
    after = Decimal(sums[head]) - sum(_step(each) for each in heads if each.day > correction.day)
    before = after - sum(_step(each) for each in heads if each.day == correction.day)
    return replace(
        correction,
        before=FEW if 0 < before < SMALLEST_GROUP else correction.before,
        after=FEW if 0 < after < SMALLEST_GROUP else correction.after,
    )


def say_place(correction: PublicCorrection) -> str:
    """Where the figure stands, on paper and in the feed: ``出账，记-014的金额``, ``名单的金额合计``."""
    where = "，".join(part for part in (correction.table, correction.key) if part)
    column = correction.column
    if correction.table and not correction.key:
        column = "条数" if column == ROWS else f"{column}合计"
    return f"{where}的{column}" if where else column
