"""What stands above the villages: pages of regions, front page, sitemaps, and printed addresses no village answers for.

Everything here is made from small summaries, a township's villages at a time; only what lies above a change is made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from sitegen import manifest
from sitegen.initials import find_initials
from sitegen.load.published import load_links
from sitegen.load.remembered import list_registers, read_register
from sitegen.manifest import Entry, Kept
from sitegen.model.site import Link
from sitegen.plan import (
    ADDRESSES_A_SITEMAP,
    PageJob,
    Site,
    plan_front,
    plan_orphans,
    plan_region,
    plan_sitemap,
    plan_township_sitemap,
)
from sitegen.rollup import LEVELS, RegionTree, Totals, VillageSummary, add_totals, to_totals
from sitegen.views.regions import LINES_A_PAGE


def keep_township(state: Path, code: str, entries: Mapping[str, Entry], made: Mapping[str, Kept]) -> Totals:
    """Keep what is known of a township's villages, and give their totals.

    A village that could not be made counts as it was last made. ``entries`` are all villages there are.
    """
    before = manifest.read_township(state, code)
    kept = {folder: each for folder, each in before.items() if folder in entries}
    for folder, each in made.items():
        last = before[folder].summary if folder in before else None
        kept[folder] = each if each.summary else each._replace(summary=last)
    known = {each.summary.name: each.summary.initials for each in before.values() if each.summary}
    kept = {folder: each._replace(summary=_with_initials(each.summary, known)) for folder, each in kept.items()}
    manifest.write_township(state, code, kept)
    return add_totals(to_totals(each.summary) for each in kept.values() if each.summary)


def _with_initials(summary: VillageSummary | None, known: Mapping[str, str]) -> VillageSummary | None:
    if summary is None or summary.initials:
        return summary
    return replace(summary, initials=known.get(summary.name) or find_initials(summary.name))


def read_orphans(county: Path, villages: Iterable[tuple[str, ...]]) -> dict[str, tuple[Link, ...]]:
    """Registers of printed addresses no village has, by address number; ``villages`` are the numbers of each."""
    owned = {address for addresses in villages for address in addresses}
    return {
        address: load_links(address, read_register(county, address))[0]
        for address in list_registers(county)
        if address not in owned
    }


def plan_above(
    site: Site,
    state: Path,
    tree: RegionTree,
    changed: frozenset[str],
    orphans: Mapping[str, tuple[Link, ...]],
) -> Iterator[tuple[PageJob, ...]]:
    """The pages above the changed townships, in groups that are exchanged together; front page and sitemap always."""
    touched = {code[:size] for code in changed for size in LEVELS}
    for code in sorted(touched & (tree.by_code.keys() | set(tree.townships))):
        yield _plan_region(site, state, tree, code)
    small = tree.whole.villages <= LINES_A_PAGE
    whole = _read_summaries(state, tree.townships) if small or not is_large(tree.whole.listed) else ()
    initials = {} if small else _find_initials(site, state, tree)
    strangers = _read_summaries(state, (each for each in tree.townships if each not in tree.by_code))
    yield plan_front(site, tree, whole if small else (), strangers, initials)
    yield plan_sitemap(site, tree, () if is_large(tree.whole.listed) else whole)
    yield plan_orphans(site, orphans)


def _find_initials(site: Site, state: Path, tree: RegionTree) -> Mapping[str, str]:
    """First letters of regions by name, kept from one build to the next: the dictionary takes as long as a small change."""
    known, names = manifest.read_initials(state, site.fingerprint), {each.name for each in tree.regions}
    if names <= known.keys():
        return known
    found = {name: known.get(name) or find_initials(name) for name in sorted(names)}
    manifest.write_initials(state, site.fingerprint, found)
    return found


def _plan_region(site: Site, state: Path, tree: RegionTree, code: str) -> tuple[PageJob, ...]:
    villages: tuple[VillageSummary, ...] = ()
    if code not in tree.children:
        villages = _read_summaries(state, (each for each in tree.townships if each.startswith(code)))
    region = tree.by_code.get(code)
    page = plan_region(site, region, tree, villages) if region else ()
    return (
        (*page, plan_township_sitemap(site, code, villages)) if is_large(tree.whole.listed) and len(code) == 9 else page
    )


def _read_summaries(state: Path, codes: Iterable[str]) -> tuple[VillageSummary, ...]:
    """The villages of these townships, in the order of their codes."""
    kept = (each for code in codes for each in manifest.read_township(state, code).values())
    return tuple(sorted((each.summary for each in kept if each.summary), key=lambda summary: summary.code))


def is_large(addresses: int) -> bool:
    """Whether a single sitemap would be too long."""
    return addresses > ADDRESSES_A_SITEMAP


def list_units(site: Site, tree: RegionTree, addresses: Iterable[str]) -> set[str]:
    """Folders of regions and of villages that are to be there in any language, whether they were made again or not."""
    regions = (f"r/{code}" for code in (*tree.by_code, *(tree.townships if is_large(tree.whole.listed) else ())))
    units = {*regions, *addresses}
    return {edition.folder + unit for edition in site.editions for unit in units}
