"""The ground: bytes of a YAML file become nodes that know where they stand. Knows nothing of villages.

Every scalar stays the text that was written. Traps that YAML accepts in silence, and mistakes it reports a line late
or under the wrong name, are found here, at their place; a mistake with a certain cause is mended in a working copy
(the *draft*) and the file is read again, so that one broken line does not hide the others.
"""

from __future__ import annotations

import codecs
import difflib
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from yaml.events import AliasEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, StreamEndEvent

from sitegen.diagnostics import Diagnostic, Place, Severity, error, warning, with_excerpts

# The C parser is three times as fast; PyYAML without libyaml has the same events in pure Python.
try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # pragma: no cover - depends on how PyYAML was installed
    from yaml.loader import BaseLoader as _Parser  # type: ignore[assignment] # has the same get_event

DEEPEST = 16
"""Lists and maps inside one another; libyaml's time is quadratic in depth, and deep input has crashed it."""
LARGEST = 2_000_000
"""Bytes of one file."""
_TRIES = 20
_REREAD = 2_000_000
"""Characters read again after mending, in all: keeps the time of a hopeless large file within bounds."""
_MOST = 500
"""Mistakes of one kind of check in one reading; nobody mends more at a time."""
_MANY = 20
"""Hidden characters or bad bytes named one by one; more of them say nothing new."""


class Scalar(NamedTuple):
    """A text as written. Line and column from 1, end exclusive; a block scalar stands at its indicator.

    ``style``: ``""`` plain, ``'``, ``"``, ``|`` or ``>``. ``cell`` names a spreadsheet cell such as ``三月!B17``.
    """

    text: str
    line: int
    column: int
    end_column: int
    style: str = ""
    cell: str = ""


class Items(NamedTuple):
    """A list, at its first dash or bracket."""

    items: tuple[Node, ...]
    line: int
    column: int


class Entries(NamedTuple):
    """A map, at its first key or brace; keys are unique."""

    pairs: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        """What stands under ``key``, or None."""
        return next((value for name, value in self.pairs if name.text == key), None)


Node = Scalar | Items | Entries


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its root (None where nothing could be read) and its text with line ends as ``\\n``, for excerpts."""

    file: str
    root: Node | None
    text: str


def place_of(file: str, node: Node) -> Place:
    """Where the node stands in ``file``."""
    if isinstance(node, Scalar):
        return Place(file, node.line, node.column, node.end_column, node.cell)
    return Place(file, node.line, node.column, node.column + 1)


def place_within(file: str, scalar: Scalar, start: int, end: int) -> Place:
    """Where ``text[start:end]`` of a scalar stands; the whole scalar when its text is not one piece of the line."""
    width = len(scalar.text) + 2 * (scalar.style in ("'", '"') and not scalar.cell)
    if scalar.cell or not start < end or scalar.style in ("|", ">") or width != scalar.end_column - scalar.column:
        return place_of(file, scalar)
    first = scalar.column + (scalar.style != "")
    return Place(file, scalar.line, first + start, first + end)


def read_bytes(path: Path, limit: int = LARGEST) -> tuple[bytes | None, str]:
    """The bytes of a regular file, or None and why not: never follows a link, never waits for a pipe."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return None, "link" if stat.S_ISLNK(status.st_mode) else "not a regular file"
        if status.st_size > limit:
            return None, "too large"
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        return None, "missing"
    except PermissionError:
        return None, "no permission"
    except (OSError, ValueError):
        return None, "unreadable"
    return (None, "too large") if len(data) > limit else (data, "")


_VARIANTS = str.maketrans(
    "帐己岀曰財務資產資金額戶號東縣鄉鎮區長陳張劉楊黃趙吳孫馬羅鄭謝韓馮蕭鄧許葉蔣餘經營費開發貼補電話單價類別間總計說",
    "账已出日财务资产资金额户号东县乡镇区长陈张刘杨黄赵吴孙马罗郑谢韩冯萧邓许叶蒋余经营费开发贴补电话单价类别间总计说",
)


def nearest(word: str, candidates: Iterable[str]) -> str:
    """The candidate that was probably meant, or ``""``: forgives width, spaces, look-alikes, one wrong character."""
    plain = _plain(word)
    known = {_plain(candidate): candidate for candidate in reversed(tuple(candidates))}
    if not plain or plain in known:
        return known.get(plain, "")
    close = difflib.get_close_matches(plain[:100], known, n=1, cutoff=0.6)
    if close:
        return known[close[0]]
    return next((known[other] for other in known if _one_edit(plain, other)), "")


def _plain(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).translate(_VARIANTS).split()).lower()


def _one_edit(one: str, other: str) -> bool:
    if len(one) > len(other):
        one, other = other, one
    if len(one) < 2 or len(other) - len(one) > 1:
        return False
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return other[same + 1 :] == one[same + (len(one) == len(other)) :]


# ---- bytes → text ----------------------------------------------------------------------------------------------------


def decode(file: str, data: bytes) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text with ``\\n`` line ends and no mark in front; None when the bytes are no text in any likely encoding."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_as("utf-16", file, data)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return _with_newlines(data.decode("utf-8")), ()
    except UnicodeDecodeError:
        lenient = _with_newlines(data.decode("utf-8", "replace"))
    bad = lenient.count("\ufffd")
    good = len(lenient) - bad - sum(map(str.isascii, lenient))
    text, found = (None, ()) if bad * 4 < good or b"\0" in data else _decode_as("gb18030", file, data)
    if text is None:  # UTF-8 with damaged characters, not another encoding
        found = _each("ENC-BAD", "error", file, lenient, _DAMAGED)
        text = lenient if bad < good else None
    return text, found


_DAMAGED = re.compile("\ufffd+")


def _decode_as(encoding: str, file: str, data: bytes) -> tuple[str | None, tuple[Diagnostic, ...]]:
    try:
        text = _with_newlines(data.decode(encoding))
    except UnicodeDecodeError:
        return None, (error("ENC-BAD", Place(file)),)
    return text, (warning("ENC-GBK", Place(file), encoding={"gb18030": "GBK"}.get(encoding, "UTF-16")),)


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _each(code: str, severity: Severity, file: str, text: str, pattern: re.Pattern[str]) -> tuple[Diagnostic, ...]:
    """One diagnostic for the first match on each line."""
    found: dict[int, Diagnostic] = {}
    line = start = 0
    for match in pattern.finditer(text):
        line += text.count("\n", start, match.start())
        start = match.start()
        if line not in found:
            column = start - text.rfind("\n", 0, start)
            place = Place(file, line + 1, column, column + len(match[0]))
            name = " ".join(f"U+{ord(c):04X}" for c in match[0][:3])
            found[line] = Diagnostic(code, severity, place, (("character", name),))
            if len(found) >= _MANY:
                break
    return tuple(found.values())


_UNSEEN = re.compile(
    "[\u00ad\u200b\u200e\u200f\u2060-\u2064\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
    "|(?<![\u0600-\u08ff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
)
"""Shows nothing, yet makes two equal words differ; a joiner between emoji or Arabic letters does its work."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]")
"""Control characters, line ends no editor shows (libyaml would begin a line there), and what turns text around."""
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""Means something in one font only."""
_STRANGE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ue000-\uf8ff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U0010ffff]"
)
"""Any of the above, in one look."""


def _hidden(file: str, text: str) -> tuple[Diagnostic, ...]:
    return (
        *_each("ENC-HIDDEN", "error", file, text, _FORBIDDEN),
        *_each("ENC-HIDDEN", "warning", file, text, _UNSEEN),
        *_each("ENC-PRIVATE", "warning", file, text, _PRIVATE),
    )


# ---- text → nodes ----------------------------------------------------------------------------------------------------


class _Slip(NamedTuple):
    """A mistake in the draft (line and columns from 0) and the edits ``(line, start, end, new)`` that mend it."""

    code: str
    severity: Severity
    line: int
    start: int
    end: int
    values: tuple[tuple[str, str], ...] = ()
    edits: tuple[tuple[int, int, int, str], ...] = ()


class _TooDeepError(Exception):
    """Ends the reading at once."""


class _Draft:
    """The working copy that is mended: its lines, and where each character of a mended line stood in the file."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = text.split("\n")
        self.text = text
        self._origins: dict[int, list[int]] = {}

    @property
    def mended(self) -> bool:
        """Whether columns of the draft and the file may differ."""
        return bool(self._origins)

    def apply(self, edits: Iterable[tuple[int, int, int, str]]) -> None:
        """Make the edits, the last of a line first, so that the earlier keep their columns; none that overlap."""
        done = (-1, 0)
        for number, start, end, new in sorted(edits, reverse=True):
            if number == done[0] and end > done[1]:
                continue
            done = (number, start)
            line = self.lines[number]
            origin = self._origins.setdefault(number, list(range(len(line) + 1)))
            origin[start:end] = [origin[start]] * len(new)
            self.lines[number] = line[:start] + new + line[end:]
        self.text = "\n".join(self.lines)

    def column(self, number: int, column: int) -> int:
        """The column in the file."""
        origin = self._origins.get(number)
        return origin[min(column, len(origin) - 1)] if origin else column

    def diagnostic(self, slip: _Slip) -> Diagnostic:
        """The slip at its place in the file."""
        start = self.column(slip.line, slip.start)
        end = max(self.column(slip.line, slip.end), start + 1)
        return Diagnostic(slip.code, slip.severity, Place(self.file, slip.line + 1, start + 1, end + 1), slip.values)


class _Wide(NamedTuple):
    """A plain or quoted scalar over several lines (from 0)."""

    first: int
    last: int
    column: int
    end: int
    style: str


_BLANK = Scalar("", 0, 0, 0)


class _Builder:
    """One reading of a draft: events → nodes, and whatever must be refused on the way."""

    def __init__(self, draft: _Draft) -> None:
        self._next: Callable[[], Any] = _Parser(draft.text).get_event
        self.suspects = {number for number, line in enumerate(draft.lines) if _SUSPECT.search(line)}
        """Lines with a sign that may be a trap."""
        self.suspicious = False
        """Whether a plain scalar stands on one of them."""
        self.slips: list[_Slip] = []
        self.wide: list[_Wide] = []
        self.bare: list[Scalar] = []
        """Keys of flow maps without a value."""
        self.keys: set[str] = set()
        self.last = _BLANK

    def build(self) -> Node | None:
        """The root; None for a file without content."""
        self._next()
        if type(self._next()) is StreamEndEvent:
            return None
        root = self._node(self._next(), 0)
        self._next()
        event = self._next()
        if type(event) is not StreamEndEvent:
            self._refuse("SYN-DOCS", event)
        return root

    def _node(self, event: Any, depth: int) -> Node:
        kind = type(event)
        if kind is ScalarEvent:
            return self._scalar(event)
        if kind is AliasEvent:
            self._refuse("SYN-ANCHOR", event, text=f"*{event.anchor}")
            return Scalar(f"*{event.anchor}", *_span(event))
        if depth >= DEEPEST:
            self._refuse("LIM-DEPTH", event, limit=DEEPEST)
            raise _TooDeepError
        if event.anchor is not None or event.tag is not None:
            self._refuse_marks(event)
        if kind is MappingStartEvent:
            return self._entries(event, depth + 1)
        return self._items(event, depth + 1)

    def _scalar(self, event: Any) -> Scalar:
        start, end = event.start_mark, event.end_mark
        line, column, style = start.line, start.column, event.style or ""
        if event.anchor is not None or event.tag is not None:
            self._refuse_marks(event)
        if line == end.line:
            until = end.column
        elif style in ("|", ">"):
            until = column + 1
        else:
            until = column + 1  # mended below, where the lines are known
            self.wide.append(_Wide(line, end.line, column, end.column, style))
        if not style and line in self.suspects:
            self.suspicious = True
        scalar: Scalar = tuple.__new__(Scalar, (event.value, line + 1, column + 1, until + 1, style, ""))
        self.last = scalar
        return scalar

    def _items(self, opening: Any, depth: int) -> Items:
        items: list[Node] = []
        while type(event := self._next()) is not SequenceEndEvent:
            items.append(self._node(event, depth))
        if opening.flow_style:
            items = self._rejoin(items)
        return Items(tuple(items), opening.start_mark.line + 1, opening.start_mark.column + 1)

    def _entries(self, opening: Any, depth: int) -> Entries:
        following, node, scalar = self._next, self._node, self._scalar
        pairs: dict[str, tuple[Scalar, Node]] = {}
        bare = False
        while type(event := following()) is ScalarEvent or type(event) in _STARTS:
            key = scalar(event) if type(event) is ScalarEvent else node(event, depth)
            event = following()
            value = scalar(event) if type(event) is ScalarEvent else node(event, depth)
            if type(key) is not Scalar:
                self._slip("SYN-KEY", key.line, key.column, key.column + 1)
            elif key.text == "<<" and not key.style:
                self._slip("SYN-ANCHOR", key.line, key.column, key.end_column, text="<<")
            elif key.text in pairs:
                first = pairs[key.text][0]
                self._slip("KEY-DUP", key.line, key.column, key.end_column, key=key.text, line=first.line)
            else:
                pairs[key.text] = (key, value)
                bare = bare or (not value[0] and type(value) is Scalar and not value.style)
        self.keys.update(pairs)
        mark = opening.start_mark
        listed = tuple(pairs.values())
        if bare and opening.flow_style:
            listed = self._rejoin_pairs(listed)
        return Entries(listed, mark.line + 1, mark.column + 1)

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
            if empty and isinstance(before, Scalar) and _is_cut(before, key):
                joined[-1] = (joined[-1][0], self._amount(before, key))
                continue
            if empty:
                self.bare.append(key)
            joined.append((key, value))
        return tuple(joined)

    def _amount(self, before: Scalar, after: Scalar) -> Scalar:
        whole = before._replace(text=f"{before.text},{after.text}", end_column=after.end_column)
        plain = whole.text.replace(",", "")
        if "," in before.text:  # a second comma in the same amount: say it once, with the whole
            self.slips.pop()
        self._slip("AMT-COMMA", whole.line, whole.column, whole.end_column, text=whole.text, plain=plain)
        return whole

    def _refuse_marks(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse("SYN-ANCHOR", event, text=f"&{event.anchor}")
        if event.tag is not None:
            self._refuse("SYN-TAG", event, text=str(event.tag).replace("tag:yaml.org,2002:", "!!"))

    def _refuse(self, code: str, event: Any, **values: object) -> None:
        line, start, _ = _span(event)
        self._slip(code, line, start, start + max(1, len(str(values.get("text", "")))), **values)

    def _slip(self, code: str, line: int, column: int, end: int, /, **values: object) -> None:
        written = tuple((name, str(value)) for name, value in values.items())
        if len(self.slips) < _MOST or code == "LIM-DEPTH":
            self.slips.append(_Slip(code, "error", line - 1, column - 1, end - 1, written))


_STARTS = (MappingStartEvent, yaml.events.SequenceStartEvent, AliasEvent)
_HEAD = re.compile(r"[-+¥￥]{0,2}\d{1,3}(?:,\d{3})*")
_TAIL = re.compile(r"\d{3}(?:\.\d*)?(?:元|万元?)?")


def _is_cut(before: Scalar, after: Scalar) -> bool:
    """Whether the two are one amount that its comma cut in two."""
    touching = before.line == after.line and after.column == before.end_column + 1
    plain = not before.style and not after.style and len(before.text) < 24
    return touching and plain and bool(_HEAD.fullmatch(before.text) and _TAIL.fullmatch(after.text))


def _span(event: Any) -> tuple[int, int, int]:
    start, end = event.start_mark, event.end_mark
    until = end.column if end.line == start.line else start.column + 1
    return start.line + 1, start.column + 1, until + 1


def load_document(file: str, data: bytes) -> tuple[Document, tuple[Diagnostic, ...]]:
    """What could be read of one file, and everything that was wrong with it. Never raises."""
    if len(data) > LARGEST:
        return Document(file, None, ""), (error("LIM-SIZE", Place(file), size=len(data), limit=LARGEST),)
    text, found = decode(file, data)
    if text is None:
        return Document(file, None, ""), found
    draft = _Draft(file, text)
    hidden = _hidden(file, text) if _STRANGE.search(text) else ()
    if hidden:
        draft.apply(_without_hidden(draft.lines))
    root, slips = _read(draft)
    if root is not None and draft.mended:
        root = _at_origin(root, draft)
    diagnostics = (*found, *hidden, *slips)
    return Document(file, root, text), with_excerpts(diagnostics, file, text) if diagnostics else ()


def _without_hidden(lines: list[str]) -> Iterator[tuple[int, int, int, str]]:
    for number, line in enumerate(lines):
        if _STRANGE.search(line):
            yield from ((number, *match.span(), "") for match in _UNSEEN.finditer(line))
            yield from ((number, *match.span(), " ") for match in _FORBIDDEN.finditer(line))


def _read(draft: _Draft) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Read, mend, read again, until nothing that hides other lines is left."""
    found: dict[tuple[str, int], Diagnostic] = {}
    budget = _REREAD
    for _ in range(_TRIES):
        builder = _Builder(draft)
        try:
            root = builder.build()
            slips = _unless_seen(_traps(draft, root, builder), found)
        except _TooDeepError:
            return None, (*found.values(), *map(draft.diagnostic, builder.slips[-1:]))
        except yaml.YAMLError as problem:
            root = None
            slips = _causes(draft, problem, builder, found)
        mends = [slip for slip in slips if slip.edits]
        for slip in mends or slips:
            found.setdefault((slip.code, slip.line), draft.diagnostic(slip))
        budget -= len(draft.text)
        if not mends or budget < 0:
            return root, (*found.values(), *map(draft.diagnostic, builder.slips))
        draft.apply(edit for slip in mends for edit in slip.edits)
    return root, (*found.values(), *map(draft.diagnostic, builder.slips))


def _unless_seen(slips: Iterable[_Slip], found: dict[tuple[str, int], Diagnostic]) -> list[_Slip]:
    return [slip for slip in slips if (slip.code, slip.line) not in found]


def _at_origin(node: Node, draft: _Draft) -> Node:
    """The node with the columns of the file instead of the draft's."""

    def column(line: int, number: int) -> int:
        return draft.column(line - 1, number - 1) + 1

    if isinstance(node, Scalar):
        start, end = column(node.line, node.column), column(node.line, node.end_column)
        return node._replace(column=start, end_column=max(end, start))
    if isinstance(node, Items):
        return Items(tuple(_at_origin(item, draft) for item in node.items), node.line, column(node.line, node.column))
    pairs = tuple((_at_origin(key, draft), _at_origin(value, draft)) for key, value in node.pairs)
    return Entries(pairs, node.line, column(node.line, node.column))  # type: ignore[arg-type] # keys stay scalars


# ---- traps: what YAML takes in silence -------------------------------------------------------------------------------

_KEY = r"[^\s:：,，。；;\"'“”{}\[\]#|&*!%@`<>＝=-][^:：,，。；;\"'“”{}\[\]|#]{0,30}?"
_KEY_WIDE = re.compile(rf"( *(?:- +)*)({_KEY})：")
_KEY_TIGHT = re.compile(rf"( *(?:- +)*)(?!https?:|file:)({_KEY}):(?=[^\s:/])")
_KEY_GOOD = re.compile(rf"( *(?:- +)*)({_KEY}): *(?:\s|$)")
_KEYS_ANYWHERE = re.compile(rf"(?:^[ -]*|[{{,] *)({_KEY}):(?=\s|$)", re.MULTILINE)
_INDENT_TAB = re.compile(r" *\t\s*(?=\S)")
_INDENT_WIDE = re.compile("[ \t]*[\u3000\u00a0\u2000-\u200a\u202f\u205f][\\s]*(?=\\S)")
_DASH_WIDE = re.compile(r"( *)([－–—•·●])(?![－–—])[ \t\u3000]*(?=\S)")
_DASH_TIGHT = re.compile(r"( *)-(?=[^\s\d.\-¥￥])")
_NEXT_KEY = re.compile(rf"，\s*({_KEY})(：|:)")
_HASH = re.compile(r"(?: |\t)+#(?=[^\s#!])")
_SUSPECT = re.compile('[：，"]|[ \t]#|:[^\\s/]|^ *(?:- *)*(?:[-－–—•·●]\\S|[\u3000\u00a0\u2000-\u200a\u202f\u205f])')


def _traps(draft: _Draft, root: Node | None, builder: _Builder) -> Iterator[_Slip]:
    lines = draft.lines
    for wide in builder.wide:
        yield from _wide_traps(lines, wide)
    for key in builder.bare:
        yield from _bare_traps(lines, key)
    if root is None or not builder.suspicious:
        return
    for role, scalar in _plain_scalars(root, "root", lines):
        if scalar.line - 1 in builder.suspects:
            yield from _scalar_traps(lines, role, scalar, builder.keys)


def _plain_scalars(node: Node, role: str, lines: list[str]) -> Iterator[tuple[str, Scalar]]:
    """Every unquoted scalar with its role: root, key, value, item; in brackets ``flow key`` and so on."""
    if type(node) is Scalar:
        if not node.style and node.text:
            yield role, node
        return
    flow = lines[node.line - 1][node.column - 1 : node.column] in ("[", "{")
    if type(node) is Entries:
        key_role, value_role = ("flow key", "flow value") if flow else ("key", "value")
        for key, value in node.pairs:
            if not key.style:
                yield key_role, key
            yield from _plain_scalars(value, value_role, lines)
    elif type(node) is Items:
        for item in node.items:
            yield from _plain_scalars(item, "flow item" if flow else "item", lines)


def _scalar_traps(lines: list[str], role: str, scalar: Scalar, keys: set[str]) -> Iterator[_Slip]:
    number, start, end = scalar.line - 1, scalar.column - 1, scalar.end_column - 1
    line = lines[number]
    if len(scalar.text) != end - start:  # over several lines: judged line by line elsewhere
        return
    if role == "key" and (match := _INDENT_WIDE.match(line)) and match.end() > start:
        yield _indent_slip("SYN-INDENT", lines, number, match.end())
    elif role in ("item", "root") and (slip := _item_slip(line, number, start, role, keys)):
        yield slip
    elif role == "flow item" and "，" in scalar.text:
        yield _comma_slip(number, [start + i for i, c in enumerate(scalar.text) if c == "，"])
    elif role == "flow value" and (slip := _next_key_slip(scalar, number, keys)):
        yield slip
    elif (match := _DASH_TIGHT.match(line) or _DASH_WIDE.match(line)) and match.end(1) == start:
        yield _dash_slip(number, match)
    elif scalar.text.endswith('"') and scalar.text.count('"') == 1:
        yield _Slip("SYN-QUOTE", "error", number, end - 1, end)
    if role.endswith(("value", "item")) and (match := _HASH.match(line, end)) and _swallowed(match, line):
        rest = line[match.end() - 1 :].rstrip()
        values = (("text", rest), ("kept", scalar.text))
        yield _Slip("SYN-HASH", "warning", number, match.end() - 1, match.end() - 1 + len(rest), values)


def _swallowed(match: re.Match[str], line: str) -> bool:
    """A comment stands off by two spaces or has one after its ``#``; ``东路 #3号楼`` is text that was lost."""
    return len(match[0]) == 2 or line[match.end() : match.end() + 1].isdigit()


def _item_slip(line: str, number: int, start: int, role: str, keys: set[str]) -> _Slip | None:
    """``- 账套：集体`` or ``- 账套:集体``: certain when the word is a key elsewhere, else only a warning."""
    for code, pattern in (("SYN-FWCOLON", _KEY_WIDE), ("SYN-COLON", _KEY_TIGHT)):
        match = pattern.match(line)
        if match and match.start(2) == start and not match[2].isdigit():
            certain = role == "root" or match[2] in keys
            slip = _colon_slip(code, number, line, match)
            return slip if certain else slip._replace(severity="warning", edits=())
    return None


def _next_key_slip(scalar: Scalar, number: int, keys: set[str]) -> _Slip | None:
    """``{摘要: 修路，金额：500}``: the second key is swallowed by the first value."""
    match = next((m for m in _NEXT_KEY.finditer(scalar.text) if m[1] in keys), None)
    if not match:
        return None
    at = scalar.column - 1 + match.start()
    colon = scalar.column - 1 + match.start(2)
    return _comma_slip(number, [at], ((number, colon, colon + 1, ": "),))


def _comma_slip(number: int, columns: list[int], more: tuple[tuple[int, int, int, str], ...] = ()) -> _Slip:
    edits = tuple((number, column, column + 1, ",") for column in columns)
    return _Slip("SYN-FWCOMMA", "error", number, columns[0], columns[0] + 1, edits=(*edits, *more))


def _colon_slip(code: str, number: int, line: str, match: re.Match[str]) -> _Slip:
    colon = match.end(2)
    space = "" if line[colon + 1 : colon + 2] in ("", " ") else " "
    values = (("key", match[2]), ("line", line.strip()))
    return _Slip(code, "error", number, colon, colon + 1, values, ((number, colon, colon + 1, f":{space}"),))


def _dash_slip(number: int, match: re.Match[str]) -> _Slip:
    start = match.end(1)
    return _Slip("SYN-DASH", "error", number, start, start + 1, edits=((number, start, match.end(), "- "),))


def _indent_slip(code: str, lines: list[str], number: int, end: int) -> _Slip:
    """Indented by something else than spaces: mended to the depth of the line above, or one step below a parent."""
    higher = (lines[n] for n in range(number - 1, -1, -1))
    above = next((line for line in higher if line.strip() and not line.lstrip().startswith("#")), "")
    match = re.match(r" *", above)
    depth = (match.end() if match else 0) + 2 * above.rstrip().endswith((":", "|", ">"))
    depth = min(depth, _deepest(lines, number))
    start = len(lines[number]) - len(lines[number].lstrip(" "))
    edits = ((number, 0, end, " " * depth),)
    return _Slip(code, "error", number, start, end, edits=edits)


def _deepest(lines: list[str], number: int) -> int:
    """How deep a line may stand: above what is written under it."""
    if not lines[number].rstrip().endswith((":", "|", ">", ">-", "|-")):
        return len(lines[number])
    below = next((lines[n] for n in range(number + 1, len(lines)) if lines[n].strip()), "")
    return max(0, _depth(below) - (not below.lstrip().startswith("- ")))


def _bare_traps(lines: list[str], key: Scalar) -> Iterator[_Slip]:
    """A key without a value between braces: its colon is Chinese or lacks its space, or a comma cut a text in two."""
    number, start, text = key.line - 1, key.column - 1, key.text
    line = lines[number]
    if key.style or len(text) != key.end_column - key.column or line[key.end_column - 1 :].lstrip().startswith(":"):
        return
    for code, sign in (("SYN-FWCOLON", "："), ("SYN-COLON", ":")):
        if sign in text:
            colon = start + text.index(sign)
            edits = [(number, colon, colon + 1, ": ")]
            for match in _NEXT_KEY.finditer(text, text.index(sign)):
                edits.append((number, start + match.start(), start + match.start() + 1, ","))
                edits.append((number, start + match.start(2), start + match.end(2), ": "))
            yield _Slip(code, "error", number, colon, colon + 1, (("key", text.split(sign)[0]),), tuple(edits))
            return
    yield _Slip("SYN-COMMA", "error", number, start, key.end_column - 1, (("text", text),))


def _wide_traps(lines: list[str], wide: _Wide) -> Iterator[_Slip]:
    """A scalar over several lines: lines that are keys of their own were swallowed, or an end quote is missing."""
    opening = lines[wide.first]
    if wide.style:
        depth = _depth(opening)
        swallowed = any(
            _KEY_GOOD.match(line) and _depth(line) <= depth for line in lines[wide.first + 1 : wide.last + 1]
        )
        if swallowed:
            slip = _quote_slip(wide.first, wide.column)
            yield slip._replace(edits=(*slip.edits, (wide.last, wide.end - 1, wide.end, "”")))
        return
    first = wide.first if not _KEY_GOOD.match(opening) else wide.first + 1
    slips = [_line_slip(lines, number) for number in range(first, wide.last + 1)]
    yield from filter(None, slips)
    if not any(slips):
        text = lines[wide.first + 1]
        yield _Slip("SYN-CONTINUE", "warning", wide.first + 1, _depth(text), len(text.rstrip()))


def _quote_slip(number: int, column: int) -> _Slip:
    """The mend makes the quote an ordinary character."""
    return _Slip("SYN-QUOTE", "error", number, column, column + 1, edits=((number, column, column + 1, "”"),))


def _line_slip(lines: list[str], number: int) -> _Slip | None:
    """What is certainly wrong with a line that is neither comment nor text of a block."""
    line = lines[number]
    if match := _INDENT_WIDE.match(line):
        return _indent_slip("SYN-INDENT", lines, number, match.end())
    if match := _INDENT_TAB.match(line):
        return _indent_slip("SYN-TAB", lines, number, match.end())
    if match := _DASH_WIDE.match(line) or _DASH_TIGHT.match(line):
        return _dash_slip(number, match)
    if match := _KEY_WIDE.match(line):
        return _colon_slip("SYN-FWCOLON", number, line, match)
    if (match := _KEY_TIGHT.match(line)) and not match[2].isdigit():
        return _colon_slip("SYN-COLON", number, line, match)
    return None


# ---- causes: what YAML reports a line late or under the wrong name ---------------------------------------------------


class _Trouble(NamedTuple):
    """Where libyaml stopped (from 0), what it says, and what was read last."""

    lines: list[str]
    line: int
    column: int
    opened: int
    """Line and column where the thing began that it was reading."""
    opened_column: int
    says: str
    last: Scalar
    wide: _Wide | None

    @property
    def text(self) -> str:
        """The line of the problem."""
        return self.lines[self.line]

    @property
    def rest(self) -> str:
        """The line from the problem on."""
        return self.text[self.column :]


def _causes(
    draft: _Draft, problem: yaml.YAMLError, builder: _Builder, found: dict[tuple[str, int], Diagnostic]
) -> list[_Slip]:
    trouble = _trouble(draft.lines, problem, builder)
    certain = _certain_slips(draft, builder, trouble)
    fresh = _unless_seen(certain, found)
    if fresh:
        return fresh
    if not any((code, trouble.line) in found for code in _GUESSED):
        slips = (cause(trouble) for cause in _CAUSES)
        if slip := next((slip for slip in slips if slip and (slip.code, slip.line) not in found), None):
            return [slip]
    return [_given_up(trouble, found)]


def _trouble(lines: list[str], problem: yaml.YAMLError, builder: _Builder) -> _Trouble:
    mark = getattr(problem, "problem_mark", None)
    context = getattr(problem, "context_mark", None) or mark
    line, column = (min(mark.line, len(lines) - 1), mark.column) if mark else (0, 0)
    opened, opened_column = (context.line, context.column) if context else (0, 0)
    says = f"{getattr(problem, 'context', '')} / {getattr(problem, 'problem', '')}"
    wide = builder.wide[-1] if builder.wide else None
    return _Trouble(lines, line, column, min(opened, len(lines) - 1), opened_column, says, builder.last, wide)


def _certain_slips(draft: _Draft, builder: _Builder, trouble: _Trouble) -> list[_Slip]:
    """All lines whose mistake is plain to see, so that twenty alike do not need twenty readings."""
    keys = set(_KEYS_ANYWHERE.findall(draft.text))
    quoted = {n for w in builder.wide if w.style for n in range(w.first + 1, w.last + (w.last < trouble.line))}
    quoted |= _perhaps_quoted(draft.lines, trouble.line + 1)
    slips: list[_Slip] = []
    for number in _structural(draft.lines):
        if number in quoted:
            continue
        slip = _line_slip(draft.lines, number)
        if slip and (slip.code not in ("SYN-FWCOLON", "SYN-COLON") or _opens_key(draft.lines, slip, keys)):
            slips.append(slip)
        if len(slips) >= _MOST:
            break
    return slips


def _perhaps_quoted(lines: list[str], start: int) -> set[int]:
    """Lines not yet read that may lie between two quotes: they are judged when they are read."""
    quoted: set[int] = set()
    open_quote = False
    for number in range(start, len(lines)):
        if open_quote:
            quoted.add(number)
        open_quote ^= lines[number].count('"') % 2 == 1
    return quoted


def _opens_key(lines: list[str], slip: _Slip, keys: set[str]) -> bool:
    """A list may hold texts with colons: there the word must be a key elsewhere or open a map."""
    line = lines[slip.line]
    if not line.lstrip().startswith("- ") or slip.values[0][1] in keys:
        return True
    following = lines[slip.line + 1] if slip.line + 1 < len(lines) else ""
    return bool(following.strip()) and _depth(following) > _depth(line)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


_OPENS_BLOCK = re.compile(r"( *(?:- +)*)(?:.*[:：\s-])?[|>][-+\d]{0,2}\s*(?:#.*)?$")


def _structural(lines: list[str]) -> Iterator[int]:
    """The lines that are not blank, not comments and not text of a block scalar."""
    depth = -1
    for number, line in enumerate(lines):
        body = line.lstrip(" ")
        if not body.strip() or (depth >= 0 and len(line) - len(body) > depth):
            continue
        depth = -1
        if body.startswith("#"):
            continue
        match = _OPENS_BLOCK.match(line)
        if match:
            depth = len(match[1])
        yield number


def _quote_cause(trouble: _Trouble) -> _Slip | None:
    lines, wide = trouble.lines, trouble.wide
    if "quoted scalar" in trouble.says and "escape" not in trouble.says:
        return _quote_slip(trouble.opened, trouble.opened_column)
    if wide and wide.style and wide.first < trouble.line <= wide.last + 1:
        return _quote_slip(wide.first, wide.column)
    opening = lines[trouble.opened][trouble.opened_column : trouble.opened_column + 1]
    if "simple key" in trouble.says and opening in ('"', "'"):
        return _quote_slip(trouble.opened, trouble.opened_column)
    last = trouble.last
    ends_here = last.line - 1 == trouble.line and trouble.text[last.end_column - 1 : trouble.column].strip() == ""
    if last.style in ("'", '"') and ends_here and not trouble.rest.startswith(("}", "]", ":")):
        edits = tuple((trouble.line, c, c + 1, "”") for c in (last.column - 1, last.end_column - 2))
        return _Slip("SYN-QUOTE", "error", trouble.line, last.column - 1, last.end_column - 1, edits=edits)
    return None


def _start_cause(trouble: _Trouble) -> _Slip | None:
    """A text that begins with a sign that means something to YAML: ``@`` ``%`` `````` ` `````` ``>500`` ``*三``."""
    says, line, column = trouble.says, trouble.line, trouble.column
    if "escape" in says:
        back = max(trouble.text.rfind("\\", 0, column + 1), 0)
        return _Slip("SYN-ESCAPE", "error", line, back, back + 1, edits=((line, back, back + 1, "/"),))
    if "tab" in says or trouble.rest.startswith("\t"):
        match = _INDENT_TAB.match(trouble.text)
        end = match.end() if match else column + 1
        return _indent_slip("SYN-TAB", trouble.lines, line, end)
    sign = "block scalar" in says or "directive" in says
    if sign or any(word in says for word in ("an alias", "an anchor", "a tag")):
        line, column = trouble.opened, trouble.opened_column
    elif (
        "cannot start any token" not in says
        and "sequence entries" not in says
        and not ("node content" in says and trouble.rest[:1] in (",", "|"))
    ):
        return None
    code = "SYN-ANCHOR" if "alias" in says or "anchor" in says else "SYN-TAG" if "a tag" in says else "SYN-START"
    text = trouble.lines[line]
    values = (("character", text[column : column + 1]), ("text", _value_text(text, column)))
    edit = (line, 0, len(text), "") if column == 0 else (line, column, column + 1, " " if text[column] == "," else "”")
    return _Slip(code, "error", line, column, column + 1, values, (edit,))


def _value_text(line: str, start: int) -> str:
    return line[start:].split(" #", maxsplit=1)[0].rstrip(" ,}]")


def _flow_cause(trouble: _Trouble) -> _Slip | None:
    """Between brackets: a comma or a bracket is missing, or a comma is Chinese."""
    if "a flow" not in trouble.says:
        return None
    lines, line, last = trouble.lines, trouble.line, trouble.last
    closer = {"[": "]", "{": "}"}.get(lines[trouble.opened][trouble.opened_column : trouble.opened_column + 1], "]")
    if _runs_on(trouble):
        end = len(lines[trouble.opened].rstrip())
        start = trouble.opened_column
        edits = ((trouble.opened, end, end, closer),)
        return _Slip("SYN-BRACKET", "error", trouble.opened, start, start + 1, (("closer", closer),), edits)
    if trouble.rest[:1] in ("]", "}"):
        column = trouble.column
        before, other = trouble.text[:column], trouble.rest[0]
        missing = before.count("{" if other == "}" else "[") > before.count(other)
        edits = ((line, column, column + (not missing), closer),)
        return _Slip("SYN-BRACKET", "error", line, column, column + 1, (("closer", closer),), edits)
    if last.line - 1 != line or last.style:
        return _Slip("SYN-FLOW", "error", line, trouble.column, trouble.column + 1)
    return _flow_text_cause(trouble)


def _flow_text_cause(trouble: _Trouble) -> _Slip:
    """``{日期: 7月3日，金额: 5}``, ``{x: 1 y: 2}`` and ``{摘要: 说明: 修路}`` all stop at the second colon."""
    line, last = trouble.line, trouble.last
    start, end = last.column - 1, last.end_column - 1
    for sign in "，；;、":
        if sign in last.text:
            return _comma_slip(line, [start + last.text.rindex(sign)])
    if " " in last.text:
        gap = start + last.text.rindex(" ")
        return _Slip("SYN-FLOW", "error", line, gap, end, edits=((line, gap, gap + 1, ","),))
    column = trouble.column
    if not trouble.rest.startswith(":"):
        return _Slip("SYN-FLOW", "error", line, column, column + 1)
    return _Slip("SYN-VALUE", "error", line, column, column + 1, edits=((line, column, column + 1, "："),))


def _runs_on(trouble: _Trouble) -> bool:
    """Whether an open bracket has swallowed lines that stand for themselves."""
    lines = trouble.lines
    depth = _depth(lines[trouble.opened])
    following = [line for line in lines[trouble.opened + 1 : trouble.line + 1] if line.strip()]
    ended = trouble.line > trouble.opened and not trouble.rest.strip() and trouble.line >= len(lines) - 1
    return ended or any(
        line.lstrip().startswith("- ") or (_depth(line) <= depth and _KEY_GOOD.match(line)) for line in following
    )


def _colon_cause(trouble: _Trouble) -> _Slip | None:
    """A colon where no key can be: two on one line, or a line that does not stand under its fellows."""
    if "mapping values" not in trouble.says:
        return None
    line, column, last = trouble.line, trouble.column, trouble.last
    begun = last.line - 1
    if begun == line and trouble.text[: last.column - 1].strip(" -"):
        return _Slip("SYN-VALUE", "error", line, column, column + 1, edits=((line, column, column + 1, "："),))
    if begun < line and trouble.lines[begun][: last.column - 1].strip() in ("", "-"):
        return _no_colon(trouble.lines, begun)
    return _align_slip(trouble)


def _no_colon_cause(trouble: _Trouble) -> _Slip | None:
    if "could not find expected ':'" not in trouble.says:
        return None
    return _no_colon(trouble.lines, trouble.opened)


_TWO_WORDS = re.compile(r"[ -]*([^\s：:]+)[ \u3000]+(?=\S)")


def _no_colon(lines: list[str], number: int) -> _Slip:
    line = lines[number]
    start, end = len(line) - len(line.lstrip(" -")), len(line.rstrip())
    match = _TWO_WORDS.match(line)
    edit = (number, match.end(1), match.end(), ": ") if match else (number, 0, len(line), "")
    return _Slip("SYN-KEY", "error", number, start, end, (("text", line[start:end]),), (edit,))


def _bracket_cause(trouble: _Trouble) -> _Slip | None:
    """``[2026]3号文`` begins like a list; ``{…}}`` has one bracket too many."""
    before = trouble.text[: trouble.column].rstrip()
    if not before.endswith(("]", "}")) or not trouble.rest.strip():
        return None
    line, column = trouble.line, trouble.column
    if trouble.rest[0] in "]}":
        blank = (line, column, column + 1, " ")
        return _Slip("SYN-BRACKET", "error", line, column, column + 1, (("closer", ""),), (blank,))
    match = re.search(r"[:-] +([\[{])", before)
    if not match:
        return None
    start = match.start(1)
    edits = tuple(
        (line, start + i, start + i + 1, "〔" if c in "[{" else "〕")
        for i, c in enumerate(trouble.text[start:])
        if c in "[]{}"
    )
    values = (("character", match[1]), ("text", _value_text(trouble.text, start)))
    return _Slip("SYN-START", "error", line, start, start + 1, values, edits)


def _align_cause(trouble: _Trouble) -> _Slip | None:
    if "<document start>" in trouble.says and trouble.line and trouble.lines[trouble.line - 1].startswith("..."):
        number = trouble.line - 1
        return _Slip("SYN-DOCS", "error", number, 0, 3, edits=((number, 0, len(trouble.lines[number]), ""),))
    if "did not find expected key" in trouble.says and trouble.rest.startswith(":"):
        start = trouble.column
        edits = ((trouble.line, 0, len(trouble.text), ""),)
        return _Slip("SYN-KEY", "error", trouble.line, start, start + 1, (("text", trouble.text.strip()),), edits)
    if "expected key" in trouble.says or "'-' indicator" in trouble.says:
        return _align_slip(trouble)
    return None


def _align_slip(trouble: _Trouble) -> _Slip:
    """Indented neither like a line above it nor one step deeper: mended to the nearest depth above."""
    text = trouble.text
    start = _depth(text)
    if odd := _odd_one_above(trouble.lines, trouble.line):
        return odd
    depths = _depths_above(trouble.lines, trouble.line, listed=text.lstrip().startswith("- "))
    deepest = _deepest(trouble.lines, trouble.line)
    fitting = [known for known in depths if known <= deepest] or depths
    depth = min(fitting, key=lambda known: (abs(known - start), -known), default=start)
    end = min(start + len(text.split(":")[0].strip()) + 1, len(text.rstrip())) if text.strip() else start + 1
    edits = ((trouble.line, 0, start, " " * depth),) if depth != start else ()
    return _Slip("SYN-ALIGN", "error", trouble.line, start, max(end, start + 1), edits=edits)


def _odd_one_above(lines: list[str], number: int) -> _Slip | None:
    """The list item above, when it is that line which stands askew and several below agree with one another."""
    above = _last_written(lines, number - 1) if number else 0
    head, start = lines[above], _depth(lines[number])
    depth, listed = _depth(head), lines[number].lstrip().startswith("- ")
    if number == 0 or not head.lstrip().startswith("- "):
        return None
    shift = start - (depth if listed else len(head) - len(head.lstrip(" -")))
    below = takewhile(lambda line: _depth(line) >= start, lines[number : number + 30])
    fellows = sum(_depth(line) == start and line.lstrip().startswith("- ") == listed for line in below)
    if not shift or abs(shift) > 2 or depth + shift < 0 or fellows < 3:
        return None
    if not lines[_last_written(lines, above - 1)].rstrip().endswith(":"):
        return None
    end = len(head.partition(":")[0].rstrip())
    edits = ((above, 0, depth, " " * (depth + shift)),)
    return _Slip("SYN-ALIGN", "error", above, depth, max(end, depth + 1), edits=edits)


def _depths_above(lines: list[str], number: int, *, listed: bool) -> list[int]:
    """The depths at which a line may stand here: those of the open lines above, dashes for items, else keys."""
    depths: list[int] = []
    limit = 1_000_000
    for line in reversed(lines[max(0, number - 300) : number]):
        depth = len(line) - len(line.lstrip(" "))
        if not line.strip() or line.lstrip().startswith("#") or depth >= limit:
            continue
        limit = depth
        dashed = len(line) - len(line.lstrip(" -")) if line.lstrip().startswith("- ") else depth
        if listed == (dashed != depth):
            depths.append(depth)
        elif not listed and line[dashed : dashed + 1] not in ("{", "["):
            depths.append(dashed)
    return depths


_GUESSED = ("SYN-ALIGN", "SYN-TAB", "SYN-INDENT", "SYN-KEY", "SYN-QUOTE", "SYN-OTHER")
"""Their mends are guesses: a line that still fails after one is left out, and nothing more is said of it."""
_CAUSES = (_quote_cause, _start_cause, _flow_cause, _no_colon_cause, _colon_cause, _bracket_cause, _align_cause)


def _given_up(trouble: _Trouble, found: dict[tuple[str, int], Diagnostic]) -> _Slip:
    """A line nothing helps is left out with what stands under it; said only when nothing has been said of it."""
    lines = trouble.lines
    number = trouble.line if trouble.text.strip() else _last_written(lines, trouble.line)
    known = next((key for key in found if key[1] == number), None)
    line = lines[number]
    depth = _depth(line)
    edits = [(number, 0, len(line), "")]
    for below in range(number + 1, len(lines)):
        if lines[below].strip() and _depth(lines[below]) <= depth:
            break
        edits.append((below, 0, len(lines[below]), ""))
    code = known[0] if known else "SYN-OTHER"
    return _Slip(code, "error", number, depth, max(len(line.rstrip()), depth + 1), edits=tuple(edits))


def _last_written(lines: list[str], number: int) -> int:
    return next((n for n in range(number, -1, -1) if lines[n].strip()), number)
