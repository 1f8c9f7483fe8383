"""What was published of assets, resources, contracts and projects does not change unnoticed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import json

from sitegen.checks.offered import say_figure
from sitegen.diagnostics import Diagnostic, warning
from sitegen.model.catalogue import LASTING, Catalogue, Item
from sitegen.model.ledger import Record, Village
from sitegen.model.plain import to_plain
from sitegen.model.site import Version


def check_registers(
    village: Village, catalogue: Catalogue, versions: Mapping[tuple[str, str, str], Version]
) -> Iterator[Diagnostic]:
    """Figures of things on a register that are others than those last published; names, words and states may change."""
    for record in village.records:
        version, item = versions.get(record.identity), catalogue.by_number(record.item)
        if item is not None and version is not None and version.view and version.state != "withdrawn":
            yield from _compare(item, record, version)


def _compare(item: Item, record: Record, version: Version) -> Iterator[Diagnostic]:
    for name, _, before, *_ in json.decode(version.view).get("body", {}).get("fields", ()):
        column = item.field(name)
        if column is None or column.kind not in LASTING or column.changing or column.web != "full":
            continue
        after = to_plain(record.body.get(name))
        if before and after != before:
            yield warning(
                "COR-RECORD",
                record.body.place_of(name, record.place),
                item=item.name,
                number=record.number,
                name=record.name,
                key=name,
                before=say_figure(item, name, before),
                after=say_figure(item, name, after),
            )
