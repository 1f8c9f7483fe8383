"""One village: all bytes that speak of it → what may be shown of it today, and what was wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from sitegen.asked import is_asked
from sitegen.checks.followers import find_misspelt, without_followers, without_strangers
from sitegen.checks.names import check_names
from sitegen.checks.periods import check_deadlines
from sitegen.checks.personal import without_personal_cases, without_personal_profile
from sitegen.checks.published import find_unproved
from sitegen.checks.retold import check_uncovered
from sitegen.checks.returned import check_returned
from sitegen.checks.village import check_village, find_broken
from sitegen.diagnostics import Diagnostic
from sitegen.figures import derive_due
from sitegen.known import Known, read_known
from sitegen.load.files import VillageFiles
from sitegen.load.published import last_day, latest
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
from sitegen.views.shown import (
    Broken,
    Identity,
    Shown,
    ShownRecord,
    choose_disclosures,
    choose_records,
    view_now,
    view_records_now,
)
from sitegen.views.uncovered import find_taken_over, find_uncovered, is_list_lost
from sitegen.views.village import VillagePages


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
    known = read_known(site, given)
    now = _view(site, known)
    found = _check(site, given, known, now)
    people = _cover(site, known, now, found)
    village, logs = people.village, tuple(known.before.values())
    returned = tuple(check_returned(village, site.catalogue, known.log.versions, (log.versions for log in logs)))
    errors = tuple(each for each in (*found.all, *people.found, *returned) if each.severity == "error")
    kept_back, personal = find_broken(village, errors)
    kept_back |= known.added.keys()
    broken = Broken(kept_back | find_unproved(village, known.newest), personal | people.private, frozenset(known.added))
    pages, pictures = _choose(site, given, known, now, people, broken)
    wrong = find_misspelt(village, site.catalogue, found.all).union((item, period) for item, period, _ in kept_back)
    late = check_deadlines(village, site.catalogue, pages.dues, site.today, wrong)
    return Loaded(
        village=village,
        pages=pages,
        formers=tuple(_view_formers(known, people, pages.around, given.files)),
        registers={
            address: tuple(_cover_link(each, people.names) for each in links)
            for address, links in known.registers.items()
        },
        diagnostics=with_lines((*found.said, *people.found, *returned, *late), given.files),
        pictures=pictures,
        broken=broken,
        errors=errors,
        covered=people.nowhere,
        tainted=known.log.tainted.union(*(log.tainted for log in logs)),
    )


# ---- how it reads now -------------------------------------------------------------------------------------------------


class _Now(Struct, frozen=True):
    """How all of it reads now, and which texts read otherwise than they were published."""

    disclosures: Mapping[Identity, PublicDisclosure]
    records: Mapping[Identity, PublicRecord]
    differing: Mapping[Identity, tuple[Differing, ...]]

    @property
    def all(self) -> dict[Identity, PublicDisclosure | PublicRecord]:
        return {**self.disclosures, **self.records}


def _view(site: Site, known: Known) -> _Now:
    now, records = view_now(known.village, site.catalogue), view_records_now(known.village, site.catalogue)
    views: dict[Identity, PublicDisclosure | PublicRecord] = {**now, **records}
    differing = {each: find_differing(views[each], version) for each, version in known.newest.items() if each in views}
    return _Now(now, records, differing)


# ---- what is wrong ---------------------------------------------------------------------------------------------------


class _Found(NamedTuple):
    """Everything that is wrong, for it keeps back what it speaks of; and what of it is said, for much follows from the rest."""

    all: tuple[Diagnostic, ...]
    said: tuple[Diagnostic, ...]


def _check(site: Site, given: VillageFiles, known: Known, now: _Now) -> _Found:
    newest, views = known.newest, now.all
    again = {each: version for each, version in newest.items() if each in now.disclosures}
    checked = check_village(
        known.village,
        site.catalogue,
        site.settings,
        site.preset,
        site.holidays,
        newest,
        {each: figures_by_position(now.disclosures[each], sums=True) for each in again},
        {each: find_moved(now.disclosures[each], version) for each, version in again.items()},
        dict(_find_registered(site, newest, now.records)),
        {each: find_retold(views[each], newest[each], texts) for each, texts in now.differing.items()},
        given.files,
        given.attachments,
        site.today,
    )
    checked = (*checked, *known.ends)
    heard = (*known.beside, *check_names(given.paths, checked))
    former_found = chain.from_iterable(log.found for log in known.before.values())
    said = without_followers(known.village, known.found, checked)
    beside = without_strangers(known.village, known.found, checked)
    return _Found((*known.found, *heard, *checked), (*beside, *heard, *former_found, *said))


def _find_registered(
    site: Site, newest: Mapping[Identity, Version], records: Mapping[Identity, PublicRecord]
) -> Iterator[tuple[Identity, tuple[Change, ...]]]:
    """What of each record is another figure than it was when it was published last."""
    for identity, record in records.items():
        item, version = site.catalogue.by_number(record.item), newest.get(identity)
        if item is not None and version is not None and version.is_whole:
            yield identity, find_changes(item, read_record(version), record)


# ---- who is covered --------------------------------------------------------------------------------------------------


class _People(Struct, frozen=True):
    """The village without the names of those whom nobody may read of; and who they are."""

    village: Village
    names: Names
    everybody: Names
    """Covered in its questions."""
    nowhere: Names
    """Covered also in what comes back."""
    find: Callable[..., Names]
    still: Mapping[Identity, Names]
    """By published text who was covered in it and is on no list any more."""
    private: frozenset[Identity]
    """Questions that are left out because they hold personal data."""
    found: tuple[Diagnostic, ...]


def _cover(site: Site, known: Known, now: _Now, found: _Found) -> _People:
    village = without_personal_cases(known.village, found.all)
    private = {case.identity for case in known.village.cases} - {case.identity for case in village.cases}
    find, names, uncovered = _find_people(site, village, known, now)
    lost = {each.name: each.told for shown in uncovered.values() for each in shown}
    everybody = find(shortest=EVERY) if village.cases or any(map(is_asked, known.log.versions)) else names
    return _People(
        village=without_personal_profile(cover_village(village, names, everybody), known.allowed),
        names=names,
        everybody=everybody,
        nowhere=find(lost=lost) if lost else names,
        find=find,
        still={each: Names({one.name: one.told for one in shown}) for each, shown in uncovered.items()},
        private=frozenset(private),
        found=(*find_named_files(village, names), *check_uncovered(village, site.catalogue, uncovered)),
    )


def _find_people(
    site: Site, village: Village, known: Known, now: _Now
) -> tuple[Callable[..., Names], Names, dict[Identity, tuple[Uncovered, ...]]]:
    """How people are found whom nobody may read of, those that are, and by published text who was covered in it and is on no
    list any more; where a list is lost, they are among the others, and so they are where it was a former village's."""
    find = partial(find_bystanders, village, site.catalogue, "web", site.settings, site.places)
    names, views = find(), now.all
    uncovered = {each: shown for each, texts in now.differing.items() if (shown := find_uncovered(texts, names))}
    old = [version for log in known.before.values() for version in latest(log.versions).values()]
    taken_over = find_taken_over({each: view for each, view in views.items() if each not in known.newest}, old, names)
    uncovered |= taken_over
    if taken_over or (uncovered and is_list_lost(site.catalogue, known.newest, views)):
        find = partial(find, lost={each.name: each.told for shown in uncovered.values() for each in shown})
        names = find()
    return find, names, uncovered


def _cover_link(link: Link, names: Names) -> Link:
    return replace(link, reason=names.mask(link.reason)) if link.reason else link


# ---- what is shown ---------------------------------------------------------------------------------------------------


def _choose(
    site: Site, given: VillageFiles, known: Known, now: _Now, people: _People, broken: Broken
) -> tuple[VillagePages, Mapping[str, tuple[str, str]]]:
    """What of all this is on its pages, and the pictures among it."""
    village, names, shown_on = people.village, people.names, known.shown_on
    shown = choose_disclosures(village, site.catalogue, known.newest, broken, now.disclosures, shown_on)
    records = choose_records(village, site.catalogue, known.newest, broken, now.records)
    shown = tuple(cover_shown(each, names, people.still) for each in shown)
    records = tuple(cover_shown_record(each, names, people.still) for each in records)
    done = {each.key: each for each in shown if each.parts and not each.absent}
    dues = derive_due(village, site.catalogue, site.preset, site.settings.required_items, done, site.today)
    pictures = plan_pictures(village.address, site.settings.base_path, _list_available(village, given, shown, records))
    around = replace(site.around(find_above(site.by_code, village.code)), today=shown_on)
    files = {path: link for path, (_, link) in pictures.items()}
    told = cover_reasons(known.log.versions, names)
    retold = retell(site.catalogue, known.log.versions, names, shown_on)
    pages = VillagePages(around, village, shown, records, told, dues, files, retold)
    return _with_cases(pages, known.log.versions, broken, people.everybody), pictures


def _list_available(
    village: Village, given: VillageFiles, shown: tuple[Shown, ...], records: tuple[ShownRecord, ...]
) -> tuple[str, ...]:
    """Pictures that somebody looked through, that are there, and that something shown speaks of."""
    sources: tuple[Disclosure | Record, ...] = (*village.disclosures, *village.records)
    bodies = (
        *(part.body for each in shown for part in each.parts),
        *(each.view.body for each in records if each.view),
    )
    wanted = {each.path for source in sources for each in source.attachments if each.redacted}
    wanted &= {each.path for body in bodies for each in body.attachments}
    return tuple(sorted(path for path in wanted if given.attachments.get(path)))


def _with_cases(pages: VillagePages, versions: tuple[Version, ...], broken: Broken, everybody: Names) -> VillagePages:
    """Also what is shown of each question."""
    cases = choose_cases(pages.village, versions, broken, everybody, pages.files, pages.around.today)
    told = tuple(each.case for each in cases if each.case)
    return replace(pages, village=replace(pages.village, cases=told), cases=cases)


def _view_formers(
    known: Known, people: _People, around: Surroundings, files: Mapping[str, bytes]
) -> Iterator[VillagePages]:
    """What the forerunners had published, by their own logs."""
    for former in people.village.forerunners:
        versions = known.before[former.address].versions
        then = replace(around, today=max(around.today, last_day(former.address, files)))
        if versions:
            everybody = people.find(shortest=EVERY) if any(map(is_asked, versions)) else people.names
            yield view_former(then, people.village, former, versions, latest(versions), people.names, everybody)
