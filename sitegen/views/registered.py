"""What changed of a thing on a register from one release to the next, as far as anybody may see it today."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import json

from sitegen.model.catalogue import Item
from sitegen.model.site import Change, Version
from sitegen.views.corrections import say_figure
from sitegen.views.language import Language
from sitegen.views.public import PublicFigure, PublicRecord

_Figures = dict[tuple[str, ...], PublicFigure]


def read_record(version: Version) -> PublicRecord:
    """What was stored of it; it has not been taken down."""
    return json.decode(version.view, type=PublicRecord)


def find_changes(item: Item, before: PublicRecord, now: PublicRecord) -> tuple[Change, ...]:
    """Figures that were told and are others, or are no longer told; what was added is new and no change."""
    new = _read_figures(item, now)
    return tuple(
        Change(where, each.kind, each.unit, each.value, after)
        for where, each in _read_figures(item, before).items()
        if each.value and (after := new[where].value if where in new else "") != each.value
    )


def _read_figures(item: Item, record: PublicRecord) -> _Figures:
    lasting = {name for name, (column, _) in item.outputs("web").items() if column.lasting}
    figures: _Figures = {(each.name,): each for each in record.body.fields if each.name in lasting}
    for table in record.body.tables:
        heads = [(at, each) for at, each in enumerate(table.columns) if f"{table.name}.{each.name}" in lasting]
        for key, row in zip(table.keys, table.rows, strict=False):
            for at, head in heads:
                figures[table.name, key, head.name] = PublicFigure(head.name, head.kind, row[at], head.unit)
    return figures


def say_changes(say: Language, changes: tuple[Change, ...]) -> Iterator[str]:
    """Each as the page of changes says it."""
    for change in changes:
        before, after = (say_figure(say, change.kind, text, change.unit) for text in (change.before, change.after))
        what = say_place(say, change.where)
        yield say.say("{what}原来{before}，改成{after}", what=what, before=before, after=after)


def say_place(say: Language, place: tuple[str, ...]) -> str:
    """A field alone, or table, key and column."""
    first, *rest = place
    return say.join(" ", filter(None, (say.label(first), *rest[:-1], *map(say.label, rest[-1:]))))
