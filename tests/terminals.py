"""A clerk at a terminal: the program in a pseudo-terminal, typed at and read as a person would."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

_STYLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass
class Terminal:
    """A running program; ``said`` is everything it has shown, without colours."""

    process: subprocess.Popen[bytes]
    master: int
    said: str = ""
    seen: int = 0
    raw: bytes = field(default=b"")

    def expect(self, words: str, seconds: float = 60) -> Terminal:
        """Read until these words have been shown after what was last expected."""
        end = time.monotonic() + seconds
        while words not in self.said[self.seen :]:
            left = end - time.monotonic()
            assert left > 0, f"“{words}” was not shown:\n{self.said[self.seen :]}"
            assert self._read(left), f"ended without “{words}”:\n{self.said[self.seen :]}"
        self.seen = self.said.index(words, self.seen) + len(words)
        return self

    def type(self, line: str) -> Terminal:
        os.write(self.master, f"{line}\n".encode())
        return self

    def press(self, key: bytes) -> Terminal:
        os.write(self.master, key)
        return self

    def interrupt(self) -> Terminal:
        """What Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        return self

    def end(self, seconds: float = 60) -> int:
        """The exit code, when everything has been read."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self._read(1.0):
            pass
        return self.process.wait(timeout=seconds)

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return self.process.poll() is None
        try:
            piece = os.read(self.master, 65536)
        except OSError:  # Linux says so when the other end is closed
            return False
        self.raw += piece
        self.said = _STYLE.sub("", self.raw.decode("utf-8", errors="replace").replace("\r", ""))
        return bool(piece)


@contextlib.contextmanager
def terminal(root: Path, *words: str, today: str = "2026-10-12") -> Iterator[Terminal]:
    """``sitegen`` with these words, in a terminal, on that day, for the county in ``root``."""
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "sitegen.cli", "-C", str(root), "--today", today, *words]
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, close_fds=True, start_new_session=True)
    os.close(slave)
    try:
        yield Terminal(process, master)
    finally:
        process.kill()
        process.wait()
        os.close(master)
