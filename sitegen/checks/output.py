"""Every file is read once more, byte by byte, before it may be shown: no personal data gets out by any way."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from sitegen.checks.pages import read_markup, read_page
from sitegen.checks.personal import is_allowed
from sitegen.checks.repeats import Own, read_pages
from sitegen.checks.workbooks import read_workbook_texts
from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.sensitive import find_sensitive, to_digits

_KINDS = {
    "PII-ID": "identity",
    "PII-CARD": "card",
    "PII-PHONE": "phone",
    "PII-ADDRESS": "address",
    "PII-CONTACT": "contact",
    "PII-PAPER": "paper",
}
_PAGE = ".html"
_IN_WORD = re.compile("(?<=[\u4e00-\u9fff])(?<!号)\r?\n(?=[\u4e00-\u9fff])")
"""Where a line of a document ends between two Han signs, perhaps within a word: 2号冷|库 is no house."""
_ATTACHED = "attached"
"""Something in a picture that is not the picture: a note, a place, a second file behind the end."""


def check_output(path: str, data: bytes, allowed: frozenset[str]) -> tuple[Diagnostic, ...]:
    """Personal data in a finished file; ``allowed`` are telephones agreed to and numbers shown as vouchers or codes."""
    kinds = dict.fromkeys(kind for text in _texts(path, data) for kind in _find(text, allowed))
    if _has_attached(path, data):
        kinds[_ATTACHED] = None
    return tuple(error("PII-OUTPUT", Place(path), path=path, kind=kind) for kind in kinds)


def find_leak(
    files: Iterable[tuple[str, bytes]], allowed: frozenset[str], own: Own | None = None
) -> tuple[Diagnostic, ...]:
    """The first file with personal data: one is enough to hold everything back, fifty would only hide the cause.

    Pages are read together, for they repeat each other; only when something is found in them, one by one. ``own``: what
    names the village itself on them.
    """
    files = tuple(files)
    pages = {path: data for path, data in files if path.endswith(_PAGE)}
    names = "|".join(path.removeprefix(own.folder) if own else path for path in pages)
    together = (names, *read_pages(pages.values(), own))
    clean = not any(True for text in together for _ in _find(text, allowed))
    left = (each for each in files if not (clean and each[0] in pages))
    first = next((leak for path, data in left for leak in check_output(path, data, allowed)), None)
    return (first,) if first else ()


def _texts(path: str, data: bytes) -> Iterator[str]:
    yield path
    read = _READERS.get(path[path.rfind(".") :].lower())
    if read is not None:
        yield from read(data)


def find_said(files: Iterable[tuple[str, bytes]], find: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """Everything that ``find`` finds in any text of the files."""
    return frozenset(said for path, data in files for text in _texts(path, data) for said in find(text))


def _find(text: str, allowed: frozenset[str]) -> Iterator[str]:
    for hit in _find_all(text):
        written = text[hit.start : hit.end]
        if to_digits(written) not in allowed and not is_allowed(hit.code, written, allowed):
            yield _KINDS[hit.code]


_find_all = lru_cache(maxsize=32)(find_sensitive)
"""Kept for the style and script that pages share, and for who looks twice."""


# ---- by kind of file -------------------------------------------------------------------------------------------------


def _rows(data: bytes) -> Iterator[str]:
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig", errors="replace")))
    yield "|".join(cell for row in rows for cell in row)


def _plain(data: bytes) -> Iterator[str]:
    yield data.decode("utf-8", errors="replace")


def _workbook(data: bytes) -> Iterator[str]:
    yield "|".join(text for _, text in read_workbook_texts(data))


def _document(data: bytes) -> Iterator[str]:
    """The text of every page, then what the document says of itself."""
    import pypdfium2  # noqa: PLC0415 - only documents need it

    with pypdfium2.PdfDocument(data) as document:
        yield "\n".join(_IN_WORD.sub("", page.get_textpage().get_text_bounded()) for page in document)
        yield "|".join(document.get_metadata_dict().values())


_READERS: Mapping[str, Callable[[bytes], Iterator[str]]] = {
    _PAGE: read_page,
    ".csv": _rows,
    ".json": _plain,
    ".txt": _plain,
    ".xml": read_markup,
    ".svg": read_markup,
    ".xlsx": _workbook,
    ".pdf": _document,
}


# ---- pictures --------------------------------------------------------------------------------------------------------

_PNG_PARTS = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"pHYs"))


def _has_attached(path: str, data: bytes) -> bool:
    if path.endswith(".png"):
        return not _is_bare_png(data)
    return path.endswith((".jpg", ".jpeg")) and not _is_bare_jpeg(data)


def _is_bare_png(data: bytes) -> bool:
    """Nothing but pixels and colours, and the file ends where the picture does."""
    position = 8
    while position + 8 <= len(data):
        size, part = int.from_bytes(data[position : position + 4], "big"), data[position + 4 : position + 8]
        position += size + 12
        if part not in _PNG_PARTS:
            return False
        if part == b"IEND":
            return position == len(data)
    return False


def _is_bare_jpeg(data: bytes) -> bool:
    """No notes (APP1–APP15, COM) before the picture begins, and nothing behind its end."""
    position = 2
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xDA:
            return data.endswith(b"\xff\xd9") and data.count(b"\xff\xd9", position) == 1
        if 0xE1 <= marker <= 0xEF or marker == 0xFE:
            return False
        position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
    return False
