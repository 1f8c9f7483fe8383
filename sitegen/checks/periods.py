"""Periods: the same thing twice, gaps, days outside, the future, what is late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from sitegen.diagnostics import Diagnostic, Place, error, warning
from sitegen.figures import Due
from sitegen.model.catalogue import Catalogue, Item, Preset
from sitegen.model.ledger import Disclosure, Village
from sitegen.model.limits import answer_by, counts_workdays
from sitegen.model.period import Period, after
from sitegen.model.workdays import Holidays


def check_periods(village: Village, catalogue: Catalogue, today: date) -> tuple[Diagnostic, ...]:
    """Doubles, gaps, days outside their period and periods that have not begun."""
    found: list[Diagnostic] = []
    seen: dict[tuple[str, str, str], Disclosure] = {}
    for disclosure in village.disclosures:
        item = catalogue.by_number(disclosure.item)
        if item is None:
            continue
        first = seen.setdefault(disclosure.identity, disclosure)
        if first is not disclosure:
            found.append(_twice(item, disclosure, first))
        if disclosure.period.first > today:
            found.append(error("PER-FUTURE", disclosure.place, period=disclosure.period.label, today=today.isoformat()))
        found += _check_kind(item, disclosure)
        found += _check_days(item, disclosure)
    found += _check_gaps(village, catalogue)
    return tuple(found)


def _twice(item: Item, disclosure: Disclosure, first: Disclosure) -> Diagnostic:
    part = f"（{disclosure.part.label}）" if disclosure.part.label else ""
    return error(
        "PER-TWICE",
        disclosure.place,
        item=item.name + part,
        period=disclosure.period.label,
        other=f"{first.place.file}:{first.place.line}",
    )


def _check_kind(item: Item, disclosure: Disclosure) -> list[Diagnostic]:
    kind = disclosure.period.kind
    expected = {"month": ("month",), "quarter": ("quarter", "month"), "year": ("year",)}.get(item.frequency)
    if expected is None or kind in expected:
        return []
    words = {"month": "每月", "quarter": "每季", "year": "每年"}[item.frequency]
    return [warning("PER-KIND", disclosure.place, item=item.name, expected=words, period=disclosure.period.label)]


def _check_days(item: Item, disclosure: Disclosure) -> list[Diagnostic]:
    """Days of what happens month by month lie within their period; events, plans and registers speak of other days, too."""
    if item.frequency not in ("month", "quarter"):
        return []
    found = []
    for table in disclosure.body.tables:
        for row in table.rows:
            day = row.get("日期")
            if isinstance(day, date) and not disclosure.period.first <= day <= disclosure.period.last:
                place = row.place_of("日期")
                found.append(warning("PER-OUTSIDE", place, date=day.isoformat(), period=disclosure.period.label))
    return found


def _check_gaps(village: Village, catalogue: Catalogue) -> list[Diagnostic]:
    """A required item that was disclosed before and after a period, but not in it."""
    found = []
    for item in catalogue.items:
        if not item.required or item.shape == "register" or item.frequency == "event":
            continue
        periods = {each.period for each in village.disclosures if each.item == item.number}
        gaps = _gaps(period for period in periods if period.kind == item.frequency)
        found += [warning("PER-GAP", village.place, item=item.name, period=gap.label) for gap in gaps]
    return found


def _gaps(periods: Iterable[Period]) -> list[Period]:
    known = sorted(periods)
    gaps = []
    for earlier, later in pairwise(known):
        between = after(earlier)
        while between < later:
            gaps.append(between)
            between = after(between)
    return gaps


def check_deadlines(village: Village, catalogue: Catalogue, dues: Iterable[Due], today: date) -> tuple[Diagnostic, ...]:
    """What should have been disclosed by now and is not."""
    names = {item.number: item.name for item in catalogue.items}
    return tuple(
        warning(
            "LATE-DUE",
            Place(village.place.file),
            item=names[due.item],
            period=due.period.label,
            due=due.due.isoformat(),
        )
        for due in dues
        if not due.done and due.due < today
    )


def check_cases(village: Village, preset: Preset, holidays: Holidays, today: date) -> tuple[Diagnostic, ...]:
    """Questions nobody answered within the time limit, and limits beyond the table of public holidays."""
    found = []
    for case in village.cases:
        due = answer_by(case, preset, holidays)
        if case.step("答复") is None and today > due:
            days = (today - case.asked).days
            found.append(warning("LATE-CASE", case.place, number=case.number, days=days, due=due.isoformat()))
        if case.step("答复") is None and counts_workdays(preset) and not holidays.knows(case.asked, due):
            found.append(warning("LATE-HOLIDAYS", case.place, year=str(due.year)))
    return tuple(found)
