"""Mend what is certain in a village's ledgers, by edits of their text at known places, and change nothing else.

A cure comes from three sources: the patch a diagnostic carries, a misspelt key that only one known name is near to, and a
typed value whose plain writing means the same. After every round the text is read again; a file in which any other value
would have changed stays as it was, and that is said (``FIX-CHANGED``).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sitegen import codes
from sitegen.diagnostics import Diagnostic, Edit, Place
from sitegen.disk import write_file
from sitegen.load.files import VillageFiles
from sitegen.load.publication import HEAD_KEYS
from sitegen.load.values import parse
from sitegen.load.village import load_village
from sitegen.model.catalogue import Catalogue, Column, Kind, Preset, TableForm
from sitegen.model.ledger import Body, Disclosure, Record, Value, Village
from sitegen.model.money import decimal_money
from sitegen.source import apply_edits, decode, load_document, place_of
from sitegen.source.spelling import all_near
from sitegen.untouched import TABLE, compare, find_change, leaves

_ROUNDS = 6
"""One mended line may show the next mistake; more rounds than this nobody needs."""
BACKUPS = "修整备份"
"""Below ``build/.state``, where nothing is read as a ledger."""


class Mended(Struct, frozen=True):
    """One file that can be made better: its bytes as they are and as they would be."""

    file: str
    before: bytes
    after: bytes
    encoding: str
    """``GBK``, ``UTF-16`` or ``BOM`` where it was not plain UTF-8."""

    @property
    def texts(self) -> tuple[str, str]:
        """Both as text with ``\\n`` line ends."""
        return decode(self.file, self.before)[0] or "", decode(self.file, self.after)[0] or ""


def mend_village(
    given: VillageFiles, catalogue: Catalogue, preset: Preset
) -> tuple[tuple[Mended, ...], tuple[Diagnostic, ...]]:
    """The files of a village that can be mended, and what was refused because it would have changed something else."""
    texts = {file: text for file, data in given.files.items() if (text := _read_ledger(file, data)) is not None}
    found: list[Diagnostic] = []
    better = dict(texts)
    for file, text in texts.items():
        better[file], refused = mend_text(file, text)
        found += refused
    better, refused = _mend_values(given, better, catalogue, preset)
    mended = tuple(_to_mended(file, given.files[file], better[file]) for file in sorted(better))
    return tuple(each for each in mended if each.before != each.after), (*found, *refused)


def mend_file(file: str, data: bytes) -> tuple[Mended | None, tuple[Diagnostic, ...]]:
    """A file that is no village's own, such as ``sitegen.yaml``: its encoding and its signs only."""
    text = _read_ledger(file, data)
    better, refused = mend_text(file, text) if text is not None else ("", ())
    mended = _to_mended(file, data, better)
    return (mended if text is not None and mended.after != data else None), refused


def _read_ledger(file: str, data: bytes) -> str | None:
    """The text of a ledger or of a table beside it; None for what is none, or cannot be read without loss."""
    text = decode(file, data)[0] if file.endswith((".yaml", TABLE)) else None
    return text if text is not None and "\ufffd" not in text else None


def _to_mended(file: str, before: bytes, text: str) -> Mended:
    """The text as plain UTF-8; line ends stay as they were, unless they were of several kinds.

    A table that was not plain UTF-8 gets the mark without which Excel takes it for GBK; one that has the mark keeps it.
    """
    old, found = decode(file, before)
    encoding = dict(found[0].values).get("encoding", "") if found else "BOM" if _has_mark(before) else ""
    ends = before.decode("utf-16", "replace") if encoding == "UTF-16" else before.decode("latin-1")
    keep = 0 < ends.count("\r\n") == (old or "").count("\n")
    mark = codecs.BOM_UTF8 if file.endswith(TABLE) and encoding else b""
    after = mark + (text.replace("\n", "\r\n") if keep else text).encode()
    return Mended(file, before, after, "" if mark and encoding == "BOM" else encoding)


def _has_mark(data: bytes) -> bool:
    return data.startswith(codecs.BOM_UTF8)


# ---- what diagnostics carry -----------------------------------------------------------------------------------------


def mend_text(file: str, text: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text with every certain cure of its signs made: colons, tabs, dashes, hidden characters; tables have none."""
    for _ in range(0 if file.endswith(TABLE) else _ROUNDS):
        document, found = load_document(file, text.encode())
        edits = tuple(edit for each in found for edit in each.patch)
        better = apply_edits(text, edits)
        if better == text:
            break
        again, _ = load_document(file, better.encode())
        loose = any(each.code == "ENC-HIDDEN" for each in found)
        if problem := find_change(file, document.root, again.root, edits=(), loose=loose):
            return text, (problem,)
        text = better
    return text, ()


# ---- keys and values ------------------------------------------------------------------------------------------------


def _mend_values(
    given: VillageFiles, texts: Mapping[str, str], catalogue: Catalogue, preset: Preset
) -> tuple[dict[str, str], tuple[Diagnostic, ...]]:
    """Misspelt names and odd writings, round by round; a file that was refused is left out of the next ones."""
    better, refused = dict(texts), {}
    village, found = _load(given, better, catalogue, preset)
    for _ in range(_ROUNDS):
        edits = _find_edits(village, found, better, catalogue)
        tried = {file: apply_edits(better[file], edits[file]) for file in edits if file not in refused}
        tried = {file: text for file, text in tried.items() if text != better[file]}
        if not tried:
            break
        again, news = _load(given, {**better, **tried}, catalogue, preset)
        for file in tuple(tried):
            if problem := compare(file, better[file], tried[file], edits[file], village, again):
                refused[file] = problem
                del tried[file]
        better |= tried
        village, found = (again, news) if not refused else _load(given, better, catalogue, preset)
    return better, tuple(refused.values())


def _load(
    given: VillageFiles, texts: Mapping[str, str], catalogue: Catalogue, preset: Preset
) -> tuple[Village, tuple[Diagnostic, ...]]:
    files = {**given.files, **{file: text.encode() for file, text in texts.items()}}
    return load_village(replace(given, files=files), catalogue, preset)


def _find_edits(
    village: Village, found: Iterable[Diagnostic], texts: Mapping[str, str], catalogue: Catalogue
) -> dict[str, tuple[Edit, ...]]:
    edits: dict[str, list[Edit]] = {}
    for diagnostic in found:
        edits.setdefault(diagnostic.place.file, []).extend((*diagnostic.patch, *_rename(diagnostic, catalogue)))
    lines = {file: text.split("\n") for file, text in texts.items()}
    for kind, value, place in (*_typed_values(village, catalogue), *_plain_days(texts)):
        if place.file in lines:
            edits.setdefault(place.file, []).extend(_rewrite(kind, value, place, lines[place.file]))
    return {file: tuple(own) for file, own in edits.items() if own and file in texts}


def _rename(diagnostic: Diagnostic, catalogue: Catalogue) -> Iterator[Edit]:
    """A key that is near to one known name only; a text file that names no line cannot be mended."""
    place, values = diagnostic.place, dict(diagnostic.values)
    if diagnostic.code not in ("KEY-UNKNOWN", "KEY-COLUMN", "KEY-ITEM") or not place.line or place.cell:
        return
    known = values["known"].split("、") if "known" in values else _item_names(catalogue)
    near = all_near(values["key"], known)
    if len(near) == 1 and place.end_column - place.column == len(values["key"]):
        yield Edit(place.line, place.column, place.end_column, near[0])


def _item_names(catalogue: Catalogue) -> list[str]:
    items = (item for item in catalogue.items if item.shape != "register")
    return [*HEAD_KEYS, *(name for item in items for name in (item.name, *item.aliases))]


def _typed_values(village: Village, catalogue: Catalogue) -> Iterator[tuple[Kind, Value, Place]]:
    """Every field and cell with the type its column has, and where it stands."""
    sources: tuple[Disclosure | Record, ...] = (*village.disclosures, *village.records)
    for source in sources:
        item = catalogue.by_number(source.item)
        if item is None:
            continue
        for field in source.body.fields:
            column = item.field(field.name)
            if column is not None:
                yield column.kind, field.value, field.place
        for table in source.body.tables:
            form = item.table(table.name)
            yield from _typed_cells(form, source.body, table.name) if form else ()


_DAYS = ("公开日期", "公示至", "终止")
"""Keys that hold a day whatever the item is."""


def _plain_days(texts: Mapping[str, str]) -> Iterator[tuple[Kind, Value, Place]]:
    for file, text in texts.items():
        for leaf in leaves(None if file.endswith(TABLE) else load_document(file, text.encode())[0].root):
            if leaf.names[-1:] and leaf.names[-1] in _DAYS and leaf.node.style not in ("|", ">"):
                value, _ = parse("date", leaf.node.text)
                if value is not None:
                    yield "date", value, place_of(file, leaf.node)


def _typed_cells(form: TableForm, body: Body, name: str) -> Iterator[tuple[Kind, Value, Place]]:
    table = body.table(name)
    columns: Mapping[str, Column] = {column.name: column for column in form.columns}
    for row in table.rows if table else ():
        for written, cell in zip(row.columns, row.cells, strict=True):
            if cell is not None:
                yield columns[written].kind, cell, row.place_of(written)


_QUOTED = re.compile(r"(['\"])(.*)\1")
_WIDE = str.maketrans("０１２３４５６７８９．％－＋", "0123456789.%-+")
_GOOD_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}月\d{1,2}日|\d{1,2}[日号]", re.ASCII)
_GOOD_MONEY = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[万亿]元?)?", re.ASCII)


def _rewrite(kind: Kind, value: Value, place: Place, lines: list[str]) -> Iterator[Edit]:
    """The plain writing of the same value, where it is written oddly on one line."""
    if place.cell or not 1 <= place.line <= len(lines) or place.end_column <= place.column:
        return
    written = lines[place.line - 1][place.column - 1 : place.end_column - 1]
    quoted = _QUOTED.fullmatch(written)
    start, inside = (place.column + 1, quoted[2]) if quoted else (place.column, written)
    plain = to_plain_writing(kind, value, inside)
    if plain != inside:
        yield Edit(place.line, start, start + len(inside), plain)


def to_plain_writing(kind: Kind, value: Value, written: str) -> str:
    """``written`` as the handbook writes it when that is certain to mean the same value, else as it is.

    Days: ``2026-03-05``, without a year ``7月3日``. Amounts: ``1234.50``; 万 stays. Numbers: narrow digits.
    """
    if kind == "date" and isinstance(value, date):
        return _plain_date(value, written)
    if kind == "money" and isinstance(value, int):
        if _GOOD_MONEY.fullmatch(written):
            return written
        narrow = written.translate(_WIDE)
        return narrow if "万" in written or "亿" in written else decimal_money(value)
    return written.translate(_WIDE) if kind in ("count", "number", "share") else written


def _plain_date(value: date, written: str) -> str:
    narrow = written.translate(_WIDE)
    if _GOOD_DATE.fullmatch(written) or ":" in narrow or "：" in narrow:
        return written
    if str(value.year) in narrow:
        return value.isoformat()
    return f"{value.month}月{value.day}日" if str(value.month) in narrow else narrow


# ---- on disk --------------------------------------------------------------------------------------------------------


def write_mended(county: Path, mended: Mended) -> Path:
    """Keep the old bytes, then write the new ones whole; the path of the backup.

    Raises :class:`ChangedError` when the file is no longer the one that was looked at.
    """
    path = county / mended.file
    if path.read_bytes() != mended.before:
        raise ChangedError(mended.file)
    name = f"{mended.file}.{codes.digest(mended.before)[:8]}.bak"
    backup = county / "build" / ".state" / BACKUPS / name
    write_file(backup, mended.before)
    write_file(path, mended.after)
    return backup


class ChangedError(Exception):
    """Somebody saved the file meanwhile; nothing was written."""
