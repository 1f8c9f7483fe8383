"""Names in files that were not read as a whole: nobody shows such a list, and its people are covered all the same.

A period that is none, an item nobody knows, a table with a wrong name or an ending that is not looked for keep rows out of
the village; the people in them must not come into the open elsewhere by that. So the text itself is looked through for
columns of names, however it is built.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, islice

from sitegen.load.workbooks import read_workbook
from sitegen.model.catalogue import Catalogue
from sitegen.model.ledger import Adrift, Body, Disclosure, Record
from sitegen.source import decode

_ENDING = re.compile(r"\.(?:csv|xlsx)", re.IGNORECASE)
_BEFORE_NAME = re.compile(r"[\s:：,，{}\[\]\"'“”#|]")
_LONGEST_STEM = 200
_MOST_BESIDE = 200
"""Endings that are looked at: no ledger names as many files."""
_OUTERMOST = re.compile(r"[\"']?([^\s#\"'|:：-][^\"'|:：]*+)[\"']?\s*+[:：]")
_LINE_END = re.compile("\n")
_PARTED = re.compile(r"[|｜丨\t,，;；]")
_SPACE = " \u3000\u00a0\"'“”"
Columns = tuple[str, ...]


def find_adrift(
    path: str,
    files: Mapping[str, bytes],
    catalogue: Catalogue,
    sources: Iterable[Disclosure | Record] = (),
) -> tuple[Adrift, ...]:
    """What stands in columns of names in this file and those beside it, and in none of the ``sources`` that were read from it."""
    columns = _columns(catalogue)
    spans = [(each.span.first, each.span.last, _texts_of(each.body)) for each in sources]
    text = _decode(path, files[path])
    items = _list_items(text, catalogue)
    found: dict[Adrift, None] = {}
    for line, column, said in _find_written(text, columns):
        if not any(first <= line <= last and said in known for first, last, known in spans):
            found[Adrift(items[line - 1], column, said)] = None
    known = frozenset[str]().union(*(texts for _, _, texts in spans))
    folder = path.rpartition("/")[0]
    for line, name in _find_beside(text):
        beside = f"{folder}/{name}"
        for _, column, said in _find_written(_decode(beside, files.get(beside, b"")), columns):
            if said not in known:
                found[Adrift(items[line - 1], column, said)] = None
    return tuple(found)


def _find_beside(text: str) -> Iterator[tuple[int, str]]:
    """The files it names, each once, with the line where it does first."""
    starts, named = _starts_of(text), set[str]()
    for ending in islice(_ENDING.finditer(text), _MOST_BESIDE):
        before = text[max(0, ending.start() - _LONGEST_STEM) : ending.start()]
        name = _BEFORE_NAME.split(before)[-1] + ending[0]
        if name not in named:
            named.add(name)
            yield bisect(starts, ending.start()), name


def _starts_of(text: str) -> list[int]:
    """Where each line begins."""
    return [0, *(each.end() for each in _LINE_END.finditer(text))]


@lru_cache(maxsize=4)
def _pattern(columns: Columns) -> re.Pattern[str]:
    heads = "|".join(r"\s{0,9}+".join(column) for column in columns)
    return re.compile(
        rf"(?<![\u3400-\u9fff])({heads})[\"'”]?\s{{0,9}}+[:：]\s*+(\"[^\"\n]{{0,99}}\"|'[^'\n]{{0,99}}'|“[^”\n]{{0,99}}”|"
        r"[^,，{}\[\]\n#|;；]+)"
    )


def _columns(catalogue: Catalogue) -> Columns:
    """Names of columns in which persons stand, longer ones first."""
    forms = (column for item in catalogue.items for table in item.tables for column in table.columns)
    every = chain(forms, (column for item in catalogue.items for column in item.fields))
    named = {column.name for column in every if column.kind in ("person", "payee")}
    return tuple(sorted(named, key=lambda name: (-len(name), name)))


def _texts_of(body: Body) -> frozenset[str]:
    fields = (field.value for field in body.fields)
    cells = (cell for table in body.tables for column in table.texts.values() for cell in column)
    return frozenset(value.strip(_SPACE) for value in chain(fields, cells) if isinstance(value, str))


def _decode(path: str, data: bytes) -> str:
    """What the file says: a line a row, also of a workbook."""
    if path.lower().endswith(".xlsx"):
        book, _ = read_workbook(path, data) if data else (None, ())
        lines = (row for page in book.pages for _, row in page.lines) if book else ()
        return "\n".join(_say_row({at: cell.text for at, cell in row.items()}) for row in lines)
    text, _ = decode(path, data)
    return data.decode("utf-8", errors="replace") if text is None else text


def _say_row(cells: Mapping[int, str]) -> str:
    """With an empty cell where none was filled in, so that each stands below its head."""
    return "|".join(re.sub(r"[\s|]+", " ", cells.get(at, "")) for at in range(1, max(cells, default=0) + 1))


def _list_items(text: str, catalogue: Catalogue) -> list[str]:
    """For each line the number of the item under whose name it stands; nothing where nobody knows it."""
    items, number = [], ""
    for line in text.split("\n"):
        if head := _OUTERMOST.match(line):
            item = catalogue.by_name(head[1].strip())
            number = item.number if item else ""
        items.append(number)
    return items


def _find_written(text: str, columns: Columns) -> Iterator[tuple[int, str, str]]:
    """Line (from 1), column and cell of everything that stands behind or below the name of one of these columns."""
    starts = _starts_of(text)
    for match in _pattern(columns).finditer(text):
        said = match[2].strip(_SPACE)
        if said:
            yield bisect(starts, match.start(2)), "".join(match[1].split()), said
    yield from _find_below(text, columns)


def _find_below(text: str, columns: Columns) -> Iterator[tuple[int, str, str]]:
    """The same of tables with a head: each row as far as lines are parted as it is."""
    heads: dict[int, str] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        cells = [cell.strip(_SPACE) for cell in _PARTED.split(line.strip().strip("|"))] if _PARTED.search(line) else []
        new = {at: name for at, cell in enumerate(cells) if (name := "".join(cell.split())) in columns}
        if len(cells) > 1 and new:
            heads = new
        elif _OUTERMOST.match(line):
            heads = {}
        else:
            yield from ((number, name, cells[at]) for at, name in heads.items() if at < len(cells) and cells[at])
