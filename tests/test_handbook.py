"""The clerk's handbook does what it says: every command in it is run, every answer is the program's own.

``UPDATE=1 .venv/bin/python -m pytest tests/test_handbook.py`` writes the answers into the chapters again.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen import cli, overlay
from sitegen.outputs.handbook import Block, make_handbook, parse_chapter
from sitegen.starting import write_county

BOOK = overlay.find_handbook()
CHAPTERS = sorted(BOOK.glob("*.md"))
FROM_THE_EXAMPLE = "<!-- 从起步的文件夹开始 -->"
TODAY = date(2026, 10, 12)


class Today(date):
    """The day on which the handbook's stories happen."""

    @classmethod
    def today(cls) -> date:  # type: ignore[override]
        return TODAY


class Desk:
    """A clerk's desk: a folder, and what the computer said last."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.said = folder, ""

    def do(self, block: Block) -> str:
        """What stands in the block after doing what it says."""
        if block.kind == "运行":
            self.said = "".join(self.run(line) for line in block.text.splitlines())
        elif block.kind == "文件":
            (self.folder / block.path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / block.path).write_text(block.text, encoding="utf-8")
        elif block.kind == "改":
            self.change(self.folder / block.path, block.text)
        return self.said if block.kind == "显示" else block.text

    def run(self, line: str) -> str:
        """What the program says to a line typed."""
        program, *words = line.split()
        assert program == "sitegen", line
        result = CliRunner(env={"NO_COLOR": "1"}).invoke(cli.main, words)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.output

    def change(self, path: Path, text: str) -> None:
        """Lines that begin with - become those that begin with +."""
        lines = text.splitlines()
        old = "\n".join(line[1:] for line in lines if line.startswith("-"))
        new = "\n".join(line[1:] for line in lines if line.startswith("+"))
        written = path.read_text("utf-8")
        assert written.count(old) == 1, f"{old!r} stands {written.count(old)} times in {path}"
        path.write_text(written.replace(old, new), encoding="utf-8")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(cli, "date", Today)
    yield


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("path", CHAPTERS, ids=[path.stem for path in CHAPTERS])
def test_every_step_is_taken_and_every_answer_is_true(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = path.read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    if FROM_THE_EXAMPLE in text:
        write_county(tmp_path, TODAY)
    desk = Desk(tmp_path)
    told = text
    for block in parse_chapter(path.stem, text).blocks:
        if block.kind == "text":
            continue
        now = desk.do(block)
        if block.kind == "显示" and not is_told(now, block.text):
            assert "……" not in block.text, f"the program says:\n{now}"
            told = told.replace(f"```显示\n{block.text}```", f"```显示\n{now.rstrip()}\n```", 1)
    if os.environ.get("UPDATE") == "1":
        path.write_text(told, encoding="utf-8")
    assert told == text, "run: UPDATE=1 .venv/bin/python -m pytest tests/test_handbook.py"


def is_told(said: str, block: str) -> bool:
    """The answer to the letter; a line of …… stands for lines that are left out."""
    pieces = (re.escape(piece) for piece in block.rstrip().split("……\n"))
    return re.fullmatch(r"(?:.*\n)*".join(pieces), said.rstrip()) is not None


def test_the_handbook_is_made_by_the_program_itself(tmp_path: Path) -> None:
    assert CliRunner().invoke(cli.main, ["手册", "-C", str(tmp_path)]).exit_code == 0
    index = (tmp_path / "build/handbook/index.html").read_text("utf-8")
    for path in CHAPTERS:
        assert f'href="{path.stem}.html"' in index
    for page in (tmp_path / "build/handbook").glob("*.html"):
        html = page.read_text("utf-8")
        for target in re.findall(r'(?:src|href)="([^"#]+)', html):
            assert (tmp_path / "build/handbook" / target).is_file(), f"{page.name} → {target}"
        assert "```" not in html
        assert "<!--" not in html


def test_what_a_chapter_says_is_escaped_where_it_is_no_prose() -> None:
    theme = {
        f"handbook/{name}": (overlay.find_themes() / "plain/handbook" / name).read_text("utf-8")
        for name in ("page.html", "style.css")
    }
    text = "# 题目\n\n头一段。\n\n```文件 a.yaml\n摘要: <b>&\n```\n\n```改 a.yaml\n-旧\n+新\n```\n"
    page = make_handbook({"01": text}, theme)["01.html"].decode()
    assert "摘要: &lt;b&gt;&amp;" in page
    assert "<del>旧</del>" in page
    assert "<ins>新</ins>" in page
