"""Has anything that may never change been changed? Registers and releases now against what they were."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from sitegen.diagnostics import Diagnostic, Place, error


def check_history(ref: str, before: Mapping[str, bytes], now: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """Lines of ``links/`` and ``published/`` that are no longer as they were at ``ref``; files by path from the county.

    Logs and registers may only have grown. A stored view may only be gone after it was withdrawn.
    """
    gone = {path for name, data in now.items() if name.endswith("/log.jsonl") for path in _list_withdrawn(name, data)}
    return tuple(found for path in sorted(before) for found in _compare(ref, path, before[path], now.get(path), gone))


def _compare(ref: str, path: str, old: bytes, new: bytes | None, gone: set[str]) -> Iterator[Diagnostic]:
    if path.endswith((".csv", ".jsonl")):
        old_lines, new_lines = old.splitlines(), (new or b"").splitlines()
        first = next(
            (number for number, line in enumerate(old_lines) if new_lines[number : number + 1] != [line]), None
        )
        if first is not None:
            missing = first >= len(new_lines)
            yield error("LINK-HISTORY", Place(path, 0 if missing else first + 1, 0 if missing else 1, 1),
                        file=path, line=first + 1, ref=ref, **_find_command(path))  # fmt: skip
    elif new != old and path not in gone:
        yield error("LINK-HISTORY", Place(path), file=path, line=1, ref=ref, **_find_command(path))


def _find_command(path: str) -> dict[str, str]:
    """How what only grows is changed without changing a line of it."""
    own = path.startswith("links/")
    return {"links": "sitegen links move" if own else "", "withdraw": "" if own else "sitegen withdraw"}


def _list_withdrawn(log: str, data: bytes) -> Iterator[str]:
    """Stored views that a later line of the log took down."""
    records = [record for line in data.splitlines() if isinstance(record := _read(line), dict)]
    last = {
        _identity(record): int(record.get("sequence", 0)) for record in records if record.get("state") == "withdrawn"
    }
    for record in records:
        if record.get("file") and int(record.get("sequence", 0)) < last.get(_identity(record), 0):
            yield f"{log.removesuffix('log.jsonl')}{record['file']}"


def _read(line: bytes) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _identity(record: Mapping[str, object]) -> tuple[object, object, object]:
    return (record.get("item"), record.get("period"), record.get("part"))
