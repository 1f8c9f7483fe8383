"""What supervision says of the sample county, to the letter: few findings, each of which a person can understand and look at."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sitegen.supervising import Supervision, supervise
from tests.conftest import COUNTY, ROOT
from tests.worlds import TODAY

FINDINGS = Path(__file__).parent / "sample_findings.txt"


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Supervision:
    root = tmp_path_factory.mktemp("sample")
    for name in COUNTY:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, root / "县" / name)
    return supervise(root / "县", root / "内部", TODAY, workers=1)


@pytest.fixture(scope="module")
def findings(done: Supervision) -> list[dict[str, Any]]:
    record = json.loads((done.folder / "监督报告.json").read_bytes())
    found: list[dict[str, Any]] = record["findings"]
    return found


def to_lines(findings: list[dict[str, Any]]) -> Iterator[str]:
    for each in findings:
        yield f"{each['level']} {each['number']} {each['rule']} {each['file']}:{each['line']}\n    {each['sentence']}\n"


def test_every_finding_of_the_sample_is_known(findings: list[dict[str, Any]]) -> None:
    """A change in what is found is read by a person before it stands: ``UPDATE=1`` writes the file anew."""
    said = "".join(to_lines(findings))
    if os.environ.get("UPDATE"):
        FINDINGS.write_text(said, encoding="utf-8")
    assert said == FINDINGS.read_text(encoding="utf-8")


def test_there_are_few_and_no_rule_drowns_the_others(findings: list[dict[str, Any]]) -> None:
    doubts = [each for each in findings if each["level"] != "提示"]
    assert len(doubts) <= 15
    assert len(findings) <= 40
    rules = [each["rule"] for each in doubts]
    assert max(map(rules.count, rules)) <= 3


def test_no_sentence_speaks_like_a_database(findings: list[dict[str, Any]]) -> None:
    for each in findings:
        for words in (each["sentence"], *(piece["what"] for piece in each["pieces"])):
            assert "没有写）" not in words, words
            assert "NULL" not in words, words
            assert "2026q" not in words, words
            assert ".0000" not in words, words


def test_the_report_says_which_step_is_next(done: Supervision) -> None:
    page = (done.folder / "监督报告.html").read_text(encoding="utf-8")
    assert "2026年10月19日 前核查" in page
    assert not re.search(r"(src|href)=.https?:|url\(|<script", page)
