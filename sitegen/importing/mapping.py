"""导入/映射.yaml: how a county reads other people's sheets; what it does not know yet is proposed for review.

Columns that can mean two things are proposed as ``?`` and asked for, never guessed; see docs/formats.md §15.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.importing.headers import Heading, Layout
from sitegen.importing.words import Words, find_unit, to_plain_word
from sitegen.load.reading import Reader
from sitegen.model.catalogue import Catalogue, Column, Item
from sitegen.source import Document, Entries, Scalar, load_document, nearest

FILE = "导入/映射.yaml"
JOURNAL, RECORDS = "流水", "登记"
"""What 表 may say besides a table of the item: a ledger of entries; a register's records."""
UNUSED, PERSONAL, ASK = "不用", "不收", "?"
BY_SUBJECT, DEBIT_IN, DEBIT_OUT = "按科目", "收入", "支出"
_KEYS = ("名称", "确认", "事项", "表", "单位", "借方是", "凭证号每月重编", "账套", "栏")
_TOP = ("格式", "表样", "村", "科目", "细目", "流水", "不用", "不收", "栏名", "行")
_AMOUNTS = (("借方", "贷方"), ("收入", "支出"), ("金额", "方向"), ("金额", "科目"), ("金额", "类别"))


@dataclass(frozen=True, slots=True)
class Shape:
    """How sheets with these headings are read. ``columns``: heading → role, column, ``不用``, ``不收`` or ``?``."""

    name: str
    item: str
    table: str
    columns: tuple[tuple[str, str], ...]
    unit: str = "元"
    debit: str = BY_SUBJECT
    monthly: bool = True
    """Whether voucher numbers begin anew each month."""
    account: str = ""
    confirmed: bool = False
    place: Place = field(default=Place(FILE), compare=False)

    def fits(self, layout: Layout) -> bool:
        """Whether a sheet has just these headings."""
        return {name for name, _ in self.columns} == {each.name for each in layout.headings}

    @property
    def questions(self) -> tuple[str, ...]:
        """What is still to be answered."""
        own = (
            name for name, value in (("事项", self.item), ("表", self.table), ("借方是", self.debit)) if value == ASK
        )
        return (*own, *(name for name, target in self.columns if target == ASK))


@dataclass(frozen=True, slots=True)
class CountyMapping:
    """What 导入/映射.yaml says; ``document`` and ``root`` for its own words and for adding to it."""

    shapes: tuple[Shape, ...]
    villages: Mapping[str, str]
    """Names used in sheets → village code or name."""
    document: Document
    root: Entries | None


def load_mapping(data: bytes) -> tuple[CountyMapping, tuple[Diagnostic, ...]]:
    """The county's mapping and what is wrong with it; an empty file maps nothing."""
    document, found = load_document(FILE, data) if data.strip() else (Document(FILE, None, ""), ())
    reader = Reader(FILE)
    root = document.root if isinstance(document.root, Entries) else None
    if root is None:
        return CountyMapping((), {}, document, None), found
    reader.check_keys(root, _TOP, FILE)
    nodes = [reader.entries(node, "表样") for node in reader.items(root.get("表样"), "表样")]
    shapes = tuple(_load_shape(reader, node) for node in nodes)
    pairs = reader.entries(root.get("村"), "村").pairs
    villages = {to_plain_word(key.text): reader.text(value, key.text) for key, value in pairs}
    return CountyMapping(shapes, villages, document, root), (*found, *reader.found)


def _load_shape(reader: Reader, entries: Entries) -> Shape:
    reader.check_keys(entries, _KEYS, "表样", required=("事项", "表", "栏"))
    text = {key: reader.text(entries.get(key), key) for key in _KEYS if key != "栏"}
    columns = tuple(
        (key.text, value.text.strip())
        for key, value in reader.entries(entries.get("栏"), "栏").pairs
        if isinstance(value, Scalar)
    )
    monthly = reader.yes(entries.get("凭证号每月重编"), "凭证号每月重编") if text["凭证号每月重编"] else True
    confirmed = reader.yes(entries.get("确认"), "确认")
    unit, debit = text["单位"] or "元", text["借方是"] or BY_SUBJECT
    return Shape(
        text["名称"],
        text["事项"],
        text["表"],
        columns,
        unit,
        debit,
        monthly,
        text["账套"],
        confirmed,
        reader.place(entries),
    )


def check_shape(shape: Shape, catalogue: Catalogue, words: Words) -> tuple[Diagnostic, ...]:
    """Targets nobody knows, with the nearest name."""
    if shape.questions:
        asked = "、".join(shape.questions)
        return (error("XLS-ASK", shape.place, name=shape.name, asked=asked),)
    item = catalogue.by_name(shape.item)
    if item is None:
        near = nearest(shape.item, [each.name for each in catalogue.items])
        return (error("KEY-ITEM", shape.place, key=shape.item, nearest=near),)
    if shape.table not in table_names(item):
        known = table_names(item)
        return (
            error(
                "XLS-TARGET",
                shape.place,
                target=shape.table,
                nearest=nearest(shape.table, known),
                known="、".join(known),
            ),
        )
    targets = known_targets(item, shape.table, words)
    return tuple(
        error("XLS-TARGET", shape.place, target=target, nearest=nearest(target, targets), known="、".join(targets))
        for _, target in shape.columns
        if target not in (*targets, UNUSED, PERSONAL)
    )


def table_names(item: Item) -> tuple[str, ...]:
    """What 表 may say for an item."""
    own = tuple(table.name for table in item.tables)
    return (JOURNAL, *own) if item.shape == "cash" else (RECORDS, *own) if item.shape == "register" else own


def known_targets(item: Item, table: str, words: Words) -> tuple[str, ...]:
    """What a heading may be mapped to."""
    whose = ("村", "村代码", "账套")
    if table == JOURNAL:
        roles = dict.fromkeys(role for found in words.roles.values() for role in found)
        return tuple(dict.fromkeys((*roles, *(column.name for form in item.tables for column in form.columns))))
    return (*whose, *(column.name for column in columns_of(item, table)))


def columns_of(item: Item, table: str) -> tuple[Column, ...]:
    """The columns of a table, or of a register's records."""
    form = item.table(table)
    if table == RECORDS:
        return (Column("编号", "code", True), Column("名称", "text", True), *item.fields, Column("终止", "date"))
    own = form.columns if form else ()
    return (Column("编号", "code", True), *own) if item.shape == "register" else own


# ---- a proposal ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proposal:
    """A shape for review, why each heading was asked or left out, and how often it was seen."""

    shape: Shape
    remarks: Mapping[str, str]


def propose(
    name: str, hints: Iterable[str], layout: Layout, personal: frozenset[str], catalogue: Catalogue, words: Words
) -> Proposal:
    """What the headings probably mean. ``hints``: names of file and sheet, and titles; ``personal``: headings by content."""
    texts = tuple(to_plain_word(hint) for hint in hints)
    unit = next((unit for hint in hints if (unit := find_unit(hint))), "")
    roles = {each.name: _roles_of(each, words) for each in layout.headings}
    once = {role for found in roles.values() for role in found}
    journal = any(set(pair) <= once for pair in _AMOUNTS) and bool({"摘要", "凭证号"} & once)
    cash = next((item for item in catalogue.items if item.shape == "cash"), None)
    if journal and cash is not None:
        return _propose_journal(name, cash, layout, roles, personal, words, unit)
    return _propose_table(name, texts, layout, personal, catalogue, words, unit)


def _roles_of(heading: Heading, words: Words) -> tuple[str, ...]:
    """What a heading may mean: all its lines together, else the lowest, else an upper one."""
    for text in ("".join(heading.parts), *heading.parts[::-1]):
        found = words.roles.get(to_plain_word(text))
        if found:
            return found
    return ()


def _targets(
    layout: Layout, personal: frozenset[str], words: Words, means: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[tuple[str, str], ...], dict[str, str]]:
    """Heading → target, and remarks; what is claimed twice or may mean two things becomes a question."""
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
        else:
            columns.append((each.name, UNUSED))
            remarks[each.name] = "" if to_plain_word(each.name) in words.unused else "没认出来；要用就写上栏名"
    return tuple(columns), remarks


def _propose_journal(
    name: str,
    item: Item,
    layout: Layout,
    roles: Mapping[str, tuple[str, ...]],
    personal: frozenset[str],
    words: Words,
    unit: str,
) -> Proposal:
    own = {column.name for form in item.tables for column in form.columns}
    means = {
        each.name: roles[each.name] or tuple(dict.fromkeys(part for part in each.parts[-1:] if part in own))
        for each in layout.headings
    }
    means = {heading: _settle(found, means) for heading, found in means.items()}
    columns, remarks = _targets(layout, personal, words, means)
    targets = {target for _, target in columns}
    debit = BY_SUBJECT
    if {"借方", "贷方"} <= targets:
        debit = _which_side(targets, columns, layout, words)
    return Proposal(Shape(name, item.name, JOURNAL, columns, unit or "元", debit, _restarts(columns, layout)), remarks)


def _settle(found: tuple[str, ...], means: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Words with two meanings that the other headings decide: 方向 beside 余额 is the balance's, else the entry's."""
    others = {role for each in means.values() for role in each}
    if set(found) == {"方向", "余额方向"}:
        return ("余额方向",) if {"借方", "贷方"} & others or {"收入", "支出"} & others else ("方向",)
    return found


def _which_side(targets: set[str], columns: Iterable[tuple[str, str]], layout: Layout, words: Words) -> str:
    """Whether debit is money in (the books of cash and bank), or the subjects say so."""
    if "对方科目" in targets and "科目" not in targets:
        return DEBIT_IN
    if "科目" not in targets:
        return DEBIT_IN
    index = {target: each.column for (_, target), each in zip(columns, layout.headings, strict=True)}
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


def _restarts(columns: Iterable[tuple[str, str]], layout: Layout) -> bool:
    """Whether a voucher number is seen twice far apart, or there is too little to tell: most systems begin each month."""
    index = {target: each.column for (_, target), each in zip(columns, layout.headings, strict=True)}
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


def find_subject(text: str, words: Words) -> tuple[str, str] | None:
    """Categories (in, out) of an accounting subject, whatever level it is written at; None when nobody knows it."""
    plain = re.sub(r"^\d[\d.\-]*", "", to_plain_word(text))
    pieces = [piece for piece in re.split(r"[-—–_/\\>.·:]+", plain) if piece]
    for piece in (plain, *pieces):
        if piece in words.subjects:
            return words.subjects[piece]
    return next((sides for subject, sides in words.subjects.items() if plain.startswith(subject)), None)


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
        (_score(item, table, layout, words) + 100 * _is_named(item, hints), -order, item, table)
        for order, item in enumerate(catalogue.items)
        for table in table_names(item)
        if table != JOURNAL
    ]
    best.sort(key=lambda each: each[:2], reverse=True)
    score, _, item, table = best[0]
    sure = score >= 100 or (len(best) > 1 and score > best[1][0] + 1)
    means = {each.name: _columns_of(each, columns_of(item, table), words) for each in layout.headings}
    columns, remarks = _targets(layout, personal, words, means)
    remarks |= (
        {}
        if sure
        else {"事项": "看不出是哪一项；像这几项：" + "、".join(dict.fromkeys(each[2].name for each in best[:5]))}
    )
    return Proposal(Shape(name, item.name if sure else ASK, table if sure else ASK, columns, unit or "元"), remarks)


def _is_named(item: Item, hints: tuple[str, ...]) -> bool:
    return any(to_plain_word(word) in hint for word in (item.name, item.plain, *item.aliases) for hint in hints)


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


# ---- the proposal as text --------------------------------------------------------------------------------------------

_HEAD = """\
# 别人的表怎么读：左边是表里的栏名，右边是账本里的栏。程序先写一份建议，看过、改对，把“确认”写成“是”，再导入一次。
# 右边写“不用”就不收；写“不收”的是个人信息，哪里也不写；有“?”的程序拿不准，要您来定。
格式: 1
"""


def to_text(proposals: Iterable[Proposal], subjects: Iterable[str], mapping: CountyMapping) -> str:
    """The whole file with the proposals, and subjects nobody knows, added; what stood there stays as it is."""
    text = mapping.document.text if mapping.root is not None else _HEAD
    text = text.rstrip("\n") + "\n"
    text = _insert(
        text,
        mapping.root,
        "科目",
        [f'  {quote(each)}: {{进账: "?", 出账: "?"}}   # 算哪一类进账、出账；现金、银行写“钱”' for each in subjects],
    )
    document, _ = load_document(FILE, text.encode())
    root = document.root if isinstance(document.root, Entries) else None
    return _insert(text, root, "表样", [line for each in proposals for line in _shape_lines(each)])


def _insert(text: str, root: Entries | None, key: str, lines: list[str]) -> str:
    if not lines:
        return text
    if root is None or root.get(key) is None:
        return f"{text}\n{key}:\n" + "\n".join(lines) + "\n"
    keys = [each for each, _ in root.pairs]
    at = next(index for index, each in enumerate(keys) if each.text == key)
    every = text.split("\n")
    end = keys[at + 1].line - 1 if at + 1 < len(keys) else len(every)
    while end > 0 and not every[end - 1].strip():
        end -= 1
    return "\n".join((*every[:end], *lines, *every[end:]))


def _shape_lines(proposal: Proposal) -> list[str]:
    shape, remarks = proposal.shape, proposal.remarks
    journal = shape.table == JOURNAL
    lines = [
        f"  - 名称: {quote(shape.name)}",
        f"    确认: {'是' if shape.confirmed else '否'}                # 看过、改对以后写“是”",
    ]
    lines += [_line("    ", "事项", shape.item, remarks.get("事项", "")), _line("    ", "表", shape.table, "")]
    lines.append(_line("    ", "单位", shape.unit, "金额的单位：元、千元、万元"))
    if journal:
        if "借方" in dict(shape.columns).values():
            lines.append(_line("    ", "借方是", shape.debit, "收入（现金、银行的账）、支出，或者按科目"))
        lines.append(_line("    ", "凭证号每月重编", "是" if shape.monthly else "否", "每个月又从 1 号编起吗"))
    lines.append("    栏:")
    lines += [_line("      ", heading, target, remarks.get(heading, "")) for heading, target in shape.columns]
    return lines


def _line(indent: str, key: str, value: str, remark: str) -> str:
    text = f"{indent}{quote(key)}: {quote(value)}"
    return f"{text}    # {remark}" if remark else text


def quote(text: str) -> str:
    """A text as YAML reads it back."""
    plain = re.fullmatch(r"[\w\u4e00-\u9fff（）()/.]+(?: \(\d+\))?", text) and not re.match(r"[\d.]", text)
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
