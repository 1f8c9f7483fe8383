"""check --watch: look again whenever something is saved, and say what is new and what is gone."""

from __future__ import annotations

import contextlib
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

import click

from sitegen.checking import Look, look
from sitegen.commands.session import Session, count, to_exit_code
from sitegen.diagnostics import Diagnostic
from sitegen.jobs import count_workers
from sitegen.watching import watch_county

_TRIES = 5
_PAUSE = 0.1
"""Seconds between tries to read what somebody is just saving under another name."""


def follow(session: Session, only: tuple[str, ...], *, strict: bool, cap: int, jobs: int | None) -> int:
    """Check, then check again what is saved, until Ctrl-C; the exit code is that of the last look."""
    county, day = session.county, session.today
    with session.progress("检查", "checking") as progress:
        seen = look(county, day, only=only, workers=count_workers(jobs), progress=progress)
    _show(session, seen, None, cap)
    with contextlib.suppress(KeyboardInterrupt):
        for again in _look_on(session, seen, day, only):
            before, seen = seen, again  # first of all: Ctrl-C may come while it is shown
            _show(session, again, before, cap)
    return to_exit_code(seen.report.diagnostics, strict=strict)


def _look_on(session: Session, seen: Look, day: date, only: tuple[str, ...]) -> Iterator[Look]:
    """Every look in which something was read anew."""
    changes = watch_county(session.county)
    if not next(changes):
        session.say("看不住文件夹的变化：改了账本请重新运行。", "changes cannot be watched: run again after a change")
        return
    session.note("守着，存一次看一次；按 Ctrl-C 结束。", "watching; Ctrl-C ends")
    while True:
        again = _look_again(session, seen, day, only)  # the first time: what changed before anybody watched
        if again is not None and again is not seen:
            yield again
            seen = again
        next(changes)


def _look_again(session: Session, seen: Look, day: date, only: tuple[str, ...]) -> Look | None:
    """None while files come and go so fast that they cannot be read; they will be heard of again."""
    for _ in range(_TRIES):
        with contextlib.suppress(OSError):
            return look(session.county, day, before=seen, only=only)
        time.sleep(_PAUSE)
    return None


def _show(session: Session, seen: Look, before: Look | None, cap: int) -> None:
    found = seen.report.diagnostics
    if before is not None and sys.stdout.isatty():
        click.clear()
    session.keep_faults(seen.report.faults)
    session.show(found, cap=cap)
    if before is not None:
        new, gone = compare(before.report.diagnostics, found)
        names = "、".join(folder[13:] or folder for folder in seen.again[:3]) or session.choose("设置", "settings")
        session.say(f"{names} 存过了：改好 {gone} 处，新的 {new} 处。", f"{names} saved: {gone} gone, {new} new.")
    errors, warnings = count(found)
    more = f"（另有 {warnings} 处提醒）" if warnings else ""
    session.say(
        f"还有 {errors} 处要改{more}" if errors else f"可以公布{more}",
        f"{errors} errors left" if errors else f"ready to publish ({warnings} warnings)",
    )


def compare(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> tuple[int, int]:
    """How many are new and how many are gone; one that only moved to another line is neither."""
    old, new = Counter(map(_likeness, before)), Counter(map(_likeness, after))
    return (new - old).total(), (old - new).total()


def _likeness(diagnostic: Diagnostic) -> tuple[object, ...]:
    place = diagnostic.place
    return diagnostic.code, place.file, place.cell, diagnostic.values, diagnostic.excerpt.strip()
