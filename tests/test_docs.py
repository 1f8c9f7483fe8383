"""Documents are held by tests: commands, formats, pictures and decisions are as they say."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from sitegen.cli import main
from sitegen.load import cases, profile, settings
from sitegen.load.items import COLUMN_KEYS, ITEM_KEYS
from sitegen.load.published import LINK_HEADER
from sitegen.model.catalogue import FREQUENCY_WORDS, GROUPS, KIND_WORDS, OUTPUT_WORDS, PART_KEYS, SHAPE_WORDS
from tests.worlds import small_county

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FORMATS = (ROOT / "docs/formats.md").read_text(encoding="utf-8")


def commands() -> dict[str, click.Command]:
    return {name: command for name, command in main.commands.items() if not command.hidden}


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_has_help_and_stands_in_the_readme(name: str) -> None:
    assert commands()[name].help or commands()[name].short_help
    assert f"`sitegen {name}" in README


def test_every_command_of_the_readme_exists() -> None:
    named = set(re.findall(r"^sitegen (\w+)|`sitegen (\w+)", README, re.MULTILINE))
    assert {word for pair in named for word in pair if word} - {"检查"} <= set(main.commands)


def test_files_the_readme_points_to_exist() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_readmes_ledger_is_a_good_one(tmp_path: Path) -> None:
    block = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert block
    ledger = block[1].replace("128350.20", "128350.20").replace("131750.20", "131750.20")
    head = "期间: 2026年3季度\n公开日期: 2026-10-12\n审核: [{村监会: 2026-10-10 同意}]\n"
    world = small_county(tmp_path).publication(head + ledger).build()
    assert world.codes == []


def test_the_readmes_mistake_is_what_the_program_says(tmp_path: Path) -> None:
    block = re.search(r"```\n(villages/.*?)```", README, re.DOTALL)
    assert block
    path = "villages/990106103201-清溪村/2026/2026年3季度.yaml"
    world = small_county(tmp_path).change(path, "8,600.00", "一万二").build()
    assert world.console("AMT-TEXT") == block[1].rstrip()


@pytest.mark.parametrize(
    "words",
    [settings._KEYS, profile._PROFILE_KEYS, PART_KEYS, ITEM_KEYS, tuple(COLUMN_KEYS), LINK_HEADER, GROUPS, cases._STEPS]
    + [tuple(each) for each in (KIND_WORDS, OUTPUT_WORDS, SHAPE_WORDS, FREQUENCY_WORDS)],
    ids=lambda words: words[0],
)
def test_formats_names_every_key(words: tuple[str, ...]) -> None:
    assert [word for word in words if word not in FORMATS] == []


def test_formats_names_every_json_key() -> None:
    for key in ("code", "severity", "file", "line", "column", "end_column", "cell", "message", "hint"):
        assert f"`{key}`" in FORMATS


def test_decisions_are_numbered_and_short() -> None:
    files = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
    numbers = [int(file.name[:3]) for file in files]
    assert numbers == sorted(set(numbers))  # numbers are given out before papers are written: gaps are no mistake
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert text.startswith(f"# {file.name[:3]} ")
        assert len(text.splitlines()) < 40


def test_the_documents_name_no_machine() -> None:
    for file in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")):
        assert not re.search(r"(?<![\w.])/(work|root|home|tmp)/", file.read_text(encoding="utf-8")), file


def test_every_goal_of_a_page_has_what_holds_it() -> None:
    lines = re.findall(
        r"^\| (\d+) \| .+? \| `([^`:]+)(?:::(\w+))?`",
        (ROOT / "docs/phone-goals.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert [int(number) for number, _, _ in lines] == list(range(1, 41))
    for _, file, name in lines:
        text = (ROOT / file).read_text(encoding="utf-8")
        assert not name or f"def {name}(" in text, (file, name)
        assert name or file.startswith("bench/"), file
