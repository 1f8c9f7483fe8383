"""One sheet becomes one file: set, with fewer codes where they do not fit, and read back by another decoder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from msgspec import Struct
from PIL import Image

from sitegen import codes
from sitegen.checks.output import find_leak
from sitegen.diagnostics import Diagnostic, has_errors
from sitegen.outputs.fonts import FontSet
from sitegen.outputs.proof import Picture, check_pages, draw_pages, make_preview
from sitegen.outputs.sheets import SheetView, find_codes, make_sheet
from sitegen.plan import Site
from sitegen.printing.planning import Request, Sheet
from sitegen.views.sheets import DeskView, PlateView, PosterView, TagSheetView


class Made(Struct, frozen=True):
    """A sheet with the bytes of its file, none when something was in the way."""

    sheet: Sheet
    data: bytes | None
    preview: bytes
    """A small PNG of its first page; empty where the file stood already."""
    diagnostics: tuple[Diagnostic, ...]
    key: str
    """Digest of all that the file depends on."""

    @property
    def preview_file(self) -> Path:
        """``清溪村/预览/清溪村-海报-A4竖.png``."""
        return self.sheet.file.parent / "预览" / f"{self.sheet.file.stem}.png"


def to_key(site: Site, sheet: Sheet, request: Request, fonts: FontSet) -> str:
    """Digest of what a file is made from: program and theme, what it shows, fonts."""
    given = (site.fingerprint, repr(sheet.views), sheet.text, str(request.press), *map(str, fonts.paths))
    return codes.digest_parts(part.encode() for part in given)


def make(site: Site, sheet: Sheet, request: Request, fonts: FontSet, allowed: frozenset[str]) -> Made:
    """The file, once every code on it has been read back by a decoder that did not make it, and nothing private was found
    in what it says; ``allowed``: telephones agreed to, and numbers of vouchers and codes."""
    key = to_key(site, sheet, request, fonts)
    picture = sheet.file.suffix == ".png"
    while True:
        data, found = make_sheet(
            sheet.file.name, sheet.views, templates_of(site), fonts,
            press=request.press, form="png" if picture else "pdf",
        )  # fmt: skip
        if sheet.fewer is None or not any(each.code == "PDF-ROOM" for each in found):
            break
        sheet = sheet.fewer()
    if data is None:
        return Made(sheet, None, b"", found, key)
    pages: tuple[Picture, ...] = (Image.open(BytesIO(data)).convert("L"),) if picture else draw_pages(data)
    wrong = (*check_pages(sheet.file.name, pages, urls_of(sheet.views)), *_find_private(sheet, data, allowed))
    return Made(sheet, None if has_errors(wrong) else data, make_preview(pages[0]), (*found, *wrong), key)


def _find_private(sheet: Sheet, data: bytes, allowed: frozenset[str]) -> tuple[Diagnostic, ...]:
    """Of a PDF what is read on its pages, of a picture what it was drawn from; the words that go with it, and its name."""
    said = sheet.text if sheet.file.suffix == ".pdf" else "|".join((sheet.text, *_texts(sheet.views)))
    files = ((sheet.file.name, data), (f"{sheet.file.stem}.txt", said.encode()))
    return find_leak(files, allowed)


def _texts(node: object) -> Iterator[str]:
    """Every text of a view."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, tuple):
        yield from (text for each in node for text in _texts(each))
    elif isinstance(node, Struct):
        yield from (text for name in node.__struct_fields__ for text in _texts(getattr(node, name)))


def find_untranslated(views: tuple[SheetView, ...]) -> frozenset[str]:
    """What a sheet in two languages says in Chinese alone: its fixed sentences, and the titles of its codes."""
    found: set[str] = set()
    for view in views:
        second = view.second if isinstance(view, PosterView | PlateView | DeskView | TagSheetView) else None
        if second is not None:
            found |= {*second.missing, *(code.title for code in find_codes(view) if not code.also)}
    return frozenset(found)


def urls_of(views: tuple[SheetView, ...]) -> tuple[str, ...]:
    """The address of every code of the views, as often as it stands there."""
    return tuple(code.url for view in views for code in find_codes(view))


def templates_of(site: Site) -> Mapping[str, str]:
    """The theme's typst files by name."""
    return {name.removeprefix("sheets/"): text for name, text in site.sheets.items()}
