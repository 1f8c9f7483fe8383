"""What was handed over: a manifest a release over files kept by their digest, the last three, and never what was taken down.

``build/releases/<number>/`` holds ``SHA256SUMS``, ``release.json`` and the papers that went with it; ``build/releases/store/``
the files, linked from the built site, so that what did not change takes no room.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sitegen.disk import write_file
from sitegen.held import move
from sitegen.load.published import LOG, RETRACTED, load_links
from sitegen.load.remembered import read_registers
from sitegen.locks import Lock
from sitegen.manifest import Manifest, village_of
from sitegen.tree import SUMS, ChangedError, Stage, from_sums, to_sums, unit_of

KEPT = 3
_BEGUN = "begun.json"
_DAY = (2026, 1, 1, 0, 0, 0)
"""One fixed date in every zip: equal sites give equal zips."""
_PACKED = (".gz", ".br", ".png", ".jpg", ".jpeg", ".pdf", ".xlsx", ".zip")


class Standing(NamedTuple):
    """What a village stood on when it was handed over."""

    addresses: tuple[str, ...]
    lines: tuple[int, ...]
    """Of the log of releases of each address."""
    turning: str
    """The day from which its pages may show what may no longer be shown."""


class Release(NamedTuple):
    """One handing over; ``sums`` are the digests of its files by path."""

    number: int
    day: str
    back_to: int
    """The release it went back to; 0 for one that was new."""
    villages: tuple[Standing, ...]
    sums: Mapping[str, str]
    forgotten: tuple[str, ...] = ()
    """Paths of files that were handed over and of which no digest is kept either: whoever has them must still be told."""

    def handed_over(self) -> dict[str, str]:
        """The digests of all files that went out by path; empty for those forgotten, so that they differ from any other."""
        return {**dict.fromkeys(self.forgotten, ""), **self.sums}


def list_releases(folder: Path) -> tuple[int, ...]:
    """Numbers of the releases kept, oldest first."""
    return tuple(sorted(int(path.parent.name) for path in folder.glob("*/release.json")))


def read_release(folder: Path, number: int) -> Release:
    """One of :func:`list_releases`."""
    record = json.loads((folder / str(number) / "release.json").read_bytes())
    villages = tuple(
        Standing(tuple(addresses), (lines,) if isinstance(lines, int) else tuple(lines), turning)
        for addresses, lines, turning in record["villages"]
    )
    sums = from_sums((folder / str(number) / SUMS).read_bytes())
    return Release(number, record["day"], record["back_to"], villages, sums, tuple(record.get("forgotten", ())))


def begin_release(folder: Path, number: int, paths: Iterable[str], papers: Mapping[str, bytes]) -> None:
    """Note which files are about to be handed over: whoever does it may be stopped before it counts as done.

    Without their digests, which could not be forgotten once one of them is withdrawn.
    """
    own = folder / str(number)
    write_file(own / _BEGUN, json.dumps(sorted(paths)).encode())
    for name, data in papers.items():
        write_file(own / name, data)


def read_begun(folder: Path) -> dict[int, tuple[str, ...]]:
    """By number, the paths of what was about to be handed over by runs that were broken off: somebody may have it."""
    finished = list_releases(folder)
    notes = {int(path.parent.name): path for path in folder.glob(f"*/{_BEGUN}")}
    return {number: tuple(json.loads(path.read_bytes())) for number, path in notes.items() if number not in finished}


def write_release(folder: Path, release: Release) -> None:
    """Keep a release that was begun and forget those beyond the last three, and those broken off; it counts once its
    ``release.json`` stands there."""
    _write(folder, release)
    (folder / str(release.number) / _BEGUN).unlink()
    for number in read_begun(folder):
        shutil.rmtree(folder / str(number))
    for number in list_releases(folder)[:-KEPT]:
        (folder / str(number) / "release.json").unlink()
        shutil.rmtree(folder / str(number))
    _sweep(folder)


def _write(folder: Path, release: Release) -> None:
    own = folder / str(release.number)
    write_file(own / SUMS, to_sums(release.sums))
    record = {
        "day": release.day,
        "back_to": release.back_to,
        "villages": release.villages,
        "forgotten": release.forgotten,
    }
    write_file(own / "release.json", json.dumps(record).encode())


def _sweep(folder: Path) -> None:
    """Files of no release go."""
    needed = {digest for number in list_releases(folder) for digest in read_release(folder, number).sums.values()}
    for path in (folder / "store").glob("*/*"):
        if path.name not in needed:
            path.unlink()


# ---- files by their digest ------------------------------------------------------------------------------------------


def keep_files(folder: Path, root: Path, sums: Mapping[str, str]) -> None:
    """Take files of a site into the store."""
    for path, digest in sums.items():
        kept = _kept(folder, digest)
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(root / path, kept)
            except OSError:
                shutil.copyfile(root / path, kept)


def _kept(folder: Path, digest: str) -> Path:
    return folder / "store" / digest[:2] / digest


def read_changed(folder: Path, old: Release, now: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The files of an earlier release that are otherwise now, in their order."""
    for path, digest in sorted(old.sums.items()):
        if now.get(path) != digest:
            yield path, _read_kept(folder, path, digest)


def _read_kept(folder: Path, path: str, digest: str) -> bytes:
    data = _kept(folder, digest).read_bytes()
    if sha256(data).hexdigest() != digest:
        _kept(folder, digest).unlink()
        raise ChangedError(0, "changed", path)
    return data


# ---- handing over ---------------------------------------------------------------------------------------------------


def hand_over_folder(folder: Path, sums: Mapping[str, str], target: Path) -> None:
    """Exchange a folder for this site in one step; what did not change stays the same files. ``SHA256SUMS`` lies in it."""
    with Stage(target, target.with_name(f".{target.name}.state")) as stage:
        for _, paths in groupby(sorted(sums, key=lambda path: (unit_of(path), path)), key=unit_of):
            stage.put_all({path: _read_kept(folder, path, sums[path]) for path in paths})
        stage.put_all({SUMS: to_sums(sums)})
        stage.commit({SUMS, *map(unit_of, sums)}, whole=True)


def hand_over_zip(
    folder: Path, sums: Mapping[str, str], wanted: Iterable[str], papers: Mapping[str, bytes], target: Path
) -> None:
    """A zip of the papers and, below ``site/``, the wanted files and ``SHA256SUMS`` of the whole site."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.new")
    try:
        with ZipFile(beside, "w") as archive:
            for name, data in sorted(papers.items()):
                _add(archive, name, data)
            for path in sorted(wanted):
                _add(archive, f"site/{path}", _read_kept(folder, path, sums[path]))
            _add(archive, f"site/{SUMS}", to_sums(sums))
        move(beside, target)
    finally:
        beside.unlink(missing_ok=True)


def _add(archive: ZipFile, name: str, data: bytes) -> None:
    entry = ZipInfo(name, _DAY)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data, ZIP_STORED if name.endswith(_PACKED) else ZIP_DEFLATED)


# ---- what may be shown again ----------------------------------------------------------------------------------------


def to_standings(county: Path, kept: Manifest) -> tuple[Standing, ...]:
    """What every village stands on now."""
    return tuple(
        Standing(
            entry.addresses,
            tuple(len(read_log(county / "published" / address)) for address in entry.addresses),
            entry.turning,
        )
        for entry in kept.entries.values()
    )


def read_log(folder: Path) -> list[dict[str, object]]:
    """The lines of the log in a village's folder of releases; a last one that was never whole is none."""
    path = folder / LOG
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    return [_read_line(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def end_of_log(folder: Path) -> str:
    lines = read_log(folder)
    return str(lines[-1].get("chain", "")) if lines else ""


def open_releases(county: Path) -> Lock:
    """One at a time writes releases: each line is tied to the one before."""
    return Lock(county / "build" / "releases")


def list_standing(folder: Path) -> tuple[tuple[str, str], ...]:
    """Item and period, or number of a record, of all that was published from a village's folder and not taken down; the newest
    first."""
    newest: dict[tuple[str, str], str] = {}
    for line in read_log(folder):
        if line.get("state") in ("published", "corrected", "withdrawn"):
            newest[str(line.get("item")), str(line.get("period"))] = str(line["state"])
    standing = (each for each, state in newest.items() if state != "withdrawn")
    return tuple(sorted(standing, key=lambda each: each[1], reverse=True))


def _read_line(line: str) -> dict[str, object]:
    try:
        record = json.loads(line)
    except ValueError:
        return {}
    return record if isinstance(record, dict) else {}


def forget_ended(county: Path, folder: Path, today: str) -> None:
    """Take out of the releases kept every village of which something was withdrawn since, whose names were taken back, or
    whose next turning day has come; with it go the pages above the villages, which tell of it."""
    for number in list_releases(folder):
        release = read_release(folder, number)
        ended = {address for each in release.villages if _is_ended(county, each, today) for address in each.addresses}
        if ended & set(map(address_of, release.sums)):
            left = _without(release.sums, ended)
            forgotten = sorted({*release.forgotten, *release.sums} - left.keys())
            _write(folder, release._replace(sums=left, forgotten=tuple(forgotten)))
    _sweep(folder)


def _is_ended(county: Path, standing: Standing, today: str) -> bool:
    if standing.turning and standing.turning <= today:
        return True
    since = (
        line
        for address, lines in zip(standing.addresses, standing.lines, strict=False)
        for line in read_log(county / "published" / address)[lines:]
    )
    return any(line.get("state") in ("withdrawn", RETRACTED) for line in since)


def _without(sums: Mapping[str, str], addresses: Iterable[str]) -> dict[str, str]:
    gone = frozenset(addresses)
    return {path: digest for path, digest in sums.items() if (address := address_of(path)) and address not in gone}


def address_of(path: str) -> str:
    """The village a file belongs to, in whatever language; empty for what stands above the villages."""
    return village_of(unit_of(path))


def go_back(
    county: Path, old: Release, now: Mapping[str, str], refused: Iterable[str] = ()
) -> tuple[dict[str, str], frozenset[str]]:
    """The files of an earlier release, and the units that are as they were in it; whatever is not to be shown again, was
    printed since, or is of a village that is ``refused`` by its address number, is as it is now."""
    pages = {"/" + path.removesuffix("index.html") for path in old.sums}
    lost = {*_find_lost(read_registers(county), pages, set(map(address_of, old.sums))), *refused}
    kept = _without(old.sums, lost) if lost else dict(old.sums)
    units = {unit_of(path) for path in kept}
    new = {path: digest for path, digest in now.items() if unit_of(path) not in units}
    return {**new, **kept}, frozenset(units)


def _find_lost(registers: Mapping[str, bytes], pages: set[str], addresses: set[str]) -> Iterator[str]:
    for address in registers.keys() & addresses:
        if any(link.path not in pages for link in load_links(address, registers[address])[0]):
            yield address
