"""One thing a person got wrong, and how it is shown: as text with a caret, or as one JSON object a line.

The wording stands in ``data/messages/<language>.yaml``; this module only fills it in.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Literal

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from sitegen.sensitive import conceal_among

Severity = Literal["error", "warning", "info"]
_RANK: dict[str, int] = {"error": 0, "warning": 1, "info": 2}


class Place(Struct, frozen=True, gc=False):
    """Where: ``file`` relative to the county folder with ``/``; line and column from 1 in characters, end exclusive.

    ``line`` 0 means the file as a whole; ``cell`` names a spreadsheet cell such as ``三月!B17``.
    """

    file: str
    line: int = 0
    column: int = 0
    end_column: int = 0
    cell: str = ""


NOWHERE = Place("")


class Edit(Struct, frozen=True):
    """Write ``text`` in place of the characters from ``column`` to ``end_column`` (from 1, exclusive) of ``line``."""

    line: int
    column: int
    end_column: int
    text: str


class Diagnostic(Struct, frozen=True):
    """What is to be mended: a code that is never renamed, its severity, its place and the values of its sentence."""

    code: str
    severity: Severity
    place: Place
    values: tuple[tuple[str, str], ...] = ()
    excerpt: str = ""
    """The source line of ``place``, without its end; empty when there is none (spreadsheets, whole files)."""
    patch: tuple[Edit, ...] = ()
    """The cure as exact edits of the file's text, where it is certain; else empty."""


def error(code: str, place: Place, /, **values: object) -> Diagnostic:
    """A mistake that keeps a disclosure from being published."""
    return _diagnostic(code, "error", place, values)


def warning(code: str, place: Place, /, **values: object) -> Diagnostic:
    """Something published all the same, but listed."""
    return _diagnostic(code, "warning", place, values)


def info(code: str, place: Place, /, **values: object) -> Diagnostic:
    """Something worth knowing that asks for nothing."""
    return _diagnostic(code, "info", place, values)


def _diagnostic(code: str, severity: Severity, place: Place, values: Mapping[str, object]) -> Diagnostic:
    return Diagnostic(code, severity, place, tuple((name, str(value)) for name, value in values.items()))


def with_excerpts(diagnostics: Iterable[Diagnostic], file: str, text: str) -> tuple[Diagnostic, ...]:
    """The same diagnostics; those of ``file`` that stand on a line of ``text`` carry that line.

    Personal data is not copied out of the ledger: its diagnostics (``PII-``) stay without.
    """
    given = tuple(diagnostics)
    if not any(each.place.file == file and each.place.line and not each.excerpt for each in given):
        return given
    lines = text.split("\n")

    def complete(diagnostic: Diagnostic) -> Diagnostic:
        place = diagnostic.place
        private = diagnostic.code.startswith("PII-")
        if place.file != file or diagnostic.excerpt or private or not 1 <= place.line <= len(lines):
            return diagnostic
        return replace(diagnostic, excerpt=lines[place.line - 1].rstrip("\r"))

    return tuple(complete(diagnostic) for diagnostic in given)


def concealed(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The same diagnostics with stars for private numbers in their values, lines and file names: what may be kept or said."""
    given = tuple(diagnostics)
    told = conceal_among(chain.from_iterable(map(_texts_of, given)))
    return tuple(_concealed(each, told) for each in given) if told else given


def _texts_of(diagnostic: Diagnostic) -> Iterator[str]:
    yield from (diagnostic.excerpt, diagnostic.place.file, diagnostic.place.cell)
    yield from (value for _, value in diagnostic.values)


def _concealed(diagnostic: Diagnostic, told: Mapping[str, str]) -> Diagnostic:
    if told.keys().isdisjoint(_texts_of(diagnostic)):
        return diagnostic
    place = diagnostic.place
    file, cell, excerpt = (told.get(text, text) for text in (place.file, place.cell, diagnostic.excerpt))
    values = tuple((name, told.get(value, value)) for name, value in diagnostic.values)
    return replace(diagnostic, values=values, excerpt=excerpt, place=replace(place, file=file, cell=cell))


def sort(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By file, place and severity, each only once and concealed: the order in which a clerk mends them."""
    unique = dict.fromkeys(concealed(diagnostics))
    return tuple(sorted(unique, key=_order))


def _order(diagnostic: Diagnostic) -> tuple[str, int, str, int, int, str, tuple[tuple[str, str], ...]]:
    place = diagnostic.place
    return (
        place.file,
        place.line,
        place.cell,
        place.column,
        _RANK[diagnostic.severity],
        diagnostic.code,
        diagnostic.values,
    )


_GATHERED = frozenset(("LATE-DUE", "PER-GAP"))
"""Said of each item of a village: a clerk who has nothing yet would read the same line thirty times."""


def gathered(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The same for a person to read: what differs in its item alone is said once, with all items and how many they are."""
    groups: dict[Diagnostic, list[Diagnostic]] = {}
    for each in diagnostics:
        groups.setdefault(_without_item(each) if each.code in _GATHERED else each, []).append(each)
    return tuple(_as_one(group) if len(group) > 1 else group[0] for group in groups.values())


def _without_item(diagnostic: Diagnostic) -> Diagnostic:
    return replace(diagnostic, values=tuple(pair for pair in diagnostic.values if pair[0] != "item"))


def _as_one(group: list[Diagnostic]) -> Diagnostic:
    values = dict(group[0].values)
    values |= {"item": "”“".join(dict(each.values)["item"] for each in group), "count": str(len(group))}
    return replace(group[0], values=tuple(values.items()))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether anything in them keeps a disclosure from being published."""
    return any(diagnostic.severity == "error" for diagnostic in diagnostics)


class Message(Struct, frozen=True):
    """The wording of one code in one language.

    ``{name}`` stands for a value of the diagnostic; a part ``〔, did you mean {nearest}?〕`` is left out where one of its
    values is missing or empty. ``severity`` is the gravest with which the code is raised.
    """

    code: str
    severity: Severity
    text: str
    hint: str
    explanation: str
    example: str = ""

    @property
    def sentence(self) -> str:
        """What is wrong in general, with … for every value."""
        return _fill(self.text, defaultdict(lambda: "…"))

    @property
    def cure(self) -> str:
        """What to do in general, with … for every value."""
        return _fill(self.hint, defaultdict(lambda: "…"))


class Wording(Struct, frozen=True):
    """All messages of one language, and its words.

    ``words`` holds ``error`` ``warning`` ``info`` ``hint``, and ``<name>.<value>`` for values that the program chooses
    and not the clerk, such as ``expected.map``.
    """

    language: str
    messages: Mapping[str, Message]
    words: Mapping[str, str]

    def to_sentence(self, diagnostic: Diagnostic) -> str:
        """What is wrong, one sentence."""
        return _fill(self.messages[diagnostic.code].text, self._values(diagnostic))

    def to_hint(self, diagnostic: Diagnostic) -> str:
        """What to do, one sentence; empty where the sentence says it all."""
        return _fill(self.messages[diagnostic.code].hint, self._values(diagnostic))

    def _values(self, diagnostic: Diagnostic) -> defaultdict[str, str]:
        said = ((name, self.words.get(f"{name}.{value}", value)) for name, value in diagnostic.values)
        return defaultdict(str, said)


_OPTIONAL = re.compile(r"〔([^〔〕]*\{\w+\}[^〔〕]*)〕")
_NAME = re.compile(r"\{(\w+)\}")


def _fill(template: str, values: defaultdict[str, str]) -> str:
    def choose(part: re.Match[str]) -> str:
        return part[1] if all(values[name] for name in _NAME.findall(part[1])) else ""

    return _OPTIONAL.sub(choose, template).format_map(values).strip()


def to_text(diagnostic: Diagnostic, wording: Wording) -> str:
    """``file:line:column: 错误 CODE  sentence``, the line with a caret under the place, and the cure."""
    place = diagnostic.place
    where = place.file
    if place.cell:
        where += f" {place.cell}"
    elif place.line:
        where += f":{place.line}:{place.column}"
    severity = wording.words[diagnostic.severity]
    lines = [f"{where}: {severity} {diagnostic.code}  {wording.to_sentence(diagnostic)}"]
    if diagnostic.excerpt and place.line:
        lines += _caret(diagnostic)
    hint = wording.to_hint(diagnostic)
    if hint:
        lines.append(f"      {wording.words['hint']}{hint}")
    return "\n".join(lines)


def to_record(diagnostic: Diagnostic, wording: Wording) -> dict[str, object]:
    """What ``--json`` prints of it, with the keys of ``docs/formats.md`` (command line, ``--json``)."""
    place = diagnostic.place
    record: dict[str, object] = {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "file": place.file,
        "line": place.line or None,
        "column": place.column or None,
        "end_column": place.end_column or None,
        "message": wording.to_sentence(diagnostic),
        "hint": wording.to_hint(diagnostic),
    }
    if place.cell:
        record["cell"] = place.cell
    if diagnostic.patch:
        record["patch"] = to_builtins(diagnostic.patch)
    return record


_WIDEST = 110
"""Cells of a source line that are shown; a longer line is cut around the place."""


def _caret(diagnostic: Diagnostic) -> list[str]:
    place, line = diagnostic.place, diagnostic.excerpt
    start = max(place.column - 1, 0)
    end = max(place.end_column - 1, start + 1)
    lead = ""
    if _cells(line) > _WIDEST:
        cut = max(0, start - 30)
        lead = "…" if cut else ""
        line = lead + line[cut : cut + 60] + ("…" if cut + 60 < len(line) else "")
        start, end = start - cut + len(lead), end - cut + len(lead)
    end = min(end, max(len(line), start + 1))
    shown = "".join(" " if unicodedata.category(c) == "Cc" else c for c in line)
    margin = f"{place.line:>5} | "
    underline = " " * _cells(shown[:start]) + "^" * max(1, _cells(shown[start:end]))
    return [margin + shown, " " * (len(margin) - 2) + "| " + underline]


def _cells(text: str) -> int:
    wide = sum(1 for c in text if unicodedata.east_asian_width(c) in "WF")
    zero = sum(1 for c in text if unicodedata.combining(c) or unicodedata.category(c) == "Cf")
    return len(text) + wide - zero
