"""Which pages one item has: a page a period, the printed one that shows the newest, further pages of long lists, and those of its
parts."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.views.disclosure import (
    Periods,
    count_rows,
    frame_of,
    list_periods,
    say_banner,
    state_word,
    view_period,
)
from sitegen.views.frame import href, page_path
from sitegen.views.language import Language
from sitegen.views.pages import Anchor, DisclosureView, Frame, PeriodLine, TableView
from sitegen.views.public import PublicDisclosure
from sitegen.views.say import plain
from sitegen.views.shown import Shown
from sitegen.views.tables import ROWS_A_PAGE, split_pages
from sitegen.views.village import VillagePages

Pages = tuple[tuple[str, DisclosureView], ...]


def view_item_pages(pages: VillagePages, number: str) -> Pages:
    """All pages of one item in all its periods, with their site paths."""
    shown = pages.of_item(number)
    newest = next((each for each in shown if each.parts), shown[0] if shown else None)
    periods = {each.period.code: _view_period(pages, each) for each in shown}
    return tuple(page for each in shown for page in _view_pages(pages, each, periods, newest=each is newest))


def _view_pages(pages: VillagePages, shown: Shown, periods: Periods, *, newest: bool) -> Pages:
    """The pages of an item in one period: the page itself, its further pages, its parts' pages.

    With ``newest`` the item's own page as well, the printed address, which shows the newest period; its further pages are
    those of the period. Where the parts together are too long for one page, their rows stand on the parts' pages only.
    """
    lasting = page_path(pages.village.address, shown.item.number, shown.period.code)
    whole = view_period(pages, shown, periods, lasting)
    own: Pages = ((lasting, whole),)
    if newest:
        path = page_path(pages.village.address, shown.item.number)
        own = (*own, (path, _as_newest(pages, shown, periods, path, whole)))
    if len(shown.parts) + len(shown.absent) < 2:
        made = (page for path, view in own for page in _split(pages, shown, path, lasting, view))
        return tuple(made)
    if len(split_pages(_all_tables(whole))) > 1:
        own = tuple((path, _without_tables(view)) for path, view in own)
    parts = (page for part in shown.parts for page in _part_pages_of(pages, shown, periods, part))
    return (*own, *parts, *_pages_of_absent(pages, shown, periods))


def _without_tables(view: DisclosureView) -> DisclosureView:
    return replace(view, parts=tuple(replace(part, tables=()) for part in view.parts), filterable=False)


def _as_newest(pages: VillagePages, shown: Shown, periods: Periods, path: str, view: DisclosureView) -> DisclosureView:
    """The page of a period as its item's own page: it says 最新, what is missing since, and links to the period itself."""
    frame = frame_of(pages, shown, path, pages.around.language.say("最新"), view.sentences)
    return replace(
        view, frame=frame, banner=say_banner(pages, shown, newest=True), older=list_periods(periods, shown, newest=True)
    )


def _pages_of_absent(pages: VillagePages, shown: Shown, periods: Periods) -> Pages:
    """A part's page that stood once keeps its address and says why there is nothing now."""
    made = []
    for code in (each for each in shown.absent if each not in shown.waiting):
        path = page_path(pages.village.address, shown.item.number, f"{shown.period.code}-{code}")
        account = pages.village.account(code)
        nothing = replace(shown, parts=(), absent=(), state="withdrawn" if shown.reason else "wrong")
        made.append((path, view_period(pages, nothing, periods, path, part_label=account.name if account else code)))
    return tuple(made)


def _part_pages_of(pages: VillagePages, shown: Shown, periods: Periods, part: PublicDisclosure) -> Pages:
    path = page_path(pages.village.address, shown.item.number, f"{shown.period.code}-{part.part}")
    view = view_period(pages, _only(shown, part), periods, path, part_label=part.part_label)
    return _split(pages, shown, path, path, view)


def _only(shown: Shown, part: PublicDisclosure) -> Shown:
    """The one part: nothing is missing on its own page."""
    if part.part in shown.kept:
        return replace(shown, parts=(part,), absent=(), state="kept", kept=(part.part,))
    return replace(shown, parts=(part,), absent=(), state="nothing" if part.nothing else "published", kept=())


def _all_tables(view: DisclosureView) -> tuple[TableView, ...]:
    return tuple(table for part in view.parts for table in part.tables)


def _split(pages: VillagePages, shown: Shown, path: str, lasting: str, view: DisclosureView) -> Pages:
    """A list too long for one page: its first piece at ``path``, the others below the ``lasting`` address, made once."""
    pieces = split_pages(_all_tables(view))
    if len(pieces) == 1:
        return ((path, view),)
    settings = pages.around.settings
    paths = [lasting, *(f"{lasting}p{number}/" for number in range(2, len(pieces) + 1))]
    anchors = tuple(
        Anchor(href(settings, own), _range(pages.around.language, piece, number))
        for number, (own, piece) in enumerate(zip(paths, pieces, strict=True), start=1)
    )
    made = []
    for index, piece in enumerate(pieces if path == lasting else pieces[:1]):
        own = paths[index] if index else path
        here = tuple(replace(anchor, href="") if at == index else anchor for at, anchor in enumerate(anchors))
        frame = _frame_of_piece(pages, shown, view, own, index + 1)
        part = replace(view.parts[0], tables=piece)
        if index:
            part = replace(part, sentences=(), facts=(), notes="", attachments=())
        whole = view if index == 0 else _continued(view)
        made.append((own, replace(whole, frame=frame, parts=(part,), pages=here)))
    return tuple(made)


def _continued(view: DisclosureView) -> DisclosureView:
    """A further page of a list: its figure and its rows; what it is and how it came about stands on the first."""
    common = replace(view.common, laws=(), broadcast="")
    return replace(view, sentences=view.sentences[:1], facts_line=(), explanation="", related=(), common=common)


def _frame_of_piece(pages: VillagePages, shown: Shown, view: DisclosureView, path: str, number: int) -> Frame:
    if number == 1:
        return view.frame
    part = pages.around.language.say("第{number}页", number=number)
    title = f"{plain(view.frame.title).partition('：')[0][:22]} {part}"
    description = view.frame.description
    return pages.frame(path, title=title, description=description, noindex=shown.item.named)


def _range(language: Language, tables: tuple[TableView, ...], number: int) -> str:
    labels = [group.label for table in tables for group in table.groups if group.label]
    if labels and labels[0] != labels[-1]:
        return language.say("第{number}页（{first}—{last}）", number=number, first=labels[0], last=labels[-1])
    if labels:
        return language.say("第{number}页（{first}）", number=number, first=labels[0])
    return language.say("第{number}页", number=number)


def _view_period(pages: VillagePages, shown: Shown) -> PeriodLine:
    link, text = pages.href(shown.item.number, shown.period.code), pages.around.language.period(shown.period)
    return PeriodLine(link, text, state_word(pages, shown), _inner_pages(pages, shown))


def _inner_pages(pages: VillagePages, shown: Shown) -> tuple[Anchor, ...]:
    """The pages below a period, so that nothing is further than two steps from the village's home."""
    if len(shown.parts) + len(shown.absent) < 2:
        return _further_pages(pages, shown, shown.period.code, "")
    found: list[Anchor] = []
    for part in shown.parts:
        code = f"{shown.period.code}-{part.part}"
        found.append(Anchor(pages.href(shown.item.number, code), part.part_label))
        found += _further_pages(pages, _only(shown, part), code, part.part_label)
    return tuple(found)


def _further_pages(pages: VillagePages, shown: Shown, code: str, label: str) -> tuple[Anchor, ...]:
    count, say = -(-count_rows(shown) // ROWS_A_PAGE), pages.around.language.say
    return tuple(
        Anchor(pages.href(shown.item.number, code, f"p{number}"), say("{part}第{number}页", part=label, number=number))
        for number in range(2, count + 1)
    )
