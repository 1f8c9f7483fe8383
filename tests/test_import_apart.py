"""Tables under the same headings that are of different things: villages, periods, items, on one sheet or in several files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_import import LEDGER, confirm, sitegen, text_of
from tests.test_import_homemade import DITCH, HEAD, RENT, TITLE, Rows, book
from tests.test_import_left_over import FIELDS, LAND
from tests.worlds import PROFILE, World, county

OTHER = "990106103202-下塘村"
SIDED = HEAD[:6]
TREES = ("2026-07-04", "记-1", "卖树", "经营收入", 300, "")
BRIDGE = ("2026-07-16", "记-2", "修桥", "公益支出", "", 200)
FIRST: Rows = (("清溪村2026年3季度收支",), SIDED, RENT[:6], DITCH[:6])
YEAR = LEDGER.replace("2026年3季度", "2026年")


def beside(left: Rows, right: Rows) -> Rows:
    wide = max(map(len, left))
    return [(*one, *[""] * (wide + 1 - len(one)), *other) for one, other in zip(left, right, strict=True)]


def two_villages(root: Path, data: bytes, name: str) -> tuple[World, str]:
    world = county(root).village().village(PROFILE.replace("103201", "103202"), OTHER).write(f"导出/{name}", data)
    sitegen(root, "导入", str(root / "导出"))
    if (root / "导入/映射.yaml").exists():
        confirm(world)
    return world, sitegen(root, "导入", str(root / "导出")).err


def entries(world: World, path: str) -> list[str]:
    known = ("东塘承包费", "修排水沟", "卖树", "修桥", "旧料")
    return [word for line in text_of(world, path).splitlines() for word in known if f"| {word} " in line]


@pytest.mark.parametrize("side", [False, True])
def test_villages_under_the_same_headings_on_one_sheet(tmp_path: Path, side: bool) -> None:
    other: Rows = (("下塘村2026年3季度收支",), SIDED, TREES, BRIDGE)
    rows = beside(FIRST, other) if side else (*FIRST, (), *other)
    world, said = two_villages(tmp_path, book(收支=rows), "石桥镇.xlsx")
    assert "错误" not in said
    assert entries(world, LEDGER) == ["东塘承包费", "修排水沟"]
    assert entries(world, LEDGER.replace("990106103201-清溪村", OTHER)) == ["卖树", "修桥"]


@pytest.mark.parametrize("title", ["下塘村", "下塘", "下塘村2026年3季度收支"])
def test_another_village_within_a_table_is_asked_about(tmp_path: Path, title: str) -> None:
    world, said = two_villages(tmp_path, book(收支=(*FIRST, (title,), TREES, BRIDGE)), "清溪村.xlsx")
    assert f"收支!A5: 错误 XLS-MIXED  这一行写着“{title}”，下面像是另一个村的" in said
    assert not (world.root / LEDGER).exists()


def test_a_remark_about_another_village_is_none(tmp_path: Path) -> None:
    world, said = two_villages(tmp_path, book(收支=(*FIRST, ("注：东渠和下塘村合修",))), "清溪村.xlsx")
    assert "错误" not in said
    assert len(entries(world, LEDGER)) == 2


def test_a_title_on_every_printed_page_does_not_part_a_table(tmp_path: Path) -> None:
    world, said = two_villages(tmp_path, book(收支=(*FIRST[:3], *FIRST[:2], DITCH[:6])), "清溪村.xlsx")
    assert "错误" not in said
    assert len(entries(world, LEDGER)) == 2


def test_quarters_below_each_other(tmp_path: Path) -> None:
    spring = (("清溪村2026年2季度收支",), SIDED, ("2026-04-03", "记-1", "旧料", "经营收入", 500, ""))
    world, said = two_villages(tmp_path, book(收支=(*spring, (), *FIRST)), "清溪村.xlsx")
    assert "错误" not in said
    assert entries(world, LEDGER.replace("3季度", "2季度")) == ["旧料"]
    assert entries(world, LEDGER) == ["东塘承包费", "修排水沟"]


def test_two_tables_of_one_item_under_the_same_headings(tmp_path: Path) -> None:
    head = ("对方", "事由", "期初", "增加", "减少", "期末")
    rows = (
        ("清溪村2026年3季度债权债务",),
        ("一、单位欠村里",),
        head,
        ("青石建筑", "借款", 5000, 0, 1000, 4000),
        ("二、村里欠单位",),
        head,
        ("石桥信用社", "贷款", 9000, 0, 0, 9000),
    )
    world, said = two_villages(tmp_path, book(往来=rows), "清溪村.xlsx")
    assert "错误" not in said, said
    text = text_of(world)
    assert text.index("单位欠村里") < text.index("青石建筑") < text.index("村里欠单位") < text.index("石桥信用社")


@pytest.mark.parametrize("side", [False, True])
def test_items_under_the_same_headings_on_one_sheet(tmp_path: Path, side: bool) -> None:
    first = (("清溪村2026年耕地地力保护补贴",), LAND, *FIELDS[:1])
    other = (("清溪村2026年稻谷补贴",), LAND, *FIELDS[1:2])
    rows = beside(first, other) if side else (*first, (), *other)
    world, said = two_villages(tmp_path, book(名单=rows), "清溪村.xlsx")
    assert "错误" not in said
    text = text_of(world, YEAR)
    assert text.index("耕地地力保护补贴") < text.index("王大山") < text.index("稻谷补贴") < text.index("李小河")


def test_a_list_of_another_item_under_headings_that_are_known_is_a_new_one(tmp_path: Path) -> None:
    """All lists of subsidies have the same columns: the title tells them apart, and nothing is overwritten."""
    lists = {name: book(名单=((f"清溪村2026年{name}公示表",), LAND, *FIELDS)) for name in ("耕地补贴", "稻谷补贴")}
    world, _ = two_villages(tmp_path, lists["耕地补贴"], "耕地.xlsx")
    before = text_of(world, YEAR)
    world.write("后来/稻谷.xlsx", lists["稻谷补贴"])
    run = sitegen(tmp_path, "导入", str(tmp_path / "后来"))
    assert "后来/稻谷.xlsx 名单: 错误 XLS-NEW" in run.err
    assert text_of(world, YEAR) == before
    confirm(world)
    run = sitegen(tmp_path, "导入", str(tmp_path / "后来"))
    assert run.code == 0, run.err
    assert "稻谷补贴" in text_of(world, YEAR)
    assert text_of(world, YEAR).startswith(before[:60])
    assert "没有变" in sitegen(tmp_path, "导入", str(tmp_path / "导出")).out


def test_who_gave_a_list_another_item_than_its_title_is_not_asked_again(tmp_path: Path) -> None:
    world, _ = two_villages(tmp_path, book(名单=((TITLE[0],), LAND, *FIELDS)), "耕地补贴2026年.xlsx")
    data = book(名单=(("清溪村2026年稻谷补贴公示表",), LAND, *FIELDS))
    world.write("后来/稻谷.xlsx", data)
    sitegen(tmp_path, "导入", str(tmp_path / "后来"))
    world.change("导入/映射.yaml", "事项: 稻谷补贴", "事项: 成员分红")
    world.change("导入/映射.yaml", "      面积: 面积\n      标准: 标准\n", "      面积: 不用\n      标准: 不用\n")
    confirm(world)
    assert "XLS-NEW" not in sitegen(tmp_path, "导入", str(tmp_path / "后来")).err


def test_books_of_two_kinds_do_not_come_into_one_account(tmp_path: Path) -> None:
    council = (("清溪村村委会2026年3季度收支",), SIDED, RENT[:6], DITCH[:6])
    society = (("清溪村合作社2026年3季度收支",), SIDED, TREES, BRIDGE)
    data = book(收支=(*council, (), *society))
    world, said = two_villages(tmp_path / "一", data, "清溪村.xlsx")
    assert "收支（第2张）: 错误 XLS-ACCOUNT" in said
    assert not (world.root / LEDGER).exists()
    both = PROFILE.replace("村委会}", "村委会}\n  - {编号: 2, 名称: 合作社}")
    world = county(tmp_path / "二").village(both).write("导出/清溪村.xlsx", data)
    sitegen(world.root, "导入", str(world.root / "导出"))
    confirm(world)
    run = sitegen(world.root, "导入", str(world.root / "导出"))
    assert run.code == 0, run.err
    text = text_of(world)
    assert text.index("账套: 村委会") < text.index("东塘承包费") < text.index("账套: 合作社") < text.index("卖树")
