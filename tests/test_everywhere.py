"""One kind of wrong value, at every place where a value of its type may stand, all at once: each is named by its own code at its
own signs, and nothing else is said.

``«M»`` in the files below stands for an amount, ``D`` for a day, ``N`` for a count, ``T`` for a piece of text.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.checking import check
from tests.worlds import FOLDER, TODAY, World, county

VILLAGE = f"villages/{FOLDER}"
GOOD = {"M": "100", "D": "2026-07-03", "N": "4", "T": "修渠"}
FILES = {
    f"{VILLAGE}/村情.yaml": """\
地址号: 103201
户数: «N»
人口: '«N»'
情况: {特产: «T»}
简介: |
  一个村，
  有人«T»。
账套:
  - {编号: 1, 名称: 村委会}
公开电话: {村委会: 0000-8812345}
监督电话: {村监会: 0000-8812346}
""",
    f"{VILLAGE}/2026/2026年3季度.yaml": """\
期间: 2026年3季度
公开日期: 2026-10-12
审核:
  - 村务监督委员会: 2026-10-10 同意
党组织计划和活动:
  活动:
    - {日期: «D», 名称: 党课, 内容: «T», 应到: «N», 实到: «N»}
    - 日期: "«D»"
      名称: 主题党日
      实到: "«N»"   # 点过名
会议决定:
  决定: |
    日期 | 会议         | 议题           | 应到 | 实到 | 同意 | 决定
    «D»  | 村民代表会议 | 抢修全角：“«T»” | «N»  | «N»  | «N»  | 先修后议价
误工补贴:
  每天标准: «M»
  误工:
    - {日期: «D»,
       姓名: 王大明, 事由: 清渠«T»,
       天数: 1, 金额: «M»}
资金收支:
  期初余额: «M»   # 上期的
  进账:
    - {日期: '«D»', 凭证号: 记-001, 类别: 经营收入, 摘要: 东塘, 金额: «M»}
    - {日期: «D», 凭证号: 记-002, 类别: 经营收入, 摘要: 西塘, 金额: '«M»', 交款单位: 合作社}
  出账: |
    金额 | 日期 | 凭证号 | 类别     | 摘要      | 收款单位
    «M»  | «D»  | 记-014 | 公益支出 | （修）«T» | 清溪建筑队
    «M»  | «D»  | 记-015 | 公益支出 | «T»       | 清溪建筑队
  期末余额: "«M»"
  说明: 有人«T»了。
""",
    f"{VILLAGE}/2026/2026-07-20-公开.yaml": """\
期间: 2026年7月20日
公开日期: 2026-07-20
审核:
  - 村务监督委员会: 2026-07-18 同意
招租和成交:
  批次: 1
  标的: 西塘
  面积: 12.3
  底价: «M»
  年限: 3
  报名截止: «D»
  报名人数: «N»
  用途: "«T»"
""",
    f"{VILLAGE}/2026/2026年.yaml": """\
期间: 2026年
公开日期: 2026-07-21
审核:
  - 村务监督委员会: 2026-07-18 同意
耕地地力保护补贴:
  名单: {表格: 名单.csv}
""",
    f"{VILLAGE}/2026/名单.csv": '序号,户主,村民小组,面积,标准,金额\n1,魏仕山,«T»,1,100,«M»\n2,汤庆民,"1组",1,100,"«M»"\n',
    f"{VILLAGE}/登记/资产.yaml": """\
- 编号: 1
  名称: 老戏台
  类别: 房屋建筑
  数量: 1
  地点: 村中«T»
  购建日期: «D»
  原值: «M»
  使用状态: 自用
""",
    "cases/990106103201.yaml": """\
- 编号: 2026-001
  提出: 2026-07-01
  问题: 路灯«T»什么时候修？
  经过:
    - 步骤: 受理
      日期: «D»
      内容: 收到
    - {步骤: 答复, 日期: "«D»", 内容: «T»了}
""",
}
KINDS = [
    ("M", "AMT-TEXT", "八万 捌佰元整 8O0 l00 8万5千 300元5角 1e5 300/月 300（含税）"),
    ("M", "AMT-GROUP", "8.000.00 1.234,56 8,00,00 80，00 1200. .5 1_200"),
    ("M", "AMT-SIGN", "(300) （300）"),
    ("M", "AMT-CURRENCY", "$300 300美元"),
    ("M", "AMT-ABOUT", "约300 300左右 300-400 三百多 近3万"),
    ("M", "AMT-FEN", "300.125 8.600"),
    ("M", "AMT-FORMULA", "=A1+B1 100+200"),
    ("M", "AMT-SIZE", "99999999999999"),
    ("M", "AMT-NONE", "无 — / 待定"),
    ("D", "DATE-NONE", "2026-13-01 20260231 2026年9月31日 1826-08-05"),
    ("D", "DATE-SHORT", "26.8.5 26年8月5日"),
    ("D", "DATE-ORDER", "8/5/2026"),
    ("D", "DATE-LUNAR", "正月初五 中秋 丙午年七月"),
    ("D", "DATE-DAY", "2026年8月 2026-08 8月中旬"),
    ("D", "DATE-RANGE", "8月5日-8日 2026-08-05至2026-08-07"),
    ("D", "DATE-TEXT", "46086 2O26-08-05 2026-7-6-1 昨天 待定"),
    ("N", "AMT-COUNT", "十来人 27.5 约27 27-30 2O 27/32 无"),
    ("N", "AMT-NEGATIVE", "-27 －27"),
    ("T", "PII-ID", "990106196504123013 ９９０１０６１９６５０４１２３０１３ 990106650412301"),
    ("T", "PII-PHONE", "13812345678 138-1234-5678 １３８１２３４５６７８"),
    ("T", "PII-CARD", "6228480402564890018"),
]
CASES = [(sort, code, value) for sort, code, values in KINDS for value in values.split()]
_SPECIAL = re.compile(r"[,\[\]{}]|^[#&*!|>%@`=~?/—-]")


def plant(sort: str, value: str) -> tuple[dict[str, str], set[tuple[str, int, int, int]]]:
    """The files with the value at all its places, and these."""
    planted, places = {}, set()
    for path, template in FILES.items():
        lines = []
        for number, line in enumerate(template.split("\n"), 1):
            filled = re.sub(r"«(\w)»", lambda match: match[0] if match[1] == sort else GOOD[match[1]], line)
            while (at := filled.find(f"«{sort}»")) >= 0:
                bare = "|" not in line and filled[at - 1] in " ,"
                quote = ("'" if path.endswith(".yaml") else '"') if bare and _SPECIAL.search(value) else ""
                start = at + 1 + len(quote)
                filled = filled.replace(f"«{sort}»", f"{quote}{value}{quote}", 1)
                places.add((path, number, start, start + len(value)))
            lines.append(filled)
        planted[path] = "\n".join(lines)
    return planted, places


def said(root: Path, files: dict[str, str]) -> set[tuple[str, str, int, int, int]]:
    world: World = county(root)
    for path, text in files.items():
        world.write(path, text.encode())
    report = check(root, TODAY)
    assert report.faults == ()
    places = ((each.code, each.place) for each in report.diagnostics if each.code != "LATE-DUE")
    return {(code, place.file, place.line, place.column, place.end_column) for code, place in places}


@pytest.mark.parametrize(("sort", "code", "value"), CASES, ids=[f"{code}-{value}" for _, code, value in CASES])
def test_a_wrong_value_is_named_at_each_of_its_places(tmp_path: Path, sort: str, code: str, value: str) -> None:
    files, places = plant(sort, value)
    assert said(tmp_path, files) == {(code, *place) for place in places}


def test_nothing_is_said_of_good_values(tmp_path: Path) -> None:
    assert said(tmp_path, plant("", "")[0]) == set()
