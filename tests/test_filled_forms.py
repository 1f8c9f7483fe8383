"""What clerks do to a form besides filling it in: nothing they wrote may be lost without a word."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sitegen.model.period import quarter, year
from tests.test_import import LEDGER, filled, saved, sitegen, text_of
from tests.worlds import PROFILE, World, county

DITCH = ("2026.7.15 ", " 记-2", None, "公益支出", None, None, "修沟 ", None, " 86.00")
Change = Callable[[Any], object]


def handed_in(root: Path, change: Change, overview: dict[str, object] | None = None) -> tuple[World, Any]:
    """A form of one entry that was changed in this way, handed in: the world, and what came of it."""
    said = {"期初余额": " 186", "期末余额": 100, **(overview or {})}
    form = filled("资金收支", {"出账": [DITCH]}, said, village="清溪村", period=quarter(2026, 3))
    book = openpyxl.load_workbook(io.BytesIO(form))
    change(book)
    world = county(root).village().write("表.xlsx", saved(book))
    return world, sitegen(root, "导入", str(root / "表.xlsx"))


def rename(book: Any, sheet: str, row: int, old: str, new: str) -> None:
    cell = next(cell for cell in book[sheet][row] if cell.value == old)
    cell.value = new


def put(book: Any, sheet: str, name: str, value: object) -> None:
    book[sheet][name].value = value


def at(book: Any, label: str) -> int:
    return next(row[0].row for row in book["基本情况"].iter_rows() if row[0].value == label)


@pytest.mark.parametrize(
    "change",
    [
        lambda book: book["出账"].insert_rows(1, 3),
        lambda book: book["出账"].delete_rows(1, 2),
        lambda book: book["出账"].delete_rows(4),
        lambda book: book["出账"].delete_rows(4, 2),
        lambda book: book["出账"].insert_cols(3),
        lambda book: book["基本情况"].delete_rows(1, 2),
        lambda book: book["基本情况"].insert_rows(5, 2),
        lambda book: rename(book, "出账", 3, "摘要", "摘 要"),
        lambda book: rename(book, "出账", 3, "金额", "金额（元）"),
        lambda book: rename(book, "基本情况", at(book, "期末余额"), "期末余额", "期末余额 "),
    ],
)
def test_rows_and_headings_that_moved_are_found(tmp_path: Path, change: Change) -> None:
    world, run = handed_in(tmp_path, change)
    assert run.code == 0, run.err
    for part in ("期初余额: 186.00", "期末余额: 100.00", "修沟", "86.00"):
        assert part in text_of(world)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book: rename(book, "出账", 3, "金额", "支出数"), "出账: 错误 XLS-HEADING"),
        (lambda book: rename(book, "出账", 3, "金额", "金额（万元）"), "出账: 错误 XLS-HEADING"),
        (lambda book: rename(book, "基本情况", at(book, "期末余额"), "期末余额", "余额"), "基本情况: 错误 XLS-HEADING"),
        (lambda book: put(book, "出账", f"H{3}", None), "出账: 错误 XLS-HEADING"),
        (lambda book: put(book, "出账", "T9", "另付 50"), "出账!T9: 错误 XLS-OUTSIDE"),
        (lambda book: put(book, "出账", "A6", "作废"), "出账!A6: 错误 XLS-OUTSIDE"),
        (lambda book: put(book, "基本情况", f"C{at(book, '期末余额')}", 99), "基本情况!C9: 错误 XLS-OUTSIDE"),
        (lambda book: put(book, "基本情况", "B30", "垫付 300"), "基本情况!B30: 错误 XLS-OUTSIDE"),
        (lambda book: book["基本情况"].__setattr__("title", "情况"), "错误 XLS-SHEET  表格里没有工作表“基本情况”"),
    ],
)
def test_what_stands_where_nothing_belongs_is_said(tmp_path: Path, change: Change, said: str) -> None:
    world, run = handed_in(tmp_path, change)
    assert said in run.err
    assert run.code == 1
    assert not (world.root / LEDGER).exists()


def test_a_sheet_beside_those_of_the_form_is_named(tmp_path: Path) -> None:
    _, run = handed_in(tmp_path, lambda book: book.create_sheet("补记").append(["7月20日", "买纸", 20]))
    assert "表.xlsx 补记: 提醒 XLS-LEFT  没有收：表样以外的工作表（1 行）" in run.err
    assert run.code == 0


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("本期无发生", "错误 XLS-NOTHING  “有没有”选了“本期无发生”，这里却写着内容"),
        ("没有", "错误 KEY-CHOICE  “没有”不在可选的几种里\n      改法：是不是“本期无发生”？"),
        ("无", "错误 KEY-CHOICE  “无”不在可选的几种里\n      改法：是不是“本期无发生”？"),
    ],
)
def test_nothing_and_something_are_not_both_said(tmp_path: Path, word: str, said: str) -> None:
    world, run = handed_in(tmp_path, lambda _: None, {"有没有": word})
    assert said in run.err
    assert not (world.root / LEDGER).exists()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "表.xlsx 基本情况: 错误 KEY-MISSING  基本情况里少了“账套”"),
        ("村里的账", "表.xlsx 基本情况: 错误 KEY-CHOICE  “村里的账”不在可选的几种里"),
    ],
)
def test_a_form_of_no_account_says_where_to_write_it(tmp_path: Path, written: str, said: str) -> None:
    first = "  - {编号: 1, 名称: 村委会}\n"
    world = county(tmp_path).village(
        PROFILE.replace(first, first + first.replace("1", "2").replace("村委会", "合作社"))
    )
    request = {"village": "清溪村", "period": quarter(2026, 3), "part": written}
    world.write("表.xlsx", filled("资金收支", {"出账": [DITCH]}, {"期初余额": 186, "期末余额": 100}, **request))
    assert said in sitegen(tmp_path, "导入", str(tmp_path / "表.xlsx")).err


def test_nothing_that_comes_in_is_shown_and_never_over_rows(tmp_path: Path) -> None:
    world = county(tmp_path).village()
    form = filled("误工补贴", {}, {"有没有": "本期无发生"}, village="清溪村", period=quarter(2026, 3))
    world.write("表.xlsx", form)
    first = sitegen(tmp_path, "导入", str(tmp_path / "表.xlsx"))
    assert "~ 误工补贴：（空） → 本期无发生" in first.out
    assert sitegen(tmp_path, "导入", str(tmp_path / "表.xlsx")).out.startswith("写了 0 个文件，1 项没有变")
    rows = "误工补贴:\n  误工: |\n    日期 | 姓名 | 事由 | 天数 | 标准 | 金额\n    7月8日 | 王大水 | 清沟 | 1 | 9 | 9\n"
    world.change(LEDGER, "误工补贴: 本期无发生\n", rows)
    again = sitegen(tmp_path, "导入", str(tmp_path / "表.xlsx"))
    assert f"{LEDGER}:" in again.err
    assert "错误 XLS-NOTHING  “有没有”选了“本期无发生”，这里却写着内容" in again.err
    assert "王大水" in text_of(world)


def test_a_remark_beside_nothing_is_said_to_be_left(tmp_path: Path) -> None:
    overview: dict[str, object] = {"有没有": "本期无发生", "说明": "今年没有分"}
    world = county(tmp_path).village()
    world.write("表.xlsx", filled("成员分红", {}, overview, village="清溪村", period=year(2026)))
    run = sitegen(tmp_path, "导入", str(tmp_path / "表.xlsx"))
    assert "错误" not in run.err
    assert "提醒 XLS-LEFT  没有收：说明（1 行）" in run.err
    assert "本期无发生" in text_of(world, f"{LEDGER.rpartition('/')[0]}/2026年.yaml")


# ---- registers -------------------------------------------------------------------------------------------------------


def contracts(root: Path, numbers: tuple[int, int]) -> tuple[World, Any]:
    """A contract and one of its payments, handed in on a form: numbers of the record, and of whose payment it is."""
    form = openpyxl.load_workbook(io.BytesIO(filled("资源合同", {}, {}, village="清溪村")))
    rented = {
        "编号": numbers[0], "名称": "东塘承包", "标的": "资源/1", "承租方": "王大水", "面积": 18.5, "年租金": 24000,
        "起始": "2026-01-01", "到期": "2030-12-31", "怎么租出去的": "公开竞价", "说明": "一年一交",
    }  # fmt: skip
    paid = {"编号": numbers[1], "到期日": "2026-6-30", "金额": 24000}
    for sheet, values in (("登记", rented), ("应缴", paid)):
        columns = {cell.value: cell.column for cell in form[sheet][3]}
        for name, value in values.items():
            form[sheet].cell(6, columns[name]).value = value
    world = county(root).village()
    world.write(REGISTER, f"- 编号: 1\n  名称: 东塘承包\n  标的: 资源/1\n  年租金: 20000\n  面积: 18.5\n  {TERMS}\n")
    world.write("表.xlsx", saved(form))
    return world, sitegen(root, "导入", str(root / "表.xlsx"))


REGISTER = f"{LEDGER.split('/2026/')[0]}/登记/资源合同.yaml"
TERMS = "承租方: 王大水\n  起始: 2026-01-01\n  到期: 2030-12-31\n  怎么租出去的: 公开竞价"


def test_a_remark_on_a_record_that_is_there_comes_in(tmp_path: Path) -> None:
    world, run = contracts(tmp_path, (1, 1))
    assert run.code == 0, run.err
    for part in ("说明: 一年一交", "年租金: 24000.00", "2026-06-30 | 24,000.00"):
        assert part in text_of(world, REGISTER)


def test_a_payment_of_no_contract_is_said(tmp_path: Path) -> None:
    world, run = contracts(tmp_path, (1, 11))
    assert "表.xlsx 应缴!B6: 错误 REF-RECORD  登记里没有“资源合同/11”" in run.err
    assert "是不是“1”" in run.err
    assert "20000" in text_of(world, REGISTER)
