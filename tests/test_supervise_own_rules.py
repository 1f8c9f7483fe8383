"""A county's own rules: what is wrong is said at its line with its cure, what would do more than look is refused, the rest is asked."""

# ruff: noqa: E501 - what a person reads is not broken into lines

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.planted import PROFILE, contract
from tests.test_cli import run
from tests.worlds import FOLDER, World, county

TODAY = "2026-10-12"
HEAD = """\
/*
名称: 面积太小
组: C 合同与资产资源
级别: 提示
范围: 本村
依据: 本县的办法
对象: [ref]
句: "{name}只有 {area} 亩"
比了什么: 合同面积
谨慎: 菜地本来就小
怎样算清楚: 写明用途
去看什么: 现场
*/
"""
GOOD = "SELECT village, ref, name, area, file, line, cell,\n  [piece(file, line, cell, starts, name, rent)] AS pieces\nFROM contract_refs WHERE area < 20\n"


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = county(tmp_path / "县").village(PROFILE.format(address="103201"))
    for path, text in contract().items():
        made.write(f"villages/{FOLDER}/{path}", text)
    return made


def said(world: World, sql: str, folder: str = "rules") -> str:
    """What the command says of a county with that rule besides the built-in ones."""
    world.write(f"{folder}/area_small.sql", HEAD + sql)
    private = world.root.parent / "内部"
    result = run("supervise", "-C", world.root, "--private", private, "--today", TODAY)
    record = json.loads((private / f"报告/{TODAY}/监督报告.json").read_text(encoding="utf-8"))
    asked = {each["rule"] for each in record["rules"] if not each["off"]}
    assert {"contract_expiring", "lease_too_long", "x_copy"} & asked == {"contract_expiring", "lease_too_long"}
    assert "Traceback" not in result.stderr
    return f"{result.exit_code} {result.stderr}"


@pytest.mark.parametrize("folder", ["rules", "../内部/规则"])
def test_a_rule_of_its_own_is_asked_like_the_others(world: World, folder: str) -> None:
    assert said(world, GOOD, folder).startswith("0 ")
    record = json.loads((world.root.parent / f"内部/报告/{TODAY}/监督报告.json").read_text(encoding="utf-8"))
    (found,) = [each for each in record["findings"] if each["rule"] == "area_small"]
    assert found["sentence"] == "东塘承包只有 10 亩"


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (
            GOOD.replace("contract_refs", "contract_ref"),
            """
            rules/area_small.sql:16:6: 错误 CAT-SQL  规则“面积太小”写得不对，这条没有查：没有“contract_ref”这张表
               16 | FROM contract_ref WHERE area < 20
                  |      ^^^^^^^^^^^^
                  改法：是不是“contract_refs”？能问的表和栏写在 docs/supervision-rules.md，照自带的规则改
            """,
        ),
        (
            GOOD.replace("area <", "aera <"),
            """
            rules/area_small.sql:16:26: 错误 CAT-SQL  规则“面积太小”写得不对，这条没有查：没有“aera”这一栏
               16 | FROM contract_refs WHERE aera < 20
                  |                          ^^^^
                  改法：是不是“area”？能问的表和栏写在 docs/supervision-rules.md，照自带的规则改
            """,
        ),
        (
            GOOD.replace("FROM", "FORM"),
            """
            rules/area_small.sql:16:1: 错误 CAT-SQL  规则“面积太小”写得不对，这条没有查：“FORM”附近读不懂
               16 | FORM contract_refs WHERE area < 20
                  | ^^^^
                  改法：能问的表和栏写在 docs/supervision-rules.md，照自带的规则改
            """,
        ),
        (
            GOOD.replace("name, area, file", "name, file"),
            """
            rules/area_small.sql:14:1: 错误 CAT-SQL  规则“面积太小”写得不对，这条没有查：查询结果里少了“area”这几栏
               14 | SELECT village, ref, name, file, line, cell,
                  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  改法：能问的表和栏写在 docs/supervision-rules.md，照自带的规则改
            """,
        ),
    ],
)
def test_a_mistake_is_said_at_its_line(world: World, sql: str, expected: str) -> None:
    told = said(world, sql)
    assert told.startswith("1 ")
    assert dedent(expected).strip() in told


@pytest.mark.parametrize(
    "sql",
    [
        "COPY villages TO '{there}'",
        "ATTACH '{there}' AS other",
        "INSERT INTO villages SELECT * FROM villages",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "PRAGMA database_list",
        f"{GOOD}; DROP TABLE found",
        "SELECT * FROM read_csv('{there}')",
        "SELECT * FROM read_text('{there}')",
        "SELECT * FROM glob('{there}')",
        "SELECT * FROM sqlite_scan('{there}', 'x')",
        "SELECT * FROM read_json('https://example.cn/x')",
    ],
)
def test_what_would_do_more_than_look_is_refused(world: World, sql: str, tmp_path: Path) -> None:
    there = tmp_path / "那边.csv"
    there.write_text("号,名\n1,金丝雀\n", encoding="utf-8")
    told = said(world, sql.replace("{there}", str(there)))
    assert told.startswith("1 ")
    assert "rules/area_small.sql:14" in told
    assert "CAT-SELECT  规则“面积太小”想做查账以外的事，没有让它做，这条没有查" in told
    assert "金丝雀" not in told
    assert there.read_text(encoding="utf-8") == "号,名\n1,金丝雀\n"


def test_a_rule_that_fails_on_the_rows_is_said_too(world: World) -> None:
    told = said(world, GOOD.replace("area < 20", "CAST(party AS INTEGER) < 20"))
    assert told.startswith("1 ")
    assert "rules/area_small.sql:16" in told
    assert "CAT-SQL" in told


def test_a_rule_without_end_is_stopped_and_the_others_are_asked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.supervise.database.LONGEST", 2.0)
    many = "range(10000000) AS a(x), range(10000000) AS b(y)"
    told = said(world, GOOD.replace("FROM contract_refs WHERE", f"FROM contract_refs, {many} WHERE hash(x, y) = 1 AND"))
    assert told.startswith("1 ")
    expected = """
    rules/area_small.sql:14:1: 错误 CAT-SLOW  规则“面积太小”查了 2 秒还没有完，停下了
       14 | SELECT village, ref, name, area, file, line, cell,
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          改法：多半是两张表没有按村对上：JOIN 里写上 USING (village)
    """
    assert dedent(expected).strip() in told


MANY = GOOD.replace("village, ref,", "village, ref || '-' || x AS ref, x AS amount,").replace(
    "FROM contract_refs", "FROM contract_refs, range(12) AS a(x)"
)


def test_of_what_is_found_too_often_some_are_listed_and_all_are_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The largest of each village; of one that is not listed nothing is said to be gone."""
    other = "990106103202-梨园村"
    world.village(PROFILE.format(address="103202"), other)
    world.write(f"villages/{other}/登记/资源合同.yaml", contract()["登记/资源合同.yaml"])
    monkeypatch.setattr("sitegen.supervise.database.MOST", 6)
    assert said(world, MANY).startswith("0 ")
    folder = world.root.parent / f"内部/报告/{TODAY}"
    record = json.loads((folder / "监督报告.json").read_text(encoding="utf-8"))
    found = [each for each in record["findings"] if each["rule"] == "area_small"]
    assert [(each["village"][9:], each["amount"]) for each in sorted(found, key=lambda each: (each["village"], -each["amount"]))] == [
        (village, amount) for village in ("201", "202") for amount in (11, 10, 9)
    ]  # fmt: skip
    (rule,) = [each for each in record["rules"] if each["rule"] == "area_small"]
    assert (rule["findings"], rule["listed"]) == (24, 6)
    assert "只列 6" in (folder / "监督报告.html").read_text(encoding="utf-8")
    monkeypatch.setattr("sitegen.supervise.database.MOST", 4)
    run("supervise", "-C", world.root, "--private", world.root.parent / "内部", "--today", "2026-10-13")
    later = json.loads((folder.with_name("2026-10-13") / "监督报告.json").read_text(encoding="utf-8"))
    assert later["gone"] == []


def test_the_example_of_the_documents_is_a_rule_that_runs(world: World) -> None:
    page = (Path(__file__).parents[1] / "docs/supervision.md").read_text(encoding="utf-8")
    example = page.partition("```sql\n")[2].partition("```")[0]
    ledger = "资金收支:\n  期初余额: 9000\n  出账: |\n    日期|凭证号|类别|摘要|金额\n"
    rows = "    7月4日|记-1|管理费用|纸|2000\n    7月6日|记-2|管理费用|纸|2000\n"
    world.publication(f"期间: 2026年3季度\n公开日期: 2026-10-12\n{ledger}{rows}  期末余额: 5000\n")
    world.write("rules/weekend.sql", example)
    run("supervise", "-C", world.root, "--private", world.root.parent / "内部", "--today", TODAY)
    record = json.loads((world.root.parent / f"内部/报告/{TODAY}/监督报告.json").read_text(encoding="utf-8"))
    assert [each["sentence"] for each in record["findings"] if each["rule"] == "weekend"] == [
        "2026年7月4日（周末）凭证 记-1“纸”付 2,000.00元"
    ]


BLOCKED = "import sys; sys.modules['duckdb'] = None; sys.argv[0] = 'sitegen'; from sitegen.cli import main; main()"


def without_duckdb(*words: object) -> subprocess.CompletedProcess[str]:
    """The program in a Python that has no duckdb."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", BLOCKED, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


def test_without_its_part_supervision_says_what_to_install_and_the_rest_works(world: World) -> None:
    private = world.root.parent / "内部"
    place = ("-C", world.root, "--today", TODAY)
    refused = without_duckdb("supervise", *place, "--private", private)
    assert refused.returncode == 3
    assert "SYS-EXTRA  还缺一个部件：duckdb" in refused.stderr
    assert "-m pip install duckdb==" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert without_duckdb("check", *place).returncode in (0, 1)
    assert without_duckdb("late", *place).returncode == 0
    assert (
        "没有编号"
        in without_duckdb(
            "supervise", "note", "ABCDEFGH", "核查", *place, "--private", private, "--by", "甲", "--words", "看"
        ).stderr
    )
