"""What a download holds: the same public rows as the page, one sheet a table."""

from __future__ import annotations

from msgspec import Struct

from sitegen.model.catalogue import Item, Kind
from sitegen.views.frame import full_url, page_path
from sitegen.views.public import FEW, PublicBody, PublicTable
from sitegen.views.shown import Shown
from sitegen.views.village import VillagePages


class Cell(Struct, frozen=True):
    """A plain text (see ``model.plain.to_plain``) and its kind; money in fen."""

    kind: Kind
    text: str


class SheetView(Struct, frozen=True):
    """One table: column heads with units, and rows as long as them."""

    part: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class DownloadView(Struct, frozen=True):
    """One item in one period, or one register."""

    village: str
    code: str
    item: str
    item_number: str
    period: str
    period_code: str
    url: str
    sheets: tuple[SheetView, ...]


class PackageView(Struct, frozen=True):
    """All downloads of a village: path of each CSV from the village's folder, and what it holds."""

    code: str
    title: str
    url: str
    publisher: str
    tables: tuple[tuple[str, DownloadView], ...]


def view_package(pages: VillagePages, tables: tuple[tuple[str, DownloadView], ...]) -> PackageView:
    """The village's data package."""
    village, settings = pages.village, pages.around.settings
    url = full_url(settings, page_path(village.address))
    return PackageView(village.code, f"{village.name}村务公开", url, settings.organiser, tables)


def view_download(pages: VillagePages, shown: Shown) -> DownloadView:
    """The rows of all parts of one item in one period."""
    several = len(shown.parts) + len(shown.absent) > 1
    sheets = tuple(
        sheet for part in shown.parts for sheet in _sheets(shown.item, part.body, part.part_label if several else "")
    )
    path = page_path(pages.village.address, shown.item.number, shown.period.code)
    return DownloadView(
        village=pages.village.name,
        code=pages.village.code,
        item=shown.item.name,
        item_number=shown.item.number,
        period=shown.period.label,
        period_code=shown.period.code,
        url=full_url(pages.around.settings, path),
        sheets=sheets,
    )


def _sheets(item: Item, body: PublicBody, part: str) -> tuple[SheetView, ...]:
    overview = SheetView(
        part,
        "概况",
        ("项目", "内容"),
        tuple(
            (Cell("text", _head(field.name, field.kind, field.unit)), Cell(field.kind, field.value))
            for field in body.fields
        ),
    )
    tables = tuple(
        SheetView(
            part,
            table.name,
            tuple(_head(column.name, column.kind, column.unit) for column in table.columns),
            tuple(
                tuple(Cell(column.kind, text) for column, text in zip(table.columns, row, strict=True))
                for row in table.rows
            ),
        )
        for table in body.tables
        if table.rows
    )
    totals = tuple(_totals(item, body, table, part) for table in body.tables if table.hidden)
    return ((overview,) if overview.rows else ()) + tables + totals


def _totals(item: Item, body: PublicBody, table: PublicTable, part: str) -> SheetView:
    """What stands instead of rows that are not shown: subtotals where they say nothing of a person, and the whole."""
    form = item.table(table.name)
    figures = {figure.name: figure for figure in body.figures}
    size = figures.get(f"{table.name}.行数")
    whole = figures.get(f"{table.name}.{form.figure}") if form else None
    rows = [
        (Cell("text", group.name), Cell("count", str(group.size)), Cell("money", group.total)) for group in table.groups
    ]
    rows.append(
        (
            Cell("text", "少于3户（人），不写" if table.hidden == FEW else "全部"),
            Cell("count", size.value if size else ""),
            Cell(whole.kind, whole.value) if whole else Cell("text", ""),
        )
    )
    return SheetView(part, f"{table.name}合计", ("分组", "行数", "合计"), tuple(rows))


def _head(name: str, kind: Kind, unit: str) -> str:
    shown = unit or ("元" if kind == "money" else "")
    return f"{name}（{shown}）" if shown and "（" not in name else name


def view_register_download(pages: VillagePages, item: Item) -> DownloadView:
    """All records of one register: one row a record, and their tables below."""
    records = [each.view for each in pages.records if each.item.number == item.number and each.view is not None]
    names = [column for column in item.fields if any(f.name == column.name for r in records for f in r.body.fields)]
    rows = []
    for record in records:
        values = {field.name: Cell(field.kind, field.value) for field in record.body.fields}
        cells = [values.get(column.name, Cell("text", "")) for column in names]
        rows.append((Cell("code", record.number), Cell("text", record.name), *cells))
    columns = ("编号", "名称", *(_head(column.name, column.kind, column.unit) for column in names))
    sheets = [SheetView("", item.name, columns, tuple(rows))]
    for record in records:
        sheets += [each for each in _sheets(item, record.body, f"{record.number}号") if each.name != "概况"]
    return DownloadView(
        village=pages.village.name,
        code=pages.village.code,
        item=item.name,
        item_number=item.number,
        period="总表",
        period_code="",
        url=full_url(pages.around.settings, page_path(pages.village.address, item.number)),
        sheets=tuple(sheets),
    )
