"""The way of a finding from run to run: noted, explained, gone, back again; and what may never leave the private root."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sitegen.model.site import Parts
from tests.planted import NO_ROWS, PROFILE, Q3, contract
from tests.planted_more import people
from tests.test_cli import run
from tests.worlds import FOLDER, World, county

TODAY = "2026-10-12"
RESULTS = ("rectify_overdue", "rectify_reopened")
"""Rules about results, planted below by going the whole way."""
VILLAGE = PROFILE.format(address="103201")


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = county(tmp_path / "县").village(VILLAGE)
    for path, text in {**contract(ends="2026-06-30"), **NO_ROWS}.items():
        made.write(f"villages/{FOLDER}/{path}", text)
    return made


def supervise(world: World, *words: str, day: str = TODAY) -> Any:
    private = world.root.parent / "内部"
    return run("supervise", "-C", world.root, "--private", private, "--today", day, *words)


def report(world: World, day: str = TODAY) -> dict[str, Any]:
    text = (world.root.parent / f"内部/报告/{day}/监督报告.json").read_text(encoding="utf-8")
    record: dict[str, Any] = json.loads(text)
    return record


def only(world: World, day: str = TODAY) -> dict[str, Any]:
    (finding,) = report(world, day)["findings"]
    return dict(finding)


def note(world: World, number: str, state: str, who: str, day: str = TODAY) -> Any:
    return supervise(world, "note", number, state, "--by", who, "--words", f"{state}了", day=day)


def digests(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


# ---- the loop --------------------------------------------------------------------------------------------------------


def test_a_finding_goes_its_way_and_lines_do_not_matter(world: World) -> None:
    assert supervise(world).exit_code == 0
    first = only(world)
    assert (first["rule"], first["state"], first["due"]) == ("contract_expired", "预警", "2026-10-19")
    noted = note(world, first["number"], "核查", "镇农经站甲")
    assert noted.stdout.strip().endswith("记下了：核查。下一步：整改、说明、消除，2026年11月2日 前")
    path = f"villages/{FOLDER}/登记/资源合同.yaml"
    world.write(path, "# 挪了一行\n" + (world.root / path).read_text(encoding="utf-8"))
    assert supervise(world, day="2026-10-20").exit_code == 0
    later = only(world, "2026-10-20")
    assert later["number"] == first["number"]
    assert later["line"] == first["line"] + 1
    assert (later["state"], later["since"]) == ("核查", TODAY)


def test_steps_out_of_order_and_self_confirmation_are_refused(world: World) -> None:
    supervise(world)
    number = only(world)["number"]
    refused = note(world, number, "销号", "镇农经站甲")
    assert refused.exit_code == 2
    assert "下一步只能是：核查、说明" in refused.stderr
    assert note(world, number, "说明", "村书记乙").exit_code == 0
    assert "不能自己说明自己消除" in note(world, number, "消除", "村书记乙").stderr
    assert note(world, number, "消除", "镇农经站甲").exit_code == 0
    assert "没有编号" in note(world, "ZZZZZZZZ", "核查", "甲").stderr


def go(world: World, number: str, *steps: str, day: str = TODAY) -> None:
    """Note steps, taken by the village where it asks and by the township where it confirms."""
    for state in steps:
        assert note(world, number, state, "村书记乙" if state == "申请销号" else "镇农经站甲", day).exit_code == 0, (
            state
        )


def test_a_mending_that_takes_too_long_is_a_doubt_of_its_own(world: World) -> None:
    supervise(world)
    first = only(world)
    go(world, first["number"], "核查", "整改")
    supervise(world, day="2026-11-20")
    assert only(world, "2026-11-20")["rule"] == "contract_expired"
    supervise(world, day="2026-12-15")
    expired, late = sorted(report(world, "2026-12-15")["findings"], key=lambda each: str(each["rule"]))
    assert (expired["rule"], late["rule"]) == ("contract_expired", "rectify_overdue")
    assert (
        f"{first['number']}（合同到期未处置）停在“整改”，应在 2026年11月23日 前办下一步，已超 22 天" in late["sentence"]
    )
    assert (late["file"], late["line"]) == (first["file"], first["line"])


def test_what_is_found_again_after_it_was_closed_comes_back(world: World) -> None:
    supervise(world)
    first = only(world)
    go(world, first["number"], "核查", "整改", "申请销号", "验收", "销号")
    supervise(world, day="2026-10-13")
    back = next(each for each in report(world, "2026-10-13")["findings"] if each["rule"] == "rectify_reopened")
    assert (back["level"], back["line"]) == ("重点疑点", first["line"])
    assert "2026年10月12日 销号，这次又查出来：" in back["sentence"]


def test_what_was_mended_and_closed_stays_closed(world: World) -> None:
    supervise(world)
    number = only(world)["number"]
    go(world, number, "核查", "整改", "申请销号", "验收", "销号")
    world.change(f"villages/{FOLDER}/登记/资源合同.yaml", "到期: 2026-06-30", "到期: 2026-06-30\n  终止: 2026-06-30")
    supervise(world, day="2026-10-13")
    assert report(world, "2026-10-13")["findings"] == []


def test_an_explanation_stays_on_record_and_closes_until_the_matter_changes(world: World) -> None:
    supervise(world)
    number = only(world)["number"]
    note(world, number, "说明", "村书记乙")
    note(world, number, "消除", "镇农经站甲")
    supervise(world, day="2026-11-12")
    finding = only(world, "2026-11-12")
    assert (finding["state"], finding["explanation"], finding["overdue"]) == ("消除", "说明了", False)
    page = (world.root.parent / "内部/报告/2026-11-12/监督报告.html").read_text(encoding="utf-8")
    assert "说明的时候是" in page  # the days past the end have grown: look at the explanation again


def test_a_cause_that_is_gone_is_said(world: World) -> None:
    supervise(world)
    number = only(world)["number"]
    world.change(f"villages/{FOLDER}/登记/资源合同.yaml", "到期: 2026-06-30", "到期: 2026-06-30\n  终止: 2026-06-30")
    supervise(world, day="2026-10-13")
    assert report(world, "2026-10-13")["findings"] == []
    assert [each["number"] for each in report(world, "2026-10-13")["gone"]] == [number]


def test_overdue_steps_come_first(world: World) -> None:
    supervise(world)
    supervise(world, day="2026-10-30")
    assert only(world, "2026-10-30")["overdue"]
    assert "办理超期 1" in supervise(world, day="2026-10-30").stdout


def test_a_hint_waits_until_somebody_takes_it_up(world: World) -> None:
    """Else everything that is only worth a glance would be overdue after a week, and hide what is."""
    world.change(f"villages/{FOLDER}/登记/资源合同.yaml", "到期: 2026-06-30", "到期: 2026-12-01")
    supervise(world)
    hint = only(world)
    assert (hint["level"], hint["due"]) == ("提示", None)
    supervise(world, day="2026-10-30")
    assert not only(world, "2026-10-30")["overdue"]
    note(world, hint["number"], "核查", "镇农经站甲")
    supervise(world, day="2026-11-20")
    taken = only(world, "2026-11-20")
    assert (taken["due"], taken["overdue"]) == ("2026-11-02", True)


def test_the_visiting_sheet_shows_what_to_look_at_and_a_code_to_the_public_page(world: World) -> None:
    supervise(world)
    sheet = (world.root.parent / f"内部/报告/{TODAY}/走访单.html").read_text(encoding="utf-8")
    assert "现在谁在用，租金交到哪天" in sheet
    assert (
        sheet.count("<svg") == sheet.count('<path fill-rule="evenodd"') == 1
    )  # a contour with holes: filled, no decoder reads it
    (finding,) = report(world)["findings"]
    assert finding["path"] == "141/1/"


def test_the_workbook_holds_the_three_lists(world: World) -> None:
    supervise(world)
    note(world, only(world)["number"], "核查", "镇农经站甲")
    supervise(world)
    book = openpyxl.load_workbook(world.root.parent / f"内部/报告/{TODAY}/监督清单.xlsx")
    assert book.sheetnames == ["问题清单", "责任清单", "整改清单", "规则"]
    assert [cell.value for cell in book["整改清单"][2]][:5] == [
        only(world)["number"],
        "清溪村",
        "合同到期未处置",
        "核查",
        "核查了",
    ]
    duty = dict(
        zip((cell.value for cell in book["责任清单"][1]), (cell.value for cell in book["责任清单"][2]), strict=True)
    )
    assert (duty["下一步"], duty["责任单位"]) == ("整改、说明、消除", "清溪村")


def test_what_was_mended_stays_on_the_list_of_mendings(world: World) -> None:
    supervise(world)
    number = only(world)["number"]
    go(world, number, "核查", "整改", "申请销号", "验收", "销号")
    world.change(f"villages/{FOLDER}/登记/资源合同.yaml", "到期: 2026-06-30", "到期: 2026-06-30\n  终止: 2026-06-30")
    supervise(world, day="2026-10-13")
    sheet = openpyxl.load_workbook(world.root.parent / "内部/报告/2026-10-13/监督清单.xlsx")["整改清单"]
    mended = dict(zip((cell.value for cell in sheet[1]), (cell.value for cell in sheet[2]), strict=True))
    assert (mended["编号"], mended["规则"], mended["状态"], mended["这次"]) == (
        number,
        "合同到期未处置",
        "销号",
        "没有再查出",
    )
    assert (mended["措施"], mended["验收人"]) == ("整改了", "镇农经站甲")


def test_only_what_changed_is_loaded_again(world: World) -> None:
    other = "990106103202-梨园村"
    world.village(PROFILE.format(address="103202"), other)
    world.write(f"villages/{other}/登记/资源合同.yaml", contract(ends="2026-06-30")["登记/资源合同.yaml"])
    assert "看了 2 个村（重读 2 个）" in supervise(world).stdout
    assert "看了 2 个村（重读 0 个）" in supervise(world).stdout
    world.change(f"villages/{other}/登记/资源合同.yaml", "到期: 2026-06-30", "到期: 2026-07-31")
    assert "看了 2 个村（重读 1 个）" in supervise(world).stdout
    said = [each["sentence"] for each in report(world)["findings"] if each["rule"] == "contract_expired"]
    assert [("2026年6月30日到期" in each, "2026年7月31日到期" in each) for each in said] == [
        (True, False),
        (False, True),
    ]
    shutil.rmtree(world.root / "villages" / other)
    assert "看了 1 个村（重读 0 个）" in supervise(world).stdout
    assert only(world)["village"] == FOLDER[:12]


# ---- nothing leaks ----------------------------------------------------------------------------------------------------


def test_the_county_folder_is_only_read(world: World) -> None:
    before = digests(world.root)
    supervise(world)
    note(world, only(world)["number"], "核查", "镇农经站甲")
    run("late", "-C", world.root, "--private", world.root.parent / "内部", "--today", TODAY)
    assert digests(world.root) == before


def test_what_stands_under_the_private_root_stands_in_nothing_that_is_made(world: World) -> None:
    canary = "金丝雀四二七"
    supervise(world)
    number = only(world)["number"]
    supervise(world, "note", number, "核查", "--by", canary, "--words", canary)
    supervise(world)
    inside = b"".join(path.read_bytes() for path in (world.root.parent / "内部/办理").rglob("*.yaml"))
    assert canary.encode() in inside
    world.build(parts=Parts())
    run("print", "tags", "-C", world.root, "--proof", "--today", TODAY)
    for path in world.root.rglob("*"):
        if path.is_file():
            assert canary.encode() not in path.read_bytes(), path
            assert number.encode() not in path.read_bytes(), path


@pytest.mark.parametrize("given", ["县/内部", ".", "库/内部"])
def test_a_private_root_that_could_leak_is_refused(world: World, given: str) -> None:
    (world.root.parent / "库/.git").mkdir(parents=True)
    refused = run("supervise", "-C", world.root, "--private", world.root.parent / given, "--today", TODAY)
    assert refused.exit_code == 2
    assert "SYS-PRIVATE" in refused.stderr
    assert not (world.root / "内部").exists()


def test_a_private_root_must_be_named(world: World) -> None:
    refused = run("supervise", "-C", world.root, "--today", TODAY)
    assert refused.exit_code == 2
    assert "内部文件夹" in refused.stderr


# ---- the only way out ---------------------------------------------------------------------------------------------------


def test_release_writes_one_neutral_sentence_and_only_of_what_is_verified(world: World) -> None:
    supervise(world)
    number = only(world)["number"]
    refused = supervise(world, "release", number)
    assert refused.exit_code == 2
    assert "还没有核实" in refused.stderr
    note(world, number, "核查", "镇农经站甲")
    note(world, number, "整改", "镇农经站甲")
    assert supervise(world, "release", number).exit_code == 0
    written = (world.root / "cases/990106103201.yaml").read_text(encoding="utf-8")
    assert "“东塘承包”合同2026年6月30日已到期，正在处理。" in written
    assert "王大河" not in written
    assert number not in written
    assert world.build().errors == [], world.console()
    assert "合同2026年6月30日已到期，正在处理" in world.page("/103201/ask/").text


ASKED = "- 编号: 2026-001\n  提出: 2026-10-10\n  问题: 路灯什么时候修\n  经过:\n    - {步骤: 受理, 日期: 2026-10-10, 内容: 收到}"


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"], ids=["none", "LF", "CRLF"])
def test_release_keeps_every_line_of_the_questions_that_stand_there(world: World, ending: str) -> None:
    cases = world.write("cases/990106103201.yaml", ASKED + ending).root / "cases/990106103201.yaml"
    supervise(world)
    number = only(world)["number"]
    note(world, number, "核查", "镇农经站甲")
    note(world, number, "整改", "镇农经站甲")
    assert supervise(world, "release", number).exit_code == 0
    written = cases.read_bytes().decode()
    assert written.startswith(ASKED + ending)
    assert "- 编号: 2026-002" in written
    assert world.build().errors == [], world.console()
    cases.write_bytes(ASKED.encode("gb18030"))
    refused = supervise(world, "release", number)
    assert (refused.exit_code, cases.read_bytes()) == (2, ASKED.encode("gb18030"))
    assert "不是 UTF-8" in refused.stderr


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("王大河的合同到期了", "不能写“王大河”的名字"),
        ("查出疑点一处", "不能写在公开的地方"),
        ("请打13800138000", "里面有号码"),
        ("钱小满家的租金正在核对", "不能写“钱小满”的名字"),
        ("何秀兰经手的租金正在核对", "不能写“何秀兰”的名字"),
        ("谭维军家的低保正在核对", "不能写“谭维军”的名字"),
    ],
)
def test_release_refuses_names_numbers_and_verdicts(world: World, words: str, why: str) -> None:
    rows = people("最低生活保障", "序号|户主|村民小组|人口|金额", "1|谭维军|1组|2|500")
    world.write(f"villages/{FOLDER}/{Q3}", rows)
    supervise(world)
    number = only(world)["number"]
    note(world, number, "核查", "镇农经站甲")
    note(world, number, "整改", "镇农经站甲")
    listed = world.root.parent / "内部/名单/死亡.csv"
    listed.parent.mkdir()
    listed.write_text("姓名,村,死亡日期\n钱小满,,2026-01-01\n", encoding="utf-8")
    refused = supervise(world, "release", number, "--words", words)
    assert refused.exit_code == 2
    assert why in refused.stderr
    assert not (world.root / "cases").exists()


# ---- late --------------------------------------------------------------------------------------------------------------


def test_late_says_who_has_not_published_what(world: World) -> None:
    world.village(VILLAGE + "起始: 2026年3季度\n")
    result = run("late", "-C", world.root, "--today", "2026-10-20", "--out", world.root.parent / "迟报.xlsx")
    assert "1 个村里有 1 个村还有没公开的" in result.stdout
    assert "清溪村：2026年3季度的" in result.stdout
    assert "资金收支" in result.stdout
    assert (world.root.parent / "迟报.xlsx").read_bytes()[:2] == b"PK"
    refused = run("late", "-C", world.root, "--today", TODAY, "--out", world.root / "迟报.xlsx")
    assert refused.exit_code == 2
