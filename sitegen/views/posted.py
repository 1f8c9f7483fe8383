"""What was due when and when it was first disclosed: the village's own account of its punctuality, year by year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sitegen.figures import Due
from sitegen.model.period import Period
from sitegen.views.amounts import say_day_near
from sitegen.views.frame import page_path, village_frame
from sitegen.views.pages import Anchor, GroupView, PostedView, RowView, TableView
from sitegen.views.village import VillagePages


def view_posted_pages(pages: VillagePages) -> tuple[tuple[str, PostedView], ...]:
    """One page a year with its site path; the newest year stands at ``/<address>/posted/``."""
    first = {(each.item, each.period.code): _first_day(pages, each) for each in pages.dues}
    years = sorted({due.due.year for due in pages.dues}, reverse=True) or [pages.around.today.year]
    return tuple(_view_year(pages, first, years, year) for year in years)


def _view_year(
    pages: VillagePages, first: dict[tuple[str, str], date | None], years: list[int], year: int
) -> tuple[str, PostedView]:
    newest = year == years[0]
    path = _path(pages, years, year)
    dues = [due for due in pages.dues if due.due.year == year]
    name = pages.village.name
    frame = village_frame(
        pages.around,
        pages.village,
        path,
        title=f"{name}公开情况 {'到今天' if newest else f'{year}年'}",
        description=f"{name}{year}年应公开什么、哪天公开的",
    )
    years_shown = tuple(
        Anchor("" if each == year else pages.href(*_path(pages, years, each).strip("/").split("/")[1:]), f"{each}年")
        for each in years
    )
    return path, PostedView(
        frame=frame,
        sentences=_sentences(dues, first, year, pages.around.today),
        tables=tuple(_table(pages, period, dues, first) for period in _periods(dues)),
        years=years_shown if len(years) > 1 else (),
    )


def _path(pages: VillagePages, years: list[int], year: int) -> str:
    parts = ("posted",) if year == years[0] else ("posted", str(year))
    return page_path(pages.village.address, *parts)


def _first_day(pages: VillagePages, due: Due) -> date | None:
    """The day of its first release, else the day written on what is shown; None when it was never disclosed."""
    released = [each.day for each in pages.versions if each.identity[:2] == (due.item, due.period.code)]
    shown = pages.find(due.item, due.period)
    posted = [date.fromisoformat(part.posted) for part in (shown.parts if shown else ()) if part.posted]
    return min((*released, *posted), default=None)


def _periods(dues: Iterable[Due]) -> list[Period]:
    return sorted({due.period for due in dues}, key=lambda period: (period.last, period.first), reverse=True)


def _sentences(dues: list[Due], first: dict[tuple[str, str], date | None], year: int, today: date) -> tuple[str, ...]:
    if not dues:
        return ("现在还没有到期该公开的。",)
    days = [(first[due.item, due.period.code], due.due) for due in dues]
    done = [day for day, _ in days if day is not None]
    late = sum(1 for day, by in days if day is not None and day > by)
    waiting = sum(1 for day, by in days if day is None and by >= today)
    missing = len(dues) - len(done) - waiting
    said = [f"{year}年到期应公开{len(dues)}项，已公开**{len(done)}项**。"]
    said.append(f"其中按时的{len(done) - late}项" + (f"，晚了的{late}项。" if late else "。"))
    said += [f"过了期限还没有公开的有{missing}项。"] * bool(missing) + [f"没到期限的有{waiting}项。"] * bool(waiting)
    return tuple(said)


def _table(
    pages: VillagePages, period: Period, dues: list[Due], first: dict[tuple[str, str], date | None]
) -> TableView:
    own = [due for due in dues if due.period == period]
    rows = tuple(row for due in own if (row := _row(pages, due, first[due.item, due.period.code])))
    done = sum(first[due.item, due.period.code] is not None for due in own)
    total = f"{len(own)}项，都公开了" if done == len(own) else f"{len(own)}项，公开了{done}项"
    return TableView(period.plain, total, (GroupView("", "", rows),), "", len(rows), "哪天公开", "事项")


def _row(pages: VillagePages, due: Due, day: date | None) -> RowView | None:
    item = pages.around.catalogue.by_number(due.item)
    if item is None:
        return None
    shown = pages.find(due.item, due.period)
    link = pages.href(item.number, due.period.code) if shown else pages.href(item.number)
    by = f"应在{say_day_near(due.due, due.period.last)}前"
    if day is None:
        figure, said = "没有公开", by if due.due >= pages.around.today else f"{by}，过了期限"
    else:
        late = (day - due.due).days
        figure, said = say_day_near(day, due.due), f"{by}，晚了{late}天" if late > 0 else by
    return RowView(item.plain, figure, said, links=(Anchor(link, item.plain),))
