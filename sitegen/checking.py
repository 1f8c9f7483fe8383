"""Look at every ledger and at what holds between villages, and write nothing."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from sitegen import jobs
from sitegen.build import Loaded, Site, in_order, load_checked, load_registers, load_site, roll_up
from sitegen.checks.site import check_addresses, check_links
from sitegen.diagnostics import Diagnostic, Place, error, sort
from sitegen.figures import VillageSummary
from sitegen.load.files import list_villages, read_county, read_registers, read_village
from sitegen.load.village import VillageFiles
from sitegen.plan import Parts, plan_village
from sitegen.views.summary import view_summary

_PAGES = Parts(codes=False, downloads=False)

Progress = Callable[[int, int, str], None]
Given = tuple[VillageFiles, tuple[Diagnostic, ...]]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found."""

    villages: int
    diagnostics: tuple[Diagnostic, ...]
    faults: tuple[str, ...]
    """Tracebacks, where the fault is ours."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """One village as a check sees it."""

    folder: str
    summary: VillageSummary | None
    diagnostics: tuple[Diagnostic, ...]
    fault: str = ""


def check(
    county: Path,
    today: date,
    *,
    only: tuple[str, ...] = (),
    workers: int = 1,
    progress: Progress | None = None,
) -> CheckReport:
    """Check all villages, or the folders in ``only``; what holds between villages is asked when all are looked at."""
    site, found = load_site(read_county(county), today, _PAGES)
    folders = only or list_villages(county)
    inputs = (read_village(county, folder) for folder in folders)
    seen: list[_Seen] = []
    for number, each in enumerate(jobs.run(partial(_check_village, site), inputs, _workers(workers, folders)), start=1):
        seen.append(each)
        if progress:
            progress(number, len(folders), each.folder)
    between = () if only else _check_between(county, site, seen)
    problems = (*found, *between, *(problem for each in seen for problem in each.diagnostics))
    return CheckReport(len(folders), sort(problems), tuple(each.fault for each in seen if each.fault))


def _check_village(site: Site, given: Given) -> _Seen:
    files, found = given
    try:
        loaded = load_checked(site, files)
        return _Seen(files.folder, _summarise(site, loaded), (*found, *loaded.diagnostics))
    except Exception:  # a fault of ours in one village must not hide what is wrong in the others
        bug = error("SYS-BUG", Place(f"villages/{files.folder}"), log="build/.state/fault.log")
        return _Seen(files.folder, None, (*found, bug), traceback.format_exc())


def _summarise(site: Site, loaded: Loaded) -> VillageSummary:
    planned = plan_village(loaded.pages, loaded.links, site.theme, site.parts)
    return view_summary(loaded.pages, tuple(job.path for job in planned))


def _check_between(county: Path, site: Site, seen: Iterable[_Seen]) -> tuple[Diagnostic, ...]:
    """Address numbers used twice, and printed addresses that would lead nowhere; as a build would find them."""
    summaries = in_order(each.summary for each in seen)
    registers = load_registers(read_registers(county))
    rolled = roll_up(site, summaries, registers)
    return (*check_addresses(summaries), *check_links(registers, summaries, rolled))


def _workers(wanted: int, folders: tuple[str, ...]) -> int:
    """A pool costs more than it gives for a few villages."""
    return 1 if len(folders) < 4 else wanted
