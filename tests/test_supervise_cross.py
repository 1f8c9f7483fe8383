"""Villages side by side: what only shows when several ledgers are held against each other, and what is common to all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from sitegen.publish import publish
from sitegen.supervise.findings import Finding
from sitegen.supervising import Supervision, supervise
from tests.planted import HEAD, PROFILE, PROJECT, Q3, TODAY, contract
from tests.planted_more import leases
from tests.worlds import FOLDER, World, county, small_county

REGIONS = "code,name\n99,云岭省\n9901,江北市\n990106,青石县\n" + "".join(
    f"99010610{town},{name}\n"
    for town, name in ((3, "石桥镇"), (4, "河口镇"), (5, "白塔镇"), (6, "东坡镇"), (7, "西坡镇"))
)
SAME = tuple(f"7月{n}日|记-{n}|公益支出|修第{n}处沟|甲队|{n}01" for n in range(1, 13))


@dataclass(frozen=True)
class Cross:
    """``bad``: the village of the finding; ``at``: what stands on its line; ``says``; ``silent``: the innocent ones."""

    bad: str
    at: str
    says: str
    silent: tuple[str, ...]


CROSS: Mapping[str, Cross] = {
    "x_invoice": Cross("3302", "24000000000000000007", "发票 24000000000000000007 在", ("3305", "3306")),
    "x_copy": Cross("3303", "记-1|", "和1号村的出账，12 笔摘要、对方、金额一模一样（共 12 笔）", ("3302", "3305")),
    "contractor_concentration_town": Cross(
        "3301", "编号: 1", "青石建筑公司最近 3 年在镇里 3 个村承建 3 个项目，240,000.00元，占 92%", ("3304",)
    ),
    "x_timeliness": Cross("3306", "地址号", "石桥镇最近一年应公开", ("4301", "5301")),
    "rent_low_in_town": Cross(
        "4305",
        "编号: 2",
        "每平方米一年 100.00元，镇里同类 10 份，从低到高排在正中的是 600.00元",
        ("4301", "4302", "4306"),
    ),
    "unit_price_outlier_town": Cross(
        "5304",
        "记-1|",
        "买“水泥”每吨 800.00元，镇里 5 笔，从低到高排在正中的是 420.00元",
        ("5301", "5302", "5303", "5305"),
    ),
    "x_common_problem": Cross(
        "6301",
        "地址号",
        "东坡镇 3 个村都有“合同到期未处置”（东一村、东二村、东三村），宜一起办",
        ("7301", "7302", "3301"),
    ),
}
"""Each rule across villages, planted: the towns keep the worlds apart."""


def _cash(*rows: str) -> dict[str, str]:
    """A quarter; rows are 日期|凭证号|类别|摘要|收款单位|金额|发票号码|品名|计量单位|单价|数量, shorter ones filled up."""
    spent = sum(int(row.split("|")[5]) for row in rows)
    lines = "".join(f"    {row}{'|' * (10 - row.count('|'))}\n" for row in rows)
    head = "日期|凭证号|类别|摘要|收款单位|金额|发票号码|品名|计量单位|单价|数量"
    return {Q3: f"{HEAD}资金收支:\n  期初余额: 900000\n  出账: |\n    {head}\n{lines}  期末余额: {900000 - spent}\n"}


def _work(party: str, price: int) -> dict[str, str]:
    made = PROJECT.format(number=1, name="修路", site="村口", price=price, party=party, day="2026-04-01")
    return {"登记/项目.yaml": made}


def _cement(price: int, unit: str = "吨") -> dict[str, str]:
    return _cash(f"8月1日|记-1|公益支出|水泥|水泥厂|{price * 2}||水泥|{unit}|{price}|2")


EXPIRED = contract(ends="2026-06-30")
RENEWED = contract(ends="2029-06-30")
FREE = leases(1000)["登记/资产合同.yaml"].replace("用途: 门面", "用途: 门面，养老服务站免租")
BUILT = _work("青石建筑公司", 80000)

VILLAGES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    # 石桥镇: 1 and 2 share an invoice, 1 and 3 their rows, 1 to 3 a builder; 5 and 6 shared out a purchase with two invoices
    "3301": ("1号村", {**_cash(*SAME, "8月1日|记-20|管理费用|办公用品|文具店|300|24000000000000000007"), **BUILT}),
    "3302": ("2号村", {**_cash("8月3日|记-20|管理费用|办公用品一批|文具店|300|24000000000000000007"), **BUILT}),
    "3303": ("3号村", {**_cash(*SAME), **BUILT}),
    "3304": ("4号村", _work("别的队", 20000)),
    "3305": ("5号村", _cash("8月2日|记-2|管理费用|办公用品分摊|文具店|300|24000000000000000008")),
    "3306": ("6号村", _cash("8月2日|记-2|管理费用|办公用品分摊|文具店|300|24000000000000000008")),
    # 河口镇: ten shops, one at a sixth of the usual rent; another village lets one cheaply, too, but says what for
    "4301": ("河一村", leases(6000, 6000, 6000)),
    "4302": ("河二村", leases(6000, 6000, 6000)),
    "4305": ("河五村", leases(6000, 1000, 6000, 6000)),
    "4306": ("河六村", {"登记/资产合同.yaml": FREE}),
    # 白塔镇: five bought cement by the ton, one far above; the sixth bought it by the lorry
    "5301": ("白一村", _cement(420)), "5302": ("白二村", _cement(410)), "5303": ("白三村", _cement(430)),
    "5304": ("白四村", _cement(800)), "5305": ("白五村", _cement(4000, "车")), "5306": ("白六村", _cement(420)),
    # 东坡镇: the same in three villages; 西坡镇: in one of four
    "6301": ("东一村", EXPIRED), "6302": ("东二村", EXPIRED), "6303": ("东三村", EXPIRED),
    "7301": ("西一村", EXPIRED), "7302": ("西二村", RENEWED), "7303": ("西三村", RENEWED), "7304": ("西四村", RENEWED),
}  # fmt: skip


def _folder(code: str) -> str:
    return f"99010610{code}-{VILLAGES[code][0]}"


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Supervision]:
    root = tmp_path_factory.mktemp("cross")
    world = county(root / "县").write("regions.csv", REGIONS)
    for code, (_, files) in VILLAGES.items():
        since = "起始: 2025年1季度\n" if code == "3306" else ""
        world.village(PROFILE.format(address=f"10{code}") + since, _folder(code))
        for path, text in files.items():
            world.write(f"villages/{_folder(code)}/{path}", text)
    return world, supervise(world.root, root / "内部", TODAY, workers=1)


def of_rule(done: Supervision, key: str) -> tuple[Finding, ...]:
    outcome = next(each for each in done.outcomes if each.rule.key == key)
    assert not outcome.off, outcome.off
    return outcome.findings


@pytest.mark.parametrize("key", CROSS)
def test_each_rule_across_villages_finds_its_plant_and_nothing_else(
    placed: tuple[World, Supervision], key: str
) -> None:
    world, done = placed
    plant = CROSS[key]
    found = [each for each in of_rule(done, key) if plant.says in each.sentence]
    assert found, [each.sentence for each in of_rule(done, key)]
    lines = (world.root / found[0].file).read_text(encoding="utf-8").splitlines()
    assert _folder(plant.bad) in found[0].file
    assert plant.at in lines[found[0].line - 1]
    assert found[0].pieces
    assert {each.village for each in of_rule(done, key)} == {f"99010610{plant.bad}"}
    assert plant.bad not in plant.silent
    assert set(plant.silent) <= set(VILLAGES)


def test_a_township_that_is_late_is_only_a_hint(placed: tuple[World, Supervision]) -> None:
    assert [each.level for each in of_rule(placed[1], "x_timeliness")] == ["hint"]


def test_the_report_ranks_nobody(placed: tuple[World, Supervision]) -> None:
    page = (placed[1].folder / "监督报告.html").read_text(encoding="utf-8")
    names = [name for name, _ in VILLAGES.values()]
    assert [page.index(f"<h3>{name}</h3>") for name in names] == sorted(
        page.index(f"<h3>{name}</h3>") for name in names
    )
    for word in ("名次", "第一名", "倒数", "得分"):
        assert word not in page


@pytest.mark.parametrize(("online", "told"), [(16, False), (17, True)])
def test_the_report_says_what_hung_in_time_and_went_online_late(tmp_path: Path, online: int, told: bool) -> None:
    world = small_county(tmp_path / "县")
    world.change(f"villages/{FOLDER}/村情.yaml", "户数", "起始: 2026年3季度\n户数")
    day = date(2026, 10, online)
    publish(world.root, world.root / "out", day, 1)
    page = supervise(world.root, tmp_path / "内部", day, workers=1).folder / "监督报告.html"
    assert ("按时贴出的里面，网上过了期限才有的 1 项" in page.read_text(encoding="utf-8")) == told
