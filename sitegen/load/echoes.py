"""Echoes: a second complaint that only says what a first one has said already, left out so that nobody mends twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Place

_TYPED = ("AMT-", "DATE-", "KEY-", "CODE-", "PER-", "REF-", "REV-", "LIM-LONG")
"""What is said of a value or a key once it has been read; next to a slip of writing it follows from it."""
_COLONS = ("SYN-FWCOLON", "SYN-COLON")
_OF_LINES = ("SYN-KEY", "SYN-CELLS")
_MISSING = ("KEY-MISSING", "PER-MISSING")


def without_echoes(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics of one file (with excerpts) without those that follow from another one:

    what is said of a value at the very characters of a slip of writing (``SYN-``, ``AMT-COMMA``, ``ENC-``) or in a cell
    that holds no value at all (``XLS-``), and that a name is missing which stands on a broken line, was written with a mistake,
    or is asked for inside something of another kind. A slip that was only a warning becomes as grave as what followed from it.
    """
    written = tuple(diagnostics)
    given = _rejoined(written)
    slips = defaultdict(list)
    for each in filter(_is_slip, given):
        slips[_where(each, up=each.code == "SYN-CONTINUE")].append(each)
    named = {
        value for each in written if each.code.startswith("KEY-") for name, value in each.values if name == "nearest"
    }
    if any(each.code == "SYN-DOCS" or _is_cut_off(each) for each in given):  # the rest of the file was not read
        given = tuple(each for each in given if each.code not in _MISSING)
    wrong = {(each.place.file, each.place.line, each.place.column) for each in given if each.code == "KEY-TYPE"}
    if not slips and not named - {""} and not wrong:
        return given
    torn = (each.excerpt for listed in slips.values() for each in listed if each.severity == "error")
    broken = "\n".join("".join(excerpt.split()) for excerpt in set(torn))
    echoes = {each: _cause(each, slips, broken, named, wrong) for each in given}
    graver = {cause for each, cause in echoes.items() if cause and each.severity == "error"}
    kept = (each for each, cause in echoes.items() if not cause)
    return tuple(replace(each, severity="error") if each in graver else each for each in kept)


def _rejoined(given: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The diagnostics with one at the second half of a name that was broken in two, instead of one at each of its halves."""
    halves = {
        (each.place.file, each.place.line + 1, dict(each.values).get("text", "")): each
        for each in given
        if each.code == "SYN-KEY"
    }
    if not halves:
        return given
    second = {}
    for each in given:
        values = dict(each.values) if each.code in ("KEY-UNKNOWN", "KEY-COLUMN") else {}
        first = values.get("nearest", "").removesuffix(values.get("key", ""))
        if first and (each.place.file, each.place.line, first) in halves:
            second[each] = halves[each.place.file, each.place.line, first]
    gone = set(second.values())
    return tuple(
        replace(each, code="SYN-BROKEN", values=()) if each in second else each for each in given if each not in gone
    )


def _is_slip(diagnostic: Diagnostic) -> bool:
    code = diagnostic.code
    sign = (
        code in ("AMT-COMMA", "ENC-BAD")
        or (code == "ENC-HIDDEN" and diagnostic.severity == "error")
        or code.startswith("XLS-")
        or (code.startswith("SYN-") and code != "SYN-HASH")
    )
    return sign and bool(diagnostic.place.line or diagnostic.place.cell)


def _is_cut_off(diagnostic: Diagnostic) -> bool:
    """Whether its line ends with a damaged character, as the last one of a file does that was not copied whole."""
    return diagnostic.code == "ENC-BAD" and diagnostic.excerpt.endswith("\ufffd")


_Where = tuple[str, int, str]


def _where(diagnostic: Diagnostic, *, up: bool = False) -> _Where:
    """File, line and cell."""
    place = diagnostic.place
    return place.file, place.line - up, place.cell


def _cause(
    each: Diagnostic,
    slips: dict[_Where, list[Diagnostic]],
    broken: str,
    named: set[str],
    wrong: set[tuple[str, int, int]],
) -> Diagnostic | Literal[True] | None:
    """The slip of which this is an echo; True where one line or name of several is; None when it stands for itself."""
    if each.code in _MISSING:
        key = dict(each.values).get("key", "期间")
        inside = (each.place.file, each.place.line, each.place.column) in wrong
        return True if key in named or key in broken or inside else None
    if each.code == "SYN-CONTINUE":  # the rows below a table that was begun on the line of its name
        above = slips.get((each.place.file, each.place.line - 1, ""), ())
        own = (slip for slip in slips.get(_where(each), ()) if slip.code == "SYN-KEY")
        return next((slip for slip in above if slip.code == "SYN-TABLE"), next(own, None))
    if each.code in _OF_LINES and (cut := next(filter(_is_cut_off, slips.get(_where(each), ())), None)):
        return cut
    if torn := next((slip for slip in slips.get(_where(each), ()) if _is_torn_off(each, slip)), None):
        return torn
    if each.code == "SYN-TABLE":  # what is written instead of a table is a name with another colon
        colons = (slip for slip in slips.get(_where(each), ()) if slip.code in _COLONS)
        return next((slip for slip in colons if _touch(each.place, slip)), None)
    if not each.code.startswith(_TYPED) or _is_slip(each):
        return None
    return next((slip for slip in slips.get(_where(each), ()) if _touch(each.place, slip)), None)


def _is_torn_off(each: Diagnostic, slip: Diagnostic) -> bool:
    """Whether it speaks of a piece of the very text of which a slip to its left on the line tells already: of what commas
    cut off it, of an amount whose quote is not closed, of the colon behind a Chinese bracket, of what ``<<`` repeats."""
    own, other = each.place, slip.place
    if (slip.code, each.code) == ("SYN-BROKEN", "SYN-ALIGN"):  # it is no line of its own
        return True
    if own.column <= other.column or each == slip:
        return False
    match slip.code, each.code:
        case (("SYN-QUOTE" | "SYN-COMMA"), ("SYN-COMMA" | "KEY-COLUMN" | "KEY-UNKNOWN")):
            return not each.excerpt[own.end_column - 1 :].lstrip().startswith(":")
        case "SYN-QUOTE", "AMT-COMMA":
            return own.column == other.column + 1
        case "SYN-BRACKET", "SYN-COMMA":
            return own.column == other.column + 1
        case "SYN-BRACKET", "KEY-FILL":  # the line was cut off
            return not each.excerpt[own.column - 1 :].strip()
        case "SYN-FWBRACE", "SYN-VALUE":
            return True
        case "SYN-ANCHOR", "SYN-ANCHOR":
            return each.excerpt.startswith("<<", other.column - 1)
    return False


def _touch(place: Place, slip: Diagnostic) -> bool:
    """Whether their places share a character or meet; the second line of a text belongs to all of its first."""
    other = slip.place
    on_next_line = slip.code == "SYN-CONTINUE"
    end = other.column + 1 if slip.code in _OPENED else other.end_column
    return on_next_line or (place.column <= end and other.column <= place.end_column)


_OPENED = ("SYN-BRACKET", "SYN-QUOTE")
"""What was opened and not closed is pointed at with all it may hold, and mistakes in there are mistakes of their own."""
