"""A name that is masked in one place is masked in every text of the same disclosure, and in the village's questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from sitegen.figures import to_plain
from sitegen.model.catalogue import Catalogue, Column, Item, Output
from sitegen.model.ledger import Body, Disclosure, Record, Value, Village
from sitegen.views.masking import mask_payee, mask_person

SOMEBODY = "某人"
"""Stands for a name of a list that shows none."""
_NAMED = ("person", "payee")
_JOINED = re.compile(r"[、,，;；\s]+|等\d*[人户名]?$")


def find_private_names(columns: Mapping[str, tuple[Column, Output]], body: Body) -> dict[str, str]:
    """Every full name that is not shown as it is → what is shown instead; columns by ``栏`` or ``表.栏``."""
    names: dict[str, str] = {}
    hidden = {name: each for name, each in columns.items() if each[0].kind in _NAMED and each[1] != "full"}
    for column, output, value in _values(body, hidden):
        for part in _JOINED.split(to_plain(value)):
            shown = _shown(column, output, part)
            if len(part) > 1 and shown != part:
                names[part] = shown
    return names


def _shown(column: Column, output: Output, name: str) -> str:
    masked = mask_person(name) if column.kind == "person" else mask_payee(name)
    return masked if output == "masked" or masked == name else SOMEBODY


def _values(body: Body, columns: Mapping[str, tuple[Column, Output]]) -> Iterator[tuple[Column, Output, Value]]:
    """All values of those columns, in the order in which they were written."""
    for field in body.fields:
        if field.name in columns:
            yield (*columns[field.name], field.value)
    for table in body.tables:
        own = {
            name.removeprefix(f"{table.name}."): each
            for name, each in columns.items()
            if name.startswith(f"{table.name}.")
        }
        for row in table.rows if own else ():
            for name, cell in zip(row.columns, row.cells, strict=True):
                if name in own and cell is not None:
                    yield (*own[name], cell)


def mask_names(text: str, names: Mapping[str, str]) -> str:
    """The text with every one of the names as it may be shown; longer names first."""
    if not names or not any(name in text for name in names):
        return text
    ordered = sorted(names, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, ordered)), lambda match: names[match[0]], text)


def mask_cases(village: Village, catalogue: Catalogue) -> Village:
    """The village whose questions and answers name nobody whom a list does not name; officers keep their names."""
    if not village.cases:
        return village
    names: dict[str, str] = {}
    sources: tuple[Disclosure | Record, ...] = (*village.disclosures, *village.records)
    for source in sources:
        item = catalogue.by_number(source.item)
        if item is not None:
            names |= find_private_names(web_columns(item), source.body)
    for officer in village.officers:
        names.pop(officer.name, None)
    cases = tuple(
        replace(
            case,
            question=mask_names(case.question, names),
            satisfied=mask_names(case.satisfied, names),
            steps=tuple(replace(step, words=mask_names(step.words, names)) for step in case.steps),
        )
        for case in village.cases
    )
    return replace(village, cases=cases)


def web_columns(item: Item) -> dict[str, tuple[Column, Output]]:
    """All columns of an item and what the web may see of them while posting days last."""
    fields = {column.name: (column, column.web) for column in item.fields}
    return fields | {
        f"{form.name}.{column.name}": (column, column.web) for form in item.tables for column in form.columns
    }
