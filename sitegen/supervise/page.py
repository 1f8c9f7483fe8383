"""The private report as one HTML file: nothing from elsewhere, no script, readable offline by somebody who knows no SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from itertools import groupby

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup
from msgspec import Struct

from sitegen import overlay
from sitegen.model.money import plain_money
from sitegen.supervise.findings import Outcome, Piece
from sitegen.supervise.handling import NEXT
from sitegen.supervise.report import Entry, Portrait, Precision, Report
from sitegen.supervise.rules import LEVELS

_ANCHORS = (
    ("glance", "一眼看"), ("first", "先办什么"), ("owed", "可能该领没领到"), ("villages", "画像"), ("findings", "全部疑点和提示"),
    ("common", "共性问题"), ("gone", "没有再查出的"), ("rules", "规则"),
)  # fmt: skip


class Dot(Struct, frozen=True):
    """A village on the map, in hundredths of its width."""

    name: str
    x: float
    y: float
    level: str


class Map(Struct, frozen=True):
    """Villages by their coordinates; ``height`` in hundredths of the width."""

    dots: tuple[Dot, ...]
    height: float


def make_page(report: Report) -> bytes:
    """The report's HTML."""
    overdue = tuple(each for each in report.entries if each.overdue)
    look_first = tuple(
        each for each in report.entries if each.open and not each.overdue and each.finding.level == "first"
    )
    owed = tuple(each for each in report.entries if each.open and each.rule.for_people and each not in look_first)
    totals = [sum(counts.values()) for _, counts in report.trend]
    return (
        load_template("report.html")
        .render(
            report=report,
            css=Markup(overlay.read_data("supervise/report.css")),
            levels=LEVELS,
            anchors=_ANCHORS,
            overdue=overdue,
            look_first=look_first,
            owed=owed,
            owed_none=_say_none_owed(report.outcomes),
            closed=sum(not each.open for each in report.entries),
            asked=sum(not each.off for each in report.outcomes),
            without=sum(bool(each.off) for each in report.outcomes),
            off=_by_reason(report.outcomes),
            most=max((*totals, 1)),
            by_village=_by_village(report.entries),
            verified=_verify(report),
            turned_out={each.rule.key: _say_precision(each) for each in report.precision},
            following={state: following[0] for state, following in NEXT.items()},
            map=_draw_map(report),
        )
        .encode()
    )


@cache
def load_template(name: str) -> Template:
    """A template of the private report; nothing in it is run but its own few words."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"day": say_day, "money": say_money, "place": say_place}
    return environment.from_string(overlay.read_data(f"supervise/{name}"))


def say_day(day: date | None) -> str:
    """``2026年10月12日``; nothing for no day."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def say_money(fen: int | None) -> str:
    """``1,200.00元``; nothing for no amount."""
    return f"{plain_money(fen)}元" if fen is not None else ""


def say_place(piece: Piece) -> str:
    """``清溪村/2026/2026年3季度.yaml 第 12 行``, or the cell of a spreadsheet."""
    file = piece.file.removeprefix("villages/").partition("-")[2] or piece.file
    where = f" {piece.cell}" if piece.cell else f" 第 {piece.line} 行" if piece.line else ""
    return f"{file}{where}"


def _by_village(entries: Iterable[Entry]) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    ordered = sorted(entries, key=lambda each: each.finding.village)
    groups = groupby(ordered, key=lambda each: (each.finding.village, each.village))
    return tuple((name, tuple(group)) for (_, name), group in groups)


def _by_reason(outcomes: Iterable[Outcome]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Why rules were not asked, and which: by the reason, in the order of the rules."""
    names: dict[str, list[str]] = {}
    for each in outcomes:
        if each.off:
            names.setdefault(each.off, []).append(each.rule.name)
    return tuple((reason, tuple(rules)) for reason, rules in names.items())


def _verify(report: Report) -> Mapping[str, str]:
    """What was found when somebody looked, by code of village and township."""
    said: dict[str, str] = {}
    for code in [each.code for each in (*report.towns, *report.villages)]:
        states = Counter(each.state for each in report.entries if each.finding.village.startswith(code))
        so = sum(states[state] for state in ("整改", "申请销号", "验收", "销号", "回头看"))
        waiting = sum(states[state] for state in ("预警", "核查", "说明"))
        said[code] = f"属实 {so}，说明清楚 {states['消除']}，还没核实 {waiting}。"
    return said


def _say_none_owed(outcomes: Iterable[Outcome]) -> str:
    """That nobody is missing is said only of what was looked at."""
    unlooked = [f"“{each.rule.name}”没有条件查：{each.off}。" for each in outcomes if each.rule.for_people and each.off]
    return "".join(("没有查出。", *unlooked))


def _say_precision(each: Precision) -> str:
    decided = each.confirmed + each.cleared
    share = f"（{100 * each.confirmed // decided}%属实）" if decided >= 5 else ""
    return f"属实 {each.confirmed}，说明清楚 {each.cleared}{share}" + (
        f"，还在办 {each.waiting}" if each.waiting else ""
    )


def _draw_map(report: Report) -> Map | None:
    """Longitude to the right, latitude up, to one scale at the latitude of the county; None for fewer than two villages."""
    placed = [(each, float(each.place[0]), float(each.place[1])) for each in report.villages if each.place]
    if len(placed) < 2:
        return None
    west, east = min(x for _, x, _ in placed), max(x for _, x, _ in placed)
    south, north = min(y for _, _, y in placed), max(y for _, _, y in placed)
    scale = 94 / max(east - west, north - south, 0.001)
    dots = tuple(_dot(report, each, (x - west) * scale, (north - y) * scale) for each, x, y in placed)
    return Map(dots, round((north - south) * scale, 1))


def _dot(report: Report, each: Portrait, x: float, y: float) -> Dot:
    return Dot(each.name, round(x, 1), round(y, 1), "first" if report.count("first", each.code) else "")
