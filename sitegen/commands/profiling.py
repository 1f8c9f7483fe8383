"""Where time goes: every few milliseconds a look at which room of the house the program stands in."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType

import sitegen

_HOUSE = Path(sitegen.__file__).parent
_SECONDS = 0.005
_MODULES = 3
"""How many modules of a stage are named, the slowest first."""
STAGES = (
    ("起步", "starting", ("",)),
    ("读账本", "reading", ("source", "load")),
    ("查错", "checking", ("checks", "sensitive", "diagnostics.py")),
    ("算和摆", "figures and views", ("model", "figures.py", "rollup.py", "views", "plan.py", "village.py")),
    ("画", "drawing", ("outputs",)),
    ("写盘", "writing", ("staging.py", "tree.py", "disk.py", "locks.py", "manifest.py", "jobs.py", "build.py", "above.py")),
    ("别的", "the rest", ()),
)  # fmt: skip
"""Chinese and English name of each stage, and its rooms: folders and modules of the program; none: every other one."""


class Looks(Counter[str]):
    """How often the program was seen in each module, by path below ``sitegen/``; "" while modules were being loaded."""

    def lines(self, seconds: float, *, english: bool) -> Iterator[str]:
        """A line a stage: its seconds out of ``seconds``, its share, its slowest modules."""
        each = seconds / max(1, self.total())
        left = Counter(self)
        for chinese, name, rooms in STAGES:
            inside = Counter(
                {module: n for module, n in left.items() if not rooms or module.partition("/")[0] in rooms}
            )
            left -= inside
            title = name.ljust(18) if english else chinese.ljust(4, "　")
            slow = "  ".join(f"{module} {n * each:.1f}" for module, n in inside.most_common(_MODULES) if module)
            share = inside.total() * each / seconds if seconds else 0.0
            yield f"  {title}{inside.total() * each:7.1f} s {share:5.0%}   {slow}".rstrip()


@contextmanager
def watch() -> Iterator[Looks]:
    """The looks taken while this is open, at the thread that opened it."""
    looks, ended = Looks(), threading.Event()
    seen = threading.get_ident()

    def look() -> None:
        while not ended.wait(_SECONDS):
            looks[_find_module(sys._current_frames().get(seen))] += 1

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield looks
    finally:
        ended.set()
        watcher.join()


def _find_module(frame: FrameType | None) -> str:
    """The innermost module of ours: what libraries do is done for whoever called them."""
    while frame:
        if frame.f_code.co_name == "<module>":
            return ""
        if module := _module_below(frame.f_code.co_filename):
            return module
        frame = frame.f_back
    return ""


@cache
def _module_below(file: str) -> str:
    path = Path(file)
    return path.relative_to(_HOUSE).as_posix() if path.is_relative_to(_HOUSE) else ""
