"""Causes between brackets: one is missing, one too many, of the wrong kind, or a sign in a text that only looks like one."""

from __future__ import annotations

import re

from sitegen.source.draft import Slip
from sitegen.source.lines import (
    KEY_GOOD,
    KEYS_ANYWHERE,
    NEXT_KEY,
    comma_slip,
    depth_of,
    is_item,
    last_written,
    stray_colon_slip,
    template_slip,
)
from sitegen.source.trouble import Trouble, value_text


def flow_cause(trouble: Trouble) -> Slip | None:
    """Between brackets: a comma or a bracket is missing, or a comma is Chinese."""
    if "a flow" not in trouble.says:
        return None
    trouble = _at_bracket(trouble)
    line, column, last = trouble.line, trouble.column, trouble.last
    if slip := _wrapped_slip(trouble):
        return slip
    if slip := _inner_bracket_slip(trouble, _PAIR):
        return slip
    if slip := template_slip(trouble.text, line, column):
        return slip._replace(code="SYN-INSIDE")
    if slip := _inner_bracket_slip(trouble, _HALF):
        return slip
    before = trouble.text[:column].rstrip()
    if before.endswith("]") and trouble.rest[:1] not in ",]}" and (start := before.rfind("[")) > 0:
        return _bracket_text_slip(trouble, start, column)
    if _runs_on(trouble) or _begins_anew(trouble) or trouble.rest[:1] in ("]", "}"):
        return _bracket_slip(trouble)
    if last.line - 1 != line or last.style:
        return Slip("SYN-FLOW", "error", line, column, column + 1)
    return _flow_text_slip(trouble)


def _wrapped_slip(trouble: Trouble) -> Slip | None:
    """Braces over several lines, where the comma at the end of one is Chinese, or missing."""
    number, text = trouble.line - 1, trouble.text
    if trouble.opened > number:
        return None
    above = trouble.lines[number].rstrip()
    if above.endswith(",") and (match := _REMARK.search(above)):
        return _hidden_slip(above, number, match.start())
    if not trouble.rest.startswith(":"):
        return None
    if above.endswith("，"):
        return comma_slip(number, [len(above) - 1])
    deeper = depth_of(text) > depth_of(trouble.lines[trouble.opened]) and not is_item(text)
    if not deeper or text.count("}") <= text.count("{") or above.endswith((",", "{", "[")):
        return None
    end = len(above)
    return Slip("SYN-FLOW", "error", number, end, end + 1, mends=((number, end, end, ","),), certain=True)


_PAIR = re.compile(r"\[[^\[\]{}]*\][^,，\[\]{}]*|\{[^\[\]{}]*\}(?=.*(?:[\]}]|,\s*$))[^,，\[\]{}]*")

_HALF = re.compile(r"[\[{][^,，\[\]{}]*")


def _inner_bracket_slip(trouble: Trouble, form: re.Pattern[str]) -> Slip | None:
    """``{摘要: 镇里[拨款]}``: a text between braces with brackets or half of a pair; the mend makes ordinary signs of them."""
    line, column, last = trouble.line, trouble.column, trouble.last
    match = form.match(trouble.rest)
    start = last.column - 1
    if not match or not last.text or last.style or last.line - 1 != line:
        return None
    if trouble.text[last.end_column - 1 : column].strip():
        return None
    signs = {"[": "〔", "{": "〔", "]": "〕", "}": "〕", ",": "，"}
    whole = trouble.rest[: match.end()]
    mends = tuple((line, column + i, column + i + 1, signs[sign]) for i, sign in enumerate(whole) if sign in signs)
    values = (("character", whole[0]), ("text", trouble.text[start : column + match.end()].rstrip()))
    return Slip("SYN-INSIDE", "error", line, column, column + 1, values, mends)


def _at_bracket(trouble: Trouble) -> Trouble:
    """The same trouble, opened at the bracket that an earlier line left open, where libyaml names the line below it."""
    anew = is_item(trouble.text) or KEY_GOOD.match(trouble.text) or not trouble.text.strip()
    if "node content" not in trouble.says or not anew:
        return trouble
    above = last_written(trouble.lines, trouble.line - 1) if trouble.line else 0
    while above and trouble.lines[above].lstrip().startswith("#"):
        above = last_written(trouble.lines, above - 1)
    line = trouble.lines[above]
    if match := _REMARK.search(line):
        line = line[: match.start()]
    start = max(line.rfind("{"), line.rfind("["))
    if above == trouble.line or start < 0 or any(sign in line[start:] for sign in "}]"):
        return trouble
    return trouble._replace(opened=above, opened_column=start)


def _bracket_slip(trouble: Trouble) -> Slip:
    """A bracket that is missing at the end of its line, missing inside, or of the other kind."""
    opened, start = trouble.opened, trouble.opened_column
    closer = {"[": "]", "{": "}"}.get(trouble.lines[opened][start : start + 1], "]")
    values = (("closer", closer),)
    if _runs_on(trouble) or _begins_anew(trouble):
        whole = trouble.lines[opened]
        if match := _REMARK.search(whole, start):
            if closer in whole[match.end() :]:
                return _hidden_slip(whole, opened, match.start())
            whole = whole[: match.start()]
        end = len(whole.rstrip())
        wide = whole[end - 1] if end else ""
        if wide and (wide in _WIDE_CLOSERS or (wide in "）)" and _closes_nothing(whole[start:end]))):
            plain = (("character", wide), ("plain", closer))
            code, said = ("SYN-BRACKET", values) if wide == ")" else ("SYN-FWBRACE", plain)
            return Slip(code, "error", opened, end - 1, end, said, ((opened, end - 1, end, closer),), certain=True)
        # a file that ends here was cut off: of what is missing behind it nothing can be said
        mends = ((opened, end, end, closer),) if trouble.line > opened else ()
        return Slip("SYN-BRACKET", "error", opened, start, max(end, start + 1), values, mends)
    line, column = trouble.line, trouble.column
    before, other = trouble.text[:column], trouble.rest[0]
    if other == "}" and closer == "]" and opened == line and _BEGINS_MAP.match(before, start):
        mend = (line, start, start + 1, "{")
        return Slip(
            "SYN-BRACKET", "error", line, start, start + 1, (("closer", ""), ("opener", "{")), (mend,), certain=True
        )
    if other == "}" and closer == "]" and opened == line and before[:start].rstrip().endswith(":"):
        mend = (line, start, start + 1, "〔")
        return Slip("SYN-BRACKET", "error", line, start, start + 1, values, (mend,))
    missing = before.count("{" if other == "}" else "[") > before.count(other)
    mends = ((line, column, column + (not missing), closer),)
    return Slip("SYN-BRACKET", "error", line, column, column + 1, values, mends)


_BEGINS_MAP = re.compile(r"\[ *[^\s\[\]{},:]{1,20}: [^\[\]{}]*$")
"""An opening bracket of the other kind before what is a map in braces: it is this one that is wrong."""
_REMARK = re.compile(r"[ \t]#")


def _closes_nothing(text: str) -> bool:
    """Whether more round brackets are closed than opened: the last one was meant for another kind."""
    return len(re.findall("[)）]", text)) > len(re.findall("[(（]", text))


_WIDE_CLOSERS = "｝］】"


def _hidden_slip(line: str, number: int, gap: int) -> Slip:
    """A ``#`` that turns the rest of a list in brackets into a remark, its end included."""
    rest = line[gap + 1 :].rstrip()
    values = (("text", rest),)
    mend = (number, gap + 1, gap + 2, "＃")
    return Slip("SYN-HASH", "error", number, gap + 1, gap + 1 + len(rest), values, (mend,))


def _begins_anew(trouble: Trouble) -> bool:
    """Whether the line of the trouble is one of its own, the bracket above it was not left open on purpose."""
    opening = trouble.lines[trouble.opened].rstrip()
    return trouble.line > trouble.opened and bool(KEY_GOOD.match(trouble.text)) and opening[-1:] not in (",", "{", "[")


def _runs_on(trouble: Trouble) -> bool:
    """Whether an open bracket has swallowed lines that stand for themselves."""
    lines = trouble.lines
    depth = depth_of(lines[trouble.opened])
    if not trouble.rest.strip() and trouble.line >= len(lines) - 1:
        return True
    following = (line for line in lines[trouble.opened + 1 : trouble.line + 1] if line.strip())
    return any(is_item(line) or (depth_of(line) <= depth and KEY_GOOD.match(line)) for line in following)


def _flow_text_slip(trouble: Trouble) -> Slip:
    """``{日期: 7月3日，金额: 5}``, ``{x: 1 y: 2}`` and ``{摘要: 说明: 修路}`` all stop at the second colon."""
    line, last = trouble.line, trouble.last
    start, end = last.column - 1, last.end_column - 1
    if match := _SEPARATOR.search(last.text):
        at = start + match.start(1)
        return Slip("SYN-FLOW", "error", line, at, at + 1, mends=((line, at, at + 1, ","),))
    if name := _last_name(trouble):
        gap = start + len(last.text.removesuffix(name).rstrip())
        return Slip("SYN-FLOW", "error", line, gap, end, mends=((line, gap, gap, ","),), certain=True)
    if "，" in last.text:
        return _wide_comma_slip(trouble)
    for sign in "；;、":
        if sign in last.text:
            return comma_slip(line, [start + last.text.rindex(sign)])._replace(certain=False)
    stop = re.search(r"[。．｡]\s*([^。．｡]+)\Z", last.text)
    if stop and stop[1] in KEYS_ANYWHERE.findall("\n".join(trouble.lines)):
        return comma_slip(line, [start + stop.start()])._replace(certain=False)
    if key := _glued_key(trouble):
        gap = end - len(key)
        return Slip("SYN-FLOW", "error", line, gap, end, mends=((line, gap, gap, ", "),), certain=True)
    if " " in last.text:
        gap = start + last.text.rindex(" ")
        return Slip("SYN-FLOW", "error", line, gap, end, mends=((line, gap, gap + 1, ","),))
    column = trouble.column
    if not trouble.rest.startswith(":"):
        return Slip("SYN-FLOW", "error", line, column, column + 1)
    if trouble.text[end:column].strip() == ":":
        return stray_colon_slip(trouble.text, line, column)
    return Slip("SYN-VALUE", "error", line, column, column + 1, mends=((line, column, column + 1, "："),))


_SEPARATOR = re.compile(r"([|｜/\\]|\.(?=\s))\s*[^\s|｜/\\]+\Z")
"""Taken for the comma before the next name."""


def _last_name(trouble: Trouble) -> str:
    """The last of several words, when it is a name elsewhere, or stands behind a blank and not behind one of the signs that
    may be meant for a comma."""
    first, _, last = trouble.last.text.rpartition(" ")
    if not first.strip() or not trouble.rest.startswith(":") or first.rstrip()[-1] in _LIKE_COMMAS:
        return ""
    signed = any(sign in first for sign in _LIKE_COMMAS)
    return last if signed or last in KEYS_ANYWHERE.findall("\n".join(trouble.lines)) else ""


_LIKE_COMMAS = "，；;、。．｡"


def _glued_key(trouble: Trouble) -> str:
    """The name at the end of ``32实到``, which is one elsewhere, where a figure ends before it."""
    text = trouble.last.text
    known = set(KEYS_ANYWHERE.findall("\n".join(trouble.lines))) if trouble.rest.startswith(":") else set()
    first = max(1, len(text) - max(map(len, known), default=0))
    starts = (
        at
        for at in range(first, len(text) - 1)
        if text[at:] in known and (text[at - 1] in _ENDS_OF_FIGURES or _is_fellows_name(trouble, text[at:]))
    )
    return text[next(starts, len(text)) :]


def _is_fellows_name(trouble: Trouble, name: str) -> bool:
    """Whether the lines beside this one have that name between their braces, and this one has it nowhere else."""
    near = trouble.lines[max(0, trouble.line - 1) : trouble.line] + trouble.lines[trouble.line + 1 : trouble.line + 2]
    named = re.compile(rf"[{{,] *{re.escape(name)}:")
    return len(name) > 1 and any(map(named.search, near)) and not named.search(trouble.text)


_ENDS_OF_FIGURES = "0123456789日号元%）)"


def _wide_comma_slip(trouble: Trouble) -> Slip:
    """All Chinese commas of ``3日，金额：5，备注`` (then a colon) that stand before a key."""
    line, last = trouble.line, trouble.last
    start = last.column - 1
    text, keys = last.text + ":", set(KEYS_ANYWHERE.findall("\n".join(trouble.lines)))
    parted = [match for match in NEXT_KEY.finditer(text) if match[1] in keys or match.end() == len(text)]
    if not parted:
        return comma_slip(line, [start + last.text.rindex("，")])
    wide = [start + match.start(2) for match in parted if match[2] == "：" or match.end() < len(text)]
    colons = tuple((line, colon, colon + 1, ": ") for colon in wide)
    return comma_slip(line, [start + match.start() for match in parted], colons)


def bracket_cause(trouble: Trouble) -> Slip | None:
    """``[2026]3号文`` begins like a list; ``{…}}`` has one bracket too many."""
    before = trouble.text[: trouble.column].rstrip()
    if not before.endswith(("]", "}")) or not trouble.rest.strip():
        return None
    line, column = trouble.line, trouble.column
    if trouble.rest[0] in "]}":
        blank = (line, column, column + 1, " ")
        return Slip("SYN-BRACKET", "error", line, column, column + 1, (("closer", ""),), (blank,))
    if before.endswith("}") and _NEXT_LINE.match(trouble.rest):  # the next line was joined to this one
        end = len(trouble.text.rstrip())
        return Slip("SYN-JOINED", "error", line, column, end, mends=((line, column, end, ""),))
    if match := _AFTER_BRACKET.fullmatch(trouble.rest):
        end = column + match.end(1)
        values = (("character", match[1]),)
        return Slip("SYN-STRAY", "error", line, column, end, values, ((line, column, end, ""),), certain=True)
    match = re.search(r"[:-] +([\[{])", before)
    return _bracket_text_slip(trouble, match.start(1)) if match else None


_NEXT_LINE = re.compile(rf"(?={KEY_GOOD.pattern})[^:]*: +[^\s|>]|- +\{{")
_AFTER_BRACKET = re.compile(r"([,，、;；.。)）]+)\s*(?:#.*)?")
"""What is written behind a list in brackets as behind a sentence."""


def _bracket_text_slip(trouble: Trouble, start: int, end: int | None = None) -> Slip:
    """The mend makes all brackets from ``start`` to ``end`` ordinary characters."""
    line, text = trouble.line, trouble.text
    signs = [(start + i, "〔" if c in "[{" else "〕") for i, c in enumerate(text[start:end]) if c in "[]{}"]
    values = (("character", text[start]), ("text", value_text(text, start)))
    mends = tuple((line, column, column + 1, sign) for column, sign in signs)
    return Slip("SYN-START", "error", line, start, start + 1, values, mends)
