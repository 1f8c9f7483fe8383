"""Proposals as text for review: 导入/映射.yaml with what is new added, and what stood there as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sitegen.importing.mapping import JOURNAL, CountyMapping
from sitegen.importing.proposing import Proposal
from sitegen.load.files import MAPPING
from sitegen.source import Entries, load_document

_HEAD = """\
# 别人的表怎么读：左边是表里的栏名，右边是账本里的栏。程序先写一份建议，看过、改对，把“确认”写成“是”，再导入一次。
# 右边写“不用”就不收；写“不收”的是个人信息，哪里也不写；有“?”的程序拿不准，要您来定。
格式: 1
"""


def to_text(proposals: Iterable[Proposal], subjects: Iterable[str], mapping: CountyMapping) -> str:
    """The whole file with the proposals, and subjects nobody knows, added; what stood there stays as it is."""
    text = mapping.document.text if mapping.root is not None else _HEAD
    text = text.rstrip("\n") + "\n"
    text = _insert(
        text,
        mapping.root,
        "科目",
        [f'  {quote(each)}: {{进账: "?", 出账: "?"}}   # 算哪一类进账、出账；现金、银行写“钱”' for each in subjects],
    )
    document, _ = load_document(MAPPING, text.encode())
    root = document.root if isinstance(document.root, Entries) else None
    return _insert(text, root, "表样", [line for each in proposals for line in _shape_lines(each)])


def _insert(text: str, root: Entries | None, key: str, lines: list[str]) -> str:
    if not lines:
        return text
    if root is None or root.get(key) is None:
        return f"{text}\n{key}:\n" + "\n".join(lines) + "\n"
    keys = [each for each, _ in root.pairs]
    at = next(index for index, each in enumerate(keys) if each.text == key)
    every = text.split("\n")
    end = keys[at + 1].line - 1 if at + 1 < len(keys) else len(every)
    while end > 0 and not every[end - 1].strip():
        end -= 1
    return "\n".join((*every[:end], *lines, *every[end:]))


def _shape_lines(proposal: Proposal) -> list[str]:
    shape, remarks = proposal.shape, proposal.remarks
    journal = shape.table == JOURNAL
    lines = [
        f"  - 名称: {quote(shape.name)}",
        f"    确认: {'是' if shape.confirmed else '否'}                # 看过、改对以后写“是”",
    ]
    lines += [
        _line("    ", "事项", shape.item, remarks.get("事项", "")),
        _line("    ", "表", shape.table, remarks.get("表", "")),
    ]
    lines.append(_line("    ", "单位", shape.unit, "金额的单位：元、千元、万元"))
    if journal:
        if "借方" in dict(shape.columns).values():
            lines.append(_line("    ", "借方是", shape.debit, "收入（现金、银行的账）、支出，或者按科目"))
        lines.append(_line("    ", "凭证号每月重编", "是" if shape.monthly else "否", "每个月又从 1 号编起吗"))
    lines.append("    栏:")
    lines += [_line("      ", heading, target, remarks.get(heading, "")) for heading, target in shape.columns]
    return lines


def _line(indent: str, key: str, value: str, remark: str) -> str:
    text = f"{indent}{quote(key)}: {quote(value)}"
    return f"{text}    # {remark}" if remark else text


def quote(text: str) -> str:
    """A text as YAML reads it back."""
    plain = re.fullmatch(r"[\w\u4e00-\u9fff（）()/.]+(?: \(\d+\))?", text) and not re.match(r"[\d.]", text)
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
