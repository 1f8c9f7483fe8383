"""The sheets of an OpenDocument file: ODS, and the same as one XML text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from itertools import chain
from typing import Any

from sitegen.load.looks import is_red
from sitegen.load.page_builder import FAR, PageBuilder
from sitegen.load.workbooks import Page

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def read_ods(root: Any, styles: Any) -> Iterator[Page]:
    """The sheets of an open document; ``styles``: what its cells may look like, where that stands in a file of its own."""
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


def _ods_page(table: Any, drawn: _Drawn) -> PageBuilder:
    builder = PageBuilder(table.get(f"{_TABLE}name") or "表")
    styles: dict[int, str] = {}
    column = 1
    for each in table.iter(f"{_TABLE}table-column"):
        count = _repeat(each, "columns")
        if each.get(f"{_TABLE}visibility", "visible") != "visible":
            builder.hidden_columns |= set(range(column, min(column + count, FAR)))
        default = each.get(f"{_TABLE}default-cell-style-name") or ""
        styles |= dict.fromkeys(range(column, min(column + count, FAR)), default)
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


def _ods_row(builder: PageBuilder, row: int, element: Any, drawn: _Drawn, styles: Mapping[int, str]) -> None:
    if element.get(f"{_TABLE}visibility", "visible") != "visible":
        builder.hidden_rows.add(row)
    column = 1
    for cell in element:
        count = _repeat(cell, "columns")
        value, form, fault = _ods_value(cell)
        if value is not None or fault:
            for number in range(column, min(column + count, FAR)):
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
