"""Totals over one or two households say what their list does not say: nothing is shown of them, nor what tells it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec.structs import replace

from sitegen.model.catalogue import ROWS, Item, TableForm
from sitegen.views.public import FEW, SMALLEST_GROUP, PublicBody, PublicTable

_HEADS = ("户数", "人数", "人次", "成员人数")


def hide_few(item: Item, body: PublicBody) -> PublicBody:
    """The body without the figures of totals-only tables over fewer than three, and without fields that give them away
    by subtraction: every field of an equation (平衡) in which such a sum stands."""
    sums = {figure.name: figure.value for figure in body.figures}
    few = {table.name for table in body.tables if _is_few(item, table, sums)}
    gone = _gone_fields(item, few, sums)
    if not few and not gone:
        return body
    tables = tuple(replace(each, groups=(), hidden=FEW) if each.name in few else each for each in body.tables)
    figures = (each for each in body.figures if each.name not in gone and each.name.partition(".")[0] not in few)
    fields = (each for each in body.fields if each.name not in gone)
    return replace(body, tables=tables, figures=tuple(figures), fields=tuple(fields))


def _is_few(item: Item, table: PublicTable, sums: Mapping[str, str]) -> bool:
    form = item.table(table.name)
    if form is None or table.hidden != "private":
        return False
    return 0 < _heads(form, sums) < SMALLEST_GROUP


def _heads(form: TableForm, sums: Mapping[str, str]) -> int:
    text = sums.get(head_of(form, sums), "")
    return int(text) if text.isdigit() else 0


def head_of(form: TableForm, sums: Mapping[str, str]) -> str:
    """The figure that says how many households or persons a table speaks of: its rows when they name one each, else what it
    counts; empty when nothing says so."""
    named = any(column.kind in ("person", "payee") for column in form.columns)
    counted = next((name for head in _HEADS if (name := f"{form.name}.{head}") in sums), "")
    rows = f"{form.name}.{ROWS}"
    return counted if counted and not named else rows if rows in sums else ""


def _gone_fields(item: Item, few: set[str], sums: Mapping[str, str]) -> frozenset[str]:
    """What must go besides: counts of fewer than three and what these few are paid, and the fields of every equation in
    which a hidden term stands."""
    gone = set(_fields_of_few(item, sums))
    for _ in item.balances if few or gone else ():
        for balance in item.balances:
            terms = (*((table, column) for _, table, column in balance.terms), balance.result)
            if any(table in few or (not table and column in gone) for table, column in terms):
                gone |= {column for table, column in terms if not table}
    return frozenset(gone)


def _fields_of_few(item: Item, sums: Mapping[str, str]) -> set[str]:
    """Beside a list of names that are never online: 护理补贴人数 of one or two, and 护理补贴金额 with it."""
    if not _names_nobody(item):
        return set()
    counts = ((each.name, head) for each in item.fields for head in _HEADS if each.name.endswith(head))
    stems = tuple(
        name.removesuffix(head)
        for name, head in counts
        if sums.get(name, "").isdigit() and 0 < int(sums[name]) < SMALLEST_GROUP
    )
    paid = (each.name for each in item.fields if each.kind in ("count", "money"))
    return {name for name in paid if stems and name.startswith(stems)}


@lru_cache(maxsize=1024)
def _names_nobody(item: Item) -> bool:
    """Whether it has a list of persons whose names are never online."""
    columns = (column for form in item.tables for column in form.columns)
    return any(column.kind == "person" and column.web in ("totals", "absent") for column in columns)
