"""A shorter period of a book inside a longer one – a month in its quarter – tells of the same money, and says the same of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.figures import money
from sitegen.model.catalogue import CASH, Catalogue, Item
from sitegen.model.ledger import Disclosure, Fen, Village
from sitegen.model.money import plain_money

_OPENING, _CLOSING, _FLOWS = "期初余额", "期末余额", ("进账", "出账")
_PARTS = {("month", "quarter"): 3, ("quarter", "year"): 4, ("month", "year"): 12}
"""How many shorter periods make a longer one."""


class _Against(NamedTuple):
    """A figure of a shorter period, or of all of them together, and that of the longer one it is held against."""

    name: str
    label: str
    within: Fen
    around: Fen


def check_overlaps(village: Village, catalogue: Catalogue) -> Iterator[Diagnostic]:
    """What one says otherwise than the other: said of the one that was posted later, once for each pair."""
    item = catalogue.by_number(CASH)
    told = [each for each in village.disclosures if each.item == CASH and not each.nothing and not each.draft]
    if item is None or len({each.period.kind for each in told}) < 2:
        return
    books: dict[str, list[Disclosure]] = {}
    for each in told:
        books.setdefault(each.part.code, []).append(each)
    for own in books.values():
        for whole in own:
            yield from _check_whole(item, whole, [each for each in own if _is_within(each, whole)])


def _is_within(each: Disclosure, whole: Disclosure) -> bool:
    return each.period != whole.period and whole.period.first <= each.period.first <= each.period.last <= (
        whole.period.last
    )


def _check_whole(item: Item, whole: Disclosure, within: list[Disclosure]) -> Iterator[Diagnostic]:
    differing = False
    for part in within:
        if (against := next(_compare(part, whole), None)) is not None:
            differing = True
            yield _differ(item, against, part, whole)
    for kind in () if differing else dict.fromkeys(each.period.kind for each in within):
        parts = {each.period: each for each in within if each.period.kind == kind}
        if len(parts) == _PARTS.get((kind, whole.period.kind)):
            last = max(parts.values(), key=_posted)
            added = (against for name in _FLOWS if (against := _add_up(name, parts.values(), whole)))
            yield from (_differ(item, each, last, whole) for each in added)


def _compare(part: Disclosure, whole: Disclosure) -> Iterator[_Against]:
    """Both begin or end with the same money, and no part of it moves more than all of it; what was taken back is not counted."""
    label = part.period.label
    both = [(name, part.body.get(name), whole.body.get(name)) for name in (_OPENING, _CLOSING)]
    same = (part.period.first == whole.period.first, part.period.last == whole.period.last)
    for (name, within, around), comparable in zip(both, same, strict=True):
        if comparable and isinstance(within, int) and isinstance(around, int) and within != around:
            yield _Against(name, label, within, around)
    for name in _FLOWS:
        moved = tuple(sum(amount for amount in _amounts(each, name) if amount > 0) for each in (part, whole))
        if moved[0] > moved[1]:
            yield _Against(name, label, *moved)


def _add_up(name: str, parts: Iterable[Disclosure], whole: Disclosure) -> _Against | None:
    parts = sorted(parts, key=lambda each: each.period)
    added, around = sum(sum(_amounts(each, name)) for each in parts), sum(_amounts(whole, name))
    label = f"{parts[0].period.label}到{parts[-1].period.label}"
    return _Against(name, label, added, around) if added != around else None


def _amounts(disclosure: Disclosure, name: str) -> tuple[Fen, ...]:
    table = disclosure.body.table(name)
    return tuple(map(money, table.column("金额"))) if table else ()


def _posted(disclosure: Disclosure) -> date:
    return disclosure.posted or date.max


def _differ(item: Item, against: _Against, part: Disclosure, whole: Disclosure) -> Diagnostic:
    here, there = (whole, part) if _posted(whole) > _posted(part) else (part, whole)
    table = here.body.table(against.name)
    place: Place = table.place if table else here.body.place_of(against.name, here.place)
    return error(
        "PER-OVERLAP",
        place,
        item=item.name,
        account=here.part.label,
        what=against.name,
        period=against.label,
        within=plain_money(against.within),
        whole=whole.period.label,
        around=plain_money(against.around),
        other=f"{there.place.file}:{there.place.line}",
    )
