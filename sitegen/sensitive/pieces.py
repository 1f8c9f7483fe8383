"""Numbers in three pieces and more with words between them, and in pieces that stand on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sitegen.sensitive.numbers import is_born_lately, is_card, is_identity_number, is_place
from sitegen.sensitive.patterns import Finding, Hit

_PLACE_AND_YEAR = re.compile(r"[0-9](?<![0-9][0-9])[0-9]{5}(?=[^0-9\x1e]{1,16}(?:19|20)[0-9])")
_NEXT = re.compile(r"[^0-9\x1e]{1,16}([0-9]{1,12}+[Xx]?)")
_IDENTITY = 18
_PIECES = 6


def find_in_pieces(plain: str) -> Iterator[Hit]:
    """Identity numbers as a place, a day of birth and the rest with anything between them: only when the check digit holds.

    What was born lately is a number of a file with its day.
    """
    for place in _PLACE_AND_YEAR.finditer(plain):
        number, end = place[0], place.end()
        for _ in range(_PIECES if is_place(number) else 0):
            piece = _NEXT.match(plain, end)
            if piece is None or len(number + piece[1]) > _IDENTITY:
                break
            number, end = number + piece[1], piece.end()
        if is_identity_number(number) and not is_born_lately(number):
            yield Hit("PII-ID", place.start(), end)


_LINE_END = r"(?:[^\S\n]*+\n){1,3}+[^\S\n]*+(?:(?:[-*>+]|[0-9]{1,2}[.)、．])[^\S\n]++)?"
_LINES = re.compile(rf"[0-9](?<![0-9][0-9])[0-9]{{1,16}}+(?:{_LINE_END}[0-9]{{2,17}}+[Xx]?)++")
_GROUP = re.compile(rf"(?:{_LINE_END})?([0-9]+[Xx]?)")
_CELL_BEFORE = re.compile(r"(?:[A-Za-z./+\-]|[,|][^\S\n]*)\Z")
_CELL_BEHIND = re.compile(r"[A-Za-z.,/:\-]|[^\S\n]*+[|元亩]")
"""What makes a piece a cell of a table or an amount."""
_SPLITS_OF_MOBILE = frozenset({(3, 4, 4), (3, 8), (7, 4), (5, 6), (6, 5), (4, 7), (4, 4, 3)})
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_DAY = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]")


def find_on_lines(plain: str) -> Iterator[Hit]:
    """Numbers that go on over the ends of lines, with nothing but their digits there."""
    for lines in _LINES.finditer(plain) if "\n" in plain else ():
        pieces = [*_GROUP.finditer(plain, lines.start(), lines.end())]
        if _CELL_BEFORE.search(plain, max(0, lines.start() - 4), lines.start()):
            pieces = pieces[1:]
        if _CELL_BEHIND.match(plain, lines.end()):
            pieces = pieces[:-1]
        yield from _judge_lines(pieces)


def _judge_lines(pieces: Sequence[re.Match[str]]) -> Iterator[Hit]:
    for first in range(len(pieces)):
        for last in range(first + 2, min(first + _PIECES, len(pieces)) + 1):
            code = judge_pieces([piece[1] for piece in pieces[first:last]])
            if code:
                yield Hit(code, pieces[first].start(1), pieces[last - 1].end())


def judge_pieces(pieces: Sequence[str]) -> Finding | None:
    """What pieces with nothing between them but the end of a line or a cell are together."""
    number = "".join(pieces)
    if is_identity_number(number) and not (len(pieces) > 2 and is_born_lately(number)):
        return "PII-ID"
    if len(number) in (16, 19) and number.startswith("62") and is_card(number):
        return "PII-CARD"
    mobile = _MOBILE.fullmatch(number) and tuple(map(len, pieces)) in _SPLITS_OF_MOBILE
    return "PII-PHONE" if mobile and not _DAY.fullmatch(pieces[1]) else None
