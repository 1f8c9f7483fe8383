"""Many ways of writing a number become one: digits of every script, wide signs, marks and signs nobody sees between them."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from itertools import chain
from urllib.parse import unquote

_UNSEEN = ("Cf", "Me")
_BLANK = "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Letters and marks that are drawn as nothing."""
_WIDE = (*range(0xFF10, 0xFF1A), *range(0xFF20, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF03, 0xFF0A, 0xFF0D, 0xFF0E, 0xFF3F)
_RINGED = (*range(0x3220, 0x3229), *range(0x3280, 0x3289))
"""㈠ to ㈨ and ㊀ to ㊈, which count as numbers, but not as digits."""


_LOOKED_AT = (
    range(0x80, 0x3400),
    range(0xA000, 0xAC00),
    range(0xF900, 0x10000),
    range(0x1D7CE, 0x1D800),
    range(0x1F100, 0x1F10D),
    range(0xE0000, 0xE01F0),
)
"""Between them stand ideographs, Hangul and signs for private use."""
_MARKS = (range(0x300, 0x370), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
"""What only changes the sign before it: accents, and the selectors of variants."""


def _to_table() -> dict[int, str | None]:
    """Every digit of every script as 0–9, wide letters narrow, signs nobody sees gone; punctuation stays as it is."""
    signs = [*map(chr, chain(*_LOOKED_AT))]
    table: dict[int, str | None] = dict.fromkeys((*map(ord, _BLANK), *chain(*_MARKS)), None)
    table |= {ord(sign): None for sign in signs if unicodedata.category(sign) in _UNSEEN}
    table |= {ord(sign): str(unicodedata.digit(sign)) for sign in signs if sign.isdigit()}
    table |= {code: str(int(unicodedata.numeric(chr(code)))) for code in _RINGED} | {0x1F10B: "0", 0x1F10C: "0"}
    letters = {code: chr(code - 0xFEE0) for code in _WIDE}
    return table | letters | {ord(sign): "X" for sign in "Ⅹ✕ХхΧχ×"}


_NARROW = _to_table()


def _to_class(codes: Iterable[int]) -> str:
    """Those signs of the first plane, and all others, as a class of a regular expression: ranges, for these are fast."""
    ranges: list[list[int]] = []
    for code in sorted(code for code in codes if code < 0x10000):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in ranges) + "\U00010000-\U0010ffff"


_ODD = re.compile(f"[{_to_class(_NARROW)}]")
"""Signs that may be written in another way: a text without them needs no second look."""
_RARE_DIGIT = re.compile(r"\d(?<![0-9])")
"""Digits of scripts nobody writes today, which the table leaves out."""
MARKS = re.compile(
    r"&(?:#\d+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z]\w*;)|<(?:/?[A-Za-z]|!--)(?!(?:[^<>\d]*\d){9})[^<>]{0,200}>"
    r"|\*\*(?<!\*\*\*)(?!\*)|__(?<!___)(?!_)|~~|`|\\(?=[\W\d_])|%(?:3\d|[57]8|2[0Dd])(?:%(?:3\d|[57]8|2[0Dd]))*"
)
"""What Markdown, HTML and addresses put between the signs of a text, or write for them, without anybody seeing it.

A tag that holds a long number stays: its attributes are read. Each form begins with its own sign: ``re`` leaps from one of
these to the next.
"""
_MARK_SIGNS = ("&", "<", "**", "__", "~~", "`", "\\", "%3")
BETWEEN = r"\s·•.,，、/~_*()（）+\-‐-―"
"""What people write between the digits of one number, as a class of signs."""
ODD_BETWEEN = r"…‧・∙⋅﹒﹡:：;；。=#&@^!！?？～'\"“”‘’()（）<>《》〈〉「」『』【】〖〗〔〕\[\]［］{}→⇒☆★○●■▲※◇│︱の丶丨一杠横点空格"
"""What they write there so that it looks like no number."""
_ODD_BORDER = re.compile(rf"[0-9][ \u3000]?(?:[{ODD_BETWEEN}][ \u3000]?){{1,3}}+(?=[0-9])")
CHINESE = "〇○零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺洞两拐勾"
"""With what is said for some of them on the telephone: 洞幺两拐勾."""
_CHINESE_DIGITS = str.maketrans(CHINESE, "000123456789123456789" + "10279")
_WITHIN = r" \n\-·.、，,"
_CHINESE_RUN = re.compile(rf"[{CHINESE}\d][{CHINESE}\d{_WITHIN}]{{9,}}[{CHINESE}\d]")
_CHINESE_HALF = re.compile(rf"[{CHINESE}](?:(?<=[\d{_WITHIN}]{{6}}.)|(?:[{_WITHIN}]*[{CHINESE}\d]){{5}})")
"""A long run with Chinese digits has six digits from the first of them on, or six signs and more before that."""
_LEAST_DIGITS = 11


def is_marked(text: str) -> bool:
    """Whether Markdown or HTML may stand between its signs."""
    return any(sign in text for sign in _MARK_SIGNS)


def flatten(text: str) -> str:
    """The text in one way of writing: what a reader would type who copies a number from it."""
    plain = _narrow(text)
    return _narrow(MARKS.sub(_shown_mark, plain)) if is_marked(plain) else plain


def _narrow(text: str) -> str:
    if text.isascii() or not _ODD.search(text):
        return text
    return _RARE_DIGIT.sub(lambda sign: str(int(sign[0])), text.translate(_NARROW))


def with_chinese_digits(plain: str) -> str:
    """The same length with long runs of 一二三 as digits: a second reading, since 张三 before a number is a name."""
    return _CHINESE_RUN.sub(_to_digits, plain) if may_hold_chinese(plain) else plain


def may_hold_chinese(plain: str) -> bool:
    """Whether a long number may be written in Chinese digits."""
    return not plain.isascii() and _CHINESE_HALF.search(plain) is not None


def with_plain_borders(plain: str) -> str:
    """The same length with hyphens for the brackets, dots and words that stand between digits: 138【6795】4321."""
    return _ODD_BORDER.sub(lambda border: border[0][0] + "-" * (len(border[0]) - 1), plain)


def _to_digits(run: re.Match[str]) -> str:
    digits = run[0].translate(_CHINESE_DIGITS)
    return digits if sum(sign.isdigit() for sign in digits) >= _LEAST_DIGITS else run[0]


def _shown_mark(match: re.Match[str]) -> str:
    if match[0].startswith("%"):
        return unquote(match[0])
    return html.unescape(match[0]) if match[0].startswith("&") else ""


def find_origins(text: str) -> list[int]:
    """For each sign of the flattened text, where in ``text`` it was written; one more for the end."""
    pieces = [(sign if sign < "\x80" else sign.translate(_NARROW), index) for index, sign in enumerate(text)]
    plain = "".join(sign for sign, _ in pieces)
    places = [index for sign, index in pieces for _ in sign]
    origins: list[int] = []
    last = 0
    for mark in MARKS.finditer(plain) if is_marked(plain) else ():
        origins += places[last : mark.start()]
        origins += [places[mark.start()]] * len(_shown_mark(mark).translate(_NARROW))
        last = mark.end()
    return [*origins, *places[last:], len(text)]
