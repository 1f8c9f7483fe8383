"""THE SCRIPT of supervision: store what the ledgers say → ask the rules → keep what was found, under the private root only."""

from __future__ import annotations

import secrets
import traceback
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct

from sitegen import codes, jobs, manifest, overlay
from sitegen.diagnostics import Diagnostic, Place, error, sort
from sitegen.disk import write_file
from sitegen.figures import derive_turning_days
from sitegen.jobs import Progress
from sitegen.load.files import VillageFiles, list_villages, read_beside, read_county, read_village
from sitegen.loaded import load_checked
from sitegen.locks import Lock
from sitegen.model.catalogue import Catalogue
from sitegen.model.workdays import Holidays
from sitegen.plan import Site
from sitegen.shared import load_site
from sitegen.supervise.database import Database
from sitegen.supervise.engine import FOUND, all_findings, run_rules
from sitegen.supervise.faults import FAULTS, write_faults
from sitegen.supervise.findings import Outcome
from sitegen.supervise.handling import CLOSED, Handling, due_of, load_handlings, load_limits
from sitegen.supervise.handling import FOLDER as HANDLINGS
from sitegen.supervise.history import FOLDER as HISTORY
from sitegen.supervise.history import Run, load_runs, to_run
from sitegen.supervise.history import to_json as to_history
from sitegen.supervise.lists import FOLDER as LISTS
from sitegen.supervise.lists import Given, load_lists, to_villages
from sitegen.supervise.lists import Surroundings as ListSurroundings
from sitegen.supervise.own import OWN_RULES, RULES, read_all, read_codes, read_rules
from sitegen.supervise.page import make_page
from sitegen.supervise.report import Material, Report, to_json, to_report
from sitegen.supervise.rows import Given as GivenVillage
from sitegen.supervise.rows import to_csv, to_item_rows, to_rows
from sitegen.supervise.rules import Rule
from sitegen.supervise.schema import FOLDER
from sitegen.supervise.store import Store
from sitegen.supervise.thresholds import FILE as THRESHOLDS
from sitegen.supervise.thresholds import SETTINGS, Thresholds, laid_over, load_public_thresholds, load_thresholds
from sitegen.supervise.visits import make_visits
from sitegen.supervise.workbook import make_workbook

REPORTS = "报告"


class Supervision(Struct, frozen=True):
    """What one run did."""

    villages: int
    loaded: int
    report: Report
    folder: Path
    """Where the report was written."""
    diagnostics: tuple[Diagnostic, ...]
    faults: tuple[str, ...]

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What each rule did."""
        return self.report.outcomes


class _Stored(Struct, frozen=True):
    """One village on its way to the store: CSV text by table, and the days on which its rows change by themselves."""

    folder: str
    rows: dict[str, bytes]
    turning: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    fault: str = ""


def supervise(
    county: Path, private: Path, today: date, *, workers: int, progress: Progress | None = None
) -> Supervision:
    """Bring the store up to date, ask every rule, write the report; the county folder is only read.

    Raises :class:`sitegen.locks.BusyError` while another run has the private root in hand.
    """
    with Lock(private / FOLDER):
        return _supervise(county, private, today, workers, progress)


def _supervise(county: Path, private: Path, today: date, workers: int, progress: Progress | None) -> Supervision:
    site, found = load_site(read_county(county), today)
    loaded, faults, problems = refresh(county, private, site, workers, progress)
    write_faults(private, faults)
    rules, rule_found = read_rules(county / OWN_RULES, private / RULES)
    regions = read_codes(county)
    thresholds, threshold_found = load_thresholds(_read(private / THRESHOLDS), rules, regions)
    public, public_found = load_public_thresholds(_read(county / SETTINGS), rules, regions)
    thresholds = laid_over(thresholds, public)
    handlings, handling_found = load_handlings(read_all(private / HANDLINGS, "*.yaml"))
    runs = load_runs(read_all(private / HISTORY, "*.json"), today)
    lists, list_found = read_lists(county, private, site.catalogue)
    following = Following(handlings, runs, site.holidays, load_limits(THRESHOLDS, _read(private / THRESHOLDS)))
    outcomes, portraits, pages = _ask(private, today, workers, rules, thresholds, lists, following)
    run = to_run(all_findings(outcomes), runs, today)
    material = Material(
        county=site.settings.name,
        root=site.settings.root,
        today=today,
        outcomes=outcomes,
        portraits=portraits,
        handlings=handlings,
        runs=runs,
        run=run,
        limits=following.limits,
        holidays=following.holidays,
        pages=pages,
    )
    report = to_report(material)
    folder = _write_report(private, report, handlings)
    write_file(private / HISTORY / f"{today}.json", to_history(run))
    spoilt = (each.problem for each in outcomes if each.problem)
    diagnostics = sort(
        (*found, *problems, *rule_found, *spoilt, *threshold_found, *public_found, *handling_found, *list_found)
    )
    return Supervision(len(list_villages(county)), loaded, report, folder, diagnostics, faults)


class Following(Struct, frozen=True):
    """What became of earlier findings, and by when the next steps are due."""

    handlings: Mapping[str, Handling]
    runs: tuple[Run, ...]
    holidays: Holidays
    limits: Mapping[str, int]


def _ask(
    private: Path,
    today: date,
    workers: int,
    rules: tuple[Rule, ...],
    thresholds: Thresholds,
    lists: Given,
    following: Following,
) -> tuple[tuple[Outcome, ...], tuple[Mapping[str, Any], ...], frozenset[str]]:
    """First what the ledgers and lists say, then what those results say together with what became of earlier ones."""
    database = Database(private / FOLDER, today, lists, workers)
    try:
        database.lock()
        given = frozenset(lists.rows)
        first = run_rules(database, tuple(each for each in rules if each.reach != "results"), thresholds, given)
        database.add_table("found", FOUND, _to_found(first, today, following))
        second = run_rules(database, tuple(each for each in rules if each.reach == "results"), thresholds, given)
        outcomes = tuple(sorted((*first, *second), key=lambda each: (each.rule.group, each.rule.key)))
        pages = database.find_pages({f"{each.village}/{each.path}" for each in all_findings(outcomes)})
        return outcomes, tuple(database.ask(overlay.read_data("supervise/portraits.sql"))), pages
    finally:
        database.close()


def _to_found(outcomes: tuple[Outcome, ...], today: date, following: Following) -> Iterator[tuple[object, ...]]:
    run = to_run(all_findings(outcomes), following.runs, today)
    for outcome in outcomes:
        for each in outcome.findings:
            handling = following.handlings.get(each.number) or Handling(each.number, "", "", (), "", ())
            due = due_of(handling, run.findings[each.number].since, following.limits, following.holidays)
            closed = next((step.day for step in reversed(handling.steps) if step.state == "销号"), None)
            yield (
                each.village, each.number, each.rule, outcome.rule.name, each.level, each.sentence, each.file, each.line,
                handling.state, handling.state in CLOSED, closed, due,
            )  # fmt: skip


def _write_report(private: Path, report: Report, handlings: Mapping[str, Handling]) -> Path:
    folder = private / REPORTS / report.today.isoformat()
    write_file(folder / "监督报告.html", make_page(report))
    write_file(folder / "走访单.html", make_visits(report))
    write_file(folder / "监督清单.xlsx", make_workbook(report, handlings))
    write_file(folder / "监督报告.json", to_json(report))
    return folder


def read_lists(county: Path, private: Path, catalogue: Catalogue) -> tuple[Given, tuple[Diagnostic, ...]]:
    """The lists under 名单/; the key of their numbers is made anew each run and kept nowhere."""
    villages = to_villages((folder[:12], folder[13:]) for folder in list_villages(county))
    return load_lists(read_all(private / LISTS, "*"), ListSurroundings(villages, catalogue, secrets.token_bytes(32)))


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
        kept = manifest.EMPTY
    fresh, stale = manifest.divide(county, kept, fingerprint, site.today, read_beside(county))
    gone = set(kept.entries) - set(fresh) - set(stale)
    stored = tuple(_load_all(county, site, store, stale, workers, progress))
    store.add({"items": to_csv(to_item_rows(site.catalogue))})
    store.commit(name[:12] for name in (*stale, *gone))
    today = site.today.isoformat()
    made = {
        each.folder: stale[each.folder]._replace(made_on=today, turning=min(each.turning, default=""))
        for each in stored
        if not each.fault
    }
    manifest.write(folder, manifest.EMPTY._replace(fingerprint=fingerprint, entries={**fresh, **made}))
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
    except Exception:  # a fault of ours in one village must not hide the others
        bug = error("SYS-BUG", Place(f"villages/{files.folder}"), log=f"{FOLDER}/{FAULTS}")
        return _Stored(files.folder, {}, (), (bug,), traceback.format_exc())


def _to_stored(site: Site, files: VillageFiles, found: tuple[Diagnostic, ...]) -> _Stored:
    loaded = load_checked(site, files)
    town = next((region.name for region in site.regions if region.code == loaded.village.township), "")
    diagnostics = (*found, *loaded.diagnostics)
    given = GivenVillage(
        loaded.village,
        loaded.pages.dues,
        loaded.pages.online,
        diagnostics,
        site.catalogue,
        site.preset,
        site.holidays,
        town,
    )
    rows = {name: to_csv(lines) for name, lines in to_rows(given).items()}
    turning = derive_turning_days(
        loaded.village, site.catalogue, site.preset, site.settings.required_items, site.today, site.holidays
    )
    return _Stored(files.folder, rows, tuple(day.isoformat() for day in turning))
