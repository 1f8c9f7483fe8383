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
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageOps

from sitegen.supervising import Supervision, supervise
from tests.conftest import COUNTY, ROOT
from tests.worlds import TODAY, World

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


def draw(path: str, side: int) -> Image.Image:
    """The contour of a code, filled by the even-odd rule, four dots a module: what the browser draws of it."""
    picture = Image.new("1", (4 * side, 4 * side))
    for contour in path.split("M")[1:]:
        filled = Image.new("1", picture.size)
        ImageDraw.Draw(filled).polygon([(4 * x, 4 * y) for x, y in corners(contour)], fill=1)
        picture = ImageChops.logical_xor(picture, filled)
    return ImageOps.invert(picture.convert("L"))


def corners(contour: str) -> Iterator[tuple[int, int]]:
    """Corners of ``4 4h7v7h-7z``."""
    start, *steps = re.findall(r"^-?\d+[ ,]-?\d+|[hv]-?\d+", contour)
    x, y = map(int, re.split("[ ,]", start))
    yield x, y
    for step in steps:
        x, y = (x + int(step[1:]), y) if step[0] == "h" else (x, y + int(step[1:]))
        yield x, y


def test_the_codes_of_the_visiting_sheets_lead_to_the_pages(
    done: Supervision, findings: list[dict[str, Any]], sample: World
) -> None:
    """Each is read back, and there is such a page on the site."""
    sheets = (done.folder / "走访单.html").read_text(encoding="utf-8")
    drawn = re.findall(r'viewBox="0 0 (\d+) \d+".*?fill-rule="evenodd" d="([^"]+)"', sheets)
    read = [[code.text for code in zxingcpp.read_barcodes(draw(path, int(side)))] for side, path in drawn]
    root = "https://gk.example.cn/"
    told = {each["village"][6:] + "/" + each["path"] for each in findings if each["level"] != "提示" and each["path"]}
    assert len(read) >= 5
    assert all(len(addresses) == 1 for addresses in read)
    assert {address for (address,) in read} == {root + path for path in told if sample.has(path)}
    assert {path for path in told if not sample.has(path)} == {"103205/201/2026q2/"}  # never reviewed: no page, no code


def test_the_report_says_which_step_is_next(done: Supervision) -> None:
    page = (done.folder / "监督报告.html").read_text(encoding="utf-8")
    assert "2026年10月19日 前核查" in page
    assert not re.search(r"(src|href)=.https?:|url\(|<script", page)
