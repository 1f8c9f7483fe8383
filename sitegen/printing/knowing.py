"""What the last build knows of a village whose files have not changed since: enough for sheets that show no figure.

It read and checked every ledger, and remembers which items have something to be shown. Where anything but the register of
printed addresses is different now (files, program, theme, catalogue, settings, a turning day), nothing of it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

from msgspec import Struct

from sitegen import manifest
from sitegen.diagnostics import Diagnostic
from sitegen.load.files import Beside, VillageFiles, read_beside, read_stamp
from sitegen.load.profile import load_profile
from sitegen.manifest import Entry, Kept, township_of
from sitegen.model.ledger import Village
from sitegen.source import read_bytes


class Known(Struct, frozen=True, dict=True):
    """The last build's memory, and how the files beside the villages stand now."""

    county: Path
    entries: dict[str, Entry]
    """By village folder; none where what all villages share has changed."""
    beside: Beside
    today: date
    township: Callable[[str], Mapping[str, Kept]]
    """What is kept of a township's villages; the last one asked for is at hand."""


class KnownVillage(Struct, frozen=True):
    """A village as its profile says and the last build found it."""

    village: Village
    posters: tuple[str, ...]
    """Numbers of the items that posters name and that have data."""
    diagnostics: tuple[Diagnostic, ...]
    """What was wrong with its files."""


def read_known(county: Path, today: date) -> Known:
    """The memory of the last build; its own lock is not needed, as each stamp is held against the files themselves."""
    state = county / "build" / ".state"
    kept = manifest.read(state)
    entries = dict(kept.entries) if kept.entries and manifest.is_made_now(county, kept) else {}
    township = lru_cache(maxsize=1)(partial(manifest.read_township, state))
    return Known(county, entries, read_beside(county), today, township)


def find_village(known: Known, folder: str) -> KnownVillage | None:
    """The village, or None where its ledgers are to be read."""
    entry = known.entries.get(folder)
    if entry is None or not entry.stands_on(known.today.isoformat()):
        return None
    if read_stamp(known.county, folder, entry.addresses, known.beside).ledger != entry.ledger:
        return None
    kept = known.township(township_of(folder)).get(folder)
    if kept is None or kept.summary is None:
        return None
    path = f"villages/{folder}/村情.yaml"
    data, _ = read_bytes(known.county / path)
    village, _ = load_profile(VillageFiles(folder, {path: data or b""}, {}))
    return KnownVillage(village, kept.summary.posters, kept.diagnostics)
