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


def write_file(path: Path, data: bytes, *, lasting: bool = True) -> bool:
    """Write a whole file, or leave it untouched when it already holds these bytes; True when it was written.

    ``lasting``: it is on the disk when this returns; otherwise a loss of power may take it, and it is made again.
    """
    with contextlib.suppress(OSError):
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(data)
        if lasting:
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
            if find_holder(state):
                raise BusyError(errno.EBUSY, os.strerror(errno.EBUSY), str(lock)) from None
            lock.unlink(missing_ok=True)
        else:
            return lock
    raise BusyError(errno.EBUSY, os.strerror(errno.EBUSY), str(lock))


def find_holder(state: Path) -> int:
    """The number of the living process that holds the folder; 0 when there is none."""
    try:
        number = int((state / "lock").read_text() or "0")
    except (OSError, ValueError):
        return 0
    return number if number != os.getpid() and _is_running(number) else 0


_QUERY, _STILL_ACTIVE = 0x1000, 259
"""PROCESS_QUERY_LIMITED_INFORMATION and the exit code of a process that has not ended (Windows API)."""


def _is_running(number: int) -> bool:
    """Whether a process of that number lives, whoever it belongs to."""
    if number <= 0:
        return False
    if sys.platform == "win32":  # signal 0 asks nothing there: it is Ctrl+C
        kernel = ctypes.windll.kernel32
        handle, code = kernel.OpenProcess(_QUERY, False, number), ctypes.c_ulong()
        known = bool(handle) and bool(kernel.GetExitCodeProcess(handle, ctypes.byref(code)))
        kernel.CloseHandle(handle)
        return known and code.value == _STILL_ACTIVE
    try:
        os.kill(number, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


NESTED = "r"
"""The one folder whose folders are exchanged singly: those of regions."""


def unit_of(path: str) -> str:
    """What is exchanged together with that file: a top-level folder or file, or a folder of one region."""
    top, _, rest = path.partition("/")
    return f"{top}/{rest.partition('/')[0]}" if top == NESTED else top


class Stage:
    """Changes to the folders directly below ``root``, gathered beside it and exchanged one by one at the end.

    Readers of ``root`` see each folder either as it was or as it is, whatever interrupts the exchange.
    """

    def __init__(self, root: Path, state: Path) -> None:
        self.root = root
        self.state = state
        self.folder = state / "stage"
        self.journal = state / "journal.json"
        self.changed: dict[str, int] = {}
        self.lock = take_lock(state)
        recover(root, state)

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever happened, the stage is gone and the next build may begin."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.lock.unlink(missing_ok=True)

    def put_all(self, files: Mapping[str, bytes]) -> None:
        """Stage files by path below the root: every unit named holds these files and no others."""
        self.note(put_files(self.root, self.folder, files))

    def note(self, different: Mapping[str, int]) -> None:
        """Take over what :func:`put_files` staged, here or in another process."""
        self.changed.update((name, count) for name, count in different.items() if count)

    def commit(self, keep: Iterable[str]) -> tuple[str, ...]:
        """Exchange everything staged, then remove what is in none of ``keep``; the names removed."""
        wanted = set(keep)
        self.root.mkdir(parents=True, exist_ok=True)
        gone = tuple(sorted(name for name in _list_units(self.root) if name not in wanted))
        if not self.changed and not gone:
            return ()
        self.folder.mkdir(parents=True, exist_ok=True)
        _sync_tree(self.folder)
        changed = {name: (self.folder / name).stat().st_ino for name in sorted(self.changed)}
        write_file(self.journal, json.dumps({"changed": changed, "gone": gone}).encode())
        _exchange_all(self.root, self.folder, changed, gone)
        self.journal.unlink()
        return gone


def _list_units(root: Path) -> Iterator[str]:
    for name in os.listdir(root):
        if name == NESTED:
            yield from (f"{NESTED}/{each}" for each in os.listdir(root / NESTED))
        else:
            yield name


def put_files(root: Path, stage: Path, files: Mapping[str, bytes]) -> dict[str, int]:
    """Write files into the stage by the path they will have below the root; how many of each unit differ from those there.

    Files whose bytes did not change keep their identity and date; a unit in which nothing differs is not staged.
    """
    units: dict[str, dict[str, bytes]] = {}
    for path, data in files.items():
        unit = unit_of(path)
        units.setdefault(unit, {})[path[len(unit) + 1 :]] = data
    return {unit: _put_unit(str(root / unit), str(stage / unit), content) for unit, content in units.items()}


def _put_unit(old: str, new: str, files: Mapping[str, bytes]) -> int:
    if "" in files:
        return _put_file(old, new, files[""])
    there = _list_files(old)
    same = {path for path, data in files.items() if there.get(path) == len(data) and _holds(f"{old}/{path}", data)}
    if len(same) == len(files) == len(there):
        return 0
    for folder in sorted({path.rpartition("/")[0] for path in files}):
        os.makedirs(f"{new}/{folder}", exist_ok=True)
    for path, data in files.items():
        if path in same:
            _link(f"{old}/{path}", f"{new}/{path}")
        else:
            _write(f"{new}/{path}", data)
    return max(len(files) - len(same), 1)


def _put_file(old: str, new: str, data: bytes) -> int:
    if _holds(old, data):
        return 0
    os.makedirs(os.path.dirname(new), exist_ok=True)
    _write(new, data)
    return 1


def _write(path: str, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)


def _list_files(folder: str, inside: str = "") -> dict[str, int]:
    """Sizes of all files below a folder by path; nothing where there is no folder."""
    found: dict[str, int] = {}
    try:
        entries = os.scandir(folder)
    except OSError:
        return found
    with entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                found |= _list_files(entry.path, f"{inside}{entry.name}/")
            else:
                found[inside + entry.name] = entry.stat(follow_symlinks=False).st_size
    return found


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
