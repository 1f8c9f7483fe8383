"""What was published of assets, resources, contracts and projects does not change unnoticed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sitegen.checks.offered import find_row_at, say_figure
from sitegen.diagnostics import Diagnostic, Place, warning
from sitegen.load.corrections import NONE
from sitegen.model.catalogue import Catalogue, Item
from sitegen.model.ledger import Disclosure, Record, Village
from sitegen.model.site import Change


def check_registers(
    village: Village, catalogue: Catalogue, changed: Mapping[tuple[str, str, str], tuple[Change, ...]]
) -> Iterator[Diagnostic]:
    """Figures of things on a register that are others than those last published, unless they change by themselves; names,
    words and states may change."""
    for record in village.records if any(changed.values()) else ():
        item = catalogue.by_number(record.item)
        for change in changed.get(record.identity, ()) if item is not None else ():
            if item is not None and not _is_changing(item, change.where):
                yield _say(item, record, change)


def _is_changing(item: Item, where: tuple[str, ...]) -> bool:
    column, _ = item.outputs("web")[where[0] if len(where) == 1 else f"{where[0]}.{where[2]}"]
    return column.changing


def _say(item: Item, record: Record, change: Change) -> Diagnostic:
    position = "/".join(change.where)
    before, after = (say_figure(item, position, text) or NONE for text in (change.before, change.after))
    said = {"item": item.name, "number": record.number, "name": record.name, "key": position}
    return warning("COR-RECORD", place_in(item, record, change.where), **said, before=before, after=after)


def place_in(item: Item, source: Disclosure | Record, where: tuple[str, ...]) -> Place:
    """Where a field stands, or a cell by its table, key (empty where rows show none) and column; what is gone stood there."""
    if len(where) == 1:
        return source.body.place_of(where[0], source.place)
    name, _, column = where
    table = source.body.table(name)
    row = find_row_at(item, source.body, "/".join(where))
    return row.place_of(column) if row else table.place if table else source.place
