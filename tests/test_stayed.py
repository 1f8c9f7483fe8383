"""What was published besides figures stays: corrections, objections, the day it went up, and that it is public."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from sitegen.cli import main
from sitegen.load.files import read_county, read_village
from sitegen.publish import publish
from sitegen.shared import load_site
from sitegen.village import load_checked
from sitegen.withdrawing import withdraw
from tests.test_corrected import HISTORY, LAST, LATER, PAGE, POOR, QUARTER, WORK, correct, county_with, errors
from tests.test_publish import two_books
from tests.worlds import FOLDER, World, small_county

OBJECTION = "  - 村务监督委员会: 2026-10-10 有异议：太贵了\n    答复: 三家里最便宜的"
AGREED = "  - 村务监督委员会: 2026-10-10 同意"
NEXT = date(2026, 10, 15)
VOUCHER = "{表: 出账, 凭证号: 记-014, 栏: 金额}"


def release(world: World) -> World:
    assert publish(world.root, world.root / "out", LATER, 1).versions
    return world


def corrected(root: Path) -> World:
    world = county_with(root, POOR).change(QUARTER, "8,600.00", "6,800.00").change(QUARTER, "4400.00", "6200.00")
    correct(world, LATER, "{栏: 期末余额}", "4400", "6200", item="资金收支")
    correct(world, LATER, VOUCHER, "8600", "6800", "抄表时看错一位", item="资金收支")
    world.change(QUARTER, "金额: 900", "金额: 800")
    correct(world, LATER, "{表: 名单, 序号: 1, 栏: 金额}", "900", "800")
    return release(world)


def erase(world: World, sign: str) -> str:
    text = (world.root / QUARTER).read_text(encoding="utf-8")
    [line] = [each for each in text.splitlines(keepends=True) if "更正前" in each and sign in each]
    world.change(QUARTER, line, "")
    return line.strip()


def test_a_published_correction_is_not_taken_away_quietly(tmp_path: Path) -> None:
    world = corrected(tmp_path)
    assert errors(world, LAST) == []
    erase(world, "记-014")
    [found] = errors(world, LAST)
    values = dict(found.values)
    assert (found.code, values["position"], values["before"]) == ("COR-ERASED", "出账/记-014/金额", "8600.00")
    assert "抄表时看错一位" in values["line"]
    assert "改了3处" in world.build(today=LAST).page(HISTORY).text
    world.change(QUARTER, "资金收支:\n  更正:\n", f"资金收支:\n  更正:\n    {values['line']}\n")
    assert errors(world, LAST) == []


def test_a_correction_that_says_something_else_now_is_pointed_at(tmp_path: Path) -> None:
    world = corrected(tmp_path).change(QUARTER, "更正前: 8600", "更正前: 8060")
    [found] = errors(world, LAST)
    line = (world.root / QUARTER).read_text(encoding="utf-8").split("\n")[found.place.line - 1]
    assert (found.code, line[found.place.column - 1 : found.place.end_column - 1]) == ("COR-ERASED", "8060")


def test_nor_is_one_of_a_row_that_is_told_as_its_total(tmp_path: Path) -> None:
    world = corrected(tmp_path)
    line = erase(world, "序号: 1")
    [found] = errors(world, LAST)
    assert found.code == "COR-ERASED"
    assert dict(found.values)["line"].startswith("- {日期: 2026-10-13, 类型: 公开表抄错, 位置: {表: 名单, 栏: 金额}")
    world.change(QUARTER, "最低生活保障:\n  更正:\n", f"最低生活保障:\n  更正:\n    {line}\n")
    assert errors(world, LAST) == []


def test_a_corrected_row_may_go_later_and_its_corrections_stay(tmp_path: Path) -> None:
    world = corrected(tmp_path)
    correct(world, LAST, "{表: 出账, 凭证号: 记-014, 栏: 收款单位}", "清溪建筑队", "石桥建筑队", item="资金收支")
    world.change(QUARTER, "| 清溪建筑队 |", "| 石桥建筑队 |")
    assert errors(world, LAST) == []
    assert publish(tmp_path, tmp_path / "out", LAST, 1).versions
    world.change(QUARTER, "    7月15日 | 记-014 | 公益支出 | 修复村东排水沟 | 石桥建筑队 | 6,800.00\n", "")
    world.change(QUARTER, "期末余额: 6200.00", "期末余额: 13000.00")
    correct(world, NEXT, "{栏: 期末余额}", "6200", "13000", item="资金收支")
    correct(world, NEXT, VOUCHER, "6800", "没有", item="资金收支")
    assert errors(world, NEXT) == []


def objected(root: Path) -> World:
    world = small_county(root).change(QUARTER, AGREED, OBJECTION)
    return release(world)


@pytest.mark.parametrize("instead", [AGREED, OBJECTION.replace("太贵了", "没什么")])
def test_a_published_objection_stays(tmp_path: Path, instead: str) -> None:
    world = objected(tmp_path).change(QUARTER, OBJECTION, instead)
    [found] = errors(world, LAST)
    assert (found.code, dict(found.values)["said"]) == ("COR-OBJECTION", "2026-10-10 有异议：太贵了")
    assert "太贵了" in world.build(today=LAST).page("/103201/021/2026q3/").text


def test_who_agrees_later_says_so_beside_the_objection(tmp_path: Path) -> None:
    world = objected(tmp_path).change(QUARTER, OBJECTION, f"{OBJECTION}\n{AGREED.replace('10-10', '10-13')}")
    assert errors(world, LAST) == []


def test_the_day_of_posting_is_not_set_back(tmp_path: Path) -> None:
    world = county_with(tmp_path, POOR).change(QUARTER, "公开日期: 2026-10-12", "公开日期: 2026-10-11")
    [found] = errors(world)
    assert (found.code, found.place.line, found.place.column) == ("COR-POSTED", 2, 7)
    assert publish(tmp_path, tmp_path / "out", LATER, 1).versions == ()


@pytest.mark.parametrize("place", ["期间:", "资金收支:"])
def test_what_was_published_does_not_become_a_draft_again(tmp_path: Path, place: str) -> None:
    world = county_with(tmp_path, POOR)
    world.change(QUARTER, place, f"草稿: 是\n{place}" if place == "期间:" else f"{place}\n  草稿: 是")
    [found] = errors(world)
    assert found.code == "COR-DRAFT"
    assert "KEY-DRAFT" not in world.build(today=LATER).codes, "it goes on being shown"
    page = world.build(today=LATER).page("/103201/021/2026q3/").text
    assert "8,600" in page
    assert "2,100" in world.page(PAGE).text


END, OVER = date(2026, 10, 26), date(2026, 10, 27)
WORKED = "/103201/222/2026q3/"
LONGER = ("公开日期: 2026-10-12\n", "公开日期: 2026-10-12\n公示至: 2026-11-30\n")
RENEWED = (AGREED, f"{AGREED}\n  - 村务监督委员会: 2026-10-14 同意")


def test_a_list_that_ended_names_nobody_again_because_a_later_day_is_written(tmp_path: Path) -> None:
    world = county_with(tmp_path, WORK)
    assert "李*田" in world.build(today=END).page(WORKED).text
    publish(tmp_path, tmp_path / "out", OVER, 1)
    world.change(QUARTER, *LONGER)
    for more in ((), RENEWED, ("公开日期: 2026-10-12", "公开日期: 2026-10-27")):
        if more:
            world.change(QUARTER, *more)
        [found] = errors(world, OVER)
        values = dict(found.values)
        assert (found.code, values["before"], values["over"]) == ("COR-UNTIL", "2026-10-26", "2026-10-26")
        publish(tmp_path, tmp_path / "out", OVER, 1)
        assert "李*田" not in world.build(today=OVER).page(WORKED).text


def test_a_list_lasts_longer_once_somebody_agreed_before_it_ended(tmp_path: Path) -> None:
    world = county_with(tmp_path, WORK).change(QUARTER, *LONGER)
    [found] = errors(world, LAST)
    assert (found.code, dict(found.values)["still"]) == ("COR-UNTIL", "2026-10-26")
    assert "李*田" not in world.build(today=OVER).page(WORKED).text
    world.change(QUARTER, *RENEWED)
    assert errors(world, LAST) == []
    assert "REV-DATE" not in world.build(today=LAST).codes
    publish(tmp_path, tmp_path / "out", LAST, 1)
    assert errors(world, OVER) == []
    assert "李*田" in world.build(today=OVER).page(WORKED).text
    assert "李*田" not in world.build(today=date(2026, 12, 1)).page(WORKED).text


def test_a_catalogue_that_posts_longer_opens_no_list_again(tmp_path: Path) -> None:
    world = county_with(tmp_path, WORK)
    site, _ = load_site(read_county(tmp_path), OVER)
    longer = replace(site, preset=replace(site.preset, posting_days=60))
    for posted, codes in (("2026-10-12", []), ("2026-10-15", ["COR-UNTIL"])):
        world.change(QUARTER, "公开日期: 2026-10-12", f"公开日期: {posted}")
        loaded = load_checked(longer, read_village(tmp_path, FOLDER)[0])
        assert [each.code for each in loaded.diagnostics if each.severity == "error"] == codes
        [shown] = [each for each in loaded.pages.shown if each.item.number == "222"]
        assert shown.parts[0].posted_until == "2026-10-26"
        assert [table.hidden for table in shown.parts[0].body.tables] == ["ended"]


def test_what_names_nobody_may_be_posted_longer(tmp_path: Path) -> None:
    world = county_with(tmp_path, "").change(QUARTER, *LONGER)
    assert errors(world, LAST) == []


RENUMBERED = "{编号: 3, 名称: 村委会}"
MOVES = {
    "a day in the period": (["期间: 2026年3季度"], ["期间: 2026年9月30日"], "/103201/222/2026d0930/"),
    "a part": (["误工补贴:\n"], ["误工补贴:\n  批次: 2\n"], "/103201/222/2026q3/"),
    "a part, and it was touched": (["误工补贴:\n", "清渠，挖沟"], ["误工补贴:\n  批次: 2\n", "清渠"], WORKED),
    "another time, and it was touched": (
        ["期间: 2026年3季度", "清渠，挖沟"],
        ["期间: 2026年2季度", "清渠"],
        "/103201/222/2026q2/",
    ),
}


@pytest.mark.parametrize("move", MOVES)
def test_what_was_withdrawn_does_not_come_back_at_another_address(tmp_path: Path, move: str) -> None:
    world = county_with(tmp_path, WORK)
    withdraw(tmp_path, "清溪村", "误工补贴", "2026q3", "泄露隐私", LATER)
    assert errors(world, LAST) == []
    before, after, page = MOVES[move]
    for old, new in zip(before, after, strict=True):
        world.change(QUARTER, old, new)
    assert "COR-RETURNED" in [each.code for each in errors(world, LAST)]
    publish(tmp_path, tmp_path / "out", LAST, 1)
    world.build(today=LAST)
    assert all("李*田".encode() not in data for data in world.files().values())
    assert not world.has(page) or "240" not in world.page(page).text


def test_nor_in_another_period_though_that_was_reviewed_again(tmp_path: Path) -> None:
    world = county_with(tmp_path, POOR)
    withdraw(tmp_path, "清溪村", "最低生活保障", "2026q3", "泄露隐私", LATER)
    world.change(QUARTER, "期间: 2026年3季度", "期间: 2026年2季度").change(QUARTER, *RENEWED)
    assert "COR-RETURNED" in [each.code for each in errors(world, LAST)]
    world.build(today=LAST)
    assert all(b"2,100" not in data for data in world.files().values())


def test_what_nobody_has_reviewed_yet_is_no_return(tmp_path: Path) -> None:
    world = county_with(tmp_path, WORK)
    withdraw(tmp_path, "清溪村", "误工补贴", "2026q3", "泄露隐私", LATER)
    text = (
        (tmp_path / QUARTER).read_text(encoding="utf-8").replace("2026年3季度", "2026年4季度").replace("清渠", "挖沟")
    )
    head, *_ = text.split("审核:\n")
    world.write(QUARTER.replace("3季度", "4季度"), f"{head}误工补贴:{text.split('误工补贴:')[1]}")
    assert "COR-RETURNED" not in [each.code for each in errors(world, LAST)]


def test_other_content_of_that_time_goes_up_once_it_was_reviewed_again(tmp_path: Path) -> None:
    world = county_with(tmp_path, WORK)
    withdraw(tmp_path, "清溪村", "误工补贴", "2026q3", "泄露隐私", LATER)
    world.change(QUARTER, "误工补贴:\n", "误工补贴:\n  批次: 2\n").change(
        QUARTER, "| 1.5  | 100  | 150", "| 2    | 100  | 200"
    )
    [found] = errors(world, LAST)
    assert (found.code, dict(found.values)["review"]) == ("COR-RETURNED", "2026-10-13")
    world.change(QUARTER, *RENEWED)
    assert errors(world, LAST) == []
    assert "李*田" in world.build(today=LAST).page(WORKED).text


def test_a_withdrawn_book_does_not_come_back_under_another_number(tmp_path: Path) -> None:
    world = county_with(tmp_path, "")
    withdraw(tmp_path, "清溪村", "资金收支", "2026q3", "写错了", LATER)
    world.change(f"villages/{FOLDER}/村情.yaml", "{编号: 1, 名称: 村委会}", RENUMBERED)
    assert [each.code for each in errors(world, LAST)] == ["COR-RETURNED"]
    world.build(today=LAST)
    assert all(b"8,600" not in data for data in world.files().values())


def test_a_withdrawn_record_does_not_come_back_under_another_number(tmp_path: Path) -> None:
    file = f"villages/{FOLDER}/登记/项目.yaml"
    record = "名称: 北荡清淤, 承建单位: 北荡清塘队, 合同价: 18.5, 已付: 0, 建设内容: 清淤, 现状: 在建, 资金来源: 自筹"
    world = small_county(tmp_path).write(file, f"- {{编号: 3, {record}}}\n")
    release(world)
    withdraw(tmp_path, "清溪村", "项目", "3", "签错了", LATER)
    world.change(file, "编号: 3", "编号: 4")
    [found] = errors(world, LAST)
    assert (found.code, dict(found.values)["was"]) == ("COR-RETURNED", "3号")
    world.build(today=LAST)
    assert all("北荡".encode() not in data for data in world.files().values())
    world.change(file, "18.5", "19.5")
    assert errors(world, LAST) == []


def test_withdrawing_says_nothing_of_the_books_beside_it(tmp_path: Path) -> None:
    world = release(two_books(tmp_path))
    withdraw(tmp_path, "清溪村", "资金收支", "2026q3", "写错了", LATER)
    assert errors(world, LAST) == []


@pytest.mark.parametrize(
    ("published", "now", "code"),
    [("批次: 1", "批次: 2", "COR-BOOK"), ("村民小组: 3", "批次: 1", "COR-BOOK"), ("", "批次: 2", "COR-GONE")],
)
def test_a_lot_with_another_number_is_not_counted_twice(tmp_path: Path, published: str, now: str, code: str) -> None:
    lot = f"误工补贴:\n  {published}\n" if published else "误工补贴:\n"
    world = county_with(tmp_path, "").publication(
        (tmp_path / QUARTER).read_text(encoding="utf-8") + WORK.replace("误工补贴:\n", lot)
    )
    release(world)
    world.change(QUARTER, lot, f"误工补贴:\n  {now}\n")
    assert [each.code for each in errors(world, LAST)] == [code]
    assert "480" not in world.build(today=LAST).page("/103201/222/").text
    world.change(QUARTER, f"  {now}\n", f"  {published}\n" if published else "")
    assert errors(world, LAST) == []


@pytest.mark.parametrize("meant", ["合作社", "2"])
def test_one_book_can_be_taken_down_alone(tmp_path: Path, meant: str) -> None:
    world = release(two_books(tmp_path))
    words = ["-C", str(tmp_path), "--today", LATER.isoformat(), "withdraw", f"清溪村/资金收支/2026q3/{meant}"]
    assert CliRunner().invoke(main, [*words, "--reason", "写错了"]).exit_code == 0
    world.build(today=LAST)
    assert [path for path, data in world.files().items() if b"4,100" in data] == []
    assert "8,600" in world.page("/103201/021/2026q3/").text
    assert CliRunner().invoke(main, [*words[:-1], "清溪村/资金收支/2026q3/第三本", "--reason", "x"]).exit_code == 1
