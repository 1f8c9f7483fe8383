"""Which fonts a sheet is set in, and whether they have all of its characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont, TTLibError
from msgspec import Struct

Font = Path | bytes

FOLDER = Path(__file__).parent.parent / "data" / "fonts"

BUNDLED: tuple[Path, ...] = (FOLDER / "SitegenSans-Regular.otf", FOLDER / "SitegenSans-Bold.otf")
"""The fonts that come with the program; nothing of the machine's own is used, so that sheets are equal everywhere."""

_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp"})
"""Categories of controls, joiners and line ends, which no font needs to draw."""

_VARIATION_SELECTORS = frozenset((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
"""They only ask for another form of the character before; a font that has no such form draws the usual one."""

_ENDINGS = (".otf", ".ttf", ".ttc")


class FontSet(Struct, frozen=True):
    """Font files and their family names in the order in which a character is looked for: ours, then the county's."""

    paths: tuple[Path, ...] = BUNDLED
    families: tuple[str, ...] = ("Sitegen Sans",)
    unreadable: tuple[Path, ...] = ()
    """Files of the county's ``fonts/`` that are no fonts."""

    def missing(self, *texts: str) -> tuple[str, ...]:
        """The visible characters of the texts that no font has, each once, by code point."""
        return tuple(sorted({each for text in texts for each in missing_characters(text, self.paths)}))


OWN = FontSet()


def read_fonts(folders: Iterable[Path]) -> FontSet:
    """The bundled fonts and after them those in ``folders``: a county's own ``fonts/``, or the extra one."""
    paths, families, unreadable = list(BUNDLED), list(OWN.families), []
    for path in (path for folder in folders for path in sorted(folder.glob("*")) if path.suffix.lower() in _ENDINGS):
        try:
            names = read_families(path)
        except (TTLibError, OSError):
            unreadable.append(path)
            continue
        paths.append(path)
        families += [name for name in names if name not in families]
    return FontSet(tuple(paths), tuple(families), tuple(unreadable))


@lru_cache(maxsize=32)
def read_families(font: Path) -> tuple[str, ...]:
    """Family names of a font file's faces; raises ``TTLibError`` where it is no font."""
    names = [face["name"].getDebugName(16) or face["name"].getDebugName(1) for face in _open_faces(font.read_bytes())]
    return tuple(dict.fromkeys(name for name in names if name))


@lru_cache(maxsize=64)  # the templates of a theme, tens of thousands of signs, are those of a whole batch
def _list_visible(text: str) -> frozenset[str]:
    return frozenset(character for character in set(text) if unicodedata.category(character) not in _INVISIBLE)


def missing_characters(text: str, fonts: tuple[Font, ...]) -> tuple[str, ...]:
    """The visible characters of ``text`` that none of ``fonts`` has, each once, by code point."""
    missing = {ord(character) for character in _list_visible(text)} - _VARIATION_SELECTORS - read_coverages(fonts)
    return tuple(map(chr, sorted(missing)))


@lru_cache(maxsize=16)
def read_coverages(fonts: tuple[Font, ...]) -> frozenset[int]:
    """The code points that at least one of the fonts has."""
    return frozenset[int]().union(*map(read_coverage, fonts))


@lru_cache(maxsize=32)
def read_coverage(font: Font) -> frozenset[int]:
    """The code points of a font's character map; of a collection, those of all its faces."""
    faces = _open_faces(font if isinstance(font, bytes) else font.read_bytes())
    return frozenset[int]().union(*(face.getBestCmap() or {} for face in faces))


def _open_faces(data: bytes) -> list[TTFont]:
    file = BytesIO(data)
    return TTCollection(file, lazy=True).fonts if data[:4] == b"ttcf" else [TTFont(file, lazy=True)]
