"""Bytes → text: encodings, damaged characters, characters that show nothing."""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import stat
from collections.abc import Iterator
from functools import lru_cache
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
    if kind := next((kind for mark, kind in _NO_TEXT if data.startswith(mark)), ""):
        return None, (error("ENC-BINARY", Place(file), kind=kind),)
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return _decode_as("utf-32", file, data)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_as("utf-16", file, data)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = _with_newlines(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _decode_other(file, data)
    if b"\0" in data and (encoding := _unmarked_utf16(data)):
        return _decode_as(encoding, file, data)
    if _MOJIBAKE.search(text, 0, _BEGINNING) and (meant := _read_backwards(text)):
        lost = _each("ENC-BAD", "error", file, meant, _REPLACED)
        if len(lost) > _READABLE:
            return None, (error("ENC-TWICE", Place(file), lost=len(_REPLACED.findall(meant))),)
        return meant, (warning("ENC-TWICE", Place(file)), *lost)
    if "\ufffd" not in text and "锟斤拷" not in text:
        return text, ()
    return text, _each("ENC-BAD", "error", file, text, _REPLACED)


_NO_TEXT = (
    (b"PK\x03\x04", "excel"),
    (b"\xd0\xcf\x11\xe0", "old"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG", "picture"),
    (b"GIF8", "picture"),
    (b"%PDF", "pdf"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
)
"""What files begin with that are no text, whatever their name says."""


def _decode_other(file: str, data: bytes) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Bytes that are no UTF-8: another encoding, or UTF-8 with damaged characters."""
    if b"\0" in data and (encoding := _unmarked_utf16(data)):
        return _decode_as(encoding, file, data)
    lenient = _with_newlines(data.decode("utf-8", "replace"))
    bad = lenient.count("\ufffd")
    good = len(lenient) - bad - sum(map(str.isascii, lenient))
    if bad * 4 >= good and b"\0" not in data:
        text, found = _decode_as("big5hkscs" if _is_big5(data) else "gb18030", file, data)
        if text is not None:
            return text, found
    if bad >= good:
        return None, (error("ENC-BAD", Place(file)),)
    return lenient, _each("ENC-BAD", "error", file, lenient, _DAMAGED)


_REPLACED = re.compile("\ufffd+|锟斤拷(?:锟斤拷|锟|斤|拷)*")
"""What a program leaves in place of characters it could not read; the second is the first, saved as GBK."""
_DAMAGED = re.compile(f"[\u0100-\u07ff]*(?:{_REPLACED.pattern})")
"""The same with what stands before it where a line of GBK was taken for UTF-8: two of its bytes may be a letter there."""
_BEGINNING = 300
"""Signs at the beginning of a file in which Chinese is to be seen, if there is any."""
_AS_GBK = "".join(bytes((lead, trail)).decode("gbk") for lead in range(0xE3, 0xEA) for trail in range(0x80, 0xC0))
_MOJIBAKE = re.compile(f"[ã-é{_AS_GBK}]")
"""What the first bytes of Chinese in UTF-8 look like, where they were taken for Latin-1 or GBK."""
_READABLE = 5
"""Characters lost from a file that is still read: with more, what it says is guessed at."""
_ENCODINGS = {"gb18030": "GBK", "big5hkscs": "Big5"}


def _decode_as(encoding: str, file: str, data: bytes) -> tuple[str | None, tuple[Diagnostic, ...]]:
    try:
        text = _with_newlines(data.decode(encoding))
    except UnicodeDecodeError:
        return None, (error("ENC-BAD", Place(file)),)
    return text, (warning("ENC-GBK", Place(file), encoding=_ENCODINGS.get(encoding, encoding[:6].upper())),)


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 without a mark in front: every line end and every digit has its zero on the same side."""
    if len(data) % 2:
        return ""
    first, second = data[::2].count(0), data[1::2].count(0)
    encoding = "utf-16-le" if second > first else "utf-16-be"
    few, many = sorted((first, second))
    if few * 4 > many or many * 20 < len(data):  # 一 is U+4E00
        return ""
    try:
        return encoding if not _FORBIDDEN.search(data.decode(encoding).replace("\ufeff", "")) else ""
    except UnicodeDecodeError:
        return ""


def _is_big5(data: bytes) -> bool:
    """Big5 read as GB18030 gives mostly characters that GB2312 does not have; real ledgers give hardly any."""
    try:
        data.decode("big5hkscs")
        wide = [sign for sign in data.decode("gb18030") if not sign.isascii()]
    except UnicodeDecodeError:
        return False
    return len("".join(wide).encode("gb2312", "ignore")) < 2 * 0.7 * len(wide)


def _read_backwards(text: str) -> str:
    """UTF-8 that was taken for Latin-1 or GBK and saved again; empty when it was not. Some characters may be lost for good."""
    written = text.replace("\ufffd", "?")
    with contextlib.suppress(UnicodeError):
        if western := _as_chinese(b"".join(map(_western, written))):
            return western
    return _as_chinese(written.encode("gb18030", "replace"))


def _as_chinese(data: bytes) -> str:
    """The bytes as UTF-8; empty when that is not Chinese, with a few characters lost."""
    meant = data.decode("utf-8", "replace")
    wide = len(meant) - sum(map(str.isascii, meant))
    return meant if meant.count("\ufffd") * 2 < wide < len(_CHINESE.findall(meant)) * 2 else ""


def _western(sign: str) -> bytes:
    """The byte that Windows-1252 or Latin-1 shows as this sign; raises UnicodeError when there is none."""
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")


_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")


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
    space = " " if match[0] in _BREAKS else ""
    return Edit(line, column + match.start(), column + match.end(), space)


_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
    "|(?<![\u1800-\u18af])[\u180b-\u180f]"
    "|(?<=[A-Za-z\u3400-\u9fff])[\ufe00-\ufe0f]"
    "|(?<![\u0600-\u08ff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
)
"""Shows nothing, yet makes two equal words differ; a joiner between emoji or Arabic letters does its work."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]")
"""Control characters, line ends no editor shows (libyaml would begin a line there), and what turns text around."""
_BREAKS = "\x0b\x0c\x85\u2028\u2029"
"""Stand for a line end in some editors: a space is left in their place, so that no two words become one."""
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""Means something in one font only."""
_STRANGE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U0010ffff]"
)
"""Any of the above, in one look."""


_USUAL = re.compile("[\n -~\u4e00-\u9fff\u3001-\u3029\u3030-\u303f\uff01-\uff5e\u2010-\u2027]*+")
"""ASCII, Chinese, and the marks of both."""


@lru_cache(maxsize=2)  # asked of the same file for its own sake, for its lines, and for each of its tables
def is_usual(text: str) -> bool:
    """Whether each of its signs is one that ledgers are made of: it is seen, is no other blank than a space, and has one form."""
    return _USUAL.fullmatch(text) is not None


@lru_cache(maxsize=2)
def has_hidden(text: str) -> bool:
    """Whether anything in it is not seen, or not by everybody."""
    return not is_usual(text) and _STRANGE.search(text) is not None


@lru_cache(maxsize=2)
def lines_of(text: str) -> tuple[str, ...]:
    """Its lines, without their ends."""
    return tuple(text.split("\n"))


def find_hidden(file: str, text: str) -> tuple[Diagnostic, ...]:
    """Characters that nobody sees, or not everybody."""
    if not has_hidden(text):
        return ()
    return (
        *_each("ENC-HIDDEN", "error", file, text, _FORBIDDEN, cured=True),
        *_each("ENC-HIDDEN", "warning", file, text, _UNSEEN, cured=True),
        *_each("ENC-PRIVATE", "warning", file, text, _PRIVATE),
    )


def without_forbidden(text: str) -> str:
    """The text with a space for each forbidden character: every column stays."""
    return _FORBIDDEN.sub(" ", text)


_TAKEN_OUT = re.compile(f"(?m)(?:^[ \t]*(?:-[ \t]*)?({_FORBIDDEN.pattern}+))|((?![{_BREAKS}]){_FORBIDDEN.pattern})")


def find_taken_out(text: str) -> Iterator[tuple[int, int, int]]:
    """Line, start and end (from 0) of forbidden characters that are no word's end: those inside one, or before the first."""
    number = position = 0
    for match in islice(_TAKEN_OUT.finditer(text), _REMOVED):
        number += text.count("\n", position, match.start())
        position = match.start()
        start, end = match.span(match.lastindex or 0)
        line = text.rfind("\n", 0, start) + 1
        yield number, start - line, end - line


def without_hidden(text: str) -> str:
    """The text without what nobody sees; words that only a strange line end parts stay two."""
    if not _STRANGE.search(text):
        return text
    return _UNSEEN.sub("", _FORBIDDEN.sub(lambda match: " " if match[0] in _BREAKS else "", text))


def find_unseen(lines: list[str]) -> Iterator[tuple[int, int, int]]:
    """Line, start and end (from 0) of what shows nothing and is to be taken out."""
    spans = ((number, *match.span()) for number, line in enumerate(lines) for match in _UNSEEN.finditer(line))
    return islice(spans, _REMOVED)


_BLANK_LINE = re.compile("(?m)^(?= *+[\t\u3000\u00a0])[ \t\u3000\u00a0]++$")


def without_odd_blanks(text: str) -> str:
    """The text with nothing on lines that hold nothing but tabs or wide spaces: nobody sees them, YAML stops there."""
    if "\t" not in text and "\u3000" not in text and "\u00a0" not in text:
        return text
    return _BLANK_LINE.sub("", text)


def find_blank(file: str, text: str) -> Diagnostic | None:
    """An expanse of spaces or empty lines before the last word."""
    written = text.rstrip()
    start = written.replace("\t", " ").find(" " * LONGEST_BLANK)
    if start >= 0:
        line, column = written.count("\n", 0, start) + 1, start - written.rfind("\n", 0, start)
        return error("LIM-BLANK", Place(file, line, column, column + 1), limit=LONGEST_BLANK)
    if written.count("\n") < LONGEST_BLANK:
        return None
    breaks = re.sub("[ \t]+", "", written)
    start = breaks.find("\n" * LONGEST_BLANK)
    if start >= 0:
        return error("LIM-BLANK", Place(file, breaks.count("\n", 0, start) + 2, 1, 2), limit=LONGEST_BLANK)
    return None
