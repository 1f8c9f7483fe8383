"""What an item says – its fields and tables – from nodes, by the catalogue's columns; see docs/formats.md §5."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from sitegen.diagnostics import error, warning
from sitegen.load.bars import AnyFits, Fits
from sitegen.load.plans import Plan, in_use, plan_table, to_parser
from sitegen.load.reading import Reader, is_empty
from sitegen.load.tables import Beside, load_table
from sitegen.load.written import Parsed
from sitegen.model.catalogue import PART_WORDS, RECORD_KEYS, SUMMED, Catalogue, Column, Item, Preset
from sitegen.model.ledger import Account, Attachment, Body, Field, Table
from sitegen.model.period import Period
from sitegen.source import Document, Entries, Node, nearest


class Surroundings(Struct, frozen=True):
    """What reading a register or a publication needs to know besides its own text."""

    catalogue: Catalogue
    preset: Preset
    accounts: tuple[Account, ...]
    beside: Beside


def load_body(
    reader: Reader,
    document: Document,
    entries: Entries,
    item: Item,
    period: Period | None,
    beside: Beside,
    reserved: tuple[str, ...],
    last: int,
) -> Body:
    """Fields and tables of one part or record, ending on line ``last``; other keys than these and ``reserved`` are reported."""
    plan = _plan_item(_Same(item), period, reserved)
    fields: list[Field] = []
    tables: list[Table] = []
    if not plan.names.issuperset([key.text for key, _ in entries.pairs]):
        entries = reader.spelt(entries, (*reserved, *plan.known), plan.known)
    texts = [pair for pair in entries.pairs if pair[0].text not in plan.tables]
    reader.check_texts(
        replace(entries, pairs=tuple(texts)) if len(texts) < len(entries.pairs) else entries, plan.fields
    )
    for key, node in entries.pairs:
        name = key.text
        if name in plan.fields:
            scalar = reader.scalar(node, name)
            value, problem = plan.fields[name](scalar.text) if scalar is not None else (None, None)
            if problem is not None and scalar is not None:
                reader.say(problem, scalar)
            if reader.noting and scalar is not None and (column := item.field(name)):
                reader.note_value(column.kind, scalar, value)
            if value is not None:
                fields.append(Field(name, value, reader.place(node)))
        elif name in plan.tables:
            tables.append(load_table(reader, document, plan.tables[name], key, node, beside))
        elif name not in reserved:
            near = nearest(name, (*reserved, *plan.known)) or _only_meant(entries, plan)
            reader.report_unknown(key, near, plan.known)
            if near in plan.tables and entries.get(near) is None:  # most likely it; nothing adds up without it
                tables.append(Table(near, (), reader.place(key), readable=False))
    _check_required(reader, entries, item, plan.required, {field.name for field in fields})
    return Body(tuple(fields), _readable(reader, entries, tables, last) if reader.lost else tuple(tables))


def _only_meant(entries: Entries, plan: _ItemPlan) -> str:
    """The only required name that is missing, where there is only one that nobody knows."""
    unknown = sum(key.text not in plan.names for key, _ in entries.pairs)
    missing = [name for name in plan.required if entries.get(name) is None]
    return missing[0] if unknown == len(missing) == 1 else ""


def _readable(reader: Reader, entries: Entries, tables: list[Table], last: int) -> tuple[Table, ...]:
    """The tables, those marked in which a line was lost: what their rows add up to is not what was written."""
    starts = sorted((*(key.line for key, _ in entries.pairs), last + 1))

    def lost(table: Table) -> bool:
        end = next((start for start in starts if start > table.place.line), table.place.line + 1)
        return any(table.place.line <= line < end for line in reader.lost)

    return tuple(replace(table, readable=table.readable and not lost(table)) for table in tables)


def fits_record(item: Item) -> AnyFits:
    """What the columns of a register written as a table can hold."""
    plan = _plan_item(_Same(item), None, RECORD_KEYS)

    def fits(heads: tuple[str, ...]) -> Fits:
        parsers = [plan.fields.get(head) for head in heads]
        required = [head in (*plan.required, "编号", "名称") for head in heads]

        def fit(position: int, text: str) -> bool:
            parse = parsers[position]
            if heads[position] == "编号":
                return text.isdigit()
            return (not required[position]) if not text else parse is None or parse(text)[1] is None

        return fit

    return fits


def words_of(item: Item) -> tuple[str, ...]:
    """The names of its tables and fields."""
    return (*(table.name for table in item.tables), *(column.name for column in item.fields))


def last_lines(document: Document, first: list[int], last: int = 0) -> list[int]:
    """For things that begin on these lines, the last line of each; several on one line share it."""
    end = last or document.text.count("\n") + 1
    ends = [max(line, following - 1) for line, following in pairwise(first)]
    return [*ends, end] if first else []


def files_beside(body: Body, file: str) -> tuple[str, ...]:
    """Files other than the ledger itself from which rows were read."""
    files = {table.rows[0].origin.file for table in body.tables if table.rows}
    files.discard(file)
    return tuple(sorted(files)) if files else ()


def _check_required(reader: Reader, entries: Entries, item: Item, required: tuple[str, ...], given: set[str]) -> None:
    for name in required:
        if name in given:
            continue
        node = entries.get(name)
        if node is None:
            reader.report_missing(entries, name, _order_of(item), item.name)
        elif is_empty(node):
            reader.report(
                error("KEY-FILL", reader.place(node), key=name, nothing="0" if _is_figure(item.fields, name) else "")
            )


def _order_of(item: Item) -> tuple[str, ...]:
    """What is written of an item, in its usual order: in a book what is left stands behind what came in and went out."""
    fields = tuple(column.name for column in item.fields)
    if item.shape == "cash":
        fields = (*fields[:1], *(table.name for table in item.tables), *fields[1:])
    return (*PART_WORDS.values(), *fields)


def _is_figure(columns: tuple[Column, ...], name: str) -> bool:
    return any(column.name == name and column.kind in SUMMED for column in columns)


class _ItemPlan(Struct, frozen=True):
    """The same for an item: what its names stand for in one period, found once."""

    known: tuple[str, ...]
    names: frozenset[str]
    """These, and those that every part or every record may have."""
    fields: Mapping[str, Callable[[str], Parsed]]
    tables: Mapping[str, Plan]
    required: tuple[str, ...]


class _Same:
    """One object, as a key: to compare all that an item says would take longer than to read a ledger."""

    __slots__ = ("item",)

    def __init__(self, item: Item) -> None:
        self.item = item

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.item is other.item

    def __hash__(self) -> int:
        return id(self.item)


@lru_cache(maxsize=2048)
def _plan_item(same: _Same, period: Period | None, reserved: tuple[str, ...]) -> _ItemPlan:
    item = same.item
    known = (*(field.name for field in item.fields), *(table.name for table in item.tables))
    return _ItemPlan(
        known=known,
        names=frozenset((*reserved, *known)),
        fields={column.name: to_parser(column, period) for column in item.fields},
        tables={form.name: plan_table(form, period) for form in item.tables},
        required=tuple(column.name for column in item.fields if column.required and in_use(column, period)),
    )


_ATTACHED = ("文件", "说明", "已遮盖")


def load_attachments(reader: Reader, node: Node | None) -> tuple[Attachment, ...]:
    """``附件``: a list of ``{文件, 说明, 已遮盖}``; the files are checked elsewhere."""
    if node is None:
        return ()
    attachments = []
    for child in reader.items(node, "附件"):
        entries = reader.entries(child, "附件")
        entries = reader.spelt(entries, _ATTACHED)
        reader.check_keys(entries, _ATTACHED, "附件", required=("文件",))
        path = reader.value(entries.get("文件"), "file", "文件")
        covered = entries.get("已遮盖")
        redacted = reader.value(covered, "yesno", "已遮盖")
        if isinstance(path, str):
            caption = reader.text(entries.get("说明"), "说明")
            place = reader.place(entries.get("文件") or entries)
            attachments.append(Attachment(path, caption or posixpath.basename(path), redacted is True, place))
            if redacted is False or covered is None or is_empty(covered):  # else what is written there is said already
                reader.report(warning("FILE-REDACT", place, path=path))
    return tuple(attachments)
