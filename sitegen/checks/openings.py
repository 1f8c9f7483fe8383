"""What a period opens with is what the one before closed with: balances of items and of the rows of their tables, cash apart."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.figures import add, money
from sitegen.model.catalogue import CASH, Balance, Catalogue, Item
from sitegen.model.ledger import Body, Disclosure, Fen, Row, Value, Village
from sitegen.model.money import plain_money
from sitegen.model.period import before
from sitegen.model.plain import to_plain

_OPENINGS = ("期初", "上期结余", "上年结余", "年初未分配")
_UNSTEADY = "序号"
"""A key that is given anew each time: whose row it was cannot be told by it."""


class _Carried(NamedTuple):
    """A figure that is carried over, in a table or (empty) beside them; ``balance`` is the equation it stands in."""

    table: str
    key: tuple[str, ...]
    opening: str
    closing: str
    balance: Balance


def check_openings(village: Village, catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Figures that do not follow from the period before; where they are what its others add up to, it is its closing that is
    wrong, which is said there."""
    items = {item.number: listed for item in catalogue.items if (listed := _list_carried(item))}
    told = {each.identity: each for each in village.disclosures if each.item in items and not each.nothing}
    for disclosure in told.values():
        last = told.get((disclosure.item, before(disclosure.period).code, disclosure.part.code))
        if last is not None:
            yield from (each for carried in items[disclosure.item] for each in _check(carried, disclosure, last))


@lru_cache(maxsize=256)
def _list_carried(item: Item) -> tuple[_Carried, ...]:
    return tuple(_find_carried(item)) if item.number != CASH else ()


def _find_carried(item: Item) -> Iterator[_Carried]:
    for balance in item.balances:
        table, closing = balance.result
        form = item.table(table)
        key = form.key if form else ()
        for sign, beside, name in balance.terms:
            if sign > 0 and beside == table and name in _OPENINGS and _UNSTEADY not in key:
                last = name.replace("年初", "年末")
                yield _Carried(table, key, name, last if last != name else closing, balance)


def _check(carried: _Carried, disclosure: Disclosure, last: Disclosure) -> Iterator[Diagnostic]:
    body, previous = disclosure.body, last.body
    if not carried.table:
        place = body.place_of(carried.opening, disclosure.place)
        added = _add_up(carried, previous)
        yield from _compare(
            body.get(carried.opening), previous.get(carried.closing), added, disclosure.part.label, place, last
        )
        return
    rows = {_key_of(row, carried): row for row in _rows(previous, carried)}
    for row in _rows(body, carried):
        if (key := _key_of(row, carried)) in rows:
            old, place = rows[key], row.place_of(carried.opening)
            added = sum(sign * money(old.get(name)) for sign, _, name in carried.balance.terms)
            yield from _compare(row.get(carried.opening), old.get(carried.closing), added, f"“{key[0]}”", place, last)


def _rows(body: Body, carried: _Carried) -> tuple[Row, ...]:
    table = body.table(carried.table)
    return table.rows if table else ()


def _key_of(row: Row, carried: _Carried) -> tuple[str, ...]:
    return tuple(to_plain(row.get(name)) for name in carried.key)


def _add_up(carried: _Carried, body: Body) -> Fen | None:
    """What the figure came to; None where it stands in no equation by itself."""
    if carried.balance.result[1] != carried.closing:
        return None
    total = 0
    for sign, name, column in carried.balance.terms:
        table = body.table(name) if name else None
        cells = table.column(column) if table else () if name else (body.get(column),)
        total += sign * money(add(cell for cell in cells if cell is not None))
    return total


def _compare(
    opening: Value | None, previous: Value | None, added: Fen | None, account: str, place: Place, last: Disclosure
) -> Iterator[Diagnostic]:
    if isinstance(opening, int) and isinstance(previous, int) and opening not in (previous, added):
        yield not_carried(opening, previous, account, place, last)


def not_carried(opening: Fen, previous: Fen, account: str, place: Place, last: Disclosure) -> Diagnostic:
    """That something opens with another amount than the period before closed with; ``account``: what it is."""
    return error(
        "SUM-CARRY",
        place,
        account=account,
        opening=plain_money(opening),
        previous=plain_money(previous),
        period=last.period.label,
        difference=plain_money(opening - previous),
    )
