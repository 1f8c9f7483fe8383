"""The private root: where the township keeps what is never public – outside the county folder and of any git work tree."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from sitegen.diagnostics import Diagnostic, Place, error

_MOUNTS = Path("/proc/self/mountinfo")
_DEEP = 2
"""Folders below the private root that are looked at for links to elsewhere: 报告/<日期> is the deepest that is made."""


def read_private_root(given: Path, county: Path) -> tuple[Path | None, tuple[Diagnostic, ...]]:
    """The folder as an absolute path without links, which need not exist yet; or why it may not be used (SYS-PRIVATE).

    Refused: inside the county folder, around it, and inside any git work tree, where one ``git add`` would leak it; also
    where only another name of the folder (a mount of a mount) or a link inside it leads there.
    """
    root, inside = given.expanduser().resolve(), county.resolve()
    mounts = _read_mounts()
    for place in (root, *find_links(root, _DEEP)):
        reason = _reason_against(place, inside, mounts)
        if reason:
            return None, (error("SYS-PRIVATE", Place(""), path=str(place), reason=reason),)
    return root, ()


def _reason_against(root: Path, county: Path, mounts: tuple[Mount, ...]) -> str:
    names, counties = tuple(find_names(root, mounts)), tuple(find_names(county, mounts))
    if any(_is_inside(name, each) for name in names for each in counties):
        return "inside the county folder"
    if any(_is_inside(each, name) for name in names for each in counties):
        return "around the county folder"
    if any((folder / ".git").exists() for name in names for folder in (name, *name.parents)):
        return "inside a git work tree"
    if root.exists() and not root.is_dir():
        return "not a folder"
    return ""


def _is_inside(path: Path, folder: Path) -> bool:
    """By its words, or because one of the folders above it is that very folder (disks that do not tell A from a)."""
    return path.is_relative_to(folder) or any(_is_same(each, folder) for each in (path, *path.parents))


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def find_links(folder: Path, deep: int) -> Iterator[Path]:
    """Where links among the entries of a folder lead, so many folders down; nothing for what is not there."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_symlink():
            target = Path(entry.path).resolve()
            yield target if target.is_dir() else target.parent
        elif deep and entry.is_dir():
            yield from find_links(Path(entry.path), deep - 1)


# -- the same folder by other names (Linux) ------------------------------------------------------------------------


class Mount(NamedTuple):
    """One line of mountinfo: which disk, which folder of it, and where it is seen."""

    disk: str
    root: PurePosixPath
    point: Path


def _read_mounts() -> tuple[Mount, ...]:
    try:
        return parse_mounts(_MOUNTS.read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:
        return ()


def parse_mounts(text: str) -> tuple[Mount, ...]:
    """The mounts of ``/proc/self/mountinfo``; blanks in names are written ``\\040`` there."""
    rows = (line.split() for line in text.splitlines())
    return tuple(Mount(row[2], PurePosixPath(_plain(row[3])), Path(_plain(row[4]))) for row in rows if len(row) > 4)


def _plain(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)


def find_names(path: Path, mounts: Iterable[Mount]) -> Iterator[Path]:
    """The path, and the names the same folder has where its disk is mounted a second time."""
    yield path
    listed = tuple(mounts)
    own = max(
        (each for each in listed if path.is_relative_to(each.point)),
        key=lambda each: len(each.point.parts),
        default=None,
    )
    if own is None:
        return
    inside = own.root / path.relative_to(own.point).as_posix()
    for each in listed:
        if each.disk == own.disk and inside.is_relative_to(each.root):
            yield each.point / inside.relative_to(each.root).as_posix()
