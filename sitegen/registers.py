"""The registers of printed addresses on disk: only ever appended to, each line chained to the one before."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from sitegen.disk import append_line
from sitegen.load.published import ANSWER_HEADER, LINK_HEADER, load_answers, load_links, to_chained_line
from sitegen.load.remembered import ANSWERS, write_memory
from sitegen.locks import Lock
from sitegen.model.site import Answer, Link


def read_register(county: Path, address: str) -> tuple[Link, ...]:
    """All lines of a village's register, oldest first."""
    path = _path(county, address)
    return load_links(address, path.read_bytes())[0] if path.exists() else ()


def append_link(
    county: Path, address: str, act: str, path: str, target: str, reason: str, batch: str, today: date
) -> None:
    """Add one line: ``print``, ``move`` (to ``target``) or ``retire`` (with ``reason``)."""
    with _alone(county):
        _append_links(county, address, read_register(county, address), ((act, path, target, reason, batch),), today)


def register_printed(county: Path, address: str, paths: Iterable[str], batch: str, today: date) -> int:
    """Register addresses before they are printed; those printed before stand already. How many were new.

    ``batch`` is a number for sheets that hang for years, else the kind of sheet; what hangs gets its line even when it was
    on a passing sheet before.
    """
    with _alone(county):
        links = read_register(county, address)
        known = {link.path for link in links if link.batch.isdigit() or not batch.isdigit()}
        new = [path for path in dict.fromkeys(paths) if path not in known]
        _append_links(county, address, links, [("print", path, "", "", batch) for path in new], today)
    return len(new)


def _alone(county: Path) -> Lock:
    """Whoever looks what stands there and adds to it: one at a time. It takes a moment, which the next one waits."""
    return Lock(county / "build" / ".links", tries=50)


def _append_links(
    county: Path,
    address: str,
    known: Sequence[Link],
    acts: Sequence[tuple[str, str, str, str, str]],
    today: date,
) -> None:
    lines = [(today.isoformat(), *act) for act in acts]
    _append(_path(county, address), LINK_HEADER, known[-1].chain if known else "", lines)
    write_memory(county, address)


def read_answers(county: Path) -> tuple[Answer, ...]:
    """When and below which address the site answered from outside, oldest first."""
    path = county / "links" / ANSWERS
    return load_answers(path.read_bytes())[0] if path.exists() else ()


def append_answer(county: Path, root: str, addresses: int, today: date) -> bool:
    """Add that every address was right below ``root`` today; true when it is the first answer there."""
    known = read_answers(county)
    line = (today.isoformat(), root, str(addresses))
    _append(county / "links" / ANSWERS, ANSWER_HEADER, known[-1].chain if known else "", [line])
    return all(each.root != root for each in known)


def _append(file: Path, header: Sequence[str], chain: str, lines: Iterable[Sequence[str]]) -> None:
    """The lines in one write, each chained to the one before, below a head where none stands yet."""
    texts = []
    for cells in lines:
        text, chain = to_chained_line(cells, chain)
        texts.append(text)
    if texts:
        append_line(file, "".join(texts), _to_head(header))


def _path(county: Path, address: str) -> Path:
    return county / "links" / f"{address}.csv"


def _to_head(header: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(header)
    return text.getvalue()
