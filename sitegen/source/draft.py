"""The working copy of a text that is mended and read again, and the mistakes found in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from sitegen.diagnostics import Diagnostic, Edit, Place, Severity

Mend = tuple[int, int, int, str]
"""Line, start and end (from 0) of what is replaced, and by what."""
_SHOWN = 100
"""Characters of a written text repeated in a message."""


class Slip(NamedTuple):
    """A mistake in the draft (line and columns from 0) and what mends it in the draft."""

    code: str
    severity: Severity
    line: int
    start: int
    end: int
    values: tuple[tuple[str, str], ...] = ()
    mends: tuple[Mend, ...] = ()
    certain: bool = False
    """Whether the mends are the cure itself, and not only what lets the rest be read."""


_SIGN = re.compile(r'[：，"]|[ \t]#|:[^\s/]')
_ODD_START = re.compile("( *+)(?:-(?=[^\\s\\d.\\-¥￥])|[－–—•·●\t\u3000\u00a0\u2000-\u200a\u202f\u205f])")


class Draft:
    """Its lines, which of them may hold a trap, and where each character of a mended line stood in the file."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.lines = text.split("\n")
        self.signed = {number for number, line in enumerate(self.lines) if _SIGN.search(line)}
        """Lines with a sign that may be a trap."""
        starts = ((number, _ODD_START.match(line)) for number, line in enumerate(self.lines))
        self.odd = {number: match.end(1) for number, match in starts if match}
        """Lines that begin with something else than spaces, a dash and a space, or a word; and at which column."""
        self._origins: dict[int, list[int]] = {}

    @property
    def mended(self) -> frozenset[int]:
        """The lines whose columns may differ from those of the file."""
        return frozenset(self._origins)

    def apply(self, mends: Iterable[Mend]) -> None:
        """Make the mends; of two that overlap, the later one in the line."""
        for number, group in groupby(sorted(mends), key=lambda mend: mend[0]):
            self._apply(number, list(group))
        self.text = "\n".join(self.lines)

    def _apply(self, number: int, mends: list[Mend]) -> None:
        line = self.lines[number]
        origin = self._origins.get(number) or list(range(len(line) + 1))
        text: list[str] = []
        columns: list[int] = []
        position = 0
        for start, end, new in _without_overlaps(mends, len(line)):
            text += line[position:start], new
            columns += origin[position:start] + [origin[start]] * len(new)
            position = end
        self.lines[number] = "".join(text) + line[position:]
        self._origins[number] = columns + origin[position:]
        self._look_again(number)

    def _look_again(self, number: int) -> None:
        self.signed.discard(number)
        self.odd.pop(number, None)
        if _SIGN.search(self.lines[number]):
            self.signed.add(number)
        if match := _ODD_START.match(self.lines[number]):
            self.odd[number] = match.end(1)

    def column(self, number: int, column: int) -> int:
        """The column in the file."""
        origin = self._origins.get(number)
        return origin[min(column, len(origin) - 1)] if origin else column

    def diagnostic(self, slip: Slip) -> Diagnostic:
        """The slip at its place in the file."""
        start = self.column(slip.line, slip.start)
        end = max(self.column(slip.line, slip.end), start + 1)
        values = tuple((name, _shortened(value)) for name, value in slip.values)
        place = Place(self.file, slip.line + 1, start + 1, end + 1)
        patch = tuple(map(self._edit, slip.mends)) if slip.certain else ()
        return Diagnostic(slip.code, slip.severity, place, values, patch=patch)

    def _edit(self, mend: Mend) -> Edit:
        number, start, end, text = mend
        return Edit(number + 1, self.column(number, start) + 1, self.column(number, end) + 1, text)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text (line ends ``\\n``) with the edits of its diagnostics made; of two that overlap, the later one."""
    draft = Draft("", text)
    draft.apply({(edit.line - 1, edit.column - 1, edit.end_column - 1, edit.text) for edit in edits})
    return draft.text


def _shortened(value: str) -> str:
    return value if len(value) <= _SHOWN else value[:_SHOWN] + "…"


def _without_overlaps(mends: list[Mend], length: int) -> list[tuple[int, int, str]]:
    chosen: list[tuple[int, int, str]] = []
    left = length
    for _, start, end, new in reversed(mends):
        if min(end, length) <= left:
            chosen.append((start, min(end, length), new))
            left = start
    return chosen[::-1]
