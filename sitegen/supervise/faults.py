"""Faults of ours while something private is in hand: their tracebacks may quote it, so they stay under the private root."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sitegen.disk import write_file
from sitegen.sensitive import conceal
from sitegen.supervise.schema import FOLDER

FAULTS = "故障.log"
"""In the store's folder: tracebacks, with stars for private numbers."""


def write_faults(private: Path, faults: Iterable[str]) -> Path:
    """Keep tracebacks under the private root, where what is internal stays when we fail, too; the file they are in."""
    log = private / FOLDER / FAULTS
    if text := "\n".join(faults):
        write_file(log, conceal(text).encode())
    return log
