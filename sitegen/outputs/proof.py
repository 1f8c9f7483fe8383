"""Is what was printed what was meant? Every sheet is drawn again and its codes are read by an independent decoder."""

from __future__ import annotations

from collections import Counter
from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image

from sitegen.diagnostics import Diagnostic, Place, error

_INCH = 72
"""Points; a PDF is measured in them."""

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)

DPI = 100
"""Dots an inch of the proof: a module of 1.6 mm is six dots wide, about what a phone sees from half a metre."""
_PREVIEW = 50
"""Dots an inch of a preview."""

Picture = Image.Image


def draw_pages(pdf: bytes, dpi: int = DPI) -> tuple[Picture, ...]:
    """Each page as a grey picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(page.render(scale=dpi / _INCH, grayscale=True).to_pil() for page in document)
    finally:
        document.close()


def count_pages(pdf: bytes) -> int:
    """How many pages the file has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def read_codes(pdf: bytes, dpi: int = DPI) -> tuple[tuple[str, ...], ...]:
    """The texts of all codes, page by page, sorted."""
    return tuple(map(_read, draw_pages(pdf, dpi)))


def _read(picture: Picture) -> tuple[str, ...]:
    return tuple(sorted(code.text for code in zxingcpp.read_barcodes(picture, formats=_QR)))


def make_preview(page: Picture, dpi: int = _PREVIEW) -> bytes:
    """A small PNG of a drawn page: enough to tell one sheet from another."""
    small = page.resize((page.width * dpi // DPI, page.height * dpi // DPI), Image.Resampling.BOX)
    file = BytesIO()
    small.save(file, "PNG", compress_level=3)
    return file.getvalue()


def check_sheet(name: str, pdf: bytes, expected: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """Each address of ``expected`` that cannot be read from the sheet, or is not there as often as meant; and each that
    was read and is not expected."""
    return check_pages(name, draw_pages(pdf), expected)


def check_pages(name: str, pages: tuple[Picture, ...], expected: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """The same of pages that are drawn already."""
    found = [text for page in pages for text in _read(page)]
    wrong = [*(Counter(expected) - Counter(found)).elements(), *(Counter(found) - Counter(expected)).elements()]
    return tuple(error("PDF-CODE", Place(name), address=address) for address in wrong)
