"""What the looks of a cell say of it: an amount in red is one that is taken off, a line struck out is none."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from numbers import Real
from typing import Any

from msgspec import Struct

STRUCK = "划掉的"
_RED = "红色的字"
_RED_COLOUR = re.compile("(?:FF)?(?:FF|[C-E][0-9A-F])0000")
_RED_WORD = re.compile(r"\[(?:red|红色?|(?:color|颜色)\s*3)\]", re.IGNORECASE)
_BOUND = re.compile(r"\[[<>=]{1,2}(-?[\d.]+)\]")
_QUOTED = re.compile(r'"([^"]*)"')
_LITERAL = re.compile(r'"[^"]*"|\\.')
_REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\d(A-Z])")
_MOST_RULES = 200


def say_looks(*, number: bool, struck: bool, red: bool) -> str:
    """What the looks say: struck out, or, of a number, red; empty for all others."""
    return STRUCK if struck else _RED if red and number else ""


def is_red(colour: str) -> bool:
    """Whether a colour, written ``FF0000`` or with its opacity before it, is one in which amounts are taken off."""
    return bool(_RED_COLOUR.fullmatch(colour.lstrip("#").upper()))


def is_red_form(form: str, value: object) -> bool:
    """Whether a number format shows this amount in red, be it more than nothing or less: ``[Red]0.00``.

    Not where it is red for being less than nothing (``0;[Red]-0``), nor for being large (``[Red][>5000]0``).
    """
    if not _RED_WORD.search(form) or not isinstance(value, Real) or value <= 0:
        return False
    sections = _LITERAL.sub("", form).split(";")
    bounds = [bound[1] for each in sections if (bound := _BOUND.search(each))]
    if any(each.strip("-0.") for each in bounds):
        return False
    first = next((each for each in sections if not re.search(r"\[(?:<|<=|=)-?[\d.]+\]", each)), "")
    return bool(_RED_WORD.search(first))


class Rule(Struct, frozen=True):
    """Cells that are drawn otherwise where others of their line say something: a range, its style, the formula."""

    ranges: tuple[str, ...]
    style: int
    formula: str


def find_rules(tail: bytes) -> tuple[Rule, ...]:
    """The rules by formula among what stands below the cells of a sheet."""
    return tuple(_rules(tail))[:_MOST_RULES]


def _rules(tail: bytes) -> Iterator[Rule]:
    for block in tail.split(b"<conditionalFormatting")[1 : _MOST_RULES + 1]:
        head, *rules = block.split(b"<cfRule")
        ranges = re.search(rb'sqref="([A-Z0-9: $]+)"', head)
        for each in rules[:_MOST_RULES] if ranges else ():
            style, formula = re.search(rb'dxfId="(\d{1,5})"', each), re.search(rb"<formula>([^<]*)</formula>", each)
            if ranges and style and formula and b'type="expression"' in each:
                said = html.unescape(formula[1].decode("utf-8", "replace"))
                yield Rule(tuple(ranges[1].decode().split()), int(style[1]), said)


def holds(rule: Rule, down: int, across: int, text_at: Callable[[int, int], str]) -> bool:
    """Whether a rule draws the cell that lies so far from the first of its range: where a cell it looks at says one of
    its words. What it makes of numbers is no word, and does not count."""
    from openpyxl.utils import column_index_from_string  # noqa: PLC0415 - a tenth of a second that only workbooks pay

    words = [word for word in _QUOTED.findall(rule.formula) if not re.fullmatch(r"[\d.]+", word)]
    denied = "<>" in rule.formula
    for fixed_column, letters, fixed_row, number in _REFERENCE.findall(_QUOTED.sub("", rule.formula)) if words else ():
        column = column_index_from_string(letters) + (0 if fixed_column else across)
        text = text_at(int(number) + (0 if fixed_row else down), column)
        if any((word in text if word else not text) is not denied for word in words):
            return True
    return False


def drawn_by(styles: Any, rule: Rule) -> tuple[bool, bool]:
    """Whether the style of a rule strikes out, and whether it is red."""
    style = styles[rule.style] if rule.style < len(styles) else None
    font = style.font if style is not None else None
    return drawn_font(font) if font is not None else (False, False)


def drawn_font(font: Any) -> tuple[bool, bool]:
    """Whether a font strikes out, and whether it is red."""
    color = font.color.rgb if font.color is not None and font.color.type == "rgb" else ""
    return bool(font.strike), is_red(str(color))
