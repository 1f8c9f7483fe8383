"""What a text above a table says the table is of: which village, which period, which item or table of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from sitegen.importing.headers import Layout
from sitegen.importing.mapping import JOURNAL, Shape
from sitegen.importing.whose import Hints, Villages, find_kinds, find_period, find_villages_said, find_year
from sitegen.importing.words import to_plain_word
from sitegen.load.workbooks import Cell
from sitegen.model.catalogue import Catalogue

_LEAST = 3
"""Signs of an item's name that is no word of other titles: 党费 and 项目 are."""
_LEAST_TABLE = 4


class Said(Struct, frozen=True):
    """What texts say; empty where they say nothing of the kind."""

    village: frozenset[str]
    period: frozenset[str]
    items: frozenset[str]
    tables: frozenset[str]
    books: frozenset[int]
    """The kinds of account."""

    def differs(self, other: Said) -> bool:
        """Whether both say something of one kind, and not the same."""
        pairs = zip(self._kinds(), other._kinds(), strict=True)
        return any(mine and its and not mine & its for mine, its in pairs)

    def _kinds(self) -> tuple[frozenset[object], ...]:
        return self.village, self.period, self.items, self.tables, self.books


Say = Callable[[Iterable[str]], Said]


def find_said(texts: Iterable[str], villages: Villages, catalogue: Catalogue) -> Said:
    """What some texts say together."""
    every = tuple(texts)
    named = {folder for text in every for folder in find_villages_said(Hints((text,), "", "", ()), villages)}
    items, tables = find_named(every, catalogue)
    return Said(frozenset(named), frozenset(filter(None, map(_period_said, every))), items, tables, find_kinds(every))


def _period_said(text: str) -> str:
    period, year = find_period((text,)), find_year((text,))
    return period.label if period else str(year or "")


def find_named(texts: Iterable[str], catalogue: Catalogue) -> tuple[frozenset[str], frozenset[str]]:
    """Items and tables that are named in full."""
    plain = [to_plain_word(text) for text in texts]
    items, tables = set(), set()
    for item in catalogue.items:
        names = {to_plain_word(name) for name in (item.name, item.plain, *item.aliases) if len(name) >= _LEAST}
        if any(name in text for name in names for text in plain):
            items.add(item.name)
        own = (table.name for table in item.tables if len(table.name) >= _LEAST_TABLE)
        tables |= {name for name in own if any(to_plain_word(name) in text for text in plain)}
    return frozenset(items), frozenset(tables)


def find_shape(shapes: Iterable[Shape], layout: Layout, hints: Hints, catalogue: Catalogue) -> Shape | None:
    """The shape of a sheet's headings that is of what the sheet says it is; lists of many items have the same headings.

    None where it names an item of which no shape is. Who gave such a sheet another item has named the shape after it.
    """
    fitting = [each for each in shapes if each.fits(layout)]
    named = [find_named(texts, catalogue) for texts in hints.own]
    items = next((found for found, _ in named if found), frozenset[str]())
    tables = next((found for _, found in named if found), frozenset[str]())
    return next((each for each in fitting if _is_of(each, items, tables, catalogue)), None)


def _is_of(shape: Shape, items: frozenset[str], tables: frozenset[str], catalogue: Catalogue) -> bool:
    item = catalogue.by_name(shape.item)
    if item is None or shape.table == JOURNAL:
        return True
    meant, parts = find_named((shape.name,), catalogue)
    own = {table.name for table in item.tables} & tables
    right_item = not items or bool(items & {shape.item, *meant})
    return right_item and (not own or bool(own & {shape.table, *parts}))


def find_other_village(lines: Iterable[tuple[int, Mapping[int, Cell]]], said: frozenset[str], say: Say) -> Cell | None:
    """A line within a table that is nothing but the name of another village, or its title: what follows is not ours."""
    for _, cells in lines:
        only = next(iter(cells.values())) if len(cells) == 1 else None
        named = say((only.text,)) if only and not only.number else None
        if only and named and named.village and not named.village & said and _is_heading(only.text, named):
            return only
    return None


def _is_heading(text: str, said: Said) -> bool:
    plain = to_plain_word(text).rstrip("村")
    return bool(said.period) or any(plain == folder[13:].rstrip("村") for folder in said.village)
