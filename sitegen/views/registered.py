"""What changed of a thing on a register from one release to the next, as far as anybody may see it today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import json

from sitegen.model.catalogue import LASTING, Item, Kind
from sitegen.model.site import Version
from sitegen.views.corrections import say_figure
from sitegen.views.language import Language

_Cells = dict[tuple[str, ...], tuple[Kind, str, str]]


class Change(NamedTuple):
    """One figure: its place, as table, key and column, or as a field alone, and what it was and is."""

    place: tuple[str, ...]
    kind: Kind
    unit: str
    before: str
    after: str


def find_changes(item: Item, before: Version, now: Version) -> tuple[Change, ...]:
    """Figures that were told and are others, or are no longer told; what was added is new and no change."""
    old, new = (dict(_read_cells(item, each)) for each in (before, now))
    return tuple(
        Change(place, kind, unit, text, after)
        for place, (kind, unit, text) in old.items()
        if text and (after := new.get(place, (kind, unit, ""))[2]) != text
    )


def _read_cells(item: Item, version: Version) -> Iterator[tuple[tuple[str, ...], tuple[Kind, str, str]]]:
    body: Mapping[str, Any] = json.decode(version.view or "{}").get("body", {})
    open_ = {name for name, (_, output) in item.outputs("web").items() if output == "full"}
    for name, kind, text, *rest in body.get("fields", ()):
        if kind in LASTING and name in open_:
            yield (name,), (kind, "".join(rest), text)
    for table in body.get("tables", ()):
        yield from _read_rows(table, open_)


def _read_rows(table: Mapping[str, Any], open_: set[str]) -> Iterator[tuple[tuple[str, ...], tuple[Kind, str, str]]]:
    columns: Sequence[Sequence[str]] = table["columns"]
    for key, row in zip(table["keys"], table["rows"], strict=False):
        for (name, kind, *rest), text in zip(columns, row, strict=True):
            if kind in LASTING and f"{table['name']}.{name}" in open_:
                yield (table["name"], key, name), (kind, "".join(rest[:1]), text)


def say_changes(say: Language, changes: tuple[Change, ...]) -> str:
    """All of them in one line."""
    return say.join("；", (_say_one(say, each) for each in changes))


def _say_one(say: Language, change: Change) -> str:
    before, after = (say_figure(say, change.kind, text, change.unit) for text in (change.before, change.after))
    table, key = change.place[:-1] or ("", "")
    what = say.join(" ", filter(None, (say.label(table) if table else "", key, say.label(change.place[-1]))))
    return say.say("{what}原来{before}，改成{after}", what=what, before=before, after=after)
