"""Which sheets a village gets: one function a kind, from what is loaded to views with the files they become."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from sitegen.build import Loaded, Site
from sitegen.figures import derive_review_code, group_reviewed
from sitegen.model.catalogue import Item
from sitegen.model.ledger import Disclosure
from sitegen.model.period import Period
from sitegen.model.site import Link
from sitegen.outputs.sheets import SheetView
from sitegen.views.boards import view_board, view_review, view_vouchers
from sitegen.views.posters import view_poster, view_tags

Kind = Literal["poster", "tags", "board", "review", "vouchers"]

SIZES: Mapping[Kind, tuple[str, ...]] = {
    "poster": ("a4", "a3"),
    "tags": ("a4",),
    "board": ("a4", "a3"),
    "review": ("a4", "a3"),
    "vouchers": ("a4", "a3"),
}
"""The sizes each kind is made in, the usual one first."""

_UPRIGHT = {"a4": "竖", "a3": "横"}


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be printed: one kind in one size; of disclosures those that hang now, or one period or item."""

    kind: Kind
    size: str
    proof: bool = False
    period: Period | None = None
    item: str = ""
    """Number of an item; empty: all."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to be printed: its file, what it shows, and the site paths it makes permanent."""

    file: Path
    view: SheetView
    paths: tuple[str, ...] = ()
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a plan is made from: the site, one village loaded, its register, and the folder its sheets go to."""

    site: Site
    loaded: Loaded
    register: tuple[Link, ...]
    folder: Path

    def file(self, *words: str) -> Path:
        """``清溪村/清溪村-海报-A4竖.pdf``."""
        return self.folder / ("-".join((self.loaded.village.name, *filter(None, words))) + ".pdf")

    def batch(self, paths: tuple[str, ...]) -> str:
        """The batch printed on a sheet: a new one when it carries an address that was never printed before."""
        known = {link.path: link.batch for link in self.register}
        last = max((int(batch) for batch in known.values() if batch.isdigit()), default=0)
        return f"{last + any(path not in known for path in paths):02}"


def plan_sheets(desk: Desk, request: Request) -> Iterator[Sheet]:
    """All sheets of the kind wanted for one village."""
    yield from _PLANS[request.kind](desk, request)


def _mark(request: Request) -> str:
    return "样张" if request.proof else ""


# ---- codes ------------------------------------------------------------------------------------------------------------


def _plan_poster(desk: Desk, request: Request) -> Iterator[Sheet]:
    size: Literal["a4", "a3"] = "a3" if request.size == "a3" else "a4"
    pages, today = desk.loaded.pages, desk.site.today
    _, paths = view_poster(pages, size, "", today, proof=request.proof)
    batch = desk.batch(paths)
    view, _ = view_poster(pages, size, batch, today, proof=request.proof)
    yield Sheet(desk.file("海报", f"{size.upper()}{_UPRIGHT[size]}", _mark(request)), view, paths, batch)


def _plan_tags(desk: Desk, request: Request) -> Iterator[Sheet]:
    pages, today = desk.loaded.pages, desk.site.today
    _, paths = view_tags(pages, "", today, proof=request.proof)
    if paths:
        batch = desk.batch(paths)
        view, _ = view_tags(pages, batch, today, proof=request.proof)
        yield Sheet(desk.file("码牌", "A4", _mark(request)), view, paths, batch)


# ---- papers with tables -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Paper:
    """A disclosure that gets a paper, with the check code it shares with those reviewed in one line with it."""

    item: Item
    disclosure: Disclosure
    check_code: str
    number: int
    together: int

    @property
    def words(self) -> tuple[str, ...]:
        """``钱账-2026年3季度-村委会``."""
        return (self.item.plain, self.disclosure.period.label, self.disclosure.part.label)


def find_papers(desk: Desk, request: Request) -> tuple[_Paper, ...]:
    """What hangs now or is going to, or all of the period asked for; drafts among them, to be reviewed."""
    disclosures = desk.loaded.village.disclosures
    current = find_current(disclosures, desk.site.preset.posting_days, desk.site.today)
    papers = []
    for together in group_reviewed(disclosures):
        code = derive_review_code(together)
        for number, each in enumerate(together, start=1):
            item = desk.site.catalogue.by_number(each.item)
            wanted = each.period == request.period if request.period else each in current
            if item is not None and wanted and request.item in ("", item.number):
                papers.append(_Paper(item, each, code, number, len(together)))
    return tuple(papers)


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
    for paper in find_papers(desk, request):
        view = view_board(
            desk.loaded.pages, paper.disclosure, paper.check_code, desk.site.today,
            size=_paper_size(request), proof=request.proof or paper.disclosure.draft,
        )  # fmt: skip
        yield Sheet(desk.file("公示表", *paper.words, _big(request), _mark(request)), view)


def _plan_review(desk: Desk, request: Request) -> Iterator[Sheet]:
    for paper in find_papers(desk, request):
        view = view_review(
            desk.loaded.pages, paper.disclosure, paper.check_code, desk.site.today,
            number=paper.number, together=paper.together, size=_paper_size(request), proof=request.proof,
        )  # fmt: skip
        yield Sheet(desk.file("审核单", *paper.words, _big(request), _mark(request)), view)


def _plan_vouchers(desk: Desk, request: Request) -> Iterator[Sheet]:
    for paper in find_papers(desk, request):
        view = view_vouchers(
            desk.loaded.pages, paper.disclosure, paper.check_code, desk.site.today,
            size=_paper_size(request), proof=request.proof,
        )  # fmt: skip
        if view is not None:
            yield Sheet(desk.file("核销单", *paper.words, _big(request), _mark(request)), view)


def _paper_size(request: Request) -> Literal["a4", "a3"]:
    return "a3" if request.size == "a3" else "a4"


def _big(request: Request) -> str:
    return "A3" if request.size == "a3" else ""


_PLANS: Mapping[Kind, Callable[[Desk, Request], Iterator[Sheet]]] = {
    "poster": _plan_poster,
    "tags": _plan_tags,
    "board": _plan_board,
    "review": _plan_review,
    "vouchers": _plan_vouchers,
}
