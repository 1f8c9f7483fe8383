"""导入/映射.yaml: how a county reads other people's sheets (docs/formats.md §15)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from sitegen.diagnostics import Diagnostic, Place, error, with_excerpts
from sitegen.importing.headers import Layout
from sitegen.importing.words import CASH_SUBJECT, Words, load_words, to_plain_word
from sitegen.load.echoes import without_echoes
from sitegen.load.files import MAPPING
from sitegen.load.reading import Reader
from sitegen.model.catalogue import CASH, Catalogue, Column, Item
from sitegen.source import Document, Entries, Node, Scalar, load_document, nearest, place_of

JOURNAL, RECORDS = "流水", "登记"
"""What 表 may say besides a table of the item: a ledger of entries; a register's records."""
UNUSED, PERSONAL, ASK = "不用", "不收", "?"
BY_SUBJECT, DEBIT_IN, DEBIT_OUT = "按科目", "收入", "支出"
_UNITS = ("元", "百元", "千元", "万元")
_DEBITS = (DEBIT_IN, DEBIT_OUT, BY_SUBJECT, ASK)
_KEYS = ("名称", "确认", "事项", "表", "单位", "借方是", "凭证号每月重编", "账套", "栏")
_TOP = ("格式", "表样", "村", "科目", "细目", "流水", "不用", "不收", "栏名", "行")


class Shape(Struct, frozen=True):
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
    place: Place = Place(MAPPING)
    places: tuple[tuple[str, Place], ...] = ()
    """Where its item, its table and what its headings are mapped to stand, by what is written there."""

    def place_of(self, text: str) -> Place:
        """Where that stands, else where the shape does."""
        return dict(self.places).get(text, self.place)

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


class CountyMapping(Struct, frozen=True):
    """What 导入/映射.yaml says; ``document`` and ``root`` for its own words and for adding to it."""

    shapes: tuple[Shape, ...]
    villages: Mapping[str, str]
    """Names used in sheets → village code or name."""
    document: Document
    root: Entries | None


def check_mapping(
    data: bytes, catalogue: Catalogue, built_in: Iterable[bytes], folders: Iterable[str]
) -> tuple[Diagnostic, ...]:
    """What is wrong with the county's mapping before anything is imported; ``folders`` are those of the villages."""
    mapping, found = load_mapping(data)
    words = load_words(built_in, mapping.root)
    shapes = (each for shape in mapping.shapes if _is_read(shape) for each in check_shape(shape, catalogue, words))
    pairs = mapping.root.get("村") if mapping.root else None
    meant = [node for _, node in pairs.pairs] if isinstance(pairs, Entries) else []
    known = {name for each in folders for name in (each[13:], each[:12], each[6:12], each)}
    strange = (
        error("CODE-VILLAGE", place_of(MAPPING, node), village=node.text, nearest=nearest(node.text, known))
        for node in meant
        if isinstance(node, Scalar) and node.text.strip() and node.text.strip() not in known
    )
    subjects = _check_subjects(mapping.root, catalogue)
    return without_echoes(with_excerpts((*found, *shapes, *strange, *subjects), MAPPING, mapping.document.text))


def _check_subjects(root: Entries | None, catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Categories, and kinds of what is paid, that no table of cash has."""
    cash, subjects = catalogue.by_number(CASH), root.get("科目") if root else None
    tables = tuple(table.name for table in cash.tables) if cash else ()
    for _, sides in subjects.pairs if isinstance(subjects, Entries) else ():
        if isinstance(sides, Scalar):
            yield from _check_choice(sides, (CASH_SUBJECT,))
        for key, node in sides.pairs if isinstance(sides, Entries) else ():
            if cash and key.text not in tables:
                said = {"key": key.text, "nearest": nearest(key.text, tables), "known": "、".join(tables)}
                yield error("KEY-UNKNOWN", place_of(MAPPING, key), **said)
            yield from _check_choice(node, _choices(cash, key.text, "类别"))
    details = root.get("细目") if root else None
    for _, node in details.pairs if isinstance(details, Entries) else ():
        yield from _check_choice(node, _choices(cash, "出账", "细目"))


def _choices(cash: Item | None, table: str, column: str) -> tuple[str, ...]:
    form = cash.table(table) if cash else None
    found = form.column(column) if form else None
    return found.choices if found else ()


def _check_choice(node: Node, known: tuple[str, ...]) -> Iterator[Diagnostic]:
    text = node.text.strip() if isinstance(node, Scalar) else ""
    if known and text and text not in (*known, ASK):
        said = {"text": text, "nearest": nearest(text, known), "known": "、".join(known)}
        yield error("KEY-CHOICE", place_of(MAPPING, node), **said)


def _is_read(shape: Shape) -> bool:
    """Whether sheets like it are read, or would be, for somebody has said that nothing is left to answer."""
    return shape.item != UNUSED and (shape.confirmed or not shape.questions)


def load_mapping(data: bytes) -> tuple[CountyMapping, tuple[Diagnostic, ...]]:
    """The county's mapping and what is wrong with it; an empty file maps nothing."""
    document, found = load_document(MAPPING, data) if data.strip() else (Document(MAPPING, None, ""), ())
    reader = Reader(MAPPING)
    root = document.root if isinstance(document.root, Entries) else None
    if root is None:
        return CountyMapping((), {}, document, None), found
    reader.check_keys(root, _TOP, MAPPING)
    for name in ("不用", "不收"):
        reader.items(root.get(name), name)
    for name in ("科目", "细目", "流水", "栏名", "行"):
        reader.entries(root.get(name), name)
    nodes = [reader.entries(node, "表样") for node in reader.items(root.get("表样"), "表样")]
    shapes = tuple(_load_shape(reader, node) for node in nodes)
    pairs = reader.entries(root.get("村"), "村").pairs
    villages = {to_plain_word(key.text): reader.text(value, key.text) for key, value in pairs}
    return CountyMapping(shapes, villages, document, root), (*found, *reader.found)


def _load_shape(reader: Reader, entries: Entries) -> Shape:
    reader.check_keys(entries, _KEYS, "表样", required=("事项", "表", "栏"))
    text = {key: reader.text(entries.get(key), key) for key in _KEYS if key != "栏"}
    pairs = reader.entries(entries.get("栏"), "栏").pairs
    columns = tuple((key.text, value.text.strip()) for key, value in pairs if isinstance(value, Scalar))
    named = [entries.get("事项"), entries.get("表"), entries.get("借方是"), *(value for _, value in reversed(pairs))]
    for key, known in (("单位", _UNITS), ("借方是", _DEBITS)):
        reader.value(entries.get(key), "choice", key, choices=known)
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
        tuple((node.text.strip(), reader.place(node)) for node in named if isinstance(node, Scalar)),
    )


def check_shape(shape: Shape, catalogue: Catalogue, words: Words) -> tuple[Diagnostic, ...]:
    """Targets nobody knows, with the nearest name."""
    if shape.questions:
        asked = "、".join(shape.questions)
        return (error("XLS-ASK", shape.place_of(ASK), name=shape.name, asked=asked),)
    item = catalogue.by_name(shape.item)
    if item is None:
        near = nearest(shape.item, [each.name for each in catalogue.items])
        return (error("KEY-ITEM", shape.place_of(shape.item), key=shape.item, nearest=near),)
    if shape.table not in table_names(item):
        known = table_names(item)
        return (
            error(
                "XLS-TARGET",
                shape.place_of(shape.table),
                target=shape.table,
                nearest=nearest(shape.table, known),
                known="、".join(known),
            ),
        )
    targets = known_targets(item, shape.table, words)
    return tuple(
        error(
            "XLS-TARGET",
            shape.place_of(target),
            target=target,
            nearest=nearest(target, targets),
            known="、".join(targets),
        )
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
