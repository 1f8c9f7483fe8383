"""XLSX workbooks → pages of cells, each as a clerk would write it, knowing where it stands and what is wrong with it.

openpyxl reads a trimmed copy: formats far below the last row, merges over whole columns and drawings cost nothing.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Any, NamedTuple

from msgspec import Struct

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.load.looks import Rule, drawn_by, drawn_font, find_rules, holds, is_red_form, say_looks
from sitegen.source import Scalar

LARGEST = 50_000_000
"""Bytes of an unpacked workbook; a 300 KB file can unpack to 300 MB."""
MOST_CELLS = 300_000
"""In one file: what is read in some seconds; more is refused before it is."""
_WORST_RATIO = 200
_EXACT_DIGITS = 10**15
"""Excel keeps fifteen digits; those of a longer number are lost."""
_NOISE = 1e-9
"""What sums of many amounts carry behind their last digit: 184.000000000002 is 184."""
SPACE = " \t\u3000\u00a0\u200b\ufeff"
LOST = re.compile(r"\d(?:\.\d+)?E\+\d+")
"""A long number as Excel shows it: its last digits are gone."""
EXCEL_ERROR = re.compile(r"#(?:DIV/0!|REF!|N/A|NAME\?|VALUE!|NUM!|NULL!|SPILL!|CALC!)|#{3,}")
_TEXT_MARK = re.compile(r"\A'(?=[-+]?\d)")
"""Written before a number that shall be text; some programs write it into the cell."""


def to_letters(column: int) -> str:
    """The name of a column, from 1: ``28`` is ``AB``."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - a tenth of a second that only workbooks pay

    return get_column_letter(column)


class Cell(NamedTuple):
    """What a cell says, as text; ``fault`` is the code of what is wrong with it, ``values`` those of its sentence."""

    text: str
    row: int
    column: int
    name: str
    """Such as ``三月!B17``."""
    fault: str = ""
    values: tuple[tuple[str, str], ...] = ()
    number: bool = False
    """Whether it is a number and no text: its closing zeros are gone, 8.20 is 8.2."""
    drawn: str = ""
    """What its looks say: struck out, or, of a number, red."""

    def to_scalar(self) -> Scalar:
        """The cell as a written value."""
        return Scalar(self.text, self.row, self.column, self.column + 1, "", self.name)

    def place(self, file: str) -> Place:
        """Where it stands."""
        return Place(file, self.row, self.column, self.column + 1, self.name)

    def report(self, file: str) -> Diagnostic | None:
        """What is wrong with it, or None."""
        return error(self.fault, self.place(file), **dict(self.values)) if self.fault else None


class Area(NamedTuple):
    """Cells that are one: rows and columns from 1, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def name(self) -> str:
        """Such as ``A1:F1``."""
        first = f"{to_letters(self.first_column)}{self.first_row}"
        return f"{first}:{to_letters(self.last_column)}{self.last_row}"


class Page(Struct, frozen=True):
    """One sheet: its lines that hold something, in order, as row number and cells by column."""

    name: str
    lines: tuple[tuple[int, Mapping[int, Cell]], ...]
    hidden: bool = False
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    """Whether a filter is set: rows it hides are read all the same."""

    def cell_name(self, row: int, column: int) -> str:
        """Such as ``三月!B17``."""
        return f"{self.name}!{to_letters(column)}{row}"


class Workbook(Struct, frozen=True):
    """All sheets of a file, hidden ones among them."""

    file: str
    pages: tuple[Page, ...]


Opened = tuple[Workbook | None, tuple[Diagnostic, ...]]


def read_workbook(file: str, data: bytes) -> Opened:
    """The sheets of an XLSX or XLSM file; macros, links to other files and drawings are not looked at."""
    refused = _refusal(file, data)
    if refused:
        return None, (refused,)
    try:
        pages = tuple(_pages(data))
    except _TooManyError:
        return None, (error("LIM-COUNT", Place(file), limit=MOST_CELLS),)
    except Exception:  # openpyxl raises nearly anything on a damaged file; it has touched nothing but memory
        return None, (error("XLS-DAMAGED", Place(file)),)
    return Workbook(file, pages), ()


def _refusal(file: str, data: bytes) -> Diagnostic | None:
    """What must not be opened: other formats, passwords, archives that unpack to far more than a table."""
    place = Place(file)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return error("XLS-PASSWORD", place) if is_locked(data) else error("XLS-KIND", place, expected=".xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return error("XLS-KIND", place, expected=".xlsx")
    if any(entry.flag_bits & 1 for entry in files):
        return error("XLS-PASSWORD", place)
    if not any(entry.filename == "xl/workbook.xml" for entry in files):
        return error("XLS-KIND", place, expected=".xlsx")
    return find_bomb(file, data, files)


def is_locked(data: bytes) -> bool:
    """Whether an OLE container holds a workbook behind a password."""
    return "EncryptedPackage".encode("utf-16-le") in data


def find_bomb(file: str, data: bytes, entries: list[zipfile.ZipInfo]) -> Diagnostic | None:
    """XLS-SIZE where an archive says it unpacks to more than any table needs."""
    size = sum(entry.file_size for entry in entries)
    if size > LARGEST or size > max(1_000_000, _WORST_RATIO * len(data)):
        return error("XLS-SIZE", Place(file), size=size, limit=LARGEST)
    return None


# ---- a copy without what would cost time ----------------------------------------------------------------------------

_EMPTY_CELL = re.compile(rb"<(?:\w+:)?c\s[^<>]*(?:/>|>(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>)")
_EMPTY_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*/>|<(?:\w+:)?row\b[^<>]*>\s*</(?:\w+:)?row>")
_DATA_END = re.compile(rb"</(?:\w+:)?sheetData>|<(?:\w+:)?sheetData\s*/>")
_ROOT = re.compile(rb"<((?:\w+:)?worksheet)\b")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*ref="([A-Z0-9:$]+)"')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_KEPT = re.compile(r"(\[Content_Types\]\.xml|_rels/\.rels|xl/(workbook|sharedStrings|styles)\.xml|xl/_rels/[^/]+)")


_CELL = re.compile(rb"<(?:\w+:)?c[\s>]")


_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(spreadsheetml/main|officeDocument/relationships)")
"""Names in “strict” workbooks, which openpyxl does not know."""
_USUAL = {
    b"spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


class _TooManyError(Exception):
    """More cells than any list of a village has."""


class _Tail(NamedTuple):
    merged: tuple[Area, ...]
    filtered: bool
    rules: tuple[Rule, ...] = ()


def _trim(data: bytes) -> tuple[bytes, dict[str, _Tail]]:
    """The archive with sheets cut down to their cells, and what stood below the cells of each."""
    tails: dict[str, _Tail] = {}
    cells = 0
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(stream, "w") as copy:
        for entry in archive.infolist():
            if _SHEET.fullmatch(entry.filename):
                content, tails[entry.filename] = _trim_sheet(archive.read(entry))
                cells += sum(1 for _ in _CELL.finditer(content))
                if cells > MOST_CELLS:
                    raise _TooManyError
                copy.writestr(entry.filename, content)
            elif _KEPT.fullmatch(entry.filename) or entry.filename.startswith("xl/sharedStrings"):
                copy.writestr(entry.filename, _clean(archive.read(entry)))
    return stream.getvalue(), tails


def _clean(content: bytes) -> bytes:
    """Without names of the strict form; entities are refused."""
    if b"<!ENTITY" in content or b"<!DOCTYPE" in content:
        raise ValueError("no office program writes entities")
    return _STRICT.sub(lambda match: _USUAL[match[1]], content)


def _trim_sheet(content: bytes) -> tuple[bytes, _Tail]:
    content = _clean(content)
    root = _ROOT.search(content)
    end = _DATA_END.search(content)
    if root is None or end is None:
        return content, _Tail((), False)
    tail = content[end.end() :]
    merged = tuple(_to_area(match[1].decode()) for match in _MERGED.finditer(tail))
    body = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", content[: end.end()]))
    return body + b"</" + root[1] + b">", _Tail(merged, b"autoFilter" in tail, find_rules(tail))


def _to_area(reference: str) -> Area:
    from openpyxl.utils import range_boundaries  # noqa: PLC0415 - as above

    left, top, right, bottom = range_boundaries(reference)
    return Area(int(top or 1), int(left or 1), int(bottom or top or 1), int(right or left or 1))


# ---- pages ----------------------------------------------------------------------------------------------------------


def _pages(data: bytes) -> Iterator[Page]:
    trimmed, tails = _trim(data)
    book = _open(trimmed, values=False)
    formulas = any(cell.data_type == "f" for sheet in book.worksheets for cell in _stored(sheet).values())
    cached = _open(trimmed, values=True) if formulas else book
    paths = _sheet_paths(trimmed)
    for sheet in book.worksheets:
        tail = tails.get(paths.get(sheet.title, ""), _Tail((), False))
        yield _to_page(sheet, cached[sheet.title], tail)


def _open(data: bytes, *, values: bool) -> Any:
    import openpyxl  # noqa: PLC0415 - as above

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions no one here can mend
        return openpyxl.load_workbook(io.BytesIO(data), data_only=values, keep_links=False)


def _sheet_paths(data: bytes) -> dict[str, str]:
    """Path in the archive by the name on the tab."""
    from openpyxl.reader.excel import ExcelReader  # noqa: PLC0415 - the reader's own way to find its sheets

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = ExcelReader(io.BytesIO(data))
        reader.read_manifest()
        reader.read_workbook()
    return {sheet.name: relation.target for sheet, relation in reader.parser.find_sheets()}


def _stored(sheet: Any) -> dict[tuple[int, int], Any]:
    """The cells that exist: one stray format in row 1,048,576 would make ``iter_rows`` a million rows long."""
    return sheet._cells  # type: ignore[no-any-return]


def _to_page(sheet: Any, cached: Any, tail: _Tail) -> Page:
    lines: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sorted(_stored(sheet).items()):
        name = f"{sheet.title}!{to_letters(column)}{row}"
        said = _say(cell, cached, row, column)
        if said is not None:
            text, fault, values = said
            number = type(cell.value) in (int, float)
            struck, red = drawn_font(cell.font)
            red = red or is_red_form(cell.number_format or "", cell.value)
            drawn = say_looks(number=number, struck=struck, red=red)
            lines.setdefault(row, {})[column] = Cell(text, row, column, name, fault, values, number, drawn)
    _draw_by_rules(lines, tail.rules, sheet.parent._differential_styles.styles)
    widths = sheet.column_dimensions
    hidden = (range(widths[key].min or 0, (widths[key].max or 0) + 1) for key in widths if widths[key].hidden)
    return Page(
        name=sheet.title,
        lines=tuple(lines.items()),
        hidden=sheet.sheet_state != "visible",
        merged=tail.merged,
        hidden_rows=frozenset(row for row, line in sheet.row_dimensions.items() if line.hidden),
        hidden_columns=frozenset(column for span in hidden for column in span),
        filtered=tail.filtered,
    )


def _draw_by_rules(lines: dict[int, dict[int, Cell]], rules: tuple[Rule, ...], styles: Any) -> None:
    """Cells that a rule draws red or strikes out because of what stands beside them."""

    def text_at(row: int, column: int) -> str:
        cell = lines.get(row, {}).get(column)
        return cell.text if cell else ""

    for rule in rules:
        struck, red = drawn_by(styles, rule)
        areas = [_to_area(each.replace("$", "")) for each in rule.ranges] if struck or red else []
        for area, (row, cells) in product(areas, lines.items()):
            within = area.first_row <= row <= area.last_row
            for column in [each for each in cells if within and area.first_column <= each <= area.last_column]:
                if holds(rule, row - areas[0].first_row, column - areas[0].first_column, text_at):
                    drawn = say_looks(number=cells[column].number, struck=struck, red=red)
                    cells[column] = cells[column]._replace(drawn=drawn or cells[column].drawn)


_Said = tuple[str, str, tuple[tuple[str, str], ...]]


def _say(cell: Any, cached: Any, row: int, column: int) -> _Said | None:
    """Text, code of what is wrong and its values; None for an empty cell."""
    value = cell.value
    if cell.data_type == "f":
        value = cached.cell(row, column).value
        if value is None:
            return "", "XLS-FORMULA", ()
    if value is None:
        return None
    said = to_text(value, cell.number_format or "General")
    return said if said[0] or said[1] else None


def to_text(value: object, form: str = "General") -> _Said:
    """A value of a spreadsheet as a clerk would write it; what the display hides or the file has lost is a fault."""
    match value:
        case bool():
            return "是" if value else "否", "", ()
        case datetime():
            midnight = value.time() == time()
            shown = _shown_month(value, form) if midnight else value.strftime("%Y-%m-%d %H:%M")
            return shown or value.date().isoformat(), "", ()
        case date():
            return value.isoformat(), "", ()
        case time():
            return value.strftime("%H:%M"), "", ()
        case timedelta():
            return str(value), "", ()
        case int() | float():
            return _number(value, form)
    text = " ".join(str(value).strip(SPACE + "\r\n").split("\n")).replace("\r", "")
    text = _TEXT_MARK.sub("", text)
    if EXCEL_ERROR.fullmatch(text):
        return text, "XLS-ERROR", (("text", text),)
    if LOST.fullmatch(text):
        return text, "XLS-DIGITS", (("text", text),)
    return text, "", ()


def _shown_month(value: datetime, form: str) -> str:
    """What a day is shown as where only a month or a year was typed, which spreadsheets keep as its first day."""
    signs = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", form).lower()
    if value.day != 1 or "d" in signs or "general" in signs or not {"y", "m"} & set(signs):
        return ""
    if "m" not in signs:
        return f"{value.year}年"
    return f"{value.year}年{value.month}月" if "y" in signs else f"{value.month}月"


def _number(value: float, form: str) -> _Said:
    if abs(value) >= _EXACT_DIGITS:
        return f"{value:.0f}", "XLS-DIGITS", (("text", f"{value:.5E}"),)
    if isinstance(value, float) and abs(value - round(value, 6)) < _NOISE:
        value = round(value, 6)
    plain = f"{value:.15g}" if isinstance(value, float) else str(value)
    if "e" in plain:
        plain = f"{value:.20f}".rstrip("0").rstrip(".")
    if _scales(form):
        return plain, "XLS-FORMAT", (("text", plain), ("format", form))
    if "%" in form:
        return f"{value * 100:.12g}%", "", ()
    if re.fullmatch(r"0{2,}", form) and plain.isdigit():
        return plain.zfill(len(form)), "", ()
    return plain, "", ()


def _scales(form: str) -> bool:
    """Whether the format shows another number than the cell holds: ``0.0"万元"``, ``0!.0,``, ``#,##0,``."""
    positive = form.partition(";")[0]
    digits = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.', "", positive)
    return bool(re.search(r"[万亿千]", positive)) or bool(re.search(r"[0#?],+(?![0#?])", digits)) or "!." in positive
