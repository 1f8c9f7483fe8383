"""Downloads of the public view: CSV, JSON and XLSX with the same rows; equal inputs give equal bytes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal

import xlsxwriter

from sitegen.views.downloads import Cell, DownloadView, SheetView

_NUMBERS = frozenset({"money", "number", "count", "share"})
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_CREATED = datetime(2026, 1, 1)
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def to_number(cell: Cell) -> Decimal | None:
    """The exact number of a numeric cell (money in yuan), or None for anything else."""
    if cell.kind not in _NUMBERS or not cell.text:
        return None
    value = Decimal(cell.text)
    return value / 100 if cell.kind == "money" else value


FIRST_COLUMNS = ("村", "事项", "期间", "部分", "表")
"""What every line of a CSV begins with."""


def csv_head(column: str) -> str:
    """A table's column in a CSV, told apart from those every line begins with."""
    return f"{column}（表内）" if column in FIRST_COLUMNS else column


def make_csv(view: DownloadView) -> bytes:
    """One flat table for spreadsheets: UTF-8 with BOM; texts that look like formulas are kept as texts."""
    columns = list(dict.fromkeys(column for sheet in view.sheets for column in sheet.columns))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*FIRST_COLUMNS, *map(csv_head, columns)])
    for sheet in view.sheets:
        for row in sheet.rows:
            cells = dict(zip(sheet.columns, row, strict=True))
            line = [_csv_cell(cells[name]) if name in cells else "" for name in columns]
            writer.writerow([view.village, view.item, view.period, sheet.part, sheet.name, *line])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _csv_cell(cell: Cell) -> str:
    number = to_number(cell)
    if number is not None:
        return f"{number:.2f}" if cell.kind == "money" else format(number, "f")
    harmless = not cell.text.lstrip(" \u00a0\u3000").startswith(_FORMULA_STARTS)
    return cell.text if harmless else "'" + cell.text


def make_json(view: DownloadView) -> bytes:
    """The same rows for programs: money as decimal strings in yuan, days in ISO form."""
    record = {
        "village": view.village,
        "code": view.code,
        "item": view.item_number,
        "name": view.item,
        "period": view.period_code,
        "url": view.url,
        "tables": [
            {
                "part": sheet.part,
                "name": sheet.name,
                "rows": [dict(zip(sheet.columns, map(_json_cell, row), strict=True)) for row in sheet.rows],
            }
            for sheet in view.sheets
        ],
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def _json_cell(cell: Cell) -> str:
    number = to_number(cell)
    if number is None:
        return cell.text
    return f"{number:.2f}" if cell.kind == "money" else format(number, "f")


def make_xlsx(view: DownloadView) -> bytes:
    """A workbook with a sheet a table; amounts are numbers with two decimals, everything else is text."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(stream, options)
    workbook.set_properties({"title": f"{view.village}{view.item}{view.period}", "created": _CREATED})
    head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    amount = workbook.add_format({"num_format": "#,##0.00"})
    for name, sheet in _sheet_names(view.sheets).items():
        _write_sheet(workbook.add_worksheet(name), sheet, head, amount)
    workbook.close()
    return stream.getvalue()


def _sheet_names(sheets: tuple[SheetView, ...]) -> dict[str, SheetView]:
    names: dict[str, SheetView] = {}
    for sheet in sheets:
        wanted = f"{sheet.part} {sheet.name}".strip().translate(_FORBIDDEN)[:28] or "表"
        name, number = wanted, 2
        while name in names:
            name, number = f"{wanted} {number}", number + 1
        names[name] = sheet
    return names


def _write_sheet(worksheet: object, sheet: SheetView, head: object, amount: object) -> None:
    write_string: Callable[..., object] = worksheet.write_string  # type: ignore[attr-defined]
    write_number: Callable[..., object] = worksheet.write_number  # type: ignore[attr-defined]
    for index, column in enumerate(sheet.columns):
        write_string(0, index, column, head)
        longest = max((len(row[index].text) for row in sheet.rows), default=0)
        worksheet.set_column(index, index, min(40, max(8, 2 * len(column), 2 * longest)))  # type: ignore[attr-defined]
    for number, row in enumerate(sheet.rows, start=1):
        for index, cell in enumerate(row):
            value = to_number(cell)
            if value is None:
                write_string(number, index, cell.text)
            else:
                write_number(number, index, float(value), amount if cell.kind == "money" else None)
    worksheet.freeze_panes(1, 0)  # type: ignore[attr-defined]


DOWNLOADS: Mapping[str, Callable[[DownloadView], bytes]] = {"csv": make_csv, "json": make_json, "xlsx": make_xlsx}
"""Writers by the ending of the file's name."""
