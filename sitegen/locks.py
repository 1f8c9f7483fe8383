"""One process at a time in a folder: a lock that the system itself lets go of when its process ends, however it ends."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from pathlib import Path

_FAR = 1 << 20
"""Where Windows locks a byte: beyond the number of the process, which others may read."""


class BusyError(OSError):
    """Another process holds the folder; ``filename`` is its lock."""


class Lock:
    """The lock of a state folder; held until :meth:`release`, and by nobody once the process is gone.

    Of POSIX kind: worker processes do not inherit it, and it holds between machines that share the folder.
    """

    def __init__(self, state: Path, tries: int = 1) -> None:
        """With more tries than one, a tenth of a second apart, somebody who only adds a line is waited for."""
        state.mkdir(parents=True, exist_ok=True)
        path = state / "lock"
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        if not _take(self._file) and not any(_take_later(self._file) for _ in range(tries - 1)):
            os.close(self._file)
            raise BusyError(errno.EBUSY, os.strerror(errno.EBUSY), str(path))
        os.ftruncate(self._file, 0)
        os.write(self._file, str(os.getpid()).encode())

    def __enter__(self) -> Lock:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        """Let others in. The file stays: taking it away would let two in at once."""
        os.close(self._file)


def find_holder(state: Path) -> int:
    """The number of the process that holds the folder; 0 when there is none. Not to be asked by the holder itself."""
    try:
        file = os.open(state / "lock", os.O_RDWR)
    except OSError:
        return 0
    try:
        return 0 if _take(file) else int(os.read(file, 20) or b"0")
    except ValueError:
        return 0
    finally:
        os.close(file)


def _take_later(file: int) -> bool:
    time.sleep(0.1)
    return _take(file)


def _take(file: int) -> bool:
    """Lock an open file without waiting; False while another process has it."""
    with contextlib.suppress(BlockingIOError, PermissionError):
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - only there

            os.lseek(file, _FAR, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
            os.lseek(file, 0, os.SEEK_SET)
        else:
            import fcntl  # noqa: PLC0415 - only there

            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
