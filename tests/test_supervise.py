"""Rules find what was planted, at its line, and are silent where there is an innocent explanation."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.supervise.findings import Finding, Outcome
from sitegen.supervising import Supervision, read_rules, supervise
from tests.planted import PLANTS as FIRST
from tests.planted import TODAY, Villages, plant_all
from tests.planted_kept import AGAIN, KEPT
from tests.planted_more import MORE
from tests.test_supervise_cross import CROSS
from tests.test_supervise_lists import EXPECTED, SAYS
from tests.test_supervise_loop import RESULTS

PLANTS = {**FIRST, **MORE, **KEPT, **AGAIN}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Villages, Supervision]:
    root = tmp_path_factory.mktemp("planted")
    made = plant_all(root / "县", PLANTS)
    return made, supervise(made.world.root, root / "内部", TODAY, workers=1)


def outcome(done: Supervision, key: str) -> Outcome:
    return next(each for each in done.outcomes if each.rule.key == rule_of(key))


def rule_of(key: str) -> str:
    """The rule of a plant: ``rule`` or ``rule/what is special``."""
    return key.partition("/")[0]


def of_village(done: Supervision, key: str, folder: str) -> list[Finding]:
    return [each for each in outcome(done, key).findings if each.village == folder[:12]]


@pytest.mark.parametrize("key", PLANTS)
def test_each_rule_finds_its_plant_at_its_line(planted: tuple[Villages, Supervision], key: str) -> None:
    made, done = planted
    plant = PLANTS[key]
    found = of_village(done, key, made.bad[key])
    assert [each.sentence for each in found], outcome(done, key).off or outcome(done, key).unasked
    assert any(plant.says in each.sentence for each in found), [each.sentence for each in found]
    finding = next(each for each in found if plant.says in each.sentence)
    assert made.bad[key][:12] in finding.file
    assert finding.line == made.line(finding.file, plant.at)
    assert finding.level == (plant.level or finding.level)
    assert finding.pieces


@pytest.mark.parametrize("key", PLANTS)
def test_each_rule_is_silent_for_the_innocent_twin(planted: tuple[Villages, Supervision], key: str) -> None:
    made, done = planted
    assert of_village(done, key, made.good[key]) == []


BESIDE = {
    "disclosure_overdue": ("asset_annual_missing",),
    "just_below_limit": ("split_project",),
    "detail_total_mismatch": ("benefit_rate_mismatch",),
}
"""Plants that show another doubt, too, as they must: nothing published for years; two split works near the limit; an amount
that is not area times rate, which the catalogue says as an equation."""


def test_no_rule_hits_what_was_planted_for_another(planted: tuple[Villages, Supervision]) -> None:
    made, done = planted
    for each in (each for each in done.outcomes if each.rule.reach == "own"):
        rules = (each.rule.key, *BESIDE.get(each.rule.key, ()))
        expected = {folder[:12] for key, folder in made.bad.items() if rule_of(key) in rules}
        assert {finding.village for finding in each.findings} <= expected, each.rule.key


def test_every_rule_is_planted_somewhere() -> None:
    """A new rule comes with an irregularity it finds and an innocent one it passes over."""
    rules, _ = read_rules()
    assert {rule.key for rule in rules} == {*map(rule_of, PLANTS), *CROSS, *EXPECTED, *SAYS, *RESULTS}


def test_every_rule_of_the_ledgers_own_is_planted_and_runs(planted: tuple[Villages, Supervision]) -> None:
    _, done = planted
    own = {each.rule.key for each in done.outcomes if each.rule.reach == "own"}
    assert own == set(map(rule_of, PLANTS))
    assert {each.rule.key for each in done.outcomes if each.off} & set(map(rule_of, PLANTS)) == set()
    assert not done.faults


def test_what_a_rule_did_not_look_at_is_said(planted: tuple[Villages, Supervision]) -> None:
    """Smaller payments are only looked at where somebody writes the meeting beside them; the reader is told where not."""
    made, done = planted
    told = outcome(done, "large_without_decision").unasked
    (codes,) = (
        codes
        for reason, codes in told
        if reason == "账本里没有写“会议记录”，也没有“凭证”名单，没有看该由两委会定的、小一些的支出"
    )
    assert made.good["large_without_decision"][:12] in codes
    assert made.bad["large_without_decision/what the two committees decide"][:12] not in codes


MOVED = (
    "pii_exposed",
    "disclosure_unreviewed",
    "rent_overdue",
    "near_duplicate_payment",
    "benefit_double",
    "same_hand",
)


def test_a_finding_is_known_again_wherever_its_rows_have_gone(tmp_path: Path) -> None:
    """Lines above, rows in another order, files of other names: the same numbers at other lines."""
    made = plant_all(tmp_path / "县", {key: PLANTS[key] for key in MOVED})

    def found() -> dict[str, int]:
        outcomes = supervise(made.world.root, tmp_path / "内部", TODAY, workers=1).outcomes
        return {each.number: each.line for one in outcomes if one.rule.key in MOVED for each in one.findings}

    before = found()
    for path in sorted((made.world.root / "villages").rglob("20*/*.yaml")):
        lines = path.read_text(encoding="utf-8").splitlines()
        first = next((n for n, line in enumerate(lines) if line.endswith(("名单: |", "出账: |"))), None)
        if first is not None:  # the head of the table, then its rows
            last = next((n for n in range(first + 2, len(lines)) if not lines[n].startswith("    ")), len(lines))
            lines[first + 2 : last] = reversed(lines[first + 2 : last])
        path.write_text("\n".join(["# 改过名的一份", "", *lines, ""]), encoding="utf-8")
        path.rename(path.with_name(f"又一份{path.name}"))
    after = found()
    assert len(before) >= len(MOVED)
    assert set(after) == set(before)
    assert after != before
