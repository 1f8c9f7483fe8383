"""What a print shop asks of a finished PDF: the box that may bleed over the cut, and greys that are black ink.

The typesetter writes ``MediaBox`` and ``TrimBox`` of a page, and no ``BleedBox``. It is written into the page here, and every
address in the file's table of contents moved along; nothing else of the bytes changes, so equal files stay equal.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_POINTS = 72 / 25.4
"""A millimetre."""
_TRIM = re.compile(rb"/Type/Page/[^>]*?(/MediaBox\[([-\d. ]+)\])/TrimBox\[([-\d. ]+)\]")
_PROFILE = re.compile(rb"\[/ICCBased \d+ 0 R\]")
_ENTRY = re.compile(rb"(\d{10})( \d{5} n\r\n)")
_START = re.compile(rb"startxref\n(\d+)\n%%EOF\s*\Z")


def add_bleed(pdf: bytes, millimetres: float) -> bytes:
    """The file with a ``BleedBox`` on every page that has a ``TrimBox``, that much larger on each side and inside of the paper.

    Raises ``ValueError`` where the file is not written as the typesetter writes it: a wrong box must not go to a print shop.
    """
    start = _START.search(pdf)
    if start is None or not pdf[int(start[1]) :].startswith(b"xref"):
        raise ValueError("no table of contents at the end of the file")
    table = int(start[1])
    pieces, ends, grown, last = [], list[int](), [0], 0
    for found in _TRIM.finditer(pdf, 0, table):
        box = _to_box(found[2], found[3], millimetres * _POINTS)
        pieces += [pdf[last : found.end()], box]
        ends.append(found.end())
        grown.append(grown[-1] + len(box))
        last = found.end()
    if not ends:
        raise ValueError("no page with a TrimBox")

    def moved(address: int) -> int:
        return address + grown[bisect_right(ends, address)]

    tail = _ENTRY.sub(lambda found: b"%010d%s" % (moved(int(found[1])), found[2]), pdf[table:])
    tail = _START.sub(b"startxref\n%d\n%%%%EOF" % moved(table), tail)
    return b"".join((*pieces, pdf[last:table], tail))


def to_black_ink(pdf: bytes) -> bytes:
    """The file with the grey of its pictures as the press has it: by a profile of greys it would be mixed from four inks.

    Everything else for a print shop is CMYK; the words that take the profile's place are as long, so that all addresses hold.
    """
    return _PROFILE.sub(lambda found: b"/DeviceGray".ljust(len(found[0])), pdf)


def _to_box(media: bytes, trim: bytes, more: float) -> bytes:
    left, bottom, right, top = map(float, trim.split())
    paper = tuple(map(float, media.split()))
    box = (
        max(left - more, paper[0]),
        max(bottom - more, paper[1]),
        min(right + more, paper[2]),
        min(top + more, paper[3]),
    )
    return b"/BleedBox[%s]" % b" ".join(b"%.4f" % each for each in box)
