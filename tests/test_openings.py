"""What a period opens with is what the one before closed with, in every table and field that carries over."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.publish import publish
from tests.worlds import TODAY, World, county

FUNDS = """
期间: {period}
公开日期: {posted}
审核:
  - 村务监督委员会: {posted} 同意
上级专项资金:
  专款: |
    名称     | 来源 | 文号      | 期初 | 到账 | 支出 | 余额
    东渠维修 | 县里 | 水〔2026〕3号 | {opening}  | 500  | 0    | {closing}
社会捐赠:
  上期结余: {given}
  收到: []
  结余: {left}
"""


def funds(period: str, posted: str, **figures: int) -> str:
    named = {"opening": 0, "closing": 500, "given": 80, "left": 80} | figures
    return FUNDS.format(period=period, posted=posted, **named)


@pytest.fixture
def world(tmp_path: Path) -> World:
    started = county(tmp_path).village()
    return started.publication(funds("2026年2季度", "2026-07-10"), "2026/2026年2季度.yaml")


def said(world: World, **figures: int) -> list[tuple[str, int]]:
    found = world.publication(funds("2026年3季度", "2026-10-12", **figures)).build().report.diagnostics
    return [(each.code, each.place.line) for each in found if each.severity == "error"]


def test_a_row_opens_with_what_it_closed_with(world: World) -> None:
    assert said(world, opening=500, closing=1000) == []
    assert said(world, opening=600, closing=1100) == [("SUM-CARRY", 8)]


def test_an_opening_that_is_wrong_is_said_once(world: World) -> None:
    assert said(world, opening=600, closing=1000) == [("SUM-CARRY", 8)]


def test_a_field_opens_with_what_it_closed_with(world: World) -> None:
    assert said(world, opening=500, closing=1000, given=90, left=90) == [("SUM-CARRY", 10)]


def test_a_closing_that_is_wrong_is_said_where_it_stands(world: World) -> None:
    world.publication(funds("2026年2季度", "2026-07-10", closing=600), "2026/2026年2季度.yaml")
    assert said(world, opening=500, closing=1000) == [("SUM-EQUATION", 8)]


CASH = """
期间: {period}
公开日期: {posted}
审核:
  - 村务监督委员会: {posted} 同意
资金收支:
  期初余额: {opening}
  进账:
    - {{日期: {day}, 凭证号: 记-{number}, 类别: 补助收入, 摘要: 补助, 交款单位: 镇财政所, 金额: {money}}}
  出账: []
  期末余额: {closing}
"""
QUARTER = {"day": "4月9日", "number": 1, "opening": 100, "money": 600, "closing": 700}
APRIL = {"day": "4月9日", "number": 1, "opening": 100, "money": 200, "closing": 300}
MAY = {"day": "5月9日", "number": 2, "opening": 300, "money": 300, "closing": 600}
JUNE = {"day": "6月9日", "number": 3, "opening": 600, "money": 100, "closing": 700}


def overlapping(root: Path, posted: str, **months: dict[str, object]) -> list[tuple[str, str, str]]:
    """What is said of a quarter and of months in it: the file, and which figure of which period."""
    world = county(root).village()
    for period, named in {"2026年2季度": QUARTER, **months}.items():
        day = posted if period == "2026年2季度" else "2026-07-10"
        world.publication(CASH.format(period=period, posted=day, **named), f"2026/{period}.yaml")
    found = [each for each in world.build().report.diagnostics if each.severity == "error"]
    assert {each.code for each in found} <= {"PER-OVERLAP"}
    return [(Path(each.place.file).stem, dict(each.values)["what"], dict(each.values)["period"]) for each in found]


@pytest.mark.parametrize("posted", ["2026-07-08", "2026-07-12"])
def test_months_that_are_what_their_quarter_is_may_stand_beside_it(tmp_path: Path, posted: str) -> None:
    assert overlapping(tmp_path, posted, **{"2026年4月": APRIL, "2026年5月": MAY, "2026年6月": JUNE}) == []


@pytest.mark.parametrize(
    ("month", "figures", "what"),
    [
        ("2026年4月", APRIL | {"opening": 90, "closing": 290}, "期初余额"),
        ("2026年5月", MAY | {"money": 601, "closing": 901}, "进账"),
        ("2026年6月", JUNE | {"closing": 710, "opening": 610}, "期末余额"),
    ],
)
def test_a_month_does_not_contradict_its_quarter(
    tmp_path: Path, month: str, figures: dict[str, object], what: str
) -> None:
    assert overlapping(tmp_path / "after", "2026-07-08", **{month: figures}) == [(month, what, month)]
    assert overlapping(tmp_path / "before", "2026-07-12", **{month: figures}) == [("2026年2季度", what, month)]


def test_all_months_together_are_the_quarter(tmp_path: Path) -> None:
    short = {"2026年4月": APRIL, "2026年5月": MAY, "2026年6月": JUNE | {"money": 50, "opening": 650}}
    world = county(tmp_path).village()
    for period, named in {"2026年2季度": QUARTER, **short}.items():
        world.publication(CASH.format(period=period, posted="2026-07-10", **named), f"2026/{period}.yaml")
    said = world.build().console("PER-OVERLAP")
    assert "2026年4月到2026年6月“资金收支”（村委会）的进账是 550.00，和2026年2季度的 600.00 对不上" in said


def test_a_published_quarter_stays_beside_a_month_that_contradicts_it(tmp_path: Path) -> None:
    world = county(tmp_path).village()
    world.publication(CASH.format(period="2026年2季度", posted="2026-07-10", **QUARTER), "2026/2026年2季度.yaml")
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    month = CASH.format(period="2026年6月", posted="2026-10-11", **(JUNE | {"money": 900, "closing": 1500}))
    world.publication(month, "2026/2026年6月.yaml")
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    assert world.build().errors == ["PER-OVERLAP"]
    assert "1,500" not in world.page("/103201/").text + world.page("/103201/021/2026m06/").text
    assert "700" in world.page("/103201/021/2026q2/").text
    assert "2026m06" not in (tmp_path / "published/103201/log.jsonl").read_text(encoding="utf-8")
