"""Townships and above, the front page, and pages that only say what became of an address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from sitegen.figures import VillageSummary
from sitegen.model.catalogue import GROUPS
from sitegen.model.period import from_code
from sitegen.model.site import Link, Region
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


def view_region_page(
    around: Surroundings,
    region: Region,
    children: tuple[Region, ...],
    villages: tuple[VillageSummary, ...],
    chart: str = "",
) -> tuple[str, RegionView]:
    """A region's page with its site path: counts and totals of the villages below it, in the order of their codes.

    A township names each village's contracts and questions; above it only counts are given, with the way down.
    ``chart`` is the picture of :func:`region_series`, drawn elsewhere.
    """
    path = f"/r/{region.code}/"
    frame = region_frame(
        around,
        path,
        title=fit_title(f"{region.name}村务公开", f" {len(villages)}个村"),
        description=f"{region.name}{len(villages)}个村的账和事",
        as_of=_as_of(villages),
    )
    township = len(region.code) == 9
    below = _by_village(around, villages) if township or not children else _totals(around, children, villages)
    named = _upcoming(around, villages) if township else ()
    return path, RegionView(
        frame=frame,
        heading=f"{region.name}村务公开",
        sentences=finish(_sentences(region, villages)),
        tables=(below, *_groups(villages), *named),
        chart=chart,
        chart_title="各村合起来，每季进账和出账" if chart else "",
    )


def region_series(villages: tuple[VillageSummary, ...]) -> tuple[tuple[str, int, int], ...]:
    """Income and expense of all villages by quarter, oldest first: label, fen, fen. Quarters that some village has not
    disclosed are left out: a sum with a gap would look like a fall."""
    if not villages or any(not village.series for village in villages):
        return ()
    tables = [{code: (income, expense) for code, income, expense in village.series} for village in villages]
    common = sorted(set.intersection(*(set(table) for table in tables)))
    labels = {code: from_code(code) for code in common}
    return tuple(
        (
            f"{period.first.year % 100}年{period.quarter}季",
            sum(table[code][0] for table in tables),
            sum(table[code][1] for table in tables),
        )
        for code, period in labels.items()
        if period is not None
    )


def _groups(villages: tuple[VillageSummary, ...]) -> tuple[TableView, ...]:
    """What was due of the newest quarter by group of the catalogue."""
    due, done = Counter[str](), Counter[str]()
    for village in villages:
        for name, wanted, there in village.groups:
            due[name] += wanted
            done[name] += there
    rows = tuple(RowView(name, f"{done[name]}项", f"应公开{due[name]}项") for name in GROUPS if due[name])
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


def _as_of(villages: Iterable[VillageSummary]) -> str:
    newest = max((village.latest for village in villages), default="")
    return say_full_day(date.fromisoformat(newest)) if newest else ""


def _sentences(region: Region, villages: tuple[VillageSummary, ...]) -> tuple[str, ...]:
    due, done, late = (sum(getattr(village, name) for village in villages) for name in ("due", "done", "late"))
    questions, answered = (sum(getattr(village, name) for village in villages) for name in ("questions", "answered"))
    contracts = sum(village.contracts for village in villages)
    ending = Counter((kind, past) for village in villages for kind, _, _, _, _, past in village.upcoming)
    sentences = [
        f"{region.name}**{len(villages)}个村**，{sum(village.households for village in villages):,}户，"
        f"{sum(village.people for village in villages):,}人",
        f"最近一季应公开{due}项，已公开**{done}项**" + (f"；过了期限还没有公开的，连以前的共{late}项" if late else ""),
    ]
    if contracts:
        ends = ((ending["contract", False], "90天内到期"), (ending["contract", True], "已经到期还没有重新公告的"))
        said = "".join(f"，{words}{count}份" for count, words in ends if count)
        sentences.append(f"出租和发包合同{contracts}份{said}")
    if questions:
        late = ending["answer", True]
        sentences.append(
            f"村民提问{questions}个，答复了{answered}个" + (f"，过了期限还没有答复的{late}个" if late else "")
        )
    return tuple(sentences)


def _row(around: Surroundings, name: str, link: str, villages: list[VillageSummary]) -> RowView:
    closing = sum(village.closing for village in villages)
    income, expense = (sum(getattr(village, key) for village in villages) for key in ("income", "expense"))
    due, done = (sum(getattr(village, key) for village in villages) for key in ("due", "done"))
    periods = {period.plain for village in villages if (period := from_code(village.period))}
    when = periods.pop() + "：" if len(periods) == 1 else ""
    detail = f"{when}进账{say_money(income)}，出账{say_money(expense)}；应公开{due}项，已公开{done}项"
    return RowView(name, say_money(closing), detail, links=(Anchor(href(around.settings, link), name),))


def _totals(around: Surroundings, children: tuple[Region, ...], villages: tuple[VillageSummary, ...]) -> TableView:
    rows = tuple(
        _row(around, child.name, f"/r/{child.code}/", [v for v in villages if v.code.startswith(child.code)])
        for child in children
    )
    return TableView("各地合计", f"{len(rows)}个", (GroupView("", "", rows),), "", len(rows), "账上还剩", "地方")


def _by_village(around: Surroundings, villages: tuple[VillageSummary, ...]) -> TableView:
    rows = tuple(_row(around, village.name, page_path(village.address), [village]) for village in villages)
    return TableView("各村", f"{len(rows)}个村", (GroupView("", "", rows),), "", len(rows), "账上还剩", "村")


def _line(around: Surroundings, village: VillageSummary, initials: Mapping[str, str]) -> VillageLine:
    period = from_code(village.period)
    fact = f"{period.plain}还剩{say_money(village.closing)}" if period else "还没有公开过钱账"
    link = href(around.settings, page_path(village.address))
    return VillageLine(link, village.name, initials.get(village.name, ""), fact)


def view_front_page(
    around: Surroundings,
    regions: tuple[Region, ...],
    villages: tuple[VillageSummary, ...],
    initials: Mapping[str, str],
) -> tuple[str, FrontView]:
    """Find your village: townships in the order of their codes, each with its villages."""
    settings = around.settings
    frame = region_frame(
        around,
        "/",
        title=fit_title(settings.name, " 找到您的村"),
        description=f"{settings.name}：{len(villages)}个村的账和事，不登录，直接看",
        as_of=_as_of(villages),
    )
    townships = tuple(
        (
            Anchor(href(settings, f"/r/{region.code}/"), region.name),
            tuple(_line(around, village, initials) for village in villages if village.township == region.code),
        )
        for region in regions
        if len(region.code) == 9
    )
    top = tuple(
        Anchor(href(settings, f"/r/{region.code}/"), region.name) for region in regions if len(region.code) <= 6
    )
    return "/", FrontView(
        frame=replace(frame, above=top[-1:]),
        heading="找到您的村",
        sentences=(f"**{len(villages)}个村**的账和事都在这里。", "点村名就能看，不用登录，不收钱。"),
        townships=tuple(pair for pair in townships if pair[1]),
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
