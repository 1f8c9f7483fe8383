"""The same jobs on a dask cluster: a real scheduler, two workers on this machine, one of them killed half-way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.worlds import CASH, PROFILE, TODAY, World, county

VILLAGES = 12
QUIET = {**os.environ, "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}


def many_villages(root: Path) -> World:
    world = county(root)
    for number in range(201, 201 + VILLAGES):
        folder = f"990106103{number}-清溪{number}村"
        world.village(PROFILE.replace("103201", f"103{number}"), folder).publication(CASH, folder=folder)
    return world


def sitegen(*words: str, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "sitegen.cli", *words],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**QUIET, **env},
    )  # fmt: skip


def wait_for(what: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers of one thread each; its address, and the workers."""
    book = folder / "scheduler.json"
    ours: list[subprocess.Popen[bytes]] = []

    def start(*words: str) -> subprocess.Popen[bytes]:
        with (folder / "cluster.log").open("ab") as log:
            ours.append(subprocess.Popen([sys.executable, "-m", "dask", *words], stdout=log, stderr=log, env=QUIET))
        return ours[-1]

    try:
        start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(book))
        wait_for(lambda: book.exists() and book.stat().st_size)
        address = json.loads(book.read_bytes())["address"]
        each = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder))
        yield address, [start("worker", address, "--host", "127.0.0.1", *each) for _ in range(workers)]
    finally:
        for process in reversed(ours):
            process.kill()
            process.wait()


def test_a_worker_that_dies_half_way_loses_nothing(tmp_path: Path) -> None:
    whole = many_villages(tmp_path / "whole").build().files()
    world = many_villages(tmp_path / "county")
    log = tmp_path / "cluster.log"
    with cluster(tmp_path, 2) as (address, workers):
        wait_for(lambda: log.read_text().count("Registered to") == 2)
        words = ("build", "--only", "pages", "-C", str(world.root), "--today", str(TODAY), "--scheduler", address)
        building = sitegen(*words)
        wait_for(lambda: list(world.root.glob("build/.state/**/1032*")) or building.poll() is not None)
        assert building.poll() is None, "killed too late to show anything"
        workers[0].kill()
        said, _ = building.communicate(timeout=120)
        assert workers[1].poll() is None
    assert building.returncode == 0, said
    assert f"重做 {VILLAGES} 个" in said
    assert world.files() == whole


def test_nobody_at_the_address_and_a_part_that_is_not_there_are_said(tmp_path: Path) -> None:
    world = many_villages(tmp_path / "county")
    asked = ("build", "-C", str(world.root), "--today", str(TODAY), "--scheduler", "tcp://127.0.0.1:9")
    silent = sitegen(*asked, DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="1s")
    said, _ = silent.communicate(timeout=60)
    assert silent.returncode == 3
    assert "连不上调度程序 tcp://127.0.0.1:9" in said
    (tmp_path / "lacking").mkdir()
    (tmp_path / "lacking/distributed.py").write_text("raise ModuleNotFoundError(name='distributed')")
    lacking = sitegen(*asked, PYTHONPATH=str(tmp_path / "lacking"))
    said, _ = lacking.communicate(timeout=60)
    assert lacking.returncode == 3
    assert "SYS-EXTRA  还缺一个部件：distributed" in said
    assert "-m pip install dask==" in said
