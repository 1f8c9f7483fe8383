"""Which tables the rules can ask, as data: ``data/supervise/tables.yaml`` → specifications and their DDL."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from msgspec import Struct

from sitegen import overlay
from sitegen.source import Entries, Items, Node, Scalar, load_document

FOLDER = "库"
"""Where the typed rows lie under the private root."""

SqlType = Literal["VARCHAR", "BIGINT", "DECIMAL(18,4)", "DATE", "BOOLEAN"]
TYPE_WORDS: Mapping[str, SqlType] = {
    "文字": "VARCHAR",
    "票号": "VARCHAR",
    "金额": "BIGINT",
    "个数": "BIGINT",
    "行": "BIGINT",
    "数": "DECIMAL(18,4)",
    "日期": "DATE",
    "是否": "BOOLEAN",
}
"""Words of tables.yaml and of mappings → SQL; money is whole fen, 票号 without blanks, 行 the line a field stands on."""

Take = Literal["rows", "fields", "records", "record rows", "program"]
TAKE_WORDS: Mapping[str, Take] = {
    "行": "rows",
    "字段": "fields",
    "登记": "records",
    "登记行": "record rows",
    "程序": "program",
}


class ColumnSpec(Struct, frozen=True):
    """One column: its SQL name and type, its Chinese type word, the ledger's names for it, and what it is."""

    name: str
    type: SqlType
    word: str
    ledger: tuple[str, ...]
    says: str


class TableSpec(Struct, frozen=True):
    """One table: what it holds, how it is filled, from which items and tables of the ledger."""

    name: str
    says: str
    take: Take
    sources: tuple[str, ...]
    own: tuple[ColumnSpec, ...]

    @property
    def columns(self) -> tuple[ColumnSpec, ...]:
        """All columns in order: where a row belongs, its own, and where it stands."""
        return (*_BEFORE[self.take], *self.own, *_PLACE)

    @property
    def ddl(self) -> str:
        """The CREATE TABLE statement; names are quoted because some are words of SQL."""
        columns = ", ".join(f'"{each.name}" {each.type}' for each in self.columns)
        return f"CREATE TABLE {self.name} ({columns})"


def _column(name: str, word: str, says: str) -> ColumnSpec:
    return ColumnSpec(name, TYPE_WORDS[word], word, (), says)


_VILLAGE = _column("village", "文字", "村的 12 位代码")
_DISCLOSURE = (
    _VILLAGE,
    _column("item", "文字", "事项编号"),
    _column("period", "文字", "期间代码"),
    _column("first", "日期", "期间第一天"),
    _column("last", "日期", "期间最后一天"),
    _column("part", "文字", "部分代码"),
    _column("part_name", "文字", "部分名称"),
)
_RECORD = (
    _VILLAGE,
    _column("item", "文字", "事项编号"),
    _column("number", "文字", "登记编号"),
    _column("name", "文字", "名称"),
    _column("ended", "日期", "终止日"),
)
_ROW = (
    _column("tab", "文字", "表名"),
    _column("row_key", "文字", "行的键"),
    _column("n", "个数", "表里第几行"),
)
_BEFORE: Mapping[Take, tuple[ColumnSpec, ...]] = {
    "program": (_VILLAGE,),
    "fields": _DISCLOSURE,
    "rows": (*_DISCLOSURE, *_ROW),
    "records": _RECORD,
    "record rows": (*_RECORD, *_ROW),
}
_PLACE = (
    _column("file", "文字", "文件，从账本文件夹算起"),
    _column("line", "个数", "第几行"),
    _column("cell", "文字", "表格文件里的格"),
)


@cache
def load_tables() -> tuple[TableSpec, ...]:
    """The tables of ``data/supervise/tables.yaml``. A mistake in it is a mistake of ours: ValueError."""
    document, found = load_document("tables.yaml", overlay.read_data("supervise/tables.yaml").encode())
    if found or not isinstance(document.root, Entries):
        raise ValueError(f"tables.yaml: {found[:1]}")
    return tuple(_load_table(key.text, node) for key, node in document.root.pairs)


def table(name: str) -> TableSpec:
    """The table of that name; KeyError when there is none."""
    return {each.name: each for each in load_tables()}[name]


def _load_table(name: str, node: Node) -> TableSpec:
    if not isinstance(node, Entries):
        raise ValueError(f"tables.yaml: {name}")
    sources = node.get("自")
    listed = (
        tuple(each.text for each in sources.items if isinstance(each, Scalar)) if isinstance(sources, Items) else ()
    )
    columns = tuple(_load_column(line) for line in _text(node, "栏").splitlines() if line.strip())
    return TableSpec(name, _text(node, "说"), TAKE_WORDS[_text(node, "取")], listed, columns)


def _text(node: Entries, key: str) -> str:
    value = node.get(key)
    return value.text.strip() if isinstance(value, Scalar) else ""


def _load_column(line: str) -> ColumnSpec:
    name, word, ledger, says = (cell.strip() for cell in line.split("|"))
    return ColumnSpec(name, TYPE_WORDS[word], word, tuple(ledger.split()), says)
