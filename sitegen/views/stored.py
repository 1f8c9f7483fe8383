"""What is published, put into ``published/`` and taken out again, as it may be shown today: stricter rules and ended names hold for
old versions, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import to_builtins
from msgspec.structs import replace

from sitegen.asked import Told
from sitegen.model.catalogue import Item, Kind, Output, TableForm
from sitegen.views.corrected import sum_up
from sitegen.views.masking import mask_as
from sitegen.views.names import SOMEBODY, Names
from sitegen.views.public import (
    SMALLEST_GROUP,
    PublicAttachment,
    PublicBody,
    PublicColumn,
    PublicCorrection,
    PublicDisclosure,
    PublicFigure,
    PublicGroup,
    PublicRecord,
    PublicReview,
    PublicTable,
)
from sitegen.views.sight import see


def to_record(view: PublicDisclosure | PublicRecord | Told) -> dict[str, object]:
    """The view as plain JSON values."""
    record: dict[str, object] = to_builtins(view)
    return record


def _body_from(record: dict[str, object]) -> PublicBody:
    def parts(name: str) -> list[dict[str, object]]:
        return record[name]  # type: ignore[return-value]

    return PublicBody(
        fields=tuple(PublicFigure(*each) for each in record["fields"]),  # type: ignore[attr-defined]
        tables=tuple(
            PublicTable(
                name=str(each["name"]),
                columns=tuple(PublicColumn(*column) for column in each["columns"]),  # type: ignore[attr-defined]
                rows=tuple(tuple(row) for row in each["rows"]),  # type: ignore[attr-defined]
                keys=tuple(each["keys"]),  # type: ignore[arg-type]
                groups=tuple(PublicGroup(*group) for group in each["groups"]),  # type: ignore[attr-defined]
                hidden=str(each["hidden"]),
            )
            for each in parts("tables")
        ),
        figures=tuple(PublicFigure(*each) for each in record["figures"]),  # type: ignore[attr-defined]
        notes=str(record["notes"]),
        attachments=tuple(PublicAttachment(**each) for each in parts("attachments")),  # type: ignore[arg-type]
    )


def disclosure_from(record: dict[str, object]) -> PublicDisclosure:
    """The disclosure a stored version holds (the reverse of ``to_record``)."""
    plain = dict(record)
    body = _body_from(plain.pop("body"))  # type: ignore[arg-type]
    reviews = tuple(PublicReview(**each) for each in plain.pop("reviews"))  # type: ignore[attr-defined]
    corrections = tuple(PublicCorrection(**each) for each in plain.pop("corrections"))  # type: ignore[attr-defined]
    return PublicDisclosure(body=body, reviews=reviews, corrections=corrections, **plain)  # type: ignore[arg-type]


def record_from(record: dict[str, object]) -> PublicRecord:
    """The record a stored version holds (the reverse of ``to_record``)."""
    plain = dict(record)
    return PublicRecord(body=_body_from(plain.pop("body")), **plain)  # type: ignore[arg-type]


def hold_today(body: PublicBody, item: Item) -> PublicBody:
    """A stored body as today's catalogue lets it be shown: what has become stricter since holds for old versions too."""
    outputs = {name: output for name, (_, output) in item.outputs("web").items()}
    shown = ("full", "masked")
    fields = tuple(
        replace(each, value=_again(each.kind, each.value, outputs.get(each.name, "full")))
        for each in body.fields
        if outputs.get(each.name, "full") in shown
    )
    figures = tuple(each for each in body.figures if each.name not in see(item, "web").unsaid)
    tables = tuple(_hold_table(each, item.table(each.name), outputs) for each in body.tables)
    return replace(body, fields=fields, figures=figures, tables=tables)


def _hold_table(table: PublicTable, form: TableForm | None, outputs: Mapping[str, Output]) -> PublicTable:
    kept = [
        index
        for index, column in enumerate(table.columns)
        if outputs.get(f"{table.name}.{column.name}", "full") in ("full", "masked")
    ]
    lead = form.lead if form else ()
    if table.rows and lead and not any(table.columns[index].name in lead for index in kept):
        return PublicTable(table.name, (), (), (), (), "private")
    rows = tuple(
        tuple(
            _again(
                table.columns[index].kind, row[index], outputs.get(f"{table.name}.{table.columns[index].name}", "full")
            )
            for index in kept
        )
        for row in table.rows
    )
    columns = tuple(table.columns[index] for index in kept)
    return replace(table, columns=columns, rows=rows)


def _again(kind: Kind, text: str, output: Output) -> str:
    """Masked as it must be today; what was masked before stays as it is."""
    if output != "masked" or "*" in text:
        return text
    return mask_as(kind, text)


def withdraw_names(view: PublicDisclosure, item: Item, today: date) -> PublicDisclosure:
    """A stored view as it may be shown today: once the posting days are over, rows with names are gone, and so is every
    word about one of them (the largest amount, corrections of rows, masked names in notes)."""
    if not view.posted_until or today <= date.fromisoformat(view.posted_until):
        return view
    over = {form.name for form in item.tables if any(column.names_until_end for column in form.columns)}
    over &= {table.name for table in view.body.tables}
    if not over:
        return view
    gone = {name for table in view.body.tables if table.name in over for name in _names_shown(table)}
    names = Names(dict.fromkeys(gone, SOMEBODY))
    tables = tuple(_withdraw_rows(each) if each.name in over else each for each in view.body.tables)
    figures = tuple(
        each
        for each in view.body.figures
        if each.name.partition(".")[0] not in over or not each.name.endswith((".最大", ".同"))
    )
    captions = tuple(replace(each, caption=names.mask(each.caption)) for each in view.body.attachments)
    notes = names.mask(view.body.notes)
    body = replace(view.body, tables=tables, figures=figures, notes=notes, attachments=captions)
    reviews = tuple(
        replace(each, words=names.mask(each.words), answer=names.mask(each.answer)) for each in view.reviews
    )
    sums = {figure.name: figure.value for figure in figures}
    corrections = tuple(
        replace(each, reason=names.mask(each.reason), checked_by=names.mask(each.checked_by))
        for each in sum_up(item, tables, sums, view.corrections)
    )
    return replace(view, body=body, reviews=reviews, corrections=corrections)


def _names_shown(table: PublicTable) -> set[str]:
    persons = [index for index, column in enumerate(table.columns) if column.kind in ("person", "payee")]
    return {row[index] for row in table.rows for index in persons if len(row[index]) > 1}


def _withdraw_rows(table: PublicTable) -> PublicTable:
    told = any(group.size < SMALLEST_GROUP for group in table.groups)
    return PublicTable(table.name, (), (), (), () if told else table.groups, table.hidden or "ended")
