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
    _append(county, address, ((act, path, target, reason, batch),), today)


def register_printed(county: Path, address: str, paths: Iterable[str], batch: str, today: date) -> int:
    """Register addresses before they are printed; those printed before stand already. How many were new."""
    known = {link.path for link in read_register(county, address)}
    new = [path for path in dict.fromkeys(paths) if path not in known]
    _append(county, address, (("print", path, "", "", batch) for path in new), today)
    return len(new)


def _append(county: Path, address: str, acts: Iterable[tuple[str, str, str, str, str]], today: date) -> None:
    """The lines in one write, each chained to the one before."""
    file = _path(county, address)
    known = read_register(county, address)
    chain = known[-1].chain if known else ""
    lines = []
    for act in acts:
        line, chain = to_link_line(today, *act, chain)
        lines.append(line)
    if lines:
        append_line(file, "".join(lines if file.exists() else [_header(), *lines]))


def _path(county: Path, address: str) -> Path:
    return county / "links" / f"{address}.csv"


def _header() -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(LINK_HEADER)
    return text.getvalue()
