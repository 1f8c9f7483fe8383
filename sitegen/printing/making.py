"""One sheet becomes one file: set, with fewer codes where they do not fit, and read back by another decoder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.build import Site
from sitegen.diagnostics import Diagnostic, has_errors
from sitegen.outputs.fonts import FontSet
from sitegen.outputs.proof import check_picture, check_sheet
from sitegen.outputs.sheets import SheetView, find_codes, make_sheet
from sitegen.printing.planning import Request, Sheet


@dataclass(frozen=True, slots=True)
class Made:
    """A sheet with the bytes of its file, none when something was in the way."""

    sheet: Sheet
    data: bytes | None
    diagnostics: tuple[Diagnostic, ...]


def make(site: Site, sheet: Sheet, request: Request, fonts: FontSet) -> Made:
    """The file, once every code on it has been read back by a decoder that did not make it."""
    form = "png" if sheet.file.suffix == ".png" else "pdf"
    while True:
        data, found = make_sheet(
            sheet.file.name, sheet.views, templates_of(site), fonts,
            press=request.press, form="png" if form == "png" else "pdf",
        )  # fmt: skip
        if sheet.fewer is None or not any(each.code == "PDF-ROOM" for each in found):
            break
        sheet = sheet.fewer()
    if data is None:
        return Made(sheet, None, found)
    check = check_picture if form == "png" else check_sheet
    unread = check(sheet.file.name, data, urls_of(sheet.views))
    return Made(sheet, None if has_errors(unread) else data, (*found, *unread))


def urls_of(views: tuple[SheetView, ...]) -> tuple[str, ...]:
    """The address of every code of the views, as often as it stands there."""
    return tuple(code.url for view in views for code in find_codes(view))


def templates_of(site: Site) -> Mapping[str, str]:
    """The theme's typst files by name."""
    return {name.removeprefix("sheets/"): text for name, text in site.sheets.items()}
