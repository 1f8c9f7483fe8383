"""A township's bookkeeper hands over what the villages sent: every file is imported, or named with its place and cure."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from tests.test_import import LEDGER, Run, confirm, sitegen, text_of
from tests.worlds import FOLDER, World, county

Rows = Sequence[Sequence[object]]

JOURNAL: Rows = (
    ("序时账",),
    ("单位：清溪村村民委员会", "", "", "", "", "2026.07-2026.09"),
    ("日期", "凭证号数", "科目编码", "科目名称", "摘要", "方向", "数量", "外币", "金额"),
    ("2026-07-03", "记-0001", "1002", "银行存款", "东塘承包费", "借", "", "", 12000),
    ("2026-07-03", "记-0001", "501", "经营收入", "东塘承包费", "贷", "", "", 12000),
    ("2026-07-15", "记-0002", "541", "公益支出", "修复村东排水沟", "借", "", "", 8600),
    ("2026-07-15", "记-0002", "1002", "银行存款", "修复村东排水沟", "贷", "", "", 8600),
    ("日期", "凭证号数", "科目编码", "科目名称", "摘要", "方向", "数量", "外币", "金额"),
    ("2026-07-16", "记-0003", "541", "公益支出", "冲销记-0002抄错", "借", "", "", -600),
    ("2026-07-16", "记-0003", "1002", "银行存款", "冲销记-0002抄错", "贷", "", "", -600),
    ("", "", "", "", "合计", "", "", "", ""),
    ("制表人：何", "", "", "审核人：周", "", "", "打印日期:2026-10-05"),
)
BOOK: Rows = (
    ("明细分类账",),
    ("科目：1002 银行存款",),
    ("会计期间：2026年第7期 至 2026年第9期", "", "", "", "", "", "币别：人民币"),
    ("日期", "凭证字号", "摘要", "对方科目", "借方金额", "贷方金额", "方向", "余额"),
    ("2026-07-01", "", "期初余额", "", "", "", "借", 1000),
    ("2026-07-03", "记-1", "东塘承包费", "经营收入", 12000, "", "借", 13000),
    ("", "", "过次页", "", 12000, "", "借", 13000),
    ("日期", "凭证字号", "摘要", "对方科目", "借方金额", "贷方金额", "方向", "余额"),
    ("", "", "承前页", "", 12000, "", "借", 13000),
    ("2026-07-15", "记-2", "修复村东排水沟", "公益支出", "", 8600, "借", 4400),
    ("2026-07-31", "", "本期合计", "", 12000, 8600, "借", 4400),
    ("2026-07-31", "", "本年累计", "", 52000, 48600, "借", 4400),
)
HOME_MADE: Rows = (
    ("石桥镇清溪村2026年第三季度财务收支公开表",),
    ("填报单位：清溪村（盖章）", "", "", "", "", "单位：元"),
    ("序号", "日期", "凭证号", "项目", "类别", "收入", "支出", "备注"),
    (1, "7.3", "记-1", "东塘承包费", "经营收入", "12,000.00", "", ""),
    (2, "7.15", "记-2", "修水沟", "公益支出", "", "8,600.00", ""),
    ("合计", "", "", "", "", "12,000.00", "8,600.00", ""),
    ("上季结余：1000元", "", "", "", "本季结余：4400元"),
    ("村主任：", "", "", "报账员：", "", "监委会主任："),
)


def book(rows: Rows, title: str = "Sheet1") -> bytes:
    made, stream = openpyxl.Workbook(), io.BytesIO()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    made.save(stream)
    return stream.getvalue()


def handed_over(root: Path, rows: Rows) -> tuple[World, Run]:
    """One village's file, its proposal looked at and confirmed."""
    world = county(root).village(folder=FOLDER).write("导出/清溪村.xlsx", book(rows))
    sitegen(root, "导入", str(root / "导出"))
    confirm(world)
    return world, sitegen(root, "导入", str(root / "导出"))


def entries(world: World) -> list[str]:
    return [" ".join(line.replace("|", " ").split()) for line in text_of(world, LEDGER).splitlines() if "记-" in line]


@pytest.mark.parametrize(
    ("rows", "more"),
    [
        (JOURNAL, ["7月16日 记-003 7-1 公益支出 冲销记-0002抄错 -600.00"]),
        (BOOK, []),
        (HOME_MADE, []),
    ],
    ids=["vouchers with 方向", "a book with its pages", "made by hand"],
)
def test_exports_of_accounting_systems_come_in(tmp_path: Path, rows: Rows, more: list[str]) -> None:
    world, run = handed_over(tmp_path, rows)
    assert run.code == 0, run.err
    works = "修水沟" if rows is HOME_MADE else "修复村东排水沟"
    taken = [f"7月15日 记-002 7-1 公益支出 {works} 8,600.00", *more]
    assert entries(world) == ["7月3日 记-001 7-1 经营收入 东塘承包费 12,000.00", *taken]
    again = sitegen(tmp_path, "导入", str(tmp_path / "导出"))
    assert again.code == 0
    assert not any(line.lstrip().startswith(("+", "-", "~")) for line in again.out.splitlines())


def test_a_book_that_says_nothing_of_what_it_paid_for_is_named_once(tmp_path: Path) -> None:
    rows = [[cell for index, cell in enumerate(row) if index != 3] for row in BOOK]
    _, run = handed_over(tmp_path, rows)
    assert run.err.count("错误") == 1
    assert "清溪村.xlsx Sheet1: 错误 XLS-CATEGORY  这张表没有“科目”，也没有“类别”，2 笔不知道算哪一类" in run.err
    assert "加一栏“类别”" in run.err


@pytest.mark.parametrize("title", ["科目余额表", "管理费用多栏明细账", "资产负债表"])
def test_sums_are_not_taken_for_entries(tmp_path: Path, title: str) -> None:
    rows = (
        (title,),
        ("科目编码", "科目名称", "期初余额", "", "本期发生额", "", "期末余额", ""),
        ("", "", "借方", "贷方", "借方", "贷方", "借方", "贷方"),
        ("1002", "银行存款", 1000, "", 12000, 8600, 4400, ""),
    )
    county(tmp_path).village().write("导出/清溪村.xlsx", book(rows))
    run = sitegen(tmp_path, "导入", str(tmp_path / "导出"))
    assert "XLS-SUMMARY" in run.err
    assert "序时账" in run.err
    assert not (tmp_path / "导入/映射.yaml").exists()


def test_what_is_no_spreadsheet_is_named_and_so_is_what_nobody_knows(tmp_path: Path) -> None:
    world = county(tmp_path).village().write("导出/清溪村.doc", b"x").write("导出/梨园村.pdf", b"%PDF")
    world.write("导出/~$清溪村.doc", b"x").write(
        "导出/清溪村.xlsx", book((("甲", "乙"), ("科目编码", "科目名称"), (1, 2)))
    )
    run = sitegen(tmp_path, "导入", str(tmp_path / "导出"))
    assert run.err.count("XLS-SKIPPED") == 2
    assert "梨园村.pdf: 提醒 XLS-SKIPPED  “梨园村.pdf”不是表格，没有读" in run.err
    assert "章程" not in run.out.partition("像这几项")[0]


def test_a_total_over_two_villages_is_no_mistake_of_the_second(tmp_path: Path) -> None:
    rows = (
        ("2026年3季度误工补贴发放表",),
        ("村名", "姓名", "事由", "天数", "标准", "金额"),
        ("清溪村", "李四明", "清沟", 2, 100, 200),
        ("梨园村", "王五", "巡塘", 1, 100, 100),
        ("合计", "", "", 3, "", 300),
    )
    world = county(tmp_path).village().village(folder="990106103202-梨园村")
    world.write("导出/误工.xlsx", book(rows))
    sitegen(tmp_path, "导入", str(tmp_path / "导出"))
    confirm(world)
    run = sitegen(tmp_path, "导入", str(tmp_path / "导出"))
    assert run.code == 0, run.err
    assert "XLS-TOTAL" not in run.err
