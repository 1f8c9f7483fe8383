"""Whatever a spreadsheet file really is – XLSX, XLS, ODS, a web page or XML that calls itself .xls, CSV – as a workbook.

Nothing is lost in silence: errors, formulas without a value and numbers shown as others stay faults of their cells.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from xml.etree import ElementTree

import xlrd

from sitegen.diagnostics import Place, error
from sitegen.load.commas import read_records
from sitegen.load.open_documents import read_ods
from sitegen.load.page_builder import PageBuilder
from sitegen.load.web_tables import HtmlTables, read_excel_xml
from sitegen.load.workbooks import (
    Opened,
    Page,
    Workbook,
    find_bomb,
    is_locked,
    read_workbook,
)
from sitegen.source import decode

_OLE = b"\xd0\xcf\x11\xe0"
_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_LARGEST_TEXT = 10_000_000
"""Bytes of a web page or CSV file: no village's ledger is longer."""
ENDINGS = tuple(".xlsx .xlsm .xltx .xltm .xls .xlt .et .ett .ods .ots .fods .csv .tsv .txt .htm .html .xml".split())
"""Names of files that are looked at in a folder; what they are, their bytes say."""


def read_spreadsheet(file: str, data: bytes) -> Opened:
    """The sheets of a file, by what its bytes are and not by what its name says."""
    if not data.strip():
        return None, (error("FILE-EMPTY", Place(file), path=file),)
    if data.startswith(b"PK"):
        return _read_archive(file, data)
    if data.startswith((_OLE, *_BIFF)):
        return _read_xls(file, data)
    if len(data) > _LARGEST_TEXT:
        return None, (error("XLS-SIZE", Place(file), size=len(data), limit=_LARGEST_TEXT),)
    return _read_text(file, data)


def _read_archive(file: str, data: bytes) -> Opened:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if not {"content.xml", "mimetype"} <= names:
                return read_workbook(file, data)
            if bomb := find_bomb(file, data, entries):
                return None, (bomb,)
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                return None, (error("XLS-PASSWORD", Place(file)),)
            content = archive.read("content.xml")
            styles = archive.read("styles.xml") if "styles.xml" in names else b""
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError, RuntimeError):
        return None, (error("XLS-DAMAGED", Place(file)),)
    return _read_xml(file, content, partial(read_ods, styles=_to_root(styles)))


def _to_root(content: bytes) -> Any:
    """The styles that stand beside an open document; none where they cannot be read."""
    try:
        return ElementTree.fromstring(b"<a/>" if not content or b"<!" in content else content)
    except (ElementTree.ParseError, ValueError):
        return ElementTree.Element("a")


def _read_text(file: str, data: bytes) -> Opened:
    text, found = decode(file, data)
    if text is None:
        return None, (error("XLS-KIND", Place(file), expected=".xlsx"),)
    head = text[:4000].lower()
    if "\0" in text or head.startswith(("mime-version:", "%pdf", "{\\rtf")):
        return None, (error("XLS-KIND", Place(file), expected=".xlsx"),)
    if "schemas-microsoft-com:office:spreadsheet" in head:
        return _read_xml(file, text.encode(), read_excel_xml)
    if "opendocument:xmlns:office" in head:
        return _read_xml(file, text.encode(), partial(read_ods, styles=ElementTree.Element("a")))
    if re.search(r"<(!doctype html|html|table|meta|head|body)\b", head):
        reader = HtmlTables()
        reader.feed(text)
        reader.close()
        return _book(file, reader.pages())
    builder = PageBuilder("表")
    for cells in read_records(text):
        for column, cell in enumerate(cells, start=1):
            builder.put(cells[0].line, column, cell.text)
    book, empty = _book(file, [builder.page()])
    return book, tuple(each for each in found if each.severity == "error") or empty


def _book(file: str, pages: list[Page]) -> Opened:
    if not any(page.lines for page in pages):
        return None, (error("FILE-EMPTY", Place(file), path=file),)
    return Workbook(file, tuple(pages)), ()


def _read_xml(file: str, content: bytes, pages: Callable[[Any], Iterator[Page]]) -> Opened:
    if b"<!ENTITY" in content or b"<!DOCTYPE" in content:
        return None, (error("XLS-DAMAGED", Place(file)),)
    content = re.sub(rb"^\s*<\?xml[^>]*\?>", b"", content)  # decoded already: whatever it said it was
    try:
        return _book(file, list(pages(ElementTree.fromstring(content))))
    except (ElementTree.ParseError, ValueError):
        return None, (error("XLS-DAMAGED", Place(file)),)


# ---- XLS, ET (BIFF) --------------------------------------------------------------------------------------------------


def _read_xls(file: str, data: bytes) -> Opened:
    if is_locked(data):
        return None, (error("XLS-PASSWORD", Place(file)),)
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        return _book(file, [_xls_page(book, sheet) for sheet in book.sheets()])
    except Exception as problem:  # a parser of a binary format: on damaged bytes it raises nearly anything
        code = "XLS-PASSWORD" if "encrypt" in str(problem).lower() else "XLS-KIND"
        return None, (error(code, Place(file), expected=".xlsx") if code == "XLS-KIND" else error(code, Place(file)),)


def _xls_page(book: Any, sheet: Any) -> Page:
    builder = PageBuilder(sheet.name)
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            value = _xls_value(book, cell)
            if value is not None:
                style = book.xf_list[cell.xf_index]
                font = book.font_list[style.font_index]
                drawn = bool(font.struck_out), book.colour_map.get(font.colour_index) == (255, 0, 0)
                builder.put(row + 1, column + 1, value, book.format_map[style.format_key].format_str, drawn=drawn)
    for first_row, last_row, first, last in sheet.merged_cells:
        builder.span(first_row + 1, first + 1, last_row - first_row, last - first)
    builder.hidden_rows |= {row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden}
    builder.hidden_columns |= {column + 1 for column, info in sheet.colinfo_map.items() if info.hidden}
    return builder.page(hidden=sheet.visibility != 0)


def _xls_value(book: Any, cell: Any) -> object:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT | xlrd.XL_CELL_NUMBER:
            return cell.value
        case xlrd.XL_CELL_DATE:
            return xlrd.xldate_as_datetime(cell.value, book.datemode)
        case xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        case xlrd.XL_CELL_ERROR:
            return xlrd.error_text_from_code.get(cell.value, "#N/A")
    return None
