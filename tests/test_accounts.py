"""Several books of one village: none of them is left out in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.worlds import FOLDER, PROFILE, World, county

BOTH = PROFILE.replace("{编号: 1, 名称: 村委会}", "{编号: 1, 名称: 村委会}\n  - {编号: 2, 名称: 合作社}")
BOOK = "  - 账套: {name}\n    期初余额: {left}\n    期末余额: {left}\n"
HEAD = "期间: {period}\n公开日期: {day}\n审核: [{{村监会: {day} 同意}}]\n资金收支:\n"


def quarters(root: Path, first: dict[str, str], second: dict[str, str], *more: str) -> World:
    """Two quarters with the books and what is left in each."""
    world = county(root).village(BOTH)
    for number, books in ((2, first), (3, second)):
        text = HEAD.format(period=f"2026年{number}季度", day="2026-07-08" if number == 2 else "2026-10-08")
        parts = "".join(BOOK.format(name=name, left=left) for name, left in books.items())
        world.publication(text + parts, f"2026/2026年{number}季度.yaml")
    for month in more:
        world.publication(
            HEAD.format(period=month, day="2026-10-08") + BOOK.format(name="合作社", left="900"), f"2026/{month}.yaml"
        )
    return world.build()


def test_a_book_that_is_gone_from_one_quarter_to_the_next_is_missed(tmp_path: Path) -> None:
    world = quarters(tmp_path, {"村委会": "500", "合作社": "900"}, {"村委会": "500"})
    said = world.console("PER-ACCOUNT")
    assert "2026年3季度.yaml:5:5: 提醒 PER-ACCOUNT  “资金收支”2026年3季度没有“合作社”这本账，上一期还有钱" in said
    assert "改法：在“资金收支”下面加一段“- 账套: 合作社”；没有进账、出账的，也写上期初余额和期末余额" in said


@pytest.mark.parametrize(
    ("first", "second", "more"),
    [
        ({"村委会": "500", "合作社": "900"}, {"村委会": "500", "合作社": "900"}, ()),
        ({"村委会": "500", "合作社": "0"}, {"村委会": "500"}, ()),
        ({"村委会": "500"}, {"村委会": "500", "合作社": "900"}, ()),
        ({"村委会": "500", "合作社": "900"}, {"村委会": "500"}, ("2026年7月",)),
    ],
)
def test_books_that_were_closed_or_are_shown_otherwise_are_not(
    tmp_path: Path, first: dict[str, str], second: dict[str, str], more: tuple[str, ...]
) -> None:
    assert "PER-ACCOUNT" not in quarters(tmp_path, first, second, *more).codes


def test_other_items_of_the_quarter_and_their_books_hide_none_that_is_gone(tmp_path: Path) -> None:
    world = quarters(tmp_path, {"村委会": "500", "合作社": "900"}, {"村委会": "500"})
    debts = "债权债务:\n  - {账套: 合作社, 别人欠村里: 0, 村里欠别人: 0}\n会议决定: 本期无发生\n"
    world.change(f"villages/{FOLDER}/2026/2026年3季度.yaml", "资金收支:\n", f"{debts}资金收支:\n")
    assert "没有“合作社”这本账" in world.build().console("PER-ACCOUNT")
