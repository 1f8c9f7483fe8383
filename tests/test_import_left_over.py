"""What a bookkeeper's sheet says twice, or of another sheet: units, villages, periods, several tables on one page."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from sitegen.model.period import quarter, year
from tests.test_import import LEDGER, confirm, filled, saved, sitegen, text_of
from tests.test_import_homemade import (
    DITCH,
    HEAD,
    OPENING,
    PAPER,
    RENT,
    ROWS,
    TITLE,
    Rows,
    book,
    changed,
    handed_over,
    rows_of,
)
from tests.test_import_traps import book_with, imported
from tests.worlds import PROFILE, World, county

OTHER = "990106103202-下塘村"
SIDED = ("日期", "凭证号", "摘要", "类别", "收入", "支出")
IDENTITY = "11010519491231002X"  # the standard's own example
LAND = ("序号", "户主", "村民小组", "面积", "标准", "金额")
FIELDS: Rows = ((1, "王大山", "1组", 2, 100, 200), (2, "李小河", "1组", 3, 100, 300), (3, "张秀英", "2组", 4, 100, 400))


def list_of(rows: Rows, root: Path) -> tuple[World, str, int]:
    """A list of that heading handed over: the world, what was said, the exit code."""
    world, run = handed_over(root, book(花名册=rows), "清溪村耕地补贴.xlsx")
    return world, run.err, run.code


def rows_listed(world: World) -> list[str]:
    text = text_of(world, f"villages/{LEDGER.split('/')[1]}/2026/2026年.yaml")
    return [
        " ".join(line.replace("|", " ").split()) for line in text.splitlines() if "组" in line and "户主" not in line
    ]


# ---- units -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["（万元）", "(单位：万元)", "/万元"])
def test_a_unit_over_a_column_counts_for_that_column(tmp_path: Path, unit: str) -> None:
    head = ("日期", "凭证号", "摘要", "类别", f"收入{unit}", "支出（元）", f"余额{unit}")
    rows = (
        TITLE,
        head,
        ("7月3日", "记-1", "承包费", "经营收入", 1.2, "", 1.2),
        ("7月4日", "记-2", "修沟", "公益支出", "", 8600, 0.34),
    )
    world, run = handed_over(tmp_path, book(三季度=rows))
    assert run.code == 0, run.err
    assert "12,000.00" in text_of(world)
    assert "8,600.00" in text_of(world)
    assert "照万元算" in text_of(world, "导入/映射.yaml")


def test_a_unit_over_some_columns_only_is_asked(tmp_path: Path) -> None:
    rows = (TITLE, (*SIDED[:4], "收入（万元）", "支出"), ("7月3日", "记-1", "承包费", "经营收入", 1.2, ""))
    _, run = handed_over(tmp_path, book(三季度=rows))
    assert "三季度!F2: 错误 XLS-UNIT" in run.err


def test_another_unit_under_the_same_headings_is_not_taken(tmp_path: Path) -> None:
    entry = ("7月3日", "记-1", "承包费", "经营收入", 12000, "")
    world = county(tmp_path).village().village(PROFILE.replace("103201", "103202"), OTHER)
    world.write(
        "导出/下塘村.xlsx", book(三季度=(("下塘村2026年3季度",), ("单位：万元",), SIDED, changed(entry, 4, 1.2)))
    )
    world.write("导出/清溪村.xlsx", book(三季度=(TITLE, ("单位：元",), SIDED, entry)))
    sitegen(tmp_path, "导入", str(tmp_path / "导出"))
    confirm(world)
    run = sitegen(tmp_path, "导入", str(tmp_path / "导出"))
    assert "清溪村.xlsx 三季度: 错误 XLS-UNIT  单位对不上：这里写的是元" in run.err
    assert not (tmp_path / LEDGER).exists()


# ---- titles left over from another sheet -----------------------------------------------------------------------------


def test_a_title_left_over_from_another_village_is_no_guide(tmp_path: Path) -> None:
    world = county(tmp_path).village().village(PROFILE.replace("103201", "103202"), OTHER)
    world.write("导出/石桥镇.xlsx", book(清溪村=ROWS, 下塘村=(TITLE, HEAD, OPENING, DITCH)))
    sitegen(tmp_path, "导入", str(tmp_path / "导出"))
    confirm(world)
    run = sitegen(tmp_path, "导入", str(tmp_path / "导出"))
    assert "石桥镇.xlsx 下塘村: 错误 XLS-VILLAGE  看不出这张表是哪个村的：清溪村、下塘村" in run.err
    assert len(rows_of(world)) == 3


@pytest.mark.parametrize(
    ("title", "name", "said"),
    [
        ("清溪村2025年耕地地力保护补贴", "清溪村2026年耕地补贴.xlsx", "写着2025年、2026年"),
        ("清溪村2026年发放2025年耕地地力保护补贴", "清溪村耕地补贴.xlsx", "写着2026年、2025年"),
    ],
)
def test_two_years_are_asked_about(tmp_path: Path, title: str, name: str, said: str) -> None:
    _, run = handed_over(tmp_path, book(花名册=((title,), LAND, *FIELDS)), name)
    assert "XLS-PERIOD" in run.err
    assert said in run.err


def test_two_quarters_are_asked_about_and_a_year_in_brackets_is_not(tmp_path: Path) -> None:
    lost = ("姓名", "事由", "天数", "标准", "金额")
    data = book(误工=(("清溪村2026年2季度误工补贴",), lost, ("王大山", "清沟", 3, 100, 300)))
    _, run = handed_over(tmp_path, data, "清溪村2026年3季度误工.xlsx")
    assert "XLS-PERIOD" in run.err
    _, said, code = list_of((("清溪村2026年耕地地力保护补贴（按2025年亩数）",), LAND, *FIELDS), tmp_path / "二")
    assert code == 0, said


def test_a_title_of_another_quarter_than_all_its_days(tmp_path: Path) -> None:
    spring = [changed(row, 0, row[0].replace("-07-", "-04-")) for row in (RENT, DITCH) if isinstance(row[0], str)]
    _, run = handed_over(tmp_path, book(三季度=(TITLE, HEAD, OPENING, *spring)))
    assert "三季度: 错误 XLS-NONE  这张表里没有2026年3季度的行：2 行都在 2026-04-03 到 2026-04-15" in run.err


def test_a_village_named_on_the_command_line_that_the_sheet_does_not_mean(tmp_path: Path) -> None:
    world = county(tmp_path).village().village(PROFILE.replace("103201", "103202"), OTHER)
    world.write("账1.xlsx", book(三季度=(TITLE, HEAD, OPENING, RENT, DITCH)))
    run = sitegen(tmp_path, "导入", "--yes", "--村", "下塘村", str(tmp_path / "账1.xlsx"))
    assert "错误 XLS-VILLAGE  看不出这张表是哪个村的：清溪村、下塘村" in run.err
    assert not list(tmp_path.rglob("2026年*.yaml"))
    assert sitegen(tmp_path, "导入", "--yes", "--村", "清溪村", str(tmp_path / "账1.xlsx")).code == 0


def test_a_period_named_on_the_command_line_that_the_sheet_does_not_mean(tmp_path: Path) -> None:
    lost = ("姓名", "事由", "天数", "标准", "金额")
    rows = (("清溪村2026年2季度误工补贴",), lost, ("王大山", "清沟", 3, 100, 300))
    world = county(tmp_path).village().write("误工.xlsx", book(误工=rows))
    run = sitegen(tmp_path, "导入", "--yes", "--期间", "2026年3季度", str(tmp_path / "误工.xlsx"))
    assert "错误 XLS-PERIOD  看不出这张表是哪一期的：写着2026年2季度、2026年3季度" in run.err
    assert not (tmp_path / LEDGER).exists()
    form = filled("误工补贴", {}, {"有没有": "本期无发生"}, village="清溪村", period=quarter(2026, 2))
    world.write("表.xlsx", form)
    run = sitegen(tmp_path, "导入", "--期间", "2026年3季度", str(tmp_path / "表.xlsx"))
    assert "表.xlsx 基本情况!B5: 错误 XLS-PERIOD  看不出这张表是哪一期的：写着2026年2季度、2026年3季度" in run.err


def test_bars_part_a_text_as_commas_do(tmp_path: Path) -> None:
    rows = "\n".join("|".join(map(str, row)) for row in (TITLE, HEAD, OPENING, RENT, DITCH))
    world = county(tmp_path).village()
    world.write("清溪村.csv", rows.encode("gb18030"))
    run = sitegen(tmp_path, "导入", "--yes", str(tmp_path / "清溪村.csv"))
    assert run.code == 0, run.err
    assert "8,600.00" in text_of(world)


@pytest.mark.parametrize(("head", "at"), [(HEAD, 4), (HEAD, 5), (SIDED, 3)])
def test_a_slip_in_a_year_does_not_lose_a_row(tmp_path: Path, head: tuple[str, ...], at: int) -> None:
    rows = [TITLE, head, *((OPENING,) if head is HEAD else ()), RENT, DITCH, PAPER]
    kept = [row[: len(head)] for row in rows]
    kept[at] = changed(kept[at], 0, str(kept[at][0]).replace("2026", "2025"))
    _, run = handed_over(tmp_path, book(三季度=kept))
    assert f"三季度!A{at + 1}: 错误 XLS-STRAY" in run.err
    assert not (tmp_path / LEDGER).exists()


def test_a_number_that_became_a_day_is_no_voucher(tmp_path: Path) -> None:
    _, run = handed_over(tmp_path, book(三季度=(TITLE, HEAD, OPENING, changed(RENT, 1, date(2026, 7, 1)))))
    assert "三季度!B4: 错误 XLS-DATED" in run.err


@pytest.mark.parametrize("title", ["现金、银行存款收支明细账", "收支明细账（开户银行：农商行）"])
def test_a_book_of_both_does_not_say_where_the_money_is(tmp_path: Path, title: str) -> None:
    world, run = handed_over(tmp_path, book(三季度=((f"清溪村2026年3季度{title}",), *ROWS[1:])))
    assert run.code == 0, run.err
    assert "银行存款:" not in text_of(world)


# ---- lines that are entries, and lines that are not ------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["7月合计", "三季度发生额合计", "收入支出合计", "累计发生额", "本期收支差额", "期末结存数", "转次页", "三、结余"],
)
def test_sums_by_any_name_are_no_entries(tmp_path: Path, name: str) -> None:
    for column in (0, 2):
        line = changed(("", "", "", "", 12000, 8720.5, 4279.5), column, name)
        world, run = handed_over(tmp_path / str(column), book(三季度=(*ROWS, line)))
        assert run.code == 0, run.err
        assert len(rows_of(world)) == 3


@pytest.mark.parametrize("first", ["村主任：", "村党支部书记（签字）："])
def test_names_and_dates_below_a_table_are_no_entry(tmp_path: Path, first: str) -> None:
    footer = (first, "", "报账员：李", "", "监委会主任：", "", "2026年10月8日" if first == "村主任：" else "")
    world, run = handed_over(tmp_path, book(三季度=(*ROWS, footer)))
    assert run.code == 0, run.err
    assert len(rows_of(world)) == 3


def test_what_has_a_voucher_is_an_entry_whatever_is_written_beside_it(tmp_path: Path) -> None:
    rows = (
        TITLE,
        (*SIDED, "备注"),
        ("7月3日", "记-1", "合计", "经营收入", 12000, "", ""),
        ("7月4日", "记-2", "修沟", "公益支出", "", 8600, "小计"),
        ("", "记-3", "会计：王五 7月报酬", "管理费用", "", 500, ""),
        ("", "记-4", "备注：补差", "管理费用", "", 30, ""),
    )
    world, run = handed_over(tmp_path, book(三季度=rows))
    assert run.code == 0, run.err
    assert len(rows_of(world)) == 4


def test_a_villagers_group_is_no_line_of_its_own(tmp_path: Path) -> None:
    rows = (
        ("清溪村2026年3季度高龄津贴",),
        ("村民小组", "姓名", "金额"),
        ("第一组", "王大山", 300),
        ("1组小计", "", 300),
        ("第二组", "李小河", 200),
        ("2组小计", "", 200),
    )
    world, run = handed_over(tmp_path, book(表=rows))
    assert run.code == 0, run.err
    assert "第一组" in text_of(world)
    assert "第二组" in text_of(world)
    assert "小计" not in text_of(world)


# ---- several tables on one page --------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [True, False])
def test_two_tables_below_each_other(tmp_path: Path, first: bool) -> None:
    lost: Rows = (
        ("清溪村2026年3季度误工补贴发放表",),
        ("姓名", "事由", "天数", "标准", "金额"),
        ("王大山", "清沟", 3, 100, 300),
    )
    rows = (*lost, (), *ROWS) if first else (*ROWS, (), *lost)
    world, run = handed_over(tmp_path, book(三季度=rows))
    assert run.code == 0, run.err
    assert len(rows_of(world)) == 3
    assert "清沟" in text_of(world)


def test_sections_with_headings_of_their_own_keep_their_sides(tmp_path: Path) -> None:
    came, went = ("日期", "凭证号", "摘要", "类别", "金额"), ("日期", "凭证号", "用途", "收款单位", "类别", "金额")
    rows = (
        TITLE,
        ("一、收入",),
        came,
        ("7月3日", "记-1", "东渠专款", "专项应付款", 12000),
        ("二、支出",),
        went,
        ("7月15日", "记-2", "东渠工程", "清溪建筑队", "专项支出", 8600),
    )
    world, run = handed_over(tmp_path, book(三季度=rows))
    assert run.code == 0, run.err
    assert [line.split()[3] for line in rows_of(world)] == ["专项应付款", "专项支出"]


def test_pages_of_one_list_are_one_list_and_the_same_page_twice_is_none(tmp_path: Path) -> None:
    title = ("清溪村2026年耕地地力保护补贴",)
    pages: dict[str, Rows] = {"1组": (title, LAND, *FIELDS[:2]), "2组": (title, LAND, FIELDS[2])}
    world, run = handed_over(tmp_path, book(**pages), "清溪村耕地补贴.xlsx")
    assert run.code == 0, run.err
    assert [line.split()[0] for line in rows_listed(world)] == ["1", "2", "3"]
    again, run = handed_over(tmp_path / "二", book(**pages | {"2组": pages["1组"]}), "清溪村耕地补贴.xlsx")
    assert run.err.count("XLS-TWICE") == 2
    assert not (again.root / f"villages/{LEDGER.split('/')[1]}/2026/2026年.yaml").exists()


def test_a_voucher_made_void_is_said(tmp_path: Path) -> None:
    world, run = handed_over(tmp_path, book(三季度=(*ROWS, ("2026-08-09", "记-2", "作废", "公益支出", "", 0, 4279.5))))
    assert run.code == 0, run.err
    assert "没有收：金额是 0 的行（1 行）" in run.err
    assert len(rows_of(world)) == 3


def test_blocks_side_by_side_are_one_list(tmp_path: Path) -> None:
    empty = ("",) * 6
    rows = (
        ("清溪村2026年耕地地力保护补贴",),
        LAND * 2,
        (*FIELDS[0], *FIELDS[2]),
        (*FIELDS[1], *empty),
        ("合计", *empty[1:], *empty[:5], 900),
    )
    world, said, code = list_of(rows, tmp_path)
    assert code == 0, said
    assert [line.split()[0] for line in rows_listed(world)] == ["1", "2", "3"]


@pytest.mark.parametrize("sides", [True, False])
def test_money_in_and_out_side_by_side_without_merged_cells(tmp_path: Path, sides: bool) -> None:
    head = ("日期", "凭证号", "摘要", "类别", "金额")
    over = (("收入", "", "", "", "", "支出"),) if sides else ()
    rows = (
        TITLE,
        *over,
        head * 2,
        ("7月3日", "记-1", "承包费", "经营收入", 12000, "7月15日", "记-2", "修沟", "公益支出", 8600),
        ("收入合计", "", "", "", 12000, "支出合计", "", "", "", 8600),
    )
    world, run = handed_over(tmp_path, book(公开榜=rows))
    assert run.code == 0, run.err
    assert len(rows_of(world)) == 2


def test_a_table_nobody_wants_is_left_out_by_one_word(tmp_path: Path) -> None:
    pages: dict[str, Rows] = {"目录": (("序号", "名称", "页码"), (1, "收支", 2)), "三季度": ROWS}
    world, run = handed_over(tmp_path, book(**pages))
    assert "事项”写“不用”" in run.err
    world.change("导入/映射.yaml", '事项: "?"', "事项: 不用")
    run = sitegen(tmp_path, "导入", str(tmp_path / "导出"))
    assert run.code == 0, run.err


def test_a_table_without_rows_says_so(tmp_path: Path) -> None:
    _, run = handed_over(tmp_path, book(三季度=(TITLE, HEAD)))
    assert "三季度: 提醒 XLS-NOROWS" in run.err


# ---- columns ---------------------------------------------------------------------------------------------------------


def test_a_misspelt_side_is_asked_about_and_not_left_out(tmp_path: Path) -> None:
    rows = (TITLE, (*SIDED[:4], "收人", "支出"), ("7月3日", "记-1", "承包费", "经营收入", 12000, ""))
    world, run = handed_over(tmp_path, book(三季度=rows))
    assert "XLS-ASK" in run.err
    assert '收人: "?"    # 没认出来，里面是数；是不是收入？' in text_of(world, "导入/映射.yaml")
    unread = (("清溪村2026年耕地地力保护补贴",), (*LAND[:5], "本次打卡数"), *FIELDS)
    assert "XLS-ASK" in list_of(unread, tmp_path / "二")[1]


def test_names_with_numbers_behind_them_are_named_and_not_left_out(tmp_path: Path) -> None:
    rows = [changed(row, 1, f"{row[1]} {IDENTITY}") for row in FIELDS]
    world, said, code = list_of((("清溪村2026年耕地地力保护补贴",), LAND, *rows), tmp_path)
    assert code == 1
    assert "花名册!B3: 错误 PII-" in said
    assert IDENTITY not in said
    assert "户主: 户主" in text_of(world, "导入/映射.yaml")


@pytest.mark.parametrize(("second", "code"), [("ZC-02", "CODE-RECORD"), (1, "KEY-DUP")])
def test_numbers_of_a_register_are_said_at_their_cells(tmp_path: Path, second: object, code: str) -> None:
    head = ("合同编号", "合同名称", "承包人", "起始日期", "到期日期", "面积", "年承包费", "怎么租出去的")
    row = (1, "东塘", "李四", "2024-01-01", "2029-12-31", 12.5, 8000, "公开竞价")
    rows = (("清溪村资源发包、租赁合同台账",), head, row, changed(row, 0, second))
    _, run = handed_over(tmp_path, book(台账=rows))
    assert f"台账!A4: 错误 {code}" in run.err


def test_columns_merged_over_rows_of_money_hold_the_sheet_back(tmp_path: Path) -> None:
    _, run = imported(tmp_path, book_with(lambda sheet: sheet.merge_cells("E4:E5")))
    assert "XLS-MERGED" in run.err
    assert not (tmp_path / LEDGER).exists()


# ---- our own forms ---------------------------------------------------------------------------------------------------


def test_a_row_written_over_the_example_is_not_lost(tmp_path: Path) -> None:
    rows: dict[str, list[tuple[object, ...]]] = {
        "出账": [("2026-07-15", "记-2", None, "公益支出", None, None, "修沟", None, 86)]
    }
    request = {"village": "清溪村", "period": quarter(2026, 3)}
    form = openpyxl.load_workbook(io.BytesIO(filled("资金收支", rows, {"期初余额": 186, "期末余额": 100}, **request)))
    form["出账"]["J5"].value = 860
    world = county(tmp_path).village().write("表.xlsx", saved(form))
    run = sitegen(tmp_path, "导入", str(tmp_path / "表.xlsx"))
    assert "表.xlsx 出账!J5: 错误 XLS-EXAMPLE" in run.err
    assert not (tmp_path / LEDGER).exists()
    form["出账"]["A5"].value = None
    world.write("表.xlsx", saved(form))
    assert "XLS-EXAMPLE" not in sitegen(tmp_path, "导入", str(tmp_path / "表.xlsx")).err


def test_a_row_of_sums_in_a_form_is_no_household(tmp_path: Path) -> None:
    rows: dict[str, list[tuple[object, ...]]] = {
        "名单": [(1, "王五", "3组", 2, 38, 76), (None, "合　计", None, 2, None, 76)]
    }
    world = county(tmp_path).village()
    world.write("表.xlsx", filled("稻谷补贴", rows, {}, village="清溪村", period=year(2026)))
    run = sitegen(tmp_path, "导入", str(tmp_path / "表.xlsx"))
    assert [line.split("  ")[0] for line in run.err.splitlines() if "错误" in line] == ["表.xlsx 名单!C7: 错误 SUM-ROW"]


def test_a_form_copied_for_another_village_is_asked_about(tmp_path: Path) -> None:
    world = county(tmp_path).village().village(PROFILE.replace("103201", "103202"), OTHER)
    request = {"village": "清溪村", "period": quarter(2026, 3)}
    world.write("下塘村-资金收支.xlsx", filled("资金收支", {}, {"期初余额": 1, "期末余额": 1}, **request))
    run = sitegen(tmp_path, "导入", str(tmp_path / "下塘村-资金收支.xlsx"))
    assert "错误 XLS-VILLAGE  看不出这张表是哪个村的：清溪村、下塘村" in run.err


@pytest.mark.parametrize(
    ("item", "where"),
    [("资金收支", "进账”“出账"), ("会议决定", "决定"), ("集体资产台账", "登记"), ("人口变动", "基本情况")],
)
def test_a_form_that_was_not_filled_in_is_said_to_be_empty(tmp_path: Path, item: str, where: str) -> None:
    world = county(tmp_path).village()
    request = {"village": "清溪村", "period": quarter(2026, 3)}
    carried = {"期初余额": 186} if item == "资金收支" else {}
    world.write("表.xlsx", filled(item, {}, carried, **request))
    run = sitegen(tmp_path, "导入", str(tmp_path / "表.xlsx"))
    assert run.code == 1
    assert [line for line in run.err.splitlines() if "错误" in line] == ["表.xlsx: 错误 XLS-BLANK  这张表样还没有填"]
    assert f"改法：在工作表“{where}”里从第 {4 if where == '基本情况' else 6} 行填起，存好再导入一次" in run.err
    assert ("选“本期无发生”" in run.err) is (item != "集体资产台账")
    assert not (tmp_path / LEDGER).exists()


def test_a_file_that_is_not_there_is_looked_for_beside(tmp_path: Path) -> None:
    county(tmp_path).village().write("清溪村-钱账.xlsx", b"x")
    run = sitegen(tmp_path, "导入", str(tmp_path / "清溪村-账.xlsx"))
    assert (run.code, run.err.splitlines()[1]) == (
        2,
        f"错误：找不到“{tmp_path / '清溪村-账.xlsx'}”。是不是“清溪村-钱账.xlsx”？",
    )
    assert "结尾的 .xlsx 也要写" in sitegen(tmp_path, "导入", str(tmp_path / "不在/表.xlsx")).err
