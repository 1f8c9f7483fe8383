"""What a county's registers and releases were at an earlier state of its git repository."""

from __future__ import annotations

import subprocess
from pathlib import Path

FOLDERS = ("links", "published")
"""What is only ever added to."""


class HistoryError(Exception):
    """Why an earlier state cannot be read: ``git`` is not there, ``repository`` there is none, ``ref`` is unknown."""


def read_history(county: Path, ref: str) -> dict[str, bytes]:
    """Files of ``links/`` and ``published/`` at ``ref``, by path from the county; raises :class:`HistoryError`."""
    _run(county, "repository", "rev-parse", "--is-inside-work-tree")
    commit = (
        _run(county, "ref", "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        .strip()
        .decode()
    )
    listed = _run(county, "ref", "ls-tree", "-r", "-z", "--name-only", commit, "--", *FOLDERS)
    names = [name.decode() for name in listed.split(b"\0") if name]
    asked = "".join(f"{commit}:./{name}\n" for name in names).encode()
    return dict(zip(names, _split(_run(county, "ref", "cat-file", "--batch", given=asked)), strict=True))


def read_now(county: Path) -> dict[str, bytes]:
    """The same files as they are."""
    paths = (path for folder in FOLDERS for path in sorted((county / folder).rglob("*")) if path.is_file())
    return {path.relative_to(county).as_posix(): path.read_bytes() for path in paths}


def _run(county: Path, why: str, *arguments: str, given: bytes = b"") -> bytes:
    try:
        ran = subprocess.run(["git", "-C", str(county), *arguments], input=given, capture_output=True, check=False)
    except FileNotFoundError:
        raise HistoryError("git") from None
    if ran.returncode:
        raise HistoryError(why)
    return ran.stdout


def _split(batch: bytes) -> list[bytes]:
    """The contents one after the other: each has a line with its size before it and a line end after it."""
    contents = []
    at = 0
    while at < len(batch):
        start = batch.index(b"\n", at) + 1
        size = int(batch[at : start - 1].rsplit(b" ", 1)[1])
        contents.append(batch[start : start + size])
        at = start + size + 1
    return contents
