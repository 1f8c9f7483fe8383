"""Earlier runs: which findings there were on which day, so that one can say what is new, what stayed and what is gone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from sitegen.supervise.findings import Finding

FOLDER = "历次"


class Seen(Struct, frozen=True):
    """One finding of one run; ``since`` is the day it first appeared."""

    rule: str
    village: str
    level: str
    since: date


class Run(Struct, frozen=True):
    """One run: its day, its findings by number."""

    day: date
    findings: Mapping[str, Seen]


def load_runs(files: Mapping[str, bytes], today: date) -> tuple[Run, ...]:
    """Earlier runs in order of their days, those of ``today`` and later left out; a file that cannot be read is none."""
    runs = [run for name, data in sorted(files.items()) if (run := _load_run(name, data)) and run.day < today]
    return tuple(sorted(runs, key=lambda run: run.day))


def _load_run(name: str, data: bytes) -> Run | None:
    try:
        record = json.loads(data)
        findings = {number: Seen(rule, village, level, date.fromisoformat(since))
                    for number, (rule, village, level, since) in record["findings"].items()}  # fmt: skip
        return Run(date.fromisoformat(name.removesuffix(".json")), findings)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def to_run(findings: Iterable[Finding], runs: tuple[Run, ...], today: date) -> Run:
    """This run; a finding keeps the day on which it first appeared as long as it was there each time."""
    before = runs[-1].findings if runs else {}
    return Run(
        today,
        {
            each.number: Seen(
                each.rule, each.village, each.level, before[each.number].since if each.number in before else today
            )
            for each in findings
        },
    )


def to_json(run: Run) -> bytes:
    """The file of one run."""
    findings = {
        number: [seen.rule, seen.village, seen.level, seen.since.isoformat()] for number, seen in run.findings.items()
    }
    return json.dumps({"findings": findings}, ensure_ascii=False, sort_keys=True).encode()
