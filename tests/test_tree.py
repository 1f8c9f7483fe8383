"""The site on disk is whole at every moment, whatever interrupts a build."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sitegen import tree
from sitegen.tree import Stage, find_holder, recover, write_file


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
    put(one, "old", {"a": b"1"})
    put(one, "robots.txt", {"": b"x"})
    one.commit({"old", "robots.txt"})
    assert stage(tmp_path).commit({"robots.txt"}) == ("old",)
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


@pytest.mark.parametrize(
    ("written", "holds"),
    [("1", True), ("0", False), ("-1", False), ("999999999", False), ("x", False), ("9" * 30, False)],
)
def test_a_lock_holds_while_its_process_lives_whoever_it_belongs_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, holds: bool
) -> None:
    (tmp_path / "lock").write_text(written, encoding="utf-8")

    def kill(number: int, _: int) -> None:
        if number == 1:
            raise PermissionError
        if number > 2**31:
            raise OverflowError
        raise ProcessLookupError

    monkeypatch.setattr(os, "kill", kill)
    assert bool(find_holder(tmp_path)) == holds
