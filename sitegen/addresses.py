"""What stands at every address of a village: its own pages, those of the villages merged into it, and what became of an address
that was printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from sitegen.model.catalogue import Item
from sitegen.model.ledger import Forerunner
from sitegen.model.site import Link
from sitegen.outputs.chart import make_chart
from sitegen.outputs.html import AnyView
from sitegen.outputs.map import make_map
from sitegen.views.about import view_about_page
from sitegen.views.ask import view_ask_page
from sitegen.views.changes import view_changes_page
from sitegen.views.disclosure import view_missing_page
from sitegen.views.former import list_before
from sitegen.views.frame import page_path
from sitegen.views.home import cash_series, view_home_page
from sitegen.views.item_pages import view_item_pages
from sitegen.views.map import has_map, map_title, view_map_page, view_points
from sitegen.views.posted import view_posted_pages
from sitegen.views.records import view_record_page, view_register_page
from sitegen.views.regions import view_moved, view_retired
from sitegen.views.village import VillagePages


def list_views(
    pages: VillagePages, formers: Sequence[VillagePages], links: tuple[Link, ...], at_root: bool
) -> Iterator[tuple[str, AnyView]]:
    """All pages of a village; where two have the same path, the first one stands. What became of a printed address is
    said at the root only, where codes lead, and where nothing is shown any more."""
    yield from _filled_views(pages, formers)
    if at_root:
        yield from _moved_views(pages, formers, links)
    yield from chain.from_iterable(map(_former_views, formers))
    if at_root:
        yield from _left_views(pages, links)
    yield from _missing_views(pages)
    yield from _empty_views(pages, links)


def find_filled(pages: VillagePages) -> frozenset[str]:
    """Paths of the pages that show something of the village, whatever became of their addresses."""
    return frozenset(path for path, _ in _filled_views(pages))


def _filled_views(pages: VillagePages, formers: Sequence[VillagePages] = ()) -> Iterator[tuple[str, AnyView]]:
    yield view_home_page(pages, make_chart(cash_series(pages), pages.around.language))
    yield view_ask_page(pages)
    yield view_changes_page(pages, formers)
    yield from view_posted_pages(pages)
    yield view_about_page(pages)
    yield from _map_views(pages)
    for item in pages.around.catalogue.items:
        yield from _item_views(pages, item)
    for record in pages.records:
        yield view_record_page(pages, record)


def _map_views(pages: VillagePages) -> Iterator[tuple[str, AnyView]]:
    if has_map(pages):
        yield view_map_page(pages, make_map(view_points(pages), map_title(pages), pages.around.language))


def _item_views(pages: VillagePages, item: Item) -> Iterator[tuple[str, AnyView]]:
    if item.shape == "register":
        if any(record.item.number == item.number for record in pages.records):
            yield view_register_page(pages, item)
        return
    made = view_item_pages(pages, item.number)
    own = page_path(pages.village.address, item.number)
    yield from sorted(made, key=lambda page: page[0] == own)


def _missing_views(pages: VillagePages) -> Iterator[tuple[str, AnyView]]:
    """Items that are due and of which nothing was ever disclosed."""
    due = {each.item for each in pages.missing()}
    for item in pages.around.catalogue.items:
        if item.number in due and item.shape != "register" and not pages.of_item(item.number):
            yield view_missing_page(pages, item)


def _moved_views(
    pages: VillagePages, formers: Sequence[VillagePages], links: tuple[Link, ...]
) -> Iterator[tuple[str, AnyView]]:
    """Addresses that were printed and now mean something else: moved, retired; home and items of a former village, whose
    newest figures are those of the village it belongs to."""
    around, village = pages.around, pages.village
    for link in last_acts(links).values():
        if link.act == "move":
            sentence = f"{around.language.day(link.day)}起请看新的页面。{link.reason}"
            yield view_moved(around, link.path, link.target, "这一页搬家了", (sentence,), village.name)
        elif link.act == "retire":
            yield view_retired(around, link)
    for former in village.forerunners:
        old = next((each for each in formers if each.village.address == former.address), None)
        numbers = [each.number for each in old.filled_items] if old else []
        for path in (page_path(former.address), *(page_path(former.address, number) for number in numbers)):
            yield _moved_view(pages, path, former, old)


def _former_views(former: VillagePages) -> Iterator[tuple[str, AnyView]]:
    """What a former village had published, what it had corrected, and its questions, at the addresses it had."""
    yield view_changes_page(former)
    if former.cases:
        yield view_ask_page(former)
    for item in former.around.catalogue.items:
        yield from _item_views(former, item)
    for record in former.records:
        yield view_record_page(former, record)


def _left_views(pages: VillagePages, links: tuple[Link, ...]) -> Iterator[tuple[str, AnyView]]:
    """Whatever else was printed of a former village."""
    for former in pages.village.forerunners:
        for link in links:
            if link.path.startswith(page_path(former.address)):
                yield _moved_view(pages, link.path, former, None)


def _empty_views(pages: VillagePages, links: tuple[Link, ...]) -> Iterator[tuple[str, AnyView]]:
    """Addresses that were printed and are not filled yet."""
    around, village = pages.around, pages.village
    for link in links:
        number = link.path.strip("/").split("/")[1:2]
        item = around.catalogue.by_number(number[0]) if number else None
        if item is not None and link.path.startswith(page_path(village.address)):
            yield view_missing_page(pages, item, link.path)


def _moved_view(pages: VillagePages, path: str, former: Forerunner, old: VillagePages | None) -> tuple[str, AnyView]:
    """A page of a village that was merged: the same thing in the village it belongs to now, else that village's home; then
    what was ``old``."""
    village = pages.village
    rest = path.strip("/").split("/")[1:]
    same = page_path(village.address, *rest)
    known = {page_path(village.address, *shown.key[:1]) for shown in pages.shown}
    known |= {page_path(village.address, record.item.number) for record in pages.records}
    target = same if same in known else page_path(village.address)
    day = pages.around.language.day(former.day) if former.day else ""
    before = list_before(old, rest[0] if rest else "") if old else ()
    stays = "以前公布的还在下面。" if before else ""
    sentences = (f"{former.name}{day}并入{village.name}。", f"以后的账和事，在{village.name}的页面里。{stays}")
    return view_moved(pages.around, path, target, f"{former.name}现在是{village.name}", sentences, former.name, before)


def last_acts(links: tuple[Link, ...]) -> dict[str, Link]:
    """What each printed address means now: its last line."""
    return {link.path: link for link in links}
