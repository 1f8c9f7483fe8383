"""Items whose braces are missing, or are brackets of another kind."""

from __future__ import annotations

import re

from sitegen.source.draft import Slip
from sitegen.source.lines import KEY_OF_BRACES, is_item
from sitegen.source.trouble import Trouble

_TAKEN_FOR_BRACE = "(（<〈【〔《"


def unopened_slip(trouble: Trouble) -> Slip | None:
    """``- 日期: 7月3日, 金额: 5}``: a map in braces that was not opened, or with another sign."""
    text, line = trouble.text.rstrip(), trouble.line
    if not text.endswith("}") or "{" in text or text.count("}") > 1:
        return None
    match = KEY_OF_BRACES.match(text)
    start = match.end() if match else 0
    end = start + (text[start] in _TAKEN_FOR_BRACE)
    values = (("closer", ""), ("opener", "{"))
    return Slip("SYN-BRACKET", "error", line, start, start + 1, values, ((line, start, end, "{"),), certain=True)


_SIGN_AND_BRACE = re.compile(r" *+(?:- ++)+([^\w\s{\[\"'])(?= *\{.*\}\s*$)")


def before_brace_slip(trouble: Trouble) -> Slip | None:
    """``- ·{日期: 7月3日}``: a sign between the dash and the brace of an item."""
    match = _SIGN_AND_BRACE.match(trouble.text)
    if match is None:
        return None
    (start, end), line = match.span(1), trouble.line
    values = (("character", match[1]),)
    return Slip("SYN-STRAY", "error", line, start, end, values, ((line, start, end, ""),), certain=True)


_IN_OTHER_BRACKETS = {"(": ")", "（": "）", "【": "】", "〔": "〕", "《": "》", "「": "」", "〈": "〉", "<": ">"}
_NAME_AND_VALUE = re.compile(r"\s*[^\s:：{}\[\]\"'][^:：{}\[\]\"']{0,30}:(?: [^:]*|$)")
_FEW = 3
"""Names and values on one line that are more than a text with a colon in it."""


def unbraced_slip(trouble: Trouble) -> Slip | None:
    """``- (日期: 7月3日, 金额: 5)``: an item whose names and values stand in other brackets than braces, or in none."""
    line, text = trouble.line, trouble.text.rstrip()
    start = len(text) - len(text.lstrip(" -"))
    opener, closer = text[start : start + 1], _IN_OTHER_BRACKETS.get(text[start : start + 1], "")
    closed = bool(closer) and text.endswith(closer)
    pairs = text[start + closed : len(text) - closed].split(",")
    if not is_item(text) or len(pairs) < _FEW - closed or not all(map(_NAME_AND_VALUE.fullmatch, pairs)):
        return None
    end = len(text)
    mends = ((line, start, start + closed, "{"), (line, end - closed, end, "}"))
    values = (("closer", "" if closed else "}"), ("opener", "{"))
    if closed and not opener.isascii():
        return Slip(
            "SYN-FWBRACE", "error", line, start, start + 1, (("character", opener), ("plain", "{")), mends, certain=True
        )
    return Slip("SYN-BRACKET", "error", line, start, start + 1, values, mends, certain=True)
