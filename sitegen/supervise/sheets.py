"""A department's file → its head and its rows, as texts: titles above the head, blanks in heads, other words for the same."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.load.spreadsheets import read_spreadsheet
from sitegen.load.workbooks import Cell
from sitegen.source import decode

_SEPARATORS = ",;\t，"
_TEXTS = (".csv", ".tsv", ".txt")
_FAR = 15
"""Lines in which the head is looked for."""
_ASIDE = re.compile(r"[（(].*?[)）]|[\s　*＊:：]+")

Texts = tuple[str, ...]


class Line(Struct, frozen=True):
    """One line of a file: its number from 1 and the texts of its cells."""

    number: int
    texts: Texts

    def at(self, index: int | None) -> str:
        """The text of that cell without blanks around; empty where there is none."""
        return self.texts[index].strip() if index is not None and index < len(self.texts) else ""


def read_lines(path: str, data: bytes, sheet: str = "") -> tuple[tuple[Line, ...], tuple[Diagnostic, ...]]:
    """The lines of a text file in any likely encoding, or of a sheet (the first one that holds something)."""
    if path.lower().endswith(_TEXTS):
        text, found = decode(path, data)
        return (tuple(_csv_lines(text)) if text is not None else ()), found
    book, refused = read_spreadsheet(path, data)
    pages = [page for page in book.pages if not sheet or page.name.strip() == sheet.strip()] if book else []
    page = next((page for page in pages if page.lines), None)
    if page is None:
        return (), refused or (error("FILE-EMPTY", Place(path), path=path),)
    width = max(max(cells) for _, cells in page.lines)
    return tuple(
        Line(number, tuple(_text_of(cells[column]) if column in cells else "" for column in range(1, width + 1)))
        for number, cells in page.lines
    ), ()


def _text_of(cell: Cell) -> str:
    """What stands in the cell; a number that has lost its last digits as Excel shows it, never as if it were whole."""
    return dict(cell.values)["text"] if cell.fault == "XLS-DIGITS" else cell.text


def _csv_lines(text: str) -> Iterator[Line]:
    begin = "\n".join(text.split("\n", 20)[:20])
    separator = max(_SEPARATORS, key=begin.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator)
    for texts in reader:
        if any(each.strip() for each in texts):
            yield Line(reader.line_num, tuple(texts))


def find_head(lines: Sequence[Line], known: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """Which line is the head, and the cell of each column; ``known`` is the column by head, as people write heads.

    The line with most known heads; -1 and nothing where none is known. What only stands within a longer head
    (公民身份证号) is taken for a column that has no head of its own.
    """
    found = [_columns(line.texts, known) for line in lines[:_FAR]]
    best = max(range(len(found)), key=lambda index: len(found[index]), default=-1)
    return (best, found[best]) if best >= 0 and found[best] else (-1, {})


def _columns(texts: Texts, known: Mapping[str, str]) -> dict[str, int]:
    heads = [plain_head(text) for text in texts]
    plain = {plain_head(head): column for head, column in known.items()}
    columns: dict[str, int] = {}
    for index, head in enumerate(heads):
        if head in plain:
            columns.setdefault(plain[head], index)
    for head, column in plain.items():
        holding = [index for index, text in enumerate(heads) if head in text and index not in columns.values()]
        if len(head) >= 3 and column not in columns and len(holding) == 1:
            columns[column] = holding[0]
    return columns


def plain_head(text: str) -> str:
    """A head without blanks, stars, colons and what stands in brackets."""
    return _ASIDE.sub("", text)
