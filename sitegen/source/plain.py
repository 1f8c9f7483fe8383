"""Lines as good ledgers have them → nodes without libyaml: the very nodes it gives, or None at the first doubt.

Understood are names with a value behind or under them, lists of dashes, brackets on one line, quotes without escapes, and text
under ``|``. Where anything else stands in a file, all of it is read by libyaml (:mod:`sitegen.source.builder`).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from sitegen.source.draft import Draft
from sitegen.source.nodes import MOST_NODES, Entries, Items, Node, Scalar
from sitegen.source.text import has_hidden

_NAME = r"(\w[\w（）()、·]{0,39}):"
_FIRST = r"""(?:[^ \-?:,\[\]{}#&*!|>'"%@`]|-(?=[\w.]))"""
_QUOTED = r"""(?P<quote>["'])([^"'\\]*)(?P=quote) *"""
_LINE = re.compile(rf"{_NAME}(?: +(?:({_FIRST}.*)|{_QUOTED}$|(?=[{{\[|]))|$)")
_ITEM = re.compile(rf"(- +)(?:({_FIRST}.*)|{_QUOTED}$|(?=[{{\[]))")
_INSIDE = rf"(?:(?:({_FIRST}[^,\[\]{{}}?]*)|{_QUOTED})(?:, +|([\]}}]))|(?=[\[{{]))"
_FLOW_PAIR = re.compile(rf" *{_NAME} +{_INSIDE}")
_FLOW_ITEM = re.compile(rf"( *){_INSIDE}")
_AFTER = re.compile(r" *(?:, +|([\]}]))")
_DEEPEST = 10


class _DoubtError(Exception):
    """Something that libyaml has to read."""


class Plain:
    """One reading of the lines; ``watched`` are those that may hold a trap, as for :class:`sitegen.source.builder.Builder`."""

    def __init__(self, draft: Draft, watched: Collection[int]) -> None:
        self._text = draft.text
        self._lines = draft.lines
        self._watched = watched
        self._number = -1
        self._line = ""
        self._indent = -1
        """Of the line; -1 behind the last one."""
        self.suspects: list[tuple[str, Scalar]] = []
        self.nodes = 1
        self._maps: list[dict[str, tuple[Scalar, Node]]] = []

    @property
    def keys(self) -> set[str]:
        """The names of all maps; hardly ever asked for."""
        return set().union(*self._maps)

    def read(self) -> Node | None:
        """The root; None where there is any doubt."""
        text = self._text
        if 2 * text.count(": ") > MOST_NODES or "\t" in text or "\r" in text or has_hidden(text):
            return None
        try:
            self._step()
            root = self._under(-1, 0)
        except _DoubtError:
            return None
        return root if self._indent < 0 and self.nodes <= MOST_NODES else None

    def _step(self) -> None:
        """Go on to the next line with something on it that is no remark."""
        number, lines = self._number + 1, self._lines
        while number < len(lines):
            line = lines[number]
            body = line.lstrip(" ")
            if body and body[0] != "#":
                self._number, self._line, self._indent = number, line, len(line) - len(body)
                return
            number += 1
        self._number, self._line, self._indent = number, "", -1

    # ---- lines -------------------------------------------------------------------------------------------------------

    def _under(self, column: int, depth: int) -> Node:
        """What begins on this line, under a name at ``column``."""
        indent = self._indent
        if depth < _DEEPEST and indent >= max(column, 0) and self._line.startswith("- ", indent):
            return self._items(indent, depth + 1)
        if depth < _DEEPEST and indent > column:
            return self._entries(indent, depth + 1)
        raise _DoubtError

    def _entries(self, column: int, depth: int) -> Entries:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        lines, watched, blank = self._lines, self._watched, " " * column
        first = self._number + 1
        match = _LINE.match(self._line, column)
        while True:
            number = self._number
            if match is None or (name := match[1]) in pairs:
                raise _DoubtError
            key = Scalar(name, number + 1, column + 1, column + len(name) + 1)
            value: Node
            text, following = match[2], None
            if text and ":" not in text and "#" not in text and text[-1] != " ":  # most often, so without a call
                start = match.start(2) + 1
                value = Scalar(text, number + 1, start, start + len(text))
                line = lines[number + 1] if number + 1 < len(lines) else ""
                if line.startswith(blank) and (following := _LINE.match(line, column)):  # nor for the step to the next
                    self._number, self._line = number + 1, line
                else:
                    self._step()
            else:
                value = self._value(match, column, depth)
            pairs[name] = key, value
            if number in watched:
                self._suspect("key", key)
                self._suspect("value", value)
            if following is None and self._indent != column:
                break
            match = following or _LINE.match(self._line, column)
        if self._indent > column:
            raise _DoubtError
        return self._mapped(pairs, first, column)

    def _items(self, column: int, depth: int) -> Items:
        items: list[Node] = []
        first = self._number + 1
        while self._indent == column and self._line.startswith("- ", column):
            match, number = _ITEM.match(self._line, column), self._number
            if match is None:
                raise _DoubtError
            if match[2] and _LINE.match(self._line, match.start(2)):
                items.append(self._entries(match.start(2), depth + 1))
                continue
            items.append(self._value(match, column, depth))
            if number in self._watched:
                self._suspect("item", items[-1])
        if self._indent > column:
            raise _DoubtError
        self.nodes += len(items)
        return Items(tuple(items), first, column + 1)

    def _value(self, match: re.Match[str], column: int, depth: int) -> Node:
        """What stands behind a name or a dash at ``column``, to the end of the line, or under it."""
        _, text, quote, quoted = match.groups()
        start, line = match.end(), self._number + 1
        node: Node
        if text:
            text = _certain(text.partition(" #")[0])
            start = match.start(2) + 1
            node = Scalar(text, line, start, start + len(text))
        elif quote:
            node = Scalar(quoted, line, match.start(3) + 1, match.end(4) + 2, quote)
        elif start == len(self._line):
            self._step()
            return self._under(column, depth)
        elif self._line[start] == "|":
            if self._line[start:] != "|":
                raise _DoubtError
            node = Scalar(self._block(column), line, start + 1, start + 2, "|")
        else:
            node, end = self._brackets(start, depth + 1)
            if self._line[end:].strip(" "):
                raise _DoubtError
        self._step()
        return node

    def _block(self, column: int) -> str:
        """The text under a ``|`` of a name at ``column``."""
        lines = self._lines
        first = last = end = self._number + 1
        head = lines[first] if first < len(lines) else ""
        depth = len(head) - len(head.lstrip(" "))
        if depth <= column or depth == len(head):
            raise _DoubtError
        indent = " " * depth
        while end < len(lines):
            line = lines[end]
            if not line.startswith(indent) or len(line) == depth:
                if line.strip(" "):
                    break
            elif line[depth] == " " and not line.strip(" "):
                raise _DoubtError
            else:
                last = end
            end += 1
        self._number = last
        text = "\n".join([line[depth:] for line in lines[first : last + 1]])
        return text if last + 1 == len(lines) else text + "\n"

    # ---- in brackets -------------------------------------------------------------------------------------------------

    def _brackets(self, start: int, depth: int) -> tuple[Node, int]:
        """The map or list in brackets that begins there, and where it ends."""
        if depth > _DEEPEST:
            raise _DoubtError
        return self._flow_entries(start, depth) if self._line[start] == "{" else self._flow_items(start, depth)

    def _flow_entries(self, opening: int, depth: int) -> tuple[Node, int]:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        line, number = self._line, self._number
        position = opening + 1
        close: str | None = None
        while close is None:
            match = _FLOW_PAIR.match(line, position)
            if match is None or (name := match[1]) in pairs:
                raise _DoubtError
            start, end = match.span(1)
            key = Scalar(name, number + 1, start + 1, end + 1)
            value: Node
            text, close = match.group(2, 5)
            if text and ":" not in text and "#" not in text and text[-1] != " ":
                start, end = match.span(2)
                value = Scalar(text, number + 1, start + 1, end + 1)
                position = match.end()
            else:
                value, position, close = self._inside(match, depth)
            pairs[name] = key, value
        if close != "}":
            raise _DoubtError
        if number in self._watched:
            for key, value in pairs.values():
                self._suspect("flow key", key)
                self._suspect("flow value", value)
        elif "，" in line:
            self._suspect_commas("flow value", [value for _, value in pairs.values()])
        return self._mapped(pairs, number + 1, opening), position

    def _flow_items(self, start: int, depth: int) -> tuple[Node, int]:
        items: list[Node] = []
        position, close = start + 1, None
        if self._line.startswith("]", position):
            position, close = position + 1, "]"
        while close is None:
            match = _FLOW_ITEM.match(self._line, position)
            if match is None:
                raise _DoubtError
            value, position, close = self._inside(match, depth)
            items.append(value)
        if close != "]":
            raise _DoubtError
        if self._number in self._watched:
            for item in items:
                self._suspect("flow item", item)
        elif "，" in self._line:
            self._suspect_commas("flow item", items)
        self.nodes += len(items)
        return Items(tuple(items), self._number + 1, start + 1), position

    def _inside(self, match: re.Match[str], depth: int) -> tuple[Node, int, str | None]:
        """A value between brackets, where the next one begins, and the bracket that closes them."""
        _, text, quote, quoted, close = match.groups()
        if not text and not quote:
            node, end = self._brackets(match.end(), depth + 1)
            if (after := _AFTER.match(self._line, end)) is None:
                raise _DoubtError
            return node, after.end(), after[1]
        line = self._number + 1
        if quote:
            return Scalar(quoted, line, match.start(3) + 1, match.end(4) + 2, quote), match.end(), close
        text, start = _certain(text), match.start(2) + 1
        return Scalar(text, line, start, start + len(text)), match.end(), close

    # ---- nodes -------------------------------------------------------------------------------------------------------

    def _mapped(self, pairs: dict[str, tuple[Scalar, Node]], line: int, column: int) -> Entries:
        self._maps.append(pairs)
        self.nodes += 2 * len(pairs)
        return Entries(tuple(pairs.values()), line, column + 1)

    def _suspect_commas(self, role: str, nodes: list[Node]) -> None:
        """Those in which a Chinese comma stands between brackets."""
        self.suspects += [
            (role, node) for node in nodes if type(node) is Scalar and not node.style and "，" in node.text
        ]

    def _suspect(self, role: str, node: Node) -> None:
        if type(node) is Scalar and not node.style:
            self.suspects.append((role, node))


def _certain(text: str) -> str:
    """The text without spaces behind it, if all of it is one text."""
    text = text.rstrip(" ")
    if ": " in text or " #" in text or text[-1] == ":":
        raise _DoubtError
    return text
