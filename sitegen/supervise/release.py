"""The only way out: one neutral sentence about a verified finding, as a case of the township, for a person to review."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date

from sitegen.checks.personal import check_lines
from sitegen.supervise.handling import Handling

_ACCUSES = re.compile(r"贪|污|挪用|侵占|受贿|行贿|套取|骗取|违纪|违法|犯罪|嫌疑|线索|举报|纪委|监委|疑点")


def refuse_words(words: str, names: Iterable[str]) -> str:
    """Why a sentence may not go out; empty when it may. ``names`` are persons and parties that may not be named."""
    if not words.strip():
        return "这条规则没有现成的说法，用 --words 写一句中性的话"
    if accusing := _ACCUSES.search(words):
        return f"“{accusing[0]}”不能写在公开的地方：只说事情，不说人，不下结论"
    if check_lines("words", words.encode(), frozenset()):
        return "里面有号码或住址"
    named = next((name for name in names if len(name) >= 2 and name in words), "")
    return f"不能写“{named}”的名字" if named else ""


def refuse_state(handling: Handling | None) -> str:
    """Why a finding in this state may not be spoken of in public; empty when it may."""
    if handling is None or not (handling.confirmed or handling.cleared):
        return "还没有核实，不能公开：先记下核查和整改，或者说明和消除"
    return ""


def to_case(existing: str, day: date, item: str, words: str) -> str:
    """What is added to ``cases/<code>.yaml``: a case with the next number of the year."""
    used = [int(number) for number in re.findall(rf"编号: *\"?{day.year}-(\d+)", existing)]
    lines = [
        f"- 编号: {day.year}-{max(used, default=0) + 1:03}",
        f"  提出: {day}",
        *([f"  事项: {item}"] if item else []),
        f"  问题: {json.dumps(words, ensure_ascii=False)}",
        "  经过:",
        f"    - {{步骤: 受理, 日期: {day}, 内容: 镇里对账时提出}}",
    ]
    lead = "" if not existing or existing.endswith("\n\n") else "\n" if existing.endswith("\n") else "\n\n"
    return lead + "\n".join(lines) + "\n"
