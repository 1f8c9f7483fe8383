"""Catalogue files → ``Catalogue``. The built-in one and a county's own are read the same way; see docs/formats.md §8."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.load.floor import hold_floor
from sitegen.load.holes import check_holes
from sitegen.load.items import CHECKED, choose, load_item, long_text, parted, scalars_of, to_balance
from sitegen.load.reading import Reader
from sitegen.model.catalogue import CASH, FREQUENCY_WORDS, PART_KEYS, RECORD_KEYS, Catalogue, Frequency, Item, Preset
from sitegen.source import Entries, Node, Scalar, load_document, nearest, place_within

Places = Mapping[str, Place]
"""Where an item's number and the names in it stand in its file."""


def load_catalogue(
    built_in: Mapping[str, bytes], presets: bytes, county: Mapping[str, bytes]
) -> tuple[Catalogue, tuple[Diagnostic, ...]]:
    """Built-in items overlaid with the county's; a county's item may be stricter than the built-in one, never looser."""
    refused: set[str] = set()
    base, found = _load_items(built_in, "sitegen/data/catalogue", refused)
    local, local_found = _load_items(county, "catalogue", refused)
    items = dict(base)
    diagnostics = [*found, *local_found]
    said = {each.place for each in local_found}
    for number, (item, places) in local.items():
        place = places["编号"]
        original = base.get(number)
        another = original is not None and _is_another(original[0], item)
        if another or (original is None and not "800" <= number <= "999"):
            diagnostics.append(error("CAT-NUMBER", places["编号"], number=number, name=item.name))
        if another:
            refused.update((item.name, item.plain, *item.aliases))
            continue
        missing = _find_missing(item) if number == CASH else ""
        if missing:
            where = places.get(missing.partition(".")[0], place)
            diagnostics.append(error("CAT-CASH", where, item=item.name, column=missing))
            continue
        strict, loose = hold_floor(original[0] if original else None, item)
        for name in loose:
            column = name.partition(".")[0]
            where = places.get(name) or places.get(column, place)
            if where not in said:  # a word that nobody knows loosens nothing
                diagnostics.append(error("CAT-LOOSE", where, item=item.name, column=column))
        items[number] = (_keep_posted(original[0], strict) if original else strict, places)
    diagnostics += _check_names(items)
    loaded_presets, preset_found = _load_presets(presets)
    ordered = tuple(items[number][0] for number in sorted(items))
    torn = "" in refused or any(map(_loses_items, local_found))
    return Catalogue(ordered, loaded_presets, frozenset(refused), torn), (*diagnostics, *preset_found)


def _keep_posted(original: Item, item: Item) -> Item:
    """A county's words for a built-in item end when the built-in ones do, where it says the same and no more of when."""
    if item.while_posted:
        return item
    said = "\n".join((*item.say, item.explanation))
    return replace(item, while_posted=tuple(mark for mark in original.while_posted if mark in said))


_ADDED_UP = ("期初余额", "期末余额", "进账.金额", "出账.金额")
_IF_THERE = "其中专项"


def _find_missing(cash: Item) -> str:
    """What pages and checks of the cash account add up and this item does not hold as money: ``栏`` or ``表.栏``; else empty."""
    columns = {name: column for name, (column, _) in cash.outputs("web").items()}
    wanted = (*_ADDED_UP, *({_IF_THERE} & columns.keys()))
    return next((name for name in wanted if name not in columns or columns[name].kind != "money"), "")


def _loses_items(each: Diagnostic) -> bool:
    """Whether nobody can tell what stood there: a slip with a certain mend is read as if it were mended."""
    unread = each.code.startswith("SYN-") and not each.patch
    return each.severity == "error" and (unread or each.code.startswith(("ENC-", "LIM-")))


def _is_another(original: Item, item: Item) -> bool:
    """Whether an item of the county that has a built-in one's number is no other way to write that, but something else."""
    kind = (original.group, original.shape) == (item.group, item.shape)
    return original.name not in (item.name, *item.aliases) and not kind


def _load_items(
    files: Mapping[str, bytes], folder: str, refused: set[str]
) -> tuple[dict[str, tuple[Item, Places]], tuple[Diagnostic, ...]]:
    items: dict[str, tuple[Item, Places]] = {}
    found: list[Diagnostic] = []
    for name, data in files.items():
        document, problems = load_document(f"{folder}/{name}", data)
        found += problems
        reader = Reader(document.file)
        for node in reader.items(document.root, "目录"):
            entries = reader.entries(node, "事项")
            item = load_item(reader, entries)
            places = _places_in(reader, entries)
            for used in _reserved_names(item):
                reader.report(error("CAT-KEY", places.get(used, places["编号"]), key=used, nearest=""))
            _check_names_used(reader, entries, item)
            sound = re.fullmatch(r"\d{3}", item.number) and item.number not in items
            if not sound and item.number:  # that one is missing is said already
                reader.report(error("CAT-NUMBER", places["编号"], number=item.number, name=item.name))
            if not sound or not item.name:
                refused.update((item.name, item.plain, *item.aliases))
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
    names = [node for name in ("名称", "别名") for node in scalars_of(entries.get(name))]
    places = {node.text.strip(): reader.place(node) for node in reversed([*names, *keys])}
    return {**places, **shown, "编号": reader.place(entries.get("编号") or entries)}


def _pairs_of(node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
    return node.pairs if isinstance(node, Entries) else ()


def _check_names_used(reader: Reader, entries: Entries, item: Item) -> None:
    """Equations, the figure compared and the first screen are written with the names of fields and columns."""
    for scalar in scalars_of(entries.get("平衡")):
        balance = to_balance(scalar.text)
        if balance is None and scalar.text.strip():
            reader.report(error("CAT-VALUE", reader.place(scalar), key="平衡", value=scalar.text.strip()))
        sides = [] if balance is None else [*((table, name) for _, table, name in balance.terms), balance.result]
        for table, name in sides:
            _check_figure(reader, scalar, item, table, name)
    for scalar in scalars_of(entries.get("比较")):
        if scalar.text.strip():
            _check_figure(reader, scalar, item, *parted(scalar.text.strip()))
    for scalar in scalars_of(entries.get("首屏")):
        check_holes(reader, scalar, item)
    for scalar in scalars_of(entries.get("公示时说")):
        _check_said(reader, scalar, item)


def _check_said(reader: Reader, scalar: Scalar, item: Item) -> None:
    """What is said only while a list hangs is written as it is said."""
    mark = scalar.text.strip()
    if mark and not any(mark in said for said in (*item.say, item.explanation)):
        clauses = re.split(r"[，。]", "，".join((*item.say, item.explanation)))
        near = nearest(mark, [*item.say, *clauses])
        reader.report(error("CAT-POSTED", reader.place(scalar), item=item.name, said=mark, nearest=near))


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
        basis=long_text(reader, entries, "依据"),
        case_days={
            key.text: reader.count(value, key.text) or 0
            for key, value in reader.entries(entries.get("办理工作日"), "办理工作日").pairs
        },
        checked=choose(reader, entries.get("核对"), "核对", CHECKED, "partial"),
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
