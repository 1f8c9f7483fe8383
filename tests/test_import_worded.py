"""Words of a sheet that say how it is to be read: groups, parts of an entry, banks, columns nobody but the catalogue knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.load.spreadsheets import read_spreadsheet
from tests.test_import import LEDGER, text_of
from tests.test_import_handed_in import LOOKS_OF_ODS
from tests.test_import_homemade import DITCH, HEAD, RENT, TITLE, Rows, book, handed_over
from tests.test_import_left_over import FIELDS, LAND, rows_listed

NAME = "清溪村2026年耕地补贴.xlsx"
UNGROUPED = ("序号", "户主", "面积", "标准", "金额")


def without_group(rows: Rows) -> list[tuple[object, ...]]:
    return [(*row[:2], *row[3:]) for row in rows]


@pytest.mark.parametrize("words", [("1组", "2组"), ("第一村民小组", "第二村民小组"), ("一组：", "二组：")])
def test_groups_that_stand_above_their_rows(tmp_path: Path, words: tuple[str, str]) -> None:
    rows = without_group(FIELDS)
    page = (("清溪村2026年耕地补贴",), UNGROUPED, (words[0],), *rows[:2], (words[1],), *rows[2:])
    world, run = handed_over(tmp_path, book(名单=page), NAME)
    assert run.code == 0, run.err
    groups = [line.split()[2] for line in rows_listed(world)]
    assert groups == [word.rstrip("：") for word in (words[0], words[0], words[1])]


def test_groups_that_are_the_names_of_sheets(tmp_path: Path) -> None:
    first, *_, last = without_group(FIELDS)
    world, run = handed_over(tmp_path, book(**{"1组": (UNGROUPED, first), "2组": (UNGROUPED, last)}), NAME)
    assert run.code == 0, run.err
    assert [line.split()[1:3] for line in rows_listed(world)] == [["王大山", "1组"], ["张秀英", "2组"]]


def test_a_sum_below_each_group_is_that_of_its_rows(tmp_path: Path) -> None:
    sums = [(f"{group}组小计", "", "", "", "", amount) for group, amount in ((1, 500), (2, 400))]
    page = (("清溪村2026年耕地补贴",), LAND, *FIELDS[:2], sums[0], FIELDS[2], sums[1], ("合计", "", "", "", "", 900))
    _, run = handed_over(tmp_path, book(名单=page), NAME)
    assert run.code == 0, run.err
    assert "XLS-TOTAL" not in run.err
    wrong = (*page[:-2], ("2组小计", "", "", "", "", 401), page[-1])
    assert "名单!F7: 提醒 XLS-TOTAL" in handed_over(tmp_path / "二", book(名单=wrong), NAME)[1].err


@pytest.mark.parametrize("word", ["其中：人工费", "（其中:人工费）", "其中 人工费"])
def test_a_part_of_an_entry_is_not_counted_again(tmp_path: Path, word: str) -> None:
    part = ("2026-07-15", "记-2", word, "公益支出", "", 5000)
    world, run = handed_over(tmp_path, book(三季度=(TITLE, HEAD[:6], RENT[:6], DITCH[:6], part)))
    assert f"三季度!C5: 错误 XLS-PART  “{word}”像是上面一笔里的一部分" in run.err
    assert not (world.root / LEDGER).exists()


BANK = ("日期", "凭证号", "摘要", "类别", "借方发生额", "贷方发生额")
IN, OUT = ("2026-07-03", "记-1", "承包费", "经营收入", "", 12000), ("2026-07-15", "记-2", "修沟", "公益支出", 8600, "")


@pytest.mark.parametrize(("balances", "said"), [((13000, 4400), "支出"), ((-11000, -2400), "收入")])
def test_the_balance_tells_what_debit_is(tmp_path: Path, balances: tuple[int, int], said: str) -> None:
    rows = (TITLE, (*BANK, "余额"), (*IN, balances[0]), (*OUT, balances[1]))
    world, _ = handed_over(tmp_path, book(三季度=rows))
    assert f"借方是: {said}" in text_of(world, "导入/映射.yaml")


def test_what_debit_is_in_a_statement_of_a_bank_is_asked(tmp_path: Path) -> None:
    rows = (("清溪村2026年3季度银行对账单",), BANK, IN, OUT)
    world, run = handed_over(tmp_path, book(三季度=rows))
    assert "XLS-ASK  “清溪村 三季度”还有拿不准的：借方是" in run.err
    assert not (world.root / LEDGER).exists()


def test_headings_that_only_the_catalogue_knows(tmp_path: Path) -> None:
    head = ("日期", "会议", "议题", "应到", "实到", "同意", "决定")
    row = ("2026-07-28", "村民代表会议", "东渠清淤", 46, 42, 41, "通过")
    _, run = handed_over(tmp_path, book(会议=(("清溪村2026年3季度会议决定",), head, row)))
    assert "XLS-NOTABLE" not in run.err


@pytest.mark.parametrize(
    ("value", "shown", "fault"),
    [
        ("12000", "12.00", "XLS-FORMAT"),
        ("12000", "12,000.00", ""),
        ("365.4", "365", ""),
        ("8600", "¥8,600.00", ""),
        ("-8600", "(8,600.00)", ""),
        ("12000", "1.2E+04", ""),
        ("12000", "###", ""),
    ],
)
def test_open_documents_that_show_another_number(value: str, shown: str, fault: str) -> None:
    cell = f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{shown}</text:p></table:table-cell>'
    workbook, _ = read_spreadsheet("表.fods", LOOKS_OF_ODS.replace("CELLS", cell).encode())
    assert workbook
    assert [each.fault for each in workbook.pages[0].lines[0][1].values()] == [fault]


@pytest.mark.parametrize(("amount", "sum_said"), [("8.600", False), (8600.005, True)])
def test_an_amount_finer_than_a_fen_is_a_sum_or_written_so(tmp_path: Path, amount: object, sum_said: bool) -> None:
    _, run = handed_over(tmp_path, book(三季度=(TITLE, HEAD[:6], RENT[:6], (*DITCH[:5], amount))))
    assert "三季度!F4: 错误 AMT-FEN" in run.err
    assert ("ROUND" in run.err) is sum_said
    assert ("把逗号写成了点，就写 8600" in run.err) is (amount == "8.600")
