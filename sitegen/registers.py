"""The register of printed addresses on disk: only ever appended to, each line chained to the one before."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from sitegen.load.published import LINK_HEADER, load_links, to_link_line
from sitegen.model.site import Link
from sitegen.tree import append_line


def read_register(county: Path, address: str) -> tuple[Link, ...]:
    """All lines of a village's register, oldest first."""
    path = _path(county, address)
    return load_links(address, path.read_bytes())[0] if path.exists() else ()


def append_link(
    county: Path, address: str, act: str, path: str, target: str, reason: str, batch: str, today: date
) -> None:
    """Add one line: ``print``, ``move`` (to ``target``) or ``retire`` (with ``reason``)."""
    file = _path(county, address)
    known = read_register(county, address)
    if not file.exists():
        append_line(file, _header())
    line, _ = to_link_line(today, act, path, target, reason, batch, known[-1].chain if known else "")
    append_line(file, line)


def register_printed(county: Path, address: str, paths: Iterable[str], batch: str, today: date) -> int:
    """Register addresses before they are printed; those printed before stand already. How many were new."""
    known = {link.path for link in read_register(county, address)}
    new = [path for path in dict.fromkeys(paths) if path not in known]
    for path in new:
        append_link(county, address, "print", path, "", "", batch, today)
    return len(new)


def _path(county: Path, address: str) -> Path:
    return county / "links" / f"{address}.csv"


def _header() -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(LINK_HEADER)
    return text.getvalue()
