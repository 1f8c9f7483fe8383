"""Whatever a spreadsheet file really is – XLSX, XLS, ODS, a web page or XML that calls itself .xls, CSV – as a workbook.

Nothing is lost in silence: errors, formulas without a value and numbers shown as others stay faults of their cells.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from html.parser import HTMLParser
from itertools import chain
from typing import Any
from xml.etree import ElementTree

import xlrd
from openpyxl.utils import get_column_letter

from sitegen.diagnostics import Place, error
from sitegen.load.commas import read_records
from sitegen.load.looks import is_red, is_red_form, say_looks
from sitegen.load.workbooks import (
    Area,
    Cell,
    Opened,
    Page,
    Workbook,
    find_bomb,
    is_locked,
    read_workbook,
    to_text,
)
from sitegen.source import decode

_OLE = b"\xd0\xcf\x11\xe0"
_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_LARGEST_TEXT = 10_000_000
"""Bytes of a web page or CSV file: no village's ledger is longer."""
_FAR = 1_000
"""Columns beyond which nothing is a table."""
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
    return _read_xml(file, content, partial(_ods_pages, styles=_to_root(styles)))


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
        return _read_xml(file, text.encode(), _xml_pages)
    if "opendocument:xmlns:office" in head:
        return _read_xml(file, text.encode(), partial(_ods_pages, styles=ElementTree.Element("a")))
    if re.search(r"<(!doctype html|html|table|meta|head|body)\b", head):
        reader = _HtmlTables()
        reader.feed(text)
        reader.close()
        return _book(file, reader.pages())
    builder = _Builder("表")
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


_WRITTEN = re.compile(r"[¥￥]?\d[\d,]*(?:\.\d+)?")
"""An amount as text: on web pages all are."""


class _Builder:
    """Gathers one page, cell by cell."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[int, dict[int, Cell]] = {}
        self.merged: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()

    def put(
        self,
        row: int,
        column: int,
        value: object,
        form: str = "General",
        fault: str = "",
        *,
        drawn: tuple[bool, bool] = (False, False),
    ) -> None:
        """A value of the file; what is empty is no cell. ``drawn``: whether it is struck out, and whether it is red."""
        text, own_fault, values = to_text(value, form) if value is not None else ("", "", ())
        if (text or fault) and column <= _FAR:
            name = f"{self.name}!{get_column_letter(column)}{row}"
            number = type(value) in (int, float)
            amount = number or bool(_WRITTEN.fullmatch(text))
            looks = say_looks(number=amount, struck=drawn[0], red=drawn[1] or is_red_form(form, value))
            cell = Cell(text, row, column, name, fault or own_fault, values, number, looks)
            self.lines.setdefault(row, {})[column] = cell

    def span(self, row: int, column: int, rows: int, columns: int) -> None:
        """A cell that covers several."""
        if rows > 1 or columns > 1:
            self.merged.append(Area(row, column, row + rows - 1, column + columns - 1))

    def page(self, *, hidden: bool = False, filtered: bool = False) -> Page:
        """What was gathered."""
        lines = tuple((row, dict(sorted(cells.items()))) for row, cells in sorted(self.lines.items()))
        rows, columns = frozenset(self.hidden_rows), frozenset(self.hidden_columns)
        return Page(self.name, lines, hidden, tuple(self.merged), rows, columns, filtered)


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
    builder = _Builder(sheet.name)
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


# ---- ODS -------------------------------------------------------------------------------------------------------------

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def _ods_pages(root: Any, styles: Any) -> Iterator[Page]:
    unseen = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    }
    filtered = root.find(f".//{_TABLE}database-range[@{_TABLE}display-filter-buttons]") is not None
    drawn = _ods_drawn((styles, root))
    for table in root.iter(f"{_TABLE}table"):
        hidden = table.get(f"{_TABLE}style-name") in unseen
        yield _ods_page(table, drawn).page(hidden=hidden, filtered=filtered)


_Drawn = Mapping[str, tuple[bool, bool]]


def _ods_drawn(roots: Iterable[Any]) -> _Drawn:
    """By style: whether it strikes out, and whether it shows an amount that is more than nothing in red."""
    found = dict[str, tuple[bool, bool]]()
    for root in roots:
        for style in chain.from_iterable(
            root.iter(f"{_NUMBER}{kind}-style") for kind in ("number", "currency", "percentage")
        ):
            shown = next((each for each in style.iter(f"{_STYLE}text-properties")), None)
            signed = any(
                each.get(f"{_STYLE}condition", "").startswith("value()>") for each in style.iter(f"{_STYLE}map")
            )
            found[style.get(f"{_STYLE}name")] = (False, shown is not None and is_red(_colour(shown)) and not signed)
        for style in root.iter(f"{_STYLE}style"):
            parent = found.get(style.get(f"{_STYLE}parent-style-name"), (False, False))
            form = found.get(style.get(f"{_STYLE}data-style-name"), (False, False))
            shown = next((each for each in style.iter(f"{_STYLE}text-properties")), None)
            struck = shown is not None and shown.get(f"{_STYLE}text-line-through-style", "none") != "none"
            red = shown is not None and is_red(_colour(shown))
            found[style.get(f"{_STYLE}name")] = (struck or parent[0], red or parent[1] or form[1])
    return found


def _colour(properties: Any) -> str:
    return properties.get(f"{_FO}color") or ""


def _ods_page(table: Any, drawn: _Drawn) -> _Builder:
    builder = _Builder(table.get(f"{_TABLE}name") or "表")
    styles: dict[int, str] = {}
    column = 1
    for each in table.iter(f"{_TABLE}table-column"):
        count = _repeat(each, "columns")
        if each.get(f"{_TABLE}visibility", "visible") != "visible":
            builder.hidden_columns |= set(range(column, min(column + count, _FAR)))
        default = each.get(f"{_TABLE}default-cell-style-name") or ""
        styles |= dict.fromkeys(range(column, min(column + count, _FAR)), default)
        column += count
    row = 1
    for each in table.iter(f"{_TABLE}table-row"):
        count = _repeat(each, "rows")
        if any(_ods_value(cell)[0] is not None for cell in each):
            for number in range(row, row + min(count, 10_000)):
                _ods_row(builder, number, each, drawn, styles)
        row += count
    return builder


def _repeat(element: Any, what: str) -> int:
    return int(element.get(f"{_TABLE}number-{what}-repeated") or 1)


def _ods_row(builder: _Builder, row: int, element: Any, drawn: _Drawn, styles: Mapping[int, str]) -> None:
    if element.get(f"{_TABLE}visibility", "visible") != "visible":
        builder.hidden_rows.add(row)
    column = 1
    for cell in element:
        count = _repeat(cell, "columns")
        value, form, fault = _ods_value(cell)
        if value is not None or fault:
            for number in range(column, min(column + count, _FAR)):
                style = cell.get(f"{_TABLE}style-name") or styles.get(number, "")
                builder.put(row, number, value, form, fault, drawn=drawn.get(style, (False, False)))
        spans = (int(cell.get(f"{_TABLE}number-{what}-spanned") or 1) for what in ("rows", "columns"))
        builder.span(row, column, *spans)
        column += count


def _ods_value(cell: Any) -> tuple[object, str, str]:
    """Value, number format as far as it matters, and fault of a cell."""
    kind = cell.get(f"{_OFFICE}value-type")
    shown = "\n".join("".join(text.itertext()) for text in cell.iter(f"{_TEXT}p"))
    if cell.get(f"{_CALC}value-type") == "error":
        return shown or "#N/A", "General", "" if shown.startswith("#") else "XLS-ERROR"
    if kind is None and cell.get(f"{_TABLE}formula"):
        return None, "General", "XLS-FORMULA"
    match kind:
        case "float" | "currency" | "percentage":
            number = float(cell.get(f"{_OFFICE}value") or 0)
            return (int(number) if number.is_integer() else number), _shown_as(kind, shown, number), ""
        case "date":
            return datetime.fromisoformat(str(cell.get(f"{_OFFICE}date-value"))[:19]), _dated_as(shown), ""
        case "boolean":
            return cell.get(f"{_OFFICE}boolean-value") == "true", "General", ""
    return (shown or None), "General", ""


def _dated_as(shown: str) -> str:
    """A format that tells that only a year and a month, or a month, are shown."""
    forms = (("yyyy-m", r"\d{4}\s*[年/.-]\s*\d{1,2}\s*月?"), ("m", r"\d{1,2}\s*月"))
    return next((form for form, text in forms if re.fullmatch(text, shown)), "General")


_PLAIN = re.compile(r"[^\d.,]{0,9}((?:\d[\d,]{0,20})?(?:\.\d{1,15})?)[^\d]{0,9}")


def _shown_as(kind: str, shown: str, number: float) -> str:
    """A format that tells what the display did: percent, leading zeros, another unit."""
    if kind == "percentage":
        return "0%"
    if re.fullmatch(r"0\d+", shown):
        return "0" * len(shown)
    if re.search(r"[万亿千]", shown):
        return '0"万"'
    digits = match[1].replace(",", "") if (match := _PLAIN.fullmatch(shown)) else ""
    finest = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    other = bool(digits) and abs(Decimal(digits) - abs(Decimal(str(number)))) > finest
    return "#,##0," if other else "General"


# ---- XML of Excel 2003 -----------------------------------------------------------------------------------------------

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"


def _xml_pages(root: Any) -> Iterator[Page]:
    for sheet in root.iter(f"{_SS}Worksheet"):
        builder = _Builder(sheet.get(f"{_SS}Name") or "表")
        row = column = 0
        for each in sheet.iter(f"{_SS}Column"):
            column = int(each.get(f"{_SS}Index") or column + 1)
            last = min(column + int(each.get(f"{_SS}Span") or 0), _FAR)
            if each.get(f"{_SS}Hidden") == "1":
                builder.hidden_columns |= set(range(column, last + 1))
            column = last
        for line in sheet.iter(f"{_SS}Row"):
            row = int(line.get(f"{_SS}Index") or row + 1)
            if line.get(f"{_SS}Hidden") == "1":
                builder.hidden_rows.add(row)
            _xml_row(builder, row, line)
        seen = sheet.findtext(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible") or "SheetVisible"
        yield builder.page(hidden=seen.strip() != "SheetVisible")


def _xml_row(builder: _Builder, row: int, line: Any) -> None:
    column = 0
    for cell in line.iter(f"{_SS}Cell"):
        column = int(cell.get(f"{_SS}Index") or column + 1)
        across, down = (int(cell.get(f"{_SS}Merge{way}") or 0) for way in ("Across", "Down"))
        builder.span(row, column, down + 1, across + 1)
        data = cell.find(f"{_SS}Data")
        if data is not None:
            builder.put(row, column, _xml_value(data))
        elif cell.get(f"{_SS}Formula"):
            builder.put(row, column, None, fault="XLS-FORMULA")
        column += across


def _xml_value(data: Any) -> object:
    text = "".join(data.itertext())
    match data.get(f"{_SS}Type"):
        case "Number":
            number = float(text)
            return int(number) if number.is_integer() else number
        case "DateTime":
            return datetime.fromisoformat(text[:19])
        case "Boolean":
            return text == "1"
    return text


# ---- web pages -------------------------------------------------------------------------------------------------------


class _HtmlTables(HTMLParser):
    """The tables of a web page; tables inside others are read as pages of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.builders: list[_Builder] = []
        self.open: list[_Builder] = []
        self.at: list[list[int]] = []
        self.covered: list[set[tuple[int, int]]] = []
        self.text: list[str] | None = None
        self.spans = (1, 1)
        self.drawn = (False, False)

    def pages(self) -> list[Page]:
        """What was found."""
        return [builder.page() for builder in self.builders]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            builder = _Builder(f"表{len(self.builders) + 1}")
            self.builders.append(builder)
            self.open.append(builder)
            self.at.append([0, 0])
            self.covered.append(set())
        elif self.open and tag == "tr":
            self._end_cell()
            self.at[-1] = [self.at[-1][0] + 1, 0]
            if "display:none" in _style_of(given):
                self.open[-1].hidden_rows.add(self.at[-1][0])
        elif self.open and tag in ("td", "th"):
            self._end_cell()
            self.spans = (_to_span(given.get("rowspan")), _to_span(given.get("colspan")))
            self.text, self.drawn = [], (False, False)
        elif self.text is not None and tag in ("br", "p", "div"):
            self.text.append("\n")
        if self.text is not None:
            struck, red = self.drawn
            self.drawn = struck or _is_struck(tag, given), red or _is_red_tag(given)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self.open:
            self._end_cell()
            for stack in (self.open, self.at, self.covered):
                stack.pop()

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def _end_cell(self) -> None:
        if self.text is None or not self.open:
            return
        row, column = max(self.at[-1][0], 1), self.at[-1][1] + 1
        while (row, column) in self.covered[-1]:
            column += 1
        rows, columns = self.spans
        self.open[-1].put(row, column, " ".join("".join(self.text).split()), drawn=self.drawn)
        self.open[-1].span(row, column, rows, columns)
        below = ((row + down, column + across) for down in range(1, rows) for across in range(columns))
        self.covered[-1].update(below)
        self.at[-1] = [row, column + columns - 1]
        self.text = None


def _style_of(given: Mapping[str, str | None]) -> str:
    return "".join((given.get("style") or "").lower().split())


def _is_struck(tag: str, given: Mapping[str, str | None]) -> bool:
    return tag in ("s", "strike", "del") or "line-through" in _style_of(given)


def _is_red_tag(given: Mapping[str, str | None]) -> bool:
    styles = dict(each.split(":", 1) for each in _style_of(given).split(";") if ":" in each)
    said = styles.get("color") or (given.get("color") or "").strip().lower()
    return said == "red" or is_red(said)


def _to_span(text: str | None) -> int:
    return min(max(int(text), 1), 500) if text and text.isdigit() else 1
