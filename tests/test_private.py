"""The private root: outside the county folder and outside any git work tree, or nothing is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.commands.session import Session, StopError
from sitegen.diagnostics import Diagnostic
from sitegen.private import read_private_root
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
    ],
)
def test_where_it_may_not_be(world: World, given: str, why: str) -> None:
    beside = world.root.parent
    (beside / "库/.git").mkdir(parents=True)
    (beside / "一张纸").write_text("", encoding="utf-8")
    (beside / "连到县里").symlink_to(world.root / "villages")
    root, found = read_private_root(world.root / given, world.root)
    assert root is None
    assert reason(found) == why


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
