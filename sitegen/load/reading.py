"""Small steps all loaders share: take known keys out of a map, say which are unknown or missing."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import cast

from msgspec import Struct, field
from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Place, Severity, error, info, warning
from sitegen.load.readings import find_reading
from sitegen.load.values import parse
from sitegen.load.written import Problem
from sitegen.model.catalogue import Kind
from sitegen.model.ledger import Telephone, Value
from sitegen.model.period import Period
from sitegen.source import Entries, Items, Node, Scalar, alike, depth_of, nearest, place_of, place_within

_BRACKETS = {"［": "[", "【": "[", "〔": "["}
"""What a list is begun with by mistake."""
_UNPARTED = re.compile(r"([^\s\d:：;；=＝.。、，,—–-]{2,20}+)(\s*[;；=＝.。、，,—–-]\s*|\s+|(?=\d))\S.*")
_NOTHING = re.compile(r"(?:本期|本季度?|本年|暂时?)?(?:无|没有|没)(?:发生)?|[-—–/\\0]+")
_EMPTY = {"公开电话": "{}", "电话": "{}", "反映": "[]", "放假": "[]", "上班": "[]"}
"""How it is written that there is none of what has to be there."""
NEWEST_FORMAT = "1"
"""``格式`` of the files this program reads and writes."""


class Reader(Struct, frozen=True):
    """Reads nodes of one file and collects what was wrong; the list is the only thing that grows."""

    file: str
    found: list[Diagnostic] = field(default_factory=list)
    broken: frozenset[int] = frozenset()
    """Lines (from 1) on which something was written wrongly, so that nothing is said to be missing there."""
    lost: frozenset[int] = frozenset()
    """Those of them of which nobody can tell what they were to say."""
    whole: str = ""
    """The whole file, with line ends as ``\\n``."""
    noting: bool = False
    """Whether what was understood without a word is said, too."""

    def place(self, node: Node) -> Place:
        """Where a node stands."""
        return place_of(self.file, node)

    def report(self, diagnostic: Diagnostic) -> None:
        """Keep one diagnostic."""
        self.found.append(diagnostic)

    def report_empty(self) -> None:
        """Say that the file holds nothing, or remarks only, unless there is something that could not be read."""
        if not self.broken:
            self.report(error("FILE-EMPTY", Place(self.file), path=posixpath.basename(self.file)))

    def entries(self, node: Node | None, what: str) -> Entries:
        """The node as a map; anything else is reported and read as empty."""
        if isinstance(node, Entries):
            return node
        if node is not None and not is_empty(node) and not self._report_unparted(node):
            self.report_type(node, what, "map", "{}")
        return Entries((), node.line, node.column) if node is not None else Entries((), 1, 1)

    def _report_unparted(self, node: Node) -> bool:
        """Whether what stands under a name is one line that lacks only its colon, which is then reported."""
        match = _UNPARTED.fullmatch(node.text) if isinstance(node, Scalar) and not node.style else None
        line = self._line(node.line)
        if match is None or not isinstance(node, Scalar) or line[: node.column - 1].strip():
            return False
        start, end = match.span(2)
        start += len(match[2]) - len(match[2].lstrip()) if match[2].strip() else 0
        self.report(error("SYN-KEY", place_within(self.file, node, start, max(end, start + 1)), text=node.text))
        return True

    def root(self, node: Node | None, what: str) -> Entries:
        """The root of a file as a map; a ``格式`` that this program does not know is reported."""
        entries = self.entries(node, what)
        written = self.scalar(entries.get("格式"), "格式")
        if written is not None and written.text.strip() != NEWEST_FORMAT:
            self.report(error("KEY-FORMAT", self.place(written), text=written.text, newest=NEWEST_FORMAT))
        return entries

    def spelt(self, entries: Entries, known: tuple[str, ...], listed: tuple[str, ...] = ()) -> Entries:
        """The entries, with a key that is a known one but for a slip of the pen read as that one, and reported.

        ``listed`` are the known names the message repeats; all of them when empty.
        """
        written = {key.text for key, _ in entries.pairs}
        if written.issubset(known):
            return entries
        left = [name for name in known if name not in written]
        pairs = []
        for key, node in entries.pairs:
            near = nearest(key.text, left) if key.text not in known else ""
            if near and alike(key.text, near):
                self.report_unknown(key, near, listed or known)
                left.remove(near)
                pairs.append((replace(key, text=near), node))
            else:
                pairs.append((key, node))
        return replace(entries, pairs=tuple(pairs))

    def under_their_names(self, entries: Entries, known: Iterable[str], free: tuple[str, ...]) -> Entries:
        """The entries, with lines that stand out of line behind a name under which any name may stand put there, and reported."""
        kept: list[tuple[Scalar, Node]] = []
        for key, node in entries.pairs:
            head, whole = kept[-1] if kept else (key, node)
            open_ = head.text in free and head.line != key.line and (isinstance(whole, Entries) or is_empty(whole))
            if key.text in known or not open_ or not isinstance(node, Scalar) or nearest(key.text, known):
                kept.append((key, node))
                continue
            self.report(error("SYN-ALIGN", self.place(key)))
            inside = whole.pairs if isinstance(whole, Entries) else ()
            kept[-1] = (head, Entries((*inside, (key, node)), key.line, key.column))
        return replace(entries, pairs=tuple(kept)) if len(kept) < len(entries.pairs) else entries

    def report_unknown(self, key: Scalar, near: str, known: Iterable[str]) -> None:
        """Say that nobody knows a key; of a second colon behind one, that it is too much."""
        if not self.report_colon(key, near):
            self.report(error("KEY-UNKNOWN", self.place(key), key=key.text, nearest=near, known="、".join(known)))

    def report_colon(self, key: Scalar, near: str) -> bool:
        """Whether a known name stands there but for another colon behind it or a sign before it, which is then reported."""
        if near and (match := re.search("[\u3000\u00a0]", key.text)) and re.sub(r"\s", "", key.text) == near:
            place = place_within(self.file, key, *match.span())
            self.report(error("ENC-HIDDEN", place, character=f"U+{ord(match[0]):04X}"))
            return True
        name = key.text.rstrip(":： \u3000\u00a0")
        at = len(key.text) - 1
        if near and key.text[1:].lstrip() == near and unicodedata.category(key.text[0])[0] in "PS":
            at = 0
        elif name == key.text or name != near or at >= key.end_column - key.column:
            return False
        sign = key.text[at]
        if sign in "\u3000\u00a0":
            self.report(error("ENC-HIDDEN", place_within(self.file, key, at, at + 1), character=f"U+{ord(sign):04X}"))
        else:
            self.report(error("SYN-STRAY", place_within(self.file, key, at, at + 1), character=sign))
        return True

    def check_texts(self, entries: Entries, known: Iterable[str]) -> None:
        """Warn of lines that a long text has taken in, though they begin with a name that is missing beside it.

        In the notes of an item only where they are indented deeper than the text above them: else they are its own words.
        """
        pairs = [(key.text, node) for key, node in entries.pairs if isinstance(node, Scalar)]
        long = [(name in _NOTES, node) for name, node in pairs if node.style in ("|", ">")]
        if not long or not self.whole:
            return
        left, lines = set(known) - {key.text for key, _ in entries.pairs}, self.whole.split("\n")
        for number, line in (each for notes, node in long for each in _later_lines(lines, node.line, notes)):
            name, colon, _ = line.strip().partition(": ")
            if colon and name in left:
                column = depth_of(line) + 1
                self.report(warning("SYN-ALIGN", Place(self.file, number, column, column + len(name))))

    def items(self, node: Node | None, what: str) -> tuple[Node, ...]:
        """The node as a list; anything else is reported and read as empty."""
        if isinstance(node, Items):
            return self.only_written(node.items)
        if node is not None and not is_empty(node) and not self._report_brackets(node):
            self.report_type(node, what, "list", "[]")
        return ()

    def only_written(self, items: tuple[Node, ...]) -> tuple[Node, ...]:
        """The items without those of which nothing but the dash is written, which are reported."""
        bare = [item for item in items if type(item) is Scalar and not item.text and not item.style]
        lines = self.whole.split("\n") if bare else []
        lone = {item.line for item in bare if "".join(lines[item.line - 1 : item.line]).strip() == "-"}
        for line in sorted(lone):
            column = depth_of(lines[line - 1]) + 1
            if not self.broken.intersection((line, line + 1)):
                self.report(error("SYN-STRAY", Place(self.file, line, column, column + 1), character="-"))
        return tuple(item for item in items if item.line not in lone) if lone else items

    def _line(self, number: int) -> str:
        return "".join(self.whole.split("\n", number)[number - 1 : number])

    def report_type(self, node: Node, key: str, expected: str, nothing: str = "") -> None:
        """Say that something of another kind is to stand behind a name; of a word for nothing, how that is written there."""
        written = f"{key}: {nothing}" if nothing and self.says_nothing(node, key) else ""
        self.report(error("KEY-TYPE", self.place(node), key=key, expected=expected, nothing=written))

    def says_nothing(self, node: Node, key: str) -> bool:
        """Whether a word for nothing (无, 没有) is written right behind that name."""
        word = node.items[0] if isinstance(node, Items) and len(node.items) == 1 else node
        if not isinstance(word, Scalar) or not _NOTHING.fullmatch(word.text.strip()):
            return False
        line = self._line(node.line)
        return line[: node.column - 1].rstrip().endswith(f"{key}:")

    def _report_brackets(self, node: Node) -> bool:
        """Whether a list was begun with a Chinese bracket, which is then reported."""
        text = node.text.lstrip() if isinstance(node, Scalar) else ""
        plain = _BRACKETS.get(text[:1], "") if isinstance(node, Scalar) and node.style != "|" else ""
        if isinstance(node, Scalar) and plain:
            place = place_within(self.file, node, 0, 1)
            self.report(error("SYN-FWBRACE", place, character=text[0], plain=plain))
        return bool(plain)

    def scalar(self, node: Node | None, what: str) -> Scalar | None:
        """The node as one written value; None when empty."""
        if isinstance(node, Scalar):
            return node if node.text.strip() else None
        if node is not None:
            self.report_type(node, what, "text")
        return None

    def check_keys(self, entries: Entries, known: Iterable[str], where: str, required: Iterable[str] = ()) -> None:
        """Report keys nobody knows, with the nearest known one, and required ones that are missing."""
        names = tuple(known)
        self.check_texts(entries, names)
        written = {key.text for key, _ in entries.pairs}
        unknown = [key for key, _ in entries.pairs if key.text not in names]
        missing = [name for name in required if name not in written] if unknown else []
        for key in unknown:
            near = nearest(key.text, [name for name in names if name not in written])
            if near and not alike(key.text, near) and any(key.text in name for name in written if name in names):
                near = ""  # a shorter word for what is there: 租金 beside 年租金 is no 押金
            if not near and len(unknown) == len(missing) == 1:  # nothing else can be meant
                near = missing[0]
            self.report_unknown(key, near, names)
            written.add(near)
        for name in required:
            node = entries.get(name)
            if name not in written or (node is not None and is_empty(node)):
                self.report_missing(entries, name, names, where)

    def report_missing(self, entries: Entries, name: str, order: Iterable[str], where: str, nothing: str = "") -> None:
        """Say that a required name is missing or has nothing behind it, where it should stand among its fellows; ``nothing``
        is what is written there when there is none.

        Nothing is said where one of the lines was written wrongly: the name may have been meant by it.
        """
        node = entries.get(name)
        last = max((key.line for key, _ in entries.pairs), default=entries.line)
        if node is None and self.broken and any(entries.line - 1 <= line <= last + 1 for line in self.broken):
            return
        if node is not None:
            self.report(error("KEY-FILL", self.place(node), key=name, nothing=nothing or _EMPTY.get(name, "")))
        else:
            self.report(error("KEY-MISSING", self._gap(entries, name, tuple(order)), key=name, where=where))

    def _gap(self, entries: Entries, name: str, order: tuple[str, ...]) -> Place:
        """In braces or a row of a table, their beginning; else behind the written names that come before it."""
        keys = [key for key, _ in entries.pairs]
        if (
            not keys
            or keys[0].cell
            or (keys[0].line, keys[0].column) != (entries.line, entries.column)
            or name not in order
        ):
            return self.place(entries)
        before = set(order[: order.index(name)])
        position = max((index + 1 for index, key in enumerate(keys) if key.text in before), default=0)
        key = keys[min(position, len(keys) - 1)]
        emptied = self.emptied(key.line + (1 if position == len(keys) else -1))
        return emptied or Place(self.file, key.line, key.column, key.column + 1)

    def emptied(self, line: int) -> Place | None:
        """The line, when it has nothing on it: what is missing beside it may have stood there."""
        written = self.whole.split("\n", line)[line - 1 : line] if line else []
        if not written or written[0].strip() not in ("", "-"):
            return None
        return Place(self.file, line, len(written[0]) + 1, len(written[0]) + 2)

    def value(
        self, node: Node | None, kind: Kind, what: str, *, choices: tuple[str, ...] = (), period: Period | None = None
    ) -> Value | None:
        """The node as a typed value; problems are reported at the exact characters."""
        scalar = self.scalar(node, what)
        return None if scalar is None else self.typed(scalar, kind, choices=choices, period=period)

    def typed(
        self, scalar: Scalar, kind: Kind, *, choices: tuple[str, ...] = (), period: Period | None = None
    ) -> Value | None:
        """A written value as its type; problems are reported at the exact characters."""
        value, problem = parse(kind, scalar.text, choices=choices, period=period)
        if problem is not None:
            self.say(problem, scalar)
        elif self.noting:
            self.note_value(kind, scalar, value)
        return value

    def note_value(self, kind: Kind, scalar: Scalar, value: Value | None) -> None:
        """Say how a value was understood that was written in another way; only while noting."""
        code, understood = find_reading(kind, scalar.text, value)
        if code:
            self.note(scalar, code, understood)

    def note(self, scalar: Scalar, code: str, understood: str) -> None:
        """Say how a text was understood when that is not how it was written; only while noting."""
        if self.noting and scalar.text.strip() != understood:
            self.report(info(code, self.place(scalar), text=scalar.text.strip(), understood=understood))

    def say(self, problem: Problem, scalar: Scalar) -> None:
        """Report what is wrong with a written value at its exact characters."""
        place = place_within(self.file, scalar, problem.start, problem.end)
        values = problem.values
        if place.cell and problem.code == "AMT-FEN" and not scalar.text.rstrip("元").endswith("0"):  # no sum ends so
            values = (*(pair for pair in values if pair[0] != "book"), ("book", posixpath.basename(place.file)))
        self.report(Diagnostic(problem.code, cast(Severity, problem.severity), place, values))

    def text(self, node: Node | None, what: str) -> str:
        """The node as text; empty when absent."""
        value = self.value(node, "text", what)
        return value if isinstance(value, str) else ""

    def day(self, node: Node | None, what: str, period: Period | None = None) -> date | None:
        """The node as a day."""
        value = self.value(node, "date", what, period=period)
        return value if isinstance(value, date) else None

    def count(self, node: Node | None, what: str) -> int | None:
        """The node as a whole number."""
        value = self.value(node, "count", what)
        return value if isinstance(value, int) else None

    def yes(self, node: Node | None, what: str) -> bool:
        """The node as yes or no; absent is no."""
        return self.value(node, "yesno", what) is True

    def telephones(self, node: Node | None, what: str) -> tuple[Telephone, ...]:
        """``名称: 号码`` pairs; a name with no number behind it is reported."""
        pairs = self.entries(node, what).pairs
        for key, value in pairs:
            if is_empty(value):
                self.report(warning("KEY-FILL", self.place(value), key=key.text, nothing=""))
        numbers = ((key.text, self.value(value, "telephone", key.text)) for key, value in pairs)
        return tuple(Telephone(label, number) for label, number in numbers if isinstance(number, str))


_NOTES = ("说明", "简介")


def _later_lines(lines: list[str], first: int, notes: bool) -> Iterator[tuple[int, str]]:
    """The lines of a long text after its first one, which stands there (from 0), with their numbers; of notes only those
    that are indented deeper."""
    start = depth_of(lines[first]) if first < len(lines) else 0
    for number, line in enumerate(lines[first:], first + 1):
        if line.strip() and depth_of(line) < start:
            return
        if number > first + 1 and (depth_of(line) > start or not notes):
            yield number, line


def is_empty(node: Node) -> bool:
    """A key with nothing written after it."""
    return isinstance(node, Scalar) and not node.text.strip()
