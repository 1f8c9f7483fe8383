"""Excel into the ledgers: the township's bookkeeper with a folder of exports, and a clerk with one of our forms."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from sitegen.cli import main
from sitegen.load.catalogue import load_catalogue
from sitegen.load.files import read_county
from sitegen.model.period import quarter
from sitegen.outputs.forms import FormRequest, make_form

from .worlds import FOLDER, PROFILE, World, county, small_county

HEAD = ("日期", "凭证字号", "摘要", "对方科目", "对方单位", "借方", "贷方", "方向", "余额", "经办人身份证号")
IDENTITY = "11010519491231002X"  # the standard's own example
VILLAGES = {"清溪村": 0, "下塘村": 1, "风岭村": 2}


@dataclass(frozen=True)
class Run:
    """One run of the command: its exit code, what it said where."""

    code: int
    out: str
    err: str


def sitegen(root: Path, *words: str) -> Run:
    done = CliRunner().invoke(main, ["-C", str(root), "--today", "2026-10-12", *words])
    return Run(done.exit_code, done.stdout, done.stderr)


def saved(book: Any) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sheet_of(*rows: Iterable[object], title: str = "Sheet1") -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = title
    for row in rows:
        sheet.append(tuple(row))
    return saved(book)


def bank_book(village: str, extra: int = 0, third: int = 120) -> bytes:
    """A bank book as accounting systems export it: titles, opening, monthly totals, a footer, an identity column."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "银行存款日记账"
    july, august = (12000, 8600), (0, third + extra)
    closing = 1000 + july[0] - july[1] - august[1]
    for row in (
        (f"{village}银行存款日记账",),
        ("2026年3季度　　单位：元",),
        HEAD,
        ("", "", "上年结转", "", "", "", "", "借", 1000),
        ("2026.7.3", "记字第1号", "东塘承包费", "经营收入-发包", "", july[0], "", "借", 13000, IDENTITY),
        ("2026年7月15日", "记-002", "修复村东排水沟", "公益支出", "清溪建筑队", "", july[1], "借", 4400, IDENTITY),
        ("", "", "本月合计", "", "", *july, "借", 4400),
        ("", "", "本年累计", "", "", *july, "借", 4400),
        ("", "", "过次页", "", "", *july, "借", 4400),
        (),
        ("2026-08-05", "记-1", "办公用品", "管理费用-办公费", "", "", august[1], "借", closing, IDENTITY),
        ("", "", "本月合计", "", "", "", august[1], "借", closing),
        ("制表人：", "", "", "", "", "", "审核："),
    ):
        sheet.append(row)
    sheet.merge_cells("A1:J1")
    sheet.merge_cells("A2:J2")
    return saved(book)


def township(root: Path) -> World:
    world = county(root)
    for name, number in VILLAGES.items():
        code = 990106103201 + number
        world.village(PROFILE.replace("103201", str(code)[6:]), f"{code}-{name}")
        world.write(f"导出/{name}.xlsx", bank_book(name, extra=number))
    return world.write("导出/~$清溪村.xlsx", b"lock").write("导出/账本(1).xlsx", bank_book("清溪村"))


def confirm(world: World) -> None:
    world.change("导入/映射.yaml", "确认: 否", "确认: 是")


LEDGER = f"villages/{FOLDER}/2026/2026年3季度.yaml"


def text_of(world: World, path: str = LEDGER) -> str:
    return (world.root / path).read_text(encoding="utf-8")


def test_a_township_hands_over_its_folder(tmp_path: Path) -> None:
    world = township(tmp_path)

    first = sitegen(tmp_path, "导入", str(tmp_path / "导出"))
    assert first.code == 1
    assert "XLS-NEW" in first.err
    assert first.err.count("XLS-NEW") == 1, "three sheets with the same headings are one question"
    assert "KEY-COPY" in first.err
    mapping = text_of(world, "导入/映射.yaml")
    assert "凭证字号: 凭证号" in mapping
    assert "经办人身份证号: 不收" in mapping
    assert not (tmp_path / LEDGER).exists(), "nothing is imported before somebody has looked"

    confirm(world)
    second = sitegen(tmp_path, "导入", str(tmp_path / "导出"))
    assert second.code == 0, second.err
    assert "写了 3 个文件" in second.out
    assert "经办人身份证号" in second.err
    ledger = text_of(world)
    assert "记-001 | 7-1  | 经营收入 | 东塘承包费 | 12,000.00" in ledger
    assert "期末余额: 4280.00" in ledger
    assert "办公费" in ledger
    assert sitegen(tmp_path, "check").code == 0

    world.change(LEDGER, "# 公开日期", "公开日期").change(LEDGER, "# 审核", "审核")
    world.change(LEDGER, "#   - 村务监督委员会: 2026-10-12 同意 校验码 XXXX", "  - 村务监督委员会: 2026-10-10 同意")
    assert world.build().errors == []
    assert "8,720.00元" in world.page("/103201/021/").text


def test_a_second_run_changes_nothing_and_a_changed_voucher_shows_just_that(tmp_path: Path) -> None:
    world = township(tmp_path)
    sitegen(tmp_path, "import", str(tmp_path / "导出"))
    confirm(world)
    sitegen(tmp_path, "import", str(tmp_path / "导出"))
    before = {path: path.read_bytes() for path in tmp_path.rglob("villages/*/*/*.yaml")}
    again = sitegen(tmp_path, "import", str(tmp_path / "导出"))
    assert "3 项没有变" in again.out
    assert before == {path: path.read_bytes() for path in before}

    world.write("导出/清溪村.xlsx", bank_book("清溪村", third=150))
    dry = sitegen(tmp_path, "import", str(tmp_path / "导出"), "--dry-run")
    differences = [line.strip() for line in dry.out.splitlines() if line.startswith("  ")]
    assert differences == [
        "~ 出账 8月5日 记-001 8-1 办公用品 金额：120.00 → 150.00",
        "~ 期末余额：4,280.00 → 4,250.00",
        "~ 银行存款：4,280.00 → 4,250.00",
    ]
    assert before == {path: path.read_bytes() for path in before}, "a dry run writes nothing"
    assert sitegen(tmp_path, "import", str(tmp_path / "导出")).code == 0
    changed = [path for path in before if path.read_bytes() != before[path]]
    assert [path.parent.parent.name for path in changed] == [FOLDER]
    assert changed[0].with_name("2026年3季度.yaml.bak").read_bytes() == before[changed[0]]


def test_what_was_written_by_hand_stays(tmp_path: Path) -> None:
    world = township(tmp_path)
    sitegen(tmp_path, "import", str(tmp_path / "导出"))
    confirm(world)
    sitegen(tmp_path, "import", str(tmp_path / "导出"))
    world.write(
        LEDGER,
        """
        期间: 2026年3季度
        # 贴的时候再写日期
        资金收支:
          期初余额: 1000.00   # 和上季对过
          进账:
            # 这一笔是现金交的
            - {日期: 7月3日, 凭证号: 记-001, 序号: 7-1, 类别: 经营收入, 摘要: 东塘承包费, 金额: 11000, 附件: 票据/1.jpg}
          出账: |
            日期    | 凭证号 | 序号 | 类别     | 细目   | 摘要           | 收款单位   |     金额 | 经手人
            7月15日 | 记-002 | 7-1  | 公益支出 |        | 修复村东排水沟 | 清溪建筑队 | 8,600.00 | 何清珍
            # 八月只买了纸
            8月5日  | 记-001 | 8-1  | 管理费用 | 办公费 | 办公用品       |            |   120.00 |
          期末余额: 4280.00
          说明: |
            七月暴雨后先抢修了排水沟。

        社会捐赠: 本期无发生
        """,
    )
    run = sitegen(tmp_path, "import", str(tmp_path / "导出/清溪村.xlsx"))
    assert run.code == 0, run.err
    assert "金额：11,000.00 → 12,000.00" in run.out
    text = text_of(world)
    for kept in (
        "# 贴的时候再写日期",
        "期初余额: 1000.00   # 和上季对过",
        "# 这一笔是现金交的",
        "票据/1.jpg",
        "# 八月只买了纸",
        "何清珍",
        "七月暴雨后先抢修了排水沟。",
        "\n\n社会捐赠: 本期无发生",
    ):
        assert kept in text, kept
    assert sitegen(tmp_path, "import", str(tmp_path / "导出/清溪村.xlsx")).out.startswith("写了 0 个文件")


def test_no_identity_number_is_ever_written(tmp_path: Path) -> None:
    world = township(tmp_path)
    runs = [sitegen(tmp_path, "import", str(tmp_path / "导出"))]
    confirm(world)
    runs += [
        sitegen(tmp_path, "import", str(tmp_path / "导出")),
        sitegen(tmp_path, "--json", "import", str(tmp_path / "导出")),
    ]
    written = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.yaml")]
    for text in (*written, *(run.out + run.err for run in runs)):
        assert "110105" not in text


# ---- our own forms ---------------------------------------------------------------------------------------------------


def filled(name: str, rows: dict[str, list[tuple[object, ...]]], overview: dict[str, object], **request: Any) -> bytes:
    files = read_county(Path())
    item = load_catalogue(files.built_in_catalogue, files.presets, {})[0].by_name(name)
    assert item
    book = openpyxl.load_workbook(io.BytesIO(make_form(FormRequest(item, **request))))
    for cells in book["基本情况"].iter_rows(min_row=4):
        if cells[0].value in overview:
            cells[1].value = overview[cells[0].value]
    for sheet, lines in rows.items():
        for number, line in enumerate(lines, start=6):
            for column, value in enumerate(line, start=2):
                book[sheet].cell(number, column).value = value  # type: ignore[assignment] # any value a cell takes
    return saved(book)


def test_a_filled_form_becomes_a_ledger_without_a_mapping(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    rows = {
        "进账": [("10月8日", "记-001", None, "经营收入", None, "西塘租金", None, 9800)],
        "出账": [("2026-11-02", "记-002", None, "管理费用", "办公费", None, "买纸", "文具店", 120.5)],
    }
    overview = {"期初余额": 4400, "期末余额": 14079.5, "说明": "没有别的。"}
    world.write("表.xlsx", filled("资金收支", rows, overview, village="清溪村", period=quarter(2026, 4)))
    run = sitegen(tmp_path, "导入", str(tmp_path / "表.xlsx"))
    assert run.code == 0, run.err
    text = text_of(world, f"villages/{FOLDER}/2026/2026年4季度.yaml")
    assert "写几个字" not in text, "the example row is no entry"
    assert "9,800.00" in text
    assert "没有别的。" in text
    assert sitegen(tmp_path, "--today", "2027-01-10", "check").code == 0


def test_mistakes_in_a_form_carry_their_cell(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    rows = {"出账": [("2026-10-02", "记-002", None, "管理费", None, None, "买纸", None, "一万二")]}
    world.write(
        "表.xlsx", filled("资金收支", rows, {"期初余额": 1, "期末余额": 1}, village="清溪村", period=quarter(2026, 4))
    )
    run = sitegen(tmp_path, "import", str(tmp_path / "表.xlsx"))
    assert run.code == 1
    assert "表.xlsx 出账!E6: 错误 KEY-CHOICE" in run.err
    assert "表.xlsx 出账!J6: 错误 AMT-TEXT" in run.err
    assert not (tmp_path / f"villages/{FOLDER}/2026/2026年4季度.yaml").exists()


def test_a_register_comes_in_by_number(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    first = {
        "登记": [
            (1, "东塘", "水面", "村集体", "村东", None, None, 18.5, "租出去"),
            (2, "南坡", "林地", None, "村南", None, None, 40, "闲置"),
        ]
    }
    world.write("表.xlsx", filled("集体资源登记簿", first, {}, village="清溪村"))
    run = sitegen(tmp_path, "import", str(tmp_path / "表.xlsx"))
    assert run.code == 0, run.err
    path = f"villages/{FOLDER}/登记/资源.yaml"
    world.change(path, "坐落: 村东", "坐落: 村东   # 和图上一样")
    first["登记"][0] = (1, "东塘", "水面", "村集体", "村东", None, None, 19, "租出去")
    world.write("表.xlsx", filled("集体资源登记簿", first, {}, village="清溪村"))
    again = sitegen(tmp_path, "import", str(tmp_path / "表.xlsx"))
    assert [line.strip() for line in again.out.splitlines() if line.startswith("  ")] == [
        "~ 资源 1 东塘 面积：18.5 → 19"
    ]
    assert "# 和图上一样" in text_of(world, path)


# ---- lists of others -------------------------------------------------------------------------------------------------


def test_a_list_of_several_villages_in_one_sheet(tmp_path: Path) -> None:
    world = township(tmp_path)
    world.write(
        "补贴.xlsx",
        sheet_of(
            ("石桥镇2026年耕地地力保护补贴发放表",),
            (
                "序号",
                "行政村",
                "户主姓名",
                "身份证号码",
                "组别",
                "补贴面积（亩）",
                "补贴标准",
                "补贴金额（元）",
                "一卡通账号",
                "联系电话",
            ),
            (1, "清溪村", "李长明", IDENTITY, "1组", 5.4, 93.21, 503.33, "6217000010000000018", "13800000000"),
            (2, "清溪村", "周山河", IDENTITY, "2组", 2, 93.21, 186.42, "6217000010000000018", "13800000000"),
            (3, "下塘村", "何清珍", IDENTITY, "1组", 1, 93.21, 93.21, "6217000010000000018", "13800000000"),
            ("合计", None, None, None, None, 8.4, None, 782.96),
        ),
    )
    first = sitegen(tmp_path, "import", str(tmp_path / "补贴.xlsx"))
    mapping = text_of(world, "导入/映射.yaml")
    assert "事项: 耕地地力保护补贴" in mapping, first.out
    for heading in ("身份证号码", "一卡通账号", "联系电话"):
        assert f"{heading}: 不收" in mapping
    confirm(world)
    run = sitegen(tmp_path, "import", str(tmp_path / "补贴.xlsx"))
    assert run.code == 0, run.err
    text = text_of(world, f"villages/{FOLDER}/2026/2026年.yaml")
    assert "李长明" in text
    assert "何清珍" not in text
    assert "110105" not in text
    assert "138" not in text


def test_two_meanings_are_asked_and_not_guessed(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    world.write(
        "清溪村2026年3季度.xlsx",
        sheet_of(("日期", "凭证号", "摘要", "收入", "收入", "支出"), ("2026-07-03", "记-1", "承包费", 1, 2, 3)),
    )
    run = sitegen(tmp_path, "import", str(tmp_path / "清溪村2026年3季度.xlsx"))
    mapping = text_of(world, "导入/映射.yaml")
    assert "XLS-NEW" in run.err
    assert '收入: "?"' in mapping
    assert '收入 (2): "?"' in mapping
    confirm(world)
    assert "XLS-ASK" in sitegen(tmp_path, "import", str(tmp_path / "清溪村2026年3季度.xlsx")).err


def test_a_mapping_with_a_broken_line_is_not_used(tmp_path: Path) -> None:
    world = township(tmp_path)
    sitegen(tmp_path, "导入", str(tmp_path / "导出"))
    confirm(world)
    world.change("导入/映射.yaml", "    单位: 元", "    单位 万元")
    before = text_of(world, "导入/映射.yaml")
    run = sitegen(tmp_path, "导入", str(tmp_path / "导出"))
    assert run.code == 1
    assert "导入/映射.yaml:" in run.err
    assert run.out == "先把“怎么读”改好，什么都没有导入。\n"
    assert not (tmp_path / LEDGER).exists()
    assert text_of(world, "导入/映射.yaml") == before


@pytest.mark.parametrize("word", ["清溪", "990106103201", "103201"])
def test_villages_are_told_by_other_names_of_theirs(word: str) -> None:
    from sitegen.importing.whose import find_village, to_villages

    villages = to_villages([f"{990106103201 + number}-{name}" for name, number in VILLAGES.items()], {})
    assert find_village(["账", f"{word}账"], villages) == FOLDER
    assert find_village(["清溪村和下塘村"], villages) == ""


# ---- months, years, other people's words -----------------------------------------------------------------------------

FLAT = ("日期", "凭证号", "摘要", "类别", "收入", "支出", "余额")


def month_book(month: int, opening: int, *amounts: int) -> bytes:
    """A day book of one month, money in only."""
    rows: list[tuple[object, ...]] = [
        (f"清溪村2026年{month}月收支",),
        FLAT,
        (None, None, "上月结转", None, None, None, opening),
    ]
    for number, amount in enumerate(amounts, start=1):
        opening += amount
        rows.append((f"2026-{month}-{number}", f"记-{number}", f"承包费{number}", "经营收入", amount, None, opening))
    return sheet_of(*rows)


def test_months_come_one_by_one_into_their_quarter(tmp_path: Path) -> None:
    world = small_county(tmp_path).remove(LEDGER)
    for month, opening, amounts in ((7, 1000, (10, 20)), (8, 1030, (30,))):
        world.write(f"{month}月.xlsx", month_book(month, opening, *amounts))
        assert sitegen(tmp_path, "import", "--yes", str(tmp_path / f"{month}月.xlsx")).code == 0
    text = text_of(world)
    assert "7月2日 | 记-002 | 7-1  | 经营收入 | 承包费2" in text
    assert "8月1日 | 记-001 | 8-1  | 经营收入 | 承包费1" in text
    assert "期初余额: 1000.00" in text
    assert "期末余额: 1060.00" in text
    world.write("7月.xlsx", month_book(7, 1000, 10))
    run = sitegen(tmp_path, "import", str(tmp_path / "7月.xlsx"))
    assert "- 进账 7月2日 记-002" in run.out
    assert "8月1日" in text_of(world), "August is not July's to change"


def test_a_year_in_one_sheet_gives_its_quarter(tmp_path: Path) -> None:
    world = small_county(tmp_path).remove(LEDGER)
    rows = [("清溪村2026年收支",), FLAT, (None, None, "上年结转", None, None, None, 500)]
    rows += [
        (f"2026-{month}-5", f"记-{month}", "承包费", "经营收入", 100, None, 500 + 100 * month) for month in range(1, 11)
    ]
    world.write("全年.xlsx", sheet_of(*rows))
    run = sitegen(tmp_path, "import", "--yes", "--period", "2026q3", str(tmp_path / "全年.xlsx"))
    assert run.code == 0, run.err
    assert "XLS-LEFT" in run.err
    text = text_of(world)
    assert "期初余额: 1100.00" in text
    assert "期末余额: 1400.00" in text
    assert text.count("承包费") == 3


def test_a_subject_of_ones_own_is_named_once(tmp_path: Path) -> None:
    world = small_county(tmp_path).remove(LEDGER)
    rows = (("清溪村2026年3季度",), FLAT, (None, None, "期初余额", None, None, None, 1000))
    world.write("账.xlsx", sheet_of(*rows, ("2026-07-03", "记-1", "种树", "村庄绿化", None, 300, 700)))
    run = sitegen(tmp_path, "import", "--yes", str(tmp_path / "账.xlsx"))
    assert "XLS-SUBJECT" in run.err
    world.change("导入/映射.yaml", '村庄绿化: {进账: "?", 出账: "?"}', "村庄绿化: {出账: 公益支出}")
    assert sitegen(tmp_path, "import", str(tmp_path / "账.xlsx")).code == 0
    assert "公益支出 | 种树" in text_of(world)


def test_bank_and_till_are_two_books_of_one_account(tmp_path: Path) -> None:
    """Money drawn from the bank into the till is neither income nor expense."""
    world = small_county(tmp_path).remove(LEDGER)
    head = ("日期", "凭证号", "摘要", "对方科目", "借方", "贷方", "余额")
    book = openpyxl.Workbook()
    bank, till = book.active, book.create_sheet("库存现金日记账")
    assert bank is not None
    bank.title = "银行存款日记账"
    bank_rows = [
        (None, None, "上季结转", None, None, None, 1000),
        ("2026-7-1", "记-1", "提现", "库存现金", None, 300, 700),
    ]
    till_rows = [
        (None, None, "上季结转", None, None, None, 50),
        ("2026-7-1", "记-1", "提现", "银行存款", 300, None, 350),
        ("2026-7-2", "记-2", "买纸", "管理费用-办公费", None, 40, 310),
    ]
    for sheet, rows in ((bank, bank_rows), (till, till_rows)):
        for row in (("清溪村2026年3季度",), head, *rows):
            sheet.append(row)
    world.write("账.xlsx", saved(book))
    assert sitegen(tmp_path, "import", "--yes", str(tmp_path / "账.xlsx")).code == 0
    text = text_of(world)
    assert "提现" not in text
    for line in ("期初余额: 1050.00", "期末余额: 1010.00", "银行存款: 700.00", "现金: 310.00"):
        assert line in text
    assert sitegen(tmp_path, "check").code == 0


def test_a_published_figure_that_changes_is_pointed_out(tmp_path: Path) -> None:
    world = township(tmp_path)
    sitegen(tmp_path, "import", "--yes", str(tmp_path / "导出/清溪村.xlsx"))
    world.change(LEDGER, "# 公开日期", "公开日期").change(LEDGER, "# 审核", "审核")
    world.change(LEDGER, "#   - 村务监督委员会: 2026-10-12 同意 校验码 XXXX", "  - 村务监督委员会: 2026-10-10 同意")
    assert sitegen(tmp_path, "publish", str(tmp_path / "交付.zip")).code == 0
    world.write("导出/清溪村.xlsx", bank_book("清溪村", third=150))
    run = sitegen(tmp_path, "import", str(tmp_path / "导出/清溪村.xlsx"))
    assert "XLS-PUBLISHED" in run.err
    assert "COR-MISSING" in sitegen(tmp_path, "check").err


def test_a_sheet_without_headings_and_a_village_nobody_has(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    world.write("封面.xlsx", sheet_of(("关于上报的通知",), ("各村：",)))
    run = sitegen(tmp_path, "import", str(tmp_path / "封面.xlsx"))
    assert run.code == 1
    assert "XLS-NOTABLE" in run.err
    rows = (
        ("日期", "凭证号", "摘要", "类别", "收入", "支出", "村名"),
        ("2026-07-03", "记-1", "租金", "经营收入", 3, None, "清希村"),
    )
    world.write("2026年3季度.xlsx", sheet_of(*rows))
    run = sitegen(tmp_path, "import", "--yes", str(tmp_path / "2026年3季度.xlsx"))
    assert "XLS-VILLAGE" in run.err
    assert "是不是“清溪村”" in run.err
