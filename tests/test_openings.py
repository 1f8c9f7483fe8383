"""What a period opens with is what the one before closed with, in every table and field that carries over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.worlds import World, county

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
