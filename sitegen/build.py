"""THE SCRIPT: load → check → plan → make, for every village that changed; then what rolls up from all of them."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath

from pypinyin import Style, lazy_pinyin

from sitegen import codes, jobs, manifest, overlay
from sitegen.assessments import Assessment, check_assessed, derive_assessments, write_assessments
from sitegen.checks.names import check_names
from sitegen.checks.output import find_leak
from sitegen.checks.periods import check_deadlines
from sitegen.checks.personal import check_lines, without_personal_cases, without_personal_profile
from sitegen.checks.site import check_addresses, check_links, check_roots
from sitegen.checks.stored import check_stored, without_views
from sitegen.checks.village import allowed_numbers, check_village, find_broken
from sitegen.diagnostics import Diagnostic, Place, concealed, error, sort, with_excerpts
from sitegen.figures import VillageSummary, derive_due, derive_turning_days
from sitegen.load.catalogue import load_catalogue
from sitegen.load.files import (
    ANSWERS,
    CountyFiles,
    list_villages,
    read_attachment,
    read_county,
    read_registers,
    read_village,
)
from sitegen.load.holidays import load_holidays
from sitegen.load.published import latest, load_answers, load_links, load_versions
from sitegen.load.settings import load_regions, load_settings
from sitegen.load.theme import find_themes, load_theme_files, load_words
from sitegen.load.village import VillageFiles, load_village
from sitegen.model.catalogue import Catalogue, Preset
from sitegen.model.ledger import Disclosure, Record, Telephone, Village
from sitegen.model.site import Link, Region, Settings, Version
from sitegen.model.workdays import Holidays
from sitegen.outputs.html import Theme
from sitegen.outputs.pictures import make_attachment
from sitegen.plan import ALL_PARTS, PageJob, Parts, plan_orphans, plan_pictures, plan_regions, plan_village
from sitegen.sensitive import conceal, is_identity_number, to_digits
from sitegen.source import decode
from sitegen.tree import Stage
from sitegen.views.frame import Surroundings
from sitegen.views.names import mask_cases
from sitegen.views.public import figures_by_position
from sitegen.views.shown import Broken, choose_disclosures, choose_records, view_now
from sitegen.views.summary import view_summary
from sitegen.views.village import VillagePages


@dataclass(frozen=True, slots=True)
class Site:
    """What all villages share; everything a village's pages may depend on besides its own files."""

    settings: Settings
    regions: tuple[Region, ...]
    catalogue: Catalogue
    preset: Preset
    holidays: Holidays
    theme: Theme
    sheets: Mapping[str, str]
    today: date
    parts: Parts
    fingerprint: str

    def name_of(self, code: str) -> str:
        """Name of a region; its code where nobody named it."""
        return next((region.name for region in self.regions if region.code == code), code)


@dataclass(frozen=True, slots=True)
class Loaded:
    """One village, loaded and checked: what may be shown of it and everything that was wrong."""

    village: Village
    pages: VillagePages
    links: tuple[Link, ...]
    diagnostics: tuple[Diagnostic, ...]
    pictures: Mapping[str, tuple[str, str]]
    tainted: frozenset[str] = frozenset()
    """Stored versions with personal data, by file below ``published/<address>/``."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a village's job gives back: its files, the pictures still to be made, and what is remembered of it."""

    folder: str
    files: tuple[tuple[str, bytes], ...]
    pictures: tuple[tuple[str, str], ...]
    summary: VillageSummary | None
    turning: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    fault: str = ""
    """A traceback, when the fault is ours."""
    allowed: frozenset[str] = frozenset()
    """Telephones its documents may name."""
    assessments: tuple[Assessment, ...] = ()
    """What was weighed before persons are named; for the private root only."""

    def entry(self, seen: Mapping[str, manifest.Seen], kept: manifest.Manifest, today: date) -> manifest.Entry:
        """What is remembered: a village that could not be made keeps its place and is tried again next time."""
        addresses, stamp = seen[self.folder]
        before, found = kept.entries.get(self.folder), concealed(self.diagnostics)
        if self.summary is None:
            return manifest.Entry((), addresses, "", (), before.summary if before else None, found)
        return manifest.Entry(stamp, addresses, today.isoformat(), self.turning, self.summary, found)


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    villages: int
    made: int
    written: int
    removed: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    summaries: tuple[VillageSummary, ...]
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
    site, found = load_site(read_county(county), today, parts)
    site = replace(site, fingerprint=codes.digest_parts((site.fingerprint.encode(), repr(private is None).encode())))
    state = county / "build" / ".state"
    kept = manifest.read(state)
    fresh, stale = manifest.divide(county, list_villages(county), kept, site.fingerprint, today)
    with Stage(county / "build" / "site", state) as stage:
        made = tuple(_make_villages(county, site, stage, stale, workers, progress, private))
        entries = {**fresh, **{each.folder: each.entry(stale, kept, today) for each in made}}
        summaries = in_order(entry.summary for entry in entries.values())
        registers = load_registers(read_registers(county))
        rolled = roll_up(site, summaries, registers)
        files = {job.path: job.make() for job in rolled}
        stage.put_all(files)
        refused = (*check_links(registers, summaries, rolled), *_check_rolled(site, files))
        removed = () if refused else stage.commit(_wanted(summaries, rolled))
        written = 0 if refused else sum(stage.changed.values())
        if not refused:
            manifest.write(state, site.fingerprint, entries)
    problems = (each for entry in entries.values() for each in entry.diagnostics)
    found = sort((*found, *check_addresses(summaries), *check_hosts(county, site), *refused, *problems))
    faults = tuple(each.fault for each in made if each.fault)
    return Report(len(entries), len(stale), written, removed, found, summaries, faults)


def check_hosts(county: Path, site: Site) -> tuple[Diagnostic, ...]:
    """Codes printed below an address that the settings no longer know; a changed register of answers."""
    path = county / "links" / ANSWERS
    answers, found = load_answers(path.read_bytes()) if path.exists() else ((), ())
    return (*found, *check_roots(site.settings, answers))


def _check_rolled(site: Site, files: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """Personal data in pages above the villages: nothing is replaced while there is any."""
    allowed = _digits_of((*site.settings.telephones, *site.settings.supervision_telephones))
    return find_leak(files.items(), allowed)


def _digits_of(telephones: Iterable[Telephone]) -> frozenset[str]:
    return frozenset(to_digits(each.number) for each in telephones)


def _make_villages(
    county: Path,
    site: Site,
    stage: Stage,
    stale: Mapping[str, manifest.Seen],
    workers: int,
    progress: Progress | None,
    private: Path | None,
) -> Iterator[Made]:
    """Make every stale village and stage its files; what cannot be made stays on the site as it is."""
    inputs = (read_village(county, folder) for folder in stale)
    results = jobs.run(partial(make_village, site), inputs, 1 if len(stale) < _FEW else workers)
    for number, made in enumerate(results, start=1):
        if made.summary is not None:
            pictures, problems = _make_pictures(county, made)
            stage.put_all({**dict(made.files), **pictures})
            if private is not None:
                write_assessments(private, made.assessments)
            kept = (*made.diagnostics, *problems, *check_assessed(made.assessments, private))
            made = replace(made, files=(), assessments=(), diagnostics=kept)  # noqa: PLW2901 - bytes are staged
        if progress:
            progress(number, len(stale), made.folder)
        yield made


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
    links, link_found = _load_own_links(village, given)
    newest = latest(versions)
    now = {view.identity: figures_by_position(view, sums=True) for view in view_now(village, site.catalogue)}
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
            now,
            given.files,
            given.attachments,
            site.today,
        ),
    )
    village = without_personal_cases(village, found)
    village = without_personal_profile(mask_cases(village, site.catalogue), allowed)
    pages, pictures = _choose(site, village, versions, newest, found, given)
    late = check_deadlines(village, site.catalogue, pages.dues, site.today)
    return Loaded(village, pages, links, _with_lines((*found, *late), given.files), pictures, tainted)


def _with_lines(found: tuple[Diagnostic, ...], files: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """Every diagnostic with the line it speaks of."""
    for file in {each.place.file for each in found if each.place.line and not each.excerpt}:
        text, _ = decode(file, files.get(file, b""))
        found = with_excerpts(found, file, text or "")
    return found


def _load_own_links(village: Village, given: VillageFiles) -> tuple[tuple[Link, ...], tuple[Diagnostic, ...]]:
    links: list[Link] = []
    found: list[Diagnostic] = []
    for address in (village.address, *(former.address for former in village.forerunners)):
        own, problems = load_links(address, given.files.get(f"links/{address}.csv", b""))
        links += own
        found += problems
    return tuple(links), tuple(found)


def _choose(
    site: Site,
    village: Village,
    versions: tuple[Version, ...],
    newest: Mapping[tuple[str, str, str], Version],
    found: tuple[Diagnostic, ...],
    given: VillageFiles,
) -> tuple[VillagePages, Mapping[str, tuple[str, str]]]:
    broken = Broken(*find_broken(village, found))
    shown = choose_disclosures(village, site.catalogue, newest, broken, site.today)
    records = choose_records(village, site.catalogue, newest, broken)
    done = {each.key: each for each in shown if each.parts}
    dues = derive_due(village, site.catalogue, site.preset, site.settings.required_items, done, site.today)
    sources: tuple[Disclosure | Record, ...] = (*village.disclosures, *village.records)
    wanted = {each.path for source in sources for each in source.attachments if each.redacted}
    available = tuple(sorted(path for path in wanted if given.attachments.get(path)))
    pictures = plan_pictures(village.address, site.settings.base_path, available)
    above = tuple(region for region in site.regions if village.code.startswith(region.code))
    around = Surroundings(site.settings, site.catalogue, site.preset, above, site.today, site.holidays)
    files = {path: link for path, (_, link) in pictures.items()}
    return VillagePages(around, village, shown, records, versions, dues, files), pictures


def make_village(site: Site, given: tuple[VillageFiles, tuple[Diagnostic, ...]]) -> Made:
    """All files of one village from all bytes that speak of it: pure, so it may run anywhere."""
    files, found = given
    try:
        return _make_village(site, files, found)
    except Exception:
        bug = error("SYS-BUG", Place(f"villages/{files.folder}"), log="build/.state/fault.log")
        return Made(files.folder, (), (), None, (), (*found, bug), conceal(traceback.format_exc()))


def _make_village(site: Site, files: VillageFiles, found: tuple[Diagnostic, ...]) -> Made:
    loaded = load_checked(site, files)
    planned = plan_village(loaded.pages, loaded.links, site.theme, site.parts)
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
        summary=view_summary(loaded.pages, tuple(job.path for job in planned)),
        turning=tuple(day.isoformat() for day in turning),
        diagnostics=diagnostics,
        assessments=derive_assessments(loaded.village, loaded.pages.shown),
        allowed=allowed_numbers(loaded.village, site.settings),
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


def in_order(summaries: Iterable[VillageSummary | None]) -> tuple[VillageSummary, ...]:
    """The summaries there are, by code."""
    return tuple(sorted(filter(None, summaries), key=lambda summary: summary.code))


def load_registers(files: Mapping[str, bytes]) -> dict[str, tuple[Link, ...]]:
    """All printed addresses by address number."""
    return {address: load_links(address, data)[0] for address, data in files.items()}


def roll_up(
    site: Site, summaries: tuple[VillageSummary, ...], registers: Mapping[str, tuple[Link, ...]]
) -> tuple[PageJob, ...]:
    """Regions, front page and the addresses no village answers for any more."""
    around = Surroundings(site.settings, site.catalogue, site.preset, (), site.today)
    regions = tuple(r for r in site.regions if any(s.code.startswith(r.code) for s in summaries))
    initials = {summary.name: _initials(summary.name) for summary in summaries}
    known = {path for summary in summaries for path in summary.addresses}
    orphans = plan_orphans(around, registers, known, site.theme)
    return (*plan_regions(around, regions, summaries, initials, site.theme, site.parts), *orphans)


def _initials(name: str) -> str:
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()


def _wanted(summaries: tuple[VillageSummary, ...], rolled: tuple[PageJob, ...]) -> set[str]:
    wanted = {path.strip("/").split("/")[0] for summary in summaries for path in summary.addresses}
    return wanted | {job.path.partition("/")[0] for job in rolled}
