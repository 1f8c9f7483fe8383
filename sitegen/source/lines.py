"""What a line of a ledger looks like, and what is certainly wrong with one that does not: facts of single lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.source.draft import Draft, Mend, Slip

_KEY = r"[^\s:：,，。；;\"'“”{}\[\]#|&*!%@`<>＝=-][^:：,，。；;\"'“”{}\[\]|#]{0,30}?"
_START = r"( *+(?:- ++)*+)"
KEY_WIDE = re.compile(rf"{_START}({_KEY})：")
KEY_TIGHT = re.compile(rf"{_START}(?!https?:|file:)({_KEY}):(?=[^\s:/])")
KEY_GOOD = re.compile(rf"{_START}({_KEY}): *(?:\s|$)")
KEYS_ANYWHERE = re.compile(rf"(?:^[ -]*+|[{{,] *+)({_KEY}):(?=\s|$)", re.MULTILINE)
NEXT_KEY = re.compile(rf"，\s*+({_KEY})(：|:)")
INDENT_TAB = re.compile(r" *+\t\s*+(?=\S)")
INDENT_WIDE = re.compile("[ \t]*[\u3000\u00a0\u2000-\u200a\u202f\u205f]\\s*+(?=\\S)")
DASH_WIDE = re.compile(r"( *+)([－–—•·●])(?![－–—])[ \t\u3000]*+(?=\S)")
DASH_TIGHT = re.compile(r"( *+)-(?=[^\s\d.\-¥￥])")
_OPENS_BLOCK = re.compile(rf"{_START}(?:.*[:：\s-])?[|>][-+\d]{{0,2}}\s*(?:#.*)?$")
NEAR = 300
"""Lines looked at above or below another."""


def depth_of(line: str) -> int:
    """Blanks before the first sign."""
    return len(line) - len(line.lstrip())


def is_item(line: str) -> bool:
    """Whether the line begins an item of a list."""
    return line.lstrip().startswith("- ")


def last_written(lines: list[str], number: int) -> int:
    """The nearest line up from ``number`` with something on it."""
    return next((n for n in range(number, -1, -1) if lines[n].strip()), number)


def structural(draft: Draft) -> Iterator[int]:
    """The lines with a sign or an odd start that are not blank, not comments and not text of a block scalar."""
    depth = -1
    for number, line in enumerate(draft.lines):
        watched = number in draft.signed or number in draft.odd
        if depth < 0 and not watched and "|" not in line and ">" not in line:
            continue
        body = line.lstrip(" ")
        if not body.strip() or (depth >= 0 and len(line) - len(body) > depth):
            continue
        match = _OPENS_BLOCK.match(line) if not body.startswith("#") else None
        depth = len(match[1]) if match else -1
        if watched and not body.startswith("#"):
            yield number


def deepest(lines: list[str], number: int) -> int:
    """How deep a line may stand: above what is written under it."""
    if not lines[number].rstrip().endswith((":", "|", ">", ">-", "|-")):
        return len(lines[number])
    below = next((line for line in lines[number + 1 : number + NEAR] if line.strip()), "")
    return max(0, depth_of(below) - (not is_item(below)))


# ---- slips of one line -----------------------------------------------------------------------------------------------


def line_slip(draft: Draft, number: int) -> Slip | None:
    """What is certainly wrong with a line that is neither comment nor text of a block."""
    line = draft.lines[number]
    if number in draft.odd and (slip := _start_slip(draft.lines, number)):
        return slip
    if "：" in line and (match := KEY_WIDE.match(line)):
        return colon_slip("SYN-FWCOLON", number, match)
    if ":" in line and (match := KEY_TIGHT.match(line)) and not match[2].isdigit():
        return colon_slip("SYN-COLON", number, match)
    return None


def _start_slip(lines: list[str], number: int) -> Slip | None:
    line = lines[number]
    if match := INDENT_WIDE.match(line):
        return indent_slip("SYN-INDENT", lines, number, match.end())
    if match := INDENT_TAB.match(line):
        return indent_slip("SYN-TAB", lines, number, match.end())
    match = DASH_WIDE.match(line) or DASH_TIGHT.match(line)
    return dash_slip(number, match) if match else None


def indent_slip(code: str, lines: list[str], number: int, end: int) -> Slip:
    """Indented by something else than spaces: mended to the depth of the line above, or one step below a parent."""
    higher = reversed(lines[max(0, number - NEAR) : number])
    above = next((line for line in higher if line.strip() and not line.lstrip().startswith("#")), "")
    depth = len(above) - len(above.lstrip(" ")) + 2 * above.rstrip().endswith((":", "|", ">"))
    depth = min(depth, deepest(lines, number))
    start = len(lines[number]) - len(lines[number].lstrip(" "))
    return Slip(code, "error", number, start, end, mends=((number, 0, end, " " * depth),), certain=True)


def dash_slip(number: int, match: re.Match[str]) -> Slip:
    """A dash of another kind, or one that touches its text."""
    start = match.end(1)
    return Slip(
        "SYN-DASH", "error", number, start, start + 1, mends=((number, start, match.end(), "- "),), certain=True
    )


def colon_slip(code: str, number: int, match: re.Match[str]) -> Slip:
    """A Chinese colon, or one without its space."""
    colon = match.end(2)
    space = "" if match.string[colon + 1 : colon + 2] in ("", " ") else " "
    values = (("key", match[2]),)
    return Slip(
        code, "error", number, colon, colon + 1, values, ((number, colon, colon + 1, f":{space}"),), certain=True
    )


def comma_slip(number: int, columns: list[int], more: tuple[Mend, ...] = ()) -> Slip:
    """Chinese commas between items in brackets."""
    mends = tuple((number, column, column + 1, ",") for column in columns)
    return Slip("SYN-FWCOMMA", "error", number, columns[0], columns[0] + 1, mends=(*mends, *more), certain=True)


def quote_slip(number: int, column: int) -> Slip:
    """A quote without a partner; the mend makes it an ordinary character."""
    return Slip("SYN-QUOTE", "error", number, column, column + 1, mends=((number, column, column + 1, "”"),))
