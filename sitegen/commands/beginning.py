"""init, new: something to begin with."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import click

from sitegen import starting
from sitegen.commands.hosts import report_codes
from sitegen.commands.ledgers import find_one_village
from sitegen.commands.session import FINE, WRONG_USE, Session, StopError, with_session
from sitegen.commands.words import Command, WrongUseError, both
from sitegen.diagnostics import Place, error
from sitegen.editors import write_editor_files
from sitegen.load.files import list_villages, read_county, read_village
from sitegen.load.village import load_village
from sitegen.model.catalogue import Item
from sitegen.model.ledger import Village
from sitegen.model.period import Period, PeriodKind, before, containing, from_text
from sitegen.model.site import Parts
from sitegen.outputs import blanks
from sitegen.plan import Site
from sitegen.shared import load_site
from sitegen.source import nearest


@click.command("init", cls=Command, also="起步")
@click.argument("folder", type=click.Path(path_type=Path), required=False, metavar=both("[文件夹]", "[DIR]"))
@with_session
def init_command(session: Session, folder: Path | None) -> int:
    """做一个新的账本文件夹，里面有一个样子村，每一栏都有说明。

    已经有的文件不会动。
    EN: A new county folder with one example village, every field explained; never overwrites.
    """
    target = folder or session.folder
    try:
        written = starting.write_county(target, session.given_today or session.machine_day)
    except starting.TakenError as taken:
        raise _taken(taken) from None
    site, _ = load_site(read_county(target), session.machine_day, Parts(codes=False, downloads=False))
    write_editor_files(target, site.catalogue)
    session.say(f"做好了 {len(written)} 个文件：{target}", f"{len(written)} files written: {target}")
    report = report_codes(site.settings.root)
    session.note(
        f"{report.chinese}。网址要用多少年，印之前先定好。", f"{report.english}. Decide on the host before printing."
    )
    inside = "" if target.resolve() == Path().resolve() else f" -C {target}"
    session.note(
        f"接着运行：sitegen{inside} 检查，sitegen{inside} 预览", f"next: sitegen{inside} check, sitegen{inside} serve"
    )
    return FINE


def _taken(taken: starting.TakenError) -> WrongUseError:
    return WrongUseError(f"{taken.path} 已经有了，没有动它", f"{taken.path} is there already; nothing was written")


@click.command("new", cls=Command, also="新建")
@click.argument(
    "what",
    nargs=-1,
    metavar=both("[事项|季度|月|年] 或 村 代码 村名", "[ITEM|quarter|month|year] or village CODE NAME"),
)
@click.option("--village", metavar=both("村", "VILLAGE"), help=both("哪个村；只有一个村可以不写", "which village"))
@click.option(
    "--period", metavar=both("期间", "PERIOD"), help=both("哪一期，如 2026q3；不写就是刚过去的一期", "such as 2026q3")
)
@with_session
def new_command(session: Session, what: tuple[str, ...], village: str | None, period: str | None) -> int:
    """新的一个村，一整期的表样，或一项公开内容的表样。已经有的不会动。

    sitegen 新建 村 990106103202 下塘村
    sitegen 新建 季度 --村 下塘村 --期间 2026年3季度     这一季该公开的都列好（也可以写 月、年）
    sitegen 新建 资金收支 --村 下塘村 --期间 2026年3季度  只要一项
    什么都不写，就列出所有的事项。
    EN: A new village, the commented form of a whole period or of an item; without either, the list of items.

    sitegen new village 990106103202 下塘村
    sitegen new quarter --village 下塘村 --period 2026q3   everything due in that quarter (or month, year)
    sitegen new 资金收支 --village 下塘村 --period 2026q3
    """
    match what:
        case ():
            return _list_items(session)
        case ("village" | "村", code, name):
            return _new_village(session, code, name)
        case ("village" | "村", *_):
            raise WrongUseError("写成：sitegen 新建 村 代码 村名", "write: sitegen new village CODE NAME")
        case (kind,) if kind in _KINDS:
            return _new_period(session, _KINDS[kind], village, period)
        case (item,):
            return _new_form(session, item, village, period)
    raise WrongUseError("一次只能新建一项", "one item at a time")


_KINDS: dict[str, PeriodKind] = {
    "quarter": "quarter", "季度": "quarter", "季": "quarter",
    "month": "month", "月": "month",
    "year": "year", "年": "year",
}  # fmt: skip


def _list_items(session: Session) -> int:
    site = load_county_site(session, session.given_today or session.machine_day)
    group = ""
    for own, name, promise in starting.list_items(site.catalogue.items):
        if own != group:
            session.say(*[f"{own}"] * 2)
        group = own
        session.say(*[f"  {name}　{promise}".rstrip()] * 2)
    return FINE


def load_county_site(session: Session, today: date) -> Site:
    """The county as it is on a day, for its catalogue and its villages."""
    return load_site(read_county(session.county), today, Parts(codes=False, downloads=False))[0]


def _new_village(session: Session, code: str, name: str) -> int:
    county = session.county
    if not re.fullmatch(r"\d{12}", code):
        raise StopError(error("CODE-REGION", Place(""), code=code), code=WRONG_USE)
    if not re.fullmatch(r"[^\s/\\:*?\"<>|.-]+", name):
        raise WrongUseError(f"村名“{name}”里有不能用的字", f"{name} cannot name a village")
    others = [folder for folder in list_villages(county) if folder[:12] == code or folder[6:12] == code[6:]]
    if others:
        said = {"what": "代码", "value": code, "other": others[0][13:], "where": f"villages/{others[0]}"}
        raise StopError(error("CODE-TWICE", Place(""), **said), code=WRONG_USE)
    try:
        written = starting.write_village(county, code, name)
    except starting.TakenError as taken:
        raise _taken(taken) from None
    session.say(*[str(path) for path in written] * 2)
    if not any(
        code.startswith(region.code)
        for region in load_county_site(session, session.machine_day).regions
        if len(region.code) == 9
    ):
        session.note(f"还要在 regions.csv 里写上它的乡镇 {code[:9]}", f"regions.csv lacks its township {code[:9]}")
    return FINE


def _new_form(session: Session, name: str, village_name: str | None, written: str | None) -> int:
    today = session.today
    site = load_county_site(session, today)
    item = find_item(site, name)
    village = find_village(session, site, village_name)
    period = find_period(item, written, today)
    form = blanks.make_blank(item, village, period)
    if starting.is_written(session.county, village, item, period, form):
        raise WrongUseError(
            f"{village.name}{period.label}已经有“{item.name}”了", f"{village.name} has {item.name} for {period.code}"
        )
    path = starting.write_form(session.county, village, form)
    write_editor_files(session.county, site.catalogue)
    session.say(*[str(path)] * 2)
    session.note(f"“{item.name}”的表样写进去了，填好以后运行 sitegen 检查", f"form of {item.name} written; fill it in")
    return FINE


def _new_period(session: Session, kind: PeriodKind, village_name: str | None, written: str | None) -> int:
    today = session.today
    site = load_county_site(session, today)
    village = find_village(session, site, village_name)
    period = _read_period(written) if written else before(containing(today, kind))
    if period.kind == "day":
        raise WrongUseError(f"“{written}”是一天，不是一期", f"{period.code} is a day")
    items = blanks.list_expected(site.catalogue.items, site.settings.required_items, village, period)
    if not items:
        raise WrongUseError(
            f"{village.name}{period.label}该公开的都已经写了", f"{village.name}: nothing is missing in {period.code}"
        )
    path = starting.write_form(session.county, village, blanks.make_period_blank(items, village, period))
    session.say(*[str(path)] * 2)
    session.note(
        f"{period.label}该公开的 {len(items)} 项都列好了：有的填，没有的写“本期无发生”，填好以后运行 sitegen 检查",
        f"{len(items)} items of {period.code}: fill them in",
    )
    return FINE


def find_item(site: Site, name: str) -> Item:
    """The item of that name or number; an unknown one ends the command."""
    item = site.catalogue.by_name(name) or site.catalogue.by_number(name)
    if item is None:
        known = [each for item in site.catalogue.items for each in (item.name, *item.aliases)]
        raise StopError(error("KEY-ITEM", Place(""), key=name, nearest=nearest(name, known)), code=WRONG_USE)
    return item


def find_village(session: Session, site: Site, name: str | None) -> Village:
    """The one village meant; the only one when none is named."""
    folders = list_villages(session.county)
    if not name and len(folders) != 1:
        raise WrongUseError("写明是哪个村：--village 村名", "which village? --village NAME")
    folder = find_one_village(session.county, name) if name else folders[0]
    files, _ = read_village(session.county, folder)
    return load_village(files, site.catalogue, site.preset)[0]


def find_period(item: Item, written: str | None, today: date) -> Period:
    """The period written, else the last one finished."""
    return _read_period(written) if written else blanks.find_period(item, today)


def _read_period(written: str) -> Period:
    period = from_text(written)
    if period is None:
        raise StopError(error("PER-TEXT", Place(""), text=written), code=WRONG_USE)
    return period
