"""Which sheets a village gets: one function a kind, from what is loaded to views with the files they become."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Literal, cast

from msgspec import Struct
from msgspec.structs import replace

from sitegen.corrections import derive_review_code, group_reviewed
from sitegen.loaded import Loaded
from sitegen.model.catalogue import Item
from sitegen.model.ledger import Disclosure
from sitegen.model.period import Period
from sitegen.model.site import Link
from sitegen.outputs.sheets import SheetView
from sitegen.plan import Site
from sitegen.printing.holding import Held
from sitegen.views.boards import find_signers, view_board, view_review, view_vouchers
from sitegen.views.forms import view_card, view_desk, view_monthly, view_visit
from sitegen.views.language import CHINESE, Language
from sitegen.views.posters import LABELS, ROOM, Front, view_plates, view_poster, view_tags, view_village_plate
from sitegen.views.sheets import PlateSize, PosterSize
from sitegen.views.shown import is_reviewed

Kind = Literal["poster", "plate", "tags", "desk", "card", "monthly", "visit", "board", "review", "vouchers"]

_PLATES: tuple[PlateSize, ...] = ("570x370", "270x170", "150x90")

SIZES: Mapping[Kind, tuple[str, ...]] = {
    "poster": ("a4", "a3", "a2", "stand"),
    "plate": _PLATES,
    "tags": (*LABELS, *_PLATES),
    "desk": ("a4",),
    "card": ("1080",),
    "monthly": ("a4",),
    "visit": ("a4",),
    "board": ("a4", "a3"),
    "review": ("a4", "a3"),
    "vouchers": ("a4", "a3"),
}
"""The sizes each kind is made in, the usual one first."""

SHOP_KINDS: tuple[Kind, ...] = ("poster", "plate", "tags", "desk")
"""What a print shop is asked for; the rest comes from the village's own printer."""

TABLES: tuple[Kind, ...] = ("board", "review", "vouchers")
"""The disclosure itself on paper."""

PAPERS: tuple[Kind, ...] = (*TABLES, "monthly")
"""What is made before the site is there: the disclosure itself, and lists without codes."""

FRONTS: tuple[Kind, ...] = ("poster", "plate", "desk")
"""What shows no figure: made from a village's profile, and from what the last build knows to be there."""

BILINGUAL: tuple[Kind, ...] = (*FRONTS, "tags")
"""What says its words in a second language, too."""

_POSTERS = {"a4": "A4竖", "a3": "A3横", "a2": "A2竖", "stand": "展架60x90"}


class Request(Struct, frozen=True):
    """What is to be printed: one kind in one size; of disclosures those that hang now, or one period or item."""

    kind: Kind
    size: str
    proof: bool = False
    period: Period | None = None
    item: str = ""
    """Number of an item; empty: all."""
    press: bool = False
    """For a print shop: black ink alone, bleed, crop marks."""
    together: bool = False
    """All sheets of a township in one file besides, with an overview."""
    second: Language = CHINESE
    """The language under the Chinese; Chinese itself: none."""


class Sheet(Struct, frozen=True):
    """One file to be printed: what it shows, the site paths it makes permanent, and the batch that stands on it."""

    file: Path
    views: tuple[SheetView, ...]
    paths: tuple[str, ...] = ()
    batch: str = ""
    text: str = ""
    """Of a card: the words to forward with it."""
    fewer: Callable[[], Sheet] | None = None
    """The same with one code less, for an address that needs more modules than there is room for."""


class Desk(Struct, frozen=True):
    """What a plan is made from: the site, one village, its register, and the folder its sheets go to."""

    site: Site
    front: Front
    register: tuple[Link, ...]
    folder: Path
    allowed: frozenset[str]
    """Numbers that may stand on a sheet: telephones agreed to, vouchers and codes."""
    ledger: Loaded | None
    """The village loaded and checked; None where :data:`FRONTS` alone are planned."""
    held: Held = Held()
    """What stays off papers with tables."""

    @property
    def loaded(self) -> Loaded:
        """What sheets with figures are made from."""
        if self.ledger is None:
            raise ValueError("planned from the profile alone")
        return self.ledger

    def file(self, request: Request, *words: str, ending: str = "pdf") -> Path:
        """``清溪村/清溪村-海报-A4竖.pdf``, with ``-印厂`` or ``-样张`` before the ending.

        The folder is ``清溪村-103201`` where another village of the county is called so, too.
        """
        marks = ("印厂" if request.press else "", "样张" if request.proof else "")
        return self.folder / ("-".join((self.folder.name, *filter(None, (*words, *marks)))) + f".{ending}")

    def batch(self, paths: tuple[str, ...]) -> str:
        """The batch printed on a sheet: a new one when it carries an address that was never printed before."""
        hanging = {link.path: int(link.batch) for link in self.register if link.batch.isdigit()}
        return f"{max(hanging.values(), default=0) + any(path not in hanging for path in paths):02}"


def plan_sheets(desk: Desk, request: Request) -> Iterator[Sheet]:
    """All sheets of the kind wanted for one village."""
    yield from _PLANS[request.kind](desk, request)


# ---- codes ------------------------------------------------------------------------------------------------------------


def _plan_poster(desk: Desk, request: Request) -> Iterator[Sheet]:
    yield _make_poster(desk, request, cast(PosterSize, request.size), ROOM[request.size])


def _make_poster(desk: Desk, request: Request, size: PosterSize, most: int) -> Sheet:
    make = partial(view_poster, desk.front, size, made_on=desk.site.today, proof=request.proof, most=most)
    batch = desk.batch(make("")[1])
    view, paths = make(batch)
    fewer = partial(_make_poster, desk, request, size, len(view.codes) - 1) if view.codes else None
    return Sheet(desk.file(request, "海报", _POSTERS[size]), (view,), paths, batch, fewer=fewer)


def _plan_plate(desk: Desk, request: Request) -> Iterator[Sheet]:
    size = cast(PlateSize, request.size)
    make = partial(view_village_plate, desk.front, size, made_on=desk.site.today, proof=request.proof)
    batch = desk.batch(make("")[1])
    view, paths = make(batch)
    yield Sheet(desk.file(request, "门牌", size), (view,), paths, batch)


def _plan_tags(desk: Desk, request: Request) -> Iterator[Sheet]:
    """Label sheets, or with the size of a plate one plate a page."""
    pages, day, proof, second = desk.loaded.pages, desk.site.today, request.proof, request.second
    views: tuple[SheetView, ...]
    if request.size in LABELS:
        make = partial(view_tags, pages, request.size, made_on=day, proof=proof, item=request.item, second=second)
        sheet, paths = make(desk.batch(make("")[1]))
        views, batch = (sheet,), sheet.batch
    else:
        size = cast(PlateSize, request.size)
        plate = partial(view_plates, pages, size, made_on=day, proof=proof, item=request.item, second=second)
        batch = desk.batch(plate("")[1])
        views, paths = plate(batch)
    if paths:
        yield Sheet(
            desk.file(request, "码牌", request.size.replace("a4", "A4")),
            views,
            paths,
            batch,
            fewer=_larger(desk, request),
        )


def _larger(desk: Desk, request: Request) -> Callable[[], Sheet] | None:
    """Six tags a page where eight are too small for the address; label sheets that were bought stay as they are."""
    if request.size != "a4":
        return None
    return lambda: next(_plan_tags(desk, replace(request, size="a4-6")))


def _plan_desk(desk: Desk, request: Request) -> Iterator[Sheet]:
    make = partial(view_desk, desk.front, made_on=desk.site.today, proof=request.proof)
    batch = desk.batch(make("")[1])
    view, paths = make(batch)
    yield Sheet(desk.file(request, "台卡"), (view,), paths, batch)


def _plan_card(desk: Desk, request: Request) -> Iterator[Sheet]:
    item = desk.site.catalogue.by_number(request.item)
    made = view_card(desk.loaded.pages, item, desk.site.today, proof=request.proof)
    if made is not None:
        view, text, paths = made
        name = item.plain if item else ""
        yield Sheet(desk.file(request, "群卡", name, ending="png"), (view,), paths, "群卡", text)


def _plan_visit(desk: Desk, request: Request) -> Iterator[Sheet]:
    view, paths = view_visit(desk.loaded.pages, desk.site.today, proof=request.proof)
    yield Sheet(desk.file(request, "走访单"), (view,), paths, "走访单")


def _plan_monthly(desk: Desk, request: Request) -> Iterator[Sheet]:
    """What hangs for years: printed on posters, plates or tags, and not retired or moved since."""
    acts = {link.path: link.act for link in desk.register}
    hanging = {link.path for link in desk.register if link.batch.isdigit()}
    printed = tuple(path for path, act in acts.items() if act == "print" and path in hanging)
    if printed:
        view = view_monthly(desk.loaded.pages, printed, desk.site.today, proof=request.proof)
        yield Sheet(desk.file(request, "查码表", f"{desk.site.today.year}年"), (view,))


# ---- papers with tables -------------------------------------------------------------------------------------------------


class _Paper(Struct, frozen=True):
    """Disclosures that get a paper: one, or several of a file in which nothing happened, with the check code they share
    with all that are reviewed in one line with them."""

    item: Item
    disclosures: tuple[Disclosure, ...]
    check_code: str
    number: int
    together: int

    @property
    def words(self) -> tuple[str, ...]:
        """``钱账-2026年3季度-村委会``, ``本期无发生-2026年3季度``."""
        first = self.disclosures[0]
        if not self.disclosures[1:]:
            return (self.item.plain, first.period.label, first.part.label)
        (label, *others) = dict.fromkeys(each.part.label for each in self.disclosures)
        return (f"本期无发生{len(self.disclosures)}项", first.period.label, "" if others else label)


Alike = Callable[[Item, Disclosure], Hashable]
"""What must be equal for two disclosures in which nothing happened to stand on one paper."""


def _no_matter(_item: Item, _disclosure: Disclosure) -> Hashable:
    return ()


def find_papers(desk: Desk, request: Request, alike: Alike = _no_matter) -> tuple[_Paper, ...]:
    """What hangs now or is going to, or all of the period asked for; drafts among them, to be reviewed."""
    is_wanted = _find_wanted(desk, request)
    papers = []
    for reviewed in group_reviewed(desk.loaded.village.disclosures):
        code = derive_review_code(reviewed)
        sheets = _lay_together(desk, desk.held.without(reviewed), alike)
        for number, (item, together) in enumerate(sheets, start=1):
            if is_wanted(together):
                papers.append(_Paper(item, together, code, number, len(sheets)))
    return tuple(papers)


def find_left_out(desk: Desk, request: Request) -> tuple[tuple[Disclosure, ...], ...]:
    """What is wanted and gets no paper, by the lines it is reviewed in."""
    is_wanted = _find_wanted(desk, request)
    groups = []
    for reviewed in group_reviewed(desk.loaded.village.disclosures):
        kept = desk.held.without(reviewed)
        if is_wanted(reviewed):
            whole = desk.held.together
            groups.append(tuple(each for each in reviewed if each not in kept and (whole or is_wanted((each,)))))
    return tuple(group for group in groups if group)


def _find_wanted(desk: Desk, request: Request) -> Callable[[tuple[Disclosure, ...]], bool]:
    """Whether one of some disclosures is of the period, and one of the item asked for."""
    disclosures = desk.loaded.village.disclosures
    current = find_current(disclosures, desk.site.preset.posting_days, desk.site.today)

    def is_wanted(together: tuple[Disclosure, ...]) -> bool:
        in_time = any(each.period == request.period if request.period else each in current for each in together)
        return in_time and (not request.item or any(each.item == request.item for each in together))

    return is_wanted


def _lay_together(
    desk: Desk, reviewed: tuple[Disclosure, ...], alike: Alike
) -> tuple[tuple[Item, tuple[Disclosure, ...]], ...]:
    """A paper for each disclosure, and one for those in which nothing happened: nobody signs fifteen empty sheets."""
    papers: dict[Hashable, tuple[Item, tuple[Disclosure, ...]]] = {}
    for each in reviewed:
        item = desk.site.catalogue.by_number(each.item)
        if item is not None:
            key = (each.period, each.draft, alike(item, each)) if each.nothing else each.identity
            papers[key] = (item, (*papers.get(key, (item, ()))[1], each))
    return tuple(papers.values())


def find_current(disclosures: tuple[Disclosure, ...], posting_days: int, today: date) -> tuple[Disclosure, ...]:
    """Those not yet posted or with posting days left; when there are none, those posted last."""

    def last_day(each: Disclosure) -> date:
        if each.posted is None:
            return date.max
        return each.posted_until or each.posted + timedelta(days=posting_days)

    hanging = tuple(each for each in disclosures if last_day(each) >= today)
    newest = max((each.posted for each in disclosures if each.posted), default=None)
    return hanging or tuple(each for each in disclosures if each.posted == newest)


def _plan_board(desk: Desk, request: Request) -> Iterator[Sheet]:
    pages = desk.loaded.pages
    for paper in find_papers(desk, request, lambda item, each: (item.group, find_signers(pages, each))):
        proof = request.proof or not is_reviewed(paper.disclosures[0])
        view, paths = view_board(
            pages, paper.disclosures, paper.check_code, desk.site.today, size=_paper_size(request), proof=proof
        )
        words = (paper.item.group, *paper.words) if paper.disclosures[1:] else paper.words
        file = desk.file(replace(request, proof=proof), "公示表", *words, _big(request))
        yield Sheet(file, (view,), () if proof else paths, "公示表")


def _plan_review(desk: Desk, request: Request) -> Iterator[Sheet]:
    for paper in find_papers(desk, request):
        view = view_review(
            desk.loaded.pages, paper.disclosures, paper.check_code, desk.site.today,
            number=paper.number, together=paper.together, size=_paper_size(request), proof=request.proof,
        )  # fmt: skip
        yield Sheet(desk.file(request, "审核单", *paper.words, _big(request)), (view,))


def _plan_vouchers(desk: Desk, request: Request) -> Iterator[Sheet]:
    for paper in find_papers(desk, request):
        view = view_vouchers(
            desk.loaded.pages, paper.disclosures[0], paper.check_code, desk.site.today,
            size=_paper_size(request), proof=request.proof,
        )  # fmt: skip
        if view is not None:
            yield Sheet(desk.file(request, "核销单", *paper.words, _big(request)), (view,))


def _paper_size(request: Request) -> Literal["a4", "a3"]:
    return "a3" if request.size == "a3" else "a4"


def _big(request: Request) -> str:
    return "A3" if request.size == "a3" else ""


_PLANS: Mapping[Kind, Callable[[Desk, Request], Iterator[Sheet]]] = {
    "poster": _plan_poster,
    "plate": _plan_plate,
    "tags": _plan_tags,
    "desk": _plan_desk,
    "card": _plan_card,
    "monthly": _plan_monthly,
    "visit": _plan_visit,
    "board": _plan_board,
    "review": _plan_review,
    "vouchers": _plan_vouchers,
}
