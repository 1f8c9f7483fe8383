"""Tables in files that only call themselves .xls: XML of Excel 2003, and web pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from sitegen.load.looks import is_red
from sitegen.load.page_builder import FAR, PageBuilder
from sitegen.load.workbooks import Page

# ---- XML of Excel 2003 -----------------------------------------------------------------------------------------------

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"


def read_excel_xml(root: Any) -> Iterator[Page]:
    """The sheets of a workbook that Excel 2003 saved as XML."""
    for sheet in root.iter(f"{_SS}Worksheet"):
        builder = PageBuilder(sheet.get(f"{_SS}Name") or "表")
        row = column = 0
        for each in sheet.iter(f"{_SS}Column"):
            column = int(each.get(f"{_SS}Index") or column + 1)
            last = min(column + int(each.get(f"{_SS}Span") or 0), FAR)
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


def _xml_row(builder: PageBuilder, row: int, line: Any) -> None:
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


class HtmlTables(HTMLParser):
    """The tables of a web page; tables inside others are read as pages of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.builders: list[PageBuilder] = []
        self.open: list[PageBuilder] = []
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
            builder = PageBuilder(f"表{len(self.builders) + 1}")
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
