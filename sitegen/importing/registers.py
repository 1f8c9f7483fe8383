"""Records of a register set anew in its file, by number: a list of records, or one table of text."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from sitegen.diagnostics import Place
from sitegen.importing.drafts import Draft
from sitegen.importing.merging import Change
from sitegen.importing.rewriting import InlineError, set_keys, to_lines, to_table
from sitegen.model.catalogue import Column, Item
from sitegen.model.ledger import Body, Record, Row, Table, Value
from sitegen.model.plain import to_plain
from sitegen.source import Document, Entries, Items, Scalar

_OWN = (Column("名称", "text", True), Column("终止", "date"), Column("说明", "markdown"))


def rewrite_register(document: Document, draft: Draft, old: Mapping[str, Record]) -> tuple[str, tuple[Change, ...]]:
    """The register's text with the draft's records, and the changes; numbers that are not in the draft stay."""
    changes = [
        change for number, body in draft.records for change in _changes(draft.item, number, body, old.get(number))
    ]
    if not changes:
        return document.text, ()
    root = document.root
    if isinstance(root, Entries):
        return _rewrite_table(document, root, draft, old), tuple(changes)
    items = root if isinstance(root, Items) else Items((), 1, 1)
    lines = document.text.rstrip("\n").split("\n") if document.text.strip() else _head(draft.item)
    for number, body in reversed(draft.records):
        if number in old:
            lines = _rewrite_record(lines, items, number, _changed_only(draft.item, body, old[number]))
    for number, body in draft.records:
        if number not in old:
            lines += _record(draft.item, number, body)
    return "\n".join(lines) + "\n", tuple(changes)


def _head(item: Item) -> list[str]:
    return [f"# {item.promise or item.explanation}", "# 一项一个编号，印在码牌上，用过的号不再用。"]


def _full(item: Item) -> Item:
    """The item whose fields are also what every record has."""
    return replace(item, fields=(_OWN[0], *item.fields, *_OWN[1:]))


def _record(item: Item, number: str, body: Body) -> list[str]:
    """A record that is new."""
    lines = [line for each in to_lines(_full(item), body, None, {}, _keys(body)).values() for line in each]
    return [f"- 编号: {number}", *(f"  {line}" for line in lines)]


def _keys(body: Body) -> tuple[str, ...]:
    return (*(field.name for field in body.fields), *(table.name for table in body.tables))


def _rewrite_record(lines: list[str], items: Items, number: str, values: dict[str, tuple[str, ...]]) -> list[str]:
    """One record of the list; later ones are done first, so that earlier lines keep their places."""
    for position, node in enumerate(items.items):
        own = node.get("编号") if isinstance(node, Entries) else None
        if isinstance(node, Entries) and isinstance(own, Scalar) and own.text.strip() == number:
            last = items.items[position + 1].line - 1 if position + 1 < len(items.items) else len(lines)
            return set_keys(lines, node, last, values) if values else lines
    raise InlineError(1)


def _changed_only(item: Item, body: Body, old: Record) -> dict[str, tuple[str, ...]]:
    """Lines of what the draft says otherwise than the record."""
    said = said_of(old)
    keys = [field.name for field in body.fields if said.get(field.name) != field.value]
    keys += [table.name for table in body.tables if _plain_rows(table) != _plain_rows(old.body.table(table.name))]
    return to_lines(_full(item), body, None, {}, keys)


def said_of(record: Record) -> dict[str, Value | None]:
    """The record's fields, its own name, end and remark among them."""
    own: dict[str, Value | None] = {"名称": record.name, "终止": record.ended, "说明": record.notes}
    return own | {field.name: field.value for field in record.body.fields}


def _plain_rows(table: Table | None) -> list[dict[str, str]]:
    rows = table.rows if table else ()
    return [{name: text for name in row.columns if (text := to_plain(row.get(name)))} for row in rows]


def _changes(item: Item, number: str, body: Body, old: Record | None) -> list[Change]:
    row = Row(("编号", "名称"), (number, body.get("名称")), body.fields[0].place) if body.fields else None
    if old is None:
        return [Change("added", item.register_file, row, "", None, None)]
    said = said_of(old)
    found = [
        Change("changed", item.register_file, row, field.name, said.get(field.name), field.value)
        for field in body.fields
        if said.get(field.name) != field.value
    ]
    found += [
        Change("changed", item.register_file, row, table.name, None, f"{len(table.rows)} 行")
        for table in body.tables
        if _plain_rows(table) != _plain_rows(old.body.table(table.name))
    ]
    return found


def _rewrite_table(document: Document, root: Entries, draft: Draft, old: Mapping[str, Record]) -> str:
    """A register written as one table: all its records again, in order, with the draft's over them."""
    if any(body.tables for _, body in draft.records) or any(each.body.tables for each in old.values()):
        raise InlineError(root.line)
    drafted = dict(draft.records)
    columns = (Column("编号", "code"), *_full(draft.item).fields)
    rows = []
    for number in dict.fromkeys((*old, *drafted)):
        values: dict[str, Value | None] = {"编号": number}
        values |= said_of(old[number]) if number in old else {}
        values |= {field.name: field.value for field in drafted.get(number, Body()).fields}
        said = {name: value for name, value in values.items() if value not in (None, "")}
        rows.append(Row(tuple(said), tuple(said.values()), Place(document.file)))
    name = draft.item.register_file
    lines = document.text.rstrip("\n").split("\n")
    return "\n".join(set_keys(lines, root, len(lines), {name: to_table(name, columns, rows, None, {})})) + "\n"
