"""No quiet change: what was published stands, unless a 更正 says what it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.figures import derive_check_code, find_row, money, to_plain
from sitegen.load.corrections import TO_BE_SAID
from sitegen.model.catalogue import Catalogue, Item
from sitegen.model.ledger import Correction, Disclosure, Value, Village
from sitegen.model.money import decimal_money
from sitegen.model.period import from_code
from sitegen.model.site import Version

Identity = tuple[str, str, str]
GONE = "没有"
"""What messages say of a figure that is not there."""


def check_published(
    village: Village,
    catalogue: Catalogue,
    versions: Mapping[Identity, Version],
    figures: Mapping[Identity, Mapping[str, str]],
    today: date,
) -> tuple[Diagnostic, ...]:
    """Published figures that changed or vanished without a correction, and corrections that do not fit.

    ``figures`` are those that would be published now, by position, in the same form as ``Version.figures``.
    """
    found: list[Diagnostic] = []
    present = {each.identity for each in village.disclosures} | {each.identity for each in village.records}
    for disclosure in village.disclosures:
        item = catalogue.by_number(disclosure.item)
        if item is None:
            continue
        found += _check_corrections(item, disclosure)
        version = versions.get(disclosure.identity)
        if version is not None and version.state != "withdrawn":
            found += _check_figures(item, disclosure, version, figures.get(disclosure.identity, {}), today)
    for identity, version in versions.items():
        item = catalogue.by_number(identity[0])
        if item is not None and identity not in present and version.state != "withdrawn":
            period = from_code(identity[1])
            record = "" if period else f"{identity[1]}号"
            label = period.label if period else record
            found.append(error("COR-GONE", Place(village.place.file), item=item.name, period=label, record=record))
    return tuple(found)


def find_unproved(village: Village, versions: Mapping[Identity, Version]) -> frozenset[Identity]:
    """What was published, is lost, and cannot be told to be the same by its check code: it may have been changed quietly."""
    lost = {identity: version.check_code for identity, version in versions.items() if version.lost}
    present = {each.identity: each for each in reversed(village.disclosures)} if lost else {}
    same = (
        identity for identity in lost.keys() & present.keys() if derive_check_code(present[identity]) == lost[identity]
    )
    return frozenset(lost) - frozenset(same)


def _check_figures(
    item: Item, disclosure: Disclosure, version: Version, now: Mapping[str, str], today: date
) -> list[Diagnostic]:
    explained: dict[str, list[Correction]] = {}
    for each in disclosure.corrections:
        explained.setdefault(_position(each), []).append(each)
    rows = {position.rpartition("/")[0] for position in explained if "/" in position}
    found = []
    silent = _whole_rows(item, version, now)
    for position in _positions(version, now):
        if position in silent:
            continue
        before, after = version.figures.get(position, ""), _now(disclosure, position, now)
        if (
            before == after
            or _is_too_small_to_say(position, version, now)
            or _is_sum_explained(disclosure, position, before, after)
        ):
            continue
        corrections = explained.get(position)
        if corrections is None:
            whole_row = position.rpartition("/")[0] in rows and "" in (before, after)
            found += [] if whole_row else [_missing(item, disclosure, position, before, after, today)]
        elif (before or "0") not in {to_plain(value) for each in corrections for value in (each.before, each.after)}:
            first = corrections[0]
            shown = _shown(item, position, to_plain(first.before))
            published = _shown(item, position, before) or GONE
            found.append(error("COR-BEFORE", first.before_place, before=shown, published=published))
    return found


def _whole_rows(item: Item, version: Version, now: Mapping[str, str]) -> frozenset[str]:
    """Of rows that are gone as a whole, or new, all figures but one: the row is said once, by its figure."""
    silent: set[str] = set()
    for ours, others in ((version.figures, now), (now, version.figures)):
        there = {position.rpartition("/")[0] for position in others if "/" in position}
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


def _now(disclosure: Disclosure, position: str, now: Mapping[str, str]) -> str:
    """What stands there now; a field that is not shown, because it would tell of a person, is compared all the same."""
    return now.get(position) or to_plain(disclosure.body.get(position))


def _is_too_small_to_say(position: str, version: Version, now: Mapping[str, str]) -> bool:
    """Sums over so few that they are not shown, before or now, and the mark that says so."""
    mark = f"{position.partition('.')[0]}.few"
    return "." in position and (mark in version.figures or mark in now)


def _positions(version: Version, now: Mapping[str, str]) -> tuple[str, ...]:
    """All that was published, and what was added since to tables whose rows were published one by one."""
    by_row = {position.split("/")[0] for position in version.figures if "/" in position}
    added = [position for position in now if "/" in position and position.split("/")[0] in by_row]
    published = [position for position in version.figures if position.split(".")[0] not in by_row]
    return tuple(dict.fromkeys((*published, *added)))


def _is_sum_explained(disclosure: Disclosure, position: str, before: str, after: str) -> bool:
    """Whether corrections of rows that are not shown one by one add up to the change of their column's sum."""
    table, dot, column = position.partition(".")
    if not dot or not before.lstrip("-").isdigit() or not after.lstrip("-").isdigit():
        return False
    steps = [
        money(each.after) - money(each.before)
        for each in disclosure.corrections
        if (each.table, each.column) == (table, column)
    ]
    return bool(steps) and sum(steps) == int(after) - int(before)


def _missing(item: Item, disclosure: Disclosure, position: str, before: str, after: str, today: date) -> Diagnostic:
    old, new = _shown(item, position, before) or GONE, _shown(item, position, after) or GONE
    place = _place_of(disclosure, position)
    line = _to_line(item, position, old, new, today)
    return error("COR-MISSING", place, item=item.name, position=position, before=old, after=new, line=line)


def _to_line(item: Item, position: str, before: str, after: str, today: date) -> str:
    """The line of 更正 to be pasted; only its reason and who checked it are left to be said."""
    where = _to_where(item, position)
    left = ", ".join(f"{key}: {word}" for key, word in TO_BE_SAID.items())
    return f"- {{日期: {today}, 类型: 公开表抄错, 位置: {where}, 更正前: {before}, 更正后: {after}, {left}}}"


def _to_where(item: Item, position: str) -> str:
    """A position as a 更正 writes it: ``{表: 出账, 凭证号: 记-014, 栏: 金额}``."""
    pieces = position.split("/")
    if len(pieces) != 3:
        return f"{{栏: {pieces[-1]}}}"
    form = item.table(pieces[0])
    keys = zip(form.key if form else (), pieces[1].split(","), strict=False)
    return "{" + ", ".join((f"表: {pieces[0]}", *(f"{name}: {text}" for name, text in keys), f"栏: {pieces[2]}")) + "}"


def _shown(item: Item, position: str, text: str) -> str:
    """Fen as yuan, for messages."""
    table, _, rest = position.replace(".", "/").partition("/")
    form = item.table(table)
    column = form.column(rest.rpartition("/")[2]) if form else item.field(position)
    if column is None or column.kind != "money" or not text.lstrip("-").isdigit():
        return text
    return decimal_money(int(text))


def _place_of(disclosure: Disclosure, position: str) -> Place:
    pieces = position.split("/")
    if len(pieces) == 1:
        return disclosure.body.place_of(position, disclosure.place)
    table = disclosure.body.table(pieces[0])
    if table is None:
        return disclosure.place
    for row in table.rows:
        texts = [to_plain(cell) for cell in row.cells]
        if len(pieces) == 3 and all(part in texts for part in pieces[1].split(",")):
            return row.place_of(pieces[2])
    return table.place


def _position(correction: Correction) -> str:
    key = ",".join(written for _, written in correction.key)
    return "/".join(part for part in (correction.table, key, correction.column) if part)


def _check_corrections(item: Item, disclosure: Disclosure) -> list[Diagnostic]:
    """A correction must find its figure, and the last one for a figure must say what stands there now."""
    last: dict[str, Correction] = {}
    for correction in sorted(disclosure.corrections, key=lambda each: each.day):
        last[_position(correction)] = correction
    found = []
    for position, correction in last.items():
        now = _value_now(disclosure, correction)
        if now is None and not correction.after:
            continue
        if now is None:
            found.append(error("COR-PLACE", correction.position_place, position=position))
        elif now != correction.after:
            found.append(
                error(
                    "COR-AFTER",
                    correction.after_place,
                    after=_shown(item, position, to_plain(correction.after)),
                    now=_shown(item, position, to_plain(now)),
                )
            )
    return found


def _value_now(disclosure: Disclosure, correction: Correction) -> Value | None:
    if not correction.table:
        return disclosure.body.get(correction.column)
    row = find_row(disclosure.body, correction)
    return row.get(correction.column) if row else None
