"""An item → a commented form in YAML: of one item, of everything due in a period, of a record.

A form says what each line wants, carries the last closing balance over, and offers last period's rows as comments.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct

from sitegen.figures import find_earlier
from sitegen.load.plans import in_use
from sitegen.model.catalogue import NOTHING, Column, Item, Kind, TableForm
from sitegen.model.ledger import Account, Row, Table, Value, Village
from sitegen.model.money import decimal_money, plain_money
from sitegen.model.period import Period, before, containing
from sitegen.model.plain import to_plain
from sitegen.outputs.forms import CARRIED, example_of

_OFFERED = 8
"""Rows of last period that are offered; more would bury the form."""


class Blank(Struct, frozen=True):
    """A form to be written: its file below the village's folder, and what is appended to it or begins it."""

    file: str
    head: str
    text: str


def make_blank(item: Item, village: Village, period: Period) -> Blank:
    """The form of one item; of a register, the form of its next record."""
    if item.shape == "register":
        return Blank(f"登记/{item.register_file}.yaml", _register_head(item), _record_form(item, village, period))
    name = period.first.isoformat() if period.kind == "day" else period.label
    ending = f"-{item.name}" if period.kind == "day" else ""
    file = f"{period.first.year}/{name}{ending}.yaml"
    return Blank(file, _publication_head(period), _item_form(item, village, period))


def make_period_blank(items: Iterable[Item], village: Village, period: Period) -> Blank:
    """One form with all these items, each with the words to be written when nothing happened."""
    text = "\n".join(_item_form(item, village, period, with_nothing=True) for item in items)
    return Blank(f"{period.first.year}/{period.label}.yaml", _publication_head(period), text)


def list_expected(
    items: Iterable[Item], required: tuple[str, ...], village: Village, period: Period
) -> tuple[Item, ...]:
    """What is to be disclosed in that period and is not written yet, in the order of the catalogue."""
    written = {each.item for each in village.disclosures if each.period == period}
    return tuple(
        item
        for item in items
        if (item.required or item.number in required)
        and item.frequency == period.kind
        and item.shape != "register"
        and item.number not in written
        and (item.since is None or item.since <= period.last)
        and (item.until is None or item.until >= period.first)
    )


def find_period(item: Item, today: date) -> Period:
    """The period a form is for when none is named: the last finished one, or today for an event."""
    if item.frequency == "event":
        return Period(today, today)
    return before(containing(today, item.frequency))


_FOR_EDITORS = "# yaml-language-server: $schema=../../../build/editor/{}.json\n# 上面一行是给编辑器看的，不用管\n"


def ready_day(period: Period) -> date:
    """A day on which a period may have been reviewed and posted, for those who are shown how such a line is written."""
    return period.last + timedelta(days=12)


def _publication_head(period: Period) -> str:
    ready = ready_day(period)
    return (
        f"{_FOR_EDITORS.format('publication')}"
        f"期间: {period.label}\n"
        "草稿: 是                       # 填好了，把这一行删掉\n"
        "# 贴出去的那天，贴了再写（去掉前面的 # 和空格）：\n"
        f"# 公开日期: {ready}\n"
        "# 村监会看过以后写；校验码在审核单上：\n"
        "# 审核:\n"
        f"#   - 村务监督委员会: {ready} 同意 校验码 XXXX\n"
    )


def _register_head(item: Item) -> str:
    schema = _FOR_EDITORS.format(f"register-{item.number}")
    return f"{schema}# {item.promise or item.explanation}\n# 一项一个编号，印在码牌上，用过的号不再用。\n"


def _record_form(item: Item, village: Village, period: Period) -> str:
    used = [int(each.number) for each in village.records if each.item == item.number and each.number.isdigit()]
    lines = [f"- 编号: {max(used, default=0) + 1}", "  名称:", *_fields(item, None, {}, "  ")]
    for table in item.tables:
        lines += _table(table, None, (), "  ")
    lines += [f"  # 终止: {period.last.year}-12-31          # 卖了、报废了、到期了再写；这一项不要删", ""]
    return "\n".join(lines)


def _item_form(item: Item, village: Village, period: Period, *, with_nothing: bool = False) -> str:
    lines = [f"# {item.promise or item.explanation}"]
    if with_nothing:
        lines += [f"# 这一期没有：把“{item.name}”这一段删掉，去掉下一行前面的 # 和空格", f"# {item.name}: {NOTHING}"]
    return "\n".join((*lines, f"{item.name}:", *_parts(item, village, period), ""))


def _parts(item: Item, village: Village, period: Period) -> Iterator[str]:
    """One part, or one for each account when the village keeps several."""
    if item.parts == "account" and len(village.accounts) > 1:
        for account in village.accounts:
            yield f"  - 账套: {account.name}"
            yield from _body(item, village, account, period, "    ")
        return
    if item.parts == "batch":
        yield "  # 批次: 1                    # 同一期有几批，就分开写，一批一段"
    yield from _body(item, village, village.accounts[0] if village.accounts else None, period, "  ")


def _body(item: Item, village: Village, account: Account | None, period: Period, indent: str) -> Iterator[str]:
    earlier = find_earlier(item, village, account, period)
    yield from _fields(item, period, carry(item, village, account, period), indent)
    for balance in item.balances:
        yield f"{indent}# 要合得上：{balance.text}"
    for table in item.tables:
        tables = tuple(old for each in earlier if (old := each.body.table(table.name)) is not None)
        yield from _table(table, period, tables, indent)
    yield f"{indent}# 说明: |"
    yield f"{indent}#   想对村民说的话，可以不写"


# ---- what was said before -------------------------------------------------------------------------------------------


def carry(item: Item, village: Village, account: Account | None, period: Period) -> dict[str, str]:
    """What was left at the end of the last period opens this one: ``期初余额`` from ``期末余额``, ``上期结余`` from ``结余``."""
    earlier = find_earlier(item, village, account, period)
    if not earlier:
        return {}
    pairs = (
        (opening, balance.result[1])
        for balance in item.balances
        for sign, table, opening in balance.terms
        if sign > 0 and not table and not balance.result[0] and opening.startswith(CARRIED)
    )
    left = ((opening, earlier[0].body.get(closing)) for opening, closing in pairs)
    return {opening: decimal_money(value) for opening, value in left if isinstance(value, int)}


def _offer(form: TableForm, tables: tuple[Table, ...]) -> tuple[Row, ...]:
    """Rows of the last period that come back: those it has in common with an earlier one, else all while they are few."""
    if not tables:
        return ()
    newest, older = tables[0].rows, tables[1:]
    known = {_likeness(form, row) for table in older for row in table.rows}
    again = tuple(row for row in newest if _likeness(form, row) in known)
    return (again or (newest if not older else ()))[:_OFFERED]


_CHANGING: frozenset[Kind] = frozenset({"date", "month", "money", "voucher", "code", "file", "number", "count"})


def _likeness(form: TableForm, row: Row) -> tuple[str, ...]:
    return tuple(to_plain(row.get(column.name)) for column in form.columns if column.kind not in _CHANGING)


# ---- lines ----------------------------------------------------------------------------------------------------------


def _fields(item: Item, period: Period | None, known: Mapping[str, str], indent: str) -> Iterator[str]:
    columns = [column for column in item.fields if in_use(column, period)]
    written = {each.name: f"{each.name}: {known.get(each.name, '')}".rstrip() for each in columns}
    wide = max((_cells(text) for text in written.values()), default=0) + 4
    for column in columns:
        lead = "" if column.required or column.name in known else "# "
        text = lead + written[column.name]
        said = "从上一期的期末抄来" if column.name in known else column.remark
        yield f"{indent}{text}{' ' * max(wide - _cells(text), 2)}# {said}"


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _table(form: TableForm, period: Period | None, tables: tuple[Table, ...], indent: str) -> Iterator[str]:
    """The head of a table as text; columns that are rarely needed are only named."""
    columns = [column for column in form.columns if in_use(column, period)]
    usual = {*form.lead, *form.details, form.figure}
    shown = [column for column in columns if column.required or column.name in usual]
    others = [column.name for column in columns if column not in shown]
    if form.note:
        yield f"{indent}# {form.note}"
    for column in columns:
        if column.choices:
            yield f"{indent}# {column.name}：{'、'.join(column.choices)}"
    if others:
        yield f"{indent}# 用得着时再加的栏：{'、'.join(others)}"
    offered = _offer(form, tables)
    if offered:
        yield f"{indent}# 上一期有这几笔；还有的，抄到“{form.name}”下面，补上日期和号："
        yield from (f"{indent}#   {_row(shown, row)}" for row in offered)
    else:
        yield f"{indent}# 一笔一行，比如："
        yield f"{indent}#   {' | '.join(_example(column, period) for column in shown)}"
    yield f"{indent}{form.name}: |"
    yield f"{indent}  {' | '.join(column.name for column in shown)}"


def _row(columns: Iterable[Column], row: Row) -> str:
    """An old row to be copied: its days and numbers are left open, they are never the same again."""
    return " | ".join(_OPEN.get(column.kind) or _say(column, row.get(column.name)) for column in columns)


_OPEN: Mapping[Kind, str] = {"date": "__月__日", "month": "____年__月", "voucher": "__", "file": "__"}


def _say(column: Column, value: Value | None) -> str:
    text = plain_money(value) if column.kind == "money" and isinstance(value, int) else to_plain(value)
    return text.replace("\n", " ").replace("|", "／")


def _example(column: Column, period: Period | None) -> str:
    if column.kind == "date" and period and period.kind != "day":
        return f"{period.first.month}月{period.first.day + 2}日"
    return example_of(column, period) or f"（{column.name}）"
