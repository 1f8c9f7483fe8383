"""Why an account does not balance: the slips bookkeepers look for first, each tried against the very difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, islice

from sitegen.figures import money
from sitegen.model.ledger import Body, Fen, Row
from sitegen.model.money import plain_money

_SLIPS = (10, 100)
_SHOWN = 2
"""Rows named when several explain the difference equally well."""


def find_suspect(body: Body, computed: Fen, closing: Fen) -> str:
    """A sentence about the one slip that explains ``closing - computed`` to the fen; empty when none does.

    Tried in this order: a row left out or counted twice; on the wrong side; two digits swapped in a row or in a balance;
    a decimal point moved in a row. Last, a difference that 9 divides, which swapped digits always leave.
    """
    difference = closing - computed
    rows = tuple(_effects(body))
    tries = (
        _missed(rows, difference),
        _wrong_side(rows, difference),
        _swapped_balance(body, computed, closing),
        _mistyped(rows, difference, swaps, "两个数字写颠倒了"),
        _mistyped(rows, difference, _moved, "小数点错了位"),
        _divided(difference),
    )
    return next((said for sentences in tries if (said := "；或者".join(islice(dict.fromkeys(sentences), _SHOWN)))), "")


def _effects(body: Body) -> Iterator[tuple[Row, int]]:
    """Every row with 1 where it adds to the balance and -1 where it takes from it."""
    for name, sign in (("进账", 1), ("出账", -1)):
        table = body.table(name)
        yield from ((row, sign) for row in (table.rows if table else ()))


def _missed(rows: tuple[tuple[Row, int], ...], difference: Fen) -> Iterator[str]:
    for row, _ in rows:
        if abs(money(row.get("金额"))) == abs(difference):
            yield f"差额正好等于{_name(row)}这一笔，看看是不是漏了或记了两遍"


def _wrong_side(rows: tuple[tuple[Row, int], ...], difference: Fen) -> Iterator[str]:
    for row, sign in rows:
        if -2 * sign * money(row.get("金额")) == difference:
            yield f"差额正好是{_name(row)}这一笔的两倍，看看是不是进账出账放反了"


def _swapped_balance(body: Body, computed: Fen, closing: Fen) -> Iterator[str]:
    if computed in swaps(closing):
        yield f"期末写的是 {plain_money(closing)}，是不是 {plain_money(computed)}？两个数字写颠倒了"
    opening = money(body.get("期初余额"))
    better = opening + closing - computed
    if better in swaps(opening):
        yield f"期初写的是 {plain_money(opening)}，是不是 {plain_money(better)}？两个数字写颠倒了"


def _mistyped(
    rows: tuple[tuple[Row, int], ...], difference: Fen, others: Callable[[Fen], set[Fen]], why: str
) -> Iterator[str]:
    for row, sign in rows:
        amount = money(row.get("金额"))
        meant = amount + sign * difference
        if meant in others(amount):
            yield f"{_name(row)}写的是 {plain_money(amount)}，是不是 {plain_money(meant)}？{why}"


def swaps(amount: Fen) -> set[Fen]:
    """The amount with any two of its digits in each other's place."""
    digits = list(str(abs(amount)).rjust(3, "0"))
    sign = -1 if amount < 0 else 1
    found = set()
    for one, other in combinations(range(len(digits)), 2):
        swapped = digits.copy()
        swapped[one], swapped[other] = digits[other], digits[one]
        found.add(sign * int("".join(swapped)))
    return found - {amount}


def _moved(amount: Fen) -> set[Fen]:
    """Ten and a hundred times the amount, and the tenth and hundredth part where they are whole fen."""
    return {amount * by for by in _SLIPS} | {amount // by for by in _SLIPS if amount % by == 0}


def _divided(difference: Fen) -> Iterator[str]:
    if difference and difference % 9 == 0:
        yield "差额能被 9 除尽，看看有没有两个数字写颠倒，或者小数点错了一位"


def _name(row: Row) -> str:
    voucher = row.get("凭证号")
    return f"“{row.get('摘要')}”" + (f"（{voucher}）" if voucher else "")
