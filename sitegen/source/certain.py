"""Lines whose mistake is plain to see before YAML has read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from sitegen.source.builder import MOST_SLIPS, Builder
from sitegen.source.draft import Draft, Slip
from sitegen.source.lines import DATED, KEYS_ANYWHERE, depth_of, is_item, line_slip, structural


def find_certain(draft: Draft, builder: Builder, reached: int) -> list[Slip]:
    """All such lines, so that twenty alike do not need twenty readings; ``reached`` is the line of the trouble."""
    if not draft.signed and not draft.odd:
        return []
    keys = set(KEYS_ANYWHERE.findall(draft.text))
    quoted = {n for w in builder.wide if w.style for n in range(w.first + 1, w.last + (w.last < reached))}
    quoted.update(_perhaps_quoted(draft.lines, reached + 1))
    slips = _line_slips(draft, (number for number in structural(draft) if number not in quoted))
    return list(islice((slip for slip in slips if _is_certain(draft.lines, slip, keys)), MOST_SLIPS))


def _line_slips(draft: Draft, numbers: Iterable[int]) -> Iterator[Slip]:
    """Those of one line each; how deep a line should stand is seen from the ones above, as they should stand."""
    lines = [*draft.lines]
    for number in numbers:
        if slip := line_slip(draft, number, lines):
            yield slip
            if slip.code in ("SYN-TAB", "SYN-INDENT"):
                _, start, end, blanks = slip.mends[0]
                lines[number] = lines[number][:start] + blanks + lines[number][end:]


def _perhaps_quoted(lines: list[str], start: int) -> Iterator[int]:
    """Lines not yet read that may lie between two quotes: they are judged when they are read."""
    open_quote = False
    for number in range(start, len(lines)):
        if open_quote:
            yield number
        open_quote ^= lines[number].count('"') % 2 == 1


def _is_certain(lines: list[str], slip: Slip, keys: set[str]) -> bool:
    """A list may hold texts with colons: there the word must be a key elsewhere or open a map."""
    line = lines[slip.line]
    if slip.code not in ("SYN-FWCOLON", "SYN-COLON") or not is_item(line) or slip.values[0][1] in keys:
        return True
    if DATED.match(line, slip.end):
        return True
    following = lines[slip.line + 1] if slip.line + 1 < len(lines) else ""
    return bool(following.strip()) and depth_of(following) > depth_of(line)
