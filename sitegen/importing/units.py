"""In which unit a sheet writes its money: its titles, the heading of each column and the mapping have to agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.importing.headers import Heading, Layout
from sitegen.importing.mapping import JOURNAL, Shape, columns_of
from sitegen.importing.words import find_unit, find_unit_over
from sitegen.model.catalogue import Item

YUAN = "元"
AMOUNTS = frozenset({"借方", "贷方", "收入", "支出", "金额", "余额"})
"""Columns of a ledger of entries that are money."""
_UNSTATED = "（没有写）"


def units_of(layout: Layout) -> Mapping[int, str]:
    """By column of the sheet: the unit its own heading states."""
    return {each.column: unit for each in layout.headings if (unit := unit_over(each))}


def unit_over(heading: Heading) -> str:
    """What one heading states, in whichever of its lines."""
    return next((unit for part in heading.parts[::-1] if (unit := find_unit_over(part))), "")


def find_stated(texts: Iterable[str]) -> str:
    """The unit that titles and names state for the whole sheet."""
    return next((unit for text in texts if (unit := find_unit(text))), "")


def check_units(place: Place, layout: Layout, shape: Shape, item: Item, texts: Iterable[str]) -> tuple[Diagnostic, ...]:
    """XLS-UNIT where an amount could be read as ten thousand times what is meant."""
    title, own = find_stated(texts), units_of(layout)
    money = _money(layout, shape, item)
    silent = [each for each, per in money if each.column not in own and not per]
    if title and silent and title != shape.unit:
        return (error("XLS-UNIT", place, stated=title, mapped=shape.unit),)
    other = next(
        (each for each, _ in money if title and own.get(each.column, title) != title and not _is_per(each)), None
    )
    if other is not None:
        return (error("XLS-UNIT", _over(place, other), stated=own[other.column], mapped=title),)
    large = next((unit for each, _ in money if (unit := own.get(each.column, YUAN)) != YUAN), "")
    if large and silent and not title and shape.unit == YUAN:
        return (error("XLS-UNIT", _over(place, silent[0]), stated=_UNSTATED, mapped=large),)
    return ()


def _money(layout: Layout, shape: Shape, item: Item) -> list[tuple[Heading, bool]]:
    """Headings of money, and whether the catalogue's column is money for something: 元/亩."""
    targets = dict(shape.columns)
    if shape.table == JOURNAL:
        return [(each, False) for each in layout.headings if targets[each.name] in AMOUNTS]
    columns = {column.name: column for column in columns_of(item, shape.table) if column.kind == "money"}
    named = ((each, columns.get(targets[each.name])) for each in layout.headings)
    return [(each, bool(column.unit)) for each, column in named if column is not None]


def _is_per(heading: Heading) -> bool:
    return any("/" in part.replace("／", "/") for part in heading.parts)


def _over(place: Place, heading: Heading) -> Place:
    return Place(place.file, 1, heading.column, heading.column + 1, heading.cell)
