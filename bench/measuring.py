"""What one run of a command takes: time, processors, memory of all its processes; and on which machine."""

from __future__ import annotations

import os
import platform
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """What one run took: seconds on the clock, seconds of all processors, and the peak of all processes' memory in bytes."""

    wall: float
    cpu: float
    memory: int


def median(costs: list[Cost]) -> Cost:
    """The middle of each figure."""
    return Cost(*(sorted(figures)[len(figures) // 2] for figures in zip(*costs, strict=True)))


COMPILED = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path(__file__).parent / ".cache" / "compiled")}
"""For the product, whose modules are to be compiled once, as pip compiles those of every tool it installs."""


def measure(name: str, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command once, to the end; anything but success ends the bench."""
    log = folder / "log.txt"
    with log.open("wb") as file:
        start = time.perf_counter()
        running = subprocess.Popen(command, cwd=folder, env={**os.environ, **environment}, stdout=file, stderr=file)
        watch = _Watch(running.pid)
        watch.start()
        _, status, usage = os.wait4(running.pid, 0)
        wall = time.perf_counter() - start
        watch.ended = True
        watch.join()
    if status:
        raise SystemExit(f"{name} failed:\n{log.read_text('utf-8', 'replace')[-3000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, watch.peak)


class _Watch(threading.Thread):
    """Looks ten times a second at the memory of a process and all it started: proportional, so shared pages count once."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak, self.ended = pid, 0, False

    def run(self) -> None:
        while not self.ended:
            self.peak = max(self.peak, sum(map(_memory, _family(self.pid))))
            time.sleep(0.1)


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = " ".join(path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")).split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def describe_machine() -> str:
    """Processor, kernel, Python and load."""
    model = next(
        (line.split(":")[1].strip() for line in _read("/proc/cpuinfo").splitlines() if "model name" in line), ""
    )
    load = os.getloadavg()[0]
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} × {model}, {system}, load {load:.1f}"


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""
