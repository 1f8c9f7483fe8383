"""Rules find what was planted, at its line, and are silent where there is an innocent explanation."""

from __future__ import annotations

import pytest

from sitegen.supervise.findings import Finding, Outcome
from sitegen.supervising import Supervision, supervise
from tests.planted import PLANTS, TODAY, Villages, plant_all


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Villages, Supervision]:
    root = tmp_path_factory.mktemp("planted")
    made = plant_all(root / "县")
    return made, supervise(made.world.root, root / "内部", TODAY, workers=1)


def outcome(done: Supervision, key: str) -> Outcome:
    return next(each for each in done.outcomes if each.rule.key == key)


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
    assert made.bad[key] in finding.file
    assert finding.line == made.line(finding.file, plant.at)
    assert finding.level == (plant.level or finding.level)
    assert finding.pieces


@pytest.mark.parametrize("key", PLANTS)
def test_each_rule_is_silent_for_the_innocent_twin(planted: tuple[Villages, Supervision], key: str) -> None:
    made, done = planted
    assert of_village(done, key, made.good[key]) == []


def test_villages_of_other_plants_give_no_hits(planted: tuple[Villages, Supervision]) -> None:
    """Every hit of the planted county is one that was planted."""
    made, done = planted
    for each in done.outcomes:
        expected = {folder[:12] for key, folder in made.bad.items() if key == each.rule.key}
        assert {finding.village for finding in each.findings} <= expected, each.rule.key


def test_every_rule_is_planted_and_runs(planted: tuple[Villages, Supervision]) -> None:
    _, done = planted
    assert {each.rule.key for each in done.outcomes} == set(PLANTS)
    assert [each.off for each in done.outcomes if each.off] == []
    assert not done.faults
