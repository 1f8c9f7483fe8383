"""The working copy of a text that is mended and read again, and the mistakes found in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from sitegen.diagnostics import Diagnostic, Edit, Place, Severity
from sitegen.source.text import lines_of

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


_SIGNS = ("：", "︰", "∶", "﹕", "꞉", '"', "'", " #", "｛", "［", "【{", "【 {")
_TIGHT_COLON = re.compile(r":(?:[^\s/]|[\u3000\u00a0])")
_ODD_START = re.compile(
    "\n( *+)(?:-(?=[^\\s\\d.\\-¥￥]|[\t\u3000\u00a0])|[－–—•·●＃+＋①-⑳◆◇■□★☆※\t\u3000\u00a0\u2000-\u200a\u202f\u205f]"
    "|[_=→►▪一] *+\\{|～ *+\\{|\\* |--+ |[（(]?\\d{1,3}[.．、）)] *+(?:\\{|[^\\s:]{1,20}: )|[@%&!`|>\\[\\]{}\\\\,?;~^$])"
)


class Draft:
    """Its lines, which of them may hold a trap, and where each character of a mended line stood in the file."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.lines = [*lines_of(text)]
        self.signed = set(_find_signs(text))
        """Lines with a sign that may be a trap; a Chinese comma is one between brackets only, and is looked for there."""
        self.odd = dict(_find_odd_starts(text))
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
        self.signed.update(number for _ in _find_signs(self.lines[number]))
        if match := _ODD_START.match("\n" + self.lines[number]):
            self.odd[number] = len(match[1])

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


def _find_signs(text: str) -> Iterator[int]:
    """The lines (from 0) with a sign that may be a trap: looks for each sign in the whole text, not at each line."""
    found = [match.start() for match in _TIGHT_COLON.finditer(text)]
    for sign in (*_SIGNS, "\t#") if "\t" in text else _SIGNS:
        at = text.find(sign)
        while at >= 0:
            found.append(at)
            end = text.find("\n", at + 1)
            at = text.find(sign, end) if end >= 0 else -1
    number = position = 0
    for at in sorted(found):
        number += text.count("\n", position, at)
        position = at
        yield number


def _find_odd_starts(text: str) -> Iterator[tuple[int, int]]:
    """The lines (from 0) that begin oddly, and at which column."""
    number = position = 0
    for match in _ODD_START.finditer("\n" + text):
        number += text.count("\n", position, match.start())
        position = match.start()
        yield number, len(match[1])


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
