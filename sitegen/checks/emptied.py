"""本期无发生, which is a published statement like any figure: that there was nothing of all an item tells."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sitegen.diagnostics import NOWHERE
from sitegen.figures import derive_figures
from sitegen.model.catalogue import ROWS, SUMMED, Item
from sitegen.model.ledger import Body, Disclosure, Field, Table
from sitegen.model.plain import to_plain
from sitegen.model.site import Version


def says_nothing(version: Version) -> bool:
    """Whether 本期无发生 was published. (In canonical JSON a text cannot look like this.)"""
    return '"nothing":true' in version.view


def empty_body(item: Item, version: Version) -> Body:
    """The same item without a row: fields that must be there are 0, or as they were published."""
    published = {
        name: value for name, _, value, _ in json.loads(version.view or "{}").get("body", {}).get("fields", ())
    }
    fields = tuple(
        Field(each.name, 0 if each.kind in SUMMED else published.get(each.name, ""), NOWHERE)
        for each in item.fields
        if each.required
    )
    told = {position.partition("/")[0].partition(".")[0] for position in version.figures}
    return Body(fields, tuple(Table(form.name, (), NOWHERE) for form in item.tables if form.name in told))


def after_nothing(item: Item, disclosure: Disclosure, shown: Mapping[str, str]) -> Mapping[str, str]:
    """What stands now where 本期无发生 was published, which says that everything was nothing: fields, rows, and of a table
    whose rows are not told apart one total; of so few that no total is shown, how many."""
    own = derive_figures(item, (disclosure.body,))
    by_row = tables_by_row(shown)
    now = {position: text for position, text in shown.items() if "." not in position or "/" in position}
    for form in item.tables:
        if form.name not in by_row and any(position.startswith(f"{form.name}.") for position in shown):
            total = f"{form.name}.{form.figure}"
            name = total if total in own and f"{form.name}.few" not in shown else f"{form.name}.{ROWS}"
            now[name] = to_plain(own[name].value)
    return {position: text for position, text in now.items() if text != "0"}


def tables_by_row(figures: Iterable[str]) -> frozenset[str]:
    """Tables whose rows are told one by one."""
    return frozenset(position.partition("/")[0] for position in figures if "/" in position)
