"""Numbers that no longer look like one: letters for digits, a spreadsheet's 5.1E+17, pieces with a sign between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.sensitive.numbers import is_born_lately, is_card, is_identity_number, looks_like_identity_number
from sitegen.sensitive.patterns import Hit

_BORDER = r"(?:\s*+\|\s*+|(?=[^\S\n]*+\n)\s*+)"
_SPREAD = re.compile(
    r"(\d\d{5})(?<!\d{7})\s*+([^\w\s])\s*+(\d{4})(?:\s*+\2\s*+)?(\d{4})\s*+\2\s*+(\d{3}[\dXx])(?![\dA-Za-z])"
)
"""An identity number as 6, 8 and 4 signs with the same sign between them."""
_MOBILE = re.compile(
    r"1[3-9]\d(?<![\d.、。]\d{3})([:：_~#=;；、。]|//?)\d{4}\1\d{4}(?![\d.]|[、。；]\d)(?!\s*+[元亩米吨斤平立毫厘公])"
)
_CARD = re.compile(rf"(62(?<!\d62)\d{{6,11}}){_BORDER}(\d{{5,11}})(?!\d)")
"""A bank card in two cells or on two lines."""
_LIKE = re.compile(r"\d[ \-]?[OoIl]{1,6}(?![A-Za-z])|(?<![0-9A-Za-z])[Il][3-9](?:[ \-]?\d){4}")
_LIKE_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[\dOoIl]{17}[\dXxOoIl](?![0-9A-Za-z])")
_LIKE_MOBILE = re.compile(r"(?<![0-9A-Za-z])[1Il][3-9][\dOoIl](?:[ \-]?[\dOoIl]{4}){2}(?![0-9A-Za-z])")
_DIGITS = str.maketrans("OoIl", "0011")
_MOST_LETTERS = 3
"""In eleven signs; more would be a word."""
_POWER = re.compile(r"(\d)\.(\d{10,16})[Ee]\+1([07])(?!\d)")
"""What a spreadsheet makes of long numbers: fifteen digits of eighteen are left, and they tell place and day of birth."""


def find_disguised(plain: str) -> Iterator[Hit]:
    """Identity numbers, cards and mobiles that are only found by reading them otherwise, in a flattened text."""
    for match in _SPREAD.finditer(plain):
        number = match[1] + match[3] + match[4] + match[5]
        if is_identity_number(number) and not is_born_lately(number):
            yield Hit("PII-ID", match.start(), match.end())
    for match in _MOBILE.finditer(plain):
        yield Hit("PII-PHONE", match.start(), match.end())
    for match in _CARD.finditer(plain):
        if len(match[1] + match[2]) in (16, 19) and is_card(match[1] + match[2]):
            yield Hit("PII-CARD", match.start(), match.end())
    if _LIKE.search(plain):
        yield from _find_letters(plain)
    if "+1" in plain:
        yield from _find_powers(plain)


def _find_letters(plain: str) -> Iterator[Hit]:
    for match in _LIKE_IDENTITY.finditer(plain):
        if is_identity_number(match[0].translate(_DIGITS)):
            yield Hit("PII-ID", match.start(), match.end())
    for match in _LIKE_MOBILE.finditer(plain):
        if 0 < sum(sign.isalpha() for sign in match[0]) <= _MOST_LETTERS:
            yield Hit("PII-PHONE", match.start(), match.end())


def _find_powers(plain: str) -> Iterator[Hit]:
    for match in _POWER.finditer(plain):
        digits = match[1] + match[2]
        if match[3] == "7" and looks_like_identity_number(digits[:18].ljust(18, "0")):
            yield Hit("PII-ID", match.start(), match.end())
        if match[3] == "0" and re.fullmatch(r"1[3-9]\d{9}", digits):
            yield Hit("PII-PHONE", match.start(), match.end())
