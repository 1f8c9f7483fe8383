"""What a line of a ledger looks like, and what is certainly wrong with one that does not: facts of single lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.source.draft import Draft, Mend, Slip

_KEY = r"[^\s:：,，。；;\"'“”{}\[\]#|&*!%@`<>＝=-][^:：,，。；;\"'“”{}\[\]|#]{0,30}?"
_START = r"( *+(?:- ++)*+)"
WIDE_COLONS = "：︰∶﹕꞉"
KEY_WIDE = re.compile(rf"{_START}({_KEY})[{WIDE_COLONS}]")
KEY_TIGHT = re.compile(rf"{_START}(?!https?:|file:)({_KEY}):(?=[^\s:/]|[\u3000\u00a0])")
KEY_GOOD = re.compile(rf"{_START}({_KEY}): *(?:\s|$)")
KEYS_ANYWHERE = re.compile(rf"(?:^[ -]*+|[{{,] *+)({_KEY}):(?=\s|$)", re.MULTILINE)
KEY_OF_BRACES = re.compile(rf"{_START}{_KEY}: +(?=[^,，]*?: )|{_START}")
"""What stands before the brace of a map in braces: the name of the map, or a dash."""
NEXT_KEY = re.compile(rf"，\s*+({_KEY})(：|:)")
INDENT_TAB = re.compile(r" *+\t\s*+(?=\S)")
INDENT_WIDE = re.compile("[ \t]*[\u3000\u00a0\u2000-\u200a\u202f\u205f]\\s*+(?=\\S)")
_NUMBERED = r"(?:[（(]\d{1,3}[）)]|\d{1,3}[.．、）)]|[+＋_~～=→►▪一①-⑳◆◇■□★☆※])(?= *\{)"
"""Items that were counted instead of given a dash; a text begins like this, too, but not what is in braces."""
DASH_WIDE = re.compile(rf"( *+)([－–—•·●]|[*+](?= )|--+(?= )|{_NUMBERED})(?![－–—])[ \t\u3000]*+(?=\S)")
DASH_TIGHT = re.compile(r"( *+)-(?:[\t\u3000\u00a0]++(?=\S)|(?=[^\s\d.\-¥￥]))")
_HASH_WIDE = re.compile(r"( *+)＃")
DATED = re.compile(r"\s*\d{4}[-年./]")
"""After a colon: no sentence goes on with a date, but a review does."""
_OPENS_BLOCK = re.compile(rf"{_START}(?:.*[:：\s-])?[|>][-+\d]{{0,2}}\s*(?:#.*)?$")
NEAR = 300
"""Lines looked at above or below another."""


def depth_of(line: str) -> int:
    """Blanks before the first sign."""
    return len(line) - len(line.lstrip())


def is_item(line: str) -> bool:
    """Whether the line begins an item of a list."""
    return line.lstrip().startswith("- ")


def head_end(line: str) -> int:
    """Where the first thing on the line ends: the dash of an item, the name before its colon, else the whole text."""
    start = depth_of(line)
    end = start + 1 if is_item(line) else len(line.partition(":")[0].rstrip())
    return max(end, start + 1)


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
    if not lines[number].rstrip().endswith((":", ": |", ">", ">-", "|-")):  # a row of a table ends with a bar, too
        return len(lines[number])
    below = next((line for line in lines[number + 1 : number + NEAR] if line.strip()), "")
    return max(0, depth_of(below) - (not is_item(below)))


# ---- slips of one line -----------------------------------------------------------------------------------------------


def line_slip(draft: Draft, number: int, lines: list[str]) -> Slip | None:
    """What is certainly wrong with a line that is neither comment nor text of a block; ``lines`` are those of the draft, the
    ones above this one perhaps mended."""
    line = draft.lines[number]
    if number in draft.odd and (slip := _start_slip(lines, number)):
        return slip
    if slip := brace_slip(line, number):
        return slip
    if match := _WIDE_AND_COLON.match(line):
        return stray_colon_slip(line, number, match.end(2))
    if match := KEY_WIDE.match(line):
        return colon_slip("SYN-FWCOLON", number, match)
    if match := COLON_AND_SIGN.match(line):
        return stray_colon_slip(line, number, match.end(2) + 1)
    if ":" in line and (match := KEY_TIGHT.match(line)) and not match[2].isdigit():
        return colon_slip("SYN-COLON", number, match)
    return None


_WIDE_AND_COLON = re.compile(rf"{_START}({_KEY})[{WIDE_COLONS}](?=:(?:\s|$))")
COLON_AND_SIGN = re.compile(rf"{_START}({_KEY}):[:：;；。，、]")


def stray_colon_slip(line: str, number: int, column: int) -> Slip:
    """A second colon behind a name, or another sign behind its colon."""
    space = "" if line[column + 1 : column + 2] in ("", " ", ":") else " "
    mends = ((number, column, column + 1, space),)
    return Slip("SYN-STRAY", "error", number, column, column + 1, (("character", line[column]),), mends, certain=True)


_WIDE_BRACES = {"｛": "{", "｝": "}", "［": "[", "］": "]"}
_BRACED = re.compile(rf"(?:{_START}|{_START}{_KEY}: +)([｛［])[^｛］［｝]*[｝］}}\]]\s*$")


_LISTED = re.compile(rf"{_START}{_KEY}: +(【) *\{{.*\}} *(】)\s*$")


def brace_slip(line: str, number: int) -> Slip | None:
    """A line whose one pair of brackets is Chinese."""
    if match := _LISTED.match(line) if "【" in line else None:
        mends = tuple((number, match.start(n), match.end(n), sign) for n, sign in ((2, "["), (3, "]")))
        values = (("character", "【"), ("plain", "["))
        return Slip("SYN-FWBRACE", "error", number, match.start(2), match.end(2), values, mends, certain=True)
    match = _BRACED.match(line) if "｛" in line or "［" in line else None
    if not match:
        return None
    start = match.start(3)
    mends = tuple((number, i, i + 1, _WIDE_BRACES[sign]) for i, sign in enumerate(line) if sign in _WIDE_BRACES)
    values = (("character", line[start]), ("plain", _WIDE_BRACES[line[start]]))
    return Slip("SYN-FWBRACE", "error", number, start, start + 1, values, mends, certain=True)


def _start_slip(lines: list[str], number: int) -> Slip | None:
    line = lines[number]
    if match := INDENT_WIDE.match(line):
        return indent_slip("SYN-INDENT", lines, number, match.end())
    if match := INDENT_TAB.match(line):
        return indent_slip("SYN-TAB", lines, number, match.end())
    if match := DASH_WIDE.match(line) or DASH_TIGHT.match(line):
        return dash_slip(lines, number, match)
    if (match := _NUMBERED_NAME.match(line)) and _is_first_name(lines, number, match):
        return dash_slip(lines, number, match)
    return hash_slip(line, number) or stray_slip(lines, number)


def hash_slip(line: str, number: int) -> Slip | None:
    """A remark whose sign is Chinese."""
    match = _HASH_WIDE.match(line)
    if match is None:
        return None
    start = match.end(1)
    mends = ((number, start, start + 1, "#"),)
    return Slip("SYN-FWHASH", "error", number, start, start + 1, mends=mends, certain=True)


_NUMBERED_NAME = re.compile(rf"( *+)([（(]\d{{1,3}}[）)]|\d{{1,3}}[.．、）)]) *+(?=({_KEY}): )")


def _is_first_name(lines: list[str], number: int, match: re.Match[str]) -> bool:
    """Whether items nearby begin with the name behind the number, at the same depth, or names stand deeper below it."""
    head = f"{match[1]}- {match[3]}:"
    below = next((line for line in lines[number + 1 : number + 4] if line.strip()), "")
    deeper = depth_of(below) > len(match[1]) and KEY_GOOD.match(below) and not is_item(below)
    return bool(deeper) or any(line.startswith(head) for line in lines[max(0, number - NEAR) : number + NEAR])


_STRAY = re.compile(rf"( *+)([@%&!`|>\[\]{{}}\\,?;~^$])( *+)(?=(?:- )?{_KEY}: |(?:- )?{_KEY}:$|- \{{|# )")


_CLOSED_BY = {"{": "}", "[": "]"}


def stray_slip(lines: list[str], number: int) -> Slip | None:
    """A sign in front of a name, a dash or a remark that nobody meant; taken out, or a space in its place, as the depth asks."""
    match = _STRAY.match(lines[number])
    if not match or _CLOSED_BY.get(match[2], "\n") in lines[number]:
        return None
    start = match.end(1)
    depths = depths_above(lines, number, listed=lines[number][match.end() :].startswith("- "))
    space = " " if start + len(match[3]) not in depths and start + len(match[3]) + 1 in depths else ""
    values = (("character", match[2]),)
    alone = start in depths and not space and start + len(match[3]) not in depths
    mends = ((number, start, match.end(3) if alone else start + 1, space),)
    return Slip("SYN-STRAY", "error", number, start, start + 1, values, mends, certain=True)


def indent_slip(code: str, lines: list[str], number: int, end: int) -> Slip:
    """Indented by something else than spaces: mended to the depth its width comes closest to, of those it may have."""
    depth = min(_meant_depth(lines, number, end), deepest(lines, number))
    start = len(lines[number]) - len(lines[number].lstrip(" "))
    return Slip(code, "error", number, start, end, mends=((number, 0, end, " " * depth),), certain=True)


_WIDTHS = {"\u3000": 2, "\t": 0}


def _meant_depth(lines: list[str], number: int, end: int) -> int:
    """Tabs are two, four or eight wide, whichever fits; text of a block stands as the line above."""
    body = lines[number][end:]
    above = last_written(lines, number - 1) if number else 0
    opens = lines[above].rstrip().endswith((":", "|", ">", "|-", ">-"))
    if not (KEY_GOOD.match(body) or KEY_WIDE.match(body) or body.startswith("- ")) or number == 0:
        return depth_of(lines[above]) + 2 * opens
    depths = depths_above(lines, number, listed=body.startswith("- "))
    if opens:
        depths.insert(0, depth_of(lines[above]) + 2)
    near = (line for line in lines[number + 1 : number + NEAR] if line.strip())
    below = next((line for line in near if not line[: depth_of(line)].strip(" ")), "")
    if not opens_below(body) and _OF_SPACES.match(below):  # what stands below must not stand deeper than this line
        depths = [depth for depth in depths if depth >= depth_of(below)] or depths
    if (step := depth_of(below)) in depths and step and below.startswith(" " * step) and not is_item(below):
        return step
    if depths[-1:] == [0] and len(depths) > 1:  # an indented line is none of the outermost
        depths.pop()
    blanks = lines[number][:end]
    spaces, tabs = sum(_WIDTHS.get(sign, 1) for sign in blanks), blanks.count("\t")
    seen = [spaces + unit * tabs for unit in (2, 4, 8)] if tabs else [spaces, len(blanks)]
    fitting = next((depth for depth in seen if depth in depths), None)
    return fitting if fitting is not None else min(depths, key=lambda depth: abs(depth - seen[0]), default=seen[0])


_OF_SPACES = re.compile(r" +[^\s#]")


def opens_below(body: str) -> bool:
    """Whether a line goes on in the lines under it."""
    return body.rstrip().endswith((":", "|", ">", "|-", ">-"))


_BLOCK_OPENER = re.compile(r"(?:.*[:\s-])?[|>][-+\d]{0,2}\s*$")


def depths_above(lines: list[str], number: int, *, listed: bool) -> list[int]:
    """The depths at which a line may stand here: those of the open lines above, dashes for items, else keys."""
    depths: list[int] = []
    limit = 1_000_000
    for line in reversed(lines[max(0, number - NEAR) : number]):
        depth = len(line) - len(line.lstrip(" "))
        if not line.strip() or line.lstrip().startswith("#") or depth >= limit:
            continue
        limit = depth
        if _BLOCK_OPENER.match(line):  # what was collected so far is its text
            depths.clear()
        dashed = len(line) - len(line.lstrip(" -")) if is_item(line) else depth
        if listed == (dashed != depth):
            depths.append(depth)
        elif not listed and line[dashed : dashed + 1] not in ("{", "["):
            depths.append(dashed)
    return depths


def dash_slip(lines: list[str], number: int, match: re.Match[str]) -> Slip:
    """A dash of another kind, or one that touches its text, or a Tab behind it; too much before a name among names."""
    start = match.end(1)
    if KEY_GOOD.match(lines[number], match.end()) and _is_among_names(lines, number, start):
        values = (("character", match.string[start]),)
        mends = ((number, start, match.end(), ""),)
        return Slip("SYN-STRAY", "error", number, start, start + 1, values, mends, certain=True)
    if match.string.startswith("-\t", start):
        mends = ((number, start, match.end(), "- "),)
        return Slip("SYN-TAB", "error", number, start + 1, match.end(), mends=mends, certain=True)
    end = match.end(2) if match.lastindex == 2 else start + 1
    return Slip("SYN-DASH", "error", number, start, end, mends=((number, start, match.end(), "- "),), certain=True)


def _is_among_names(lines: list[str], number: int, depth: int) -> bool:
    """Whether names stand at that depth above the line, or right below it, and no items."""
    above = lines[last_written(lines, number - 1)] if number else ""
    below = next((each for each in lines[number + 1 : number + NEAR] if each.strip()), "")
    if above.rstrip().endswith(":") and depth_of(above) == depth:  # a list that stands no deeper than its name
        return False
    if depth_of(below) == depth and KEY_GOOD.match(below) and not is_item(below):
        return True
    listed, named = (depths_above(lines, number, listed=listed) for listed in (True, False))
    return depth in named and depth not in listed


def colon_slip(code: str, number: int, match: re.Match[str]) -> Slip:
    """A Chinese colon, or one without its space."""
    colon = match.end(2)
    after = match.string[colon + 1 :]
    blank = len(after) - len(after.lstrip("\u3000\u00a0\t "))
    end = colon + 1 if after[:blank].isspace() and not after[:blank].strip(" ") else colon + 1 + blank
    space = "" if after[:1] in ("", " ") or not after.strip() else " "
    values = (("key", match[2]),)
    return Slip(code, "error", number, colon, colon + 1, values, ((number, colon, end, f":{space}"),), certain=True)


def comma_slip(number: int, columns: list[int], more: tuple[Mend, ...] = ()) -> Slip:
    """Chinese commas between items in brackets."""
    mends = tuple((number, column, column + 1, ",") for column in columns)
    return Slip("SYN-FWCOMMA", "error", number, columns[0], columns[0] + 1, mends=(*mends, *more), certain=True)


def colonless_slip(line: str, number: int, whole: tuple[int, int], gap: tuple[int, int]) -> Slip:
    """A name and its value, or what stands under it, without a colon in the ``gap``: pointed at the sign that stands there
    instead, else where the colon has to be put; ``whole`` is what should be a name and its value."""
    between = line[slice(*gap)]
    start = gap[0] + (len(between) - len(between.lstrip()) if between.strip() else 0)
    end = start + len(between.strip()) if between.strip() else max(gap[1], start + 1)
    mend = (number, *gap, ": " if gap[1] < len(line) else ":")
    return Slip("SYN-KEY", "error", number, start, end, (("text", line[slice(*whole)]),), (mend,), certain=True)


_NEAR_TEMPLATE = 320
_TEMPLATE = re.compile(r"\{\{.{0,300}?\}\}|\{%.{0,300}?%\}")


def template_slip(line: str, number: int, column: int) -> Slip | None:
    """Marks of a template around ``column``, which YAML takes for maps; the mend makes ordinary characters of them."""
    match = next(
        (
            each
            for each in _TEMPLATE.finditer(line, max(0, column - _NEAR_TEMPLATE), column + _NEAR_TEMPLATE)
            if each.start() <= column <= each.end()
        ),
        None,
    )
    if not match:
        return None
    start = match.start()
    signs = {"{": "〔", "}": "〕", "%": "％"}
    mends = tuple((number, start + i, start + i + 1, signs[sign]) for i, sign in enumerate(match[0]) if sign in signs)
    values = (("character", match[0][:2]), ("text", match[0]))
    return Slip("SYN-START", "error", number, start, match.end(), values, mends)


_END_OF_QUOTED = re.compile(rf"\s*[,，]\s*+{_KEY}[:{WIDE_COLONS}]|\s*[}}\]]+\s*$")


def quote_slip(lines: list[str], number: int, column: int) -> Slip:
    """A quote without a partner, and the text up to where that may be missing; the mend makes it an ordinary character."""
    line = lines[number]
    match = _END_OF_QUOTED.search(line, column + 1)
    end = match.start() if match else len(line.rstrip())
    mends = ((number, column, column + 1, "”"),)
    return Slip("SYN-QUOTE", "error", number, column, max(end, column + 1), mends=mends)
