"""The page of all rules, tables and lists says what the program does; every rule binds, whatever a county has."""

from __future__ import annotations

import os
from pathlib import Path
from string import Formatter

import pytest

from sitegen.supervise.database import Database, RefusedError
from sitegen.supervise.engine import FOUND, _limits_view
from sitegen.supervise.guide import to_guide
from sitegen.supervise.lists import Given
from sitegen.supervise.rules import Rule, load_rule
from sitegen.supervise.store import Store
from sitegen.supervise.thresholds import NOTHING, load_thresholds
from sitegen.supervising import read_rules
from tests.planted import TODAY

PAGE = Path(__file__).parents[1] / "docs/supervision-rules.md"
RULES, FOUND_WRONG = read_rules()


def test_the_page_is_up_to_date() -> None:
    if os.environ.get("UPDATE"):
        PAGE.write_text(to_guide(RULES), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == to_guide(RULES)


def test_there_are_all_106_rules() -> None:
    assert FOUND_WRONG == ()
    assert len(RULES) == 106


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    folder = tmp_path_factory.mktemp("库")
    Store(folder, fresh=True).commit(())
    made = Database(folder, TODAY, Given({}))
    made.lock()
    made.add_table("found", FOUND, ())
    return made


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_every_rule_binds_and_its_sentence_finds_its_values(database: Database, rule: Rule) -> None:
    """Also those that most counties have switched off: nothing waits there for the first list to break it."""
    database.run(_limits_view(rule, NOTHING))
    asked = database.connection.execute(f"SELECT * FROM ({rule.sql}) LIMIT 0")
    given = {column[0] for column in asked.description or ()} | {limit.name for limit in rule.limits}
    said = {name for _, name, _, _ in Formatter().parse(rule.sentence + rule.neutral) if name}
    assert {*rule.subject, *said, "village", "file", "line", "pieces"} <= given
    assert "线索" not in rule.sentence + rule.compared + rule.clears + rule.visit


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("COPY (SELECT 1) TO 'x.csv'", RefusedError),
        ("SELECT 1; SELECT 2", RefusedError),
        ("DROP VIEW villages", RefusedError),
        ("SELECT * FROM read_csv('/etc/hostname')", Exception),
        ("SELECT * FROM read_text('/etc/hostname')", Exception),
    ],
)
def test_a_rule_can_only_look(database: Database, sql: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        database.ask(sql)


def test_settings_are_locked(database: Database) -> None:
    with pytest.raises(Exception, match="lock"):
        database.run("SET enable_external_access=true")


def test_a_rule_that_takes_too_long_is_stopped(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)interrupt"):
        database.ask("SELECT sum(a.range * b.range) FROM range(1000000) AS a, range(1000000) AS b", seconds=0.2)


def test_a_rule_without_a_head_or_with_a_clock_is_refused() -> None:
    _, found = load_rule("x.sql", b"SELECT 1")
    assert [each.code for each in found] == ["CAT-RULE"]
    _, found = load_rule("x.sql", b"/*\n*/\nSELECT current_date")
    assert [each.code for each in found] == ["CAT-CLOCK"]


def test_thresholds_hold_for_the_county_a_township_and_a_village() -> None:
    text = (
        '拆分工程规避限额:\n  限额: 20万元\n  乡镇:\n    "990106103": {限额: 10万元}\n  村:\n    "990106103201": {限额: 5万元}\n'
        "接待费、吃喝: {关: 另有系统}\n"
    )
    thresholds, found = load_thresholds(text.encode(), RULES)
    assert found == ()
    rule = next(each for each in RULES if each.key == "split_project")
    limit = rule.limits[0]
    villages = ("990106103201", "990106103202", "990106104201")
    assert [thresholds.of(rule, limit, village) for village in villages] == [5_000_000, 10_000_000, 20_000_000]
    assert thresholds.off == {"reception_spend": "另有系统"}
    _, found = load_thresholds("拆分工程: {限额: 5万元}\n".encode(), RULES)
    assert dict(found[0].values)["nearest"] == "拆分工程规避限额"


def test_a_county_among_several_has_its_own_and_a_code_nobody_has_is_said() -> None:
    codes = frozenset({"990106", "990106103", "990106103201", "990107", "990107100", "990107100201"})
    text = (
        '拆分工程规避限额:\n  限额: 20万元\n  县:\n    "990107": {限额: 30万元}\n  村:\n    "990107100202": {限额: 5万元}\n'
        "办理时限: {核查: 十五, 核对: 3}\n"
    )
    thresholds, found = load_thresholds(text.encode(), RULES, codes)
    rule = next(each for each in RULES if each.key == "split_project")
    assert [thresholds.of(rule, rule.limits[0], village) for village in ("990106103201", "990107100201")] == [
        20_000_000_00 // 100,
        30_000_000,
    ]
    told = {(each.code, each.place.line, dict(each.values).get("nearest", "")) for each in found}
    assert ("KEY-CHOICE", 6, "990107100201") in told
    assert {line for _, line, _ in told} == {6, 7}
