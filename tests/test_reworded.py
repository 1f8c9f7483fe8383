"""Figures in texts: none changes unnoticed once it was published, whatever is said around it, and no name is told by it."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from sitegen.model.mentions import find_reworded
from sitegen.publish import publish
from tests.test_corrected import CONTRACT, HISTORY, LAST, LATER, QUARTER, REGISTER, WORK, correct, county_with, errors
from tests.worlds import World, small_county


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("安排8600元修路。", "安排9600元修路。", ("安排8600元修路", "安排9600元修路")),
        ("- **甲1元**。乙2元。\n丙3元", "- **甲1元**。乙2元。\n丙4元", ("丙3元", "丙4元")),
        ("甲8600元，乙9600元", "甲9600元，乙8600元", ("甲8600元，乙9600元", "甲9600元，乙8600元")),
        ("甲8600元。乙9600元。", "甲9600元。乙8600元。", ("甲8600元……乙9600元", "甲9600元……乙8600元")),
        ("安排一万二千元。", "安排一万三千元。", ("安排一万二千元", "安排一万三千元")),
        ("占百分之五", "占百分之六", ("占百分之五", "占百分之六")),
        ("东塘18.5亩", "东塘12.3亩", ("东塘18.5亩", "东塘12.3亩")),
        ("少了-500元", "少了500元", ("少了-500元", "少了500元")),
        ("登记15户", "登记16户", ("登记15户", "登记16户")),
        ("安排8600元，工期30天。", "工期30天。", ("安排8600元，工期30天", "工期30天")),
        ("安排8600元。", "", ("安排8600元", "")),
    ],
)
def test_a_figure_of_a_text_that_is_another(before: str, after: str, told: tuple[str, str]) -> None:
    assert find_reworded(before, after) == told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("安排8600元", "会上定了：安排８，600元".replace("，", ",")),
        ("安排0.86万元", "安排8600块"),
        ("占20%", "占20％，占百分之二十"),
        ("甲8600元。乙9600元。", "乙9600元。甲8600元。"),
        ("安排8600元，工期30天。", "安排8600元。工期30天，从今天算。"),
        ("8600元", "8600元，另外500元没有用完"),
        ("1. 修路\n2. 修渠", "1. 修渠"),
        ("见记-014、第3条，打0000-8812345，3组", "见记-015、第4条，打0000-8812346，4组"),
        ("一事一议，三三两两，元宵节", "按一事一议办"),
    ],
)
def test_the_same_figures_in_other_words_and_what_only_numbers_something(before: str, after: str) -> None:
    assert find_reworded(before, after) is None


@pytest.mark.parametrize("text", ["一" * 50_000, "9" * 50_000, "1亿万百千" * 9000, "百分之一一" * 9000, "(1" * 25_000])
def test_no_text_takes_long(text: str) -> None:
    started = time.process_time()
    find_reworded(text, f"{text}甲")
    assert time.process_time() - started < 3


MEETING = """\
会议决定:
  决定:
    - {日期: 9月5日, 会议: 村民代表会议, 议题: 修渠, 应到: 46, 实到: 42, 同意: 41, 决定: "同意修东渠，安排8600元"}
  说明: 剩下的900元给李有田家补地。
"""


def decided(root: Path) -> World:
    return county_with(root, MEETING + WORK)


def test_what_a_decision_grants_does_not_change_unnoticed(tmp_path: Path) -> None:
    world = decided(tmp_path).change(QUARTER, "安排8600元", "安排9600元")
    assert errors(world) == []
    world.build(today=LATER)
    assert world.console("COR-TEXT") == (
        f"{QUARTER}:15:67: 提醒 COR-TEXT  公布过的“会议决定”决定/2026-09-05,修渠/决定里的数变了："
        "原来写“同意修东渠，安排8600元”，现在写“同意修东渠，安排9600元”\n"
        '   15 | … 应到: 46, 实到: 42, 同意: 41, 决定: "同意修东渠，安排9600元"}\n'
        "      |                                        ^^^^^^^^^^^^^^^^^^^^^^\n"
        "      改法：写错了就改回去；真的变了，再公布一次，更正记录里会写出原来怎么写、现在怎么写"
    )
    assert publish(tmp_path, tmp_path / "out", LATER, 1).versions
    assert "COR-TEXT" not in world.build(today=LATER).codes
    page = world.page(HISTORY).text
    assert "写在文字里的数改了1处" in page
    assert "决定 2026-09-05,修渠 决定原来写“同意修东渠，安排8600元”，现在写“同意修东渠，安排9600元”" in page
    assert "没有改过" not in page


def test_another_wording_of_the_same_figures_is_no_change(tmp_path: Path) -> None:
    world = decided(tmp_path).change(QUARTER, "同意修东渠，安排8600元", "大家同意安排 8,600 元修东渠")
    world.change(QUARTER, "剩下的900元给李有田家补地", "李有田家补地用剩下的900元")
    assert errors(world) == []
    assert "COR-TEXT" not in world.build(today=LATER).codes
    publish(tmp_path, tmp_path / "out", LATER, 1)
    assert "公开过的数没有改过" in world.build(today=LATER).page(HISTORY).text


def test_a_correction_of_the_text_says_it_all(tmp_path: Path) -> None:
    world = decided(tmp_path).change(QUARTER, "安排8600元", "安排9600元")
    words = ('"同意修东渠，安排8600元"', '"同意修东渠，安排9600元"')
    correct(world, LATER, "{表: 决定, 日期: 2026-09-05, 议题: 修渠, 栏: 决定}", *words, item="会议决定")
    assert errors(world) == []
    assert "COR-TEXT" not in world.build(today=LATER).codes
    publish(tmp_path, tmp_path / "out", LATER, 1)
    page = world.build(today=LATER).page(HISTORY).text
    assert "公开过的数改了1处" in page
    assert "写在文字里的数" not in page


def test_whom_no_list_names_any_longer_is_named_in_no_old_wording(tmp_path: Path) -> None:
    world = county_with(tmp_path, MEETING + WORK + "  说明: 李有田的240元已发。\n")
    world.change(QUARTER, "剩下的900元", "剩下的800元").change(QUARTER, "李有田的240元", "李有田的260元")
    publish(tmp_path, tmp_path / "out", LATER, 1)
    page = world.build(today=LATER).page(HISTORY)
    assert "说明原来写“剩下的900元给李某家补地”，现在写“剩下的800元给李某家补地”" in page.text
    assert "说明原来写“李*田的240元已发”，现在写“李*田的260元已发”" in page.text
    assert "李有田" not in page.source
    after = world.build(today=date(2027, 10, 13)).page(HISTORY)
    assert "说明原来写“某人的240元已发”，现在写“某人的260元已发”" in after.text
    assert "李*田" not in after.source


def test_the_notes_and_the_name_of_a_contract(tmp_path: Path) -> None:
    small_county(tmp_path).write(REGISTER, CONTRACT + "  说明: 押金2000元已收。\n")
    world = county_with(tmp_path, WORK)
    world.change(REGISTER, "押金2000元", "押金3000元").change(REGISTER, "名称: 东塘承包", "名称: 东塘12亩承包")
    assert errors(world) == []
    world.build(today=LATER)
    assert "公布过的“资源合同”7号说明里的数变了：原来写“押金2000元已收”，现在写“押金3000元已收”" in world.console(
        "COR-TEXT"
    )
    publish(tmp_path, tmp_path / "out", LAST, 1)
    assert "租包 7号：说明原来写“押金2000元已收”，现在写“押金3000元已收”" in world.build(today=LAST).page(HISTORY).text


def test_a_summary_in_a_list_whose_rows_show_no_key(tmp_path: Path) -> None:
    world = county_with(tmp_path, WORK.replace("清渠，挖沟", "清渠200米")).change(QUARTER, "清渠200米", "清渠900米")
    world.build(today=LATER)
    assert "公布过的“误工补贴”误工/事由里的数变了：原来写“清渠200米”，现在写“清渠900米”" in world.console("COR-TEXT")
