"""Townships and above, the front page, and pages that only say what became of an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from sitegen.model.catalogue import GROUPS
from sitegen.model.period import from_code
from sitegen.model.site import Link, Region
from sitegen.rollup import Totals, VillageSummary, to_totals
from sitegen.views.amounts import say_full_day, say_money
from sitegen.views.frame import Surroundings, fit_title, href, page_path, region_frame
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
from sitegen.views.say import finish

LEVELS = {2: "省", 4: "市", 6: "县", 9: "乡镇"}


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
    path = f"/r/{region.code}/"
    frame = region_frame(
        around,
        path,
        title=fit_title(f"{region.name}村务公开", f" {totals.villages}个村"),
        description=f"{region.name}{totals.villages}个村的账和事",
        as_of=_as_of(totals),
    )
    township = len(region.code) == 9
    below = _by_village(around, villages) if township or not children else _by_region(around, children)
    named = _upcoming(around, villages) if township else ()
    return path, RegionView(
        frame=frame,
        heading=f"{region.name}村务公开",
        sentences=finish(_sentences(region, totals)),
        tables=(below, *_groups(totals), *named),
        chart=chart,
        chart_title="各村合起来，每季进账和出账" if chart else "",
    )


def region_series(totals: Totals) -> tuple[tuple[str, int, int], ...]:
    """Income and expense of all villages by quarter, oldest first: label, fen, fen. Quarters that some village has not
    disclosed are left out: a sum with a gap would look like a fall."""
    return tuple(
        (f"{period.first.year % 100}年{period.quarter}季", income, expense)
        for code, income, expense, villages in totals.series
        if villages == totals.villages and (period := from_code(code)) is not None
    )


def _groups(totals: Totals) -> tuple[TableView, ...]:
    """What was due of the newest quarter by group of the catalogue."""
    known = {name: (due, done) for name, due, done in totals.groups if due}
    rows = tuple(RowView(name, f"{known[name][1]}项", f"应公开{known[name][0]}项") for name in GROUPS if name in known)
    return (TableView("分几类看", "", (GroupView("", "", rows),), "", len(rows), "已公开", "类别"),) if rows else ()


_KINDS = (("contract", "合同快到期和已到期的"), ("answer", "还没有答复的问题"))


def _upcoming(around: Surroundings, villages: tuple[VillageSummary, ...]) -> tuple[TableView, ...]:
    """Each contract and each question by the nearest day, whoever's it is; every row leads to its own page."""
    tables = []
    for kind, caption in _KINDS:
        found = sorted(
            (day, path, name, words, v.name)
            for v in villages
            for k, path, name, words, day, _ in v.upcoming
            if k == kind
        )
        rows = tuple(
            RowView(name, village, words, links=(Anchor(href(around.settings, path), name),))
            for _, path, name, words, village in found
        )
        if rows:
            tables.append(TableView(caption, f"{len(rows)}件", (GroupView("", "", rows),), "", len(rows), "", ""))
    return tuple(tables)


def _as_of(totals: Totals) -> str:
    return say_full_day(date.fromisoformat(totals.latest)) if totals.latest else ""


def _sentences(region: Region, totals: Totals) -> tuple[str, ...]:
    sentences = [
        f"{region.name}**{totals.villages}个村**，{totals.households:,}户，{totals.people:,}人",
        f"最近一季应公开{totals.due}项，已公开**{totals.done}项**"
        + (f"；过了期限还没有公开的，连以前的共{totals.late}项" if totals.late else ""),
    ]
    if totals.contracts:
        ends = ((totals.expiring, "90天内到期"), (totals.expired, "已经到期还没有重新公告的"))
        said = "".join(f"，{words}{count}份" for count, words in ends if count)
        sentences.append(f"出租和发包合同{totals.contracts}份{said}")
    if totals.questions:
        late = f"，过了期限还没有答复的{totals.overdue}个" if totals.overdue else ""
        sentences.append(f"村民提问{totals.questions}个，答复了{totals.answered}个{late}")
    return tuple(sentences)


def _row(around: Surroundings, name: str, link: str, totals: Totals) -> RowView:
    periods = {period.plain for code in totals.periods if (period := from_code(code))}
    when = periods.pop() + "：" if len(periods) == 1 else ""
    detail = (
        f"{when}进账{say_money(totals.income)}，出账{say_money(totals.expense)}；"
        f"应公开{totals.due}项，已公开{totals.done}项"
    )
    return RowView(name, say_money(totals.closing), detail, links=(Anchor(href(around.settings, link), name),))


def _by_region(around: Surroundings, children: tuple[tuple[Region, Totals], ...]) -> TableView:
    rows = tuple(_row(around, child.name, f"/r/{child.code}/", totals) for child, totals in children)
    return TableView("各地合计", f"{len(rows)}个", (GroupView("", "", rows),), "", len(rows), "账上还剩", "地方")


def _by_village(around: Surroundings, villages: tuple[VillageSummary, ...]) -> TableView:
    rows = tuple(_row(around, village.name, page_path(village.address), to_totals(village)) for village in villages)
    return TableView("各村", f"{len(rows)}个村", (GroupView("", "", rows),), "", len(rows), "账上还剩", "村")


def _line(around: Surroundings, village: VillageSummary) -> VillageLine:
    period = from_code(village.period)
    fact = f"{period.plain}还剩{say_money(village.closing)}" if period else "还没有公开过钱账"
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


def group_regions(
    around: Surroundings, regions: Iterable[tuple[Region, Totals]], initials: Mapping[str, str]
) -> tuple[Group, ...]:
    """For too many villages: the lowest regions that fit on a page in a line each, by the region above them."""
    known = {region.code: region for region, _ in regions}
    size = max(
        (len(code) for code in known if sum(len(each) == len(code) for each in known) <= LINES_A_PAGE), default=2
    )
    groups: dict[str, list[VillageLine]] = {}
    for region, totals in regions:
        if len(region.code) == size:
            link = href(around.settings, f"/r/{region.code}/")
            line = VillageLine(link, region.name, initials.get(region.name, ""), f"{totals.villages}个村")
            groups.setdefault(region.parent, []).append(line)
    return tuple(
        (
            Anchor(href(around.settings, f"/r/{code}/"), known[code].name) if code in known else Anchor("", "各地"),
            tuple(lines),
        )
        for code, lines in groups.items()
    )


def view_front_page(
    around: Surroundings, regions: Iterable[Region], totals: Totals, groups: tuple[Group, ...]
) -> tuple[str, FrontView]:
    """Find your village: ``groups`` as :func:`group_villages` or :func:`group_regions` gives them."""
    settings = around.settings
    frame = region_frame(
        around,
        "/",
        title=fit_title(settings.name, " 找到您的村"),
        description=f"{settings.name}：{totals.villages}个村的账和事，不登录，直接看",
        as_of=_as_of(totals),
    )
    top = tuple(
        Anchor(href(settings, f"/r/{region.code}/"), region.name) for region in regions if len(region.code) <= 6
    )
    whole = totals.villages == sum(len(lines) for _, lines in groups)
    how = "点村名就能看，不用登录，不收钱。" if whole else "先点您在的地方，再点村名；不用登录，不收钱。"
    return "/", FrontView(
        frame=replace(frame, above=top[-1:] if whole else ()),
        heading="找到您的村",
        sentences=(f"**{totals.villages}个村**的账和事都在这里。", how),
        townships=groups,
    )


def view_not_found(around: Surroundings) -> tuple[str, NoticeView]:
    """404: where to go from here."""
    frame = region_frame(around, "/404.html", title="没有找到这一页", description="没有找到这一页")
    return "/404.html", NoticeView(
        frame=replace(frame, noindex=True, code=None),
        heading="没有找到这一页",
        sentences=(
            "可能是地址少抄了数字，或者这一页搬走了。",
            "海报上的码是不会失效的：请再扫一次；还不行，请打镇里的电话告诉我们海报在哪里。",
        ),
        links=(Anchor(around.settings.base_path, "找到您的村"),),
    )


def view_moved(
    around: Surroundings, path: str, target: str, heading: str, sentences: tuple[str, ...], village: str = ""
) -> tuple[str, NoticeView]:
    """A printed address that leads elsewhere now, or whose thing is gone: what became of it, and on to the target.

    ``village`` is the name the printed sheet told people to expect in the first line.
    """
    number = path.strip("/").replace("/", "-")
    frame: Frame = region_frame(around, path, title=fit_title(f"{heading}", f"（{number}）"), description=heading)
    to = href(around.settings, target) if target else ""
    place = Anchor(to or around.settings.base_path, village) if village else None
    return path, NoticeView(
        frame=replace(frame, noindex=True, code=None, village=place),
        heading=heading,
        sentences=sentences,
        links=(Anchor(around.settings.base_path, "找到您的村"),),
        target=to,
    )


def view_retired(around: Surroundings, link: Link) -> tuple[str, NoticeView]:
    """A retired address: since when, why."""
    since = say_full_day(link.day)
    return view_moved(around, link.path, link.target, "这一页已经停用", (f"{since}起停用。{link.reason}",))
