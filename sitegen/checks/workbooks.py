"""All texts of a workbook, shown or not: cells of every sheet, comments, headers, properties, names."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LARGEST = 50_000_000
"""Bytes unpacked; a larger workbook is refused where it is read as a table, and never published as it is."""
_SILENT = ("xl/styles.xml", "xl/theme/", "xl/sharedStrings.xml", "_rels/", "[Content_Types].xml", "xl/calcChain.xml")
_TAG = re.compile(r"<[^>]*>")
_VALUE = re.compile(r'="([^"]*)"')

_FRACTION = re.compile(r"-?\d{1,15}\.\d+")
"""A number as a spreadsheet keeps it: 89079.14999999999 is 89079.15."""

Cell = tuple[str, str]
"""Sheet and cell such as ``三月!B17`` (or the part's name), and the text there."""


def read_workbook_texts(data: bytes) -> Iterator[Cell]:
    """Every text, cell by cell; nothing when the bytes are no workbook or unpack to more than fifty million bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(entry.file_size for entry in book.infolist()) <= _LARGEST:
                yield from _texts(book)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, OSError, NotImplementedError):
        return


def _texts(book: zipfile.ZipFile) -> Iterator[Cell]:
    names = book.namelist()
    shared = _shared(book) if "xl/sharedStrings.xml" in names else ()
    titles = _titles(book)
    for name in names:
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            yield from _sheet(book.read(name), titles.get(name, name), shared)
        elif not name.startswith(_SILENT) and "/_rels/" not in name and name.endswith((".xml", ".vml", ".bin")):
            text = book.read(name).decode("utf-8", errors="replace")
            yield name, _TAG.sub("|", text)
            yield name, "|".join(_VALUE.findall(text)) if name == "xl/workbook.xml" else ""


def _shared(book: zipfile.ZipFile) -> tuple[str, ...]:
    root = _parse(book.read("xl/sharedStrings.xml"))
    return tuple("".join(node.itertext()) for node in root.iter(f"{_MAIN}si"))


def _parse(data: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data:
        raise ValueError("entities have no place in a workbook")
    return ElementTree.fromstring(data)


def _titles(book: zipfile.ZipFile) -> dict[str, str]:
    """The file of each sheet and its title."""
    relations = _parse(book.read("xl/_rels/workbook.xml.rels"))
    targets = {node.get("Id"): str(node.get("Target")).lstrip("/") for node in relations}
    sheets = _parse(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    pairs = ((targets.get(node.get(_RELATION), ""), str(node.get("name"))) for node in sheets)
    return {target if target.startswith("xl/") else f"xl/{target}": title for target, title in pairs}


def _sheet(data: bytes, title: str, shared: tuple[str, ...]) -> Iterator[Cell]:
    root = _parse(data)
    for row in root.iter(f"{_MAIN}row"):
        previous = ""
        for cell in row.iter(f"{_MAIN}c"):
            text = _cell(cell, shared)
            where = f"{title}!{cell.get('r')}"
            if text:
                yield where, text
            if re.fullmatch(r"\d{3,}", previous) and re.fullmatch(r"\d+[Xx]?", text) and len(previous + text) == 18:
                yield where, previous + text
            previous = text
    for part in root:
        if part.tag != f"{_MAIN}sheetData":
            values = (value for node in part.iter() for value in (*node.attrib.values(), node.text or ""))
            yield title, "|".join(value for value in values if value.strip())


def _cell(cell: ElementTree.Element, shared: tuple[str, ...]) -> str:
    value = cell.find(f"{_MAIN}v")
    text = (value.text or "") if value is not None else ""
    if cell.get("t") == "s":
        return shared[int(text)] if text.isdigit() and int(text) < len(shared) else ""
    if cell.get("t") == "inlineStr":
        return "".join(cell.itertext())
    return f"{Decimal(text):.15g}".rstrip("0") if _FRACTION.fullmatch(text) else text
