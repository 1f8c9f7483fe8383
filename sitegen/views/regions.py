"""Townships and above, the front page, and pages that only say what became of an address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from msgspec.structs import replace

from sitegen.model.catalogue import GROUPS
from sitegen.model.period import from_code
from sitegen.model.site import Link, Region
from sitegen.rollup import Totals, VillageSummary, to_totals
from sitegen.views.frame import Surroundings, fit_title, href, page_path, region_frame
from sitegen.views.language import Language
from sitegen.views.pages import (
    Anchor,
    Frame,
    FrontView,
    GroupView,
    NoticeView,
    RegionView,
    RowView,
    TableView,
    VillageLine,
)
from sitegen.views.upcoming import say_upcoming

LINES_A_PAGE = 400
"""More villages than this are not listed on one page: the front page then leads to counties or cities."""


def view_region_page(
    around: Surroundings,
    region: Region,
    totals: Totals,
    children: tuple[tuple[Region, Totals], ...],
    villages: tuple[VillageSummary, ...],
    chart: str = "",
) -> tuple[str, RegionView]:
    """A region's page with its site path: counts and totals of what is below it, in the order of codes.

    ``villages`` are those of a township, or of a region without regions below it. A township names each village's
    contracts and questions; above it only counts are given, with the way down. ``chart`` is the picture of
    :func:`region_series`, drawn elsewhere.
    """
    path, language = f"/r/{region.code}/", around.language
    say = language.say
    heading = say("{region}村务公开", region=region.name)
    frame = region_frame(
        around,
        path,
        title=fit_title(language, heading, say(" {n}个村", n=totals.villages)),
        description=say("{region}{n}个村的账和事", region=region.name, n=totals.villages),
        as_of=_as_of(language, totals),
    )
    township = len(region.code) == 9
    below = _by_village(around, villages) if township or not children else _by_region(around, children)
    named = _upcoming(around, villages) if township else ()
    return path, RegionView(
        frame=frame,
        heading=heading,
        sentences=language.finish(_sentences(language, region, totals)),
        tables=(below, *_groups(language, totals), *named),
        chart=chart,
        chart_title=say("各村合起来，每季进账和出账") if chart else "",
    )


def region_series(language: Language, totals: Totals) -> tuple[tuple[str, int, int], ...]:
    """Income and expense of all villages by quarter, oldest first: label, fen, fen. Quarters that some village has not
    disclosed are left out: a sum with a gap would look like a fall."""
    return tuple(
        (language.quarter(period), income, expense)
        for code, income, expense, villages in totals.series
        if villages == totals.villages and (period := from_code(code)) is not None
    )


def _groups(language: Language, totals: Totals) -> tuple[TableView, ...]:
    """What was due of the newest quarter by group of the catalogue."""
    say, known = language.say, {name: (due, done) for name, due, done in totals.groups if due}
    rows = tuple(
        RowView(language.label(name), say("{n}项", n=known[name][1]), say("应公开{n}项", n=known[name][0]))
        for name in GROUPS
        if name in known
    )
    caption, done, kind = say("分几类看"), say("已公开"), say("类别")
    return (TableView(caption, "", (GroupView("", "", rows),), "", len(rows), done, kind),) if rows else ()


_KINDS = (("contract", "合同快到期和已到期的"), ("answer", "还没有答复的问题"))


def _upcoming(around: Surroundings, villages: tuple[VillageSummary, ...]) -> tuple[TableView, ...]:
    """Each contract and each question by the nearest day, whoever's it is; every row leads to its own page."""
    tables, language = [], around.language
    for kind, caption in _KINDS:
        found = sorted(
            (day, path, name, past, v.name) for v in villages for k, path, name, day, past in v.upcoming if k == kind
        )
        rows = tuple(
            RowView(
                name,
                village,
                say_upcoming(language, kind, day, past),
                links=(Anchor(href(around.settings, path), name),),
            )
            for day, path, name, past, village in found
        )
        if rows:
            total = language.say("{n}件", n=len(rows))
            tables.append(TableView(language.say(caption), total, (GroupView("", "", rows),), "", len(rows), "", ""))
    return tuple(tables)


def _as_of(language: Language, totals: Totals) -> str:
    return language.day(date.fromisoformat(totals.latest)) if totals.latest else ""


def _sentences(language: Language, region: Region, totals: Totals) -> tuple[str, ...]:
    say = language.say
    late = say("；过了期限还没有公开的，连以前的共{n}项", n=totals.late) if totals.late else ""
    sentences = [
        say(
            "{region}**{villages}个村**，{households:,}户，{people:,}人",
            region=region.name,
            villages=totals.villages,
            households=totals.households,
            people=totals.people,
        ),
        say("最近一季应公开{due}项，已公开**{done}项**", due=totals.due, done=totals.done) + late,
    ]
    if totals.contracts:
        contracts = say("出租和发包合同{n}份", n=totals.contracts)
        contracts += say("，90天内到期{n}份", n=totals.expiring) if totals.expiring else ""
        contracts += say("，已经到期还没有重新公告的{n}份", n=totals.expired) if totals.expired else ""
        sentences.append(contracts)
    if totals.questions:
        late = say("，过了期限还没有答复的{n}个", n=totals.overdue) if totals.overdue else ""
        sentences.append(say("村民提问{n}个，答复了{done}个", n=totals.questions, done=totals.answered) + late)
    return tuple(sentences)


def _row(around: Surroundings, name: str, link: str, totals: Totals) -> RowView:
    language = around.language
    cash = _say_cash(language, totals) if totals.periods else _say_no_cash(language, totals.villages, totals.partly)
    all_done = totals.done == totals.due
    words = "；该公开的{n}项都公开了" if all_done else "；应公开{n}项，已公开{done}项"
    detail = cash + (language.say(words, n=totals.due, done=totals.done) if totals.due else "")
    left = language.money(totals.closing) if totals.periods else ""
    return RowView(name, left, detail, links=(Anchor(href(around.settings, link), name),))


def _say_no_cash(language: Language, villages: int, partly: int) -> str:
    """Of villages that have never shown all their books of a period."""
    if not partly:
        return language.say("还没有公开过钱账")
    if partly == villages:
        return language.say("钱账还没有公开全")
    return language.say("{n}个村的钱账还没有公开全，别的村还没有公开过", n=partly)


_PERIODS = 3
"""More of them are not counted one by one."""


def _say_cash(language: Language, totals: Totals) -> str:
    """What came and went, and of which periods: villages whose newest ones differ are counted by period."""
    say, money = language.say, language.money
    known = sorted(((period, n) for code, n in totals.periods if (period := from_code(code))), reverse=True)
    if sum(n for _, n in known) == totals.villages and len(known) == 1:
        when = language.period(known[0][0])
    else:
        of_each = [say("{n}个村{period}", n=n, period=language.period(period)) for period, n in known]
        unknown = totals.villages - totals.partly - sum(n for _, n in known)
        of_each += [say("{n}个村还没有公开全", n=totals.partly)] if totals.partly else []
        of_each += [say("{n}个村还没有公开过", n=unknown)] if unknown else []
        when = language.join("、", of_each) if len(of_each) <= _PERIODS else say("各村各自最近一期")
    flow = say("进账{income}，出账{expense}", income=money(totals.income), expense=money(totals.expense))
    return say("{period}：", period=when) + flow


def _by_region(around: Surroundings, children: tuple[tuple[Region, Totals], ...]) -> TableView:
    rows = tuple(_row(around, child.name, f"/r/{child.code}/", totals) for child, totals in children)
    say = around.language.say
    caption, total = say("各地合计"), say("{n}个", n=len(rows))
    return TableView(caption, total, (GroupView("", "", rows),), "", len(rows), say("账上还剩"), say("地方"))


def _by_village(around: Surroundings, villages: tuple[VillageSummary, ...]) -> TableView:
    rows = tuple(_row(around, village.name, page_path(village.address), to_totals(village)) for village in villages)
    say = around.language.say
    caption, total = say("各村"), say("{n}个村", n=len(rows))
    return TableView(caption, total, (GroupView("", "", rows),), "", len(rows), say("账上还剩"), say("村"))


def _line(around: Surroundings, village: VillageSummary) -> VillageLine:
    period, language = from_code(village.period), around.language
    fact = _say_no_cash(language, 1, village.partly)
    if period:
        closing = language.money(village.closing)
        fact = language.say("{period}还剩{money}", period=language.period(period), money=closing)
    return VillageLine(href(around.settings, page_path(village.address)), village.name, village.initials, fact)


Group = tuple[Anchor, tuple[VillageLine, ...]]


def group_villages(
    around: Surroundings, townships: Iterable[Region], villages: Iterable[VillageSummary]
) -> tuple[Group, ...]:
    """Every village in a line, by township."""
    lines: dict[str, list[VillageLine]] = {}
    for village in villages:
        lines.setdefault(village.township, []).append(_line(around, village))
    return tuple(
        (Anchor(href(around.settings, f"/r/{each.code}/"), each.name), tuple(lines[each.code]))
        for each in townships
        if each.code in lines
    )


def group_strangers(around: Surroundings, villages: tuple[VillageSummary, ...]) -> tuple[Group, ...]:
    """Villages whose township nobody knows, so that they are found all the same."""
    others = Anchor("", around.language.say("其他的村"))
    return ((others, tuple(_line(around, village) for village in villages)),) if villages else ()


def group_regions(
    around: Surroundings, regions: Iterable[tuple[Region, int]], initials: Mapping[str, str]
) -> tuple[Group, ...]:
    """For too many villages, counted by region: the lowest regions that fit on a page in a line each, by the region above."""
    known = {region.code: region for region, _ in regions}
    counts = Counter(map(len, known))
    size = max((length for length, count in counts.items() if count <= LINES_A_PAGE), default=2)
    groups: dict[str, list[VillageLine]] = {}
    say = around.language.say
    for region, count in regions:
        if len(region.code) == size:
            link = href(around.settings, f"/r/{region.code}/")
            line = VillageLine(link, region.name, initials.get(region.name, ""), say("{n}个村", n=count))
            groups.setdefault(region.parent, []).append(line)
    return tuple(
        (
            Anchor(href(around.settings, f"/r/{code}/"), known[code].name)
            if code in known
            else Anchor("", say("各地")),
            tuple(lines),
        )
        for code, lines in groups.items()
    )


def view_front_page(
    around: Surroundings, regions: Iterable[Region], totals: Totals, groups: tuple[Group, ...]
) -> tuple[str, FrontView]:
    """Find your village: ``groups`` as :func:`group_villages` or :func:`group_regions` gives them."""
    settings, language = around.settings, around.language
    say = language.say
    frame = region_frame(
        around,
        "/",
        title=fit_title(language, settings.name, say(" 找到您的村")),
        description=say("{site}：{n}个村的账和事，不登录，直接看", site=settings.name, n=totals.villages),
        as_of=_as_of(language, totals),
    )
    top = tuple(
        Anchor(href(settings, f"/r/{region.code}/"), region.name) for region in regions if len(region.code) <= 6
    )
    whole = totals.villages == sum(len(lines) for _, lines in groups)
    direct, through = "点村名，看村里的账和事。不用登录，不收钱。", "先点您在的地方，再点村名；不用登录，不收钱。"
    return "/", FrontView(
        frame=replace(frame, above=top[-1:] if whole else ()),
        heading=say("找到您的村"),
        sentences=(say("一共**{n}个村**。", n=totals.villages), say(direct if whole else through)),
        townships=groups,
    )


def view_not_found(around: Surroundings) -> tuple[str, NoticeView]:
    """404: where to go from here."""
    frame = region_frame(around, "/404.html", title="没有找到这一页", description="没有找到这一页")
    return "/404.html", NoticeView(
        frame=replace(frame, noindex=True, code=None, languages=()),
        heading="没有找到这一页",
        sentences=(
            "可能是地址少抄了数字，或者这一页搬走了。",
            "海报上的码是不会失效的：请再扫一次；还不行，请打镇里的电话告诉我们海报在哪里。",
        ),
        links=(Anchor(around.settings.base_path, "找到您的村"),),
    )


def view_moved(
    around: Surroundings,
    path: str,
    target: str,
    heading: str,
    sentences: tuple[str, ...],
    village: str = "",
    before: tuple[Anchor, ...] = (),
) -> tuple[str, NoticeView]:
    """A printed address that leads elsewhere now, or whose thing is gone: what became of it, and on to the target.

    ``village`` is the name the printed sheet told people to expect in the first line; ``before``: what is left of it.
    """
    number = path.strip("/").replace("/", "-")
    frame: Frame = region_frame(
        around, path, title=fit_title(around.language, heading, f"（{number}）"), description=heading
    )
    to = href(around.settings, target) if target else ""
    place = Anchor(to or around.settings.base_path, village) if village else None
    return path, NoticeView(
        frame=replace(frame, noindex=True, code=None, village=place, languages=()),
        heading=heading,
        sentences=sentences,
        links=(*before, Anchor(around.settings.base_path, "找到您的村")),
        target=to,
    )


def view_retired(around: Surroundings, link: Link) -> tuple[str, NoticeView]:
    """A retired address: since when, why."""
    since = around.language.day(link.day)
    return view_moved(around, link.path, link.target, "这一页已经停用", (f"{since}起停用。{link.reason}",))
