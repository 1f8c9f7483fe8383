"""Which version of each question is shown today: the township's, the last published one, or a word instead."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from sitegen import codes
from sitegen.asked import (
    Difference,
    Told,
    ToldStep,
    find_differences,
    is_asked,
    keep_covered,
    list_new,
    read_told,
    to_case,
    to_text,
    to_told,
)
from sitegen.load.cases import is_report
from sitegen.model.ledger import Case, Village
from sitegen.model.site import Version
from sitegen.views.names import Names
from sitegen.views.shown import Broken, Identity, State


class Amended(Struct, frozen=True):
    """What was published of a question and became another: on which day, after which step, if any says why."""

    day: date
    step: ToldStep | None
    differences: tuple[Difference, ...]
    sequence: int
    """Of the version with which it did; 0 where it is still to be published."""


class ShownCase(Struct, frozen=True):
    """One question as shown today; ``case`` is None when it can only be said why it is not there."""

    number: str
    case: Case | None
    state: State
    day: date | None = None
    """On which it was withdrawn."""
    reason: str = ""
    """Why it was withdrawn."""
    amended: tuple[Amended, ...] = ()
    """Oldest first."""
    unheard: date | None = None
    """The last day after that of its answer on which something was published, and the question without the answer."""


def choose_cases(
    village: Village,
    versions: Sequence[Version],
    broken: Broken,
    names: Names,
    files: Container[str],
    today: date,
) -> tuple[ShownCase, ...]:
    """All questions that are on the page, those only known from published versions among them. ``files`` may be seen."""
    history: dict[Identity, list[Version]] = {}
    for version in versions:
        if is_asked(version):
            history.setdefault(version.identity, []).append(version)
    shown = [
        _choose(case, history.pop(case.identity, []), versions, broken, names, files, today) for case in village.cases
    ]
    left = (past for identity, past in history.items() if identity not in broken.personal)
    return (*shown, *(_keep(past, versions, names) for past in left))


def _choose(
    case: Case,
    past: list[Version],
    released: Sequence[Version],
    broken: Broken,
    names: Names,
    files: Container[str],
    today: date,
) -> ShownCase:
    if past and past[-1].state == "withdrawn":
        return _keep(past, released, names)  # nobody reviews a question: none comes back by itself
    now = to_told(_without_hidden(case, files))
    if past and (case.identity in broken.errors or _is_unproved(past[-1], now)):
        return _keep(past, released, names)
    if case.identity in broken.errors:
        return ShownCase(case.number, None, "wrong")
    if not past or (len(past) == 1 and past[0].view == to_text(now)):
        return ShownCase(case.number, to_case(now), "published")
    before = read_told(past[-1])
    now = keep_covered(before, now) if before else now
    amended = tuple(_find_amended(past, now, today, names))
    unheard = _find_unheard(past, released, now, today)
    return ShownCase(case.number, to_case(now), "published", amended=amended, unheard=unheard)


def _without_hidden(case: Case, files: Container[str]) -> Case:
    """Without files that are not shown."""
    steps = (
        replace(each, proof="") if each.proof_file and each.proof_file not in files else each for each in case.steps
    )
    return replace(case, steps=tuple(steps))


def _is_unproved(version: Version, now: Told) -> bool:
    """Whether what was published is lost, and it cannot be told to be the same."""
    return version.lost and codes.check_code(to_text(now)) != version.check_code


def _keep(past: list[Version], released: Sequence[Version], names: Names) -> ShownCase:
    """As it was published last."""
    last = past[-1]
    if last.state == "withdrawn":
        return ShownCase(last.identity[1], None, "withdrawn", last.day, names.mask(last.reason))
    told = read_told(last)
    if told is None or is_report(told.question):
        return ShownCase(told.number if told else last.identity[1], None, "wrong")
    amended = tuple(_find_amended(past, None, last.day, names))
    unheard = _find_unheard(past, released, told, last.day)
    return ShownCase(told.number, to_case(_cover(told, names)), "kept", amended=amended, unheard=unheard)


def _find_unheard(past: Sequence[Version], released: Sequence[Version], now: Told, today: date) -> date | None:
    """That the answer is said to be older than a release that went out without it."""
    known = [(version, told) for version in past if (told := read_told(version))]
    if now.answer is None or not known or known[0][1].answer:
        return None
    first = known[0][0].sequence
    until = next((version.day for version, told in known if told.answer), today)
    days = (each.day for each in released if each.sequence >= first and each.day < until and each.state != "withdrawn")
    last = max(days, default=now.answer.day)
    return last if last > now.answer.day else None


def _cover(told: Told, names: Names) -> Told:
    steps = tuple(replace(each, words=names.mask(each.words), proof=names.mask(each.proof)) for each in told.steps)
    return replace(told, question=names.mask(told.question), steps=steps)


def _find_amended(past: Sequence[Version], now: Told | None, today: date, names: Names) -> Iterator[Amended]:
    """From each version to the next what became another, and with what is ``now`` to be published."""
    known = [(told, version.day, version.sequence) for version in past if (told := read_told(version))]
    known += [(now, today, 0)] if now else []
    for (before, *_), (after, day, sequence) in pairwise(known):
        if before != after and (differences := find_differences(before, after)):
            step = next(reversed(list_new(before, after)), None)
            covered = tuple(_cover_difference(each, names) for each in differences)
            yield Amended(step.day if step else day, step, covered, sequence)


def _cover_difference(difference: Difference, names: Names) -> Difference:
    return difference._replace(before=names.mask(difference.before), after=names.mask(difference.after))
