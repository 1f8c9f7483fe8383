"""The clerk's desk: per village what is due, what is to be mended and where, what waits for whom. For this machine alone.

It shows lines of the ledger around a mistake, but never one with personal data in it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from jinja2 import DictLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from msgspec import Struct

from sitegen import overlay
from sitegen.checking import Look, look
from sitegen.diagnostics import Diagnostic, Wording
from sitegen.outputs.html import cut_css
from sitegen.serve.additions import RELOAD, hash_of
from sitegen.source import decode, read_bytes
from sitegen.views.desk import DeskView, DueView, ReadyView, WaitingView

_AROUND = 2
"""Lines shown above and below."""
_CAP = 30
"""Mistakes of one village that are shown."""


class LineView(NamedTuple):
    """A line of a ledger, cut around the characters that are meant."""

    number: int
    before: str
    marked: str = ""
    after: str = ""
    here: bool = False
    covered: bool = False


class SlipView(Struct, frozen=True):
    """One diagnostic in words, with the lines around it."""

    severity: str
    sentence: str
    cure: str
    file: str
    line: int
    cell: str
    lines: tuple[LineView, ...]


class DueLine(Struct, frozen=True):
    """What is to be filled in."""

    period: str
    kind: str
    when: str
    late: bool
    items: tuple[str, ...]


class WaitingLine(Struct, frozen=True):
    """What is written and waits for somebody."""

    title: str
    code: str
    items: tuple[str, ...]
    advice: str
    file: str
    page: str


class VillageDesk(Struct, frozen=True):
    """One village's part of the desk."""

    name: str
    page: str
    errors: tuple[SlipView, ...]
    warnings: tuple[SlipView, ...]
    dues: tuple[DueLine, ...]
    waiting: tuple[WaitingLine, ...]
    ready: tuple[tuple[str, tuple[str, ...]], ...]
    """Period, and what of it may be published."""
    ready_count: int

    @property
    def quiet(self) -> bool:
        """Whether nothing asks for anything."""
        return not (self.errors or self.warnings or self.dues or self.waiting or self.ready)


class DeskPage(Struct, frozen=True):
    """Everything the page shows."""

    site: str
    base: str
    today: str
    headline: tuple[str, ...]
    shared: tuple[SlipView, ...]
    villages: tuple[VillageDesk, ...]
    quiet: tuple[VillageDesk, ...]


Exists = Callable[[str], bool]
"""Whether the preview has a page under that path."""


class Desk:
    """Looks at the county when the page is asked for, and only at what changed since."""

    def __init__(self, county: Path, today: date, wording: Wording, exists: Exists) -> None:
        self.county = county
        self.today = today
        self.wording = wording
        self.exists = exists
        self.known: Look | None = None
        self.lock = threading.Lock()

    def read(self, version: str) -> bytes:
        """The page as it is now."""
        with self.lock:
            self.known = look(self.county, self.today, before=self.known)
            page = view_page(self.known, self.today, self.wording, self.exists, read_lines(self.county, self.known))
            return make_desk(page, self.known.site.editions[0].theme.css, version)


def read_lines(county: Path, seen: Look) -> dict[str, tuple[str, ...]]:
    """The lines of every file a diagnostic speaks of."""
    files = {each.place.file for each in seen.report.diagnostics if each.place.line and not each.place.cell}
    texts = {file: decode(file, read_bytes(county / file)[0] or b"")[0] or "" for file in files}
    return {file: tuple(text.split("\n")) for file, text in texts.items()}


# ---- Look → what the page shows -------------------------------------------------------------------------------------


def view_page(
    seen: Look, today: date, wording: Wording, exists: Exists, texts: Mapping[str, tuple[str, ...]]
) -> DeskPage:
    """The desk in words."""
    found = seen.report.diagnostics
    covered = {(each.place.file, each.place.line) for each in found if each.code.startswith("PII-")}

    def slips(chosen: Iterable[Diagnostic]) -> tuple[SlipView, ...]:
        return tuple(_view_slip(each, wording, texts.get(each.place.file, ()), covered) for each in list(chosen)[:_CAP])

    def of(folder: str) -> Iterator[Diagnostic]:
        own = (f"villages/{folder}/", f"cases/{folder[:12]}.", f"villages/{folder}")
        return (each for each in found if each.place.file.startswith(own[:2]) or each.place.file == own[2])

    villages = tuple(
        VillageDesk(
            name=desk.name,
            page=desk.href if exists(desk.href) else "",
            errors=slips(each for each in of(desk.folder) if each.severity == "error"),
            warnings=slips(each for each in of(desk.folder) if each.severity == "warning" and _asks(each)),
            dues=tuple(_view_due(due, today) for due in desk.dues),
            waiting=tuple(_view_waiting(each, exists) for each in desk.waiting),
            ready=_group(desk.ready),
            ready_count=len(desk.ready),
        )
        for desk in seen.desks
    )
    known = {each for desk in seen.desks for each in of(desk.folder)}
    shared = slips(each for each in found if each not in known and each.severity == "error")
    return DeskPage(
        site=seen.site.settings.name,
        base=seen.site.settings.base_path,
        today=_say_day(today),
        headline=_headline(found, seen.desks),
        shared=shared,
        villages=tuple(each for each in villages if not each.quiet),
        quiet=tuple(each for each in villages if each.quiet),
    )


def _group(ready: tuple[ReadyView, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """By period, the newest first."""
    groups: dict[str, list[str]] = {}
    for each in ready:
        groups.setdefault(each.period, []).append(each.name)
    return tuple((period, tuple(names)) for period, names in sorted(groups.items(), reverse=True))


def _asks(diagnostic: Diagnostic) -> bool:
    """Reminders the desk has a place of its own for are not said twice."""
    return diagnostic.code not in ("REV-NONE", "LATE-DUE")


def _headline(found: Iterable[Diagnostic], desks: Iterable[DeskView]) -> tuple[str, ...]:
    all_desks = tuple(desks)
    errors = sum(each.severity == "error" for each in found)
    due = sum(len(line.items) for desk in all_desks for line in desk.dues)
    waiting = sum(len(each.items) for desk in all_desks for each in desk.waiting)
    ready = sum(len(desk.ready) for desk in all_desks)
    said = ((errors, "处要改"), (due, "项没填"), (waiting, "项等着"), (ready, "项可以公布"))
    return tuple(f"{number} {words}" for number, words in said if number) or ("今天没有要办的",)


def _say_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


_KINDS = {"quarter": "季度", "month": "月", "year": "年"}


def _view_due(due: DueView, today: date) -> DueLine:
    day = _say_day(due.due) if due.due.year != today.year else f"{due.due.month}月{due.due.day}日"
    when = f"应在{day}前公开，已经过了" if due.late else f"{day}前公开"
    return DueLine(due.period.label, _KINDS.get(due.period.kind, "季度"), when, due.late, due.items)


_WAITING = {
    "review": ("等审核", "打印审核单，请村监会看过、签字，再把校验码写进“审核”"),
    "objection": ("有异议", "在那一行“审核”里写上“答复”"),
    "posting": ("等贴出", "贴出去那天写“公开日期”"),
    "draft": ("草稿", "写好了就删掉“草稿: 是”这一行"),
}


def _view_waiting(waiting: WaitingView, exists: Exists) -> WaitingLine:
    title, advice = _WAITING[waiting.step]
    code = waiting.check_code if waiting.step == "review" else ""
    page = waiting.href if exists(waiting.href) else ""
    place = waiting.place
    return WaitingLine(
        f"{title} · {waiting.period.label}",
        code,
        waiting.items,
        advice,
        f"{_short(place.file)}　第 {place.line} 行",
        page,
    )


def _short(file: str) -> str:
    """The file below the village's folder, which the heading names already."""
    return file.split("/", 2)[2] if file.startswith("villages/") and file.count("/") > 1 else file


def _view_slip(
    diagnostic: Diagnostic, wording: Wording, lines: tuple[str, ...], covered: set[tuple[str, int]]
) -> SlipView:
    place = diagnostic.place
    return SlipView(
        severity=diagnostic.severity,
        sentence=wording.to_sentence(diagnostic),
        cure=wording.to_hint(diagnostic),
        file=_short(place.file),
        line=place.line,
        cell=place.cell,
        lines=tuple(_view_lines(diagnostic, lines, covered)) if place.line and not place.cell else (),
    )


def _view_lines(diagnostic: Diagnostic, lines: tuple[str, ...], covered: set[tuple[str, int]]) -> Iterator[LineView]:
    place = diagnostic.place
    for number in range(max(place.line - _AROUND, 1), min(place.line + _AROUND, len(lines)) + 1):
        text, here = lines[number - 1], number == place.line
        if (place.file, number) in covered:
            yield LineView(number, "", here=here, covered=True)
        elif here:
            start, end = place.column - 1, max(place.end_column - 1, place.column)
            yield LineView(number, text[:start], text[start:end], text[end:], here=True)
        else:
            yield LineView(number, text)


# ---- the page -------------------------------------------------------------------------------------------------------


_DRAWN_LIKE = ("disclosure",)
"""The sections of the theme's style that the desk takes: those of other languages would set its headings upright."""


def make_desk(page: DeskPage, css: str, version: str) -> bytes:
    """The page as UTF-8, with a policy that lets through its own style and script and nothing else."""
    folder = overlay.PACKAGE / "data" / "desk"
    style = cut_css(css, _DRAWN_LIKE) + (folder / "desk.css").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; style-src {hash_of(style)}; script-src {hash_of(RELOAD)}; img-src data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'"
    )
    environment = ImmutableSandboxedEnvironment(
        loader=DictLoader({"desk.html": (folder / "desk.html").read_text(encoding="utf-8")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return (
        environment.get_template("desk.html")
        .render(desk=page, version=version, policy=policy, style=Markup(style), script=Markup(RELOAD))
        .encode()
    )
