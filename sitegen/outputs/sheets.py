"""Printed sheets: a view becomes a PDF by the theme's typst templates.

The data goes in as one JSON text, codes as contours; the templates decide the look. Files are PDF/A-2b and PDF/UA-1;
equal views give equal bytes: no clock, no fonts of the machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.outputs.fonts import BUNDLED, missing_characters
from sitegen.outputs.qr import Polygon, make_symbol, to_contour
from sitegen.views.papers import BoardView, PaperView, ReviewView, VouchersView
from sitegen.views.sheets import CodeView, PosterView, TagSheetView

SheetView = PosterView | TagSheetView | PaperView

Value = str | int | bool | None | list["Value"] | dict[str, "Value"] | tuple[Polygon, ...]

_TEMPLATES: dict[type, str] = {
    PosterView: "poster.typ",
    TagSheetView: "tags.typ",
    BoardView: "board.typ",
    ReviewView: "review.typ",
    VouchersView: "vouchers.typ",
}

_MOST_MODULES: dict[type, int] = {PosterView: 33, TagSheetView: 33, BoardView: 41, ReviewView: 41, VouchersView: 41}
"""Modules a side for which a sheet has room at its least module size: versions 4 and 6."""


def make_sheet(
    name: str, sheet: SheetView, templates: Mapping[str, str], fonts: tuple[Path, ...] = BUNDLED
) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """The PDF of ``sheet``, or none and what is in its way; ``name`` is what diagnostics call it.

    ``templates`` are the theme's typst files by name, the shared ones included.
    """
    place = Place(name)
    data = to_data(sheet)
    faults = (
        *_check_imports(place, templates),
        *_check_room(place, sheet),
        *_check_characters(place, data, templates, fonts),
    )
    if faults:
        return None, faults
    return _make_pdf(place, sheet, data, templates, fonts)


def _check_imports(place: Place, templates: Mapping[str, str]) -> Iterator[Diagnostic]:
    """A package would be fetched from the network, and could be another one tomorrow."""
    for template, text in templates.items():
        if '"@' in text:
            yield error("PDF-COMPILE", place, template=template, message='packages ("@…") cannot be imported')


def _check_room(place: Place, sheet: SheetView) -> Iterator[Diagnostic]:
    most = _MOST_MODULES[type(sheet)]
    for code in find_codes(sheet):
        side = make_symbol(code.url).side
        if side > most:
            yield error("PDF-ROOM", place, address=code.url, modules=side, most=most)


def find_codes(sheet: SheetView) -> tuple[CodeView, ...]:
    """All codes of a sheet in the order in which they stand on it."""
    match sheet:
        case PosterView():
            return (sheet.main, *sheet.codes)
        case TagSheetView():
            return tuple(tag.code for tag in sheet.tags)
        case BoardView(code=CodeView() as code):
            return (code,)
        case _:
            return ()


def _check_characters(
    place: Place, data: Value, templates: Mapping[str, str], fonts: tuple[Path, ...]
) -> Iterator[Diagnostic]:
    texts = (*((text, text) for text in _list_texts(data)), *templates.items())
    missing = missing_characters("".join(text for _, text in texts), fonts)
    for character in missing:
        where = next(name for name, text in texts if character in text)
        yield error("FONT-MISSING", place, character=character, codepoint=f"U+{ord(character):04X}", where=where)


def _list_texts(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _list_texts(part)


def to_data(value: object) -> Value:
    """A view as JSON values: a code with its contour and side in modules, a day as year, month and day."""
    match value:
        case CodeView():
            symbol = make_symbol(value.url)
            return {**_to_fields(value), "side": symbol.side, "contour": to_contour(symbol)}
        case date():
            return [value.year, value.month, value.day]
        case tuple():
            return [to_data(part) for part in value]
        case str() | int() | None:
            return value
        case _:
            return _to_fields(value)


def _to_fields(view: object) -> dict[str, Value]:
    if not is_dataclass(view):
        raise TypeError(f"{type(view).__name__} is no view")
    return {field.name: to_data(getattr(view, field.name)) for field in fields(view)}


def _make_pdf(
    place: Place, sheet: SheetView, data: Value, templates: Mapping[str, str], fonts: tuple[Path, ...]
) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """Real files in a folder of their own: typst reads nothing outside it, and cannot compile twice from memory."""
    template = _TEMPLATES[type(sheet)]
    with TemporaryDirectory() as folder:
        for name, text in templates.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        compiler = typst.Compiler(
            Path(folder, template), root=Path(folder), font_paths=read_fonts(fonts), ignore_system_fonts=True
        )
        faults: Sequence[typst.TypstError | typst.TypstWarning]
        try:
            pdf, faults = compiler.compile_with_warnings(
                format="pdf",
                sys_inputs={"sheet": json.dumps(data, ensure_ascii=False)},
                pdf_standards=["a-2b", "ua-1"],
                timestamp=datetime.combine(sheet.made_on, time(), UTC),
            )
        except typst.TypstError as fault:
            pdf, faults = None, [fault]
    # A warning counts as well: with an unknown font typst only warns, and leaves all text out.
    if isinstance(pdf, bytes) and not faults:
        return pdf, ()
    return None, tuple(error("PDF-COMPILE", place, template=template, message=_to_line(fault)) for fault in faults)


def _to_line(fault: typst.TypstError | typst.TypstWarning) -> str:
    return " ".join(" ".join((fault.message, *fault.hints)).split())


@lru_cache(maxsize=8)
def read_fonts(fonts: tuple[Path, ...]) -> typst.Fonts:
    """The fonts as typst keeps them, read once; it only takes folders."""
    folders = sorted({font.parent for font in fonts})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
