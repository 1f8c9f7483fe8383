"""What a clerk is offered who types nothing but ``sitegen``, and how villages and items are named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from sitegen.checking import look
from sitegen.cli import main
from sitegen.commands.agenda import Task, list_tasks, say_period
from sitegen.commands.asking import ask_path, find_names, say_list
from sitegen.commands.session import Session
from sitegen.diagnostics import Place, error
from sitegen.model.period import day, month, quarter, year
from sitegen.publish import publish
from tests.terminals import terminal
from tests.worlds import CASH, PROFILE, TODAY, World, small_county

OTHER = PROFILE.replace("103201", "103202")
DUE = PROFILE + "起始: 2026年3季度\n"
LEDGER = "villages/990106103201-清溪村/2026/2026年3季度.yaml"
NAMES = ("清溪村", "梨园村", "风岭村", "双河村")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return small_county(tmp_path)


def tasks(world: World, today: date = TODAY, printed: frozenset[tuple[str, str]] = frozenset()) -> list[str]:
    seen = look(world.root, today)
    return [each.chinese for each in list_tasks(seen.desks, seen.report.diagnostics, printed, today)]


# ---- what is to be done today ---------------------------------------------------------------------------------------


def test_what_is_due_and_not_yet_written_comes_with_its_day(world: World) -> None:
    world.village(DUE)
    assert any(line.startswith("三季度的账：清溪村还有 ") and "10月15日前公开" in line for line in tasks(world))
    world.remove(LEDGER)
    assert any(line == "三季度的账：清溪村还没填（10月15日前公开）" for line in tasks(world))


def test_what_is_late_says_so_and_stands_behind(world: World) -> None:
    world.village(DUE).remove(LEDGER)
    lines = tasks(world, date(2026, 10, 16))
    assert "三季度的账：清溪村还没填（10月15日已经过了）" in lines


def test_mistakes_are_counted_by_village(world: World) -> None:
    world.change(LEDGER, "期末余额: 4400.00", "期末余额: 4400.01")
    assert tasks(world)[0] == "1 处要改：清溪村 1 处"


def test_reviews_are_to_be_printed_then_to_be_signed(world: World) -> None:
    world.change(LEDGER, "审核:\n  - 村务监督委员会: 2026-10-10 同意\n", "")
    assert "审核单还没印：清溪村 三季度" in tasks(world)
    assert "审核单印了，还没签：清溪村 三季度" in tasks(world, printed=frozenset({("清溪村", "2026年3季度")}))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("公开日期: 2026-10-12\n", "", "审核过了，还没写公开日期：清溪村 1 项"),
        ("2026-10-10 同意", "2026-10-10 有异议 差一张单据", "村监会有异议，还没写答复：清溪村 1 项"),
        ("公开日期: 2026-10-12\n", "草稿: 是\n", "还是草稿：清溪村 1 项"),
    ],
)
def test_what_is_written_says_what_it_waits_for(world: World, old: str, new: str, said: str) -> None:
    assert said in tasks(world.change(LEDGER, old, new))


def test_what_may_be_published_is_counted_until_it_is_published(world: World) -> None:
    assert "可以公布了：1 项" in tasks(world)
    publish(world.root, world.root / "site.zip", TODAY, 1)
    assert not any("可以公布" in line for line in tasks(world))
    world.change(LEDGER, "修复村东排水沟", "修复村西排水沟")
    assert "可以公布了：1 项" in tasks(world)


def test_a_village_that_never_said_where_it_begins_is_asked_to(world: World) -> None:
    assert "清溪村没写“起始”，不知道哪些该公开了" in tasks(world)


def test_nothing_is_invented_for_a_county_without_villages() -> None:
    assert list_tasks((), (), frozenset(), TODAY) == ()
    wrong = (error("KEY-MISSING", Place("sitegen.yaml", 1, 1, 2), key="网址", where=""),)
    assert list_tasks((), wrong, frozenset(), TODAY) == (Task("mend", "1 处要改", "1 errors to mend"),)


def test_many_villages_are_counted_not_listed(world: World) -> None:
    one = look(world.village(DUE).root, TODAY).desks[0]
    desks = tuple(replace(one, name=name) for name in NAMES)
    lines = [each.chinese for each in list_tasks(desks, (), frozenset(), TODAY)]
    assert any(line.startswith("三季度的账：清溪村等 4 个村还有 ") for line in lines)


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (quarter(2026, 3), "三季度"),
        (quarter(2025, 4), "2025年四季度"),
        (month(2026, 9), "9月"),
        (year(2026), "2026年全年"),
        (day(date(2026, 9, 15)), "9月15日"),
    ],
)
def test_periods_are_said_as_people_say_them(period: object, said: str) -> None:
    assert say_period(period, TODAY) == said  # type: ignore[arg-type]


# ---- naming ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1", ("清溪村",)),
        ("4", ("双河村",)),
        ("5", ()),
        ("0", ()),
        ("清溪村", ("清溪村",)),
        ("河", ("双河村",)),
        ("qx", ("清溪村",)),
        ("QingXi", ("清溪村",)),
        ("shuang", ("双河村",)),
        ("村", NAMES),
        ("没有的", ()),
        ("", ()),
        ("²", ()),
    ],
)
def test_names_are_found_by_number_part_and_pinyin(typed: str, meant: tuple[str, ...]) -> None:
    assert find_names(typed, NAMES) == meant


def test_lists_stay_short() -> None:
    assert say_list(NAMES[:2], "个村") == "清溪村、梨园村"
    assert say_list(NAMES, "个村") == "清溪村等 4 个村"


# ---- at the terminal ------------------------------------------------------------------------------------------------


def test_a_task_is_run_shown_as_a_command_and_leads_back(world: World) -> None:
    with terminal(world.root) as clerk:
        clerk.expect("青石县村务公开").expect("今天要办的").expect("可以公布了：1 项").expect("做什么")
        clerk.expect("写一个数字").type("检查")
        clerk.expect("→ sitegen -C ").expect(" 检查").expect("没有发现要改的地方，可以公布。")
        clerk.expect("按回车回到菜单").type("")
        clerk.expect("写一个数字").type("99").expect("或者 q").type("q")
        assert clerk.end() == 0


def test_a_new_period_is_filled_in_from_the_menu(world: World) -> None:
    world.village(DUE).remove(LEDGER).village(OTHER, "990106103202-下塘村")
    with terminal(world.root) as clerk:
        clerk.expect("三季度的账：清溪村还没填").expect("写一个数字").type("1")
        clerk.expect("新建 季度 --村 清溪村 --期间 2026年3季度").expect("2026年3季度.yaml")
        clerk.expect("按回车回到菜单").type("").expect("还是草稿：清溪村").expect("写一个数字").type("q")
        assert clerk.end() == 0
    assert (world.root / LEDGER).is_file()


def test_a_village_is_asked_for_only_when_there_are_several(world: World) -> None:
    world.village(OTHER, "990106103202-下塘村")
    with terminal(world.root) as clerk:
        clerk.expect("写一个数字").type("填新的一期")
        clerk.expect("1  清溪村").expect("2  下塘村").expect("哪个村").type("没有").expect("没有这一个")
        clerk.type("xt").expect("一件事").expect("填什么").type("4").expect("哪一项").type("shehui")
        clerk.expect("新建 社会捐赠 --村 下塘村").expect("按回车").type("").expect("写一个数字").type("q")
        assert clerk.end() == 0


def test_a_mistake_inside_a_task_does_not_end_the_menu(world: World) -> None:
    with terminal(world.root) as clerk:
        clerk.expect("写一个数字").type("填新的一期").expect("填什么").type("1").expect("哪一期").type("胡说")
        clerk.expect("看不出是哪一期").type("").expect("季度-补.yaml").expect("按回车").type("")
        clerk.expect("写一个数字").press(b"\x04")
        assert clerk.end() in (0, 130)


def test_what_is_taken_down_was_published_and_is_named_once_more(world: World) -> None:
    with terminal(world.root) as clerk:
        clerk.expect("写一个数字").type("撤下一项").expect("还没有公布过什么").expect("按回车").type("").expect(
            "数字"
        ).type("q")
    publish(world.root, world.root.parent / "site", TODAY, 1)
    with terminal(world.root) as clerk:
        clerk.expect("写一个数字").type("撤下一项").expect("为什么撤").type("试试")
        clerk.expect("撤下 清溪村的资金收支 2026年3季度？").type("n").expect("按回车").type("")
        clerk.expect("写一个数字").type("撤下一项").expect("为什么撤").type("试试")
        clerk.expect("撤下 清溪村的资金收支 2026年3季度？").type("y").expect("撤下了").expect("按回车").type("")
        clerk.expect("写一个数字").type("撤下一项").expect("还没有公布过什么").expect("按回车").type("").expect(
            "数字"
        ).type("q")
        assert clerk.end() == 0


def test_of_a_list_that_is_not_shown_nobody_knows_the_numbers() -> None:
    many = tuple(f"事项{number}" for number in range(50))
    assert find_names("7", many[:9]) == ("事项6",)
    assert find_names("7", many) == tuple(name for name in many if "7" in name)


def test_lines_only_a_person_may_write_are_shown(world: World) -> None:
    world.change(LEDGER, "公开日期: 2026-10-12\n", "")
    with terminal(world.root) as clerk:
        clerk.expect("写一个数字").type("审核过了，还没写公开日期：清溪村 1 项")
        clerk.expect(LEDGER).expect("公开日期: 2026-10-12").expect("按回车").type("").expect("数字").type("q")
        assert clerk.end() == 0


@pytest.mark.parametrize("around", ["'{}'", '"{}"', "& '{}'", "“{}”", "{}"])
def test_a_file_that_was_dragged_into_the_window(world: World, around: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.prompt", lambda *_, **__: around.format("/a b/账.xlsx"))
    session = Session(world.root, "zh", quiet=True, json=False, given_today=None, machine_day=TODAY)
    assert ask_path(session, "文件", "file") == "/a b/账.xlsx"


def test_outside_a_county_a_new_one_is_offered(tmp_path: Path) -> None:
    with terminal(tmp_path, today="2026-11-23") as clerk:
        clerk.expect("这里不是账本文件夹").expect("做一个新的").type("").expect("文件夹叫什么").type("石桥镇")
        clerk.expect(" 起步 ").expect("做好了").expect("青石县村务公开").expect("写一个数字").type("q")
        assert clerk.end() == 0
    assert (tmp_path / "石桥镇/sitegen.yaml").is_file()


def test_the_menu_in_english(world: World) -> None:
    with terminal(world.root, "--lang", "en") as clerk:
        clerk.expect("To do today").expect("ready to be published: 1").expect("a number").type("check the ledgers")
        clerk.expect("ready to publish").expect("back to the menu").type("").expect("a number").type("q")
        assert clerk.end() == 0


def test_options_have_chinese_names_everywhere(world: World) -> None:
    root = str(world.root)
    result = CliRunner().invoke(main, ["新建", "社会捐赠", "--村", "清溪村", "--期间", "2026q4", "-C", root])
    assert result.exit_code == 0, result.stderr
    assert "--village, --村 村" in CliRunner().invoke(main, ["新建", "--help"]).stdout
    english = CliRunner().invoke(main, ["--lang", "en", "new", "--help"]).stdout
    assert "--village VILLAGE" in english
    assert "--村" not in english
    wrong = CliRunner().invoke(main, ["新建", "社会捐赠", "--村落", "清溪村", "-C", root])
    assert "是不是“--村”？" in wrong.stderr


def test_a_look_reads_only_what_changed(world: World) -> None:
    world.village(OTHER, "990106103202-下塘村")
    first = look(world.root, TODAY)
    assert len(first.again) == 2
    same = look(world.root, TODAY, before=first)
    assert same is first
    world.publication(CASH.replace("4400.00", "4400.01"))
    changed = look(world.root, TODAY, before=same)
    assert changed.again == ("990106103201-清溪村",)
    assert [each.code for each in changed.report.diagnostics] == ["SUM-BALANCE"]
    assert changed.report == look(world.root, TODAY).report
