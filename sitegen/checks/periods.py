"""Periods: the same thing twice, gaps, days outside, the future, what is late."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from pathlib import PurePosixPath

from msgspec import Struct

from sitegen.diagnostics import Diagnostic, Place, error, warning
from sitegen.figures import Due
from sitegen.model.catalogue import Catalogue, Item, Preset
from sitegen.model.ledger import Case, Disclosure, Row, Village
from sitegen.model.limits import answer_by, counts_workdays
from sitegen.model.period import Period, after, containing, from_text
from sitegen.model.workdays import Holidays


def check_periods(village: Village, catalogue: Catalogue, today: date) -> tuple[Diagnostic, ...]:
    """Doubles, gaps, days outside their period and periods that have not begun."""
    future = {each.dated: each for each in reversed(village.disclosures) if each.period.first > today}
    found: list[Diagnostic] = []
    days: list[_Day] = []
    seen: dict[tuple[str, str, str], Disclosure] = {}
    twice: dict[Place, list[tuple[Item, Disclosure, Disclosure]]] = {}
    for disclosure in village.disclosures:
        item = catalogue.by_number(disclosure.item)
        if item is None:
            continue
        first = seen.setdefault(disclosure.identity, disclosure)
        if first is not disclosure:
            one, other = (first, disclosure) if _is_misnamed(first) > _is_misnamed(disclosure) else (disclosure, first)
            elsewhere = one.place.file != other.place.file
            twice.setdefault(one.dated if elsewhere else one.place, []).append((item, one, other))
        days += _list_days(item, disclosure)
    found += _check_days(days)
    found += (_twice(place, doubles) for place, doubles in twice.items())
    for place, disclosure in future.items():
        found.append(error("PER-FUTURE", place, period=disclosure.period.label, today=today.isoformat()))
    found += _check_kinds(village, catalogue)
    found += _check_gaps(village, catalogue, today)
    found += _check_accounts(village, catalogue, today)
    return tuple(found)


def _is_misnamed(disclosure: Disclosure) -> bool:
    """Whether its file is named after another period, which is then most likely its own."""
    named = from_text(PurePosixPath(disclosure.place.file).stem)
    return named is not None and named != disclosure.period


def _twice(place: Place, doubles: list[tuple[Item, Disclosure, Disclosure]]) -> Diagnostic:
    """Said of the period where another file has the same one, else of what stands in the file twice."""
    item, disclosure, first = doubles[0]
    part = f"（{disclosure.part.label}）" if disclosure.part.label else ""
    return error(
        "PER-TWICE",
        place,
        item=item.name + part,
        count=len(doubles) if len(doubles) > 1 else "",
        period=disclosure.period.label,
        other=f"{first.place.file}:{first.place.line}",
    )


_BEFORE_IT_IS_TOLD = timedelta(days=92)
"""A quarter: what is told on one day happened since the last time."""
_KINDS = {"month": ("每月", ("month",)), "quarter": ("每季", ("quarter", "month")), "year": ("每年", ("year",))}


def _check_kinds(village: Village, catalogue: Catalogue) -> Iterator[Diagnostic]:
    """A period of another length than the item's: said of the file where it is wrong for all of it, else of each item."""
    files: dict[str, list[tuple[Disclosure, Item]]] = {}
    for each in village.disclosures:
        if (item := catalogue.by_number(each.item)) is not None:
            files.setdefault(each.span.file, []).append((each, item))
    for pairs in files.values():
        wrong = [(each, item) for each, item in pairs if _is_other(item, each)]
        whole = len(wrong) == len(pairs) and len({item.frequency for _, item in wrong}) == 1
        for each, item in wrong[:1] if whole else wrong:
            place, count = (each.dated, len({item.number for _, item in wrong})) if whole else (each.place, 1)
            said = {"item": item.name, "count": str(count) if count > 1 else "", "expected": _KINDS[item.frequency][0]}
            yield warning("PER-KIND", place, **said, period=each.period.label, **_to_period(each.period, item))


def _is_other(item: Item, disclosure: Disclosure) -> bool:
    if disclosure.period.kind == "day" and item.by_day:
        return False
    return item.frequency in _KINDS and disclosure.period.kind not in _KINDS[item.frequency][1]


def _to_period(period: Period, item: Item) -> dict[str, str]:
    """The period to be written instead: the one around a shorter one, with its last day, else the first of several."""
    around = period if item.frequency == "event" else containing(period.first, item.frequency)
    if around.last < period.last:
        return {"first": around.label, "whole": "", "end": ""}
    return {"first": "", "whole": around.label, "end": around.last.isoformat()}


class _Day(Struct, frozen=True):
    """A day on which something of a disclosure happened, and where that is written."""

    disclosure: Disclosure
    day: date
    row: Row
    inside: bool
    """Whether it lies within the disclosure's period."""


def _list_days(item: Item, disclosure: Disclosure) -> Iterator[_Day]:
    """Days of what happens month by month; events, plans and registers speak of other days, too, and what is told on one
    day happened some time before it."""
    if item.frequency not in ("month", "quarter"):
        return
    period = disclosure.period
    first = period.first - _BEFORE_IT_IS_TOLD if period.kind == "day" else period.first
    for table in disclosure.body.tables:
        for row, day in zip(table.rows, table.column("日期"), strict=True):
            if isinstance(day, date):
                yield _Day(disclosure, day, row, first <= day <= period.last)


_MANY = 3
_CROWD = 6
"""Days outside, more than there are inside, from which on it is the period that is doubted."""


def _check_days(days: Iterable[_Day]) -> Iterator[Diagnostic]:
    """Days outside their period; where hardly one of a file's lies within it, the period is wrong, and that is said once."""
    files: dict[str, list[_Day]] = {}
    for each in days:
        files.setdefault(each.disclosure.dated.file, []).append(each)
    for own in files.values():
        outside = [each for each in own if not each.inside and not _is_explained(each)]
        label = own[0].disclosure.period.label
        if len(outside) < (len(own) if len(outside) < _CROWD else len(own) // 2 + 1) or len(own) < _MANY:
            yield from (
                _outside(
                    each.row.place_of("日期"),
                    each.day.isoformat(),
                    each.disclosure.period.label,
                    note=_to_note(each.day),
                )
                for each in outside
            )
        else:
            first, last = (choose(each.day for each in outside) for choose in (min, max))
            said = f"{first} — {last}" if first < last else f"{first}"
            yield _outside(own[0].disclosure.dated, said, label, str(len(outside)))


def _is_explained(each: _Day) -> bool:
    """Whether the item's notes say of that day that it was entered late, as the warning asks for."""
    notes = "".join(each.disclosure.notes.split())
    return "补记" in notes and bool(re.search(rf"(?<!\d){_to_note(each.day)}", notes))


def _to_note(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _outside(place: Place, day: str, period: str, count: str = "", note: str = "") -> Diagnostic:
    return warning("PER-OUTSIDE", place, date=day, period=period, count=count, note=note)


def _check_gaps(village: Village, catalogue: Catalogue, today: date) -> list[Diagnostic]:
    """A required item that was disclosed before and after a period, but not in it; what is still to come is no gap."""
    found = []
    for item in catalogue.items:
        if not item.required or item.shape == "register" or item.frequency == "event":
            continue
        periods = {each.period for each in village.disclosures if each.item == item.number}
        periods = {period for period in periods if period.first <= today}
        gaps = _gaps(period for period in periods if period.kind == item.frequency)
        found += [warning("PER-GAP", village.place, period=gap.label, item=item.name, count="") for gap in gaps]
    return found


def _check_accounts(village: Village, catalogue: Catalogue, today: date) -> Iterator[Diagnostic]:
    """Books that had money left when the period before ended, and are missing beside others of the village."""
    if len(village.accounts) < 2:
        return
    for item in catalogue.items:
        books: dict[Period, dict[str, Disclosure]] = {}
        for each in village.disclosures if item.shape == "cash" else ():
            if each.item == item.number and each.period.first <= today:
                books.setdefault(each.period, {})[each.part.code] = each
        for earlier, before in books.items():
            now = books.get(after(earlier), {})
            for code in before if now and all(now) else ():
                if code and code not in now and _goes_on(code, before[code], after(earlier), books):
                    said = {"item": item.name, "period": after(earlier).label, "account": before[code].part.label}
                    yield warning("PER-ACCOUNT", next(iter(now.values())).place, **said)


def _goes_on(code: str, last: Disclosure, period: Period, books: Mapping[Period, Mapping[str, Disclosure]]) -> bool:
    """Whether an account was not closed, nor is shown by other periods, such as month by month."""
    within = any(code in parts for each, parts in books.items() if period.first <= each.first <= period.last)
    return bool(last.body.get("期末余额")) and not within


def _gaps(periods: Iterable[Period]) -> list[Period]:
    known = sorted(periods)
    gaps = []
    for earlier, later in pairwise(known):
        between = after(earlier)
        while between.last < later.first:
            gaps.append(between)
            between = after(between)
    return gaps


def check_deadlines(
    village: Village, catalogue: Catalogue, dues: Iterable[Due], today: date, broken: Collection[tuple[str, str]] = ()
) -> tuple[Diagnostic, ...]:
    """What should have been disclosed by now and is not; ``broken`` items and periods are, but for a mistake said elsewhere."""
    names = {item.number: item.name for item in catalogue.items}
    return tuple(
        warning(
            "LATE-DUE",
            Place(village.place.file),
            due=due.due.isoformat(),
            period=due.period.label,
            item=names[due.item],
            count="",
        )
        for due in dues
        if not due.done and due.due < today and (due.item, due.period.code) not in broken
    )


def _check_case_days(case: Case, today: date) -> Iterator[Diagnostic]:
    """Days still to come, and steps before the question; where all steps are, it is the question's day that is wrong."""
    days = [(case.asked_place, case.asked), *((step.place, step.day) for step in case.steps)]
    for place, day in days:
        if day > today:
            yield error("PER-FUTURE", place, period=day.isoformat(), today=today.isoformat())
    early = [step for step in case.steps if step.day < case.asked] if case.asked <= today else []
    for step in early[: 1 if len(early) == len(case.steps) else None]:
        place = case.asked_place if len(early) == len(case.steps) > 1 else step.place
        yield error("DATE-BACKWARDS", place, first="提出", begin=case.asked, last=step.step, end=step.day)


def check_cases(village: Village, preset: Preset, holidays: Holidays, today: date) -> tuple[Diagnostic, ...]:
    """Questions nobody answered within the time limit, limits beyond the table of public holidays, days still to come."""
    found: list[Diagnostic] = []
    for case in village.cases:
        found += _check_case_days(case, today)
        due = answer_by(case, preset, holidays)
        if case.step("答复") is None and today > due:
            waited = (today - case.asked).days
            found.append(warning("LATE-CASE", case.place, number=case.number, days=waited, due=due.isoformat()))
        if (
            case.step("答复") is None
            and case.asked <= today
            and counts_workdays(preset)
            and not holidays.knows(case.asked, due)
        ):
            found.append(warning("LATE-HOLIDAYS", case.place, year=str(due.year)))
    return tuple(found)
