"""Renaming what another program may hold open for a moment: tried again, then said by name. Matters on Windows only."""

from __future__ import annotations

import time
from pathlib import Path

_SHARED = frozenset({5, 32, 33})
"""ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION (Windows API): somebody has it open."""
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds between two tries: a scanner for viruses or a preview lets go within them, a person does not."""


class HeldError(OSError):
    """Another program holds ``filename`` open; nothing was changed."""


def move(one: Path, other: Path) -> None:
    """Rename a file (over another) or a folder; raises :class:`HeldError` when it stays held, ``OSError`` for other reasons."""
    for wait in (*_WAITS, None):
        try:
            one.replace(other)
        except OSError as problem:
            if getattr(problem, "winerror", None) not in _SHARED:
                raise
            if wait is None:
                held = other if other.exists() else one
                raise HeldError(problem.errno, problem.strerror, str(held)) from problem
            time.sleep(wait)
        else:
            return
