"""Look at every ledger and at what holds between villages, and write nothing.

Who looks again (``check --watch``, the menu, the clerk's desk) gives what was seen before: a village whose files stand
as they were is not read a second time.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sitegen import jobs, overlay
from sitegen.above import read_orphans
from sitegen.build import check_hosts
from sitegen.checks.contents import Ends, check_contents
from sitegen.checks.markup import check_markup
from sitegen.checks.references import at_their_mention
from sitegen.checks.site import check_addresses, check_cases_of, check_links, check_published_of, check_regions
from sitegen.diagnostics import Diagnostic, Place, error, sort, with_excerpts
from sitegen.jobs import Progress
from sitegen.load.files import (
    MAPPING,
    Beside,
    CountyFiles,
    VillageFiles,
    holds_closed,
    list_cases,
    list_villages,
    read_addresses,
    read_attachment,
    read_beside,
    read_county,
    read_ends,
    read_stamp,
    read_village,
)
from sitegen.load.places import read_places
from sitegen.load.remembered import list_published
from sitegen.load.village import list_readings
from sitegen.loaded import load_checked
from sitegen.model.site import Parts
from sitegen.plan import Site, plan_orphans, plan_village
from sitegen.private import read_private_root
from sitegen.sensitive import conceal
from sitegen.shared import load_site, with_lines
from sitegen.source import Entries, Scalar, load_document, place_of, read_bytes
from sitegen.views.desk import DeskView, view_desk
from sitegen.village import find_lost

SETTINGS = "sitegen.yaml"
_PAGES = Parts(codes=False, downloads=False)

Given = tuple[VillageFiles, tuple[Diagnostic, ...]]


class CheckReport(Struct, frozen=True):
    """What a check found."""

    villages: int
    diagnostics: tuple[Diagnostic, ...]
    faults: tuple[str, ...]
    """Tracebacks, where the fault is ours."""


class Seen(Struct, frozen=True):
    """One village as a look found it, and how its files stood just before they were read."""

    folder: str
    desk: DeskView | None
    """None where a fault of ours kept it from being loaded."""
    diagnostics: tuple[Diagnostic, ...]
    lost: tuple[Diagnostic, ...] = ()
    """Printed addresses that would lead nowhere."""
    fault: str = ""
    addresses: tuple[str, ...] = ()
    stamp: str = ""


class Look(Struct, frozen=True):
    """A county as it was looked at: what its villages share, each village, and what was found."""

    files: CountyFiles
    site: Site
    shared: tuple[Diagnostic, ...]
    """What is wrong with what the villages share."""
    seen: Mapping[str, Seen]
    again: tuple[str, ...]
    """Folders of the villages that were read this time."""
    report: CheckReport
    mapping: bytes = b""
    """导入/映射.yaml as it was read."""

    @property
    def desks(self) -> tuple[DeskView, ...]:
        """The villages as their clerks see them, in the order of their codes."""
        return tuple(each.desk for each in self.seen.values() if each.desk is not None)


def check(
    county: Path,
    today: date,
    *,
    only: tuple[str, ...] = (),
    workers: int = 1,
    progress: Progress | None = None,
) -> CheckReport:
    """Check all villages, or the folders in ``only``; what holds between villages is asked when all are looked at."""
    return look(county, today, only=only, workers=workers, progress=progress).report


def list_understood(county: Path, today: date, only: tuple[str, ...] = ()) -> tuple[Diagnostic, ...]:
    """What was understood without a word in the ledgers of all villages, or the folders in ``only``."""
    site, _ = load_site(read_county(county), today, _PAGES)
    folders = (folder for folder in list_villages(county) if not only or folder in only)
    given = (read_village(county, folder)[0] for folder in folders)
    return sort(each for files in given for each in list_readings(files, site.catalogue, site.preset))


def look(
    county: Path,
    today: date,
    *,
    before: Look | None = None,
    only: tuple[str, ...] = (),
    workers: int = 1,
    progress: Progress | None = None,
) -> Look:
    """The county as :func:`check` finds it; villages that stand as ``before`` saw them are taken from there, and
    ``before`` itself comes back when nothing has changed.

    ``only`` and ``today`` have to be those of ``before``. Folders that are gone are forgotten.
    """
    files = read_county(county)
    if before is None or before.files != files:
        site, shared = load_site(files, today, _PAGES)
        before = None
    else:
        site, shared = before.site, before.shared
    there = list_villages(county)
    folders = tuple(folder for folder in only if folder in there) if only else there
    beside = read_beside(county)
    stale = {folder: change for folder in folders if (change := _find_change(county, folder, beside, before))}
    mapping = b"" if only else read_bytes(county / MAPPING)[0] or b""
    if before is not None and not stale and tuple(before.seen) == folders and before.mapping == mapping:
        return before
    seen = dict(before.seen) if before else {}
    inputs = (read_village(county, folder) for folder in stale)
    results = jobs.run(partial(_check_village, site, county), inputs, _workers(workers, tuple(stale)))
    for number, each in enumerate(results, start=1):
        addresses, stamp = stale[each.folder]
        seen[each.folder] = replace(each, addresses=addresses, stamp=stamp)
        if progress:
            progress(number, len(stale), each.folder)
    seen = {folder: seen[folder] for folder in folders}
    between = () if only else _check_between(county, site, shared, seen.values())
    aside = () if only else (*_check_aside(county, files.settings), *_check_mapping(mapping, site, folders))
    problems = (*shared, *aside, *between, *(problem for each in seen.values() for problem in each.diagnostics))
    report = CheckReport(len(folders), sort(problems), tuple(each.fault for each in seen.values() if each.fault))
    return Look(files, site, shared, seen, tuple(stale), report, mapping)


def _find_change(county: Path, folder: str, beside: Beside, before: Look | None) -> tuple[tuple[str, ...], str] | None:
    """The village's address numbers and how its files stand now, when that is not how they stood; None when they do.

    Taken before they are read: what changes in between is noticed next time.
    """
    addresses = read_addresses(county, folder)
    stamp = read_stamp(county, folder, addresses, beside).whole
    known = before.seen.get(folder) if before else None
    return None if known is not None and not known.fault and known.stamp == stamp else (addresses, stamp)


def _check_village(site: Site, county: Path, given: Given) -> Seen:
    files, found = given
    if holds_closed(found):
        return Seen(files.folder, None, found)
    try:
        loaded = load_checked(site, files)
        contents = check_contents(loaded.village, site.catalogue, partial(_read_ends, county, files))
        found = (*found, *with_lines(tuple(contents), files.files))
        paths = tuple(
            job.path for job in plan_village(loaded.pages, loaded.formers, loaded.links, site.editions, site.parts)
        )
        return Seen(
            files.folder, view_desk(loaded.pages), at_their_mention(found, loaded.diagnostics), find_lost(loaded, paths)
        )
    except Exception:  # a fault of ours in one village must not hide what is wrong in the others
        bug = error("SYS-BUG", Place(f"villages/{files.folder}"), log="build/.state/fault.log")
        return Seen(files.folder, None, (*found, bug), fault=conceal(traceback.format_exc()))


def _check_aside(county: Path, settings: bytes) -> tuple[Diagnostic, ...]:
    """What the settings say to supervision alone: where its private root is, and the limits of its rules."""
    document, problems = load_document(SETTINGS, settings)
    torn = {each.place.line for each in problems}
    marks = (each for each in check_markup({SETTINGS: settings}) if each.place.line not in torn)
    written = document.root if isinstance(document.root, Entries) else Entries((), 1, 1)
    found: tuple[Diagnostic, ...] = ()
    root = written.get("内部文件夹")
    if isinstance(root, Scalar) and root.text.strip():
        _, refused = read_private_root(county / root.text.strip(), county)
        found = tuple(replace(each, place=place_of(SETTINGS, root)) for each in refused)
    if written.get("阈值") is not None:
        # only a county that writes limits pays for the rules
        from sitegen.supervise.own import OWN_RULES, read_codes, read_rules  # noqa: PLC0415
        from sitegen.supervise.thresholds import load_public_thresholds  # noqa: PLC0415

        rules, _ = read_rules(county / OWN_RULES)
        found = (*found, *load_public_thresholds(settings, rules, read_codes(county))[1])
    return with_excerpts((*found, *marks), SETTINGS, document.text)


def _check_mapping(mapping: bytes, site: Site, folders: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    if not mapping.strip():
        return ()
    from sitegen.importing.mapping import check_mapping  # noqa: PLC0415 - only a county that imports pays for it

    built_in = overlay.read_folder((overlay.PACKAGE / "data" / "importing",), "*.yaml")
    return check_mapping(mapping, site.catalogue, built_in.values(), folders)


def _read_ends(county: Path, files: VillageFiles, path: str) -> Ends | None:
    """How an attachment begins and ends; None for one that is not there."""
    if path not in files.attachments:
        return None
    head, tail = read_ends(county, files.folder, path)
    whole = partial(read_attachment, county, files.folder, path)
    return Ends(files.attachments[path], head, tail, lambda: whole() or b"")


def _check_between(
    county: Path, site: Site, shared: Iterable[Diagnostic], seen: Iterable[Seen]
) -> tuple[Diagnostic, ...]:
    """Address numbers used twice, and printed addresses that would lead nowhere; as a build would find them."""
    villages = tuple(seen)
    orphans = read_orphans(county, (each.addresses for each in villages))
    lost = (
        problem
        for address, links in orphans.items()
        for problem in check_links(address, links, (job.path for job in plan_orphans(site, {address: links})))
    )
    twice = read_places(county, check_addresses({each.folder: each.addresses for each in villages}))
    folders = tuple(each.folder for each in villages)
    return (
        *twice,
        *check_regions(folders, site.regions, shared),
        *check_cases_of(list_cases(county), folders),
        *check_published_of(list_published(county), chain.from_iterable(each.addresses for each in villages)),
        *check_hosts(county, site.settings),
        *lost,
        *(problem for each in villages for problem in each.lost),
    )


def _workers(wanted: int, folders: tuple[str, ...]) -> int:
    """A pool costs more than it gives for a few villages."""
    return 1 if len(folders) < 4 else wanted
