"""Attempts: changes of one line that may be what a clerk meant, each with the slip it would mean was made.

They are only proposed here; :mod:`sitegen.load.explaining` reads the ledger with each and keeps the one that clears away
what was found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from msgspec import Struct

from sitegen.source import Slip, colonless_slip, depth_of, head_end, is_item

_LOOKS_MEANT = re.compile(r"(?:- +)?(?:[\w（）()、/]{1,20}:(?: |$)|[{\[])|- |.*\S +\| ")
"""How a line of a ledger goes on after its indent."""
_SIGNS = frozenset("'\"@%*&!`|>[]{}\\;=<~^$#?,")
_CLOSERS = {"{": "}", "[": "]"}
_MOST_SIGNS = 8
"""Of one line that are tried without."""


class Names(Struct, frozen=True):
    """The names a file may hold."""

    known: frozenset[str]
    top: tuple[str, ...]
    """Those that stand outermost."""
    inside: Mapping[str, tuple[str, ...]]
    """By outermost name, the tables and fields written under it."""
    tables: frozenset[str] = frozenset()


class Attempt(NamedTuple):
    """One change. ``instead`` replaces whole lines (first, end, new ones) where a change within a line does not do."""

    rank: int
    """Smaller ones are told by a sign in the line itself, and are believed first."""
    slip: Slip
    gain: int = 0
    """How many more lines of the file look like the line after the change than like the one before."""
    instead: tuple[int, int, tuple[str, ...]] | None = None


def list_attempts(lines: Sequence[str], suspects: Sequence[int], names: Names) -> tuple[tuple[Attempt, ...], ...]:
    """What may be tried on the suspected lines (from 0), by rank."""
    shapes = Counter(map(_shape, lines))
    return (
        tuple(attempt for number in suspects for attempt in _signs(lines, number, names)),
        tuple(attempt for number in suspects for attempt in _depths(lines, number, shapes)),
        tuple(attempt for number in suspects for attempt in _dash(lines, number)),
        tuple(attempt for number in suspects for attempt in _line_ends(lines, number, names)),
        (
            *(attempt for number in suspects[:4] for attempt in _insertions(lines, number, names)),
            *(attempt for number in suspects for attempt in _first_of_item(lines, number)),
        ),
    )


# ---- signs -----------------------------------------------------------------------------------------------------------


def _signs(lines: Sequence[str], number: int, names: Names) -> Iterator[Attempt]:
    """Without a remark's ``#``, without one strange sign, or with the name that was nearly written."""
    line = lines[number]
    if not line.strip():
        return
    yield from _remarks(lines, number)
    yield from _damage(line, number)
    found = (_spelt(line, number, names), _unparted(line, number, names), *_cut_short(lines, number, names))
    for slip in (*found, _over_others(lines, number), *_unparted_inside(line, number, names)):
        if slip:
            yield Attempt(0, slip)
    braced = line.find("{") if "{" in line else 0 if _is_in_braces(line, 0) else len(line)
    for match in filter(None, (_DASHED.match(line), _DASHED_TWICE.match(line))):
        at = match.end(1)
        mends = ((number, at, match.end(), ""),)
        yield Attempt(0, Slip("SYN-STRAY", "error", number, at, at + 1, (("character", "-"),), mends))
    odd = (at for at, sign in enumerate(line) if sign in _SIGNS and (sign != "," or at < braced))
    for at in islice(odd, _MOST_SIGNS):
        for text in ("", " ") if not line[:at].strip() else ("",):
            values = (("character", line[at]),)
            slip = Slip("SYN-STRAY", "error", number, at, at + 1, values, ((number, at, at + 1, text),))
            yield Attempt(0, _named(slip, line))


_DASHED_TWICE = re.compile(r"( *- +)- +(?=\S)")
_DASHED = re.compile(r"( *)- +(?=[^\s:#|{}\[\]]+: )")
_OF_YAML = {"&": "SYN-ANCHOR", "*": "SYN-ANCHOR", "!": "SYN-TAG", **dict.fromkeys("@%`>|", "SYN-START")}
"""What these signs mean in front of a value."""


def _named(slip: Slip, line: str) -> Slip:
    """A stray sign that is half of a pair, or means something where it stands, as that."""
    sign, at = line[slip.start], slip.start
    if sign in "'\"":
        return slip._replace(code="SYN-QUOTE")
    if sign in _CLOSERS and _CLOSERS[sign] not in line[at:]:
        return slip._replace(code="SYN-BRACKET", values=(("closer", _CLOSERS[sign]),))
    if sign in _OF_YAML and line[:at].rstrip().endswith(":"):
        text = line[at:].split(" #", maxsplit=1)[0].rstrip(" ,}]")
        return slip._replace(code=_OF_YAML[sign], values=(("character", sign), ("text", text)))
    return slip


def _damage(line: str, number: int) -> Iterator[Attempt]:
    """A character damaged in front of the line's first word: nothing, a space or a dash stood there."""
    if match := re.match(r"([ -]*)\ufffd+", line):
        start, end = match.span()
        start += len(match[1])
        for text in (" ", "", "-", "- "):
            values = (("character", "\ufffd"),)
            yield Attempt(0, Slip("SYN-STRAY", "error", number, start, end, values, ((number, start, end, text),)))


def _dash(lines: Sequence[str], number: int) -> Iterator[Attempt]:
    """An item of a list without its dash."""
    line = lines[number]
    if line.strip() and line.lstrip()[0] not in "#-|":
        depth = depth_of(line)
        for start in (depth, depth - 2) if depth > 1 else (depth,):  # it was left out, or a blank stands in its place
            yield Attempt(2, Slip("SYN-DASH", "error", number, depth, depth + 1, mends=((number, start, depth, "- "),)))


def _remarks(lines: Sequence[str], number: int) -> Iterator[Attempt]:
    line = lines[number]
    for match in islice(re.finditer(r"(?:(?<=[ \t])|^)#+ ?", line), 3):
        rest = line[match.start() :].rstrip()
        values = (("text", rest),)
        start, end = match.start(), match.start() + len(rest)
        mends = [(number, match.start(), match.end(), ""), (number, match.start(), match.start() + 1, "")]
        if match.start():
            mends.append((number, match.start() - 1, match.end(), ""))
        if not line[: match.start()].strip():
            body = line[match.end() :].lstrip()
            if not _LOOKS_MEANT.match(body):
                continue
            mends += [(number, 0, len(line) - len(body), " " * depth) for depth in _likely(lines, number)]
        for mend in dict.fromkeys(mends):
            yield Attempt(0, Slip("SYN-HASH", "error", number, start, end, values, (mend,)))


def _unparted(line: str, number: int, names: Names) -> Slip | None:
    """A name that its value follows without a colon."""
    start = len(line) - len(line.lstrip(" -"))
    body = line[start:].rstrip()
    ends = range(min(len(body), 20), 1, -1)
    end = next((end for end in ends if body[:end] in names.known), 0)
    if not end or ":" in body[: end + 2] or "|" in body:
        return None
    gap = _behind_name(line, start + end)
    return colonless_slip(line, number, (start, start + len(body)), gap)._replace(certain=False)


_NAMED = re.compile(r"( *(?:- +)?)[^\s:#|{}\[\]][^:#|{}\[\]]*: +(?=[^\s|>{\[#&*!])")


def _over_others(lines: Sequence[str], number: int) -> Slip | None:
    """A value behind the name of what stands below it, which has none of its own."""
    line = lines[number]
    match = _NAMED.match(line)
    below = next((each for each in islice(lines, number + 1, number + 4) if each.strip()), "")
    if (
        match is None
        or depth_of(below) < len(match[1]) + (not is_item(below))
        or not _LOOKS_MEANT.match(below.lstrip())
    ):
        return None
    start, value = match.end(), line[match.end() :].split(" #", maxsplit=1)[0].rstrip()
    mends = ((number, start, start + len(value), ""),)
    return Slip("SYN-STRAY", "error", number, start, start + len(value), (("character", value),), mends)


_PAIR_INSIDE = re.compile(r"(?<=[{,]) *+([^\s{},:]++)( *+)([^{},:]*+)(?=[,}])")
_FOR_COLON = re.compile(r"\A(?:[ ;=；＝：﹕∶.．。，,、/—–]|-(?= ))*")
"""What is written behind a name in place of its colon; perhaps nothing."""
_NAME_INSIDE = re.compile(r"[{,:] *+([^\s{},:]++)(?=: )")


def _unparted_inside(line: str, number: int, names: Names) -> Iterator[Slip]:
    """Between braces, a name that its value follows without a colon, or that follows a value without a comma."""
    for match in islice(_PAIR_INSIDE.finditer(line), _MOST_SIGNS):
        start, end = match.span(1)
        known = end if match[1] in names.known else start + _longest(match[1], names, first=True)
        gap = _behind_name(line, known)
        if known > start and gap[1] < match.end(3):
            yield colonless_slip(line, number, (start, match.end(3)), gap)._replace(certain=False)
    for match in islice(_NAME_INSIDE.finditer(line), 2 * _MOST_SIGNS):
        at = match.end(1) - _longest(match[1], names, first=False)
        if match[1] not in names.known and _is_in_braces(line, at) and at < match.end(1):
            yield Slip("SYN-FLOW", "error", number, at, match.end(1), mends=((number, at, at, ", "),))


def _behind_name(line: str, at: int) -> tuple[int, int]:
    """What stands between a name that ends there and its value."""
    return at, len(line) - len(_FOR_COLON.sub("", line[at:]))


def _is_in_braces(line: str, at: int) -> bool:
    """Whether a brace was opened on the line, or above it."""
    return "{" in line[:at] or line.rstrip().endswith((",", "}"))


def _longest(word: str, names: Names, *, first: bool) -> int:
    """How long the longest known name is with which the word begins, or ends, and something else besides."""
    longest = min(len(word) - 1, max(map(len, names.known), default=0))
    parts = ((size, word[:size] if first else word[-size:]) for size in range(longest, 1, -1))
    return next((size for size, part in parts if part in names.known), 0)


def _cut_short(lines: Sequence[str], number: int, names: Names) -> Iterator[Slip]:
    """A line on which only the beginning of a name is left, over a table or a list."""
    word = lines[number].strip()
    if not word.isalpha() or len(word) > 10:
        return
    depth = depth_of(lines[number])
    above = next((each for each in reversed(lines[:number]) if each[:1].strip() and each[0] not in "#-"), "")
    row = " | " in next((each for each in lines[number + 1 :] if each.strip()), "")
    for name in names.inside.get(above.partition(":")[0].strip(), ()):
        if name.startswith(word) and name in names.tables:
            mends = ((number, depth, len(lines[number]), f"{name}: |" if row else f"{name}:"),)
            yield Slip("SYN-KEY", "error", number, depth, depth + len(word), (("text", word),), mends)


def _spelt(line: str, number: int, names: Names) -> Slip | None:
    """A name that stands alone on its line, or over a table, with a wrong sign in it or behind it."""
    depth = len(line) - len(line.lstrip(" -"))
    body = line[depth:].rstrip()
    word = "".join(re.findall(r"[^\W_]+", body))
    if not word or len(body) > len(word) + 6 or word not in names.known:
        return None
    meant = f"{word}: |" if "|" in body else f"{word}:"
    if body in (meant, meant.replace(": ", ":  ")):
        return None
    if match := re.fullmatch(
        rf"{word}: *(?:\|(?=[^|]))?([^\s|]\S*)", body
    ):  # its colon is right, and so is all but the sign behind it
        start = depth + match.start(1)
        values = (("character", match[1]),)
        return Slip(
            "SYN-STRAY", "error", number, start, depth + len(body), values, ((number, depth, len(line), meant),)
        )
    values = (("text", body),)
    odd = re.search(r"[\W_]", body.removesuffix("|").rstrip())
    start = depth + (odd.start() if odd else len(word))
    return Slip("SYN-KEY", "error", number, start, start + 1, values, ((number, depth, len(line), meant),))


# ---- indents ---------------------------------------------------------------------------------------------------------


_Shape = tuple[int, bool, bool, bool]


def _shape(line: str) -> _Shape:
    return depth_of(line), is_item(line), "|" in line.rstrip()[:-1], line.lstrip(" -").startswith("{")


def _likely(lines: Sequence[str], number: int) -> tuple[int, ...]:
    """Depths at which lines near this one stand, and those it stands under."""
    near = [line for line in lines[max(0, number - 12) : number + 8] if line.strip()]
    depths = {depth_of(line) for line in near} | {len(line) - len(line.lstrip(" -")) for line in near}
    return tuple(sorted({0, *depths, *_open_depths(lines, number)}))[:9]


def _open_depths(lines: Sequence[str], number: int) -> Iterator[int]:
    """Depths of the lines above under which this one may still stand, the nearest first."""
    depth = 1_000_000
    for line in reversed(lines[max(0, number - 200) : number]):
        if line.strip() and depth_of(line) < depth:
            depth = depth_of(line)
            yield depth


def _depths(lines: Sequence[str], number: int, shapes: Counter[_Shape]) -> Iterator[Attempt]:
    """The line at another depth."""
    line = lines[number]
    body = line.lstrip(" ")
    if not body.strip() or body.startswith("#"):
        return
    depth = len(line) - len(body)
    tight = re.sub(r"^- +", "- ", body)
    opened = [depth_of(each) for each in lines[max(0, number - 60) : number] if each.rstrip().endswith((":", "|"))]
    above = next((each for each in reversed(lines[:number]) if each.strip()), "")
    under = depth_of(above) + 2 if above.rstrip().endswith((":", "|")) else -1
    for wanted in _likely(lines, number):
        if wanted == depth and tight == body:
            continue
        mends = [(number, 0, depth, " " * wanted)]
        if tight != body:
            mends.append((number, depth, len(line) - len(tight) + 2, "- "))
        new = " " * wanted + tight
        gain = 10 * (shapes[_shape(new)] - shapes[_shape(line)]) + _usual(wanted, opened) + 1000 * (wanted == under)
        yield Attempt(1, Slip("SYN-ALIGN", "error", number, depth, head_end(line), mends=tuple(mends)), gain)


def _usual(depth: int, opened: Sequence[int]) -> int:
    """Five when the depth is two more than that of what was opened last, three when that of something open above it."""
    if opened and depth - 2 == opened[-1]:
        return 5
    return 3 * (depth - 2 == next((each for each in reversed(opened) if each < depth), -2))


# ---- where lines end -------------------------------------------------------------------------------------------------


def _line_ends(lines: Sequence[str], number: int, names: Names) -> Iterator[Attempt]:
    """Two lines that were joined, parted; or one that was broken, joined."""
    line = lines[number]
    for at in _joints(line, names):
        rest = line[at:].lstrip()
        rest = f"- {rest}" if rest.startswith("{") and is_item(line) else rest
        slip = Slip("SYN-JOINED", "error", number, at, max(len(line.rstrip()), at + 1))
        for depth in _likely(lines, number):
            yield Attempt(3, slip, instead=(number, number + 1, (line[:at].rstrip(" ,，;；"), " " * depth + rest)))
    below = lines[number + 1] if number + 1 < len(lines) else ""
    name, colon, _ = f"{below.strip()} ".partition(": ")
    own = colon and name in names.known and "}" not in below and line.strip() + name not in names.known
    if line.strip() and below.strip() and not own and not _WIDE_NAME.match(below):
        slip = Slip("SYN-BROKEN", "error", number + 1, depth_of(below), max(len(below.rstrip()), depth_of(below) + 1))
        for whole in dict.fromkeys((line + below, line.rstrip() + below.lstrip(), f"{line.rstrip()} {below.lstrip()}")):
            yield Attempt(3, slip, instead=(number, number + 2, (whole, "")))


_WIDE_NAME = re.compile(r" *+(?:- )?[\w（）()]{1,20}：")
_NAME_BEHIND_BRACKET = re.compile(r"[}\]] *(?=([\w（）()]+):(?: |$))")
_WORD_BEFORE_COLON = re.compile(r"(?<![\w（）()])([\w（）()]++):(?= |$)")


def _joints(line: str, names: Names) -> list[int]:
    """Where in the line a second one may begin."""
    start = len(line) - len(line.lstrip(" -"))
    longest = max(map(len, names.known), default=0)
    found = [match.end() for match in _NAME_BEHIND_BRACKET.finditer(line) if match[1] in names.known]
    found += [match.end() for match in re.finditer(r"\} *[,，、;；]? *(?=\{)", line)]
    found += [match.end(1) for match in re.finditer(r"(?<=\S)( *)- +(?=[\w{])", line) if match.start() > start]
    found += [match.end() for match in re.finditer(r"(?<=\S) {2,}(?=[^\s:{}|#]+: )", line) if match.start() > start]
    if match := re.search(r": ?\|(?= *[^\s|])", line):
        found.append(match.end())
    if " | " in line:
        cells = ((match.start(), match[0].rstrip()) for match in re.finditer(r"[^\s|][^|]*", line))
        for at, cell in cells:
            ends = range(min(len(cell) - 1, longest), 1, -1)
            head = next((end for end in ends if cell[:end] in names.known), 0)
            if head and cell not in names.known:
                found.append(at + head)
    for match in _WORD_BEFORE_COLON.finditer(line):
        word = match[1]
        endings = (word[cut:] for cut in range(max(0, len(word) - longest), len(word)))
        known = next((each for each in endings if each in names.known), "")
        if known and match.end(1) - len(known) > start:
            found.append(match.end(1) - len(known))
    return list(dict.fromkeys(found))[:5]


# ---- lines that are gone ---------------------------------------------------------------------------------------------


def _insertions(lines: Sequence[str], number: int, names: Names) -> Iterator[Attempt]:
    """A name over the line that nobody wrote; not over one that was written twice."""
    line = lines[number]
    if not line.strip() or line in lines[max(number - 1, 0) : number] or line in lines[number + 1 : number + 2]:
        return
    depth = depth_of(line)
    above = next((each for each in reversed(lines[:number]) if each[:1].strip() and each[0] not in "#-"), "")
    item = above.partition(":")[0].strip()
    row = "|" in line and not _LOOKS_MEANT.match(line.lstrip().partition("|")[0])
    empty = number if number and not lines[number - 1].strip() else number + 1
    at = min(empty, number + 1) - 1 if empty <= number else number
    words = [(name, max(depth - 2, 0)) for name in names.inside.get(item, ()) if name in names.tables]
    words += [(name, 0) for name in _owners(lines, number, names)]
    for name, wanted in dict.fromkeys(words):
        mend = " " * wanted + name + (": |" if row else ":")
        slip = Slip("KEY-MISSING", "error", at, min(depth, len(lines[at])), depth + 1, (("key", name),))
        yield Attempt(4, slip, instead=(number, number, (mend,)))


def _first_of_item(lines: Sequence[str], number: int) -> Iterator[Attempt]:
    """The first line of an item of several lines, as another item has it."""
    depth = depth_of(lines[number]) - 2
    near = (*lines[number + 1 : number + 40], *reversed(lines[max(0, number - 40) : number]))
    other = next((line for line in near if is_item(line) and depth_of(line) == depth), "")
    name = lines[number].strip().partition(":")[0]
    twice = number > 0 and lines[number - 1].strip(" -").partition(":")[0] == name
    if other and not twice and not is_item(lines[number]):
        values = (("key", other.strip(" -").partition(":")[0]),)
        at = number - 1 if number and not lines[number - 1].strip() else number
        start = min(depth + 2, len(lines[at]))
        slip = Slip("KEY-MISSING", "error", at, start, start + 1, values)
        yield Attempt(4, slip, instead=(number, number, (other,)))


def _owners(lines: Sequence[str], number: int, names: Names) -> Iterator[str]:
    """Outermost names under which the line's own name may stand, or those of the lines that follow it."""
    line, depth = lines[number], depth_of(lines[number])
    fellows = takewhile(lambda each: not each.strip() or depth_of(each) >= depth, lines[number + 1 : number + 8])
    words = [each.strip().removeprefix("- ").partition(":")[0] for each in (line, *fellows)]
    yield from (name for word in dict.fromkeys(words) for name in names.top if word in names.inside.get(name, ()))
    if is_item(line):
        yield from (name for name in names.top if name not in names.inside)
