"""Which fonts a sheet is set in, and whether they have all of its characters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont

Font = Path | bytes

FOLDER = Path(__file__).parent.parent / "data" / "fonts"

BUNDLED: tuple[Path, ...] = (FOLDER / "SitegenSans-Regular.otf", FOLDER / "SitegenSans-Bold.otf")
"""The fonts that come with the program; nothing of the machine's own is used, so that sheets are equal everywhere."""

_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp"})
"""Categories of controls, joiners and line ends, which no font needs to draw."""

_VARIATION_SELECTORS = frozenset((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
"""They only ask for another form of the character before; a font that has no such form draws the usual one."""


def missing_characters(text: str, fonts: tuple[Font, ...]) -> tuple[str, ...]:
    """The visible characters of ``text`` that none of ``fonts`` has, each once, by code point."""
    wanted = {ord(character) for character in text} - _VARIATION_SELECTORS
    for font in fonts:
        wanted -= read_coverage(font)
    return tuple(chr(code) for code in sorted(wanted) if unicodedata.category(chr(code)) not in _INVISIBLE)


@lru_cache(maxsize=32)
def read_coverage(font: Font) -> frozenset[int]:
    """The code points of a font's character map; of a collection, those of all its faces."""
    data = font if isinstance(font, bytes) else font.read_bytes()
    file = BytesIO(data)
    faces = TTCollection(file, lazy=True).fonts if data[:4] == b"ttcf" else [TTFont(file, lazy=True)]
    return frozenset[int]().union(*(face.getBestCmap() or {} for face in faces))
