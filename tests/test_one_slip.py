"""One slip in a ledger that is published: said once, under its own name, at its own place."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, sort
from sitegen.load.files import list_villages, read_county, read_village
from sitegen.model.site import Parts
from sitegen.shared import load_site
from sitegen.village import Site, VillageFiles, load_checked
from tests.worlds import CASH, small_county

COUNTY = Path(__file__).parent.parent
QUARTER = "2026/2026年3季度.yaml"
FIRST = "2026/2026年1季度.yaml"
SECOND = "2026/2026年2季度.yaml"
LETTING = "2026/2026-09-15-西塘招租.yaml"
ASSETS = "登记/资产.yaml"
LIST = "2026/耕地补贴-2026.csv"
PROJECTS = "登记/项目.yaml"
LEASES = "登记/资源合同.yaml"
ANNUAL = "2025/2025年全年.yaml"
PIPES = "2025/2025-05-26-饮水管一事一议.yaml"
SLIPS = [
    ("AMT-TEXT", QUARTER, "金额: 80000.00", "金额: >八万<"),
    ("SYN-FWCOLON", QUARTER, "金额: 80000.00", "金额>：<8万"),
    ("AMT-GROUP", QUARTER, "|  1,260.00 |", "|  >1,26.00< |"),
    ("KEY-MISSING", QUARTER, "      7月9日  | 记-004", "              | >记-004<"),
    ("DATE-NONE", QUARTER, "7月9日  | 记-004", ">7月39日<  | 记-004"),
    ("DATE-DAY", QUARTER, "日期: 7月18日", "日期: >7月中旬<"),
    ("KEY-CHOICE", QUARTER, "记-004 | 公益支出", "记-004 | >公益之出<"),
    ("KEY-COLUMN", QUARTER, "|      金额 | 经手人 | 项目   |", "|    >发生额< | 经手人 | 项目   |"),
    ("SYN-HEADER", QUARTER, "|      金额 | 经手人 | 项目   |", "|           >|< 经手人 | 项目   |"),
    ("SYN-CELLS", QUARTER, "修自来水主管漏水两处 ", "修自来水>|<主管漏水两处 "),
    ("KEY-ITEM", QUARTER, "\n资金收支:", "\n>资金收支出<:"),
    ("REF-ACCOUNT", QUARTER, "账套: 村委会", "账套: >村委<"),
    ("SUM-EQUATION", QUARTER, "5,000.00 | 3,000.00", "5,000.00 | >4,000.00<"),
    ("PER-TEXT", QUARTER, "期间: 2026年3季度", "期间: >第三季<"),
    ("PER-FUTURE", QUARTER, "期间: 2026年3季度", "期间: >2027年3季度<"),
    ("AMT-COUNT", QUARTER, "应到: 32, 实到: 27", "应到: 32, 实到: >二十七人<"),
    ("AMT-NEGATIVE", QUARTER, "应到: 32, 实到: 27", "应到: 32, 实到: >-27<"),
    ("AMT-NEGATIVE", QUARTER, "生活补贴标准: 80.00", "生活补贴标准: >-80.00<"),
    ("SUM-VOTES", QUARTER, "应到: 32, 实到: 27", "应到: 32, 实到: >72<"),
    ("SUM-VOTES", QUARTER, "| 46   | 39   | 39   |", "| 46   | 39   | >93<   |"),
    ("DATE-BACKWARDS", QUARTER, "2026-01-01 | 2026-12-31 | 400.00", "2026-01-01 | >2025-12-31< | 400.00"),
    ("COR-POSTED", QUARTER, "公开日期: 2026-10-12", "公开日期: >2026-09-12<"),
    ("COR-UNTIL", QUARTER, "公开日期: 2026-10-12", "公开日期: >2062-10-12<"),
    ("REF-KEY", QUARTER, "记-005 |", ">记-004< |"),
    ("AMT-NEGATIVE", LIST, ",3.7,", ",>-3.7<,"),
    ("AMT-NUMBER", LIST, ",3.7,", ",>三亩七<,"),
    ("SYN-CELLS", LIST, ",346.32", ",>1,346.32<"),
    ("CODE-RECORD", PROJECTS, "- 编号: 1\n", "- 编号: >一<\n"),
    ("SUM-VOTES", PROJECTS, "应到: 46", "应到: 36"),
    ("SUM-VOTES", ANNUAL, "李明月 | 村委会主任         |   42 |", "李明月 | 村委会主任         |   >47< |"),
    ("SUM-VOTES", ANNUAL, "应参人数: 993, 已参人数: 975", "应参人数: 993, 已参人数: >1975<"),
    ("SUM-VOTES", ANNUAL, "  优秀: 8\n  合格: 22\n", "  优秀: 8\n  合格: >28<\n"),
    ("SUM-EQUATION", QUARTER, "村里出的: 3,120.00", "村里出的: >3,210.00<"),
    ("DATE-BACKWARDS", PROJECTS, "决策日期: 2026-07-28", "决策日期: >2062-07-28<"),
    ("DATE-BACKWARDS", LEASES, "| 2026-07-03 | 记-001", "| >2027-07-03< | 记-001"),
    ("SUM-BALANCE", QUARTER, "期末余额: 41,208.30", "期末余额: >41,280.30<"),
    ("SUM-CARRY", QUARTER, "期初余额: 30,765.90", "期初余额: >30,756.90<"),
    ("SUM-EQUATION", QUARTER, "护理补贴金额: 2,100.00", "护理补贴金额: >1,200.00<"),
    ("SUM-EQUATION", QUARTER, "银行存款: 40,242.01", "银行存款: >40,422.01<"),
    ("COR-MISSING", QUARTER, "    现金: 966.29", "    现金: >996.29<"),
    ("COR-MISSING", ANNUAL, "净家底: 812,052.05", "净家底: >812,025.05<"),
    ("REF-RECORD", QUARTER, "37,200.00 | 陈国梁 | 项目/4", "37,200.00 | 陈国梁 | >项目4<"),
    ("SUM-REVERSAL", QUARTER, "|   -420.00 | 何秀兰 |        | 记-013", "|   >-420.00< | 何秀兰 |        |       "),
    (
        "FILE-MISSING",
        QUARTER,
        "项目/4 |        | 票据/2026-08-东渠预付款.png",
        "项目/4 |        | >票据/2026-08-东渠.png<",
    ),
    ("PII-ID", QUARTER, "| 打印纸、硒鼓、档案盒", "| 打印纸>990106196504123013<"),
    ("PII-PHONE", QUARTER, "挖机4小时      | 刘永福", "挖机4小时      | >13812345678<"),
    ("PII-PHONE", ASSETS, "规格: 砖混两层，420平方米", "规格: >138 1234 5678<"),
    ("PII-ID", QUARTER, "| 记-010 | 公益支出", "| >990106196504123013< | 公益支出"),
    ("KEY-DUP", QUARTER, "\n人口变动:", "\n人口变动: 本期无发生\n>人口变动<:"),
    ("PER-TWICE", QUARTER, "期间: 2026年3季度", "期间: >2026年2季度<"),
    ("COR-POSTED", LETTING, "公开日期: 2026-09-15", "公开日期: >2025-09-15<"),
    ("KEY-CHOICE", FIRST, "更正后: 会议费", "更正后: >会义费<"),
    ("COR-PLACE", FIRST, "凭证号: 记-015, 栏: 细目", "凭证号: >记-515<, 栏: 细目"),
    ("DATE-NONE", FIRST, "日期: 2026-05-20, 类型", "日期: >2026-05-32<, 类型"),
    ("COR-AFTER", SECOND, "更正后: 666.05", "更正后: >666.50<"),
    ("COR-ERASED", SECOND, "更正前: 2400.00", "更正前: >2040.00<"),
    ("DATE-BACKWARDS", PIPES, "决策日期: 2025-02-26", "决策日期: >2025-06-26<"),
]


@cache
def sample() -> tuple[Site, VillageFiles, Counter[tuple[object, ...]]]:
    site, _ = load_site(read_county(COUNTY), date(2026, 10, 12), Parts(codes=False, downloads=False))
    folder = next(each for each in list_villages(COUNTY) if "清溪" in each)
    files, _ = read_village(COUNTY, folder)
    return site, files, Counter(map(what, load_checked(site, files).diagnostics))


def what(each: Diagnostic) -> tuple[object, ...]:
    return each.code, each.place.file, each.values


def said(end: str, old: str, new: str) -> tuple[str, list[Diagnostic]]:
    site, files, usual = sample()
    path = next(each for each in files.files if each.endswith(end))
    text = files.files[path].decode("utf-8-sig")
    assert old in text
    text = text.replace(old, new, 1)
    found = sort(load_checked(site, replace(files, files={**files.files, path: text.encode()})).diagnostics)
    return text, [each for each in found if usual[what(each)] == 0]


@pytest.mark.parametrize(("code", "file", "old", "new"), SLIPS, ids=[f"{slip[0]}-{n}" for n, slip in enumerate(SLIPS)])
def test_one_slip_is_said_once(code: str, file: str, old: str, new: str) -> None:
    text, found = said(file, old, new.replace(">", "").replace("<", ""))
    assert [each.code for each in found] == [code]
    if ">" in new:
        place = found[0].place
        marked = new[new.index(">") + 1 : new.index("<")]
        line = text.split("\n")[place.line - 1]
        assert place.line
        assert line[place.column - 1 : place.end_column - 1] in marked or marked in line[place.column - 2 :]


def test_what_changed_beside_a_slip_is_still_said() -> None:
    _, found = said(
        QUARTER,
        "金额: 80000.00}",
        "金额: 八万}\n      - {日期: 8月15日, 凭证号: 记-099, 类别: 其他收入, 摘要: 卖废铁, 金额: 1}",
    )
    assert sorted(each.code for each in found) == ["AMT-TEXT", "COR-MISSING"]


def test_a_row_that_is_gone_is_said_once() -> None:
    _, files, _ = sample()
    path = next(each for each in files.files if each.endswith(QUARTER))
    line = next(line for line in files.files[path].decode().split("\n") if "记-004" in line) + "\n"
    _, found = said(QUARTER, line, "")
    missing = [each for each in found if each.code == "COR-MISSING"]
    assert [dict(each.values)["position"] for each in missing] == ["出账/记-004/金额"]
    assert dict(missing[0].values)["before"] == "1260.00"


def test_what_is_not_said_beside_an_error_keeps_back_all_the_same(tmp_path: Path) -> None:
    """The review quotes another code: nothing of it is shown, whether that is said or, behind a greater slip, is not."""
    changed = CASH.replace("同意", "同意 校验码 2222")
    world = small_county(tmp_path).publication(changed).build()
    assert "REV-CHANGED" in world.codes
    assert "8,600" not in world.page("103201/021/2026q3/").text
    world.publication(changed + "残疾人两项补贴:\n  生活补贴人数: 七\n  生活补贴标准: 八十\n").build()
    assert "REV-CHANGED" not in world.codes
    assert "AMT-TEXT" in world.codes
    assert "8,600" not in world.page("103201/021/2026q3/").text
