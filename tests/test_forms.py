"""Excel forms made from the catalogue: what a clerk may write where, and nothing else."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from sitegen.cli import main
from sitegen.load.catalogue import load_catalogue
from sitegen.load.files import read_county
from sitegen.model.catalogue import Catalogue, Item
from sitegen.model.period import Period, quarter
from sitegen.outputs.forms import EXAMPLE, MACHINE_SHEET, FormRequest, make_form

from .worlds import small_county

LOCAL = """
- 编号: "801"
  名称: 水塘轮灌
  组: 村务
  形态: 报告
  频率: 每季
  解释: 哪天轮到哪一组放水。
  依据: [{法: 村规民约}]
  表:
    轮灌:
      键: [日期]
      栏:
        日期: {类型: 日期, 必填: 是, 注: 放水那天}
        渠段: {类型: 选项, 选: [上段, 中段, 下段]}
"""


def catalogue(local: bytes = b"") -> Catalogue:
    files = read_county(Path())
    return load_catalogue(files.built_in_catalogue, files.presets, {"本县.yaml": local} if local else {})[0]


def item(name: str) -> Item:
    found = catalogue(LOCAL.encode()).by_name(name)
    assert found
    return found


def opened(request: FormRequest) -> Any:
    return openpyxl.load_workbook(io.BytesIO(make_form(request)))


def test_a_form_of_cash() -> None:
    request = FormRequest(
        item("资金收支"), "清溪村", quarter(2026, 3), "合作社", ("村委会", "合作社"), {"期初余额": "1000.00"}
    )
    book = opened(request)
    assert book.sheetnames == ["填写说明", "基本情况", "进账", "出账", MACHINE_SHEET]
    overview = {row[0]: row[1] for row in book["基本情况"].iter_rows(min_row=4, values_only=True)}
    assert (overview["村"], overview["期间"], overview["账套"]) == ("清溪村", "2026年3季度", "合作社")
    assert overview["期初余额"] == 1000
    sheet = book["出账"]
    header = [cell.value for cell in sheet[3]]
    assert header[:5] == ["序", "日期", "凭证号", "序号", "类别"]
    assert sheet["A5"].value == EXAMPLE
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert sheet["B3"].protection.locked
    assert not sheet["B6"].protection.locked
    assert sheet["B6"].number_format == "yyyy-mm-dd"
    assert sheet["C6"].number_format == "@"
    assert sheet.freeze_panes == "B4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert book[MACHINE_SHEET].sheet_state == "veryHidden"


def test_choices_drop_down() -> None:
    book = opened(FormRequest(item("资金收支")))
    rules = {str(rule.sqref): rule for rule in book["进账"].data_validations.dataValidation}
    category = rules["E6:E1048576"]
    assert category.type == "list"
    assert MACHINE_SHEET in category.formula1
    column = category.formula1.split("$")[1]
    assert book[MACHINE_SHEET][f"{column}1"].value == "经营收入"
    assert rules["I6:I1048576"].type == "decimal"


def test_a_local_item_and_a_register_have_forms_too() -> None:
    local = opened(FormRequest(item("水塘轮灌")))
    assert [cell.value for cell in local["轮灌"][3]] == ["序", "日期", "渠段"]
    said = [row[0] for row in local["填写说明"].iter_rows(values_only=True)]
    assert "哪天轮到哪一组放水。" in said
    assert "日期：日期，必填，放水那天" in said
    register = opened(FormRequest(item("资源合同")))
    assert register.sheetnames == ["填写说明", "基本情况", "登记", "应缴", MACHINE_SHEET]
    assert [cell.value for cell in register["登记"][3]][:4] == ["序", "编号", "名称", "标的"]
    assert [cell.value for cell in register["应缴"][3]][:3] == ["序", "编号", "到期日"]


@pytest.mark.parametrize("each", catalogue().items, ids=lambda each: each.number)
def test_every_item_has_a_form_that_opens(each: Item) -> None:
    book = opened(FormRequest(each))
    assert book[MACHINE_SHEET]["B2"].value == each.number


def test_equal_inputs_give_equal_bytes() -> None:
    request = FormRequest(item("耕地地力保护补贴"), "清溪村", quarter(2026, 3))
    assert make_form(request) == make_form(request)


def test_the_command_writes_the_form_with_what_is_known(tmp_path: Path) -> None:
    small_county(tmp_path)
    run = CliRunner().invoke(
        main, ["-C", str(tmp_path), "模板", "资金收支", "--village", "清溪村", "--period", "2026q4"]
    )
    assert run.exit_code == 0, run.output
    book = openpyxl.load_workbook(tmp_path / "导入/表样/清溪村-资金收支-2026年4季度.xlsx")
    overview = {row[0]: row[1] for row in book["基本情况"].iter_rows(min_row=4, values_only=True)}
    assert overview["期初余额"] == 4400


@pytest.mark.parametrize(
    ("name", "when", "day"),
    [
        ("资金收支", quarter(2025, 1), "2025-01-03"),
        ("资金收支", None, "2026-07-03"),
        ("会议决定", Period(date(2025, 2, 9), date(2025, 2, 9)), "2025-02-09"),
    ],
)
def test_examples_are_of_the_period_the_form_is_for(name: str, when: Period | None, day: str) -> None:
    book = opened(FormRequest(item(name), "清溪村", when))
    said = {cell.value for sheet in book for row in sheet.iter_rows(max_row=6) for cell in row}
    assert day in said
    years = {year for text in said for year in re.findall(r"20\d\d", str(text))}
    assert years == {day[:4]}
