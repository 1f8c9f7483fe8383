"""The site on disk is whole at every moment, whatever interrupts a build."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sitegen import tree
from sitegen.disk import append_line, write_file
from sitegen.locks import BusyError, Lock, find_holder
from sitegen.tree import Stage, recover


def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "site", tmp_path / "state")


def put(stage: Stage, name: str, files: dict[str, bytes]) -> int:
    """Stage one folder or one top-level file; how many of its files differ."""
    stage.put_all({f"{name}/{path}" if path else name: data for path, data in files.items()})
    return stage.changed.get(name, 0)


def test_a_folder_is_exchanged_whole(tmp_path: Path) -> None:
    first = stage(tmp_path)
    put(first, "v", {"a.html": b"1", "sub/b.html": b"2"})
    first.commit({"v"})
    second = stage(tmp_path)
    put(second, "v", {"a.html": b"3"})
    assert (tmp_path / "site/v/a.html").read_bytes() == b"1"
    second.commit({"v"})
    assert (tmp_path / "site/v/a.html").read_bytes() == b"3"
    assert not (tmp_path / "site/v/sub").exists()


def test_unchanged_files_keep_their_identity(tmp_path: Path) -> None:
    one = stage(tmp_path)
    put(one, "v", {"same": b"1", "other": b"2"})
    one.commit({"v"})
    number = (tmp_path / "site/v/same").stat().st_ino
    two = stage(tmp_path)
    assert put(two, "v", {"same": b"1", "other": b"3"}) == 1
    two.commit({"v"})
    assert (tmp_path / "site/v/same").stat().st_ino == number


def test_nothing_changed_writes_nothing(tmp_path: Path) -> None:
    one = stage(tmp_path)
    put(one, "v", {"a": b"1"})
    one.commit({"v"})
    before = (tmp_path / "site/v").stat().st_ino
    two = stage(tmp_path)
    assert put(two, "v", {"a": b"1"}) == 0
    two.commit({"v"})
    assert (tmp_path / "site/v").stat().st_ino == before


def test_what_is_no_longer_planned_goes(tmp_path: Path) -> None:
    one = stage(tmp_path)
    put(one, "103209", {"a": b"1"})
    put(one, "robots.txt", {"": b"x"})
    one.commit({"103209", "robots.txt"})
    assert stage(tmp_path).commit({"robots.txt"}) == ("103209",)
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == ["robots.txt"]


class StopHereError(Exception):
    pass


@pytest.mark.parametrize("step", range(8))
@pytest.mark.parametrize("can_swap", [True, False])
def test_an_interrupted_exchange_is_finished_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, can_swap: bool
) -> None:
    """Stop at the n-th rename, for every n: each folder is the old or the new one, and recovery gives the new one."""
    first = stage(tmp_path)
    for name in ("x", "y", "z"):
        put(first, name, {"page": b"old"})
    first.commit({"x", "y", "z"})
    second = stage(tmp_path)
    put(second, "x", {"page": b"new"})
    put(second, "y", {"page": b"new"})
    counted = {"left": step}

    def interrupt() -> None:
        counted["left"] -= 1
        if counted["left"] < 0:
            raise StopHereError

    real_swap, real_rename = tree._swap, Path.rename

    def swap(one: Path, other: Path) -> bool:
        interrupt()
        return real_swap(one, other) if can_swap else False

    def rename(self: Path, target: Path) -> Path:
        interrupt()
        return real_rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(tree, "_swap", swap)
        patched.setattr(Path, "rename", rename)
        try:
            second.commit({"x", "y"})
        except StopHereError:
            if can_swap:
                assert {(tmp_path / "site" / name / "page").read_bytes() for name in ("x", "y")} <= {b"old", b"new"}
    recover(tmp_path / "site", tmp_path / "state")
    assert [(tmp_path / "site" / name / "page").read_bytes() for name in ("x", "y")] == [b"new", b"new"]
    assert not (tmp_path / "site/z").exists()


def test_write_file_leaves_equal_bytes_alone(tmp_path: Path) -> None:
    path = tmp_path / "a"
    assert write_file(path, b"1")
    os.utime(path, (1, 1))
    assert not write_file(path, b"1")
    assert path.stat().st_mtime == 1
    assert write_file(path, b"2")


HOLD = "import sys, pathlib; from sitegen.locks import Lock; Lock(pathlib.Path(sys.argv[1])); print('held', flush=True); input()"


@contextmanager
def another_holding(state: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLD, str(state)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout and other.stdout.readline() == "held\n"
        try:
            yield other
        finally:
            other.kill()


def test_a_lock_holds_while_its_process_lives_and_no_longer(tmp_path: Path) -> None:
    with another_holding(tmp_path) as other:
        assert find_holder(tmp_path) == other.pid
        with pytest.raises(BusyError):
            Lock(tmp_path)
    assert find_holder(tmp_path) == 0
    Lock(tmp_path).release()


@pytest.mark.parametrize("written", ["1", "0", "-1", "x", "9" * 30])
def test_what_stands_in_a_lock_that_nobody_holds_is_nothing(tmp_path: Path, written: str) -> None:
    (tmp_path / "lock").write_text(written, encoding="utf-8")
    assert find_holder(tmp_path) == 0
    Lock(tmp_path).release()


def test_a_first_site_and_a_new_look_are_exchanged_in_one_step(tmp_path: Path) -> None:
    for text in (b"old", b"new"):
        with stage(tmp_path) as each:
            for name in ("x", "y"):
                put(each, name, {"page": text})
            put(each, "r/99", {"page": b"same"})
            put(each, "robots.txt", {"": b"same"})
            if text == b"old":
                put(each, "z", {"page": text})
            kept = (tmp_path / "site/robots.txt").stat().st_ino if text == b"new" else 0
            each.commit({"x", "y", "r/99", "robots.txt"} | ({"z"} if text == b"old" else set()), whole=True)
    site = tmp_path / "site"
    assert {name: (site / name / "page").read_bytes() for name in ("x", "y", "r/99")} == {
        "x": b"new",
        "y": b"new",
        "r/99": b"same",
    }
    assert (site / "robots.txt").stat().st_ino == kept
    assert not (site / "z").exists()
    assert sorted(tree.read_sums(tmp_path / "state")) == ["r/99/page", "robots.txt", "x/page", "y/page"]


def test_every_file_has_its_digest_beside_the_site(tmp_path: Path) -> None:
    with stage(tmp_path) as one:
        put(one, "v", {"a": b"1", "b/c": b"2"})
        one.commit({"v"})
    assert (tmp_path / "state/sums/v").read_text() == (
        "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b  v/a\n"
        "d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35  v/b/c\n"
    )
    with stage(tmp_path) as two:
        two.commit(set())
    assert tree.read_sums(tmp_path / "state") == {}


def test_a_line_is_appended_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    register = tmp_path / "register.csv"
    append_line(register, "one\n")
    with monkeypatch.context() as patched:

        def fail(_: int) -> None:
            raise OSError(errno.EIO, "broken")

        patched.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="broken"):
            append_line(register, "two\n")
    assert register.read_bytes() == b"one\n"
    register.write_bytes(b"one\ntor")
    append_line(register, "three\n")
    assert register.read_bytes() == b"one\nthree\n"
