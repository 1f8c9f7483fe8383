"""No quiet change: what was published stands, unless a 更正 says what it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import accumulate

from msgspec.structs import replace

from sitegen.checks.books import find_added, find_renumbered, find_replaced
from sitegen.checks.emptied import after_nothing, empty_body, says_nothing, tables_by_row
from sitegen.checks.offered import find_row_at, key_at, offer_emptied, offer_line, say_figure
from sitegen.checks.rates import find_changed_cells
from sitegen.corrections import derive_check_code, find_row, position_of, split_position
from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.figures import derive_figures
from sitegen.load.corrections import NONE
from sitegen.model.catalogue import ROWS, Catalogue, Item, TableForm
from sitegen.model.ledger import Correction, Disclosure, Value, Village
from sitegen.model.period import from_code
from sitegen.model.plain import to_plain
from sitegen.model.site import Moved, Version

Identity = tuple[str, str, str]
_TOO_FEW = ".few"
"""Ends the position of the mark that stands for sums over so few that they are not shown."""
_MOST_FEW = 2
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def check_published(
    village: Village,
    catalogue: Catalogue,
    versions: Mapping[Identity, Version],
    figures: Mapping[Identity, Mapping[str, str]],
    moved: Mapping[Identity, tuple[Moved, ...]],
    today: date,
) -> tuple[Diagnostic, ...]:
    """Published figures that changed or vanished without a correction, and corrections that do not fit.

    ``figures`` are those that would be published now, by position, in the same form as ``Version.figures``; ``moved`` are
    those that stand in other rows than they did.
    """
    found: list[Diagnostic] = []
    present = {each.identity for each in village.disclosures} | {each.identity for each in village.records}
    for disclosure in village.disclosures:
        item = catalogue.by_number(disclosure.item)
        if item is None:
            continue
        found += _check_corrections(item, disclosure, figures.get(disclosure.identity, {}))
        version = versions.get(disclosure.identity)
        if version is None or version.state == "withdrawn" or disclosure.draft:
            continue
        if disclosure.nothing:
            found += _check_nothing(item, disclosure, version, today)
        else:
            shown, elsewhere = figures.get(disclosure.identity, {}), moved.get(disclosure.identity, ())
            found += _check_figures(item, disclosure, version, shown, elsewhere, today)
    present |= find_replaced(find_added(village, catalogue, versions)) | find_renumbered(village, versions)
    gone = (each for each, version in versions.items() if each not in present and version.state != "withdrawn")
    return (*found, *_gone(village, catalogue, gone))


def _gone(village: Village, catalogue: Catalogue, identities: Iterable[Identity]) -> Iterator[Diagnostic]:
    """One sentence for all that is gone of a period, as it is with a lost file, and of a register."""
    together: dict[str, dict[tuple[str, str], None]] = {}
    for number, code, _ in identities:
        item = catalogue.by_number(number)
        if item is not None:
            together.setdefault(code if from_code(code) else number, {})[item.name, code] = None
    for names in together.values():
        (name, code), *others = names
        period = from_code(code)
        label = period.label if period else f"{code}号"
        count = str(len(others) + 1) if others else ""
        place = Place(village.place.file)
        yield error("COR-GONE", place, item=name, period=label, count=count, record="" if period else label)


def find_unproved(village: Village, versions: Mapping[Identity, Version]) -> frozenset[Identity]:
    """What was published, is lost, and cannot be told to be the same by its check code: it may have been changed quietly."""
    lost = {identity: version.check_code for identity, version in versions.items() if version.lost}
    present = {each.identity: each for each in reversed(village.disclosures)} if lost else {}
    same = (
        identity for identity in lost.keys() & present.keys() if derive_check_code(present[identity]) == lost[identity]
    )
    return frozenset(lost) - frozenset(same)


def _check_figures(
    item: Item,
    disclosure: Disclosure,
    version: Version,
    shown: Mapping[str, str],
    moved: tuple[Moved, ...],
    today: date,
) -> list[Diagnostic]:
    silence = says_nothing(version)
    now = after_nothing(item, disclosure, shown) if silence else _with_unsaid(item, disclosure, version, shown)
    explained: dict[str, list[Correction]] = {}
    for each in disclosure.corrections:
        explained.setdefault(position_of(each), []).append(each)
    replaced = _rows_of(explained) & (_rows_of(version.figures) ^ _rows_of(now))
    found = []
    silent = _whole_rows(item, version, now)
    changes = (
        *_changes(item, disclosure, version, now),
        *_find_exchanged(item, disclosure, version, now, moved),
        *_find_no_longer_few(item, disclosure, version, now),
    )
    for position, before, after in changes:
        if position in silent or _is_sum_explained(disclosure, position, before, after):
            continue
        corrections = explained.get(position)
        if corrections is None:
            whole_row = position.rpartition("/")[0] in replaced
            found += [] if whole_row else [_missing(item, disclosure, position, before, after, today)]
        elif not {before, before or "0"} & {
            to_plain(value) for each in corrections for value in (each.before, each.after)
        }:
            first = corrections[0]
            written = say_figure(item, position, to_plain(first.before)) or NONE
            published = say_figure(item, position, before) or NONE
            found.append(error("COR-BEFORE", first.before_place, before=written, published=published))
    return found


def _check_nothing(item: Item, disclosure: Disclosure, version: Version, today: date) -> list[Diagnostic]:
    """Figures that were published, of an item that says 本期无发生 now: there is no room for a 更正 behind these words, so
    what takes their place is offered whole."""
    emptied = replace(disclosure, body=empty_body(item, version), nothing=False)
    lines = [dict(each.values)["line"] for each in _check_figures(item, emptied, version, {}, (), today)]
    text = offer_emptied(item, emptied.body, lines)
    return [error("COR-NOTHING", disclosure.place, item=item.name, text=text)] if lines else []


def _with_unsaid(item: Item, disclosure: Disclosure, version: Version, shown: Mapping[str, str]) -> Mapping[str, str]:
    """With what is not shown any more because it would tell of a person: it is compared all the same."""
    unsaid = [position for position in version.figures if position not in shown and "/" not in position]
    if not unsaid:
        return shown
    own = derive_figures(item, (disclosure.body,))
    return {**shown, **{position: to_plain(own[position].value) for position in unsaid if position in own}}


def _rows_of(positions: Iterable[str]) -> frozenset[str]:
    return frozenset(position.rpartition("/")[0] for position in positions if "/" in position)


def _whole_rows(item: Item, version: Version, now: Mapping[str, str]) -> frozenset[str]:
    """Of rows that are gone as a whole, or new, all figures but one: the row is said once, by its figure."""
    silent: set[str] = set()
    for ours, others in ((version.figures, now), (now, version.figures)):
        there = _rows_of(others)
        rows: dict[str, list[str]] = {}
        for position in ours:
            row = position.rpartition("/")[0]
            if row and row not in there:
                rows.setdefault(row, []).append(position)
        for row, positions in rows.items():
            form = item.table(row.partition("/")[0])
            kept = f"{row}/{form.figure}" if form else ""
            silent.update(set(positions) - {kept if kept in positions else positions[0]})
    return frozenset(silent)


def _changes(
    item: Item, disclosure: Disclosure, version: Version, now: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Every figure that was published and is another now, with both."""
    for position in _positions(version, now):
        before, after = version.figures.get(position, ""), now.get(position, "")
        if before != after:
            cells = find_changed_cells(item, disclosure, version, position)
            yield from [(position, before, after)] if cells is None else cells


def _find_exchanged(
    item: Item, disclosure: Disclosure, version: Version, now: Mapping[str, str], moved: tuple[Moved, ...]
) -> Iterator[tuple[str, str, str]]:
    """Cells that changed though their column adds up to what was published, or to nothing that anybody adds up."""
    for table, number, column, before in moved:
        total = f"{table}.{column}"
        form, body = item.table(table), disclosure.body.table(table)
        if form is not None and body is not None and version.figures.get(total) == now.get(total):
            row = body.rows[number]
            yield "/".join((table, key_at(form, row), column)), before, to_plain(row.get(column))


def _find_no_longer_few(
    item: Item, disclosure: Disclosure, version: Version, now: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Totals that were not shown because there were one or two, and are now: whether it was one or two was told nobody, so
    either is accepted."""
    for mark in (position for position in version.figures if position.endswith(_TOO_FEW) and position not in now):
        table = mark.removesuffix(_TOO_FEW)
        form, rows = item.table(table), f"{table}.{ROWS}"
        count = next((name for name in (rows, *_counts(form)) if int(now.get(name) or 0) > _MOST_FEW), "")
        said = (
            each.is_new_row or (not each.key and position_of(each) == count and to_plain(each.after) == now[count])
            for each in disclosure.corrections
            if each.table == table
        )
        if count and not any(said):
            yield count, str(_MOST_FEW), now[count]


def _counts(form: TableForm | None) -> Iterator[str]:
    return (f"{form.name}.{each.name}" for each in form.columns if each.kind == "count") if form else iter(())


def _positions(version: Version, now: Mapping[str, str]) -> tuple[str, ...]:
    """All that was published, and what was added since to tables whose rows were published one by one."""
    by_row, silence = tables_by_row(version.figures), says_nothing(version)
    added = [position for position in now if silence or ("/" in position and position.split("/")[0] in by_row)]
    published = [
        position
        for position in version.figures
        if position.split(".")[0] not in by_row and not position.endswith(_TOO_FEW)
    ]
    return tuple(dict.fromkeys((*published, *added)))


def _is_sum_explained(disclosure: Disclosure, position: str, before: str, after: str) -> bool:
    """Whether the latest corrections of rows that are not shown one by one add up to the change of their column's sum."""
    table, key, column = split_position(position)
    if not table or key or not (_NUMBER.fullmatch(before or "0") and _NUMBER.fullmatch(after)):
        return False
    change = Decimal(after) - Decimal(before or 0)
    own = (each for each in disclosure.corrections if each.key and (each.table, each.column) == (table, column))
    latest_first = sorted(own, key=lambda each: each.day, reverse=True)
    return change in accumulate(map(_step, latest_first))


def _step(correction: Correction) -> Decimal:
    return _number(correction.after) - _number(correction.before)


def _number(value: Value | None) -> Decimal:
    return Decimal(value) if isinstance(value, (int, Decimal)) else Decimal(0)


def _missing(item: Item, disclosure: Disclosure, position: str, before: str, after: str, today: date) -> Diagnostic:
    """``after`` as the ledger has it: a name that is shown masked is written whole."""
    row = find_row_at(item, disclosure.body, position)
    own = to_plain(row.get(split_position(position)[2])) if row else to_plain(disclosure.body.get(position))
    line = offer_line(item, disclosure.body, position, before, own or after, today)
    place = _place_of(item, disclosure, position)
    old, new = (say_figure(item, position, text) or NONE for text in (before, after))
    return error("COR-MISSING", place, item=item.name, position=position, before=old, after=new, line=line)


def _place_of(item: Item, disclosure: Disclosure, position: str) -> Place:
    name, _, column = split_position(position)
    if not name:
        return disclosure.body.place_of(position, disclosure.place)
    table = disclosure.body.table(name)
    row = find_row_at(item, disclosure.body, position)
    if table is None:
        return disclosure.place
    return row.place_of(column) if row else table.place


def _check_corrections(item: Item, disclosure: Disclosure, shown: Mapping[str, str]) -> list[Diagnostic]:
    """A correction must find its figure, and the last one for a figure must say what stands there now."""
    by_row = tables_by_row(shown)
    last: dict[str, Correction] = {}
    for correction in sorted(disclosure.corrections, key=lambda each: each.day):
        last[position_of(correction)] = correction
    removed = {(each.table, each.key) for each in disclosure.corrections if each.after is None and each.key}
    found = []
    for position, correction in last.items():
        lost = correction.table in by_row and not correction.key
        now = None if lost else _value_now(item, disclosure, correction)
        if now is None and not lost and (not correction.after or (correction.table, correction.key) in removed):
            continue
        if now is None:
            found.append(error("COR-PLACE", correction.position_place, position=position))
        elif now != correction.after:
            found.append(
                error(
                    "COR-AFTER",
                    correction.after_place,
                    after=say_figure(item, position, to_plain(correction.after)) or NONE,
                    now=say_figure(item, position, to_plain(now)),
                )
            )
    return found


def _value_now(item: Item, disclosure: Disclosure, correction: Correction) -> Value | None:
    if not correction.table:
        return disclosure.body.get(correction.column)
    if not correction.key:
        figure = derive_figures(item, (disclosure.body,)).get(position_of(correction))
        return figure.value if figure else None
    row = find_row(disclosure.body, correction)
    return row.get(correction.column) if row else None
