"""Following up a finding: a step noted under the private root, or one neutral sentence released into the public cases."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from sitegen import overlay
from sitegen.disk import write_file
from sitegen.load.files import list_villages
from sitegen.model.catalogue import Catalogue
from sitegen.model.workdays import Holidays
from sitegen.source import decode
from sitegen.supervise.handling import FOLDER, Handling, Step, due_of, load_handling, load_limits, refuse_step, to_yaml
from sitegen.supervise.lists import FOLDER as LISTS
from sitegen.supervise.lists import Surroundings, load_kinds, load_lists, to_villages
from sitegen.supervise.release import refuse_state, refuse_words, to_case
from sitegen.supervise.schema import FOLDER as STORE
from sitegen.supervise.thresholds import FILE as THRESHOLDS

REPORTS = "报告"
NAME = "监督报告.json"


class RefusedStepError(Exception):
    """A step or release that may not be; its message says why, in Chinese."""


def read_report(private: Path) -> Mapping[str, Any]:
    """The newest report; empty when there is none."""
    found = sorted((private / REPORTS).glob(f"*/{NAME}")) if (private / REPORTS).is_dir() else []
    record: Mapping[str, Any] = json.loads(found[-1].read_bytes()) if found else {}
    return record


def note(private: Path, number: str, step: Step) -> Handling:
    """Add a step to a finding's way. Raises :class:`RefusedStepError`."""
    handling = find_handling(private, number)
    if handling is None:
        raise RefusedStepError(f"没有编号 {number} 的疑点；编号在报告里每一条的下面")
    reason = refuse_step(handling, step)
    if reason:
        raise RefusedStepError(reason)
    sentence = find_finding(private, number).get("sentence", handling.sentence)
    kept = replace(handling, steps=(*handling.steps, step), sentence=str(sentence))
    write_file(private / FOLDER / f"{number}.yaml", to_yaml(kept))
    return kept


def find_due(private: Path, handling: Handling, holidays: Holidays) -> date | None:
    """By when the step after the last one is due; None where nothing is."""
    path = private / THRESHOLDS
    limits = load_limits(THRESHOLDS, path.read_bytes() if path.is_file() else b"")
    return due_of(handling, handling.steps[-1].day, limits, holidays)


def find_handling(private: Path, number: str) -> Handling | None:
    """What was noted of a finding so far; for one of the newest report without notes, an empty way."""
    path = private / FOLDER / f"{number}.yaml"
    if path.is_file():
        handling, found = load_handling(path.name, path.read_bytes())
        if found:
            raise RefusedStepError(f"{FOLDER}/{path.name} 写得不对，先改好再记")
        return handling
    finding = find_finding(private, number)
    if not finding:
        return None
    subject = tuple(map(str, finding["subject"]))
    return Handling(number, str(finding["rule"]), str(finding["village"]), subject, str(finding["sentence"]), ())


def find_finding(private: Path, number: str) -> Mapping[str, Any]:
    """The finding as the newest report has it; empty when it has not."""
    findings = read_report(private).get("findings", [])
    return next((each for each in findings if each["number"] == number), {})


def release(county: Path, private: Path, catalogue: Catalogue, number: str, words: str, day: date) -> tuple[Path, str]:
    """Write a neutral sentence into ``cases/<village>.yaml`` for a person to review; the file and the sentence.

    Raises :class:`RefusedStepError` for what is not verified, names somebody, or judges.
    """
    handling, finding = find_handling(private, number), find_finding(private, number)
    said = words.strip() or str(finding.get("neutral", ""))
    reason = refuse_state(handling) or refuse_words(
        said, (*_names(finding), *_read_listed(county, private, catalogue), *_read_persons(private, handling))
    )
    if reason or handling is None:
        raise RefusedStepError(reason)
    item = catalogue.by_number(str(finding.get("path", "")).partition("/")[0])
    path = county / "cases" / f"{handling.village}.yaml"
    written = path.read_bytes() if path.is_file() else b""
    existing, found = decode(path.name, written)
    if existing is None or found:
        raise RefusedStepError(f"cases/{path.name} 不是 UTF-8 的文字，先用 sitegen fix 改好")
    write_file(path, written + to_case(existing, day, item.name if item else "", said).encode())
    return path, said


def _read_listed(county: Path, private: Path, catalogue: Catalogue) -> Iterator[str]:
    """Names of three signs and more in the lists of departments: whoever stands there is named in no sentence that goes out.

    Names of two signs are often words of the language; a person who reads the sentence before it is published sees them.
    """
    folder = private / LISTS
    villages = ((each[:12], each[13:]) for each in list_villages(county))
    files = overlay.read_folder((folder,), "*") if folder.is_dir() else {}
    given, _ = load_lists(files, Surroundings(to_villages(villages), catalogue, secrets.token_bytes(32)))
    for kind in load_kinds():
        places = [index for index, column in enumerate(kind.columns) if column.name in ("person", "official")]
        for row in given.rows.get(kind.name, ()):
            yield from (name for index in places if len(name := str(row[index] or "")) >= 3)


def _read_persons(private: Path, handling: Handling | None) -> Iterator[str]:
    """Names of three signs and more of the village's own lists and offices, as the newest run stored them."""
    from sitegen.supervise.store import read_persons  # noqa: PLC0415 - duckdb is an extra

    if handling is not None:
        yield from (name for name in read_persons(private / STORE, handling.village) if len(name) >= 3)


def _names(finding: Mapping[str, Any]) -> tuple[str, ...]:
    """Persons and parties the finding speaks of: its subject's words, but for numbers, days and addresses."""
    subject = (str(each) for each in finding.get("subject", ()))
    people = (str(each) for each in finding.get("people", ()))
    return (*people, *(each for each in subject if not any(sign.isdigit() or sign in "/_-" for sign in each)))
