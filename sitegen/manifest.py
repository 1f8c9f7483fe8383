"""What a build remembers: each village's stamp, its turning days, its summary and what was wrong with it.

A village is made again only when its files changed, the fingerprint of everything shared changed, or a turning day passed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sitegen.diagnostics import Diagnostic, Edit, Place
from sitegen.figures import VillageSummary
from sitegen.load.files import Stamp, read_addresses, read_stamp
from sitegen.tree import write_file

_FORMAT = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One village as it was last made."""

    stamp: Stamp
    addresses: tuple[str, ...]
    made_on: str
    turning: tuple[str, ...]
    summary: VillageSummary | None
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """All villages as they were last made, and the fingerprint of what they share."""

    fingerprint: str
    entries: Mapping[str, Entry]


Seen = tuple[tuple[str, ...], Stamp]
"""A village as it was found before it was read: its address numbers and its stamp."""


def read(state: Path) -> Manifest:
    """The manifest of the last build; empty when there is none or it cannot be read."""
    try:
        record = json.loads((state / "manifest.json").read_bytes())
        if record["format"] != _FORMAT:
            return Manifest("", {})
        return Manifest(record["fingerprint"], {name: _entry_from(entry) for name, entry in record["villages"].items()})
    except (OSError, ValueError, KeyError, TypeError):
        return Manifest("", {})


def write(state: Path, fingerprint: str, entries: Mapping[str, Entry]) -> None:
    """Keep the manifest of this build, whole or not at all."""
    villages = {name: asdict(entry) for name, entry in sorted(entries.items())}
    record = {"format": _FORMAT, "fingerprint": fingerprint, "villages": villages}
    write_file(state / "manifest.json", json.dumps(record, ensure_ascii=False).encode())


def divide(
    county: Path, folders: Iterable[str], kept: Manifest, fingerprint: str, today: date
) -> tuple[dict[str, Entry], dict[str, Seen]]:
    """The villages that stand as they are, and those to be made again with the stamp they had before being read:
    what changes while they are read is noticed next time."""
    fresh: dict[str, Entry] = {}
    stale: dict[str, Seen] = {}
    for folder in folders:
        entry = kept.entries.get(folder)
        if entry and kept.fingerprint == fingerprint and _stands(county, folder, entry, today):
            fresh[folder] = entry
        else:
            addresses = read_addresses(county, folder)
            stale[folder] = (addresses, read_stamp(county, folder, addresses))
    return fresh, stale


def _stands(county: Path, folder: str, entry: Entry, today: date) -> bool:
    now = today.isoformat()
    turned = now < entry.made_on or any(entry.made_on < day <= now for day in entry.turning)
    return not turned and bool(entry.stamp) and read_stamp(county, folder, entry.addresses) == entry.stamp


def _entry_from(record: dict[str, Any]) -> Entry:
    return Entry(
        stamp=tuple((path, size, changed) for path, size, changed in record["stamp"]),
        addresses=tuple(record["addresses"]),
        made_on=record["made_on"],
        turning=tuple(record["turning"]),
        summary=_summary_from(record["summary"]) if record["summary"] else None,
        diagnostics=tuple(map(_diagnostic_from, record["diagnostics"])),
    )


def _summary_from(record: dict[str, Any]) -> VillageSummary:
    plain = dict(record)
    plain["addresses"] = tuple(plain["addresses"])
    for name in ("forerunners", "series", "groups", "upcoming"):
        plain[name] = tuple(map(tuple, plain[name]))
    return VillageSummary(**plain)


def _diagnostic_from(record: dict[str, Any]) -> Diagnostic:
    values = tuple((name, value) for name, value in record["values"])
    patch = tuple(Edit(**edit) for edit in record["patch"])
    return Diagnostic(record["code"], record["severity"], Place(**record["place"]), values, record["excerpt"], patch)
