"""What Windows (and macOS) do differently, as far as it shows on Linux: names, accents, line ends, code pages, processes."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.checks.names import LONGEST, check_names
from sitegen.cli import main
from sitegen.held import HeldError
from sitegen.tree import exchange
from tests.worlds import CASH, FOLDER, TODAY, county, small_county

ROOT = Path(__file__).parent.parent
VILLAGES = f"villages/{FOLDER}"


# ---- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("aux.jpg", "_aux.jpg"),
        ("CON", "_CON"),
        ("com1.票据.png", "_com1.票据.png"),
        ("7月:票据.jpg", "7月-票据.jpg"),
        ("为什么?.jpg", "为什么-.jpg"),
        ("票据.", "票据"),
        ("票据 ", "票据"),
        ("a\tb.jpg", "a-b.jpg"),
    ],
)
def test_a_name_windows_cannot_hold_is_named_with_a_better_one(name: str, cure: str) -> None:
    (found,) = check_names([f"{VILLAGES}/附件/{name}"])
    assert found.code == "FILE-NAME"
    assert dict(found.values)["cure"] == cure
    assert check_names([f"{VILLAGES}/附件/{cure}"]) == ()


@pytest.mark.parametrize(
    "name", ["auxiliary.jpg", "concert.png", "com10.png", "记-014.jpg", ".hidden", "票据（一）.jpg"]
)
def test_ordinary_names_are_left_alone(name: str) -> None:
    assert check_names([f"{VILLAGES}/附件/{name}"]) == ()


def test_a_path_that_is_too_long_is_said_before_it_is_copied() -> None:
    (found,) = check_names([f"{VILLAGES}/附件/{'长' * LONGEST}.jpg"])
    assert dict(found.values)["reason"] == "too long"


def test_names_whose_accents_macos_takes_apart_are_found(tmp_path: Path) -> None:
    """CJK has none, but a list may be called Café, and a folder copied from a Mac is full of them."""
    name = "名单-é.csv"
    rows = "日期,凭证号,类别,摘要,收款单位,金额\n7月15日,记-014,公益支出,修复村东排水沟,清溪建筑队,8600\n"
    before, _, rest = CASH.partition("  出账: |")
    ledger = f"{before}  出账: {{表格: {name}}}\n  期末余额:{rest.partition('期末余额:')[2]}"
    world = county(tmp_path).village().publication(ledger)
    world.write(f"{VILLAGES}/2026/{unicodedata.normalize('NFD', name)}", rows).build()
    assert world.console() == ""
    assert "8,600" in world.page("/103201/021/").text


def test_names_of_an_old_archive_are_said_and_stop_nothing(tmp_path: Path) -> None:
    """They are in GB18030: no ledger can name such a file, and no page may choke on it."""
    world = small_county(tmp_path)
    for inside in ("票据.jpg", "七月"):
        Path(os.fsdecode(os.fsencode(tmp_path / VILLAGES) + b"/" + inside.encode("gb18030"))).mkdir()
    Path(os.fsdecode(os.fsencode(tmp_path / "villages") + b"/" + "990106103299-下塘村".encode("gb18030"))).mkdir()
    world.build()
    assert world.report.faults == ()
    assert world.console("FILE-UNREAD") == (
        f"{VILLAGES}/七月: 错误 FILE-UNREAD  文件名“七月”的编码读不了，这个文件没有读\n"
        "      改法：在这台电脑上重新起一次名：七月\n"
        f"{VILLAGES}/票据.jpg: 错误 FILE-UNREAD  文件名“票据.jpg”的编码读不了，这个文件没有读\n"
        "      改法：在这台电脑上重新起一次名：票据.jpg"
    )
    assert world.page("/103201/").key_figure == "4,400元"


# ---- line ends, code pages -------------------------------------------------------------------------------------------


def test_notepads_line_ends_and_mark_make_the_same_pages(tmp_path: Path) -> None:
    plain = small_county(tmp_path / "a").build()
    crlf = small_county(tmp_path / "b")
    for path in crlf.root.rglob("*.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert crlf.build().errors == []
    assert crlf.files() == plain.files()


@pytest.mark.parametrize("page", ["gbk", "cp437", "ascii"])
def test_a_console_that_lacks_a_sign_is_no_reason_to_fail(tmp_path: Path, page: str) -> None:
    world = small_county(tmp_path).change(f"{VILLAGES}/2026/2026年3季度.yaml", "修复村东排水沟", "修复𰻝𰻝面馆")
    world.change(f"{VILLAGES}/2026/2026年3季度.yaml", "8,600.00", "八千六")
    command = [sys.executable, "-m", "sitegen.cli", "check", "-C", str(tmp_path), "--today", TODAY.isoformat()]
    done = subprocess.run(
        command, capture_output=True, timeout=60, env={**os.environ, "PYTHONIOENCODING": page}, check=False
    )
    assert done.returncode == 1
    assert b"AMT-TEXT" in done.stderr
    assert b"Traceback" not in done.stderr


# ---- processes and files ---------------------------------------------------------------------------------------------


def test_processes_that_are_started_afresh_make_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows cannot fork: everything a worker needs goes to it as it is."""
    worlds = []
    for name in ("一", "二"):
        world = county(tmp_path / name)
        for number in range(1, 6):
            folder = f"99010610320{number}-村{'一二三四五'[number - 1]}"
            profile = (
                f"地址号: 10320{number}\n账套:\n  - {{编号: 1, 名称: 村委会}}\n公开电话: {{村委会: 0000-8812345}}\n"
            )
            world.village(profile, folder).publication(CASH, folder=folder)
        worlds.append(world)
    serial, spawned = worlds
    serial.build()
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    spawned.build(workers=2)
    assert spawned.files() == serial.files()


def test_a_file_that_is_open_elsewhere_is_said_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows lets nobody replace what WPS or a browser holds open."""
    world = small_county(tmp_path).build()
    before = world.files()

    def refuse(_: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(os, "replace", refuse)
    world.change(f"{VILLAGES}/2026/2026年3季度.yaml", "修复村东排水沟", "修复村西排水沟")
    result = CliRunner().invoke(main, ["build", "-C", str(tmp_path), "--today", TODAY.isoformat(), "--only", "pages"])
    monkeypatch.undo()
    assert result.exit_code == 3
    assert "SYS-WRITE" in result.stderr
    assert "正被别的程序开着" in result.stderr
    assert world.files() == before
    assert world.build().errors == []


def held(times: int, *, only: str = "") -> Callable[[Path, Path], None]:
    """``os.replace`` as Windows does it while somebody has the target open: refused so many times, then done."""
    rename, refused = os.replace, [0]

    def replace(one: Path, other: Path) -> None:
        if only in str(one) and refused[0] < times:
            refused[0] += 1
            problem = PermissionError(13, "The process cannot access the file", str(one))
            problem.winerror = 32  # type: ignore[attr-defined]
            raise problem
        rename(one, other)

    return replace


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A system that cannot exchange two folders in one step; how long was waited."""
    waited: list[float] = []
    monkeypatch.setattr("sitegen.tree._swap", lambda *_: False)
    monkeypatch.setattr("sitegen.held.time.sleep", waited.append)
    return waited


def test_what_is_held_open_for_a_moment_is_exchanged_a_moment_later(
    tmp_path: Path, windows: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = small_county(tmp_path).build()
    world.change(f"{VILLAGES}/2026/2026年3季度.yaml", "修复村东排水沟", "修复村西排水沟")
    monkeypatch.setattr(os, "replace", held(4, only="build/site/103201"))
    assert world.build().errors == []
    assert windows == [0.05, 0.1, 0.2, 0.4]
    assert "修复村西排水沟" in world.page("/103201/021/2026q3/").text


def test_what_stays_held_is_named_and_the_next_build_goes_on(
    tmp_path: Path, windows: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = small_county(tmp_path).build()
    before = world.files()
    world.change(f"{VILLAGES}/2026/2026年3季度.yaml", "修复村东排水沟", "修复村西排水沟")
    monkeypatch.setattr(os, "replace", held(99, only="build/site/103201"))
    result = CliRunner().invoke(main, ["build", "-C", str(tmp_path), "--today", TODAY.isoformat(), "--only", "pages"])
    monkeypatch.undo()
    assert result.exit_code == 3
    assert "SYS-HELD" in result.stderr
    assert "103201 正被别的程序开着，等了 3 秒还是换不了" in result.stderr
    assert sum(windows) < 4
    assert {path: data for path, data in world.files().items() if path.startswith("103201/")} == {
        path: data for path, data in before.items() if path.startswith("103201/")
    }
    assert world.build().errors == []
    assert "修复村西排水沟" in world.page("/103201/021/2026q3/").text


def test_a_folder_is_put_back_when_the_new_one_cannot_take_its_place(
    tmp_path: Path, windows: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    new, old = tmp_path / "stage/a", tmp_path / "site/a"
    for folder, text in ((new, "new"), (old, "old")):
        folder.mkdir(parents=True)
        (folder / "index.html").write_text(text)
    monkeypatch.setattr(os, "replace", held(99, only="stage/a"))
    with pytest.raises(HeldError):
        exchange(new, old)
    assert len(windows) == 6
    assert (old / "index.html").read_text() == "old"
    monkeypatch.undo()
    exchange(new, old)
    assert (old / "index.html").read_text() == "new"


# ---- parts -----------------------------------------------------------------------------------------------------------


SYSTEMS = {
    "Windows": ["win_amd64"],
    "macOS": [
        f"macosx_{version}_{kind}" for version in ("14_0", "13_0", "12_0", "11_0") for kind in ("arm64", "universal2")
    ],
    "Linux": ["manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"],
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_part_of_the_core_comes_ready_made(system: str) -> None:
    """No compiler on a clerk's computer: each pinned part, and what it needs, has a wheel for the system."""
    parts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-qq",
        "--dry-run",
        "--ignore-installed",
        "--only-binary",
        ":all:",
    ]
    platforms = [word for tag in SYSTEMS[system] for word in ("--platform", tag)]
    target = ["--python-version", "3.11", "--implementation", "cp", "--target", "nowhere"]
    command = [*install, *platforms, *target, *parts]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
