"""The line of 更正 that is offered where a published figure changed: pasted as it is, it is accepted."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date

from sitegen.corrections import split_position
from sitegen.load.corrections import NONE, TO_BE_SAID
from sitegen.model.catalogue import Item, TableForm
from sitegen.model.ledger import Body, Row
from sitegen.model.money import decimal_money
from sitegen.model.plain import to_plain

_UNSAFE = re.compile(r"[,\[\]{}#&*!|>'\"%@`:]|^[-?\s]|\s$")
"""What a plain YAML text inside of braces may not hold."""


def offer_line(item: Item, body: Body, position: str, before: str, after: str, today: date) -> str:
    """The line to be pasted; only its reason and who checked it are left to be said."""
    left = ", ".join(f"{key}: {word}" for key, word in TO_BE_SAID.items())
    where = _to_where(item, body, position)
    old, new = (_quoted(say_figure(item, position, text) or NONE) for text in (before, after))
    return f"- {{日期: {today}, 类型: 公开表抄错, 位置: {where}, 更正前: {old}, 更正后: {new}, {left}}}"


def offer_again(item: Item, body: Body, stored: Mapping[str, str]) -> str:
    """A published correction as the ledger had it."""
    where = _to_where(item, body, stored["position"])
    figures = (say_figure(item, stored["position"], stored[name]) or NONE for name in ("before", "after"))
    old, new, why, who = map(_quoted, (*figures, stored["reason"], stored["checked_by"]))
    head = f"日期: {stored['day']}, 类型: {stored['kind']}, 位置: {where}"
    return f"- {{{head}, 更正前: {old}, 更正后: {new}, 原因: {why}, 核对人: {who}}}"


def offer_emptied(item: Item, body: Body, lines: list[str]) -> str:
    """What takes the place of 本期无发生 where figures were published before: nothing any more, and the lines that say so."""
    fields = [f"{each.name}: {_quoted(to_plain(each.value))}" for each in body.fields]
    tables = [f"{table.name}: []" for table in body.tables]
    corrections = ", ".join(line.removeprefix("- ") for line in lines)
    return f"{item.name}: {{{', '.join((*fields, *tables, f'更正: [{corrections}]'))}}}"


def say_figure(item: Item, position: str, text: str) -> str:
    """Fen as yuan, for messages."""
    table, _, name = split_position(position)
    form = item.table(table)
    column = form.column(name) if form else item.field(name)
    if column is None or column.kind != "money" or not text.lstrip("-").isdigit():
        return text
    return decimal_money(int(text))


def find_row_at(item: Item, body: Body, position: str) -> Row | None:
    """The row a position speaks of; None for a field, a sum, and a row that is gone."""
    table, key, _ = split_position(position)
    form, rows = item.table(table), body.table(table)
    if form is None or rows is None or not key:
        return None
    return next((row for row in rows.rows if key_at(form, row) == key), None)


def key_at(form: TableForm, row: Row) -> str:
    """A row's key as positions have it."""
    return ",".join(text for _, text in _keys_of(form, row))


def _keys_of(form: TableForm, row: Row) -> tuple[tuple[str, str], ...]:
    return tuple((name, text) for name in form.key if (text := to_plain(row.get(name))))


def _to_where(item: Item, body: Body, position: str) -> str:
    """A position as a 更正 writes it: ``{表: 出账, 凭证号: 记-014, 栏: 金额}``; a sum without a row."""
    table, key, column = split_position(position)
    form = item.table(table)
    row = find_row_at(item, body, position)
    keys = _keys_of(form, row) if form and row else zip(form.key if form and key else (), key.split(","), strict=False)
    said = (("表", table) if table else None, *keys, ("栏", column))
    return "{" + ", ".join(f"{each[0]}: {_quoted(each[1])}" for each in said if each) + "}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) if _UNSAFE.search(text) else text
