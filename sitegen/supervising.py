"""THE SCRIPT of supervision: store what the ledgers say → ask the rules → keep what was found, under the private root only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from sitegen import codes, jobs, manifest, overlay
from sitegen.build import Site, load_checked, load_site
from sitegen.diagnostics import Diagnostic, Place, error, sort
from sitegen.figures import derive_turning_days
from sitegen.load.files import list_villages, read_county, read_village
from sitegen.load.village import VillageFiles
from sitegen.model.catalogue import Catalogue
from sitegen.supervise.database import Database
from sitegen.supervise.engine import run_rules
from sitegen.supervise.findings import Outcome
from sitegen.supervise.rows import Given, to_csv, to_item_rows, to_rows
from sitegen.supervise.rules import Rule, load_rules
from sitegen.supervise.store import FOLDER, Store
from sitegen.supervise.thresholds import FILE as THRESHOLDS
from sitegen.supervise.thresholds import load_thresholds

RULES = "规则"
"""Folder of the private root with a county's own rules."""

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Supervision:
    """What one run did."""

    villages: int
    loaded: int
    outcomes: tuple[Outcome, ...]
    diagnostics: tuple[Diagnostic, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Stored:
    """One village on its way to the store: CSV text by table, and the days on which its rows change by themselves."""

    folder: str
    rows: dict[str, bytes]
    turning: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    fault: str = ""


def supervise(
    county: Path, private: Path, today: date, *, workers: int, progress: Progress | None = None
) -> Supervision:
    """Bring the store up to date, ask every rule, and give back what was found; the county folder is only read."""
    site, found = load_site(read_county(county), today)
    stale, faults, problems = refresh(county, private, site, workers, progress)
    rules, rule_found = read_rules(private)
    thresholds, threshold_found = load_thresholds(_read(private / THRESHOLDS), rules)
    database = Database(private / FOLDER, today, workers)
    database.lock()
    outcomes = run_rules(database, rules, thresholds, frozenset())
    database.close()
    diagnostics = sort((*found, *problems, *rule_found, *threshold_found))
    return Supervision(len(list_villages(county)), stale, outcomes, diagnostics, faults)


def read_rules(private: Path) -> tuple[tuple[Rule, ...], tuple[Diagnostic, ...]]:
    """The rules the program brings, with a county's own laid over them."""
    folders = (overlay.PACKAGE / "data" / "rules", private / RULES)
    return load_rules(overlay.read_folder(tuple(folder for folder in folders if folder.is_dir()), "*.sql"))


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


# -- the store ----------------------------------------------------------------------------------------------------


def refresh(
    county: Path, private: Path, site: Site, workers: int, progress: Progress | None
) -> tuple[int, tuple[str, ...], tuple[Diagnostic, ...]]:
    """Load the villages that changed into the store; how many, our faults, and what keeps a village from being loaded."""
    folder = private / FOLDER
    kept = manifest.read(folder)
    fingerprint = codes.digest_parts([site.fingerprint.encode(), overlay.read_data("supervise/tables.yaml").encode()])
    store = Store(folder, fresh=kept.fingerprint != fingerprint)
    if store.fresh:
        kept = manifest.Manifest("", {})
    fresh, stale = manifest.divide(county, list_villages(county), kept, fingerprint, site.today)
    gone = set(kept.entries) - set(fresh) - set(stale)
    stored = tuple(_load_all(county, site, store, stale, workers, progress))
    store.add({"items": to_csv(to_item_rows(site.catalogue))})
    store.commit(name[:12] for name in (*stale, *gone))
    made = {
        each.folder: manifest.Entry(
            stale[each.folder][1], stale[each.folder][0], site.today.isoformat(), each.turning, None, ()
        )
        for each in stored
        if not each.fault
    }
    manifest.write(folder, fingerprint, {**fresh, **made})
    faults = tuple(each.fault for each in stored if each.fault)
    return len(stale), faults, tuple(problem for each in stored for problem in each.diagnostics)


def _load_all(
    county: Path, site: Site, store: Store, stale: Iterable[str], workers: int, progress: Progress | None
) -> Iterable[_Stored]:
    folders = tuple(stale)
    inputs = (read_village(county, folder) for folder in folders)
    results = jobs.run(partial(_load_one, site), inputs, 1 if len(folders) < 4 else workers)
    for number, each in enumerate(results, start=1):
        store.add(each.rows)
        if progress:
            progress(number, len(folders), each.folder)
        yield _Stored(each.folder, {}, each.turning, each.diagnostics, each.fault)


def _load_one(site: Site, given: tuple[VillageFiles, tuple[Diagnostic, ...]]) -> _Stored:
    files, found = given
    try:
        return _to_stored(site, files, found)
    except Exception as problem:  # a fault of ours in one village must not hide the others
        bug = error("SYS-BUG", Place(f"villages/{files.folder}"), log="build/.state/fault.log")
        return _Stored(files.folder, {}, (), (bug,), repr(problem))


def _to_stored(site: Site, files: VillageFiles, found: tuple[Diagnostic, ...]) -> _Stored:
    loaded = load_checked(site, files)
    town = next((region.name for region in site.regions if region.code == loaded.village.township), "")
    diagnostics = (*found, *loaded.diagnostics)
    given = Given(loaded.village, loaded.pages.dues, diagnostics, site.catalogue, site.preset, town)
    rows = {name: to_csv(lines) for name, lines in to_rows(given).items()}
    turning = derive_turning_days(
        loaded.village, site.catalogue, site.preset, site.settings.required_items, site.today, site.holidays
    )
    return _Stored(files.folder, rows, tuple(day.isoformat() for day in turning))


def required_names(catalogue: Catalogue) -> dict[str, str]:
    """Names of items by number."""
    return {item.number: item.name for item in catalogue.items}
