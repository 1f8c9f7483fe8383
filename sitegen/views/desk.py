"""What the clerk's desk shows of one village: what is due, what waits for whom, what may be published. Never public.

Only names of items, periods, days and check codes stand here: no row, no person, no figure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Literal

from msgspec import Struct

from sitegen import codes
from sitegen.asked import to_text, to_told
from sitegen.corrections import derive_review_code, group_reviewed
from sitegen.diagnostics import Place
from sitegen.load.published import latest
from sitegen.model.ledger import CASES, Disclosure
from sitegen.model.period import Period
from sitegen.model.site import Version
from sitegen.views.shown import with_check_code
from sitegen.views.stored import to_record
from sitegen.views.village import VillagePages

Step = Literal["review", "objection", "posting", "draft"]
"""What a written disclosure waits for: a review, an answer to an objection, its 公开日期, its end as a draft."""


class DueView(Struct, frozen=True):
    """Items of one period that nobody has begun to write, and the day by which they are to be public."""

    period: Period
    due: date
    items: tuple[str, ...]
    late: bool
    begun: bool
    """Whether other items of the period are written already."""


class WaitingView(Struct, frozen=True):
    """Written disclosures that one 审核 line stands for, and what they wait for before they may go up."""

    step: Step
    period: Period
    items: tuple[str, ...]
    check_code: str
    place: Place
    href: str
    """Page of the first of them."""


class ReadyView(Struct, frozen=True):
    """A disclosure or record that may go up: its period (records: 登记) and its name."""

    period: str
    name: str


class DeskView(Struct, frozen=True):
    """One village as its clerk sees it."""

    folder: str
    name: str
    address: str
    href: str
    begun: bool
    """Whether 起始 is written: before it nothing is known to be due."""
    dues: tuple[DueView, ...]
    waiting: tuple[WaitingView, ...]
    ready: tuple[ReadyView, ...]
    """What the next publication would add or change."""

    def of_step(self, *steps: Step) -> tuple[WaitingView, ...]:
        """What waits for one of these steps."""
        return tuple(each for each in self.waiting if each.step in steps)


def view_desk(pages: VillagePages) -> DeskView:
    """The desk of one village, of everything that was loaded and may be shown."""
    village = pages.village
    return DeskView(
        folder=village.folder,
        name=village.name,
        address=village.address,
        href=pages.href(),
        begun=village.first_period is not None,
        dues=tuple(_view_dues(pages)),
        waiting=tuple(_view_waiting(pages)),
        ready=tuple(_view_ready(pages)),
    )


def _view_dues(pages: VillagePages) -> Iterator[DueView]:
    """The newest period first: what can still be in time comes before what is late already."""
    written = {(each.item, each.period) for each in pages.village.disclosures}
    begun = {period for _, period in written}
    missing = (each for each in pages.missing() if (each.item, each.period) not in written)
    ordered = sorted(missing, key=lambda each: (-each.due.toordinal(), -each.period.first.toordinal(), each.item))
    for (due, period), group in groupby(ordered, key=lambda each: (each.due, each.period)):
        items = tuple(_name(pages, each.item) for each in group)
        yield DueView(period, due, items, due < pages.around.today, period in begun)


def _name(pages: VillagePages, number: str) -> str:
    item = pages.around.catalogue.by_number(number)
    return item.name if item else number


def _view_waiting(pages: VillagePages) -> Iterator[WaitingView]:
    groups: dict[tuple[Step, str, Period], list[Disclosure]] = {}
    code_of: dict[tuple[str, str, str], str] = {}
    for together in group_reviewed(pages.village.disclosures):
        code = derive_review_code(together)
        code_of |= {each.identity: code for each in together}
        for each in together:
            step = _step_of(each)
            if step:
                groups.setdefault((step, each.span.file, each.period), []).append(each)
    for (step, _, period), disclosures in groups.items():
        first = disclosures[0]
        items = tuple(dict.fromkeys(_name(pages, each.item) for each in disclosures))
        page = pages.href(first.item, period.code)
        yield WaitingView(step, period, items, code_of[first.identity], first.place, page)


def _step_of(disclosure: Disclosure) -> Step | None:
    """The next thing a person has to do; a 公开日期 still to come asks for nothing."""
    if disclosure.draft:
        return "draft"
    if not disclosure.reviews:
        return "review"
    if not all(each.agreed or each.answer for each in disclosure.reviews):
        return "objection"
    return "posting" if disclosure.posted is None else None


def _view_ready(pages: VillagePages) -> Iterator[ReadyView]:
    newest: Mapping[tuple[str, str, str], Version] = latest(pages.versions)
    for shown in pages.shown:
        own = (part for part in shown.parts if part.part not in shown.kept)
        codes_now = ((part, with_check_code(part, pages.village).check_code) for part in own)
        if any(_is_new(newest.get(part.identity), code) for part, code in codes_now):
            yield ReadyView(shown.period.label, shown.item.name)
    for record in pages.records:
        if record.state == "published" and record.view is not None:
            version = newest.get(record.view.identity)
            if version is None or version.view != codes.to_canonical(json.loads(json.dumps(to_record(record.view)))):
                yield ReadyView("登记", f"{record.item.register_file}{record.number}号")
    yield from _view_asked(pages, newest)


def _view_asked(pages: VillagePages, newest: Mapping[tuple[str, str, str], Version]) -> Iterator[ReadyView]:
    for each in pages.cases:
        if each.case is not None and each.state == "published":
            version = newest.get(each.case.identity)
            if version is None or version.view != to_text(to_told(each.case)):
                yield ReadyView(CASES, f"{each.number}号")


def _is_new(version: Version | None, check_code: str) -> bool:
    return version is None or version.state == "withdrawn" or version.check_code != check_code
