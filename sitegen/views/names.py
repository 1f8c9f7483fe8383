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
    for name, value in _values(body):
        if name not in columns:
            continue
        column, output = columns[name]
        if column.kind not in _NAMED or output == "full":
            continue
        for part in _JOINED.split(to_plain(value)):
            shown = _shown(column, output, part)
            if len(part) > 1 and shown != part:
                names[part] = shown
    return names


def _shown(column: Column, output: Output, name: str) -> str:
    masked = mask_person(name) if column.kind == "person" else mask_payee(name)
    return masked if output == "masked" or masked == name else SOMEBODY


def _values(body: Body) -> Iterator[tuple[str, Value]]:
    yield from ((field.name, field.value) for field in body.fields)
    for table in body.tables:
        for row in table.rows:
            for name, cell in zip(row.columns, row.cells, strict=True):
                if cell is not None:
                    yield f"{table.name}.{name}", cell


def mask_names(text: str, names: Mapping[str, str]) -> str:
    """The text with every one of the names as it may be shown; longer names first."""
    if not text or not any(name in text for name in names):
        return text
    ordered = sorted(names, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, ordered)), lambda match: names[match[0]], text)


def mask_cases(village: Village, catalogue: Catalogue) -> Village:
    """The village whose questions and answers name nobody whom a list does not name; officers keep their names."""
    names: dict[str, str] = {}
    sources: tuple[Disclosure | Record, ...] = (*village.disclosures, *village.records)
    for source in sources:
        item = catalogue.by_number(source.item)
        if item is not None:
            names |= find_private_names(web_columns(item), source.body)
    for officer in village.officers:
        names.pop(officer.name, None)
    if not names or not village.cases:
        return village
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
