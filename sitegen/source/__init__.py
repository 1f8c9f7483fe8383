"""The ground: bytes of a YAML file become nodes that know where they stand. Knows nothing of villages.

Every scalar stays the text that was written. Traps that YAML accepts in silence, and mistakes it reports a line late
or under the wrong name, are found here, at their place; a mistake with a certain cause is mended in a working copy
(the *draft*) and the file is read again, so that one broken line does not hide the others.

``text`` (bytes → text) → ``draft`` → ``plain`` (lines → nodes), else ``builder`` (events → nodes) → ``traps``, or ``slips`` where
libyaml stopped.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import islice

import yaml
from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Place, error, with_excerpts
from sitegen.source.builder import DEEPEST, MOST_SLIPS, Builder, LimitError
from sitegen.source.draft import Draft, Slip, apply_edits
from sitegen.source.lines import colonless_slip, depth_of, head_end, is_item
from sitegen.source.nodes import MOST_NODES, Document, Entries, Items, Node, Scalar, place_of, place_within
from sitegen.source.slips import empty_colon, find_causes, shallow_remarks
from sitegen.source.spelling import alike, nearest, to_simplified
from sitegen.source.text import (
    LARGEST,
    decode,
    find_blank,
    find_hidden,
    find_taken_out,
    find_unseen,
    has_hidden,
    is_usual,
    lines_of,
    read_bytes,
    without_forbidden,
    without_hidden,
    without_odd_blanks,
)
from sitegen.source.traps import find_traps

__all__ = [
    "DEEPEST",
    "LARGEST",
    "MOST_NODES",
    "Document",
    "Entries",
    "Items",
    "Node",
    "Scalar",
    "Slip",
    "alike",
    "apply_edits",
    "colonless_slip",
    "decode",
    "depth_of",
    "find_hidden",
    "has_hidden",
    "head_end",
    "is_item",
    "is_readable",
    "is_usual",
    "lines_of",
    "load_document",
    "nearest",
    "place_of",
    "place_within",
    "read_bytes",
    "to_simplified",
    "without_hidden",
]

_TRIES = 20
_WORK = 300_000
"""Nodes, lines and tenths of characters read in all, so that a large file full of mistakes ends within a second."""


def load_document(file: str, data: bytes, slips: tuple[Slip, ...] = ()) -> tuple[Document, tuple[Diagnostic, ...]]:
    """What could be read of one file, and everything that was wrong with it. Never raises.

    ``slips`` are mistakes known beforehand, at the places of the file: they are reported, and mended before reading.
    """
    if len(data) > LARGEST:
        return Document(file, None, ""), (error("LIM-SIZE", Place(file), size=f"{len(data) / 1_000_000:.1f} MB"),)
    text, found = decode(file, data)
    if text is None:
        return Document(file, None, ""), found
    if blank := find_blank(file, text):
        return Document(file, None, text), (*found, blank)
    if text.count("\n") > MOST_NODES:
        return Document(file, None, text), (*found, error("LIM-COUNT", Place(file), limit=MOST_NODES))
    hidden = find_hidden(file, text)
    draft = Draft(file, without_odd_blanks(without_forbidden(text) if hidden else text))
    known = {(slip.code, slip.line): draft.diagnostic(slip) for slip in slips}
    if slips:
        draft.apply(mend for slip in slips for mend in slip.mends)
    if hidden:
        taken = (span for span in find_taken_out(text) if span[2] <= len(draft.lines[span[0]]))
        draft.apply((*span, "") for span in (*taken, *find_unseen(draft.lines)))
    directives = tuple(_refuse_directives(draft))
    root, others = _read(draft, known)
    if root is not None and draft.mended:
        root = _at_origin(root, draft, sorted(draft.mended), len(draft.lines))
    diagnostics = (*found, *hidden, *directives, *others)
    return Document(file, root, text), with_excerpts(diagnostics, file, text) if diagnostics else ()


def is_readable(text: str) -> bool:
    """Whether libyaml reads the text to its end, as it stands."""
    try:
        Builder(Draft("", text)).build()
    except (yaml.YAMLError, LimitError):
        return False
    return True


def _refuse_directives(draft: Draft) -> Iterator[Diagnostic]:
    """Lines such as ``%YAML 1.1``, before anything else any with that sign; left out, so that the rest can be read."""
    if not draft.text.startswith("%") and "\n%" not in draft.text:
        return
    begun = False
    for number, line in enumerate(draft.lines):
        if line.startswith(("%YAML ", "%TAG ") if begun else "%"):
            slip = Slip("SYN-DIRECTIVE", "error", number, 0, len(line.rstrip()), mends=((number, 0, len(line), ""),))
            yield draft.diagnostic(slip)
            draft.apply(slip.mends)
        begun = begun or bool(line.strip() and line[0] not in "#%")


def _read(draft: Draft, known: Mapping[tuple[str, int], Diagnostic]) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Read, mend, read again, until nothing that hides other lines is left."""
    found = dict(known)
    work = 0
    for _ in range(_TRIES):
        builder = Builder(draft)
        try:
            root = builder.build()
            traps = (slip for slip in find_traps(draft, builder) if (slip.code, slip.line) not in found)
            slips = list(islice(traps, MOST_SLIPS))
        except LimitError:
            return None, (*found.values(), draft.diagnostic(builder.slips[-1]))
        except yaml.YAMLError as problem:
            colon = empty_colon(draft.lines, problem)
            if unsaid := [colon] if colon else shallow_remarks(draft.lines, problem):
                draft.apply(unsaid)
                continue
            root = builder.build_rest()
            slips = find_causes(draft, problem, builder, found)
        mends = [slip for slip in slips if slip.mends]
        fresh: dict[tuple[str, int], Diagnostic] = {}
        for slip in mends or slips:
            _say(fresh, draft, slip)
        found = {**fresh, **found}
        cost = builder.nodes + len(draft.lines) + len(draft.text) // 10
        work += cost
        if not mends or work + cost > _WORK:
            break
        draft.apply(mend for slip in mends for mend in slip.mends)
    return root, (*found.values(), *map(draft.diagnostic, builder.slips))


def _say(fresh: dict[tuple[str, int], Diagnostic], draft: Draft, slip: Slip) -> None:
    """Several slips of one kind on a line are said once, with the cure of all of them."""
    each = draft.diagnostic(slip)
    first = fresh.setdefault((slip.code, slip.line), each)
    if first is not each and first.patch and each.patch:
        fresh[slip.code, slip.line] = replace(first, patch=tuple(dict.fromkeys((*first.patch, *each.patch))))


def _at_origin(node: Node, draft: Draft, mended: list[int], last: int) -> Node:
    """The node, which ends by line ``last``, with the columns of the file instead of the draft's."""
    if not _touches(mended, node.line, last):
        return node
    column = draft.column(node.line - 1, node.column - 1) + 1
    if isinstance(node, Scalar):
        end = draft.column(node.line - 1, node.end_column - 1) + 1
        return replace(node, column=column, end_column=max(end, column))
    if isinstance(node, Items):
        lasts = [*(item.line for item in node.items[1:]), last]
        items = (_at_origin(item, draft, mended, end) for item, end in zip(node.items, lasts, strict=False))
        return Items(tuple(items), node.line, column)
    lasts = [*(key.line for key, _ in node.pairs[1:]), last]
    pairs = tuple(
        (_at_origin(key, draft, mended, key.line), _at_origin(value, draft, mended, end))
        for (key, value), end in zip(node.pairs, lasts, strict=False)
    )
    return Entries(pairs, node.line, column)  # type: ignore[arg-type] # keys stay scalars


def _touches(lines: list[int], first: int, last: int) -> bool:
    """Whether one of the sorted lines (from 0) is among those from ``first`` to ``last`` (from 1)."""
    position = bisect_left(lines, first - 1)
    return position < len(lines) and lines[position] < last
