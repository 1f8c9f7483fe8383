"""The private root: outside the county folder and outside any git work tree, or nothing is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.commands.session import Session, StopError
from sitegen.diagnostics import Diagnostic
from sitegen.private import find_names, parse_mounts, read_private_root
from tests.worlds import TODAY, World, small_county


def reason(found: tuple[Diagnostic, ...]) -> str:
    return dict(found[0].values)["reason"]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return small_county(tmp_path / "县")


def session(world: World, given: Path | None = None) -> Session:
    return Session(world.root, "zh", quiet=True, json=False, given_today=None, machine_day=TODAY, given_private=given)


def test_a_folder_beside_the_county_may_be_used_before_it_exists(world: World) -> None:
    assert read_private_root(world.root / "../内部", world.root) == ((world.root.parent / "内部").resolve(), ())


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("内部", "inside the county folder"),
        (".", "inside the county folder"),
        ("..", "around the county folder"),
        ("../库/内部", "inside a git work tree"),
        ("../一张纸", "not a folder"),
        ("../连到县里", "inside the county folder"),
        ("../连到县里/../../内部/../县/x", "inside the county folder"),
        ("../工作树/内部", "inside a git work tree"),
        ("../内部甲", "inside the county folder"),
        ("../内部乙", "inside a git work tree"),
        ("../内部丙", "inside the county folder"),
    ],
)
def test_where_it_may_not_be(world: World, given: str, why: str) -> None:
    beside = world.root.parent
    (beside / "库/.git").mkdir(parents=True)
    (beside / "一张纸").write_text("", encoding="utf-8")
    (beside / "连到县里").symlink_to(world.root / "villages")
    (beside / "工作树").mkdir()
    (beside / "工作树/.git").write_text("gitdir: /库/.git/worktrees/工作树\n", encoding="utf-8")
    for name, link, target in (
        ("甲", "报告", "县/build"),
        ("乙", "历次", "库"),
        ("丙", "报告/2026-10-12", "县/villages"),
    ):
        path = beside / f"内部{name}" / link
        path.parent.mkdir(parents=True)
        path.symlink_to(beside / target)
    root, found = read_private_root(world.root / given, world.root)
    assert root is None
    assert reason(found) == why


MOUNTS = r"""
21 27 8:1 / / rw - ext4 /dev/sda1 rw
40 27 8:1 /账/县/villages /mnt/村 rw - ext4 /dev/sda1 rw
41 27 8:1 /仓库/内 /mnt/仓\040库 rw - ext4 /dev/sda1 rw
42 27 8:2 / /media/盘 rw - ext4 /dev/sdb1 rw
"""


def test_a_folder_is_known_by_the_other_names_its_disk_gives_it() -> None:
    mounts = parse_mounts(MOUNTS.strip())
    assert [str(path) for path in find_names(Path("/mnt/村/x"), mounts)] == [
        "/mnt/村/x",
        "/账/县/villages/x",
        "/mnt/村/x",
    ]
    assert Path("/仓库/内/y") in find_names(Path("/mnt/仓 库/y"), mounts)
    assert Path("/mnt/村/z") in find_names(Path("/账/县/villages/z"), mounts)
    assert {str(path) for path in find_names(Path("/media/盘/内部"), mounts)} == {"/media/盘/内部"}
    assert list(find_names(Path("/x"), ())) == [Path("/x")]


def test_the_settings_name_it_and_the_command_line_wins(world: World, tmp_path: Path) -> None:
    assert session(world).private is None
    world.change("sitegen.yaml", "主办单位:", "内部文件夹: ../内部\n主办单位:")
    assert session(world).private == (tmp_path / "内部").resolve()
    assert session(world, tmp_path / "别处").private == (tmp_path / "别处").resolve()
    assert world.build().errors == []


def test_one_that_could_leak_ends_the_command(world: World) -> None:
    with pytest.raises(StopError) as stop:
        _ = session(world, world.root / "build").private
    assert stop.value.diagnostics[0].code == "SYS-PRIVATE"
    assert stop.value.code == 2
