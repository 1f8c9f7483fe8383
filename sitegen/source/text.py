"""Bytes → text: encodings, damaged characters, characters that show nothing."""

from __future__ import annotations

import codecs
import os
import re
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sitegen.diagnostics import Diagnostic, Edit, Place, Severity, error, warning

LARGEST = 2_000_000
"""Bytes of one file."""
LONGEST_BLANK = 2_000
"""Spaces or empty lines in a row; libyaml walks over all of them again at each word that follows."""
_MANY = 20
"""Hidden characters or bad bytes named one by one; more of them say nothing new."""
_PATCHED = 1_000
"""Of one line that are taken out by its cure."""
_REMOVED = 20_000
"""Hidden characters taken out at most."""


def read_bytes(path: Path, limit: int = LARGEST) -> tuple[bytes | None, str]:
    """The bytes of a regular file, or None and why not: never follows a link, never waits for a pipe."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return None, "link" if stat.S_ISLNK(status.st_mode) else "not a regular file"
        if status.st_size > limit:
            return None, "too large"
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        return None, "missing"
    except PermissionError:
        return None, "no permission"
    except (OSError, ValueError):
        return None, "unreadable"
    return (None, "too large") if len(data) > limit else (data, "")


def decode(file: str, data: bytes) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text with ``\\n`` line ends and no mark in front; None when the bytes are no text in any likely encoding."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_as("utf-16", file, data)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return _with_newlines(data.decode("utf-8")), ()
    except UnicodeDecodeError:
        lenient = _with_newlines(data.decode("utf-8", "replace"))
    bad = lenient.count("\ufffd")
    good = len(lenient) - bad - sum(map(str.isascii, lenient))
    text, found = (None, ()) if bad * 4 < good or b"\0" in data else _decode_as("gb18030", file, data)
    if text is None:  # UTF-8 with damaged characters, not another encoding
        found = _each("ENC-BAD", "error", file, lenient, _DAMAGED)
        text = lenient if bad < good else None
    return text, found


_DAMAGED = re.compile("\ufffd+")


def _decode_as(encoding: str, file: str, data: bytes) -> tuple[str | None, tuple[Diagnostic, ...]]:
    try:
        text = _with_newlines(data.decode(encoding))
    except UnicodeDecodeError:
        return None, (error("ENC-BAD", Place(file)),)
    return text, (warning("ENC-GBK", Place(file), encoding={"gb18030": "GBK"}.get(encoding, "UTF-16")),)


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _each(
    code: str, severity: Severity, file: str, text: str, pattern: re.Pattern[str], *, cured: bool = False
) -> tuple[Diagnostic, ...]:
    """One diagnostic for the first match on each line; ``cured`` by taking out all on the line."""
    found: list[Diagnostic] = []
    line = 1
    position = 0
    while position >= 0 and len(found) < _MANY and (match := pattern.search(text, position)):
        line += text.count("\n", position, match.start())
        column = match.start() - text.rfind("\n", 0, match.start())
        place = Place(file, line, column, column + len(match[0]))
        name = " ".join(f"U+{ord(c):04X}" for c in match[0][:3])
        position = text.find("\n", match.end())
        rest = text[match.start() : position if position >= 0 else None]
        hidden = islice(pattern.finditer(rest), _PATCHED) if cured else ()
        patch = tuple(_without(each, line, column) for each in hidden)
        found.append(Diagnostic(code, severity, place, (("character", name),), patch=patch))
    return tuple(found)


def _without(match: re.Match[str], line: int, column: int) -> Edit:
    """What stands for a line end in some editors leaves a space, so that no two words become one."""
    space = " " if match[0] in "\x0b\x0c\x85\u2028\u2029" else ""
    return Edit(line, column + match.start(), column + match.end(), space)


_UNSEEN = re.compile(
    "[\u00ad\u200b\u200e\u200f\u2060-\u2064\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
    "|(?<![\u0600-\u08ff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
)
"""Shows nothing, yet makes two equal words differ; a joiner between emoji or Arabic letters does its work."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]")
"""Control characters, line ends no editor shows (libyaml would begin a line there), and what turns text around."""
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""Means something in one font only."""
_STRANGE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ue000-\uf8ff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U0010ffff]"
)
"""Any of the above, in one look."""


def find_hidden(file: str, text: str) -> tuple[Diagnostic, ...]:
    """Characters that nobody sees, or not everybody."""
    if not _STRANGE.search(text):
        return ()
    return (
        *_each("ENC-HIDDEN", "error", file, text, _FORBIDDEN, cured=True),
        *_each("ENC-HIDDEN", "warning", file, text, _UNSEEN, cured=True),
        *_each("ENC-PRIVATE", "warning", file, text, _PRIVATE),
    )


def without_forbidden(text: str) -> str:
    """The text with a space for each forbidden character: every column stays."""
    return _FORBIDDEN.sub(" ", text)


def find_unseen(lines: list[str]) -> Iterator[tuple[int, int, int]]:
    """Line, start and end (from 0) of what shows nothing and is to be taken out."""
    spans = ((number, *match.span()) for number, line in enumerate(lines) for match in _UNSEEN.finditer(line))
    return islice(spans, _REMOVED)


def find_blank(file: str, text: str) -> Diagnostic | None:
    """An expanse of spaces or empty lines before the last word."""
    written = text.rstrip()
    start = written.replace("\t", " ").find(" " * LONGEST_BLANK)
    if start >= 0:
        line, column = written.count("\n", 0, start) + 1, start - written.rfind("\n", 0, start)
        return error("LIM-BLANK", Place(file, line, column, column + 1), limit=LONGEST_BLANK)
    breaks = re.sub("[ \t]+", "", written)
    start = breaks.find("\n" * LONGEST_BLANK)
    if start >= 0:
        return error("LIM-BLANK", Place(file, breaks.count("\n", 0, start) + 2, 1, 2), limit=LONGEST_BLANK)
    return None
