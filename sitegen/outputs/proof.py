"""Is what was printed what was meant? Every sheet is drawn again and its codes are read by an independent decoder."""

from __future__ import annotations

import pypdfium2
import zxingcpp

from sitegen.diagnostics import Diagnostic, Place, error

_INCH = 72
"""Points; a PDF is measured in them."""

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def read_codes(pdf: bytes, dpi: int = 150) -> tuple[tuple[str, ...], ...]:
    """The texts of all codes, page by page, sorted; at 150 dots an inch a module of 1.2 mm is seven dots wide."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_read_page(page, dpi) for page in document)
    finally:
        document.close()


def _read_page(page: pypdfium2.PdfPage, dpi: int) -> tuple[str, ...]:
    picture = page.render(scale=dpi / _INCH, grayscale=True).to_pil()
    codes = zxingcpp.read_barcodes(picture, formats=_QR)
    return tuple(sorted(code.text for code in codes))


def check_sheet(name: str, pdf: bytes, expected: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """Each address of ``expected`` that cannot be read from the sheet, or is not there as often as meant."""
    found = [text for page in read_codes(pdf) for text in page]
    missing = []
    for address in expected:
        if address in found:
            found.remove(address)
        else:
            missing.append(address)
    return tuple(error("PDF-CODE", Place(name), address=address) for address in missing)
