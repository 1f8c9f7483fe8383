"""What one audience sees of an item, which follows from the catalogue alone: found once, for all its disclosures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from sitegen.model.catalogue import SUMMED, Audience, Column, Item, Output, Outputs, TableForm
from sitegen.views.public import PublicColumn

_SEEN = ("full", "masked")
_NAMING = ("person", "payee")

Naming = Mapping[str, Outputs]
"""Columns in which persons are named, by their table; those of fields by no name."""


class Seen(Struct, frozen=True):
    """A field or column that is seen."""

    column: Column
    head: PublicColumn
    masked: bool


class TableSight(Struct, frozen=True):
    """A table of the item."""

    form: TableForm
    columns: tuple[Seen, ...]
    hidden: str
    """Why no rows are seen: ``ended``, ``private``, or empty."""
    keyed: bool
    """Whether its rows can be told apart by what is seen of them."""
    grouped: bool
    """Whether subtotals may be said."""


class Sight(Struct, frozen=True):
    """All of the item."""

    fields: tuple[Seen, ...]
    tables: tuple[TableSight, ...]
    outputs: Outputs
    """Every column by ``栏`` or ``表.栏``, and how it leaves the house."""
    unsaid: frozenset[str]
    """Figures that no sentence may say."""
    naming: Naming
    private: Naming
    """Of these, those that are not shown as they are."""


@lru_cache(maxsize=1024)
def see(item: Item, audience: Audience, *, over: bool = False) -> Sight:
    """What the audience sees of the item, while its posting days last or when they are ``over``."""
    columns = item.outputs(audience, over=over)
    unsaid = (name for where, (_, output) in columns.items() if output != "full" for name in _unsaid(where, columns))
    private = {where: each for where, each in columns.items() if each[1] != "full"}
    return Sight(
        fields=_find_seen(item.fields, columns, ""),
        tables=tuple(_see_table(form, columns, audience) for form in item.tables),
        outputs=columns,
        unsaid=frozenset(unsaid),
        naming=_find_naming(columns),
        private=_find_naming(private),
    )


def _unsaid(where: str, columns: Outputs) -> Iterator[str]:
    """What is said of no column that is not shown in full: of one that is added up the sum may be."""
    column, output = columns[where]
    yield from (f"{where}.最大", f"{where}.同")
    if column.kind not in SUMMED or output == "absent":
        yield where


def _find_naming(columns: Outputs) -> Naming:
    found: dict[str, dict[str, tuple[Column, Output]]] = {}
    for where, each in columns.items():
        table, _, name = where.rpartition(".")
        if each[0].kind in _NAMING:
            found.setdefault(table, {})[name] = each
    return found


def _find_seen(wanted: tuple[Column, ...], columns: Outputs, lead: str) -> tuple[Seen, ...]:
    outputs = ((each, columns[lead + each.name][1]) for each in wanted)
    return tuple(
        Seen(each, PublicColumn(each.name, each.kind, each.unit), output == "masked")
        for each, output in outputs
        if output in _SEEN
    )


def _see_table(form: TableForm, columns: Outputs, audience: Audience) -> TableSight:
    outputs = {column.name: columns[f"{form.name}.{column.name}"][1] for column in form.columns}
    return TableSight(
        form=form,
        columns=_find_seen(form.columns, columns, f"{form.name}."),
        hidden=_why_hidden(form, outputs, audience),
        keyed=bool(form.key) and all(outputs[name] == "full" for name in form.key),
        grouped=outputs.get(form.group_by) == "full" and outputs.get(form.figure) != "absent",
    )


def _why_hidden(form: TableForm, outputs: Mapping[str, Output], audience: Audience) -> str:
    ending = (each for each in form.columns if each.names_until_end and each.output(audience) in _SEEN)
    if any(outputs[each.name] == "totals" for each in ending):
        return "ended"
    lead = form.lead or tuple(each.name for each in form.columns[:1])
    return "" if any(outputs[name] in _SEEN for name in lead) else "private"
