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


def read_codes(pdf: bytes, dpi: int = 150) -> tuple[tuple[str, ...], ...]:
    """The texts of all codes, page by page, sorted; at 150 dots an inch a module of 1.6 mm is nine dots wide."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_read(_draw(page, dpi)) for page in document)
    finally:
        document.close()


def draw_pages(pdf: bytes, dpi: int) -> tuple[bytes, ...]:
    """A PNG of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_to_png(_draw(page, dpi)) for page in document)
    finally:
        document.close()


def _draw(page: pypdfium2.PdfPage, dpi: int) -> Image.Image:
    picture: Image.Image = page.render(scale=dpi / _INCH, grayscale=True).to_pil()
    return picture


def _to_png(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def _read(picture: Image.Image) -> tuple[str, ...]:
    return tuple(sorted(code.text for code in zxingcpp.read_barcodes(picture, formats=_QR)))


def check_sheet(name: str, pdf: bytes, expected: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """Each address of ``expected`` that cannot be read from the sheet, or is not there as often as meant; and each that
    was read and is not expected."""
    return _compare(name, [text for page in read_codes(pdf) for text in page], expected)


def check_picture(name: str, png: bytes, expected: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """The same of a picture."""
    return _compare(name, list(_read(Image.open(BytesIO(png)).convert("L"))), expected)


def _compare(name: str, found: list[str], expected: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    wrong = [*(Counter(expected) - Counter(found)).elements(), *(Counter(found) - Counter(expected)).elements()]
    return tuple(error("PDF-CODE", Place(name), address=address) for address in wrong)
