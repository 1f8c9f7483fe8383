"""What the headings of a sheet nobody has mapped yet probably mean.

Columns that can mean two things are proposed as ``?`` and asked for, never guessed; see docs/formats.md §15.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct

from sitegen.importing.headers import Heading, Layout
from sitegen.importing.mapping import (
    ASK,
    BY_SUBJECT,
    DEBIT_IN,
    DEBIT_OUT,
    JOURNAL,
    PERSONAL,
    RECORDS,
    UNUSED,
    Shape,
    columns_of,
    table_names,
)
from sitegen.importing.units import YUAN, find_stated, unit_over
from sitegen.importing.words import Words, find_subject, to_plain_word
from sitegen.load.workbooks import Cell
from sitegen.model.catalogue import Catalogue, Column, Item
from sitegen.source import nearest

_AMOUNTS = (("借方", "贷方"), ("收入", "支出"), ("金额", "方向"), ("金额", "科目"), ("金额", "类别"))
_SUMMARY_WORDS = ("项目", "收支项目", "名称")
"""What stands for 摘要 where no heading says so."""
_NUMBERS = ("money", "number", "count")
_FEWEST = 2
"""Headings that have to be columns of an item before a sheet is thought to be its."""


_SIDES = (("进账", "收入"), ("进账", "进账"), ("出账", "支出"), ("出账", "出账"))
_TELLING = 4
"""Signs of a table's name that is no word of every list: 村里欠单位, and not 名单."""


class Proposal(Struct, frozen=True):
    """A shape for review, why each heading was asked or left out, and how often it was seen."""

    shape: Shape
    remarks: Mapping[str, str]


def propose(
    name: str, hints: Iterable[str], layout: Layout, personal: frozenset[str], catalogue: Catalogue, words: Words
) -> Proposal:
    """What the headings probably mean. ``hints``: names of file and sheet, and titles; ``personal``: headings by content."""
    texts = tuple(to_plain_word(hint) for hint in hints)
    unit = find_stated(hints)
    roles = {each.name: _roles_of(each, words) for each in layout.headings}
    once = {role for found in roles.values() for role in found}
    sided = any(set(pair) <= once for pair in _AMOUNTS) or ("日期" in once and bool({"收入", "支出"} & once))
    dated = bool({"日期", "月", "日", "凭证号"} & once) or not _is_table(layout, catalogue, words)
    journal = sided and dated and bool({"摘要", "凭证号"} & once)
    cash = next((item for item in catalogue.items if item.shape == "cash"), None)
    if journal and cash is not None:
        return _propose_journal(name, cash, layout, roles, personal, words, unit, texts)
    return _propose_table(name, texts, layout, personal, catalogue, words, unit)


def _roles_of(heading: Heading, words: Words) -> tuple[str, ...]:
    """What a heading may mean: all its lines together, else the lowest, else an upper one."""
    for text in ("".join(heading.parts), *heading.parts[::-1]):
        found = words.roles.get(to_plain_word(text))
        if found:
            return found
    return ()


def _targets(
    layout: Layout,
    personal: frozenset[str],
    words: Words,
    means: Mapping[str, tuple[str, ...]],
    wanted: Iterable[str],
    wanted_texts: Iterable[str] = (),
) -> tuple[tuple[tuple[str, str], ...], dict[str, str]]:
    """Heading → target, and remarks; what is claimed twice or may mean two things becomes a question.

    ``wanted``: what has to be among the columns. Where one is not, columns of numbers nobody knows are asked about;
    for ``wanted_texts``, those of anything else.
    """
    missing, missing_texts = (
        "、".join(name for name in names if (name,) not in means.values()) for names in (wanted, wanted_texts)
    )
    means = {heading: found for heading, found in means.items() if not _says_again(heading, found)}
    means = _only_paid(means)
    claims: dict[str, list[str]] = {}
    for heading, found in means.items():
        for target in found[:1] if len(found) == 1 else ():
            claims.setdefault(target, []).append(heading)
    columns, remarks = [], {}
    for each in layout.headings:
        found = means.get(each.name, ())
        free = tuple(target for target in found if len(found) == 1 or target not in claims)
        if each.name in personal or words.is_personal(each.name):
            columns.append((each.name, PERSONAL))
            remarks[each.name] = "个人信息，不收"
        elif len(free) == 1 and len(claims.get(free[0], ())) <= 1:
            columns.append((each.name, free[0]))
        elif found:
            columns.append((each.name, ASK))
            remarks[each.name] = f"可能是{'、'.join(found)}；写上是哪一个，不要就写“不用”"
        elif missing and not _is_unused(each, words) and _holds_numbers(each, layout):
            columns.append((each.name, ASK))
            remarks[each.name] = f"没认出来，里面是数；是不是{missing}？写上是哪一个，不要就写“不用”"
        elif missing_texts and not _is_unused(each, words) and _holds_texts(each, layout):
            columns.append((each.name, ASK))
            remarks[each.name] = f"没认出来；是不是{missing_texts}？写上是哪一个，不要就写“不用”"
        else:
            columns.append((each.name, UNUSED))
            remarks[each.name] = "" if _is_unused(each, words) else _unknown(each, words)
        if each.name not in remarks and (unit := unit_over(each)) not in ("", YUAN):
            remarks[each.name] = f"照{unit}算"
    return tuple(dict.fromkeys(columns)), remarks


_BESIDE = re.compile(r"大写|累计")
"""Columns that say once more what another says."""
_PAID = ("实发", "实付", "实领", "实得")


def _says_again(heading: str, found: Iterable[str]) -> bool:
    return bool(_BESIDE.search(heading)) and not any("累计" in target for target in found)


def _is_unused(heading: Heading, words: Words) -> bool:
    return to_plain_word(heading.name) in words.unused or bool(_BESIDE.search(heading.name))


def _only_paid(means: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Of 应发金额 and 实发金额, both of them 金额, what was paid."""
    paid = {found for heading, found in means.items() if heading.startswith(_PAID)}
    return {heading: found for heading, found in means.items() if found not in paid or heading.startswith(_PAID)}


def _holds_numbers(heading: Heading, layout: Layout) -> bool:
    """Whether at least half of a column's cells are numbers, with a heading over them."""
    cells = [cells[heading.column] for _, cells in layout.lines if heading.column in cells]
    numbers = sum(cell.number or bool(re.fullmatch(r"[-¥￥]?[\d,]*\d(?:\.\d+)?", cell.text)) for cell in cells)
    return bool(heading.parts) and 2 * numbers >= max(len(cells), 1)


def _holds_texts(heading: Heading, layout: Layout) -> bool:
    """Whether most lines hold something in a column, and not numbers."""
    filled = sum(heading.column in cells for _, cells in layout.lines)
    return bool(heading.parts) and 2 * filled > len(layout.lines) and not _holds_numbers(heading, layout)


def _unknown(heading: Heading, words: Words) -> str:
    near = nearest(to_plain_word(heading.parts[-1]), words.roles) if heading.parts else ""
    return f"没认出来；是不是“{near}”？要用就写上" if near else "没认出来；要用就写上栏名"


def _propose_journal(
    name: str,
    item: Item,
    layout: Layout,
    roles: Mapping[str, tuple[str, ...]],
    personal: frozenset[str],
    words: Words,
    unit: str,
    hints: tuple[str, ...],
) -> Proposal:
    own = {column.name for form in item.tables for column in form.columns}
    means = {
        each.name: roles[each.name] or tuple(dict.fromkeys(part for part in each.parts[-1:] if part in own))
        for each in layout.headings
    }
    means = {heading: _settle(found, means) for heading, found in means.items()}
    if ("摘要",) not in means.values():
        means |= {
            name: ("摘要",) for name in list(means)[::-1] if to_plain_word(name.rpartition("/")[2]) in _SUMMARY_WORDS
        }
    said = {found[0] for found in means.values() if len(found) == 1}
    wanted = next((pair for pair in (("借方", "贷方"), ("收入", "支出")) if said & set(pair)), ())
    columns, remarks = _targets(layout, personal, words, means, wanted)
    targets = {target for _, target in columns}
    debit = BY_SUBJECT
    if {"借方", "贷方"} <= targets:
        stated = any(word in hint for word in _STATEMENTS for hint in hints)
        debit = _side_by_balance(columns, layout) or _which_side(targets, columns, layout, words, stated)
    return Proposal(Shape(name, item.name, JOURNAL, columns, unit or "元", debit, _restarts(columns, layout)), remarks)


def _settle(found: tuple[str, ...], means: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Words with two meanings that the other headings decide: 方向 beside 余额 is the balance's, else the entry's."""
    others = {role for each in means.values() for role in each}
    if set(found) == {"方向", "余额方向"}:
        return ("余额方向",) if {"借方", "贷方"} & others or {"收入", "支出"} & others else ("方向",)
    return found


_STATEMENTS = ("对账单", "交易明细", "流水")
"""What banks call what they send: its 借方 is what went out of the account."""
_AMOUNT = re.compile(r"[-¥￥]{0,2}\d[\d,]*(?:\.\d+)?")


def _side_by_balance(columns: Iterable[tuple[str, str]], layout: Layout) -> str:
    """What debit is by the balance beside the lines, which goes up or down with it; empty where nothing tells."""
    index = _find_columns(columns, layout)
    if "余额" not in index:
        return ""
    lines = [[_amount(cells, index[name]) for name in ("借方", "贷方", "余额")] for _, cells in layout.lines]
    ups = downs = 0
    for (_, _, before), (debit, credit, after) in pairwise(line for line in lines if line[2] is not None):
        moved = (after or 0) - (before or 0)
        turned = (debit or 0) - (credit or 0)
        ups += bool(moved) and moved == turned
        downs += bool(moved) and moved == -turned
    return DEBIT_IN if ups > downs else DEBIT_OUT if downs > ups else ""


def _amount(cells: Mapping[int, Cell], column: int) -> Decimal | None:
    text = cells[column].text if column in cells else ""
    return Decimal(re.sub("[,¥￥]", "", text)) if _AMOUNT.fullmatch(text) else None


def _which_side(
    targets: set[str], columns: Iterable[tuple[str, str]], layout: Layout, words: Words, stated: bool
) -> str:
    """Whether debit is money in (the books of cash and bank), or the subjects say so. ``stated``: a bank has written it."""
    if "科目" not in targets:
        return ASK if stated else DEBIT_IN
    index = _find_columns(columns, layout)
    straight = reverse = cash = 0
    for _, cells in layout.lines:
        subject = cells.get(index["科目"])
        sides = find_subject(subject.text, words) if subject else None
        if sides is None:
            continue
        cash += sides[0] == "钱"
        if bool(sides[0]) != bool(sides[1]):
            debited = bool(cells.get(index["借方"])) and cells[index["借方"]].text not in ("0", "0.00")
            straight += debited == bool(sides[1])
            reverse += debited == bool(sides[0])
    if cash or straight > reverse:
        return BY_SUBJECT
    return DEBIT_IN if reverse > straight else ASK


def _find_columns(columns: Iterable[tuple[str, str]], layout: Layout) -> dict[str, int]:
    """Target → its column on the sheet, the first where blocks stand side by side."""
    targets, index = dict(columns), dict[str, int]()
    for each in layout.headings:
        index.setdefault(targets[each.name], each.column)
    return index


def _restarts(columns: Iterable[tuple[str, str]], layout: Layout) -> bool:
    """Whether a voucher number is seen twice far apart, or there is too little to tell: most systems begin each month."""
    index = _find_columns(columns, layout)
    column = index.get("凭证号") or index.get("凭证数")
    if column is None:
        return True
    numbers = [
        int(match[1])
        for _, cells in layout.lines
        if column in cells and (match := re.search(r"(\d+)\D*$", cells[column].text))
    ]
    drops = sum(later < earlier for earlier, later in pairwise(numbers))
    return drops > 0 or len(numbers) < 10


def _propose_table(
    name: str,
    hints: tuple[str, ...],
    layout: Layout,
    personal: frozenset[str],
    catalogue: Catalogue,
    words: Words,
    unit: str,
) -> Proposal:
    best = [
        (_score(item, table, layout, words) + _say_named(item, table, hints), -order, item, table)
        for order, item in enumerate(catalogue.items)
        for table in table_names(item)
        if table != JOURNAL
    ]
    best.sort(key=lambda each: each[:2], reverse=True)
    score, _, item, table = best[0]
    second, _, other, _ = best[1]
    sure = score >= 100 or (
        score >= 2 * _FEWEST and score > second + 1 and not _has_voucher(layout, item, table, words)
    )
    tied = score == second
    sure = sure and not (tied and other is not item)
    means = {each.name: _columns_of(each, columns_of(item, table), words) for each in layout.headings}
    required = [each for each in columns_of(item, table) if each.required and sure]
    numbers = [each.name for each in required if each.kind in _NUMBERS]
    texts = [each.name for each in required if each.kind not in (*_NUMBERS, "code")]
    columns, remarks = _targets(layout, personal, words, means, numbers, texts)
    remarks |= (
        {}
        if sure
        else {"事项": "看不出是哪一项；像这几项：" + "、".join(dict.fromkeys(each[2].name for each in best[:5]))}
    )
    alike = tuple(each[3] for each in best if tied and each[0] == score and each[2] is item)
    if item.shape == "cash" and _side_said(hints) != table:
        alike = table_names(item)
    if sure and alike:
        remarks["表"] = f"看不出是哪一张；像这几张：{'、'.join(alike)}"
    shape = Shape(name, item.name if sure else ASK, table if sure and not alike else ASK, columns, unit or "元")
    return Proposal(shape, remarks)


def _side_said(hints: tuple[str, ...]) -> str:
    """进账 or 出账, where the titles and names of a sheet speak of one of them only."""
    said = {side for side, word in _SIDES for hint in hints if word in hint}
    return said.pop() if len(said) == 1 and not any("收支" in hint for hint in hints) else ""


def _has_voucher(layout: Layout, item: Item, table: str, words: Words) -> bool:
    """Whether a sheet has vouchers that the table has no column for: it is a ledger of entries, whatever its amounts are called."""
    columns = columns_of(item, table)
    vouchers = (each for each in layout.headings if "凭证号" in _roles_of(each, words))
    return any(not _columns_of(each, columns, words) for each in vouchers)


def _is_table(layout: Layout, catalogue: Catalogue, words: Words) -> bool:
    """Whether every heading is a column of one table, and none that has to be there is missing."""
    tables = (
        (item, table) for item in catalogue.items for table in table_names(item) if table not in (JOURNAL, RECORDS)
    )
    for item, table in tables:
        columns = columns_of(item, table)
        hits = [_columns_of(each, columns, words) for each in layout.headings]
        said = {name for hit in hits for name in hit}
        if all(hits) and all(column.name in said for column in columns if column.required):
            return True
    return False


def _say_named(item: Item, table: str, hints: tuple[str, ...]) -> int:
    """What it counts that a title names the item, or a table whose name no other item has: 村里欠单位."""
    names = (item.name, item.plain, *item.aliases)
    telling = len(table) >= _TELLING and any(to_plain_word(table) in hint for hint in hints)
    named = telling or any(to_plain_word(word) in hint for word in names for hint in hints)
    return 100 * named + 10 * telling


def _score(item: Item, table: str, layout: Layout, words: Words) -> int:
    columns = columns_of(item, table)
    hit = {name for each in layout.headings for name in _columns_of(each, columns, words)}
    missing = sum(column.required and column.name not in hit for column in columns)
    return 2 * len(hit) - 3 * missing


def _columns_of(heading: Heading, columns: tuple[Column, ...], words: Words) -> tuple[str, ...]:
    names = {to_plain_word(column.name): column.name for column in columns}
    whose = {"村": "村", "村名": "村", "行政村": "村", "村代码": "村代码", "账套": "账套"}
    for text in ("".join(heading.parts), *heading.parts[-1:]):
        plain = to_plain_word(text)
        if plain in names:
            return (names[plain],)
        if plain in whose:
            return (whose[plain],)
        found = tuple(name for name in words.columns.get(plain, ()) if name in names.values())
        if found:
            return found
    return ()
