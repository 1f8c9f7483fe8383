"""Figures that must agree: opening + in − out = closing, opening = last closing, sums = stated totals, natures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from math import prod
from typing import NamedTuple

from sitegen.checks.openings import not_carried
from sitegen.checks.suspects import find_suspect, swaps
from sitegen.diagnostics import Diagnostic, Place, error, warning
from sitegen.figures import add, money, nature_of
from sitegen.model.catalogue import CASH, Balance, Catalogue, Column, Item, TableForm
from sitegen.model.ledger import Body, Disclosure, Fen, Table, Value, Village
from sitegen.model.money import plain_money
from sitegen.model.period import Period, before
from sitegen.source import nearest


def check_balances(village: Village, catalogue: Catalogue) -> tuple[Diagnostic, ...]:
    """All equations of all disclosures and records, cash continuity, reversals."""
    found: list[Diagnostic] = []
    vouchers, cash = _list_vouchers(village), _list_cash(village)
    for disclosure in village.disclosures:
        item = catalogue.by_number(disclosure.item)
        if item is None or disclosure.nothing:
            continue
        if disclosure.item == CASH:
            found += _check_cash(disclosure, _closed_before(cash, disclosure))
            found += _check_reversals(disclosure, vouchers.get(disclosure.part.code, frozenset()))
        else:
            found += _check_equations(item, disclosure.body, disclosure.place)
    for record in village.records:
        item = catalogue.by_number(record.item)
        if item is not None:
            found += _check_equations(item, record.body, record.place)
    found += _check_carry(cash)
    return tuple(found)


_Cash = dict[tuple[str, Period], Disclosure]
"""The cash ledgers that say what they opened with, by account and period."""


def _list_cash(village: Village) -> _Cash:
    return {
        (each.part.code, each.period): each
        for each in village.disclosures
        if each.item == CASH and not each.nothing and each.body.get("期初余额") is not None
    }


def _closed_before(cash: _Cash, disclosure: Disclosure) -> Fen | None:
    """What the account closed with in the period before."""
    last = cash.get((disclosure.part.code, before(disclosure.period)))
    value = last.body.get("期末余额") if last else None
    return None if value is None else money(value)


class _Account(NamedTuple):
    opening: Fen
    income: Fen
    expense: Fen
    closing: Fen

    @property
    def computed(self) -> Fen:
        return self.opening + self.income - self.expense


def _add_up(body: Body) -> _Account | None:
    """None where something could not be read: it is reported where it stands, a sum without it would only confuse."""
    values = [body.get(name) for name in ("期初余额", "期末余额")]
    unread = any(not table.readable or None in table.column("金额") for table in body.tables)
    if unread or any(value is None for value in values):
        return None
    opening, closing = map(money, values)
    return _Account(opening, _sum(body, "进账", "金额"), _sum(body, "出账", "金额"), closing)


def _check_cash(disclosure: Disclosure, carried: Fen | None) -> list[Diagnostic]:
    """Opening + in − out = closing; where that holds with what was ``carried`` over, it is the opening that is wrong, which
    is said by itself."""
    body = disclosure.body
    account = _add_up(body)
    if account is None:
        return []
    opening, income, expense, closing = account
    computed = account.computed
    if computed == closing or (carried is not None and carried + income - expense == closing):
        return _check_holdings(disclosure, closing)
    return [
        error(
            "SUM-BALANCE",
            body.place_of("期末余额", disclosure.place),
            account=disclosure.part.label or "这本账",
            opening=plain_money(opening),
            income=plain_money(income),
            expense=plain_money(expense),
            closing=plain_money(closing),
            computed=plain_money(computed),
            difference=plain_money(closing - computed),
            suspect=find_suspect(body, computed, closing),
        )
    ]


_HOLDINGS = Balance("现金 + 银行存款 = 期末余额", ((1, "", "银行存款"), (1, "", "现金")), ("进账", "金额"))
"""What a book's balance, which was checked by its rows, is made of."""


def _check_holdings(disclosure: Disclosure, closing: Fen) -> list[Diagnostic]:
    body = disclosure.body
    held = [body.get("现金"), body.get("银行存款")]
    if any(value is None for value in held) or sum(map(money, held)) == closing:
        return []
    together = sum(map(money, held))
    return [
        error(
            "SUM-EQUATION",
            _find_wrong(_HOLDINGS, body, Decimal(closing - together), disclosure.place),
            equation=_HOLDINGS.text,
            left=plain_money(together),
            right=plain_money(closing),
            difference=plain_money(closing - together),
        )
    ]


def _sum(body: Body, table: str, column: str) -> Fen:
    found = body.table(table)
    return sum(map(money, found.column(column))) if found else 0


def _check_equations(item: Item, body: Body, place: Place) -> list[Diagnostic]:
    """Rows first: a sum over a column in which a row is wrong would only say the same again."""
    found: list[Diagnostic] = []
    wrong: frozenset[tuple[str, str]] = frozenset()
    within = {balance: form for balance in item.balances if (form := _form_of(item, balance))}
    for balance, form in within.items():
        if rows := _check_rows(balance, form, body):
            found += rows
            wrong |= _columns_of(balance)
    known: set[tuple[tuple[str, str], Decimal]] = set()
    for balance in (each for each in item.balances if each not in within and not _columns_of(each) & wrong):
        sides = _sides(item, balance, body)
        if sides is not None and _differ(balance, *sides):
            off = abs(sides[0] - sides[1])
            if any((term, off) in known for term in _columns_of(balance)):  # it is that one which is wrong
                continue
            known.add((balance.result, off))
            target = _find_wrong(balance, body, sides[1] - sides[0], place)
            found.append(_unequal(balance.text, *sides, _kind_of_result(item, balance), target))
    return found


def _find_wrong(balance: Balance, body: Body, difference: Decimal, place: Place) -> Place:
    """Where the figure stands in which two digits changed places, if that is so of one alone; else the result, or the first
    figure that is no sum of rows."""
    signs = {name: sign for sign, table, name in balance.terms if not table}
    fields = [*([] if balance.result[0] else [balance.result[1]]), *signs]
    swapped = [
        name
        for name in fields
        if isinstance(value := body.get(name), int) and value + signs.get(name, -1) * difference in swaps(value)
    ]
    for name in swapped if len(swapped) == 1 else fields[:1]:
        return body.place_of(name, place)
    table = body.table(balance.result[0])
    return table.place if table else place


def _form_of(item: Item, balance: Balance) -> TableForm | None:
    """The table of an equation that speaks of no other."""
    form = item.table(balance.result[0])
    return form if form and {table for table, _ in _columns_of(balance)} == {form.name} else None


def _columns_of(balance: Balance) -> frozenset[tuple[str, str]]:
    return frozenset({balance.result, *((table, name) for _, table, name in balance.terms)})


def _check_rows(balance: Balance, form: TableForm, body: Body) -> list[Diagnostic]:
    """An equation between columns of one table holds in each of its rows."""
    table, result = body.table(form.name), form.column(balance.result[1])
    if table is None or not table.readable or result is None:
        return []
    equation = balance.text.replace(f"{form.name}.", "")
    terms = [(sign, column) for sign, _, name in balance.terms if (column := form.column(name))]
    columns = (table.column(name) for name in (balance.result[1], *(column.name for _, column in terms)))
    cells = (map(_number, each) for each in zip(*columns, strict=True))
    pairs = zip(table.rows, (_sides_of(balance, terms, *each) for each in cells), strict=True)
    return [
        _unequal(equation, *sides, result.kind, row.place_of(result.name))
        for row, sides in pairs
        if sides is not None and _differ(balance, *sides)
    ]


def _differ(balance: Balance, left: Decimal, right: Decimal) -> bool:
    """A product may have been rounded to the last digit that is written: to fen, to jiao, to yuan."""
    if left == right or not balance.times:
        return left != right
    least = next((step for step in (100, 10) if right % step == 0), 1)
    return abs(left - right) >= least


def _sides_of(
    balance: Balance, terms: list[tuple[int, Column]], right: int | Decimal | None, *values: int | Decimal | None
) -> tuple[Decimal, Decimal] | None:
    """Both sides of one row, where what need not be written is nothing; None when too little of it was written to tell."""
    if balance.times:  # what is below nothing is named by itself
        known = right is not None and all(value is not None and value >= 0 for value in values)
        return (_multiply(values), Decimal(right)) if known and right is not None else None
    optional = [value for value, (_, column) in zip(values, terms, strict=True) if not column.required]
    lacking = any(value is None and column.required for value, (_, column) in zip(values, terms, strict=True))
    if right is None or lacking or (optional and all(value is None for value in optional)):
        return None
    signed = (sign * Decimal(value or 0) for value, (sign, _) in zip(values, terms, strict=True))
    return sum(signed, Decimal(0)), Decimal(right)


def _multiply(values: Iterable[int | Decimal | None]) -> Decimal:
    return prod((Decimal(value or 0) for value in values), start=Decimal(1))


def _unequal(equation: str, left: Decimal, right: Decimal, kind: str, place: Place) -> Diagnostic:
    return error(
        "SUM-EQUATION",
        place,
        equation=equation,
        left=_say(left, kind),
        right=_say(right, kind),
        difference=_say(right - left, kind),
    )


def _sides(item: Item, balance: Balance, body: Body) -> tuple[Decimal, Decimal] | None:
    """Both sides in the same unit; None when something of the equation was not written."""
    values = [(sign, _term(item, body, table, column)) for sign, table, column in balance.terms]
    right = _term(item, body, *balance.result)
    if right is None or any(value is None for _, value in values):
        return None
    signed = [sign * Decimal(value or 0) for sign, value in values]
    return (_multiply(signed) if balance.times else sum(signed, Decimal(0))), Decimal(right)


def _term(item: Item, body: Body, table: str, column: str) -> int | Decimal | None:
    """A field, or the sum of a column, in which what need not be written is nothing; None for what nobody can tell."""
    if table:
        found = body.table(table)
        if found and not found.readable:
            return None
        form = item.table(table)
        named = form.column(column) if form else None
        rows = zip(found.rows, found.column(column), strict=True) if found else ()
        needed = named is None or named.required
        cells = [cell for row, cell in rows if needed or cell is not None or row.is_written(column)]
        unknown = None in cells or (found and found.rows and not cells)
        return None if unknown else _number(add(cell for cell in cells if cell is not None))
    return _number(body.get(column))


def _number(value: Value | None) -> int | Decimal | None:
    return value if isinstance(value, int | Decimal) else None


def _kind_of_result(item: Item, balance: Balance) -> str:
    table, name = balance.result
    form = item.table(table) if table else None
    column = form.column(name) if form else item.field(name)
    return column.kind if column else "number"


def _say(value: Decimal, kind: str) -> str:
    return plain_money(int(value)) if kind == "money" else format(value, "f")


def _list_vouchers(village: Village) -> dict[str, frozenset[str]]:
    """Numbers of all vouchers in the cash ledgers, by account."""
    known: dict[str, set[str]] = {}
    for each in (each for each in village.disclosures if each.item == CASH):
        numbers = (number for table in each.body.tables for number in table.column("凭证号"))
        known.setdefault(each.part.code, set()).update(str(number) for number in numbers if number)
    return {account: frozenset(numbers) for account, numbers in known.items()}


_BETWEEN = re.compile(r"[、，,;；\s]+")


def _check_reversals(disclosure: Disclosure, vouchers: frozenset[str]) -> list[Diagnostic]:
    """A negative row or one of nature 冲销 names the voucher it reverses (红字冲销), which is in the account's ledgers; one
    of before they begin is not, so that this is only a warning."""
    found = []
    for row in (row for table in disclosure.body.tables if _may_reverse(table) for row in table.rows):
        reversed_ = row.get("冲销")
        if not reversed_ and (money(row.get("金额")) < 0 or nature_of(row) == "冲销"):
            found.append(error("SUM-REVERSAL", row.place_of("金额"), voucher=row.get("凭证号") or "", reversal="none"))
        elif reversed_:
            strange = [each for each in _BETWEEN.split(str(reversed_)) if not each.endswith(tuple(vouchers))]
            others, place = vouchers - {row.get("凭证号")}, row.place_of("冲销")
            found += [warning("SUM-REVERSAL", place, of=each, nearest=nearest(each, others)) for each in strange[:1]]
    return found


def _may_reverse(table: Table) -> bool:
    """Whether any row may be a reversal: nearly no table has one."""
    below = any(amount < 0 for amount in map(money, table.column("金额")))
    return below or "冲销" in table.column("性质") or any(table.column("冲销"))


def _check_carry(cash: _Cash) -> list[Diagnostic]:
    """Each account opens with what the period before closed with; where it opens with what that one adds up to, it is its
    closing that is wrong, which is said there."""
    found = []
    for (account, period), disclosure in cash.items():
        last, previous = cash.get((account, before(period))), _closed_before(cash, disclosure)
        if last is None or previous is None:
            continue
        opening = money(disclosure.body.get("期初余额"))
        added = _add_up(last.body) if opening != previous else None
        if opening != previous and not (added and added.computed == opening):
            place = disclosure.body.place_of("期初余额", disclosure.place)
            found.append(not_carried(opening, previous, disclosure.part.label or "这本账", place, last))
    return found
