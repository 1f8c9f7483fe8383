"""One item of a catalogue, as written → ``Item``: its columns, tables, legal bases and equations; see docs/formats.md §8."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, Literal, TypeVar

from msgspec.structs import replace

from sitegen.diagnostics import error
from sitegen.load.reading import Reader
from sitegen.model.catalogue import (
    FREQUENCY_WORDS,
    GROUPS,
    KIND_WORDS,
    OUTPUT_WORDS,
    PART_WORDS,
    SHAPE_WORDS,
    Balance,
    Column,
    Item,
    Law,
    PartKind,
    TableForm,
)
from sitegen.source import Entries, Items, Node, Scalar, nearest

_T = TypeVar("_T")
Checked = Literal["primary", "excerpt", "partial"]
CHECKED: Mapping[str, Checked] = {"原文": "primary", "摘录": "excerpt", "待核": "partial"}
_PARTS: Mapping[str, PartKind | Literal[""]] = {word: kind for kind, word in PART_WORDS.items()}
ITEM_KEYS = (
    "编号 名称 俗称 别名 组 形态 频率 必须 一句 解释 依据 核对 分部 公示天数 期限 海报 登记文件 自 止 字段 表 平衡 "
    "首屏 公示时说 比较"
).split()
_TABLE_KEYS = "键 行 分组 栏 注 样子 流程".split()


def load_item(reader: Reader, entries: Entries) -> Item:
    """The item as far as it could be understood; what was wrong with it is reported to ``reader``."""
    reader.check_keys(entries, ITEM_KEYS, "事项", required=("编号", "名称", "组", "形态", "频率", "解释", "依据"))
    text = {name: reader.text(entries.get(name), name) for name in ("编号", "名称", "俗称", "一句", "比较", "海报")}
    laws = tuple(
        law
        for node in reader.items(entries.get("依据"), "依据")
        if (law := _load_law(reader, reader.entries(node, "依据")))
    )
    fields = _load_columns(reader, entries.get("字段"))
    tables = tuple(
        _load_table(reader, key, reader.entries(node, key.text), {field.name for field in fields})
        for key, node in reader.entries(entries.get("表"), "表").pairs
    )
    return Item(
        number=text["编号"],
        name=text["名称"],
        plain=text["俗称"] or text["名称"],
        group=choose(reader, entries.get("组"), "组", dict(zip(GROUPS, GROUPS, strict=True)), GROUPS[1]),
        shape=choose(reader, entries.get("形态"), "形态", SHAPE_WORDS, "report"),
        frequency=choose(reader, entries.get("频率"), "频率", FREQUENCY_WORDS, "event"),
        promise=text["一句"],
        explanation=long_text(reader, entries, "解释"),
        laws=laws,
        checked=choose(reader, entries.get("核对"), "核对", CHECKED, "partial"),
        required=reader.yes(entries.get("必须"), "必须"),
        fields=fields,
        tables=tables,
        balances=_load_balances(reader, entries),
        say=_texts(reader, entries.get("首屏"), "首屏"),
        while_posted=_texts(reader, entries.get("公示时说"), "公示时说"),
        compare=text["比较"],
        aliases=_texts(reader, entries.get("别名"), "别名"),
        parts=choose(reader, entries.get("分部"), "分部", _PARTS, ""),
        posting_days=reader.count(entries.get("公示天数"), "公示天数"),
        due_days=reader.count(entries.get("期限"), "期限"),
        register_file=reader.text(entries.get("登记文件"), "登记文件"),
        poster=text["海报"],
        since=reader.day(entries.get("自"), "自"),
        until=reader.day(entries.get("止"), "止"),
    )


def choose(reader: Reader, node: Node | None, key: str, words: Mapping[str, _T], otherwise: _T) -> _T:
    """What a word stands for; ``otherwise`` where none is written, or one that is not known, which is reported."""
    scalar = reader.scalar(node, key)
    if scalar is None:
        return otherwise
    word = scalar.text.strip()
    if word not in words:
        reader.report(error("CAT-VALUE", reader.place(scalar), key=key, value=word))
    return words.get(word, otherwise)


def _texts(reader: Reader, node: Node | None, what: str) -> tuple[str, ...]:
    if isinstance(node, Scalar):
        return (node.text.strip(),) if node.text.strip() else ()
    return tuple(text for child in reader.items(node, what) if (text := _written(child)))


def _written(node: Node) -> str:
    return node.text.strip() if isinstance(node, Scalar) else ""


def long_text(reader: Reader, entries: Entries, key: str) -> str:
    """A text over several lines, as one."""
    value = reader.value(entries.get(key), "markdown", key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _load_law(reader: Reader, entries: Entries) -> Law | None:
    reader.check_keys(entries, ("法", "条", "自", "止"), "依据", required=("法",))
    name = reader.text(entries.get("法"), "法")
    if not name:
        return None
    article = reader.text(entries.get("条"), "条")
    return Law(name, article, reader.day(entries.get("自"), "自"), reader.day(entries.get("止"), "止"))


def _load_columns(reader: Reader, node: Node | None, outer: Collection[str] = ()) -> tuple[Column, ...]:
    """Those of a table may be measured by the fields around it, too: ``outer``."""
    pairs = reader.entries(node, "栏").pairs
    columns = tuple(_load_column(reader, key.text, reader.entries(value, key.text)) for key, value in pairs)
    known = {*outer, *(column.name for column in columns)}
    named = (node.get(name) for _, node in pairs if isinstance(node, Entries) for name in ("不早于", "不多于"))
    for scalar in (scalar for node in named for scalar in scalars_of(node)):
        if (used := scalar.text.strip()) and used not in known:
            reader.report(error("CAT-KEY", reader.place(scalar), key=used, nearest=nearest(used, known)))
    return tuple(
        replace(
            column,
            not_before=column.not_before if column.not_before in known else "",
            not_above=column.not_above if column.not_above in known else "",
        )
        for column in columns
    )


def _plain(reader: Reader, node: Node, what: str) -> tuple[tuple[str, str], ...]:
    return tuple((key.text, reader.text(value, key.text)) for key, value in reader.entries(node, what).pairs)


def _digits(reader: Reader, node: Node, what: str) -> int:
    return min(4, reader.count(node, what) or 4)


COLUMN_KEYS: Mapping[str, tuple[str, Callable[[Reader, Node, str], object]]] = {
    "类型": ("kind", partial(choose, words=KIND_WORDS, otherwise="text")),
    "必填": ("required", Reader.yes),
    "网上": ("web", partial(choose, words=OUTPUT_WORDS, otherwise="full")),
    "上墙": ("board", partial(choose, words=OUTPUT_WORDS, otherwise="full")),
    "限期": ("names_until_end", Reader.yes),
    "选": ("choices", _texts),
    "说法": ("plain", _plain),
    "合计": ("total", Reader.yes),
    "单位": ("unit", Reader.text),
    "精度": ("digits", _digits),
    "注": ("note", Reader.text),
    "自": ("since", Reader.day),
    "止": ("until", Reader.day),
    "备查": ("kept", Reader.yes),
    "会变": ("changing", Reader.yes),
    "不为负": ("never_negative", Reader.yes),
    "不早于": ("not_before", Reader.text),
    "不多于": ("not_above", Reader.text),
}
"""What may be said of a column: the name of its field, and how it is read."""
_ABSENT: Mapping[str, Any] = {"web": "absent", "board": "absent"}


def _load_column(reader: Reader, name: str, entries: Entries) -> Column:
    reader.check_keys(entries, COLUMN_KEYS, f"栏“{name}”", required=("类型",))
    given: dict[str, Any] = {"kind": "text"}
    for key, node in entries.pairs:
        if key.text in COLUMN_KEYS:
            field, read = COLUMN_KEYS[key.text]
            given[field] = read(reader, node, key.text)
    given.setdefault("never_negative", given["kind"] in ("count", "share"))
    return Column(name, **given, **_ABSENT) if given.get("kept") else Column(name, **given)


def _load_table(reader: Reader, name: Scalar, entries: Entries, outer: Collection[str]) -> TableForm:
    reader.check_keys(entries, _TABLE_KEYS, f"表“{name.text}”", required=("栏",))
    line = reader.entries(entries.get("行"), "行")
    reader.check_keys(line, ("首", "数", "次"), "行")
    columns = _load_columns(reader, entries.get("栏"), outer)
    known = [column.name for column in columns]

    def some(node: Node | None, key: str) -> tuple[str, ...]:
        named = _texts(reader, node, key)
        for scalar in scalars_of(node):
            if (column := scalar.text.strip()) and column not in known:
                reader.report(error("CAT-KEY", reader.place(scalar), key=column, nearest=nearest(column, known)))
        return tuple(column for column in named if column in known)

    def one(node: Node | None, key: str) -> str:
        return next(iter(some(reader.scalar(node, key), key)), "")

    return TableForm(
        name=name.text,
        columns=columns,
        key=some(entries.get("键"), "键"),
        lead=some(line.get("首"), "首"),
        figure=one(line.get("数"), "数"),
        details=some(line.get("次"), "次"),
        group_by=one(entries.get("分组"), "分组"),
        note=reader.text(entries.get("注"), "注"),
        way=reader.value(entries.get("样子"), "choice", "样子", choices=("步骤",)) == "步骤",
        flow=one(entries.get("流程"), "流程"),
    )


_TERM = re.compile(r"\s*([+\-−])?\s*([^\s+\-−.=]+)(?:\.([^\s+\-−.=]+))?")


def _load_balances(reader: Reader, entries: Entries) -> tuple[Balance, ...]:
    node = entries.get("平衡")
    return tuple(balance for text in _texts(reader, node, "平衡") if (balance := to_balance(text)))


def to_balance(text: str) -> Balance | None:
    """``期初余额 + 进账.金额 - 出账.金额 = 期末余额`` as terms, ``误工.天数 × 误工.标准 = 误工.金额`` as factors; None when
    it is no equation."""
    left, equals, right = text.partition("=")
    if not equals:
        return None
    factors = [factor.strip() for factor in left.split("×")]
    if len(factors) > 1:
        single = all(factor and not re.search(r"[\s+\-−]", factor) for factor in factors)
        times = tuple((1, *parted(factor)) for factor in factors)
        return Balance(text, times, parted(right.strip()), times=True) if single else None
    terms: list[tuple[int, str, str]] = []
    for match in _TERM.finditer(left):
        sign = -1 if match[1] in ("-", "−") else 1
        terms.append((sign, match[2] if match[3] else "", match[3] or match[2]))
    return Balance(text, tuple(terms), parted(right.strip()))


def parted(name: str) -> tuple[str, str]:
    """``出账.金额`` as table and column; a field has no table."""
    table, _, column = name.rpartition(".")
    return table, column


def scalars_of(node: Node | None) -> tuple[Scalar, ...]:
    """The texts of a list, or the one that stands in its place."""
    nodes = node.items if isinstance(node, Items) else (node,)
    return tuple(each for each in nodes if isinstance(each, Scalar))
