"""Causes: what YAML reports a line late or under the wrong name."""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

from sitegen.diagnostics import Diagnostic
from sitegen.source.alignment import align_slip, dashless_first, dashless_slip, first_line_slip, outside_slip, text_slip
from sitegen.source.braces import before_brace_slip, unbraced_slip, unopened_slip
from sitegen.source.brackets import bracket_cause, flow_cause
from sitegen.source.builder import Builder
from sitegen.source.certain import find_certain
from sitegen.source.draft import Draft, Mend, Slip
from sitegen.source.lines import (
    INDENT_TAB,
    KEY_GOOD,
    NEAR,
    colonless_slip,
    comma_slip,
    depth_of,
    indent_slip,
    is_item,
    last_written,
    quote_slip,
    stray_colon_slip,
    template_slip,
)
from sitegen.source.trouble import Trouble, value_text

Seen = Mapping[tuple[str, int], Diagnostic]
"""Code and line (from 0) of what has been found already."""


def find_causes(draft: Draft, problem: yaml.YAMLError, builder: Builder, seen: Seen) -> list[Slip]:
    """What keeps the draft from being read on; at least one slip that can be mended."""
    trouble = _trouble(draft.lines, problem, builder)
    certain = [slip for slip in find_certain(draft, builder, trouble.line) if (slip.code, slip.line) not in seen]
    if certain:
        return certain
    if not any((code, trouble.line) in seen for code in _GUESSED):
        slips = (cause(trouble) for cause in _CAUSES)
        if slip := next((slip for slip in slips if slip and _is_new(draft, slip, seen)), None):
            return [slip]
    return [_given_up(trouble, seen)]


def empty_colon(lines: list[str], problem: yaml.YAMLError) -> Mend | None:
    """``{金额:}``: a blank behind the colon, so that the value is read as empty, which may be no mistake."""
    mark = getattr(problem, "problem_mark", None)
    if mark is None or "unexpected ':'" not in f"{getattr(problem, 'problem', '')}" or mark.line >= len(lines):
        return None
    text, column = lines[mark.line], mark.column
    empty = text[column : column + 1] == ":" and text[column + 1 : column + 2] in (",", "}", "]")
    return (mark.line, column + 1, column + 1, " ") if empty else None


def shallow_remarks(lines: list[str], problem: yaml.YAMLError) -> list[Mend]:
    """Remarks between the lines of a text under a ``|`` that stand less deep than it, where YAML ends it: no mistake of a
    clerk. They are left out; one with bars, which may be a row, is put under its fellows."""
    marks = (getattr(problem, "context_mark", None), getattr(problem, "problem_mark", None))
    for number in {mark.line for mark in marks if mark is not None and 0 < mark.line < len(lines)}:
        depth = depth_of(lines[number])
        above = last_written(lines, number - 1)
        remarks = []
        while above > 0 and lines[above].lstrip().startswith("#") and depth_of(lines[above]) < depth:
            remarks.append(above)
            above = last_written(lines, above - 1)
        if not remarks or not depth or not _is_of_text(lines, above, depth):
            continue
        moved = {n: " " * depth + lines[n].lstrip() if "|" in lines[n] else "" for n in remarks}
        return [(n, 0, len(lines[n]), text) for n, text in moved.items()]
    return []


def _is_of_text(lines: list[str], number: int, depth: int) -> bool:
    """Whether the line stands at that depth under a ``|``."""
    above = number
    while above > 0 and depth_of(lines[above]) >= depth:
        above = last_written(lines, above - 1)
    return depth_of(lines[number]) == depth and lines[above].rstrip().endswith((": |", ": |-"))


def _is_new(draft: Draft, slip: Slip, seen: Seen) -> bool:
    """Whether it has not been said; between brackets the same may be wrong again further on in a line."""
    known = seen.get((slip.code, slip.line))
    further = slip.code in _AGAIN and known and draft.column(slip.line, slip.start) >= known.place.column
    return not known or bool(further)


_AGAIN = ("SYN-FWCOMMA", "SYN-FLOW", "SYN-INSIDE")


def _trouble(lines: list[str], problem: yaml.YAMLError, builder: Builder) -> Trouble:
    mark = getattr(problem, "problem_mark", None)
    context = getattr(problem, "context_mark", None) or mark
    line, column = (min(mark.line, len(lines) - 1), mark.column) if mark else (0, 0)
    if mark and mark.line >= len(lines):  # the end of a file whose last line has none
        column = len(lines[line])
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
        if KEY_GOOD.match(trouble.rest.removeprefix("，").lstrip()):
            return _behind_quoted(trouble)
        return _text_behind_quoted(trouble)
    return None


_WITHIN_BRACKETS = re.compile(r"[^,，}\]]*[^\s,，}\]]|.")


def _text_behind_quoted(trouble: Trouble) -> Slip:
    """A text that goes on behind its closing quote; the mend makes ordinary characters of both quotes."""
    line, start, last = trouble.line, trouble.column, trouble.last
    inside = _WITHIN_BRACKETS.match(trouble.rest) if "a flow" in trouble.says else None
    end = max(start + inside.end() if inside else len(trouble.text.rstrip()), start + 1)
    mends = tuple((line, c, c + 1, "”") for c in (last.column - 1, last.end_column - 2))
    return Slip("SYN-QUOTE", "error", line, start, end, (("behind", trouble.text[start:end]),), mends)


def _behind_quoted(trouble: Trouble) -> Slip:
    """A name behind a text in quotes: between braces a comma is missing, elsewhere the next line was joined to this one."""
    line, start, end = trouble.line, trouble.column, len(trouble.text.rstrip())
    if "a flow" not in trouble.says:
        return Slip("SYN-JOINED", "error", line, start, end, mends=((line, start, end, ""),))
    if trouble.rest.startswith("，"):
        return comma_slip(line, [start])
    gap = trouble.last.end_column - 1
    return Slip("SYN-FLOW", "error", line, gap, max(start, gap + 1), mends=((line, gap, gap, ","),), certain=True)


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
    if "sequence entries" in says and (slip := bracket_cause(trouble)):  # an item joined to the one above
        return slip
    if any(word in says for word in _MARKS):
        line, column = trouble.opened, trouble.opened_column
    elif not _cannot_start(trouble):
        return None
    if slip := template_slip(trouble.lines[line], line, column):
        return slip
    code = "SYN-ANCHOR" if "alias" in says or "anchor" in says else "SYN-TAG" if "a tag" in says else "SYN-START"
    text = trouble.lines[line]
    values = (("character", text[column : column + 1]), ("text", value_text(text, column)))
    if text[column : column + 1] == "," and text[:column].rstrip()[-1:] in (",", "{", "["):  # one comma too many
        return Slip("SYN-STRAY", "error", line, column, column + 1, values, ((line, column, column + 1, " "),))
    first = not text[:column].strip(" -")
    mend = (line, column, column + 1, "" if first else " " if text[column] == "," else "”")
    return Slip(code, "error", line, column, column + 1, values, (mend,))


def _cannot_start(trouble: Trouble) -> bool:
    says = trouble.says
    if any(word in says for word in ("cannot start any token", "sequence entries", "mapping keys")):
        return True
    inside = trouble.text[: trouble.column].rstrip().endswith(":") and trouble.rest[:1] in ("-", "?")
    return "node content" in says and (inside or trouble.rest[:1] in (",", "|"))


def _no_colon_cause(trouble: Trouble) -> Slip | None:
    if "could not find expected ':'" not in trouble.says:
        return None
    return _no_colon(trouble.lines, trouble.opened)


_TWO_WORDS = re.compile(
    r"[ -]*+([^\s：:;=；＝]++)([ \u3000]*+[;=；＝][ \u3000]*+|[ \u3000]++(?:[-—–][ \u3000]++)?)(?=\S)"
)


_WORD_AND_FIGURE = re.compile(r"[ -]*+([^\s\d：:;=；＝|,，。]{2,30}+)(?=[¥￥]?-?\d[\d,.]*(?:万?元|%|亩)?\s*$)()")


_OF_WORDS = re.compile(r"[^\W_]")
_SHORTEST_NAME = 2
"""Letters of a name; what is shorter, or has none, is nobody's name, and the whole line is no line of a ledger."""
_FOR_COLON = (".", "．", "。", "、", "，", ",", "-", "－", "—", "–", "…", "/", "·", "•", "'")
"""What is written behind a name in place of its colon."""


def _has_children(lines: list[str], number: int) -> bool:
    """Whether a single word stands over lines that are its map or its list."""
    line = lines[number].rstrip()
    below = next((each for each in lines[number + 1 : number + 4] if each.strip()), "")
    above = lines[last_written(lines, number - 1)] if number else ""
    step = depth_of(below) - depth_of(line)
    near = 0 < step <= (2 if depth_of(below) == depth_of(above) else 4)
    return _LIKE_NAME.fullmatch(line.strip()) is not None and near and (is_item(below) or bool(KEY_GOOD.match(below)))


_LIKE_NAME = re.compile(r"-?[^\W\d](?:[\w（）()·、]*[\w）)])?[;；=＝.．。、，,/·•…—–－'-]?")
_GOES_ON = ("，", "、", "；", "：", "（", "—")


def _broken_slip(lines: list[str], number: int) -> Slip | None:
    """The rest of a text that the line above breaks off at a comma, or behind a name that has nothing else; put back there."""
    line, above = lines[number], last_written(lines, number - 1) if number else 0
    head, start = lines[above].rstrip(), depth_of(line)
    if above == number or is_item(line) or not (KEY_GOOD.match(head) and head.endswith((*_GOES_ON, ":"))):
        return None
    if head.endswith(":") and not _is_value_below(lines, above, number):
        return None
    blank = " " * head.endswith(":")
    mends = ((above, len(head), len(lines[above]), blank + line.strip()), (number, 0, len(line), ""))
    return Slip("SYN-BROKEN", "error", number, start, len(line.rstrip()), (), mends)


def _is_value_below(lines: list[str], above: int, number: int) -> bool:
    """Whether the line is all that stands under the name above it, and no name and value itself."""
    below = next((each for each in lines[number + 1 : number + NEAR] if each.strip()), "")
    inside = depth_of(below) > depth_of(lines[above]) or (is_item(below) and depth_of(below) == depth_of(lines[above]))
    return not inside and (lines[number].lstrip()[0].isdigit() or not _TWO_WORDS.match(lines[number]))


def _no_colon(lines: list[str], number: int) -> Slip:
    line = lines[number]
    if slip := dashless_slip(lines, number) or outside_slip(lines, number):
        return slip
    start, end = len(line) - len(line.lstrip(" -")), len(line.rstrip())
    if start == end > depth_of(line) + 1:  # dashes and nothing else
        values = (("character", line.strip()),)
        return Slip("SYN-STRAY", "error", number, depth_of(line), end, values, ((number, 0, len(line), ""),))
    if slip := _broken_slip(lines, number):
        return slip
    if _has_children(lines, number):
        return colonless_slip(
            line, number, (start, end), (end - line[:end].endswith((";", "；", *_FOR_COLON)), len(line))
        )
    match = _TWO_WORDS.match(line) or _WORD_AND_FIGURE.match(line)
    if match and len(_OF_WORDS.findall(match[1])) < _SHORTEST_NAME:  # 第 3 页, ==== 财务
        match = None
    if slip := text_slip(lines, number, named=bool(match)):
        return slip
    if is_item(line) and not match:  # the item begins here all the same
        colon = (number, end, end, ":")
        return Slip("SYN-KEY", "error", number, start, end, (("text", line[start:end]),), (colon,))
    if match:
        gap = match.end(1) - (match[1][1:].endswith(_FOR_COLON)), match.end(2)
        slip = colonless_slip(line, number, (start, end), gap)._replace(certain=False)
        at = match.end()
        return slip._replace(start=at, end=at + 1) if line[at] == "#" else slip
    mend = (number, 0, len(line), "")
    return Slip("SYN-KEY", "error", number, start, end, (("text", line[start:end]),), (mend,))


def _colon_cause(trouble: Trouble) -> Slip | None:
    """A colon where no key can be: two on one line, or a line that does not stand under its fellows."""
    if "mapping values" not in trouble.says:
        return None
    line, column, last = trouble.line, trouble.column, trouble.last
    begun = last.line - 1
    if slip := before_brace_slip(trouble) or unopened_slip(trouble) or unbraced_slip(trouble):
        return slip
    if begun == line and trouble.text[last.end_column - 1 : column].strip() == ":":
        return stray_colon_slip(trouble.text, line, column)
    if begun == line and trouble.text[: last.column - 1].strip(" -"):
        return Slip("SYN-VALUE", "error", line, column, column + 1, mends=((line, column, column + 1, "："),))
    if begun < line and trouble.lines[begun][: last.column - 1].strip() in ("", "-"):
        return _no_colon(trouble.lines, begun)
    return align_slip(trouble.lines, line)


def _align_cause(trouble: Trouble) -> Slip | None:
    ended = last_written(trouble.lines, trouble.line - 1) if trouble.line else 0
    if "<document start>" in trouble.says and trouble.line and trouble.lines[ended].startswith("..."):
        number = ended
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


def _first_dash_cause(trouble: Trouble) -> Slip | None:
    stopped = "mapping values" in trouble.says or "document start" in trouble.says or "expected" in trouble.says
    return dashless_first(trouble.lines, trouble.line) if stopped else None


_GUESSED = ("SYN-ALIGN", "SYN-TAB", "SYN-INDENT", "SYN-KEY", "SYN-QUOTE", "SYN-OTHER")
"""Their mends are guesses: a line that still fails after one is left out, and nothing more is said of it."""
_CAUSES = (
    _quote_cause,
    _first_dash_cause,
    _escape_cause,
    _tab_cause,
    _start_cause,
    flow_cause,
    _no_colon_cause,
    _colon_cause,
    bracket_cause,
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
