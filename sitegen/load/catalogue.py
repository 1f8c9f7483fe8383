"""Catalogue files → ``Catalogue``. The built-in one and a county's own are read the same way; see docs/formats.md §8."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Literal, TypeVar

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.load.floor import hold_floor
from sitegen.load.holes import check_holes
from sitegen.load.reading import Reader
from sitegen.model.catalogue import (
    FREQUENCY_WORDS,
    GROUPS,
    KIND_WORDS,
    OUTPUT_WORDS,
    PART_KEYS,
    RECORD_KEYS,
    SHAPE_WORDS,
    Balance,
    Catalogue,
    Column,
    Frequency,
    Item,
    Law,
    Preset,
    TableForm,
)
from sitegen.source import Entries, Items, Node, Scalar, load_document, nearest, place_within

_T = TypeVar("_T")
Places = Mapping[str, Place]
"""Where an item's number and the names in it stand in its file."""
Checked = Literal["primary", "excerpt", "partial"]
_CHECKED: Mapping[str, Checked] = {"原文": "primary", "摘录": "excerpt", "待核": "partial"}
_PARTS: Mapping[str, Literal["account", "batch", "group", ""]] = {
    "账套": "account",
    "批次": "batch",
    "村民小组": "group",
}
_ITEM_KEYS = (
    "编号 名称 俗称 别名 组 形态 频率 必须 一句 解释 依据 核对 分部 公示天数 期限 海报 登记文件 自 止 字段 表 平衡 首屏 比较"
).split()
_TABLE_KEYS = "键 行 分组 栏 注 样子 流程".split()


def load_catalogue(
    built_in: Mapping[str, bytes], presets: bytes, county: Mapping[str, bytes]
) -> tuple[Catalogue, tuple[Diagnostic, ...]]:
    """Built-in items overlaid with the county's; a county's item may be stricter than the built-in one, never looser."""
    base, found = _load_items(built_in, "sitegen/data/catalogue")
    local, local_found = _load_items(county, "catalogue")
    items = dict(base)
    diagnostics = [*found, *local_found]
    said = {each.place for each in local_found}
    for number, (item, places) in local.items():
        place = places["编号"]
        original = base.get(number)
        if original is None and not "800" <= number <= "999":
            diagnostics.append(error("CAT-NUMBER", places["编号"], number=number, name=item.name))
        strict, loose = hold_floor(original[0] if original else None, item)
        for name in loose:
            column = name.partition(".")[0]
            where = places.get(name) or places.get(column, place)
            if where not in said:  # a word that nobody knows loosens nothing
                diagnostics.append(error("CAT-LOOSE", where, item=item.name, column=column))
        items[number] = (strict, places)
    diagnostics += _check_names(items)
    loaded_presets, preset_found = _load_presets(presets)
    ordered = tuple(items[number][0] for number in sorted(items))
    return Catalogue(ordered, loaded_presets), (*diagnostics, *preset_found)


def _load_items(
    files: Mapping[str, bytes], folder: str
) -> tuple[dict[str, tuple[Item, Places]], tuple[Diagnostic, ...]]:
    items: dict[str, tuple[Item, Places]] = {}
    found: list[Diagnostic] = []
    for name, data in files.items():
        document, problems = load_document(f"{folder}/{name}", data)
        found += problems
        reader = Reader(document.file)
        for node in reader.items(document.root, "目录"):
            entries = reader.entries(node, "事项")
            item = _load_item(reader, entries)
            places = _places_in(reader, entries)
            for used in _reserved_names(item):
                reader.report(error("CAT-KEY", places.get(used, places["编号"]), key=used, nearest=""))
            _check_names_used(reader, entries, item)
            if not re.fullmatch(r"\d{3}", item.number) or item.number in items:
                reader.report(error("CAT-NUMBER", places["编号"], number=item.number, name=item.name))
                continue
            items[item.number] = (item, places)
        found += map(_in_catalogue, reader.found)
    return items, tuple(found)


def _in_catalogue(each: Diagnostic) -> Diagnostic:
    """A name nobody knows is one of the catalogue's."""
    if each.code != "KEY-UNKNOWN":
        return each
    said = dict(each.values)
    return error("CAT-KEY", each.place, key=said["key"], nearest=said["nearest"])


def _places_in(reader: Reader, entries: Entries) -> Places:
    """Where its number and its names stand, the names of its fields, tables and columns, and what these say of being shown."""
    tables = reader.entries(entries.get("表"), "表").pairs
    columns = (pair for _, node in tables if isinstance(node, Entries) for pair in _pairs_of(node.get("栏")))
    pairs = [*_pairs_of(entries.get("字段")), *tables, *columns]
    keys = [key for key, _ in pairs]
    shown = {
        f"{key.text.strip()}.{name}": reader.place(value)
        for key, node in reversed(pairs)
        if isinstance(node, Entries)
        for name in ("网上", "上墙")
        if (value := node.get(name)) is not None
    }
    names = [node for name in ("名称", "别名") for node in _scalars_of(entries.get(name))]
    places = {node.text.strip(): reader.place(node) for node in reversed([*names, *keys])}
    return {**places, **shown, "编号": reader.place(entries.get("编号") or entries)}


def _pairs_of(node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
    return node.pairs if isinstance(node, Entries) else ()


def _scalars_of(node: Node | None) -> tuple[Scalar, ...]:
    nodes = node.items if isinstance(node, Items) else (node,)
    return tuple(each for each in nodes if isinstance(each, Scalar))


def _check_names_used(reader: Reader, entries: Entries, item: Item) -> None:
    """Equations, the figure compared and the first screen are written with the names of fields and columns."""
    for scalar in _scalars_of(entries.get("平衡")):
        balance = to_balance(scalar.text)
        if balance is None and scalar.text.strip():
            reader.report(error("CAT-VALUE", reader.place(scalar), key="平衡", value=scalar.text.strip()))
        sides = [] if balance is None else [*((table, name) for _, table, name in balance.terms), balance.result]
        for table, name in sides:
            _check_figure(reader, scalar, item, table, name)
    for scalar in _scalars_of(entries.get("比较")):
        if scalar.text.strip():
            _check_figure(reader, scalar, item, *_parted(scalar.text.strip()))
    for scalar in _scalars_of(entries.get("首屏")):
        check_holes(reader, scalar, item)


def _check_figure(reader: Reader, scalar: Scalar, item: Item, table: str, name: str) -> None:
    form, written = item.table(table), f"{table}.{name}" if table else name
    if (form and (name == "行数" or form.column(name))) or (not table and item.field(name)):
        return
    start = max(0, scalar.text.find(written))
    known = [each.name for each in (form.columns if form else item.fields)]
    near = nearest(name, known) if form or not table else nearest(table, [each.name for each in item.tables])
    place = place_within(reader.file, scalar, start, start + len(written))
    reader.report(error("CAT-KEY", place, key=written, nearest=near))


def _reserved_names(item: Item) -> tuple[str, ...]:
    """Names of fields and tables that mean something else in every ledger."""
    reserved = RECORD_KEYS if item.shape == "register" else PART_KEYS
    names = (*(field.name for field in item.fields), *(table.name for table in item.tables))
    return tuple(name for name in names if name in reserved)


def _load_item(reader: Reader, entries: Entries) -> Item:
    reader.check_keys(entries, _ITEM_KEYS, "事项", required=("编号", "名称", "组", "形态", "频率", "解释", "依据"))
    text = {name: reader.text(entries.get(name), name) for name in ("编号", "名称", "俗称", "一句", "比较", "海报")}
    laws = tuple(
        law
        for node in reader.items(entries.get("依据"), "依据")
        if (law := _load_law(reader, reader.entries(node, "依据")))
    )
    tables = tuple(
        _load_table(reader, key, reader.entries(node, key.text))
        for key, node in reader.entries(entries.get("表"), "表").pairs
    )
    return Item(
        number=text["编号"],
        name=text["名称"],
        plain=text["俗称"] or text["名称"],
        group=_choice(reader, entries.get("组"), "组", dict(zip(GROUPS, GROUPS, strict=True)), GROUPS[1]),
        shape=_choice(reader, entries.get("形态"), "形态", SHAPE_WORDS, "report"),
        frequency=_choice(reader, entries.get("频率"), "频率", FREQUENCY_WORDS, "event"),
        promise=text["一句"],
        explanation=_long(reader, entries, "解释"),
        laws=laws,
        checked=_choice(reader, entries.get("核对"), "核对", _CHECKED, "partial"),
        required=reader.yes(entries.get("必须"), "必须"),
        fields=_load_columns(reader, entries.get("字段")),
        tables=tables,
        balances=_load_balances(reader, entries),
        say=_texts(reader, entries.get("首屏"), "首屏"),
        compare=text["比较"],
        aliases=_texts(reader, entries.get("别名"), "别名"),
        parts=_choice(reader, entries.get("分部"), "分部", _PARTS, ""),
        posting_days=reader.count(entries.get("公示天数"), "公示天数"),
        due_days=reader.count(entries.get("期限"), "期限"),
        register_file=reader.text(entries.get("登记文件"), "登记文件"),
        poster=text["海报"],
        since=reader.day(entries.get("自"), "自"),
        until=reader.day(entries.get("止"), "止"),
    )


def _choice(reader: Reader, node: Node | None, key: str, words: Mapping[str, _T], otherwise: _T) -> _T:
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


def _long(reader: Reader, entries: Entries, key: str) -> str:
    value = reader.value(entries.get(key), "markdown", key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _load_law(reader: Reader, entries: Entries) -> Law | None:
    reader.check_keys(entries, ("法", "条", "自", "止"), "依据", required=("法",))
    name = reader.text(entries.get("法"), "法")
    if not name:
        return None
    article = reader.text(entries.get("条"), "条")
    return Law(name, article, reader.day(entries.get("自"), "自"), reader.day(entries.get("止"), "止"))


def _load_columns(reader: Reader, node: Node | None) -> tuple[Column, ...]:
    pairs = reader.entries(node, "栏").pairs
    columns = tuple(_load_column(reader, key.text, reader.entries(value, key.text)) for key, value in pairs)
    known = {column.name for column in columns}
    named = (node.get(name) for _, node in pairs if isinstance(node, Entries) for name in ("不早于", "不多于"))
    for scalar in (scalar for node in named for scalar in _scalars_of(node)):
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


_COLUMN: Mapping[str, tuple[str, Callable[[Reader, Node, str], object]]] = {
    "类型": ("kind", partial(_choice, words=KIND_WORDS, otherwise="text")),
    "必填": ("required", Reader.yes),
    "网上": ("web", partial(_choice, words=OUTPUT_WORDS, otherwise="full")),
    "上墙": ("board", partial(_choice, words=OUTPUT_WORDS, otherwise="full")),
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
    "不为负": ("never_negative", Reader.yes),
    "不早于": ("not_before", Reader.text),
    "不多于": ("not_above", Reader.text),
}
"""What may be said of a column: the name of its field, and how it is read."""
_ABSENT: Mapping[str, Any] = {"web": "absent", "board": "absent"}


def _load_column(reader: Reader, name: str, entries: Entries) -> Column:
    reader.check_keys(entries, _COLUMN, f"栏“{name}”", required=("类型",))
    given: dict[str, Any] = {"kind": "text"}
    for key, node in entries.pairs:
        if key.text in _COLUMN:
            field, read = _COLUMN[key.text]
            given[field] = read(reader, node, key.text)
    given.setdefault("never_negative", given["kind"] in ("count", "share"))
    return Column(name, **given, **_ABSENT) if given.get("kept") else Column(name, **given)


def _load_table(reader: Reader, name: Scalar, entries: Entries) -> TableForm:
    reader.check_keys(entries, _TABLE_KEYS, f"表“{name.text}”", required=("栏",))
    line = reader.entries(entries.get("行"), "行")
    reader.check_keys(line, ("首", "数", "次"), "行")
    columns = _load_columns(reader, entries.get("栏"))
    known = [column.name for column in columns]

    def some(node: Node | None, key: str) -> tuple[str, ...]:
        named = _texts(reader, node, key)
        for scalar in _scalars_of(node):
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
        times = tuple((1, *_parted(factor)) for factor in factors)
        return Balance(text, times, _parted(right.strip()), times=True) if single else None
    terms: list[tuple[int, str, str]] = []
    for match in _TERM.finditer(left):
        sign = -1 if match[1] in ("-", "−") else 1
        terms.append((sign, match[2] if match[3] else "", match[3] or match[2]))
    return Balance(text, tuple(terms), _parted(right.strip()))


def _parted(name: str) -> tuple[str, str]:
    """``出账.金额`` as table and column; a field has no table."""
    table, _, column = name.rpartition(".")
    return table, column


def _load_presets(data: bytes) -> tuple[tuple[Preset, ...], tuple[Diagnostic, ...]]:
    document, found = load_document("sitegen/data/presets.yaml", data)
    reader = Reader(document.file)
    presets = tuple(
        _load_preset(reader, reader.entries(node, "时限预设")) for node in reader.items(document.root, "时限预设")
    )
    return presets, (*found, *reader.found)


def _load_preset(reader: Reader, entries: Entries) -> Preset:
    days = reader.entries(entries.get("期限"), "期限")
    due: dict[Frequency, int] = {}
    for word, frequency in FREQUENCY_WORDS.items():
        due[frequency] = reader.count(days.get(word), word) or 15
    return Preset(
        name=reader.text(entries.get("名称"), "名称"),
        due_days=due,
        posting_days=reader.count(entries.get("公示天数"), "公示天数") or 15,
        reply_days=reader.count(entries.get("答复天数"), "答复天数") or 10,
        basis=_long(reader, entries, "依据"),
        case_days={
            key.text: reader.count(value, key.text) or 0
            for key, value in reader.entries(entries.get("办理工作日"), "办理工作日").pairs
        },
        checked=_choice(reader, entries.get("核对"), "核对", _CHECKED, "partial"),
    )


def _check_names(items: Mapping[str, tuple[Item, Places]]) -> list[Diagnostic]:
    seen: dict[str, str] = {}
    found: list[Diagnostic] = []
    for number, (item, places) in items.items():
        for name in (item.name, *item.aliases):
            if name in seen:
                place = places.get(name, places["编号"])
                found.append(error("CAT-NUMBER", place, number=number, name=name))
            seen[name] = number
    return found
