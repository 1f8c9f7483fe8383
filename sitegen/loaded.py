"""One village: all bytes that speak of it → what may be shown of it today, and what was wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from sitegen.asked import is_asked
from sitegen.checks.books import check_added, find_added, put_back_numbers
from sitegen.checks.followers import find_misspelt, without_followers, without_strangers
from sitegen.checks.names import check_names
from sitegen.checks.periods import check_deadlines
from sitegen.checks.personal import without_personal_cases, without_personal_profile
from sitegen.checks.published import find_unproved
from sitegen.checks.retold import check_uncovered
from sitegen.checks.returned import check_returned
from sitegen.checks.stayed import hold_ends
from sitegen.checks.stored import check_stored, without_views
from sitegen.checks.village import check_village, find_allowed, find_broken
from sitegen.diagnostics import Diagnostic
from sitegen.figures import derive_due
from sitegen.load.files import VillageFiles
from sitegen.load.published import last_day, latest, load_links, load_versions
from sitegen.load.village import load_village
from sitegen.model.ledger import Disclosure, Record, Village
from sitegen.model.site import Change, Link, Uncovered, Version
from sitegen.plan import Site, plan_pictures
from sitegen.rollup import find_above
from sitegen.shared import with_lines
from sitegen.views.asked import choose_cases
from sitegen.views.audience import figures_by_position
from sitegen.views.bystanders import (
    EVERY,
    cover_village,
    find_bystanders,
    find_named_files,
)
from sitegen.views.covered import cover_reasons, cover_shown, cover_shown_record
from sitegen.views.former import view_former
from sitegen.views.frame import Surroundings
from sitegen.views.moved import find_moved
from sitegen.views.names import Names
from sitegen.views.public import PublicDisclosure, PublicRecord
from sitegen.views.registered import find_changes, read_record
from sitegen.views.reworded import Differing, find_differing, find_retold, retell
from sitegen.views.shown import Broken, choose_disclosures, choose_records, view_now, view_records_now
from sitegen.views.uncovered import find_taken_over, find_uncovered, is_list_lost
from sitegen.views.village import VillagePages


class _Log(NamedTuple):
    """What was published at one address, the files with personal data among it, and what was wrong."""

    versions: tuple[Version, ...]
    tainted: frozenset[str]
    found: tuple[Diagnostic, ...]


class Loaded(Struct, frozen=True):
    """One village, loaded and checked: what may be shown of it and everything that was wrong."""

    village: Village
    pages: VillagePages
    formers: tuple[VillagePages, ...]
    """What its forerunners had published."""
    registers: Mapping[str, tuple[Link, ...]]
    """Printed addresses by address number: its own, and those of its forerunners."""
    diagnostics: tuple[Diagnostic, ...]
    pictures: Mapping[str, tuple[str, str]]
    broken: Broken
    """What its errors keep from being published."""
    errors: tuple[Diagnostic, ...]
    """All of them, also those that follow from others and are not said."""
    covered: Names
    """Who is named in no text of it, nor in one that comes back."""
    tainted: frozenset[str] = frozenset()
    """Stored versions with personal data, by file below ``published/``, those of its forerunners among them."""

    @property
    def links(self) -> tuple[Link, ...]:
        """All lines of its registers."""
        return tuple(link for links in self.registers.values() for link in links)


def load_checked(site: Site, given: VillageFiles) -> Loaded:
    """Load and check one village, and choose what of it may be shown today, or on the day of its last release, when that is
    later: names whose days were over then do not come back because a clock is wrong (decision 150)."""
    village, found = load_village(given, site.catalogue, site.preset)
    allowed = find_allowed(village, site.settings)
    versions, tainted, stored_found = _load_log(village.address, given.files, allowed)
    before = {each.address: _load_log(each.address, given.files, allowed) for each in village.forerunners}
    registers, link_found = _load_registers(village, given)
    newest = latest(versions)
    village, number_found = put_back_numbers(village, site.catalogue, newest)
    shown_on = max(site.today, last_day(village.address, given.files))
    village, end_found = hold_ends(village, site.catalogue, site.preset, newest, shown_on)
    added = find_added(village, site.catalogue, newest)
    now, records_now = view_now(village, site.catalogue), view_records_now(village, site.catalogue)
    shown_now: dict[tuple[str, str, str], PublicDisclosure | PublicRecord] = {**now, **records_now}
    differing = {each: find_differing(shown_now[each], newest[each]) for each in newest if each in shown_now}
    figures = {each: figures_by_position(view, sums=True) for each, view in now.items() if each in newest}
    checked = check_village(
        village,
        site.catalogue,
        site.settings,
        site.preset,
        site.holidays,
        newest,
        figures,
        {each: find_moved(now[each], version) for each, version in newest.items() if each in now},
        dict(_find_registered(site, newest, records_now)),
        {each: find_retold(shown_now[each], newest[each], texts) for each, texts in differing.items()},
        given.files,
        given.attachments,
        site.today,
    )
    checked = (*checked, *end_found)
    said = without_followers(village, found, checked)
    book_found = (*number_found, *check_added(village, site.catalogue, newest, added, site.today))
    heard = (*stored_found, *link_found, *book_found, *check_names(given.paths, checked))
    beside = (*without_strangers(village, found, checked), *heard)
    found = (*found, *heard, *checked)  # what follows from an error is not said, but keeps back what it speaks of
    asked = frozenset(case.identity for case in village.cases)
    village = without_personal_cases(village, found)
    private = asked.difference(case.identity for case in village.cases)
    find, bystanders, uncovered = _find_people(site, village, newest, shown_now, differing, before)
    named = (*find_named_files(village, bystanders), *check_uncovered(village, site.catalogue, uncovered))
    everybody = find(shortest=EVERY) if village.cases or any(map(is_asked, versions)) else bystanders
    village = without_personal_profile(cover_village(village, bystanders, everybody), allowed)
    returned = tuple(check_returned(village, site.catalogue, versions, (log.versions for log in before.values())))
    errors = tuple(each for each in (*found, *named, *returned) if each.severity == "error")
    kept_back, personal = find_broken(village, errors)
    kept_back |= added.keys()
    broken = Broken(kept_back | find_unproved(village, newest), personal | private, frozenset(added))
    still = {each: Names({one.name: one.told for one in shown}) for each, shown in uncovered.items()}
    pages, pictures = _choose(
        site, shown_on, village, versions, newest, now, records_now, broken, given, bystanders, still
    )
    pages = _with_cases(pages, versions, broken, everybody)
    registers = {
        address: tuple(_cover_link(each, bystanders) for each in links) for address, links in registers.items()
    }
    wrong = find_misspelt(village, site.catalogue, found).union((item, period) for item, period, _ in kept_back)
    formers = tuple(_view_formers(village, pages.around, given.files, before, bystanders, find))
    late = check_deadlines(village, site.catalogue, pages.dues, site.today, wrong)
    former_found = [problem for log in before.values() for problem in log.found]
    said = with_lines((*beside, *former_found, *said, *named, *returned, *late), given.files)
    lost = {each.name: each.told for shown in uncovered.values() for each in shown}
    named_nowhere = find(lost=lost) if lost else bystanders
    tainted = tainted.union(*(log.tainted for log in before.values()))
    return Loaded(village, pages, formers, registers, said, pictures, broken, errors, named_nowhere, tainted)


def _find_people(
    site: Site,
    village: Village,
    newest: Mapping[tuple[str, str, str], Version],
    now: Mapping[tuple[str, str, str], PublicDisclosure | PublicRecord],
    differing: Mapping[tuple[str, str, str], tuple[Differing, ...]],
    before: Mapping[str, _Log],
) -> tuple[Callable[..., Names], Names, dict[tuple[str, str, str], tuple[Uncovered, ...]]]:
    """How people are found whom nobody may read of, those that are, and by published text who was covered in it and is on no
    list any more; where a list is lost, they are among the others, and so they are where it was a former village's."""
    find = partial(find_bystanders, village, site.catalogue, "web", site.settings, site.places)
    bystanders = find()
    uncovered = {each: shown for each, texts in differing.items() if (shown := find_uncovered(texts, bystanders))}
    old = [version for log in before.values() for version in latest(log.versions).values()]
    taken_over = find_taken_over({each: view for each, view in now.items() if each not in newest}, old, bystanders)
    uncovered |= taken_over
    if taken_over or (uncovered and is_list_lost(site.catalogue, newest, now)):
        find = partial(find, lost={each.name: each.told for shown in uncovered.values() for each in shown})
        bystanders = find()
    return find, bystanders, uncovered


def _with_cases(pages: VillagePages, versions: tuple[Version, ...], broken: Broken, everybody: Names) -> VillagePages:
    """Also what is shown of each question."""
    cases = choose_cases(pages.village, versions, broken, everybody, pages.files, pages.around.today)
    told = tuple(each.case for each in cases if each.case)
    return replace(pages, village=replace(pages.village, cases=told), cases=cases)


def _cover_link(link: Link, names: Names) -> Link:
    return replace(link, reason=names.mask(link.reason)) if link.reason else link


def _find_registered(
    site: Site, newest: Mapping[tuple[str, str, str], Version], records: Mapping[tuple[str, str, str], PublicRecord]
) -> Iterator[tuple[tuple[str, str, str], tuple[Change, ...]]]:
    """What of each record is another figure than it was when it was published last."""
    for identity, record in records.items():
        item, version = site.catalogue.by_number(record.item), newest.get(identity)
        if item is not None and version is not None and version.is_whole:
            yield identity, find_changes(item, read_record(version), record)


def _load_registers(
    village: Village, given: VillageFiles
) -> tuple[Mapping[str, tuple[Link, ...]], tuple[Diagnostic, ...]]:
    addresses = (village.address, *(former.address for former in village.forerunners))
    loaded = {address: load_links(address, given.files.get(f"links/{address}.csv", b"")) for address in addresses}
    found = tuple(problem for _, problems in loaded.values() for problem in problems)
    return {address: links for address, (links, _) in loaded.items()}, found


def _load_log(address: str, files: Mapping[str, bytes], allowed: frozenset[str]) -> _Log:
    versions, found = load_versions(address, files)
    tainted, more = check_stored(address, versions, allowed)
    return _Log(without_views(versions, tainted), frozenset(f"{address}/{name}" for name in tainted), (*found, *more))


def _view_formers(
    village: Village,
    around: Surroundings,
    files: Mapping[str, bytes],
    logs: Mapping[str, _Log],
    bystanders: Names,
    find: Callable[..., Names],
) -> Iterator[VillagePages]:
    """What the forerunners had published, by their own logs."""
    for former in village.forerunners:
        versions = logs[former.address].versions
        then = replace(around, today=max(around.today, last_day(former.address, files)))
        if versions:
            everybody = find(shortest=EVERY) if any(map(is_asked, versions)) else bystanders
            yield view_former(then, village, former, versions, latest(versions), bystanders, everybody)


def _choose(
    site: Site,
    shown_on: date,
    village: Village,
    versions: tuple[Version, ...],
    newest: Mapping[tuple[str, str, str], Version],
    now: Mapping[tuple[str, str, str], PublicDisclosure],
    records_now: Mapping[tuple[str, str, str], PublicRecord],
    broken: Broken,
    given: VillageFiles,
    bystanders: Names,
    still: Mapping[tuple[str, str, str], Names],
) -> tuple[VillagePages, Mapping[str, tuple[str, str]]]:
    shown = choose_disclosures(village, site.catalogue, newest, broken, now, shown_on)
    records = choose_records(village, site.catalogue, newest, broken, records_now)
    shown = tuple(cover_shown(each, bystanders, still) for each in shown)
    records = tuple(cover_shown_record(each, bystanders, still) for each in records)
    done = {each.key: each for each in shown if each.parts and not each.absent}
    dues = derive_due(village, site.catalogue, site.preset, site.settings.required_items, done, site.today)
    sources: tuple[Disclosure | Record, ...] = (*village.disclosures, *village.records)
    bodies = (
        *(part.body for each in shown for part in each.parts),
        *(each.view.body for each in records if each.view),
    )
    wanted = {each.path for source in sources for each in source.attachments if each.redacted}
    wanted &= {each.path for body in bodies for each in body.attachments}
    available = tuple(sorted(path for path in wanted if given.attachments.get(path)))
    pictures = plan_pictures(village.address, site.settings.base_path, available)
    around = replace(site.around(find_above(site.by_code, village.code)), today=shown_on)
    files = {path: link for path, (_, link) in pictures.items()}
    told = cover_reasons(versions, bystanders)
    retold = retell(site.catalogue, versions, bystanders, shown_on)
    return VillagePages(around, village, shown, records, told, dues, files, retold), pictures
