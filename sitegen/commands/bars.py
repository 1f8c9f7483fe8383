"""Progress a person can trust: what is being done, how many of how many, how long still; on long work only."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from sitegen.jobs import Progress

PATIENCE = 1.0
"""Seconds that need no bar."""


@contextmanager
def show_progress(title: str, left: str) -> Iterator[Progress]:
    """A bar on stderr that appears when the work takes longer than :data:`PATIENCE`, and goes when it is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn(left))
    named = TextColumn("{task.fields[name]}", markup=False)
    bars = Bars(*columns, TimeRemainingColumn(compact=True), named, console=Console(stderr=True), transient=True)
    task = bars.add_task(title, total=None, name="")
    begun = time.monotonic()

    def update(done: int, total: int, name: str) -> None:
        bars.update(task, completed=done, total=total, name=name)
        if time.monotonic() - begun > PATIENCE:
            bars.start()

    try:
        yield update
    finally:
        bars.stop()
