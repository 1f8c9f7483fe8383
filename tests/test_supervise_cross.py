"""Villages side by side: what only shows when several ledgers are held against each other, and what is common to all."""

from __future__ import annotations

import pytest

from sitegen.supervising import Supervision, supervise
from tests.planted import HEAD, PROFILE, PROJECT, Q3, TODAY, with_vouchers
from tests.worlds import county

HOMES = {f"99010610330{n}": f"{n}号村" for n in range(1, 7)}
SAME = tuple(f"7月{n}日|记-{n}|公益支出|修第{n}处沟|甲队|{n}01" for n in range(1, 13))


def _cash(*rows: str) -> str:
    spent = sum(int(row.split("|")[5]) for row in rows)
    lines = "".join(f"    {row}{'|' * (8 - row.count('|'))}\n" for row in rows)
    head = "日期|凭证号|类别|摘要|收款单位|金额|发票号码|单价|数量"
    return f"{HEAD}资金收支:\n  期初余额: 900000\n  出账: |\n    {head}\n{lines}  期末余额: {900000 - spent}\n"


def _files(number: int) -> dict[str, str]:
    """Villages 1 and 2 share an invoice, 1 and 3 their rows, 1 to 3 a builder; 4 pays too much for cement, 5 is fine; 6 is late."""
    own = {
        1: (*SAME, "8月1日|记-20|管理费用|办公用品|文具店|300|24000000000000000007"),
        2: ("8月3日|记-20|管理费用|办公用品一批|文具店|300|24000000000000000007",),
        3: SAME,
        4: ("8月1日|记-1|公益支出|水泥|水泥厂|900||45|20",),
        5: ("8月2日|记-2|管理费用|办公用品分摊|文具店|300|24000000000000000008",),
        6: ("8月2日|记-2|管理费用|办公用品分摊|文具店|300|24000000000000000008",),
    }[number]
    works = [("青石建筑公司", 80000)] if number <= 3 else [("别的队", 20000)] if number == 4 else []
    made = (
        PROJECT.format(number=1, name="修路", site="村口", price=price, party=party, day="2026-04-01")
        for party, price in works
    )
    return {Q3: _cash(*own), **({"登记/项目.yaml": "".join(made)} if works else {})}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Supervision:
    root = tmp_path_factory.mktemp("cross")
    world = county(root / "县").write("catalogue/finance.yaml", with_vouchers())
    for number, (code, name) in enumerate(HOMES.items(), start=1):
        since = "起始: 2025年1季度\n" if number == 6 else ""
        world.village(PROFILE.format(address=code[6:]) + since, f"{code}-{name}")
        for path, text in _files(number).items():
            world.write(f"villages/{code}-{name}/{path}", text)
    return supervise(world.root, root / "内部", TODAY, workers=1)


def said(done: Supervision, key: str) -> list[str]:
    outcome = next(each for each in done.outcomes if each.rule.key == key)
    return [each.sentence for each in outcome.findings] or [outcome.off]


def test_one_invoice_in_two_villages_but_not_one_that_was_shared_out(done: Supervision) -> None:
    (sentence,) = said(done, "x_invoice")
    assert "发票 24000000000000000007 在" in sentence
    assert "合计 600.00元" in sentence


def test_two_villages_with_the_same_rows(done: Supervision) -> None:
    (sentence,) = said(done, "x_copy")
    assert sentence == "2026q3和1号村的出账，12 笔摘要、对方、金额一模一样（共 12 笔）"


def test_one_builder_in_many_villages(done: Supervision) -> None:
    (sentence,) = said(done, "contractor_concentration_town")
    assert "青石建筑公司最近 3 年在镇里 3 个村承建 3 个项目，240,000.00元，占 92%" in sentence


def test_a_township_that_is_late_is_said_once_and_as_a_hint(done: Supervision) -> None:
    outcome = next(each for each in done.outcomes if each.rule.key == "x_timeliness")
    assert [each.level for each in outcome.findings] == ["hint"]
    assert "石桥镇最近一年应公开" in outcome.findings[0].sentence


def test_what_is_not_common_is_not_said_to_be(done: Supervision) -> None:
    assert said(done, "x_common_problem") == [""]


def test_the_report_ranks_nobody(done: Supervision) -> None:
    page = (done.folder / "监督报告.html").read_text(encoding="utf-8")
    assert [page.index(f"<h3>{name}</h3>") for name in HOMES.values()] == sorted(
        page.index(f"<h3>{name}</h3>") for name in HOMES.values()
    )
    for word in ("名次", "第一名", "倒数", "得分"):
        assert word not in page
