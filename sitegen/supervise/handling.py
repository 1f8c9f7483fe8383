"""What became of a finding: its steps, who took them, by when the next is due. Kept as one file a finding, only added to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from sitegen.diagnostics import Diagnostic, with_excerpts
from sitegen.load.reading import Reader
from sitegen.model.workdays import Holidays
from sitegen.source import Entries, Scalar, load_document

FOLDER = "办理"
State = Literal["预警", "核查", "说明", "整改", "申请销号", "验收", "销号", "回头看", "消除"]
"""预警 → 核查 → 整改 → 申请销号 → 验收 → 销号 → 回头看; and 说明 (合理说明) → 消除."""

NEXT: Mapping[str, tuple[State, ...]] = {
    "预警": ("核查", "说明"),
    "核查": ("整改", "说明", "消除"),
    "说明": ("消除", "核查"),
    "整改": ("申请销号",),
    "申请销号": ("验收", "整改"),
    "验收": ("销号", "整改"),
    "销号": ("回头看", "核查"),
    "回头看": ("核查",),
    "消除": ("核查",),
}
"""What may follow what."""

LIMITS: Mapping[str, int] = {"预警": 5, "核查": 15, "说明": 5, "整改": 30, "申请销号": 5, "验收": 3, "销号": 60}
"""Working days within which the next step is due; ours, a county sets its own in 阈值.yaml under 办理时限."""

TAKES: Mapping[str, str] = {
    "预警": "{town}", "核查": "{village}", "说明": "{town}", "整改": "{village}",
    "申请销号": "{village}村监会", "验收": "{town}", "销号": "{town}",
}  # fmt: skip
"""Who takes the step after this one, unless a township writes somebody else into its list."""

CLOSED: frozenset[str] = frozenset({"销号", "回头看", "消除"})
CONFIRMS: Mapping[str, str] = {"验收": "申请销号", "消除": "说明"}
"""A step that somebody else must take than the one it answers: nobody confirms their own word."""


class Step(Struct, frozen=True):
    """One step: the day, what was done, by whom (office and name), in which words."""

    day: date
    state: State
    who: str
    words: str


class Handling(Struct, frozen=True):
    """One finding's way: what it was about when it was first handled, and its steps in order."""

    number: str
    rule: str
    village: str
    subject: tuple[str, ...]
    sentence: str
    steps: tuple[Step, ...]

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.steps[-1].state if self.steps else "预警"

    @property
    def confirmed(self) -> bool:
        """Whether it was found to be so: it went into 整改."""
        return any(step.state == "整改" for step in self.steps)

    @property
    def cleared(self) -> bool:
        """Whether an explanation or a check ended it."""
        return self.state == "消除"

    def explanation(self) -> str:
        """The words of the last 说明."""
        return next((step.words for step in reversed(self.steps) if step.state == "说明"), "")


def due_of(handling: Handling, since: date, limits: Mapping[str, int], holidays: Holidays) -> date | None:
    """By when the next step is due; None where nothing is. ``since`` is the day the finding first appeared."""
    days = limits.get(handling.state)
    begun = handling.steps[-1].day if handling.steps else since
    return holidays.after(begun, days) if days is not None else None


def load_limits(name: str, data: bytes) -> dict[str, int]:
    """Working days a step may take: ours, with those under 办理时限 of 阈值.yaml over them."""
    document, _ = load_document(name, data)
    own = document.root.get("办理时限") if isinstance(document.root, Entries) else None
    pairs = own.pairs if isinstance(own, Entries) else ()
    given = {
        key.text: int(node.text) for key, node in pairs if isinstance(node, Scalar) and node.text.strip().isdecimal()
    }
    return {**LIMITS, **{state: days for state, days in given.items() if state in LIMITS}}


def refuse_step(handling: Handling, step: Step) -> str:
    """Why the step cannot follow; empty when it can."""
    allowed = NEXT[handling.state]
    if step.state not in allowed:
        return f"现在是“{handling.state}”，下一步只能是：{'、'.join(allowed)}"
    if handling.steps and step.day < handling.steps[-1].day:
        return f"日期不能早于上一步（{handling.steps[-1].day}）"
    asked = CONFIRMS.get(step.state)
    if asked and any(each.state == asked and each.who == step.who for each in handling.steps[-1:]):
        return f"“{step.state}”要由别的人来做，不能自己{asked}自己{step.state}"
    if not step.who or not step.words:
        return "要写明谁做的、做了什么"
    return ""


# -- to and from files --------------------------------------------------------------------------------------------

_KEYS = ("格式", "规则", "村", "对象", "句", "经过")


def load_handlings(files: Mapping[str, bytes]) -> tuple[dict[str, Handling], tuple[Diagnostic, ...]]:
    """All handlings by finding number, from ``<number>.yaml``; what cannot be read is reported."""
    handlings: dict[str, Handling] = {}
    found: list[Diagnostic] = []
    for name, data in sorted(files.items()):
        handling, problems = load_handling(name, data)
        found += problems
        handlings[handling.number] = handling
    return handlings, tuple(found)


def load_handling(name: str, data: bytes) -> tuple[Handling, tuple[Diagnostic, ...]]:
    """One file; its name is the finding's number."""
    document, problems = load_document(f"{FOLDER}/{name}", data)
    reader = Reader(document.file, list(problems))
    entries = reader.entries(document.root, name)
    reader.check_keys(entries, _KEYS, name, required=("规则", "村", "经过"))
    subject = tuple(reader.text(node, "对象") for node in reader.items(entries.get("对象"), "对象"))
    steps = (_load_step(reader, reader.entries(node, "经过")) for node in reader.items(entries.get("经过"), "经过"))
    handling = Handling(
        number=name.removesuffix(".yaml"),
        rule=reader.text(entries.get("规则"), "规则"),
        village=reader.text(entries.get("村"), "村"),
        subject=subject,
        sentence=reader.text(entries.get("句"), "句"),
        steps=tuple(step for step in steps if step),
    )
    return handling, with_excerpts(reader.found, document.file, document.text)


def _load_step(reader: Reader, entries: Entries) -> Step | None:
    reader.check_keys(entries, ("日期", "步骤", "谁", "说"), "经过", required=("日期", "步骤", "谁"))
    day = reader.day(entries.get("日期"), "日期")
    state = reader.value(entries.get("步骤"), "choice", "步骤", choices=tuple(NEXT))
    if day is None or not isinstance(state, str):
        return None
    who, words = (reader.text(entries.get(key), key) for key in ("谁", "说"))
    return Step(day, state, who, words)  # type: ignore[arg-type] # one of NEXT


def to_yaml(handling: Handling) -> bytes:
    """The file of one handling."""
    lines = [
        "格式: 1",
        f"规则: {_quote(handling.rule)}",
        f"村: {_quote(handling.village)}",
        f"对象: [{', '.join(map(_quote, handling.subject))}]",
        f"句: {_quote(handling.sentence)}",
        "经过:",
        *(_step_lines(step) for step in handling.steps),
    ]
    return ("\n".join(lines) + "\n").encode()


def _step_lines(step: Step) -> str:
    return f"  - {{日期: {step.day}, 步骤: {step.state}, 谁: {_quote(step.who)}, 说: {_quote(step.words)}}}"


def _quote(text: str) -> str:
    """A text in double quotes, which YAML reads as JSON does."""
    return json.dumps(text, ensure_ascii=False)
