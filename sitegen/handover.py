"""Handing the built site over as the next release: to a folder or as a zip, with the papers that go with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from zipfile import BadZipFile, ZipFile

from msgspec import Struct

from sitegen import manifest
from sitegen.build import open_stage
from sitegen.checks.output import find_leak, find_said
from sitegen.disk import readable
from sitegen.load.files import list_villages, read_addresses
from sitegen.model.period import from_code
from sitegen.outputs.papers import Handover, compare, make_papers, only_pages
from sitegen.plan import Site
from sitegen.releases import (
    Release,
    Standing,
    address_of,
    begin_release,
    forget_ended,
    go_back,
    hand_over_folder,
    hand_over_zip,
    keep_files,
    list_releases,
    read_begun,
    read_changed,
    read_log,
    read_release,
    to_standings,
    write_release,
)
from sitegen.tree import SUMS, read_sums
from sitegen.views.names import Names

_ACTS = {"published": "新公布", "corrected": "更正", "withdrawn": "撤下", "names": "撤下到期的姓名"}


class HandedOver(Struct, frozen=True):
    """A release: its number, how many files it has, the folder with its papers, and what differs from the one before."""

    number: int
    files: int
    papers: Path
    changed: int
    gone: int
    held: tuple[str, ...] = ()
    """Villages that did not go back."""


def is_zip(target: Path) -> bool:
    """Whether the site is to become one file."""
    return target.suffix.lower() == ".zip"


def is_ours(target: Path) -> bool:
    """Whether it is nothing yet, or a site that was handed over: a zip, a folder. What is not ours is never replaced."""
    if is_zip(target) and target.is_file():
        try:
            with ZipFile(target) as archive:
                return f"site/{SUMS}" in archive.namelist()
        except (BadZipFile, OSError):
            return False
    if is_zip(target) or not target.is_dir():
        return not target.exists()
    return (target / SUMS).is_file() or not any(target.iterdir())


def hand_over(
    county: Path,
    site: Site,
    target: Path,
    today: date,
    *,
    partial: bool = False,
    back_to: int = 0,
    allowed: Mapping[str, frozenset[str]] = MappingProxyType({}),
    covered: Mapping[str, Names] = MappingProxyType({}),
) -> HandedOver:
    """Make the built site the next release and bring it to ``target``: a zip when it is named so, else a folder.

    ``partial``: a zip of what changed since the last release only. ``back_to``: the release whose files are shown again,
    without what was taken down since; ``allowed`` are then the numbers agreed to today, by address number, all of them under
    an empty one; and ``covered``, by address number, who is not named today.

    Raises :class:`sitegen.tree.ChangedError` when a file of the site was changed by hand.
    """
    folder = county / "build" / "releases"
    day = today.isoformat()
    forget_ended(county, folder, day)
    known = [read_release(folder, number) for number in list_releases(folder)]
    old = next((each for each in known if each.number == back_to), None)
    with open_stage(county / "build") as stage:
        now = read_sums(stage.state)
        standings = to_standings(county, manifest.read(stage.state))
        keep_files(folder, stage.root, now)
    names = dict(_list_names(county))
    refused = {*_find_leaking(folder, old, now, allowed), *_find_naming(folder, old, now, covered)} if old else ()
    sums, back = go_back(county, old, now, refused) if old else (now, frozenset[str]())
    held = tuple(names.get(each.addresses[0], "") for each in standings if old and each.addresses[0] not in back)
    if old:
        turning = {each.addresses[0]: each.turning for each in old.villages if each.addresses[0] in back}
        standings = tuple(each._replace(turning=turning.get(each.addresses[0], each.turning)) for each in standings)
    begun = read_begun(folder)
    release = Release(max((known[-1].number if known else 0, *begun)) + 1, day, back_to, standings, sums)
    if known and not begun and _is_same(known[-1], release):
        release = known.pop()
    before = known[-1] if known else None
    there = _may_be_there(before, begun.values())
    new, changed, gone = compare(there, sums)
    pages = only_pages(changed)
    papers = make_papers(
        Handover(
            name=site.settings.name,
            host=site.settings.host,
            base=site.settings.base_path,
            number=release.number,
            day=release.day,
            before=(before.number, before.day) if before else None,
            back_to=(old.number, old.day) if old else None,
            acts=tuple(_list_acts(county, site, before, standings, names)),
            held=held,
            new=len(new),
            changed=tuple(path for path in pages if there[path]),
            whole=tuple(Counter(names.get(address_of(path), "") for path in pages if not there[path]).items()),
            gone=gone,
            files=len(sums),
        ),
        partial=partial and before is not None,
    )
    begin_release(folder, release.number, sums, papers)
    with readable(target):
        if is_zip(target):
            hand_over_zip(folder, sums, (*new, *changed) if partial else sums, papers, target)
        else:
            hand_over_folder(folder, sums, target)
    write_release(folder, release)
    papers_at = folder / str(release.number)
    return HandedOver(release.number, len(sums), papers_at, len(new) + len(changed), len(gone), held)


def _may_be_there(before: Release | None, begun: Iterable[Iterable[str]]) -> dict[str, str]:
    """The files of the last release; after runs that were broken off nobody knows which of them, or of theirs, are there."""
    last = before.handed_over() if before else {}
    others = {path: "" for paths in begun for path in paths}
    return {**dict.fromkeys(last, ""), **others} if others else last


def _find_leaking(
    folder: Path, old: Release, now: Mapping[str, str], allowed: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    """Address numbers whose earlier files hold what may not be shown today: a number agreed to then and no longer."""
    for address, files in groupby(read_changed(folder, old, now), lambda each: address_of(each[0])):
        if find_leak(files, allowed.get(address, allowed.get("", frozenset()))):
            yield address


def _find_naming(folder: Path, old: Release, now: Mapping[str, str], covered: Mapping[str, Names]) -> Iterator[str]:
    """Address numbers whose earlier files name somebody who is covered today: a name that today's files say as well is a word
    in what is said everywhere."""
    for address, files in groupby(read_changed(folder, old, now), lambda each: address_of(each[0])):
        names = covered.get(address)
        if names is not None and (said := find_said(files, names.find)):
            today = {path: digest for path, digest in now.items() if address_of(path) == address}
            if said - find_said(read_changed(folder, old._replace(sums=today), {}), names.find):
                yield address


def _is_same(last: Release, now: Release) -> bool:
    """Whether nothing happened since: then the same release is handed over once more."""
    lines = ({each.addresses: each.lines for each in one.villages} for one in (last, now))
    return last.sums == now.sums and next(lines) == next(lines)


def _list_names(county: Path) -> Iterator[tuple[str, str]]:
    """Address numbers of all villages there are, with their names."""
    for folder in list_villages(county):
        for address in read_addresses(county, folder):
            yield address, folder[13:]


def _list_acts(
    county: Path, site: Site, before: Release | None, standings: Iterable[Standing], names: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """What was published, corrected and taken down since the release before, village by village.

    The log of a village that was merged tells only what was added to it since that village last stood by itself.
    """
    villages = before.villages if before else ()
    seen = {address: n for each in villages for address, n in zip(each.addresses, each.lines, strict=False)}
    own = {each.addresses[0] for each in standings}
    for address, name in names.items():
        log = read_log(county / "published" / address)
        for line in log[seen.get(address, 0 if address in own else len(log)) :]:
            item, period = (str(line.get(key, "")) for key in ("item", "period"))
            known, when = site.catalogue.by_number(item), from_code(period)
            what = f"{known.name if known else item} {when.label if when else period}"
            yield name, _ACTS.get(str(line.get("state")), ""), what
