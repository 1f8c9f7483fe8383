"""Figures in published texts do not change unnoticed: what a decision, a summary or the notes said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sitegen.checks.registers import place_in
from sitegen.diagnostics import Diagnostic, warning
from sitegen.model.catalogue import Catalogue, Item
from sitegen.model.ledger import Disclosure, Record, Village
from sitegen.model.site import Retold, Uncovered


def check_retold(
    village: Village, catalogue: Catalogue, retold: Mapping[tuple[str, str, str], tuple[Retold, ...]]
) -> Iterator[Diagnostic]:
    """Each text that tells other figures than it did when it was published, without a 更正 of its own."""
    sources: tuple[Disclosure | Record, ...] = (*village.disclosures, *village.records)
    for source in sources if any(retold.values()) else ():
        item = catalogue.by_number(source.item)
        if item is not None:
            yield from (_say(item, source, told) for told in retold.get(source.identity, ()))


def _say(item: Item, source: Disclosure | Record, told: Retold) -> Diagnostic:
    number = f"{source.number}号" if isinstance(source, Record) else ""
    where = "/".join(filter(None, told.where))
    said = {"item": item.name, "number": number, "where": where, "before": told.before, "after": told.after}
    return warning("COR-TEXT", place_in(item, source, told.where), **said)


def check_uncovered(
    village: Village, catalogue: Catalogue, uncovered: Mapping[tuple[str, str, str], tuple[Uncovered, ...]]
) -> Iterator[Diagnostic]:
    """Each published text that would name somebody now whom it covered."""
    sources: tuple[Disclosure | Record, ...] = (*village.disclosures, *village.records)
    for source in sources if uncovered else ():
        item = catalogue.by_number(source.item)
        for where, _, told in uncovered.get(source.identity, ()) if item is not None else ():
            if item is not None:
                place = place_in(item, source, where)
                yield warning("PII-COVERED", place, item=item.name, where=where[-1], told=told)
