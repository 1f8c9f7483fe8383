"""What was published of questions and their answers does not change unnoticed, nor is it gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from sitegen.asked import Difference, Told, find_unexplained, is_asked, read_told, to_text, to_told
from sitegen.diagnostics import Diagnostic, Place, error, warning
from sitegen.model.ledger import Case, Village
from sitegen.model.site import Version

Identity = tuple[str, str, str]
GONE = "COR-ASKED"


def check_answers(village: Village, versions: Mapping[Identity, Version]) -> Iterator[Diagnostic]:
    """Answers, days and questions that are others than those last published, without a 更正 that says so."""
    standing = {
        identity: version
        for identity, version in versions.items()
        if is_asked(version) and version.state != "withdrawn"
    }
    last = max((version.day for version in versions.values() if version.state != "withdrawn"), default=date.min)
    for case in village.cases if standing else ():
        version = standing.pop(case.identity, None)
        now = to_told(case)
        before = read_told(version) if version is not None and version.view != to_text(now) else None
        if version is not None and before is not None:
            day = version.day.isoformat()
            for each in find_unexplained(before, now, version.day):
                said = {"key": each.place, "before": each.before, "after": each.after}
                yield error("COR-ANSWER", _place(case, before, each), number=case.number, day=day, **said)
            answer = case.step("答复")
            if answer and not before.answer and answer.day < last:
                said = {"day": answer.day.isoformat(), "last": last.isoformat()}
                yield warning("COR-UNHEARD", answer.place, number=case.number, **said)
    for version in standing.values():
        told = read_told(version)
        number = told.number if told else version.identity[1]
        yield error(GONE, Place(f"cases/{village.code}.yaml"), number=number, day=version.day.isoformat())


def _place(case: Case, before: Told, difference: Difference) -> Place:
    """Where it is written now: the first step of that name which was not published so."""
    if difference.name == "提出":
        return case.asked_place
    known = {(each.step, each.day, each.words) for each in before.steps}
    own = (each for each in case.steps if difference.after and difference.name == each.step)
    return next((each.place for each in own if (each.step, each.day, each.words) not in known), case.place)


def find_broken_cases(village: Village, errors: Iterable[Diagnostic]) -> frozenset[Identity]:
    """Questions within which an error stands: they stay as they were published."""
    lines = [each.place.line for each in errors if each.place.file == f"cases/{village.code}.yaml"]
    hit = (case for case in village.cases if any(case.span.first <= line <= case.span.last for line in lines))
    return frozenset(case.identity for case in hit) if lines else frozenset()
