"""``cases/``: questions and complaints and their way, kept by the township; see docs/formats.md §7."""

from __future__ import annotations

import re

from sitegen.diagnostics import error
from sitegen.load.attempts import Names
from sitegen.load.body import last_lines
from sitegen.load.reading import Reader
from sitegen.model.catalogue import Catalogue
from sitegen.model.ledger import MENDED, Case, CaseStep, Span
from sitegen.source import Document, Entries, Scalar

_SATISFIED = ("满意", "基本满意", "不满意")
_STEPS = ("受理", "办理", "答复", "整改", "检视", "完善", "回访", MENDED)
_KINDS = ("咨询", "一般", "复杂")
_CASE_KEYS = ("编号", "提出", "事项", "类别", "问题", "经过", "满意")
_PATH = re.compile(r"\S+\.\w{3,4}")
CASE_NAMES = Names(frozenset(("反映", *_CASE_KEYS, "步骤", "日期", "内容", "佐证")), ("反映",), {})
"""What may be written there."""
_SMELLS_OF_REPORT = re.compile(r"举报|贪污|受贿|行贿|索贿|贿赂|挪用公款|侵吞|私吞|回扣|好处费|违纪")


def read_cases(catalogue: Catalogue, reader: Reader, document: Document) -> tuple[Case, ...]:
    """The village's cases, each number once."""
    root = document.root
    if isinstance(root, Entries):
        reader.check_keys(reader.root(root, "反映"), ("格式", "反映"), document.file, required=("反映",))
        root = root.get("反映")
    cases: dict[str, Case] = {}
    every = [reader.entries(node, "反映") for node in reader.items(root, "反映")]
    for entries, last in zip(every, last_lines(document, [each.line for each in every]), strict=True):
        case = _load_case(reader, entries, catalogue, Span(document.file, entries.line, last))
        same = cases.get(case.number) if case else None
        if same is not None:
            place = reader.place(entries.get("编号") or entries)
            reader.report(error("REF-TWICE", place, number=same.number, other=f"第 {same.place.line} 行"))
        elif case is not None:
            cases[case.number] = case
    return tuple(cases.values())


def is_report(question: str) -> bool:
    """Whether it accuses somebody: that belongs to those who look into it, and is never shown."""
    return _SMELLS_OF_REPORT.search(question) is not None


def _load_case(reader: Reader, entries: Entries, catalogue: Catalogue, span: Span) -> Case | None:
    reader.check_keys(entries, _CASE_KEYS, "反映", required=("编号", "提出", "问题"))
    number, question = (reader.text(entries.get(key), key) for key in ("编号", "问题"))
    asked = reader.day(entries.get("提出"), "提出")
    name = reader.text(entries.get("事项"), "事项")
    item = catalogue.by_name(name) if name else None
    if name and item is None:
        reader.report(error("REF-ITEM", reader.place(entries.get("事项") or entries), text=name))
    if not number or asked is None or not question:
        return None
    if is_report(question):
        reader.report(error("KEY-REPORT", reader.place(entries.get("问题") or entries), number=number))
        return None
    steps = tuple(
        step
        for node in reader.items(entries.get("经过"), "经过")
        if (step := _load_step(reader, reader.entries(node, "经过"), entries))
    )
    return Case(
        number=number,
        asked=asked,
        item=item.number if item else "",
        question=question,
        steps=steps,
        satisfied=str(reader.value(entries.get("满意"), "choice", "满意", choices=_SATISFIED) or ""),
        place=reader.place(entries),
        kind=str(reader.value(entries.get("类别"), "choice", "类别", choices=_KINDS) or "一般"),
        asked_place=reader.place(entries.get("提出") or entries),
        span=span,
    )


def _load_step(reader: Reader, entries: Entries, case: Entries) -> CaseStep | None:
    reader.check_texts(entries, set(_CASE_KEYS) - {key.text for key, _ in case.pairs})
    step = reader.value(entries.get("步骤"), "choice", "步骤", choices=_STEPS)
    required = ("步骤", "日期", "内容") if step == MENDED else ("步骤", "日期")
    reader.check_keys(entries, ("步骤", "日期", "内容", "佐证"), "经过", required=required)
    day = reader.day(entries.get("日期"), "日期")
    if not isinstance(step, str) or day is None:
        return None
    place, proof = reader.place(entries.get("日期") or entries), entries.get("佐证")
    is_path = isinstance(proof, Scalar) and _PATH.fullmatch(proof.text.strip())  # else it is a sentence
    return CaseStep(
        step,
        day,
        reader.text(entries.get("内容"), "内容"),
        str(reader.value(proof, "file", "佐证") or "") if is_path else reader.text(proof, "佐证"),
        place,
        reader.place(proof or entries),
    )
