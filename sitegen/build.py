"""THE SCRIPT: load → check → plan → make, for every village that changed; then what rolls up from all of them."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath

from sitegen import codes, jobs, manifest, overlay
from sitegen.above import is_large, keep_township, list_units, plan_above, read_orphans
from sitegen.assessments import Assessment, check_assessed, derive_assessments, write_assessments
from sitegen.checks.names import check_names
from sitegen.checks.output import find_leak
from sitegen.checks.periods import check_deadlines
from sitegen.checks.personal import check_lines, without_personal_cases, without_personal_profile
from sitegen.checks.site import check_addresses, check_links, check_roots
from sitegen.checks.stored import check_stored, without_views
from sitegen.checks.village import allowed_numbers, check_village, find_broken
from sitegen.diagnostics import Diagnostic, Place, concealed, error, sort, with_excerpts
from sitegen.figures import derive_due, derive_turning_days
from sitegen.load.catalogue import load_catalogue
from sitegen.load.files import (
    ANSWERS,
    CountyFiles,
    read_attachment,
    read_beside,
    read_county,
    read_digest,
    read_shared_stamp,
    read_village,
)
from sitegen.load.holidays import load_holidays
from sitegen.load.published import latest, load_answers, load_links, load_versions
from sitegen.load.settings import load_regions, load_settings
from sitegen.load.theme import find_themes, load_theme_files, load_words
from sitegen.load.village import VillageFiles, load_village
from sitegen.manifest import township_of
from sitegen.model.ledger import Disclosure, Record, Telephone, Village
from sitegen.model.site import Link, Version
from sitegen.outputs.compressed import make_compressed
from sitegen.outputs.html import Theme
from sitegen.outputs.pictures import make_attachment
from sitegen.plan import ALL_PARTS, Parts, Site, plan_orphans, plan_pictures, plan_village
from sitegen.rollup import VillageSummary, add_totals, derive_tree
from sitegen.sensitive import conceal, is_identity_number, to_digits
from sitegen.source import decode
from sitegen.tree import Stage, put_files, unit_of
from sitegen.views.names import mask_cases
from sitegen.views.public import PublicDisclosure, figures_by_position
from sitegen.views.shown import Broken, choose_disclosures, choose_records, view_now
from sitegen.views.summary import view_summary
from sitegen.views.village import VillagePages

__all__ = [
    "Loaded",
    "Made",
    "Report",
    "Site",
    "build",
    "check_hosts",
    "find_lost",
    "load_checked",
    "load_site",
    "make_village",
    "to_theme",
]


@dataclass(frozen=True, slots=True)
class Loaded:
    """One village, loaded and checked: what may be shown of it and everything that was wrong."""

    village: Village
    pages: VillagePages
    registers: Mapping[str, tuple[Link, ...]]
    """Printed addresses by address number: its own, and those of its forerunners."""
    diagnostics: tuple[Diagnostic, ...]
    pictures: Mapping[str, tuple[str, str]]
    tainted: frozenset[str] = frozenset()
    """Stored versions with personal data, by file below ``published/<address>/``."""

    @property
    def links(self) -> tuple[Link, ...]:
        """All lines of its registers."""
        return tuple(link for links in self.registers.values() for link in links)


@dataclass(frozen=True, slots=True)
class Made:
    """What a village's job gives back: its files, the pictures still to be made, and what is remembered of it."""

    folder: str
    files: tuple[tuple[str, bytes], ...]
    pictures: tuple[tuple[str, str], ...]
    summary: VillageSummary | None
    turning: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    lost: tuple[Diagnostic, ...] = ()
    """Printed addresses behind which there would be no page."""
    fault: str = ""
    """A traceback, when the fault is ours."""
    allowed: frozenset[str] = frozenset()
    """Telephones its documents may name."""
    assessments: tuple[Assessment, ...] = ()
    """What was weighed before persons are named; for the private root only."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A village whose files stand in the stage: what is remembered of it, and how much differs from what was there."""

    folder: str
    entry: manifest.Entry
    kept: manifest.Kept
    different: Mapping[str, int]
    stands: bool
    """Only dates of its files had changed."""
    lost: tuple[Diagnostic, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    villages: int
    made: int
    files: int
    """Of all villages."""
    size: int
    """Of all villages' files, in bytes."""
    written: int
    removed: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    faults: tuple[str, ...]


Progress = Callable[[int, int, str], None]

_FEW = 4
"""A pool of processes costs more than it gives for fewer villages."""


def build(
    county: Path,
    today: date,
    *,
    workers: int,
    parts: Parts = ALL_PARTS,
    progress: Progress | None = None,
    private: Path | None = None,
) -> Report:
    """Bring ``build/site`` up to date with the county's files, and say what was done and what is to be mended.

    ``private``: the private root, where the records of what was assessed before persons are named go (assessments.py).

    Raises :class:`sitegen.tree.BusyError` while another build holds the folder, ``OSError`` when the machine fails.
    """
    with Stage(county / "build" / "site", county / "build" / ".state") as stage:
        seen = survey(county, stage, parts, today, has_private=private is not None)
        if seen.stands:
            return _report(seen.kept, 0, 0, (), manifest.read_diagnostics(stage.state, seen.kept), ())
        site, found = load_site(read_county(county), today, parts)
        staged = _stage_villages(county, site, stage, seen, workers, progress, private)
        new, changed, refused, faults = _gather(stage.state, seen, staged)
        wanted, more = _stage_above(county, site, stage, seen, new, changed)
        refused = (*refused, *more)
        twice = check_addresses({folder: entry.addresses for folder, entry in new.entries.items()})
        found = sort((*found, *twice, *check_hosts(county, site)))
        new = new._replace(found=concealed(found))
        removed = () if refused else stage.commit(wanted)
        if not refused:
            manifest.write(stage.state, new)
    written = 0 if refused else sum(stage.changed.values())
    known = (*manifest.read_diagnostics(stage.state, new), *refused)
    return _report(new, len(seen.stale), written, removed, known, faults)


def _report(
    kept: manifest.Manifest,
    made: int,
    written: int,
    removed: tuple[str, ...],
    found: Iterable[Diagnostic],
    faults: tuple[str, ...],
) -> Report:
    files, size = (sum(getattr(entry, name) for entry in kept.entries.values()) for name in ("files", "size"))
    return Report(len(kept.entries), made, files, size, written, removed, sort(found), faults)


def check_hosts(county: Path, site: Site) -> tuple[Diagnostic, ...]:
    """Codes printed below an address that the settings no longer know; a changed register of answers."""
    path = county / "links" / ANSWERS
    answers, found = load_answers(path.read_bytes()) if path.exists() else ((), ())
    return (*found, *check_roots(site.settings, answers))


# ---- what changed ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Survey:
    """One look at all files of a county: which villages stand as they were made, and which are to be made again."""

    kept: manifest.Manifest
    shared: str
    fingerprint: str
    beside: str
    fresh: Mapping[str, manifest.Entry]
    stale: Mapping[str, manifest.Entry]

    @property
    def stands(self) -> bool:
        """Whether everything is as it was."""
        same = (self.shared, self.fingerprint, self.beside) == self.kept[:3]
        return same and not self.stale and len(self.fresh) == len(self.kept.entries)

    @property
    def gone(self) -> set[str]:
        """Villages that are no longer there."""
        return set(self.kept.entries.keys() - self.fresh.keys() - self.stale.keys())

    @property
    def is_new(self) -> bool:
        """Whether what all villages share changed, so that all pages are made again."""
        return self.fingerprint != self.kept.fingerprint


def survey(county: Path, stage: Stage, parts: Parts, today: date, *, has_private: bool) -> Survey:
    """Look at names, sizes and dates of all files; bytes are read only where they may matter."""
    asked = repr((parts, has_private)).encode()
    kept = manifest.read(stage.state) if stage.root.is_dir() else manifest.EMPTY
    shared = codes.digest_parts((read_shared_stamp(county).encode(), asked))
    fingerprint = kept.fingerprint
    if shared != kept.shared:
        fingerprint = codes.digest_parts((_fingerprint(read_county(county), parts).encode(), asked))
    beside = read_beside(county)
    fresh, stale = manifest.divide(county, kept, fingerprint, today, beside)
    return Survey(kept, shared, fingerprint, beside.stamp, fresh, stale)


# ---- villages -------------------------------------------------------------------------------------------------------


def _stage_villages(
    county: Path,
    site: Site,
    stage: Stage,
    seen: Survey,
    workers: int,
    progress: Progress | None,
    private: Path | None,
) -> Iterator[Staged]:
    """Make every stale village and stage its files; what cannot be made stays on the site as it is."""
    work = partial(_stage_village, county, site, stage.root, stage.folder, private)
    results = jobs.run(work, seen.stale.items(), 1 if len(seen.stale) < _FEW else workers)
    for number, staged in enumerate(results, start=1):
        stage.note(staged.different)
        if progress:
            progress(number, len(seen.stale), staged.folder)
        yield staged


def _stage_village(
    county: Path, site: Site, root: Path, stage: Path, private: Path | None, work: tuple[str, manifest.Entry]
) -> Staged:
    """Read, make and stage one village; runs in any process that sees the county's folder."""
    folder, seen = work
    given = read_village(county, folder)
    digest = read_digest(county, given[0])
    if digest == seen.digest:
        return Staged(folder, seen, manifest.Kept(None, ()), {}, stands=True)
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
    )
    kept = manifest.Kept(made.summary, found)
    return Staged(folder, entry, kept, put_files(root, stage, files), stands=False, lost=made.lost)


def _with_copies(site: Site, files: Mapping[str, bytes]) -> dict[str, bytes]:
    kind = site.parts.compressed
    return {**files, **make_compressed(files, brotli=kind == "br")} if kind else dict(files)


# ---- what stands above ----------------------------------------------------------------------------------------------


def _gather(
    state: Path, seen: Survey, staged: Iterable[Staged]
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
    kept = manifest.Manifest(seen.shared, seen.fingerprint, seen.beside, entries, totals, ())
    return kept, frozenset(changed), tuple(refused), tuple(faults)


def _stage_above(
    county: Path, site: Site, stage: Stage, seen: Survey, kept: manifest.Manifest, changed: frozenset[str]
) -> tuple[set[str], tuple[Diagnostic, ...]]:
    """Make the pages above the changed townships; the units of the site that are wanted, and what keeps all of it back."""
    tree = derive_tree(site.regions, kept.totals)
    if is_large(tree.whole) != is_large(add_totals(seen.kept.totals.values())):
        changed = frozenset(tree.townships)
    orphans = read_orphans(county, (entry.addresses for entry in kept.entries.values()))
    allowed = _digits_of((*site.settings.telephones, *site.settings.supervision_telephones))
    wanted = list_units(tree) | {address for entry in kept.entries.values() for address in entry.addresses}
    refused: list[Diagnostic] = []
    for planned in plan_above(site, stage.state, tree, changed, orphans):
        files = {job.path: job.make() for job in planned}
        refused += find_leak(files.items(), allowed)
        files = _with_copies(site, files)
        stage.put_all(files)
        wanted |= {unit_of(path) for path in files}
    for address, links in orphans.items():
        refused += check_links(address, links, (job.path for job in plan_orphans(site, {address: links})))
    return wanted, tuple(refused)


def _digits_of(telephones: Iterable[Telephone]) -> frozenset[str]:
    return frozenset(to_digits(each.number) for each in telephones)


# ---- what all villages share ----------------------------------------------------------------------------------------


def load_site(files: CountyFiles, today: date, parts: Parts = ALL_PARTS) -> tuple[Site, tuple[Diagnostic, ...]]:
    """What all villages share, and what is wrong with it."""
    catalogue, catalogue_found = load_catalogue(files.built_in_catalogue, files.presets, files.catalogue)
    settings, settings_found = load_settings(files.settings, catalogue, find_themes(files.themes))
    regions, region_found = load_regions(files.regions)
    holidays, holiday_found = load_holidays(*files.holidays)
    preset = next(preset for preset in catalogue.presets if preset.name == settings.preset)
    texts = load_theme_files(files.themes, settings.theme)
    site = Site(
        settings=settings,
        regions=regions,
        catalogue=catalogue,
        preset=preset,
        holidays=holidays,
        theme=to_theme(texts, settings.languages[0]),
        sheets={name: text for name, text in texts.items() if name.startswith("sheets/")},
        today=today,
        parts=parts,
        fingerprint=_fingerprint(files, parts),
    )
    written = {"sitegen.yaml": files.settings, "regions.csv": files.regions, "holidays.yaml": files.holidays[1]}
    written |= {f"catalogue/{name}": data for name, data in files.catalogue.items()}
    telephones = (*settings.telephones, *settings.supervision_telephones)
    leaks = tuple(leak for file, data in written.items() for leak in check_lines(file, data, telephones))
    found = (*catalogue_found, *settings_found, *region_found, *holiday_found, *leaks)
    return site, _with_lines(found, written)


def to_theme(texts: Mapping[str, str], language: str) -> Theme:
    """The part of a theme that pages are made with."""
    pages = {name.removeprefix("pages/"): text for name, text in texts.items() if name.startswith("pages/")}
    words = load_words(texts.get(f"words/{language}.yaml", texts.get("words/zh-Hans.yaml", "")))
    css = texts.get("page.css", "") + texts.get("more.css", "")
    return Theme(pages, css, texts.get("page.js", ""), words)


def _fingerprint(files: CountyFiles, parts: Parts) -> str:
    groups = (files.built_in_catalogue, files.catalogue, files.themes, overlay.read_folder((overlay.PACKAGE,), "*.py"))
    pieces = [files.settings, files.regions, files.presets, *files.holidays, repr(parts).encode()]
    pieces += [piece for group in groups for name, data in sorted(group.items()) for piece in (name.encode(), data)]
    return codes.digest_parts(pieces)


def load_checked(site: Site, given: VillageFiles) -> Loaded:
    """Load and check one village, and choose what of it may be shown today."""
    village, found = load_village(given, site.catalogue, site.preset)
    versions, version_found = load_versions(village.address, given.files)
    allowed = allowed_numbers(village, site.settings)
    tainted, stored_found = check_stored(village.address, versions, allowed)
    versions = without_views(versions, tainted)
    registers, link_found = _load_registers(village, given)
    newest = latest(versions)
    now = view_now(village, site.catalogue)
    figures = {each: figures_by_position(view, sums=True) for each, view in now.items() if each in newest}
    found = (
        *found,
        *version_found,
        *stored_found,
        *link_found,
        *check_names(given.paths),
        *check_village(
            village,
            site.catalogue,
            site.settings,
            site.preset,
            site.holidays,
            newest,
            figures,
            given.files,
            given.attachments,
            site.today,
        ),
    )
    village = without_personal_cases(village, found)
    village = without_personal_profile(mask_cases(village, site.catalogue), allowed)
    pages, pictures = _choose(site, village, versions, newest, now, found, given)
    late = check_deadlines(village, site.catalogue, pages.dues, site.today)
    return Loaded(village, pages, registers, _with_lines((*found, *late), given.files), pictures, tainted)


def _with_lines(found: tuple[Diagnostic, ...], files: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """Every diagnostic with the line it speaks of."""
    for file in {each.place.file for each in found if each.place.line and not each.excerpt}:
        text, _ = decode(file, files.get(file, b""))
        found = with_excerpts(found, file, text or "")
    return found


def _load_registers(
    village: Village, given: VillageFiles
) -> tuple[Mapping[str, tuple[Link, ...]], tuple[Diagnostic, ...]]:
    addresses = (village.address, *(former.address for former in village.forerunners))
    loaded = {address: load_links(address, given.files.get(f"links/{address}.csv", b"")) for address in addresses}
    found = tuple(problem for _, problems in loaded.values() for problem in problems)
    return {address: links for address, (links, _) in loaded.items()}, found


def _choose(
    site: Site,
    village: Village,
    versions: tuple[Version, ...],
    newest: Mapping[tuple[str, str, str], Version],
    now: Mapping[tuple[str, str, str], PublicDisclosure],
    found: tuple[Diagnostic, ...],
    given: VillageFiles,
) -> tuple[VillagePages, Mapping[str, tuple[str, str]]]:
    broken = Broken(*find_broken(village, found))
    shown = choose_disclosures(village, site.catalogue, newest, broken, now, site.today)
    records = choose_records(village, site.catalogue, newest, broken)
    done = {each.key: each for each in shown if each.parts}
    dues = derive_due(village, site.catalogue, site.preset, site.settings.required_items, done, site.today)
    sources: tuple[Disclosure | Record, ...] = (*village.disclosures, *village.records)
    wanted = {each.path for source in sources for each in source.attachments if each.redacted}
    available = tuple(sorted(path for path in wanted if given.attachments.get(path)))
    pictures = plan_pictures(village.address, site.settings.base_path, available)
    above = tuple(region for region in site.regions if village.code.startswith(region.code))
    around = site.around(above)
    files = {path: link for path, (_, link) in pictures.items()}
    return VillagePages(around, village, shown, records, versions, dues, files), pictures


def make_village(site: Site, given: tuple[VillageFiles, tuple[Diagnostic, ...]]) -> Made:
    """All files of one village from all bytes that speak of it: pure, so it may run anywhere."""
    files, found = given
    try:
        return _make_village(site, files, found)
    except Exception:
        bug = error("SYS-BUG", Place(f"villages/{files.folder}"), log="build/.state/fault.log")
        return Made(files.folder, (), (), None, (), (*found, bug), fault=conceal(traceback.format_exc()))


def _make_village(site: Site, files: VillageFiles, found: tuple[Diagnostic, ...]) -> Made:
    loaded = load_checked(site, files)
    planned = plan_village(loaded.pages, loaded.links, site.theme, site.parts)
    paths = tuple(job.path for job in planned)
    made = tuple((job.path, job.make()) for job in planned)
    allowed = allowed_numbers(loaded.village, site.settings) | _shown_codes(loaded.pages)
    leaks = find_leak(made, allowed)
    diagnostics = (*found, *loaded.diagnostics, *leaks)
    if leaks:
        return Made(files.folder, (), (), None, (), diagnostics)
    turning = derive_turning_days(
        loaded.village, site.catalogue, site.preset, site.settings.required_items, site.today, site.holidays
    )
    return Made(
        folder=files.folder,
        files=made,
        pictures=tuple((path, file) for path, (file, _) in loaded.pictures.items()),
        summary=view_summary(loaded.pages, paths),
        turning=tuple(day.isoformat() for day in turning),
        diagnostics=diagnostics,
        assessments=derive_assessments(loaded.village, loaded.pages.shown),
        allowed=allowed_numbers(loaded.village, site.settings),
        lost=find_lost(loaded, paths),
    )


def find_lost(loaded: Loaded, paths: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """Addresses printed for this village behind which there would be no page."""
    names = {loaded.village.address: loaded.village.name}
    names |= {former.address: former.name for former in loaded.village.forerunners}
    return tuple(
        problem
        for address, links in loaded.registers.items()
        for problem in check_links(address, links, paths, names[address])
    )


def _shown_codes(pages: VillagePages) -> frozenset[str]:
    """Long numbers shown as vouchers or codes: they are no bank cards and no telephones, whatever they look like."""
    bodies = (
        *(part.body for each in pages.shown for part in each.parts),
        *(each.view.body for each in pages.records if each.view),
    )
    fields = (field.value for body in bodies for field in body.fields if field.kind in ("code", "voucher"))
    cells = (
        cell
        for body in bodies
        for table in body.tables
        for row in table.rows
        for column, cell in zip(table.columns, row, strict=True)
        if column.kind in ("code", "voucher")
    )
    numbers = (to_digits(text) for text in (*fields, *cells) if len(text) >= 10)
    return frozenset(number for number in numbers if not is_identity_number(number))


def _make_pictures(county: Path, made: Made) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
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
