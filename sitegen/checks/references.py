"""References to records and vouchers that do not exist, keys used twice, attachments that are missing or not what they say."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from sitegen.checks.names import check_name
from sitegen.diagnostics import Diagnostic, Place, error, warning
from sitegen.model.catalogue import Catalogue, Column, Item, TableForm
from sitegen.model.ledger import Account, Body, Disclosure, Record, Row, Table, Village
from sitegen.model.plain import to_plain
from sitegen.source import nearest

PICTURES = (".png", ".jpg", ".jpeg")
DOCUMENTS = (*PICTURES, ".pdf", ".mp3")


def check_references(village: Village, catalogue: Catalogue, attachments: Mapping[str, int]) -> tuple[Diagnostic, ...]:
    """All references of one village; ``attachments`` are its files below 附件/ with their sizes."""
    registers = {item.number: item.register_file for item in catalogue.items if item.register_file}
    known = {f"{registers[record.item]}/{record.number}" for record in village.records if record.item in registers}
    found: list[Diagnostic] = []
    for item, body, _ in _bodies(village, catalogue):
        for column, value, place in _values(item, body):
            if column.kind == "reference" and value not in known:
                found.append(error("REF-RECORD", place, reference=value, nearest=nearest(value, known)))
        for table in body.tables:
            form = item.table(table.name)
            if form is not None and form.key:
                found += _check_keys(form, table)
            if form is not None and form.column(_ACCOUNT) is not None:
                found += _check_accounts(village.accounts, table)
    for path, place in list_files(village, catalogue):
        found += _check_file(path, place, attachments)
    return tuple(found)


def list_files(village: Village, catalogue: Catalogue) -> Iterator[tuple[str, Place]]:
    """Attachments that are spoken of, below 附件/, and where."""
    for item, body, listed in _bodies(village, catalogue):
        yield from ((value, place) for column, value, place in _values(item, body) if column.kind == "file")
        yield from listed
    for step in (step for case in village.cases for step in case.steps):
        if step.proof.lower().endswith(DOCUMENTS):  # else it is a sentence
            yield step.proof.removeprefix("附件/"), step.proof_place


def _bodies(village: Village, catalogue: Catalogue) -> Iterator[tuple[Item, Body, list[tuple[str, Place]]]]:
    sources: tuple[Disclosure | Record, ...] = (*village.disclosures, *village.records)
    for source in sources:
        item = catalogue.by_number(source.item)
        if item is not None:
            yield item, source.body, [(each.path, each.place) for each in source.attachments]


_POINTERS = ("reference", "file")


def _values(item: Item, body: Body) -> Iterator[tuple[Column, str, Place]]:
    """What points to records and files."""
    for field in body.fields:
        column = item.field(field.name)
        if column is not None and column.kind in _POINTERS and isinstance(field.value, str):
            yield column, field.value, field.place
    for table in body.tables:
        form = item.table(table.name)
        columns = {each.name: each for each in form.columns if each.kind in _POINTERS} if form else {}
        for name, cells in table.texts.items() if columns else ():
            for row, cell in zip(table.rows, cells, strict=True) if name in columns else ():
                if isinstance(cell, str):
                    yield columns[name], cell, row.place_of(name)


def _check_accounts(accounts: Sequence[Account], table: Table) -> Iterator[Diagnostic]:
    """Sets of books that a row speaks of by a name nearly theirs; several of them, all, or one called by another name may
    stand in a cell."""
    names = [each.name for each in accounts]
    for row, text in zip(table.rows, table.column(_ACCOUNT), strict=True):
        if (
            not isinstance(text, str)
            or any(name in text for name in names)
            or any(text in each.plain for each in accounts)
        ):
            continue
        if near := nearest(text, names):
            yield warning("REF-ACCOUNT", row.place_of(_ACCOUNT), account=text, nearest=near, known="、".join(names))


_ACCOUNT = "账套"


def _check_keys(form: TableForm, table: Table) -> list[Diagnostic]:
    keys = tuple(zip(*(map(to_plain, table.column(name)) for name in form.key), strict=True))
    if len(set(keys)) == len(keys):
        return []
    seen: dict[tuple[str, ...], int] = {}
    found = []
    required = [column.name for column in form.columns if column.required and column.name in form.key]
    for number, (row, key) in enumerate(zip(table.rows, keys, strict=True)):
        if not any(key) or any(row.get(name) is None for name in required):  # which is said already
            continue
        if key in seen:
            shown = " ".join(part for part in key if part)
            one, other = _odd_one_first(table.rows, form.key[0], seen[key], number)
            found.append(error("REF-KEY", one.place_of(form.key[0]), key=shown, other=str(other.place.line)))
        seen.setdefault(key, number)
    return found


_COUNTED = re.compile(r"(\d{1,9})\D*$")


def _odd_one_first(rows: Sequence[Row], name: str, first: int, second: int) -> tuple[Row, Row]:
    """Two rows of one number: before the other the one that does not follow its neighbours, else the second."""

    def counted(number: int) -> int | None:
        match = _COUNTED.search(to_plain(rows[number].get(name))) if 0 <= number < len(rows) else None
        return int(match[1]) if match else None

    own = counted(first)
    fits = [
        own is not None and own in (_next(counted(at - 1), 1), _next(counted(at + 1), -1)) for at in (first, second)
    ]
    return (rows[first], rows[second]) if fits == [False, True] else (rows[second], rows[first])


def _next(number: int | None, step: int) -> int | None:
    return None if number is None else number + step


def _check_file(path: str, place: Place, attachments: Mapping[str, int]) -> list[Diagnostic]:
    if named := check_name(path, place):
        return [named if path in attachments else replace(named, severity="error")]
    if not path.lower().endswith(DOCUMENTS):
        return [error("FILE-KIND", place, path=path)]
    if path in attachments:
        return [] if attachments[path] else [error("FILE-EMPTY", place, path=path)]
    same = {_folded(name): name for name in attachments}
    if _folded(path) in same:
        return [error("FILE-CASE", place, path=path, actual=same[_folded(path)])]
    by_name = {posixpath.basename(name): name for name in attachments}
    near = nearest(posixpath.basename(path), by_name)
    return [error("FILE-MISSING", place, path=path, nearest=by_name.get(near, ""), where="attached")]


def at_their_mention(read: Sequence[Diagnostic], checked: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Both, with an attachment that is a shortcut said where a ledger speaks of it, instead of once there and once of itself."""
    links = {each.place.file.partition("/附件/")[2] for each in read if each.code == "FILE-LINK"}
    if not links:
        return (*read, *checked)
    paths = [dict(each.values).get("path", "") if each.code == "FILE-MISSING" else "" for each in checked]
    met = {f"/附件/{path}" for path in paths if path in links}
    own = (each for each in read if each.code != "FILE-LINK" or not each.place.file.endswith(tuple(met)))
    said = (
        replace(each, code="FILE-LINK", values=(("path", path),)) if path in links else each
        for each, path in zip(checked, paths, strict=True)
    )
    return (*own, *said)


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
