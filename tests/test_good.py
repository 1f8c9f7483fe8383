"""Good ledgers, one for each habit of writing: not one of them is alarmed at."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from sitegen.checking import check
from sitegen.diagnostics import to_text
from sitegen.load.catalogue import load_catalogue
from sitegen.load.files import read_county
from sitegen.model.catalogue import Column, Item
from sitegen.overlay import read_data
from sitegen.wording import load_wording
from tests.worlds import CASH, FOLDER, REGIONS, TODAY, World, county

HEAD = "期间: 2026年3季度\n公开日期: 2026-10-12\n审核:\n  - 村务监督委员会: 2026-10-10 同意\n"
WORK = HEAD + "误工补贴:\n  误工:\n    - {日期: 7月8日, 姓名: 王大明, 事由: 清渠, 天数: 1.5, 标准: 100, 金额: 150}\n"


def cash(old: str, new: str) -> str:
    assert old in CASH
    return CASH.lstrip().replace(old, new)


def work(old: str, new: str) -> str:
    assert old in WORK
    return WORK.replace(old, new)


ROW = "    7月15日 | 记-014 | 公益支出 | 修复村东排水沟 | 清溪建筑队 | 8,600.00\n"
OUT = CASH[CASH.index("  出账: |") : CASH.index("  期末余额")]
BARRED = "\n".join(f"    | {line.strip()} |" if " | " in line else line for line in OUT.split("\n"))
OTHER_ORDER = "  出账: |\n    金额 | 摘要 | 类别 | 凭证号 | 日期\n    8600 | 修沟 | 公益支出 | 记-014 | 7月15日\n"
LINES = "  出账:\n    - 日期: 7月15日\n      凭证号: 记-014\n      类别: 公益支出\n      摘要: 修沟\n      金额: 8600\n"
NOTES = "  说明: |\n    ## 七月\n    抢修了**排水沟**：\n\n    - 石料，沙\n    - 人工 #3 段\n\n    > 账目已看过。\n"
DEEP = """\
期间: 2026年3季度
公开日期: 2026-10-12
审核:
    - 村务监督委员会: 2026-10-10 同意
误工补贴:
    误工:
        - 日期: 7月8日
          姓名: 王大明
          事由: 清渠
          天数: 1
          金额: 100
"""
FLAT = """\
期间: 2026年3季度
公开日期: 2026-10-12
审核:
- 村务监督委员会: 2026-10-10 同意
误工补贴:
  误工:
  - 日期: 7月8日
    姓名: 王大明
    事由: 清渠
    天数: 1
    金额: 100
"""
QUOTED = """\
"期间": "2026年3季度"
'公开日期': "2026-10-12"
"审核":
  - "村务监督委员会": '2026-10-10 同意'
"误工补贴":
  "误工":
    - {"日期": "7月8日", "姓名": '王大明', "事由": "清渠: 东段, 西段", "天数": "1", "金额": "1,100.00"}
"""
MANY = "  误工: |\n    日期 | 姓名 | 事由 | 天数 | 标准 | 金额\n" + "".join(
    f"    7月{number % 28 + 1}日 | 村民{number} | 清渠第{number}段 | 1 | 100 | 100\n" for number in range(300)
)
LEDGERS: dict[str, str | bytes] = {
    "as in the handbook": CASH.lstrip(),
    "days with their year": work("7月8日", "2026年7月8日"),
    "days with dashes": work("7月8日", "2026-07-08"),
    "days with points": work("7月8日", "2026.7.8"),
    "days with slashes": work("7月8日", "2026/7/8"),
    "days as eight figures": work("7月8日", "20260708"),
    "days in full-width figures": work("7月8日", "２０２６年７月８日"),
    "days in Chinese figures": work("7月8日", "二〇二六年七月八日"),
    "days with their weekday": work("7月8日", "7月8日（周三）"),
    "the other word for day": work("7月8日", "7月8号"),
    "amounts with commas, in quotes": cash("金额: 12000}", '金额: "12,000.00"}'),
    "amounts with yuan": cash("金额: 12000}", "金额: 12000元}"),
    "amounts with a sign in front": cash("金额: 12000}", "金额: ¥12000.00}"),
    "amounts in ten thousands": cash("金额: 12000}", "金额: 1.2万元}"),
    "units of their columns": work("天数: 1.5, 标准: 100", "天数: 1.5天, 标准: 100元/天"),
    "amounts in full-width figures": cash("金额: 12000}", "金额: １２０００}"),
    "amounts in a table without their fen": cash("8,600.00", "8,600"),
    "a table with a unit in its head": cash("| 金额\n", "| 金额（元）\n"),
    "a table with units its columns' names say": work(
        "  误工:\n    - {日期: 7月8日, 姓名: 王大明, 事由: 清渠, 天数: 1.5, 标准: 100, 金额: 150}\n",
        "  误工: |\n    日期 | 姓名 | 事由 | 天数（天） | 标准(元/天) | 金额（单位：元）\n"
        "    7月8日 | 王大明 | 清渠 | 1.5天 | 100 | 150\n",
    ),
    "a table with bars at its ends": cash(OUT, BARRED),
    "a table with a rule as in Markdown": cash(ROW, "    --- | --- | --- | --- | --- | ---:\n" + ROW),
    "a table that is not aligned": cash(ROW, "    7月15日|记-014|公益支出|修复村东排水沟|清溪建筑队|8600\n"),
    "a table with Chinese bars": cash(ROW, ROW.replace("|", "｜")),
    "a table with empty cells": cash("清溪建筑队", "          "),
    "a table with its columns in another order": cash(OUT, OTHER_ORDER),
    "a table with empty lines between": cash(ROW, "\n" + ROW + "\n"),
    "rows as lines of their own": cash(OUT, LINES),
    "a row over several lines in braces": work("姓名: 王大明, 事由", "姓名: 王大明,\n       事由"),
    "four spaces a step": DEEP,
    "lists without a step": FLAT,
    "everything in quotes": QUOTED,
    "notes with Markdown": CASH.lstrip() + NOTES,
    "notes in one line with colons": CASH.lstrip() + "  说明: 上级给的由县里直接打卡：不从村里账上走；一共三户。\n",
    "text with a hash that belongs to it": cash("东塘承包费", "东塘#3承包费"),
    "text with Chinese quotes": cash("东塘承包费", "东塘“老李”承包费（下半年）"),
    "text with the number of a document": cash("东塘承包费", "东塘承包费〔2026〕3号"),
    "remarks on lines of their own": "# 三季度\n" + cash("  出账: |", "  # 下面是出账\n  出账: |") + "# 完\n",
    "remarks behind values": cash("期初余额: 1000.00", "期初余额: 1000.00  # 上期期末"),
    "empty lines everywhere": cash("资金收支:", "\n\n资金收支:\n").replace("  期末余额", "\n  期末余额") + "\n\n",
    "spaces at line ends": CASH.lstrip().replace("\n", "  \n"),
    "line ends of Windows": CASH.lstrip().replace("\n", "\r\n").encode(),
    "a mark in front, as Notepad writes it": b"\xef\xbb\xbf" + CASH.lstrip().encode(),
    "no line end at the end": CASH.strip(),
    "nothing happened": HEAD + "社会捐赠: 本期无发生\n",
    "two items": WORK + "社会捐赠: 本期无发生\n",
    "the format named": "格式: 1\n" + CASH.lstrip(),
    "a reviewer's words": cash("2026-10-10 同意", "2026-10-10 同意，账目清楚"),
    "two reviewers": cash("2026-10-10 同意\n", "2026-10-10 同意\n  - 村民代表会议: 2026年10月11日 同意\n"),
    "a day of the item's own": cash("公开日期: 2026-10-12\n", "").replace("收支:\n", "收支:\n  公开日期: 2026-10-12\n"),
    "three hundred rows": HEAD + "误工补贴:\n" + MANY,
}


def said(world: World) -> str:
    wording = load_wording(read_data("messages/zh.yaml"))
    found = check(world.root, TODAY).diagnostics
    return "\n".join(to_text(each, wording) for each in found if each.severity != "info")


@pytest.mark.parametrize("name", LEDGERS)
def test_a_good_ledger_is_not_alarmed_at(name: str, tmp_path: Path) -> None:
    assert said(county(tmp_path).village().write(f"villages/{FOLDER}/2026/2026年3季度.yaml", LEDGERS[name])) == ""


def test_there_are_many() -> None:
    assert len(LEDGERS) >= 45


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("text", [
    "日期,姓名,事由,天数,标准,金额\n2026-07-08,王大明,清渠,1.5,100,150.00\n",
    "日期;姓名;事由;天数;标准;金额\r\n7月8日;王大明;清渠;1.5;100;150\r\n",
    "日期\t姓名\t事由\t天数\t标准\t金额\n7月8日\t王大明\t清渠\t1.5\t100\t150\n",
    '日期,姓名,事由,天数,标准,金额\n7月8日,王大明,"清渠,运石","11.5",100,"1,150.00"\n',
    "日期,姓名,事由,天数,标准,金额\n7月8日,王大明,清渠,1.5,100,150\n,,,,,\n",
])  # fmt: skip
def test_a_list_beside_the_ledger(text: str, encoding: str, tmp_path: Path) -> None:
    world = county(tmp_path).village().publication(HEAD + "误工补贴:\n  误工: {表格: 误工.csv}\n")
    assert said(world.write(f"villages/{FOLDER}/2026/误工.csv", text.encode(encoding))) == ""


def test_a_workbook_beside_the_ledger(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "误工"
    sheet.append(["清溪村三季度误工补贴表"])
    sheet.append(["日期", "姓名", "事由", "天数", "标准", "金额"])
    sheet.append([date(2026, 7, 8), "王大明", "清渠", 1.5, 100, 150])
    sheet.append(["7月9日", "李大明", "清渠", 1, 100, "1,00.00".replace(",", "")])
    data = io.BytesIO()
    book.save(data)
    world = county(tmp_path).village().publication(HEAD + "误工补贴:\n  误工: {表格: 误工.xlsx#误工}\n")
    assert said(world.write(f"villages/{FOLDER}/2026/误工.xlsx", data.getvalue())) == ""


def test_two_codes_of_towns_in_a_row_are_no_identity_number(tmp_path: Path) -> None:
    world = county(tmp_path).village().publication(HEAD + WORK.removeprefix(HEAD))
    towns = "51,上河省\n5102,河口市\n510299,北山县\n510299195,前桥镇\n510299109,后桥镇\n"
    assert said(world.write("regions.csv", REGIONS + towns)) == ""


# ---- every item ------------------------------------------------------------------------------------------------------

VALUES = {
    "text": "修沟", "money": "0", "number": "1", "share": "50%", "date": "2026-07-03", "month": "2026年7月", "person": "王大明",
    "payee": "清溪商店", "organisation": "清溪商店", "code": "1", "voucher": "记-001", "telephone": "0000-8812345", "place": "村东",
    "yesno": "是", "count": "1", "markdown": "说明文字",
}  # fmt: skip
PERIODS = {"month": "2026年9月", "quarter": "2026年3季度", "year": "2026年", "event": "2026年3季度"}


def items() -> tuple[Item, ...]:
    files = read_county(Path(__file__).parent)
    return load_catalogue(files.built_in_catalogue, files.presets, {})[0].items


def cells(item: Item, columns: tuple[Column, ...]) -> list[tuple[str, str]]:
    every = (*item.fields, *(column for table in item.tables for column in table.columns))
    limits = {column.not_above for column in every}
    many = {column.name: "9" for column in columns if column.name in limits and column.kind == "count"}
    written = [column for column in columns if column.kind in VALUES or column.choices]
    return [
        (column.name, column.choices[0] if column.choices else many.get(column.name, VALUES[column.kind]))
        for column in written
    ]


def form(item: Item) -> str:
    lines = [f"  {name}: {value}" for name, value in cells(item, item.fields)]
    for table in item.tables:
        names, values = zip(*cells(item, table.columns), strict=True)
        lines += [f"  {table.name}: |", f"    {' | '.join(names)}", f"    {' | '.join(values)}"]
    return f"{item.name}:\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize("item", items(), ids=lambda item: item.name)
def test_every_item_written_in_full(item: Item, tmp_path: Path) -> None:
    world = county(tmp_path).village()
    if item.shape == "register":
        fields = "".join(f"  {name}: {value}\n" for name, value in cells(item, item.fields))
        world.write(f"villages/{FOLDER}/登记/{item.register_file}.yaml", f"- 编号: 1\n  名称: 东塘\n{fields}")
    else:
        world.publication(HEAD.replace("2026年3季度", PERIODS[item.frequency]) + form(item))
    assert said(world) == ""
