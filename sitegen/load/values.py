"""Field types: what a clerk wrote → a typed value, or what is wrong with it. Nothing is rounded or guessed."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from msgspec.structs import replace

from sitegen.load.amounts import read_amounts, read_count, read_money, read_number, read_share
from sitegen.load.days import read_day, read_month
from sitegen.load.points import read_point
from sitegen.load.written import Parsed, Problem, narrow, unquoted, without_unit, wrong
from sitegen.model.catalogue import Kind
from sitegen.model.ledger import Value
from sitegen.model.period import Period
from sitegen.source import nearest

LONGEST = 2_000
"""Characters of a value that is not Markdown."""


def parse(
    kind: Kind, text: str, *, choices: tuple[str, ...] = (), period: Period | None = None, unit: str = ""
) -> Parsed:
    """The typed value, or what is wrong. An empty text is no value and no problem.

    ``period`` gives year and month to days written without them; the ``unit`` of its column may stand behind a number.
    """
    if kind == "markdown":
        return (unicodedata.normalize("NFC", text), None) if text.strip() else (None, None)
    written = text.strip()
    if not written:
        return None, None
    value, problem = _parse(kind, written, choices, period)
    if problem is not None and (bare := without_unit(written, unit)) != written:
        value, doubt = _parse(kind, bare, choices, period)
        problem = doubt and problem
    if problem is None:
        return value, None
    start = text.index(written)
    return None, replace(problem, start=start, end=start + len(written))


@lru_cache(maxsize=1024)
def parser(
    kind: Kind, choices: tuple[str, ...] = (), period: Period | None = None, unit: str = ""
) -> Callable[[str], Parsed]:
    """:func:`parse` for one column; what repeats in a column is read once."""
    return lru_cache(maxsize=_KEPT)(partial(parse, kind, choices=choices, period=period, unit=unit))


_KEPT = 1024
"""Texts of one column whose values are remembered."""
ReadColumn = Callable[[list[str]], Sequence[Value | None] | None]
"""Reads the cells of a column, texts in NFC without blanks at their ends; None where one of them is wrong."""


@lru_cache(maxsize=1024)  # columns of one kind, of whatever table, share what they know
def column_reader(kind: Kind, parse: Callable[[str], Parsed]) -> ReadColumn:
    """What makes of a whole column, no text of which is too long, what ``parse`` makes of each of its texts."""
    each = partial(_read_each, _Known(parse))
    return _as_written if _PARSERS.get(kind) is _text else partial(_read_amounts, each) if kind == "money" else each


def _as_written(texts: list[str]) -> Sequence[str | None]:
    return texts if all(texts) else [text or None for text in texts]


def _read_amounts(otherwise: ReadColumn, texts: list[str]) -> Sequence[Value | None] | None:
    """Amounts seldom repeat: to keep what each was read as, as is done of other values, would not pay."""
    return read_amounts(texts) or otherwise(texts)


def _read_each(known: _Known, texts: list[str]) -> list[Value | None] | None:
    try:
        return [*map(known.__getitem__, texts)]
    except _UnreadableError:
        return None


class _UnreadableError(Exception):
    """A text that is no value of its column."""


class _Known(dict[str, Value | None]):
    """What the texts of a column were read as; one that is asked for first is read."""

    def __init__(self, parse: Callable[[str], Parsed]) -> None:
        self._parse = parse

    def __missing__(self, text: str) -> Value | None:
        value = self._parse(text)[0]
        if value is None and text:
            raise _UnreadableError
        if len(self) >= _KEPT:
            self.clear()
        self[text] = value
        return value


def _parse(kind: Kind, written: str, choices: tuple[str, ...], period: Period | None) -> Parsed:
    if len(written) > LONGEST:
        return None, Problem("LIM-LONG", (("length", str(len(written))), ("limit", str(LONGEST))))
    if kind == "date":
        return read_day(written, period)
    if kind == "month":
        return read_month(written, period)
    if kind == "choice":
        return _choice(written, choices)
    return _PARSERS[kind](written)


# ---- words -----------------------------------------------------------------------------------------------------------

_YES = frozenset({"是", "有", "对", "√", "✓", "✔", "☑", "y", "yes", "true"})
_NO = frozenset({"否", "无", "没有", "不是", "×", "x", "✗", "✘", "☐", "n", "no", "false"})


def _yesno(text: str) -> Parsed:
    plain = unquoted(narrow(text)).lower()
    if plain in _YES or plain in _NO:
        return plain in _YES, None
    return wrong("KEY-YESNO", text)


def _choice(text: str, choices: tuple[str, ...]) -> Parsed:
    known = _known(choices)
    value = known.get("".join(unquoted(narrow(text)).rstrip(".,;").split()))
    if value is not None or not choices:
        return (value if choices else text), None
    return wrong("KEY-CHOICE", text, nearest=nearest(text, choices), known="、".join(choices))


@lru_cache(maxsize=256)
def _known(choices: tuple[str, ...]) -> dict[str, str]:
    return {"".join(narrow(choice).split()): choice for choice in choices}


def _text(text: str) -> Parsed:
    return unicodedata.normalize("NFC", text), None


def _code(text: str) -> Parsed:
    """Digits and letters stand for themselves; Excel's ``1.1E+17`` has lost its last digits for ever."""
    if re.fullmatch(r"\d(?:\.\d+[eE]\+?\d{1,3}|[eE]\+\d{1,3})", text):
        return wrong("CODE-LOST", text)
    return unicodedata.normalize("NFC", text), None


_TELEPHONE = re.compile(
    r"(?:\+?86-?)?(?:0\d{2,3}-?\d{7,8}(?:(?:-|转|ext)\d{1,6})?|1\d{10}|\d{3,8}|[48]00-?\d{3}-?\d{4})"
)


_OUT_OF_DATE = re.compile(r"0\d{3}-\d{6}")
"""A number of six digits behind its area: one was left out, for none has been so short since the nineties."""
_SHORT = 8
"""Signs of the longest number that has no parts."""


def _telephone(text: str) -> Parsed:
    plain = re.sub(r"[()\s]+", "-", unquoted(narrow(text))).strip("-")
    plain = re.sub(r"-*(转|ext)-*", r"\1", re.sub(r"-+", "-", plain))
    joined = plain.replace("-", "") if len(plain) > _SHORT and not _OUT_OF_DATE.fullmatch(plain) else ""
    if _TELEPHONE.fullmatch(plain) or _TELEPHONE.fullmatch(joined):
        return plain, None
    return wrong("CODE-PHONE", text)


def _file(text: str) -> Parsed:
    path = unicodedata.normalize("NFC", text)
    cure = re.sub(r"^(?:https?://[^/]*|file:|[A-Za-z]:)?/+", "", path.replace("\\", "/"))
    parts = cure.partition("#")[0].split("/")
    if cure != path or ".." in parts or re.match(r"[A-Za-z]:", path) or "\0" in path:
        return wrong("FILE-PATH", text, cure="/".join(part for part in cure.split("/") if part not in ("..", ".")))
    return posixpath.normpath(path), None


_PARSERS: dict[str, Callable[[str], Parsed]] = {
    "text": _text,
    "money": read_money,
    "number": read_number,
    "share": read_share,
    "person": _text,
    "payee": _text,
    "organisation": _text,
    "code": _code,
    "voucher": _code,
    "telephone": _telephone,
    "place": _text,
    "file": _file,
    "yesno": _yesno,
    "count": read_count,
    "reference": _text,
    "point": read_point,
}
