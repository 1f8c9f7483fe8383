"""Chinese inside a page of another language: the marks of ``views.language`` become ``lang`` attributes.

In texts they become an element with ``lang="zh-Hans"``; where one element holds nothing else, it takes the attribute itself.
In attributes, in titles and in what is no text they are left out. In a drawing the element is ``tspan``: it knows no other.
"""

from __future__ import annotations

import re

from sitegen.views.said import CLOSE, OPEN

_ALONE = re.compile(rf"<([a-z]\w*)((?:(?! lang=)[^<>])*)>{OPEN}([^<{OPEN}{CLOSE}]*){CLOSE}(?=</\1>)")
_PIECES = re.compile(rf"(<(title|style|script|svg)\b.*?</\2>|<[^>]*>)|{OPEN}|{CLOSE}", re.DOTALL)
_NO_LETTERS = re.compile(r"<title>.*?</title>|<[^>]*>", re.DOTALL)
_MARKS = str.maketrans("", "", OPEN + CLOSE)


def mark_chinese(html: str, rtl: bool) -> str:
    """The page with its Chinese marked; in a page from right to left it is set apart from the direction around it, too."""
    name = "bdi" if rtl else "span"
    opening, closing = f'<{name} lang="zh-Hans">', f"</{name}>"

    depth = 0

    def piece(match: re.Match[str]) -> str:
        nonlocal depth
        if match[1]:
            return _mark_drawing(match[1]) if match[2] == "svg" else match[1].translate(_MARKS)
        depth += 1 if match[0] == OPEN else -1
        return opening if match[0] == OPEN and depth == 1 else closing if depth == 0 else ""

    alone = html if rtl else _ALONE.sub(r'<\1 lang="zh-Hans"\2>\3', html)
    return _PIECES.sub(piece, alone)


def _mark_drawing(svg: str) -> str:
    whole = _NO_LETTERS.sub(lambda piece: piece[0].translate(_MARKS), svg)
    return whole.replace(OPEN, '<tspan lang="zh-Hans">').replace(CLOSE, "</tspan>")
