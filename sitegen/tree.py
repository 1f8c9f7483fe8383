"""Folders on disk that are always whole: built beside, then exchanged; a journal lets the next start finish or undo."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from sitegen.disk import list_files, sync, sync_one, write_file
from sitegen.held import move
from sitegen.locks import Lock

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_STAGE, _JOURNAL, _SUMS = "stage-", "journal.json", "sums"
SUMS = "SHA256SUMS"
"""In a site that was handed over: the digest of every other file."""


class ChangedError(OSError):
    """A file is not what its digest says; ``filename`` is its path."""


_NESTED = re.compile("r|[a-z]{2,3}(-[A-Za-z]+)?")
"""Folders whose folders are exchanged singly: that of regions, and those of languages, which have one of regions again."""


def unit_of(path: str) -> str:
    """What is exchanged together with that file: a top-level folder or file, a region's folder, or one of a language's."""
    top, _, rest = path.partition("/")
    return f"{top}/{unit_of(rest)}" if rest and _NESTED.fullmatch(top) else top


class Stage:
    """Changes to the folders directly below ``root``, gathered beside it and exchanged one by one at the end.

    Readers of ``root`` see each folder either as it was or as it is, whatever interrupts the exchange. Beside the root,
    in ``state/sums``, stands what every unit holds, in the form of ``SHA256SUMS``.
    """

    def __init__(self, root: Path, state: Path) -> None:
        self.root = root
        self.state = state
        self.changed: dict[str, int] = {}
        self._lock = Lock(state)
        recover(root, state)
        self.folder = state / f"{_STAGE}{secrets.token_hex(4)}"

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever happened, the stage is gone and the next build may begin."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.release()

    def list_gone(self) -> frozenset[str]:
        """Units that were made and are no longer there: somebody deleted them."""
        return frozenset(list_units(self.state / _SUMS)).difference(list_units(self.root))

    def put_all(self, files: Mapping[str, bytes]) -> None:
        """Stage files by path below the root: every unit named holds these files and no others."""
        self.note(put_files(self.root, self.folder, files))

    def note(self, different: Mapping[str, int]) -> None:
        """Take over what :func:`put_files` staged, here or in another process."""
        self.changed.update((name, count) for name, count in different.items() if count)

    def commit(self, keep: Iterable[str], *, whole: bool = False) -> tuple[str, ...]:
        """Exchange everything staged, then remove what is in none of ``keep``; the names removed.

        ``whole``: readers see all of the site as it was or all of it as it is, not one folder after the other.
        """
        wanted = set(keep)
        gone = tuple(sorted(name for name in list_units(self.root) if name not in wanted))
        if not self.changed and not gone and not (self.folder / "sums").is_dir():
            return ()
        self.folder.mkdir(parents=True, exist_ok=True)
        new = self.folder / "site"
        whole = whole and bool(self.changed)
        if whole:
            for name in wanted & set(list_units(self.root)) - self.changed.keys():
                _link_all(self.root / name, new / name)
        changed = {name: (new / name).stat().st_ino for name in ([""] if whole else sorted(self.changed))}
        sync(self.folder)
        record = {"stage": self.folder.name, "changed": changed, "gone": gone}
        write_file(self.state / _JOURNAL, json.dumps(record).encode())
        _finish(self.root, self.state)
        return gone


def list_units(root: Path) -> Iterator[str]:
    """What is exchanged singly below a root, by name; nothing where there is no root."""
    for name in os.listdir(root) if root.is_dir() else ():
        if _NESTED.fullmatch(name) and (root / name).is_dir():
            yield from (f"{name}/{each}" for each in list_units(root / name))
        else:
            yield name


def put_files(root: Path, stage: Path, files: Mapping[str, bytes]) -> dict[str, int]:
    """Write files into the stage by the path they will have below the root; how many of each unit differ from those there.

    Files whose bytes did not change keep their identity and date; a unit in which nothing differs is not staged. Two
    processes may put the same unit at the same time, and one that is stopped leaves nothing behind that counts.
    """
    units: dict[str, dict[str, bytes]] = {}
    for path, data in files.items():
        unit = unit_of(path)
        units.setdefault(unit, {})[path[len(unit) + 1 :]] = data
    part = stage / "parts" / secrets.token_hex(8)
    different = {unit: _put_unit(str(root / unit), str(part / unit), content) for unit, content in units.items()}
    for unit, count in different.items():
        _put_sums(stage, unit, units[unit])
        if count:
            _settle(part / unit, stage / "site" / unit)
    shutil.rmtree(part, ignore_errors=True)
    return different


def _put_sums(stage: Path, unit: str, files: Mapping[str, bytes]) -> None:
    sums = {f"{unit}/{path}" if path else unit: sha256(data).hexdigest() for path, data in files.items()}
    text = to_sums(sums)
    if not _holds(str(stage.parent / _SUMS / unit), text):
        beside = stage / "sums" / f"{unit}.{secrets.token_hex(4)}"
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(text)
        beside.replace(stage / "sums" / unit)


def to_sums(sums: Mapping[str, str]) -> bytes:
    """Digests by path as the lines that ``sha256sum -c`` reads."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(sums.items())).encode()


def from_sums(text: bytes) -> dict[str, str]:
    """The same lines as digests by path; what is no such line is left out."""
    lines = (line.partition("  ") for line in text.decode("utf-8", errors="replace").splitlines())
    return {path: digest for digest, _, path in lines if path}


def read_sums(state: Path) -> dict[str, str]:
    """The digest of every file a state knows below its root, by path."""
    folder = state / _SUMS
    texts = ((folder / unit).read_bytes() for unit in sorted(list_files(str(folder))))
    return {path: digest for text in texts for path, digest in from_sums(text).items()}


def _settle(part: Path, new: Path) -> None:
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        part.replace(new)
    except OSError:
        if not new.exists():
            raise
        # made twice, by a process that was thought lost: the bytes are the same


def _put_unit(old: str, new: str, files: Mapping[str, bytes]) -> int:
    if "" in files:
        return _put_file(old, new, files[""])
    there = list_files(old)
    same = {path for path, data in files.items() if there.get(path) == len(data) and _holds(f"{old}/{path}", data)}
    if len(same) == len(files) == len(there):
        return 0
    os.makedirs(new)
    for folder in _list_folders(files):
        os.mkdir(f"{new}/{folder}")
    for path, data in files.items():
        if path in same:
            _link(f"{old}/{path}", f"{new}/{path}")
        else:
            _write(f"{new}/{path}", data)
    return max(len(files) - len(same), 1)


def _list_folders(paths: Iterable[str]) -> list[str]:
    """The folders the files stand in, each after the one that holds it."""
    folders = set[str]()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return sorted(folders)


def _put_file(old: str, new: str, data: bytes) -> int:
    if _holds(old, data):
        return 0
    os.makedirs(os.path.dirname(new), exist_ok=True)
    _write(new, data)
    return 1


def _write(path: str, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)


def recover(root: Path, state: Path) -> None:
    """Finish an exchange that was interrupted, or throw away a stage that was never complete."""
    if (state / _JOURNAL).exists():
        _finish(root, state)
    for stage in state.glob(f"{_STAGE}*"):
        shutil.rmtree(stage, ignore_errors=True)


def _finish(root: Path, state: Path) -> None:
    """Do what the journal says. Safe to repeat: the number of each new folder (its inode) tells whether it stands in its
    place already."""
    record = json.loads((state / _JOURNAL).read_bytes())
    stage = state / record["stage"]
    for name, number in record["changed"].items():
        new = stage / "site" / name
        if not _is_in_place(root / name, number) and new.exists():
            exchange(new, root / name)
    for name in record["gone"]:
        path = root / name
        if path.is_dir():
            move(path, _aside(stage / "site" / name))
        else:
            path.unlink(missing_ok=True)
        (state / _SUMS / name).unlink(missing_ok=True)
    for name in list_files(str(stage / "sums")):
        (state / _SUMS / name).parent.mkdir(parents=True, exist_ok=True)
        move(stage / "sums" / name, state / _SUMS / name)
    for folder in filter(Path.is_dir, {(root / name).parent for name in (*record["changed"], *record["gone"])}):
        sync_one(folder)
    for name in record["gone"]:
        _remove_empty((root / name).parent, root)
    (state / _JOURNAL).unlink()
    shutil.rmtree(stage, ignore_errors=True)


def _remove_empty(folder: Path, root: Path) -> None:
    """Folders that held nothing else go with what is gone: a language that is no longer listed leaves none behind."""
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _is_in_place(path: Path, number: int) -> bool:
    return path.exists() and path.stat().st_ino == number


def _aside(new: Path) -> Path:
    """Where the old one goes, beside the new one, until it is deleted."""
    aside = new.with_name(f".old-{new.name}")
    shutil.rmtree(aside, ignore_errors=True)
    aside.parent.mkdir(parents=True, exist_ok=True)
    return aside


def exchange(new: Path, old: Path) -> None:
    """Put ``new`` in the place of ``old``, which is gone afterwards; readers see one or the other."""
    if not new.is_dir() or not old.exists():
        old.parent.mkdir(parents=True, exist_ok=True)
        move(new, old)
        return
    aside = _aside(new)
    if _swap(new, old):
        move(new, aside)
    else:
        move(old, aside)
        try:
            move(new, old)
        except OSError:
            move(aside, old)
            raise
    shutil.rmtree(aside, ignore_errors=True)


def _swap(one: Path, other: Path) -> bool:
    """Exchange two folders in one step where the system can (Linux); False where it cannot."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    done = libc.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    if done == 0:
        return True
    if ctypes.get_errno() in (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP):
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))


def _holds(path: str, data: bytes) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read(len(data) + 1) == data
    except OSError:
        return False


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _link_all(old: Path, new: Path) -> None:
    new.parent.mkdir(parents=True, exist_ok=True)
    if old.is_dir():
        shutil.copytree(old, new, copy_function=_link)
    else:
        _link(str(old), str(new))
