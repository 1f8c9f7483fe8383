"""Causes: what YAML reports a line late or under the wrong name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import yaml

from sitegen.diagnostics import Diagnostic
from sitegen.source.alignment import align_slip, first_line_slip, outside_slip
from sitegen.source.builder import Builder, Wide
from sitegen.source.certain import find_certain
from sitegen.source.draft import Draft, Slip
from sitegen.source.lines import (
    INDENT_TAB,
    KEY_GOOD,
    KEY_OF_BRACES,
    KEYS_ANYWHERE,
    NEXT_KEY,
    comma_slip,
    depth_of,
    indent_slip,
    is_item,
    last_written,
    quote_slip,
    template_slip,
)
from sitegen.source.nodes import Scalar

Seen = Mapping[tuple[str, int], Diagnostic]
"""Code and line (from 0) of what has been found already."""


class Trouble(NamedTuple):
    """Where libyaml stopped (from 0), what it says, and what was read last."""

    lines: list[str]
    line: int
    column: int
    opened: int
    """Line and column where the thing began that it was reading."""
    opened_column: int
    says: str
    last: Scalar
    wide: Wide | None

    @property
    def text(self) -> str:
        """The line of the problem."""
        return self.lines[self.line]

    @property
    def rest(self) -> str:
        """The line from the problem on."""
        return self.text[self.column :]


def find_causes(draft: Draft, problem: yaml.YAMLError, builder: Builder, seen: Seen) -> list[Slip]:
    """What keeps the draft from being read on; at least one slip that can be mended."""
    trouble = _trouble(draft.lines, problem, builder)
    certain = [slip for slip in find_certain(draft, builder, trouble.line) if (slip.code, slip.line) not in seen]
    if certain:
        return certain
    if not any((code, trouble.line) in seen for code in _GUESSED):
        slips = (cause(trouble) for cause in _CAUSES)
        if slip := next((slip for slip in slips if slip and (slip.code, slip.line) not in seen), None):
            return [slip]
    return [_given_up(trouble, seen)]


def _trouble(lines: list[str], problem: yaml.YAMLError, builder: Builder) -> Trouble:
    mark = getattr(problem, "problem_mark", None)
    context = getattr(problem, "context_mark", None) or mark
    line, column = (min(mark.line, len(lines) - 1), mark.column) if mark else (0, 0)
    opened, opened_column = (context.line, context.column) if context else (0, 0)
    says = f"{getattr(problem, 'context', '')} / {getattr(problem, 'problem', '')}"
    wide = builder.wide[-1] if builder.wide else None
    return Trouble(lines, line, column, min(opened, len(lines) - 1), opened_column, says, builder.last, wide)


def _quote_cause(trouble: Trouble) -> Slip | None:
    lines, wide = trouble.lines, trouble.wide
    if "quoted scalar" in trouble.says and "escape" not in trouble.says:
        return quote_slip(lines, trouble.opened, trouble.opened_column)
    if wide and wide.style and wide.first < trouble.line <= wide.last + 1:
        return quote_slip(lines, wide.first, wide.column)
    opening = lines[trouble.opened][trouble.opened_column : trouble.opened_column + 1]
    if "simple key" in trouble.says and opening in ('"', "'"):
        return quote_slip(lines, trouble.opened, trouble.opened_column)
    last = trouble.last
    ends_here = last.line - 1 == trouble.line and trouble.text[last.end_column - 1 : trouble.column].strip() == ""
    if last.style in ("'", '"') and ends_here and not trouble.rest.startswith(("}", "]", ":")):
        mends = tuple((trouble.line, c, c + 1, "”") for c in (last.column - 1, last.end_column - 2))
        return Slip("SYN-QUOTE", "error", trouble.line, last.column - 1, last.end_column - 1, mends=mends)
    return None


def _escape_cause(trouble: Trouble) -> Slip | None:
    if "escape" not in trouble.says:
        return None
    line = trouble.line
    back = max(trouble.text.rfind("\\", 0, trouble.column + 1), 0)
    return Slip("SYN-ESCAPE", "error", line, back, back + 1, mends=((line, back, back + 1, "/"),))


def _tab_cause(trouble: Trouble) -> Slip | None:
    if "tab" not in trouble.says and not trouble.rest.startswith("\t"):
        return None
    match = INDENT_TAB.match(trouble.text)
    return indent_slip("SYN-TAB", trouble.lines, trouble.line, match.end() if match else trouble.column + 1)


_MARKS = ("block scalar", "directive", "an alias", "an anchor", "a tag")


def _start_cause(trouble: Trouble) -> Slip | None:
    """A text that begins with a sign that means something to YAML: ``@`` ``%`` `````` ` `````` ``>500`` ``*三``."""
    says, line, column = trouble.says, trouble.line, trouble.column
    if any(word in says for word in _MARKS):
        line, column = trouble.opened, trouble.opened_column
    elif not _cannot_start(trouble):
        return None
    if slip := template_slip(trouble.lines[line], line, column):
        return slip
    code = "SYN-ANCHOR" if "alias" in says or "anchor" in says else "SYN-TAG" if "a tag" in says else "SYN-START"
    text = trouble.lines[line]
    values = (("character", text[column : column + 1]), ("text", _value_text(text, column)))
    if text[column : column + 1] == "," and text[:column].rstrip()[-1:] in (",", "{", "["):  # one comma too many
        return Slip("SYN-STRAY", "error", line, column, column + 1, values, ((line, column, column + 1, " "),))
    first = not text[:column].strip(" -")
    mend = (line, column, column + 1, "" if first else " " if text[column] == "," else "”")
    return Slip(code, "error", line, column, column + 1, values, (mend,))


def _cannot_start(trouble: Trouble) -> bool:
    says = trouble.says
    if "cannot start any token" in says or "sequence entries" in says:
        return True
    return "node content" in says and trouble.rest[:1] in (",", "|")


def _value_text(line: str, start: int) -> str:
    return line[start:].split(" #", maxsplit=1)[0].rstrip(" ,}]")


def _flow_cause(trouble: Trouble) -> Slip | None:
    """Between brackets: a comma or a bracket is missing, or a comma is Chinese."""
    if "a flow" not in trouble.says:
        return None
    trouble = _at_bracket(trouble)
    line, column, last = trouble.line, trouble.column, trouble.last
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


_PAIR = re.compile(r"\[[^\[\]{}]*\][^,，\[\]{}]*|\{[^\[\]{}]*\}(?=.*[\]}])[^,，\[\]{}]*")
_HALF = re.compile(r"[\[{][^,，\[\]{}]*")


def _inner_bracket_slip(trouble: Trouble, form: re.Pattern[str]) -> Slip | None:
    """``{摘要: 镇里[拨款]}``: a text between braces with brackets or half of a pair; the mend makes ordinary signs of them."""
    line, column, last = trouble.line, trouble.column, trouble.last
    match = form.match(trouble.rest)
    start = last.column - 1
    if not match or last.style or last.line - 1 != line or trouble.text[last.end_column - 1 : column].strip():
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
            return Slip(
                "SYN-FWBRACE", "error", opened, end - 1, end, plain, ((opened, end - 1, end, closer),), certain=True
            )
        return Slip("SYN-BRACKET", "error", opened, start, max(end, start + 1), values, ((opened, end, end, closer),))
    line, column = trouble.line, trouble.column
    before, other = trouble.text[:column], trouble.rest[0]
    missing = before.count("{" if other == "}" else "[") > before.count(other)
    mends = ((line, column, column + (not missing), closer),)
    return Slip("SYN-BRACKET", "error", line, column, column + 1, values, mends)


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
    if trouble.line > trouble.opened and not trouble.rest.strip() and trouble.line >= len(lines) - 1:
        return True
    following = (line for line in lines[trouble.opened + 1 : trouble.line + 1] if line.strip())
    return any(is_item(line) or (depth_of(line) <= depth and KEY_GOOD.match(line)) for line in following)


def _flow_text_slip(trouble: Trouble) -> Slip:
    """``{日期: 7月3日，金额: 5}``, ``{x: 1 y: 2}`` and ``{摘要: 说明: 修路}`` all stop at the second colon."""
    line, last = trouble.line, trouble.last
    start, end = last.column - 1, last.end_column - 1
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
    return Slip("SYN-VALUE", "error", line, column, column + 1, mends=((line, column, column + 1, "："),))


def _glued_key(trouble: Trouble) -> str:
    """The name at the end of ``32实到``, which is one elsewhere, where a figure ends before it."""
    text = trouble.last.text
    known = set(KEYS_ANYWHERE.findall("\n".join(trouble.lines))) if trouble.rest.startswith(":") else set()
    starts = (at for at in range(1, len(text) - 1) if text[at - 1] in _ENDS_OF_FIGURES and text[at:] in known)
    return text[next(starts, len(text)) :]


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


def _no_colon_cause(trouble: Trouble) -> Slip | None:
    if "could not find expected ':'" not in trouble.says:
        return None
    return _no_colon(trouble.lines, trouble.opened)


_TWO_WORDS = re.compile(r"[ -]*+([^\s：:;=；＝]++)(?:[;=；＝][ \u3000]*+|[ \u3000]++)(?=\S)")


def _has_children(lines: list[str], number: int) -> bool:
    """Whether a single word stands over lines that are its map or its list."""
    line = lines[number].rstrip()
    below = next((each for each in lines[number + 1 : number + 4] if each.strip()), "")
    above = lines[last_written(lines, number - 1)] if number else ""
    step = depth_of(below) - depth_of(line)
    near = 0 < step <= (2 if depth_of(below) == depth_of(above) else 4)
    return " " not in line.strip() and near and (is_item(below) or bool(KEY_GOOD.match(below)))


_GOES_ON = ("，", "、", "；", "：", "（", "—")


def _broken_slip(lines: list[str], number: int) -> Slip | None:
    """The rest of a text that the line above breaks off at a comma; put back at its end."""
    line, above = lines[number], last_written(lines, number - 1) if number else 0
    head, start = lines[above].rstrip(), depth_of(line)
    if above == number or is_item(line) or not (KEY_GOOD.match(head) and head.endswith(_GOES_ON)):
        return None
    mends = ((above, len(head), len(lines[above]), line.strip()), (number, 0, len(line), ""))
    return Slip("SYN-BROKEN", "error", number, start, len(line.rstrip()), (), mends)


def _no_colon(lines: list[str], number: int) -> Slip:
    line = lines[number]
    if slip := outside_slip(lines, number):
        return slip
    start, end = len(line) - len(line.lstrip(" -")), len(line.rstrip())
    if _has_children(lines, number):
        colon = (number, end, end, ":")
        return Slip("SYN-KEY", "error", number, start, end, (("text", line[start:end]),), (colon,), certain=True)
    if slip := _broken_slip(lines, number):
        return slip
    match = _TWO_WORDS.match(line)
    if is_item(line) and not match:  # the item begins here all the same
        colon = (number, end, end, ":")
        return Slip("SYN-KEY", "error", number, start, end, (("text", line[start:end]),), (colon,))
    mend = (number, match.end(1), match.end(), ": ") if match else (number, 0, len(line), "")
    return Slip("SYN-KEY", "error", number, start, end, (("text", line[start:end]),), (mend,))


def _colon_cause(trouble: Trouble) -> Slip | None:
    """A colon where no key can be: two on one line, or a line that does not stand under its fellows."""
    if "mapping values" not in trouble.says:
        return None
    line, column, last = trouble.line, trouble.column, trouble.last
    begun = last.line - 1
    if slip := _unopened_slip(trouble):
        return slip
    if begun == line and trouble.text[: last.column - 1].strip(" -"):
        return Slip("SYN-VALUE", "error", line, column, column + 1, mends=((line, column, column + 1, "："),))
    if begun < line and trouble.lines[begun][: last.column - 1].strip() in ("", "-"):
        return _no_colon(trouble.lines, begun)
    return align_slip(trouble.lines, line)


_TAKEN_FOR_BRACE = "(（<〈【《"


def _unopened_slip(trouble: Trouble) -> Slip | None:
    """``- 日期: 7月3日, 金额: 5}``: a map in braces that was not opened, or with another sign."""
    text, line = trouble.text.rstrip(), trouble.line
    if not text.endswith("}") or "{" in text or text.count("}") > 1:
        return None
    match = KEY_OF_BRACES.match(text)
    start = match.end() if match else 0
    end = start + (text[start] in _TAKEN_FOR_BRACE)
    values = (("closer", ""), ("opener", "{"))
    return Slip("SYN-BRACKET", "error", line, start, start + 1, values, ((line, start, end, "{"),), certain=True)


def _bracket_cause(trouble: Trouble) -> Slip | None:
    """``[2026]3号文`` begins like a list; ``{…}}`` has one bracket too many."""
    before = trouble.text[: trouble.column].rstrip()
    if not before.endswith(("]", "}")) or not trouble.rest.strip():
        return None
    line, column = trouble.line, trouble.column
    if trouble.rest[0] in "]}":
        blank = (line, column, column + 1, " ")
        return Slip("SYN-BRACKET", "error", line, column, column + 1, (("closer", ""),), (blank,))
    if match := _AFTER_BRACKET.fullmatch(trouble.rest):
        end = column + match.end(1)
        values = (("character", match[1]),)
        return Slip("SYN-STRAY", "error", line, column, end, values, ((line, column, end, ""),), certain=True)
    match = re.search(r"[:-] +([\[{])", before)
    return _bracket_text_slip(trouble, match.start(1)) if match else None


_AFTER_BRACKET = re.compile(r"([,，、;；.。]+)\s*(?:#.*)?")
"""What is written behind a list in brackets as behind a sentence."""


def _bracket_text_slip(trouble: Trouble, start: int, end: int | None = None) -> Slip:
    """The mend makes all brackets from ``start`` to ``end`` ordinary characters."""
    line, text = trouble.line, trouble.text
    signs = [(start + i, "〔" if c in "[{" else "〕") for i, c in enumerate(text[start:end]) if c in "[]{}"]
    values = (("character", text[start]), ("text", _value_text(text, start)))
    mends = tuple((line, column, column + 1, sign) for column, sign in signs)
    return Slip("SYN-START", "error", line, start, start + 1, values, mends)


def _align_cause(trouble: Trouble) -> Slip | None:
    if "<document start>" in trouble.says and trouble.line and trouble.lines[trouble.line - 1].startswith("..."):
        number = trouble.line - 1
        return Slip("SYN-DOCS", "error", number, 0, 3, mends=((number, 0, len(trouble.lines[number]), ""),))
    if "<document start>" in trouble.says and (slip := first_line_slip(trouble.lines)):
        return slip
    last = trouble.last
    if "<document start>" in trouble.says and last.text and not last.style and 0 < last.line <= trouble.line:
        return _no_colon(trouble.lines, last.line - 1)
    if "did not find expected key" in trouble.says and trouble.rest.startswith(":"):
        start = trouble.column
        mends = ((trouble.line, 0, len(trouble.text), ""),)
        return Slip("SYN-KEY", "error", trouble.line, start, start + 1, (("text", trouble.text.strip()),), mends)
    if "expected key" in trouble.says or "'-' indicator" in trouble.says:
        return align_slip(trouble.lines, trouble.line)
    return None


_GUESSED = ("SYN-ALIGN", "SYN-TAB", "SYN-INDENT", "SYN-KEY", "SYN-QUOTE", "SYN-OTHER")
"""Their mends are guesses: a line that still fails after one is left out, and nothing more is said of it."""
_CAUSES = (
    _quote_cause,
    _escape_cause,
    _tab_cause,
    _start_cause,
    _flow_cause,
    _no_colon_cause,
    _colon_cause,
    _bracket_cause,
    _align_cause,
)


def _given_up(trouble: Trouble, seen: Seen) -> Slip:
    """A line nothing helps is left out with what stands under it; said only when nothing has been said of it."""
    lines = trouble.lines
    number = trouble.line if trouble.text.strip() else last_written(lines, trouble.line)
    line = lines[number]
    depth = depth_of(line)
    mends = [(number, 0, len(line), "")]
    for below in range(number + 1, len(lines)):
        if lines[below].strip() and depth_of(lines[below]) <= depth:
            break
        mends.append((below, 0, len(lines[below]), ""))
    code = next((code for code, known in seen if known == number), "SYN-OTHER")
    return Slip(code, "error", number, depth, max(len(line.rstrip()), depth + 1), mends=tuple(mends))
