"""Corrections: what a message offers is accepted, and every public figure that changed says so, without a person."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sitegen.checking import check
from sitegen.diagnostics import Diagnostic
from sitegen.publish import publish
from tests.worlds import TODAY, World, small_county

QUARTER = "villages/990106103201-清溪村/2026/2026年3季度.yaml"
LATER, LAST = date(2026, 10, 13), date(2026, 10, 14)
POOR = """\
最低生活保障:
  保障标准: 735
  怎么申请: 找村委会
  名单:
    - {序号: 1, 户主: 王大成, 人口: 2, 金额: 900}
    - {序号: 2, 户主: 王二成, 人口: 1, 金额: 500.50}
    - {序号: 3, 户主: 王三成, 人口: 1, 金额: 400}
    - {序号: 4, 户主: 王四成, 人口: 1, 金额: 300}
"""
WORK = """\
误工补贴:
  误工: |
    日期    | 姓名   | 事由     | 天数 | 标准 | 金额
    7月19日 | 李有田 | 清渠，挖沟 | 2    | 120  | 240
    7月20日 | 李有水 | 清渠     | 1.5  | 100  | 150
    7月21日 | 李有山 | 清渠     | 1    | 100  | 100
"""
LAND = """\
宅基地:
  阶段: 审批结果
  名单:
    - {序号: 1, 户主: 王大成, 村民小组: 1组, 面积: 120.5}
    - {序号: 2, 户主: 王二成, 村民小组: 1组, 面积: 100}
    - {序号: 3, 户主: 王三成, 村民小组: 2组, 面积: 90}
"""
THIRD = "    - {序号: 3, 户主: 王三成, 人口: 1, 金额: 400}\n"
FOURTH = "    - {序号: 4, 户主: 王四成, 人口: 1, 金额: 300}\n"
TWO = POOR.replace(THIRD, "").replace(FOURTH, "")
PAGE, HISTORY = "/103201/251/2026q3/", "/103201/changes/"


def county_with(root: Path, items: str) -> World:
    world = small_county(root)
    world.write(QUARTER, (root / QUARTER).read_text(encoding="utf-8") + items)
    assert [each for each in check(root, TODAY).diagnostics if each.severity == "error"] == []
    publish(root, root / "out", TODAY, 1)
    return world


def errors(world: World, today: date = LATER) -> list[Diagnostic]:
    return [each for each in check(world.root, today).diagnostics if each.severity == "error"]


def paste(world: World, today: date = LATER) -> list[str]:
    """Paste every line that is offered under 更正 of its item, with a reason; what is wrong then."""
    by_item: dict[str, list[str]] = {}
    for each in errors(world, today):
        assert each.code == "COR-MISSING"
        values = dict(each.values)
        by_item.setdefault(values["item"], []).append(values["line"])
    assert by_item
    text = (world.root / QUARTER).read_text(encoding="utf-8")
    for item, lines in by_item.items():
        made = "".join(f"    {line.replace('为什么', '抄错').replace('谁}', '村监会}')}\n" for line in lines)
        text = text.replace(f"{item}:\n", f"{item}:\n  更正:\n{made}", 1)
    world.write(QUARTER, text)
    return [f"{each.code} {dict(each.values)}" for each in errors(world, today)]


CHANGES = {
    "an amount": (POOR, [("8,600.00", "8,700.00"), ("4400.00", "4300.00")]),
    "a payee": (POOR, [("清溪建筑队", "石桥建筑队")]),
    "a person among payees": (POOR, [("清溪建筑队", "赵小满")]),
    "a category": (POOR, [("公益支出", "其他支出")]),
    "a day": (POOR, [("7月15日 | 记-014", "7月16日 | 记-014")]),
    "a forgotten voucher": (
        POOR,
        [("金额: 12000}", "金额: 12000}\n    - {日期: 7月4日, 凭证号: 记-002, 类别: 经营收入, 摘要: 租金, 金额: 100}"),
         ("4400.00", "4500.00")],
    ),
    "a surplus voucher": (
        POOR,
        [("    7月15日 | 记-014 | 公益支出 | 修复村东排水沟 | 清溪建筑队 | 8,600.00\n", ""), ("4400.00", "13000.00")],
    ),
    "a field": (POOR, [("保障标准: 735", "保障标准: 745")]),
    "a field that is gone": (POOR, [("  保障标准: 735\n", "")]),
    "an amount of a list without names": (POOR, [("金额: 900", "金额: 800")]),
    "a household more": (POOR, [("金额: 300}", "金额: 300}\n    - {序号: 5, 户主: 王五成, 人口: 1, 金额: 300}")]),
    "a household less": (POOR, [("    - {序号: 4, 户主: 王四成, 人口: 1, 金额: 300}\n", "")]),
    "so few that nothing is shown": (
        POOR,
        [("    - {序号: 4, 户主: 王四成, 人口: 1, 金额: 300}\n", ""), ("    - {序号: 3, 户主: 王三成, 人口: 1, 金额: 400}\n", "")],
    ),
    "days and pay of masked names": (WORK, [("1.5  | 100  | 150", "2.5  | 100  | 250")]),
    "a rate of masked names": (WORK, [("2    | 120  | 240", "1    | 240  | 240")]),
    "a masked row less": (WORK, [("    7月21日 | 李有山 | 清渠     | 1    | 100  | 100\n", "")]),
    "two masked rows that were exchanged": (
        WORK,
        [("1.5  | 100  | 150", "…"), ("1    | 100  | 100", "1.5  | 100  | 150"), ("…", "1    | 100  | 100")],
    ),
    "a third household, where there were so few that nothing was shown": (TWO, [("金额: 500.50}\n", f"金额: 500.50}}\n{THIRD}")]),
    "an area": (LAND, [("120.5", "110.25")]),
    "nobody any more": (POOR, [(POOR.partition("  名单:")[2], " []\n")]),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_offered_for_a_changed_figure_is_accepted(tmp_path: Path, change: str) -> None:
    items, steps = CHANGES[change]
    world = county_with(tmp_path, items)
    for old, new in steps:
        world.change(QUARTER, old, new)
    assert paste(world) == []
    assert publish(tmp_path, tmp_path / "out", LATER, 1).versions
    assert errors(world) == []
    assert errors(world, LAST) == []


def test_rows_in_another_order_are_no_change(tmp_path: Path) -> None:
    world = county_with(tmp_path, WORK)
    second = "    7月20日 | 李有水 | 清渠     | 1.5  | 100  | 150\n"
    world.change(QUARTER, second, "").change(QUARTER, "    7月19日 | 李有田", second + "    7月19日 | 李有田")
    assert errors(world) == []


@pytest.mark.parametrize("before", ["1", "2"])
def test_a_household_more_than_few_may_say_how_many_there_were_and_the_page_does_not(
    tmp_path: Path, before: str
) -> None:
    world = county_with(tmp_path, TWO).change(QUARTER, "金额: 500.50}\n", f"金额: 500.50}}\n{THIRD}")
    correct(world, LATER, "{表: 名单, 栏: 行数}", before, "3", "新增一户")
    assert errors(world) == []
    assert "名单 条数 原来少于3户（人），不写 改成3" in world.build(today=LATER).page(HISTORY).text


def test_a_forgotten_row_explains_that_there_are_no_longer_few(tmp_path: Path) -> None:
    world = county_with(tmp_path, TWO).change(QUARTER, "金额: 500.50}\n", f"金额: 500.50}}\n{THIRD}")
    correct(world, LATER, "{表: 名单, 序号: 3, 栏: 金额}", "没有", "400", "漏了一户")
    assert errors(world) == []


REGISTER = "villages/990106103201-清溪村/登记/资源合同.yaml"
CONTRACT = """
- 编号: 7
  名称: 东塘承包
  承租方: 王大水
  面积: 18.5
  起始: 2023-01-01
  到期: 2032-12-31
  年租金: 24000
  怎么租出去的: 公开竞价
  应缴:
    - {到期日: 2026-12-31, 金额: 24000}
"""
ASSET = "villages/990106103201-清溪村/登记/资产.yaml"
HOUSE = """
- {编号: 1, 名称: 老仓库, 类别: 房屋建筑, 数量: 1, 地点: 村东, 原值: 50000, 累计折旧: 20000, 净值: 30000, 使用状态: 闲置}
"""


def test_a_figure_on_a_register_does_not_change_unnoticed(tmp_path: Path) -> None:
    small_county(tmp_path).write(REGISTER, CONTRACT).write(ASSET, HOUSE)
    world = county_with(tmp_path, POOR)
    assert "公开过的数没有改过" in world.build().page(HISTORY).text
    world.change(REGISTER, "年租金: 24000", "年租金: 20000").change(REGISTER, "金额: 24000", "金额: 20000")
    world.change(REGISTER, "王大水", "王小水").change(ASSET, "20000, 净值: 30000", "22000, 净值: 28000")
    assert errors(world) == []
    world.build(today=LATER)
    assert world.console("COR-RECORD") == (
        f"{REGISTER}:7:8: 提醒 COR-RECORD  公布过的“资源合同”7号“东塘承包”的年租金原来是 24000.00，现在是 20000.00\n"
        "    7 |   年租金: 20000\n      |           ^^^^^\n"
        "      改法：写错了就改回去；真的变了，再公布一次，更正记录里会写出原来是多少、改成多少\n"
        f"{REGISTER}:10:29: 提醒 COR-RECORD  公布过的“资源合同”7号“东塘承包”的应缴/2026-12-31/金额"
        "原来是 24000.00，现在是 20000.00\n"
        "   10 |     - {到期日: 2026-12-31, 金额: 20000}\n      |                                  ^^^^^\n"
        "      改法：写错了就改回去；真的变了，再公布一次，更正记录里会写出原来是多少、改成多少"
    )
    publish(tmp_path, tmp_path / "out", LATER, 1)
    assert "COR-RECORD" not in world.build(today=LATER).codes
    page = world.page(HISTORY).text
    assert "登记的家当、合同和工程改了2件的数，原来是多少、改成多少，也写在这里" in page
    assert (
        "租包 7号：年租金原来24,000.00元，改成20,000.00元；应缴 2026-12-31 金额原来24,000.00元，改成20,000.00元" in page
    )
    assert "集体家当 1号：累计折旧原来20,000.00元，改成22,000.00元；净值原来30,000.00元，改成28,000.00元" in page
    assert "王" not in page.partition("租包 7号")[2]


def correct(
    world: World, day: date, where: str, before: str, after: str, why: str = "抄错", item: str = "最低生活保障"
) -> World:
    line = f"{{日期: {day}, 类型: 公开表抄错, 位置: {where}, 更正前: {before}, 更正后: {after}, 原因: {why}, 核对人: 村监会}}"
    text = (world.root / QUARTER).read_text(encoding="utf-8")
    old = f"{item}:\n" + "  更正:\n" * (f"{item}:\n  更正:\n" in text)
    return world.change(QUARTER, old, f"{item}:\n  更正:\n    - {line}\n")


def test_a_corrected_row_of_a_list_without_names_is_told_as_its_total(tmp_path: Path) -> None:
    world = county_with(tmp_path, POOR).change(QUARTER, "金额: 900", "金额: 800")
    correct(world, LATER, "{表: 名单, 序号: 1, 栏: 金额}", "900", "800", "王大成家少报了打工钱")
    assert errors(world) == []
    world.build(today=LATER)
    for page in (world.page(PAGE).text, world.page(HISTORY).text):
        assert "名单 金额合计 原来2,100.50元 改成2,000.50元" in page
        assert "家少报了打工钱" in page
        assert "王大成" not in page
        assert not {"900.00", "800.00"} & set(page.split())


def test_the_next_correction_of_a_row_goes_on_from_the_total_of_the_last(tmp_path: Path) -> None:
    world = county_with(tmp_path, POOR).change(QUARTER, "金额: 900", "金额: 800")
    correct(world, LATER, "{表: 名单, 序号: 1, 栏: 金额}", "900", "800")
    publish(tmp_path, tmp_path / "out", LATER, 1)
    correct(world.change(QUARTER, "金额: 800", "金额: 700"), LAST, "{表: 名单, 序号: 1, 栏: 金额}", "800", "700")
    assert errors(world, LAST) == []
    page = world.build(today=LAST).page(PAGE).text
    assert "金额合计 原来2,100.50元 改成2,000.50元" in page
    assert "金额合计 原来2,000.50元 改成1,900.50元" in page


def test_a_total_does_not_vanish_quietly_and_its_correction_does_not_tell_it(tmp_path: Path) -> None:
    """Two households are too few for a total; what they get can be seen from no correction."""
    world = county_with(tmp_path, POOR.replace(FOURTH, "")).change(QUARTER, THIRD, "")
    assert [dict(each.values)["position"] for each in errors(world)] == ["名单.人口", "名单.行数", "名单.金额"]
    assert publish(tmp_path, tmp_path / "out", LATER, 1).versions == ()
    assert "1,800元5角" in world.page(PAGE).text
    assert paste(world) == []
    publish(tmp_path, tmp_path / "out", LATER, 1)
    for page in (world.page(PAGE).text, world.page(HISTORY).text):
        assert "金额合计 原来1,800.50元 改成少于3户（人），不写" in page
        assert "条数 原来3 改成少于3户（人），不写" in page
        assert "1,400" not in page
    correct(world.change(QUARTER, "金额: 900", "金额: 800"), LAST, "{表: 名单, 序号: 1, 栏: 金额}", "900", "800")
    publish(tmp_path, tmp_path / "out", LAST, 1)
    assert not {"1,400.50", "1,300.50"} & set(world.page(HISTORY).text.replace("元", " ").split())
    assert "1,400" not in world.page(HISTORY).text


def test_a_name_that_is_masked_in_its_row_is_masked_in_the_correction_of_it(tmp_path: Path) -> None:
    world = county_with(tmp_path, WORK).change(QUARTER, "1.5  | 100  | 150", "2.5  | 100  | 250")
    where = "{表: 误工, 日期: 2026-07-20, 姓名: 李有水, 事由: 清渠, 栏: %s}"
    correct(world, LATER, where % "天数", "1.5", "2.5", item="误工补贴")
    correct(world, LATER, where % "金额", "150", "250", item="误工补贴")
    assert errors(world) == []
    world.build(today=LATER)
    for page in ("/103201/222/2026q3/", HISTORY):
        assert "李*水" in world.page(page).text
        assert "李有水" not in world.page(page).source
    over = date(2027, 10, 13)
    page = world.build(today=over).page("/103201/222/2026q3/").text
    assert "金额合计 原来490.00元 改成590.00元" in page
    assert "李*水" not in page


def test_a_review_does_not_stand_for_what_was_corrected_afterwards(tmp_path: Path) -> None:
    world = county_with(tmp_path, POOR).change(QUARTER, "金额: 900", "金额: 800")
    correct(world, LATER, "{表: 名单, 序号: 1, 栏: 金额}", "900", "800")
    world.build(today=LATER)
    assert "10月10日看过，同意公开；之后更正过" in world.page(PAGE).text
    assert "之后更正过" not in world.page("/103201/021/2026q3/").text
    world.change(QUARTER, "2026-10-10 同意", "2026-10-13 同意").build(today=LATER)
    assert "看过，同意公开" in world.page(PAGE).text
    assert "之后更正过" not in world.page(PAGE).text


def test_a_rate_is_corrected_in_its_row_and_not_as_a_sum_of_rates(tmp_path: Path) -> None:
    world = county_with(tmp_path, WORK).change(QUARTER, "2    | 120  | 240", "1    | 240  | 240")
    assert [dict(each.values)["position"] for each in errors(world)] == [
        "误工.天数",
        "误工/2026-07-19,李有田,清渠，挖沟/标准",
    ]
    assert paste(world) == []
    page = world.build(today=LATER).page("/103201/222/2026q3/")
    assert "2026-07-19,李*田,清渠，挖沟 标准 原来120.00元 改成240.00元" in page.text
    assert "李有田" not in page.source


NOTHING = """\
社会捐赠: 本期无发生
误工补贴: 本期无发生
最低生活保障: 本期无发生
"""
GIFT = """\
社会捐赠:
  上期结余: 0
  收到: [{日期: 7月3日, 捐赠人: 王大水, 款物: 现金, 金额: 50000}]
  结余: 50000
"""
ONE = WORK.partition("    7月20日")[0]
HAPPENED = {
    "a gift": ("社会捐赠: 本期无发生\n", GIFT, ["结余", "收到.金额"]),
    "a day's work": ("误工补贴: 本期无发生\n", ONE, ["误工.金额"]),
    "households": ("最低生活保障: 本期无发生\n", POOR, ["保障标准", "名单.金额"]),
    "a household": ("最低生活保障: 本期无发生\n", POOR.partition("    - {序号: 2")[0], ["保障标准", "名单.行数"]),
}


@pytest.mark.parametrize("what", HAPPENED)
def test_what_was_published_not_to_have_happened_does_not_happen_quietly(tmp_path: Path, what: str) -> None:
    old, new, positions = HAPPENED[what]
    world = county_with(tmp_path, NOTHING).change(QUARTER, old, new)
    assert sorted(dict(each.values)["position"] for each in errors(world)) == sorted(positions)
    assert publish(tmp_path, tmp_path / "out", LATER, 1).versions == ()
    assert paste(world) == []
    assert publish(tmp_path, tmp_path / "out", LATER, 1).versions
    assert errors(world, LAST) == []
    page = world.build(today=LATER).page(HISTORY).text
    assert f"改了{len(positions)}处" in page
    assert "原来没有" in page


def test_a_review_with_a_code_does_not_stand_for_what_happened_after_all(tmp_path: Path) -> None:
    world = county_with(tmp_path, NOTHING)
    world.change(QUARTER, "2026-10-10 同意", "2026-10-10 同意 校验码 7K3Q")
    [changed] = errors(world)
    world.change(QUARTER, "7K3Q", dict(changed.values)["actual"])
    assert errors(world) == []
    assert paste(world.change(QUARTER, *HAPPENED["a gift"][:2]))[0].startswith("REV-CHANGED")


@pytest.mark.parametrize("items", [GIFT, WORK, POOR, LAND])
def test_figures_do_not_become_nothing_quietly(tmp_path: Path, items: str) -> None:
    world = county_with(tmp_path, items)
    item = items.partition(":")[0]
    world.change(QUARTER, items, f"{item}: 本期无发生\n")
    [found] = errors(world)
    assert found.code == "COR-NOTHING"
    text = dict(found.values)["text"].replace("为什么", "抄错").replace("谁}", "村监会}")
    world.change(QUARTER, f"{item}: 本期无发生", text)
    assert errors(world) == []
    assert publish(tmp_path, tmp_path / "out", LATER, 1).versions
    assert errors(world, LAST) == []
    assert "改成没有" in world.build(today=LATER).page(HISTORY).text or "改成0" in world.page(HISTORY).text


def test_a_correction_of_one_cell_explains_no_other_of_its_row(tmp_path: Path) -> None:
    world = county_with(tmp_path, "").change(QUARTER, "| 清溪建筑队 | 8,600.00", "| | 6,800.00")
    world.change(QUARTER, "4400.00", "6200.00")
    for where, before, after in (
        ("{表: 出账, 凭证号: 记-014, 栏: 金额}", "8600", "6800"),
        ("{栏: 期末余额}", "4400", "6200"),
    ):
        correct(world, LATER, where, before, after, item="资金收支")
    assert [dict(each.values)["position"] for each in errors(world)] == ["出账/记-014/收款单位"]
    correct(world, LATER, "{表: 出账, 凭证号: 记-014, 栏: 收款单位}", "清溪建筑队", "没有", item="资金收支")
    assert errors(world) == []
    publish(tmp_path, tmp_path / "out", LATER, 1)
    world.change(QUARTER, "修复村东排水沟 | ", "修复村东排水沟 | 石桥建筑队")
    assert [each.code for each in errors(world, LAST)] == ["COR-AFTER"]
