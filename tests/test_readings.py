"""``check -v``: what was understood without a word, at its place; everything that is not written as it is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.cli import main
from sitegen.load.readings import find_reading
from sitegen.load.values import parse
from sitegen.model.catalogue import Kind
from sitegen.model.period import quarter
from tests.worlds import CASH, FOLDER, county, small_county

PATH = f"villages/{FOLDER}/2026/2026年3季度.yaml"


def run(root: Path, *options: str) -> tuple[str, str]:
    result = CliRunner().invoke(main, ["-C", str(root), "--today", "2026-10-12", *options])
    return result.stdout, result.stderr


def test_each_reading_is_named_at_its_place(tmp_path: Path) -> None:
    small_county(tmp_path)
    _, said = run(tmp_path, "check", "-v")
    assert f"{PATH}:8:12: 提示 DATE-READ  “7月3日”读成 2026-07-03" in said
    assert f"{PATH}:11:46: 提示 AMT-READ  “8,600.00”读成 8600.00" in said
    assert "   11 |     7月15日 | 记-014" in said
    assert "12000" not in said.replace("金额: 12000", "")
    assert "READ" not in run(tmp_path, "check")[1]


def test_in_english_and_for_programs(tmp_path: Path) -> None:
    small_county(tmp_path)
    assert "note DATE-READ  “7月3日” was read as 2026-07-03" in run(tmp_path, "--lang", "en", "check", "-v")[1]
    lines = [json.loads(line) for line in run(tmp_path, "--json", "check", "-v")[0].splitlines() if "READ" in line]
    assert {line["severity"] for line in lines} == {"info"}
    assert ("DATE-READ", 8, 12, 16) in {
        (line["code"], line["line"], line["column"], line["end_column"]) for line in lines
    }


def test_head_profile_registers_and_the_file_itself(tmp_path: Path) -> None:
    world = county(tmp_path).village()
    text = (
        CASH.lstrip()
        .replace("2026年3季度", "2026年第三季度")
        .replace("公开日期: 2026-10-12", "公开日期: 2026年10月12日")
    )
    world.write(PATH, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    world.change(f"villages/{FOLDER}/村情.yaml", "户数: 287", "户数: ２８７户")
    _, said = run(tmp_path, "check", "-v")
    assert "PER-READ  期间“2026年第三季度”读成 2026年3季度" in said
    assert "DATE-READ  “2026年10月12日”读成 2026-10-12" in said
    assert "AMT-READ  “２８７户”读成 287" in said
    assert "ENC-READ  文件开头有一个记号" in said
    assert "ENC-READ  行尾是 Windows 的写法" in said


@pytest.mark.parametrize(
    ("kind", "text", "understood"),
    [
        ("money", "1.2万元", "12000.00"), ("money", "8600", ""), ("money", "8600.5", ""), ("money", "¥300", "300.00"),
        ("date", "2026-07-03", ""), ("date", "7月3日", "2026-07-03"), ("yesno", "√", "是"), ("yesno", "是", ""),
        ("share", "40%", ""), ("share", "４０％", "40%"), ("count", "46人", "46"), ("number", "1,200.5", "1200.5"),
        ("telephone", "（0000）8812345", "0000-8812345"), ("text", "修沟", ""), ("month", "2026-07", "2026年7月"),
    ],
)  # fmt: skip
def test_only_what_is_written_otherwise(kind: Kind, text: str, understood: str) -> None:
    value, problem = parse(kind, text, period=quarter(2026, 3))
    assert problem is None
    assert find_reading(kind, text, value)[1] == understood
