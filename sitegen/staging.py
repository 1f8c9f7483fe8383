"""Make what is stale and stage its files: villages, in as many processes as wanted, then what stands above them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from msgspec import Struct

from sitegen import jobs, manifest
from sitegen.above import is_large, keep_township, list_units, plan_above, read_orphans
from sitegen.assessments import check_assessed, write_assessments
from sitegen.checks.output import find_leak
from sitegen.checks.personal import addresses_in, numbers_of
from sitegen.checks.site import check_links
from sitegen.diagnostics import Diagnostic, Place, concealed, error
from sitegen.jobs import Progress
from sitegen.load.files import read_attachment, read_digest, read_village
from sitegen.load.remembered import find_lost_releases, write_memory
from sitegen.manifest import Survey, township_of
from sitegen.model.site import Parts
from sitegen.outputs.compressed import make_compressed
from sitegen.outputs.html import prepare
from sitegen.plan import Site, plan_orphans
from sitegen.rollup import derive_tree
from sitegen.tree import Stage, put_files, read_sums, unit_of
from sitegen.village import Made, make_village

_FEW = 4
"""A pool of processes costs more than it gives for fewer villages."""


class Staged(Struct, frozen=True):
    """A village whose files stand in the stage: what is remembered of it, and how much differs from what was there."""

    folder: str
    entry: manifest.Entry
    kept: manifest.Kept
    different: Mapping[str, int]
    stands: bool
    """Only dates of its files had changed."""
    lost: tuple[Diagnostic, ...] = ()
    fault: str = ""


# ---- villages -------------------------------------------------------------------------------------------------------


def stage_villages(
    county: Path,
    site: Site,
    stage: Stage,
    seen: Survey,
    workers: int,
    progress: Progress | None,
    private: Path | None,
    shards: Iterable[Path],
    scheduler: str,
) -> Iterator[Staged]:
    """Make every stale village and stage its files; what cannot be made stays on the site as it is.

    What a shard has made already, of the same bytes in the same way, is taken from there. With a ``scheduler`` the workers of
    its cluster do it instead of processes on this machine.
    """
    ready = {folder: each for shard in shards for folder, each in _read_ready(shard, seen.fingerprint)}
    work = partial(_stage_village, county, site, stage.root, stage.folder, private, ready)
    workers = 1 if len(seen.stale) < _FEW else workers
    if scheduler:
        results = jobs.run_on_cluster(scheduler, work, seen.stale.items(), manifest.read_program)
    else:
        for edition in site.editions if workers > 1 else ():
            prepare(edition.theme)
        results = jobs.run(work, seen.stale.items(), workers)
    for number, staged in enumerate(results, start=1):
        stage.note(staged.different)
        if progress:
            progress(number, len(seen.stale), staged.folder)
        yield staged


class _Ready(NamedTuple):
    """A village as another build made it: where that one lies, what it remembers, and the village's files."""

    place: Path
    entry: manifest.Entry
    paths: tuple[str, ...]


def _read_ready(place: Path, fingerprint: str) -> Iterator[tuple[str, _Ready]]:
    """The villages of a shard, by folder; none when it was made in another way."""
    kept = manifest.read(place / ".state")
    paths: dict[str, list[str]] = {}
    for path in read_sums(place / ".state"):
        paths.setdefault(unit_of(path).rpartition("/")[2], []).append(path)
    for folder, entry in kept.entries.items() if kept.fingerprint == fingerprint else ():
        yield folder, _Ready(place, entry, tuple(path for each in entry.addresses for path in paths.get(each, ())))


def _take(root: Path, stage: Path, folder: str, seen: manifest.Entry, ready: _Ready) -> Staged:
    """A village from a shard into the stage."""
    files = {path: (ready.place / "site" / path).read_bytes() for path in ready.paths}
    kept = manifest.read_township(ready.place / ".state", township_of(folder))[folder]
    entry = ready.entry._replace(stamp=seen.stamp, ledger=seen.ledger)
    return Staged(folder, entry, kept, put_files(root, stage, files), stands=False)


def _stage_village(
    county: Path,
    site: Site,
    root: Path,
    stage: Path,
    private: Path | None,
    ready: Mapping[str, _Ready],
    work: tuple[str, manifest.Entry],
) -> Staged:
    """Read, make and stage one village; runs in any process that sees the county's folder."""
    folder, seen = work
    for address in seen.addresses:
        write_memory(county, address)
    if any(find_lost_releases(county, address) for address in seen.addresses):
        seen = seen._replace(stamp="")  # the copy may be what is wrong, and giving it up changes no file of the village
    given = read_village(county, folder)
    cut = any(each.code == "LINK-CUT" for each in given[1])
    digest = read_digest(county, given[0]) + ("-cut" if cut else "")
    if digest == seen.digest:
        return Staged(folder, seen, manifest.Kept(None, ()), {}, stands=True)
    there = ready.get(folder)
    if there and there.entry.digest == digest and there.entry.stands_on(site.today.isoformat()):
        return _take(root, stage, folder, seen, there)
    made = make_village(site, given)
    if made.summary is None:
        kept = manifest.Kept(None, concealed(made.diagnostics))
        entry = manifest.unknown(seen.addresses, len(made.diagnostics))
        return Staged(folder, entry, kept, {}, stands=False, lost=made.lost, fault=made.fault)
    pictures, problems = _make_pictures(county, made)
    if private is not None:
        write_assessments(private, made.assessments)
    found = concealed((*made.diagnostics, *problems, *check_assessed(made.assessments, private)))
    files = _with_copies(site, {**dict(made.files), **pictures})
    entry = manifest.Entry(
        stamp=seen.stamp,
        digest=digest,
        addresses=seen.addresses,
        made_on=site.today.isoformat(),
        turning=made.turning[0] if made.turning else "",
        found=len(found),
        files=len(files),
        size=sum(map(len, files.values())),
        ledger=seen.ledger,
        shown_on=made.shown_on,
    )
    kept = manifest.Kept(made.summary, found)
    return Staged(folder, entry, kept, put_files(root, stage, files), stands=False, lost=made.lost)


def _with_copies(site: Site, files: Mapping[str, bytes]) -> dict[str, bytes]:
    kind = site.parts.compressed
    return {**files, **make_compressed(files, brotli=kind == "br")} if kind else dict(files)


# ---- what stands above ----------------------------------------------------------------------------------------------


def gather(
    state: Path, parts: Parts, seen: Survey, staged: Iterable[Staged]
) -> tuple[manifest.Manifest, frozenset[str], tuple[Diagnostic, ...], tuple[str, ...]]:
    """What will be remembered, the townships in which something changed, what keeps all of it back, our faults.

    A township is kept as soon as its last village is made, so that only a few of them are in memory.
    """
    entries, totals = dict(seen.fresh), {} if seen.is_new else dict(seen.kept.totals)
    changed = {township_of(folder) for folder in seen.gone}
    left = Counter(map(township_of, seen.stale))
    waiting: dict[str, dict[str, manifest.Kept]] = {code: {} for code in left.keys() | changed}
    refused: list[Diagnostic] = []
    faults: list[str] = []
    for each in staged:
        code = township_of(each.folder)
        entries[each.folder] = each.entry
        refused += each.lost
        faults += (each.fault,) if each.fault else ()
        left[code] -= 1
        if not each.stands:
            changed.add(code)
            waiting[code][each.folder] = each.kept
        if not left[code] and code in changed:
            totals[code] = keep_township(state, code, entries, waiting.pop(code))
    for code in changed & waiting.keys():
        totals[code] = keep_township(state, code, entries, {})
    totals = {code: each for code, each in totals.items() if each.villages}
    kept = manifest.Manifest(seen.shared, seen.fingerprint, seen.beside, entries, totals, (), parts)
    return kept, frozenset(changed), tuple(refused), tuple(faults)


def stage_above(
    county: Path, site: Site, stage: Stage, seen: Survey, kept: manifest.Manifest, changed: frozenset[str]
) -> tuple[set[str], tuple[Diagnostic, ...]]:
    """Make the pages above the changed townships; the units of the site that are wanted, and what keeps all of it back."""
    tree = derive_tree(site.regions, kept.totals)
    before = sum(each.listed for each in seen.kept.totals.values())
    if seen.gone_above or is_large(tree.whole.listed) != is_large(before):
        changed = frozenset(tree.townships)
    orphans = read_orphans(county, (entry.addresses for entry in kept.entries.values()))
    allowed = numbers_of((*site.settings.telephones, *site.settings.supervision_telephones)) | addresses_in(
        kept.entries
    )
    wanted = list_units(site, tree, (address for entry in kept.entries.values() for address in entry.addresses))
    refused: list[Diagnostic] = []
    for planned in plan_above(site, stage.state, tree, changed, orphans):
        files = {job.path: job.make() for job in planned}
        refused += find_leak(files.items(), allowed)
        files = _with_copies(site, files)
        stage.put_all(files)
        wanted |= {unit_of(path) for path in files}
    for address, links in orphans.items():
        write_memory(county, address)
        refused += check_links(address, links, (job.path for job in plan_orphans(site, {address: links})))
    return wanted, tuple(refused)


def list_own(site: Site, kept: manifest.Manifest) -> set[str]:
    """The units of the villages alone: all there is in a shard."""
    addresses = (address for entry in kept.entries.values() for address in entry.addresses)
    return list_units(site, derive_tree(site.regions, {}), addresses)


# ---- pictures -------------------------------------------------------------------------------------------------------


def _make_pictures(county: Path, made: Made) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    if not made.pictures:
        return {}, ()
    from sitegen.outputs.pictures import make_attachment  # noqa: PLC0415 - a tenth of a second that only attachments pay

    files: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    for path, file in made.pictures:
        data = read_attachment(county, made.folder, path)
        clean, reason = make_attachment(data or b"", PurePosixPath(path).suffix.lower(), made.allowed)
        if clean is None:
            place = Place(f"villages/{made.folder}/附件/{path}")
            found.append(error("FILE-PICTURE", place, path=path, reason=reason))
        else:
            files[file] = clean
    return files, tuple(found)
