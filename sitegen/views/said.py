"""Text in the language of the page, told apart by its type from Chinese as it was written."""

from __future__ import annotations

import re
from typing import SupportsIndex

OPEN, CLOSE = "\ue000", "\ue001"
"""Around Chinese in a text of another language; :mod:`sitegen.outputs.html` makes ``lang`` attributes of them."""
_HAN = re.compile("[㐀-鿿\U00020000-\U0003ffff]")


class Said(str):
    """Text in the language of the page. ``source`` is the same in Chinese, for sentences that have no translation."""

    __slots__ = ("source",)
    source: str

    def __new__(cls, text: str, source: str) -> Said:
        said = super().__new__(cls, text)
        said.source = source
        return said

    def __add__(self, other: str) -> Said:
        return put_together(str.__add__(self, quote(other)), self.source + source_of(other))

    def __radd__(self, other: str) -> Said:
        return put_together(quote(other) + str(self), source_of(other) + self.source)

    def splitlines(self, keepends: bool = False) -> list[str]:
        """As of any text; the Chinese of a line is not known."""
        return [Said(line, line) for line in super().splitlines(keepends)]

    def replace(self, old: str, new: str, count: SupportsIndex = -1) -> Said:
        """As of any text."""
        return Said(super().replace(old, new, count), self.source.replace(old, new, count))


def quote(text: str) -> str:
    """The text with Chinese marked that is not in the language of the page; what holds a mark already is put together of
    parts that were looked at."""
    known = isinstance(text, Said) or OPEN in text
    return text if known or not _HAN.search(text) else f"{OPEN}{text}{CLOSE}"


_MARKED = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")
_LETTER = re.compile(r"\w")


def put_together(text: str, source: str) -> Said:
    """Pieces put together: where all of them are Chinese they are one Chinese text, and read in its own direction."""
    whole = OPEN in text and not _LETTER.search(_MARKED.sub("", text))
    return Said(quote(source) if whole else text, source)


def source_of(text: str) -> str:
    """The text in Chinese."""
    return text.source if isinstance(text, Said) else text
