"""A new county from nothing: init, check, build; a village; forms of all items."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sitegen.cli import main
from sitegen.load.catalogue import load_catalogue
from sitegen.load.files import read_county
from sitegen.starting import write_county
from tests.worlds import CASH, small_county

TODAY = "2026-11-23"
ROOT = Path(__file__).parent.parent
FOLDER = "villages/990106103201-清溪村"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def codes_in(text: str) -> set[str]:
    return set(re.findall(r": (?:错误|提醒|提示) ([A-Z]+-[A-Z]+)", text))


def item_names() -> list[str]:
    files = read_county(ROOT / "tests")  # no county: the built-in catalogue only
    return [item.name for item in load_catalogue(files.built_in_catalogue, files.presets, {})[0].items]


@pytest.mark.parametrize("today", ["2026-01-05", "2026-03-31", "2026-11-23", "2027-04-12", "2028-02-29"])
def test_a_new_county_checks_and_builds(tmp_path: Path, today: str) -> None:
    county = tmp_path / "青石县"
    assert run("起步", county, "--today", today).exit_code == 0
    checked = run("检查", "-C", county, "--today", today)
    assert checked.exit_code == 0, checked.stderr
    built = run("构建", "-C", county, "--today", today, "--only", "pages")
    assert built.exit_code == 0, built.stderr
    page = (county / "build/site/103201/021/index.html").read_text("utf-8")
    assert "清溪村" in page


def test_nothing_is_left_to_be_mended(tmp_path: Path) -> None:
    run("init", tmp_path, "--today", TODAY)
    assert run("check", "-C", tmp_path, "--today", TODAY, "--strict").exit_code == 0


def test_no_placeholder_is_left(tmp_path: Path) -> None:
    for path in write_county(tmp_path, date(2026, 11, 23)):
        assert "{" not in path.name
        assert not any(
            f"{{{name}}}" in path.read_text("utf-8")
            for name in ("期间", "公开日期", "审核日期", "月一", "月二", "月三")
        )


@pytest.mark.parametrize(("name", "command"), [("检查", " check"), ("预览", " serve"), ("菜单", "")])
def test_windows_starters_are_plain_and_stay_open(tmp_path: Path, name: str, command: str) -> None:
    """What cmd.exe reads before ``chcp`` has to be ASCII with its own line ends."""
    write_county(tmp_path, date(2026, 11, 23))
    data = (tmp_path / f"{name}.bat").read_bytes()
    assert b"install sitegen" not in data, "of that name there is a stranger in the package index"
    text = data.decode("ascii")
    assert data.count(b"\n") == data.count(b"\r\n")
    lines = text.splitlines()
    assert lines[0] == "@echo off"
    assert lines.index("chcp 65001 >nul") < lines.index('cd /d "%~dp0"') < lines.index(f"sitegen{command}")
    assert lines[-1] == "pause"
    targets = {line.split("goto ")[1] for line in lines if "goto " in line}
    assert targets == {line[1:] for line in lines if line.startswith(":")} | {"end"}


def test_every_field_of_the_example_is_explained(tmp_path: Path) -> None:
    write_county(tmp_path, date(2026, 11, 23))
    for name in ("sitegen.yaml", f"{FOLDER}/村情.yaml", f"{FOLDER}/2026/2026年3季度.yaml"):
        assert (tmp_path / name).read_text("utf-8").count("#") >= 5


def test_init_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "sitegen.yaml").write_text("名称: 我的", encoding="utf-8")
    result = run("init", tmp_path)
    assert result.exit_code == 2
    assert "已经有了" in result.stderr
    assert (tmp_path / "sitegen.yaml").read_text("utf-8") == "名称: 我的"
    assert [path.name for path in tmp_path.iterdir()] == ["sitegen.yaml"]


def test_a_new_village_loads(tmp_path: Path) -> None:
    run("init", tmp_path, "--today", TODAY)
    assert run("新建", "村", "990106103202", "下塘村", "-C", tmp_path).exit_code == 0
    result = run("check", "下塘村", "-C", tmp_path, "--today", TODAY)
    assert result.exit_code == 0, result.stderr
    assert run("new", "village", "990106103202", "下塘村", "-C", tmp_path).exit_code == 2
    assert run("new", "village", "990107103202", "中塘村", "-C", tmp_path).exit_code == 2  # the same address number
    assert run("new", "village", "12", "短村", "-C", tmp_path).exit_code == 2
    assert run("new", "village", "990106103203", "../外", "-C", tmp_path).exit_code == 2


def test_the_last_closing_is_the_next_opening(tmp_path: Path) -> None:
    small_county(tmp_path)
    result = run("new", "资金收支", "--period", "2026q4", "-C", tmp_path, "--today", TODAY)
    assert result.exit_code == 0, result.stderr
    text = (tmp_path / FOLDER / "2026/2026年4季度.yaml").read_text("utf-8")
    assert "期初余额: 4400.00 " in text
    assert "\n期间: 2026年4季度\n" in text


def test_each_account_carries_its_own_balance(tmp_path: Path) -> None:
    run("init", tmp_path, "--today", TODAY)
    run("new", "资金收支", "--period", "2026q4", "-C", tmp_path, "--today", TODAY)
    text = (tmp_path / FOLDER / "2026/2026年4季度.yaml").read_text("utf-8")
    cooperative = text[text.index("账套: 集体经济组织") :]
    assert "期初余额: 131750.20" in cooperative
    assert "期初余额: 7339.50" in text.replace(cooperative, "")


def test_a_form_is_written_once(tmp_path: Path) -> None:
    small_county(tmp_path)
    before = (tmp_path / FOLDER / "2026/2026年3季度.yaml").read_bytes()
    result = run("new", "资金收支", "--period", "2026q3", "-C", tmp_path, "--today", TODAY)
    assert result.exit_code == 2
    assert "已经有“资金收支”了" in result.stderr
    assert run("new", "社会捐赠", "--period", "2026q3", "-C", tmp_path, "--today", TODAY).exit_code == 0
    assert (tmp_path / FOLDER / "2026/2026年3季度.yaml").read_bytes() == before
    assert (tmp_path / FOLDER / "2026/2026年3季度-补.yaml").is_file()
    assert run("new", "社会捐赠", "--period", "2026q3", "-C", tmp_path, "--today", TODAY).exit_code == 2


def test_what_nobody_has_reviewed_yet_is_added_to(tmp_path: Path) -> None:
    small_county(tmp_path)
    run("new", "社会捐赠", "--period", "2026q4", "-C", tmp_path, "--today", TODAY)
    first = (tmp_path / FOLDER / "2026/2026年4季度.yaml").read_text("utf-8")
    run("new", "资金收支", "--period", "2026q4", "-C", tmp_path, "--today", TODAY)
    assert (tmp_path / FOLDER / "2026/2026年4季度.yaml").read_text("utf-8").startswith(first)


def test_a_whole_period_has_everything_that_is_due(tmp_path: Path) -> None:
    small_county(tmp_path)
    result = run("新建", "季度", "--村", "清溪村", "--期间", "2026年4季度", "-C", tmp_path, "--today", "2027-01-05")
    assert result.exit_code == 0, result.stderr
    text = (tmp_path / FOLDER / "2026/2026年4季度.yaml").read_text("utf-8")
    assert "草稿: 是" in text
    assert "    期初余额: 4400.00" in text.replace("  期初", "    期初")
    assert "# 社会捐赠: 本期无发生" in text
    checked = run("check", "-C", tmp_path, "--today", "2027-01-05")
    assert checked.exit_code == 0, checked.stderr
    assert codes_in(checked.stderr) <= {"KEY-FILL", "KEY-DRAFT"}
    again = run("new", "quarter", "--period", "2026q4", "-C", tmp_path, "--today", "2027-01-05")
    assert again.exit_code == 2
    assert "该公开的都已经写了" in again.stderr


def test_what_the_last_periods_had_in_common_is_offered(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    rows = "    9月1日 | 记-020 | 管理费用 | 电费 | 供电所 | 80.50\n"
    world.publication(CASH.replace("  期末余额: 4400.00", f"{rows}  期末余额: 4319.50"))
    earlier = CASH.replace("3季度", "2季度").replace("7月", "4月").replace("修复村东排水沟", "修路")
    earlier = earlier.replace("  期末余额: 4400.00", rows.replace("9月", "6月") + "  期末余额: 4319.50")
    world.publication(earlier, "2026/2026年2季度.yaml")
    run("new", "资金收支", "--period", "2026q4", "-C", tmp_path, "--today", "2027-01-05")
    text = (tmp_path / FOLDER / "2026/2026年4季度.yaml").read_text("utf-8")
    assert "#   __月__日 | __ | 管理费用 | 电费 | 供电所 | 80.50" in text
    assert "排水沟" not in text
    assert "#   __月__日 | __ | 经营收入 | 东塘承包费" in text


def test_records_get_the_next_number(tmp_path: Path) -> None:
    run("init", tmp_path, "--today", TODAY)
    assert run("new", "资源合同", "-C", tmp_path, "--today", TODAY).exit_code == 0
    assert "- 编号: 2\n" in (tmp_path / FOLDER / "登记/资源合同.yaml").read_text("utf-8")


@pytest.mark.parametrize("name", item_names())
def test_every_form_asks_only_to_be_filled_in(tmp_path: Path, name: str) -> None:
    """What is wrong with an empty form is that it is empty: nothing unknown, nothing malformed."""
    small_county(tmp_path)
    (tmp_path / FOLDER / "2026/2026年3季度.yaml").unlink()
    assert run("new", name, "-C", tmp_path, "--today", TODAY).exit_code == 0
    assert codes_in(run("check", "-C", tmp_path, "--today", TODAY).stderr) <= {"KEY-FILL", "KEY-DRAFT"}


def test_unknown_items_get_the_nearest_name(tmp_path: Path) -> None:
    small_county(tmp_path)
    result = run("new", "资金收入", "-C", tmp_path)
    assert result.exit_code == 2
    assert "KEY-ITEM" in result.stderr
    assert "资金收支" in run("new", "-C", tmp_path).stdout


def test_the_village_must_be_clear(tmp_path: Path) -> None:
    run("init", tmp_path, "--today", TODAY)
    run("new", "village", "990106103202", "下塘村", "-C", tmp_path)
    assert "写明是哪个村" in run("new", "社会捐赠", "-C", tmp_path, "--today", TODAY).stderr
    run("new", "village", "990106103203", "下塘村", "-C", tmp_path)
    named = run("new", "社会捐赠", "--village", "下塘村", "-C", tmp_path, "--today", TODAY)
    assert "有 2 个“下塘村”，写代码：--village 990106103202（990106103202、990106103203）" in named.stderr


def test_an_item_is_found_by_what_its_page_is_called(tmp_path: Path) -> None:
    run("init", tmp_path, "--today", TODAY)
    made = run("new", "钱账", "--village", "清溪村", "--period", "2026q4", "-C", tmp_path, "--today", "2027-01-05")
    assert made.exit_code == 0, made.stderr
    assert "资金收支:" in (tmp_path / FOLDER / "2026/2026年4季度.yaml").read_text("utf-8")


def test_what_is_still_a_draft_is_not_called_ready(tmp_path: Path) -> None:
    run("init", tmp_path, "--today", TODAY)
    run("new", "季度", "--村", "清溪村", "--期间", "2026年4季度", "-C", tmp_path, "--today", "2027-01-05")
    said = run("check", "-C", tmp_path, "--today", "2027-01-05").output
    assert re.search(r"\d+ 段还是草稿，先不公开。别的可以公布。", said), said
