"""One slip of the pen, many complaints: find the line whose change clears them away, and say that line only.

What a ledger says is read again with each change its clerk may have meant (:mod:`sitegen.load.attempts`); the change after
which nothing is left to complain of was the slip. Where none is found, everything is said as it was found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Place, info, with_excerpts
from sitegen.load.attempts import Attempt, Names, list_attempts
from sitegen.load.echoes import without_echoes
from sitegen.load.reading import Reader
from sitegen.source import (
    Document,
    Entries,
    Items,
    Node,
    Slip,
    alike,
    apply_edits,
    depth_of,
    is_readable,
    load_document,
)

T = TypeVar("T")
Load = Callable[[Reader, Document], T]

_DOUBTFUL = frozenset(
    "SYN-ALIGN SYN-OTHER SYN-CONTINUE SYN-KEY SYN-QUOTE SYN-FLOW SYN-CELLS SYN-BRACKET SYN-HEAD SYN-TABLE SYN-VALUE "
    "SYN-COMMA SYN-DASH SYN-STRAY SYN-START SYN-ANCHOR SYN-TAG KEY-UNKNOWN KEY-TYPE KEY-DUP KEY-MISSING KEY-ITEM KEY-COLUMN "
    "KEY-FILL PER-MISSING REV-TEXT".split()
)
"""What may only follow from a slip elsewhere."""
_ELSEWHERE = frozenset(
    "SYN-ALIGN SYN-OTHER SYN-CONTINUE SYN-TABLE SYN-VALUE SYN-DASH SYN-COMMA KEY-TYPE KEY-MISSING KEY-DUP KEY-UNKNOWN KEY-ITEM "
    "KEY-FILL".split()
)
"""What more often than not follows from a slip elsewhere, even when nothing else is said."""
_CAUSES = 3
"""Slips looked for in one file."""
_LARGEST = 200_000
"""Characters of a file in which slips are looked for."""
_WORK = 500_000
"""Characters read in attempts for one slip."""
_SMALL = 1_500
"""Characters of a file that is read whole in each attempt."""


def read_explained(
    path: str, data: bytes, load: Load[T], names: Callable[[], Names]
) -> tuple[T, tuple[Diagnostic, ...]]:
    """What ``load`` makes of the file, and what was wrong with it, each slip said once and at its own line."""
    slips: tuple[Slip, ...] = ()
    result, found, document = _read(path, data, load)
    text = document.text
    if len(text) > _LARGEST or not any(_doubtful(found)):
        return result, found
    lines = text.split("\n")
    for _ in range(_CAUSES):
        known = {(slip.code, slip.line + 1) for slip in slips}
        left = [each for each in found if each.place.file == path and (each.code, each.place.line) not in known]
        attempt = _find_cause(path, load, lines, left, names, frozenset(slip.line for slip in slips))
        if attempt is None:
            break
        lines = _changed(lines, attempt)
        if attempt.instead is not None:
            first, end, new = attempt.instead
            meant, found, _ = _read(path, "\n".join(lines).encode(), load)
            result = meant if end - first == len(new) else result  # else its places would be those of other lines
            said = (*_shifted(found, attempt), *(_said(path, slip) for slip in (*slips, attempt.slip)))
            return result, with_excerpts(sorted(said, key=_position), path, text)
        slips = (*slips, attempt.slip)
        result, found, _ = _read(path, data, load, slips)
    return result, found


def _read(
    path: str, data: bytes, load: Load[T], slips: tuple[Slip, ...] = ()
) -> tuple[T, tuple[Diagnostic, ...], Document]:
    document, problems = load_document(path, data, slips)
    given = {(slip.code, slip.line + 1) for slip in slips}
    errors = [each for each in problems if each.severity == "error" and (each.code, each.place.line) not in given]
    lost = (each.place.line for each in errors if each.code.startswith("SYN-") and not each.patch)
    broken = frozenset(each.place.line for each in errors)
    reader = Reader(path, broken=broken, lost=frozenset(lost), whole=document.text)
    result = load(reader, document)
    mended = {slip.line + 1 for slip in slips}  # rows are read from the file, not from what was mended
    own = (each for each in reader.found if each.code != "SYN-CELLS" or each.place.line not in mended)
    found = without_echoes(with_excerpts((*problems, *own), path, document.text))
    return result, found, document


def _position(each: Diagnostic) -> tuple[int, int]:
    return each.place.line, each.place.column


def _said(path: str, slip: Slip) -> Diagnostic:
    place = Place(path, slip.line + 1, slip.start + 1, max(slip.end, slip.start + 1) + 1)
    return Diagnostic(slip.code, slip.severity, place, slip.values)


def _shifted(found: Sequence[Diagnostic], attempt: Attempt) -> Iterator[Diagnostic]:
    """The diagnostics of a text with more or fewer lines, at the lines of the file: what its new lines say, at the slip."""
    if attempt.instead is None:
        yield from found
        return
    first, end, new = attempt.instead
    last = first + len(new)
    own = _said("", attempt.slip).place
    for each in found:
        place = each.place
        if place.line > last:
            place = replace(place, line=place.line - last + end)
        elif place.line > first:
            place = replace(own, file=place.file)
        yield replace(each, place=place, excerpt="", patch=()) if place.line else each


def _changed(lines: Sequence[str], attempt: Attempt) -> list[str]:
    if attempt.instead is not None:
        first, end, new = attempt.instead
        return [*lines[:first], *new, *lines[end:]]
    changed = list(lines)
    for number, start, end, text in sorted(attempt.slip.mends, reverse=True):
        changed[number] = changed[number][:start] + text + changed[number][end:]
    return changed


def find_readings(path: str, data: bytes, load: Load[T]) -> tuple[Diagnostic, ...]:
    """What was understood without a word: how the file is encoded, and each value written otherwise than it is kept."""
    document, _ = load_document(path, data)
    reader = Reader(path, whole=document.text, noting=True)
    load(reader, document)
    marks = (("BOM", data.startswith(b"\xef\xbb\xbf")), ("CRLF", b"\r\n" in data))
    kinds = (info("ENC-READ", Place(path), kind=kind) for kind, there in marks if there)
    values = (each for each in reader.found if each.code.endswith("-READ"))
    return with_excerpts((*kinds, *values), path, document.text)


# ---- the search ------------------------------------------------------------------------------------------------------


def _find_cause(
    path: str,
    load: Load[T],
    lines: list[str],
    found: Sequence[Diagnostic],
    names: Callable[[], Names],
    mended: frozenset[int],
) -> Attempt | None:
    """The change that leaves nothing doubtful in its part of the file; None where there is none."""
    for first, end in _sections(lines, _doubtful(found)):
        inside = [each for each in found if first < each.place.line <= end and _counts(each)]
        told = len(inside) == 1 and inside[0].code not in _ELSEWHERE
        if told and not _is_whole(inside[0]):
            continue
        damaged = {each.place.line for each in inside if each.code.startswith("ENC-")}
        if damaged and all(each.place.line in damaged for each in inside):
            continue
        targets = sorted(_doubtful(inside), key=_position)
        near = dict.fromkeys((*_suspects(lines, targets, damaged), first, max(first - 1, 0)))
        suspects = [number for number in near if number not in mended]
        window = _window(lines, suspects)
        _, base, document = _read(path, "\n".join(window).encode(), load)
        base = tuple(each for each in base if each.place.file == path)
        alone = all(first < each.place.line <= end for each in base if each.code.startswith(("SYN-", "ENC-")))
        part = _Part(path, first, end, alone, _weight(document.root), Counter(map(_what, base)))
        attempts = list_attempts(window, suspects, names())
        if attempt := _search(part, load, window, attempts[:1] if told else attempts):
            return attempt
        if (cured := _cured(window, base)) and alone:
            lines_left = [number for number in suspects if window[number] == cured[number]]
            _, base, document = _read(path, "\n".join(cured).encode(), load)
            part = part._replace(weight=_weight(document.root), found=Counter(map(_what, base)))
            if attempt := _search(part, load, cured, list_attempts(cured, lines_left, names())):
                return attempt
    return None


def _cured(lines: list[str], found: Iterable[Diagnostic]) -> list[str]:
    """The lines with what is certainly wrong set right; none where there is nothing of that kind."""
    edits = [edit for each in found if each.code.startswith("SYN-") for edit in each.patch]
    return apply_edits("\n".join(lines), edits).split("\n") if edits else []


class _Part(NamedTuple):
    """A part of a file, from its first line (from 0) to its end, and what is complained of there."""

    path: str
    first: int
    end: int
    alone: bool
    """Whether nothing else in the file is written wrongly."""
    weight: int
    found: Counter[tuple[str, int, tuple[tuple[str, str], ...]]]


def _search(part: _Part, load: Load[T], lines: list[str], attempts: Sequence[Sequence[Attempt]]) -> Attempt | None:
    size = sum(map(len, lines)) + len(lines)
    budget = _WORK
    for ranked in attempts:
        kept: list[tuple[int, int, int, Attempt]] = []
        for order, attempt in enumerate(ranked):
            budget -= size
            left = _left(part, load, lines, attempt) if budget >= 0 else None
            if left is not None:
                kept.append((left, -attempt.gain, order, attempt))
        if kept:
            return min(kept)[-1]
    return None


def _left(part: _Part, load: Load[T], lines: list[str], attempt: Attempt) -> int | None:
    """How much is still complained of after the change; None when that does not explain what was found."""
    slip = attempt.slip
    if slip.code == "SYN-BROKEN" and ("SYN-CONTINUE", slip.line + 1, ()) in part.found:
        return None  # that says the same
    told = ((line, values) for code, line, values in part.found if code == "SYN-QUOTE")
    if slip.code == "SYN-QUOTE" and any(line == slip.line + 1 and values for line, values in told):
        return None  # so does that, behind the second quote
    text = "\n".join(_changed(lines, attempt))
    if part.alone and not is_readable(text):
        return None
    _, found, document = _read(part.path, text.encode(), load)
    if _weight(document.root) < part.weight - 1:
        return None  # what was read before has become part of some text
    own = [each for each in _shifted(found, attempt) if each.place.file == part.path]
    if any(part.first < each.place.line <= part.end for each in _doubtful(own)):
        return None
    after = Counter(map(_what, own))
    new = after - part.found
    if not all(code.startswith(("AMT-", "DATE-", "CODE-")) for code, *_ in new):
        return None
    if slip.code == "SYN-BROKEN" and any(line == slip.line + 1 for _, line, _ in new):
        return None  # both lines together are no better
    gone, fresh = (part.found - after).total(), new.total()
    worth = gone - fresh - 1
    return after.total() if worth > 0 or (worth == 0 and (attempt.rank != 1 or attempt.gain > 0)) else None


def _doubtful(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """What may only follow from a slip elsewhere: by its code, or because hardly a value of its line can be read."""
    given = tuple(found)
    values = Counter(each.place.line for each in given if each.code.startswith(("AMT-", "DATE-")))
    return (each for each in given if _is_doubtful(each) or values[each.place.line] >= _CROWDED)


def _is_whole(each: Diagnostic) -> bool:
    """Whether it says of all of a text that it is no name and value: it may begin with a name that only the catalogue knows."""
    text = dict(each.values).get("text", "")
    return each.code == "SYN-KEY" and each.place.end_column - each.place.column == len(text)


def _counts(each: Diagnostic) -> bool:
    """Whether it may have to do with a slip: that a picture is not covered has not."""
    return each.severity == "error" or _is_doubtful(each)


_CROWDED = 3


def _is_doubtful(each: Diagnostic) -> bool:
    values = dict(each.values)
    meant = values.get("nearest") and (each.code != "KEY-COLUMN" or alike(values["key"], values["nearest"]))
    found = values.get("extra") or values.get("glued") or values.get("wide")  # the very bar of a row
    if each.code == "KEY-TYPE":  # the very word
        found = values["nothing"]
    # a draft is there to be filled in; a line that a text took in is named already
    waiting = each.code in ("KEY-FILL", "SYN-ALIGN") and each.severity != "error"
    return bool(
        each.code in _DOUBTFUL and each.place.line and not each.patch and not meant and not found and not waiting
    )


def _weight(node: Node | None) -> int:
    """Names and items in it."""
    if isinstance(node, Entries):
        return sum(1 + _weight(value) for _, value in node.pairs)
    return sum(1 + _weight(item) for item in node.items) if isinstance(node, Items) else 0


def _what(each: Diagnostic) -> tuple[str, int, tuple[tuple[str, str], ...]]:
    return each.code, each.place.line, each.values


_PARTED = re.compile("^-|[:：]")


def _sections(lines: list[str], targets: Iterable[Diagnostic]) -> Iterator[tuple[int, int]]:
    """The parts of the file, from one outermost name to the next, with something in them; a few."""
    starts = [
        0,
        *(n for n, line in enumerate(lines) if line[:1].strip() and line[0] not in "#|" and _PARTED.search(line)),
        len(lines),
    ]
    numbers = dict.fromkeys(bisect_right(starts, target.place.line - 1) for target in targets)
    yield from ((starts[n - 1], starts[n]) for n in list(numbers)[:_CAUSES] if n < len(starts))


def _suspects(lines: list[str], targets: Sequence[Diagnostic], damaged: Iterable[int]) -> list[int]:
    """The lines that may be to blame, the likeliest first: those complained of, their neighbours, those they stand under."""
    chosen: dict[int, None] = dict.fromkeys(line - 1 for line in sorted(damaged)[:3])
    chosen.update(dict.fromkeys(number for target in targets[:2] for number in _remarked(lines, target)))
    for target in targets[:2]:
        number = min(target.place.line, len(lines)) - 1
        above = _written(lines, range(number - 1, -1, -1))
        below = _written(lines, range(number + 1, len(lines)))
        second = _written(lines, range(above - 1, -1, -1)) if above >= 0 else -1
        near = [number, above, below, *range(above + 1, number), *range(number + 1, below), second]
        chosen.update(dict.fromkeys((*near, *_parents(lines, number))))
    return [number for number in chosen if 0 <= number < len(lines)][:16]


def _remarked(lines: list[str], target: Diagnostic) -> Iterator[int]:
    """Remarks near that begin with the very name that is missing."""
    key = dict(target.values).get("key", "") if target.code == "KEY-MISSING" else ""
    line = target.place.line
    form = re.compile(rf"[ -]*#[# -]*{re.escape(key)}\s*[:：]")
    near = range(max(0, line - 60), min(len(lines), line + 60)) if key else ()
    yield from (number for number in near if form.match(lines[number]))


def _written(lines: list[str], numbers: range) -> int:
    """The first of them with something on it that is no remark; -1 when there is none near."""
    return next((n for n in numbers[:30] if lines[n].strip() and not lines[n].lstrip().startswith("#")), -1)


def _parents(lines: list[str], number: int) -> Iterator[int]:
    depth = depth_of(lines[number])
    for above in range(number - 1, max(-1, number - 200), -1):
        if lines[above].strip() and depth_of(lines[above]) < depth:
            depth = depth_of(lines[above])
            yield above
            yield from range(above + 1, min(above + 3, number))


def _window(lines: list[str], suspects: Sequence[int]) -> list[str]:
    """The lines with all left empty that stand far from the suspects, so that large files are read as fast as small ones."""
    if sum(map(len, lines)) + len(lines) <= _SMALL:
        return lines
    starts = [n for n, line in enumerate(lines) if line[:1].strip() and line[0] != "#"]
    first, last = min(suspects), max(suspects)
    before = [n for n in starts if n <= first][-2:-1] or [0]
    after = [n for n in starts if n > last][1:2] or [len(lines)]
    head = next((n for n in starts if n > 10), 12)
    return [line if n < head or before[0] <= n < after[0] else "" for n, line in enumerate(lines)]
