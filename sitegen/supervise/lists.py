"""Lists from departments (名单/): CSV or Excel, read by their heads; numbers become keyed digests in memory and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import PurePosixPath

from msgspec import Struct

from sitegen import overlay
from sitegen.diagnostics import Diagnostic, Place, error, warning, with_excerpts
from sitegen.load.reading import Reader
from sitegen.load.spreadsheets import ENDINGS
from sitegen.load.values import parse
from sitegen.load.workbooks import LOST
from sitegen.model.catalogue import KIND_WORDS, Catalogue
from sitegen.model.period import from_text
from sitegen.source import Entries, Scalar, load_document, nearest
from sitegen.supervise.keys import to_key, to_slip_number
from sitegen.supervise.schema import TYPE_WORDS, SqlType
from sitegen.supervise.sheets import Line, find_head, read_lines

FOLDER = "名单"
MAPPING = "映射.yaml"
Cell = int | Decimal | date | str | bool | None

_EXTRA_TYPES: Mapping[str, SqlType] = {
    "号码": "VARCHAR",
    "账号": "VARCHAR",
    "村": "VARCHAR",
    "事项": "VARCHAR",
    "期间": "VARCHAR",
}


class ListColumn(Struct, frozen=True):
    """One column of a kind of list: SQL name, type word, the heads it is known by, whether a row without it is left out."""

    name: str
    word: str
    heads: tuple[str, ...]
    required: bool

    @property
    def type(self) -> SqlType:
        """In SQL."""
        return {**TYPE_WORDS, **_EXTRA_TYPES}[self.word]


class ListKind(Struct, frozen=True):
    """A kind of list: its name in SQL (``list_<name>``), what people call it, and what else names of files say."""

    name: str
    called: str
    also: tuple[str, ...]
    says: str
    columns: tuple[ListColumn, ...]


class Given(Struct, frozen=True):
    """The lists that were given: rows by kind; a kind without a file is not in it."""

    rows: Mapping[str, tuple[tuple[Cell, ...], ...]]


class Surroundings(Struct, frozen=True):
    """What reading a list needs: villages by name and code, the catalogue, and the key of this run."""

    villages: Mapping[str, str]
    """Code by name, where a name is that of one village only, and by code."""
    catalogue: Catalogue
    key: bytes


@cache
def load_kinds() -> tuple[ListKind, ...]:
    """The kinds of ``data/lists/lists.yaml``. A mistake in it is a mistake of ours: ValueError."""
    document, found = load_document("lists.yaml", overlay.read_data("lists/lists.yaml").encode())
    if found or not isinstance(document.root, Entries):
        raise ValueError(f"lists.yaml: {found[:1]}")
    nodes = {key.text: node for key, node in document.root.pairs if isinstance(node, Entries)}
    common = {
        key.text: tuple(heads.text.split()) for key, heads in nodes.pop(_COMMON).pairs if isinstance(heads, Scalar)
    }
    return tuple(_load_kind(name, node, common) for name, node in nodes.items())


_COMMON = "表头"
"""Heads that a type has in every list."""


def _load_kind(name: str, node: Entries, common: Mapping[str, tuple[str, ...]]) -> ListKind:
    called, also, says, columns = (
        value.text if isinstance(value := node.get(key), Scalar) else "" for key in ("名", "也叫", "说", "栏")
    )
    lines = (line for line in columns.splitlines() if line.strip())
    return ListKind(name, called, tuple(also.split()), says, tuple(_load_column(line, common) for line in lines))


def _load_column(line: str, common: Mapping[str, tuple[str, ...]]) -> ListColumn:
    name, word, heads, says = (cell.strip() for cell in line.split("|"))
    return ListColumn(name, word, (*common.get(word, ()), *heads.split()), says.endswith("*"))


# -- reading ------------------------------------------------------------------------------------------------------


class _Use(Struct, frozen=True):
    """Which file (and sheet) is which list, and what its heads are called."""

    file: str
    sheet: str
    kind: ListKind
    heads: Mapping[str, str]
    """Column by head, where a mapping says so."""


def load_lists(files: Mapping[str, bytes], around: Surroundings) -> tuple[Given, tuple[Diagnostic, ...]]:
    """All lists among the files of ``名单/``, and what could not be read; no diagnostic holds a value of a list."""
    uses, found = _load_mapping(files)
    rows: dict[str, tuple[tuple[Cell, ...], ...]] = {}
    for use in uses:
        read, problems = _read_list(use, files[use.file], around)
        found += problems
        rows[use.kind.name] = (*rows.get(use.kind.name, ()), *read)
    return Given(rows), tuple(found)


def _load_mapping(files: Mapping[str, bytes]) -> tuple[list[_Use], list[Diagnostic]]:
    document, problems = load_document(f"{FOLDER}/{MAPPING}", files.get(MAPPING, b"[]"))
    reader = Reader(document.file, list(problems))
    uses = [
        use
        for node in reader.items(document.root, MAPPING)
        if (use := _load_use(reader, reader.entries(node, MAPPING), files))
    ]
    mapped = {use.file for use in uses}
    strange: list[Diagnostic] = []
    for name in files:
        if name in mapped or name == MAPPING or PurePosixPath(name).name.startswith((".", "~$")):
            continue
        kind = find_kind(PurePosixPath(name).stem) if name.lower().endswith(ENDINGS) else None
        if kind:
            uses.append(_Use(name, "", kind, {}))
        else:
            known = "、".join(each.called for each in load_kinds())
            strange.append(warning("FILE-LIST", Place(f"{FOLDER}/{name}"), path=name, known=known))
    return uses, [*with_excerpts(reader.found, document.file, document.text), *strange]


def find_kind(name: str) -> ListKind | None:
    """The kind whose name a file's name begins with, else the only one it holds (石桥镇死亡人员 → 死亡)."""
    begun = next((kind for kind in load_kinds() if name.startswith(kind.called)), None)
    held = [kind for kind in load_kinds() if kind.called in name]
    meant = held or [kind for kind in load_kinds() if any(word in name for word in kind.also)]
    return begun or (meant[0] if len(meant) == 1 else None)


def _load_use(reader: Reader, entries: Entries, files: Mapping[str, bytes]) -> _Use | None:
    reader.check_keys(entries, ("文件", "名单", "栏"), MAPPING, required=("文件", "名单"))
    file, _, sheet = reader.text(entries.get("文件"), "文件").partition("#")
    called = reader.text(entries.get("名单"), "名单")
    kind = next((kind for kind in load_kinds() if called in (kind.called, kind.name)), None)
    if kind is None:
        known = [each.called for each in load_kinds()]
        reader.report(
            error(
                "KEY-CHOICE", reader.place(entries), text=called, nearest=nearest(called, known), known="、".join(known)
            )
        )
        return None
    if file not in files:
        reader.report(error("FILE-MISSING", reader.place(entries), path=file, nearest=nearest(file, files), where=""))
        return None
    pairs = reader.entries(entries.get("栏"), "栏").pairs
    standard = {head: column.name for column in kind.columns for head in (*column.heads, column.name)}
    heads = {reader.text(value, key.text): standard.get(key.text, "") for key, value in pairs}
    return _Use(file, sheet, kind, heads)


def _read_list(
    use: _Use, data: bytes, around: Surroundings
) -> tuple[tuple[tuple[Cell, ...], ...], tuple[Diagnostic, ...]]:
    path = f"{FOLDER}/{use.file}"
    lines, found = read_lines(path, data, use.sheet)
    silent = tuple(_without_values(each) for each in found if each.severity == "error")
    if not lines:
        return (), silent
    known = {head: column.name for column in use.kind.columns for head in column.heads}
    head, places = find_head(lines, {**known, **use.heads})
    missing = [column.heads[0] for column in use.kind.columns if column.required and column.name not in places]
    if missing:
        place = Place(path, lines[max(head, 0)].number, 1, 2)
        where = f"名单“{use.kind.called}”的表头"
        return (), (*silent, error("KEY-MISSING", place, key="、".join(missing), where=where))
    readers = [_reader_of(column, around) for column in use.kind.columns]
    rows: list[tuple[Cell, ...]] = []
    lost: dict[str, list[int]] = {}
    for line in lines[head + 1 :]:
        row, column = _read_row(use.kind, places, readers, line)
        if row is not None:
            rows.append(row)
        elif column:
            lost.setdefault(column, []).append(line.number)
    said = (
        warning("FILE-ROWS", Place(path, numbers[0], 1, 2), name=use.kind.called, count=len(numbers), column=column)
        for column, numbers in lost.items()
    )
    return tuple(rows), (*silent, *said, *_find_lost(use.kind, places, path, lines[head + 1 :]))


def _find_lost(kind: ListKind, places: Mapping[str, int], path: str, lines: tuple[Line, ...]) -> Iterator[Diagnostic]:
    """XLS-DIGITS where a column of numbers was kept as numbers: the first row, without what stands there."""
    for column in kind.columns:
        if column.word in ("号码", "账号"):
            lost = (line.number for line in lines if LOST.search(line.at(places.get(column.name))))
            if first := next(lost, None):
                yield error("XLS-DIGITS", Place(path, first, 1, 2), text=f"{kind.called}”名单的“{column.heads[0]}")


def _without_values(problem: Diagnostic) -> Diagnostic:
    """What is wrong with a file, without anything that may have stood in it."""
    about_the_file = problem.code.startswith(("ENC-", "FILE-", "XLS-KIND", "LIM-"))
    return problem if about_the_file else Diagnostic(problem.code, problem.severity, problem.place)


def _read_row(
    kind: ListKind, places: Mapping[str, int], readers: list[Callable[[str], Cell]], line: Line
) -> tuple[tuple[Cell, ...] | None, str]:
    """The row; or None and the head of the required cell that is empty or cannot be read.

    Without a head where most required cells are empty: a sum or a note below the list is no row of it.
    """
    cells: list[Cell] = []
    bad: list[str] = []
    for column, read in zip(kind.columns, readers, strict=True):
        text = line.at(places.get(column.name))
        value = read(text) if text else None
        if value is None and column.required:
            bad.append(column.heads[0])
        cells.append(value)
    required = sum(column.required for column in kind.columns)
    empty = sum(not line.at(places.get(column.name)) for column in kind.columns if column.required)
    if not bad:
        return tuple(cells), ""
    return None, "" if required > 1 and empty * 2 >= required else bad[0]


def _reader_of(column: ListColumn, around: Surroundings) -> Callable[[str], Cell]:
    match column.word:
        case "号码" | "账号":
            return lambda text: to_key(text, around.key)
        case "村":
            return lambda text: find_village(text, around.villages)
        case "事项":
            return lambda text: _item_number(text, around.catalogue)
        case "期间":
            return lambda text: period.code if (period := from_text(text)) else None
        case "票号":
            return to_slip_number
        case word:
            return lambda text: _parsed(word, text)


def _item_number(text: str, catalogue: Catalogue) -> str | None:
    item = catalogue.by_number(text) or catalogue.by_name(text)
    plain = [each for each in catalogue.items if each.plain == text]
    return item.number if item else plain[0].number if len(plain) == 1 else None


def _parsed(word: str, text: str) -> Cell:
    value, problem = parse(KIND_WORDS[word], text)
    return None if problem or not isinstance(value, int | Decimal | date | str | bool) else value


def to_villages(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Codes by code and by name; a name borne by two villages is none."""
    listed = list(pairs)
    names = [name for _, name in listed]
    return {code: code for code, _ in listed} | {name: code for code, name in listed if names.count(name) == 1}


_OFFICE = re.compile(r"(村民委员会|居民委员会|村委会|居委会|委员会|委会|社区)$")


def find_village(text: str, villages: Mapping[str, str]) -> str | None:
    """The village's code, from its code, its name, or its name with the township before and its office behind it."""
    said = "".join(text.split())
    without = _OFFICE.sub("", said)
    for name in (said, without, f"{without}村"):
        if name in villages:
            return villages[name]
    ending = [
        code
        for name, code in villages.items()
        if not name.isdecimal() and (said.endswith(name) or without.endswith(name))
    ]
    return ending[0] if len(set(ending)) == 1 else None
