"""Folders on disk that are always whole: built beside, then exchanged; a journal lets the next start finish or undo."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def write_file(path: Path, data: bytes) -> bool:
    """Write a whole file, or leave it untouched when it already holds these bytes; True when it was written."""
    with contextlib.suppress(OSError):
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    return True


def append_line(path: Path, text: str) -> None:
    """Append to a register; the line is on the disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


class BusyError(OSError):
    """Another build holds the folder; ``filename`` is the lock it left."""


def take_lock(state: Path) -> Path:
    """The lock of a state folder; a lock whose process is gone is taken over."""
    state.mkdir(parents=True, exist_ok=True)
    lock = state / "lock"
    for _ in range(2):
        try:
            with lock.open("x") as file:
                file.write(str(os.getpid()))
        except FileExistsError:
            if _is_alive(lock):
                raise BusyError(errno.EBUSY, os.strerror(errno.EBUSY), str(lock)) from None
            lock.unlink(missing_ok=True)
        else:
            return lock
    raise BusyError(errno.EBUSY, os.strerror(errno.EBUSY), str(lock))


def _is_alive(lock: Path) -> bool:
    try:
        number = int(lock.read_text() or "0")
        if number == os.getpid():
            return False
        os.kill(number, 0)
    except (OSError, ValueError):
        return False
    return number > 0


class Stage:
    """Changes to the folders directly below ``root``, gathered beside it and exchanged one by one at the end.

    Readers of ``root`` see each folder either as it was or as it is, whatever interrupts the exchange.
    """

    def __init__(self, root: Path, state: Path) -> None:
        self.root = root
        self.folder = state / "stage"
        self.journal = state / "journal.json"
        self.changed: dict[str, int] = {}
        self.lock = take_lock(state)
        recover(root, state)
        self.folder.mkdir(parents=True, exist_ok=True)
        root.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever happened, the stage is gone and the next build may begin."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.lock.unlink(missing_ok=True)

    def put_all(self, files: Mapping[str, bytes]) -> None:
        """Stage files by path below the root: every top-level folder named holds these files and no others."""
        folders: dict[str, dict[str, bytes]] = {}
        for path, data in files.items():
            top, _, rest = path.partition("/")
            folders.setdefault(top, {})[rest] = data
        for name, content in folders.items():
            self.put(name, content)

    def put(self, name: str, files: Mapping[str, bytes]) -> int:
        """Stage a folder (or a single top-level file); how many of its files differ from those there now.

        Files whose bytes did not change keep their identity and date.
        """
        old, new = self.root / name, self.folder / name
        if "" in files:
            return self._put_file(name, files[""])
        different = 0
        for relative, data in files.items():
            target = new / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            if _holds(old / relative, data):
                _link(old / relative, target)
            else:
                target.write_bytes(data)
                different += 1
        if not different and _count_files(old) == len(files):
            shutil.rmtree(new, ignore_errors=True)
            return 0
        self.changed[name] = max(different, 1)
        return self.changed[name]

    def _put_file(self, name: str, data: bytes) -> int:
        if _holds(self.root / name, data):
            return 0
        (self.folder / name).write_bytes(data)
        self.changed[name] = 1
        return 1

    def commit(self, keep: Iterable[str]) -> tuple[str, ...]:
        """Exchange everything staged, then remove what is in none of ``keep``; the names removed."""
        wanted = set(keep)
        gone = tuple(sorted(path.name for path in self.root.iterdir() if path.name not in wanted))
        if not self.changed and not gone:
            shutil.rmtree(self.folder, ignore_errors=True)
            return ()
        _sync_tree(self.folder)
        changed = {name: (self.folder / name).stat().st_ino for name in sorted(self.changed)}
        write_file(self.journal, json.dumps({"changed": changed, "gone": gone}).encode())
        _exchange_all(self.root, self.folder, changed, gone)
        self.journal.unlink()
        return gone


def recover(root: Path, state: Path) -> None:
    """Finish an exchange that was interrupted, or throw away a stage that was never complete."""
    journal, folder = state / "journal.json", state / "stage"
    if journal.exists():
        record = json.loads(journal.read_bytes())
        _exchange_all(root, folder, record["changed"], record["gone"])
        journal.unlink()
    shutil.rmtree(folder, ignore_errors=True)


def _exchange_all(root: Path, folder: Path, changed: Mapping[str, int], gone: Iterable[str]) -> None:
    """Safe to repeat: the number of each new folder (its inode) tells whether it stands in its place already."""
    for name, number in changed.items():
        if not _is_in_place(root / name, number) and (folder / name).exists():
            exchange(folder / name, root / name)
    for name in gone:
        path = root / name
        if path.is_dir():
            path.rename(_aside(folder / name))
        else:
            path.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


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
        new.replace(old)
        return
    aside = _aside(new)
    if _swap(new, old):
        new.rename(aside)
    else:
        old.rename(aside)
        new.rename(old)
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


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _count_files(folder: Path) -> int:
    return sum(len(files) for _, _, files in os.walk(folder))


def _sync_tree(folder: Path) -> None:
    """Everything staged is on the disk before the first exchange; one call where the system has it, else file by file."""
    if hasattr(os, "sync"):
        os.sync()
        return
    for path in _walk_files(folder):
        with contextlib.suppress(OSError), path.open("rb") as file:
            os.fsync(file.fileno())


def _walk_files(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        for name in names:
            yield Path(parent) / name
