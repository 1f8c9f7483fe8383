"""What of a disclosure or record one audience may see, and nothing else: the only way from the ledger to the outside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sitegen.corrections import position_of
from sitegen.figures import Figure, add, derive_figures
from sitegen.model.catalogue import ROWS, WORDS, Audience, Column, Item, Kind, TableForm
from sitegen.model.ledger import Body, Disclosure, Record, Table, Value
from sitegen.model.numerals import group_number
from sitegen.model.plain import to_plain
from sitegen.views.amounts import from_plain
from sitegen.views.corrected import sum_up
from sitegen.views.masking import mask_as
from sitegen.views.names import SOMEBODY, Names, find_private_names
from sitegen.views.public import (
    FEW,
    KIND_OF_CORRECTION,
    SMALLEST_GROUP,
    PublicAttachment,
    PublicBody,
    PublicCorrection,
    PublicDisclosure,
    PublicFigure,
    PublicGroup,
    PublicRecord,
    PublicReview,
    PublicTable,
)
from sitegen.views.sight import Sight, TableSight, see


def view_disclosure(
    item: Item, disclosure: Disclosure, audience: Audience, today: date, check_code: str = ""
) -> PublicDisclosure:
    """The disclosure as the audience may see it on that day."""
    over = disclosure.posted_until is not None and today > disclosure.posted_until
    sight = see(item, audience, over=over)
    names = Names(find_private_names(sight.private, disclosure.body))
    body = _view_body(item, sight, disclosure, names)
    return PublicDisclosure(
        item=disclosure.item,
        period=disclosure.period.code,
        part=disclosure.part.code,
        part_label=disclosure.part.label,
        nothing=disclosure.nothing,
        posted=to_plain(disclosure.posted),
        posted_until=to_plain(disclosure.posted_until),
        body=body,
        reviews=tuple(
            PublicReview(
                each.reviewer,
                each.day.isoformat(),
                each.agreed,
                names.mask(each.words),
                names.mask(each.answer),
            )
            for each in disclosure.reviews
        ),
        corrections=_view_corrections(item, disclosure, sight, body, names),
        check_code=check_code,
    )


def view_record(item: Item, record: Record, audience: Audience) -> PublicRecord:
    """The record as the audience may see it."""
    sight = see(item, audience)
    names = Names(find_private_names(sight.private, record.body))
    body = _view_body(item, sight, record, names)
    return PublicRecord(record.item, record.number, names.mask(record.name), to_plain(record.ended), body)


def _view_body(item: Item, sight: Sight, source: Disclosure | Record, names: Names) -> PublicBody:
    body = source.body
    written = {field.name: field.value for field in reversed(body.fields)}
    fields = tuple(
        PublicFigure(head.name, head.kind, _show(each.column, written[head.name], names, masked=each.masked), head.unit)
        for each in sight.fields
        if (head := each.head).name in written
    )
    tables = {table.name: table for table in reversed(body.tables)}
    views = (_view_table(each, tables[each.form.name], names) for each in sight.tables if each.form.name in tables)
    shown = (each for each in source.attachments if each.redacted)
    attachments = tuple(PublicAttachment(each.path, names.mask(each.caption)) for each in shown)
    figures = _view_figures(item, body, sight, names)
    return PublicBody(fields, tuple(views), figures, names.mask(source.notes), attachments)


def _view_figures(item: Item, body: Body, sight: Sight, names: Names) -> tuple[PublicFigure, ...]:
    return tuple(
        PublicFigure(name, figure.kind, names.mask(to_plain(figure.value)), figure.unit)
        for name, figure in derive_figures(item, (body,)).items()
        if name not in sight.unsaid
    )


def _view_table(sight: TableSight, table: Table, names: Names) -> PublicTable:
    form, hidden = sight.form, sight.hidden
    cells = _by_column(form, table)
    groups = _view_groups(form, len(table.rows), cells) if sight.grouped and hidden != "private" else ()
    if hidden and any(group.size < SMALLEST_GROUP for group in groups):
        groups = ()
    if hidden:
        return PublicTable(form.name, (), (), (), groups, hidden)
    present = [each for each in sight.columns if any(cell is not None for cell in cells.get(each.head.name, ()))]
    written = [_show_all(each.column, cells[each.head.name], names, masked=each.masked) for each in present]
    rows = tuple(zip(*written, strict=True)) if written else ((),) * len(table.rows)
    keys = keys_of(form, table) if sight.keyed else ()
    return PublicTable(form.name, tuple(each.head for each in present), rows, keys, groups)


def _by_column(form: TableForm, table: Table) -> Mapping[str, tuple[Value | None, ...]]:
    cells = table.cells
    if form.group_by == "村民小组" and form.group_by in cells:
        return {**cells, form.group_by: _spelled_alike(cells[form.group_by])}
    return cells


def _spelled_alike(groups: tuple[Value | None, ...]) -> tuple[Value | None, ...]:
    """Groups of villagers as each was written first: ``1``, ``1组``, ``第一组`` are one."""
    first: dict[int, Value] = {}
    alike = []
    for group in groups:
        number = group_number(group) if isinstance(group, str) else None
        alike.append(group if group is None or number is None else first.setdefault(number, group))
    return tuple(alike)


def keys_of(form: TableForm, table: Table) -> tuple[str, ...]:
    """The rows' keys as written in positions: their key columns' plain texts, joined by a comma; empty parts left out."""
    parts = zip(*(map(to_plain, table.column(name)) for name in form.key), strict=True)
    return tuple(",".join(filter(None, each)) for each in parts) if form.key else ("",) * len(table.rows)


def _view_groups(form: TableForm, size: int, cells: Mapping[str, tuple[Value | None, ...]]) -> tuple[PublicGroup, ...]:
    nothing = (None,) * size
    groups: dict[str, list[Value]] = {}
    for name, cell in zip(cells.get(form.group_by, nothing), cells.get(form.figure, nothing), strict=True):
        groups.setdefault(to_plain(name), []).append(cell if cell is not None else 0)
    return tuple(PublicGroup(name, len(each), to_plain(add(each))) for name, each in groups.items())


def _view_corrections(
    item: Item, disclosure: Disclosure, sight: Sight, body: PublicBody, names: Names
) -> tuple[PublicCorrection, ...]:
    """Each as it was written, then rows that are not shown as totals."""
    if not disclosure.corrections:
        return ()
    corrections = []
    for each in disclosure.corrections:
        column, output = sight.outputs.get(".".join(filter(None, (each.table, each.column))), (None, "full"))
        if each.column == ROWS and each.table and not each.key:
            column = _ROWS
        if column is None or output == "absent" or (output == "totals" and not each.table):
            continue
        masked = output == "masked"
        key = ",".join(_show_key(sight, each.table, *part) for part in each.key)
        corrections.append(
            PublicCorrection(
                day=each.day.isoformat(),
                kind=KIND_OF_CORRECTION[each.kind],
                position="/".join((each.table, key, each.column)) if key else position_of(each),
                table=each.table,
                key=key,
                column=each.column,
                column_kind=column.kind,
                before=_show(column, each.before, names, masked=masked),
                after=_show(column, each.after, names, masked=masked),
                reason=names.mask(each.reason),
                checked_by=names.mask(each.checked_by),
            )
        )
    sums = {figure.name: figure.value for figure in body.figures}
    summed = frozenset(name for name, (_, output) in sight.outputs.items() if output == "totals")
    return sum_up(item, body.tables, sums, tuple(corrections), summed)


_ROWS = Column(ROWS, "count")


def _show_key(sight: Sight, table: str, name: str, written: str) -> str:
    """A key as the row shows it: a name that is shown masked is masked there, too."""
    column, output = sight.outputs.get(f"{table}.{name}", (None, "full"))
    if column is None or output == "full":
        return written
    return mask_as(column.kind, written) if output == "masked" else SOMEBODY


def _show(column: Column, value: Value | None, names: Names, *, masked: bool) -> str:
    return _show_all(column, (value,), names, masked=masked)[0]


def _show_all(column: Column, values: tuple[Value | None, ...], names: Names, *, masked: bool) -> list[str]:
    """The values of one column as plain texts, empty where nothing was written."""
    texts = list(map(to_plain, values))
    if column.kind == "point":
        return [_round(text, column.digits) for text in texts]
    if masked:
        return [mask_as(column.kind, text) for text in texts]
    return list(map(names.mask, texts)) if names.shown and column.kind in WORDS else texts


def _round(point: str, digits: int) -> str:
    return ",".join(str(round(Decimal(degrees), digits)) for degrees in point.split(",")) if point else ""


FIGURE_KINDS: frozenset[Kind] = frozenset(
    {"money", "number", "count", "share", "payee", "person", "organisation", "choice", "date"}
)


def figures_by_position(view: PublicDisclosure, *, sums: bool = False) -> dict[str, str]:
    """What may not change quietly, by position: fields ``期末余额``, cells ``出账/记-014/金额``, and the sums
    ``名单.金额`` of tables whose rows cannot be told apart in public (with ``sums`` those of all tables);
    ``名单.few`` for a table that shows not even these."""
    figures = {field.name: field.value for field in view.body.fields if field.kind in FIGURE_KINDS}
    figures |= {f"{table.name}.{FEW}": FEW for table in view.body.tables if table.hidden == FEW}
    for table in view.body.tables:
        for key, row in zip(table.keys, table.rows, strict=False):
            for column, text in zip(table.columns, row, strict=True):
                if column.kind in FIGURE_KINDS and text:
                    figures[f"{table.name}/{key}/{column.name}"] = text
        if sums or not table.keys:
            figures |= {
                figure.name: figure.value
                for figure in view.body.figures
                if figure.name.startswith(f"{table.name}.") and not figure.name.endswith((".最大", ".同"))
            }
    return figures


def to_figures(figures: tuple[PublicFigure, ...]) -> dict[str, Figure]:
    """Public figures as typed ones, for sentences."""
    typed: dict[str, Figure] = {}
    for figure in figures:
        value = from_plain(figure.kind, figure.value)
        if value is not None:
            typed[figure.name] = Figure(figure.kind, value, figure.unit)  # type: ignore[arg-type]
    return typed
