"""Printed codes, killed on purpose: each attack either leaves every code leading somewhere, or the site stays as it was."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.cli import main
from sitegen.load.files import read_county
from sitegen.load.published import load_links
from sitegen.printing import Kind, PrintReport, Request, print_sheets
from sitegen.registers import append_link, read_register, register_printed
from sitegen.shared import load_site
from tests.test_print import CONTRACT
from tests.worlds import CASH, FOLDER, PROFILE, REGIONS, SETTINGS, TODAY, World, small_county

VILLAGE = f"villages/{FOLDER}"
REGISTER = "links/103201.csv"
OTHER = "990106103202-梨园村"
PRINTED = ("/103201/", "/103201/021/", "/103201/141/", "/103201/141/7/", "/103201/801/")


@pytest.fixture(scope="module")
def hung(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A village with a quarter of cash and a contract beside another, built; poster and tags hang, and so does the code of
    something that has nothing to show any more."""
    tmp_path = tmp_path_factory.mktemp("hung")
    world = small_county(tmp_path).write(f"{VILLAGE}/登记/资源合同.yaml", CONTRACT)
    world.village(PROFILE.replace("103201", "103202"), OTHER).publication(CASH, folder=OTHER).build()
    for kind in ("poster", "tags"):
        assert _print(world, kind).diagnostics == ()  # type: ignore[arg-type]
    append_link(tmp_path, "103201", "print", "/103201/801/", "", "", "01", TODAY)
    append_link(tmp_path, "103201", "retire", "/103201/801/", "", "不再公开", "", TODAY)
    world.build()
    assert world.errors == []
    assert _dead(world) == []
    return tmp_path


@pytest.fixture
def world(hung: Path, tmp_path: Path) -> World:
    """A copy of it, to be attacked."""
    return World(Path(shutil.copytree(hung, tmp_path / "county")))


def _print(world: World, kind: Kind = "poster") -> PrintReport:
    site, _ = load_site(read_county(world.root), TODAY)
    return print_sheets(world.root, site, Request(kind, "a4"))


def _dead(world: World) -> list[str]:
    return [path for path in PRINTED if not world.has(f"{path}index.html")]


def _cut(world: World, keep: Callable[[list[bytes]], list[bytes]]) -> None:
    file = world.root / REGISTER
    file.write_bytes(b"".join(keep(file.read_bytes().splitlines(keepends=True))))


def _without_contract(world: World) -> None:
    world.remove(f"{VILLAGE}/登记/资源合同.yaml")


def _without_lines(world: World) -> None:
    _cut(world, lambda lines: [each for each in lines if b"/141/" not in each])


def _both(*acts: Callable[[World], object]) -> Callable[[World], object]:
    return lambda world: [act(world) for act in acts]


def _without_village(world: World) -> None:
    shutil.rmtree(world.root / VILLAGE)


def _without_register(world: World) -> None:
    world.remove(REGISTER)


def _merge(world: World) -> None:
    _without_village(world)
    former = '前身: [{代码: "990106103201", 地址号: "103201", 名称: 清溪村, 日期: 2026-10-01}]\n'
    world.village(PROFILE.replace("103201", "103202") + former, OTHER)


def _new_code(world: World) -> None:
    world.write("regions.csv", REGIONS + "990106203,石桥街道\n")
    (world.root / VILLAGE).rename(world.root / "villages/990106203301-清溪村")


# What was done, and the errors that must be said: everything still leads somewhere.
LEADS: dict[str, tuple[Callable[[World], object], list[str]]] = {
    "renamed": (lambda world: (world.root / VILLAGE).rename(world.root / "villages/990106103201-大清溪村"), []),
    "another code": (_new_code, []),
    "merged": (_merge, []),
    "contract gone": (_without_contract, []),
    "contract and register gone": (_both(_without_contract, _without_register), ["LINK-CUT"]),
    "contract gone, its line, too": (_both(_without_contract, _without_lines), ["LINK-CUT"]),
    "no ledger any more": (lambda world: world.remove(f"{VILLAGE}/2026/2026年3季度.yaml"), []),
    "another host": (lambda world: world.change("sitegen.yaml", "gk.", "new."), ["LINK-OLDHOST"]),
    "another base path": (lambda world: world.change("sitegen.yaml", "名称:", "基路径: /xx/\n名称:"), ["LINK-OLDHOST"]),
    "last line gone": (lambda world: _cut(world, lambda lines: lines[:-1]), ["LINK-CUT"]),
    "a line gone": (lambda world: _cut(world, lambda lines: lines[:2] + lines[3:]), ["LINK-CUT"]),
    "first line gone": (lambda world: _cut(world, lambda lines: lines[:1] + lines[2:]), ["LINK-CUT"]),
    "a line edited": (lambda world: world.change(REGISTER, "/103201/021/", "/103201/022/"), ["LINK-CUT"]),
    "saved by a spreadsheet": (lambda world: _cut(world, lambda lines: [line[:-1] + b"\r\n" for line in lines]), ["LINK-CUT"]),
    "cut in the middle": (lambda world: _cut(world, lambda lines: [*lines[:2], lines[2][:9]]), ["LINK-CUT"]),
    "emptied": (lambda world: world.write(REGISTER, ""), ["LINK-CUT"]),
    "register gone": (_without_register, ["LINK-CUT"]),
    "all registers gone": (lambda world: shutil.rmtree(world.root / "links"), ["LINK-CUT", "LINK-CUT"]),
}  # fmt: skip


@pytest.mark.parametrize("attack", LEADS)
def test_every_code_still_leads_somewhere(world: World, attack: str) -> None:
    act, errors = LEADS[attack]
    act(world)
    world.build()
    assert _dead(world) == []
    assert set(world.errors) <= set(errors) and (world.errors != []) == (errors != [])
    if "LINK-CUT" in errors:
        assert world.build().errors != [], "it is said as long as it is so"


# What would leave a code leading nowhere: refused, the site stays to the last byte.
REFUSED: dict[str, Callable[[World], object]] = {
    "village gone": _without_village,
    "village and register gone": _both(_without_village, _without_register),
    "another address number": lambda world: world.change(f"{VILLAGE}/村情.yaml", "103201", "103299"),
    "the address number of another": lambda world: world.change(f"{VILLAGE}/村情.yaml", "103201", "103202"),
    "moved to nowhere by hand": lambda world: append_link(
        world.root, "103201", "move", "/103201/141/7/", "/103201/999/", "搬了", "", TODAY
    ),
}


@pytest.mark.parametrize("attack", REFUSED)
def test_what_would_kill_a_code_is_refused(world: World, attack: str) -> None:
    before = world.files()
    REFUSED[attack](world)
    world.build()
    assert world.files() == before
    assert any(code.startswith("LINK-") for code in world.errors), world.errors
    ran = CliRunner().invoke(main, ["-C", str(world.root), "--today", TODAY.isoformat(), "build", "--only", "pages"])
    assert ran.exit_code == 1


# ---- a register that was damaged -------------------------------------------------------------------------------------------


def test_a_damaged_register_prints_nothing_and_is_restored_from_what_is_kept(world: World) -> None:
    tmp_path = world.root
    whole = (tmp_path / REGISTER).read_bytes()
    _cut(world, lambda lines: lines[:-2])
    world.build()
    said = world.console("LINK-CUT")
    assert "links/103201.csv 从第 6 行起和上次构建时的不一样" in said
    assert "把 build/.state/links/103201.csv 拷回来" in said
    report = _print(world)
    assert [each.code for each in report.diagnostics] == ["LINK-CUT"]
    assert [file.parent.name for file in report.files] == ["梨园村"]
    shutil.copy(tmp_path / "build/.state/links/103201.csv", tmp_path / REGISTER)
    assert (tmp_path / REGISTER).read_bytes() == whole
    assert world.build().errors == []
    assert _print(world).diagnostics == ()


def test_a_register_that_came_with_a_copy_of_the_county_is_remembered_by_the_build(world: World) -> None:
    tmp_path = world.root
    shutil.rmtree(tmp_path / "build")
    world.build()
    _without_register(world)
    assert world.build().errors == ["LINK-CUT"]
    assert _dead(world) == []


def test_what_only_grew_is_no_damage(world: World) -> None:
    tmp_path = world.root
    append_link(tmp_path, "103201", "retire", "/103201/021/", "", "不用了", "", TODAY)
    assert world.build().errors == []
    assert (tmp_path / "build/.state/links/103201.csv").read_bytes() == (tmp_path / REGISTER).read_bytes()
    assert [link.act for link in read_register(tmp_path, "103201")][-1] == "retire"


def test_the_walk_and_the_check_say_it_too(world: World) -> None:
    tmp_path = world.root
    _cut(world, lambda lines: lines[:-1])
    for words in (("links", "check"), ("check",)):
        ran = CliRunner().invoke(main, ["-C", str(tmp_path), "--today", TODAY.isoformat(), *words])
        assert (ran.exit_code, "LINK-CUT" in ran.output) == (1, True), words


def test_two_who_register_the_same_at_once_write_each_address_once(tmp_path: Path) -> None:
    paths = [f"/103201/{item:03}/" for item in range(40)]
    ask = "from datetime import date; from pathlib import Path; from sitegen.registers import register_printed; import sys"
    work = (
        f"for n in range(1, 41): register_printed(Path(sys.argv[1]), '103201', {paths}[:n], '01', date(2026, 10, 12))"
    )
    clerks = [subprocess.Popen([sys.executable, "-c", f"{ask}\n{work}", str(tmp_path)]) for _ in range(3)]
    assert [clerk.wait() for clerk in clerks] == [0, 0, 0]
    links, found = load_links("103201", (tmp_path / REGISTER).read_bytes())
    assert ([link.path for link in links], found) == (paths, ())


@pytest.mark.parametrize("left", [b"", b"day,ac"], ids=["nothing", "a piece of the head"])
def test_a_register_whose_first_line_was_never_written_gets_its_head(tmp_path: Path, left: bytes) -> None:
    (tmp_path / "links").mkdir()
    (tmp_path / REGISTER).write_bytes(left)
    register_printed(tmp_path, "103201", PRINTED[:2], "01", TODAY)
    links, found = load_links("103201", (tmp_path / REGISTER).read_bytes())
    assert ([link.path for link in links], found) == ([*PRINTED[:2]], ())


def test_a_register_joined_from_two_computers_is_refused_and_comes_back_by_printing_again(world: World) -> None:
    tmp_path = world.root
    mine = (tmp_path / REGISTER).read_bytes()
    (tmp_path / REGISTER).write_bytes(mine.replace(b"\n", b"\n<<<<<<< HEAD\n", 1))
    world.build()
    assert "照样再印一遍就登记回来" in world.console("LINK-CUT")
    (tmp_path / REGISTER).write_bytes(b"".join(mine.splitlines(keepends=True)[:2]))
    shutil.rmtree(tmp_path / "build/.state/links")
    for kind in ("poster", "tags"):
        _print(world, kind)  # type: ignore[arg-type]
    assert {link.path for link in read_register(tmp_path, "103201")} == {*PRINTED} - {"/103201/801/"}


def test_a_county_without_printed_codes_remembers_nothing(tmp_path: Path) -> None:
    world = small_county(tmp_path).write("sitegen.yaml", SETTINGS).build()
    assert not (tmp_path / "build/.state/links").exists()
    assert world.errors == []
