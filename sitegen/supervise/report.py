"""What the private report says, as values: findings with their state, portraits, common problems, what changed since."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from msgspec import Struct, to_builtins

from sitegen.model.workdays import Holidays
from sitegen.supervise.engine import all_findings
from sitegen.supervise.findings import REGISTERS, Finding, Outcome
from sitegen.supervise.handling import CLOSED, LIMITS, Handling, due_of
from sitegen.supervise.history import Run
from sitegen.supervise.rules import GRAVEST_FIRST, LEVELS, Rule


class Portrait(Struct, frozen=True):
    """One village or township, in counts of the last twelve months; no points and no ranks.

    ``due/done/on_time`` are disclosures, ``rent_*`` fen, ``asked/answered/in_time`` questions; the rest as named.
    """

    code: str
    name: str
    town: str
    address: str
    due: int
    done: int
    on_time: int
    behind: int
    """Of those on time by their 公开日期, those that went online after their last day."""
    posted: int
    nothing: int
    reviewed: int
    objections: int
    corrections: int
    contracts: int
    expired: int
    expiring: int
    rent: int
    rent_due: int
    rent_paid: int
    asked: int
    answered: int
    in_time: int
    satisfied: int
    rated: int
    villages: int = 1
    place: tuple[str, str] | None = None
    """Longitude and latitude, where the village wrote them."""


_SUMMED = (
    "due", "done", "on_time", "behind", "posted", "nothing", "reviewed", "objections", "corrections", "contracts", "expired",
    "expiring", "rent", "rent_due", "rent_paid", "asked", "answered", "in_time", "satisfied", "rated",
)  # fmt: skip


class Entry(Struct, frozen=True):
    """One finding as the report shows it: what was found, where it stands, by when the next step is due."""

    finding: Finding
    rule: Rule
    village: str
    town: str
    state: str
    since: date
    due: date | None
    overdue: bool
    fresh: bool
    """Not there in the run before."""
    explanation: str
    changed: str
    """What the sentence was when it was explained, where it says something else now."""
    page: str
    """Address of the public page; empty where none is known."""

    @property
    def unmended(self) -> bool:
        """Whether somebody says it is mended, and the ledgers still show it: it was found again, with its cause."""
        return self.state in ("申请销号", "验收")

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self.state not in CLOSED


class Gone(Struct, frozen=True):
    """A finding that was handled or seen before and is found no more."""

    number: str
    rule: str
    village: str
    state: str


class Common(Struct, frozen=True):
    """One rule that hits many villages at once: a matter for all, not for one."""

    rule: Rule
    villages: tuple[str, ...]
    asked: int


class Precision(Struct, frozen=True):
    """How one rule's findings turned out, from what was entered: found so, explained away, not yet decided."""

    rule: Rule
    confirmed: int
    cleared: int
    waiting: int


class Report(Struct, frozen=True):
    """Everything the private report says."""

    county: str
    today: date
    entries: tuple[Entry, ...]
    gone: tuple[Gone, ...]
    outcomes: tuple[Outcome, ...]
    villages: tuple[Portrait, ...]
    towns: tuple[Portrait, ...]
    common: tuple[Common, ...]
    precision: tuple[Precision, ...]
    trend: tuple[tuple[date, Mapping[str, int]], ...]
    """Findings by level of each run up to this one, oldest first."""

    @property
    def fresh(self) -> int:
        """How many were not there in the run before."""
        return sum(each.fresh for each in self.entries)

    def count(self, level: str, village: str = "") -> int:
        """Open findings of a level, of one village or of all whose code begins so."""
        return sum(
            each.open and each.finding.level == level and each.finding.village.startswith(village)
            for each in self.entries
        )


class Material(Struct, frozen=True):
    """What a report is made of."""

    county: str
    root: str
    """The site's address, before the path of a page."""
    today: date
    outcomes: tuple[Outcome, ...]
    portraits: tuple[Mapping[str, Any], ...]
    handlings: Mapping[str, Handling]
    runs: tuple[Run, ...]
    run: Run
    limits: Mapping[str, int]
    holidays: Holidays
    pages: frozenset[str]
    """Pages that findings speak of and that are on the site, below the county: ``<village code>/<item>/<period>/``."""


def to_report(given: Material) -> Report:
    """The report of one run."""
    villages = tuple(_to_portrait(row) for row in given.portraits)
    by_code = {each.code: each for each in villages}
    rules = {outcome.rule.key: outcome.rule for outcome in given.outcomes}
    findings = all_findings(given.outcomes)
    entries = tuple(_to_entry(given, each, rules[each.rule], by_code[each.village]) for each in findings)
    return Report(
        county=given.county,
        today=given.today,
        entries=tuple(sorted(entries, key=_urgent_first)),
        gone=_find_gone(given, by_code, rules),
        outcomes=given.outcomes,
        villages=villages,
        towns=_by_town(villages),
        common=_find_common(given.outcomes, by_code),
        precision=_measure(given, rules),
        trend=tuple(
            (run.day, Counter(seen.level for seen in run.findings.values())) for run in (*given.runs[-11:], given.run)
        ),
    )


def _urgent_first(entry: Entry) -> tuple[bool, int, str, str, str]:
    """Overdue ones first, then by level, then by village: never by how many a village has."""
    finding = entry.finding
    return (not entry.overdue, GRAVEST_FIRST.index(finding.level), finding.village, finding.rule, finding.number)


def _to_entry(given: Material, finding: Finding, rule: Rule, village: Portrait) -> Entry:
    none = Handling(finding.number, rule.key, finding.village, finding.subject, finding.sentence, ())
    handling = given.handlings.get(finding.number, none)
    since = given.run.findings[finding.number].since
    waits = finding.level == "hint" and not handling.steps and not rule.for_people
    due = None if waits else due_of(handling, since, given.limits or LIMITS, given.holidays)
    explained = handling.state in ("说明", "消除") and handling.sentence != finding.sentence
    return Entry(
        finding=finding,
        rule=rule,
        village=village.name,
        town=village.town,
        state=handling.state,
        since=since,
        due=due,
        overdue=due is not None and due < given.today and handling.state not in CLOSED,
        fresh=bool(given.runs) and finding.number not in given.runs[-1].findings,
        explanation=handling.explanation(),
        changed=handling.sentence if explained else "",
        page=f"{given.root}{village.address}/{finding.path}" if _is_public(given, finding) else "",
    )


def _is_public(given: Material, finding: Finding) -> bool:
    """Whether the finding's page is on the site: what was not reviewed has none, and a code must not lead nowhere."""
    item = finding.path.partition("/")[0]
    return item in REGISTERS.values() or f"{finding.village}/{finding.path}" in given.pages


def _find_gone(given: Material, villages: Mapping[str, Portrait], rules: Mapping[str, Rule]) -> tuple[Gone, ...]:
    """Seen in the run before, or being handled, and found no more; of a rule that was not asked, or that found
    more than is listed, nothing can be said."""
    asked = {outcome.rule.key for outcome in given.outcomes if not (outcome.off or outcome.cut)}
    before = {
        number: (seen.rule, seen.village) for number, seen in (given.runs[-1].findings if given.runs else {}).items()
    }
    handled = {each.number: (each.rule, each.village) for each in given.handlings.values() if each.state not in CLOSED}
    return tuple(
        Gone(
            number,
            rules[rule].name,
            villages[village].name,
            given.handlings[number].state if number in given.handlings else "预警",
        )
        for number, (rule, village) in sorted({**before, **handled}.items())
        if number not in given.run.findings and rule in asked and village in villages
    )


def _find_common(outcomes: Iterable[Outcome], villages: Mapping[str, Portrait]) -> tuple[Common, ...]:
    """Rules that hit at least three villages and three in ten of those asked."""
    common = []
    for outcome in outcomes:
        hit = sorted({finding.village for finding in outcome.findings})
        if len(hit) >= 3 and len(hit) * 10 >= outcome.asked * 3:
            common.append(Common(outcome.rule, tuple(villages[code].name for code in hit), outcome.asked))
    return tuple(common)


def _measure(given: Material, rules: Mapping[str, Rule]) -> tuple[Precision, ...]:
    measured = []
    for key, rule in rules.items():
        own = [each for each in given.handlings.values() if each.rule == key]
        confirmed, cleared = sum(each.confirmed for each in own), sum(each.cleared for each in own)
        if own:
            measured.append(Precision(rule, confirmed, cleared, len(own) - confirmed - cleared))
    return tuple(measured)


def _to_portrait(row: Mapping[str, Any]) -> Portrait:
    place = (
        (str(row["longitude"]), str(row["latitude"]))
        if row["longitude"] is not None and row["latitude"] is not None
        else None
    )
    counts = {name: int(row[name]) for name in _SUMMED}
    return Portrait(
        code=row["village"],
        name=row["name"],
        town=row["town_name"] or "",
        address=row["address"],
        place=place,
        **counts,
    )


def _by_town(villages: tuple[Portrait, ...]) -> tuple[Portrait, ...]:
    towns: dict[str, list[Portrait]] = {}
    for each in villages:
        towns.setdefault(each.code[:9], []).append(each)
    return tuple(_sum_up(code, own) for code, own in sorted(towns.items()))


def _sum_up(code: str, own: list[Portrait]) -> Portrait:
    counts = {name: sum(getattr(each, name) for each in own) for name in _SUMMED}
    return Portrait(code=code, name=own[0].town or code, town="", address="", villages=len(own), **counts)


def to_json(report: Report) -> bytes:
    """The report for other programs: findings and outcomes, one JSON document; see docs/supervision.md."""
    turned_out = {
        each.rule.key: {"confirmed": each.confirmed, "cleared": each.cleared, "waiting": each.waiting}
        for each in report.precision
    }
    record = {
        "county": report.county,
        "today": report.today,
        "findings": [_to_record(entry) for entry in report.entries],
        "gone": to_builtins(report.gone),
        "rules": [
            {"rule": each.rule.key, "name": each.rule.name, "off": each.off, "asked": each.asked,
             "unasked": {reason: list(codes) for reason, codes in each.unasked}, "findings": each.count,
             "listed": len(each.findings), **turned_out.get(each.rule.key, {})}
            for each in report.outcomes
        ],
        "common": [{"rule": each.rule.key, "villages": list(each.villages), "asked": each.asked} for each in report.common],
        "trend": [{"day": day, **counts} for day, counts in report.trend],
        "villages": to_builtins(report.villages),
        "towns": to_builtins(report.towns),
    }  # fmt: skip
    return json.dumps(record, ensure_ascii=False, indent=1, default=str).encode()


def _to_record(entry: Entry) -> dict[str, Any]:
    finding = entry.finding
    return {
        "number": finding.number, "rule": finding.rule, "name": entry.rule.name, "level": LEVELS[finding.level],
        "village": finding.village, "sentence": finding.sentence, "subject": list(finding.subject), "amount": finding.amount,
        "file": finding.file, "line": finding.line, "cell": finding.cell, "state": entry.state, "since": entry.since,
        "due": entry.due, "overdue": entry.overdue, "explanation": entry.explanation,
        "neutral": finding.neutral, "path": finding.path, "people": list(finding.people),
        "pieces": to_builtins(finding.pieces),
    }  # fmt: skip
