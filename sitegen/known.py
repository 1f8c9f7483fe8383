"""One village: all bytes that speak of it → all that is written of it, in its ledgers, logs and registers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import chain

from msgspec import Struct

from sitegen.checks.books import check_added, find_added, put_back_numbers
from sitegen.checks.stayed import hold_ends
from sitegen.checks.stored import check_stored, without_views
from sitegen.checks.village import find_allowed
from sitegen.diagnostics import Diagnostic
from sitegen.load.files import VillageFiles
from sitegen.load.published import last_day, latest, load_links, load_versions
from sitegen.load.village import load_village
from sitegen.model.ledger import Village
from sitegen.model.site import Link, Version
from sitegen.plan import Site
from sitegen.views.shown import Identity


class Log(Struct, frozen=True):
    """What was published at one address, the files with personal data among it, and what was wrong."""

    versions: tuple[Version, ...]
    tainted: frozenset[str]
    found: tuple[Diagnostic, ...]


class Known(Struct, frozen=True):
    """All that is written of a village, in its ledgers, logs and registers; numbers and days are held to what was published."""

    village: Village
    log: Log
    before: Mapping[str, Log]
    """Of its forerunners, by address."""
    newest: Mapping[Identity, Version]
    registers: Mapping[str, tuple[Link, ...]]
    allowed: frozenset[str]
    """Telephones it may name."""
    added: Mapping[Identity, tuple[Identity, ...]]
    """Books that may be published ones under another number."""
    shown_on: date
    """The day as of which it is shown: today, or that of its last release."""
    found: tuple[Diagnostic, ...]
    """What its ledgers say that cannot be read."""
    ends: tuple[Diagnostic, ...]
    """Last days of postings that are not those that were told."""
    beside: tuple[Diagnostic, ...]
    """What is wrong with logs, registers and numbers."""


def read_known(site: Site, given: VillageFiles) -> Known:
    """Read all of it, and hold numbers and days to what was published."""
    village, found = load_village(given, site.catalogue, site.preset)
    allowed = find_allowed(village, site.settings)
    log = _load_log(village.address, given.files, allowed)
    before = {each.address: _load_log(each.address, given.files, allowed) for each in village.forerunners}
    lines = {each: load_links(each, given.files.get(f"links/{each}.csv", b"")) for each in (village.address, *before)}
    newest = latest(log.versions)
    village, number_found = put_back_numbers(village, site.catalogue, newest)
    shown_on = max(site.today, last_day(village.address, given.files))
    village, ends = hold_ends(village, site.catalogue, site.preset, newest, shown_on)
    added = find_added(village, site.catalogue, newest)
    link_found = chain.from_iterable(problems for _, problems in lines.values())
    return Known(
        village=village,
        log=log,
        before=before,
        newest=newest,
        registers={address: links for address, (links, _) in lines.items()},
        allowed=allowed,
        added=added,
        shown_on=shown_on,
        found=found,
        ends=ends,
        beside=(
            *log.found,
            *link_found,
            *number_found,
            *check_added(village, site.catalogue, newest, added, site.today),
        ),
    )


def _load_log(address: str, files: Mapping[str, bytes], allowed: frozenset[str]) -> Log:
    versions, found = load_versions(address, files)
    tainted, more = check_stored(address, versions, allowed)
    return Log(without_views(versions, tainted), frozenset(f"{address}/{name}" for name in tainted), (*found, *more))
