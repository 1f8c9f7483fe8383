"""Single files and folders on disk: written whole, appended whole, and there to stay when that is asked for."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile

from sitegen.held import move


def write_file(path: Path, data: bytes, *, lasting: bool = True) -> bool:
    """Write a whole file, or leave it untouched when it already holds these bytes; True when it was written.

    ``lasting``: it is on the disk when this returns; otherwise a loss of power may take it, and it is made again.
    """
    with contextlib.suppress(OSError):
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(data)
        if lasting:
            sync_one(beside)
        move(beside, path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    if lasting:
        sync_one(path.parent)
    return True


@contextlib.contextmanager
def readable(folder: Path) -> Iterator[None]:
    """What is written meanwhile, and what stands in the folder, may be read by everybody, whatever the umask of whoever runs
    this: a web server is another user. What belongs to somebody else stays as it is."""
    for path in (folder, *folder.rglob("*")) if folder.is_dir() else ():
        wanted = 0o755 if path.is_dir() else 0o644
        if path.stat().st_mode & wanted != wanted:
            with contextlib.suppress(PermissionError):
                path.chmod(wanted)
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


def check_writable(target: Path) -> None:
    """Raises ``OSError`` where nothing can be written at that place, of which not even the folder may be there yet."""
    folder = next(each for each in target.absolute().parents if each.exists())
    try:
        with TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        beside = target.with_name(f".{target.name}.new")
        raise OSError(problem.errno, problem.strerror, str(beside)) from problem


def append_line(path: Path, text: str, head: str = "") -> None:
    """Append to a register, all of it or nothing; it is on the disk when this returns.

    What a loss of power left behind the last whole line was never a line, and goes. Where no line stands, be it that somebody
    was stopped when the file had been made and nothing written, the ``head`` comes first.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b", buffering=0) as file:
        file.seek(0)
        end = file.read().rfind(b"\n") + 1
        file.truncate(end)
        data = (text if end else head + text).encode()
        try:
            if file.write(data) != len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            os.fsync(file.fileno())
        except OSError:
            file.truncate(end)
            raise
    sync_one(path.parent)


def sync(folder: Path) -> None:
    """Everything below is on the disk when this returns, or ``OSError`` is raised: one call for the disk it is on where the
    system has that (Linux), else file by file."""
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None
    if libc is None or not hasattr(libc, "syncfs"):
        for path in list_files(str(folder)):
            sync_one(folder / path)
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        if libc.syncfs(number):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    finally:
        os.close(number)


def sync_one(path: Path) -> None:
    """One file, or the names in one folder, are on the disk when this returns; not every system syncs folders."""
    folder = path.is_dir()
    if folder and sys.platform == "win32":
        return
    number = os.open(path, os.O_RDONLY if folder else os.O_RDWR)
    try:
        os.fsync(number)
    except OSError as problem:
        if not folder or problem.errno != errno.EINVAL:
            raise
    finally:
        os.close(number)


def list_files(folder: str, inside: str = "") -> dict[str, int]:
    """Sizes of all files below a folder by path; nothing where there is no folder."""
    found: dict[str, int] = {}
    try:
        entries = os.scandir(folder)
    except OSError:
        return found
    with entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                found |= list_files(entry.path, f"{inside}{entry.name}/")
            else:
                found[inside + entry.name] = entry.stat(follow_symlinks=False).st_size
    return found
