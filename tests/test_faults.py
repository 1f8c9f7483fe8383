"""Whatever fails while writing, the site stays whole and the next run completes: an error at every n-th write, and more."""

from __future__ import annotations

import builtins
import errno
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sitegen import manifest, tree
from sitegen.build import build
from sitegen.cli import main
from sitegen.disk import list_files
from sitegen.load.published import load_links
from sitegen.load.remembered import read_registers
from sitegen.publish import publish
from sitegen.registers import register_printed
from sitegen.tree import Stage, read_sums, unit_of
from sitegen.verify import verify_build, verify_folder, verify_records
from tests.worlds import CASH, FOLDER, PAGES_ONLY, PROFILE, TODAY, World, small_county

OTHER = "990106103202-梨园村"
ERRORS = pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO], ids=errno.errorcode.get)


@pytest.fixture(autouse=True)
def _without_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """These errors come before the disk; waiting for it every time would take minutes."""
    monkeypatch.setattr(tree, "sync", lambda _: None)
    monkeypatch.setattr(os, "fsync", lambda _: None)


class Faults:
    """Counts everything that writes; the n-th fails. ``spent`` tells whether it came to that."""

    def __init__(self, number: int, which: int) -> None:
        self.number, self.left, self.spent = number, which, False

    def count(self, path: object) -> None:
        self.left -= 1
        if self.left == 0:
            self.spent = True
            raise OSError(self.number, os.strerror(self.number), str(path))

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            self.count(given[0] if given else "")
            return call(*given, **named)

        return counted


class HalfWritten:
    """A file whose writing may fail after half of the bytes, as on a full disk."""

    def __init__(self, file: Any, faults: Faults) -> None:
        self._file, self._faults = file, faults

    def write(self, data: bytes) -> int:
        try:
            self._faults.count(self._file.name)
        except OSError:
            self._file.write(data[: len(data) // 2])
            raise
        return int(self._file.write(data))

    def __enter__(self) -> HalfWritten:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


@contextmanager
def failing(number: int, which: int) -> Iterator[Faults]:
    """Within this the ``which``-th write, link, rename, new folder or sync fails."""
    faults = Faults(number, which)
    opened = io.open

    def opening(file: Any, mode: str = "r", *given: Any, **named: Any) -> Any:
        if set(mode) & set("wax+"):
            faults.count(file)
            return HalfWritten(opened(file, mode, *given, **named), faults)
        return opened(file, mode, *given, **named)

    with pytest.MonkeyPatch.context() as patched:
        for name in ("rename", "replace", "link", "mkdir", "unlink", "fsync"):
            patched.setattr(os, name, faults.around(getattr(os, name)))
        for name in ("_swap", "sync"):
            patched.setattr(tree, name, faults.around(getattr(tree, name)))
        patched.setattr(io, "open", opening)
        patched.setattr(builtins, "open", opening)
        yield faults


def each_fault(number: int, call: Callable[[], object], check: Callable[[int], None], step: int = 1) -> int:
    """Make the first write fail, and every ``step``-th after it, until there are no more; how many there were, about.

    The errors begin at different writes, so that together they see more of them.
    """
    which = 1 + (number % step if step > 1 else 0)
    while True:
        with failing(number, which) as faults:
            try:
                call()
            except OSError as problem:
                assert faults.spent, problem
        if not faults.spent:
            return which - 1
        check(which)
        which += step


def copy(source: Path, target: Path) -> Path:
    shutil.rmtree(target, ignore_errors=True)
    return Path(shutil.copytree(source, target))


def units(files: dict[str, bytes]) -> dict[str, dict[str, bytes]]:
    found: dict[str, dict[str, bytes]] = {}
    for path, data in files.items():
        found.setdefault(unit_of(path), {})[path] = data
    return found


def two_villages(root: Path) -> World:
    world = small_county(root)
    return world.village(PROFILE.replace("103201", "103202"), OTHER).publication(CASH, folder=OTHER)


def put(root: Path, state: Path, text: bytes, *, whole: bool) -> None:
    with Stage(root, state) as stage:
        for unit in ("x", "y", "r/99"):
            stage.put_all({f"{unit}/page": text, f"{unit}/deep/same": b"same"})
        stage.put_all({"robots.txt": text})
        stage.commit({"x", "y", "r/99", "robots.txt"}, whole=whole)


def look(root: Path) -> dict[str, set[bytes]]:
    """What stands in each unit."""
    return {unit_of(path): {(root / path).read_bytes()} for path in list_files(str(root)) if "deep" not in path}


@ERRORS
@pytest.mark.parametrize("whole", [True, False])
def test_an_error_at_every_single_write_of_an_exchange_leaves_old_or_new(
    tmp_path: Path, number: int, whole: bool
) -> None:
    root, state = tmp_path / "site", tmp_path / "state"

    def begin() -> None:
        for folder in (root, state):
            shutil.rmtree(folder, ignore_errors=True)
        put(root, state, b"old", whole=whole)
        put(root, state, b"old", whole=whole)

    begin()
    old = look(root)
    new = {unit: {each.replace(b"old", b"new") for each in texts} for unit, texts in old.items()}

    def check(which: int) -> None:
        now = look(root)
        assert all(now[unit] in (old[unit], new[unit]) for unit in old), f"at write {which}"
        assert not whole or now in (old, new), f"at write {which}"
        assert now.keys() == old.keys()
        put(root, state, b"new", whole=whole)
        assert look(root) == new, f"at write {which}"
        assert sorted(path.name for path in state.iterdir()) == ["lock", "sums"]
        assert read_sums(state) == {
            path: sha256((root / path).read_bytes()).hexdigest() for path in list_files(str(root))
        }
        begin()

    assert each_fault(number, lambda: put(root, state, b"new", whole=whole), check) > 40


@ERRORS
def test_an_error_at_any_write_of_a_build_leaves_every_folder_whole(tmp_path: Path, number: int) -> None:
    base = two_villages(tmp_path / "base").build()
    old = units(base.files())
    new_world = World(copy(base.root, tmp_path / "new")).change(
        f"villages/{FOLDER}/村情.yaml", "人口: 1043", "人口: 1044"
    )
    changed = copy(new_world.root, tmp_path / "changed")
    new = units(new_world.build().files())
    work = World(copy(changed, tmp_path / "work"))

    def check(which: int) -> None:
        for unit, files in units(work.files()).items():
            assert files in (old.get(unit), new.get(unit)), f"{unit}, at write {which}"
        assert units(work.files()).keys() == new.keys()
        work.build()
        assert units(work.files()) == new, f"the next build does not complete it, at write {which}"
        assert verify_build(work.root).diagnostics == ()
        assert not list((work.root / "build/.state").glob("stage-*"))
        copy(changed, work.root)

    assert each_fault(number, work.build, check, step=31) > 100


@ERRORS
def test_an_error_at_any_write_of_a_first_build_leaves_no_half_site(tmp_path: Path, number: int) -> None:
    base = two_villages(tmp_path / "base")
    new = World(copy(base.root, tmp_path / "new")).build().files()
    work = World(copy(base.root, tmp_path / "work"))

    def check(which: int) -> None:
        assert work.files() in ({}, new), f"at write {which}"
        assert work.build().files() == new
        shutil.rmtree(work.root / "build")

    assert each_fault(number, work.build, check, step=61) > 100


@ERRORS
def test_an_error_at_any_write_of_publishing_hands_over_the_old_site_or_the_new(tmp_path: Path, number: int) -> None:
    base = small_county(tmp_path / "base")
    publish(base.root, base.root / "out", TODAY, 1, parts=PAGES_ONLY)
    base.publication(CASH.replace("2026年3季度", "2026年2季度"), "2026/2026年2季度.yaml")
    new = copy(base.root, tmp_path / "new")
    publish(new, new / "out", TODAY, 1, parts=PAGES_ONLY)
    sites = [(root / "out/SHA256SUMS").read_bytes() for root in (base.root, new)]
    work = World(copy(base.root, tmp_path / "work"))

    def run() -> object:
        return publish(work.root, work.root / "out", TODAY, 1, parts=PAGES_ONLY)

    def check(which: int) -> None:
        assert (work.root / "out/SHA256SUMS").read_bytes() in sites, f"at write {which}"
        assert verify_folder(work.root / "out").diagnostics == (), f"at write {which}"
        run()
        assert (work.root / "out/SHA256SUMS").read_bytes() == sites[1], f"at write {which}"
        seen = verify_build(work.root)
        assert (*seen.diagnostics, *verify_records(work.root, seen.paths)) == (), f"at write {which}"
        copy(base.root, work.root)

    assert each_fault(number, run, check, step=89) > 100


@ERRORS
def test_an_error_while_registering_leaves_whole_lines_and_the_next_print_completes(
    tmp_path: Path, number: int
) -> None:
    paths = [f"/103201/{item:03}/" for item in range(5)]
    register_printed(tmp_path, "103201", paths[:2], "01", TODAY)

    def run() -> object:
        return register_printed(tmp_path, "103201", paths, "02", TODAY)

    def check(which: int) -> None:
        links, found = load_links("103201", read_registers(tmp_path)["103201"])
        assert found == ()
        assert len(links) in (2, 5), f"at write {which}"
        run()
        links, found = load_links("103201", read_registers(tmp_path)["103201"])
        assert ([link.path for link in links], found) == (paths, ())
        (tmp_path / "links/103201.csv").unlink()
        register_printed(tmp_path, "103201", paths[:2], "01", TODAY)

    assert each_fault(number, run, check) >= 3


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC], ids=errno.errorcode.get)
def test_a_folder_that_cannot_be_written_is_said_and_nothing_else_happens(tmp_path: Path, number: int) -> None:
    world = small_county(tmp_path).build()
    before = world.files()
    world.change(f"villages/{FOLDER}/村情.yaml", "人口: 1043", "人口: 1044")
    with failing(number, 2):
        result = CliRunner().invoke(main, ["build", "-C", str(tmp_path), "--today", str(TODAY)])
    assert (result.exit_code, "SYS-WRITE" in result.stderr) == (3, True)
    assert world.files() == before


def test_a_full_disk_after_a_withdrawal_was_recorded_is_told_and_the_next_build_completes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = small_county(tmp_path)
    publish(tmp_path, tmp_path / "out", TODAY, 1, parts=PAGES_ONLY)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "build/site")

    asked = ["withdraw", "清溪村/资金收支/2026q3", "--reason", "写错了", "-C", str(tmp_path), "--today", str(TODAY)]
    with monkeypatch.context() as patched:
        patched.setattr("sitegen.withdrawing.build", full)
        result = CliRunner().invoke(main, asked)
    assert (result.exit_code, "SYS-WRITE" in result.stderr, "磁盘满了" in result.stderr) == (3, True, True)
    assert "撤下已经记下了，算数；只是网站还没有换" in result.stdout
    assert "出账8,600元" in world.page("/103201/021/2026q3/").text
    assert "这一期已经撤下：写错了" in world.build().page("/103201/021/2026q3/").text


@pytest.mark.parametrize("gone", ["2026/2026年3季度.yaml", "村情.yaml", ""])
def test_a_ledger_that_vanishes_during_a_build_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    world = two_villages(tmp_path).build()
    before = world.files()
    world.change(f"villages/{FOLDER}/村情.yaml", "人口: 1043", "人口: 1044").change(
        f"villages/{OTHER}/村情.yaml", "人口: 1043", "人口: 1044"
    )
    kept = copy(tmp_path / "villages", tmp_path / "kept")
    divide = manifest.divide

    def vanish(*given: Any) -> Any:
        divided = divide(*given)
        path = tmp_path / "villages" / FOLDER / gone
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        return divided

    with monkeypatch.context() as patched:
        patched.setattr(manifest, "divide", vanish)
        world.build()
    assert world.report.faults == ()
    assert world.page("/103202/about/").text != before["103202/about/index.html"].decode()
    assert all(path in world.files() for path in before if path.startswith("103202/"))
    copy(kept, tmp_path / "villages")
    whole = world.build().files()
    shutil.rmtree(tmp_path / "build")
    assert world.build().files() == whole


def test_two_builds_at_once_give_one_whole_site(tmp_path: Path) -> None:
    world = two_villages(tmp_path)
    command = [
        sys.executable,
        "-m",
        "sitegen.cli",
        "build",
        "-C",
        str(tmp_path),
        "--today",
        str(TODAY),
        "--only",
        "pages",
    ]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    ended = [(each.communicate()[1], each.returncode) for each in running]
    assert 0 in [code for _, code in ended]
    assert all(code == 0 or (code == 3 and "SYS-LOCK" in said) for said, code in ended), ended
    whole = world.files()
    assert verify_build(tmp_path).diagnostics == ()
    shutil.rmtree(tmp_path / "build")
    build(tmp_path, TODAY, workers=1, parts=PAGES_ONLY)
    assert world.files() == whole


def test_kill_9_leaves_old_or_new_and_the_next_run_completes() -> None:
    """A few kills of the runner that makes thousands: ``python -m bench.killer``."""
    scenes = ("--scene", "one changed, one gone", "--scene", "publish", "--scene", "print")
    command = [sys.executable, "-m", "bench.killer", "--kills", "12", "--seed", "7", *scenes]
    ended = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "12 kills, 0 broken" in ended.stdout
