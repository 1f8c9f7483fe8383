"""``更正``: what was published wrongly, before and after; see docs/formats.md §5."""

from __future__ import annotations

from sitegen.diagnostics import error
from sitegen.load.reading import Reader
from sitegen.model.catalogue import ROWS, WORDS, Column, Item
from sitegen.model.ledger import Correction, Value
from sitegen.model.period import Period
from sitegen.source import Entries, Node

_CORRECTION_KEYS = ("日期", "类型", "位置", "更正前", "更正后", "原因", "核对人")
TO_BE_SAID = {"原因": "为什么", "核对人": "谁"}
"""What stands in the line that is offered until somebody says it."""
NONE = "没有"
"""What stands for the figure of a row that was forgotten, or is too much; in texts it is one like any other."""
_ROWS = Column(ROWS, "count")
_CORRECTION_KINDS = {"公开表抄错": "transcription", "账务调整": "adjustment"}


def load_corrections(reader: Reader, node: Node | None, item: Item, period: Period) -> tuple[Correction, ...]:
    """The corrections of one item of that period."""
    if node is None:
        return ()
    children = [reader.entries(child, "更正") for child in reader.items(node, "更正")]
    loaded = (_load_correction(reader, entries, item, period) for entries in children)
    return tuple(correction for correction in loaded if correction is not None)


def _load_correction(reader: Reader, entries: Entries, item: Item, period: Period) -> Correction | None:
    reader.check_keys(entries, _CORRECTION_KEYS, "更正", required=_CORRECTION_KEYS)
    position = reader.entries(entries.get("位置"), "位置")
    table, column_name = (reader.text(position.get(key), key) for key in ("表", "栏"))
    column = _find_column(item, table, column_name)
    kind_text = reader.text(entries.get("类型"), "类型")
    kind = _CORRECTION_KINDS.get(kind_text)
    if kind is None:
        reader.report(error("COR-KIND", reader.place(entries.get("类型") or entries), kind=kind_text))
        return None
    if column is None:
        where = f"{table}/{column_name}" if table else column_name
        unknown = position.get("表" if table and item.table(table) is None else "栏") or position
        reader.report(error("COR-PLACE", reader.place(unknown), position=where))
        return None
    for name, word in TO_BE_SAID.items():
        if reader.text(entries.get(name), name) == word:
            reader.report(error("COR-SAY", reader.place(entries.get(name) or entries), key=name, text=word))
    day = reader.day(entries.get("日期"), "日期", period)
    said = [_read_figure(reader, entries.get(name), column, name, period) for name in ("更正前", "更正后")]
    if day is None or () in said:
        return None
    (before,), (after,) = said
    key = tuple(
        (name.text, reader.text(value, name.text)) for name, value in position.pairs if name.text not in ("表", "栏")
    )
    return Correction(
        day=day,
        kind="transcription" if kind == "transcription" else "adjustment",
        table=table,
        key=key,
        column=column_name,
        before=before,
        after=after,
        reason=reader.text(entries.get("原因"), "原因"),
        checked_by=reader.text(entries.get("核对人"), "核对人"),
        place=reader.place(entries),
        position_place=reader.place(
            next((node for name, node in position.pairs if name.text not in ("表", "栏")), position)
        ),
        before_place=reader.place(entries.get("更正前") or entries),
        after_place=reader.place(entries.get("更正后") or entries),
        is_new_row=before is None and bool(key) and _tells_of_row(item, table, column),
    )


def _read_figure(
    reader: Reader, node: Node | None, column: Column, name: str, period: Period
) -> tuple[Value | None, ...]:
    """The figure alone, None for none; nothing where it could not be read."""
    written = reader.scalar(node, name)
    if written is None:
        return ()
    if written.text.strip() == NONE and column.kind not in WORDS and NONE not in column.choices:
        return (None,)
    value = reader.typed(written, column.kind, choices=column.choices, period=period)
    return () if value is None else (value,)


def _find_column(item: Item, table: str, column: str) -> Column | None:
    if not table:
        return item.field(column)
    form = item.table(table)
    known = form.column(column) if form else None
    return _ROWS if form and known is None and column == ROWS else known


def _tells_of_row(item: Item, table: str, column: Column) -> bool:
    """Whether the row is not there where this column of it says nothing."""
    form = item.table(table)
    return column.required or (form is not None and form.figure == column.name)
