"""Traps: what YAML takes in silence, though nobody meant it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from sitegen.source.builder import MOST_SLIPS, Builder, Wide
from sitegen.source.draft import Draft, Mend, Slip
from sitegen.source.lines import (
    COLON_AND_SIGN,
    DASH_TIGHT,
    DASH_WIDE,
    DATED,
    INDENT_WIDE,
    KEY_GOOD,
    KEY_TIGHT,
    KEY_WIDE,
    NEXT_KEY,
    WIDE_COLONS,
    brace_slip,
    colon_slip,
    colonless_slip,
    comma_slip,
    dash_slip,
    depth_of,
    hash_slip,
    indent_slip,
    is_item,
    last_written,
    line_slip,
    quote_slip,
    stray_colon_slip,
    stray_slip,
    template_slip,
)
from sitegen.source.nodes import Scalar

_HASH = re.compile(r"(?: |\t)+#(?=[^\s#!])")
_HASH_ALONE = re.compile(r": #(?=[^\s#!—=-])")
"""Where the whole value was lost; a remark has a blank after its sign."""


def find_traps(draft: Draft, builder: Builder) -> Iterator[Slip]:
    """All traps in a draft that YAML has read."""
    if slip := _docs_slip(draft, builder):
        yield slip
    for slip in builder.slips:
        if slip.code == "SYN-KEY" and draft.lines[slip.line][: slip.start].strip(" -") == "?":
            yield from filter(None, (stray_slip(draft.lines, slip.line),))
    for number, start in builder.figures:  # YAML counts blanks by it, a clerk writes ``>3``
        text = draft.lines[number][start:].rstrip()
        values = (("character", text[0]), ("text", text))
        yield Slip("SYN-START", "error", number, start, start + 1, values, ((number, start, start + 1, "”"),))
    for wide in builder.wide:
        yield from _wide_traps(draft, wide)
    for key in builder.bare:
        yield from _bare_traps(draft.lines, key, builder.keys)
    for role, scalar in sorted(builder.suspects, key=lambda suspect: (suspect[1].line, suspect[1].column)):
        if len(scalar.text) == scalar.end_column - scalar.column:  # those over several lines are judged line by line
            yield from _scalar_traps(draft, role, scalar, builder.keys)


def _docs_slip(draft: Draft, builder: Builder) -> Slip | None:
    """A line of ``---`` between parts of what may be one ledger: no name stands outermost in both."""
    slip = next((slip for slip in builder.slips if slip.code == "SYN-DOCS"), None)
    if slip is None or draft.lines[slip.line].strip() != "---":
        return None
    above, below = (
        {match[2] for match in map(KEY_GOOD.match, part) if match and match.start(2) == 0}
        for part in (draft.lines[: slip.line], draft.lines[slip.line :])
    )
    if not below or above & below:
        return None
    return slip._replace(mends=((slip.line, 0, len(draft.lines[slip.line]), ""),))


def _scalar_traps(draft: Draft, role: str, scalar: Scalar, keys: set[str]) -> Iterator[Slip]:
    number, end = scalar.line - 1, scalar.end_column - 1
    if slip := _start_slip(draft, role, scalar) or _inner_slip(draft, role, scalar, keys):
        yield slip
    elif _ends_quoted(scalar.text):
        start = scalar.column - 1 if scalar.text[0] in _LIKE_QUOTES else end - 1
        yield Slip("SYN-QUOTE", "error", number, start, end)
    line = draft.lines[number]
    if role.endswith("key") and scalar.text[-1] in f":{WIDE_COLONS}":
        second = scalar.text[-1] == ":" and line[end : end + 1] == ":"
        yield stray_colon_slip(line, number, end if second else end - 1)
    if role.endswith(("value", "item")) and (match := _HASH.match(line, end)) and _swallowed(match, line):
        rest = line[match.end() - 1 :].rstrip()
        values = (("text", rest), ("kept", scalar.text))
        yield Slip("SYN-HASH", "warning", number, match.end() - 1, match.end() - 1 + len(rest), values)
    elif role == "key" and number not in draft.mended and _is_lost(draft.lines, number, end):
        start = end + 2
        rest = line[start:].rstrip()
        yield Slip("SYN-HASH", "warning", number, start, start + len(rest), (("text", rest), ("kept", "")))


def _ends_quoted(text: str) -> bool:
    """Whether it ends with a quote that was not opened; behind a figure it may be minutes or inches."""
    last = text[-1]
    return last in "\"'" and text.count(last) == 1 and (last == '"' or not text[-2:-1].isdigit())


_LIKE_QUOTES = "“”„＂‘’'"
"""What a text may begin with instead of the quote it ends with."""


def _is_lost(lines: list[str], number: int, end: int) -> bool:
    """Whether the name that ends there has a remark instead of a value, and nothing stands under it."""
    if not _HASH_ALONE.match(lines[number], end):
        return False
    below = next((each for each in lines[number + 1 : number + 20] if each.strip() and each.strip()[0] != "#"), "")
    depth = depth_of(lines[number])
    return depth_of(below) <= depth and not (is_item(below) and depth_of(below) == depth)


def _swallowed(match: re.Match[str], line: str) -> bool:
    """A comment stands off by two spaces or has one after its ``#``; ``东路 #3号楼`` is text that was lost."""
    return len(match[0]) == 2 or line[match.end() : match.end() + 1].isdigit()


def _start_slip(draft: Draft, role: str, scalar: Scalar) -> Slip | None:
    """A line that begins with other blanks than spaces, or with another dash."""
    number = scalar.line - 1
    if draft.odd.get(number) != scalar.column - 1:
        return None
    line = draft.lines[number]
    if role == "key" and (match := INDENT_WIDE.match(line)):
        return indent_slip("SYN-INDENT", draft.lines, number, match.end())
    if match := DASH_TIGHT.match(line) or DASH_WIDE.match(line):
        return dash_slip(draft.lines, number, match)
    return hash_slip(line, number) or (stray_slip(draft.lines, number) if role == "key" else None)


def _inner_slip(draft: Draft, role: str, scalar: Scalar, keys: set[str]) -> Slip | None:
    """A Chinese colon or comma, or a colon without its space, where it parts one thing from another."""
    number, start = scalar.line - 1, scalar.column - 1
    if role == "key" and (match := _KEY_OF_BRACKETS.match(draft.lines[number])) and match.start(2) == start:
        return colon_slip("SYN-FWCOLON", number, match)
    if role == "key" and not scalar.style and (match := _BEFORE_BRACKETS.fullmatch(scalar.text)):
        line = draft.lines[number].rstrip()
        gap = (start + match.end(1), start + match.end(2))
        return colonless_slip(line, number, (start, len(line)), gap) if line.endswith(("}", "]")) else None
    if role in ("item", "root"):
        return _item_slip(draft.lines[number], number, start, role, keys)
    if role == "value" and not draft.lines[number][:start].strip():  # alone on its line, under its name
        return _item_slip(draft.lines[number], number, start, role, keys)
    if "，" not in scalar.text:
        return None
    if role == "flow item":
        return comma_slip(number, [start + i for i, c in enumerate(scalar.text) if c == "，"])
    if role == "flow value" and scalar.text[-1] == "，":  # nothing follows that it could part
        end = scalar.end_column - 1
        mends = ((number, end - 1, end, ""),)
        return Slip("SYN-STRAY", "error", number, end - 1, end, (("character", "，"),), mends, certain=True)
    return _next_key_slip(scalar, number, keys) if role == "flow value" else None


_BEFORE_BRACKETS = re.compile(r"([^\s{}\[\]]{1,30})( *)[{\[][^{}\[\]]*")
"""``公开电话 {村委会: …}``: the name of the map, and its first name."""
_KEY_OF_BRACKETS = re.compile(rf"{KEY_WIDE.pattern}(?=\s*[{{\[])")
_NUMBER_NEXT = re.compile(r"\s*[(（+¥￥-]?\d[\d,.() （）-]*\s*$")


def _item_slip(line: str, number: int, start: int, role: str, keys: set[str]) -> Slip | None:
    """``- 账套：集体`` or ``- 账套:集体``: certain when the word is a key elsewhere, else only a warning."""
    if slip := brace_slip(line, number):
        return slip
    if (match := COLON_AND_SIGN.match(line)) and match.start(2) == start:
        return stray_colon_slip(line, number, match.end(2) + 1)
    for code, pattern in (("SYN-FWCOLON", KEY_WIDE), ("SYN-COLON", KEY_TIGHT)):
        match = pattern.match(line)
        if match and match.start(2) == start and not match[2].isdigit() and line[match.end() : match.end() + 2] != "//":
            certain = role == "root" or match[2] in keys or bool(DATED.match(line, match.end()))
            certain = certain or (role == "value" and bool(_NUMBER_NEXT.match(line, match.end())))
            slip = colon_slip(code, number, match)
            return slip if certain else slip._replace(severity="warning", mends=(), certain=False)
    return None


def _next_key_slip(scalar: Scalar, number: int, keys: set[str]) -> Slip | None:
    """``{摘要: 修路，金额：500}``: the second key is swallowed by the first value."""
    match = next((m for m in NEXT_KEY.finditer(scalar.text) if m[1] in keys), None)
    if not match:
        return None
    at = scalar.column - 1 + match.start()
    colon = scalar.column - 1 + match.start(2)
    return comma_slip(number, [at], ((number, colon, colon + 1, ": "),))


def _bare_traps(lines: list[str], key: Scalar, keys: set[str]) -> Iterator[Slip]:
    """A key without a value between braces: its colon is Chinese or lacks its space, or a comma cut a text in two."""
    number, start, text = key.line - 1, key.column - 1, key.text
    line = lines[number]
    if key.style or len(text) != key.end_column - key.column or _has_colon(line, key.end_column - 1):
        return
    if slip := template_slip(line, number, start) or _colonless(line, key, keys):
        yield slip
        return
    if ":：" in text:
        yield stray_colon_slip(line, number, start + text.index(":：") + 1)
        return
    for code, sign in (("SYN-FWCOLON", "："), ("SYN-COLON", ":")):
        if sign in text:
            colon = start + text.index(sign)
            values = (("key", text.split(sign, maxsplit=1)[0]),)
            yield Slip(
                code, "error", number, colon, colon + 1, values, _bare_mends(key, text.index(sign)), certain=True
            )
            return
    before = line[:start].rstrip()
    start = len(before) - 1 if before.endswith(",") else start
    yield Slip("SYN-COMMA", "error", number, start, key.end_column - 1, (("text", text),))


_WORD_AND_VALUE = re.compile(r"([^\s\d：:;=；＝—–]{2,})(?:\s*[;=；＝—–]\s*|\s+-\s+|\s+|(?=[\d¥￥-]))([^\s:：].*)")


_LONGEST_NAME = 20
_IN_PLACE_OF_COLON = re.compile(r"\s*[;=；＝—–]\s*|\s+-\s+")


def _colonless(line: str, key: Scalar, keys: set[str]) -> Slip | None:
    """``{…, 金额 3000}`` and ``金额=3000``: a name that is a key elsewhere, and its value without a colon between."""
    match = _WORD_AND_VALUE.fullmatch(key.text)
    number, start = key.line - 1, key.column - 1
    ends = range(min(len(key.text) - 1, _LONGEST_NAME), 1, -1) if match is None and key.text.isalnum() else ()
    if glued := next((end for end in ends if key.text[:end] in keys and f"{key.text[:end]}:" not in line), 0):
        return colonless_slip(line, number, (start, key.end_column - 1), (start + glued, start + glued))
    if not match or (
        match[1] not in keys and not _IN_PLACE_OF_COLON.fullmatch(key.text[match.end(1) : match.start(2)])
    ):
        return None
    return colonless_slip(line, number, (start, key.end_column - 1), (start + match.end(1), start + match.start(2)))


def _has_colon(line: str, column: int) -> bool:
    return line[column : column + 100].lstrip().startswith(":")


def _bare_mends(key: Scalar, colon: int) -> tuple[Mend, ...]:
    number, start = key.line - 1, key.column - 1
    mends = [(number, start + colon, start + colon + 1, ": ")]
    for match in islice(NEXT_KEY.finditer(key.text, colon), MOST_SLIPS):
        mends.append((number, start + match.start(), start + match.start() + 1, ","))
        mends.append((number, start + match.start(2), start + match.end(2), ": "))
    return tuple(mends)


def _wide_traps(draft: Draft, wide: Wide) -> Iterator[Slip]:
    """A scalar over several lines: lines that are keys of their own were swallowed, or an end quote is missing."""
    lines = draft.lines
    opening = lines[wide.first]
    if wide.style:
        depth = depth_of(opening)
        inside = lines[wide.first + 1 : wide.last + 1]
        if any(KEY_GOOD.match(line) and depth_of(line) <= depth for line in inside):
            slip = quote_slip(lines, wide.first, wide.column)
            yield slip._replace(mends=(*slip.mends, (wide.last, wide.end - 1, wide.end, "”")))
        return
    if table := _table_slip(lines, wide):
        yield table
        return
    first = wide.first if not KEY_GOOD.match(opening) else wide.first + 1
    found = (line_slip(draft, number, lines) for number in range(first, wide.last + 1))
    slips = list(islice(filter(None, found), MOST_SLIPS))
    yield from slips
    if not slips:
        number = next((n for n in range(wide.first + 1, wide.last) if lines[n].strip()), wide.last)
        text = lines[number]
        yield Slip("SYN-CONTINUE", "warning", number, depth_of(text), len(text.rstrip()))


_STEP = 2
_BARS = ("｜", "l", "I", "丨", "1", "∣", "│")
"""What is taken for the ``|`` in front of a table."""


def _table_slip(lines: list[str], wide: Wide) -> Slip | None:
    """A table of text whose ``|`` was forgotten after its name, or is another sign."""
    opening = lines[wide.first]
    if ": " in opening[: wide.column] and opening[wide.column :].strip() not in _BARS:
        return None  # its first row stands behind its name
    written = opening[wide.column :].strip()
    rows = lines[wide.first + (written in _BARS) : wide.last + 1]
    if not rows or not all("|" in row or "｜" in row for row in rows) or rows[0].rstrip().endswith(("|", "｜")):
        return None
    if written in _BARS:
        number, start, end = wide.first, wide.column, wide.column + 1
        mend = (number, start, end, "|")
    else:
        number = last_written(lines, wide.first - 1) if wide.first else 0
        end = len(lines[number].rstrip())
        start, end, mend = end, end + 1, (number, end, end, " |")
        if not lines[number].rstrip().endswith(":"):
            return None
    deep = depth_of(rows[0]) - depth_of(lines[number])  # two steps in, a line is missing between them
    return Slip(
        "SYN-TABLE", "error", number, start, end, mends=(mend,), certain=deep < 2 * _STEP or is_item(lines[number])
    )
