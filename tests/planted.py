"""Planted irregularities: for each rule a village that has it, at a line with a given text, and an innocent twin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from textwrap import dedent

from tests.worlds import World, county

TODAY = date(2026, 10, 12)
PROFILE = """
地址号: {address}
户数: 200
人口: 800
公开电话: {{村委会: 0000-8812345}}
账套: [{{编号: 1, 名称: 村委会}}]
干部:
  - {{职务: 党支部书记, 姓名: 周山河}}
  - {{职务: 报账员, 姓名: 何秀兰}}
"""
HEAD = "期间: 2026年3季度\n公开日期: 2026-10-12\n审核: [{村监会: 2026-10-10 同意}]\n"
Q3 = "2026/2026年3季度.yaml"


@dataclass(frozen=True)
class Plant:
    """``at``: what stands on the line of the finding; ``says``: what its sentence must say; ``good``: the twin's files."""

    bad: Mapping[str, str]
    at: str
    good: Mapping[str, str]
    says: str = ""
    level: str = ""
    profile: str = ""


def cash(out: str, *, opening: str = "100000", closing: str = "", income: str = "", head: str = HEAD) -> str:
    """A quarter of one account; ``closing`` is reckoned unless given."""
    spent = sum(_amount(line) for line in out.strip().splitlines())
    earned = sum(_amount(line) for line in income.strip().splitlines())
    left = closing or str(int(opening) + earned - spent)
    parts = [f"{head}资金收支:\n  期初余额: {opening}\n"]
    if income:
        parts.append("  进账: |\n    日期|凭证号|类别|摘要|交款单位|合同|金额\n" + _indented(income))
    if out:
        parts.append("  出账: |\n    日期|凭证号|类别|细目|摘要|收款单位|项目|金额\n" + _indented(out))
    return "".join(parts) + f"  期末余额: {left}\n"


def _indented(rows: str) -> str:
    return "".join(f"    {line.strip()}\n" for line in rows.strip().splitlines())


def _amount(line: str) -> int:
    return int(line.rpartition("|")[2])


def text(lines: str) -> str:
    return dedent(lines).lstrip("\n")


PROJECT = """
- 编号: {number}
  名称: {name}
  建设内容: 修整
  地点: {site}
  资金来源: 村里
  合同价: {price}
  已付: 0
  承建单位: {party}
  签订日期: {day}
  现状: 在建
  决策会议: 村民代表会议
  决策日期: 2023-03-01
"""


def projects(*each: tuple[str, str, str, str, str]) -> dict[str, str]:
    """登记/项目.yaml of (name, site, price, party, signed)."""
    filled = (
        PROJECT.format(number=number, name=name, site=site, price=price, party=party, day=day)
        for number, (name, site, price, party, day) in enumerate(each, start=1)
    )
    return {"登记/项目.yaml": "".join(filled)}


CONTRACT = """
- 编号: 1
  名称: 东塘承包
  承租方: {party}
  面积: 10
  起始: {starts}
  到期: {ends}
  年租金: {rent}
  用途: {purpose}
  怎么租出去的: {method}
"""


def contract(more: str = "", **given: str) -> dict[str, str]:
    """登记/资源合同.yaml with one contract."""
    plain = {
        "party": "王大河",
        "starts": "2024-01-01",
        "ends": "2027-12-31",
        "rent": "6000",
        "purpose": "养鱼",
        "method": "公开竞价",
    }
    return {"登记/资源合同.yaml": CONTRACT.format(**{**plain, **given}) + more}


DUE = "  应缴:\n    - {{到期日: {due}, 金额: 6000{paid}}}\n"
NO_ROWS: Mapping[str, str] = {}

PLANTS: dict[str, Plant] = {
    "opening_not_equal_closing": Plant(
        bad={
            "2026/2季度.yaml": cash("", opening="1000", head=HEAD.replace("3季度", "2季度")),
            Q3: cash("", opening="1200"),
        },
        at="期初余额: 1200",
        says="期初写的是 1,200.00元，上一期期末是 1,000.00元，差 200.00元",
        good={
            "2026/2季度.yaml": cash("", opening="1000", head=HEAD.replace("3季度", "2季度")),
            Q3: cash("", opening="1000"),
        },
    ),
    "balance_identity": Plant(
        bad={Q3: cash("7月15日|记-1|公益支出||修沟|队||600", opening="1000", closing="500")},
        at="期初余额: 1000",
        says="应剩 400.00元，写的期末是 500.00元，差 100.00元",
        good={Q3: cash("7月15日|记-1|公益支出||修沟|队||600", opening="1000")},
    ),
    "detail_total_mismatch": Plant(
        bad={
            Q3: HEAD + "社会捐赠:\n  上期结余: 0\n  结余: 90\n  收到:\n"
            "    - {日期: 7月1日, 捐赠人: 厂, 款物: 钱, 金额: 100}\n"
        },
        at="结余: 90",
        says="“社会捐赠”2026年3季度有 1 处",
        good={
            Q3: HEAD + "社会捐赠:\n  上期结余: 0\n  结余: 100\n  收到:\n"
            "    - {日期: 7月1日, 捐赠人: 厂, 款物: 钱, 金额: 100}\n"
        },
    ),
    "pii_exposed": Plant(
        bad={Q3: cash("7月15日|记-1|公益支出||付给李四11010519491231002X|队||600")},
        at="11010519491231002X",
        says="1 处身份证号",
        good={Q3: cash("7月15日|记-1|公益支出||付给李四|队||600")},
    ),
    "disclosure_overdue": Plant(
        bad={},
        at="地址号",
        says="2026年1季度有",
        level="first",
        profile=PROFILE + "起始: 2026年1季度\n",
        good={},
    ),
    "disclosure_empty": Plant(
        bad={Q3: HEAD + "村务监督: {}\n"},
        at="村务监督",
        says="没有写“本期无发生”",
        good={Q3: HEAD + "村务监督: 本期无发生\n"},
    ),
    "contract_expired": Plant(
        bad=contract(ends="2026-06-30"),
        at="编号: 1",
        says="东塘承包（资源合同1号，王大河）2026年6月30日到期，已过 104 天",
        good=contract(ends="2026-06-30", more="  终止: 2026-06-30\n"),
    ),
    "rent_overdue": Plant(
        bad=contract(DUE.format(due="2026-07-01", paid="")) | {Q3: cash("")},
        at="到期日: 2026-07-01",
        says="应交 6,000.00元，到今天 103 天",
        level="first",
        good=contract(DUE.format(due="2026-07-01", paid=""))
        | {Q3: cash("", income="7月3日|记-9|经营收入|东塘承包费|王大河|资源合同/1|6000")},
    ),
    "leased_zero_rent": Plant(
        bad=contract(rent="0"),
        at="编号: 1",
        says="年租金写的是 0 元",
        good=contract(rent="0", purpose="养老院免租"),
    ),
    "lease_too_long": Plant(
        bad={"登记/资产合同.yaml": CONTRACT.format(
            party="王大河", starts="2020-01-01", ends="2049-12-31", rent="6000", purpose="店", method="公开竞价")},
        at="编号: 1",
        says="30 年，超过房屋设施的 20 年",
        good={"登记/资产合同.yaml": CONTRACT.format(
            party="王大河", starts="2020-01-01", ends="2039-12-31", rent="6000", purpose="店", method="公开竞价")},
    ),
    "split_project": Plant(
        bad=projects(
            ("东渠一段", "东渠", "90500", "青石建筑公司", "2026-04-01"), ("东渠二段", "东渠", "93400", "青石建筑公司", "2026-05-20")
        ),
        at="编号: 1",
        says="青石建筑公司在 49 天里承建 2 个项目，每个都不到 100,000.00元，合起来 183,900.00元，地点或名称相近",
        level="first",
        good=projects(
            ("东渠一段", "东渠", "90500", "青石建筑公司", "2025-04-01"), ("东渠二段", "东渠", "93400", "青石建筑公司", "2026-05-20")
        ),
    ),
    "contractor_concentration": Plant(
        bad=projects(
            ("修路", "甲", "50000", "清溪队", "2024-04-01"), ("修渠", "乙", "50000", "清溪队", "2025-05-20"),
            ("修桥", "丙", "50000", "清溪队", "2026-05-20"), ("修亭", "丁", "20000", "别的队", "2026-08-20"),
        ),
        at="编号: 3",
        says="最近 3 年 4 个项目里，清溪队 承建 3 个，150,000.00元，占 88%",
        good=projects(
            ("修路", "甲", "50000", "清溪队", "2024-04-01"), ("修渠", "乙", "50000", "清溪队", "2025-05-20"),
            ("修桥", "丙", "85000", "石桥队", "2026-05-20"), ("修亭", "丁", "85000", "别的队", "2026-08-20"),
        ),
    ),
    "official_contracts_self": Plant(
        bad=projects(("修路", "甲", "50000", "周山河", "2026-04-01")),
        at="编号: 1",
        says="党支部书记周山河的名字出现在“项目：修路”里，50,000.00元",
        level="hint",
        good={Q3: cash("7月15日|记-1|管理费用|村组干部报酬|书记报酬|周山河||3000")},
    ),
    "duplicate_invoice": Plant(
        bad={Q3: HEAD + "资金收支:\n  期初余额: 1000\n  出账: |\n    日期|凭证号|类别|摘要|发票号码|金额\n"
             "    7月1日|记-1|管理费用|纸|00123456|100\n    8月2日|记-2|管理费用|纸|00123456|100\n  期末余额: 800\n"},
        at="记-2",
        says="发票 00123456 报了 2 次，合计 200.00元",
        good={Q3: HEAD + "资金收支:\n  期初余额: 1000\n  出账: |\n    日期|凭证号|类别|摘要|发票号码|金额\n"
              "    7月1日|记-1|管理费用|纸|00123456|100\n    8月2日|记-2|管理费用|纸|00123457|100\n  期末余额: 800\n"},
    ),
    "large_without_decision": Plant(
        bad={Q3: cash("7月15日|记-1|公益支出||修村东排水沟|清溪队||20000") + "会议决定:\n  决定:\n"
             "    - {日期: 7月1日, 会议: 村民代表会议, 议题: 评选好媳妇, 应到: 40, 实到: 39, 同意: 39, 决定: 同意}\n"},
        at="记-1",
        says="“修村东排水沟”付 20,000.00元",
        level="hint",
        good=projects(("修石桥", "桥头", "40000", "石桥队", "2026-04-01"))
        | {Q3: cash(
            "7月15日|记-1|公益支出||修村东排水沟|清溪队||20000\n7月16日|记-2|购建资产|其他|农机|农机站||42800\n"
            "7月17日|记-3|工程款||石桥头款|石桥队|项目/1|30000\n7月18日|记-4|工程款||加桥栏杆|石桥队||10000\n"
            "7月19日|记-5|经营支出|其他|买化肥|农资店||20000", opening="200000") + "会议决定:\n  决定:\n"
              "    - {日期: 7月1日, 会议: 村民代表会议, 议题: 村东排水沟抢修, 应到: 40, 实到: 39, 同意: 39, 决定: 同意}\n"
              "    - {日期: 7月2日, 会议: 成员代表大会, 议题: 添机械, 应到: 40, 实到: 39, 同意: 39, 决定: 买一台4.28万元}\n"},
    ),
}  # fmt: skip


@dataclass
class Villages:
    """The county with all plants: folder names by rule."""

    world: World
    bad: dict[str, str] = field(default_factory=dict)
    good: dict[str, str] = field(default_factory=dict)

    def line(self, file: str, at: str) -> int:
        """The line on which the text stands."""
        lines = (self.world.root / file).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, start=1) if at in line)


def plant_all(root: Path, plants: Mapping[str, Plant] = PLANTS) -> Villages:
    """One county in which every rule has its village and its innocent twin."""
    made = Villages(county(root))
    for number, (key, plant) in enumerate(plants.items()):
        made.bad[key] = _village(made.world, 300 + 2 * number, f"疑{number}村", plant.bad, plant.profile or PROFILE)
        made.good[key] = _village(made.world, 301 + 2 * number, f"好{number}村", plant.good, PROFILE)
    return made


def _village(world: World, number: int, name: str, files: Mapping[str, str], profile: str) -> str:
    folder = f"990106103{number}-{name}"
    world.village(profile.format(address=f"103{number}"), folder)
    for path, content in files.items():
        inside = path.startswith("../../")
        world.write(path[6:].format(code=folder[:12]) if inside else f"villages/{folder}/{path}", content)
    return folder
