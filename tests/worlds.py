"""Small worlds: a county in a few lines, built for real, looked at as a villager or a clerk would."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from textwrap import dedent

from sitegen.build import Report, build
from sitegen.diagnostics import to_text
from sitegen.model.site import Parts
from sitegen.overlay import read_data
from sitegen.registers import append_answer
from sitegen.wording import load_wording

TODAY = date(2026, 10, 12)
FOLDER = "990106103201-清溪村"
PAGES_ONLY = Parts(codes=False, downloads=False)

SETTINGS = """
名称: 青石县村务公开
网址: https://gk.example.cn
主办单位: 石桥镇人民政府
电话: {镇里: 0000-8856789}
监督电话: {政务热线: 12345, 纪检举报: 12388}
"""
REGIONS = "code,name\n99,云岭省\n9901,江北市\n990106,青石县\n990106103,石桥镇\n"
PROFILE = """
地址号: 103201
户数: 287
人口: 1043
账套:
  - {编号: 1, 名称: 村委会}
公开电话: {村委会: 0000-8812345}
监督电话: {村监会: 0000-8812346}
"""
CASH = """
期间: 2026年3季度
公开日期: 2026-10-12
审核:
  - 村务监督委员会: 2026-10-10 同意
资金收支:
  期初余额: 1000.00
  进账:
    - {日期: 7月3日, 凭证号: 记-001, 类别: 经营收入, 摘要: 东塘承包费, 金额: 12000}
  出账: |
    日期    | 凭证号 | 类别     | 摘要           | 收款单位   | 金额
    7月15日 | 记-014 | 公益支出 | 修复村东排水沟 | 清溪建筑队 | 8,600.00
  期末余额: 4400.00
"""
OWN_ITEM = """\
- 编号: "801"
  名称: 村民食堂
  组: 村务
  形态: 报告
  频率: 每年
  解释: 村民食堂一年的用餐人次。
  依据: [{法: 石桥镇公开目录, 条: 第3项}]
"""
"""An item of a county, without its fields and tables."""


@dataclass
class Page:
    """A built page: its source, and what a reader sees of it."""

    source: str

    @property
    def text(self) -> str:
        without = re.sub(r"<(style|script|svg)\b.*?</\1>|<head>.*?</head>", "", self.source, flags=re.DOTALL)
        plain = html.unescape(re.sub(r"<[^>]+>", "", without.replace("<wbr>", "")))
        return re.sub(r"\s+", " ", plain)

    @property
    def title(self) -> str:
        found = re.search(r"<title>(.*?)</title>", self.source)
        return html.unescape(found[1]) if found else ""

    @property
    def key_figure(self) -> str:
        found = re.search(r"data-key-figure[^>]*>(.*?)</strong>", self.source, re.DOTALL)
        return html.unescape(re.sub(r"<[^>]+>", "", found[1])) if found else ""


@dataclass
class World:
    """A county in a folder; every step returns the world, so that a test reads as a story."""

    root: Path
    reports: list[Report] = field(default_factory=list)

    def write(self, path: str, text: str | bytes) -> World:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else dedent(text).lstrip("\n").encode())
        return self

    def remove(self, path: str) -> World:
        (self.root / path).unlink()
        return self

    def village(self, profile: str = PROFILE, folder: str = FOLDER) -> World:
        return self.write(f"villages/{folder}/村情.yaml", profile)

    def publication(self, text: str, name: str = "2026/2026年3季度.yaml", folder: str = FOLDER) -> World:
        return self.write(f"villages/{folder}/{name}", text)

    def change(self, path: str, old: str, new: str) -> World:
        target = self.root / path
        text = target.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path}"
        target.write_text(text.replace(old, new), encoding="utf-8")
        return self

    def build(self, today: date = TODAY, workers: int = 1, parts: Parts = PAGES_ONLY) -> World:
        self.reports.append(build(self.root, today, workers=workers, parts=parts))
        return self

    @property
    def report(self) -> Report:
        return self.reports[-1]

    @property
    def codes(self) -> list[str]:
        return [each.code for each in self.report.diagnostics]

    @property
    def errors(self) -> list[str]:
        return [each.code for each in self.report.diagnostics if each.severity == "error"]

    def console(self, *codes: str) -> str:
        """What a clerk reads, for these codes or for all."""
        wording = load_wording(read_data("messages/zh.yaml"))
        shown = [each for each in self.report.diagnostics if not codes or each.code in codes]
        return "\n".join(to_text(each, wording) for each in shown)

    def has(self, path: str) -> bool:
        return (self.root / "build/site" / path.lstrip("/")).exists()

    def page(self, path: str) -> Page:
        file = path.lstrip("/") + ("index.html" if path.endswith("/") else "")
        return Page((self.root / "build/site" / file).read_text(encoding="utf-8"))

    def files(self) -> dict[str, bytes]:
        site = self.root / "build/site"
        return {
            path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()
        }


def county(root: Path) -> World:
    """A county with settings and regions, without a village; its site has answered, so that codes are printed for good."""
    append_answer(root, "https://gk.example.cn/", 1, date(2026, 8, 1))
    return World(root).write("sitegen.yaml", SETTINGS).write("regions.csv", REGIONS)


def small_county(root: Path) -> World:
    """One village with one quarter of cash."""
    return county(root).village().publication(CASH)
