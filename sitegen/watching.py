"""Hear of changes in a county's folder: what speaks of it, never what is made of it."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from watchfiles import Change, watch

_PATIENCE = 10.0
"""Seconds within which watching must have begun."""
_WATCHED = ("villages", "cases", "links", "published", "catalogue", "themes", "fonts")


def watch_county(county: Path) -> Iterator[bool]:
    """Yields whether the county can be watched, then after every change of what speaks of it; never of ``build``."""
    changed: queue.SimpleQueue[bool] = queue.SimpleQueue()
    others = threading.Event()
    begun = threading.Semaphore(0)
    for work in (_watch_root, _watch_folders):
        threading.Thread(target=work, args=(county, changed, others, begun.release), daemon=True).start()
    yield all([begun.acquire(timeout=_PATIENCE), begun.acquire(timeout=_PATIENCE)])
    while True:
        with contextlib.suppress(queue.Empty):  # a time limit, because Windows hears Ctrl-C only between waits
            yield changed.get(timeout=1.0)


def _watch_root(
    county: Path, changed: queue.SimpleQueue[bool], others: threading.Event, begin: Callable[[], None]
) -> None:
    """``sitegen.yaml``, ``regions.csv``, and folders that come or go: ``others`` tells of those."""
    for changes in _watch((county,), begin, recursive=False):
        names = {Path(path).name for _, path in changes}
        if names & set(_WATCHED):
            others.set()
        if names & {"sitegen.yaml", "regions.csv"}:
            changed.put(True)


def _watch_folders(
    county: Path, changed: queue.SimpleQueue[bool], others: threading.Event, begin: Callable[[], None]
) -> None:
    """Everything in the folders there are; anew, and with a change, whenever there are others."""
    while True:
        others.clear()
        folders = tuple(county / name for name in _WATCHED if (county / name).is_dir())
        for changes in _watch(folders, begin, recursive=True, stop_event=others):
            if changes:
                changed.put(True)
        others.wait()
        changed.put(True)


def _watch(
    folders: tuple[Path, ...],
    begin: Callable[[], None],
    *,
    recursive: bool,
    stop_event: threading.Event | None = None,
) -> Iterator[set[tuple[Change, str]]]:
    """Changes below the folders, perhaps none; ``begin`` is called once they are being watched.

    Nothing comes where there is nothing to watch or the system cannot watch any more.
    """
    first = True
    if not folders:
        begin()
        return
    with contextlib.suppress(OSError):
        for changes in watch(
            *folders,
            recursive=recursive,
            stop_event=stop_event,
            rust_timeout=300,
            yield_on_timeout=True,
            raise_interrupt=False,
        ):
            if first:
                begin()
            first = False
            yield changes
