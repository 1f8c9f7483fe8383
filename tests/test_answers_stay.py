"""What was published of questions and answers stays: words, days, kinds, and that they were asked."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from sitegen.checking import check
from sitegen.diagnostics import Diagnostic
from sitegen.publish import publish, rollback
from sitegen.withdrawing import withdraw
from tests.test_former import FORMER, MERGED, OTHER
from tests.test_masked import LIST
from tests.worlds import CASH, FOLDER, PAGES_ONLY, PROFILE, World, county, small_county

CASES = "cases/990106103201.yaml"
PAGE, HISTORY = "/103201/ask/", "/103201/changes/"
DAY, LATER, LAST = date(2026, 10, 13), date(2026, 10, 14), date(2026, 10, 20)
ASKED = """
- 编号: 2026-001
  提出: 2026-10-08
  类别: 一般
  问题: 修排水沟为什么花了8600元？
  经过:
    - {步骤: 受理, 日期: 2026-10-09, 内容: 村里收到}
    - {步骤: 答复, 日期: 2026-10-12, 内容: 三家报价，选的最低的8600元, 佐证: 工料单在村委会}
  满意: 不满意
- 编号: 2026-002
  提出: 2026-10-09
  问题: 路灯什么时候修？
"""
ANSWER = "三家报价，选的最低的8600元"
MENDED = "    - {步骤: 更正, 日期: 2026-10-14, 内容: 上次把报价看错了一家，应为8000元}\n"


def published(root: Path) -> World:
    world = small_county(root).write(CASES, ASKED)
    return release(world, DAY)


def release(world: World, day: date) -> World:
    assert publish(world.root, world.root / "out", day, 1, parts=PAGES_ONLY).handed
    return world


def errors(world: World, day: date = LATER) -> list[Diagnostic]:
    return [each for each in check(world.root, day).diagnostics if each.severity == "error"]


def said(world: World, day: date = LATER) -> list[tuple[str, str]]:
    return [(each.code, dict(each.values).get("key", "")) for each in errors(world, day)]


def stored(world: World) -> list[dict[str, object]]:
    paths = sorted((world.root / "published/103201/ask").glob("*.json"))
    return [json.loads(path.read_text(encoding="utf-8"))["view"] for path in paths]


def add(world: World, line: str) -> World:
    return world.change(CASES, "  满意:", f"{line}  满意:")


def test_what_is_shown_of_a_question_is_stored_with_the_release(tmp_path: Path) -> None:
    world = published(tmp_path)
    assert [each["number"] for each in stored(world)] == ["2026-001", "2026-002"]
    assert said(world) == []
    assert "公开过的数没有改过" in world.build(today=LATER).page(HISTORY).text
    release(world, LATER)
    assert len(stored(world)) == 2


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("选的最低的8600元", "选的最低的8000元", "答复"),
        ("答复, 日期: 2026-10-12", "答复, 日期: 2026-10-10", "答复的日期"),
        ("佐证: 工料单在村委会", "佐证: 工料单丢了", "答复的佐证"),
        ("提出: 2026-10-08", "提出: 2026-10-09", "提出"),
        ("类别: 一般", "类别: 复杂", "类别"),
        ("花了8600元？", "花了钱？", "问题"),
        ("满意: 不满意", "满意: 满意", "满意"),
        ("    - {步骤: 受理, 日期: 2026-10-09, 内容: 村里收到}\n", "", "受理"),
        ("步骤: 答复", "步骤: 办理", "答复"),
    ],
)
def test_nothing_of_it_changes_without_a_word(tmp_path: Path, old: str, new: str, key: str) -> None:
    world = published(tmp_path).change(CASES, old, new)
    assert said(world) == [("COR-ANSWER", key)]
    page = world.build(today=LATER).page(PAGE).text
    assert "正在核对改动，下面是上次公布的。" in page
    assert (ANSWER in page, "不满意" in page, "花了8600元" in page) == (True, True, True)
    release(world, LATER)
    assert said(world) == [("COR-ANSWER", key)]
    assert len(stored(world)) == 2


def test_nor_is_it_gone(tmp_path: Path) -> None:
    world = published(tmp_path)
    text = (tmp_path / CASES).read_text(encoding="utf-8")
    world.write(CASES, text[text.index("- 编号: 2026-002") :])
    assert said(world) == [("COR-ASKED", "")]
    assert ANSWER in world.build(today=LATER).page(PAGE).text
    world.remove(CASES)
    assert said(world) == [("COR-ASKED", "")] * 2
    page = world.build(today=LATER).page(PAGE).text
    assert ANSWER in page
    assert "一共收到2个问题，答复了1个" in page


def test_what_follows_is_no_change(tmp_path: Path) -> None:
    world = published(tmp_path)
    add(world, "    - {步骤: 回访, 日期: 2026-10-14, 内容: 又去说了一遍}\n").change(CASES, "满意: 不满意", "满意: 满意")
    world.change(
        CASES,
        "问题: 路灯什么时候修？\n",
        "问题: 路灯什么时候修？\n  经过: [{步骤: 答复, 日期: 2026-10-14, 内容: 已经修好}]\n",
    )
    world.write(
        CASES,
        (tmp_path / CASES).read_text(encoding="utf-8") + "- {编号: 2026-003, 提出: 2026-10-14, 问题: 水费怎么算}\n",
    )
    assert said(world) == []
    page = world.build(today=LATER).page(PAGE).text
    assert "正在核对" not in page
    assert "满意原来“不满意”，改成“满意”" in page
    release(world, LATER)
    assert said(world) == []
    assert len(stored(world)) == 5


def test_a_mended_answer_is_shown_with_what_it_was(tmp_path: Path) -> None:
    world = add(published(tmp_path).change(CASES, "最低的8600元", "最低的8000元"), MENDED)
    assert said(world) == []
    for _ in range(2):
        page = world.build(today=LATER).page(PAGE).text
        assert "上次把报价看错了一家，应为8000元" in page
        assert f"答复原来“{ANSWER}”，改成“三家报价，选的最低的8000元”" in page
        release(world, LATER)
    assert len(stored(world)) == 3
    changes = world.page(HISTORY).text
    assert "公布过的问题和答复改了1件" in changes
    assert f"2026-001号问题：答复原来“{ANSWER}”，改成" in changes
    world.change(CASES, "最低的8000元", "最低的7000元")
    assert said(world, LAST) == [("COR-ANSWER", "答复")]


def test_a_word_of_before_explains_nothing(tmp_path: Path) -> None:
    world = published(tmp_path).change(CASES, "最低的8600元", "最低的8000元")
    add(world, MENDED.replace("10-14", "10-12"))
    assert said(world) == [("COR-ANSWER", "答复")]


def test_the_old_may_stay_with_the_word_below_it(tmp_path: Path) -> None:
    world = add(published(tmp_path), MENDED)
    assert said(world) == []
    page = world.build(today=LATER).page(PAGE).text
    assert (ANSWER in page, "应为8000元" in page, "改成" in page) == (True, True, False)


def test_a_slip_is_said_once_and_keeps_what_was_published(tmp_path: Path) -> None:
    world = published(tmp_path).change(CASES, "答复, 日期: 2026-10-12", "答复, 日期: 2026-13-12")
    assert [code for code, _ in said(world)] == ["DATE-NONE"]
    assert ANSWER in world.build(today=LATER).page(PAGE).text
    world.change(CASES, "2026-13-12", "2026-10-12").change(CASES, "  提出: 2026-10-08\n", "")
    assert [code for code, _ in said(world)] == ["KEY-MISSING"]
    assert ANSWER in world.build(today=LATER).page(PAGE).text


def test_a_question_with_an_error_is_not_recorded(tmp_path: Path) -> None:
    wrong = ASKED.replace("答复, 日期: 2026-10-12", "答复, 日期: 2026-12-12")
    world = release(small_county(tmp_path).write(CASES, wrong), DAY)
    assert [each["number"] for each in stored(world)] == ["2026-002"]
    assert "2026-001号问题的资料正在核对" in world.page(PAGE).text
    world.change(CASES, "2026-12-12", "2026-10-12")
    assert said(world) == []


def test_a_question_taken_down_stays_down(tmp_path: Path) -> None:
    world = published(tmp_path)
    assert withdraw(tmp_path, "清溪村", "反映", "2026-001", "写了不该写的", LATER)[0] == (("ask", "2026-001", ""),)
    page = world.build(today=LATER).page(PAGE).text
    assert "2026-001号问题2026年10月14日撤下了：写了不该写的" in page
    assert (ANSWER in page, "一共收到1个问题" in page) == (False, True)
    assert "撤下2026-001号问题：写了不该写的" in world.page(HISTORY).text
    assert [each["number"] for each in stored(world)] == ["2026-002"]
    world.change(CASES, "最低的8600元", "最低的8000元")
    assert said(world) == []
    release(world, LAST)
    assert ANSWER not in world.page(PAGE).text
    world.change(
        CASES,
        ASKED[ASKED.index("- 编号: 2026-001") : ASKED.index("- 编号: 2026-002")].replace("最低的8600", "最低的8000"),
        "",
    )
    assert said(world, LAST) == []
    assert "撤下了：写了不该写的" in world.build(today=LAST).page(PAGE).text


def test_going_back_brings_no_question_that_was_taken_down(tmp_path: Path) -> None:
    world = published(tmp_path)
    withdraw(tmp_path, "清溪村", "反映", "2026-001", "写了不该写的", LATER)
    release(world, LATER)
    report = rollback(tmp_path, tmp_path / "back", 1, LAST, 1)
    assert report.handed
    assert ANSWER not in (tmp_path / "back/103201/ask/index.html").read_text(encoding="utf-8")


def test_a_name_that_is_covered_is_stored_covered_and_stays_so(tmp_path: Path) -> None:
    world = small_county(tmp_path).publication(LIST, "2026/稻谷补贴.yaml")
    release(world.write(CASES, ASKED.replace("三家报价，", "三家报价，李四明在场，")), DAY)
    assert "李四明" not in json.dumps(stored(world), ensure_ascii=False)
    assert "李某在场" in world.page(PAGE).text
    assert said(world) == []
    world.remove(f"villages/{FOLDER}/2026/稻谷补贴.yaml")
    assert [code for code, _ in said(world)] == ["COR-GONE"]
    page = world.build(today=LATER).page(PAGE).text
    assert ("李四明" in page, "李某在场" in page, "正在核对改动" in page) == (False, True, False)


def test_a_name_that_came_onto_a_list_later_is_covered_in_what_was(tmp_path: Path) -> None:
    world = small_county(tmp_path).write(CASES, ASKED.replace("三家报价，", "三家报价，李四明在场，"))
    release(world, DAY).publication(LIST, "2026/稻谷补贴.yaml")
    assert said(world) == []
    add(world.change(CASES, "最低的8600元", "最低的8000元"), MENDED)
    page = world.build(today=LATER).page(PAGE).text
    assert ("李四明" in page, "答复原来“三家报价，李某在场，选的最低的8600元”" in page) == (False, True)
    world.remove(CASES)
    page = world.build(today=LATER).page(PAGE).text
    assert ("李四明" in page, "李某在场" in page) == (False, True)


def test_personal_data_never_falls_back(tmp_path: Path) -> None:
    world = published(tmp_path).change(CASES, "路灯什么时候修？", "路灯什么时候修？打13812345678")
    assert "PII-PHONE" in [code for code, _ in said(world)]
    page = world.build(today=LATER).page(PAGE).text
    assert ("路灯" in page, ANSWER in page) == (False, True)


def test_a_county_with_releases_from_before_goes_on_quietly(tmp_path: Path) -> None:
    world = release(small_county(tmp_path), DAY).write(CASES, ASKED)
    assert said(world) == []
    release(world, LATER)
    assert len(stored(world)) == 2
    assert "改动后重新公布" not in world.page(HISTORY).text


def test_what_is_stored_of_a_question_cannot_be_exchanged(tmp_path: Path) -> None:
    world = published(tmp_path).change(CASES, "最低的8600元", "最低的8000元")
    path = next((tmp_path / "published/103201/ask").glob("2026-001.*"))
    path.write_text(path.read_text(encoding="utf-8").replace("8600", "8000"), encoding="utf-8")
    assert "LINK-CHAIN" in [code for code, _ in said(world)]
    page = world.build(today=LATER).page(PAGE).text
    assert ("最低的8000元" in page, "2026-001号问题的资料正在核对" in page) == (False, True)


def test_any_number_may_be_stored(tmp_path: Path) -> None:
    world = small_county(tmp_path).write(CASES, ASKED.replace("2026-001", "../第1号"))
    release(world, DAY)
    assert {each["number"] for each in stored(world)} == {"../第1号", "2026-002"}
    world.change(CASES, "最低的8600元", "最低的8000元")
    assert said(world) == [("COR-ANSWER", "答复")]


def test_an_answer_older_than_a_release_without_it_is_told(tmp_path: Path) -> None:
    world = published(tmp_path)
    world.change(
        CASES, "路灯什么时候修？\n", "路灯什么时候修？\n  经过: [{步骤: 答复, 日期: 2026-10-12, 内容: 修好了}]\n"
    )
    assert said(world) == []
    words = "2026年10月12日答复了（2026年10月13日公布的时候，这里还没有这个答复）"
    for _ in range(2):
        assert words in world.build(today=LATER).page(PAGE).text
        assert ("COR-UNHEARD" in world.codes) == (len(stored(world)) == 2)
        release(world, LATER)
    world.remove(CASES)
    assert words in world.build(today=LAST).page(PAGE).text


def test_questions_of_a_merged_village_stay(tmp_path: Path) -> None:
    world = county(tmp_path).village().publication(CASH)
    world.village(PROFILE.replace("103201", "103207"), OTHER).publication(CASH, folder=OTHER)
    release(world.write("cases/990106103207.yaml", ASKED), DAY)
    shutil.rmtree(tmp_path / "villages" / OTHER)
    world.remove("cases/990106103207.yaml").village(PROFILE + FORMER)
    assert said(world, MERGED) == []
    page = world.build(today=MERGED).page("/103207/ask/").text
    assert ANSWER in page
    assert "这是下塘村并入清溪村以前公布的，照原样留着。" in page
    assert "正在核对" not in page
    assert 'href="/103207/ask/"' in world.page("/103207/").source
    assert withdraw(tmp_path, FOLDER, "反映", "2026-001", "写错了", MERGED, "103207")[0] == (("ask", "2026-001", ""),)
    assert ANSWER not in world.build(today=MERGED).page("/103207/ask/").text
