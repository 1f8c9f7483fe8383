"""``登记/``: assets, resources, contracts, projects by their numbers → records; see docs/formats.md §4."""

from __future__ import annotations

import re

from sitegen.diagnostics import Place, error
from sitegen.load.attempts import Names
from sitegen.load.body import Surroundings, files_beside, fits_record, last_lines, load_attachments, load_body, words_of
from sitegen.load.cells import Cells
from sitegen.load.grids import read_text_table
from sitegen.load.reading import Reader
from sitegen.model.catalogue import RECORD_KEYS, Catalogue, Item
from sitegen.model.ledger import Record, Span
from sitegen.source import Document, Entries, Scalar, nearest

RECORD_NUMBER = re.compile(r"[1-9]\d{0,5}", re.ASCII)
"""The number a record has for good."""


def load_register(name: str, around: Surroundings, reader: Reader, document: Document) -> list[Record]:
    """The records of ``登记/<name>.yaml``, each number once."""
    if document.root is None:
        reader.report_empty()
        return []
    item = next((each for each in around.catalogue.items if each.register_file == name), None)
    if item is None:
        known = [each.register_file for each in around.catalogue.items if each.register_file]
        reader.report(
            error("KEY-UNKNOWN", Place(document.file), key=name, nearest=nearest(name, known), known="、".join(known))
        )
        return []
    records: dict[str, Record] = {}
    lines = _register_lines(reader, document, item)
    for entries, last in zip(lines, last_lines(document, [each.line for each in lines]), strict=True):
        span = Span(document.file, entries.line, last)
        record = _load_record(reader, document, item, entries, span, around)
        if record is None:
            continue
        if record.number in records:
            place, other = reader.place(entries.get("编号") or entries), records[record.number].name
            reader.report(error("REF-TWICE", place, number=record.number, other=other))
            continue
        records[record.number] = record
    return list(records.values())


def register_names(catalogue: Catalogue, name: str) -> Names:
    """What may be written in ``登记/<name>.yaml``."""
    items = [each for each in catalogue.items if each.register_file == name]
    return Names(frozenset((name, *RECORD_KEYS, *(word for item in items for word in words_of(item)))), (name,), {})


def _register_lines(reader: Reader, document: Document, item: Item) -> list[Entries]:
    """The records as maps, whether written as a list or, under the register's name, as a table of text."""
    root, name = document.root, item.register_file
    if isinstance(root, Entries):
        root = reader.root(root, name)
        reader.check_keys(root, ("格式", name), f"登记/{name}.yaml", required=(name,))
        root = root.get(name)
    if not isinstance(root, Scalar) or not root.text.strip():
        return [reader.entries(node, name) for node in reader.items(root, name)]
    if reader.says_nothing(root, name):
        reader.report_type(root, name, "list", "[]")
        return []
    if root is document.root and "|" not in root.text:  # a word for nothing, or any other
        reader.report(error("KEY-TYPE", reader.place(root), key=name, expected="list", nothing="[]"))
        return []
    grid, found = read_text_table(document, root, (*RECORD_KEYS, *words_of(item)), fits_record(item))
    reader.found.extend(found)
    rows = grid.rows if grid else ()
    return [_to_entries(grid.header, row) for row in rows if grid]


def _to_entries(header: tuple[Scalar, ...], row: Cells) -> Entries:
    pairs = tuple((head, cell) for head, cell in zip(header, row, strict=False) if cell is not None and cell.text)
    first = next((cell for _, cell in pairs), header[0])
    return Entries(pairs, first.line, first.column)


def _load_record(
    reader: Reader, document: Document, item: Item, entries: Entries, span: Span, around: Surroundings
) -> Record | None:
    body = load_body(reader, document, entries, item, None, around.beside, RECORD_KEYS, span.last)
    scalar = reader.scalar(entries.get("编号"), "编号")
    name = reader.text(entries.get("名称"), "名称")
    if scalar is not None and not name:
        node = entries.get("名称")
        if node is None:
            reader.report_missing(entries, "名称", (*RECORD_KEYS, *(field.name for field in item.fields)), item.name)
        else:
            reader.report(error("KEY-FILL", reader.place(node), key="名称", nothing=""))
        return None
    if (
        scalar is None
        and entries.get("编号") is None
        and "编号" in {nearest(key.text, ("编号",)) for key, _ in entries.pairs}
    ):
        return None  # how its name is written is said already
    if scalar is None and entries.get("编号") is not None:
        reader.report_missing(entries, "编号", (), item.name)
        return None
    if scalar is None or not RECORD_NUMBER.fullmatch(scalar.text.strip()):
        place = reader.place(scalar or entries)
        reader.report(error("CODE-RECORD", place, value=scalar.text if scalar else "", register=item.register_file))
        return None
    notes = reader.value(entries.get("说明"), "markdown", "说明")
    return Record(
        item=item.number,
        number=scalar.text.strip(),
        name=name,
        body=body,
        attachments=load_attachments(reader, entries.get("附件")),
        notes=notes if isinstance(notes, str) else "",
        place=reader.place(entries),
        span=Span(span.file, span.first, span.last, files_beside(body, document.file)),
        ended=reader.day(entries.get("终止"), "终止"),
    )
