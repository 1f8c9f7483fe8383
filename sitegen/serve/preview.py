"""What is being served, and the one thing in this program that changes while others look."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from sitegen.diagnostics import Diagnostic, Wording

EVENTS = "/.sitegen/events"
"""Where open pages hear of changes."""
DESK = "/_desk/"
"""Where the clerk's desk is served; no page of a site has such a path."""


class DeskReader(Protocol):
    """The clerk's desk, as far as the server knows it."""

    def read(self, version: str) -> bytes:
        """The page as it is now."""


class Shown(Struct, frozen=True):
    """What is being served: which build it is, where it is mounted, and what was wrong with the ledgers."""

    version: str
    base: str
    diagnostics: tuple[Diagnostic, ...]


class Preview:
    """The folder being served, and the one thing in this program that changes while others look: what is shown of it.

    ``gate`` is held while a build exchanges files: a page is read before it or after it, never between.
    """

    def __init__(self, root: Path, wording: Wording, shown: Shown, desk: DeskReader | None = None) -> None:
        self.root = root
        self.desk = desk
        self.wording = wording
        self.shown = shown
        self.gate = threading.Lock()
        self.news = threading.Condition()

    def update(self, shown: Shown) -> None:
        """Show something new, and tell the pages that are open."""
        with self.news:
            self.shown = shown
            self.news.notify_all()
