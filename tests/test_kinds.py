"""Every usual slip of writing, one at a time in a good ledger: what a clerk reads, to the letter.

``kinds.txt`` holds the slips, each as ``what stood there ⇒ what was written`` (JSON strings), and below it what is said;
nothing below it: nothing is said, for it is understood. ``UPDATE=1`` writes what is said now; read it before you keep it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from sitegen.diagnostics import Diagnostic, to_text, with_excerpts
from sitegen.load.catalogue import load_catalogue
from sitegen.load.files import read_county
from sitegen.load.village import VillageFiles, load_village
from sitegen.model.catalogue import Catalogue, Preset
from sitegen.overlay import read_data
from sitegen.source import apply_edits
from sitegen.wording import load_wording
from tests.worlds import FOLDER, PROFILE

FILE = Path(__file__).parent / "kinds.txt"
PATH = f"villages/{FOLDER}/2026/2026年3季度.yaml"
LEDGER = """\
格式: 1
期间: 2026年3季度
公开日期: 2026-10-12
审核:
  - 村务监督委员会: 2026-10-10 同意

资金收支:
  期初余额: 1000.00
  进账:
    - {日期: 7月3日, 凭证号: 记-001, 类别: 经营收入, 摘要: 东塘承包费, 金额: 12000}
    - {日期: 8月5日, 凭证号: 记-002, 类别: 补助收入, 摘要: 镇里拨款, 金额: 3000}
  出账: |
    日期    | 凭证号 | 类别     | 摘要           | 收款单位   | 金额
    7月15日 | 记-014 | 公益支出 | 修复村东排水沟 | 清溪建筑队 | 8,600.00
    8月20日 | 记-015 | 管理费用 | 办公用纸       | 清溪商店   | 400
  期末余额: 7000.00
  说明: |
    七月暴雨后先抢修了排水沟。
    账目已经村监会看过。

会议决定:
  决定:
    - 日期: 2026-07-13
      会议: 村民代表会议
      议题: 修排水沟
      应到: 46
      实到: 39
      同意: 39
      决定: 先修后议价

上级专项资金:
  监督电话: 0000-8812345
  专款:
    - 名称: 东渠维修
      来源: 青石县水利局
      文号: 青水〔2026〕3号
      期初: 0
      到账: 5000
      支出: 2000
      余额: 3000
      完成: 40%

误工补贴:
  误工:
    - {日期: 7月8日, 姓名: 王大明, 事由: 清渠, 天数: 1.5, 标准: 100, 金额: 150}

最低生活保障:
  保障标准: 600
  名单:
    - 序号: 1
      户主: 李大明
      村民小组: 3组
      人口: 2
      金额: 1200
      状态: 继续
      起始月份: 2026年1月
"""


@cache
def rules() -> tuple[Catalogue, Preset]:
    files = read_county(Path(__file__).parent)
    catalogue, _ = load_catalogue(files.built_in_catalogue, files.presets, {})
    return catalogue, catalogue.presets[0]


def load(text: str) -> tuple[Diagnostic, ...]:
    profile = f"villages/{FOLDER}/村情.yaml"
    files = {profile: PROFILE.lstrip().encode(), PATH: text.encode("utf-8", "surrogatepass")}
    _, found = load_village(VillageFiles(FOLDER, files, {}), *rules())
    return tuple(sorted(with_excerpts(found, PATH, text), key=lambda each: (each.place.line, each.place.column)))


def said(text: str) -> str:
    wording = load_wording(read_data("messages/zh.yaml"))
    lines = (to_text(each, wording).replace(PATH, "账本") for each in load(text))
    return "\n".join(lines).replace("\u2028", "␤").replace("\u0085", "␤")


def read_slips() -> Iterator[tuple[str, str, str]]:
    """What stood there, what was written, and what is said of it."""
    for block in FILE.read_text(encoding="utf-8").split("\n\n"):
        head, _, rest = block.strip("\n").partition("\n")
        old, arrow, new = head.partition(" ⇒ ")
        if arrow:
            yield json.loads(old), json.loads(new), rest


SLIPS = list(read_slips())


def test_the_good_ledger_says_nothing() -> None:
    assert said(LEDGER) == ""


@pytest.mark.skipif("UPDATE" not in os.environ, reason="only to write kinds.txt anew")
def test_write_anew() -> None:
    blocks = [
        "\n".join(filter(None, (f"{_quoted(old)} ⇒ {_quoted(new)}", said(LEDGER.replace(old, new, 1)))))
        for old, new, _ in SLIPS
    ]
    FILE.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def _quoted(text: str) -> str:
    shown = json.dumps(text, ensure_ascii=False)
    return re.sub(
        "[\x7f-\xa0\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060\u3000\u3164\ufeff\ue000]",
        _escaped,
        shown,
    )


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


@pytest.mark.parametrize(("old", "new", "says"), SLIPS, ids=[_quoted(new)[1:40] for _, new, _ in SLIPS])
def test_each_slip_is_said_to_the_letter(old: str, new: str, says: str) -> None:
    assert old in LEDGER
    assert said(LEDGER.replace(old, new, 1)) == says


def test_there_are_slips_of_every_kind() -> None:
    codes = {code for *_, says in SLIPS for code in re.findall(r" ([A-Z]+-[A-Z]+)  ", says)}
    families = {code.partition("-")[0] for code in codes}
    assert {"SYN", "KEY", "ENC", "DATE", "AMT", "PER", "CODE", "REV"} <= families
    assert len(SLIPS) > 300


@pytest.mark.parametrize(("old", "new"), [(old, new) for old, new, says in SLIPS if says])
def test_a_certain_cure_leaves_nothing_of_its_slip(old: str, new: str) -> None:
    """Made as written in the patch, again where one slip had hidden another, it leaves a ledger without a mistake."""
    text = LEDGER.replace(old, new, 1)
    for _ in range(6):
        found = load(text)
        if not all(each.patch for each in found):
            return
        text = apply_edits(text, (edit for each in found for edit in each.patch))
    assert [each.code for each in load(text)] == []
