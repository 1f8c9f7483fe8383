"""Ledger text with some keys of one part set anew; every other line – notes, corrections, reviews, remarks – stays."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from sitegen.importing.merging import to_words
from sitegen.importing.proposal_text import quote
from sitegen.model.catalogue import PART_WORDS, Column, Item
from sitegen.model.ledger import Body, Row
from sitegen.model.period import Period
from sitegen.source import Document, Entries, Items, Node, Scalar

_NUMBERS = frozenset({"money", "number", "count", "share"})


class Wanted(Struct, frozen=True):
    """What is to stand in a file: the item, the part it is of (``("账套", "合作社")`` or None), keys and their lines."""

    item: Item
    part: tuple[str, str] | None
    lines: Mapping[str, tuple[str, ...]]
    """By key of the part: its lines, indented from 0."""


class InlineError(ValueError):
    """A part written in braces on one line, in which no line can be exchanged."""


def to_lines(
    item: Item,
    body: Body,
    period: Period | None,
    remarks: Mapping[str, Mapping[int, tuple[str, ...]]],
    keys: Iterable[str],
) -> dict[str, tuple[str, ...]]:
    """Fields and tables as text by key, in the catalogue's order. ``remarks``: by table and row index, kept beside it."""
    wanted = set(keys)
    lines: dict[str, tuple[str, ...]] = {}
    for field in body.fields:
        column = item.field(field.name)
        if column is not None and field.name in wanted:
            text = to_words(field.value, column.kind, period)
            lines[field.name] = (f"{field.name}: {_scalar(text.replace(',', '') if column.kind == 'money' else text)}",)
    for table in body.tables:
        form = item.table(table.name)
        if form is not None and table.name in wanted:
            lines[table.name] = to_table(table.name, form.columns, table.rows, period, remarks.get(table.name, {}))
    return lines


def _scalar(text: str) -> str:
    """A value as YAML reads it back as the same text."""
    risky = re.search(r"^[\s\-?:,\[\]{}#&*!|>'\"%@`=]|: |:$| #|[\n\t]|\s$", text) or text in ("~", "null", "")
    return (
        '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", " ") + '"'
        if risky
        else text
    )


def to_table(
    name: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    period: Period | None,
    remarks: Mapping[int, tuple[str, ...]],
) -> tuple[str, ...]:
    """A table as text with ``|``; as a list of maps where a cell holds the bar itself."""
    used = [column for column in columns if any(row.get(column.name) is not None for row in rows)]
    cells = [[to_words(row.get(column.name), column.kind, period) for column in used] for row in rows]
    if any(re.search(r"[|｜\n]", text) for line in cells for text in line) or any(
        line[0].startswith("#") for line in cells
    ):
        return _as_list(name, used, cells, remarks)
    table = [[column.name for column in used], *cells]
    widths = [max(cells_of(line[index]) for line in table) for index in range(len(used))]
    lines = [f"{name}: |"]
    for number, line in enumerate(table, start=-1):
        lines += [f"  {remark}" for remark in remarks.get(number, ())]
        lines.append("  " + " | ".join(_padded(*each) for each in zip(line, widths, used, strict=True)).rstrip())
    return (*lines, *(f"  {remark}" for remark in remarks.get(len(rows), ())))


def _padded(text: str, width: int, column: Column) -> str:
    space = " " * (width - cells_of(text))
    return space + text if column.kind in _NUMBERS else text + space


def cells_of(text: str) -> int:
    """Width of a text in cells of a terminal."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _as_list(
    name: str, columns: Sequence[Column], cells: Sequence[Sequence[str]], remarks: Mapping[int, tuple[str, ...]]
) -> tuple[str, ...]:
    lines = [f"{name}:"]
    for number, line in enumerate(cells):
        lines += [f"  {remark}" for remark in remarks.get(number, ())]
        pairs = (f"{column.name}: {_quoted(text)}" for column, text in zip(columns, line, strict=True) if text)
        lines.append("  - {" + ", ".join(pairs) + "}")
    return (*lines, *(f"  {remark}" for remark in remarks.get(len(cells), ())))


def _quoted(text: str) -> str:
    return (
        text
        if re.fullmatch(r"[\w\-年月日（）/.]+", text)
        else '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
    )


# ---- into the text ---------------------------------------------------------------------------------------------------


def rewrite(document: Document, wanted: Wanted) -> str:
    """The file's text with the part's keys set anew; a part or item that is not there is added at its place."""
    text = document.text if document.text.endswith("\n") or not document.text else document.text + "\n"
    root = document.root if isinstance(document.root, Entries) else None
    names = (wanted.item.name, *wanted.item.aliases)
    lines = text.split("\n")[:-1]
    index = next((i for i, (key, _) in enumerate(root.pairs) if key.text in names), None) if root else None
    if root is None or index is None:
        gap = [""] if lines and lines[-1].strip() else []
        return "\n".join([*lines, *gap, f"{wanted.item.name}:", *_part(wanted, 2, dashed=False)]) + "\n"
    key, node = root.pairs[index]
    last = _end(lines, key.line, root.pairs[index + 1][0].line - 1 if index + 1 < len(root.pairs) else len(lines), 0)
    return "\n".join(_in_item(lines, wanted, key, node, last)) + "\n"


def _in_item(lines: list[str], wanted: Wanted, key: Scalar, node: Node, last: int) -> list[str]:
    if isinstance(node, Scalar):
        head = lines[key.line - 1][: key.end_column - 1]
        return [*lines[: key.line - 1], f"{head}:", *_part(wanted, 2, dashed=False), *lines[last:]]
    if isinstance(node, Entries):
        if _is_part(node, wanted.part) or not _names_a_part(node):
            return set_keys(lines, node, last, wanted.lines)
        return _as_items(lines, wanted, node, last)
    parts = [
        (child, _last_of(node, position, last))
        for position, child in enumerate(node.items)
        if isinstance(child, Entries)
    ]
    for child, end in parts:
        if _is_part(child, wanted.part):
            return set_keys(lines, child, _end(lines, child.line, end, child.column - 1), wanted.lines)
    return [*lines[:last], *_part(wanted, node.column - 1, dashed=True), *lines[last:]]


def _last_of(items: Items, position: int, last: int) -> int:
    return items.items[position + 1].line - 1 if position + 1 < len(items.items) else last


def _names_a_part(entries: Entries) -> bool:
    return any(entries.get(name) is not None for name in PART_WORDS.values())


def _is_part(entries: Entries, part: tuple[str, str] | None) -> bool:
    if part is None:
        return not _names_a_part(entries)
    node = entries.get(part[0])
    return isinstance(node, Scalar) and node.text.strip() == part[1]


def _part(wanted: Wanted, indent: int, *, dashed: bool) -> list[str]:
    own = (
        [f"{wanted.part[0]}: {quote(wanted.part[1]) if wanted.part[0] == '账套' else wanted.part[1]}"]
        if wanted.part
        else []
    )
    lines = [*own, *(line for each in wanted.lines.values() for line in each)]
    margin = " " * indent
    if not dashed:
        return [margin + line for line in lines]
    return [f"{margin}- {lines[0]}", *(f"{margin}  {line}" for line in lines[1:])]


def _as_items(lines: list[str], wanted: Wanted, entries: Entries, last: int) -> list[str]:
    """One map of one account becomes the first of a list: every line two further in, the first with a dash."""
    _refuse_inline(lines, entries)
    first, margin = entries.line - 1, entries.column - 1
    moved = [f"  {line}" if line.strip() else line for line in lines[first:last]]
    moved[0] = f"{lines[first][:margin]}- {lines[first][margin:]}"
    return [*lines[:first], *moved, *_part(wanted, margin, dashed=True), *lines[last:]]


def set_keys(lines: list[str], entries: Entries, last: int, values: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The lines with these keys of a map set anew; new keys stand after the last of the known ones."""
    _refuse_inline(lines, entries)
    indent = entries.pairs[0][0].column - 1
    edits: list[tuple[int, int, list[str]]] = []
    known = {key.text for key, _ in entries.pairs}
    after = end = 0
    for position, (key, node) in enumerate(entries.pairs):
        following = entries.pairs[position + 1][0].line - 1 if position + 1 < len(entries.pairs) else last
        end = _end(lines, key.line, following, indent)
        if key.text in values:
            edits.append((key.line - 1, end, _replacement(lines, key, node, indent, values[key.text])))
        if key.text in values or key.text in PART_WORDS.values():
            after = end
    fresh = [" " * indent + line for name, each in values.items() if name not in known for line in each]
    edits.append((after or end, after or end, fresh))
    for first, end, new in sorted(edits, key=lambda edit: (edit[0], edit[1]), reverse=True):
        lines = [*lines[:first], *new, *lines[end:]]
    return lines


def _refuse_inline(lines: list[str], entries: Entries) -> None:
    if lines[entries.line - 1][entries.column - 1 : entries.column] == "{":
        raise InlineError(entries.line)


def _replacement(lines: list[str], key: Scalar, node: Node, indent: int, value: tuple[str, ...]) -> list[str]:
    """The new lines of a key; a dash before it and a remark behind it stay."""
    old = lines[key.line - 1]
    lead = old[:indent]
    tail = ""
    if isinstance(node, Scalar) and node.style != "|" and node.line == key.line:
        rest = old[node.end_column - 1 :]
        tail = rest if rest.lstrip().startswith("#") else ""
    first = lead + value[0] + tail
    return [first, *(" " * indent + line for line in value[1:])]


def _end(lines: list[str], first: int, limit: int, indent: int) -> int:
    """The last line of what begins on ``first``: blank lines and remarks before the next key belong to that."""
    end = limit
    while end > first:
        line = lines[end - 1]
        remark = line.lstrip().startswith("#") and len(line) - len(line.lstrip()) <= indent
        if line.strip() and not remark:
            break
        end -= 1
    return end


def find_remarks(
    document: Document, entries: Entries, table: str, last: int, former: Sequence[Row | None]
) -> dict[int, tuple[str, ...]]:
    """Remarks among the rows of a table, by the index of the new row they stand before; those of vanished rows at the end."""
    position = next((i for i, (key, _) in enumerate(entries.pairs) if key.text == table), None)
    if position is None:
        return {}
    lines = document.text.split("\n")
    key, node = entries.pairs[position]
    following = entries.pairs[position + 1][0].line - 1 if position + 1 < len(entries.pairs) else last
    end = _end(lines, key.line, following, entries.pairs[0][0].column - 1)
    found: dict[int, tuple[str, ...]] = {}
    at = {row.place.line: index for index, row in enumerate(former) if row is not None}
    for number in range(key.line + 1, end + 1):
        remark = _remark_of(lines[number - 1], inline=isinstance(node, Items))
        if remark:
            before = [line for line in sorted(at) if line >= number]
            index = at[before[0]] if before else len(former)
            found[index] = (*found.get(index, ()), remark)
    return found


def _remark_of(line: str, *, inline: bool) -> str:
    if line.lstrip().startswith("#") and "|" not in line:
        return line.strip()
    match = re.search(r"\}\s+(#.*)$", line) if inline else None
    return match[1] if match else ""
