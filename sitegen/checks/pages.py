"""What a page says, as texts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_POLICY = re.compile(r"<meta http-equiv[^>]*>")
_FIXED = re.compile(r"<(style|script)\b[^>]*>(.*?)</\1>", re.DOTALL)
_INLINE = re.compile(r"<(?=/?+[abeisw])/?(?:span|strong|b|wbr|em|a|small|i)\b[^>]*+>")
_TAG = re.compile(r"<[^>]*+>")
_ATTRIBUTE = re.compile(r'="([^"]*)"')
_ANY_ATTRIBUTE = re.compile(r"""=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]++))""")
"""Also as the theme of a county may write them, in single quotes or in none."""
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ESCAPED_DIGIT = re.compile(r"\\(?:x|u\{?)?0*3([0-9])(?:\}|[ \t])?")
_DRAWN = re.compile(r' (?:d|points|viewBox|transform)="[^"]*"')
"""Attributes that hold only where a line runs."""


def read_page(data: bytes) -> Iterator[str]:
    """The text of a page with ``|`` for every border, its attributes, then its style and script."""
    texts, attributes, fixed = take_apart(data)
    yield html.unescape("|".join(texts))
    yield html.unescape("|".join(attributes))
    yield from fixed


def take_apart(data: bytes) -> tuple[list[str], list[str], list[str]]:
    """What stands between the borders of a page, and its attributes, both still escaped; its style and script."""
    text = _POLICY.sub(" ", data.decode("utf-8", errors="replace"))
    fixed = [say_digits(match[2]) for match in _FIXED.finditer(text)] if "<s" in text else []
    fixed += _COMMENT.findall(text) if "<!--" in text else []
    text = _FIXED.sub(" ", text) if fixed else text
    text = _DRAWN.sub(" ", text) if "<svg" in text else text
    attributes = _ATTRIBUTE.findall(text)
    if len(attributes) < text.count("="):
        attributes = ["".join(written) for written in _ANY_ATTRIBUTE.findall(text)]
    return _TAG.split(_INLINE.sub("", text)), attributes, fixed


def say_digits(text: str) -> str:
    """A style sheet or script with digits for what stands for one: ``\\31``, ``\\x31``, ``\\u0031``."""
    return _ESCAPED_DIGIT.sub(r"\1", text)


def read_markup(data: bytes) -> Iterator[str]:
    """The text of a drawing or a feed, and its attributes."""
    text = data.decode("utf-8", errors="replace")
    yield html.unescape(_TAG.sub("|", text))
    yield html.unescape("|".join(_ATTRIBUTE.findall(text)))
