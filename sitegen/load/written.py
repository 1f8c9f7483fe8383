"""How clerks write, whatever the field: widths, quotes, look-alikes, Chinese numerals; and what is said of a wrong text."""

from __future__ import annotations

import re

from msgspec import Struct

from sitegen.model.ledger import Value
from sitegen.model.numerals import to_digits

_SHOWN = 40


class Problem(Struct, frozen=True):
    """What is wrong with a text: code, values of its sentence, and the characters meant."""

    code: str
    values: tuple[tuple[str, str], ...] = ()
    start: int = 0
    end: int = 0
    severity: str = "error"


Parsed = tuple[Value | None, Problem | None]


def wrong(code: str, text: str, **values: str) -> Parsed:
    """No value, and the problem; a long text is cut."""
    shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return None, Problem(code, (("text", shown), *values.items()))


def narrow(text: str) -> str:
    """Full-width signs as narrow ones and dashes as minus signs; not NFKC, to which ``3²`` is 32."""
    return text if text.isascii() else text.translate(_NARROW).strip()


UNSETTLED = re.compile(
    r"[-/\\~]+|无|没有|空|暂无|未发生|未定|暂未|待[定填补]|不[详明]|未知|null|none|n/?a|nil", re.IGNORECASE
)
"""What is written where nothing is known yet, or nothing is to be said."""
_NARROW = str.maketrans(
    "".join(map(chr, range(0xFF01, 0xFF5F))) + "\u3000\u00a0￥−–—―﹣‐‑。",
    "".join(map(chr, range(0x21, 0x7F))) + "  ¥-------.",
)
_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』", '"': '"', "'": "'", "”": "“", "＂": "＂"}


def unquoted(text: str) -> str:
    """The text without one pair of quotes around all of it: they cannot belong to a number, a day or a choice."""
    if len(text) > 2 and _QUOTES.get(text[0]) == text[-1]:
        return text[1:-1].strip()
    return text


_SAME_UNITS = {"平方米": ("㎡", "m²", "m2", "平米", "平方"), "立方米": ("m³", "m3", "立方"), "工日": ("个工", "工")}
"""What else a column's unit is called."""


def is_unit(text: str, unit: str) -> bool:
    """Whether the text says that unit."""
    return bool(unit) and (narrow(text) == unit or text in _SAME_UNITS.get(unit, ()))


def without_unit(text: str, unit: str) -> str:
    """The text without its column's own unit behind a figure."""
    match = re.fullmatch(r"(.*\d)\s*(\D+|m[23])", text) if unit else None
    return match[1] if match and is_unit(match[2], unit) else text


_LETTERS = str.maketrans("OoＯｏОоΟοQDlIｌＩІіΙι|", "0" * 10 + "1" * 9)


def with_digits(text: str) -> str:
    """The text with digits for the letters that look like them, when it is made of digits otherwise; else ``""``."""
    read = text.translate(_LETTERS)
    return read if read != text and re.search(r"\d", text) and not re.search(r"[A-Za-z]", read) else ""


__all__ = [
    "UNSETTLED",
    "Parsed",
    "Problem",
    "is_unit",
    "narrow",
    "to_digits",
    "unquoted",
    "with_digits",
    "without_unit",
    "wrong",
]
