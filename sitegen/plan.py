"""Site → jobs: which files exist and what each may know."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property, partial
from itertools import chain
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from sitegen.addresses import last_acts, list_views
from sitegen.model.catalogue import Catalogue, Preset
from sitegen.model.site import Link, Parts, Region, Settings
from sitegen.model.workdays import Holidays
from sitegen.outputs.chart import make_chart
from sitegen.outputs.feed import make_feed, make_robots, make_sitemap, make_sitemap_list
from sitegen.outputs.html import AnyView, Theme, make_page
from sitegen.rollup import RegionTree, VillageSummary
from sitegen.views.downloads import DownloadView, view_download, view_package, view_register_download
from sitegen.views.feeds import view_feed
from sitegen.views.frame import EditionLink, Surroundings, full_url
from sitegen.views.language import Language
from sitegen.views.names import Words, index_words
from sitegen.views.regions import (
    group_regions,
    group_strangers,
    group_villages,
    region_series,
    view_front_page,
    view_not_found,
    view_region_page,
    view_retired,
)
from sitegen.views.village import VillagePages

CODE_MASK = 2
"""On-page codes use one fixed mask: they are read from a screen, and choosing the best costs five times as much."""


class PageJob(Struct, frozen=True):
    """One file: its path below the site's root, and the pure function that makes its bytes."""

    path: str
    make: Callable[[], bytes]


class Edition(Struct, frozen=True):
    """The site in one language: how its sentences are said, how its pages look, and the folder it stands in."""

    language: Language
    theme: Theme
    folder: str
    """Empty for the first language, which stands at the root; else its tag and a slash."""

    def around(self, around: Surroundings) -> Surroundings:
        """The same surroundings in this language: the site's pages stand below its folder."""
        base_path = around.root + self.folder
        return replace(around, settings=replace(around.settings, base_path=base_path), language=self.language)


class Site(Struct, frozen=True, dict=True):
    """What all villages share; everything a village's pages may depend on besides its own files."""

    settings: Settings
    regions: tuple[Region, ...]
    catalogue: Catalogue
    preset: Preset
    holidays: Holidays
    editions: tuple[Edition, ...]
    """One a language; the first is what printed codes lead to."""
    sheets: Mapping[str, str]
    today: date
    parts: Parts
    fingerprint: str
    """Digest of all files it was made from, and of the program."""

    @cached_property
    def by_code(self) -> Mapping[str, Region]:
        """Its regions."""
        return {region.code: region for region in self.regions}

    @cached_property
    def places(self) -> Words:
        """The names of its regions."""
        return index_words(region.name for region in self.regions)

    def name_of(self, code: str) -> str:
        """Name of a region; its code where nobody named it."""
        return self.by_code[code].name if code in self.by_code else code

    def around(self, above: tuple[Region, ...] = ()) -> Surroundings:
        """What views need of it, below those regions."""
        base = self.settings.base_path
        links = (EditionLink(e.language.tag, e.theme.words["language"], base + e.folder) for e in self.editions)
        language, editions = self.editions[0].language, tuple(links) if len(self.editions) > 1 else ()
        return Surroundings(
            self.settings, self.catalogue, self.preset, above, self.today, self.holidays, language, editions
        )


def plan_village(
    pages: VillagePages,
    formers: tuple[VillagePages, ...],
    links: tuple[Link, ...],
    editions: tuple[Edition, ...],
    parts: Parts,
) -> tuple[PageJob, ...]:
    """Every file of one village in every language, the addresses of its forerunners and of what is printed among them.

    ``formers``: what its forerunners had published.
    """
    jobs: dict[str, PageJob] = {}
    for edition in editions:
        own, *old = (_in_edition(edition, each) for each in (pages, *formers))
        for path, view in list_views(own, old, links, at_root=not edition.folder):
            for job in _page_jobs(edition, path, view, parts):
                jobs.setdefault(job.path, job)
    if parts.downloads:
        for job in chain.from_iterable(map(_downloads, (pages, *formers))):
            jobs[job.path] = job
    for each in (pages, *formers):
        feed = f"{each.village.address}/changes/feed.xml"
        jobs[feed] = PageJob(feed, partial(make_feed, view_feed(each)))
    return tuple(jobs.values())


def _in_edition(edition: Edition, pages: VillagePages) -> VillagePages:
    return replace(pages, around=edition.around(pages.around)) if edition.folder else pages


def to_file(path: str) -> str:
    """The file behind a site path: ``/103201/021/`` → ``103201/021/index.html``."""
    return path.lstrip("/") + ("index.html" if path.endswith("/") else "")


def make_code(url: str) -> bytes:
    """The picture of a page's own code."""
    from sitegen.outputs.qr import make_symbol, to_png  # noqa: PLC0415 - a build of pages only is spared it

    return to_png(make_symbol(url, CODE_MASK))


def _downloads(pages: VillagePages) -> Iterator[PageJob]:
    """Every table in every form, and the village's data package that names them all."""
    from sitegen.outputs.package import make_package  # noqa: PLC0415 - a build of pages only is spared it
    from sitegen.outputs.tables import DOWNLOADS  # noqa: PLC0415 - the same

    address = pages.village.address
    tables = tuple(_download_views(pages))
    for folder, view in tables:
        for ending, make in DOWNLOADS.items():
            yield PageJob(f"{address}/{folder}/data.{ending}", partial(make, view))
    package = view_package(pages, tuple((f"{folder}/data.csv", view) for folder, view in tables))
    yield PageJob(f"{address}/datapackage.json", partial(make_package, package))


def _download_views(pages: VillagePages) -> Iterator[tuple[str, DownloadView]]:
    for shown in pages.shown:
        if shown.parts and not all(part.nothing for part in shown.parts):
            yield f"{shown.item.number}/{shown.period.code}", view_download(pages, shown)
    for number in dict.fromkeys(record.item.number for record in pages.records if record.view):
        item = pages.around.catalogue.by_number(number)
        if item is not None:
            yield number, view_register_download(pages, item)


def plan_pictures(address: str, base_path: str, wanted: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    """Attachments that are shown: path below 附件/ → (file below the site's root, link). Names say nothing."""
    planned = {}
    for path in wanted:
        name = hashlib.sha256(path.encode()).hexdigest()[:12] + PurePosixPath(path).suffix.lower()
        file = f"{address}/files/{name}"
        planned[path] = (file, base_path + file)
    return planned


def plan_region(
    site: Site, region: Region, tree: RegionTree, villages: tuple[VillageSummary, ...]
) -> tuple[PageJob, ...]:
    """The page of one region; ``villages`` where no regions stand below it."""
    totals, jobs = tree.totals(region.code), list[PageJob]()
    for edition in site.editions:
        around = edition.around(site.around(tree.above(region.code)))
        chart = make_chart(region_series(edition.language, totals), edition.language)
        path, view = view_region_page(around, region, totals, tree.below(region.code), villages, chart)
        jobs += _page_jobs(edition, path, view, site.parts)
    return tuple(jobs)


def plan_front(
    site: Site,
    tree: RegionTree,
    villages: tuple[VillageSummary, ...],
    strangers: tuple[VillageSummary, ...],
    initials: Mapping[str, str],
) -> tuple[PageJob, ...]:
    """The front page, the 404 page and robots.txt; ``villages`` are all of them, or none where they are too many, and
    ``strangers`` those of no township that is known: they stand on no page of a region."""
    regions, jobs = tree.regions, list[PageJob]()
    for edition in site.editions:
        around = edition.around(site.around())
        if villages:
            groups = group_villages(around, (each for each in regions if len(each.code) == 9), villages)
        else:
            groups = group_regions(around, tuple((each, tree.count(each.code)) for each in regions), initials)
        groups += group_strangers(around, strangers)
        jobs += _page_jobs(edition, *view_front_page(around, regions, tree.whole, groups), site.parts)
    jobs += _page_jobs(site.editions[0], *view_not_found(site.around()), site.parts)
    robots = partial(make_robots, full_url(site.settings, "/sitemap.xml"))
    return (*jobs, PageJob("robots.txt", robots))


def _page_jobs(edition: Edition, path: str, view: AnyView, parts: Parts) -> Iterator[PageJob]:
    """The page, and the picture of its own code."""
    file = edition.folder + to_file(path)
    yield PageJob(file, partial(make_page, view, edition.theme))
    if parts.codes and view.frame.code is not None:
        picture = file.replace("index.html", view.frame.code.src)
        yield PageJob(picture, partial(make_code, view.frame.url))


ADDRESSES_A_SITEMAP = 5_000
"""Beyond them every township has a sitemap of its own; the format's limit is 50,000."""


def plan_sitemap(site: Site, tree: RegionTree, villages: tuple[VillageSummary, ...]) -> tuple[PageJob, ...]:
    """One sitemap of everything, or, where ``villages`` are left out, a list of the townships' sitemaps."""
    own = [full_url(site.settings, path) for path in ("/", *(f"/r/{each.code}/" for each in tree.regions))]
    if villages:
        own += [full_url(site.settings, path) for village in villages for path in village.addresses]
        return (PageJob("sitemap.xml", partial(make_sitemap, tuple(own))),)
    maps = ["/sitemap-regions.xml", *(f"/r/{code}/sitemap.xml" for code in tree.townships)]
    return (
        PageJob("sitemap-regions.xml", partial(make_sitemap, tuple(own))),
        PageJob("sitemap.xml", partial(make_sitemap_list, tuple(full_url(site.settings, path) for path in maps))),
    )


def plan_township_sitemap(site: Site, code: str, villages: tuple[VillageSummary, ...]) -> PageJob:
    """The sitemap of one township's villages."""
    urls = tuple(full_url(site.settings, path) for village in villages for path in village.addresses)
    return PageJob(f"r/{code}/sitemap.xml", partial(make_sitemap, urls))


def plan_orphans(site: Site, registers: Mapping[str, tuple[Link, ...]]) -> tuple[PageJob, ...]:
    """Pages for printed addresses no village answers for: those that were moved or retired say what became of them."""
    planned = []
    for links in registers.values():
        for link in last_acts(links).values():
            if link.act != "print":
                _, view = view_retired(site.around(), link)
                planned.append(PageJob(to_file(link.path), partial(make_page, view, site.editions[0].theme)))
    return tuple(planned)
