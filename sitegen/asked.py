"""Questions as they were published: what is stored of one, what is other now than it was, and what accounts for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple

from msgspec import DecodeError, Struct, json
from msgspec.structs import replace

from sitegen import codes
from sitegen.diagnostics import NOWHERE
from sitegen.model.ledger import ASKED, MENDED, Case, CaseStep, identity_of_case
from sitegen.model.site import Version


class ToldStep(Struct, frozen=True):
    """One step as it was shown; ``proof`` is a sentence, or a file that may be seen."""

    step: str
    day: date
    words: str
    proof: str


class Told(Struct, frozen=True):
    """One question as it was shown."""

    number: str
    asked: date
    item: str
    kind: str
    question: str
    steps: tuple[ToldStep, ...]
    satisfied: str

    @property
    def identity(self) -> tuple[str, str, str]:
        """Where it stands among what was published."""
        return identity_of_case(self.number)

    @property
    def answer(self) -> ToldStep | None:
        """The first answer, or None."""
        return next((each for each in self.steps if each.step == "答复"), None)


class Difference(NamedTuple):
    """What was published in one place of a question, and what stands there now; empty where nothing does."""

    name: str
    """A step, or 提出 类别 问题 满意."""
    part: Literal["", "day", "proof"]
    """What of a step; empty of its words, and of anything else."""
    before: str
    after: str

    @property
    def place(self) -> str:
        """答复, 答复的日期, 问题."""
        return self.name + {"": "", "day": "的日期", "proof": "的佐证"}[self.part]


_Pair = tuple[str, Literal["", "day", "proof"], str, str]
SATISFIED = "满意"
_GIVES_OPINION = ("回访", MENDED)
"""Steps after which who asked may say something else of the answer."""


def to_told(case: Case) -> Told:
    """A question as it is stored, once it is as it is shown."""
    steps = tuple(ToldStep(each.step, each.day, each.words, each.proof) for each in case.steps)
    return Told(case.number, case.asked, case.item, case.kind, case.question, steps, case.satisfied)


def to_text(told: Told) -> str:
    """The same as it stands in the view of a version."""
    return codes.to_canonical(told)


def read_told(version: Version) -> Told | None:
    """What a version holds of a question; None where it cannot be read, or is not what was published."""
    try:
        return json.decode(version.view, type=Told) if version.is_whole else None
    except DecodeError:
        return None


def to_case(told: Told) -> Case:
    """The question a version holds, to be shown again."""
    steps = tuple(CaseStep(each.step, each.day, each.words, each.proof) for each in told.steps)
    return Case(told.number, told.asked, told.item, told.question, steps, told.satisfied, NOWHERE, told.kind)


def is_asked(version: Version) -> bool:
    """Whether it is a version of a question."""
    return version.identity[0] == ASKED


# ---- what is other ---------------------------------------------------------------------------------------------------


def find_differences(before: Told, now: Told) -> tuple[Difference, ...]:
    """What was published and is another or gone. What is new is no difference, nor is a name that is covered in one."""
    pairs: tuple[_Pair, ...] = (
        ("提出", "", before.asked.isoformat(), now.asked.isoformat()),
        ("类别", "", before.kind, now.kind),
        ("问题", "", before.question, now.question),
        *(pair for steps in _pair_steps(before.steps, now.steps).items() for pair in _list_pairs(*steps)),
        (SATISFIED, "", before.satisfied, now.satisfied),
    )
    return tuple(Difference(*pair) for pair in pairs if pair[2] and not is_same(*pair[2:]))


def _list_pairs(before: ToldStep, now: ToldStep | None) -> Iterator[_Pair]:
    if now is None:
        yield before.step, "", " ".join(filter(None, (before.day.isoformat(), before.words, before.proof))), ""
        return
    yield before.step, "day", before.day.isoformat(), now.day.isoformat()
    yield before.step, "", before.words, now.words
    yield before.step, "proof", before.proof, now.proof


def _pair_steps(before: Iterable[ToldStep], now: Iterable[ToldStep]) -> dict[ToldStep, ToldStep | None]:
    """Each published step with itself, else with one of its name that is not another's."""
    left = list(now)
    found = {step: _take(left, (each for each in left if not _differs(step, each))) for step in before}
    rest = (step for step, same in found.items() if same is None)
    return found | {step: _take(left, (each for each in left if each.step == step.step)) for step in rest}


def _take(left: list[ToldStep], fitting: Iterator[ToldStep]) -> ToldStep | None:
    one = next(fitting, None)
    if one is not None:
        left.remove(one)
    return one


def _differs(before: ToldStep, now: ToldStep) -> bool:
    pairs = _list_pairs(before, now)
    return before.step != now.step or any(old and not is_same(old, new) for *_, old, new in pairs)


_COVER = re.compile(r"[*某]+人?(等\d+[户人])?")
"""What stands for a name that is not shown."""


def is_same(one: str, other: str) -> bool:
    """Whether two texts say the same, a name that is covered in one of them apart."""
    return one == other or _is_covered(one, other) or _is_covered(other, one)


def _is_covered(covered: str, whole: str) -> bool:
    """Whether one text is the other with names covered."""
    parts, end = [], 0
    for cover in _COVER.finditer(covered):
        parts += [re.escape(covered[end : cover.start()]), r"\D{1,40}?" if cover[1] else r"\D{1,6}?"]
        end = cover.end()
    return end > 0 and re.fullmatch("".join((*parts, re.escape(covered[end:]))), whole) is not None


def keep_covered(before: Told, now: Told) -> Told:
    """The question as it is now, with the names covered that were covered when it was published: whoever is on no list any
    more is not named for that."""
    pairs = {new: old for old, new in _pair_steps(before.steps, now.steps).items() if new is not None}
    steps = tuple(_keep_step(pairs[each], each) if each in pairs else each for each in now.steps)
    return replace(now, question=_keep(before.question, now.question), steps=steps)


def _keep_step(before: ToldStep, now: ToldStep) -> ToldStep:
    return replace(now, words=_keep(before.words, now.words), proof=_keep(before.proof, now.proof))


def _keep(before: str, now: str) -> str:
    return before if before != now and _is_covered(before, now) else now


# ---- what accounts for it --------------------------------------------------------------------------------------------


def find_unexplained(before: Told, now: Told, since: date) -> tuple[Difference, ...]:
    """Differences without a 更正 that came after the day on which it was published; what who asked says of the answer changes
    with a 回访, too."""
    differences = find_differences(before, now)
    new = [each for each in list_new(before, now) if each.day >= since and each.words] if differences else []
    if any(each.step == MENDED for each in new):
        return ()
    asked_again = any(each.step in _GIVES_OPINION for each in new)
    return tuple(each for each in differences if each.name != SATISFIED or not asked_again)


def list_new(before: Told, now: Told) -> tuple[ToldStep, ...]:
    """Steps that were added."""
    known = _pair_steps(before.steps, now.steps).values()
    return tuple(each for each in now.steps if each not in known)
