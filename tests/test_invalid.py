"""Counties with one mistake each: what a clerk reads about it, to the letter – place, sentence, caret and cure.

``村/`` in an expected text stands for the village's folder. FILE-UNREAD has its story in test_windows.
"""
# ruff: noqa: E501 - what a clerk reads is not broken into lines

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from textwrap import dedent

import pytest
from openpyxl import Workbook
from PIL import Image

from sitegen.checking import list_understood
from sitegen.checks.history import check_history
from sitegen.diagnostics import to_text
from sitegen.load.published import LINK_HEADER, to_chained_line
from sitegen.overlay import read_data
from sitegen.publish import publish
from sitegen.withdrawing import withdraw
from sitegen.wording import load_wording
from tests.test_messages import TREES, constants
from tests.worlds import CASH, FOLDER, OWN_ITEM, TODAY, World, small_county
from tests.worlds import PROFILE as VILLAGE
from tests.worlds import REGIONS as AREAS
from tests.worlds import SETTINGS as WORLD

Step = Callable[[World], World]
VILLAGES = f"villages/{FOLDER}"
QUESTIONS = "cases/990106103201.yaml"
SETTINGS, REGIONS, PROFILE, QUARTER = "sitegen.yaml", "regions.csv", "村情.yaml", "2026/2026年3季度.yaml"
TABLE = CASH.partition("出账: ")[2].partition("  期末余额")[0]
OUTGOING = "日期,凭证号,类别,摘要,收款单位,金额\n7月15日,记-014,公益支出,修沟,建筑队,8600\n"
LAST = """
期间: 2026年2季度
公开日期: 2026-07-12
审核: [{村务监督委员会: 2026-07-10 同意}]
资金收支: {期初余额: 1000.00, 进账: [], 出账: [], 期末余额: 1000.00}
"""
LAST_OF_GROUP = """
期间: 2026年3季度
公开日期: 2026-10-12
审核: [{村务监督委员会: 2026-10-10 同意}]
资金收支: {账套: 1组, 期初余额: 70.00, 进账: [], 出账: [], 期末余额: 70.00}
"""
DEBTS = """
期间: 2026年3季度
公开日期: 2026-10-12
审核: [{村务监督委员会: 2026-10-10 同意}]
债权债务:
  别人欠村里: 1500
  村里欠别人: 0
  单位欠村里: |
    对方       | 事由 | 期初 | 增加 | 减少 | 期末
    清溪烘干厂 | 电费 | 300  |      |      | 300
    清溪农机站 | 租金 | 1000 |      | 500  | 600
    石桥粮站   | 运费 | 400  | 300  |      | 600
"""
CORRECTED = "{日期: 2026-10-12, 类型: 公开表抄错, 位置: {表: 出账, 凭证号: 记-014, 栏: 金额}, 更正前: 6800, 更正后: 8600, 原因: 看错一位, 核对人: 村监会}"
GIFT = """\
社会捐赠:
  上期结余: 0
  收到: [{日期: 7月3日, 捐赠人: 王大水, 款物: 现金, 金额: 50000}]
  结余: 50000
"""
REPORT = """
期间: 2025年
公开日期: 2026-03-12
审核: [{村务监督委员会: 2026-03-10 同意}]
年度财务报告:
  资产总计: 8
  负债合计: 3
  净家底: 4
"""
MEALS = """
期间: 2025年
公开日期: 2026-03-12
审核: [{村务监督委员会: 2026-03-10 同意}]
村民食堂: {午饭: 3, 晚饭: 4, 人次: 8}
"""
CONTRACTS = """
- 编号: 7
  名称: 东塘承包
  承租方: 清溪合作社
  面积: 12
  起始: 2024-01-01
  到期: 2028-12-31
  年租金: 24000
  怎么租出去的: 公开竞价
- 编号: 8
  名称: 西塘承包
  承租方: 清溪合作社
  面积: 6
  起始: 2024-01-01
  到期: 2028-12-31
  年租金: 12000
  怎么租出去的: 公开竞价
"""
MILL = """
- 编号: 1
  名称: 碾米房
  类别: 房屋建筑
  数量: 1栋
  地点: 村东
  原值: 12000
  使用状态: 自用
"""
CORRECTIONS = """\
  更正:
    - {日期: 2026-10-13, 类型: 公开表抄错, 位置: {表: 出账, 凭证号: 记-014, 栏: 金额}, 更正前: 8600, 更正后: 8700, 原因: 看错, 核对人: 村监会}
    - {日期: 2026-10-13, 类型: 公开表抄错, 位置: {栏: 期末余额}, 更正前: 4400, 更正后: 4300, 原因: 随上一处改, 核对人: 村监会}"""
REVERSAL = "{日期: 7月4日, 凭证号: 记-002, 类别: 经营收入, 摘要: 冲回, 金额: -300, 冲销: 记-011}"
WORK = """
误工补贴:
  误工: |
    日期    | 姓名 | 事由 | 天数 | 标准 | 金额
    7月19日 | 王大 | 清渠 | 2    | 120  | 420
    7月20日 | 王二 | 清渠 | 1.37 | 95.5 | 130.8
"""
POOR = """
最低生活保障:
  名单: [{序号: 1, 户主: 王大, 人口: 2, 金额: -900}]
"""
CANTEEN = (
    OWN_ITEM
    + """\
  字段: {午饭: {类型: 个数}, 晚饭: {类型: 个数}, 人次: {类型: 个数}}
  平衡: [午饭 + 晚饭 = 人次]
  表:
    菜: {行: {首: [菜名], 数: 价}, 栏: {菜名: {类型: 文字}, 价: {类型: 金额}}}
"""
)
FIRST_SCREEN = "  首屏: ['吃了**{人数}**次，每人{菜.价/早饭}', '{午饭:角}']\n"
LOOSE = """
- 编号: "242"
  名称: 稻谷补贴
  组: 资金
  形态: 名单
  频率: 每年
  解释: 按种稻面积发的补贴。
  依据: [{法: 石桥镇公开目录, 条: 第3项}]
  表:
    名单: {栏: {户主: {类型: 人名, 网上: 全}, 金额: {类型: 金额}}}
"""
CASH_WITHOUT = """
- 编号: "021"
  名称: 资金收支
  组: 财务
  形态: 收支
  频率: 每季
  解释: 村里的钱账。
  依据: [{法: 石桥镇公开目录, 条: 第4项}]
  字段: {期初余额: {类型: 金额}, 期末余额: {类型: 金额}}
  表:
    进账: {栏: {日期: {类型: 日期}, 摘要: {类型: 文字}, 金额: {类型: 金额}}}
    出账: {栏: {日期: {类型: 日期}, 摘要: {类型: 文字}, 金额: {类型: 文字}}}
"""
MOVED = (
    ",".join(LINK_HEADER)
    + "\n"
    + to_chained_line((TODAY.isoformat(), "move", "/103201/131/7/", "/103201/999/", "搬了", ""), "")[0]
)
LINKS = (
    ",".join(LINK_HEADER) + "\n" + to_chained_line((TODAY.isoformat(), "print", "/103201/131/7/", "", "", "1"), "")[0]
)


def picture() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (4, 4), "white").save(stream, "JPEG")
    return stream.getvalue()


PICTURE = picture()
CASE = """
- 编号: 2026-001
  提出: 2026-10-01
  问题: 路灯什么时候修？
  经过:
    - {步骤: 受理, 日期: 2026-10-02}
    - {步骤: 答复, 日期: 2026-10-03, 内容: 修好了}
"""


def workbook(amount: object, merged: str = "") -> bytes:
    """What was spent, as a clerk keeps it in Excel; the last row repeats the first."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(OUTGOING.split("\n", maxsplit=1)[0].split(","))
    sheet.append(["7月15日", "记-014", "公益支出", "修沟", "建筑队", amount])
    if merged:
        sheet.append(["7月15日", "记-015", "公益支出", "修沟", "建筑队", 0])
        sheet.merge_cells(merged)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


SHARED = ("themes/", "holidays.yaml", SETTINGS, REGIONS, "villages/", "cases/", "catalogue/", "links/", "published/")


def where(path: str) -> str:
    """A path from the county's folder; those of the village are written from its own."""
    return path if path.startswith(SHARED) else f"{VILLAGES}/{path}"


def change(old: str, new: str, path: str = QUARTER) -> Step:
    return lambda world: world.change(where(path), old, new)


def write(path: str, text: str | bytes) -> Step:
    return lambda world: world.write(where(path), text)


def add(text: str, path: str = QUARTER) -> Step:
    return lambda world: world.write(where(path), (world.root / where(path)).read_text("utf-8") + text + "\n")


def remove(path: str) -> Step:
    return lambda world: world.remove(where(path))


def link(path: str) -> Step:
    def make(world: World) -> World:
        target = world.root / where(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(world.root / SETTINGS)
        return world

    return make


def release(world: World) -> World:
    publish(world.root, world.root / "out", TODAY, 1)
    return world


def take_down(world: World) -> World:
    withdraw(world.root, "清溪村", "资金收支", "2026q3", "写错了", TODAY)
    return world


def said(text: str) -> str:
    return re.sub(r"(?<![\u4e00-\u9fff])村/", f"{VILLAGES}/", dedent(text).strip("\n"))


ELECTION = """\
期间: 2026年9月20日
公开日期: 2026-09-22
审核: [村务监督委员会: 2026-09-21 同意]
村委会选举:
  选举日: 2026-09-20
  登记选民: 902
  参加投票: 821
  结果:
    - {职务: 主任, 姓名: 周山河, 得票: 934}
"""
MEETING = """\
期间: 2026年3季度
公开日期: 2026-10-12
审核:
  - 村务监督委员会: 2026-10-10 同意
会议决定:
  决定:
    - {日期: 7月13日, 会议: 村民会议, 应到: 46, 实到: 93, 议题: 修沟, 同意: 39, 决定: 先修}
"""
AGED = """\
期间: 2026年3季度
公开日期: 2026-10-12
审核: [村务监督委员会: 2026-10-10 同意]
高龄津贴:
  名单:
    - {序号: 1, 姓名: 郭大年, 年龄段: 80—89岁, 金额: 100}
"""
MISTAKES: list[tuple[str, list[Step], str]] = [
    # KEY: names
    (
        "KEY-DUP: a name twice",
        [change("  期末余额: 4400.00", "  期末余额: 4400.00\n  期末余额: 4500.00")],
        """
        村/2026/2026年3季度.yaml:13:3: 错误 KEY-DUP  “期末余额”写了两次，第一次在第 12 行
           13 |   期末余额: 4500.00
              |   ^^^^^^^^
              改法：留下对的一个，删掉另一个
        """,
    ),
    (
        "KEY-UNKNOWN: a name that nobody knows",
        [change("  期末余额", "  经手: 张三\n  期末余额")],
        """
        村/2026/2026年3季度.yaml:12:3: 错误 KEY-UNKNOWN  不认识“经手”这个名称
           12 |   经手: 张三
              |   ^^^^
              改法：可以用的有：期初余额、期末余额、其中专项、银行存款、现金、进账、出账
        """,
    ),
    (
        "KEY-UNKNOWN: a slip of the pen in the profile",
        [change("户数", "户 数目", PROFILE)],
        """
        村/村情.yaml:2:1: 错误 KEY-UNKNOWN  不认识“户 数目”这个名称
            2 | 户 数目: 287
              | ^^^^^^^
              改法：是不是“户数”？可以用的有：格式、地址号、户数、人口、起始、简介、情况、账套、干部、公开电话、监督电话、前身
        """,
    ),
    (
        "KEY-UNKNOWN: in the settings",
        [change("主办单位", "主办", SETTINGS)],
        """
        sitegen.yaml:3:1: 错误 KEY-UNKNOWN  不认识“主办”这个名称
            3 | 主办: 石桥镇人民政府
              | ^^^^
              改法：是不是“主办单位”？可以用的有：格式、名称、网址、基路径、旧网址、主办单位、承办单位、网站标识码、备案号、地区、基准日、主题、语言、电话、监督电话、应公开、阈值、内部文件夹
        """,
    ),
    (
        "KEY-UNKNOWN: a register with another name",
        [write("登记/资源合约.yaml", "- {编号: 7, 名称: 东塘承包}")],
        """
        村/登记/资源合约.yaml: 错误 KEY-UNKNOWN  不认识“资源合约”这个名称
              改法：是不是“资源合同”？可以用的有：资产、资产合同、资源、资源合同、项目
        """,
    ),
    (
        "KEY-FILL: a form not filled in yet",
        [change("期初余额: 1000.00", "期初余额:")],
        """
        村/2026/2026年3季度.yaml:6:8: 错误 KEY-FILL  “期初余额”还没填
            6 |   期初余额:
              |            ^
              改法：在冒号后面写上；没有，就写 0
        """,
    ),
    (
        "KEY-MISSING: a field",
        [change("  期初余额: 1000.00\n", "")],
        """
        村/2026/2026年3季度.yaml:6:3: 错误 KEY-MISSING  资金收支里少了“期初余额”
            6 |   进账:
              |   ^^
              改法：补上“期初余额”和它的内容
        """,
    ),
    (
        "KEY-MISSING: a cell of a row",
        [change(", 摘要: 东塘承包费", "")],
        """
        村/2026/2026年3季度.yaml:8:7: 错误 KEY-MISSING  表“进账”的这一行里少了“摘要”
            8 |     - {日期: 7月3日, 凭证号: 记-001, 类别: 经营收入, 金额: 12000}
              |       ^
              改法：补上“摘要”和它的内容
        """,
    ),
    (
        "KEY-MISSING: a cell of a text table",
        [change("修复村东排水沟 |", "               |")],
        """
        村/2026/2026年3季度.yaml:11:28: 错误 KEY-MISSING  表“出账”的这一行里少了“摘要”
           11 |     7月15日 | 记-014 | 公益支出 |                | 清溪建筑队 | 8,600.00
              |                                   ^^^^^^^^^^^^^^
              改法：补上“摘要”和它的内容
        """,
    ),
    (
        "KEY-MISSING: a column of a text table",
        [change("| 类别     |", "|"), change("| 公益支出 |", "|")],
        """
        村/2026/2026年3季度.yaml:10:5: 错误 KEY-MISSING  表“出账”的表头里少了“类别”
           10 |     日期    | 凭证号 | 摘要           | 收款单位   | 金额
              |     ^^^^
              改法：补上“类别”和它的内容
        """,
    ),
    (
        "KEY-MISSING: the account of a village with two",
        [change("  - {编号: 1, 名称: 村委会}", "  - {编号: 1, 名称: 村委会}\n  - {编号: 2, 名称: 合作社}", PROFILE)],
        """
        村/2026/2026年3季度.yaml:6:3: 错误 KEY-MISSING  资金收支里少了“账套”
            6 |   期初余额: 1000.00
              |   ^^
              改法：补上“账套”和它的内容
        """,
    ),
    (
        "SYN-JOINED: two lines in one",
        [change("  期初余额: 1000.00\n", "  期初余额: 1000.00")],
        """
        村/2026/2026年3季度.yaml:6:18: 错误 SYN-JOINED  从这里起，像是另一行接到了这一行后面
            6 |   期初余额: 1000.00  进账:
              |                      ^^^^^
              改法：在这里换行；新的一行，行首的空格和同级的几行一样多
        """,
    ),
    (
        "SYN-NOHEAD: a table without its head",
        [change("    日期    | 凭证号 | 类别     | 摘要           | 收款单位   | 金额\n", "")],
        """
        村/2026/2026年3季度.yaml:10:5: 错误 SYN-NOHEAD  这张表的第一行不是表头
           10 |     7月15日 | 记-014 | 公益支出 | 修复村东排水沟 | 清溪建筑队 | 8,600.00
              |     ^^^^^^^
              改法：在这一行上面补一行表头，至少要有：日期、凭证号、类别、摘要、金额
        """,
    ),
    (
        "SYN-BROKEN: one line in two",
        [change("\n    7月15日 | 记-014 | 公益支出 | ", "\n    7月15日 | 记-014 | 公益\n支出 | ")],
        """
        村/2026/2026年3季度.yaml:12:1: 错误 SYN-BROKEN  这一行像是从上一行断下来的
           12 | 支出 | 修复村东排水沟 | 清溪建筑队 | 8,600.00
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              改法：把它接回上一行末尾
        """,
    ),
    (
        "KEY-MISSING: in the profile",
        [change("公开电话: {村委会: 0000-8812345}\n", "", PROFILE)],
        """
        村/村情.yaml:6:1: 错误 KEY-MISSING  村情.yaml里少了“公开电话”
            6 | 监督电话: {村监会: 0000-8812346}
              | ^^
              改法：补上“公开电话”和它的内容
        """,
    ),
    (
        "KEY-ITEM: an item by a wrong name",
        [change("资金收支:", "资金收入:")],
        """
        村/2026/2026年3季度.yaml:5:1: 错误 KEY-ITEM  公开目录里没有“资金收入”这一项
            5 | 资金收入:
              | ^^^^^^^^
              改法：是不是“资金收支”？按目录里的名称写；本县自己加的项，先写进 catalogue/
        """,
    ),
    (
        "KEY-ITEM: an item the county asks for and nobody knows",
        [add("应公开: [村歌]", SETTINGS)],
        """
        sitegen.yaml:6:7: 错误 KEY-ITEM  公开目录里没有“村歌”这一项
            6 | 应公开: [村歌]
              |          ^^^^
              改法：按目录里的名称写；本县自己加的项，先写进 catalogue/
        """,
    ),
    (
        "KEY-COLUMN: in the head of a text table",
        [change("| 收款单位   |", "| 收款人     |")],
        """
        村/2026/2026年3季度.yaml:10:43: 错误 KEY-COLUMN  “出账”这张表没有“收款人”这一栏
           10 |     日期    | 凭证号 | 类别     | 摘要           | 收款人     | 金额
              |                                                    ^^^^^^
              改法：这张表的栏有：日期、凭证号、序号、类别、细目、性质、摘要、收款单位、金额、经手人、审批人、项目、合同、冲销、附件
        """,
    ),
    (
        "KEY-COLUMN: in a row",
        [change("摘要: 东塘", "用途: 河灯, 摘要: 东塘")],
        """
        村/2026/2026年3季度.yaml:8:40: 错误 KEY-COLUMN  “进账”这张表没有“用途”这一栏
            8 |     - {日期: 7月3日, 凭证号: 记-001, 类别: 经营收入, 用途: 河灯, 摘要: 东塘承包费, 金额: 12000}
              |                                                      ^^^^
              改法：这张表的栏有：日期、凭证号、序号、类别、性质、摘要、交款单位、金额、合同、冲销、附件
        """,
    ),
    (
        "KEY-TYPE: one value where a list stands",
        [change("审核:\n  - 村务监督委员会: 2026-10-10 同意", "审核: 同意")],
        """
        村/2026/2026年3季度.yaml:3:5: 错误 KEY-TYPE  “审核”这里的写法不对，应该是一串用“-”开头的行
            3 | 审核: 同意
              |       ^^^^
              改法：照样表改；用 sitegen new 可以得到写好格式的样表
        """,
    ),
    (
        "KEY-TYPE: one value where a map stands",
        [change("电话: {镇里: 0000-8856789}", "电话: 0000-8856789", SETTINGS)],
        """
        sitegen.yaml:4:5: 错误 KEY-TYPE  “电话”这里的写法不对，应该是几行“名称: 内容”
            4 | 电话: 0000-8856789
              |       ^^^^^^^^^^^^
              改法：照样表改；用 sitegen new 可以得到写好格式的样表
        """,
    ),
    (
        "KEY-TYPE: a list where one value stands",
        [change("期初余额: 1000.00", "期初余额: [1000.00]")],
        """
        村/2026/2026年3季度.yaml:6:9: 错误 KEY-TYPE  “期初余额”这里的写法不对，应该是一个值
            6 |   期初余额: [1000.00]
              |             ^
              改法：照样表改；用 sitegen new 可以得到写好格式的样表
        """,
    ),
    (
        "KEY-TYPE: an item that says neither nothing nor something",
        [add("社会捐赠: 无")],
        """
        村/2026/2026年3季度.yaml:13:7: 错误 KEY-TYPE  “社会捐赠”这里的写法不对，应该是“本期无发生”，或它的几栏内容
           13 | 社会捐赠: 无
              |           ^^
              改法：没有，就写成“社会捐赠: 本期无发生”；有，就照样表改；用 sitegen new 可以得到写好格式的样表
        """,
    ),
    (
        "KEY-TYPE: nothing where a table stands",
        [change("期末余额: 4400.00", "期末余额: 13000.00"), change(TABLE, "没有\n")],
        """
        村/2026/2026年3季度.yaml:9:7: 错误 KEY-TYPE  “出账”这里的写法不对，应该是一张表
            9 |   出账: 没有
              |         ^^^^
              改法：没有，就写成“出账: []”；有，就照样表改；用 sitegen new 可以得到写好格式的样表
        """,
    ),
    (
        "KEY-TYPE: nothing where a table stands, as a stroke",
        [change("期末余额: 4400.00", "期末余额: 13000.00"), change(TABLE, "/\n")],
        """
        村/2026/2026年3季度.yaml:9:7: 错误 KEY-TYPE  “出账”这里的写法不对，应该是一张表
            9 |   出账: /
              |         ^
              改法：没有，就写成“出账: []”；有，就照样表改；用 sitegen new 可以得到写好格式的样表
        """,
    ),
    (
        "KEY-TYPE: no list and no map",
        [change("{村委会: 0000-8812345}", "无", PROFILE), add("干部: 没有", PROFILE), add("应公开: 无", SETTINGS)],
        """
        sitegen.yaml:6:6: 错误 KEY-TYPE  “应公开”这里的写法不对，应该是一串用“-”开头的行
            6 | 应公开: 无
              |         ^^
              改法：没有，就写成“应公开: []”；有，就照样表改；用 sitegen new 可以得到写好格式的样表
        村/村情.yaml:6:7: 错误 KEY-TYPE  “公开电话”这里的写法不对，应该是几行“名称: 内容”
            6 | 公开电话: 无
              |           ^^
              改法：没有，就写成“公开电话: {}”；有，就照样表改；用 sitegen new 可以得到写好格式的样表
        村/村情.yaml:8:5: 错误 KEY-TYPE  “干部”这里的写法不对，应该是一串用“-”开头的行
            8 | 干部: 没有
              |       ^^^^
              改法：没有，就写成“干部: []”；有，就照样表改；用 sitegen new 可以得到写好格式的样表
        """,
    ),
    (
        "KEY-TYPE: no record in a register",
        [write("登记/资源合同.yaml", "资源合同: 无")],
        """
        村/登记/资源合同.yaml:1:7: 错误 KEY-TYPE  “资源合同”这里的写法不对，应该是一串用“-”开头的行
            1 | 资源合同: 无
              |           ^^
              改法：没有，就写成“资源合同: []”；有，就照样表改；用 sitegen new 可以得到写好格式的样表
        """,
    ),
    (
        "KEY-FILL: no telephone, below a remark and beside another slip",
        [
            change("公开电话: {村委会: 0000-8812345}", "# 本人同意的电话\n公开电话:", PROFILE),
            change("户数:", "户数：", PROFILE),
        ],
        """
        村/村情.yaml:2:3: 错误 SYN-FWCOLON  这里用了中文冒号“：”
            2 | 户数： 287
              |     ^^
              改法：改成英文冒号加一个空格，写成“户数: ”
        村/村情.yaml:7:6: 错误 KEY-FILL  “公开电话”还没填
            7 | 公开电话:
              |          ^
              改法：在冒号后面写上；没有，就写 {}
        """,
    ),
    (
        "KEY-COPY: a copy of a file",
        [write("2026/2026年3季度 - 副本.yaml", CASH)],
        """
        村/2026/2026年3季度 - 副本.yaml: 提醒 KEY-COPY  “2026年3季度 - 副本.yaml”像是复制出来的文件，没有读
              改法：内容要用就改成正式的文件名；不要了就删掉
        """,
    ),
    (
        "KEY-UNREAD: a name Notepad made",
        [write("2026/2026年4季度.yaml.txt", CASH)],
        """
        村/2026/2026年4季度.yaml.txt: 提醒 KEY-UNREAD  “2026/2026年4季度.yaml.txt”没有读：名字或位置不对
              改法：公开文件放在年份文件夹里，名字以 .yaml 结尾，比如 2026/2026年3季度.yaml
        """,
    ),
    (
        "KEY-CHOICE: a category that is none",
        [change("类别: 经营收入", "类别: 经菅收入")],
        """
        村/2026/2026年3季度.yaml:8:34: 错误 KEY-CHOICE  “经菅收入”不在可选的几种里
            8 |     - {日期: 7月3日, 凭证号: 记-001, 类别: 经菅收入, 摘要: 东塘承包费, 金额: 12000}
              |                                            ^^^^^^^^
              改法：是不是“经营收入”？请从这些里选一个：经营收入、投资收益、补助收入、其他收入、专项应付款、一事一议筹资、土地补偿费、处置资产款、借款、收回欠款、押金、内部转款
        """,
    ),
    (
        "KEY-CHOICE: a region without deadlines",
        [add("地区: 重庆市", SETTINGS)],
        """
        sitegen.yaml:6:5: 错误 KEY-CHOICE  “重庆市”不在可选的几种里
            6 | 地区: 重庆市
              |       ^^^^^^
              改法：是不是“重庆”？请从这些里选一个：全国、重庆、山东、浙江、上海
        """,
    ),
    (
        "KEY-CHOICE: a theme nobody has",
        [add("主题: plian", SETTINGS)],
        """
        sitegen.yaml:6:5: 错误 KEY-CHOICE  “plian”不在可选的几种里
            6 | 主题: plian
              |       ^^^^^
              改法：是不是“plain”？请从这些里选一个：plain、harvest
        """,
    ),
    (
        "KEY-YESNO: neither",
        [change("资金收支:", "草稿: 可能\n资金收支:")],
        """
        村/2026/2026年3季度.yaml:5:5: 错误 KEY-YESNO  “可能”看不出是“是”还是“否”
            5 | 草稿: 可能
              |       ^^^^
              改法：写成 是 或 否
        """,
    ),
    (
        "KEY-REGISTER: a register in a publication",
        [add("资源合同: 本期无发生")],
        """
        村/2026/2026年3季度.yaml:13:1: 错误 KEY-REGISTER  “资源合同”不写在这里
           13 | 资源合同: 本期无发生
              | ^^^^^^^^
              改法：写到登记文件 登记/资源合同.yaml 里去
        """,
    ),
    (
        "KEY-DRAFT: a draft",
        [change("资金收支:", "资金收支:\n  草稿: 是")],
        """
        村/2026/2026年3季度.yaml:6:3: 提示 KEY-DRAFT  “资金收支”是草稿，不会公开
            6 |   草稿: 是
              |   ^^
              改法：要公开时把“草稿: 是”这一行删掉
        """,
    ),
    (
        "KEY-REPORT: a report of misconduct",
        [write(QUESTIONS, "- {编号: 2026-001, 提出: 2026-10-11, 问题: 有人举报会计拿回扣}")],
        """
        cases/990106103201.yaml:1:38: 错误 KEY-REPORT  2026-001 号反映像是举报干部违纪，没有收进来
            1 | - {编号: 2026-001, 提出: 2026-10-11, 问题: 有人举报会计拿回扣}
              |                                            ^^^^^^^^^^^^^^^^^^
              改法：请把它从这里删掉，告诉反映人打 12388，或者当面交给纪检干部
        """,
    ),
    # Values, one of each kind; the others in test_values
    (
        "SYN-FWCOLON: a Chinese colon",
        [change("期初余额: ", "期初余额：")],
        """
        村/2026/2026年3季度.yaml:6:7: 错误 SYN-FWCOLON  这里用了中文冒号“：”
            6 |   期初余额：1000.00
              |           ^^
              改法：改成英文冒号加一个空格，写成“期初余额: ”
        """,
    ),
    (
        "AMT-TEXT: an amount in words",
        [change("金额: 12000", "金额: 一万二")],
        """
        村/2026/2026年3季度.yaml:8:55: 错误 AMT-TEXT  金额“一万二”不是数字
            8 |     - {日期: 7月3日, 凭证号: 记-001, 类别: 经营收入, 摘要: 东塘承包费, 金额: 一万二}
              |                                                                              ^^^^^^
              改法：是不是 12000？金额写数字，比如 12000 或 1.2万元
        """,
    ),
    (
        "AMT-TEXT: an amount in words in quotes",
        [change("金额: 12000", '金额: " 一万二"')],
        """
        村/2026/2026年3季度.yaml:8:57: 错误 AMT-TEXT  金额“一万二”不是数字
            8 |     - {日期: 7月3日, 凭证号: 记-001, 类别: 经营收入, 摘要: 东塘承包费, 金额: " 一万二"}
              |                                                                                ^^^^^^
              改法：是不是 12000？金额写数字，比如 12000 或 1.2万元
        """,
    ),
    (
        "AMT-FEN: finer than a fen",
        [change("8,600.00", "8,600.005")],
        """
        村/2026/2026年3季度.yaml:11:46: 错误 AMT-FEN  “8,600.005”小数点后面多于两位，钱只到分
           11 |     7月15日 | 记-014 | 公益支出 | 修复村东排水沟 | 清溪建筑队 | 8,600.005
              |                                                                 ^^^^^^^^^
              改法：金额最多两位小数；请对照票据改正
        """,
    ),
    (
        "KEY-FORMAT: a file of a newer program",
        [change("期间: ", "格式: 99\n期间: ")],
        """
        村/2026/2026年3季度.yaml:1:5: 错误 KEY-FORMAT  这个程序不认得格式“99”，最新的是格式 1
            1 | 格式: 99
              |       ^^
              改法：写“格式: 1”；文件是新版程序写的，请先升级程序
        """,
    ),
    (
        "DATE-NONE: a day that is none",
        [change("7月3日", "2月30日")],
        """
        村/2026/2026年3季度.yaml:8:12: 错误 DATE-NONE  没有“2月30日”这一天：2026年2月只有 28 天
            8 |     - {日期: 2月30日, 凭证号: 记-001, 类别: 经营收入, 摘要: 东塘承包费, 金额: 12000}
              |              ^^^^^^^
              改法：对照票据看看是哪一天
        """,
    ),
    (
        "DATE-YEAR: the settings have no period",
        [add("基准日: 10月12日", SETTINGS)],
        """
        sitegen.yaml:6:6: 错误 DATE-YEAR  “10月12日”缺年份或月份
            6 | 基准日: 10月12日
              |         ^^^^^^^^
              改法：写成完整的年月日，比如 2026-07-03
        """,
    ),
    (
        "AMT-COUNT: some dozen",
        [change("户数: 287", "户数: 十来户", PROFILE)],
        """
        村/村情.yaml:2:5: 错误 AMT-COUNT  “十来户”不是整数
            2 | 户数: 十来户
              |       ^^^^^^
              改法：写整数，比如 12
        """,
    ),
    (
        "CODE-LOST: Excel has eaten the digits",
        [change("记-001", "1.10105E+17")],
        """
        村/2026/2026年3季度.yaml:8:23: 错误 CODE-LOST  “1.10105E+17”的后几位已经丢了
            8 |     - {日期: 7月3日, 凭证号: 1.10105E+17, 类别: 经营收入, 摘要: 东塘承包费, 金额: 12000}
              |                              ^^^^^^^^^^^
              改法：对照原件重新写；在 Excel 里先把这一栏设成“文本”再填
        """,
    ),
    (
        "CODE-PHONE: a telephone in words",
        [change("0000-8812345", "八八一二三四五", PROFILE)],
        """
        村/村情.yaml:6:13: 错误 CODE-PHONE  “八八一二三四五”不像电话号码
            6 | 公开电话: {村委会: 八八一二三四五}
              |                    ^^^^^^^^^^^^^^
              改法：写成 0000-8812345 或 11 位手机号
        """,
    ),
    (
        "CODE-POINT: degrees and minutes",
        [
            write(
                "登记/资产.yaml",
                "- {编号: 1, 名称: 门面, 类别: 房屋建筑, 数量: 1, 地点: 村口, 坐标: 北纬30度7分, 原值: 1, 使用状态: 自用}\n",
            )
        ],
        """
        村/登记/资产.yaml:1:48: 错误 CODE-POINT  “北纬30度7分”不像坐标
            1 | - {编号: 1, 名称: 门面, 类别: 房屋建筑, 数量: 1, 地点: 村口, 坐标: 北纬30度7分, 原值: 1, 使用状态: 自用}
              |                                                                    ^^^^^^^^^^^
              改法：写成“纬度,经度”，小数，比如 30.1234,124.5012；手机地图里长按那个地方就看得到
        """,
    ),
    (
        "FILE-PATH: a path of one computer",
        [change("金额: 12000", "金额: 12000, 附件: C:/票据/7.jpg")],
        """
        村/2026/2026年3季度.yaml:8:66: 错误 FILE-PATH  文件名“C:/票据/7.jpg”的写法不对
            8 |     - {日期: 7月3日, 凭证号: 记-001, 类别: 经营收入, 摘要: 东塘承包费, 金额: 12000, 附件: C:/票据/7.jpg}
              |                                                                                           ^^^^^^^^^^^^^
              改法：不写盘符、网址和“..”，各层用“/”隔开，写成 票据/7.jpg
        """,
    ),
    (
        "LIM-SIZE: a file of another kind by its size",
        [write("2026/照片.yaml", "a" * 2_100_000)],
        """
        村/2026/照片.yaml: 错误 LIM-SIZE  文件太大了：2.1 MB
              改法：拆成几个文件；长名单放到旁边的 CSV 或 Excel 里
        """,
    ),
    (
        "LIM-LONG: a report in a cell",
        [change("东塘承包费", "长" * 2_001)],
        """
        村/2026/2026年3季度.yaml:8:44: 错误 LIM-LONG  这段文字太长了，有 2001 个字
            8 | …3日, 凭证号: 记-001, 类别: 经营收入, 摘要: 长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长…
              |                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              改法：一格最多 2000 字；长的内容请写到“说明”里
        """,
    ),
    # SUM: figures that must agree
    (
        "SUM-BALANCE: an entry was left out",
        [change("4400.00", "-7600.00")],
        """
        村/2026/2026年3季度.yaml:12:9: 错误 SUM-BALANCE  村委会的账不平：期初 1,000.00 ＋ 进账 12,000.00 － 出账 8,600.00 ＝ 4,400.00，写的期末是 -7,600.00，差 -12,000.00
           12 |   期末余额: -7600.00
              |             ^^^^^^^^
              改法：差额正好等于“东塘承包费”（记-001）这一笔，看看是不是漏了或记了两遍。逐笔对一遍进账和出账
        """,
    ),
    (
        "SUM-BALANCE: a voucher copied twice is one suspect",
        [change("  期末余额", "    7月15日 | 记-014 | 公益支出 | 修复村东排水沟 | 清溪建筑队 | 8,600.00\n  期末余额")],
        """
        村/2026/2026年3季度.yaml:12:13: 错误 REF-KEY  两行的“记-014”一样，另一行是第 11 行
           12 |     7月15日 | 记-014 | 公益支出 | 修复村东排水沟 | 清溪建筑队 | 8,600.00
              |               ^^^^^^
              改法：看看是不是重复记了；确实是两笔，请用“序号”一栏分开
        村/2026/2026年3季度.yaml:13:9: 错误 SUM-BALANCE  村委会的账不平：期初 1,000.00 ＋ 进账 12,000.00 － 出账 17,200.00 ＝ -4,200.00，写的期末是 4,400.00，差 8,600.00
           13 |   期末余额: 4400.00
              |             ^^^^^^^
              改法：差额正好等于“修复村东排水沟”（记-014）这一笔，看看是不是漏了或记了两遍。逐笔对一遍进账和出账
        """,
    ),
    (
        "SUM-BALANCE: an entry on the wrong side",
        [change("4400.00", "21600.00")],
        """
        村/2026/2026年3季度.yaml:12:9: 错误 SUM-BALANCE  村委会的账不平：期初 1,000.00 ＋ 进账 12,000.00 － 出账 8,600.00 ＝ 4,400.00，写的期末是 21,600.00，差 17,200.00
           12 |   期末余额: 21600.00
              |             ^^^^^^^^
              改法：差额正好是“修复村东排水沟”（记-014）这一笔的两倍，看看是不是进账出账放反了。逐笔对一遍进账和出账
        """,
    ),
    (
        "SUM-BALANCE: two digits exchanged",
        [change("4400.00", "4490.00")],
        """
        村/2026/2026年3季度.yaml:12:9: 错误 SUM-BALANCE  村委会的账不平：期初 1,000.00 ＋ 进账 12,000.00 － 出账 8,600.00 ＝ 4,400.00，写的期末是 4,490.00，差 90.00
           12 |   期末余额: 4490.00
              |             ^^^^^^^
              改法：差额能被 9 除尽，看看有没有两个数字写颠倒，或者小数点错了一位。逐笔对一遍进账和出账
        """,
    ),
    (
        "SUM-BALANCE: two digits exchanged in a row",
        [change("8,600.00", "6,800.00")],
        """
        村/2026/2026年3季度.yaml:12:9: 错误 SUM-BALANCE  村委会的账不平：期初 1,000.00 ＋ 进账 12,000.00 － 出账 6,800.00 ＝ 6,200.00，写的期末是 4,400.00，差 -1,800.00
           12 |   期末余额: 4400.00
              |             ^^^^^^^
              改法：“东塘承包费”（记-001）写的是 12,000.00，是不是 10,200.00？两个数字写颠倒了；或者“修复村东排水沟”（记-014）写的是 6,800.00，是不是 8,600.00？两个数字写颠倒了。逐笔对一遍进账和出账
        """,
    ),
    (
        "SUM-BALANCE: two digits exchanged in the closing balance",
        [change("4400.00", "4040.00")],
        """
        村/2026/2026年3季度.yaml:12:9: 错误 SUM-BALANCE  村委会的账不平：期初 1,000.00 ＋ 进账 12,000.00 － 出账 8,600.00 ＝ 4,400.00，写的期末是 4,040.00，差 -360.00
           12 |   期末余额: 4040.00
              |             ^^^^^^^
              改法：期末写的是 4,040.00，是不是 4,400.00？两个数字写颠倒了。逐笔对一遍进账和出账
        """,
    ),
    (
        "SUM-BALANCE: a decimal point moved",
        [change("金额: 12000", "金额: 1200")],
        """
        村/2026/2026年3季度.yaml:12:9: 错误 SUM-BALANCE  村委会的账不平：期初 1,000.00 ＋ 进账 1,200.00 － 出账 8,600.00 ＝ -6,400.00，写的期末是 4,400.00，差 10,800.00
           12 |   期末余额: 4400.00
              |             ^^^^^^^
              改法：“东塘承包费”（记-001）写的是 1,200.00，是不是 12,000.00？小数点错了位。逐笔对一遍进账和出账
        """,
    ),
    (
        "SUM-BALANCE: simply wrong",
        [change("4400.00", "4401.00")],
        """
        村/2026/2026年3季度.yaml:12:9: 错误 SUM-BALANCE  村委会的账不平：期初 1,000.00 ＋ 进账 12,000.00 － 出账 8,600.00 ＝ 4,400.00，写的期末是 4,401.00，差 1.00
           12 |   期末余额: 4401.00
              |             ^^^^^^^
              改法：逐笔对一遍进账和出账
        """,
    ),
    (
        "SUM-CARRY: opens with another amount than the last one closed with",
        [
            write("2026/2季度.yaml", LAST),
            change("期末余额: 1000.00", "期末余额: 900.00", "2026/2季度.yaml"),
            change("期初余额: 1000.00", "期初余额: 900.00", "2026/2季度.yaml"),
        ],
        """
        村/2026/2026年3季度.yaml:6:9: 错误 SUM-CARRY  村委会期初 1,000.00，上一期2026年2季度期末是 900.00，差 100.00
            6 |   期初余额: 1000.00
              |             ^^^^^^^
              改法：先看上一期公布的数；上一期错了要写“更正”，不能只改这一期
        """,
    ),
    (
        "SUM-EQUATION: cash in hand and in the bank",
        [change("  期末余额: 4400.00", "  银行存款: 4000.00\n  现金: 300.00\n  期末余额: 4400.00")],
        """
        村/2026/2026年3季度.yaml:12:9: 错误 SUM-EQUATION  “现金 + 银行存款 = 期末余额”对不上：一边是 4,300.00，一边是 4,400.00，差 100.00
           12 |   银行存款: 4000.00
              |             ^^^^^^^
              改法：逐笔对一遍，改正写错的那一个
        """,
    ),
    (
        "SUM-EQUATION: of the catalogue",
        [write("2026/年报.yaml", REPORT)],
        """
        村/2026/年报.yaml:5:9: 错误 SUM-EQUATION  “负债合计 + 净家底 = 资产总计”对不上：一边是 7.00，一边是 8.00，差 1.00
            5 |   资产总计: 8
              |             ^
              改法：逐笔对一遍，改正写错的那一个
        """,
    ),
    (
        "SUM-EQUATION: in one row of a table, though the sums agree",
        [write("2026/欠账.yaml", DEBTS)],
        """
        村/2026/欠账.yaml:10:39: 错误 SUM-EQUATION  “期初 + 增加 - 减少 = 期末”对不上：一边是 500.00，一边是 600.00，差 100.00
           10 |     清溪农机站 | 租金 | 1000 |      | 500  | 600
              |                                              ^^^
              改法：逐笔对一遍，改正写错的那一个
        村/2026/欠账.yaml:11:40: 错误 SUM-EQUATION  “期初 + 增加 - 减少 = 期末”对不上：一边是 700.00，一边是 600.00，差 -100.00
           11 |     石桥粮站   | 运费 | 400  | 300  |      | 600
              |                                              ^^^
              改法：逐笔对一遍，改正写错的那一个
        """,
    ),
    (
        "SUM-ROW: sums written below a table and into a list",
        [
            change("清溪建筑队 | 8,600.00\n", "清溪建筑队 | 8,600.00\n    合计 | | | | | 8,600.00\n"),
            change("金额: 12000}\n", "金额: 12000}\n    - {日期: 小 计, 金额: 12000}\n"),
        ],
        """
        村/2026/2026年3季度.yaml:9:12: 错误 SUM-ROW  “小 计”这一行不是一笔，是合计
            9 |     - {日期: 小 计, 金额: 12000}
              |              ^^^^^
              改法：删掉这一行。合计由程序来加，网页和公示表上都有
        村/2026/2026年3季度.yaml:13:5: 错误 SUM-ROW  “合计”这一行不是一笔，是合计
           13 |     合计 | | | | | 8,600.00
              |     ^^^^
              改法：删掉这一行。合计由程序来加，网页和公示表上都有
        """,
    ),
    (
        "SUM-ROW: sums in a list of households, called so in the column of names or of groups",
        [
            write(
                "2026/补贴.yaml",
                "期间: 2026年\n公开日期: 2026-10-08\n审核: [{村务监督委员会: 2026-10-06 同意}]\n"
                "稻谷补贴:\n  名单: |\n    序号 | 户主 | 村民小组 | 面积 | 标准 | 金额\n    1 | 王五 | 3 | 2 | 38 | 76\n"
                "    2 | 李六 | 3组小计 | 2 | 38 | 76\n    3 | 合　计 | 全村 | 2 | 38 | 76\n",
            )
        ],
        """
        村/2026/补贴.yaml:8:14: 错误 SUM-ROW  “3组小计”这一行不是一笔，是合计
            8 |     2 | 李六 | 3组小计 | 2 | 38 | 76
              |                ^^^^^^^
              改法：删掉这一行。合计由程序来加，网页和公示表上都有
        村/2026/补贴.yaml:9:9: 错误 SUM-ROW  “合　计”这一行不是一笔，是合计
            9 |     3 | 合　计 | 全村 | 2 | 38 | 76
              |         ^^^^^^
              改法：删掉这一行。合计由程序来加，网页和公示表上都有
        """,
    ),
    (
        "SUM-REVERSAL: a negative entry that does not say what it reverses",
        [change("8,600.00", "-8,600.00"), change("4400.00", "21600.00")],
        """
        村/2026/2026年3季度.yaml:11:46: 错误 SUM-REVERSAL  凭证 记-014 是负数，没有写冲销的是哪一笔
           11 |     7月15日 | 记-014 | 公益支出 | 修复村东排水沟 | 清溪建筑队 | -8,600.00
              |                                                                 ^^^^^^^^^
              改法：在“冲销”一栏写上被冲销的凭证号
        """,
    ),
    (
        "SUM-EQUATION: of counts",
        [write("catalogue/本县.yaml", CANTEEN), write("2026/食堂.yaml", MEALS)],
        """
        村/2026/食堂.yaml:4:26: 错误 SUM-EQUATION  “午饭 + 晚饭 = 人次”对不上：一边是 7，一边是 8，差 1
            4 | 村民食堂: {午饭: 3, 晚饭: 4, 人次: 8}
              |                                    ^
              改法：逐笔对一遍，改正写错的那一个
        """,
    ),
    # PER: periods
    (
        "PER-TEXT: no period",
        [change("2026年3季度", "第三季")],
        """
        村/2026/2026年3季度.yaml:1:5: 错误 PER-TEXT  “第三季”看不出是哪一期
            1 | 期间: 第三季
              |       ^^^^^^
              改法：写成 2026年3季度、2026年9月、2026年 或 2026-09-15
        """,
    ),
    (
        "PER-TEXT: in the profile",
        [add("起始: 去年", PROFILE)],
        """
        村/村情.yaml:8:5: 错误 PER-TEXT  “去年”看不出是哪一期
            8 | 起始: 去年
              |       ^^^^
              改法：写成 2026年3季度、2026年9月、2026年 或 2026-09-15
        """,
    ),
    (
        "PER-MISSING: no period at all",
        [change("期间: 2026年3季度\n", "")],
        """
        村/2026/2026年3季度.yaml:1:1: 错误 PER-MISSING  没有写“期间”
            1 | 公开日期: 2026-10-12
              | ^^
              改法：在文件最上面写“期间: 2026年3季度”
        """,
    ),
    (
        "PER-OUTSIDE: a voucher of another quarter",
        [change("7月3日", "1月5日")],
        """
        村/2026/2026年3季度.yaml:8:12: 提醒 PER-OUTSIDE  2026-01-05 不在2026年3季度里
            8 |     - {日期: 1月5日, 凭证号: 记-001, 类别: 经营收入, 摘要: 东塘承包费, 金额: 12000}
              |              ^^^^^^
              改法：对照票据看看日期；确实是补记的，在这一项的“说明”里写上“1月5日这一笔是补记的”
        """,
    ),
    (
        "PER-POSTED: before the quarter was over",
        [change("公开日期: 2026-10-12", "公开日期: 2026-09-12")],
        """
        村/2026/2026年3季度.yaml:2:7: 提醒 PER-POSTED  2026年3季度的公开日期写的是 2026-09-12，这一期还没有过完
            2 | 公开日期: 2026-09-12
              |           ^^^^^^^^^^
              改法：看看公开日期的年和月；还没有定，就先空着
        """,
    ),
    (
        "PER-UNTIL: posted for years",
        [change("公开日期: 2026-10-12", "公开日期: 2026-10-12\n公示至: 2066-10-26")],
        """
        村/2026/2026年3季度.yaml:3:6: 提醒 PER-UNTIL  “公示至”写的是 2066-10-26，从公开日期 2026-10-12 算起有 14625 天
            3 | 公示至: 2066-10-26
              |         ^^^^^^^^^^
              改法：看看“公示至”的年和月；按规定的天数公示，就不用写这一行
        """,
    ),
    (
        "SUM-VOTES: more present than called",
        [write(QUARTER, MEETING)],
        """
        村/2026/2026年3季度.yaml:7:41: 错误 SUM-VOTES  “实到”写的是 93，比“应到”的 46 还多
            7 |     - {日期: 7月13日, 会议: 村民会议, 应到: 46, 实到: 93, 议题: 修沟, 同意: 39, 决定: 先修}
              |                                                       ^^
              改法：对照会议记录，看看哪一个数写错了
        """,
    ),
    (
        "SUM-VOTES: more votes for one than were cast",
        [write("2026/选举.yaml", ELECTION)],
        """
        村/2026/选举.yaml:9:29: 错误 SUM-VOTES  “得票”写的是 934，比“参加投票”的 821 还多
            9 |     - {职务: 主任, 姓名: 周山河, 得票: 934}
              |                                        ^^^
              改法：对照会议记录，看看哪一个数写错了
        """,
    ),
    (
        "SUM-VOTES: more votes than present, none of them by itself",
        [write(QUARTER, MEETING.replace("实到: 93", "实到: 28").replace("同意: 39", "同意: 23, 反对: 5, 弃权: 1"))],
        """
        村/2026/2026年3季度.yaml:7:72: 错误 SUM-VOTES  “同意＋反对＋弃权”写的是 29，比“实到”的 28 还多
            7 |     - {日期: 7月13日, 会议: 村民会议, 应到: 46, 实到: 28, 议题: 修沟, 同意: 23, 反对: 5, 弃权: 1, 决定: 先修}
              |                                                                                                ^
              改法：对照会议记录，看看哪一个数写错了
        """,
    ),
    (
        "PER-TWICE: the same quarter in two files",
        [write("2026/又一份.yaml", CASH)],
        """
        村/2026/又一份.yaml:1:5: 错误 PER-TWICE  “资金收支（村委会）”2026年3季度已经有一份了：村/2026/2026年3季度.yaml:6
            1 | 期间: 2026年3季度
              |       ^^^^^^^^^^^
              改法：期间写错了，改成对的；真有两份，留下一份；是两个账套，请分别写上“账套”
        """,
    ),
    (
        "PER-OVERLAP: a month within a quarter that closes otherwise",
        [write("2026/2026年9月.yaml", LAST.replace("2026年2季度", "2026年9月").replace("2026-07-1", "2026-10-1"))],
        """
        村/2026/2026年9月.yaml:4:45: 错误 PER-OVERLAP  2026年9月“资金收支”（村委会）的期末余额是 1,000.00，和2026年3季度的 4,400.00 对不上；另一份在 村/2026/2026年3季度.yaml:6
            4 | 资金收支: {期初余额: 1000.00, 进账: [], 出账: [], 期末余额: 1000.00}
              |                                                             ^^^^^^^
              改法：对着账改对其中一份，公布过的写“更正”；这一期不该另出一份的，删掉没公布过的那份
        """,
    ),
    (
        "PER-ACCOUNT: a book of the quarter before is gone",
        [
            change("名称: 村委会}", "名称: 村委会}\n  - {编号: 2, 名称: 合作社}", "村情.yaml"),
            change("  期初余额: 1000.00", "  账套: 村委会\n  期初余额: 1000.00"),
            write(
                "2026/2季度.yaml",
                "期间: 2026年2季度\n公开日期: 2026-07-08\n审核: [{村监会: 2026-07-08 同意}]\n资金收支:\n"
                "  - {账套: 村委会, 期初余额: 1000, 期末余额: 1000}\n  - {账套: 合作社, 期初余额: 900, 期末余额: 900}\n",
            ),
        ],
        """
        村/2026/2026年3季度.yaml:6:3: 提醒 PER-ACCOUNT  “资金收支”2026年3季度没有“合作社”这本账，上一期还有钱
            6 |   账套: 村委会
              |   ^^
              改法：在“资金收支”下面加一段“- 账套: 合作社”；没有进账、出账的，也写上期初余额和期末余额
        """,
    ),
    (
        "PER-GAP: a quarter is missing",
        [write("2026/1季度.yaml", LAST), change("2026年2季度", "2026年1季度", "2026/1季度.yaml")],
        """
        村/村情.yaml:1:1: 提醒 PER-GAP  2026年2季度缺“资金收支”
            1 | 地址号: 103201
              | ^^
              改法：补上这一期；没有发生就写“本期无发生”
        """,
    ),
    (
        "PER-FUTURE: the year is wrong",
        [change("2026年3季度", "2062年3季度")],
        """
        村/2026/2026年3季度.yaml:1:5: 错误 PER-FUTURE  2062年3季度还没有到
            1 | 期间: 2062年3季度
              |       ^^^^^^^^^^^
              改法：看看年份是不是写错了；今天按 2026-10-12 算
        """,
    ),
    (
        "PER-KIND: a year where a quarter is due",
        [change("2026年3季度", "2025年"), change("7月3日", "2025-07-03"), change("7月15日", "2025-07-15")],
        """
        村/2026/2026年3季度.yaml:1:5: 提醒 PER-KIND  “资金收支”应该每季公开一次，这里写的是2025年
            1 | 期间: 2025年
              |       ^^^^^^
              改法：每季写一份，先写“2025年1季度”的
        """,
    ),
    (
        "PER-KIND: a day where a quarter is due",
        [change("2026年3季度", "2026-08-16")],
        """
        村/2026/2026年3季度.yaml:1:5: 提醒 PER-KIND  “资金收支”应该每季公开一次，这里写的是2026年8月16日
            1 | 期间: 2026-08-16
              |       ^^^^^^^^^^
              改法：期间改成“2026年3季度”，这一期的写在一起。2026-09-30 过完再审核、公开；还没有到，先不写审核和公开日期。
        """,
    ),
    (
        "REF-ACCOUNT: accounts are named, whatever was written",
        [
            change("  - {编号: 1, 名称: 村委会}", "  - {编号: 1, 名称: 村委会}\n  - {编号: 2, 名称: 合作社}", PROFILE),
            change("资金收支:", "资金收支:\n  账套: 一组"),
        ],
        """
        村/2026/2026年3季度.yaml:6:7: 错误 REF-ACCOUNT  村情里没有“一组”这个账套
            6 |   账套: 一组
              |         ^^^^
              改法：照村情.yaml 里的名称写，有：村委会、合作社
        """,
    ),
    (
        "AMT-NUMBER: a unit behind a number",
        [write("登记/资产.yaml", MILL)],
        """
        村/登记/资产.yaml:4:7: 错误 AMT-NUMBER  “1栋”不是数字
            4 |   数量: 1栋
              |         ^^^
              改法：是不是 1？写阿拉伯数字，比如 18.5，后面不写单位；有“单位”一栏的，写到那一栏
        """,
    ),
    (
        "AMT-FEN: in a workbook",
        [change(TABLE, "{表格: 支出.xlsx}\n"), write("2026/支出.xlsx", workbook(8600.005))],
        """
        村/2026/支出.xlsx Sheet!F2: 错误 AMT-FEN  “8600.005”小数点后面多于两位，钱只到分
              改法：金额最多两位小数；请对照票据改正。支出.xlsx 里是公式算出来的，外面套上 ROUND：=ROUND(原来的公式,2)
        """,
    ),
    (
        "SYN-FWHASH: a remark with a wide sign",
        [change("  期末余额", "  ＃ 还差两张票\n  期末余额"), change("    7月15日", "    ＃ 公益\n    7月15日")],
        """
        村/2026/2026年3季度.yaml:13:3: 错误 SYN-FWHASH  备注前面的“＃”是全角的
           13 |   ＃ 还差两张票
              |   ^^
              改法：改成英文的“#”；不是备注，就写成“名称: 内容”
        """,
    ),
    (
        "AMT-TEXT: a remark with a wide sign behind an amount",
        [change("期末余额: 4400.00", "期末余额: 4400.00 ＃ 对过了")],
        """
        村/2026/2026年3季度.yaml:12:9: 错误 AMT-TEXT  金额“4400.00 ＃ 对过了”不是数字
           12 |   期末余额: 4400.00 ＃ 对过了
              |             ^^^^^^^^^^^^^^^^^
              改法：是不是 4400？金额写数字，比如 12000 或 1.2万元
        """,
    ),
    (
        "SYN-INSIDE: a brace in a list, and half of one",
        [change("东塘承包费", "定{底价"), add("应公开: [定{底价}]", SETTINGS)],
        """
        sitegen.yaml:6:8: 错误 SYN-INSIDE  花括号、方括号里的内容不能有“{”
            6 | 应公开: [定{底价}]
              |            ^
              改法：给整段内容加上英文引号，写成 "定{底价}"；或者改用“（）”，文号写成“〔2026〕3号”
        村/2026/2026年3季度.yaml:8:45: 错误 SYN-INSIDE  花括号、方括号里的内容不能有“{”
            8 |     - {日期: 7月3日, 凭证号: 记-001, 类别: 经营收入, 摘要: 定{底价, 金额: 12000}
              |                                                              ^
              改法：给整段内容加上英文引号，写成 "定{底价"；或者改用“（）”，文号写成“〔2026〕3号”
        """,
    ),
    (
        "PER-POSTED, REV-DATE: a meeting told at once, written into its quarter",
        [
            write("2026/会议.yaml", MEETING.replace("93", "43")),
            change("公开日期: 2026-10-12", "公开日期: 2026-08-16", "2026/会议.yaml"),
            change("2026-10-10 同意", "2026-08-15 同意", "2026/会议.yaml"),
        ],
        """
        村/2026/会议.yaml:2:7: 提醒 PER-POSTED  2026年3季度的公开日期写的是 2026-08-16，这一期还没有过完
            2 | 公开日期: 2026-08-16
              |           ^^^^^^^^^^
              改法：看看公开日期的年和月；还没有定，就先空着。当时就公开的，期间改成“2026-08-16”
        村/2026/会议.yaml:4:14: 提醒 REV-DATE  审核日期 2026-08-15 不对
            4 |   - 村务监督委员会: 2026-08-15 同意
              |                     ^^^^^^^^^^
              改法：审核要在这一期结束以后、公开以前；这一期 2026-09-30 才过完，没过完先不写审核。当时就公开的，期间改成“2026-08-16”
        """,
    ),
    # REF: references
    (
        "REF-RECORD: a contract that is in no register",
        [change("金额: 12000", "金额: 12000, 合同: 资源合同/7")],
        """
        村/2026/2026年3季度.yaml:8:66: 错误 REF-RECORD  登记里没有“资源合同/7”
            8 |     - {日期: 7月3日, 凭证号: 记-001, 类别: 经营收入, 摘要: 东塘承包费, 金额: 12000, 合同: 资源合同/7}
              |                                                                                           ^^^^^^^^^^
              改法：先在登记里写上这一项
        """,
    ),
    (
        "REF-ACCOUNT: an account the village has not",
        [change("资金收支:", "资金收支:\n  账套: 村民委员会")],
        """
        村/2026/2026年3季度.yaml:6:7: 错误 REF-ACCOUNT  村情里没有“村民委员会”这个账套
            6 |   账套: 村民委员会
              |         ^^^^^^^^^^
              改法：是不是“村委会”？照村情.yaml 里的名称写，有：村委会
        """,
    ),
    (
        "REF-ITEM: a question about nothing known",
        [write(QUESTIONS, "- {编号: 2026-001, 提出: 2026-10-11, 事项: 那个账, 问题: 为什么还没有公开？}")],
        """
        cases/990106103201.yaml:1:38: 错误 REF-ITEM  不知道“那个账”说的是哪一项
            1 | - {编号: 2026-001, 提出: 2026-10-11, 事项: 那个账, 问题: 为什么还没有公开？}
              |                                            ^^^^^^
              改法：写公开目录里的名称或编号
        """,
    ),
    (
        "REF-TWICE: a number used twice in a register",
        [write("登记/资源合同.yaml", CONTRACTS), change("编号: 8", "编号: 7", "登记/资源合同.yaml")],
        """
        村/登记/资源合同.yaml:9:7: 错误 REF-TWICE  编号 7 用了两次，另一处是东塘承包
            9 | - 编号: 7
              |         ^
              改法：新的一项用一个没有用过的号
        """,
    ),
    (
        "REF-TWICE: an account used twice",
        [change("  - {编号: 1, 名称: 村委会}", "  - {编号: 1, 名称: 村委会}\n  - {编号: 1, 名称: 合作社}", PROFILE)],
        """
        村/村情.yaml:6:10: 错误 REF-TWICE  编号 1 用了两次，另一处是村委会
            6 |   - {编号: 1, 名称: 合作社}
              |            ^
              改法：新的一项用一个没有用过的号
        """,
    ),
    (
        "LINK-REMOTE: a look that fetches a font",
        [write("themes/plain/more.css", "@import url(//fonts.example.com/a.css);\n")],
        """
        themes/plain/more.css:1:1: 错误 LINK-REMOTE  外观里要从别处取东西：@import url(//fonts.example.com/a.css)
            1 | @import url(//fonts.example.com/a.css);
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              改法：把图片、字体变成 data: 写进来，或者去掉；样式都写在 page.css、more.css 里
        """,
    ),
    (
        "AMT-NEGATIVE: fewer households than none",
        [change("户数: 287", "户数: -287", PROFILE)],
        """
        村/村情.yaml:2:5: 错误 AMT-NEGATIVE  “户数”不能是负数：-287
            2 | 户数: -287
              |       ^^^^
              改法：去掉前面的负号；要减去的，写到说明里
        """,
    ),
    (
        "SYN-CELLS: a Chinese comma in regions.csv, which does not cost the regions below it",
        [change("9901,江北市", "9901，江北市", REGIONS)],
        """
        regions.csv:3:5: 错误 SYN-CELLS  这一行有 1 格，表头有 2 格，这里的“，”不是分隔号
            3 | 9901，江北市
              |     ^^
              改法：把“，”改成“,”。表头是：code、name
        """,
    ),
    (
        "SYN-CELLS: a cell too many in regions.csv",
        [change("990106,青石县", "990106,青石县,山区", REGIONS)],
        """
        regions.csv:4:11: 错误 SYN-CELLS  这一行有 3 格，表头有 2 格，像是这里多了一个“,”
            4 | 990106,青石县,山区
              |              ^
              改法：删掉这个“,”；是文字的一部分，就换成“、”。表头是：code、name
        """,
    ),
    (
        "SYN-HEADBAR: a Chinese comma in the head of regions.csv",
        [change("code,name", "code，name", REGIONS)],
        """
        regions.csv:1:5: 错误 SYN-HEADBAR  表头的“code”和“name”之间少了分隔号
            1 | code，name
              |     ^^
              改法：在两个名称之间补一个分隔号，写成“code,name”
        """,
    ),
    (
        "SYN-NOHEAD: regions.csv without its head",
        [change("code,name\n", "", REGIONS)],
        """
        regions.csv:1:1: 错误 SYN-NOHEAD  这张表的第一行不是表头
            1 | 99,云岭省
              | ^^
              改法：在这一行上面补一行表头，至少要有：code、name
        """,
    ),
    (
        "KEY-COLUMN: a column of regions.csv under another name",
        [change("code,name", "code,nam", REGIONS)],
        """
        regions.csv:1:6: 错误 KEY-COLUMN  “regions.csv”这张表没有“nam”这一栏
            1 | code,nam
              |      ^^^
              改法：是不是“name”？这张表的栏有：code、name
        """,
    ),
    (
        "SYN-FWBRACE: a list in Chinese brackets",
        [add("应公开: ［会议决定，村务监督］", SETTINGS)],
        """
        sitegen.yaml:6:6: 错误 SYN-FWBRACE  这里用了中文的括号“［”
            6 | 应公开: ［会议决定，村务监督］
              |         ^^
              改法：改成英文的括号“[”
        """,
    ),
    (
        "SUM-REVERSAL: a voucher nobody has",
        [
            change(
                "金额: 12000}",
                "金额: 12300}\n    - {日期: 7月4日, 凭证号: 记-002, 类别: 经营收入, 摘要: 冲回, 金额: -300, 冲销: 记-011}",
            ),
        ],
        """
        村/2026/2026年3季度.yaml:9:62: 提醒 SUM-REVERSAL  账里没有要冲销的凭证“记-011”
            9 |     - {日期: 7月4日, 凭证号: 记-002, 类别: 经营收入, 摘要: 冲回, 金额: -300, 冲销: 记-011}
              |                                                                                    ^^^^^^
              改法：是不是“记-014”？在“冲销”一栏写上被冲销的凭证号
        """,
    ),
    (
        "SUM-EQUATION: days times the rate are not the amount",
        [add(WORK)],
        """
        村/2026/2026年3季度.yaml:17:37: 错误 SUM-EQUATION  “天数 × 标准 = 金额”对不上：一边是 240.00，一边是 420.00，差 180.00
           17 |     7月19日 | 王大 | 清渠 | 2    | 120  | 420
              |                                           ^^^
              改法：逐笔对一遍，改正写错的那一个
        """,
    ),
    (
        "AMT-NEGATIVE: less than nothing for a household",
        [add(POOR)],
        """
        村/2026/2026年3季度.yaml:15:35: 错误 AMT-NEGATIVE  “金额”不能是负数：-900.00
           15 |   名单: [{序号: 1, 户主: 王大, 人口: 2, 金额: -900}]
              |                                               ^^^^
              改法：去掉前面的负号；要减去的，写到说明里
        """,
    ),
    (
        "CAT-KEY: names in the sentences of the first screen",
        [write("catalogue/本县.yaml", CANTEEN.replace("  平衡:", FIRST_SCREEN + "  平衡:"))],
        """
        catalogue/本县.yaml:9:14: 错误 CAT-KEY  目录里不认识“人数”
            9 |   首屏: ['吃了**{人数}**次，每人{菜.价/早饭}', '{午饭:角}']
              |                  ^^^^
              改法：是不是“人口”？照 docs/formats.md 里的名称写；说的是栏，就写“栏”下面有的名称
        catalogue/本县.yaml:9:28: 错误 CAT-KEY  目录里不认识“早饭”
            9 |   首屏: ['吃了**{人数}**次，每人{菜.价/早饭}', '{午饭:角}']
              |                                        ^^^^
              改法：是不是“午饭”？照 docs/formats.md 里的名称写；说的是栏，就写“栏”下面有的名称
        catalogue/本县.yaml:9:39: 错误 CAT-VALUE  目录里“首屏”不能是“角”
            9 |   首屏: ['吃了**{人数}**次，每人{菜.价/早饭}', '{午饭:角}']
              |                                                       ^^
              改法：照 docs/formats.md 里列出的几种写
        """,
    ),
    (
        "CODE-PHONE: two pieces of a number",
        [change("村委会: 0000-8812345", "村委会: 00-88", PROFILE)],
        """
        村/村情.yaml:6:13: 错误 CODE-PHONE  “00-88”不像电话号码
            6 | 公开电话: {村委会: 00-88}
              |                    ^^^^^
              改法：写成 0000-8812345 或 11 位手机号
        """,
    ),
    (
        "REF-KEY: a voucher written twice",
        [
            change("8,600.00\n", "8,600.00\n    7月16日 | 记-014 | 公益支出 | 买水泥         | 清溪建筑队 | 400.00\n"),
            change("4400.00", "4000.00"),
        ],
        """
        村/2026/2026年3季度.yaml:12:13: 错误 REF-KEY  两行的“记-014”一样，另一行是第 11 行
           12 |     7月16日 | 记-014 | 公益支出 | 买水泥         | 清溪建筑队 | 400.00
              |               ^^^^^^
              改法：看看是不是重复记了；确实是两笔，请用“序号”一栏分开
        """,
    ),
    # FILE: files
    (
        "FILE-MISSING: a table that is not there",
        [
            change(TABLE, "{表格: 出帐.csv}\n"),
            write("2026/出账.csv", "日期,凭证号,类别,摘要,金额\n7月15日,记-014,公益支出,修沟,8600\n"),
        ],
        """
        村/2026/2026年3季度.yaml:9:12: 错误 FILE-MISSING  找不到文件“出帐.csv”
            9 |   出账: {表格: 出帐.csv}
              |                ^^^^^^^^
              改法：是不是“出账.csv”？把文件放进来（表格放在账本旁边），或者改正名字
        """,
    ),
    (
        "FILE-MISSING: a picture that is not there",
        [change("金额: 12000", "金额: 12000, 附件: 票据/7.jpg"), write("附件/票据/07.jpg", b"x")],
        """
        村/2026/2026年3季度.yaml:8:66: 错误 FILE-MISSING  找不到文件“票据/7.jpg”
            8 |     - {日期: 7月3日, 凭证号: 记-001, 类别: 经营收入, 摘要: 东塘承包费, 金额: 12000, 附件: 票据/7.jpg}
              |                                                                                           ^^^^^^^^^^
              改法：是不是“票据/07.jpg”？把文件放进来（图片放在“附件”文件夹），或者改正名字
        """,
    ),
    (
        "FILE-MISSING: the profile",
        [remove(PROFILE)],
        """
        村/村情.yaml: 错误 FILE-MISSING  找不到文件“村情.yaml”
              改法：把文件放进来（每个村的文件夹里要有一份，可以从别的村抄一份来改），或者改正名字
        """,
    ),
    (
        "FILE-CASE: capitals",
        [change("金额: 12000", "金额: 12000, 附件: 票据/a.jpg"), write("附件/票据/A.jpg", b"x")],
        """
        村/2026/2026年3季度.yaml:8:66: 错误 FILE-CASE  “票据/a.jpg”的大小写不对，文件叫“票据/A.jpg”
            8 |     - {日期: 7月3日, 凭证号: 记-001, 类别: 经营收入, 摘要: 东塘承包费, 金额: 12000, 附件: 票据/a.jpg}
              |                                                                                           ^^^^^^^^^^
              改法：照文件的名字写
        """,
    ),
    (
        "FILE-NAME and FILE-TWIN: names that Windows cannot hold, or takes for one",
        [write("附件/A.jpg", b"x"), write("附件/a.jpg", b"x"), write("附件/aux.jpg", b"x")],
        """
        村/附件/a.jpg: 提醒 FILE-TWIN  “村/附件/a.jpg”和“村/附件/A.jpg”只差大小写，在 Windows 上是同一个文件
              改法：给其中一个改个名字，账本里写到它的地方也跟着改
        村/附件/aux.jpg: 提醒 FILE-NAME  文件名“aux.jpg”在 Windows 上用不了：Windows 留着自己用的名字
              改法：改个名字，比如 _aux.jpg；账本里写到它的地方也跟着改
        """,
    ),
    (
        "FILE-KIND: a program",
        [change("金额: 12000", "金额: 12000, 附件: 票据/a.exe"), write("附件/票据/a.exe", b"x")],
        """
        村/2026/2026年3季度.yaml:8:66: 错误 FILE-KIND  “票据/a.exe”不是能公开的文件种类
            8 |     - {日期: 7月3日, 凭证号: 记-001, 类别: 经营收入, 摘要: 东塘承包费, 金额: 12000, 附件: 票据/a.exe}
              |                                                                                           ^^^^^^^^^^
              改法：照片用 JPG 或 PNG，文件用 PDF，录音用 MP3，表格用 CSV 或 XLSX
        """,
    ),
    (
        "FILE-LINK: a shortcut",
        [link("附件/7.jpg")],
        """
        村/附件/7.jpg: 错误 FILE-LINK  “村/附件/7.jpg”不是普通文件
              改法：把文件本身复制到这里，不要用快捷方式
        """,
    ),
    (
        "FILE-LINK: a shortcut of which the ledger speaks",
        [change("金额: 12000", "金额: 12000, 附件: 7.jpg"), link("附件/7.jpg")],
        """
        村/2026/2026年3季度.yaml:8:66: 错误 FILE-LINK  “7.jpg”不是普通文件
            8 |     - {日期: 7月3日, 凭证号: 记-001, 类别: 经营收入, 摘要: 东塘承包费, 金额: 12000, 附件: 7.jpg}
              |                                                                                           ^^^^^
              改法：把文件本身复制到这里，不要用快捷方式
        """,
    ),
    (
        "FILE-LINK: a ledger that is a shortcut",
        [link("2026/2季度.yaml")],
        """
        村/2026/2季度.yaml: 错误 FILE-LINK  “村/2026/2季度.yaml”不是普通文件
              改法：把文件本身复制到这里，不要用快捷方式
        """,
    ),
    (
        "FILE-EMPTY: nothing in a picture",
        [change("金额: 12000", "金额: 12000, 附件: a.jpg"), write("附件/a.jpg", b"")],
        """
        村/2026/2026年3季度.yaml:8:66: 错误 FILE-EMPTY  “a.jpg”是空的
            8 |     - {日期: 7月3日, 凭证号: 记-001, 类别: 经营收入, 摘要: 东塘承包费, 金额: 12000, 附件: a.jpg}
              |                                                                                           ^^^^^
              改法：重新复制一遍这个文件，或者填上内容
        """,
    ),
    (
        "FILE-EMPTY: nothing in a table",
        [change(TABLE, "{表格: 出账.csv}\n"), write("2026/出账.csv", "")],
        """
        村/2026/出账.csv: 错误 FILE-EMPTY  “村/2026/出账.csv”是空的
              改法：重新复制一遍这个文件，或者填上内容
        """,
    ),
    (
        "FILE-PICTURE: a picture that is none",
        [add("  附件: [{文件: a.jpg, 已遮盖: 是}]"), write("附件/a.jpg", b"no picture")],
        """
        村/附件/a.jpg: 错误 FILE-PICTURE  附件“a.jpg”不能用：读不出图片
              改法：坏了、后缀不对的，打开另存一份，照片存成 JPG，再放进来；里面有号码、住址的，遮住再放，或者不放
        """,
    ),
    (
        "FILE-REDACT: a voucher nobody has covered",
        [add("  附件: [{文件: a.jpg}]"), write("附件/a.jpg", PICTURE)],
        """
        村/2026/2026年3季度.yaml:13:13: 提醒 FILE-REDACT  票据图片“a.jpg”没有写“已遮盖: 是”，不会显示
           13 |   附件: [{文件: a.jpg}]
              |                 ^^^^^
              改法：先把身份证号、卡号、电话和住址遮住，再写上“已遮盖: 是”
        """,
    ),
    # PII: personal data
    (
        "PII-ID: an identity number",
        [change("东塘承包费", "东塘承包费 11010519491231002X")],
        """
        村/2026/2026年3季度.yaml:8:50: 错误 PII-ID  这里有身份证号：110…2X
              改法：删掉，身份证号在哪里都不能公开
        """,
    ),
    (
        "PII-CARD: a bank card",
        [change("东塘承包费", "东塘承包费 6222 0212 3456 7890 128")],
        """
        村/2026/2026年3季度.yaml:8:50: 错误 PII-CARD  这里有银行卡号：622…28
              改法：删掉；发放方式写“一卡通”就行
        """,
    ),
    (
        "PII-PHONE: a mobile number",
        [change("修复村东排水沟", "找 13912345678 ")],
        """
        村/2026/2026年3季度.yaml:11:30: 错误 PII-PHONE  这里有没写进“公开电话”的电话：139…78
              改法：删掉；办事电话写到“公开电话”里
        """,
    ),
    (
        "PII-ADDRESS: a house",
        [change("修复村东排水沟", "修幸福路12号院墙")],
        """
        村/2026/2026年3季度.yaml:11:29: 错误 PII-ADDRESS  这里有详细住址：幸福路…号
              改法：只写到村民小组
        """,
    ),
    (
        "PII-CONTACT: somebody's chat",
        [change("修复村东排水沟", "修沟，微信：zhao_dashan66")],
        """
        村/2026/2026年3季度.yaml:11:34: 错误 PII-CONTACT  这里有微信号、QQ 号或邮箱：zha…66
              改法：删掉；办事电话写到“公开电话”里
        """,
    ),
    (
        "PII-PAPER: somebody's car",
        [change("修复村东排水沟", "运土，车牌：云A12345")],
        """
        村/2026/2026年3季度.yaml:11:34: 错误 PII-PAPER  这里有证件号或车牌号：…
              改法：删掉，证件号在哪里都不能公开
        """,
    ),
    (
        "PII-ID: in a question",
        [write(QUESTIONS, "- {编号: 2026-001, 提出: 2026-10-11, 问题: 11010519491231002X 的补贴为什么没有发？}")],
        """
        cases/990106103201.yaml:1:38: 错误 PII-ID  这里有身份证号：110…2X
              改法：删掉，身份证号在哪里都不能公开
        """,
    ),
    # PII-STORED: tests/test_masked.py, where a version is published as it was before anybody looked
    (
        "PII-RECORD: persons are named, and the records have no place",
        [
            write(
                "2026/补贴.yaml",
                "期间: 2026年\n公开日期: 2026-10-08\n审核: [{村务监督委员会: 2026-10-06 同意}]\n"
                "稻谷补贴: {名单: [{序号: 1, 户主: 王五, 村民小组: 3, 面积: 2, 标准: 38, 金额: 76}]}\n",
            )
        ],
        """
        sitegen.yaml: 提醒 PII-RECORD  网上要写出人的姓名，但没有地方放个人信息影响评估记录
              改法：加上 --private 文件夹，或者在 sitegen.yaml 写“内部文件夹: 文件夹”，放在账本文件夹外面
        """,
    ),
    (
        "PII-OUTPUT: by a way that is no ledger",
        [change("石桥镇人民政府", "石桥镇人民政府 13912345678", SETTINGS)],
        """
        103201/index.html: 错误 PII-OUTPUT  做好的页面里有不能公开的内容（电话号码）：103201/index.html
              改法：先不要公布；找到这条内容，从账本里删掉，再做一遍
        index.html: 错误 PII-OUTPUT  做好的页面里有不能公开的内容（电话号码）：index.html
              改法：先不要公布；找到这条内容，从账本里删掉，再做一遍
        sitegen.yaml:3:15: 错误 PII-PHONE  这里有没写进“公开电话”的电话：139…78
              改法：删掉；办事电话写到“公开电话”里
        """,
    ),
    # REV: reviews
    (
        "REV-NONE: nobody has looked at it",
        [change("审核:\n  - 村务监督委员会: 2026-10-10 同意\n", "")],
        """
        村/2026/2026年3季度.yaml:4:3: 提醒 REV-NONE  “资金收支”还没有审核，不会公开
            4 |   期初余额: 1000.00
              |   ^^
              改法：请村监会看过，写上“审核”
        """,
    ),
    (
        "REV-NONE: one signature is missing for all that a file says",
        [change("审核:\n  - 村务监督委员会: 2026-10-10 同意\n", "债权债务: 本期无发生\n社会捐赠: 本期无发生\n")],
        """
        村/2026/2026年3季度.yaml:3:7: 提醒 REV-NONE  “债权债务”等 3 项还没有审核，不会公开
            3 | 债权债务: 本期无发生
              |           ^^^^^^^^^^
              改法：请村监会看过，写上“审核”
        """,
    ),
    (
        "REV-CODE: as the form has it",
        [change("同意", "同意 校验码 XXXX")],
        """
        村/2026/2026年3季度.yaml:4:32: 错误 REV-CODE  校验码“XXXX”不对
            4 |   - 村务监督委员会: 2026-10-10 同意 校验码 XXXX
              |                                            ^^^^
              改法：照审核单上印的四位写，比如 7K3Q
        """,
    ),
    (
        "REV-CHANGED: changed after the review",
        [change("同意", "同意 校验码 7K3Q")],
        """
        村/2026/2026年3季度.yaml:4:32: 错误 REV-CHANGED  审核以后内容改过了：审核时校验码是 7K3Q，现在是 MXYF
            4 |   - 村务监督委员会: 2026-10-10 同意 校验码 7K3Q
              |                                            ^^^^
              改法：请村监会重新看一遍，写上新的日期和校验码
        """,
    ),
    (
        "REV-CODE: a code that is none",
        [change("同意", "同意 校验码 7K3")],
        """
        村/2026/2026年3季度.yaml:4:32: 错误 REV-CODE  校验码“7K3”不对
            4 |   - 村务监督委员会: 2026-10-10 同意 校验码 7K3
              |                                            ^^^
              改法：照审核单上印的四位写，比如 7K3Q
        """,
    ),
    (
        "REV-TEXT: words only",
        [change("2026-10-10 同意", "没问题")],
        """
        村/2026/2026年3季度.yaml:4:14: 错误 REV-TEXT  审核“没问题”看不懂
            4 |   - 村务监督委员会: 没问题
              |                     ^^^^^^
              改法：写成“2026-10-10 同意 校验码 7K3Q”；不同意就写“2026-10-10 有异议”和意见
        """,
    ),
    (
        "REV-OBJECT: no answer to an objection",
        [change("同意", "有异议 太贵")],
        """
        村/2026/2026年3季度.yaml:4:14: 提醒 REV-OBJECT  村务监督委员会有异议，还没有答复
            4 |   - 村务监督委员会: 2026-10-10 有异议 太贵
              |                     ^^^^^^^^^^^^^^^^^^^^^^
              改法：在下面写上“答复”；异议和答复会一起公开
        """,
    ),
    (
        "REV-DATE: in the future",
        [change("2026-10-10", "2026-11-10")],
        """
        村/2026/2026年3季度.yaml:4:14: 错误 REV-DATE  审核日期 2026-11-10 不对
            4 |   - 村务监督委员会: 2026-11-10 同意
              |                     ^^^^^^^^^^
              改法：审核要在这一期结束以后、公开以前
        """,
    ),
    # LATE: what is due
    (
        "LATE-CASE: a question without an answer",
        [write(QUESTIONS, "- {编号: 2026-001, 提出: 2026-09-11, 问题: 修排水沟为什么花了 8600 元？}")],
        """
        cases/990106103201.yaml:1:3: 提醒 LATE-CASE  2026-001 号反映已经 31 天没有答复，应在 2026-09-18 以前答复
            1 | - {编号: 2026-001, 提出: 2026-09-11, 问题: 修排水沟为什么花了 8600 元？}
              |   ^
              改法：写上办到哪一步了；办不了的，写明为什么
        """,
    ),
    (
        "LATE-HOLIDAYS: a year without a table of public holidays",
        [write(QUESTIONS, "- {编号: 2020-001, 提出: 2020-09-11, 问题: 修排水沟为什么花了 8600 元？}")],
        """
        cases/990106103201.yaml:1:3: 提醒 LATE-CASE  2020-001 号反映已经 2222 天没有答复，应在 2020-09-18 以前答复
            1 | - {编号: 2020-001, 提出: 2020-09-11, 问题: 修排水沟为什么花了 8600 元？}
              |   ^
              改法：写上办到哪一步了；办不了的，写明为什么
        cases/990106103201.yaml:1:3: 提醒 LATE-HOLIDAYS  没有 2020 年的放假安排，这一年的工作日只扣了星期六、星期日
            1 | - {编号: 2020-001, 提出: 2020-09-11, 问题: 修排水沟为什么花了 8600 元？}
              |   ^
              改法：国务院办公厅公布以后，照 sitegen/data/holidays.yaml 的样子写一份 holidays.yaml，放在县文件夹里
        """,
    ),
    # CODE: numbers of places
    (
        "CODE-REGION: five digits",
        [add("99010,石桥镇", REGIONS)],
        """
        regions.csv:6:1: 错误 CODE-REGION  区划代码“99010”不对
            6 | 99010,石桥镇
              | ^^^^^
              改法：写统计用区划代码：省 2 位、市 4 位、县 6 位、乡镇 9 位、村 12 位
        """,
    ),
    (
        "CODE-TWICE: two regions with one code",
        [add("990106103,石桥乡", REGIONS)],
        """
        regions.csv:6:1: 错误 CODE-TWICE  代码“990106103”已经是“石桥镇”的了，写在 regions.csv:5
            6 | 990106103,石桥乡
              | ^^^^^^^^^
              改法：对照区划表，改正其中一个
        """,
    ),
    (
        "CODE-TWICE: two villages with one address number",
        [write("villages/990106103202-梨园村/村情.yaml", VILLAGE)],
        """
        villages/990106103202-梨园村/村情.yaml:1:6: 错误 CODE-TWICE  地址号“103201”已经是“清溪村”的了，写在 村/村情.yaml:1
            1 | 地址号: 103201
              |         ^^^^^^
              改法：对照区划表，改正其中一个
        """,
    ),
    (
        "CODE-TWICE: two folders with one code",
        [
            write("villages/990106103201-小清溪/村情.yaml", VILLAGE),
            change("地址号: 103201\n", "", "villages/990106103201-小清溪/村情.yaml"),
        ],
        """
        villages/990106103201-清溪村: 错误 CODE-TWICE  文件夹名里的代码“990106103201”已经是“小清溪”的了，写在 villages/990106103201-小清溪
              改法：对照区划表，改正其中一个
        """,
    ),
    (
        "CODE-TWICE: a number that was a forerunner's",
        [
            write("villages/990106103202-梨园村/村情.yaml", VILLAGE),
            change("103201", "103202", "villages/990106103202-梨园村/村情.yaml"),
            add("前身: [{地址号: 103201, 名称: 老村}]", "villages/990106103202-梨园村/村情.yaml"),
        ],
        """
        villages/990106103202-梨园村/村情.yaml:8:12: 错误 CODE-TWICE  地址号“103201”已经是“清溪村”的了，写在 村/村情.yaml:1
            8 | 前身: [{地址号: 103201, 名称: 老村}]
              |                 ^^^^^^
              改法：对照区划表，改正其中一个
        """,
    ),
    (
        "CAT-NUMBER: what follows from an item that was refused is not said",
        [
            write("catalogue/本县.yaml", CANTEEN.replace('"801"', "12")),
            write("2026/食堂.yaml", MEALS),
            add("应公开: [村民食堂]", SETTINGS),
        ],
        """
        catalogue/本县.yaml:1:7: 错误 CAT-NUMBER  目录里“村民食堂”的编号“12”或名称不能用
            1 | - 编号: 12
              |         ^^
              改法：本县自己的项用 800 到 999；编号和名称都不能和别的项一样，用过的号不再用
        """,
    ),
    (
        "KEY-MISSING: an item without its name, and a ledger that uses it",
        [write("catalogue/本县.yaml", CANTEEN.replace("  名称: 村民食堂\n", "")), write("2026/食堂.yaml", MEALS)],
        """
        catalogue/本县.yaml:1:1: 错误 KEY-MISSING  事项里少了“名称”
            1 | - 编号: "801"
              | ^
              改法：补上“名称”和它的内容
        """,
    ),
    (
        "SYN-BRACKET: a catalogue nobody can read, and a ledger that uses it",
        [write("catalogue/本县.yaml", "- [坏"), write("2026/食堂.yaml", MEALS)],
        """
        catalogue/本县.yaml:1:3: 错误 SYN-BRACKET  这个括号没有配成对
            1 | - [坏
              |   ^^^
              改法：在这一项末尾补上“]”；多出来的括号请删掉
        """,
    ),
    (
        "CODE-PARENT: a township without a county",
        [change("990106,青石县\n", "", REGIONS)],
        """
        regions.csv:4:1: 错误 CODE-PARENT  regions.csv 里没有“990106103”的上一级：990106
            4 | 990106103,石桥镇
              | ^^^^^^^^^
              改法：在 regions.csv 里补上它的上一级，一行一个，写成“代码,名称”，中间是英文逗号
        """,
    ),
    (
        "CODE-FOLDER: a folder without a code",
        [write("villages/梨园村/村情.yaml", VILLAGE), change("103201", "103202", "villages/梨园村/村情.yaml")],
        """
        villages/梨园村/村情.yaml: 错误 CODE-FOLDER  文件夹“梨园村”的名字不对
              改法：写成“12位代码-村名”，比如 990106103201-清溪村
        """,
    ),
    (
        "CODE-ADDRESS: no digits",
        [change("地址号: 103201", "地址号: 清溪", PROFILE)],
        """
        村/村情.yaml:1:6: 错误 CODE-ADDRESS  地址号“清溪”不对
            1 | 地址号: 清溪
              |         ^^^^
              改法：只写数字，一般是区划代码的后六位；印过的地址号不能再改
        """,
    ),
    (
        "CODE-RECORD: a number in words",
        [write("登记/资源合同.yaml", CONTRACTS), change("编号: 7", "编号: 七号", "登记/资源合同.yaml")],
        """
        村/登记/资源合同.yaml:1:7: 错误 CODE-RECORD  资源合同里的编号“七号”不对
            1 | - 编号: 七号
              |         ^^^^
              改法：写数字，比如 7；一项一个号，用过的号不再用
        """,
    ),
    # CAT: a county's own catalogue
    (
        "CAT-NUMBER: a number of the built-in ones",
        [write("catalogue/本县.yaml", CANTEEN), change("801", "700", "catalogue/本县.yaml")],
        """
        catalogue/本县.yaml:1:8: 错误 CAT-NUMBER  目录里“村民食堂”的编号“700”或名称不能用
            1 | - 编号: "700"
              |          ^^^
              改法：本县自己的项用 800 到 999；编号和名称都不能和别的项一样，用过的号不再用
        """,
    ),
    (
        "CAT-NUMBER: a name that is taken",
        [write("catalogue/本县.yaml", CANTEEN), change("名称: 村民食堂", "名称: 资金收支", "catalogue/本县.yaml")],
        """
        catalogue/本县.yaml:2:7: 错误 CAT-NUMBER  目录里“资金收支”的编号“801”或名称不能用
            2 |   名称: 资金收支
              |         ^^^^^^^^
              改法：本县自己的项用 800 到 999；编号和名称都不能和别的项一样，用过的号不再用
        """,
    ),
    (
        "CAT-KEY: a table line of a column that is none",
        [write("catalogue/本县.yaml", CANTEEN), change("首: [菜名]", "首: [菜单]", "catalogue/本县.yaml")],
        """
        catalogue/本县.yaml:11:17: 错误 CAT-KEY  目录里不认识“菜单”
           11 |     菜: {行: {首: [菜单], 数: 价}, 栏: {菜名: {类型: 文字}, 价: {类型: 金额}}}
              |                    ^^^^
              改法：是不是“菜名”？照 docs/formats.md 里的名称写；说的是栏，就写“栏”下面有的名称
        """,
    ),
    (
        "CAT-KEY: a bound by a column that is none",
        [
            write("catalogue/本县.yaml", CANTEEN),
            change("价: {类型: 金额}", "价: {类型: 金额, 不多于: 原价}", "catalogue/本县.yaml"),
        ],
        """
        catalogue/本县.yaml:11:64: 错误 CAT-KEY  目录里不认识“原价”
           11 |     菜: {行: {首: [菜名], 数: 价}, 栏: {菜名: {类型: 文字}, 价: {类型: 金额, 不多于: 原价}}}
              |                                                                                      ^^^^
              改法：是不是“价”？照 docs/formats.md 里的名称写；说的是栏，就写“栏”下面有的名称
        """,
    ),
    (
        "CAT-WORDS: a translation that cannot be filled",
        [
            add("语言: [zh-Hans, en]", SETTINGS),
            write("themes/plain/words/en.local.po", 'msgid "{n}项"\nmsgstr "{count} items"\n'),
        ],
        """
        themes/words/en.local.po:1:1: 提醒 CAT-WORDS  “{n}项”的译文没有用：花括号跟中文的不一样
              改法：花括号里的字和成对的两个星号照抄，位置可以换；.po 文件用 Poedit 这样的软件改
        """,
    ),
    (
        "CAT-WORDS: no .po file at all",
        [add("语言: [zh-Hans, en]", SETTINGS), write("themes/plain/words/en.local.po", "村 = village\n")],
        """
        themes/words/en.local.po: 提醒 CAT-WORDS  这个 .po 文件读不懂
              改法：花括号里的字和成对的两个星号照抄，位置可以换；.po 文件用 Poedit 这样的软件改
        """,
    ),
    (
        "KEY-CHOICE: a language nobody has words of",
        [add("语言: [zh-Hans, english]", SETTINGS)],
        """
        sitegen.yaml:6:15: 错误 KEY-CHOICE  “english”不在可选的几种里
            6 | 语言: [zh-Hans, english]
              |                 ^^^^^^^
              改法：请从这些里选一个：zh-Hans、bo、en、mn-Mong、ug、zh-Hant
        """,
    ),
    (
        "CAT-VALUE: a frequency that is none",
        [write("catalogue/本县.yaml", CANTEEN), change("每年", "半年", "catalogue/本县.yaml")],
        """
        catalogue/本县.yaml:5:7: 错误 CAT-VALUE  目录里“频率”不能是“半年”
            5 |   频率: 半年
              |         ^^^^
              改法：照 docs/formats.md 里列出的几种写
        """,
    ),
    (
        "CAT-POSTED: words that the item does not say",
        [write("catalogue/本县.yaml", CANTEEN + "  公示时说: [用餐的人次]\n")],
        """
        catalogue/本县.yaml:12:10: 错误 CAT-POSTED  “村民食堂”的“公示时说”里写着“用餐的人次”，首屏和解释里都没有这几个字
           12 |   公示时说: [用餐的人次]
              |              ^^^^^^^^^^
              改法：照抄首屏或解释里的字，一个标点也不要差；不用了就删掉
        """,
    ),
    (
        "CAT-LOOSE: looser than the floor",
        [write("catalogue/本县.yaml", LOOSE)],
        """
        catalogue/本县.yaml:9:31: 错误 CAT-LOOSE  “稻谷补贴”的“户主”比底线放得还宽
            9 |     名单: {栏: {户主: {类型: 人名, 网上: 全}, 金额: {类型: 金额}}}
              |                                          ^^
              改法：网上和上墙可以比规定少，不能多
        catalogue/本县.yaml:9:35: 错误 CAT-LOOSE  “稻谷补贴”的“金额”比底线放得还宽
            9 |     名单: {栏: {户主: {类型: 人名, 网上: 全}, 金额: {类型: 金额}}}
              |                                               ^^^^
              改法：网上和上墙可以比规定少，不能多
        """,
    ),
    (
        "CAT-CASH: a cash account that cannot be added up",
        [write("catalogue/本县.yaml", CASH_WITHOUT)],
        """
        catalogue/本县.yaml:11:5: 错误 CAT-CASH  目录里“资金收支”的“出账.金额”要有，种类是金额：账页和收支平衡靠它加减。这一份没有用，还照自带的
           11 |     出账: {栏: {日期: {类型: 日期}, 摘要: {类型: 文字}, 金额: {类型: 文字}}}
              |     ^^^^
              改法：照自带的 021 把它加回来；别的栏可以多，也可以少
        """,
    ),
    (
        "CAT-KEY: a name the catalogue does not know",
        [write("catalogue/本县.yaml", CANTEEN), change("频率", "频次", "catalogue/本县.yaml")],
        """
        catalogue/本县.yaml:5:3: 错误 CAT-KEY  目录里不认识“频次”
            5 |   频次: 每年
              |   ^^^^
              改法：是不是“频率”？照 docs/formats.md 里的名称写；说的是栏，就写“栏”下面有的名称
        """,
    ),
    # LINK: addresses
    (
        "LINK-HOST: a host that cannot be printed",
        [change("https://gk.example.cn", "HTTP://清溪.com", SETTINGS)],
        """
        sitegen.yaml:2:5: 错误 LINK-HOST  网址“HTTP://清溪.com”不能用来印码
            2 | 网址: HTTP://清溪.com
              |       ^^^^^^^^^^^^^^^
              改法：写成小写的 https:// 开头的网址，最好是政府的域名
        """,
    ),
    (
        "LINK-LOST: a printed address without its page",
        [write("links/103209.csv", LINKS.replace("103201", "103209"))],
        """
        links/103209.csv: 错误 LINK-LOST  印出去的地址 /103209/131/7/ 没有页面了
              改法：把那一项加回来，或者用 sitegen links 写明它去哪了
        """,
    ),
    # COR: what was published
    (
        "COR-VILLAGE: a published village whose folder is gone",
        [release, write("published/103209/log.jsonl", "")],
        """
        published/103209: 错误 COR-VILLAGE  公布过的一个村不见了：没有哪个村的地址号是 103209
              改法：把这个村的文件夹放回 villages；并进了别的村，就在那个村的村情里写“前身”
        """,
    ),
    (
        "COR-CUT: the log of what was published is less than a build remembers",
        [release, remove("published/103201/log.jsonl")],
        """
        published/103201/log.jsonl: 错误 COR-CUT  published/103201/log.jsonl 从第 1 行起和上次构建时的不一样：公布过的记录少了，或者改了
              改法：从备份或者 git 里把整个文件夹恢复，不要手工改；恢复以前不公布新的，改过的数也不出。确实以现在的为准的（只是试着公布过；两台电脑各公布各的，留了另一份），把副本 build/.state/published/103201/log.jsonl 删掉
        """,
    ),
    (
        "COR-MISSING: a figure changed",
        [release, change("8,600.00", "8,700.00"), change("4400.00", "4300.00")],
        """
        村/2026/2026年3季度.yaml:11:46: 错误 COR-MISSING  “资金收支”公布过的数变了：出账/记-014/金额，原来是 8600.00，现在是 8700.00
           11 |     7月15日 | 记-014 | 公益支出 | 修复村东排水沟 | 清溪建筑队 | 8,700.00
              |                                                                 ^^^^^^^^
              改法：改错了就改回去；该改的，在这一项的“更正”下面加一行（还没有“更正”，先在这一项最后写一行“更正:”，和别的栏左边对齐）：- {日期: 2026-10-12, 类型: 公开表抄错, 位置: {表: 出账, 凭证号: 记-014, 栏: 金额}, 更正前: 8600.00, 更正后: 8700.00, 原因: 为什么, 核对人: 谁}
        村/2026/2026年3季度.yaml:12:9: 错误 COR-MISSING  “资金收支”公布过的数变了：期末余额，原来是 4400.00，现在是 4300.00
           12 |   期末余额: 4300.00
              |             ^^^^^^^
              改法：改错了就改回去；该改的，在这一项的“更正”下面加一行（还没有“更正”，先在这一项最后写一行“更正:”，和别的栏左边对齐）：- {日期: 2026-10-12, 类型: 公开表抄错, 位置: {栏: 期末余额}, 更正前: 4400.00, 更正后: 4300.00, 原因: 为什么, 核对人: 谁}
        """,
    ),
    (
        "COR-NOTHING: what was published did not happen any more",
        [add(GIFT), release, change(GIFT, "社会捐赠: 本期无发生\n")],
        """
        村/2026/2026年3季度.yaml:13:7: 错误 COR-NOTHING  “社会捐赠”公布过数，现在写成了“本期无发生”
           13 | 社会捐赠: 本期无发生
              |           ^^^^^^^^^^
              改法：改错了就改回去；真的没有发生，这一行整行换成：社会捐赠: {上期结余: 0, 结余: 0, 收到: [], 更正: [{日期: 2026-10-12, 类型: 公开表抄错, 位置: {表: 收到, 栏: 行数}, 更正前: 1, 更正后: 0, 原因: 为什么, 核对人: 谁}, {日期: 2026-10-12, 类型: 公开表抄错, 位置: {表: 收到, 栏: 金额}, 更正前: 50000.00, 更正后: 0.00, 原因: 为什么, 核对人: 谁}, {日期: 2026-10-12, 类型: 公开表抄错, 位置: {栏: 结余}, 更正前: 50000.00, 更正后: 0.00, 原因: 为什么, 核对人: 谁}]}
        """,
    ),
    (
        "COR-BEFORE: a correction of another figure",
        [
            release,
            change("8,600.00", "8,700.00"),
            change("4400.00", "4300.00"),
            add(CORRECTIONS),
            change("更正前: 8600", "更正前: 8500"),
        ],
        """
        村/2026/2026年3季度.yaml:14:72: 错误 COR-BEFORE  更正前写的是 8500.00，公布过的是 8600.00
           14 | … 出账, 凭证号: 记-014, 栏: 金额}, 更正前: 8500, 更正后: 8700, 原因: 看错, 核对人: …
              |                                            ^^^^
              改法：“更正前”照公布过的数写
        """,
    ),
    (
        "COR-AFTER: the ledger says another figure",
        [
            release,
            change("8,600.00", "8,700.00"),
            change("4400.00", "4300.00"),
            add(CORRECTIONS),
            change("更正后: 8700", "更正后: 8800"),
        ],
        """
        村/2026/2026年3季度.yaml:14:83: 错误 COR-AFTER  更正后写的是 8800.00，账里现在是 8700.00
           14 | …-014, 栏: 金额}, 更正前: 8600, 更正后: 8800, 原因: 看错, 核对人: 村监会}
              |                                         ^^^^
              改法：两处写成一样的
        """,
    ),
    (
        "COR-PLACE: a row that is none",
        [
            add(CORRECTIONS),
            change("凭证号: 记-014, 栏", "凭证号: 记-999, 栏"),
            change("8,600.00", "8,700.00"),
            change("4400.00", "4300.00"),
        ],
        """
        村/2026/2026年3季度.yaml:14:52: 错误 COR-PLACE  找不到更正的位置：出账/记-999/金额
           14 | …, 类型: 公开表抄错, 位置: {表: 出账, 凭证号: 记-999, 栏: 金额}, 更正前: 8600, 更正后:…
              |                                               ^^^^^^
              改法：写明表、栏和那一行的凭证号或编号
        """,
    ),
    (
        "COR-PLACE: a column that is none",
        [
            add(CORRECTIONS),
            change("栏: 金额", "栏: 价钱"),
            change("8,600.00", "8,700.00"),
            change("4400.00", "4300.00"),
        ],
        """
        村/2026/2026年3季度.yaml:14:62: 错误 COR-PLACE  找不到更正的位置：出账/价钱
           14 | …错, 位置: {表: 出账, 凭证号: 记-014, 栏: 价钱}, 更正前: 8600, 更正后: 8700, 原因:…
              |                                           ^^^^
              改法：写明表、栏和那一行的凭证号或编号
        """,
    ),
    (
        "COR-KIND: of no kind",
        [
            add(CORRECTIONS),
            change("类型: 公开表抄错, 位置: {表", "类型: 改错, 位置: {表"),
            change("8,600.00", "8,700.00"),
            change("4400.00", "4300.00"),
        ],
        """
        村/2026/2026年3季度.yaml:14:28: 错误 COR-KIND  更正类型“改错”不对
           14 |     - {日期: 2026-10-13, 类型: 改错, 位置: {表: 出账, 凭证号: 记-014, 栏: 金额…
              |                                ^^^^
              改法：写“公开表抄错”或“账务调整”
        """,
    ),
    (
        "COR-SAY: the line that was offered, taken as it is",
        [
            add(CORRECTIONS.replace("看错", "为什么").replace("随上一处改, 核对人: 村监会", "随上一处改, 核对人: 谁")),
            change("8,600.00", "8,700.00"),
            change("4400.00", "4300.00"),
        ],
        """
        村/2026/2026年3季度.yaml:14:93: 错误 COR-SAY  更正的“原因”还写着“为什么”
           14 | …额}, 更正前: 8600, 更正后: 8700, 原因: 为什么, 核对人: 村监会}
              |                                         ^^^^^^
              改法：换成真的：“原因”写为什么要改，“核对人”写谁对过
        村/2026/2026年3季度.yaml:15:88: 错误 COR-SAY  更正的“核对人”还写着“谁”
           15 | …0, 更正后: 4300, 原因: 随上一处改, 核对人: 谁}
              |                                             ^^
              改法：换成真的：“原因”写为什么要改，“核对人”写谁对过
        """,
    ),
    (
        "COR-RECORD: a figure of a published contract changed",
        [
            write("登记/资源合同.yaml", CONTRACTS),
            release,
            change("年租金: 24000", "年租金: 20000", "登记/资源合同.yaml"),
        ],
        """
        村/登记/资源合同.yaml:7:8: 提醒 COR-RECORD  公布过的“资源合同”7号“东塘承包”的年租金原来是 24000.00，现在是 20000.00
            7 |   年租金: 20000
              |           ^^^^^
              改法：写错了就改回去；真的变了，再公布一次，更正记录里会写出原来是多少、改成多少
        """,
    ),
    (
        "COR-TEXT: a figure in the words of a published voucher changed",
        [change("修复村东排水沟", "修复村东排水沟200米"), release, change("排水沟200米", "排水沟900米")],
        """
        村/2026/2026年3季度.yaml:11:28: 提醒 COR-TEXT  公布过的“资金收支”出账/记-014/摘要里的数变了：原来写“修复村东排水沟200米”，现在写“修复村东排水沟900米”
           11 |     7月15日 | 记-014 | 公益支出 | 修复村东排水沟900米 | 清溪建筑队 | 8,600.00
              |                                   ^^^^^^^^^^^^^^^^^^^
              改法：写错了就改回去；真的变了，再公布一次，更正记录里会写出原来怎么写、现在怎么写
        """,
    ),
    (
        "PII-COVERED: a list is gone whose people were covered in what was published",
        [
            write("2026/高龄.yaml", AGED),
            change("修复村东排水沟", "慰问郭大年等老人"),
            release,
            change("序号: 1, 姓名: 郭大年", "序号: 1, 姓名: 郭大山", "2026/高龄.yaml"),
        ],
        """
        村/2026/2026年3季度.yaml:11:28: 提醒 PII-COVERED  公布时“资金收支”摘要里有个名字写的是“某人”，照现在的账本名字会露出来：还写“某人”
              改法：那个人的名单读不出来、删了、少了一行的，改回去；不是人名的，把那句话换个说法
        """,
    ),
    (
        "COR-ERASED: a published correction is taken away",
        [add(f"  更正:\n    - {CORRECTED}"), release, change(f"  更正:\n    - {CORRECTED}\n", "")],
        """
        村/2026/2026年3季度.yaml:6:3: 错误 COR-ERASED  “资金收支”公布过的更正不见了：2026-10-12 出账/记-014/金额，6800.00 改成 8600.00
            6 |   期初余额: 1000.00
              |   ^^
              改法：在“更正”下面原样加回来：- {日期: 2026-10-12, 类型: 公开表抄错, 位置: {表: 出账, 凭证号: 记-014, 栏: 金额}, 更正前: 6800.00, 更正后: 8600.00, 原因: 看错一位, 核对人: 村监会}；更正又错了的，再加一行新的，原来那一行也留着
        """,
    ),
    (
        "COR-OBJECTION: a published objection is taken away",
        [
            change("2026-10-10 同意", "2026-10-10 有异议：太贵了\n    答复: 三家里最便宜的"),
            release,
            change("2026-10-10 有异议：太贵了\n    答复: 三家里最便宜的", "2026-10-10 同意"),
        ],
        """
        村/2026/2026年3季度.yaml:4:14: 错误 COR-OBJECTION  公布过的异议不见了，或者改了：村务监督委员会，2026-10-10
            4 |   - 村务监督委员会: 2026-10-10 同意
              |                     ^^^^^^^^^^^^^^^
              改法：在“审核”下面原样加回来：- 村务监督委员会: 2026-10-10 有异议：太贵了（有“答复”的，答复也写上）；后来同意了的，另写一行，两行都留着
        """,
    ),
    (
        "COR-POSTED: the day of posting is set back",
        [release, change("公开日期: 2026-10-12", "公开日期: 2026-10-11")],
        """
        村/2026/2026年3季度.yaml:2:7: 错误 COR-POSTED  公布以后，公开日期往前改了：公布的时候是 2026-10-12，现在是 2026-10-11
            2 | 公开日期: 2026-10-11
              |           ^^^^^^^^^^
              改法：改回 2026-10-12；当时真写错了的，日期也不改，在“说明”里写一句
        """,
    ),
    (
        "COR-UNTIL: a list that names people lasts longer than was told",
        [
            change(
                "期末余额: 4400.00",
                "期末余额: 4400.00\n误工补贴: {误工: [{日期: 7月19日, 姓名: 李有田, 事由: 清渠, 天数: 2, 金额: 240}]}",
            ),
            release,
            change("公开日期: 2026-10-12", "公开日期: 2026-10-12\n公示至: 2026-12-31"),
        ],
        """
        sitegen.yaml: 提醒 PII-RECORD  网上要写出人的姓名，但没有地方放个人信息影响评估记录
              改法：加上 --private 文件夹，或者在 sitegen.yaml 写“内部文件夹: 文件夹”，放在账本文件夹外面
        村/2026/2026年3季度.yaml:3:6: 错误 COR-UNTIL  公布以后，公示的最后一天往后改了：公布的时候是 2026-10-26，现在是 2026-12-31
            3 | 公示至: 2026-12-31
              |         ^^^^^^^^^^
              改法：写上“公示至: 2026-10-26”；真要延长，到 2026-10-26 为止再审核一次，在“审核”下面另加一行，原来的留着
        """,
    ),
    (
        "COR-RETURNED: what was withdrawn stands under another number of its book",
        [release, take_down, change("编号: 1, 名称", "编号: 3, 名称", PROFILE)],
        """
        村/2026/2026年3季度.yaml:6:3: 错误 COR-RETURNED  “资金收支”2026年3季度 2026-10-12 撤下了，2026年3季度（村委会）又是同样的内容
            6 |   期初余额: 1000.00
              |   ^^
              改法：把不该公开的去掉、该改的改好，2026-10-12 或以后再审核一次；就是不该公布的，从账本里拿掉
        """,
    ),
    (
        "COR-ANSWER: a published answer is another",
        [
            write(
                QUESTIONS,
                "- {编号: 2026-001, 提出: 2026-10-09, 问题: 修排水沟为什么花了 8600 元？, 经过: [{步骤: 答复, 日期: 2026-10-12, 内容: 选的最低价}]}",
            ),
            release,
            change("选的最低价", "没有比价", QUESTIONS),
        ],
        """
        cases/990106103201.yaml:1:75: 错误 COR-ANSWER  2026-001 号反映的“答复”公布以后改了：公布的时候是“选的最低价”，现在是“没有比价”
            1 | …花了 8600 元？, 经过: [{步骤: 答复, 日期: 2026-10-12, 内容: 没有比价}]}
              |                                            ^^^^^^^^^^
              改法：改回原来的；当时真写错了，就在“经过”最后加一步“更正”，日期不早于 2026-10-12，内容写哪里错了、应该是什么、为什么
        """,
    ),
    (
        "COR-ASKED: a published question is deleted",
        [
            write(
                QUESTIONS,
                "- {编号: 2026-001, 提出: 2026-10-09, 问题: 修排水沟为什么花了 8600 元？, 经过: [{步骤: 答复, 日期: 2026-10-12, 内容: 选的最低价}]}",
            ),
            release,
            write(QUESTIONS, "[]\n"),
        ],
        """
        cases/990106103201.yaml: 错误 COR-ASKED  2026-001 号反映公布过，现在不见了
              改法：加回来，编号和公布的时候一样；确实不该有的，用 sitegen withdraw 村名/反映/2026-001 撤下，写明原因
        """,
    ),
    (
        "COR-UNHEARD: an answer is older than a release without it",
        [
            write(QUESTIONS, "- {编号: 2026-001, 提出: 2026-10-09, 问题: 路灯什么时候修？}"),
            release,
            write(
                QUESTIONS,
                "- {编号: 2026-001, 提出: 2026-10-09, 问题: 路灯什么时候修？, 经过: [{步骤: 答复, 日期: 2026-10-10, 内容: 修好了}]}",
            ),
        ],
        """
        cases/990106103201.yaml:1:66: 提醒 COR-UNHEARD  2026-001 号反映的答复写的是 2026-10-10，可 2026-10-12 公布的时候还没有这个答复
            1 | …: 路灯什么时候修？, 经过: [{步骤: 答复, 日期: 2026-10-10, 内容: 修好了}]}
              |                                                ^^^^^^^^^^
              改法：日期写真正答复的那一天；确实那天就答复了的，不用改，网页上会写明公布的时候还没有
        """,
    ),
    (
        "COR-DRAFT: what was published is a draft again",
        [release, change("资金收支:", "资金收支:\n  草稿: 是")],
        """
        村/2026/2026年3季度.yaml:6:7: 错误 COR-DRAFT  公布过的内容，现在写上了“草稿: 是”
            6 |   草稿: 是
              |         ^^
              改法：把“草稿: 是”那一行去掉；确实不该公布的，用 sitegen withdraw 撤下，写明原因
        """,
    ),
    (
        "COR-GONE: what was published is taken away",
        [
            release,
            write(QUARTER, LAST),
            change("2026年2季度", "2026年3季度"),
            change("2026-07-1", "2026-10-1"),
            change("资金收支: {期初余额: 1000.00, 进账: [], 出账: [], 期末余额: 1000.00}", "社会捐赠: 本期无发生"),
        ],
        """
        村/村情.yaml: 错误 COR-GONE  “资金收支”2026年3季度公布过的内容不见了
              改法：加回来；确实不该有的，用 sitegen withdraw 撤下，写明原因
        """,
    ),
    (
        "COR-NUMBER: a published book gets another number",
        [release, change("编号: 1", "编号: 3", PROFILE)],
        """
        村/村情.yaml:5:5: 错误 COR-NUMBER  “村委会”这本账公布时的编号是 1，现在写的是 3
            5 |   - {编号: 3, 名称: 村委会}
              |     ^
              改法：把编号改回 1；账换了名字，只改“名称”
        """,
    ),
    (
        "COR-BOOK: a published book gets another number and name",
        [release, change("编号: 1, 名称: 村委会", "编号: 3, 名称: 村民委员会", PROFILE)],
        """
        村/村情.yaml:5:5: 错误 COR-BOOK  “资金收支”2026年3季度公布过的“村委会”不见了，多了没有公布过的“村民委员会”
            5 |   - {编号: 3, 名称: 村民委员会}
              |     ^
              改法：还是同一笔账，就把编号、批次、组改回公布时的；不是，先把“村委会”加回来
        """,
    ),
    (
        "COR-ADDED: a book comes into a period that was published without it",
        [
            change("  - {编号: 1, 名称: 村委会}", "  - {编号: 1, 名称: 村委会}\n  - {编号: g1, 名称: 1组}", PROFILE),
            change("资金收支:\n", "资金收支:\n  账套: 村委会\n"),
            release,
            write("2026/1组.yaml", LAST_OF_GROUP),
        ],
        """
        村/2026/1组.yaml:4:7: 错误 COR-ADDED  “资金收支”2026年3季度公布时没有“1组”这本账，现在加进来，公布过的合计就变了
            4 | 资金收支: {账套: 1组, 期初余额: 70.00, 进账: [], 出账: [], 期末余额: 70.00}
              |           ^
              改法：不是这一期的，挪到该在的那一期；当时漏了，在这本账下面写“更正”，列上：- {日期: 2026-10-12, 类型: 公开表抄错, 位置: {栏: 期末余额}, 更正前: 没有, 更正后: 70.00, 原因: 为什么, 核对人: 谁}
        """,
    ),
    (
        "SYN-CELLS: a cell too few, and nothing said of the sum without it",
        [change("| 清溪建筑队 | 8,600.00", "| 8,600.00")],
        """
        村/2026/2026年3季度.yaml:11:5: 错误 SYN-CELLS  这一行有 5 格，表头有 6 格
           11 |     7月15日 | 记-014 | 公益支出 | 修复村东排水沟 | 8,600.00
              |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              改法：表头是：日期、凭证号、类别、摘要、收款单位、金额。少了就补一个“|”，没有内容的格子空着；多了就删掉
        """,
    ),
    (
        "SYN-ROW: a row taken out with a sign, and nothing said of the sum without it",
        [change("    7月15日", "    # 7月15日")],
        """
        村/2026/2026年3季度.yaml:11:5: 错误 SYN-ROW  表里的这一行前面有“#”：看不出还要不要
           11 |     # 7月15日 | 记-014 | 公益支出 | 修复村东排水沟 | 清溪建筑队 | 8,600.00
              |     ^^^^^^^^^
              改法：要这一行，就去掉“#”；不要，就把整行删掉；是备注，里面就不要写“|”
        """,
    ),
    (
        "SYN-VALUE: a row without its brace, and nothing said of the sum without it",
        [change("    - {日期: 7月3日", "    - 日期: 7月3日")],
        """
        村/2026/2026年3季度.yaml:8:7: 错误 SYN-BRACKET  这个括号没有配成对
            8 |     - 日期: 7月3日, 凭证号: 记-001, 类别: 经营收入, 摘要: 东塘承包费, 金额: 12000}
              |       ^^
              改法：在这里补上“{”；多出来的括号请删掉
        """,
    ),
    (
        "SYN-QUOTE: in a CSV file",
        [
            change(TABLE, "{表格: 出账.csv}\n"),
            write(
                "2026/出账.csv",
                OUTGOING.replace("修沟", '"修沟'),
            ),
        ],
        """
        村/2026/出账.csv:2:18: 错误 SYN-QUOTE  这个引号没有配成对
            2 | 7月15日,记-014,公益支出,"修沟,建筑队,8600
              |                         ^
              改法：补上另一半英文引号，或者去掉引号；文字里要用引号，就用中文的“”
        """,
    ),
    (
        "XLS-ERROR: in a CSV file, said once",
        [
            change(TABLE, "{表格: 出账.csv}\n"),
            write(
                "2026/出账.csv",
                OUTGOING.replace("8600", "#DIV/0!"),
            ),
        ],
        """
        村/2026/出账.csv:2:25: 错误 XLS-ERROR  这一格算错了：#DIV/0!
            2 | 7月15日,记-014,公益支出,修沟,建筑队,#DIV/0!
              |                                     ^^^^^^^
              改法：改正公式，或者直接写数
        """,
    ),
    (
        "ENC-HIDDEN: in an amount of a CSV file",
        [
            change(TABLE, "{表格: 出账.csv}\n"),
            write(
                "2026/出账.csv",
                OUTGOING.replace("8600", "86\u200b00"),
            ),
        ],
        """
        村/2026/出账.csv:2:27: 提醒 ENC-HIDDEN  这里有看不见的字符（U+200B）
            2 | 7月15日,记-014,公益支出,修沟,建筑队,86\u200b00
              |                                       ^
              改法：把光标放在这里，删掉前后看不见的字符，再重新打一遍
        """,
    ),
    (
        "FILE-EMPTY: nothing but remarks",
        [write("2026/2026年2季度.yaml", "# 还没填\n")],
        """
        村/2026/2026年2季度.yaml: 错误 FILE-EMPTY  “2026年2季度.yaml”是空的
              改法：重新复制一遍这个文件，或者填上内容
        """,
    ),
    (
        "LINK-CHAIN: a register of addresses that was changed by hand",
        [write("links/103201.csv", LINKS), change("/103201/131/7/", "/103201/021/", "links/103201.csv")],
        """
        links/103201.csv:2:1: 错误 LINK-CHAIN  links/103201.csv 第 2 行被改过或删过
            2 | 2026-10-12,print,/103201/021/,,,1,86e5dece591fdb75
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              改法：从备份里恢复这个文件，不要手工改。两台电脑各登记各的，留一份，另一份里的照样再印一遍，贴出去的不用换
        """,
    ),
    (
        "LINK-CUT: a register of addresses that lost its last line",
        [
            lambda world: world.write("build/.state/links/103201.csv", LINKS),
            write("links/103201.csv", LINKS.partition("\n")[0] + "\n"),
        ],
        """
        links/103201.csv: 错误 LINK-CUT  links/103201.csv 从第 2 行起和上次构建时的不一样：印过的地址少了，或者改了
              改法：从备份恢复这个文件；没有备份的，把 build/.state/links/103201.csv 拷回来。恢复以前网站照上次的样子做，不印新的码。别人在另一台电脑上登记过的，恢复以后照样再印一遍就登记回来，贴出去的不用换
        """,
    ),
    (
        "LINK-TARGET: an address that moved to a page that is not there",
        [write("links/103201.csv", MOVED)],
        """
        links/103201.csv: 错误 LINK-TARGET  地址转到“/103201/999/”，那里没有页面
              改法：写一个现有的地址
        """,
    ),
    (
        "PER-FUTURE: a question that is still to be asked",
        [write(QUESTIONS, "- {编号: 2026-001, 提出: 2027-10-11, 问题: 为什么还没有公开？}")],
        """
        cases/990106103201.yaml:1:22: 错误 PER-FUTURE  2027-10-11还没有到
            1 | - {编号: 2026-001, 提出: 2027-10-11, 问题: 为什么还没有公开？}
              |                          ^^^^^^^^^^
              改法：看看年份是不是写错了；今天按 2026-10-12 算
        """,
    ),
    (
        "PER-KIND: a whole file of another length",
        [
            change("2026年3季度", "2025年"),
            change("7月3日", "2025-07-03"),
            change("7月15日", "2025-07-15"),
            add("人口变动: {人口: 1043}"),
        ],
        """
        村/2026/2026年3季度.yaml:1:5: 提醒 PER-KIND  “资金收支”等 2 项应该每季公开一次，这里写的是2025年
            1 | 期间: 2025年
              |       ^^^^^^
              改法：每季写一份，先写“2025年1季度”的
        """,
    ),
    (
        "DATE-BACKWARDS: an answer before the question",
        [write(QUESTIONS, CASE), change("答复, 日期: 2026-10-03", "答复, 日期: 2026-09-03", QUESTIONS)],
        """
        cases/990106103201.yaml:6:20: 错误 DATE-BACKWARDS  “答复”2026-09-03 比“提出”2026-10-01 还早
            6 |     - {步骤: 答复, 日期: 2026-09-03, 内容: 修好了}
              |                          ^^^^^^^^^^
              改法：对照原件，看看哪一个写错了，多半是年份
        """,
    ),
    (
        "DATE-BACKWARDS: a question after all its steps",
        [write(QUESTIONS, CASE), change("提出: 2026-10-01", "提出: 2026-10-11", QUESTIONS)],
        """
        cases/990106103201.yaml:2:7: 错误 DATE-BACKWARDS  “受理”2026-10-02 比“提出”2026-10-11 还早
            2 |   提出: 2026-10-11
              |         ^^^^^^^^^^
              改法：对照原件，看看哪一个写错了，多半是年份
        """,
    ),
    (
        "REF-TWICE: two questions with one number",
        [write(QUESTIONS, CASE + CASE)],
        """
        cases/990106103201.yaml:8:7: 错误 REF-TWICE  编号 2026-001 用了两次，另一处是第 1 行
            8 | - 编号: 2026-001
              |         ^^^^^^^^
              改法：新的一项用一个没有用过的号
        """,
    ),
    (
        "FILE-MISSING: the proof of an answer",
        [write(QUESTIONS, CASE), change("内容: 修好了", "内容: 修好了, 佐证: 附件/路灯.jpg", QUESTIONS)],
        """
        cases/990106103201.yaml:6:45: 错误 FILE-MISSING  找不到文件“路灯.jpg”
            6 |     - {步骤: 答复, 日期: 2026-10-03, 内容: 修好了, 佐证: 附件/路灯.jpg}
              |                                                          ^^^^^^^^^^^^^
              改法：把文件放进来（图片放在“附件”文件夹），或者改正名字
        """,
    ),
    (
        "CODE-VILLAGE: questions to a village that is not there",
        [write("cases/清溪村.yaml", CASE)],
        """
        cases/清溪村.yaml: 错误 CODE-VILLAGE  没有“清溪村”这个村
              改法：是不是“990106103201”？写村名、12 位代码或地址号
        """,
    ),
    (
        "CODE-PARENT: a village without its township",
        [change("990106103,石桥镇\n", "", REGIONS)],
        """
        regions.csv: 错误 CODE-PARENT  regions.csv 里没有“990106103201”的上一级：990106103
              改法：在 regions.csv 里补上它的上一级，一行一个，写成“代码,名称”，中间是英文逗号
        """,
    ),
    (
        "KEY-MISSING: a region without a name",
        [change("990106103,石桥镇", "990106103,", REGIONS)],
        """
        regions.csv:5:11: 错误 KEY-MISSING  regions.csv 的这一行里少了“name”
            5 | 990106103,
              |           ^
              改法：补上“name”和它的内容
        """,
    ),
    (
        "LINK-HOST: an address that is not https",
        [change("https://gk.example.cn", "http://gk.example.cn", SETTINGS)],
        """
        sitegen.yaml:2:5: 错误 LINK-HOST  网址“http://gk.example.cn”不能用来印码
            2 | 网址: http://gk.example.cn
              |       ^^^^^^^^^^^^^^^^^^^^
              改法：写成小写的 https:// 开头的网址，最好是政府的域名
        """,
    ),
    (
        "CAT-KEY: an equation with a name nobody knows",
        [write("catalogue/本县.yaml", CANTEEN.replace("午饭 + 晚饭 =", "午饭 + 夜饭 ="))],
        """
        catalogue/本县.yaml:9:13: 错误 CAT-KEY  目录里不认识“夜饭”
            9 |   平衡: [午饭 + 夜饭 = 人次]
              |                 ^^^^
              改法：是不是“午饭”？照 docs/formats.md 里的名称写；说的是栏，就写“栏”下面有的名称
        """,
    ),
    (
        "CAT-VALUE: an equation that is none",
        [write("catalogue/本县.yaml", CANTEEN.replace("午饭 + 晚饭 = 人次", "午饭 + 晚饭"))],
        """
        catalogue/本县.yaml:9:8: 错误 CAT-VALUE  目录里“平衡”不能是“午饭 + 晚饭”
            9 |   平衡: [午饭 + 晚饭]
              |          ^^^^^^^^^^^
              改法：照 docs/formats.md 里列出的几种写
        """,
    ),
    (
        "DATE-BACKWARDS: holidays that end before they begin",
        [write("holidays.yaml", "- {年: 2031, 放假: [1月3日—1月1日], 上班: []}")],
        """
        holidays.yaml:1:18: 错误 DATE-BACKWARDS  “最后一天”2031-01-01 比“第一天”2031-01-03 还早
            1 | - {年: 2031, 放假: [1月3日—1月1日], 上班: []}
              |                     ^^^^^^^^^^^^^
              改法：对照原件，看看哪一个写错了，多半是年份
        """,
    ),
    (
        "AMT-COUNT: a year of holidays in words",
        [write("holidays.yaml", "- {年: 三一年, 放假: [1月1日—1月3日], 上班: []}")],
        """
        holidays.yaml:1:7: 错误 AMT-COUNT  “三一年”不是整数
            1 | - {年: 三一年, 放假: [1月1日—1月3日], 上班: []}
              |        ^^^^^^
              改法：写整数，比如 12
        """,
    ),
    (
        "REV-DATE: looked at before the quarter was over",
        [change("2026-10-10 同意", "2026-08-10 同意")],
        """
        村/2026/2026年3季度.yaml:4:14: 提醒 REV-DATE  审核日期 2026-08-10 不对
            4 |   - 村务监督委员会: 2026-08-10 同意
              |                     ^^^^^^^^^^
              改法：审核要在这一期结束以后、公开以前；这一期 2026-09-30 才过完，没过完先不写审核
        """,
    ),
    (
        "REF-RECORD: not said of a register that could not be read",
        [
            change("金额: 12000", "金额: 12000, 合同: 资源合同/7"),
            write("登记/资源合同.yaml", CONTRACTS.replace("名称: 东塘承包", "名称: " + 20 * "[" + 20 * "]")),
        ],
        """
        村/登记/资源合同.yaml:2:21: 错误 LIM-DEPTH  一层套一层，套得太深了（最多 16 层）
            2 |   名称: [[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]
              |                       ^
              改法：看看这里是不是多打了括号或横线
        """,
    ),
    (
        "KEY-YESNO: not said a second time of the picture",
        [write("附件/沟.jpg", PICTURE), add("  附件: [{文件: 沟.jpg, 已遮盖: 可能}]")],
        """
        村/2026/2026年3季度.yaml:13:25: 错误 KEY-YESNO  “可能”看不出是“是”还是“否”
           13 |   附件: [{文件: 沟.jpg, 已遮盖: 可能}]
              |                                 ^^^^
              改法：写成 是 或 否
        """,
    ),
    (
        "SYN-TABLE: not said again of its rows",
        [change("出账: |\n    日期 ", "出账: 日期 ")],
        """
        村/2026/2026年3季度.yaml:9:7: 错误 SYN-TABLE  表格要从下一行写起，前面用“|”开头
            9 |   出账: 日期    | 凭证号 | 类别     | 摘要           | 收款单位   | 金额
              |         ^^
              改法：名称后面写“: |”，再换一行写表头，各行缩进两格
        """,
    ),
    (
        "SYN-FWCOLON: in the only line under a name",
        [change("公开电话: {村委会: 0000-8812345}", "公开电话:\n  村委会：0000-8812345", PROFILE)],
        """
        村/村情.yaml:7:6: 错误 SYN-FWCOLON  这里用了中文冒号“：”
            7 |   村委会：0000-8812345
              |         ^^
              改法：改成英文冒号加一个空格，写成“村委会: ”
        """,
    ),
    (
        "XLS-FORMULA: not said a second time of the row",
        [change(TABLE, "{表格: 出账.xlsx}\n"), write("2026/出账.xlsx", workbook("=8000+600"))],
        """
        村/2026/出账.xlsx Sheet!F2: 错误 XLS-FORMULA  这一格是公式，没有存下算好的数
              改法：用 Excel 或 WPS 打开，存一次；或者直接写数
        """,
    ),
    (
        "XLS-MERGED: not said again of the rows below",
        [change(TABLE, "{表格: 出账.xlsx}\n"), write("2026/出账.xlsx", workbook(8600, merged="C2:C3"))],
        """
        村/2026/出账.xlsx Sheet!C2: 错误 XLS-MERGED  这里有合并的格子：C2:C3
              改法：取消合并，每一行都填上内容
        """,
    ),
    (
        "XLS-SHEET: where it is asked for",
        [change(TABLE, "{表格: 出账.xlsx#明细}\n"), write("2026/出账.xlsx", workbook(8600))],
        """
        村/2026/2026年3季度.yaml:9:12: 错误 XLS-SHEET  表格里没有工作表“明细”
            9 |   出账: {表格: 出账.xlsx#明细}
              |                ^^^^^^^^^^^^^^
              改法：有这些工作表：Sheet
        """,
    ),
    (
        "SUM-CARRY: a wrong opening is said once",
        [write("2026/2季度.yaml", LAST), change("期初余额: 1000.00", "期初余额: 1090.00", QUARTER)],
        """
        村/2026/2026年3季度.yaml:6:9: 错误 SUM-CARRY  村委会期初 1,090.00，上一期2026年2季度期末是 1,000.00，差 90.00
            6 |   期初余额: 1090.00
              |             ^^^^^^^
              改法：先看上一期公布的数；上一期错了要写“更正”，不能只改这一期
        """,
    ),
    (
        "SUM-BALANCE: a wrong closing is not said again of the period that opens with the right one",
        [write("2026/2季度.yaml", LAST), change("期末余额: 1000.00", "期末余额: 1900.00", "2026/2季度.yaml")],
        """
        村/2026/2季度.yaml:4:45: 错误 SUM-BALANCE  村委会的账不平：期初 1,000.00 ＋ 进账 0.00 － 出账 0.00 ＝ 1,000.00，写的期末是 1,900.00，差 900.00
            4 | 资金收支: {期初余额: 1000.00, 进账: [], 出账: [], 期末余额: 1900.00}
              |                                                             ^^^^^^^
              改法：差额能被 9 除尽，看看有没有两个数字写颠倒，或者小数点错了一位。逐笔对一遍进账和出账
        """,
    ),
    (
        "REF-KEY: of two the one that does not follow its neighbours",
        [
            change("4400.00", "3600.00"),
            change("8,600.00\n", "8,600.00\n    7月16日 | 记-015 | 公益支出 | 买水泥 | 清溪建筑队 | 400.00\n"),
            change("400.00\n", "400.00\n    7月17日 | 记-016 | 公益支出 | 买砂石 | 清溪建筑队 | 400.00\n"),
            change("记-014", "记-016"),
        ],
        """
        村/2026/2026年3季度.yaml:11:13: 错误 REF-KEY  两行的“记-016”一样，另一行是第 13 行
           11 |     7月15日 | 记-016 | 公益支出 | 修复村东排水沟 | 清溪建筑队 | 8,600.00
              |               ^^^^^^
              改法：看看是不是重复记了；确实是两笔，请用“序号”一栏分开
        """,
    ),
    (
        "PER-OUTSIDE: none of a file's days lies within its period",
        [
            change("8,600.00\n", "8,600.00\n    7月16日 | 记-015 | 公益支出 | 买水泥         | 清溪建筑队 | 400.00\n"),
            change("4400.00", "4000.00"),
            change("期间: 2026年3季度", "期间: 2026年4季度"),
            change("7月", "2026年7月"),
        ],
        """
        村/2026/2026年3季度.yaml:1:5: 提醒 PER-OUTSIDE  2026-07-03 — 2026-07-16 不在2026年4季度里
            1 | 期间: 2026年4季度
              |       ^^^^^^^^^^^
              改法：3 个日期都不在，先看看“期间”写对了没有。对照票据看看日期
        """,
    ),
    (
        "KEY-TYPE: a register that says there is none",
        [write("登记/资产.yaml", "无\n")],
        """
        村/登记/资产.yaml:1:1: 错误 KEY-TYPE  “资产”这里的写法不对，应该是一串用“-”开头的行
            1 | 无
              | ^^
              改法：没有，就写成“[]”；有，就照样表改；用 sitegen new 可以得到写好格式的样表
        """,
    ),
    (
        "SYN-ALIGN: telephones that stand out of line",
        [change("公开电话: {村委会: 0000-8812345}", "公开电话:\n村委会: 0000-8812345", PROFILE)],
        """
        村/村情.yaml:7:1: 错误 SYN-ALIGN  这一行没有和同级的几行对齐
            7 | 村委会: 0000-8812345
              | ^^^^^^
              改法：数一数行首的空格，和上面同级的那一行一样多
        """,
    ),
    (
        "KEY-TYPE: a telephone without its name is none that has to be hidden",
        [change("公开电话: {村委会: 0000-8812345}", "公开电话: 0000-8812345", PROFILE)],
        """
        村/村情.yaml:6:7: 错误 KEY-TYPE  “公开电话”这里的写法不对，应该是几行“名称: 内容”
            6 | 公开电话: 0000-8812345
              |           ^^^^^^^^^^^^
              改法：照样表改；用 sitegen new 可以得到写好格式的样表
        """,
    ),
]


@pytest.mark.parametrize(("steps", "says"), [mistake[1:] for mistake in MISTAKES], ids=[name for name, *_ in MISTAKES])
def test_each_mistake_is_said_to_the_letter(tmp_path: Path, steps: list[Step], says: str) -> None:
    world = small_county(tmp_path)
    for step in steps:
        step(world)
    world.build()
    assert world.report.faults == ()
    assert world.console() == said(says)


def test_the_county_of_these_tests_has_no_mistake(tmp_path: Path) -> None:
    world = small_county(tmp_path).build()
    assert world.console() == ""


def test_what_is_late_is_named_with_its_day(tmp_path: Path) -> None:
    world = add("起始: 2026年3季度", PROFILE)(small_county(tmp_path)).build(today=date(2026, 10, 16))
    expected = """
        村/村情.yaml: 提醒 LATE-DUE  2026年3季度应在 2026-10-15 以前公开：“村组干部报酬”
              改法：尽快补上；没有发生就写“本期无发生”
        """
    assert set(world.codes) == {"LATE-DUE"}
    assert said(expected) in world.console()


def test_a_meeting_is_told_on_its_day_and_again_with_its_quarter(tmp_path: Path) -> None:
    """What happened, and is no sum, need not wait: neither its period nor its days are complained of."""
    told = MEETING.replace("2026年3季度", "2026-08-16").replace("2026-10-12", "2026-08-16").replace("93", "43")
    world = small_county(tmp_path).publication(told.replace("2026-10-10", "2026-08-15"), "2026/2026-08-16-会议.yaml")
    world.change(where(QUARTER), "资金收支:", "会议决定: 本期无发生\n资金收支:").build()
    assert world.console() == ""
    world.change(where("2026/2026-08-16-会议.yaml"), "7月13日", "2025-07-13").build()
    assert set(world.codes) == {"PER-OUTSIDE"}


def test_a_late_entry_that_is_explained_as_asked_is_not_warned_about(tmp_path: Path) -> None:
    world = small_county(tmp_path).change(where(QUARTER), "7月3日", "1月5日").build()
    assert world.codes == ["PER-OUTSIDE"]
    world.change(
        where(QUARTER), "  期末余额: 4400.00\n", "  期末余额: 4400.00\n  说明: 11月5日这一笔是补记的。\n"
    ).build()
    assert world.codes == ["PER-OUTSIDE"], "another day"
    world.change(where(QUARTER), "11月5日", "1月5日").build()
    assert world.console() == ""


def test_cures_of_periods_end_in_a_clean_check(tmp_path: Path) -> None:
    """In the middle of a quarter, each taken as it is written: the one for what is told at once, and the one for sums."""
    told, today = MEETING.replace("2026-10-12", "2026-08-16").replace("2026-10-10", "2026-08-15"), date(2026, 8, 20)
    world = World(tmp_path / "会").write(SETTINGS, WORLD).write(REGIONS, AREAS).village()
    world.publication(told.replace("93", "43"), "2026/会.yaml").build(today)
    assert world.codes == ["PER-POSTED", "REV-DATE"]
    world.change(where("2026/会.yaml"), "2026年3季度", "2026-08-16").build(today)
    assert world.console() == ""
    posted, reviewed = "公开日期: 2026-10-12\n", "审核:\n  - 村务监督委员会: 2026-10-10 同意\n"
    book = CASH.replace("2026-10-12", "2026-08-16").replace("2026-10-10", "2026-08-15")
    world = World(tmp_path / "账").write(SETTINGS, WORLD).write(REGIONS, AREAS).village()
    world.publication(book.replace("2026年3季度", "2026-08-16")).build(today)
    assert world.codes == ["PER-KIND"]
    world.publication(CASH.replace(posted, "").replace(reviewed, "")).build(today)
    assert world.codes == ["REV-NONE"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"state":"published"', '"state":"shown"'),
        ('"day":"2026-10-12"', '"day":"yesterday"'),
        ('"sequence":1', '"sequence":"one"'),
        ('"item":"021"', '"item":"999"'),
        ('"period":"2026q3"', '"period":"soon"'),
        ('"chain":"', '"chain":"0'),
        ('{"chain"', '"chain"'),
    ],
)
def test_a_record_of_publications_changed_by_hand_is_reported_and_stops_nothing(
    tmp_path: Path, old: str, new: str
) -> None:
    world = release(small_county(tmp_path)).change("published/103201/log.jsonl", old, new).build()
    assert world.report.faults == ()
    assert "COR-CUT" in world.codes
    assert world.page("/103201/").key_figure == "4,400元"
    shutil.rmtree(tmp_path / "build/.state/published")
    world.build()
    assert world.report.faults == ()
    assert world.console("LINK-CHAIN").startswith(
        "published/103201/log.jsonl:1:1: 错误 LINK-CHAIN  published/103201/log.jsonl 第 1 行"
    )
    assert world.page("/103201/").key_figure == "4,400元"


def test_a_stored_version_changed_by_hand_stops_nothing(tmp_path: Path) -> None:
    world = release(small_county(tmp_path))
    stored = next((tmp_path / "published/103201/021").iterdir())
    stored.write_text("{", encoding="utf-8")
    world.build()
    assert world.report.faults == ()
    assert world.page("/103201/").key_figure == "4,400元"


def test_no_finished_page_holds_a_private_telephone(tmp_path: Path) -> None:
    """Whatever way it came in by: here by the settings, which are no ledger."""
    world = change("石桥镇人民政府", "石桥镇人民政府 13912345678", SETTINGS)(small_county(tmp_path)).build()
    assert set(world.codes) == {"PII-OUTPUT", "PII-PHONE"}
    assert [name for name, data in world.files().items() if b"13912345678" in data] == []


def test_english_readers_are_told_the_same(tmp_path: Path) -> None:
    world = change("审核:\n  - 村务监督委员会: 2026-10-10 同意", "审核: 同意")(small_county(tmp_path)).build()
    english = load_wording(read_data("messages/en.yaml"))
    first = to_text(world.report.diagnostics[0], english)
    expected = """
        村/2026/2026年3季度.yaml:3:5: error KEY-TYPE  “审核” is written in the wrong form; expected: lines beginning with “-”
            3 | 审核: 同意
              |       ^^^^
              to mend: Write it like the form; sitegen new gives one
        """
    assert first == said(expected)


def test_a_host_under_which_codes_hang_is_not_forgotten(tmp_path: Path) -> None:
    world = change("https://gk.example.cn", "https://new.example.cn", SETTINGS)(small_county(tmp_path)).build()
    expected = """
        sitegen.yaml:2:5: 错误 LINK-OLDHOST  以前印的码指向 https://gk.example.cn/，现在的网址是 https://new.example.cn/
            2 | 网址: https://new.example.cn
              |       ^^^^^^^^^^^^^^^^^^^^^^
              改法：在 sitegen.yaml 的“旧网址”里写上 https://gk.example.cn/，再用 sitegen links redirects 做转址规则
        """
    assert world.console("LINK-OLDHOST").splitlines() == said(expected).splitlines()


def test_a_register_that_was_rewritten_is_held_against_git() -> None:
    (found,) = check_history("HEAD", {"links/103201.csv": b"a\nb\n"}, {"links/103201.csv": b"a\nc\n"})
    wording = load_wording(read_data("messages/zh.yaml"))
    said = to_text(found, wording)
    assert "LINK-HISTORY  links/103201.csv 第 2 行和 HEAD 里的不一样了" in said
    assert "要改印过的地址，用 sitegen links move" in said
    log = "published/103201/log.jsonl"
    (found,) = check_history("HEAD", {log: b"{}\n"}, {log: b""})
    assert "sitegen links" not in to_text(found, wording)
    assert "要撤下公布过的，用 sitegen withdraw" in to_text(found, wording)


def test_readings_are_told_to_those_who_ask(tmp_path: Path) -> None:
    """``KEY-READ``, ``CODE-READ``, ``PER-READ``: understood without a word; nothing of it is wrong."""
    world = small_county(tmp_path).change(
        f"{VILLAGES}/{PROFILE}", "{村委会: 0000-8812345}", "{村委会: （0000）8812345}"
    )
    ledger = f"{VILLAGES}/{QUARTER}"
    world.change(ledger, "2026年3季度", "2026年第三季度").change(ledger, "类别: 经营收入", "类别: 经营 收入")
    assert {"KEY-READ", "CODE-READ", "PER-READ"} <= {each.code for each in list_understood(tmp_path, TODAY)}


FAMILIES = ("KEY-", "SUM-", "PER-", "REF-", "FILE-", "PII-", "REV-", "COR-", "LATE-", "CODE-", "CAT-", "LINK-")


def test_every_code_of_a_county_has_its_story() -> None:
    rooms = ("load/", "checks/", "source/")
    raised = {code for where, tree in TREES.items() if where.startswith(rooms) for code in constants(tree)}
    told = set(re.findall(r"[A-Z]+-[A-Z]+", Path(__file__).read_text("utf-8")))
    assert sorted(code for code in raised - told if code.startswith(FAMILIES)) == []
