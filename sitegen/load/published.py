"""``published/<address>/`` and ``links/<address>.csv`` → versions and links; see docs/formats.md §9, §10."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice, zip_longest

from msgspec.structs import replace

from sitegen import codes
from sitegen.diagnostics import Diagnostic, Place, error
from sitegen.model.site import Answer, Link, Version

LINK_HEADER = ("日期", "动作", "地址", "去向", "原因", "批次", "链")
ANSWER_HEADER = ("日期", "网址", "地址数", "链")
LOG = "log.jsonl"
_STATES = ("published", "corrected", "withdrawn")
RETRACTED = "names"
"""State of a line that is no version: from a version's file names were taken, and this is the digest of what is left."""


def log_of(address: str) -> str:
    """Where the log of an address number's releases is, below the county."""
    return f"published/{address}/{LOG}"


def to_memory(file: str) -> str:
    """Where a copy is of what is only ever added to, as a build last saw it whole: a line that goes missing at the end breaks
    no chain."""
    return f"build/.state/{file}"


def find_lost_lines(code: str, file: str, now: bytes, before: bytes) -> Diagnostic | None:
    """That lines of such a file which were there before are gone or changed; None where it has only grown."""
    if now.startswith(before):
        return None
    pairs = enumerate(zip_longest(before.splitlines(), now.splitlines()), start=1)
    line = next((number for number, (old, new) in pairs if old != new), 1)
    return error(code, Place(file), file=file, line=line, copy=to_memory(file))


def load_versions(address: str, files: Mapping[str, bytes]) -> tuple[tuple[Version, ...], tuple[Diagnostic, ...]]:
    """All versions of a village in order; a line that was changed or lost is reported and what follows still read.

    Where the log has lost lines that are remembered, it is read as remembered, with what was withdrawn since: that holds
    whatever was lost. Nothing more is said of the log then.
    """
    path = log_of(address)
    log, before = files.get(path, b""), files.get(to_memory(path), b"")
    cut = find_lost_lines("COR-CUT", path, log, before)
    if cut is None:
        return _load_log(address, log, files)
    known = before.splitlines()
    since = (line for line in log.splitlines() if line not in known and _is_withdrawal(line))
    return _load_log(address, b"\n".join((*known, *since)), files)[0], (cut,)


def _is_withdrawal(line: bytes) -> bool:
    record = _read_line(line.decode("utf-8", errors="replace"))
    return record is not None and record["state"] == "withdrawn"


def _load_log(
    address: str, log: bytes, files: Mapping[str, bytes]
) -> tuple[tuple[Version, ...], tuple[Diagnostic, ...]]:
    path = log_of(address)
    versions: list[Version] = []
    found: list[Diagnostic] = []
    records: list[Mapping[str, object]] = []
    left: dict[str, str] = {}
    previous = ""
    for number, line in enumerate(log.decode("utf-8", errors="replace").splitlines(), start=1):
        record = _read_line(line)
        retracted = record is not None and record["state"] == RETRACTED
        version = _load_version(record, files, f"published/{address}") if record and not retracted else None
        whole = record is not None and record.get("chain") == codes.chain(previous, _unchained(record))
        if not whole or (version is None and not retracted):
            found.append(error("LINK-CHAIN", Place(path, number, 1, len(line) + 1), file=path, line=number))
        if record is not None:
            previous = str(record.get("chain", ""))
        if retracted and record is not None:
            left[str(record.get("file", ""))] = str(record.get("digest", ""))
        if version is not None and record is not None:
            versions.append(version)
            records.append(record)
    lost: set[int] = set()
    gone = {version.identity: version.sequence for version in versions if version.state == "withdrawn"}
    for version, stored in zip(versions, records, strict=True):
        if version.sequence > gone.get(version.identity, 0):
            now = {"digest": left.get(str(stored.get("file", "")), stored.get("digest"))}
            problems = _check_content({**stored, **now}, files, f"published/{address}")
            found += problems
            lost |= {version.sequence} if problems else set()
    return tuple(replace(each, lost=each.sequence in lost) for each in versions), tuple(found)


def _read_line(line: str) -> dict[str, object] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    required = {"sequence", "day", "item", "period", "part", "state", "chain"}
    return record if isinstance(record, dict) and required <= record.keys() else None


def _unchained(record: Mapping[str, object]) -> str:
    return codes.to_canonical({name: value for name, value in record.items() if name != "chain"})


def _load_version(record: Mapping[str, object], files: Mapping[str, bytes], root: str) -> Version | None:
    """The version a line speaks of; None when the line cannot be one. A stored view that cannot be read counts as gone."""
    try:
        sequence, day = int(str(record["sequence"])), date.fromisoformat(str(record["day"]))
    except ValueError:
        return None
    if record["state"] not in _STATES:
        return None
    content = _read_content(files.get(f"{root}/{record.get('file', '')}", b""))
    return Version(
        sequence=sequence,
        day=day,
        identity=(str(record["item"]), str(record["period"]), str(record["part"])),
        state=str(record["state"]),
        reason=str(record.get("reason", "")),
        digest=str(record.get("digest", "")),
        view=codes.to_canonical(content["view"]) if content else "",
        figures=content["figures"] if content else {},
        check_code=str(record.get("check_code", "")),
        absent=tuple(map(str, absent)) if isinstance(absent := record.get("absent"), list) else (),
    )


def _read_content(stored: bytes) -> dict[str, dict[str, str]]:
    try:
        content = json.loads(stored)
    except ValueError:
        return {}
    whole = isinstance(content, dict) and all(isinstance(content.get(name), dict) for name in ("view", "figures"))
    return content if whole else {}


def content_digest(content: Mapping[str, object]) -> str:
    """Salted digest of what a version holds: its view and its figures."""
    held = codes.to_canonical({name: content.get(name) for name in ("view", "figures")})
    return codes.digest(f"{content.get('salt', '')}{held}".encode())


def _check_content(record: Mapping[str, object], files: Mapping[str, bytes], root: str) -> list[Diagnostic]:
    """A stored version that is gone or no longer what was published."""
    name = str(record.get("file", ""))
    content = _read_content(files.get(f"{root}/{name}", b""))
    if (
        not name
        or (not content and record.get("digest") == "")
        or (content and content_digest(content) == record.get("digest"))
    ):
        return []
    return [error("LINK-CHAIN", Place(f"{root}/{name}"), file=f"{root}/{name}", line=1)]


def to_log_line(record: Mapping[str, object], previous_chain: str) -> tuple[str, str]:
    """One line of the log with its chain, and that chain."""
    chain = codes.chain(previous_chain, codes.to_canonical(dict(record)))
    return codes.to_canonical({**record, "chain": chain}), chain


def latest(versions: tuple[Version, ...]) -> dict[tuple[str, str, str], Version]:
    """The newest version of each identity."""
    return {version.identity: version for version in sorted(versions, key=lambda each: each.sequence)}


_DAY = re.compile(rb'"day":"([0-9-]+)"')


def last_day(address: str, files: Mapping[str, bytes]) -> date:
    """The newest day on which something was published, taken down or taken back, as far as any log tells; else the first of
    all days."""
    path = log_of(address)
    said = (day.decode() for file in (path, to_memory(path)) for day in _DAY.findall(files.get(file, b"")))
    return max((day for text in said if (day := _read_day([text], 1))), default=date.min)


def load_links(address: str, data: bytes) -> tuple[tuple[Link, ...], tuple[Diagnostic, ...]]:
    """The register of a village's printed addresses, with every line whose chain does not hold."""
    lines, found = _load_chained(f"links/{address}.csv", data, LINK_HEADER)
    return tuple(Link(day, *cells[1:]) for day, cells in lines), found


def load_answers(data: bytes) -> tuple[tuple[Answer, ...], tuple[Diagnostic, ...]]:
    """``links/answered.csv``, with every line whose chain does not hold."""
    lines, found = _load_chained("links/answered.csv", data, ANSWER_HEADER)
    answers = (Answer(day, cells[1], int(cells[2]), cells[3]) for day, cells in lines if cells[2].isdigit())
    return tuple(answers), found


def _load_chained(
    path: str, data: bytes, header: tuple[str, ...]
) -> tuple[list[tuple[date, list[str]]], tuple[Diagnostic, ...]]:
    """Lines of a register below its head: their day and all cells; the last cell ties each to the one before."""
    text = data.decode("utf-8", errors="replace")
    lines: list[tuple[date, list[str]]] = []
    found: list[Diagnostic] = []
    previous = ""
    for number, cells in enumerate(csv.reader(io.StringIO(text)), start=1):
        if number == 1:
            if tuple(cell.strip("\ufeff ") for cell in cells) != header:
                found.append(_changed(path, text, number))
            continue
        day = _read_day(cells, len(header))
        if day is None or cells[-1] != codes.chain(previous, ",".join(cells[:-1])):
            found.append(_changed(path, text, number))
        if day is not None:
            previous = cells[-1]
            lines.append((day, cells))
    return lines, tuple(found)


def _changed(path: str, text: str, number: int) -> Diagnostic:
    line = next(islice(text.splitlines(), number - 1, None), "")
    return error("LINK-CHAIN", Place(path, number, 1, len(line) + 1), file=path, line=number)


def _read_day(cells: list[str], width: int) -> date | None:
    if len(cells) != width:
        return None
    try:
        return date.fromisoformat(cells[0])
    except ValueError:
        return None


def to_chained_line(cells: Sequence[str], previous: str) -> tuple[str, str]:
    """One line of a register with its chain, and that chain."""
    chain = codes.chain(previous, ",".join(cells))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([*cells, chain])
    return text.getvalue(), chain
