# ruff: noqa: E501 - sentences of a ledger stay on one line, as they do in the ledger
"""Makes the sample county 青石县 (all made up) in the working folder: ``make sample`` runs it, and ``make_history.py`` after it.

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
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Font
from PIL import Image, ImageDraw, ImageFont

ROOT = Path.cwd()
REPOSITORY = Path(__file__).resolve().parents[2]
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

    rows: Sequence[dict[str, Any]]


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
    return [indent + " | ".join(pad(cell, wide[i], right[i]) for i, cell in enumerate(row)).rstrip() for row in table]


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
    points: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Of its projects: metres east and north of the village office."""
    assets: list[dict[str, str]] = field(default_factory=list)
    resources: list[dict[str, str]] = field(default_factory=list)
    forerunners: list[dict[str, str]] = field(default_factory=list)
    anchors: dict[str, tuple[tuple[int, int], int]] = field(default_factory=dict)
    """By account: the quarter after which so many fen were left."""
    first: tuple[int, int] = (2025, 1)
    """Its first quarter of disclosure."""
    totals: dict[tuple[int, int], tuple[int, Entry]] = field(default_factory=dict)
    """What was spent in a quarter altogether, and the entry that takes up the rest."""
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
    group_accounts: list[tuple[str, str, str]] = field(default_factory=list)
    """Books of villagers' groups: cash and nothing else."""

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

    @property
    def books(self) -> list[str]:
        """Names of all accounts that have cash."""
        return [name for _, name, _ in (*self.accounts, *self.group_accounts)]

    def book(self, word: str) -> str:
        """The account a line of the data below means: 村, 社, or a group by its name."""
        return {"村": self.main, "社": self.earning}.get(word, word)

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


def some(village: Village, chance: random.Random, count: int, *kinds: int) -> list[int]:
    """That many households in order; each kind of list takes its own seventh of the village, so that no one of ninety is on night watch."""
    return sorted(chance.sample([i for i in range(village.households) if i % 7 in kinds], count))


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
1234 | 村 | 水电网络费 | 管理费用 | 宽带和监控网络费（一季） | 石桥广电网络站 | 297 | 297
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
1234 | 村 | 办公费 | 管理费用 | 公章刻印、证明用纸、胶水 | 石桥文具店 | 36 | 128
1234 | 村 | 差旅费 | 管理费用 | 到镇里送表、领资料车费 | @干部 | 24 | 72
1234 | 村 | 保洁治安 | 公益支出 | {场}、公厕保洁用工 | @村民 | 600 | 900
134 | 村 | 维修费 | 公益支出 | {桥}栏杆、警示牌修补 | 石桥五金电器店 | 160 | 780
234 | 村 | 车辆费 | 公益支出 | 抽水、送水三轮车加油 | 石桥加油站 | 80 | 240
123 | 村 | 其他 | 公益支出 | {路}两边补种行道树 | 石桥苗木场 | 420 | 1300
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
        if account == "社" and len(village.accounts) == 1 and kind == "管理费用":
            continue
        if str(number) not in when or (len(when) < 4 and chance.random() < 0.12):
            continue
        say = (
            text.replace("{月1}", f"{months[0]}月")
            .replace("{月2}", f"{months[1]}月")
            .replace("{月3}", f"{months[2]}月")
        )
        exact = "." in least
        low, high = float(least.rstrip(".")), float(most.rstrip("."))
        factor = 1 if low == high else village.scale
        amount = (
            round(chance.uniform(low, high) * factor * 100)
            if exact
            else round(chance.uniform(low, high) * factor / 10) * 1000
        )
        if low == high:
            amount = round(low * 100)
        month = months[["{月1}" in text, "{月2}" in text, True].index(True)] if "{月" in text else chance.choice(months)
        day = date(year, month, chance.randint(3, 27))
        who, books = someone(village, party, chance), village.book(account)
        entries.append(Entry(day, books, "出账", kind, village.say(say), who, amount, detail=detail))
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
            if paid and paid >= first_day(*village.first):
                text = contract.text or contract.fields["名称"] + "租金"
                text = text.replace("{期}", "上半年" if due.month <= 6 else "下半年").replace("{年}", f"{due.year}年")
                village.entries.append(
                    Entry(
                        paid,
                        contract.account,
                        "进账",
                        contract.kind,
                        text,
                        contract.fields["承租方"],
                        amount,
                        contract=f"{contract.register}/{contract.number}",
                    )
                )
    for quarter in QUARTERS:
        if quarter not in village.handmade and quarter >= village.first:
            village.entries += everyday(village, quarter)
            village.entries += pay_entries(village, quarter)
    for quarter, (total, entry) in village.totals.items():
        spent = sum(
            each.amount
            for each in village.entries
            if each.quarter == quarter and each.side == "出账" and each.nature != "内部转款"
        )
        village.entries.append(replace(entry, amount=total - spent))
    village.entries.sort(key=lambda each: (each.day, each.side != "进账"))
    for quarter in QUARTERS:
        for account in village.books:
            number_vouchers([each for each in village.entries if (each.quarter, each.account) == (quarter, account)])


def pay_entries(village: Village, quarter: tuple[int, int]) -> list[Entry]:
    """What the village itself pays its group leaders, and 误工补贴, at the quarter's end."""
    end = last_day(*quarter)
    pay = sum(3 * each.base * 100 for each in village.officers if each.paid_by == "村里")
    days = sum(amount for *_, amount in lost_days(village, quarter))
    return [
        Entry(
            end - timedelta(days=4),
            village.main,
            "出账",
            "管理费用",
            f"{'一二三四'[quarter[1] - 1]}季度组长报酬（明细见干部报酬）",
            "",
            pay,
            detail="村组干部报酬",
        ),
        Entry(
            end - timedelta(days=2),
            village.main,
            "出账",
            "管理费用",
            f"{'一二三四'[quarter[1] - 1]}季度误工补贴（明细见误工补贴）",
            "",
            days,
            detail="误工补贴",
        ),
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
        each
        for each in village.entries
        if each.quarter == quarter and each.account == account and side in ("", each.side)
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
OUT_COLUMNS = [
    "日期",
    "凭证号",
    "序号",
    "类别",
    "细目",
    "性质",
    "摘要",
    "收款单位",
    "金额",
    "经手人",
    "项目",
    "合同",
    "冲销",
    "附件",
]


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
    for account in village.books:
        entries = of_quarter(village, account, quarter)
        income, expense = ([each for each in entries if each.side == side] for side in ("进账", "出账"))
        left = closing(village, account, quarter)
        held = village.chance("cash", account, quarter).randint(30000, 160000)
        funds = sum(
            fund_balance(village, key, quarter) for key in village.funds if fund_account(village, key) == account
        )
        part: dict[str, Any] = {"账套": account} if len(village.books) > 1 else {}
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
    return {"查账": Flow(rows)}


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
    said: dict[str, Any] = {
        "政策依据": "石桥镇村干部报酬办法（石政〔2024〕18号）",
        "上级给的": yuan(above),
        "村里出的": yuan(own),
    }
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
        for name in (names_of(village)[i] for i in some(village, chance, chance.randint(1, 3), 1, 2, 3)):
            half_days = chance.randint(1, 4)
            rows.append((day, name, village.say(reason), f"{half_days / 2:g}", half_days * 5000))
    return sorted(rows)


def lost_time(village: Village, quarter: tuple[int, int]) -> dict[str, Any]:
    """222 误工补贴."""
    rows = [
        [f"{d.month}月{d.day}日", name, reason, days, "100", yuan(amount)]
        for d, name, reason, days, amount in lost_days(village, quarter)
    ]
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
            rows.append(
                [
                    fund.name,
                    fund.source,
                    fund.paper,
                    fund.purpose,
                    yuan(fund.promised),
                    *money,
                    fund.project,
                    fund.benefit,
                ]
            )
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
    by_hand = village.meetings.get(quarter, [])
    for _, kind, topic, decided, state in chance.sample(
        [row for row in DECISIONS if str(number) in row[0]], 2 if len(by_hand) < 3 else 0
    ):
        day = date(year, 3 * number - 2 + chance.randint(0, 2), chance.randint(3, 26))
        rows.append([day_in(day, year), kind, village.say(topic), *votes(village, chance), village.say(decided), state])
    rows += by_hand
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
    rows = [
        dict(zip(("事项", "委托部门", "经费", "进展"), (cell.replace(",", "") for cell in row[1:]), strict=True))
        for row in village.chance("assisted", quarter).sample(found, 2)
    ]
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
        for i, (name, (job, month)) in enumerate(
            zip((names_of(village)[k] for k in some(village, chance, len(jobs), 2)), jobs, strict=True), 1
        )
    ]
    columns = ["序号", "姓名", "岗位", "聘用起", "聘用止", "月补贴", "金额"]
    said = {"政策依据": f"青人社〔{quarter[0]}〕4号", "名单": Grid(columns, rows, ("月补贴", "金额"))}
    return {**said, "说明": "钱由县里直接打到本人卡上，村里不经手。"}


def minimum_living(village: Village, quarter: tuple[int, int]) -> dict[str, Any]:
    """251 最低生活保障."""
    chance = village.chance("dibao")
    names = names_of(village)
    chosen = some(village, chance, village.aid, 4)
    number, rows = 0, []
    for order, index in enumerate(chosen):
        people, month = chance.randint(1, 3), chance.randrange(260, 420, 10)
        starts, ends = (2025, 3) if order == 2 else (2024, 1), (2025, 4) if order == 5 else (2099, 1)
        if not starts <= quarter <= ends:
            continue
        number += 1
        if quarter >= (2026, 1):
            month += 20
        state = (
            "新增" if starts == quarter else "退出" if ends == quarter else "调整" if quarter == (2026, 1) else "继续"
        )
        rows.append(
            [
                str(number),
                names[index],
                group_of(village, index),
                str(people),
                yuan(month * people * 100),
                state,
                f"{starts[0]}年{starts[1] * 3 - 2}月",
            ]
        )
    return {
        "政策依据": f"青民发〔{quarter[0]}〕2号",
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
        for i, index in enumerate(some(village, chance, 3 + village.households // 200, 6), 1)
    ]
    columns = ["序号", "姓名", "村民小组", "供养方式", "金额", "起始月份"]
    return {
        "政策依据": f"青民发〔{quarter[0]}〕2号",
        "供养标准": yuan(month),
        "未成年人数": "0",
        "怎么申请": "向镇里便民服务中心申请",
        "名单": Grid(columns, rows),
    }


def urgent_help(village: Village, quarter: tuple[int, int]) -> Any:
    """253 临时救助和医疗救助."""
    chance = village.chance("urgent", quarter)
    names = names_of(village)
    chosen = some(village, chance, chance.choice([0, 1, 2, 3]), 3, 4, 5)
    if not chosen:
        return NOTHING
    year, number = quarter
    rows = [
        [
            str(i),
            names[index],
            group_of(village, index),
            f"{year}年{3 * number - 2 + chance.randint(0, 2)}月",
            yuan(chance.randrange(800, 5200, 100) * 100),
        ]
        for i, index in enumerate(chosen, 1)
    ]
    short = len(rows) // 2 + len(rows) % 2
    return {
        "政策依据": "青政发〔2024〕11号", "临时救助人次": str(short), "医疗救助人次": str(len(rows) - short), "怎么申请": "向镇里便民服务中心申请，急的可以先救助后补手续",
        "名单": Grid(["序号", "姓名", "村民小组", "月份", "金额"], rows),
    }  # fmt: skip


def disabled(village: Village, quarter: tuple[int, int]) -> dict[str, Any]:
    """254 残疾人两项补贴: the list does not say which of the two."""
    chance = village.chance("canji", quarter[0])
    names = names_of(village)
    first, second = 80, 100
    rows, living, care = [], [0, 0], [0, 0]
    for i, index in enumerate(some(village, chance, 6 + village.households // 80, 5), 1):
        kind = chance.choice(["生活", "护理", "两项"])
        amount = 0
        if kind != "护理":
            living, amount = [living[0] + 1, living[1] + first * 300], amount + first * 300
        if kind != "生活":
            care, amount = [care[0] + 1, care[1] + second * 300], amount + second * 300
        rows.append([str(i), names[index], group_of(village, index), "3", yuan(amount)])
    return {
        "政策依据": f"青民发〔{quarter[0]}〕5号", "生活补贴标准": f"{first}.00", "护理补贴标准": f"每人每月{second}元",
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
    for i, index in enumerate(some(village, chance, 10 + village.households // 40, 0), 1):
        age, month = chance.choice([("80—89岁", 50), ("80—89岁", 50), ("80—89岁", 50), ("90—99岁", 100)])
        rows.append([str(i), names[index], group_of(village, index), age, yuan(month * 300)])
    if quarter >= (2026, 1):
        rows.pop()
    columns = ["序号", "姓名", "村民小组", "年龄段", "金额"]
    return {
        "政策依据": "青民发〔2024〕9号",
        "标准说明": "80—89岁每月50元，90—99岁每月100元，100岁以上每月300元",
        "怎么申请": "满八十岁当月到镇里便民服务中心登记",
        "名单": Grid(columns, rows),
    }


def other_subsidies(village: Village, quarter: tuple[int, int]) -> Any:
    """243 其他惠农补贴: one kind a batch, not every quarter."""
    kinds = {
        2: ("一次性种粮补贴", "石桥镇农业服务中心登记的实际种粮面积", "亩", 1200, "6月底"),
        4: ("生态公益林补偿", "公益林管护协议", "亩", 1450, "12月底"),
    }
    if quarter[1] not in kinds:
        return NOTHING
    name, basis, unit, rate, when = kinds[quarter[1]]
    chance = village.chance("other", quarter)
    names = names_of(village)
    rows = []
    for i, index in enumerate(sorted(chance.sample(range(len(names)), 26)), 1):
        tenths = chance.randint(12, 168)
        rows.append(
            [str(i), names[index], group_of(village, index), area(tenths), unit, yuan(rate), yuan(tenths * rate // 10)]
        )
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
        "政策依据": f"青应急〔{quarter[0]}〕1号", "上期结余": "0", "结余": "0", "结余物资": "没有",
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
        {
            "日期": "10月12日",
            "捐赠人": chance.choice(names_of(village)),
            "款物": "大米10袋",
            "金额": "1300",
            "指定用途": "八十岁以上老人",
        },
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
    number = quarter[1]
    chance = village.chance("party", quarter)
    members = village.people // 32
    rows = [
        {
            "日期": f"{3 * number - 2 + i}月{chance.randint(5, 25)}日",
            "名称": name,
            "内容": village.say(text),
            "应到": str(members),
            "实到": str(members - chance.randint(1, 6)),
        }
        for i, (name, text) in enumerate(ACTIVITIES[number])
    ]
    return {"活动": Flow(rows)}


def population(village: Village, quarter: tuple[int, int]) -> dict[str, str]:
    """262 人口变动, counted back from the number in 村情.yaml."""
    moves = {
        each: (village.chance("in", each).randint(0, 4), village.chance("out", each).randint(0, 4)) for each in QUARTERS
    }
    later = [moves[each] for each in QUARTERS if each > quarter]
    people = village.people - sum(came - went for came, went in later)
    return {
        "户数": str(village.households),
        "人口": str(people),
        "迁入": str(moves[quarter][0]),
        "迁出": str(moves[quarter][1]),
    }


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
SECTIONS = {
    "党组织计划和活动": "党务",
    "会议决定": "村务",
    "误工补贴": "补贴和救助",
    "资金收支": "财务",
    "救灾救助款物": "资金",
}


def lines_of_publication(head: dict[str, Any], items: dict[str, Any], sections: bool = False) -> str:
    lines = ["格式: 1", *(line for key, value in head.items() for line in lines_of(key, value))]
    for name, value in items.items():
        lines.append("")
        if sections and name in SECTIONS:
            lines += [f"# —— {SECTIONS[name]} ——", ""]
        lines += lines_of(name, value[0] if isinstance(value, list) and len(value) == 1 else value)
    return "\n".join(lines) + "\n"


def write_quarter(village: Village, quarter: tuple[int, int]) -> None:
    year = quarter[0]
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
    items |= {name: said for name, said in by_hand.items() if name not in ITEMS}
    write(village.folder / str(year) / f"{label(*quarter)}.yaml", lines_of_publication(head, items, sections=True))


def publish(village: Village, file: str, period: str, posted: str, items: dict[str, Any], **more: Any) -> None:
    """One event or yearly file; reviewed two days before it went up."""
    day = date.fromisoformat(posted)
    head: dict[str, Any] = {"期间": period, "公开日期": posted}
    head["审核"] = more.pop("审核", [{"村务监督委员会": f"{day - timedelta(days=2)} 同意"}])
    head = {key: value for key, value in {**head, **more}.items() if value}
    write(village.folder / period[:4] / f"{file}.yaml", lines_of_publication(head, items))


# ---- once a year -----------------------------------------------------------------------------------------------------


def of_year(village: Village, account: str, year: int) -> list[Entry]:
    return [each for each in village.entries if each.account == account and each.day.year == year]


REAL = {"经营收入", "投资收益", "补助收入", "其他收入", "经营支出", "税金及附加", "管理费用", "公益支出", "其他支出"}


def own(entries: Iterable[Entry], side: str) -> list[Entry]:
    """What was really earned or spent: no earmarked money, no loans or transfers, nothing built or bought, no dividends."""
    real = (each for each in entries if each.side == side and each.kind in REAL and each.nature in ("", "冲销"))
    return [each for each in real if "分红" not in each.text]


def sums_by(entries: Iterable[Entry], key: Callable[[Entry], str]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for each in entries:
        sums[key(each)] = sums.get(key(each), 0) + each.amount
    return sums


def plan(village: Village, year: int, agreed: date) -> list[dict[str, Any]]:
    """024 财务计划: last year's figures where the books go back so far, this year's rounded."""
    parts = []
    for _, account, _ in village.accounts:
        part: dict[str, Any] = {"账套": account} if len(village.accounts) > 1 else {}
        part |= {"通过会议": "村民代表会议" if account == COMMITTEE else "成员代表大会", "通过日期": agreed.isoformat()}
        for name, side in (("收入计划", "进账"), ("支出计划", "出账")):
            actual = sums_by(own(of_year(village, account, 2025), side), lambda each: each.kind)
            last = ["" if year == 2025 else yuan(amount) for amount in actual.values()]
            rows = [
                [kind, before_that, yuan(max(round(amount * (1.03 if year > 2025 else 0.97) / 100000), 1) * 100000)]
                for (kind, amount), before_that in zip(actual.items(), last, strict=True)
            ]
            part[name] = Grid(["项目", "上年实际", "本年计划"], rows, ("实际", "计划"))
        parts.append(part)
    return parts


def profit(village: Village) -> dict[str, Any]:
    """025 收益分配 of the earning account."""
    entries = of_year(village, village.earning, 2025)
    gain = sum(each.amount for each in own(entries, "进账")) - sum(each.amount for each in own(entries, "出账"))
    earlier = village.chance("profit").randint(800, 2600) * 1000
    total = gain + earlier
    reserve = max(total * 30 // 100 // 10000 * 10000, 0)
    shared = sum(each.amount for each in entries if "分红" in each.text)
    rows = [{"项目": "提取公积公益金", "金额": yuan(reserve).replace(",", ""), "说明": "按章程提三成"}]
    if shared:
        rows.append({"项目": "成员分红", "金额": yuan(shared).replace(",", ""), "说明": "到户清单贴在公开栏"})
    part = {"账套": village.earning} if len(village.accounts) > 1 else {}
    return {
        **part, "本年收益": yuan(gain), "年初未分配": yuan(earlier), "其他转入": "0", "可分配": yuan(total),
        "分配": Flow(rows), "年末未分配": yuan(total - reserve - shared), "通过会议": "成员大会", "通过日期": "2026-01-18",
    }  # fmt: skip


def worth(village: Village, account: str) -> int:
    """What the assets of an account are still worth."""
    belong = [each for each in village.assets if len(village.accounts) == 1 or each["归属"] == account]
    return sum(fen(each["净值"]) for each in belong)


def yearly_report(village: Village) -> list[dict[str, Any]]:
    """026 年度财务报告."""
    parts = []
    end, start = (2025, 4), (2024, 4)
    for _, account, _ in village.accounts:
        money = [closing(village, account, each) for each in (end, start)]
        receivable, payable = (owed(village, account, end, ours) for ours in (True, False))
        funds = sum(fund_balance(village, key, end) for key in village.funds if fund_account(village, key) == account)
        things = worth(village, account)
        assets, liabilities = money[0] + receivable + things, payable + funds
        entries = of_year(village, account, 2025)
        income, expense = (sums_by(own(entries, side), lambda each: each.kind) for side in ("进账", "出账"))
        part: dict[str, Any] = {"账套": account} if len(village.accounts) > 1 else {}
        part |= {
            "资产总计": yuan(assets),
            "负债合计": yuan(liabilities),
            "净家底": yuan(assets - liabilities),
            "大会日期": "2026-02-05",
        }
        part["资产负债表"] = Grid(["项目", "年初数", "年末数"], [
            ["货币资金", yuan(money[1]), yuan(money[0])], ["应收款项", "", yuan(receivable)], ["固定资产净值", "", yuan(things)],
            ["资产总计", "", yuan(assets)], ["应付款项", "", yuan(payable)], ["专项应付款", "", yuan(funds)], ["所有者权益合计", "", yuan(assets - liabilities)],
        ])  # fmt: skip
        rows = [[kind, yuan(amount)] for kind, amount in [*income.items(), *expense.items()]]
        gain = sum(income.values()) - sum(expense.values())
        part["收益表"] = Grid(["项目", "本年金额"], [*rows, ["本年收益", yuan(gain)]])
        parts.append(part)
    return parts


def running_costs(village: Village) -> dict[str, Any]:
    """064 村级运转经费."""
    entries = of_year(village, village.main, 2025)
    given = [each for each in entries if "运转经费" in each.text]
    spent = sums_by((each for each in own(entries, "出账") if each.kind == "管理费用"), lambda each: each.detail)
    got = sum(each.amount for each in given)
    rows = [[name, yuan(amount)] for name, amount in spent.items()]
    left = got - sum(spent.values())
    said = {
        "上年结余": "0", "结余": yuan(max(left, 0)),
        "拨入": Flow([{"日期": day_in(each.day, 2025), "项目": each.text, "文号": "青财预〔2025〕9号", "金额": yuan(each.amount).replace(",", "")} for each in given]),
    }  # fmt: skip
    if left < 0:
        rows.append(["超出部分由村集体补上", yuan(left)])
    return {**said, "支出": Grid(["项目", "金额"], rows)}


def inventory(village: Village) -> list[dict[str, Any]]:
    """103 资产清查."""
    parts = []
    keeper = village.officers[3].name
    for _, account, _ in village.accounts:
        left = closing(village, account, (2025, 4))
        held = village.chance("cash", account, (2025, 4)).randint(30000, 160000)
        store = 268000 if account == COMMITTEE else 1426000
        loss = -24000 if account == village.earning else 0
        rows = [
            ("现金", held, 0, ""), ("银行存款", left - held, 0, ""), ("应收款", owed(village, account, (2025, 4), True), 0, ""),
            ("库存物资", store, loss, "编织袋受潮报损" if loss else ""), ("固定资产", worth(village, account), 0, "按净值"),
            ("欠别人的款", owed(village, account, (2025, 4), False), 0, ""),
        ]  # fmt: skip
        part: dict[str, Any] = {"账套": account} if len(village.accounts) > 1 else {}
        part |= {"清查基准日": "2025-12-31", "清查人": f"报账员、{supervisors(village)}"}
        grid = [[kind, yuan(booked), yuan(gap), yuan(booked + gap), why] for kind, booked, gap, why in rows]
        part["清查"] = Grid(["类别", "账面数", "差额", "核实数", "原因"], grid, ("账面数", "差额", "核实数"))
        things = [
            {
                "名称": "编织袋",
                "单位": "条",
                "数量": "1200",
                "金额": yuan(store + loss - 100000).replace(",", ""),
                "存放地点": "合作社仓库" if loss else "村委会仓库",
                "保管人": keeper,
            },
            {
                "名称": "铁锹、雨衣等防汛物资",
                "单位": "套",
                "数量": "20",
                "金额": "1000.00",
                "存放地点": "村委会仓库",
                "保管人": keeper,
            },
        ]
        part["库存物资"] = Flow(things)
        parts.append(part)
    return parts


def appraisal(village: Village) -> dict[str, Any]:
    """231 干部民主评议."""
    chance = village.chance("appraisal")
    count = village.representatives - 3
    rows = []
    for each in village.officers:
        if each.paid_by == "村里":
            continue
        weak, fair = chance.choice([0, 0, 1, 2]), chance.randint(0, 5)
        rows.append([each.name, each.office, str(count - weak - fair), str(fair), str(weak), "称职"])
    columns = ["姓名", "职务", "称职", "基本称职", "不称职", "结果"]
    return {
        "评议日期": "2025-12-26",
        "会议": "村民代表会议",
        "参评人数": str(count),
        "评议": Grid(columns, rows, ("称职",)),
    }


def year_of_work(done: Sequence[str], planned: Sequence[str]) -> dict[str, Any]:
    """206 年度工作报告."""
    rows = [["今年办的", *line.split("/")] for line in done] + [["明年打算", *line.split("/")] for line in planned]
    table_rows = [[str(i), *row, *[""] * (3 - len(row))] for i, row in enumerate(rows, 1)]
    return {
        "审议会议": "村民代表会议",
        "审议日期": "2026-01-18",
        "办的事": Grid(["序号", "年度", "内容", "进展"], table_rows),
    }


def archive(village: Village) -> dict[str, Any]:
    """210 村务档案目录."""
    start = village.code[-3:]
    names = [
        ("2025年1—4季度财务公开表", "2025-12-31", "30年"), ("2025年会议记录", "2025-12-31", "永久"), ("2025年集体合同", "2025-12-31", "永久"),
        ("2025年耕地补贴公示名单", "2025-06-30", "10年"), ("2025年工程材料", "2025-12-31", "永久"), ("2025年村务监督记录", "2025-12-31", "30年"),
    ]  # fmt: skip
    rows = [[f"{start}-2025-{i:03}", *cells] for i, cells in enumerate(names, 1)]
    return {
        "查阅地点": "村委会档案室",
        "查阅时间": "星期一、星期四上午",
        "目录": Grid(["档号", "题名", "日期", "保管期限"], rows),
    }


def insurance(village: Village) -> dict[str, Any]:
    """259 医保养老参保."""
    chance = village.chance("insurance")
    due, adults = village.people - chance.randint(20, 60), village.people * 55 // 100
    return {"参保": Flow([
        {"险种": "居民医保", "应参人数": str(due), "已参人数": str(due - chance.randint(5, 40)), "个人缴费": "400", "财政补助": "670"},
        {"险种": "居民养老保险", "应参人数": str(adults), "已参人数": str(adults - chance.randint(4, 30)), "个人缴费": "200", "财政补助": "30"},
    ])}  # fmt: skip


def party_year(village: Village) -> dict[str, dict[str, Any]]:
    """006 民主评议党员 and 007 党费."""
    chance = village.chance("party year")
    members = village.people // 32
    good = members // 4
    got = members * chance.randint(22, 30) * 100
    spent = 36000
    praised = chance.sample(names_of(village), 2)
    return {
        "民主评议党员": {
            "评议日期": "2025-12-20", "参评人数": str(members - 2), "优秀": str(good), "合格": str(members - 2 - good), "基本合格": "0", "不合格": "0",
            "表扬": Flow([{"姓名": name, "称号": "优秀党员"} for name in praised]),
        },
        "党费": {
            "党员人数": str(members), "应收": yuan(got), "实收": yuan(got), "上交": yuan(got), "上级拨回": yuan(spent),
            "使用": Flow([{"日期": "7月1日", "用途": "慰问老党员", "金额": yuan(spent).replace(",", "")}]),
        },
    }  # fmt: skip


def help_plan(village: Village) -> dict[str, Any]:
    """257 重点帮扶, from 2026."""
    rows = [
        {
            "类别": "脱贫户",
            "户数": str(village.households // 16),
            "人数": str(village.people // 16),
            "帮扶办法": "产业奖补、就业介绍",
            "责任单位": "石桥镇乡村振兴办",
            "经费": "18000",
        },
        {
            "类别": "监测户",
            "户数": "3",
            "人数": "9",
            "帮扶办法": "公益岗、临时救助",
            "责任单位": "石桥镇社会事务办",
            "经费": "6000",
        },
    ]
    return {"通过会议": "村民代表会议", "通过日期": "2026-03-16", "汇总": Flow(rows)}


def land_subsidy(village: Village, year: int, rate: int, count: int, file: str) -> dict[str, Any]:
    """241 耕地地力保护补贴: the list stands beside the ledger, as CSV or as a workbook."""
    chance = village.chance("land", year)
    names = names_of(village)
    chosen = sorted(village.chance("land").sample(range(len(names)), count))
    rows = []
    for i, index in enumerate(chosen, 1):
        tenths = chance.randint(14, 78)
        rows.append(
            [str(i), names[index], group_of(village, index), area(tenths), yuan(rate), yuan(tenths * rate // 10)]
        )
    columns = ["序号", "户主", "村民小组", "面积", "标准", "金额"]
    spot = f"发放明细-{year}"
    if file.endswith(".csv"):
        write_csv(village.folder / str(year) / file, [columns, *rows])
    elif file:
        write_workbook(
            village.folder / str(year) / file, spot, f"{village.name}{year}年耕地地力保护补贴发放明细", [columns, *rows]
        )
    listed = {"表格": file + ("" if file.endswith(".csv") else f"#{spot}")} if file else Grid(columns, rows)
    return {
        "资金来源": "中央财政，不是村里的钱",
        "政策依据": f"青财农〔{year}〕6号",
        "发放方式": "一卡通",
        "发放日期": f"{year}-06-25",
        "找谁改": "公示期内带承包证找村委会",
        "名单": listed,
    }


def write_csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.getvalue().encode("utf-8-sig"))


def write_workbook(path: Path, sheet: str, title: str, rows: Sequence[Sequence[str]]) -> None:
    """A workbook as a clerk makes it: a title line, a head, numbers as numbers. No clock gets into it."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    page.append([title])
    for row in rows:
        page.append(
            [
                float(cell.replace(",", ""))
                if re.fullmatch(r"[\d,]+\.\d+", cell)
                else int(cell)
                if cell.isdigit()
                else cell
                for cell in row
            ]
        )
    for cell in page[2]:
        cell.font = Font(bold=True)
    for letter, wide in zip("ABCDEF", (6, 12, 10, 10, 10, 14), strict=True):
        page.column_dimensions[letter].width = wide
    book.properties.creator = village_office(title)
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)
    raw = io.BytesIO()
    book.save(raw)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(raw) as given, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-01-01T00:00:00Z", given.read(name))
            made.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


def village_office(title: str) -> str:
    return title[:3] + "村民委员会"


# ---- registers -------------------------------------------------------------------------------------------------------


def make_assets(rows: str, owner: dict[str, str]) -> list[dict[str, str]]:
    """编号 | 名称 | 类别 | 归属 | 规格 | 数量 单位 | 地点 | 购建日期 | 怎么来的 | 使用年限 | 原值 | 使用状态 | 看管人 | 终止 | 说明."""
    assets = []
    for number, name, kind, of, form, count, place, day, how, years, cost, state, keeper, ended, notes in table(rows):
        amount, unit = count.split()
        bought = date.fromisoformat(day)
        used = (TODAY.year - bought.year) * 12 + TODAY.month - bought.month
        original = fen(cost)
        worn = min(original * 95 // 100, original * 95 * used // (100 * 12 * int(years))) // 100 * 100 if years else 0
        asset = {
            "编号": number, "名称": name, "类别": kind, "归属": owner[of], "规格": form, "数量": amount, "单位": unit, "地点": place,
            "购建日期": day, "怎么来的": how, "使用年限": years, "原值": yuan(original), "累计折旧": yuan(worn), "净值": yuan(original - worn),
            "使用状态": state, "看管人": keeper, "说明": notes, "终止": ended,
        }  # fmt: skip
        assets.append({key: value for key, value in asset.items() if value})
    return assets


SEA = (30.5, 124.5)
"""Where the made-up village lies: open water, so that it is nobody's."""


OFFICES = {
    "201": (0, 0),
    "202": (2600, 1900),
    "203": (-3100, 4200),
    "204": (1200, -3600),
    "205": (-5200, -1400),
    "206": (4300, -1200),
}
"""Metres east and north of the sea's point: the village offices, by the end of the code."""


def degrees(east: float, north: float) -> str:
    """So many metres from the sea's point, as latitude and longitude."""
    return f"{SEA[0] + north / 111320:.5f},{SEA[1] + east / 95917:.5f}"


def put_on_map(records: list[dict[str, Any]], points: dict[str, tuple[int, int]]) -> list[dict[str, Any]]:
    """The records with 坐标 after their place: metres east and north of the village office."""
    placed = []
    for record in records:
        whole: dict[str, Any] = {}
        for name, text in record.items():
            whole[name] = text
            if name in ("坐落", "地点") and record["编号"] in points:
                whole["坐标"] = degrees(*points[record["编号"]])
        placed.append(whole)
    return placed


def make_resources(rows: str, owner: str) -> list[dict[str, str]]:
    """编号 | 名称 | 类别 | 坐落 | 四至 | 面积 | 利用方式 | 使用方 | 说明."""
    names = ("编号", "名称", "类别", "坐落", "四至", "面积", "利用方式", "使用方", "说明")
    made = []
    for row in table(rows):
        resource = dict(zip(names, row, strict=True))
        made.append({key: value for key, value in {**resource, "归属": owner}.items() if value})
    return made


def make_contracts(register: str, rows: str, account: str, reps: int) -> list[Contract]:
    """编号 | 名称 | 标的 | 承租方 | 用途 | 面积 | 起始 | 到期 | 年租金 | 交法 | 早交几天 | 欠几次 | 怎么租出去的 | 开会 应到 实到 同意 | 押金 | 终止 | 说明."""
    contracts = []
    for (
        number,
        name,
        target,
        who,
        use,
        size,
        start,
        end,
        rent,
        when,
        early,
        missed,
        how,
        meeting,
        deposit,
        ended,
        notes,
    ) in table(rows):
        first, last = date.fromisoformat(start), date.fromisoformat(end)
        year_rent = fen(rent)
        fields = {
            "编号": number, "名称": name, "标的": target, "承租方": who, "归属": account, "用途": use, "面积": size, "起始": start, "到期": end,
            "年租金": yuan(year_rent), "押金": deposit, "怎么租出去的": how,
        }  # fmt: skip
        if meeting:
            day, came, agreed = meeting.split()
            fields |= {"决策会议": "村民代表会议", "决策日期": day, "应到": str(reps), "实到": came, "同意": agreed}
        fields |= {"说明": notes, "终止": ended}
        days = when.split()
        dues = [date(year, *map(int, each.split("-"))) for year in range(first.year, 2027) for each in days]
        dues = [due for due in dues if first - timedelta(days=31) <= due <= min(last, date(2026, 12, 31))]
        late = [due for due in dues if due <= TODAY][-int(missed) :] if int(missed) else []
        payments: list[tuple[date, int, date | None]] = [
            (due, year_rent // len(days), None if due > TODAY or due in late else due - timedelta(days=int(early)))
            for due in dues
        ]
        text = f"{name}费" if name.endswith("承包") else f"{name}租金"
        text += "（{期}）" if len(days) > 1 else "（{年}）"
        kept = {key: value for key, value in fields.items() if value}
        contracts.append(Contract(register, number, kept, account, payments, text.replace("出租租金", "租金")))
    return contracts


def contract_entry(village: Village, contract: Contract) -> dict[str, Any]:
    vouchers = {
        each.day: each.voucher
        for each in village.entries
        if each.contract == f"{contract.register}/{contract.number}" and each.side == "进账"
    }
    rows = [
        [due.isoformat(), yuan(amount), paid.isoformat() if paid else "", vouchers.get(paid, "") if paid else ""]
        for due, amount, paid in contract.payments
    ]
    fields = contract.fields
    said: dict[str, Any] = {key: value for key, value in fields.items() if key not in ("说明", "终止")}
    if rows:
        said["应缴"] = Grid(["到期日", "金额", "缴清日期", "凭证号"], rows)
    return said | {key: value for key, value in fields.items() if key in ("说明", "终止")}


def project_entry(village: Village, project: Project) -> dict[str, Any]:
    link = f"项目/{project.number}"
    paid = [
        (each.day, each.voucher, each.amount, each.text)
        for each in village.entries
        if each.project == link and each.side == "出账"
    ]
    paid = [*project.older, *paid]
    rows = [[day.isoformat(), voucher, yuan(amount), text] for day, voucher, amount, text in paid]
    said: dict[str, Any] = {"编号": project.number, "名称": project.name, **project.fields}
    said["已付"] = yuan(sum(amount for _, _, amount, _ in paid))
    if rows:
        said["付款"] = Grid(["日期", "凭证号", "金额", "说明"], rows)
    if project.progress:
        said["进度"] = Grid(["日期", "节点", "完成情况", "照片"], project.progress)
    if project.notes:
        said["说明"] = project.notes
    if project.files:
        said["附件"] = Flow(project.files)
    return said


def write_registers(village: Village) -> None:
    folder = village.folder / "登记"
    write_list(folder / "资产.yaml", village.assets)
    write_list(folder / "资源.yaml", village.resources)
    for register in ("资产合同", "资源合同"):
        entries = [contract_entry(village, each) for each in village.contracts if each.register == register]
        if entries:
            write_list(folder / f"{register}.yaml", entries)
    if village.projects:
        entries = [project_entry(village, each) for each in village.projects]
        write_list(folder / "项目.yaml", put_on_map(entries, village.points))


def write_profile(village: Village) -> None:
    lines = ["格式: 1", f"地址号: {village.code[-6:]}              # 印在海报上的编号，不要改"]
    lines += [
        f"户数: {village.households}",
        f"人口: {village.people}",
        f"起始: {label(*village.first)}",
        *lines_of("简介", village.introduction + "\n"),
    ]
    east, north = OFFICES[village.code[-3:]]
    latitude, longitude = degrees(east, north).split(",")
    lines += lines_of("情况", {**village.character, "经度": longitude[:-2], "纬度": latitude[:-2]})
    accounts = [
        dict(zip(("编号", "名称", "俗称"), each, strict=True)) for each in (*village.accounts, *village.group_accounts)
    ]
    lines += lines_of("账套", Flow(accounts))
    officers = [{"职务": each.office, "姓名": each.name, "分工": each.duty} for each in village.officers]
    lines += lines_of("干部", Flow(officers))
    lines += lines_of("公开电话", village.telephones)
    lines += lines_of("监督电话", {"村监会": village.supervisor})
    if village.forerunners:
        lines += lines_of("前身", Flow(village.forerunners))
    write(village.folder / "村情.yaml", "\n".join(lines) + "\n")


# ---- pictures --------------------------------------------------------------------------------------------------------


def letters(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(REPOSITORY / "sitegen" / "data" / "fonts" / "SitegenSans-Regular.otf", size)


def save_picture(picture: Image.Image, path: Path, colours: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size <= 15_000, path


def draw_receipt(village: Village, entry: Entry) -> None:
    """A made-up receipt: 样张 across it, signatures and account numbers covered."""
    picture = Image.new("RGB", (520, 330), "#fbf8ef")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((10, 10, 509, 319), outline="#555555", width=2)
    pen.text((180, 20), "收  款  收  据", font=letters(24), fill="#222222")
    lines = [
        f"{entry.day.year}年{entry.day.month}月{entry.day.day}日        凭证 {entry.voucher}",
        f"交款单位  {village.name}{'村委会' if entry.account == COMMITTEE else '股份经济合作社'}",
        f"事    由  {entry.text[:20]}",
        f"金    额  {yuan(entry.amount)} 元",
        "账    号",
        f"收款单位  {entry.party[:16]}",
        "经 手 人",
    ]
    for i, line in enumerate(lines):
        pen.text((30, 62 + i * 34), line, font=letters(17), fill="#222222")
        pen.line((28, 88 + i * 34, 492, 88 + i * 34), fill="#c9c2ad")
    if "未遮盖" not in entry.file:
        pen.rectangle((118, 62 + 4 * 34, 340, 62 + 4 * 34 + 22), fill="#111111")
        pen.rectangle((118, 62 + 6 * 34, 230, 62 + 6 * 34 + 22), fill="#111111")
    stamp = Image.new("RGBA", (320, 110), (0, 0, 0, 0))
    mark = ImageDraw.Draw(stamp)
    mark.rectangle((4, 4, 315, 105), outline=(190, 40, 40, 255), width=4)
    mark.text((40, 22), "样张  作废", font=letters(46), fill=(190, 40, 40, 255))
    turned = stamp.rotate(14, expand=True)
    picture.paste(turned, (170, 120), turned)
    save_picture(picture, village.folder / "附件" / entry.file, 8)


def draw_work(village: Village, file: str, caption: str, share: float) -> None:
    """A drawn picture of a canal bank, done up to ``share``."""
    picture = Image.new("RGB", (480, 320), "#cfe3ee")
    pen = ImageDraw.Draw(picture)
    pen.polygon([(0, 120), (130, 70), (260, 115), (390, 60), (480, 110), (480, 180), (0, 180)], fill="#7fa37b")
    pen.polygon([(0, 160), (480, 160), (480, 320), (0, 320)], fill="#a98c62")
    done = round(480 * share)
    pen.polygon([(0, 165), (done, 165), (done, 235), (0, 255)], fill="#b9bcbc")
    for x in range(20, done, 40):
        pen.line((x, 166, x, 236), fill="#8f9494", width=2)
    pen.polygon([(0, 255), (480, 235), (480, 300), (0, 320)], fill="#6f9fb5")
    pen.rectangle((0, 0, 480, 34), fill="#ffffff")
    pen.text((12, 6), f"样张（画的，不是照片）  {caption}", font=letters(17), fill="#222222")
    save_picture(picture, village.folder / "附件" / file, 12)


RECORDING = "广播/2026年3季度钱账.mp3"


def lay_recording(village: Village) -> None:
    """What the loudspeaker says of the newest quarter's money: the page's own 广播稿, spoken by espeak-ng (``-v cmn -s 150``)
    and squeezed by lame (``-m m --resample 8 -b 8``) once; no test needs these programs."""
    target = village.folder / "附件" / RECORDING
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(Path(__file__).parent / "大喇叭.mp3", target)


def draw_joint(village: Village, file: str, caption: str, share: float) -> None:
    """A drawn picture of a road's joint, cut up to ``share`` of its depth, and a rule beside it."""
    picture = Image.new("RGB", (480, 320), "#cfe3ee")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 120, 480, 320), fill="#a98c62")
    pen.rectangle((0, 120, 480, 260), fill="#b9bcbc")
    pen.rectangle((236, 120, 244, 120 + round(140 * share)), fill="#2b2b2b")
    pen.line((300, 120, 300, 260), fill="#222222", width=2)
    for step in range(8):
        pen.line((300, 120 + step * 20, 312 if step % 2 else 320, 120 + step * 20), fill="#222222", width=2)
    pen.rectangle((0, 0, 480, 34), fill="#ffffff")
    pen.text((12, 6), f"样张（画的，不是照片）  {caption}", font=letters(17), fill="#222222")
    save_picture(picture, village.folder / "附件" / file, 12)


# ---- one village -----------------------------------------------------------------------------------------------------


def write_village(village: Village) -> None:
    """Everything but the village's own events."""
    write_profile(village)
    write_registers(village)
    for quarter in QUARTERS:
        if quarter >= village.first and village.only.get(quarter, {""}):
            write_quarter(village, quarter)
    for entry in village.entries:
        if entry.file:
            draw_receipt(village, entry)


def write_years(
    village: Village,
    done: Sequence[str],
    planned: Sequence[str],
    more: dict[str, Any] | None = None,
    without: Sequence[str] = (),
) -> None:
    """The yearly items of 2025, and the plans of both years."""
    for year in (2025, 2026):
        posted = max(date(year, 1, 23), first_day(*village.first) + timedelta(days=22))
        publish(
            village,
            f"{year}年财务计划",
            f"{year}年",
            posted.isoformat(),
            {"财务计划": plan(village, year, posted - timedelta(days=5))},
        )
    items: dict[str, Any] = {
        **party_year(village), "年度工作报告": year_of_work(done, planned), "村务档案目录": archive(village),
        "干部民主评议": appraisal(village), "医保养老参保": insurance(village), "收益分配": profit(village),
        "年度财务报告": yearly_report(village), "村级运转经费": running_costs(village), "资产清查": inventory(village), **(more or {}),
    }  # fmt: skip
    kept = {name: value for name, value in items.items() if name not in without}
    publish(village, "2025年全年", "2025年", "2026-01-23", kept)


def income(village: Village, rows: str) -> None:
    """日期 | 村或社 | 类别 | 性质 | 摘要 | 交款单位 | 金额 | 专款 | 欠款."""
    for day, account, kind, nature, text, party, amount, fund, debt in table(rows):
        village.entries.append(
            Entry(
                date.fromisoformat(day),
                village.book(account),
                "进账",
                kind,
                text,
                party,
                fen(amount),
                nature,
                fund=fund,
                debt=debt,
            )
        )


def expense(village: Village, rows: str) -> None:
    """日期 | 村或社 | 类别 | 细目 | 性质 | 摘要 | 收款单位 | 金额 | 项目或合同 | 专款 | 欠款 | 冲销 | 附件 | 经手人."""
    for day, account, kind, detail, nature, text, party, amount, link, fund, debt, reverses, file, by in table(rows):
        entry = Entry(
            date.fromisoformat(day),
            village.book(account),
            "出账",
            kind,
            text,
            party,
            fen(amount),
            nature,
            detail,
            fund=fund,
            debt=debt,
            reverses=reverses,
            file=file,
            by=by,
        )
        village.entries.append(
            replace(entry, project=link) if link.startswith("项目") else replace(entry, contract=link)
        )


# ---- 清溪村 ----------------------------------------------------------------------------------------------------------

Q3 = (2026, 3)


def make_qingxi() -> Village:
    village = Village(
        code="990106103201", name="清溪村", households=287, people=1043, groups=4, representatives=46, aid=9,
        character={"地势": "丘陵，村前一条清溪", "主导产业": "水稻、鱼塘、粮食烘干", "耕地": "1,286亩", "村民小组": "4个", "党员": "32人", "村委会办公": "星期一到星期五，上午8点到12点"},
        introduction="清溪村在石桥镇东头，四个村民小组沿溪住着。\n种稻谷、养鱼，合作社有烘干机和加工房，塘和门面租出去收租金。",
        telephones={"村委会": "0000-8812345"}, supervisor="0000-8812346",
        officers=[
            Officer("党支部书记", "周山河", "全面工作", 2600), Officer("村委会主任", "李明月", "村委会、集体经济", 2400),
            Officer("村委会副主任", "陈国梁", "水利、工程", 2000), Officer("报账员", "何秀兰", "财务、村务公开", 1900),
            Officer("妇女主任", "宋玉萍", "妇女儿童、医保社保", 1500), Officer("村务监督委员会主任", "赵守正", "监督", 600),
            Officer("村务监督委员会委员", "吴桂香", "监督", 300), Officer("1组组长", "李满仓", "1组", 260, "村里"),
            Officer("2组组长", "王德顺", "2组", 260, "村里"), Officer("3组组长", "张水根", "3组", 260, "村里"), Officer("4组组长", "刘长喜", "4组", 260, "村里"),
        ],
        accounts=[("1", COMMITTEE, "村委会的账"), ("2", COOPERATIVE, "合作社的账")],
        places={"渠": "东渠", "沟": "村东排水沟", "路": "南坡机耕路", "塘": "东塘", "场": "文化广场", "桥": "清溪桥", "山": "后山"},
        anchors={COMMITTEE: (Q3, fen("41208.30")), COOPERATIVE: (Q3, fen("86591.40"))},
        handmade={Q3}, posted={Q3: TODAY},
    )  # fmt: skip
    owner = {"村": COMMITTEE, "社": COOPERATIVE}
    village.assets = put_on_map(make_assets(QINGXI_ASSETS, owner), QINGXI_POINTS["资产"])
    village.resources = put_on_map(make_resources(QINGXI_RESOURCES, COOPERATIVE), QINGXI_POINTS["资源"])
    village.contracts = make_contracts("资产合同", QINGXI_RENT, COOPERATIVE, 46) + make_contracts(
        "资源合同", QINGXI_LAND, COOPERATIVE, 46
    )
    village.funds = {
        "东渠": Fund(
            "东渠清淤护坡奖补",
            "青石县水利局",
            "青财农〔2026〕38号",
            "东渠清淤、护坡1.2公里",
            fen("150000"),
            0,
            "项目/4",
            "灌溉580亩，受益163户",
        ),
        "道路": Fund(
            "南坡机耕路奖补",
            "青石县农业农村局",
            "青财农〔2025〕21号",
            "南坡机耕路硬化860米",
            fen("90000"),
            0,
            "项目/2",
            "2组、3组134户",
        ),
        "光伏": Fund(
            "扶持集体经济屋顶光伏",
            "青石县农业农村局",
            "青财农〔2025〕64号",
            "粮仓屋顶光伏30千瓦",
            fen("100000"),
            0,
            "项目/3",
            "每年收益归集体",
        ),
    }
    village.debts = [
        Debt(
            "粮油",
            COOPERATIVE,
            "单位欠村里",
            "石桥粮油加工厂",
            "稻谷烘干费",
            "2025-11-20",
            "2026-10-31",
            0,
            {(2025, 4): fen("8600"), (2026, 2): fen("2400")},
        ),
        Debt(
            "门面2",
            COOPERATIVE,
            "个人欠村里",
            "谭开云",
            "村口2号门面2024年租金尾数",
            "2024-12-31",
            "2025-12-31",
            fen("1200"),
        ),
        Debt("老欠1", COMMITTEE, "个人欠村里", "汪传福", "2019年承包费", "2019-12-31", "", fen("860")),
        Debt("老欠2", COMMITTEE, "个人欠村里", "邓立海", "2020年承包费", "2020-12-31", "", fen("1340")),
        Debt(
            "大堰",
            COOPERATIVE,
            "个人欠村里",
            "侯家旺",
            "大堰坝水面2026年租金",
            "2026-08-10",
            "2026-08-10",
            0,
            {(2026, 3): fen("3600")},
        ),
        Debt(
            "质保",
            COMMITTEE,
            "村里欠单位",
            "石桥道路工程有限公司",
            "南坡机耕路质保金",
            "2025-12-18",
            "2026-12-18",
            0,
            {(2025, 4): fen("5600")},
            project="项目/2",
        ),
        Debt("押金", COOPERATIVE, "村里欠个人", "租户5户", "门面、大棚押金，退租时退", "2023-01-01", "", fen("5000")),
        Debt("借款", COOPERATIVE, "村里欠单位", "石桥农商行", "建烘干房借款", "2023-06-12", "2025-11-30", fen("50000")),
    ]
    village.projects = qingxi_projects()
    village.points = QINGXI_POINTS["项目"]
    income(village, QINGXI_IN)
    expense(village, QINGXI_OUT)
    village.entries += pay_entries(village, Q3)
    rest = Entry(
        date(2026, 9, 27),
        COOPERATIVE,
        "出账",
        "经营支出",
        "烘干房地面硬化、搭雨棚",
        "清溪建筑队",
        0,
        detail="维修费",
        by="陈国梁",
        file="票据/2026-09-烘干房.png",
    )
    road = Entry(
        date(2025, 9, 24),
        COOPERATIVE,
        "出账",
        "购建资产",
        "粮食烘干机（10吨）一台",
        "青石农机有限公司",
        0,
        detail="其他",
    )
    village.totals = {Q3: (fen("131750.50"), rest), (2025, 3): (fen("118420.00"), road)}
    village.extra = table("""
        24 | 社 | 其他 | 经营支出 | 烘干机柴油 | 石桥加油站 | 1180 | 2600
        12 | 社 | 其他 | 经营支出 | 育秧大棚基质、肥料 | 石桥农资店 | 1260 | 2980
        1234 | 村 | 维修费 | 公益支出 | 东塘、西塘安全牌、护栏补焊 | 石桥五金电器店 | 120 | 460
        14 | 村 | 会议费 | 管理费用 | 评议会、述职会资料打印 | 石桥图文广告部 | 60 | 160
        3 | 村 | 其他 | 公益支出 | 4组抗旱送水车费 | @村民 | 300 | 800
    """)
    village.meetings = {
        (2025, 2): [["5月16日", "村民代表会议", "南坡机耕路硬化怎么干", "46", "43", "42", "0", "1", "三家报价，最低的干；先干后付，留质保金", "已验收"]],
        (2025, 4): [["11月9日", "成员代表大会", "粮仓屋顶装光伏", "46", "41", "38", "2", "1", "用上级扶持款装，收益归集体", "已发电"]],
        (2026, 2): [["6月20日", "成员代表大会", "西塘到期后怎么租", "46", "40", "39", "1", "0", "公开竞价，底价每年9800元，租3年", "10月9日成交"]],
        Q3: [
            ["7月13日", "村民代表会议", "村东排水沟抢修", "46", "39", "39", "0", "0", "先修后议价，三家比价选最低", "已办完"],
            ["7月28日", "村民代表会议", "东渠清淤护坡工程", "46", "42", "41", "0", "1", "三家报价，最低的干；验收前不付尾款", "护坡做到一半"],
            ["9月12日", "成员代表大会", "烘干房地面硬化、搭雨棚", "46", "40", "37", "2", "1", "三家比价，不超过2万元", "已完工"],
        ],
    }  # fmt: skip
    village.quarterly = qingxi_by_hand()
    keep_books(village)
    return village


def qingxi_by_hand() -> dict[tuple[int, int], dict[str, Any]]:
    def explain_q3(parts: list[dict[str, Any]]) -> None:
        parts[0]["说明"] = (
            "这一季出账多，主要是三件事：\n\n"
            "- **东渠**付了预付款和一次进度款，一共56,000元，用的是上级专款\n"
            "- 七月暴雨后先抢修了村东排水沟，**8,600元**，三家比价选最低\n"
            "- 8月12日公开栏喷绘一笔金额看错，已用红字冲销后重记\n"
        )
        heard = {"文件": RECORDING, "说明": "大喇叭里念的（样本：电脑念的）", "已遮盖": "是"}
        parts[0]["附件"] = Flow([*parts[0]["附件"].rows, heard])
        parts[1]["说明"] = "大堰坝水面今年的租金3,600元还没有交，已书面催过，记在**欠账**里。"

    def swap_q2(parts: list[dict[str, Any]]) -> None:
        """Two figures changed places when the table was copied; the sum was right."""
        found = {row[6]: row for row in parts[0]["出账"].rows}
        one, other = found["路灯电费（一季）" if "路灯电费（一季）" in found else "x"], found["垃圾清运费（一季）"]
        slip = {"day": "2026-07-28", "kind": "公开表抄错", "why": "抄表时两行金额抄串了，账上没有错"}
        parts[0]["更正"] = Flow(
            [
                correction(one, "金额", was=other[8], now=one[8], **slip),
                correction(other, "金额", was=one[8], now=other[8], **slip),
            ]
        )

    def reclass_q1(parts: list[dict[str, Any]]) -> None:
        row = next(row for row in parts[0]["出账"].rows if "会场布置" in row[6] or "资料打印" in row[6])
        why = "镇里查账后，5月20日重新归类"
        parts[0]["更正"] = Flow(
            [correction(row, "细目", day="2026-05-20", kind="账务调整", was="办公费", now=row[4], why=why)]
        )

    def answered(said: dict[str, Any]) -> None:
        said["说明"] = "七月的两笔抢修误工，3组有人问为什么有半天的：**半天按50元算**，村民代表会议定的。"

    return {
        Q3: {"资金收支": explain_q3, "误工补贴": answered, "救灾救助款物": flood_relief(), "社会捐赠": flood_gifts()},
        (2026, 2): {"资金收支": swap_q2},
        (2026, 1): {"资金收支": reclass_q1},
    }


def correction(row: list[str], column: str, *, day: str, kind: str, was: str, now: str, why: str) -> dict[str, Any]:
    where = {"表": "出账", "凭证号": row[1], "栏": column}
    was, now = was.replace(",", ""), now.replace(",", "")
    return {
        "日期": day,
        "类型": kind,
        "位置": where,
        "更正前": was,
        "更正后": now,
        "原因": why,
        "核对人": "报账员与村监会",
    }


def flood_relief() -> dict[str, Any]:
    given = [("7月14日", "方便食品、矿泉水", "1份", 9000), ("7月16日", "抢修补助", "", 50000)]
    names = ["谭开云", "汤素芬", "龙长贵", "石开明", "孟银花", "夏传军", "卢桂珍", "邵云发"]
    rows = [
        [str(i), given[i > 6][0], given[i > 6][1], given[i > 6][2], name, yuan(given[i > 6][3])]
        for i, name in enumerate(names, 1)
    ]
    got = [
        {"日期": "7月13日", "来源": "石桥镇应急管理站", "名称": "方便食品、矿泉水", "数量": "8份", "金额": "720"},
        {"日期": "7月15日", "来源": "青石县应急管理局", "名称": "抢修补助", "金额": "1000"},
    ]
    return {
        "政策依据": "青应急〔2026〕23号", "上期结余": "0", "结余": "180.00", "结余物资": "方便食品、矿泉水2份",
        "收到": Flow(got), "发放": Grid(["序号", "日期", "名称", "数量", "领取人", "金额"], rows),
    }  # fmt: skip


def flood_gifts() -> dict[str, Any]:
    return {
        "上期结余": "0", "结余": "0",
        "收到": Flow([
            {"日期": "7月13日", "捐赠人": "清溪建筑队", "款物": "挖机半天", "金额": "600", "指定用途": "清塌方"},
            {"日期": "7月14日", "捐赠人": "不留名", "款物": "矿泉水20箱", "金额": "480", "指定用途": "抢修的人"},
        ]),
        "使用": Flow([
            {"日期": "7月13日", "用途": "挖机清南坡机耕路塌方", "金额": "600"},
            {"日期": "7月15日", "用途": "矿泉水发给抢修的人", "金额": "480", "说明": "两天发完"},
        ]),
    }  # fmt: skip


def qingxi_projects() -> list[Project]:
    common = {"决策会议": "村民代表会议", "应到": "46"}
    return [
        Project("1", "文化广场", COMMITTEE, {
            "建设内容": "广场铺砖620平方米、路灯8盏", "地点": "村委会门前", "资金来源": "上级6万元，村里1.8万元", "预算": "80000", "合同价": "76,500.00", "结算价": "75,880.00",
            "承建单位": "清溪建筑队", "怎么选的": "3家比价，最低", "签订日期": "2023-03-20", "开工": "2023-04-02", "应完工": "2023-06-30", "完工": "2023-06-21",
            "验收日期": "2023-07-06", "验收结果": "合格", "验收人": "镇里、村监会、村民代表", "现状": "已完工，天天有人用", **common, "决策日期": "2023-03-06", "实到": "40", "同意": "40",
        }, [], "清溪建筑队", older=[(date(2023, 7, 28), "记-018", fen("72100"), "工程款"), (date(2024, 7, 10), "记-009", fen("3780"), "质保金")]),
        Project("2", "南坡机耕路硬化", COMMITTEE, {
            "建设内容": "机耕路硬化860米，宽3.5米", "地点": "南坡", "资金来源": "上级9万元，村里2.2万元", "预算": "118000", "合同价": "112,000.00", "结算价": "112,000.00",
            "承建单位": "石桥道路工程有限公司", "怎么选的": "3家报价，最低", "签订日期": "2025-05-28", "开工": "2025-06-10", "应完工": "2025-09-30", "完工": "2025-09-12",
            "验收日期": "2025-12-18", "验收结果": "整改后合格", "验收人": "镇里、村监会、村民代表", "现状": "已完工，质保金还有5,600元没付", **common, "决策日期": "2025-05-16", "实到": "43", "同意": "42",
        }, [
            ["2025-06-10", "开工", "清表、压实", ""], ["2025-08-06", "浇筑", "做到520米", ""], ["2025-09-10", "查看", "两处伸缩缝没切够", "工程/南坡路-整改前.png"],
            ["2025-09-12", "完工", "860米全部浇完", ""], ["2025-12-10", "返工", "两处都切到位了", "工程/南坡路-整改后.png"], ["2025-12-18", "验收", "两处伸缩缝没切够，整改后合格", ""],
        ], "石桥道路工程有限公司", notes="验收时发现**两处伸缩缝**没有切够，返工后才签字。质保金一年，2026年12月18日没有毛病再付。",
            files=[
                {"文件": "工程/南坡路-整改前.png", "说明": "整改前：伸缩缝只切了一半", "已遮盖": "是"},
                {"文件": "工程/南坡路-整改后.png", "说明": "整改后：伸缩缝切到底", "已遮盖": "是"},
            ]),
        Project("3", "粮仓屋顶光伏", COOPERATIVE, {
            "建设内容": "屋顶光伏30千瓦", "地点": "合作社粮仓", "资金来源": "上级10万元", "预算": "100000", "合同价": "98,000.00", "变更": "-1,200.00", "结算价": "96,800.00",
            "承建单位": "青石新能源有限公司", "怎么选的": "镇里平台公开招标", "签订日期": "2025-11-24", "开工": "2025-12-01", "应完工": "2026-02-28", "完工": "2026-01-20",
            "验收日期": "2026-03-11", "验收结果": "合格", "验收人": "镇里、供电所、村监会", "现状": "已发电，电费每季到账", **common, "决策会议": "成员代表大会", "决策日期": "2025-11-09", "实到": "41", "同意": "38",
        }, [["2025-12-01", "进场", "支架到位", ""], ["2026-01-20", "并网", "开始发电", ""]], "青石新能源有限公司"),
        Project("4", "东渠清淤护坡", COMMITTEE, {
            "建设内容": "东渠清淤、护坡1.2公里", "地点": "东渠，1组到3组", "资金来源": "上级15万元，村里3.6万元", "预算": "192000", "合同价": "186,000.00",
            "承建单位": "青石建筑有限公司", "怎么选的": "3家报价，最低", "签订日期": "2026-08-12", "开工": "2026-08-20", "应完工": "2026-11-30",
            "现状": "护坡做到一半", **common, "决策日期": "2026-07-28", "实到": "42", "同意": "41",
        }, [
            ["2026-08-20", "开工", "放线、排水", ""], ["2026-09-18", "清淤", "1.2公里清完", "工程/东渠-2026-09-18.png"],
            ["2026-10-08", "护坡", "做到一半", "工程/东渠-2026-10-08.png"],
        ], "青石建筑有限公司", notes="上级15万元，已到**8万元**；验收前不付尾款。\n\n- 监督：村监会每周看一次\n- 看着不对劲，打村监会电话",
            files=[
                {"文件": "工程/东渠-2026-09-18.png", "说明": "9月18日，清淤完成", "已遮盖": "是"},
                {"文件": "工程/东渠-2026-10-08.png", "说明": "10月8日，护坡做到一半", "已遮盖": "是"},
            ]),
        Project("5", "4组饮水管改造", COMMITTEE, {
            "建设内容": "换主管420米、水表38只", "地点": "4组", "资金来源": "上级2万元，一事一议1.14万元，村里0.78万元", "预算": "40000", "合同价": "39,200.00",
            "承建单位": "石桥水暖安装部", "怎么选的": "3家比价，最低", "签订日期": "2025-03-18", "开工": "2025-03-25", "应完工": "2025-05-10", "完工": "2025-05-06",
            "验收日期": "2025-05-20", "验收结果": "合格", "验收人": "镇里、村监会、4组代表", "结算价": "39,200.00", "现状": "已通水", **common, "决策日期": "2025-02-26", "实到": "41", "同意": "41",
        }, [["2025-03-25", "开工", "挖沟", ""], ["2025-05-06", "通水", "38户全部接通", ""]], "石桥水暖安装部"),
        Project("6", "晒场扩建", COOPERATIVE, {
            "建设内容": "水泥晒场扩建480平方米", "地点": "2组", "资金来源": "合作社自己的钱", "预算": "40000", "合同价": "36,600.00", "结算价": "36,600.00",
            "承建单位": "清溪建筑队", "怎么选的": "3家比价，最低", "签订日期": "2026-02-10", "开工": "2026-02-20", "应完工": "2026-03-31", "完工": "2026-03-15",
            "验收日期": "2026-03-20", "验收结果": "合格", "验收人": "村监会、成员代表", "现状": "已完工，夏收用上了", **common, "决策会议": "成员代表大会", "决策日期": "2026-01-28", "实到": "42", "同意": "40",
        }, [], "清溪建筑队"),
    ]  # fmt: skip


QINGXI_POINTS: dict[str, dict[str, tuple[int, int]]] = {
    "资产": {
        "1": (0, 0), "2": (420, -310), "3": (-260, 180), "4": (-780, 90), "6": (-235, 200), "9": (560, 240), "10": (880, 40),
        "11": (610, 60), "12": (35, -25), "15": (150, -760), "16": (-420, 620), "17": (-280, 240), "26": (-40, 20),
    },
    "资源": {
        "1": (90, -820), "2": (960, -180), "3": (690, 150), "4": (-860, 130), "5": (-120, 880), "6": (60, 960), "7": (380, 1010),
        "8": (520, -420), "9": (-520, 540), "11": (450, -260),
    },
    "项目": {"2": (165, -745), "3": (-275, 238), "4": (575, 262), "5": (-410, 600), "6": (-250, 165)},
}  # fmt: skip
"""Metres east and north of the village office, all made up. What moves, and what is spread over the village, has none."""

QINGXI_ASSETS = """
1 | 村委会办公楼 | 房屋建筑 | 村 | 砖混两层，420平方米 | 1 栋 | 村委会院内 | 2014-10-20 | 上级拨款建的 | 40 | 486000 | 自用 | 李明月 | |
2 | 村口门面（3间） | 房屋建筑 | 社 | 每间36平方米 | 3 间 | 村口公路边 | 2016-05-08 | 自己买的建的 | 30 | 168000 | 出租 | 何秀兰 | |
3 | 粮食加工房 | 房屋建筑 | 社 | 砖墙钢架，180平方米 | 1 栋 | 2组晒场边 | 2012-08-15 | 自己买的建的 | 25 | 96000 | 出租 | 陈国梁 | |
4 | 旧小学教室 | 房屋建筑 | 社 | 砖木，210平方米 | 1 栋 | 3组 | 1996-09-01 | 接收移交 | 30 | 62000 | 出租 | 张水根 | |
5 | 育秧大棚 | 农田水利 | 社 | 钢架，1,200平方米 | 2 座 | 2组 | 2021-03-12 | 上级拨款建的 | 15 | 138000 | 出租 | 陈国梁 | |
6 | 烘干房 | 房屋建筑 | 社 | 钢架，260平方米 | 1 栋 | 2组晒场边 | 2019-07-20 | 自己买的建的 | 20 | 118600 | 自用 | 陈国梁 | | 2026年9月硬化地面、搭了雨棚。
7 | 粮食烘干机（5吨） | 机器设备 | 社 | 5吨 | 1 台 | 烘干房 | 2019-08-02 | 上级拨款建的 | 10 | 64000 | 自用 | 陈国梁 | |
8 | 粮食烘干机（10吨） | 机器设备 | 社 | 10吨 | 1 台 | 烘干房 | 2025-09-24 | 自己买的建的 | 10 | 46000 | 自用 | 陈国梁 | |
9 | 东渠 | 农田水利 | 村 | 渠长1.2公里 | 1.2 公里 | 1组到3组 | 2002-04-10 | 上级拨款建的 | 30 | 215000 | 自用 | 王德顺 | |
10 | 抽水站 | 农田水利 | 社 | 两台机组 | 1 座 | 清溪边 | 2009-03-28 | 上级拨款建的 | 20 | 82000 | 自用 | 王德顺 | |
11 | 村东排水沟 | 农田水利 | 村 | 沟长640米 | 640 米 | 1组 | 2011-11-15 | 自己买的建的 | 20 | 46000 | 自用 | 李满仓 | | 2026年7月抢修过。
12 | 文化广场 | 公益设施 | 村 | 620平方米，路灯8盏 | 1 处 | 村委会门前 | 2023-06-21 | 上级拨款建的 | 15 | 75880 | 自用 | 宋玉萍 | |
13 | 健身器材 | 公益设施 | 村 | 9件 | 9 件 | 文化广场 | 2020-10-16 | 捐赠 | 8 | 21600 | 自用 | 宋玉萍 | |
14 | 太阳能路灯 | 公益设施 | 村 | 6米 | 52 盏 | 全村主路 | 2022-12-05 | 上级拨款建的 | 8 | 119600 | 自用 | 陈国梁 | |
15 | 南坡机耕路 | 农田水利 | 村 | 长860米，宽3.5米 | 860 米 | 南坡 | 2025-09-12 | 上级拨款建的 | 20 | 112000 | 自用 | 张水根 | |
16 | 4组饮水管 | 公益设施 | 村 | 主管420米 | 420 米 | 4组 | 2025-05-06 | 上级拨款建的 | 15 | 39200 | 自用 | 刘长喜 | |
17 | 粮仓 | 房屋建筑 | 社 | 砖墙，300平方米 | 1 栋 | 2组 | 1988-06-01 | 接收移交 | 40 | 54000 | 自用 | 王德顺 | |
18 | 屋顶光伏 | 机器设备 | 社 | 30千瓦 | 1 套 | 粮仓屋顶 | 2026-01-20 | 上级拨款建的 | 20 | 96800 | 自用 | 陈国梁 | |
19 | 办公电脑 | 机器设备 | 村 | 台式 | 4 台 | 村委会 | 2022-03-09 | 自己买的建的 | 5 | 16800 | 自用 | 何秀兰 | |
20 | 打印复印机 | 机器设备 | 村 | 黑白双面 | 1 台 | 村委会 | 2023-09-18 | 自己买的建的 | 5 | 6200 | 自用 | 何秀兰 | |
21 | 监控设备 | 机器设备 | 村 | 16路 | 1 套 | 全村路口 | 2021-06-30 | 上级拨款建的 | 6 | 38500 | 自用 | 陈国梁 | |
22 | 巡河三轮车 | 交通工具 | 村 | 电动 | 1 辆 | 村委会 | 2022-05-11 | 自己买的建的 | 6 | 7800 | 自用 | 王德顺 | |
23 | 移动水泵 | 机器设备 | 社 | 7.5千瓦 | 2 台 | 抽水站 | 2026-08-04 | 自己买的建的 | 8 | 4960 | 自用 | 王德顺 | |
24 | 旧柴油抽水机 | 机器设备 | 社 | 12马力 | 1 台 | 抽水站 | 2008-05-20 | 自己买的建的 | 10 | 5600 | 待报废 | 王德顺 | 2026-03-20 | 2026年3月开会同意报废，卖废铁420元。
25 | 乘坐式插秧机 | 机器设备 | 社 | 6行 | 1 台 | 烘干房 | 2025-04-16 | 自己买的建的 | 10 | 42800 | 自用 | 陈国梁 | |
26 | 村卫生室 | 房屋建筑 | 村 | 砖混，110平方米 | 1 栋 | 村委会旁 | 2017-04-18 | 上级拨款建的 | 30 | 142000 | 自用 | 宋玉萍 | |
"""
QINGXI_RESOURCES = """
1 | 南坡旱地 | 耕地 | 南坡 | 东到机耕路，西到土坎，南到林边，北到2组田 | 42.6 | 租出去 | 清禾种植合作社 |
2 | 河滩苗圃地 | 滩涂 | 清溪下段 | 东到溪边，西到公路 | 9.4 | 租出去 | 韩世荣 |
3 | 东塘 | 水面 | 1组东头 | 东到渠边，西到1组屋后，南到机耕路，北到水沟 | 18.5 | 租出去 | 王水生 |
4 | 西塘 | 水面 | 3组西头 | 东到3组路，西到山脚 | 12.3 | 闲置 | | 原合同2025年底到期，2026年10月9日竞价租出，从2027年1月起租。
5 | 后山果园 | 园地 | 后山 | 以界石为准 | 36.0 | 租出去 | 蒋维田 |
6 | 油茶林 | 林地 | 后山 | 以林权图为准 | 128.0 | 租出去 | 青石油茶有限公司 |
7 | 北坡茶地 | 园地 | 北坡 | 东到公路，西到山沟 | 15.8 | 租出去 | 潘桂荣 |
8 | 老砖窑地块 | 集体建设用地 | 公路边 | 四面有围墙 | 6.2 | 租出去 | 石桥砂石场 |
9 | 大堰坝 | 水面 | 4组 | 东到坝顶，西到山脚 | 7.6 | 租出去 | 侯家旺 |
10 | 机动田 | 耕地 | 2组、4组 | 分9块，见附图 | 48.0 | 租出去 | 高祥元 |
11 | 村口鱼苗池 | 水面 | 村口 | 四面有埂 | 3.1 | 租出去 | 王水生 |
12 | 公墓山 | 林地 | 北山 | 以界石为准 | 11.0 | 公益使用 | |
13 | 荒坡 | 四荒地 | 南坡尾 | 东到机耕路尽头 | 22.4 | 闲置 | |
"""
QINGXI_RENT = """
1 | 村口1号门面 | 资产/2 | 何光荣 | 小卖部 | 36 | 2024-01-15 | 2028-01-14 | 12000 | 01-22 07-22 | 2 | 0 | 公开竞价 | 2023-12-20 41 40 | 1000 | |
2 | 村口2号门面 | 资产/2 | 谭开云 | 农资店 | 36 | 2023-01-01 | 2026-12-31 | 9800 | 02-18 | 2 | 0 | 公开竞价 | 2022-12-16 40 40 | 1000 | | 2024年少交了1,200元，记在欠账里。
3 | 粮食加工房 | 资产/3 | 石桥粮油加工厂 | 碾米、榨油 | 180 | 2022-08-01 | 2027-07-31 | 9600 | 08-07 | 2 | 0 | 公开协商 | 2022-07-12 42 39 | 2000 | |
4 | 旧小学教室出租 | 资产/4 | 青石竹编有限公司 | 竹编车间 | 210 | 2024-04-01 | 2029-03-31 | 8400 | 04-12 | 2 | 0 | 招标 | 2024-03-08 43 43 | | |
5 | 育秧大棚出租 | 资产/5 | 清禾种植合作社 | 育秧、种菜 | 1200 | 2025-02-01 | 2028-01-31 | 13800 | 02-20 | 2 | 0 | 公开竞价 | 2025-01-10 40 38 | 1000 | |
6 | 村口3号门面 | 资产/2 | 曹正良 | 理发店 | 36 | 2021-07-01 | 2026-06-30 | 7200 | 07-12 | 2 | 0 | 公开竞价 | 2021-06-18 42 42 | 1000 | | 已经到期，没有续。押金2026年9月退了，正在商量再租。
"""
QINGXI_LAND = """
1 | 南坡旱地承包 | 资源/1 | 清禾种植合作社 | 种玉米、油菜 | 42.6 | 2022-01-01 | 2026-12-31 | 12780 | 03-05 | 2 | 0 | 公开竞价 | 2021-12-10 41 40 | | |
2 | 河滩苗圃地承包 | 资源/2 | 韩世荣 | 育苗 | 9.4 | 2024-03-01 | 2029-02-28 | 3290 | 03-10 | 2 | 0 | 公开协商 | 2024-02-02 40 38 | | |
3 | 后山果园承包 | 资源/5 | 蒋维田 | 种柑橘 | 36.0 | 2015-01-01 | 2034-12-31 | 5400 | 12-10 | 2 | 0 | 历史遗留 | | | | 2015年签的，租金低，已列入合同清理。
4 | 油茶林承包 | 资源/6 | 青石油茶有限公司 | 油茶 | 128.0 | 2018-06-01 | 2038-05-31 | 15360 | 05-28 | 2 | 0 | 招标 | 2018-05-06 44 41 | | |
5 | 北坡茶地承包 | 资源/7 | 潘桂荣 | 种茶 | 15.8 | 2023-04-01 | 2028-03-31 | 4740 | 04-08 | 2 | 0 | 公开竞价 | 2023-03-12 40 40 | | |
6 | 老砖窑地块租用 | 资源/8 | 石桥砂石场 | 堆场 | 6.2 | 2021-11-01 | 2026-11-30 | 9300 | 11-20 | 2 | 0 | 公开竞价 | 2021-10-15 41 36 | 3000 | |
7 | 东塘承包 | 资源/3 | 王水生 | 养鱼 | 18.5 | 2023-01-01 | 2027-12-31 | 24000 | 01-05 07-05 | 2 | 0 | 公开竞价 | 2022-12-16 43 41 | 2000 | | 租金半年一交。**到期前3个月**重新公告，谁都可以来竞价。
8 | 西塘承包 | 资源/4 | 田安贵 | 养鱼 | 12.3 | 2020-01-01 | 2025-12-31 | 8200 | 01-12 | 2 | 0 | 公开竞价 | 2019-12-10 40 39 | | 2025-12-31 |
9 | 村口鱼苗池承包 | 资源/11 | 王水生 | 育鱼苗 | 3.1 | 2023-01-01 | 2027-12-31 | 2480 | 01-05 | 2 | 0 | 公开竞价 | 2022-12-16 43 42 | | |
10 | 大堰坝水面承包 | 资源/9 | 侯家旺 | 养鱼 | 7.6 | 2022-08-10 | 2027-08-09 | 3600 | 08-10 | 2 | 1 | 公开竞价 | 2022-07-20 41 40 | | | 2026年的租金8月10日到期，**还没有交**，已书面催过。
11 | 机动田承包 | 资源/10 | 高祥元 | 种稻谷 | 48.0 | 2024-11-01 | 2027-10-31 | 19200 | 11-10 | 2 | 0 | 公开竞价 | 2024-10-12 42 40 | | |
"""
QINGXI_IN = """
2025-01-08 | 村 | 补助收入 | | 运转经费（一季度） | 石桥镇财政所 | 12500 | |
2025-04-09 | 村 | 补助收入 | | 运转经费（二季度） | 石桥镇财政所 | 12500 | |
2025-07-08 | 村 | 补助收入 | | 运转经费（三季度） | 石桥镇财政所 | 12500 | |
2025-10-10 | 村 | 补助收入 | | 运转经费（四季度） | 石桥镇财政所 | 12500 | |
2026-01-08 | 村 | 补助收入 | | 运转经费（一季度） | 石桥镇财政所 | 12500 | |
2026-04-09 | 村 | 补助收入 | | 运转经费（二季度） | 石桥镇财政所 | 12500 | |
2026-07-06 | 村 | 补助收入 | | 运转经费（三季度） | 石桥镇财政所 | 12500 | |
2025-02-28 | 村 | 一事一议筹资 | 专项 | 4组饮水管一事一议筹资（228人，每人50元） | | 11400 | |
2025-03-12 | 村 | 补助收入 | | 4组饮水管财政奖补 | 石桥镇财政所 | 20000 | |
2025-05-30 | 村 | 专项应付款 | 专项 | 南坡机耕路奖补（第一笔） | 青石县农业农村局 | 50000 | 道路 |
2025-09-02 | 村 | 专项应付款 | 专项 | 南坡机耕路奖补（第二笔） | 青石县农业农村局 | 40000 | 道路 |
2025-11-18 | 社 | 专项应付款 | 专项 | 扶持集体经济光伏款 | 青石县农业农村局 | 100000 | 光伏 |
2026-08-14 | 村 | 专项应付款 | 专项 | 东渠清淤护坡奖补（第一笔） | 青石县水利局 | 80000 | 东渠 |
2025-03-28 | 社 | 经营收入 | | 育秧服务费（312亩） | | 12480 | |
2025-06-20 | 社 | 经营收入 | | 统防统治服务费 | | 4260 | |
2025-09-28 | 社 | 经营收入 | | 早稻烘干费 | | 6820.50 | |
2025-10-30 | 社 | 经营收入 | | 晚稻烘干费 | | 18640 | |
2025-11-20 | 社 | 经营收入 | | 代烘外村稻谷 | 清禾种植合作社 | 9750 | |
2025-12-21 | 社 | 投资收益 | | 石桥农商行存款利息 | 石桥农商行 | 318.46 | |
2025-06-21 | 社 | 投资收益 | | 石桥农商行存款利息 | 石桥农商行 | 296.12 | |
2025-03-16 | 村 | 其他收入 | | 废旧电缆、铁管卖废品 | 石桥废品收购站 | 640 | |
2025-07-16 | 村 | 其他收入 | | 保险公司赔路灯 | 青石农业保险服务站 | 2400 | |
2025-12-06 | 村 | 补助收入 | | 文明村奖励 | 石桥镇人民政府 | 10000 | |
2026-03-22 | 社 | 处置资产款 | | 旧柴油抽水机卖废铁 | 石桥废品收购站 | 420 | |
2026-03-27 | 社 | 经营收入 | | 育秧服务费（326亩） | | 13040 | |
2026-03-30 | 社 | 经营收入 | | 光伏发电收益（1—3月） | 青石县供电所 | 4180.30 | |
2026-06-18 | 社 | 经营收入 | | 统防统治服务费 | | 4410 | |
2026-06-21 | 社 | 投资收益 | | 石桥农商行存款利息 | 石桥农商行 | 341.08 | |
2026-06-28 | 社 | 经营收入 | | 光伏发电收益（4—6月） | 青石县供电所 | 5720.60 | |
2026-09-29 | 社 | 经营收入 | | 光伏发电收益（7—9月） | 青石县供电所 | 6100 | |
2026-05-15 | 社 | 收回欠款 | 往来 | 收回石桥粮油加工厂欠的烘干费 | 石桥粮油加工厂 | 3000 | | 粮油
2026-09-10 | 社 | 收回欠款 | 往来 | 收回石桥粮油加工厂欠的烘干费 | 石桥粮油加工厂 | 5000 | | 粮油
2025-11-26 | 村 | 内部转款 | 内部转款 | 合作社转来办公益 | 清溪村合作社 | 15000 | |
2026-05-22 | 村 | 内部转款 | 内部转款 | 合作社转来办公益 | 清溪村合作社 | 20000 | |
2025-08-20 | 村 | 内部转款 | 内部转款 | 合作社转来修路配套 | 清溪村合作社 | 22000 | |
"""
QINGXI_OUT = """
2025-05-12 | 村 | 工程款 | | | 4组饮水管改造工程款 | 石桥水暖安装部 | 27800 | 项目/5 | | | | |
2025-05-12 | 村 | 专项支出 | | 专项 | 4组饮水管改造工程款（一事一议部分） | 石桥水暖安装部 | 11400 | 项目/5 | | | | |
2025-08-22 | 村 | 专项支出 | | 专项 | 南坡机耕路进度款 | 石桥道路工程有限公司 | 50000 | 项目/2 | 道路 | | | 票据/2025-08-南坡路.png |
2025-12-22 | 村 | 专项支出 | | 专项 | 南坡机耕路结算款 | 石桥道路工程有限公司 | 40000 | 项目/2 | 道路 | | | |
2025-12-22 | 村 | 工程款 | | | 南坡机耕路结算款（村里配套） | 石桥道路工程有限公司 | 16400 | 项目/2 | | | | |
2025-12-08 | 社 | 专项支出 | | 专项 | 屋顶光伏预付款 | 青石新能源有限公司 | 58800 | 项目/3 | 光伏 | | | |
2026-03-18 | 社 | 专项支出 | | 专项 | 屋顶光伏结算款 | 青石新能源有限公司 | 38000 | 项目/3 | 光伏 | | | |
2026-03-19 | 社 | 专项支出 | | 专项 | 光伏款结余退回县里 | 青石县农业农村局 | 3200 | | 光伏 | | | |
2025-11-26 | 社 | 内部转款 | | 内部转款 | 转给村委会办公益 | 清溪村村委会 | 15000 | | | | | |
2026-05-22 | 社 | 内部转款 | | 内部转款 | 转给村委会办公益 | 清溪村村委会 | 20000 | | | | | |
2025-08-20 | 社 | 内部转款 | | 内部转款 | 转给村委会修路配套 | 清溪村村委会 | 22000 | | | | | |
2025-04-16 | 社 | 购建资产 | 其他 | | 乘坐式插秧机一台 | 青石农机有限公司 | 42800 | | | | | |
2025-09-20 | 社 | 经营支出 | 水电网络费 | | 抽水站8月电费 | 青石县供电所 | 1072.41 | | | | | |
2025-11-28 | 社 | 归还欠款 | | 往来 | 还清建烘干房借款 | 石桥农商行 | 50000 | | | 借款 | | |
2026-03-25 | 社 | 工程款 | | | 晒场扩建工程款 | 清溪建筑队 | 36600 | 项目/6 | | | | |
2025-06-14 | 村 | 管理费用 | 办公费 | | 换村委会旧电脑一台 | 石桥电脑店 | 3980 | | | | | |
2025-06-19 | 村 | 管理费用 | 办公费 | 冲销 | 冲销换电脑款：应记购建资产 | 石桥电脑店 | -3980 | | | | 换村委会旧电脑一台 | |
2025-06-19 | 村 | 购建资产 | 其他 | | 换村委会旧电脑一台（重记） | 石桥电脑店 | 3980 | | | | | |
2026-07-04 | 村 | 管理费用 | 办公费 | | 打印纸、硒鼓、档案盒 | 石桥文具店 | 386 | | | | | | 何秀兰
2026-07-06 | 村 | 管理费用 | 水电网络费 | | 村委会6月电费 | 青石县供电所 | 312.40 | | | | | | 何秀兰
2026-07-09 | 村 | 公益支出 | 维修费 | | 修自来水主管漏水两处 | 石桥水暖安装部 | 1260 | | | | | | 陈国梁
2026-07-11 | 村 | 公益支出 | 其他 | | 防汛编织袋300条、铁锹12把 | 石桥五金电器店 | 1140 | | | | | | 陈国梁
2026-07-15 | 村 | 公益支出 | 维修费 | | 修复村东排水沟 | 清溪建筑队 | 8600 | | | | | 票据/2026-07-排水沟.png | 陈国梁
2026-07-18 | 村 | 公益支出 | 其他 | | 抢修排水沟盒饭26份 | 石桥便民超市 | 390 | | | | | 票据/2026-07-盒饭-未遮盖.png | 李满仓
2026-07-28 | 村 | 管理费用 | 会议费 | | 村民代表会议用水、会场布置 | 石桥便民超市 | 126 | | | | | | 何秀兰
2026-08-03 | 村 | 管理费用 | 水电网络费 | | 村委会7月电费 | 青石县供电所 | 398.60 | | | | | | 何秀兰
2026-08-05 | 村 | 公益支出 | 维修费 | | 换文化广场路灯灯头6个 | 石桥五金电器店 | 720 | | | | | | 宋玉萍
2026-08-08 | 村 | 管理费用 | 水电网络费 | | 宽带和监控网络费（一季） | 石桥广电网络站 | 297 | | | | | | 何秀兰
2026-08-11 | 村 | 公益支出 | 其他 | | 清南坡机耕路塌方，挖机4小时 | 刘永福 | 1200 | | | | | | 陈国梁
2026-08-12 | 村 | 管理费用 | 办公费 | | 公开栏喷绘、打印公示表 | 石桥图文广告部 | 420 | | | | | | 何秀兰
2026-08-21 | 村 | 专项支出 | | 专项 | 东渠清淤护坡预付款 | 青石建筑有限公司 | 37200 | 项目/4 | 东渠 | | | 票据/2026-08-东渠预付款.png | 陈国梁
2026-08-24 | 村 | 管理费用 | 办公费 | 冲销 | 冲销公开栏喷绘：金额看错 | 石桥图文广告部 | -420 | | | | 公开栏喷绘、打印公示表 | | 何秀兰
2026-08-24 | 村 | 管理费用 | 办公费 | | 公开栏喷绘、打印公示表（重记） | 石桥图文广告部 | 240 | | | | | | 何秀兰
2026-08-27 | 村 | 管理费用 | 水电网络费 | | 村委会一季水费 | 石桥水务站 | 96.50 | | | | | | 何秀兰
2026-09-02 | 村 | 管理费用 | 水电网络费 | | 村委会8月电费 | 青石县供电所 | 376.30 | | | | | | 何秀兰
2026-09-05 | 村 | 公益支出 | 保洁治安 | | 垃圾清运费（一季） | 石桥环卫服务队 | 2400 | | | | | | 宋玉萍
2026-09-08 | 村 | 公益支出 | 水电网络费 | | 路灯电费（一季） | 青石县供电所 | 742.80 | | | | | | 何秀兰
2026-09-12 | 村 | 公益支出 | 维修费 | | 幼儿园围墙修补18米 | 石桥泥瓦队 | 2860 | | | | | 票据/2026-09-幼儿园围墙.png | 宋玉萍
2026-09-18 | 村 | 管理费用 | 代理记账费 | | 代理记账费（一季） | 青石县农村财务服务中心 | 600 | | | | | | 何秀兰
2026-09-19 | 村 | 管理费用 | 差旅费 | | 到县里开会、培训车费 | 李明月 | 92 | | | | | | 李明月
2026-09-24 | 村 | 专项支出 | | 专项 | 东渠清淤护坡进度款 | 青石建筑有限公司 | 18800 | 项目/4 | 东渠 | | | 票据/2026-09-东渠进度款.png | 陈国梁
2026-07-05 | 社 | 经营支出 | 水电网络费 | | 抽水站6月电费 | 青石县供电所 | 1286.40 | | | | | | 王德顺
2026-07-12 | 社 | 经营支出 | 维修费 | | 烘干机检修、换皮带 | 石桥农机修配店 | 1850 | | | | | | 陈国梁
2026-07-16 | 社 | 经营支出 | 其他 | | 排涝抽水柴油 | 石桥加油站 | 1120 | | | | | | 王德顺
2026-07-22 | 社 | 经营支出 | 水电网络费 | | 加工房、仓库电费 | 青石县供电所 | 1463.70 | | | | | | 何秀兰
2026-07-30 | 社 | 经营支出 | 维修费 | | 出租门面屋面补漏 | 石桥泥瓦队 | 2350 | 资产合同/1 | | | | | 陈国梁
2026-08-04 | 社 | 购建资产 | 其他 | | 移动水泵2台 | 石桥农机修配店 | 4960 | | | | | | 王德顺
2026-08-10 | 社 | 经营支出 | 其他 | | 稻飞虱统防药剂 | 石桥农资店 | 3840 | | | | | | 陈国梁
2026-08-11 | 社 | 经营支出 | 其他 | | 统防飞手作业费（620亩） | 石桥植保服务队 | 3720 | | | | | | 陈国梁
2026-08-18 | 社 | 经营支出 | 水电网络费 | | 抽水站7月电费 | 青石县供电所 | 1905.20 | | | | | | 王德顺
2026-08-26 | 社 | 税金及附加 | 其他 | | 房屋租金税费 | 青石县税务所 | 517.20 | | | | | | 何秀兰
2026-09-01 | 社 | 经营支出 | 其他 | | 仓库看管费（一季） | 余家顺 | 900 | | | | | | 何秀兰
2026-09-15 | 社 | 经营支出 | 其他 | | 收稻机手用工 | 段立新 | 2980 | | | | | | 陈国梁
2026-09-18 | 社 | 管理费用 | 代理记账费 | | 代理记账费（一季） | 青石县农村财务服务中心 | 600 | | | | | | 何秀兰
2026-09-20 | 社 | 经营支出 | 水电网络费 | | 抽水站8月电费 | 青石县供电所 | 1386.40 | | | | | | 王德顺
2026-09-22 | 社 | 退押金 | | 往来 | 退3号门面押金 | 曹正良 | 1000 | 资产合同/6 | | 押金 | | | 何秀兰
"""


def rice_rows(village: Village, year: int, count: int, rate: int, tenths: int) -> list[list[str]]:
    """The list of 稻谷补贴: so many households, exactly so many tenths of a 亩 altogether."""
    chance = village.chance("rice", year)
    names = names_of(village)[:count]
    sizes = [chance.choice([18, 21, 24, 27, 30, 32, 35, 36, 38, 40, 42, 45, 48, 51, 54, 56]) for _ in names]
    third = [i for i in range(count) if group_of(village, i) == "3组"]
    names[third[4]], sizes[third[4]] = "李月明", 54
    i = 0
    while sum(sizes) != tenths:
        if i != third[4]:
            sizes[i] += 1 if sum(sizes) < tenths else -1
        i = (i + 7) % count
    return [
        [str(i + 1), names[i], group_of(village, i), area(sizes[i]), yuan(rate), yuan(sizes[i] * rate // 10)]
        for i in range(count)
    ]


def write_qingxi() -> None:
    village = make_qingxi()
    shutil.rmtree(village.folder, ignore_errors=True)
    write_village(village)
    draw_work(village, "工程/东渠-2026-09-18.png", "东渠，9月18日", 0.1)
    draw_work(village, "工程/东渠-2026-10-08.png", "东渠，10月8日", 0.5)
    lay_recording(village)
    draw_joint(village, "工程/南坡路-整改前.png", "南坡路伸缩缝，整改前", 0.5)
    draw_joint(village, "工程/南坡路-整改后.png", "南坡路伸缩缝，整改后", 1)
    columns = ["序号", "户主", "村民小组", "面积", "标准", "金额"]
    rice = {
        "资金来源": "上级财政，不是村里的钱",
        "发放方式": "一卡通",
        "找谁改": "公示期内带承包证找3号窗口，或打村委会电话",
    }
    write_csv(village.folder / "2025" / "稻谷补贴名单.csv", [columns, *rice_rows(village, 2025, 286, 3600, 10882)])
    publish(
        village,
        "2025-10-09-稻谷补贴名单",
        "2025年",
        "2025-10-09",
        {
            "稻谷补贴": {
                **rice,
                "政策依据": "青财农〔2025〕40号",
                "发放日期": "2025-11-06",
                "名单": {"表格": "稻谷补贴名单.csv"},
            }
        },
    )
    rows = rice_rows(village, 2026, 287, 3800, 11026)
    publish(
        village,
        "2026-10-08-稻谷补贴名单",
        "2026年",
        "2026-10-08",
        {
            "稻谷补贴": {
                **rice,
                "政策依据": "青财农〔2026〕11号",
                "预计发放": "10月底打到一卡通",
                "名单": Grid(columns, rows),
            }
        },
    )
    for year, rate, count in ((2025, 9200, 271), (2026, 9360, 272)):
        publish(
            village,
            f"{year}-05-20-耕地补贴名单",
            f"{year}年",
            f"{year}-05-20",
            {"耕地地力保护补贴": land_subsidy(village, year, rate, count, f"耕地补贴-{year}.csv")},
        )
    publish(village, "2026-03-20-重点帮扶", "2026年", "2026-03-20", {"重点帮扶": help_plan(village)})
    write_qingxi_events(village)
    done = [
        "南坡机耕路硬化860米/已验收",
        "4组饮水管改造/已通水",
        "粮仓屋顶光伏/在装，2026年1月发电",
        "换路灯灯头、修自来水管/已办",
    ]
    planned = ["东渠清淤护坡1.2公里/2026年8月开工", "西塘到期后公开竞价/2026年10月", "合同清理，租金低的谈一谈/全年"]
    more = {
        "土地流转": {"流转": Flow([
            {"流入方": "清禾种植合作社", "流出户数": "74", "面积": "312.5", "价格": "420", "起始": "2023-01-01", "到期": "2027-12-31", "用途": "种稻谷、油菜"},
            {"流入方": "高祥元", "流出户数": "21", "面积": "96.0", "价格": "400", "起始": "2024-11-01", "到期": "2027-10-31", "用途": "种稻谷"},
        ])},
        "儿童关爱": {"服务": Flow([{"项目": "暑期陪读", "人次": "214", "经费": "3600"}, {"项目": "冬衣、书包", "人次": "17", "经费": "2210"}])},
        "对外投资": {"投资": Flow([{"投到哪": "石桥供销农资公司", "投资日期": "2021-04-12", "投资额": "50000", "占比": "5%", "本年收益": "2500", "累计收益": "11200"}])},
    }  # fmt: skip
    write_years(village, done, planned, more)


QINGXI_POWERS = """
1 | 重大决策 | 五千元以上的开支 | 村民代表会议 | 村民委员会组织法第二十八条 | 定了就贴 | 村党支部提议 → 村两委商量 → 党员大会审议 → 村民代表会议表决 → 张榜公开 → 办完再公开结果
2 | 招标投标 | 一万元以上的工程 | 村委会 | 村民委员会组织法第二十八条 | 公告、中标、结算都贴 | 村民代表会议同意 → 贴公告，至少三家报价 → 村监会看着开标 → 贴中标结果 → 签合同、施工 → 验收、结算贴出
3 | 资产资源处置 | 塘、地、房出租 | 集体经济组织 | 农村集体经济组织法第三十六条 | 公告15天，成交再贴 | 成员代表会议定底价 → 公告15天 → 公开竞价 → 成交公示 → 签合同，押金和租金进公账
4 | 财务管理 | 报账 | 报账员 | 村集体财务制度 | 每季贴一次 | 经手人交票据 → 村主任签字 → 村监会审 → 镇里代理记账 → 每季张榜
5 | 便民服务 | 开证明、代办医保 | 妇女主任 | 村里代办，不收钱 | 当场办 | 带户口本来村委会 → 当场写、当场盖章
6 | 便民服务 | 宅基地申请 | 村委会副主任 | 土地管理法第六十二条 | 申请贴出来听意见，批了再贴 | 本户写申请 → 村民小组讨论 → 村委会审过，贴出来听意见 → 报镇里 → 镇里批，到场放线 → 结果贴出
7 | 便民服务 | 低保、救助代办 | 妇女主任 | 镇里审核确认，村里只代办 | 批准的贴在公开栏 | 本人申请，村里帮着交材料 → 镇里上门看家里情况 → 镇里审核确认 → 名单贴在村里公开栏
"""


def write_qingxi_events(village: Village) -> None:
    publish(village, "2026-09-15-西塘招租", "2026年9月15日", "2026-09-15", {"招租和成交": {
        "批次": "1", "标的": "西塘12.3亩", "登记": "资源/4", "面积": "12.3", "底价": "9800", "年限": "3", "起始": "2027-01-01", "到期": "2029-12-31", "用途": "养鱼",
        "报名开始": "2026-09-15", "报名截止": "2026-09-29", "报名地点": "村委会一楼", "竞价时间": "10月9日上午9点", "竞价地点": "村委会二楼",
        "保证金": "2000", "意见截止": "2026-09-29", "决策会议": "成员代表大会", "决策日期": "2026-06-20",
        "说明": "谁都可以报名，可以旁听。保证金**只交对公账户，账号当面给**，没租到全退。",
    }}, 公示至="2026-10-09")  # fmt: skip
    publish(village, "2026-10-09-西塘成交", "2026年10月9日", "2026-10-10", {"招租和成交": {
        "批次": "1", "标的": "西塘12.3亩", "登记": "资源/4", "面积": "12.3", "底价": "9800", "年限": "3", "起始": "2027-01-01", "到期": "2029-12-31", "用途": "养鱼",
        "报名截止": "2026-09-29", "报名人数": "4", "成交日期": "2026-10-09", "成交方": "田安贵", "成交价": "11600", "意见截止": "2026-10-24",
        "决策会议": "成员代表大会", "决策日期": "2026-06-20", "说明": "4人报名，举牌7次。没有意见的话，10月25日签合同。",
    }}, 审核=[{"村务监督委员会": "2026-10-09 同意"}])  # fmt: skip
    steps = [["党组织提议", "2026-06-12", "5", "5", "5", "东渠淤了，春灌水到不了3组"], ["两委商议", "2026-06-18", "8", "8", "8", "定方案和预算"],
             ["党员大会审议", "2026-07-10", "32", "28", "28", ""], ["村民代表会议决议", "2026-07-28", "46", "42", "41", "三家报价，最低的干"],
             ["决议公开", "2026-07-30", "", "", "", "贴在公开栏15天"]]  # fmt: skip
    publish(village, "2026-07-30-东渠四议两公开", "2026年7月30日", "2026-07-30", {
        "四议两公开": {"批次": "1", "事项": "东渠清淤护坡", "缘由": "渠里淤了半人深，3组春灌缺水", "结果": "同意，8月20日开工", "村监会意见": "程序齐全，同意", "步骤": Grid(["步骤", "日期", "应到", "实到", "同意", "内容"], steps)},
        "工程招标": {"批次": "1", "工程": "东渠清淤护坡", "项目": "项目/4", "资金来源": "上级15万元，村里3.6万元", "预算": "192000", "方式": "比价询价", "报名截止": "2026-08-05", "报名地点": "村委会一楼", "开标时间": "8月8日上午9点"},
    })  # fmt: skip
    publish(village, "2026-08-09-东渠中标", "2026年8月9日", "2026-08-09", {"工程招标": {
        "批次": "1", "工程": "东渠清淤护坡", "项目": "项目/4", "资金来源": "上级15万元，村里3.6万元", "预算": "192000", "方式": "比价询价", "报价家数": "3",
        "中标单位": "青石建筑有限公司", "中标价": "186,000.00", "工期": "8月20日到11月30日", "意见截止": "2026-08-23",
        "说明": "三家报价：\n\n- 青石建筑有限公司 **186,000元**\n- 石桥道路工程有限公司 189,500元\n- 清溪建筑队 191,000元\n",
    }})  # fmt: skip
    water = [each for each in village.entries if each.project == "项目/5"]
    publish(village, "2025-05-26-饮水管一事一议", "2025年5月26日", "2025-05-26", {"一事一议": {
        "批次": "1", "事项": "4组饮水管改造", "项目": "项目/5", "筹资人数": "228", "每人": "50", "筹劳": "0", "村民筹资": "11,400.00", "财政奖补": "20,000.00",
        "村集体投入": "7,800.00", "其他投入": "0", "总投入": "39,200.00", "结余": "0", "受益人数": "228", "决策会议": "村民小组会议", "决策日期": "2025-02-26",
        "应到": "38", "实到": "36", "同意": "36",
        "支出": Flow([{"日期": day_in(each.day, 2025), "凭证号": each.voucher, "摘要": each.text, "金额": f"{each.amount // 100}"} for each in water]),
    }})  # fmt: skip
    publish(village, "2026-03-20-旧抽水机报废", "2026年3月20日", "2026-03-24", {"资产处置和评估": {
        "批次": "1", "决策会议": "成员代表大会", "决策日期": "2026-03-12", "应到": "46", "实到": "39", "同意": "39",
        "处置": Flow([{"日期": "3月20日", "名称": "旧柴油抽水机", "资产": "资产/24", "方式": "报废", "账面净值": "280", "评估值": "400", "成交价": "420", "对方": "石桥废品收购站", "怎么定的价": "协商"}]),
    }})  # fmt: skip
    committee = [
        ["党支部书记", "周山河", "全面工作", "2024—2029年"],
        ["副书记", "李明月", "集体经济", "2024—2029年"],
        ["委员", "陈国梁", "组织、纪检", "2024—2029年"],
    ]
    council = [
        [part, each.office, each.name, each.duty]
        for each in village.officers[1:]
        for part in ["村监会" if "监督" in each.office else "村民小组" if "组长" in each.office else "村委会"]
    ]
    publish(village, "2025-01-10-村里谁管事", "2025年1月10日", "2025-01-10", {
        "党组织班子": {"成员": Grid(["职务", "姓名", "分工", "任期"], committee)},
        "村情和村组织": {"成员": Grid(["机构", "职务", "姓名", "分工"], council)},
        "章程和村规民约": {"制度": Flow([{"名称": "清溪村村规民约", "通过日期": "2024-11-20", "备案日期": "2024-12-02"}, {"名称": "清溪村村民自治章程", "通过日期": "2024-11-20", "备案日期": "2024-12-02"}])},
        "小微权力清单": {"清单": Grid(["序号", "类别", "事项", "负责人", "凭什么", "公开要求", "步骤"], table(QINGXI_POWERS))},
    })  # fmt: skip
    publish(village, "2026-06-16-宅基地申请", "2026年6月16日", "2026-06-16", {"宅基地": {
        "批次": "1", "阶段": "申请公示", "意见受理": "村委会和镇自然资源所",
        "名单": Flow([
            {"序号": "1", "户主": "石开明", "村民小组": "2组", "申请类型": "翻建", "四至": "老屋原址", "面积": "120"},
            {"序号": "2", "户主": "孟银花", "村民小组": "4组", "申请类型": "新建", "四至": "东到机耕路，西到菜地", "面积": "110"},
        ]),
    }})  # fmt: skip
    publish(village, "2026-05-08-新党员公示", "2026年5月8日", "2026-05-08", {"发展党员公示": {
        "意见受理": "石桥镇党委组织办 0000-8856789", "名单": Flow([{"序号": "1", "姓名": "夏传军", "阶段": "预备党员", "介绍人": "周山河、李明月"}]),
    }})  # fmt: skip


# ---- the other villages ----------------------------------------------------------------------------------------------

COMMON_ASSETS = table("""
村委会办公楼 | 房屋建筑 | 村 | 砖混两层，360平方米 | 1 栋 | 村委会院内 | 2013-09-10 | 上级拨款建的 | 40 | 412000
村卫生室 | 房屋建筑 | 村 | 砖混，96平方米 | 1 栋 | 村委会旁 | 2016-05-20 | 上级拨款建的 | 30 | 126000
文化广场 | 公益设施 | 村 | 560平方米 | 1 处 | {场} | 2021-10-18 | 上级拨款建的 | 15 | 82600
健身器材 | 公益设施 | 村 | 8件 | 8 件 | {场} | 2020-07-02 | 捐赠 | 8 | 18400
太阳能路灯 | 公益设施 | 村 | 6米 | 46 盏 | 全村主路 | 2022-11-16 | 上级拨款建的 | 8 | 105800
饮水主管 | 公益设施 | 村 | 主管1,600米 | 1600 米 | 全村 | 2018-08-30 | 上级拨款建的 | 15 | 138000
{路} | 农田水利 | 村 | 宽3.5米 | 1 条 | {路} | 2019-04-22 | 上级拨款建的 | 20 | 164000
{渠} | 农田水利 | 村 | 长1.6公里 | 1.6 公里 | {渠} | 2010-12-06 | 上级拨款建的 | 30 | 196000
{桥} | 公益设施 | 村 | 长14米 | 1 座 | {桥} | 2008-03-15 | 上级拨款建的 | 40 | 92000
监控设备 | 机器设备 | 村 | 12路 | 1 套 | 全村路口 | 2021-03-26 | 上级拨款建的 | 6 | 29600
办公电脑 | 机器设备 | 村 | 台式 | 3 台 | 村委会 | 2022-06-15 | 自己买的建的 | 5 | 12600
打印复印机 | 机器设备 | 村 | 黑白 | 1 台 | 村委会 | 2023-03-08 | 自己买的建的 | 5 | 5800
集体仓库 | 房屋建筑 | 社 | 砖墙，220平方米 | 1 栋 | 村委会后 | 2005-11-11 | 接收移交 | 30 | 48000
电动三轮车 | 交通工具 | 村 | 电动 | 1 辆 | 村委会 | 2023-05-19 | 自己买的建的 | 6 | 6900
""")


def common_assets(village: Village, own_rows: str, owner: dict[str, str], skip: int = 0) -> list[dict[str, str]]:
    """What every village has, and after it this village's own: 名称 | 类别 | 归属 | 规格 | 数量 单位 | 地点 | 日期 | 来历 | 年限 | 原值 | 状态."""
    chance = village.chance("assets")
    keepers = [each.name for each in village.officers[1:5]]
    rows = []
    for name, kind, of, form, count, place, day, how, years, cost in COMMON_ASSETS[: len(COMMON_ASSETS) - skip]:
        bought = date.fromisoformat(day) + timedelta(days=chance.randint(-300, 300))
        price = int(cost) * chance.randint(82, 124) // 10000 * 100
        rows.append(
            [
                village.say(name),
                kind,
                of,
                form,
                count,
                village.say(place),
                bought.isoformat(),
                how,
                years,
                str(price),
                "自用",
            ]
        )
    rows += table(own_rows)
    text = "\n".join(" | ".join([str(i), *row, chance.choice(keepers), "", ""]) for i, row in enumerate(rows, 1))
    return make_assets(text, owner)


def steady_income(village: Village, rows: str) -> None:
    """村或社 | 类别 | 摘要 | 交款单位 | from | to | months: one entry in each of these months of both years, of much the same size."""
    for account, kind, text, party, least, most, months in table(rows):
        for year, month in ((year, int(month)) for year in (2025, 2026) for month in months.split()):
            day = date(year, month, village.chance("income", text, year, month).randint(5, 25))
            if not first_day(*village.first) <= day <= date(2026, 9, 30):
                continue
            amount = village.chance("amount", text, year, month).randint(int(least), int(most)) * 100
            season = f"{'一二三四'[(month - 1) // 3]}季度"
            books = village.book(account)
            village.entries.append(Entry(day, books, "进账", kind, text.replace("{季}", season), party, amount))


def make_officers(names: str, groups: int) -> list[Officer]:
    """书记 副主任 委员 报账员 妇女主任 监督主任 监督委员, then the group leaders."""
    people = names.split()
    offices = [
        ("党支部书记、村委会主任", "全面工作", 2600), ("村委会副主任", "集体经济、工程", 2100), ("村委会委员", "水利、防火", 1900), ("报账员", "财务、村务公开", 1900),
        ("妇女主任", "妇女儿童、医保社保", 1500), ("村务监督委员会主任", "监督", 600), ("村务监督委员会委员", "监督", 300),
    ]  # fmt: skip
    officers = [Officer(office, name, duty, base) for (office, duty, base), name in zip(offices, people, strict=False)]
    leaders = zip(range(1, groups + 1), people[len(offices) :], strict=True)
    return officers + [Officer(f"{i}组组长", name, f"{i}组", 240, "村里") for i, name in leaders]


TWO_BOOKS = [("1", COMMITTEE, "村委会的账"), ("2", COOPERATIVE, "合作社的账")]
ONE_BOOK = [("1", "村集体", "村里的账")]
TWO_OWNERS = {"村": COMMITTEE, "社": COOPERATIVE}
ONE_OWNER = {"村": "村集体", "社": "村集体"}


def transfers(village: Village, rows: str) -> None:
    """日期 | 元: from the cooperative's account to the committee's."""
    for day, amount in table(rows):
        income(village, f"{day} | 村 | 内部转款 | 内部转款 | 合作社转来办公益 | {village.name}合作社 | {amount} | |")
        expense(
            village,
            f"{day} | 社 | 内部转款 | | 内部转款 | 转给村委会办公益 | {village.name}村委会 | {amount} | | | | | |",
        )


def finish(village: Village) -> None:
    """Books, then all files that are not events."""
    keep_books(village)
    shutil.rmtree(village.folder, ignore_errors=True)
    write_village(village)


def write_liyuan() -> None:
    village = Village(
        code="990106103202", name="梨园村", households=342, people=1268, groups=5, representatives=52, aid=11,
        character={"地势": "缓坡，村后两面坡都是梨树", "主导产业": "翠玉梨、黄花梨1,860亩，冷库2座", "耕地": "1,040亩", "村民小组": "5个", "赶集": "逢三、八"},
        introduction="梨园村家家有梨树，三月看花，八月卖梨。\n合作社有冷库和分选线，挣了钱每年春节前给成员分红。",
        telephones={"村委会": "0000-8812445"}, supervisor="0000-8812446",
        officers=make_officers("郑向荣 梁秋生 谢友田 罗春梅 许玉兰 程守田 余桂英 郑有富 梁安贵 谢明友 罗大元 程水生", 5), accounts=TWO_BOOKS,
        places={"渠": "西坡渠", "沟": "梨园沟", "路": "西坡果园路", "塘": "蓄水塘", "场": "梨花广场", "桥": "石拱桥", "山": "西坡"},
        anchors={COMMITTEE: (Q3, fen("93517.42")), COOPERATIVE: (Q3, fen("368904.16")), "3组": (Q3, fen("4286.50"))}, scale=1.15,
        group_accounts=[("g3", "3组", "3组自己的账")],
    )  # fmt: skip
    village.assets = common_assets(village, """
        1号冷库 | 房屋建筑 | 社 | 400吨 | 1 座 | 冷库院 | 2018-06-30 | 自己买的建的 | 20 | 386000 | 自用
        2号冷库 | 房屋建筑 | 社 | 600吨 | 1 座 | 冷库院 | 2023-07-15 | 上级拨款建的 | 20 | 572000 | 出租
        梨果分选线 | 机器设备 | 社 | 每小时3吨 | 1 条 | 冷库院 | 2020-07-08 | 上级拨款建的 | 10 | 218000 | 自用
        电商服务点 | 房屋建筑 | 社 | 120平方米 | 1 处 | 公路边 | 2019-10-01 | 自己买的建的 | 25 | 96000 | 出租
        果园滴灌 | 农田水利 | 社 | 320亩 | 1 套 | 西坡 | 2022-04-18 | 上级拨款建的 | 12 | 268000 | 自用
        叉车 | 机器设备 | 社 | 2吨 | 1 台 | 冷库院 | 2021-08-03 | 自己买的建的 | 10 | 42000 | 自用
        冷链车 | 交通工具 | 社 | 4.2米 | 1 辆 | 冷库院 | 2023-08-20 | 自己买的建的 | 10 | 128000 | 自用
        果园轨道运输机 | 机器设备 | 社 | 460米 | 2 条 | 西坡 | 2024-05-26 | 上级拨款建的 | 10 | 98000 | 自用
        气象观测站 | 机器设备 | 社 | 小型 | 1 套 | 西坡 | 2022-03-11 | 捐赠 | 8 | 26000 | 自用
        农资仓库 | 房屋建筑 | 社 | 160平方米 | 1 栋 | 冷库院 | 2011-03-02 | 自己买的建的 | 25 | 54000 | 出租
        梨花节舞台 | 公益设施 | 村 | 钢架 | 1 座 | 梨花广场 | 2023-03-08 | 自己买的建的 | 10 | 38600 | 自用
    """, TWO_OWNERS)  # fmt: skip
    village.resources = make_resources("""
        1 | 西坡老梨园 | 园地 | 西坡 | 以界石为准 | 286.0 | 租出去 | 翠玉果业有限公司 |
        2 | 东坡新梨园 | 园地 | 东坡 | 东到公路，西到山沟 | 164.5 | 租出去 | 梁安民 |
        3 | 蓄水塘 | 水面 | 西坡脚 | 四面有埂 | 8.8 | 集体经营 | | 给滴灌蓄水，不养鱼。
        4 | 苗圃地 | 耕地 | 3组 | 东到渠边 | 21.0 | 租出去 | 翠玉果业有限公司 |
        5 | 停车场空地 | 集体建设用地 | 公路边 | 四面有路沿 | 4.6 | 租出去 | 梨花农家饭店 |
        6 | 后坡松林 | 林地 | 后坡 | 以林权图为准 | 312.0 | 公益使用 | |
    """, COOPERATIVE)  # fmt: skip
    village.contracts = make_contracts("资产合同", """
        1 | 2号冷库出租 | 资产/16 | 翠玉果业有限公司 | 存梨 | 900 | 2024-01-01 | 2028-12-31 | 68000 | 01-20 07-20 | 3 | 0 | 招标 | 2023-12-06 48 46 | 10000 | |
        2 | 电商服务点出租 | 资产/18 | 石桥快递服务部 | 快递、卖梨 | 120 | 2023-05-01 | 2026-12-20 | 12600 | 05-10 | 3 | 0 | 公开竞价 | 2023-04-12 46 46 | 1000 | | 12月20日到期，九月已贴出公告。
        3 | 农资仓库出租 | 资产/24 | 石桥农资店 | 存化肥 | 160 | 2024-03-01 | 2029-02-28 | 7800 | 03-15 | 3 | 0 | 公开竞价 | 2024-02-06 45 44 | 1000 | |
    """, COOPERATIVE, 52) + make_contracts("资源合同", """
        1 | 西坡老梨园承包 | 资源/1 | 翠玉果业有限公司 | 种梨 | 286.0 | 2017-01-01 | 2036-12-31 | 85800 | 02-20 | 3 | 0 | 招标 | 2016-12-02 50 47 | 20000 | |
        2 | 东坡新梨园承包 | 资源/2 | 梁安民 | 种梨 | 164.5 | 2021-01-01 | 2030-12-31 | 41125 | 02-26 | 3 | 0 | 公开竞价 | 2020-12-12 47 41 | 5000 | |
        3 | 苗圃地承包 | 资源/4 | 翠玉果业有限公司 | 育梨苗 | 21.0 | 2023-01-01 | 2027-12-31 | 8400 | 03-20 | 3 | 0 | 公开协商 | 2022-12-20 48 47 | | |
        4 | 停车场空地租用 | 资源/5 | 梨花农家饭店 | 停车 | 4.6 | 2022-03-01 | 2027-02-28 | 13800 | 03-06 | 3 | 0 | 公开竞价 | 2022-02-10 46 45 | 2000 | |
    """, COOPERATIVE, 52)  # fmt: skip
    steady_income(
        village,
        """
        村 | 补助收入 | 运转经费（{季}） | 石桥镇财政所 | 15000 | 15000 | 1 4 7 10
        社 | 经营收入 | 冷库代存费 | | 18000 | 26000 | 3 9 12
        社 | 经营收入 | 梨果分选费 | | 9600 | 16800 | 8 9
        社 | 经营收入 | 卖合作社自管果园的梨 | 江北果品批发市场 | 58000 | 76000 | 8 10
        社 | 投资收益 | 石桥农商行存款利息 | 石桥农商行 | 460 | 690 | 6 12
        村 | 其他收入 | 梨花节摊位费 | | 4200 | 5600 | 3
        村 | 补助收入 | 梨花节县里补助 | 青石县文化旅游局 | 8000 | 8000 | 4
        3组 | 经营收入 | 3组机井水费（{季}） | | 620 | 880 | 3 6 9 12
        3组 | 经营收入 | 3组晒场租给收梨的摆摊 | 江北果品批发市场 | 900 | 1200 | 8
    """,
    )
    transfers(
        village,
        """
        2025-03-14 | 20000
        2025-08-28 | 24000
        2026-03-12 | 24000
        2026-08-26 | 24000
    """,
    )
    shares = {2024: 11000, 2025: 13000}
    for year, each in shares.items():
        total = village.people * each // 100
        expense(
            village,
            f"{year + 1}-01-24 | 社 | 其他支出 | 其他 | | {year}年成员分红（{village.people}股，到户清单另贴） | | {total} | | | | | |",
        )
    expense(
        village,
        """
        2025-06-18 | 社 | 购建资产 | 其他 | | 塑料周转筐1,200只 | 石桥塑料制品店 | 14400 | | | | | |
        2026-05-18 | 社 | 购建资产 | 其他 | | 果园割草机3台 | 青石农机有限公司 | 11400 | | | | | |
        2026-07-26 | 社 | 专项支出 | | 专项 | 冷库防火改造预付款 | 青石消防工程有限公司 | 24000 | 项目/1 | 冷库 | | | |
    """,
    )
    income(village, "2026-07-16 | 社 | 专项应付款 | 专项 | 冷库防火改造补助 | 青石县农业农村局 | 60000 | 冷库 |")
    village.funds = {
        "冷库": Fund(
            "冷库防火改造补助",
            "青石县农业农村局",
            "青财农〔2026〕52号",
            "两座冷库保温层、消防改造",
            fen("60000"),
            0,
            "项目/1",
            "入库果农218户",
        )
    }
    village.projects = [Project("1", "冷库防火改造", COOPERATIVE, {
        "建设内容": "两座冷库换保温层、装喷淋", "地点": "冷库院", "资金来源": "上级6万元，合作社2万元", "预算": "82000", "合同价": "79,800.00", "承建单位": "青石消防工程有限公司",
        "怎么选的": "镇里平台公开招标", "签订日期": "2026-07-14", "开工": "2026-07-20", "应完工": "2026-12-10", "现状": "1号冷库已完成，2号正在做",
        "决策会议": "成员代表大会", "决策日期": "2026-06-08", "应到": "52", "实到": "47", "同意": "46",
    }, [["2026-07-20", "开工", "清空1号冷库", ""], ["2026-09-25", "1号冷库", "做完试水", ""]], "青石消防工程有限公司")]  # fmt: skip
    village.debts = [
        Debt(
            "存",
            COOPERATIVE,
            "个人欠村里",
            "代存费未结12户",
            "2026年代存费",
            "2026-09-28",
            "2026-12-31",
            0,
            {(2026, 3): fen("6840")},
        ),
        Debt(
            "农家乐",
            COMMITTEE,
            "单位欠村里",
            "梨花农家饭店",
            "2026年梨花节摊位费尾数",
            "2026-03-28",
            "2026-12-31",
            0,
            {(2026, 1): fen("800")},
        ),
    ]
    village.extra = table("""
        3 | 社 | 其他 | 经营支出 | 采梨、装筐用工 | @村民 | 4800 | 9600
        13 | 社 | 其他 | 经营支出 | 果袋、反光膜 | 石桥农资店 | 5200 | 9800
        1 | 社 | 其他 | 经营支出 | 剪枝用工 | @村民 | 3600 | 6200
        3 | 社 | 水电网络费 | 经营支出 | 冷库电费 | 青石县供电所 | 9800. | 16800.
        14 | 社 | 水电网络费 | 经营支出 | 冷库电费 | 青石县供电所 | 5200. | 9600.
        2 | 社 | 其他 | 经营支出 | 授粉蜂箱租用 | 石桥养蜂联社 | 2400 | 3600
        1 | 村 | 其他 | 公益支出 | 梨花节舞台、音响 | 石桥图文广告部 | 2600 | 4800
        34 | 社 | 车辆费 | 经营支出 | 冷链车加油、保险 | 石桥加油站 | 1600 | 3900
        1234 | 3组 | 水电网络费 | 公益支出 | 3组机井电费 | 青石县供电所 | 240. | 420.
        23 | 3组 | 维修费 | 公益支出 | 3组机井换水泵轴、阀门 | 石桥农机修配店 | 160 | 420
    """)
    people = {
        "政策依据": "青退役发〔2024〕6号",
        "汇总": Flow(
            [{"类别": "退役军人", "人数": "14", "金额": "16800"}, {"类别": "军属", "人数": "3", "金额": "9000"}]
        ),
    }
    village.quarterly = {each: {"优待抚恤": people} for each in QUARTERS if each[1] in (1, 3)}
    finish(village)
    for year, rate, file in ((2025, 9200, "耕地补贴-2025.csv"), (2026, 9360, "耕地补贴-2026.xlsx")):
        publish(
            village,
            f"{year}-05-22-耕地补贴名单",
            f"{year}年",
            f"{year}-05-22",
            {"耕地地力保护补贴": land_subsidy(village, year, rate, 62, file)},
        )
    write_dividends(village, shares)
    publish(village, "2026-03-18-重点帮扶", "2026年", "2026-03-18", {"重点帮扶": help_plan(village)})
    publish(
        village,
        "2025-04-18-廉洁教育",
        "2025年4月18日",
        "2025-04-18",
        {"党风廉政": {"工作": Flow([{"日期": "2025-04-16", "内容": "支部开廉洁警示会，村组干部签承诺"}])}},
    )
    rows = [
        [str(i + 1), name, group_of(village, i), str(3 + i % 3), str(3 + i % 3), "无"]
        for i, name in enumerate(names_of(village)[:86])
    ]
    publish(village, "2025-06-05-成员名册", "2025年6月5日", "2025-06-05", {"成员名册和股权": {
        "登记基准日": "2025-05-31", "意见受理": "合作社监事会", "名册": Grid(["序号", "户主", "村民小组", "成员人数", "股数", "变动"], rows), "说明": "这次贴1组、2组；3到5组七月贴。",
    }})  # fmt: skip
    write_years(
        village,
        ["冷库代存、分选/全年", "果园滴灌扩到320亩/已用上", "梨花节/四月办完"],
        ["冷库防火改造/2026年12月前", "分红比去年多/春节前"],
    )


def write_dividends(village: Village, shares: dict[int, int]) -> None:
    """028 成员分红 of the years before: one share a person, paid before the New Year."""
    names = names_of(village)
    sizes = [3 + (i * 7) % 3 for i in range(len(names))]
    i = 0
    while sum(sizes) != village.people:
        sizes[i] += 1 if sum(sizes) < village.people else -1
        i = (i + 5) % len(sizes)
    for year, each in shares.items():
        rows = [
            [str(n + 1), name, group_of(village, n), str(sizes[n]), yuan(sizes[n] * each)]
            for n, name in enumerate(names)
        ]
        folder, file = village.folder / str(year + 1), f"成员分红-{year}.csv"
        write_csv(folder / file, [["序号", "户主", "村民小组", "股数", "金额"], *rows])
        said = {
            "定标准的会": f"{year + 1}年1月成员大会",
            "每股": yuan(each),
            "发放日期": f"{year + 1}-01-24",
            "名单": {"表格": file},
        }
        head = {
            "期间": f"{year}年",
            "公开日期": f"{year + 1}-01-20",
            "审核": [{"村务监督委员会": f"{year + 1}-01-18 同意"}],
        }
        write(folder / f"{year + 1}-01-20-成员分红.yaml", lines_of_publication(head, {"成员分红": said}))


def make_fengling() -> Village:
    village = Village(
        code="990106103203", name="风岭村", households=196, people=688, groups=3, representatives=34, aid=7,
        character={"地势": "山岭，最高处1,126米，风大", "主导产业": "风电租地、高山蔬菜、养羊", "耕地": "620亩", "村民小组": "3个", "风机": "14台"},
        introduction="风岭村在山梁上，岭上立着14台风机。\n风电公司每年付租金，占了谁家的地、补了多少，都在这里写清楚。",
        telephones={"村委会": "0000-8812545"}, supervisor="0000-8812546",
        officers=make_officers("孟长岭 秦守业 江有田 薛桂芳 闫小燕 侯德望 龙素珍 孟立春 秦大林 江元贵", 3), accounts=TWO_BOOKS,
        places={"渠": "岭下引水渠", "沟": "北坡排洪沟", "路": "岭上检修路", "塘": "岭头塘", "场": "岭下广场", "桥": "跳石桥", "山": "风岭"},
        anchors={COMMITTEE: (Q3, fen("71220.65")), COOPERATIVE: (Q3, fen("586310.08"))}, scale=1.1,
    )  # fmt: skip
    village.assets = common_assets(village, """
        岭上检修路路灯 | 公益设施 | 村 | 8米 | 30 盏 | 岭上检修路 | 2024-08-18 | 捐赠 | 8 | 84000 | 自用
        高山蔬菜大棚 | 农田水利 | 社 | 钢架，2,400平方米 | 4 座 | 2组 | 2023-04-20 | 上级拨款建的 | 15 | 264000 | 出租
        蔬菜预冷库 | 房屋建筑 | 社 | 60吨 | 1 座 | 2组 | 2024-06-12 | 上级拨款建的 | 20 | 186000 | 自用
        羊舍 | 房屋建筑 | 社 | 480平方米 | 1 栋 | 3组 | 2020-09-09 | 自己买的建的 | 20 | 98000 | 出租
        蓄水池 | 农田水利 | 村 | 300立方米 | 2 座 | 岭头 | 2019-11-20 | 上级拨款建的 | 20 | 112000 | 自用
        提水泵站 | 农田水利 | 村 | 扬程180米 | 1 座 | 岭下 | 2021-05-30 | 上级拨款建的 | 20 | 146000 | 自用
        消防水车 | 交通工具 | 村 | 3吨 | 1 辆 | 村委会 | 2022-02-28 | 上级拨款建的 | 10 | 78000 | 自用
        护林瞭望棚 | 房屋建筑 | 村 | 18平方米 | 1 处 | 岭头 | 2017-10-10 | 自己买的建的 | 15 | 16800 | 自用
        旧小学校舍 | 房屋建筑 | 社 | 砖木，180平方米 | 1 栋 | 1组 | 1994-09-01 | 接收移交 | 30 | 46000 | 出租
        观景台 | 公益设施 | 社 | 木台，90平方米 | 1 处 | 岭头 | 2025-04-26 | 自己买的建的 | 10 | 68000 | 自用
        微耕机 | 机器设备 | 社 | 6马力 | 4 台 | 仓库 | 2023-03-03 | 上级拨款建的 | 8 | 14400 | 自用
        蔬菜冷藏车 | 交通工具 | 社 | 4.2米 | 1 辆 | 2组 | 2026-08-18 | 自己买的建的 | 10 | 78600 | 自用
        旧变压器 | 机器设备 | 村 | 50千伏安 | 1 台 | 仓库 | 2002-07-01 | 接收移交 | 15 | 8600 | 闲置
    """, TWO_OWNERS)  # fmt: skip
    village.resources = make_resources("""
        1 | 岭上风机位用地 | 四荒地 | 风岭 | 14个机位，见附图 | 42.0 | 租出去 | 云岭风电有限公司 |
        2 | 升压站用地 | 集体建设用地 | 岭下 | 四面有围墙 | 9.6 | 租出去 | 云岭风电有限公司 |
        3 | 岭上草场 | 草地 | 风岭 | 东到检修路，西到崖边 | 860.0 | 租出去 | 秦大川 |
        4 | 岭头塘 | 水面 | 岭头 | 四面有埂 | 5.2 | 公益使用 | | 人畜饮水，不许养鱼。
        5 | 北坡松林 | 林地 | 北坡 | 以林权图为准 | 640.0 | 公益使用 | |
        6 | 2组蔬菜地 | 耕地 | 2组 | 分6块 | 74.0 | 租出去 | 青石蔬菜有限公司 |
        7 | 旧采石坑 | 四荒地 | 3组 | 三面是崖 | 12.8 | 闲置 | |
    """, COOPERATIVE)  # fmt: skip
    village.contracts = make_contracts("资产合同", """
        1 | 高山蔬菜大棚出租 | 资产/16 | 青石蔬菜有限公司 | 种菜 | 2400 | 2023-05-01 | 2028-04-30 | 21600 | 05-12 | 4 | 0 | 公开竞价 | 2023-04-02 31 31 | 2000 | |
        2 | 羊舍出租 | 资产/18 | 秦大川 | 养羊 | 480 | 2021-01-01 | 2026-12-31 | 8400 | 01-16 | 4 | 0 | 公开竞价 | 2020-12-18 30 27 | 1000 | |
        3 | 旧小学校舍出租 | 资产/23 | 岭上民宿有限公司 | 民宿 | 180 | 2022-06-01 | 2032-05-31 | 12000 | 06-10 | 4 | 0 | 招标 | 2022-05-08 32 30 | 2000 | |
    """, COOPERATIVE, 34) + make_contracts("资源合同", """
        1 | 岭上风机位用地租用 | 资源/1 | 云岭风电有限公司 | 立风机 | 42.0 | 2019-07-01 | 2039-06-30 | 168000 | 07-10 | 4 | 0 | 公开协商 | 2019-05-20 34 31 | | | 14个机位，每个机位每年12,000元，**每十年涨5%**，下次2029年涨。
        2 | 升压站用地租用 | 资源/2 | 云岭风电有限公司 | 升压站 | 9.6 | 2019-07-01 | 2039-06-30 | 48000 | 07-10 | 4 | 0 | 公开协商 | 2019-05-20 34 31 | | |
        3 | 岭上草场承包 | 资源/3 | 秦大川 | 放羊 | 860.0 | 2022-04-01 | 2027-03-31 | 17200 | 04-12 | 4 | 0 | 公开竞价 | 2022-03-06 31 29 | 1000 | |
        4 | 2组蔬菜地承包 | 资源/6 | 青石蔬菜有限公司 | 种菜 | 74.0 | 2023-01-01 | 2027-12-31 | 29600 | 02-18 | 4 | 0 | 公开竞价 | 2022-12-06 33 33 | | |
    """, COOPERATIVE, 34)  # fmt: skip
    steady_income(
        village,
        """
        村 | 补助收入 | 运转经费（{季}） | 石桥镇财政所 | 12500 | 12500 | 1 4 7 10
        社 | 经营收入 | 观景台停车、看护费 | | 2600 | 6800 | 5 8 10
        社 | 其他收入 | 风电公司检修路看护费（半年） | 云岭风电有限公司 | 18000 | 18000 | 6 12
        社 | 投资收益 | 石桥农商行存款利息 | 石桥农商行 | 980 | 1460 | 6 12
        社 | 经营收入 | 蔬菜预冷服务费 | | 4800 | 9200 | 7 9 11
    """,
    )
    income(
        village,
        """
        2025-05-19 | 社 | 土地补偿费 | 专项 | 岭下变电扩建征地补偿款 | 青石县自然资源局 | 468000 | 征地 |
        2025-08-11 | 社 | 其他收入 | | 风机吊装压坏果树赔偿 | 云岭风电有限公司 | 13600 | |
        2026-04-22 | 社 | 其他收入 | | 检修车压坏水渠赔偿 | 云岭风电有限公司 | 8600 | |
    """,
    )
    expense(
        village,
        """
        2025-06-24 | 社 | 专项支出 | | 专项 | 征地补偿款分到户（31户，清单另贴） | | 374400 | | 征地 | | | |
        2026-05-16 | 社 | 专项支出 | | 专项 | 北坡排洪沟进度款（留存征地款） | 青石水利工程有限公司 | 46000 | 项目/1 | 征地 | | | |
        2025-09-10 | 社 | 其他支出 | 其他 | | 压坏果树赔偿转给4户 | | 13600 | | | | | |
        2025-04-26 | 社 | 购建资产 | 其他 | | 岭头观景台 | 青石木作有限公司 | 68000 | | | | | |
        2026-08-18 | 社 | 购建资产 | 其他 | | 蔬菜冷藏车一台 | 江北汽车销售有限公司 | 78600 | | | | | |
        2026-06-12 | 社 | 经营支出 | 维修费 | | 引水渠压坏处修复 | 青石水利工程有限公司 | 8200 | | | | | |
    """,
    )
    transfers(
        village,
        """
        2025-03-18 | 24000
        2025-10-16 | 26000
        2026-04-16 | 30000
    """,
    )
    village.funds = {
        "征地": Fund(
            "岭下变电扩建征地补偿款",
            "青石县自然资源局",
            "青自然资征〔2025〕3号",
            "分到户八成，留集体两成办水利",
            fen("468000"),
            0,
            "项目/1",
            "31户，全村",
        )
    }
    village.projects = [Project("1", "北坡排洪沟", COOPERATIVE, {
        "建设内容": "排洪沟衬砌480米", "地点": "北坡", "资金来源": "留存征地款9.2万元", "预算": "94000", "合同价": "92,000.00", "承建单位": "青石水利工程有限公司", "怎么选的": "镇里平台公开招标",
        "签订日期": "2026-04-28", "开工": "2026-05-10", "应完工": "2026-08-31", "现状": "做到八成，暴雨停工，比合同晚了40多天", "决策会议": "成员代表大会", "决策日期": "2026-04-08", "应到": "34", "实到": "31", "同意": "30",
    }, [["2026-05-10", "开工", "清表", ""], ["2026-07-02", "衬砌", "做到300米", ""], ["2026-09-20", "复工", "七月暴雨停工后复工，做到八成", ""]], "青石水利工程有限公司")]  # fmt: skip
    village.debts = [
        Debt("羊", COOPERATIVE, "个人欠村里", "秦大川", "2024年草场租金尾数", "2024-12-31", "2026-12-31", fen("2400"))
    ]
    village.extra = table("""
        1234 | 社 | 其他 | 经营支出 | 检修路看护用工 | @村民 | 1800 | 2600
        14 | 村 | 其他 | 公益支出 | 岭上扫雪撒盐 | @村民 | 900 | 2400
        23 | 村 | 其他 | 公益支出 | 护林巡山补助 | @村民 | 1200 | 2100
        34 | 社 | 水电网络费 | 经营支出 | 预冷库电费 | 青石县供电所 | 1600. | 3900.
        2 | 村 | 其他 | 公益支出 | 提水泵站检修 | 石桥农机修配店 | 1600 | 3800
    """)
    village.quarterly = {each: {"水电费收缴": water_bill(village, each)} for each in QUARTERS}
    return village


def write_fengling() -> None:
    village = make_fengling()
    finish(village)
    names = names_of(village)
    sizes = [village.chance("levy", i).randint(2, 7) for i in range(30)]
    sizes.append(156 - sum(sizes))
    assert sizes[-1] > 0
    chosen = some(village, village.chance("levy"), 31, 0, 1, 2, 3)
    rows = [
        [str(n), names[i], group_of(village, i), area(size), yuan(size * 240000)]
        for n, (i, size) in enumerate(zip(chosen, sizes, strict=True), 1)
    ]
    publish(village, "2025-04-02-征地公告", "2025年4月2日", "2025-04-02", {"征地公告": {
        "批次": "1", "公告": "征地补偿安置公告", "发布机关": "青石县人民政府", "范围": "风岭村1组岭下地块", "面积": "15.6", "目的": "岭下变电扩建", "补偿标准": "每亩30,000元",
        "意见截止": "2025-05-02", "怎么提意见": "书面交村委会或县自然资源局",
    }})  # fmt: skip
    publish(village, "2025-06-10-征地补偿款", "2025年6月10日", "2025-06-10", {"征地补偿款": {
        "批次": "1", "批准文号": "青自然资征〔2025〕3号", "地块": "1组岭下地块", "面积": "15.6", "补偿总额": "468,000.00", "留存集体": "93,600.00", "分配到户": "374,400.00", "到账日期": "2025-05-19",
        "决策会议": "村民代表会议", "决策日期": "2025-05-28", "应到": "34", "实到": "32", "同意": "30", "到户": Grid(["序号", "户主", "村民小组", "面积", "金额"], rows),
        "说明": "分到户八成，每亩24,000元；留集体两成，**只用于水利**，用一笔公布一笔。",
    }})  # fmt: skip
    publish(village, "2025-05-02-大笔钱", "2025年5月2日", "2025-05-02", {"重大财务事项": {
        "批次": "1", "事项": "岭头观景台", "金额": "68,000.00", "发生日期": "2025-04-26", "缘由": "看风车的人多，没有安全的落脚处", "要求公开的": "金额达到标准",
        "决策会议": "成员代表大会", "决策日期": "2025-03-20", "应到": "34", "实到": "31", "同意": "24",
    }})  # fmt: skip
    publish(village, "2026-02-11-旧仓库地块", "2026年2月11日", "2026-02-11", {"集体建设用地入市": {
        "批次": "1", "地块": "岭下旧仓库地块", "面积": "1200", "用途": "检修备件仓库", "方式": "出租", "年限": "20", "成交价": "96,000.00", "受让方": "云岭风电有限公司",
        "收益怎么分": "归合作社，三成留公积金，七成年底分", "表决日期": "2026-01-20", "应到": "34", "实到": "33", "同意": "29", "说明": "款分四年付清，**第一笔2026年12月到账**。",
    }})  # fmt: skip
    for year, rate in ((2025, 9200), (2026, 9360)):
        publish(
            village,
            f"{year}-05-24-耕地补贴名单",
            f"{year}年",
            f"{year}-05-24",
            {"耕地地力保护补贴": land_subsidy(village, year, rate, 88, f"耕地补贴-{year}.csv")},
        )
    publish(village, "2026-03-22-重点帮扶", "2026年", "2026-03-22", {"重点帮扶": help_plan(village)})
    write_years(
        village, ["岭头观景台/已建成", "征地款分到户/已发完"], ["北坡排洪沟/2026年8月底前", "检修路路灯换灯头/十月"]
    )


def water_bill(village: Village, quarter: tuple[int, int]) -> dict[str, Any]:
    """261 水电费收缴: the village pumps its own water."""
    chance = village.chance("water", quarter)
    rows = []
    for i in range(3):
        used = chance.randint(1500, 2300)
        rows.append(
            [
                f"{quarter[0]}年{3 * quarter[1] - 2 + i}月",
                "水费",
                "2.20",
                str(used),
                yuan(used * 220),
                yuan(used * 220 - chance.choice([0, 4400, 8800])),
            ]
        )
    columns = ["月份", "项目", "单价", "用量", "应收", "实收"]
    return {
        "收缴": Grid(columns, rows, ("单价", "用量", "应收", "实收")),
        "说明": "水费由各组代收，直接交镇水务站，不进村里的账。",
    }


def write_shuanghe() -> None:
    village = Village(
        code="990106103204", name="双河村", households=408, people=1497, groups=7, representatives=60, aid=13, first=(2025, 3),
        character={"地势": "两条河夹着一片平坝", "主导产业": "蔬菜、油菜、水稻", "耕地": "1,980亩", "村民小组": "7个（原上河4个、下河3个）"},
        introduction="双河村由上河村、下河村在2025年6月30日合并而成，两村的账都并了过来。\n合并以前的账，到村委会档案室看。",
        telephones={"村委会": "0000-8812645"}, supervisor="0000-8812646",
        officers=make_officers("卢建河 钟长水 廖有根 邵玉琴 尹春花 万守信 严桂兰 卢家旺 钟德才 廖大勇 尹水根 万传兵 严开云 戴明顺", 7), accounts=TWO_BOOKS,
        places={"渠": "上河渠", "沟": "下河排水沟", "路": "两河连村路", "塘": "河湾塘", "场": "双河广场", "桥": "连心桥", "山": "坝上"},
        anchors={COMMITTEE: (Q3, fen("122460.37")), COOPERATIVE: (Q3, fen("204033.90"))}, scale=1.25,
        forerunners=[
            {"代码": "990106103207", "地址号": "103207", "名称": "上河村", "日期": "2025-06-30"},
            {"代码": "990106103208", "地址号": "103208", "名称": "下河村", "日期": "2025-06-30"},
        ],
    )  # fmt: skip
    village.assets = common_assets(village, """
        原下河村办公楼 | 房屋建筑 | 社 | 砖混两层，300平方米 | 1 栋 | 6组 | 2012-10-08 | 接收移交 | 40 | 326000 | 出租
        蔬菜大棚 | 农田水利 | 社 | 钢架，3,600平方米 | 6 座 | 2组 | 2022-09-01 | 上级拨款建的 | 15 | 402000 | 出租
        下河抽水站 | 农田水利 | 村 | 两台机组 | 1 座 | 7组河边 | 2010-04-18 | 上级拨款建的 | 20 | 88000 | 自用
        油菜烘干机 | 机器设备 | 社 | 6吨 | 1 台 | 4组 | 2021-05-06 | 上级拨款建的 | 10 | 62000 | 自用
    """, TWO_OWNERS)  # fmt: skip
    village.resources = make_resources("""
        1 | 河湾塘 | 水面 | 4组 | 四面有埂 | 22.4 | 租出去 | 廖大海 |
        2 | 坝上机动田 | 耕地 | 5组、6组 | 分12块 | 96.0 | 租出去 | 青石蔬菜有限公司 |
        3 | 下河沙洲 | 滩涂 | 7组 | 两河中间 | 38.0 | 闲置 | | 禁止采砂。
        4 | 河堤林 | 林地 | 两河河堤 | 以林权图为准 | 64.0 | 公益使用 | |
    """, COOPERATIVE)  # fmt: skip
    village.contracts = make_contracts("资产合同", """
        1 | 原下河村办公楼出租 | 资产/15 | 石桥养老服务中心 | 日间照料 | 300 | 2025-10-01 | 2030-09-30 | 18000 | 10-20 | 5 | 0 | 公开协商 | 2025-09-06 55 51 | | |
        2 | 蔬菜大棚出租 | 资产/16 | 青石蔬菜有限公司 | 种菜 | 3600 | 2023-01-01 | 2027-12-31 | 32400 | 02-16 | 5 | 0 | 公开竞价 | 2022-12-06 38 36 | 3000 | | 原上河村签的，合并后继续有效。
    """, COOPERATIVE, 60) + make_contracts("资源合同", """
        1 | 河湾塘承包 | 资源/1 | 廖大海 | 养鱼 | 22.4 | 2022-01-01 | 2026-12-31 | 26880 | 08-20 | 5 | 0 | 公开竞价 | 2021-12-10 36 35 | 2000 | | 原上河村签的。年底到期，十一月贴招租公告。
        2 | 坝上机动田承包 | 资源/2 | 青石蔬菜有限公司 | 种菜 | 96.0 | 2024-01-01 | 2028-12-31 | 43200 | 03-10 09-10 | 5 | 0 | 公开竞价 | 2023-12-02 33 33 | | | 原下河村签的。
    """, COOPERATIVE, 60)  # fmt: skip
    steady_income(
        village,
        """
        村 | 补助收入 | 运转经费（{季}） | 石桥镇财政所 | 22000 | 22000 | 1 4 7 10
        社 | 经营收入 | 油菜烘干费 | | 14600 | 18800 | 5
        社 | 经营收入 | 稻谷烘干费 | | 19800 | 26400 | 9 10
        社 | 投资收益 | 石桥农商行存款利息 | 石桥农商行 | 420 | 660 | 6 12
    """,
    )
    income(
        village,
        """
        2025-11-13 | 村 | 补助收入 | | 村庄合并一次性补助 | 石桥镇人民政府 | 60000 | |
        2026-04-20 | 村 | 专项应付款 | 专项 | 连心桥加固补助 | 青石县交通运输局 | 120000 | 桥 |
    """,
    )
    transfers(village, "2026-03-05 | 20000")
    expense(
        village,
        """
        2025-11-28 | 村 | 公益支出 | 其他 | | 两村公开栏、门牌、公章统一换新 | 石桥图文广告部 | 21600 | | | | | |
        2026-06-16 | 村 | 专项支出 | | 专项 | 连心桥加固进度款 | 青石路桥有限公司 | 72000 | 项目/1 | 桥 | | | |
        2026-09-16 | 村 | 专项支出 | | 专项 | 连心桥加固结算款 | 青石路桥有限公司 | 42400 | 项目/1 | 桥 | | | |
    """,
    )
    village.funds = {
        "桥": Fund(
            "连心桥加固补助",
            "青石县交通运输局",
            "青交计〔2026〕17号",
            "连心桥桥墩加固、栏杆更换",
            fen("120000"),
            0,
            "项目/1",
            "两岸408户",
        )
    }
    village.projects = [Project("1", "连心桥加固", COMMITTEE, {
        "建设内容": "桥墩加固、换栏杆86米", "地点": "连心桥", "资金来源": "上级12万元", "预算": "122000", "合同价": "118,000.00", "结算价": "117,600.00", "承建单位": "青石路桥有限公司", "怎么选的": "镇里平台公开招标",
        "签订日期": "2026-04-28", "开工": "2026-05-06", "应完工": "2026-08-31", "完工": "2026-08-24", "验收日期": "2026-09-09", "验收结果": "合格", "验收人": "县交通局、镇里、村监会", "现状": "已通车，留3,200元质保金",
        "决策会议": "村民代表会议", "决策日期": "2026-03-28", "应到": "60", "实到": "54", "同意": "54",
    }, [["2026-05-06", "开工", "封桥绕行", ""], ["2026-08-24", "完工", "恢复通车", ""]], "青石路桥有限公司")]  # fmt: skip
    village.debts = [
        Debt(
            "桥质保",
            COMMITTEE,
            "村里欠单位",
            "青石路桥有限公司",
            "连心桥质保金",
            "2026-09-09",
            "2027-09-09",
            0,
            {(2026, 3): fen("3200")},
            project="项目/1",
        )
    ]
    village.meetings = {
        (2025, 3): [
            [
                "7月8日",
                "村民会议",
                "两村合并后账目怎么并",
                "1042",
                "786",
                "771",
                "9",
                "6",
                "两村账分开查清、一起公布，再并成一本",
                "已办完",
            ]
        ]
    }
    finish(village)
    publish(village, "2025-08-30-换届选举", "2025年8月30日", "2025-09-02", {"村委会选举": {
        "批次": "1", "选举日": "2025-08-30", "投票地点": "双河广场、原下河村办公楼", "登记选民": "1186", "参加投票": "1021", "意见受理": "村民选举委员会",
        "结果": Flow([{"职务": "主任", "姓名": "卢建河", "得票": "934"}, {"职务": "副主任", "姓名": "钟长水", "得票": "871"}, {"职务": "委员", "姓名": "廖有根", "得票": "802"}]),
    }})  # fmt: skip
    publish(village, "2025-07-25-离任审计", "2025年7月25日", "2025-07-25", {"经济责任审计": [
        {"批次": "1", "被审计人": "卢建河", "职务": "原上河村村委会主任", "审计期间": "2021年3月—2025年6月", "审计单位": "石桥镇农村审计站", "结论": "账款相符，没有发现大的问题", "问题": "两笔招待费没有写人数", "问题金额": "640.00", "整改": "已补清单"},
        {"批次": "2", "被审计人": "尹正修", "职务": "原下河村村委会主任", "审计期间": "2021年3月—2025年6月", "审计单位": "石桥镇农村审计站", "结论": "账款相符", "整改": "没有要改的"},
    ]})  # fmt: skip
    publish(
        village,
        "2026-05-12-村庄规划",
        "2026年5月12日",
        "2026-05-12",
        {
            "村庄规划": {
                "批次": "1",
                "名称": "双河村村庄规划（2026—2035年）征求意见",
                "主要内容": "新建房集中在坝上两片，河堤外不建房",
                "意见截止": "2026-06-12",
            }
        },
    )
    for posted, rate, file in (("2025-07-20", 9200, "耕地补贴-2025.csv"), ("2026-05-26", 9360, "")):
        publish(
            village,
            f"{posted}-耕地补贴名单",
            f"{posted[:4]}年",
            posted,
            {"耕地地力保护补贴": land_subsidy(village, int(posted[:4]), rate, 64, file)},
        )
    publish(village, "2026-03-24-重点帮扶", "2026年", "2026-03-24", {"重点帮扶": help_plan(village)})
    write_years(
        village, ["两村合并，账目并好/已公布", "公开栏、公章统一/已换"], ["连心桥加固/2026年8月", "村庄规划/征求意见"]
    )


PARTLY = {"资金收支", "债权债务", "村组干部报酬", "误工补贴", "公益性岗位", "最低生活保障", "特困人员供养", "高龄津贴"}


def write_shimen() -> None:
    village = Village(
        code="990106103205", name="石门村", households=154, people=532, groups=3, representatives=27, aid=6,
        character={"地势": "石山夹一条沟", "主导产业": "花椒、外出务工", "耕地": "486亩", "村民小组": "3个"},
        introduction="石门村在石门沟里，年轻人大多在外面做工。\n2026年4月报账员换人，二季度的账还没有贴全。",
        telephones={"村委会": "0000-8812745"}, supervisor="0000-8812746",
        officers=make_officers("熊立山 段有禄 史长明 黎秀芝 陶桂香 毛守成 贺玉珍 熊大木 段水生 史开元", 3), accounts=ONE_BOOK,
        places={"渠": "石门渠", "沟": "石门沟", "路": "上寨路", "塘": "寨脚塘", "场": "寨前坝", "桥": "石门桥", "山": "石门山"},
        anchors={"村集体": ((2026, 2), fen("38216.94"))}, scale=0.8, only={(2026, 2): PARTLY, (2026, 3): set()}, posted={(2026, 2): date(2026, 8, 6)},
    )  # fmt: skip
    village.assets = common_assets(
        village,
        "花椒烘干房 | 房屋建筑 | 村 | 80平方米 | 1 栋 | 寨前坝 | 2022-07-10 | 上级拨款建的 | 20 | 68000 | 自用",
        ONE_OWNER,
        4,
    )
    village.resources = make_resources("""
        1 | 寨脚塘 | 水面 | 2组 | 四面有埂 | 3.4 | 租出去 | 段水清 |
        2 | 上寨花椒地 | 园地 | 上寨 | 以界石为准 | 46.0 | 租出去 | 石门花椒合作社 |
        3 | 石门山林 | 林地 | 石门山 | 以林权图为准 | 920.0 | 公益使用 | |
    """, "村集体")  # fmt: skip
    village.contracts = make_contracts("资源合同", """
        1 | 寨脚塘承包 | 资源/1 | 段水清 | 养鱼 | 3.4 | 2023-03-01 | 2028-02-29 | 2040 | 03-12 | 2 | 0 | 公开竞价 | 2023-02-10 24 24 | | |
        2 | 上寨花椒地承包 | 资源/2 | 石门花椒合作社 | 种花椒 | 46.0 | 2021-01-01 | 2025-12-31 | 6900 | 02-16 | 2 | 0 | 公开协商 | 2020-12-20 25 22 | | | 已经到期，还在种，新合同没有签。
    """, "村集体", 27)  # fmt: skip
    steady_income(
        village,
        """
        村 | 补助收入 | 运转经费（{季}） | 石桥镇财政所 | 11000 | 11000 | 1 4 7 10
        村 | 经营收入 | 花椒烘干费 | | 4600 | 7200 | 8 9
        村 | 补助收入 | 集体经济薄弱村补助 | 石桥镇人民政府 | 10000 | 10000 | 5
    """,
    )
    finish(village)
    note = "# 村监会还没有看，所以没有“审核”；没有审核的不会公布。\n"
    unseen = {"期间": "2026年2季度", "公开日期": "2026-08-20"}
    write(
        village.folder / "2026" / "2026年2季度-补贴出.yaml",
        note + lines_of_publication(unseen, {"会议决定": decisions(village, (2026, 2))}),
    )
    draft = {"期间": "2026年2季度", "草稿": "是"}
    write(
        village.folder / "2026" / "2026年2季度-草稿.yaml",
        lines_of_publication(draft, {"村务监督": watched(village, (2026, 2))}),
    )
    publish(
        village,
        "2025-06-18-耕地补贴名单",
        "2025年",
        "2025-06-18",
        {"耕地地力保护补贴": land_subsidy(village, 2025, 9200, 66, "")},
    )
    publish(village, "2025-10-22-危房改造", "2025年10月22日", "2025-10-22", {"危房改造": {
        "政策依据": "青建发〔2025〕8号", "怎么申请": "带户口簿到镇里规建办，村里可代办",
        "名单": Flow([{"序号": "1", "户主": "史传宗", "村民小组": "3组", "方式": "修缮", "补助": "12000"}, {"序号": "2", "户主": "毛开秀", "村民小组": "1组", "方式": "重建", "补助": "32000"}]),
    }})  # fmt: skip
    write_years(
        village,
        ["上寨路补坑/已补", "花椒烘干房/已用"],
        ["花椒地重签合同/还没有办"],
        without=("收益分配", "村务档案目录"),
    )


def write_liutang() -> None:
    village = Village(
        code="990106103206", name="柳塘村", households=231, people=846, groups=4, representatives=38, aid=8,
        character={"地势": "平坝，塘多柳多", "主导产业": "莲藕、养鸭、水稻", "耕地": "980亩", "村民小组": "4个"},
        introduction="柳塘村有大小塘二十多口，种藕养鸭。\n今年大家问得多的是修路的钱、荷塘租金和藕种补贴，问答都在“提问和答复”里。",
        telephones={"村委会": "0000-8812845"}, supervisor="0000-8812846",
        officers=make_officers("夏荷生 付大田 邹有才 白秀云 常玉莲 康守义 施桂芬 夏长水 付德友 邹满囤 白根生", 4), accounts=ONE_BOOK,
        places={"渠": "柳塘渠", "沟": "柳树沟", "路": "柳塘主路", "塘": "大荷塘", "场": "荷风广场", "桥": "柳桥", "山": "坝头"},
        anchors={"村集体": (Q3, fen("95602.18"))},
        objections={(2026, 1): {"村务监督委员会": "2026-04-08 有异议 修柳塘主路的用工单没有附，总数对不上", "答复": "用工单已补齐，4月9日交村监会看过，一共18个工，数目对得上。"}},
    )  # fmt: skip
    village.assets = common_assets(village, """
        清塘挖机 | 机器设备 | 村 | 小型 | 1 台 | 仓库 | 2022-10-20 | 自己买的建的 | 8 | 118000 | 自用
        鸭蛋加工房 | 房屋建筑 | 村 | 150平方米 | 1 栋 | 3组 | 2019-03-18 | 自己买的建的 | 20 | 76000 | 出租
    """, ONE_OWNER)  # fmt: skip
    village.resources = make_resources("""
        1 | 大荷塘 | 水面 | 村中 | 四面是路 | 46.8 | 租出去 | 柳塘莲藕合作社 |
        2 | 鸭塘 | 水面 | 3组 | 四面有埂 | 14.2 | 租出去 | 付德旺 |
        3 | 坝头旱地 | 耕地 | 坝头 | 东到渠边 | 33.0 | 租出去 | 邹满祥 |
        4 | 柳树沟荒地 | 四荒地 | 柳树沟 | 沟两边 | 18.6 | 闲置 | |
    """, "村集体")  # fmt: skip
    village.contracts = make_contracts("资产合同", """
        1 | 鸭蛋加工房出租 | 资产/16 | 柳塘禽蛋有限公司 | 腌鸭蛋 | 150 | 2022-05-01 | 2027-04-30 | 10800 | 05-10 | 3 | 0 | 公开竞价 | 2022-04-02 33 33 | 1000 | |
    """, "村集体", 38) + make_contracts("资源合同", """
        1 | 大荷塘承包 | 资源/1 | 柳塘莲藕合作社 | 种藕 | 46.8 | 2020-01-01 | 2029-12-31 | 32760 | 03-08 09-08 | 3 | 0 | 招标 | 2019-12-08 35 31 | 5000 | |
        2 | 鸭塘承包 | 资源/2 | 付德旺 | 养鸭 | 14.2 | 2023-01-01 | 2026-12-31 | 8520 | 08-05 | 3 | 1 | 公开协商 | 2022-12-16 34 26 | | | 2026年的8,520元8月5日到期，**还没有交**。
        3 | 坝头旱地承包 | 资源/3 | 邹满祥 | 种油菜 | 33.0 | 2021-11-01 | 2026-10-31 | 8250 | 11-10 | 3 | 0 | 公开竞价 | 2021-10-10 33 32 | | | 10月31日到期，九月已贴出公告。
    """, "村集体", 38)  # fmt: skip
    steady_income(
        village,
        """
        村 | 补助收入 | 运转经费（{季}） | 石桥镇财政所 | 12500 | 12500 | 1 4 7 10
        村 | 经营收入 | 挖机出租 | | 3600 | 7400 | 2 5 8 11
        村 | 其他收入 | 荷花季停车费 | | 2800 | 4600 | 6 7
        村 | 投资收益 | 石桥农商行存款利息 | 石桥农商行 | 160 | 260 | 6 12
    """,
    )
    expense(
        village,
        """
        2026-02-26 | 村 | 公益支出 | 维修费 | | 柳塘主路补坑、换涵管 | 石桥道路工程有限公司 | 23600 | | | | | |
        2026-03-12 | 村 | 公益支出 | 维修费 | | 柳塘主路补坑用工（18个工） | 周传福 | 1800 | | | | | |
    """,
    )
    village.debts = [
        Debt(
            "鸭",
            "村集体",
            "个人欠村里",
            "付德旺",
            "鸭塘2026年租金",
            "2026-08-05",
            "2026-08-05",
            0,
            {(2026, 3): fen("8520")},
        )
    ]
    finish(village)
    publish(village, "2026-07-06-荷塘方案征求意见", "2026年7月6日", "2026-07-06", {"集体方案征求意见": {
        "批次": "1", "方案": "大荷塘租金调整方案", "种类": "其他", "主要内容": "从2027年起每亩由700元提到780元，承租户有意见可以协商", "意见截止": "2026-07-21", "怎么提意见": "写意见投村监会信箱，或打村监会电话",
        "说明": "先征求意见，7月26日开代表会表决。",
    }})  # fmt: skip
    publish(village, "2026-08-21-村民意见", "2026年8月21日", "2026-08-21", {"村民意见和答复": {"意见": Flow([
        {"编号": "2026-01", "提出日期": "2026-07-09", "关于": "大荷塘租金", "意见": "提得太多怕没人种", "答复": "请承租户和代表再商量一次", "答复人": "付大田", "答复日期": "2026-07-16", "满意": "基本满意"},
        {"编号": "2026-02", "提出日期": "2026-08-12", "关于": "柳塘主路", "意见": "联名要求公开补坑的单价", "联名人数": "96", "答复": "报价单8月20日贴出", "答复人": "夏荷生", "答复日期": "2026-08-20"},
    ])}})  # fmt: skip
    for year, rate in ((2025, 9200), (2026, 9360)):
        publish(
            village,
            f"{year}-05-28-耕地补贴名单",
            f"{year}年",
            f"{year}-05-28",
            {"耕地地力保护补贴": land_subsidy(village, year, rate, 61, f"耕地补贴-{year}.xlsx")},
        )
    publish(village, "2026-03-26-重点帮扶", "2026年", "2026-03-26", {"重点帮扶": help_plan(village)})
    write_years(
        village, ["荷风广场铺砖/已办", "清塘挖机对外出租/全年"], ["柳塘主路补坑/二月办完", "荷塘租金调整/正在商量"]
    )


# ---- 反映 ------------------------------------------------------------------------------------------------------------


def case(number: str, asked: str, item: str, question: str, *more: str) -> dict[str, Any]:
    """One question; ``more`` is its way, 步骤 | 日期 | 内容 | 佐证 a line, and whether the asker was satisfied."""
    steps, satisfied = (*more, "", "")[:2]
    said: dict[str, Any] = {"编号": number, "提出": asked, "事项": item, "问题": question}
    if steps:
        said["经过"] = Flow([dict(zip(("步骤", "日期", "内容", "佐证"), row, strict=False)) for row in table(steps)])
    said["满意"] = satisfied
    return {key: value for key, value in said.items() if value}


QINGXI_CASES = [
    case("2026-003", "2026-08-02", "资金收支", "修村东排水沟为什么花了8600元？", """
        受理 | 2026-08-03 | 村里收到
        答复 | 2026-08-08 | 三家报价9,400元、8,950元、8,600元，选最低的；修了126米，工料单在村委会可以看
        回访 | 2026-08-20 | 打电话回访，没有别的意见
    """, "满意"),
    case("2026-005", "2026-09-21", "资源合同", "大堰坝的租金是不是没有交？", """
        受理 | 2026-09-22 | 村里收到
        答复 | 2026-09-29 | 是没有交，3,600元，8月10日到期，已经书面催过，10月底前不交按合同收回
    """, "基本满意"),
    case("2026-006", "2026-10-09", "稻谷补贴", "我家亩数比去年少了1亩，怎么回事？", """
        受理 | 2026-10-10 | 村里收到，正在核对
    """),
    case("2025-002", "2025-09-03", "项目", "南坡机耕路伸缩缝是不是没切够？", """
        受理 | 2025-09-04 | 镇里转村里
        办理 | 2025-09-10 | 村监会和施工的一起到现场量 | 附件/工程/南坡路-整改前.png
        答复 | 2025-09-12 | 有两处没切够，已要求返工
        整改 | 2025-12-10 | 两处已返工 | 附件/工程/南坡路-整改后.png
        回访 | 2025-12-20 | 现场看过，可以
    """, "满意"),
]  # fmt: skip
LIYUAN_CASES = [
    case("2026-001", "2026-02-03", "成员分红", "嫁出去的人还有没有股？", """
        受理 | 2026-02-04 | 合作社收到
        答复 | 2026-02-11 | 按章程，2025年5月31日登记在册的算；已在外村取得成员身份的不算
    """, "基本满意"),
]  # fmt: skip
FENGLING_CASES = [
    case("2026-001", "2026-09-08", "项目", "排洪沟合同8月底完工，怎么还没做完？", """
        受理 | 2026-09-09 | 镇里转村里
        答复 | 2026-09-17 | 七月暴雨停工40多天，9月20日复工，10月底前做完；误期按合同扣款
    """),
]  # fmt: skip
LIUTANG_CASES = [
    case("2026-001", "2026-03-02", "资金收支", "柳塘主路补坑23600元，怎么算的？", """
        受理 | 2026-03-03 | 镇里登记
        办理 | 2026-03-06 | 镇里请村监会调报价单、用工单
        答复 | 2026-03-11 | 补坑96处、换涵管2道，每处按150元，涵管每道4,600元
        整改 | 2026-04-09 | 补齐用工单，一起贴在公开栏 | 用工单18张，村委会可以看
        检视 | 2026-04-20 | 镇里看过原件，数目对得上
        完善 | 2026-05-08 | 村里定了规矩，五千元以上的工程先贴报价单再付款
        回访 | 2026-05-15 | 打电话回访，认可
    """, "满意"),
    case("2026-002", "2026-05-18", "最低生活保障", "低保是怎么评的，能不能讲讲条件？", """
        受理 | 2026-05-19 | 村里收到
        答复 | 2026-05-22 | 看全家收入和家产，条件贴在公开栏；要申请可以到镇里便民服务中心
        回访 | 2026-06-02 | 已去镇里问过
    """, "满意"),
    case("2026-003", "2026-06-25", "资源合同", "大荷塘租了10年，每亩700元是不是低了？", """
        受理 | 2026-06-26 | 村里收到
        办理 | 2026-07-06 | 贴出租金调整方案征求意见
        答复 | 2026-07-28 | 7月26日代表会应到38人，到34人，同意19人，提到780元；承租户还没有签字
        整改 | 2026-08-18 | 请镇里一起和承租户商量，没有谈成
    """),
    case("2026-004", "2026-08-12", "资金收支", "要求公开补坑的单价，怎么一直没贴？", """
        受理 | 2026-08-13 | 镇里登记
        答复 | 2026-08-20 | 报价单已贴出
        整改 | 2026-08-20 | 报价单、用工单一起贴
        检视 | 2026-09-03 | 镇里看过公开栏
        完善 | 2026-09-18 | 公开栏加了工程一格
    """, "不满意"),
    case("2026-005", "2026-08-30", "资源合同", "鸭塘的租金谁在催？", """
        受理 | 2026-08-31 | 村里收到
        办理 | 2026-09-07 | 两次上门催交，承租户说十月卖鸭后交
    """),
    case("2026-006", "2026-09-14", "误工补贴", "清塘的误工有没有记错天数？", """
        受理 | 2026-09-15 | 镇里登记，转村监会
    """),
    case("2026-007", "2026-09-18", "其他惠农补贴", "藕种补贴什么时候发？"),
    case("2026-008", "2026-10-08", "资金收支", "荷花季停车费一共收了多少？", """
        受理 | 2026-10-09 | 村里收到
    """),
]  # fmt: skip


def write_cases() -> None:
    head = "# 镇里登记。不写提问人的姓名和电话；举报请打12388，不写在这里。\n\n"
    shutil.rmtree(ROOT / "cases", ignore_errors=True)
    for code, cases in (("201", QINGXI_CASES), ("202", LIYUAN_CASES), ("203", FENGLING_CASES), ("206", LIUTANG_CASES)):
        write_list(ROOT / "cases" / f"990106103{code}.yaml", cases, head)


# ---- the county ------------------------------------------------------------------------------------------------------

SETTINGS = """\
格式: 1
名称: 青石县村务公开
网址: https://gk.example.cn
主办单位: 石桥镇人民政府
承办单位: 青石县农业农村局
网站标识码: "9901060001"
备案号: 云ICP备00000000号
地区: 全国
基准日: 2026-10-12            # 样本县停在这一天；真的县不写这一行
电话:
  镇里: 0000-8856789
监督电话:
  政务热线: "12345"
  纪检举报: "12388"
"""
REGIONS = "code,name\n99,云岭省\n9901,江北市\n990106,青石县\n990106103,石桥镇\n"


def main() -> None:
    write(ROOT / "sitegen.yaml", SETTINGS)
    write(ROOT / "regions.csv", REGIONS)
    for write_one in (write_qingxi, write_liyuan, write_fengling, write_shuanghe, write_shimen, write_liutang):
        write_one()
    write_cases()


if __name__ == "__main__":
    main()
