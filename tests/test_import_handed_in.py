"""What township offices hand in: sides, subjects, several columns of one meaning, debts, registers with a column missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font

from sitegen.load.spreadsheets import read_spreadsheet
from tests.test_import import LEDGER, confirm, sitegen, text_of
from tests.test_import_homemade import (
    DITCH,
    HEAD,
    OPENING,
    PAPER,
    RENT,
    ROWS,
    TITLE,
    book,
    changed,
    handed_over,
    rows_of,
)
from tests.test_import_left_over import IDENTITY
from tests.worlds import county

MAPPING = "导入/映射.yaml"


def styled(data: bytes, cell: str, font: Font) -> bytes:
    """The workbook with one cell of its first sheet in another font."""
    workbook, changed_data = load_workbook(BytesIO(data)), BytesIO()
    workbook.worksheets[0][cell].font = font
    workbook.save(changed_data)
    return changed_data.getvalue()


@pytest.mark.parametrize(
    ("heading", "value", "code"),
    [("发票号码", 2.4312e19, "XLS-DIGITS"), ("收款单位", f"王五{IDENTITY}", "PII-"), ("经手人", "#N/A", "XLS-ERROR")],
)
def test_what_is_wrong_beside_an_entry_is_said_and_not_left_out(
    tmp_path: Path, heading: str, value: object, code: str
) -> None:
    rows = (TITLE, (*HEAD, heading), OPENING, RENT, (*DITCH, value), PAPER)
    world, run = handed_over(tmp_path, book(三季度=rows))
    assert f"三季度!H5: 错误 {code}" in run.err
    assert not (world.root / LEDGER).exists()


def test_two_columns_of_one_meaning_hold_one_amount_a_line(tmp_path: Path) -> None:
    head = ("日期", "凭证号", "摘要", "类别", "现金收入", "银行收入", "支出")
    first = ("7月3日", "记-1", "承包费", "经营收入", 0, 12000, "")
    rows = (TITLE, head, first, ("7月4日", "记-2", "卖树", "处置资产款", 500, "", ""))
    for number, last in enumerate((rows[-1], changed(rows[-1], 5, 300))):
        world = county(tmp_path / str(number)).village().write("导出/清溪村.xlsx", book(三季度=(*rows[:-1], last)))
        sitegen(world.root, "导入", str(world.root / "导出"))
        for name in ("现金收入", "银行收入"):
            line = next(each for each in text_of(world, MAPPING).splitlines() if name in each)
            world.change(MAPPING, line, f"      {name}: 收入")
        confirm(world)
        run = sitegen(world.root, "导入", str(world.root / "导出"))
        assert ("三季度!F4: 错误 XLS-COLUMNS  这一行有两栏都当作“收入”" in run.err) is bool(number)
        assert (world.root / LEDGER).exists() is not bool(number)


@pytest.mark.parametrize("subject", ["521_02 管理费用\\办公费", "5502-01 管理费用-办公费", "管理费用/办公费"])
def test_subjects_with_numbers_and_levels_however_they_are_joined(tmp_path: Path, subject: str) -> None:
    rows = (TITLE, changed(HEAD, 3, "科目"), OPENING, changed(RENT, 3, "501 经营收入"), changed(DITCH, 3, subject))
    world, run = handed_over(tmp_path, book(三季度=rows))
    assert run.code == 0, run.err
    assert "管理费用 | 办公费" in text_of(world)


@pytest.mark.parametrize(("left", "right"), [("收入方", "支出方"), ("收方", "付方"), ("一、收入部分", "二、支出部分")])
def test_two_halves_under_any_words_for_the_sides(tmp_path: Path, left: str, right: str) -> None:
    head = ("日期", "凭证号", "摘要", "类别", "金额")
    rows = (
        TITLE,
        (left, "", "", "", "", right),
        head * 2,
        ("7月3日", "记-1", "东渠专款", "专项应付款", 12000, "7月15日", "记-2", "东渠", "专项支出", 8600),
    )
    world, run = handed_over(tmp_path, book(公开榜=rows))
    assert run.code == 0, run.err
    assert [line.split()[3] for line in rows_of(world)] == ["专项应付款", "专项支出"]


def test_halves_without_categories_are_no_list_of_something_else(tmp_path: Path) -> None:
    head = ("日期", "凭证号", "项目", "金额")
    line = ("7月3日", "记-1", "承包费", 12000, "7月15日", "记-2", "修沟", 8600)
    world, run = handed_over(tmp_path, book(公开榜=(TITLE, ("收入方", "", "", "", "支出方"), head * 2, line)))
    assert "XLS-CATEGORY" in run.err
    assert "村级运转经费" not in text_of(world, MAPPING)


def test_a_ledger_of_entries_with_unknown_words_is_asked_about(tmp_path: Path) -> None:
    rows = (TITLE, ("日期", "凭证号", "项目", "发生数"), ("7月3日", "记-1", "承包费", 12000))
    world, _ = handed_over(tmp_path, book(三季度=rows))
    assert '表: "?"    # 看不出是哪一张；像这几张：流水、进账、出账' in text_of(world, MAPPING)


def test_debts_are_no_entries_and_which_side_owes_is_asked(tmp_path: Path) -> None:
    head, row = ("对方", "事由", "期初", "增加", "减少", "期末"), ("石桥信用社", "借款", 5000, 0, 1000, 4000)
    world, run = handed_over(tmp_path, book(往来=(("清溪村2026年3季度村里欠单位明细",), head, row)))
    assert run.code == 0, run.err
    assert "村里欠单位: |" in text_of(world)
    world, _ = handed_over(tmp_path / "二", book(往来=(("清溪村2026年3季度债权债务明细",), head, row)))
    assert '表: "?"    # 看不出是哪一张；像这几张：单位欠村里、村里欠单位' in text_of(world, MAPPING)


@pytest.mark.parametrize(
    "line", [("公开日期：2026年10月10日", "", "", "", "", "监督电话：0000-8812345"), ("——",) * 7, ("", "/", "", "－－")]
)
def test_labels_and_dashes_below_a_table_are_no_entry(tmp_path: Path, line: tuple[str, ...]) -> None:
    world, run = handed_over(tmp_path, book(三季度=(*ROWS, line)))
    assert run.code == 0, run.err
    assert len(rows_of(world)) == 3


def test_signs_nobody_sees_do_not_come_in(tmp_path: Path) -> None:
    rows = (TITLE, changed(HEAD, 2, "摘\u200b要"), OPENING, changed(RENT, 2, "东塘\u200b承包费\ufeff"), DITCH, PAPER)
    world, run = handed_over(tmp_path, book(三季度=rows))
    assert run.code == 0, run.err
    assert "| 东塘承包费 " in text_of(world)


def test_an_amount_that_became_a_day(tmp_path: Path) -> None:
    rows = (TITLE, HEAD, OPENING, RENT, changed(DITCH, 5, date(1923, 7, 18)), PAPER)
    _, run = handed_over(tmp_path, book(三季度=rows))
    assert "三季度!F5: 错误 XLS-DATED" in run.err


def test_a_register_without_a_column_it_needs_is_said_at_the_sheet(tmp_path: Path) -> None:
    head = ("合同编号", "合同名称", "承包人", "面积", "年承包费", "怎么租出去的")
    row = (1, "东塘", "李四", 12.5, 8000, "公开竞价")
    rows = (("清溪村资源发包、租赁合同台账",), head, row, changed(row, 0, 2))
    world, run = handed_over(tmp_path, book(台账=rows))
    said = [line for line in run.err.splitlines() if "错误" in line]
    assert [line.partition(": 错误 ")[2] for line in said] == [
        "KEY-MISSING  这张表里少了“到期”",
        "KEY-MISSING  这张表里少了“起始”",
    ]
    assert all("台账!B3" in line for line in said)
    assert not list(world.root.rglob("登记/资源合同.yaml"))


def test_a_folder_without_a_spreadsheet_that_can_be_read_names_what_is_in_it(tmp_path: Path) -> None:
    county(tmp_path).village().write("导出/清溪村.xlsb", b"x")
    run = sitegen(tmp_path, "导入", str(tmp_path / "导出"))
    assert "清溪村.xlsb: 提醒 XLS-SKIPPED" in run.err


@pytest.mark.parametrize("below", [("单位：万元",), ("", "", "注：金额（万元）")])
def test_a_unit_below_a_table_counts(tmp_path: Path, below: tuple[str, ...]) -> None:
    first, second = ("7月3日", "记-1", "承包费", "经营收入", 1.2, ""), ("7月4日", "记-2", "修沟", "公益支出", "", 0.86)
    world, run = handed_over(tmp_path, book(三季度=(TITLE, HEAD[:6], first, second, below)))
    assert run.code == 0, run.err
    assert "12,000.00" in text_of(world)
    assert "8,600.00" in text_of(world)


@pytest.mark.parametrize("said", ["红字", "红", "红冲", "作废", "（已作废）"])
def test_a_red_amount_without_a_minus_is_asked_about(tmp_path: Path, said: str) -> None:
    red = ("2026-07-16", "记-3", "冲销", "公益支出", "", 600)
    rows = (TITLE, (*HEAD[:6], "红蓝"), (*RENT[:6], ""), (*DITCH[:6], "蓝"), (*red, said))
    _, run = handed_over(tmp_path, book(三季度=rows))
    assert "三季度!F5: 错误 XLS-RED" in run.err
    _, run = handed_over(tmp_path / "二", book(三季度=(*rows[:-1], (*red[:5], -600, said))))
    assert run.code == 0, run.err


@pytest.mark.parametrize("looks", [Font(color="FFFF0000"), Font(strike=True)])
def test_an_amount_that_is_red_or_struck_out_is_asked_about(tmp_path: Path, looks: Font) -> None:
    rows = (TITLE, HEAD[:6], RENT[:6], DITCH[:6], ("2026-07-16", "记-3", "冲销", "公益支出", "", 600))
    data = styled(book(三季度=rows), "F5", looks)
    _, run = handed_over(tmp_path, data)
    assert "三季度!F5: 错误 XLS-RED" in run.err
    balanced = tuple((*row, left) for row, left in zip(rows, ("", "余额", 12000, 11000, 10400), strict=True))
    _, run = handed_over(tmp_path / "二", styled(book(三季度=balanced), "F5", looks))
    assert "XLS-RED" not in run.err


def drawn(root: Path, draw: Callable[[Any], None]) -> str:
    """What is said of a sheet without balances that was drawn on."""
    rows = (
        TITLE,
        (*HEAD[:6], "状态"),
        RENT[:6],
        DITCH[:6],
        ("2026-07-16", "记-3", "冲销", "公益支出", "", 600, "待查"),
    )
    workbook, data = load_workbook(BytesIO(book(三季度=rows))), BytesIO()
    draw(workbook.worksheets[0])
    workbook.save(data)
    return handed_over(root, data.getvalue())[1].err


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        ("[Red]0.00", True),
        ("[红色]#,##0.00", True),
        ('"¥"[Color3]0', True),
        ("[Red]-#,##0.00;[Red]0", True),
        ("#,##0.00;[Red]-#,##0.00", False),
        ("0.00_);[Red](0.00)", False),
        ("[Red][<0]0;0", False),
        ("[Red][>500]0;0", False),
        ('"[Red]"0', False),
    ],
)
def test_an_amount_that_its_number_format_makes_red_is_asked_about(tmp_path: Path, form: str, asked: bool) -> None:
    def draw(sheet: Any) -> None:
        sheet["F5"].number_format = form

    assert ("三季度!F5: 错误 XLS-RED" in drawn(tmp_path, draw)) is asked


@pytest.mark.parametrize(
    ("formula", "font", "asked"),
    [
        ('$G3="待查"', Font(color="FFFF0000"), True),
        ('$G3<>""', Font(strike=True), True),
        ('ISNUMBER(SEARCH("冲销",$C3))', Font(color="FFC00000"), True),
        ("$F3>500", Font(color="FFFF0000"), False),
        ('$G3="待查"', Font(bold=True), False),
    ],
)
def test_an_amount_that_a_rule_makes_red_is_asked_about(tmp_path: Path, formula: str, font: Font, asked: bool) -> None:
    def draw(sheet: Any) -> None:
        sheet.conditional_formatting.add("A3:F20", FormulaRule(formula=[formula], font=font))

    said = drawn(tmp_path, draw)
    assert ("三季度!F5: 错误 XLS-RED" in said) is asked
    assert "F3" not in said


def test_a_line_whose_summary_is_struck_out_is_asked_about(tmp_path: Path) -> None:
    def draw(sheet: Any) -> None:
        sheet["C5"].font = Font(strike=True)

    assert "三季度!F5: 错误 XLS-RED  这一行是“划掉的”" in drawn(tmp_path, draw)


def test_a_column_that_is_red_as_a_whole_is_a_matter_of_taste(tmp_path: Path) -> None:
    def draw(sheet: Any) -> None:
        for cell in sheet["F"]:
            cell.font = Font(color="FFFF0000")

    assert "XLS-RED" not in drawn(tmp_path, draw)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("<td style='color: #FF0000'>600</td>", "红色的字"),
        ("<td><font color=red>600</font></td>", "红色的字"),
        ("<td><s>600</s></td>", "划掉的"),
        ("<td style='text-decoration:line-through'>600</td>", "划掉的"),
        ("<td style='background-color:red'>600</td>", ""),
        ("<td style='color:red'>红字</td>", ""),
    ],
)
def test_the_looks_of_cells_of_web_pages(cell: str, said: str) -> None:
    workbook, _ = read_spreadsheet("表.xls", f"<html><table><tr>{cell}<td>8</td></tr></table></html>".encode())
    assert workbook
    assert [each.drawn for each in workbook.pages[0].lines[0][1].values()] == [said, ""]


XML = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="旧"><Table><Column/><Column ss:Hidden="1" ss:Span="1"/>
<Row><Cell><Data ss:Type="String">摘要</Data></Cell></Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>
</Worksheet></Workbook>"""


def test_what_is_hidden_in_xml_of_excel_2003() -> None:
    workbook, _ = read_spreadsheet("表.xls", XML.encode())
    assert workbook
    assert (workbook.pages[0].hidden, workbook.pages[0].hidden_columns) == (True, {2, 3})


def test_a_name_that_is_struck_out_of_a_list_is_asked_about(tmp_path: Path) -> None:
    head = ("序号", "姓名", "村民小组", "岗位")
    rows = (("清溪村2026年3季度公益性岗位人员",), head, (1, "王大山", "1组", "保洁"), (2, "李小河", "1组", "护林"))
    _, run = handed_over(tmp_path, styled(book(花名册=rows), "B4", Font(strike=True)), "清溪村公益岗.xlsx")
    assert "花名册!B4: 错误 XLS-STRUCK  “李小河”是划掉的" in run.err


LOOKS_OF_ODS = """<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"><office:automatic-styles>
<number:number-style style:name="N1"><style:text-properties fo:color="#ff0000"/><number:number/></number:number-style>
<number:number-style style:name="N2"><style:text-properties fo:color="#ff0000"/><number:number/>
<style:map style:condition="value()&gt;=0" style:apply-style-name="N0"/></number:number-style>
<style:style style:name="a" style:data-style-name="N1"/><style:style style:name="b" style:data-style-name="N2"/>
<style:style style:name="c"><style:text-properties fo:color="#ff0000"/></style:style>
<style:style style:name="d" style:parent-style-name="c"/>
<style:style style:name="e"><style:text-properties style:text-line-through-style="solid"/></style:style>
</office:automatic-styles><table:table table:name="表"><table:table-row>CELLS</table:table-row></table:table></office:document>"""


def test_the_looks_of_cells_of_open_documents() -> None:
    cell = '<table:table-cell table:style-name="{}" office:value-type="float" office:value="600"/>'
    data = LOOKS_OF_ODS.replace("CELLS", "".join(map(cell.format, "abcde"))).encode()
    workbook, _ = read_spreadsheet("表.fods", data)
    assert workbook
    assert [each.drawn for each in workbook.pages[0].lines[0][1].values()] == [
        "红色的字", "", "红色的字", "红色的字", "划掉的",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "cash"), [("清溪村现金银行收支.xlsx", False), ("清溪村现金收支.xlsx", True)])
def test_a_book_of_cash_and_bank_is_no_book_of_cash(tmp_path: Path, name: str, cash: bool) -> None:
    rows = (TITLE, (*HEAD[:6], "余额"), (*RENT[:6], 12000), (*DITCH[:6], 3400))
    world, run = handed_over(tmp_path, book(三季度=rows), name)
    assert run.code == 0, run.err
    assert ("现金: 3" in text_of(world)) is cash


def test_a_sum_over_all_villages_is_no_village(tmp_path: Path) -> None:
    rows = (("2026年3季度收支",), ("村", *HEAD[:6]), ("清溪", *RENT[:6]), ("合计", "", "", "", "", 12000, 0))
    world, run = handed_over(tmp_path, book(Sheet1=rows), "石桥镇.xlsx")
    assert run.code == 0, run.err
    assert len(rows_of(world)) == 1


def test_what_is_carried_to_the_next_quarter_is_no_entry(tmp_path: Path) -> None:
    world, run = handed_over(tmp_path, book(三季度=(*ROWS, ("2026-09-30", "", "结转下季", "", "", "", 4279.5))))
    assert run.code == 0, run.err
    assert len(rows_of(world)) == 3


def test_a_number_in_the_name_of_a_sheet_is_not_said(tmp_path: Path) -> None:
    rows = [changed(row, 5, "八千") if row is DITCH else row for row in ROWS]
    _, run = handed_over(tmp_path, book(**{"王五13912345678": rows}))
    assert "AMT-TEXT" in run.err
    assert "13912345678" not in run.err + run.out


@pytest.mark.parametrize("heading", ["类别", "收支"])
def test_a_minus_that_may_only_say_the_side_is_asked_about(tmp_path: Path, heading: str) -> None:
    said = ("经营收入", "公益支出") if heading == "类别" else ("收", "支")
    first = ("7月3日", "记-1", "承包费", said[0], 12000)
    paid = ("7月15日", "记-2", "修沟", said[1], -8600)
    rows = (TITLE, ("日期", "凭证号", "摘要", heading, "金额"), first, paid)
    _, run = handed_over(tmp_path, book(三季度=rows))
    assert "三季度!E4: 错误 XLS-SIDE" in run.err
    more = changed(changed(paid, 1, "记-3"), 4, 9000)
    _, run = handed_over(tmp_path / "二", book(三季度=(*rows, more)))
    assert "XLS-SIDE" not in run.err


def test_two_units_above_and_below_are_asked_about(tmp_path: Path) -> None:
    entry = ("7月3日", "记-1", "承包费", "经营收入", 1.2, "")
    world, run = handed_over(tmp_path, book(三季度=(TITLE, ("单位：元",), HEAD[:6], entry, ("注：以上单位：万元",))))
    assert "三季度: 错误 XLS-UNIT  单位对不上：这里写的是元" in run.err
    assert not (world.root / LEDGER).exists()
