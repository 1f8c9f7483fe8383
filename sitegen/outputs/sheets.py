"""Printed sheets: views become a PDF (or a picture) by the theme's typst templates, unless something is in the way.

The data goes in as one JSON text, codes as contours; the templates decide the look. Ordinary files are PDF/A-2b and
PDF/UA-1; those for a print shop have black ink alone (K of CMYK), bleed and crop marks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.outputs.boxes import add_bleed, to_black_ink
from sitegen.outputs.fonts import OWN, FontSet
from sitegen.outputs.qr import Steps, make_symbol, to_steps
from sitegen.outputs.typesetting import Format, Job, is_true, typeset
from sitegen.views.papers import BoardView, PaperView, ReviewView, VouchersView
from sitegen.views.sheets import (
    CardView,
    CodeView,
    DeskView,
    MonthlyView,
    OverviewView,
    PlateView,
    PosterView,
    SlipView,
    TagSheetView,
    VisitView,
)

CodeSheetView = PosterView | TagSheetView | PlateView | DeskView | VisitView | CardView | MonthlyView
SheetView = CodeSheetView | PaperView | SlipView | OverviewView

Value = str | int | bool | None | list["Value"] | dict[str, "Value"] | tuple[Steps, ...]

_TEMPLATES: dict[type, str] = {
    PosterView: "poster.typ",
    TagSheetView: "tags.typ",
    PlateView: "plate.typ",
    DeskView: "desk.typ",
    VisitView: "visit.typ",
    CardView: "card.typ",
    MonthlyView: "monthly.typ",
    SlipView: "slip.typ",
    OverviewView: "overview.typ",
    BoardView: "board.typ",
    ReviewView: "review.typ",
    VouchersView: "vouchers.typ",
}

_BLEED = 3
"""Millimetres; as far from the cut as the crop marks begin."""
_ALONG = (4, 2, 1)
"""How many rows go over to a last page that would hold nothing but what is signed: as many as fit there, one last of all."""
NO_ROOM = "no room for modules"
"""With this a template refuses a code that would have to be smaller than the least module."""


def make_sheet(
    name: str,
    sheets: SheetView | tuple[SheetView, ...],
    templates: Mapping[str, str],
    fonts: FontSet = OWN,
    *,
    press: bool = False,
    form: Format = "pdf",
    pictures: tuple[tuple[str, bytes], ...] = (),
) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """The file of one sheet or of several of one kind, or none and what is in its way.

    ``name`` is what diagnostics call it, ``templates`` are the theme's typst files by name, the shared ones included;
    ``pictures`` are PNG files that the views name.
    """
    views = sheets if isinstance(sheets, tuple) else (sheets,)
    place, template = Place(name), _TEMPLATES[type(views[0])]
    data: dict[str, Value] = {
        "press": press,
        "keep": 0,
        "snug": False,
        "fonts": list(fonts.families),
        "sheets": [to_data(view) for view in views],
        "contours": {code.url: to_steps(make_symbol(code.url)) for view in views for code in find_codes(view)},
        "title": name.rpartition(".")[0] or name,
    }
    faults = (*_check_imports(place, templates), *_check_characters(place, data, templates, fonts))
    if faults:
        return None, faults
    job = Job(templates, template, _write(data), views[0].made_on, fonts, press, pictures)
    made, said = typeset(job, form)
    if made is not None and isinstance(views[0], PaperView) and (better := _find_better(job, data)):
        made, said = typeset(better, form)
    if made is not None and press:
        made = to_black_ink(made) if isinstance(views[0], OverviewView | SlipView) else add_bleed(made, _BLEED)
    return made, tuple(_to_fault(place, template, line, views) for line in said)


def _find_better(job: Job, data: dict[str, Value]) -> Job | None:
    """The same on a page less, where a little less white does that; else with rows beside what would be signed alone."""
    if not is_true(job, "spare"):
        return None
    snug = replace(job, data=_write({**data, "snug": True}))
    if not is_true(snug, "spare"):
        return snug
    if not is_true(job, "alone"):
        return None
    tries = (replace(job, data=_write({**data, "keep": rows})) for rows in _ALONG)
    return next((each for each in tries if not is_true(each, "alone")), None)


def _write(data: dict[str, Value]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _to_fault(place: Place, template: str, line: str, views: tuple[SheetView, ...]) -> Diagnostic:
    if NO_ROOM not in line:
        return error("PDF-COMPILE", place, template=template, message=line)
    longest = max((code.url for view in views for code in find_codes(view)), key=lambda url: make_symbol(url).side)
    return error("PDF-ROOM", place, address=longest, modules=make_symbol(longest).side)


def _check_imports(place: Place, templates: Mapping[str, str]) -> Iterator[Diagnostic]:
    """A package would be fetched from the network, and could be another one tomorrow."""
    for template, text in templates.items():
        if '"@' in text:
            yield error("PDF-COMPILE", place, template=template, message='packages ("@…") cannot be imported')


def find_codes(sheet: SheetView) -> tuple[CodeView, ...]:
    """All codes of a sheet in the order in which they stand on it."""
    match sheet:
        case PosterView():
            return (sheet.main, *sheet.codes)
        case TagSheetView():
            return tuple(tag.code for tag in sheet.tags)
        case PlateView():
            return (sheet.tag.code,)
        case DeskView():
            return (sheet.main, sheet.main)
        case VisitView():
            return tuple(each.code for each in sheet.codes)
        case CardView():
            return (sheet.code,)
        case BoardView(code=CodeView() as code):
            return (code,)
        case _:
            return ()


def _check_characters(place: Place, data: Value, templates: Mapping[str, str], fonts: FontSet) -> Iterator[Diagnostic]:
    """Every character of the sheet and of its theme, before anything is set: a missing one would be an empty box."""
    said = tuple(_list_texts(data))
    for character in fonts.missing("".join(said), *templates.values()):
        where = next(name for name, text in (*zip(said, said, strict=True), *templates.items()) if character in text)
        yield error("FONT-MISSING", place, character=character, codepoint=f"U+{ord(character):04X}", where=where)


def _list_texts(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _list_texts(part)


def to_data(value: object) -> Value:
    """A view as JSON values: a code with its side in modules, a day as year, month and day."""
    match value:
        case CodeView():
            return {**_to_fields(value), "side": make_symbol(value.url).side}
        case date():
            return [value.year, value.month, value.day]
        case tuple():
            return [to_data(part) for part in value]
        case str() | int() | None:
            return value
        case _:
            return _to_fields(value)


def _to_fields(view: object) -> dict[str, Value]:
    if not isinstance(view, Struct):
        raise TypeError(f"{type(view).__name__} is no view")
    return {name: to_data(getattr(view, name)) for name in view.__struct_fields__}
