"""check --watch: every way of saving is noticed, and what is said is what is new and what is gone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.commands.following import compare
from sitegen.diagnostics import Place, error, warning
from tests.terminals import Terminal, terminal
from tests.worlds import CASH, FOLDER, PROFILE, World, small_county

LEDGER = f"villages/{FOLDER}/2026/2026年3季度.yaml"
BAD = CASH.replace("期末余额: 4400.00", "期末余额: 4400.01").lstrip()


@pytest.fixture
def world(tmp_path: Path) -> World:
    return small_county(tmp_path)


def started(clerk: Terminal) -> Terminal:
    return clerk.expect("可以公布").expect("守着")


def in_place(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def by_rename(path: Path, text: str) -> None:
    """As editors do that write beside and move over."""
    beside = path.with_name("4913~")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def away_and_back(path: Path, text: str) -> None:
    """As editors do that keep the old file."""
    path.rename(path.with_name("backup.bak"))
    path.write_text(text, encoding="utf-8")


def in_pieces(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        for start in range(0, len(text), 40):
            file.write(text[start : start + 40])
            file.flush()
            os.fsync(file.fileno())


def several_times(path: Path, text: str) -> None:
    for more in ("", "# 一\n", "# 二\n", ""):
        path.write_text(text + more, encoding="utf-8")


@pytest.mark.parametrize("save", [in_place, by_rename, away_and_back, in_pieces, several_times])
def test_every_way_of_saving_is_noticed(world: World, save: Callable[[Path, str], None]) -> None:
    with terminal(world.root, "check", "--watch") as clerk:
        started(clerk)
        save(world.root / LEDGER, BAD)
        clerk.expect("SUM-BALANCE").expect("清溪村 存过了：改好 ").expect("还有 1 处要改")
        in_place(world.root / LEDGER, CASH)
        clerk.expect("改好 1 处，新的 0 处。").expect("可以公布").interrupt()
        assert clerk.end() == 0


def test_the_exit_code_is_that_of_the_last_look(world: World) -> None:
    with terminal(world.root, "检查", "--守着") as clerk:
        started(clerk)
        in_place(world.root / LEDGER, BAD)
        clerk.expect("还有 1 处要改")
        clerk.interrupt()
        assert clerk.end() == 1
    assert "Traceback" not in clerk.said


def test_only_the_village_that_was_saved_is_read_again(world: World) -> None:
    world.village(PROFILE.replace("103201", "103202"), "990106103202-下塘村")
    with terminal(world.root, "check", "--watch") as clerk:
        started(clerk)
        world.publication(
            BAD.replace("3季度", "2季度").replace("7月", "4月"), "2026/2026年2季度.yaml", "990106103202-下塘村"
        )
        clerk.expect("下塘村 存过了").interrupt()
        clerk.end()
    assert "清溪村 存过了" not in clerk.said


def test_villages_come_and_files_go(world: World) -> None:
    with terminal(world.root, "check", "--watch") as clerk:
        started(clerk)
        world.village(PROFILE.replace("103201", "103203").replace("户数: 287", "户数: 很多"), "990106103203-上塘村")
        clerk.expect("AMT-COUNT").expect("还有 1 处要改")
        shutil.rmtree(world.root / "villages/990106103203-上塘村")
        clerk.expect("改好 1 处").expect("可以公布")
        world.remove(LEDGER)
        clerk.expect("清溪村 存过了").expect("可以公布")
        world.write(LEDGER, BAD)
        clerk.expect("还有 1 处要改").interrupt()
        assert clerk.end() == 1


def test_settings_are_followed_too(world: World) -> None:
    with terminal(world.root, "check", "--watch") as clerk:
        started(clerk)
        world.change("sitegen.yaml", "主办单位", "主办单卫")
        clerk.expect("KEY-UNKNOWN").expect("还有 ").interrupt()
        assert clerk.end() == 1


def test_what_only_moved_is_neither_new_nor_gone() -> None:
    one = error("AMT-TEXT", Place("a.yaml", 3, 1, 2), text="一万")
    moved = error("AMT-TEXT", Place("a.yaml", 7, 1, 2), text="一万")
    other = warning("REV-NONE", Place("a.yaml", 1, 1, 2), item="社会捐赠")
    assert compare((one,), (moved,)) == (0, 0)
    assert compare((one,), (moved, moved)) == (1, 0)
    assert compare((one, other), (moved,)) == (0, 1)
