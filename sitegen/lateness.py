"""Who is late in the whole county: load every village, gather what is due and not there. Writes nothing."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from sitegen import jobs
from sitegen.diagnostics import Diagnostic
from sitegen.load.files import VillageFiles, list_villages, read_county, read_village
from sitegen.loaded import load_checked
from sitegen.plan import Site
from sitegen.shared import load_site
from sitegen.supervise.late import Late, find_late


def read_late(county: Path, today: date, workers: int) -> tuple[int, tuple[Late, ...]]:
    """How many villages there are, and everything that is late, by village and day."""
    site, _ = load_site(read_county(county), today)
    folders = list_villages(county)
    inputs = (read_village(county, folder) for folder in folders)
    results = jobs.run(partial(_late_of, site), inputs, 1 if len(folders) < 4 else workers)
    found = tuple(late for result in results for late in result)
    return len(folders), tuple(sorted(found, key=lambda each: (each.code, each.due, each.item)))


def _late_of(site: Site, given: tuple[VillageFiles, tuple[Diagnostic, ...]]) -> tuple[Late, ...]:
    loaded = load_checked(site, given[0])
    village = loaded.village
    town = next((region.name for region in site.regions if region.code == village.township), "")
    return find_late(village.code, village.name, town, loaded.pages.dues, site.catalogue, site.today)
