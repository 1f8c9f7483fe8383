# ruff: noqa: E501 - sentences of a ledger stay on one line, as they do in the ledger
"""Makes the sample county 青石县 (all made up): run ``python tests/sample/make_county.py`` from the repository root.

It writes ``sitegen.yaml``, ``regions.csv``, ``villages/`` and ``cases/`` anew. The same bytes come out every time: chance is
seeded by the village's code and no clock is read. The parts: how things are written – what happened in a village – what
becomes of it quarter by quarter – the villages one by one.
"""

from __future__ import annotations

import csv
import io
import random
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Font
from PIL import Image, ImageDraw, ImageFont

ROOT = Path.cwd()
TODAY = date(2026, 10, 12)
QUARTERS = [(2025, 1), (2025, 2), (2025, 3), (2025, 4), (2026, 1), (2026, 2), (2026, 3)]
NOTHING = "本期无发生"
COMMITTEE, COOPERATIVE = "村委会", "集体经济组织"

# ---- how things are written ------------------------------------------------------------------------------------------


def width(text: str) -> int:
    """Columns on a screen: Chinese signs take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def pad(text: str, columns: int, right: bool = False) -> str:
    """The text with spaces up to that many columns."""
    gap = " " * (columns - width(text))
    return gap + text if right else text + gap


def yuan(fen: int) -> str:
    """``860000`` → ``8,600.00``."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02}"


def fen(text: str) -> int:
    """``8,600.5`` → ``860050``."""
    whole, _, rest = text.replace(",", "").strip().partition(".")
    value = int(whole.lstrip("-")) * 100 + int(rest.ljust(2, "0") or 0)
    return -value if whole.startswith("-") else value


def area(tenths: int) -> str:
    """``54`` → ``5.4``; areas are kept in tenths of a 亩."""
    return f"{tenths // 10}.{tenths % 10}"


def day_in(day: date, year: int) -> str:
    """``7月3日`` when the year goes without saying."""
    return f"{day.month}月{day.day}日" if day.year == year else day.isoformat()


@dataclass(frozen=True)
class Grid:
    """A table written with ``|``; columns nothing is written in are left out."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: tuple[str, ...] = ("金额", "数量", "面积", "标准", "余额")


@dataclass(frozen=True)
class Flow:
    """A short table written as one ``{…}`` a line."""

    rows: Sequence[dict[str, str]]


def word(text: str, inside: bool = False) -> str:
    """A value as YAML: bare when nothing in it could be misread."""
    troubles = r":(\s|$)|\s#|[\n\"'|：]|^[-?*&!%@`>\[\]{}#]" + (r"|[,\[\]{}]" if inside else "")
    if text and not re.fullmatch(r"-?[\d,.]+", text) and re.search(troubles, text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text


def lines_of_grid(grid: Grid, indent: str) -> list[str]:
    kept = [i for i, name in enumerate(grid.columns) if any(row[i] for row in grid.rows)]
    table = [[grid.columns[i] for i in kept], *([row[i] for i in kept] for row in grid.rows)]
    wide = [max(width(row[i]) for row in table) for i in range(len(kept))]
    right = [grid.columns[i].endswith(grid.right) for i in kept]
    return [
        indent + " | ".join(pad(cell, wide[i], right[i]) for i, cell in enumerate(row)).rstrip() for row in table
    ]


def lines_of(key: str, value: Any, depth: int = 0) -> list[str]:
    """One ``key: value`` as lines of YAML."""
    indent = "  " * depth
    if isinstance(value, Grid):
        return [f"{indent}{key}: |", *lines_of_grid(value, indent + "  ")]
    if isinstance(value, Flow):
        rows = ("{" + ", ".join(f"{k}: {flowed(v)}" for k, v in row.items() if v) + "}" for row in value.rows)
        return [f"{indent}{key}:", *(f"{indent}  - {row}" for row in rows)]
    if isinstance(value, dict):
        return [f"{indent}{key}:", *(line for k, v in value.items() for line in lines_of(k, v, depth + 1))]
    if isinstance(value, list):
        return [f"{indent}{key}:", *(line for each in value for line in lines_of_item(each, depth + 1))]
    if "\n" in value:
        return [f"{indent}{key}: |", *((indent + "  " + line).rstrip() for line in value.strip("\n").split("\n"))]
    return [f"{indent}{key}: {word(value)}"]


def flowed(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {word(v, True)}" for k, v in value.items()) + "}"
    return word(value, True)


def lines_of_item(value: Any, depth: int) -> list[str]:
    """One ``- …`` of a list: a map, or one value."""
    if isinstance(value, str):
        return ["  " * depth + "- " + word(value)]
    lines = [line for k, v in value.items() for line in lines_of(k, v, depth + 1)]
    return ["  " * depth + "- " + lines[0].lstrip(), *lines[1:]]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


def write_list(path: Path, entries: Sequence[dict[str, Any]], head: str = "") -> None:
    """A file that is one list of maps, an empty line between them."""
    blocks = ["\n".join(lines_of_item(entry, 0)) for entry in entries]
    write(path, head + "\n\n".join(blocks) + "\n")


def table(text: str) -> list[list[str]]:
    """Rows written with ``|``, for the data below."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().split("\n") if line.strip()]


# ---- what happened in a village --------------------------------------------------------------------------------------


@dataclass
class Entry:
    """One row of 进账 or 出账."""

    day: date
    account: str
    side: str
    kind: str
    text: str
    party: str
    amount: int
    nature: str = ""
    detail: str = ""
    contract: str = ""
    project: str = ""
    fund: str = ""
    debt: str = ""
    reverses: str = ""
    """The text of the entry it reverses."""
    file: str = ""
    by: str = ""
    voucher: str = ""
    serial: str = ""

    @property
    def quarter(self) -> tuple[int, int]:
        return (self.day.year, (self.day.month + 2) // 3)


@dataclass
class Fund:
    """上级专款."""

    name: str
    source: str
    paper: str
    purpose: str
    promised: int
    start: int = 0
    """Balance before 2025."""
    project: str = ""
    benefit: str = ""


@dataclass
class Debt:
    """Something owed; what is paid off is an entry with its key."""

    key: str
    account: str
    table: str
    who: str
    why: str
    since: str
    due: str
    start: int
    added: dict[tuple[int, int], int] = field(default_factory=dict)
    contract: str = ""
    project: str = ""


@dataclass
class Officer:
    office: str
    name: str
    duty: str
    base: int
    """Yuan a month."""
    paid_by: str = "上级"


@dataclass
class Contract:
    """A contract with its payments: (due, fen, day paid or None)."""

    register: str
    number: str
    fields: dict[str, str]
    account: str
    payments: list[tuple[date, int, date | None]] = field(default_factory=list)
    text: str = ""
    kind: str = "经营收入"


@dataclass
class Project:
    number: str
    name: str
    account: str
    fields: dict[str, str]
    progress: list[list[str]]
    party: str
    notes: str = ""
    files: list[dict[str, str]] = field(default_factory=list)
    older: list[tuple[date, str, int, str]] = field(default_factory=list)
    """Payments before 2025."""


@dataclass
class Village:
    """Everything from which the files of one village are made."""

    code: str
    name: str
    households: int
    people: int
    groups: int
    representatives: int
    character: dict[str, str]
    introduction: str
    telephones: dict[str, str]
    supervisor: str
    officers: list[Officer]
    accounts: list[tuple[str, str, str]]
    places: dict[str, str]
    """Words for the sentences every village has: 渠 沟 路 塘 场 桥 山."""
    pay_day: int = 600
    entries: list[Entry] = field(default_factory=list)
    funds: dict[str, Fund] = field(default_factory=dict)
    debts: list[Debt] = field(default_factory=list)
    contracts: list[Contract] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    assets: list[dict[str, str]] = field(default_factory=list)
    resources: list[dict[str, str]] = field(default_factory=list)
    forerunners: list[dict[str, str]] = field(default_factory=list)
    anchors: dict[str, tuple[tuple[int, int], int]] = field(default_factory=dict)
    """By account: the quarter after which so many fen were left."""
    handmade: set[tuple[int, int]] = field(default_factory=set)
    """Quarters whose everyday entries are written by hand."""
    posted: dict[tuple[int, int], date] = field(default_factory=dict)
    scale: float = 1.0
    extra: list[list[str]] = field(default_factory=list)
    """More everyday spending of this village: quarters | account | 细目 | 类别 | 摘要 | 收款单位 | from | to."""
    meetings: dict[tuple[int, int], list[list[str]]] = field(default_factory=dict)
    quarterly: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    """Items of a quarter written by hand; they replace the made ones."""
    only: dict[tuple[int, int], set[str]] = field(default_factory=dict)
    """Quarters of which only these items were disclosed."""
    reviews: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    objections: dict[tuple[int, int], dict[str, str]] = field(default_factory=dict)
    aid: int = 9
    """Households with 低保."""

    @property
    def folder(self) -> Path:
        return ROOT / "villages" / f"{self.code}-{self.name}"

    @property
    def main(self) -> str:
        return self.accounts[0][1]

    @property
    def earning(self) -> str:
        """The account that earns: the cooperative's where there is one."""
        return self.accounts[-1][1]

    def chance(self, *key: object) -> random.Random:
        """Chance of its own for each thing, so that a change here leaves the rest alone."""
        return random.Random("|".join(map(str, (self.code, *key))))

    def say(self, text: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda match: self.places.get(match[1], match[0]), text)


SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"
FIRST = "春秀国建玉桂金文志明德永水长福兰荣光凤大小正新少月清庆世祖家立传兴开怀仕维云成维银素"
SECOND = "生华英芳平军林山花珍梅香莲发贵根强云武才芬容祥田元和良波海荷松霞勤安顺民田友河娥章义礼"


def make_names(chance: random.Random, count: int) -> list[str]:
    """That many different made-up names."""
    names: dict[str, None] = {}
    while len(names) < count:
        surname = chance.choice(SURNAMES[:60] if chance.random() < 0.8 else SURNAMES)
        name = surname + chance.choice(FIRST) + (chance.choice(SECOND) if chance.random() < 0.93 else "")
        if len(set(name)) == len(name):
            names[name] = None
    return list(names)


def names_of(village: Village) -> list[str]:
    return make_names(village.chance("names"), village.households)


def group_of(village: Village, index: int) -> str:
    """Households are numbered group by group."""
    return f"{1 + index * village.groups // village.households}组"


def first_day(year: int, quarter: int) -> date:
    return date(year, 3 * quarter - 2, 1)


def last_day(year: int, quarter: int) -> date:
    return date(year + quarter // 4, quarter % 4 * 3 + 1, 1) - timedelta(days=1)


def label(year: int, quarter: int) -> str:
    return f"{year}年{quarter}季度"


def before(quarter: tuple[int, int]) -> tuple[int, int]:
    year, number = quarter
    return (year, number - 1) if number > 1 else (year - 1, 4)


def posted_on(village: Village, quarter: tuple[int, int]) -> date:
    """8 to 13 days after the quarter, never after today."""
    if quarter in village.posted:
        return village.posted[quarter]
    return last_day(*quarter) + timedelta(days=village.chance("posted", quarter).randint(8, 12))


# ---- everyday spending -----------------------------------------------------------------------------------------------

# quarters | account (村 or 社) | 细目 | 类别 | 摘要 | 收款单位 | from | to (yuan; with a point: fen too)
EVERYDAY = table("""
1234 | 村 | 水电网络费 | 管理费用 | 村委会{月1}电费 | 青石县供电所 | 168. | 420.
1234 | 村 | 水电网络费 | 管理费用 | 村委会{月2}电费 | 青石县供电所 | 168. | 420.
1234 | 村 | 水电网络费 | 管理费用 | 村委会{月3}电费 | 青石县供电所 | 168. | 420.
1234 | 村 | 水电网络费 | 管理费用 | 村委会一季水费 | 石桥水务站 | 66. | 150.
1234 | 村 | 水电网络费 | 管理费用 | 宽带和监控网络费（一季） | 石桥电信营业厅 | 297 | 297
1234 | 村 | 水电网络费 | 公益支出 | 路灯电费（一季） | 青石县供电所 | 486. | 980.
1234 | 村 | 代理记账费 | 管理费用 | 代理记账费（一季） | 青石县农村财务服务中心 | 600 | 600
1234 | 村 | 办公费 | 管理费用 | 打印纸、硒鼓、档案盒 | 石桥文具店 | 186 | 540
1234 | 村 | 办公费 | 管理费用 | 公开栏喷绘、打印公示表 | 石桥图文广告部 | 120 | 360
1234 | 村 | 保洁治安 | 公益支出 | 垃圾清运费（一季） | 石桥环卫服务队 | 2400 | 2400
1234 | 村 | 保洁治安 | 公益支出 | 扫把、簸箕、垃圾袋 | 石桥便民超市 | 150 | 380
13 | 村 | 会议费 | 管理费用 | 村民代表会议用水、会场布置 | 石桥便民超市 | 68 | 190
24 | 村 | 差旅费 | 管理费用 | 到县里开会、培训车费 | @干部 | 46 | 180
12 | 村 | 维修费 | 公益支出 | 换{场}路灯灯头6个 | 石桥五金电器店 | 420 | 900
23 | 村 | 维修费 | 公益支出 | 修自来水主管漏水两处 | 石桥水暖安装部 | 380 | 1260
3 | 村 | 其他 | 公益支出 | 暴雨后清理{沟}淤泥用工、机械 | @村民 | 960 | 2200
2 | 村 | 其他 | 公益支出 | 清明防火宣传条幅、喇叭 | 石桥图文广告部 | 230 | 460
4 | 村 | 报刊费 | 管理费用 | 订明年的党报党刊 | 石桥邮政所 | 1286 | 1860
4 | 村 | 其他 | 公益支出 | 重阳节慰问八十岁以上老人 | 石桥便民超市 | 1800 | 3600
1 | 村 | 其他 | 公益支出 | 春节慰问困难户米、油 | 石桥粮油店 | 2400 | 4800
1 | 村 | 维修费 | 公益支出 | 幼儿园围墙修补 | 石桥泥瓦队 | 1800 | 3600
2 | 村 | 维修费 | 公益支出 | {渠}放水前清渠用工 | @村民 | 1200 | 2600
4 | 村 | 维修费 | 公益支出 | {路}坑洼填砂石 | 石桥砂石场 | 1600 | 4200
12 | 社 | 其他 | 经营支出 | 育秧盘、薄膜 | 石桥农资店 | 860 | 3200
24 | 社 | 水电网络费 | 经营支出 | 加工房、仓库电费 | 青石县供电所 | 640. | 1900.
13 | 社 | 水电网络费 | 经营支出 | 抽水站电费 | 青石县供电所 | 780. | 2100.
1234 | 社 | 代理记账费 | 管理费用 | 代理记账费（一季） | 青石县农村财务服务中心 | 600 | 600
1234 | 社 | 办公费 | 管理费用 | 合作社账簿、票据、印花 | 石桥文具店 | 60 | 210
1234 | 社 | 其他 | 经营支出 | 仓库看管费（一季） | @村民 | 900 | 900
23 | 社 | 维修费 | 经营支出 | 抽水机换泵轴 | 石桥农机修配店 | 380 | 1100
14 | 社 | 维修费 | 经营支出 | 出租房屋屋面补漏 | 石桥泥瓦队 | 860 | 2600
4 | 社 | 其他 | 税金及附加 | 房屋租金税费 | 青石县税务所 | 312. | 860.
2 | 社 | 其他 | 经营支出 | 农机保险费 | 青石农业保险服务站 | 680 | 1450
3 | 社 | 其他 | 经营支出 | 收稻期间机手用工 | @村民 | 1500 | 3600
13 | 社 | 差旅费 | 管理费用 | 跑销路、看市场车费 | @干部 | 86 | 320
""")


def everyday(village: Village, quarter: tuple[int, int]) -> list[Entry]:
    """The small spending of a quarter that nobody wrote by hand."""
    year, number = quarter
    chance = village.chance("everyday", quarter)
    months = [3 * number - 2 + i for i in range(3)]
    entries = []
    for when, account, detail, kind, text, party, least, most in [*EVERYDAY, *village.extra]:
        if str(number) not in when or (len(when) < 4 and chance.random() < 0.12):
            continue
        say = text.replace("{月1}", f"{months[0]}月").replace("{月2}", f"{months[1]}月").replace("{月3}", f"{months[2]}月")
        exact = "." in least
        low, high = float(least.rstrip(".")), float(most.rstrip("."))
        factor = 1 if low == high else village.scale
        amount = round(chance.uniform(low, high) * factor * 100) if exact else round(chance.uniform(low, high) * factor / 10) * 1000
        if low == high:
            amount = round(low * 100)
        month = months[["{月1}" in text, "{月2}" in text, True].index(True)] if "{月" in text else chance.choice(months)
        books = village.main if account == "村" else village.earning
        day = date(year, month, chance.randint(3, 27))
        entries.append(Entry(day, books, "出账", kind, village.say(say), someone(village, party, chance), amount, detail=detail))
    return entries


def someone(village: Village, party: str, chance: random.Random) -> str:
    if party == "@村民":
        return chance.choice(names_of(village))
    if party == "@干部":
        return chance.choice(village.officers[1:4]).name
    return village.say(party)


# ---- books -----------------------------------------------------------------------------------------------------------


def keep_books(village: Village) -> None:
    """Contracts and pay become entries; entries get voucher numbers, quarter by quarter and account by account."""
    for contract in village.contracts:
        for due, amount, paid in contract.payments:
            if paid and paid >= date(2025, 1, 1):
                text = contract.text or contract.fields["名称"] + "租金"
                text = text.replace("{期}", "上半年" if due.month <= 6 else "下半年").replace("{年}", f"{due.year}年")
                village.entries.append(
                    Entry(paid, contract.account, "进账", contract.kind, text, contract.fields["承租方"], amount, contract=f"{contract.register}/{contract.number}")
                )
    for quarter in QUARTERS:
        if quarter not in village.handmade:
            village.entries += everyday(village, quarter)
            village.entries += pay_entries(village, quarter)
    village.entries.sort(key=lambda each: (each.day, each.side != "进账"))
    for quarter in QUARTERS:
        for _, account, _ in village.accounts:
            number_vouchers([each for each in village.entries if (each.quarter, each.account) == (quarter, account)])


def pay_entries(village: Village, quarter: tuple[int, int]) -> list[Entry]:
    """What the village itself pays its group leaders, and 误工补贴, at the quarter's end."""
    end = last_day(*quarter)
    pay = sum(3 * each.base * 100 for each in village.officers if each.paid_by == "村里")
    days = sum(amount for *_, amount in lost_days(village, quarter))
    return [
        Entry(end - timedelta(days=4), village.main, "出账", "管理费用", f"{quarter[1]}季度组长、妇女主任报酬", "村组干部（明细见干部报酬）", pay, detail="村组干部报酬"),
        Entry(end - timedelta(days=2), village.main, "出账", "管理费用", f"{quarter[1]}季度误工补贴", "误工村民（明细见误工补贴）", days, detail="误工补贴"),
    ]


def number_vouchers(entries: list[Entry]) -> None:
    """记-001, 记-002, … in the order of days."""
    number = 0
    for entry in entries:
        if entry.serial not in ("", "1"):
            entry.voucher = f"记-{number:03}"
            continue
        number += 1
        entry.voucher = f"记-{number:03}"


def of_quarter(village: Village, account: str, quarter: tuple[int, int], side: str = "") -> list[Entry]:
    return [
        each for each in village.entries if each.quarter == quarter and each.account == account and side in ("", each.side)
    ]


def change(entries: Iterable[Entry]) -> int:
    return sum(each.amount if each.side == "进账" else -each.amount for each in entries)


def closing(village: Village, account: str, quarter: tuple[int, int]) -> int:
    """What is left at the end of a quarter, counted from the quarter that is known."""
    known, left = village.anchors[account]
    end, fixed = last_day(*quarter), last_day(*known)
    later = [each for each in village.entries if each.account == account and end < each.day <= fixed]
    earlier = [each for each in village.entries if each.account == account and fixed < each.day <= end]
    return left - change(later) + change(earlier)


def fund_balance(village: Village, key: str, quarter: tuple[int, int]) -> int:
    end = last_day(*quarter)
    return village.funds[key].start + change(each for each in village.entries if each.fund == key and each.day <= end)


def fund_account(village: Village, key: str) -> str:
    return next((each.account for each in village.entries if each.fund == key), village.main)


IN_COLUMNS = ["日期", "凭证号", "序号", "类别", "性质", "摘要", "交款单位", "金额", "合同", "冲销", "附件"]
OUT_COLUMNS = ["日期", "凭证号", "序号", "类别", "细目", "性质", "摘要", "收款单位", "金额", "经手人", "项目", "合同", "冲销", "附件"]
DETAILS = {"误工补贴", "村组干部报酬"}


def cash_row(entry: Entry, entries: Sequence[Entry], columns: Sequence[str]) -> list[str]:
    reversed_entry = next((each for each in entries if entry.reverses and each.text == entry.reverses), None)
    cells = {
        "日期": f"{entry.day.month}月{entry.day.day}日", "凭证号": entry.voucher, "序号": entry.serial, "类别": entry.kind,
        "细目": entry.detail, "性质": entry.nature, "摘要": entry.text, "交款单位": entry.party, "收款单位": entry.party,
        "金额": yuan(entry.amount), "经手人": entry.by, "项目": entry.project, "合同": entry.contract,
        "冲销": reversed_entry.voucher if reversed_entry else "", "附件": entry.file,
    }  # fmt: skip
    return [cells[name] for name in columns]


def cash(village: Village, quarter: tuple[int, int]) -> list[dict[str, Any]]:
    """021 资金收支."""
    parts = []
    for _, account, _ in village.accounts:
        entries = of_quarter(village, account, quarter)
        income, expense = ([each for each in entries if each.side == side] for side in ("进账", "出账"))
        left = closing(village, account, quarter)
        held = village.chance("cash", account, quarter).randint(30000, 160000)
        funds = sum(fund_balance(village, key, quarter) for key in village.funds if fund_account(village, key) == account)
        part: dict[str, Any] = {"账套": account} if len(village.accounts) > 1 else {}
        part["期初余额"] = yuan(closing(village, account, before(quarter)))
        part["进账"] = short_income(income, entries)
        part["出账"] = Grid(OUT_COLUMNS, [cash_row(each, entries, OUT_COLUMNS) for each in expense])
        part["期末余额"] = yuan(left)
        if funds:
            part["其中专项"] = yuan(funds)
        part["银行存款"] = yuan(left - held)
        part["现金"] = yuan(held)
        pictures = [each for each in entries if each.file]
        if pictures:
            part["附件"] = Flow([
                {"文件": each.file, "说明": f"{each.voucher} {each.text}", "已遮盖": "" if "未遮盖" in each.file else "是"}
                for each in pictures
            ])  # fmt: skip
        parts.append(part)
    return parts


def short_income(income: Sequence[Entry], entries: Sequence[Entry]) -> Grid | Flow:
    """Few rows are written as maps, many as a table."""
    rows = [cash_row(each, entries, IN_COLUMNS) for each in income]
    if len(rows) > 4:
        return Grid(IN_COLUMNS, rows)
    return Flow([dict(zip(IN_COLUMNS, (cell.replace(",", "") for cell in row), strict=True)) for row in rows])


# ---- the other items of money ----------------------------------------------------------------------------------------


def debts(village: Village, quarter: tuple[int, int]) -> list[dict[str, Any]]:
    """022 债权债务."""
    parts = []
    for _, account, _ in village.accounts:
        rows: dict[str, list[list[str]]] = {}
        totals = {"欠村里": 0, "村里欠": 0}
        for debt in village.debts:
            opening, added, paid = debt_steps(village, debt, quarter)
            if debt.account != account or not (opening or added or paid):
                continue
            left = opening + added - paid
            totals["欠村里" if "欠村里" in debt.table else "村里欠"] += left
            link = debt.contract or debt.project
            number = str(len(rows.get(debt.table, [])) + 1)
            start = [number] if "个人" in debt.table else []
            money = [yuan(opening), yuan(added) if added else "", yuan(paid) if paid else "", yuan(left)]
            end = [link] if "单位" in debt.table else []
            rows.setdefault(debt.table, []).append([*start, debt.who, debt.why, debt.since, debt.due, *money, *end])
        part: dict[str, Any] = {"账套": account} if len(village.accounts) > 1 else {}
        part["别人欠村里"] = yuan(totals["欠村里"])
        part["村里欠别人"] = yuan(totals["村里欠"])
        for name, lines in rows.items():
            first = ["序号", "姓名"] if "个人" in name else ["对方"]
            last = [] if "个人" in name else ["合同" if "欠村里" in name else "项目"]
            columns = [*first, "事由", "发生日期", "到期日", "期初", "增加", "减少", "期末", *last]
            part[name] = Grid(columns, lines, ("期初", "增加", "减少", "期末"))
        parts.append(part)
    return parts


def debt_steps(village: Village, debt: Debt, quarter: tuple[int, int]) -> tuple[int, int, int]:
    """Opening, added, paid off."""
    first = first_day(*quarter)
    paid = [each for each in village.entries if each.debt == debt.key]
    opening = debt.start + sum(amount for when, amount in debt.added.items() if first_day(*when) < first)
    opening -= sum(each.amount for each in paid if each.day < first)
    return opening, debt.added.get(quarter, 0), sum(each.amount for each in paid if each.quarter == quarter)


def owed(village: Village, account: str, quarter: tuple[int, int], ours: bool) -> int:
    total = 0
    for debt in village.debts:
        if debt.account == account and ("欠村里" in debt.table) == ours:
            opening, added, paid = debt_steps(village, debt, quarter)
            total += opening + added - paid
    return total


def audit(village: Village, quarter: tuple[int, int]) -> dict[str, Any]:
    """023 民主理财审核."""
    day = posted_on(village, quarter) - timedelta(days=2)
    chance = village.chance("audit", quarter)
    rows = []
    for _, account, _ in village.accounts:
        sent_back = chance.random() < 0.3
        rows.append({
            "审核日期": f"{day.month}月{day.day}日", "账套": account,
            "凭证张数": str(len(of_quarter(village, account, quarter)) + chance.randint(1, 9)),
            "结论": "部分同意" if sent_back else "同意",
            "退回笔数": "1" if sent_back else "0",
            "退回金额": yuan(chance.choice([4600, 8800, 12600, 23000])).replace(",", "") if sent_back else "0",
            "审核人": supervisors(village),
            "意见": chance.choice(["一张餐票没有写事由，退回", "一张车费票日期对不上，退回", "一张收据没有盖章，退回重开"]) if sent_back else "",
        })  # fmt: skip
    return {"审核": Flow(rows)}


def supervisors(village: Village) -> str:
    return "、".join(each.name for each in village.officers if "监督" in each.office)


def pay(village: Village, quarter: tuple[int, int]) -> dict[str, Any]:
    """031 村组干部报酬."""
    rows, above, own = [], 0, 0
    for each in village.officers:
        base = 3 * each.base * 100
        bonus = each.base * 60 if each.paid_by == "上级" and quarter[1] % 2 == 0 else 0
        above, own = (above + base + bonus, own) if each.paid_by == "上级" else (above, own + base)
        rows.append([each.name, each.office, "3", yuan(base), yuan(bonus) if bonus else "", yuan(base + bonus)])
    columns = ["姓名", "职务", "月数", "基本报酬", "绩效", "金额"]
    said: dict[str, Any] = {"上级给的": yuan(above), "村里出的": yuan(own)}
    said["发放"] = Grid(columns, rows, ("月数", "基本报酬", "绩效", "金额"))
    said["说明"] = "上级给的由县里直接打卡，不从村里账上走；**村里出的**在钱账出账里能查到。"
    return said


JOBS = {
    1: ["清扫雪后道路", "春节前大扫除", "协助登记土地流转", "森林防火值守", "搬运慰问物资", "{场}挂灯笼、布置会场"],
    2: ["清理{渠}", "协助丈量{路}占地", "防汛沙袋装运", "补种行道树", "协助发放稻种", "疏通{沟}"],
    3: ["防汛值守", "{沟}抢修", "协助核对补贴面积", "割{路}两边杂草", "{塘}巡查", "清理倒伏树木"],
    4: ["秸秆禁烧巡查", "协助收缴医保登记", "平整{路}", "协助清点集体资产", "打扫{场}", "清理{桥}下淤积"],
}


def lost_days(village: Village, quarter: tuple[int, int]) -> list[tuple[date, str, str, str, int]]:
    """Day, name, reason, days (tenths as text), fen; the same for the list and for the books."""
    year, number = quarter
    chance = village.chance("lost", quarter)
    rows = []
    for reason in chance.sample(JOBS[number], 4):
        day = date(year, 3 * number - 2 + chance.randint(0, 2), chance.randint(4, 24))
        for name in chance.sample(names_of(village), chance.randint(1, 3)):
            half_days = chance.randint(1, 4)
            rows.append((day, name, village.say(reason), f"{half_days / 2:g}", half_days * 5000))
    return sorted(rows)


def lost_time(village: Village, quarter: tuple[int, int]) -> dict[str, Any]:
    """222 误工补贴."""
    rows = [[f"{d.month}月{d.day}日", name, reason, days, "100", yuan(amount)] for d, name, reason, days, amount in lost_days(village, quarter)]
    return {
        "每天标准": "100",
        "定标准的会": "2024年12月村民代表会议",
        "误工": Grid(["日期", "姓名", "事由", "天数", "标准", "金额"], rows, ("天数", "标准", "金额")),
    }


def earmarked(village: Village, quarter: tuple[int, int]) -> Any:
    """063 上级专项资金."""
    rows = []
    for key, fund in village.funds.items():
        entries = [each for each in village.entries if each.fund == key and each.quarter == quarter]
        opening = fund_balance(village, key, before(quarter))
        got, spent = (sum(each.amount for each in entries if each.side == side) for side in ("进账", "出账"))
        if opening or got or spent:
            money = [yuan(opening), yuan(got), yuan(spent), yuan(opening + got - spent)]
            rows.append([fund.name, fund.source, fund.paper, fund.purpose, yuan(fund.promised), *money, fund.project, fund.benefit])
    if not rows:
        return NOTHING
    columns = ["名称", "来源", "文号", "用途", "下达", "期初", "到账", "支出", "余额", "项目", "受益"]
    return {"监督电话": "12345", "专款": Grid(columns, rows, ("下达", "期初", "到账", "支出", "余额"))}


# ---- what was decided and done ---------------------------------------------------------------------------------------

# quarters | 会议 | 议题 | 决定 | 进度
DECISIONS = table("""
1 | 村民代表会议 | 听取上年财务和村务公开情况 | 同意上年账目，公开栏照贴 | 已贴
1 | 成员代表大会 | 今年集体收支打算 | 按打算办，超过五千元的另开会 | 正在办
1 | 村民代表会议 | 春节慰问对象和标准 | 困难户每户米一袋油一桶，钱从集体账出 | 已办完
2 | 村民代表会议 | {渠}清淤安排 | 各组出工，误工每天100元 | 已办完
2 | 村民代表会议 | 防汛值守轮班 | 汛期每晚两人，干部带班 | 正在办
2 | 成员代表大会 | {塘}边上的草皮管护 | 由承租户负责，村里每月看一次 | 正在办
3 | 村民代表会议 | {沟}抢修 | 先修后议价，三家比价选最低 | 已办完
3 | 村民代表会议 | {路}补坑 | 秋收前补完，不超过四千元 | 正在办
3 | 村民代表会议 | {场}乘凉点添长椅 | 添6条，先问价再买 | 已办完
4 | 村民代表会议 | 重阳节慰问老人 | 八十岁以上每人一份，不发现金 | 已办完
4 | 村民代表会议 | 明年保洁怎么安排 | 仍由环卫队清运，各组包干 | 明年照办
4 | 成员代表大会 | 到期合同怎么处理 | 到期前三个月公告，公开竞价 | 正在办
""")


def decisions(village: Village, quarter: tuple[int, int]) -> dict[str, Any]:
    """201 会议决定."""
    year, number = quarter
    chance = village.chance("decisions", quarter)
    rows = []
    for _, kind, topic, decided, state in chance.sample([row for row in DECISIONS if str(number) in row[0]], 2):
        day = date(year, 3 * number - 2 + chance.randint(0, 2), chance.randint(3, 26))
        rows.append([day_in(day, year), kind, village.say(topic), *votes(village, chance), village.say(decided), state])
    rows += village.meetings.get(quarter, [])
    rows.sort(key=lambda row: [int(part) for part in re.findall(r"\d+", row[0])])
    return {"决定": Grid(["日期", "会议", "议题", "应到", "实到", "同意", "反对", "弃权", "决定", "进度"], rows)}


def votes(village: Village, chance: random.Random) -> list[str]:
    """应到 实到 同意 反对 弃权: two thirds came, more than half agreed."""
    all_of = village.representatives
    came = all_of - chance.randint(2, all_of // 6)
    against, silent = chance.choice([0, 0, 1, 2, 3]), chance.choice([0, 0, 0, 1, 2])
    return [str(n) for n in (all_of, came, came - against - silent, against, silent)]


# quarters | 议题 | 形式 | 参加的人 | 结果 | 落实
TALKS = table("""
12 | 两户共用墙滴水 | 恳谈会 | 相邻2户、组长 | 上边一户加接水槽，费用各一半 | 已装好
123 | {路}会车点占哪块地 | 议事会 | 沿路6户 | 占集体荒坡，不占承包地 | 已放线
3 | {渠}放水先后 | 议事会 | 1组、2组用水户 | 按渠段轮灌，每段一天 | 已照办
23 | {场}晚上音响声音大 | 恳谈会 | 跳舞队和旁边8户 | 晚上九点停，音量调小 | 已照办
1 | 红白事简办 | 议事会 | 红白理事会和村民代表 | 席面不超过15桌，不放大炮 | 正在照办
13 | 公厕谁来扫 | 议事会 | 公厕旁9户 | 保洁员每天一次，用户轮值 | 正在照办
""")


def talks(village: Village, quarter: tuple[int, int]) -> Any:
    """202 协商事项."""
    year, number = quarter
    chance = village.chance("talks", quarter)
    if chance.random() < 0.2:
        return NOTHING
    found = [row for row in TALKS if str(number) in row[0]]
    rows = []
    for _, *cells in chance.sample(found, min(2, len(found))):
        day = date(year, 3 * number - 2 + chance.randint(0, 2), chance.randint(3, 26))
        rows.append([f"{day.month}月{day.day}日", *map(village.say, cells)])
    return {"协商": Grid(["日期", "议题", "形式", "参加的人", "结果", "落实"], rows)}


# quarters | 事项 | 委托部门 | 经费 | 进展
ASSISTED = table("""
1 | 森林防火宣传、值守 | 石桥镇应急管理站 | 1,200.00 | 清明前后值守28天，没有发生火情
1 | 生猪防疫登记 | 石桥镇畜牧站 | 600.00 | 登记完成，防疫针已打
2 | 耕地地力保护补贴面积核对 | 石桥镇农业服务中心 | 0 | 各组核对完，已公示
2 | 养老保险资格认证提醒 | 石桥镇社会事务办 | 0 | 未认证的逐户提醒
2 | 防汛转移路线牌安装 | 石桥镇应急管理站 | 800.00 | 装牌6块
3 | 稻谷、玉米面积登记 | 石桥镇农业服务中心 | 400.00 | 已登记上报
3 | 汛期地质灾害点巡查 | 青石县自然资源所 | 900.00 | 每天巡查一次，无险情
34 | 居民医保登记代办 | 青石县医保中心石桥站 | 1,000.00 | 已登记，缴费由各家自己在网上或窗口交
4 | 秸秆禁烧巡查 | 石桥镇农业服务中心 | 1,500.00 | 没有着火点
4 | 冬季征兵登记 | 石桥镇人民武装部 | 0 | 登记完成
""")


def assisted(village: Village, quarter: tuple[int, int]) -> dict[str, Any]:
    """203 协助政府工作."""
    found = [row for row in ASSISTED if str(quarter[1]) in row[0]]
    rows = [dict(zip(("事项", "委托部门", "经费", "进展"), (cell.replace(",", "") for cell in row[1:]), strict=True)) for row in village.chance("assisted", quarter).sample(found, 2)]
    return {"工作": Flow(rows)}


# quarters | 事项 | 问题 | 意见 | 整改
WATCHED = table("""
1234 | 查上季凭证 | 没有 | 账目清楚 | 不用改
13 | 看{沟}、{渠}维修用工单 | 用工单有一张没有签名 | 补签 | 已补
24 | 看物资仓库 | 慰问物资登记不细 | 进出都要签字 | 已立登记本
24 | 看租金交没交齐 | 有一户没有按时交 | 书面催交 | 已催
13 | 看公开栏 | 公示表下雨淋坏两张 | 重贴，加防水罩 | 已重贴
""")


def watched(village: Village, quarter: tuple[int, int]) -> dict[str, Any]:
    """204 村务监督."""
    year, number = quarter
    chance = village.chance("watched", quarter)
    found = [row for row in WATCHED if str(number) in row[0]]
    rows = []
    for _, *cells in [found[0], *chance.sample(found[1:], chance.randint(1, 2))]:
        day = date(year, 3 * number - 2 + chance.randint(0, 2), chance.randint(5, 26))
        rows.append([f"{day.month}月{day.day}日", *map(village.say, cells)])
    rows.sort(key=lambda row: [int(part) for part in re.findall(r"\d+", row[0])])
    return {"监督": Grid(["日期", "事项", "问题", "意见", "整改"], rows)}


# ---- what people got -------------------------------------------------------------------------------------------------


def posts(village: Village, quarter: tuple[int, int]) -> dict[str, Any]:
    """244 公益性岗位: engaged for a year."""
    chance = village.chance("posts", quarter[0])
    jobs = [("保洁", 400), ("保洁", 400), ("护林", 350), ("护路", 300), ("护河", 300)][: 3 + village.households // 150]
    rows = [
        [str(i), name, job, f"{quarter[0]}-01-01", f"{quarter[0]}-12-31", f"{month}.00", yuan(month * 300)]
        for i, (name, (job, month)) in enumerate(zip(chance.sample(names_of(village), len(jobs)), jobs, strict=True), 1)
    ]
    columns = ["序号", "姓名", "岗位", "聘用起", "聘用止", "月补贴", "金额"]
    return {"名单": Grid(columns, rows, ("月补贴", "金额")), "说明": "钱由县里直接打到本人卡上，村里不经手。"}


def minimum_living(village: Village, quarter: tuple[int, int]) -> dict[str, Any]:
    """251 最低生活保障."""
    chance = village.chance("dibao")
    names = names_of(village)
    chosen = sorted(chance.sample(range(len(names)), village.aid))
    number, rows = 0, []
    for order, index in enumerate(chosen):
        people, month = chance.randint(1, 3), chance.randrange(260, 420, 10)
        starts, ends = (2025, 3) if order == 2 else (2024, 1), (2025, 4) if order == 5 else (2099, 1)
        if not starts <= quarter <= ends:
            continue
        number += 1
        if quarter >= (2026, 1):
            month += 20
        state = "新增" if starts == quarter else "退出" if ends == quarter else "调整" if quarter == (2026, 1) else "继续"
        rows.append([str(number), names[index], group_of(village, index), str(people), yuan(month * people * 100), state, f"{starts[0]}年{starts[1] * 3 - 2}月"])
    return {
        "保障标准": "620" if quarter < (2026, 1) else "650",
        "申请条件": "全家人均月收入低于标准，家产没有超过规定的",
        "怎么申请": "向镇里便民服务中心申请，也可以请村委会代办",
        "名单": Grid(["序号", "户主", "村民小组", "人口", "金额", "状态", "起始月份"], rows, ("人口", "金额")),
    }


def destitute(village: Village, quarter: tuple[int, int]) -> dict[str, Any]:
    """252 特困人员供养."""
    chance = village.chance("tekun")
    names = names_of(village)
    month = 81000 if quarter < (2026, 1) else 84500
    rows = [
        [str(i), names[index], group_of(village, index), "分散" if i % 3 else "集中", yuan(month), "2023年4月"]
        for i, index in enumerate(sorted(chance.sample(range(len(names)), 3 + village.households // 200)), 1)
    ]
    columns = ["序号", "姓名", "村民小组", "供养方式", "金额", "起始月份"]
    return {"供养标准": yuan(month), "未成年人数": "0", "怎么申请": "向镇里便民服务中心申请", "名单": Grid(columns, rows)}


def urgent_help(village: Village, quarter: tuple[int, int]) -> Any:
    """253 临时救助和医疗救助."""
    chance = village.chance("urgent", quarter)
    names = names_of(village)
    chosen = sorted(chance.sample(range(len(names)), chance.choice([0, 1, 2, 3])))
    if not chosen:
        return NOTHING
    year, number = quarter
    rows = [
        [str(i), names[index], group_of(village, index), f"{year}年{3 * number - 2 + chance.randint(0, 2)}月", yuan(chance.randrange(800, 5200, 100) * 100)]
        for i, index in enumerate(chosen, 1)
    ]
    short = len(rows) // 2 + len(rows) % 2
    return {
        "临时救助人次": str(short), "医疗救助人次": str(len(rows) - short), "怎么申请": "向镇里便民服务中心申请，急的可以先救助后补手续",
        "名单": Grid(["序号", "姓名", "村民小组", "月份", "金额"], rows),
    }  # fmt: skip


def disabled(village: Village, quarter: tuple[int, int]) -> dict[str, Any]:
    """254 残疾人两项补贴: the list does not say which of the two."""
    chance = village.chance("canji")
    names = names_of(village)
    first, second = 80, 100
    rows, living, care = [], [0, 0], [0, 0]
    for i, index in enumerate(sorted(chance.sample(range(len(names)), 6 + village.households // 80)), 1):
        kind = chance.choice(["生活", "护理", "两项"])
        amount = 0
        if kind != "护理":
            living, amount = [living[0] + 1, living[1] + first * 300], amount + first * 300
        if kind != "生活":
            care, amount = [care[0] + 1, care[1] + second * 300], amount + second * 300
        rows.append([str(i), names[index], group_of(village, index), "3", yuan(amount)])
    return {
        "生活补贴标准": f"{first}.00", "护理补贴标准": f"每人每月{second}元",
        "生活补贴人数": str(living[0]), "生活补贴金额": yuan(living[1]),
        "护理补贴人数": str(care[0]), "护理补贴金额": yuan(care[1]),
        "怎么申请": "带本人证件到镇里便民服务中心，村里可代办",
        "名单": Grid(["序号", "姓名", "村民小组", "月数", "金额"], rows, ("月数", "金额")),
    }  # fmt: skip


def aged(village: Village, quarter: tuple[int, int]) -> dict[str, Any]:
    """255 高龄津贴."""
    chance = village.chance("gaoling")
    names = names_of(village)
    rows = []
    for i, index in enumerate(sorted(chance.sample(range(len(names)), 10 + village.households // 40)), 1):
        age, month = chance.choice([("80—89岁", 50), ("80—89岁", 50), ("80—89岁", 50), ("90—99岁", 100)])
        rows.append([str(i), names[index], group_of(village, index), age, yuan(month * 300)])
    if quarter >= (2026, 1):
        rows.pop()
    columns = ["序号", "姓名", "村民小组", "年龄段", "金额"]
    return {"标准说明": "80—89岁每月50元，90—99岁每月100元，100岁以上每月300元", "怎么申请": "满八十岁当月到镇里便民服务中心登记", "名单": Grid(columns, rows)}


def other_subsidies(village: Village, quarter: tuple[int, int]) -> Any:
    """243 其他惠农补贴: one kind a batch, not every quarter."""
    kinds = {2: ("一次性种粮补贴", "石桥镇农业服务中心登记的实际种粮面积", "亩", 1200, "6月底"), 4: ("生态公益林补偿", "公益林管护协议", "亩", 1450, "12月底")}
    if quarter[1] not in kinds:
        return NOTHING
    name, basis, unit, rate, when = kinds[quarter[1]]
    chance = village.chance("other", quarter)
    names = names_of(village)
    rows = []
    for i, index in enumerate(sorted(chance.sample(range(len(names)), 26)), 1):
        tenths = chance.randint(12, 168)
        rows.append([str(i), names[index], group_of(village, index), area(tenths), unit, yuan(rate), yuan(tenths * rate // 10)])
    day = last_day(*quarter) - timedelta(days=3)
    return [{
        "批次": "1", "补贴名称": name, "政策依据": basis, "资金来源": "上级财政", "发放日期": f"{day.month}月{day.day}日",
        "找谁改": f"{when}前找各组组长或村委会", "名单": Grid(["序号", "户主", "村民小组", "数量", "单位", "标准", "金额"], rows),
    }]  # fmt: skip


def relief(village: Village, quarter: tuple[int, int]) -> Any:
    """061 救灾救助款物: blankets and rice before the New Year, nothing left over."""
    if quarter[1] != 1:
        return NOTHING
    chance = village.chance("relief", quarter)
    count = chance.randint(6, 11)
    each = 16500
    names = sorted(chance.sample(names_of(village), count))
    rows = [[str(i), "1月20日", "冬令棉被", "1床", name, yuan(each)] for i, name in enumerate(names, 1)]
    return {
        "上期结余": "0", "结余": "0", "结余物资": "没有",
        "收到": Flow([{"日期": "1月16日", "来源": "石桥镇社会事务办", "名称": "冬令棉被", "数量": f"{count}床", "金额": yuan(each * count).replace(",", "")}]),
        "发放": Grid(["序号", "日期", "名称", "数量", "领取人", "金额"], rows),
    }  # fmt: skip


def donations(village: Village, quarter: tuple[int, int]) -> Any:
    """062 社会捐赠: some years something for the old people's feast."""
    if quarter[1] != 4:
        return NOTHING
    chance = village.chance("donations", quarter)
    gifts = [
        {"日期": "10月9日", "捐赠人": "不留名", "款物": "现金", "金额": "500", "指定用途": "重阳节"},
        {"日期": "10月12日", "捐赠人": chance.choice(names_of(village)), "款物": "大米10袋", "金额": "1300", "指定用途": "八十岁以上老人"},
    ]
    used = [
        {"日期": "10月29日", "用途": "重阳节老人聚餐添菜", "金额": "500"},
        {"日期": "10月29日", "用途": "大米发给老人", "金额": "1300", "说明": "每户一袋"},
    ]
    return {"上期结余": "0", "结余": "0", "收到": Flow(gifts), "使用": Flow(used)}


ACTIVITIES = {
    1: [("党员大会", "学文件，讨论今年要办的事"), ("组织生活会", "互相提意见，定整改")],
    2: [("主题党日", "帮{渠}清淤"), ("支委会", "商量防汛分工")],
    3: [("党课", "七一讲党课，慰问老党员"), ("主题党日", "{沟}抢修出工")],
    4: [("主题党日", "打扫{场}，陪老人过重阳"), ("支委会", "商量明年要办的事")],
}


def party_work(village: Village, quarter: tuple[int, int]) -> dict[str, Any]:
    """002 党组织计划和活动."""
    year, number = quarter
    chance = village.chance("party", quarter)
    members = village.people // 32
    rows = [
        {"日期": f"{3 * number - 2 + i}月{chance.randint(5, 25)}日", "名称": name, "内容": village.say(text), "应到": str(members), "实到": str(members - chance.randint(1, 6))}
        for i, (name, text) in enumerate(ACTIVITIES[number])
    ]
    return {"活动": Flow(rows)}


def population(village: Village, quarter: tuple[int, int]) -> dict[str, str]:
    """262 人口变动, counted back from the number in 村情.yaml."""
    moves = {each: (village.chance("in", each).randint(0, 4), village.chance("out", each).randint(0, 4)) for each in QUARTERS}
    later = [moves[each] for each in QUARTERS if each > quarter]
    people = village.people - sum(came - went for came, went in later)
    return {"户数": str(village.households), "人口": str(people), "迁入": str(moves[quarter][0]), "迁出": str(moves[quarter][1])}


ITEMS: dict[str, Callable[[Village, tuple[int, int]], Any]] = {
    "党组织计划和活动": party_work,
    "会议决定": decisions,
    "协商事项": talks,
    "协助政府工作": assisted,
    "村务监督": watched,
    "误工补贴": lost_time,
    "其他惠农补贴": other_subsidies,
    "公益性岗位": posts,
    "最低生活保障": minimum_living,
    "特困人员供养": destitute,
    "临时救助和医疗救助": urgent_help,
    "残疾人两项补贴": disabled,
    "高龄津贴": aged,
    "人口变动": population,
    "资金收支": cash,
    "债权债务": debts,
    "民主理财审核": audit,
    "村组干部报酬": pay,
    "救灾救助款物": relief,
    "社会捐赠": donations,
    "上级专项资金": earmarked,
}
SECTIONS = {"党组织计划和活动": "党务", "会议决定": "村务", "误工补贴": "补贴和救助", "资金收支": "财务", "救灾救助款物": "资金"}


def lines_of_publication(head: dict[str, Any], items: dict[str, Any], sections: bool = False) -> str:
    lines = ["格式: 1", *(line for key, value in head.items() for line in lines_of(key, value))]
    for name, value in items.items():
        lines.append("")
        if sections and name in SECTIONS:
            lines += [f"# —— {SECTIONS[name]} ——", ""]
        lines += lines_of(name, value[0] if isinstance(value, list) and len(value) == 1 else value)
    return "\n".join(lines) + "\n"


def write_quarter(village: Village, quarter: tuple[int, int]) -> None:
    year, number = quarter
    posted = posted_on(village, quarter)
    review = village.objections.get(quarter) or {"村务监督委员会": f"{posted - timedelta(days=2)} 同意"}
    head = {"期间": label(*quarter), "公开日期": posted.isoformat(), "审核": [review]}
    by_hand = village.quarterly.get(quarter, {})
    items: dict[str, Any] = {}
    for name, make in ITEMS.items():
        if name == "协商事项" and year < 2026:
            continue
        if quarter in village.only and name not in village.only[quarter]:
            continue
        given = by_hand.get(name)
        items[name] = given if given is not None and not callable(given) else make(village, quarter)
        if callable(given):
            given(items[name])
    write(village.folder / str(year) / f"{label(*quarter)}.yaml", lines_of_publication(head, items, sections=True))


def publish(village: Village, file: str, period: str, posted: str, items: dict[str, Any], **more: Any) -> None:
    """One event or yearly file; reviewed two days before it went up."""
    day = date.fromisoformat(posted)
    head: dict[str, Any] = {"期间": period, "公开日期": posted}
    head["审核"] = more.pop("审核", [{"村务监督委员会": f"{day - timedelta(days=2)} 同意"}])
    head = {key: value for key, value in {**head, **more}.items() if value}
    write(village.folder / period[:4] / f"{file}.yaml", lines_of_publication(head, items))
