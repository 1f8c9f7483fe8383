"""Figures that stand in published texts and are others now: a decision's 8600元, what the notes or a summary say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from msgspec import json
from msgspec.structs import replace

from sitegen.model.catalogue import WORDS, Catalogue, Item, Kind
from sitegen.model.mentions import find_reworded
from sitegen.model.site import Retold, Version
from sitegen.views.audience import FIGURE_KINDS
from sitegen.views.bystanders import COVERED, cover_disclosure, cover_record
from sitegen.views.language import Language
from sitegen.views.names import Names
from sitegen.views.public import PublicDisclosure, PublicRecord, PublicTable
from sitegen.views.registered import read_record, say_place
from sitegen.views.stored import hold_today, withdraw_names

View = PublicDisclosure | PublicRecord
Where = tuple[str, ...]


class Differing(NamedTuple):
    """A text that is not what it was."""

    where: Where
    kind: Kind
    before: str
    now: str


def find_differing(now: View, version: Version) -> tuple[Differing, ...]:
    """Texts and organisations of what is shown now that are not as they were published; none of what cannot be read any longer."""
    return tuple(_find_differing(_read(version), now)) if version.is_whole else ()


def find_retold(now: View, version: Version, differing: Iterable[Differing]) -> tuple[Retold, ...]:
    """Those of the ``differing`` texts that tell other figures than they did when they were published."""
    return tuple(_compare(_read(version), now, differing)) if differing else ()


def retell(
    catalogue: Catalogue, versions: Iterable[Version], names: Names, today: date
) -> Mapping[int, tuple[Retold, ...]]:
    """By the number of the version, the texts with which something was published again, as they may be read today."""
    last: dict[tuple[str, str, str], Version] = {}
    found: dict[int, tuple[Retold, ...]] = {}
    for version in versions:
        before, item = last.get(version.identity), catalogue.by_number(version.identity[0])
        last[version.identity] = version
        again = version.state == "corrected" and version.is_whole
        if before and before.is_whole and again and item:
            both = _read(before), _read(version)
            if any(_compare_all(*both)):
                found[version.sequence] = tuple(_compare_all(*(_cover(item, each, names, today) for each in both)))
    return found


def say_retold(say: Language, told: Iterable[Retold]) -> Iterator[str]:
    """Each as the page of changes says it."""
    for where, before, after in told:
        what = say_place(say, where)
        if after:
            yield say.say("{what}原来写“{before}”，现在写“{after}”", what=what, before=before, after=after)
        else:
            yield say.say("{what}原来写“{before}”，现在不写了", what=what, before=before)


def _read(version: Version) -> View:
    if version.identity[1].isdigit():
        return read_record(version)
    return json.decode(version.view, type=PublicDisclosure)


def _cover(item: Item, view: View, names: Names, today: date) -> View:
    held = replace(view, body=hold_today(view.body, item))
    if isinstance(held, PublicRecord):
        return cover_record(held, names)
    return cover_disclosure(withdraw_names(held, item, today), names)


def _compare_all(before: View, now: View) -> Iterator[Retold]:
    return _compare(before, now, _find_differing(before, now))


def _find_differing(before: View, now: View) -> Iterator[Differing]:
    if _all_of(before) == _all_of(now):
        return
    texts = dict(_read_texts(now))
    for where, (kind, text) in _read_texts(before):
        _, instead = texts.pop(where, (kind, ""))
        if text != instead:
            yield Differing(where, kind, text, instead)
    yield from (Differing(where, kind, "", text) for where, (kind, text) in texts.items() if text)


def _compare(before: View, now: View, differing: Iterable[Differing]) -> Iterator[Retold]:
    silent: set[Where] | None = None
    for where, kind, text, instead in differing:
        told = find_reworded(text, instead) if kind in WORDS else None
        if told is None:
            continue
        silent = _find_silent(before, now) if silent is None else silent
        if not {where, where[:1], where[:2]} & silent:
            yield Retold(where, *told)


def _find_silent(before: View, now: View) -> set[Where]:
    """What is said otherwise: by a 更正 that is new, by the figures of a row that is gone, by the end of the posting days."""
    silent: set[Where] = {(table.name,) for table in now.body.tables if table.hidden}
    keys = {(table.name, key) for table in now.body.tables for key in table.keys}
    silent |= {row for table in before.body.tables for row in _rows_with_figures(table)} - keys
    if isinstance(before, PublicDisclosure) and isinstance(now, PublicDisclosure):
        known = {(each.day, each.position) for each in before.corrections}
        for each in now.corrections:
            if (each.day, each.position) not in known:
                field, cell = (each.column,), (each.table, each.key, each.column)
                silent |= {cell, (each.table, "", each.column)} if each.table else {field}
    return silent


def _rows_with_figures(table: PublicTable) -> Iterator[Where]:
    figures = [index for index, column in enumerate(table.columns) if column.kind in FIGURE_KINDS]
    rows = zip(table.keys, table.rows, strict=False)
    return ((table.name, key) for key, row in rows if key and any(row[index] for index in figures))


def _all_of(view: View) -> tuple[object, ...]:
    """Where texts may stand: nearly always all of it is as it was."""
    own = (view.name,) if isinstance(view, PublicRecord) else (view.reviews, view.corrections)
    return (view.body.tables, view.body.fields, view.body.notes, view.body.attachments, *own)


def _read_texts(view: View) -> Iterator[tuple[Where, tuple[Kind, str]]]:
    yield from (((field.name,), (field.kind, field.value)) for field in view.body.fields if field.kind in COVERED)
    for table in view.body.tables:
        yield from _read_table(table)
    yield ("说明",), ("markdown", view.body.notes)
    yield ("附件",), ("text", "\n".join(each.caption for each in view.body.attachments))
    if isinstance(view, PublicRecord):
        yield ("名称",), ("text", view.name)
        return
    for review in view.reviews:
        yield ("审核", review.day, review.reviewer), ("text", f"{review.words}\n{review.answer}")
    for each in view.corrections:
        yield ("更正", f"{each.day} {each.position}", "原因"), ("text", each.reason)


def _read_table(table: PublicTable) -> Iterator[tuple[Where, tuple[Kind, str]]]:
    words = [(index, column.name, column.kind) for index, column in enumerate(table.columns) if column.kind in COVERED]
    if not table.keys:
        yield from (
            ((table.name, "", name), (kind, "\n".join(row[at] for row in table.rows))) for at, name, kind in words
        )
    for key, row in zip(table.keys, table.rows, strict=False):
        yield from (((table.name, key, name), (kind, row[at])) for at, name, kind in words)
