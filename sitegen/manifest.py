"""What a build remembers: an index that is read every time, and a file a township that is read when something in it changed.

A village is made again only when its files changed, the fingerprint of everything shared changed, or a turning day passed.
The index (``manifest.json``) knows that of every village in a few words; summaries and diagnostics stand in
``townships/<code>.json``, written before the index, so that an interrupted build is simply done again.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from msgspec import Struct, json, msgpack
from msgspec.structs import replace

from sitegen import codes, overlay
from sitegen.diagnostics import Diagnostic, Edit, Place
from sitegen.disk import write_file
from sitegen.load.files import (
    Beside,
    CountyFiles,
    list_villages,
    read_addresses,
    read_beside,
    read_county,
    read_shared_stamp,
    read_stamp,
)
from sitegen.model.catalogue import Catalogue
from sitegen.model.site import ALL_PARTS, Parts, Region
from sitegen.rollup import Totals, VillageSummary
from sitegen.tree import Stage


class Entry(NamedTuple):
    """One village as it was last made. An empty ``stamp``: it could not be made and is tried again."""

    stamp: str
    """Of names, sizes and dates of its files."""
    digest: str
    """Of their bytes."""
    addresses: tuple[str, ...]
    """Its own address number, then those of its forerunners."""
    made_on: str
    turning: str
    """The next day on which some page of it changes by itself; empty when there is none."""
    found: int
    """How many diagnostics its township's file holds of it."""
    files: int
    size: int
    """Of all its files, in bytes."""
    ledger: str = ""
    """The stamp without its registers of printed addresses."""
    shown_on: str = ""
    """The day as of which it is shown: that of its last release, where that is later than the day it was made."""

    def stands_on(self, day: str) -> bool:
        """Whether no page of it changes by itself between the day it was made and that day."""
        return bool(self.stamp) and self.made_on <= day and (not self.turning or day < self.turning)


def unknown(addresses: tuple[str, ...], found: int = 0) -> Entry:
    """A village that is to be made, or that could not be made."""
    return Entry("", "", addresses, "", "", found, 0, 0)


class Kept(NamedTuple):
    """What a township's file holds of a village: its summary, unless it was never made, and what was wrong with it."""

    summary: VillageSummary | None
    diagnostics: tuple[Diagnostic, ...]


class Manifest(NamedTuple):
    """All villages as they were last made, and what they share."""

    shared: str
    """Stamp of the files all villages depend on."""
    fingerprint: str
    """Digest of their bytes."""
    beside: str
    """Stamp of all registers of printed addresses."""
    entries: Mapping[str, Entry]
    totals: Mapping[str, Totals]
    """By township."""
    found: tuple[Diagnostic, ...]
    """What is wrong between villages and with what they share."""
    asked: Parts | None
    """Which parts of the site were asked for; None before the first build."""


EMPTY = Manifest("", "", "", {}, {}, (), None)
_SHAPES = (Manifest, Entry, Totals, VillageSummary, Diagnostic, Place, Edit)
_FORMAT = codes.digest_parts([repr((each.__name__, each.__annotations__)).encode() for each in _SHAPES])[:8]
"""Another one as soon as anything kept has other fields: what an older program kept is made anew, and nobody has to think of it."""
_SHARED = "shared.msgpack"
_INITIALS = "initials.msgpack"


def township_of(folder: str) -> str:
    """The township a village folder belongs to: nine digits, or ``0`` for a folder that begins with no code."""
    return folder[:9] if len(folder) > 13 and folder[:12].isdigit() else "0"


class _Index(Struct, frozen=True):
    format: str
    kept: Manifest


def read(state: Path) -> Manifest:
    """The manifest of the last build; empty when there is none or it cannot be read."""
    try:
        index = json.decode((state / "manifest.json").read_bytes(), type=_Index)
        lost = index.kept.totals.keys() - _list_townships(state) if index.kept.totals else ()
    except (OSError, ValueError):
        return EMPTY
    return EMPTY if lost or index.format != _FORMAT else index.kept


def write(state: Path, kept: Manifest) -> None:
    """Keep the manifest of this build, whole or not at all, and forget townships of which nothing is left to say."""
    ordered = kept._replace(entries=dict(sorted(kept.entries.items())), totals=dict(sorted(kept.totals.items())))
    write_file(state / "manifest.json", json.encode(_Index(_FORMAT, ordered)))
    spoken = kept.totals.keys() | {township_of(folder) for folder, entry in kept.entries.items() if entry.found}
    for path in _townships(state).glob("*.json"):
        if path.stem not in spoken:
            path.unlink()


class Survey(Struct, frozen=True):
    """One look at all files of a county: which villages stand as they were made, and which are to be made again."""

    kept: Manifest
    shared: str
    fingerprint: str
    beside: str
    fresh: Mapping[str, Entry]
    stale: Mapping[str, Entry]
    gone_above: bool = False
    """Whether something that stands above the villages was deleted from the site."""

    @property
    def stands(self) -> bool:
        """Whether everything is as it was."""
        same = (self.shared, self.fingerprint, self.beside) == self.kept[:3]
        return same and not self.stale and not self.gone_above and len(self.fresh) == len(self.kept.entries)

    @property
    def gone(self) -> set[str]:
        """Villages that are no longer there."""
        return set(self.kept.entries.keys() - self.fresh.keys() - self.stale.keys())

    @property
    def is_new(self) -> bool:
        """Whether what all villages share changed, so that all pages are made again."""
        return self.fingerprint != self.kept.fingerprint


def part_of(seen: Survey, number: int, of: int) -> Survey:
    """The villages of one shard, numbered from 1: which one a village is in depends on its folder's name alone."""

    def own(entries: Mapping[str, Entry]) -> dict[str, Entry]:
        return {folder: each for folder, each in entries.items() if crc32(folder.encode()) % of == number - 1}

    return replace(seen, fresh=own(seen.fresh), stale=own(seen.stale))


def survey(county: Path, stage: Stage, parts: Parts, today: date, *, has_private: bool) -> Survey:
    """Look at names, sizes and dates of all files; bytes are read only where they may matter."""
    asked = repr((parts, has_private)).encode()
    kept = read(stage.state) if stage.root.is_dir() else EMPTY
    shared = codes.digest_parts((read_shared_stamp(county).encode(), asked))
    fingerprint = kept.fingerprint
    if shared != kept.shared:
        fingerprint = codes.digest_parts((derive_fingerprint(read_county(county), parts).encode(), asked))
    beside = read_beside(county)
    gone = stage.list_gone() if kept.entries else frozenset()
    villages = frozenset(name for unit in gone if (name := village_of(unit)))
    fresh, stale = divide(county, kept, fingerprint, today, beside, villages)
    above = any(not village_of(unit) for unit in gone)
    return Survey(kept, shared, fingerprint, beside.stamp, fresh, stale, above)


def village_of(unit: str) -> str:
    """The address number of the village whose folder a unit of the site is, in whatever language; empty for any other."""
    *before, last = unit.split("/")
    return last if last.isdigit() and before[-1:] != ["r"] else ""


def derive_fingerprint(files: CountyFiles, parts: Parts) -> str:
    """A digest of everything that all villages share, the program among it."""
    groups = (files.built_in_catalogue, files.catalogue, files.themes)
    pieces = [
        files.settings,
        files.regions,
        files.presets,
        *files.holidays,
        repr(parts).encode(),
        read_program().encode(),
    ]
    pieces += [piece for group in groups for name, data in sorted(group.items()) for piece in (name.encode(), data)]
    return codes.digest_parts(pieces)


def read_program() -> str:
    """A digest of the program itself: another one may make other bytes of the same ledgers."""
    files = overlay.read_folder((overlay.PACKAGE,), "*.py")
    return codes.digest_parts(piece for name, data in sorted(files.items()) for piece in (name.encode(), data))


def divide(
    county: Path,
    kept: Manifest,
    fingerprint: str,
    today: date,
    beside: Beside,
    gone: frozenset[str] = frozenset(),
) -> tuple[dict[str, Entry], dict[str, Entry]]:
    """The villages that stand as they are, and those to be made again as they will be remembered if only dates changed;
    ``gone`` are address numbers of which folders were deleted from the site.

    Stamps are taken before anything is read: what changes meanwhile is noticed next time.
    """
    now = today.isoformat()
    fresh: dict[str, Entry] = {}
    stale: dict[str, Entry] = {}
    for folder in list_villages(county):
        before = kept.entries.get(folder) if fingerprint == kept.fingerprint else None
        if before is None or not before.stands_on(now) or not gone.isdisjoint(before.addresses):
            stale[folder] = _look_again(county, folder, None, beside)
        elif read_stamp(county, folder, before.addresses, beside).whole == before.stamp:
            fresh[folder] = before
        else:
            stale[folder] = _look_again(county, folder, before, beside)
    return fresh, stale


def _look_again(county: Path, folder: str, before: Entry | None, beside: Beside) -> Entry:
    addresses = read_addresses(county, folder)
    stamp = read_stamp(county, folder, addresses, beside)
    known = before if before and before.addresses == addresses else unknown(addresses)
    return known._replace(stamp=stamp.whole, ledger=stamp.ledger)


def is_made_now(county: Path, kept: Manifest) -> bool:
    """Whether program, theme, catalogue and settings are those with which the villages were last made."""
    parts = kept.asked or ALL_PARTS
    shared = derive_fingerprint(read_county(county), parts).encode()
    asked = (repr((parts, has_private)).encode() for has_private in (False, True))
    return any(kept.fingerprint == codes.digest_parts((shared, each)) for each in asked)


def read_township(state: Path, code: str) -> dict[str, Kept]:
    """What is kept of a township's villages, by folder; nothing when it cannot be read or an older program wrote it."""
    try:
        return json.decode((_townships(state) / f"{code}.json").read_bytes(), type=dict[str, Kept])
    except (OSError, ValueError):
        return {}


def write_township(state: Path, code: str, villages: Mapping[str, Kept]) -> None:
    """Keep what is known of a township's villages."""
    write_file(_townships(state) / f"{code}.json", json.encode(dict(sorted(villages.items()))), lasting=False)


class Shared(NamedTuple):
    """What all villages share and takes long to read; kept only where nothing is wrong with any of the shared files."""

    fingerprint: str
    catalogue: Catalogue
    regions: tuple[Region, ...]


def read_shared(state: Path, fingerprint: str) -> Shared | None:
    """What reading the files of that fingerprint would give again; None where it is not kept."""
    try:
        kept = msgpack.decode((state / _SHARED).read_bytes(), type=Shared)
    except (OSError, ValueError):
        return None
    return kept if kept.fingerprint == fingerprint else None


def write_shared(state: Path, shared: Shared) -> None:
    """Keep it for the next build."""
    write_file(state / _SHARED, msgpack.encode(shared), lasting=False)


def read_initials(state: Path, fingerprint: str) -> dict[str, str]:
    """First letters of regions by name, as far as a build of that fingerprint kept them."""
    try:
        kept, names = msgpack.decode((state / _INITIALS).read_bytes(), type=tuple[str, dict[str, str]])
    except (OSError, ValueError):
        return {}
    return names if kept == fingerprint else {}


def write_initials(state: Path, fingerprint: str, names: Mapping[str, str]) -> None:
    """Keep them for the next build."""
    write_file(state / _INITIALS, msgpack.encode((fingerprint, names)), lasting=False)


def read_diagnostics(state: Path, kept: Manifest) -> tuple[Diagnostic, ...]:
    """All that was wrong when the villages were last made; only files that hold any are read."""
    codes = sorted({township_of(folder) for folder, entry in kept.entries.items() if entry.found})
    townships = (read_township(state, code) for code in codes)
    return (*kept.found, *(each for township in townships for one in township.values() for each in one.diagnostics))


def _list_townships(state: Path) -> set[str]:
    """Townships whose file is there and not empty, as a loss of power might leave it."""
    with os.scandir(_townships(state)) as files:
        return {file.name.removesuffix(".json") for file in files if file.stat().st_size}


def _townships(state: Path) -> Path:
    return state / "townships"
