"""What the posters of a whole county cost: CPU and peak memory of ``sitegen print poster`` as villages grow.

    python bench/printing.py 100 500 2000

Each village has a profile and one quarter with what six codes lead to; the county is built first, pages only. Per size: the first
printing, the same again (nothing changed), and after one profile changed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent))

from measuring import Cost, describe_machine, measure  # noqa: E402

from sitegen.registers import append_answer  # noqa: E402

PROGRAM = (sys.executable, "-c", "import sys; from sitegen.cli import main; sys.exit(main())")
TODAY = "2026-10-12"
A_TOWNSHIP = 20
SETTINGS = """名称: 青石县村务公开
网址: https://gk.example.cn
主办单位: 石桥镇人民政府
电话: {镇里: 0000-8856789}
监督电话: {政务热线: 12345, 纪检举报: 12388}
"""
PROFILE = """地址号: "%s"
户数: 287
人口: 1043
账套:
  - {编号: 1, 名称: 村委会}
公开电话: {村委会: 0000-8812345}
监督电话: {村监会: 0000-8812346}
"""
LEDGER = """期间: 2026年3季度
公开日期: 2026-10-12
审核:
  - 村务监督委员会: 2026-10-10 同意
资金收支:
  期初余额: 1000.00
  进账:
    - {日期: 7月3日, 凭证号: 记-001, 类别: 经营收入, 摘要: 东塘承包费, 金额: 12000}
  出账:
    - {日期: 7月15日, 凭证号: 记-014, 类别: 公益支出, 摘要: 修复村东排水沟, 收款单位: 清溪建筑队, 金额: 8600}
  期末余额: 4400.00
误工补贴:
  每天标准: 100
  定标准的会: 2024年12月村民代表会议
  误工:
    - {日期: 7月24日, 姓名: 何清珍, 事由: 割草, 天数: 1, 标准: 100, 金额: 100}
会议决定:
  决定:
    - {日期: 7月13日, 会议: 村民代表会议, 议题: 修沟, 应到: 46, 实到: 39, 同意: 39, 决定: 先修后议价}
"""
CONTRACT = """- 编号: 7
  名称: 东塘承包
  承租方: 王大水
  归属: 集体经济组织
  用途: 养鱼
  面积: 18.5
  起始: 2023-01-01
  到期: 2027-12-31
  年租金: 24000
  怎么租出去的: 公开竞价
"""
SIGNS = "青石松柏梅兰竹菊东南西北上下前后大小新老"


def write_county(root: Path, number: int) -> None:
    """``number`` villages, twenty a township."""
    root.mkdir(parents=True)
    (root / "sitegen.yaml").write_text(SETTINGS, "utf-8")
    regions = ["code,name", "99,云岭省", "9901,江北市", "990106,青石县"]
    regions += [f"990106{township + 100},{_name(township)}镇" for township in range(-(-number // A_TOWNSHIP))]
    (root / "regions.csv").write_text("\n".join(regions) + "\n", "utf-8")
    for index in range(number):
        code = f"990106{index // A_TOWNSHIP + 100}{index % A_TOWNSHIP + 201}"
        folder = root / "villages" / f"{code}-{_name(index)}村"
        for name, text in (
            ("村情.yaml", PROFILE % f"{100_000 + index}"),
            ("2026/2026年3季度.yaml", LEDGER),
            ("登记/资源合同.yaml", CONTRACT),
        ):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
    append_answer(root, "https://gk.example.cn/", 1, date(2026, 8, 1))


def _name(index: int) -> str:
    """A name of its own for each number."""
    size, text = len(SIGNS), ""
    for _ in range(4):
        index, rest = divmod(index, size)
        text = SIGNS[rest] + text
    return text


def sitegen(county: Path, *words: str) -> Cost:
    """One run of the program."""
    command = (*PROGRAM, "-C", str(county), "--quiet", "--today", TODAY, *words)
    return measure(" ".join(words), command, county.parent, {"PYTHONPATH": str(HERE.parent)})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--work", type=Path, default=None)
    given = parser.parse_args()
    work = Path(given.work or tempfile.mkdtemp(prefix="printing-"))
    print(describe_machine())
    for size in given.sizes:
        county = work / f"county-{size}"
        shutil.rmtree(county, ignore_errors=True)
        write_county(county, size)
        build = sitegen(county, "build", "--only", "pages", "--jobs", "1")
        print(f"{size:6} villages  build            {build.cpu:8.1f} s CPU  {build.memory / 2**20:6.0f} MB", flush=True)
        for label in ("first", "nothing changed", "one changed"):
            if label == "one changed":
                profile = next((county / "villages").iterdir()) / "村情.yaml"
                profile.write_text(profile.read_text("utf-8").replace("8812345", "8812344"), "utf-8")
            cost = sitegen(county, "print", "poster")
            each = cost.cpu / size * 1000
            print(
                f"{size:6} villages  {label:<16} {cost.cpu:8.1f} s CPU  {cost.memory / 2**20:6.0f} MB  {each:6.1f} ms each",
                flush=True,
            )
        shutil.rmtree(county)


if __name__ == "__main__":
    main()
