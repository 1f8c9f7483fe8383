"""What was due when and when it was first disclosed: the village's own account of its punctuality, year by year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sitegen.figures import Due
from sitegen.model.period import Period
from sitegen.views.frame import page_path
from sitegen.views.language import Language
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
    name, say = pages.village.name, pages.around.language.say
    frame = pages.frame(
        path,
        title=say("{village}公开情况 到今天", village=name)
        if newest
        else say("{village}公开情况 {year}年", village=name, year=year),
        description=say("{village}{year}年应公开什么、哪天公开的", village=name, year=year),
    )
    years_shown = tuple(
        Anchor(
            "" if each == year else pages.href(*_path(pages, years, each).strip("/").split("/")[1:]),
            say("{year}年", year=each),
        )
        for each in years
    )
    return path, PostedView(
        frame=frame,
        sentences=_sentences(pages, dues, first, year),
        tables=tuple(_table(pages, period, dues, first) for period in _periods(dues)),
        years=years_shown if len(years) > 1 else (),
    )


def _path(pages: VillagePages, years: list[int], year: int) -> str:
    parts = ("posted",) if year == years[0] else ("posted", str(year))
    return page_path(pages.village.address, *parts)


def _first_day(pages: VillagePages, due: Due) -> date | None:
    """The day of its first release, or the day written on what is shown if it is earlier; None when it was never disclosed."""
    released = filter(None, [pages.online.get((due.item, due.period.code))])
    shown = pages.find(due.item, due.period)
    posted = [date.fromisoformat(part.posted) for part in (shown.parts if shown else ()) if part.posted]
    return min((*released, *posted), default=None)


def _came_late(pages: VillagePages, due: Due, day: date | None) -> date | None:
    """When it went online, if that was after its last day though it hung before; a day is left for putting it up."""
    online = pages.online.get((due.item, due.period.code))
    hung = day is not None and day <= due.due
    return online if online and hung and online > due.due + timedelta(days=1) else None


def _periods(dues: Iterable[Due]) -> list[Period]:
    return sorted({due.period for due in dues}, reverse=True)


def _sentences(
    pages: VillagePages, dues: list[Due], first: dict[tuple[str, str], date | None], year: int
) -> tuple[str, ...]:
    language, today = pages.around.language, pages.around.today
    say = language.say
    if not dues:
        return (say("现在还没有到期该公开的。"),)
    days = [(first[due.item, due.period.code], due.due) for due in dues]
    done = [day for day, _ in days if day is not None]
    late = sum(1 for day, by in days if day is not None and day > by)
    waiting = sum(1 for day, by in days if day is None and by >= today)
    missing = len(dues) - len(done) - waiting
    said = [say("{year}年到期应公开{due}项，已公开**{done}项**。", year=year, due=len(dues), done=len(done))]
    in_time = say("其中按时的{n}项", n=len(done) - late)
    said += language.finish((in_time + say("，晚了的{n}项", n=late) if late else in_time,))
    behind = sum(1 for due in dues if _came_late(pages, due, first[due.item, due.period.code]))
    said += [say("按时贴出的里面，网上过了期限才有的{n}项。", n=behind)] * bool(behind)
    said += [say("过了期限还没有公开的有{n}项。", n=missing)] * bool(missing)
    said += [say("没到期限的有{n}项。", n=waiting)] * bool(waiting)
    return tuple(said)


def _table(
    pages: VillagePages, period: Period, dues: list[Due], first: dict[tuple[str, str], date | None]
) -> TableView:
    own = [due for due in dues if due.period == period]
    common = own[0].due if len({due.due for due in own}) == 1 else None
    rows = tuple(row for due in own if (row := _row(pages, due, first[due.item, due.period.code], common)))
    done = sum(first[due.item, due.period.code] is not None for due in own)
    language = pages.around.language
    say = language.say
    total = (
        say("{n}项，都公开了", n=len(own)) if done == len(own) else say("{n}项，公开了{done}项", n=len(own), done=done)
    )
    caption, figure_head, lead_head = language.period(period), say("哪天公开"), _head(pages, own[0], common)
    return TableView(caption, total, (GroupView("", "", rows),), "", len(rows), figure_head, lead_head)


def _head(pages: VillagePages, due: Due, common: date | None) -> str:
    language = pages.around.language
    if common is None:
        return language.say("事项")
    return language.say("应在{day}前公开的", day=language.day_near(common, due.period.last))


def _row(pages: VillagePages, due: Due, day: date | None, common: date | None) -> RowView | None:
    """One item; its last day is said where the table's head does not say it for all."""
    item = pages.around.catalogue.by_number(due.item)
    if item is None:
        return None
    shown = pages.find(due.item, due.period)
    link = pages.href(item.number, due.period.code) if shown else pages.href(item.number)
    language, name = pages.around.language, pages.label(item.plain)
    say = language.say
    figure = language.day_near(day, due.due) if day else say("没有公开")
    by = "" if due.due == common else say("应在{day}前", day=language.day_near(due.due, due.period.last))
    online = _came_late(pages, due, day)
    since = say("网上{day}才有", day=language.day_near(online, due.due)) if online else ""
    said = language.join("，", filter(None, (by, _lateness(language, due, day, pages.around.today), since)))
    return RowView(name, figure, said, links=(Anchor(link, name),))


def _lateness(language: Language, due: Due, day: date | None, today: date) -> str:
    late = ((day or today) - due.due).days
    if late <= 0:
        return ""
    return language.say("晚了{n}天", n=late) if day else language.say("过了期限")
