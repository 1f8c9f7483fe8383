"""Sheets as other offices leave them: days in loose forms, void entries, pages of a book, odd headings, other programs' files."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from sitegen.load.workbooks import read_workbook, to_text
from tests.test_import import LEDGER, text_of
from tests.test_import_homemade import (
    DITCH,
    HEAD,
    OPENING,
    PAPER,
    RENT,
    TITLE,
    Rows,
    book,
    changed,
    handed_over,
    rows_of,
)

PLAIN = tuple(row[:6] for row in (HEAD, RENT, DITCH))


def on_days(first: object, second: object) -> bytes:
    head, rent, ditch = PLAIN
    return book(三季度=(TITLE, head, changed(rent, 0, first), changed(ditch, 0, second)))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("26.7.3", "26/7/15"),
        ("07/03/2026", "07/15/2026"),
        ("3/7/2026", "15/7/2026"),
        ("7/3/26", "7/15/26"),
        (46206, 46218),
        ("46206", "46218"),
    ],
)
def test_days_with_one_reading_in_the_period_of_the_sheet_are_taken(
    tmp_path: Path, first: object, second: object
) -> None:
    world, run = handed_over(tmp_path, on_days(first, second))
    assert run.code == 0, run.err
    assert [row.split()[0] for row in rows_of(world)] == ["7月3日", "7月15日"]


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("7/8/2026", "8/7/2026", "DATE-ORDER"),
        ("26.6.3", "26.7.15", "DATE-SHORT"),
        (46206, 46000, "DATE-TEXT"),
    ],
)
def test_days_with_two_readings_or_beside_the_period_are_asked(
    tmp_path: Path, first: object, second: object, code: str
) -> None:
    world, run = handed_over(tmp_path, on_days(first, second))
    assert code in run.err
    assert not (world.root / LEDGER).exists()


@pytest.mark.parametrize("text", ["（作废）购灯泡", "购灯泡【作废】", "作废：购灯泡", "(红冲)购灯泡"])
def test_an_entry_that_its_text_calls_void_is_asked(tmp_path: Path, text: str) -> None:
    head, rent, ditch = PLAIN
    world, run = handed_over(tmp_path, book(三季度=(TITLE, head, rent, changed(ditch, 2, text))))
    assert f"三季度!F4: 错误 XLS-RED  这一行是“{text}”，金额“8600”前面没有负号" in run.err
    assert not (world.root / LEDGER).exists()


def test_a_red_entry_with_its_minus_and_a_void_one_without_an_amount_pass(tmp_path: Path) -> None:
    head, rent, ditch = PLAIN
    red = ("2026-07-20", "记-3", "（红冲）修排水沟", "公益支出", "", -600)
    world, run = handed_over(tmp_path, book(三季度=(TITLE, head, rent, ditch, red, changed(red, 5, 0))))
    assert run.code == 0, run.err
    assert rows_of(world)[-1] == "7月20日 记-003 7-1 公益支出 （红冲）修排水沟 -600.00"


def test_a_row_of_a_list_that_its_remark_calls_void_is_asked(tmp_path: Path) -> None:
    rows: Rows = (
        ("清溪村2026年3季度误工补贴发放表",),
        ("日期", "姓名", "误工事由", "误工天数", "日工资", "金额", "备注"),
        ("2026-07-03", "李四明", "清沟", 2, 100, 200, ""),
        ("2026-07-04", "王五", "巡塘", 1, 100, 100, "作废"),
    )
    _, run = handed_over(tmp_path, book(误工=rows), "清溪村误工.xlsx")
    assert "误工!F4: 错误 XLS-RED" in run.err


def test_ditto_is_what_stands_above(tmp_path: Path) -> None:
    head = (*PLAIN[0], "对方单位")
    rows = (TITLE, head, ("2026-07-03", "记-1", "承包费", "经营收入", 12000, "", "李长河"))
    more = (("同上", "记-2", "〃", "〃", 300, "", "同上"), ("", "", "合计", "", 12300, "", ""))
    world, run = handed_over(tmp_path, book(三季度=(*rows, *more, ("〃", "记-3", "〃", "〃", 50, "", "〃"))))
    assert run.code == 0, run.err
    taken = [row.split()[0:1] + row.split()[3:] for row in rows_of(world)]
    assert taken == [["7月3日", "经营收入", "承包费", "李长河", amount] for amount in ("12,000.00", "300.00", "50.00")]


def test_titles_that_come_again_on_each_page_are_no_entries(tmp_path: Path) -> None:
    def top(page: int) -> Rows:
        return (("清溪村现金日记账",), ("2026年第三季度", "", "", "", "", "", f"第{page}页"), HEAD)

    world, run = handed_over(tmp_path, book(账=(*top(1), OPENING, RENT, *top(2), DITCH, PAPER)))
    assert run.code == 0, run.err
    assert len(rows_of(world)) == 3


def test_a_line_of_units_below_the_headings_is_a_part_of_them(tmp_path: Path) -> None:
    head = ("日期", "凭证号", "摘要", "科目", "收入金额", "", "支出金额", "")
    holdings = ("", "", "", "", "现金", "银行", "现金", "银行")
    rows = ((7, "记-1", "承包费", "经营收入", "", 1.2, "", ""), (15, "记-2", "修沟", "公益支出", "", "", 0.86, ""))
    for unit, amounts in (("元", ["1.20", "0.86"]), ("万元", ["12,000.00", "8,600.00"])):
        units = ("", "", "", "", unit, unit, unit, unit)
        days = (changed(row, 0, f"2026-07-{row[0]}") for row in rows)
        world, run = handed_over(tmp_path / unit, book(三季度=(TITLE, head, holdings, units, *days)))
        assert run.code == 0, run.err
        assert [row.split()[-1] for row in rows_of(world)] == amounts


def test_a_register_with_headings_and_numbers_of_paper(tmp_path: Path) -> None:
    rows: Rows = (
        ("清溪村资源合同台账",),
        ("合同编号", "合同名称", "承租方", "面积", "承包期限", "", "年租金", "承包方式"),
        ("", "", "", "亩", "起", "止", "元", ""),
        ("007", "东塘承包", "李长河", 12.5, date(2024, 1, 1), date(2028, 12, 31), 12000, "公开竞价"),
    )
    world, run = handed_over(tmp_path, book(台账=rows), "清溪村资源合同台账.xlsx")
    assert run.code == 0, run.err
    text = text_of(world, f"villages/{LEDGER.split('/')[1]}/登记/资源合同.yaml")
    assert "编号: 7\n" in text
    assert "起始: 2024-01-01\n  到期: 2028-12-31\n  年租金: 12000" in text


@pytest.mark.parametrize(("balance", "code"), [(4400, 0), (4300, 1)])
def test_a_balance_drawn_down_below_the_last_entry_is_no_entry(tmp_path: Path, balance: int, code: int) -> None:
    below = ("", "", "", "", "", "", balance)
    world, run = handed_over(tmp_path, book(三季度=(TITLE, HEAD, OPENING, RENT, DITCH, below, below)))
    assert run.code == code, run.err
    assert (world.root / LEDGER).exists() is (code == 0)


CONTRACTS = ("合同编号", "合同名称", "承包人", "承包期限", "面积", "年承包费", "怎么租出去的")


@pytest.mark.parametrize(
    "span",
    ["2024.1.1-2028.12.31", "2024-01-01至2028-12-31", "自2024年1月1日起—2028年12月31日止", "2024/1/1~2028/12/31"],
)
def test_two_days_in_one_cell_are_the_first_and_the_last(tmp_path: Path, span: str) -> None:
    rows = (("清溪村资源合同台账",), CONTRACTS, (1, "东塘", "李四", span, 12.5, 8000, "公开竞价"))
    world, run = handed_over(tmp_path, book(台账=rows))
    assert run.code == 0, run.err
    text = text_of(world, f"villages/{LEDGER.split('/')[1]}/登记/资源合同.yaml")
    assert "起始: 2024-01-01\n  到期: 2028-12-31" in text


def test_a_span_that_names_no_days_is_asked(tmp_path: Path) -> None:
    days = (1, "东塘", "李四", "2024.1.1-2028.12.31", 12.5, 8000, "公开竞价")
    world, run = handed_over(
        tmp_path, book(台账=(("清溪村资源合同台账",), CONTRACTS, days, changed(changed(days, 3, "五年"), 0, 2)))
    )
    assert "XLS-ASK" in run.err
    assert not list(world.root.rglob("登记/资源合同.yaml"))


def test_a_card_for_subsidies_is_left_out_and_said_so(tmp_path: Path) -> None:
    rows: Rows = (("清溪村2026年稻谷补贴公示表",), ("序号", "村民小组", "户主", "面积", "标准", "金额", "惠农补贴卡"))
    world, run = handed_over(
        tmp_path, book(名单=(*rows, (1, "1组", "王大水", 2, 38, 76, "881234577"))), "清溪村稻谷补贴.xlsx"
    )
    assert "“惠农补贴卡”是个人信息，没有收" in run.err
    assert "8812" not in text_of(world, f"villages/{LEDGER.split('/')[1]}/2026/2026年.yaml")


def test_lines_numbered_before_they_are_filled_in_are_none(tmp_path: Path) -> None:
    rows: Rows = (
        ("清溪村2026年稻谷补贴公示表",),
        ("序号", "村民小组", "户主", "面积", "标准", "应发金额", "实发金额", "累计金额"),
        (1, "1组", "王大水", 2, 38, 80, 76, 300),
        (2, "1组", "", "", "", 0, 0, ""),
        (3, "", "", "", "", 0, 0, ""),
    )
    world, run = handed_over(tmp_path, book(名单=rows), "清溪村稻谷补贴.xlsx")
    assert run.code == 0, run.err
    text = text_of(world, f"villages/{LEDGER.split('/')[1]}/2026/2026年.yaml")
    assert [line.split("|")[-1].strip() for line in text.splitlines() if "|" in line][-2:] == ["金额", "76.00"]


def test_a_column_nobody_knows_is_asked_where_one_that_has_to_be_there_is_missing(tmp_path: Path) -> None:
    rows: Rows = (
        ("清溪村2026年3季度救灾救助款物发放表",),
        ("序号", "日期", "名称", "金额", "受领者"),
        (1, "2026-08-03", "棉被", 200, "王大水"),
        (2, "2026-08-04", "棉被", 200, "李小河"),
    )
    world, _ = handed_over(tmp_path, book(救助=rows), "清溪村救助.xlsx")
    mapping = text_of(world, "导入/映射.yaml")
    assert '受领者: "?"    # 没认出来；是不是领取人？写上是哪一个，不要就写“不用”' in mapping


def test_what_a_sum_of_many_amounts_carries_behind_its_last_digit_is_nothing() -> None:
    assert to_text(184.000000000002) == ("184", "", ())
    assert to_text(325.2499999999995) == ("325.25", "", ())
    assert to_text(8600.001) == ("8600.001", "", ())
    assert to_text(1 / 3)[0] == "0.333333333333333"


def test_a_workbook_in_the_strict_form_is_read() -> None:
    """As “严格开放 XML” saves it."""
    usual, strict = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    swaps = (
        (usual + b"spreadsheetml/2006/main", strict + b"spreadsheetml/main"),
        (usual + b"officeDocument/2006/relationships", strict + b"officeDocument/relationships"),
    )
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(账=(HEAD, RENT)))) as source, zipfile.ZipFile(made, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            for old, new in swaps if name.startswith("xl/") else ():
                content = content.replace(old, new)
            copy.writestr(name, content)
    workbook, found = read_workbook("账.xlsx", made.getvalue())
    assert not found
    assert workbook
    assert [cell.text for cell in workbook.pages[0].lines[1][1].values()] == [str(cell) for cell in RENT if cell != ""]
