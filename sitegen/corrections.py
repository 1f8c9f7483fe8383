"""Where a correction points to, what stood there before, and the check code of what a reviewer saw."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from sitegen import codes
from sitegen.model.ledger import Body, Correction, Disclosure, Record, Row, Table
from sitegen.model.plain import to_plain
from sitegen.model.site import Version


def position_of(correction: Correction) -> str:
    """Where a correction points to: a field ``期末余额``, a cell ``出账/记-014/金额``, a sum ``名单.金额``."""
    if not correction.table:
        return correction.column
    if not correction.key:
        return f"{correction.table}.{correction.column}"
    return "/".join((correction.table, ",".join(written for _, written in correction.key), correction.column))


def split_position(position: str) -> tuple[str, str, str]:
    """Table, key and column of a position; without a table of a field, without a key of a sum."""
    table, slash, rest = position.partition("/")
    if slash:
        key, _, column = rest.rpartition("/")
        return table, key, column
    table, dot, column = position.partition(".")
    return (table, "", column) if dot else ("", "", position)


def find_row(body: Body, correction: Correction) -> Row | None:
    """The row a correction speaks of: the one whose key columns are written so."""
    table = body.table(correction.table)
    if table is None:
        return None
    return next((row for row in table.rows if _is_row(row, correction.key)), None)


def _is_row(row: Row, key: tuple[tuple[str, str], ...]) -> bool:
    return bool(key) and all(to_plain(row.get(name)) == written for name, written in key)


def undo(body: Body, corrections: Iterable[Correction]) -> Body:
    """The body as it was before these corrections, the last one undone first."""
    for correction in sorted(corrections, key=lambda each: each.day, reverse=True):
        body = _undo_one(body, correction)
    return body


def _undo_one(body: Body, correction: Correction) -> Body:
    if not correction.table:
        if correction.before is None:
            return Body(tuple(field for field in body.fields if field.name != correction.column), body.tables)
        fields = tuple(
            replace(field, value=correction.before) if field.name == correction.column else field
            for field in body.fields
        )
        return Body(fields, body.tables)
    row = find_row(body, correction)
    tables = tuple(
        _replace_cell(table, row, correction) if table.name == correction.table else table for table in body.tables
    )
    return Body(body.fields, tables)


def _replace_cell(table: Table, row: Row | None, correction: Correction) -> Table:
    def changed(each: Row) -> Row:
        if each is not row or correction.column not in each.columns:
            return each
        index = each.columns.index(correction.column)
        return replace(each, cells=(*each.cells[:index], correction.before, *each.cells[index + 1 :]))

    kept = (each for each in table.rows if each is not row or not correction.is_new_row)
    return replace(table, rows=tuple(map(changed, kept)))


def derive_check_code(disclosure: Disclosure, on: date | None = None) -> str:
    """Four signs over what a reviewer sees: identity, fields, rows and notes; corrections made after ``on`` undone."""
    later = [each for each in disclosure.corrections if on is not None and each.day > on]
    body = undo(disclosure.body, later)
    content = [
        list(disclosure.identity),
        disclosure.nothing,
        [[field.name, to_plain(field.value)] for field in sorted(body.fields, key=lambda field: field.name)],
        [[table.name, [_plain_row(row) for row in table.rows]] for table in sorted(body.tables, key=lambda t: t.name)],
        disclosure.notes.strip(),
    ]
    return codes.check_code(codes.to_canonical(content))


def _plain_row(row: Row) -> list[list[str]]:
    pairs = zip(row.columns, row.cells, strict=True)
    return [[name, to_plain(cell)] for name, cell in pairs if cell is not None]


def derive_record_code(record: Record) -> str:
    """Four signs over what a register entry is, whatever its number and the rows that grow with every payment."""
    fields = [[field.name, to_plain(field.value)] for field in sorted(record.body.fields, key=lambda field: field.name)]
    return codes.check_code(codes.to_canonical([record.item, record.name, fields]))


def is_withdrawn(disclosure: Disclosure, version: Version) -> bool:
    """Whether it was taken down; it comes back only with other content that was reviewed afterwards."""
    if version.state != "withdrawn":
        return False
    reviewed = any(each.agreed and each.day >= version.day for each in disclosure.reviews)
    return not reviewed or derive_check_code(disclosure) == version.check_code


def derive_file_code(disclosures: Iterable[Disclosure], on: date | None = None) -> str:
    """The check code of several disclosures reviewed together (one 审核 line for a whole file)."""
    parts = sorted([*each.identity, derive_check_code(each, on)] for each in disclosures)
    return codes.check_code(codes.to_canonical(parts))


def group_reviewed(disclosures: Iterable[Disclosure]) -> tuple[tuple[Disclosure, ...], ...]:
    """Disclosures that one 审核 line stands for: those of a file, but for the ones that have a line of their own."""
    groups: dict[tuple[object, ...], list[Disclosure]] = {}
    for each in disclosures:
        groups.setdefault((each.span.file, *(review.place for review in each.reviews)), []).append(each)
    return tuple(tuple(group) for group in groups.values())


def derive_review_code(together: tuple[Disclosure, ...], on: date | None = None) -> str:
    """The check code that the 审核 line of these disclosures quotes: that of the one, or of all together."""
    return derive_check_code(together[0], on) if len(together) == 1 else derive_file_code(together, on)
