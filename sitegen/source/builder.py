"""libyaml's events → nodes, and whatever must be refused on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import itemgetter
from typing import Any, NamedTuple

import yaml
from msgspec.structs import replace
from yaml.events import AliasEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, StreamEndEvent

from sitegen.source.draft import Draft, Slip
from sitegen.source.nodes import MOST_NODES, Entries, Items, Node, Scalar
from sitegen.source.plain import Plain

# The C parser is three times as fast; PyYAML without libyaml has the same events in pure Python.
try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # pragma: no cover - depends on how PyYAML was installed
    from yaml.loader import BaseLoader as _Parser  # type: ignore[assignment] # has the same get_event

DEEPEST = 16
"""Lists and maps inside one another; libyaml's time is quadratic in depth, and deep input has crashed it."""
MOST_SLIPS = 500
"""Mistakes of one kind of check in one reading; nobody mends more at a time."""


class LimitError(Exception):
    """Ends the reading at once; the last slip says why."""


class Wide(NamedTuple):
    """A plain or quoted scalar over several lines (from 0)."""

    first: int
    last: int
    column: int
    end: int
    style: str


_BLANK = Scalar("", 0, 0, 0)


class Builder:
    """One reading of a draft."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._next: Callable[[], Any]
        self._watched = draft.signed.union(draft.odd)
        self._seen = 0
        """Plain scalars on watched lines, or with a Chinese comma, so far."""
        self._top: dict[str, tuple[Scalar, Node]] = {}
        self.slips: list[Slip] = []
        self.wide: list[Wide] = []
        self.bare: list[Scalar] = []
        """Keys of flow maps without a value."""
        self.suspects: list[tuple[str, Scalar]] = []
        """Plain scalars on watched lines, each with its role: root, key, value, item; in brackets ``flow key`` …, and there those
        with a Chinese comma, too."""
        self.figures: list[tuple[int, int]] = []
        """Where a ``|`` or ``>`` stands in front of a figure."""
        self.keys: set[str] = set()
        self.last = _BLANK
        self.nodes = 0

    def build(self) -> Node | None:
        """The root; None for a file without content."""
        plain = Plain(self._draft, self._watched)
        if (root := plain.read()) is not None:
            self.suspects, self.nodes = plain.suspects, plain.nodes
            self.keys = plain.keys if plain.suspects else self.keys
            return root
        return self.build_from_events()

    def build_from_events(self) -> Node | None:
        """The same by libyaml, whatever the file looks like."""
        self._next = _Parser(self._draft.text).get_event
        self._next()
        if type(self._next()) is StreamEndEvent:
            return None
        root = self._node(self._next(), 0)
        self._suspect("root", root)
        self._next()
        event = self._next()
        if type(event) is not StreamEndEvent:
            self._refuse("SYN-DOCS", event, width=3)
        return root

    def build_rest(self) -> Node | None:
        """After a failed reading: the entries of the root that were read whole."""
        pairs = tuple(self._top.values())
        return Entries(pairs, pairs[0][0].line, pairs[0][0].column) if pairs else None

    def _node(self, event: Any, depth: int) -> Node:
        kind = type(event)
        if kind is ScalarEvent:
            return self._scalar(event)
        if kind is AliasEvent:
            self._count(event)
            self._refuse("SYN-ANCHOR", event, text=f"*{event.anchor}")
            return Scalar(f"*{event.anchor}", *_span(event))
        if depth >= DEEPEST:
            self._end("LIM-DEPTH", event, DEEPEST)
        self._count(event)
        if event.anchor is not None or event.tag is not None:
            self._refuse_marks(event)
        if kind is MappingStartEvent:
            return self._entries(event, depth + 1)
        return self._items(event, depth + 1)

    def _count(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self._end("LIM-COUNT", event, MOST_NODES)

    def _scalar(self, event: Any) -> Scalar:
        start, end = event.start_mark, event.end_mark
        line, column, style = start.line, start.column, event.style or ""
        if event.anchor is not None or event.tag is not None:
            self._refuse_marks(event)
        if line == end.line:
            until = end.column
            if not event.value and not style and event.anchor is None and event.tag is None:
                column = until = self._behind_colon(line, column)
        elif style in ("|", ">"):
            until = column + 1
            if self._draft.lines[line][until : until + 1].isdigit():
                self.figures.append((line, column))
        else:
            until = column + 1  # mended below, where the lines are known
            self.wide.append(Wide(line, end.line, column, end.column, style))
        if not style and (line in self._watched or "，" in event.value):
            self._seen += 1
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self._end("LIM-COUNT", event, MOST_NODES)
        scalar = Scalar(event.value, line + 1, column + 1, until + 1, style)
        self.last = scalar
        return scalar

    def _behind_colon(self, line: int, column: int) -> int:
        """Where an empty value stands of which YAML names the place of the next thing."""
        text = "".join(self._draft.lines[line : line + 1])
        return len(text[:column].rstrip()) or column

    def _items(self, opening: Any, depth: int) -> Items:
        seen = self._seen
        items: list[Node] = []
        while type(event := self._next()) is not SequenceEndEvent:
            items.append(self._node(event, depth))
        if opening.flow_style:
            items = self._rejoin(items)
        if self._seen > seen:
            for item in items:
                self._suspect("flow item" if opening.flow_style else "item", item)
        return Items(tuple(items), opening.start_mark.line + 1, opening.start_mark.column + 1)

    def _entries(self, opening: Any, depth: int) -> Entries:
        following, node, scalar = self._next, self._node, self._scalar
        seen = self._seen
        pairs: dict[str, tuple[Scalar, Node]] = {}
        if depth == 1:
            self._top = pairs
        bare = False
        doubled = ""
        while type(event := following()) is ScalarEvent or type(event) in _STARTS:
            key = scalar(event) if type(event) is ScalarEvent else node(event, depth)
            event = following()
            value = scalar(event) if type(event) is ScalarEvent else node(event, depth)
            if type(key) is not Scalar:
                if opening.flow_style and type(key) is Entries:  # a brace too many
                    self._slip("SYN-BRACKET", *_span(opening), closer="")
                else:
                    self._slip("SYN-KEY", key.line, key.column, key.column + 1)
            elif key.text == "<<" and not key.style:
                self.slips = [each for each in self.slips if (each.code, each.line) != ("SYN-ANCHOR", key.line - 1)]
                self._slip("SYN-ANCHOR", key.line, key.column, key.end_column, text="<<")
            elif key.text in pairs:
                first = pairs[key.text][0]
                # a whole item written twice is said once, and so are the pieces of a text that commas cut up
                if not (opening.flow_style and _is_empty(value)) and not (
                    doubled and _follows(pairs, doubled, key.text)
                ):
                    self._slip("KEY-DUP", key.line, key.column, key.end_column, key=key.text, line=first.line)
                doubled = key.text
            else:
                doubled = ""
                pairs[key.text] = (key, value)
                bare = bare or _is_empty(value)
        self.keys.update(pairs)
        listed = tuple(pairs.values())
        if not opening.flow_style:  # the colon in front of a map in braces may be missing
            self.suspects += [("key", key) for key in map(itemgetter(0), listed) if "{" in key.text or "[" in key.text]
        elif bare:
            listed = self._rejoin_pairs(listed)
        if self._seen > seen:
            self._suspect_all("flow " if opening.flow_style else "", listed)
        return Entries(listed, opening.start_mark.line + 1, opening.start_mark.column + 1)

    def _suspect_all(self, where: str, pairs: tuple[tuple[Scalar, Node], ...]) -> None:
        for key, value in pairs:
            self._suspect(where + "key", key)
            self._suspect(where + "value", value)

    def _suspect(self, role: str, node: Node) -> None:
        if type(node) is not Scalar or not node.text or node.style:
            return
        if node.line - 1 in self._watched or ("，" in node.text and role.startswith("flow")):
            self.suspects.append((role, node))

    def _rejoin(self, items: list[Node]) -> list[Node]:
        """``[…, 1,234.50]`` is two items to YAML: refuse it, and read on with the amount."""
        joined: list[Node] = []
        for item in items:
            before = joined[-1] if joined else None
            if isinstance(before, Scalar) and isinstance(item, Scalar) and _is_cut(before, item):
                joined[-1] = self._amount(before, item)
            else:
                joined.append(item)
        return joined

    def _rejoin_pairs(self, pairs: tuple[tuple[Scalar, Node], ...]) -> tuple[tuple[Scalar, Node], ...]:
        joined: list[tuple[Scalar, Node]] = []
        for key, value in pairs:
            before = joined[-1][1] if joined else None
            empty = type(value) is Scalar and not value.text and not value.style
            if empty and isinstance(before, Scalar) and _is_cut_loosely(before, key):
                joined[-1] = (joined[-1][0], self._amount(before, key))
                continue
            if empty:
                self.bare.append(key)
            joined.append((key, value))
        return tuple(joined)

    def _amount(self, before: Scalar, after: Scalar) -> Scalar:
        whole = replace(before, text=f"{before.text},{after.text}", end_column=after.end_column)
        plain = whole.text.replace(",", "") if _is_cut(before, after) else ""
        if "," in before.text:  # a second comma in the same amount: say it once, with the whole
            self.slips.pop()
        self._slip("AMT-COMMA", whole.line, whole.column, whole.end_column, text=whole.text, plain=plain)
        return whole

    def _refuse_marks(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse("SYN-ANCHOR", event, text=f"&{event.anchor}")
        if event.tag is not None:
            self._refuse("SYN-TAG", event, text=str(event.tag).replace("tag:yaml.org,2002:", "!!"))

    def _refuse(self, code: str, event: Any, width: int = 1, **values: object) -> None:
        if len(self.slips) >= MOST_SLIPS:
            return
        line, start, _ = _span(event)
        self._slip(code, line, start, start + max(width, len(str(values.get("text", "")))), **values)

    def _end(self, code: str, event: Any, limit: int) -> None:
        line, start, _ = _span(event)
        self.slips.append(Slip(code, "error", line - 1, start - 1, start, (("limit", str(limit)),)))
        raise LimitError

    def _slip(self, code: str, line: int, column: int, end: int, /, **values: object) -> None:
        written = tuple((name, str(value)) for name, value in values.items())
        if len(self.slips) < MOST_SLIPS:
            self.slips.append(Slip(code, "error", line - 1, column - 1, end - 1, written))


def _is_empty(node: Node) -> bool:
    return type(node) is Scalar and not node.text and not node.style


def _follows(pairs: dict[str, tuple[Scalar, Node]], one: str, other: str) -> bool:
    """Whether one key stands right before the other."""
    names = list(pairs) if len(pairs) < 100 else []
    return one in names and names[names.index(one) + 1 : names.index(one) + 2] == [other]


_STARTS = (MappingStartEvent, yaml.events.SequenceStartEvent, AliasEvent)
_HEAD = re.compile(r"[-+¥￥]{0,2}\d{1,3}(?:,\d{3})*")
_TAIL = re.compile(r"\d{3}(?:\.\d*)?(?:元|万元?)?")


def _is_cut(before: Scalar, after: Scalar) -> bool:
    """Whether the two are one amount that its comma cut in two."""
    touching = before.line == after.line and after.column == before.end_column + 1
    plain = not before.style and not after.style and len(before.text) < 24
    return touching and plain and bool(_HEAD.fullmatch(before.text) and _TAIL.fullmatch(after.text))


_LOOSE_HEAD = re.compile(r"[-+¥￥]{0,2}\d[\d.,]*")
_LOOSE_TAIL = re.compile(r"\d+(?:\.\d*)?(?:元|万元?)?")


def _is_cut_loosely(before: Scalar, after: Scalar) -> bool:
    """The same between braces, where a name without a value is a mistake anyhow: ``12,00`` and ``1.234,50``, too."""
    touching = before.line == after.line and after.column == before.end_column + 1
    plain = not before.style and not after.style and len(before.text) < 24
    return touching and plain and bool(_LOOSE_HEAD.fullmatch(before.text) and _LOOSE_TAIL.fullmatch(after.text))


def _span(event: Any) -> tuple[int, int, int]:
    start, end = event.start_mark, event.end_mark
    until = end.column if end.line == start.line else start.column + 1
    return start.line + 1, start.column + 1, until + 1
