"""Publishing: nothing changes quietly, nothing taken down comes back, mistakes keep the last published version."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from sitegen.checking import check
from sitegen.codes import to_canonical
from sitegen.load.remembered import find_lost_releases, write_memory
from sitegen.model.site import ALL_PARTS
from sitegen.publish import publish, rollback
from sitegen.verify import verify_records
from sitegen.withdrawing import withdraw
from tests.worlds import CASH, FOLDER, PROFILE, TODAY, World, small_county

QUARTER = f"villages/{FOLDER}/2026/2026年3季度.yaml"
LOG = "published/103201/log.jsonl"
EARLIER, LATER = date(2026, 10, 11), date(2026, 10, 13)
OVER = date(2026, 12, 1)
"""After the days for which names are posted."""
WORK = """\
误工补贴:
  误工: |
    日期    | 姓名   | 事由 | 天数 | 标准 | 金额
    7月19日 | 李有田 | 清渠 | 2    | 120  | 240
    7月20日 | 李有水 | 清渠 | 1    | 100  | 100
    7月21日 | 李有山 | 清渠 | 1    | 100  | 100
"""
CORRECTIONS = """\
  更正:
    - {日期: 2026-10-13, 类型: 公开表抄错, 位置: {表: 出账, 凭证号: 记-014, 栏: 金额},
       更正前: 8600, 更正后: 8700, 原因: 看错, 核对人: 村监会}
    - {日期: 2026-10-13, 类型: 公开表抄错, 位置: {栏: 期末余额}, 更正前: 4400, 更正后: 4300, 原因: 随上一处改, 核对人: 村监会}
"""


def published(root: Path) -> World:
    world = small_county(root)
    publish(root, root / "out", TODAY, 1)
    return world


def changed(world: World) -> World:
    return world.change(QUARTER, "8,600.00", "8,700.00").change(QUARTER, "4400.00", "4300.00")


def test_publishing_hands_over_the_site_and_keeps_a_record(tmp_path: Path) -> None:
    world = published(tmp_path)
    assert (tmp_path / "out/103201/021/index.html").read_text(encoding="utf-8") == world.page("/103201/021/").source
    line = json.loads((tmp_path / LOG).read_text(encoding="utf-8"))
    assert (line["item"], line["period"], line["part"], line["state"]) == ("021", "2026q3", "1", "published")
    stored = json.loads((tmp_path / "published/103201" / line["file"]).read_text(encoding="utf-8"))
    assert stored["figures"]["出账/记-014/金额"] == "860000"
    assert "公开过的数没有改过" in world.page("/103201/changes/").text


def test_publishing_twice_appends_nothing(tmp_path: Path) -> None:
    published(tmp_path)
    before = (tmp_path / LOG).read_bytes()
    assert publish(tmp_path, tmp_path / "out.zip", TODAY, 1).versions == ()
    assert (tmp_path / LOG).read_bytes() == before


def test_days_do_not_go_back_behind_the_last_release(tmp_path: Path) -> None:
    published(tmp_path)
    for done in (publish(tmp_path, tmp_path / "out", EARLIER, 1), rollback(tmp_path, tmp_path / "out", 1, EARLIER, 1)):
        assert (done.handed, [each.code for each in done.diagnostics]) == (None, ["SYS-EARLIER"])
    assert publish(tmp_path, tmp_path / "out", TODAY, 1).handed is not None


def test_names_whose_days_are_over_do_not_come_back_with_a_clock_that_is_wrong(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    world.write(QUARTER, (tmp_path / QUARTER).read_text(encoding="utf-8") + WORK)
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    world.build(today=LATER, parts=ALL_PARTS)
    assert "李*田".encode() in b"".join(world.files().values())
    publish(tmp_path, tmp_path / "out", OVER, 1)
    after = world.build(today=OVER, parts=ALL_PARTS).files()
    back = world.build(today=LATER, parts=ALL_PARTS)
    assert {path for path, data in back.files().items() if "李*田".encode() in data} == set()
    assert "公示期已满" in back.page("/103201/222/2026q3/").text
    assert back.files().keys() == after.keys()
    assert back.console("SYS-BACK").count("日期往回走了，公布过的村照 2026-12-01 那天的样子做") == 1
    assert "SYS-BACK" in world.build(today=LATER, parts=ALL_PARTS).codes, "also when there was nothing to be done"
    assert "SYS-BACK" not in world.build(today=OVER, parts=ALL_PARTS).codes
    assert world.files() == after


def test_a_withdrawal_with_a_clock_that_is_wrong_does_not_hide_the_last_release(tmp_path: Path) -> None:
    published(tmp_path)
    withdraw(tmp_path, "103201", "资金收支", "2026q3", "有人的名字", EARLIER)
    report = publish(tmp_path, tmp_path / "out", EARLIER, 1)
    assert [each.code for each in report.diagnostics] == ["SYS-EARLIER"]


def test_nothing_counts_as_published_while_the_site_is_held_back(tmp_path: Path) -> None:
    world = small_county(tmp_path).change("sitegen.yaml", "石桥镇人民政府", "石桥镇人民政府 13912345678")
    done = publish(tmp_path, tmp_path / "out", TODAY, 1)
    assert (done.handed, done.versions, (tmp_path / LOG).exists()) == (None, (), False)
    assert world.build().report.refused


def test_nothing_counts_as_published_where_it_cannot_be_handed_over(tmp_path: Path) -> None:
    small_county(tmp_path)
    (tmp_path / "out").write_bytes(b"no folder")
    with pytest.raises(OSError, match="out"):
        publish(tmp_path, tmp_path / "out" / "site.zip", TODAY, 1)
    assert not (tmp_path / LOG).exists()


def test_a_folder_that_cannot_be_opened_keeps_its_village_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = published(tmp_path)
    before = world.page("/103201/021/").source
    scandir, closed = os.scandir, tmp_path / f"villages/{FOLDER}/2026"

    def opened(path: str | Path | int = ".") -> object:
        if not isinstance(path, int) and Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", opened)
    assert [(each.code, each.place.file) for each in check(tmp_path, TODAY).diagnostics] == [
        ("SYS-READ", f"villages/{FOLDER}/2026/")
    ]
    assert "SYS-READ" in world.build().errors
    assert world.page("/103201/021/").source == before


def test_a_published_village_is_not_taken_away_quietly(tmp_path: Path) -> None:
    world = published(tmp_path)
    other = world.root / f"villages/{FOLDER}"
    other.rename(tmp_path / "kept")
    world.village(PROFILE.replace("103201", "103202"), "990106103202-下塘村")
    assert "COR-VILLAGE" in {each.code for each in check(tmp_path, TODAY).diagnostics}
    report = publish(tmp_path, tmp_path / "out.zip", TODAY, 1)
    assert report.handed is None
    assert [each.code for each in report.diagnostics if each.severity == "error"] == ["COR-VILLAGE"]
    assert (tmp_path / "build/site/103201/021/index.html").exists()
    former = '前身: [{代码: "990106103201", 地址号: "103201", 名称: 清溪村, 日期: 2026-10-01}]\n'
    world.village(PROFILE.replace("103201", "103202") + former, "990106103202-下塘村")
    assert publish(tmp_path, tmp_path / "out.zip", TODAY, 1).handed


@pytest.mark.parametrize("lines", [0, 1])
def test_what_was_published_is_not_forgotten_quietly(tmp_path: Path, lines: int) -> None:
    """Without its log, or the end of it, a figure could be changed and nobody would see it."""
    world = changed(published(tmp_path))
    world.write(QUARTER, (tmp_path / QUARTER).read_text(encoding="utf-8") + CORRECTIONS)
    assert publish(tmp_path, tmp_path / "out", LATER, 1).versions
    log = tmp_path / LOG
    whole = log.read_bytes()
    if lines:
        log.write_bytes(b"".join(whole.splitlines(keepends=True)[:lines]))
    else:
        shutil.rmtree(log.parent)
    assert world.build(today=LATER).errors == ["COR-CUT"]
    assert world.page("/103201/021/").key_figure == "8,700元"
    world.change(QUARTER, "8,700.00", "8,600.00").change(QUARTER, "4300.00", "4400.00").change(QUARTER, CORRECTIONS, "")
    for _ in range(2):
        assert "COR-CUT" in world.build(today=LATER).errors
        page = world.page("/103201/021/")
        assert page.key_figure == "8,700元" if lines else "资料有误，正在更正" in page.text
    assert "COR-CUT" in {each.code for each in check(tmp_path, LATER).diagnostics}
    assert "COR-CUT" in {each.code for each in verify_records(tmp_path, None)}
    report = publish(tmp_path, tmp_path / "out.zip", LATER, 1)
    assert (report.handed, report.versions) == (None, ())
    log.parent.mkdir(exist_ok=True)
    log.write_bytes(whole)
    assert "COR-CUT" not in world.build(today=LATER).errors


def test_what_is_withdrawn_stays_down_whatever_its_log_has_lost(tmp_path: Path) -> None:
    world = published(tmp_path)
    (tmp_path / LOG).write_bytes(b"")
    withdraw(tmp_path, "103201", "资金收支", "2026q3", "有人的名字", TODAY)
    for _ in range(2):
        assert "8,600" not in world.page("/103201/021/").text
        assert world.build().errors == ["COR-CUT"]


def test_what_was_taken_down_is_not_called_not_yet_published(tmp_path: Path) -> None:
    published(tmp_path)
    withdraw(tmp_path, "103201", "资金收支", "2026q3", "有人的名字", TODAY)
    world = World(tmp_path).village(PROFILE + "起始: 2026年3季度\n").build(date(2026, 11, 1))
    home = world.page("/103201/").text
    assert "2026年7—9月的钱账 公开过，已撤下" in home
    assert "2026年7—9月的钱账 应在" not in home


def test_a_log_that_was_only_a_trial_is_given_up_with_its_copy(tmp_path: Path) -> None:
    world = published(tmp_path)
    shutil.rmtree(tmp_path / "published")
    assert world.build().errors == ["COR-CUT"]
    shutil.rmtree(tmp_path / "build/.state/published")
    assert world.build().errors == []
    assert publish(tmp_path, tmp_path / "out.zip", TODAY, 1).versions


def test_equal_sites_give_equal_zips(tmp_path: Path) -> None:
    published(tmp_path)
    for name in ("one.zip", "two.zip"):
        publish(tmp_path, tmp_path / name, TODAY, 1)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert "site/103201/021/index.html" in archive.namelist()
        assert not any(name.startswith((".", "..")) for name in archive.namelist())


def test_a_quiet_change_is_refused_and_the_published_figure_stays(tmp_path: Path) -> None:
    world = changed(published(tmp_path)).build(today=date(2026, 10, 13))
    assert world.errors == ["COR-MISSING", "COR-MISSING"]
    page = world.page("/103201/021/")
    assert page.key_figure == "8,600元"
    assert "正在核对改动，下面是上次公布的" in page.text
    assert "8,700" not in page.text


def test_a_correction_lets_the_change_through_and_says_so(tmp_path: Path) -> None:
    world = changed(published(tmp_path))
    world.write(QUARTER, (tmp_path / QUARTER).read_text(encoding="utf-8") + CORRECTIONS)
    world.build(today=date(2026, 10, 13))
    assert world.errors == []
    assert world.page("/103201/021/").key_figure == "8,700元"
    changes = world.page("/103201/changes/").text
    assert "公开过的数改了2处" in changes
    assert "原来8,600.00元 改成8,700.00元" in changes
    report = publish(tmp_path, tmp_path / "out", date(2026, 10, 13), 1)
    assert report.versions == (("清溪村", ("021", "2026q3", "1")),)
    lines = [json.loads(line) for line in (tmp_path / LOG).read_text(encoding="utf-8").splitlines()]
    assert [line["state"] for line in lines] == ["published", "corrected"]


def test_a_correction_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    world = changed(published(tmp_path))
    wrong = CORRECTIONS.replace("更正前: 8600", "更正前: 8500")
    world.write(QUARTER, (tmp_path / QUARTER).read_text(encoding="utf-8") + wrong)
    assert "COR-BEFORE" in world.build(today=date(2026, 10, 13)).errors


def test_a_mistake_after_publishing_keeps_the_last_version(tmp_path: Path) -> None:
    world = published(tmp_path).change(QUARTER, "8,600.00", "八千六").build()
    assert "AMT-TEXT" in world.errors
    assert world.page("/103201/021/").key_figure == "8,600元"


def test_a_file_that_vanished_keeps_its_page_and_is_reported(tmp_path: Path) -> None:
    world = published(tmp_path).remove(QUARTER).build()
    assert world.errors == ["COR-GONE"]
    assert world.page("/103201/021/2026q3/").key_figure == "8,600元"


def test_of_a_lost_file_one_sentence_is_said(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    world.write(
        QUARTER, (tmp_path / QUARTER).read_text(encoding="utf-8") + "社会捐赠: 本期无发生\n债权债务: 本期无发生\n"
    )
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    world.remove(QUARTER).build()
    assert world.errors == ["COR-GONE"]
    assert "“资金收支”2026年3季度等 3 项公布过的内容不见了" in world.console()


def test_a_record_that_vanished_keeps_its_page_and_is_reported_until_it_is_withdrawn(tmp_path: Path) -> None:
    pond = "- {编号: 3, 名称: 东塘, 类别: 水面, 坐落: 1组东头, 面积: 18.5, 利用方式: 闲置}\n"
    register = "villages/990106103201-清溪村/登记/资源.yaml"
    hill = pond.replace("编号: 3, 名称: 东塘", "编号: 4, 名称: 南坡")
    world = small_county(tmp_path).write(register, pond + hill)
    publish(tmp_path, tmp_path / "out", TODAY, workers=1)
    world.write(register, hill).build()
    assert world.errors == ["COR-GONE"]
    assert "“集体资源登记簿”3号公布过的内容不见了" in world.console()
    assert "18.5亩" in world.page("/103201/131/3/").text
    withdraw(tmp_path, "清溪村", "集体资源登记簿", "3", "登记重了", TODAY)
    assert world.build().errors == []


RECORDS = (
    ("131", "集体资源登记簿/3", "资源", "名称: 北荡, 类别: 水面, 坐落: 1组, 面积: 18.5, 利用方式: 闲置"),
    (
        "141",
        "资源合同/3",
        "资源合同",
        "名称: 北荡承包, 承租方: 北荡合作社, 起始: 2026-01-01, 到期: 2026-12-31, 年租金: 18.5, 怎么租出去的: 公开竞价, 面积: 2",
    ),
    ("101", "集体资产台账/3", "资产", "名称: 北荡泵房, 类别: 机器设备, 地点: 1组, 数量: 1, 使用状态: 自用, 原值: 18.5"),
    (
        "111",
        "资产合同/3",
        "资产合同",
        "名称: 北荡泵房, 承租方: 北荡合作社, 起始: 2026-01-01, 到期: 2026-12-31, 年租金: 18.5, 怎么租出去的: 公开竞价, 面积: 2",
    ),
    (
        "211",
        "项目/3",
        "项目",
        "名称: 北荡清淤, 承建单位: 北荡清塘队, 合同价: 18.5, 已付: 0, 建设内容: 清淤, 现状: 在建, 资金来源: 自筹",
    ),
)


@pytest.mark.parametrize(("number", "what", "file", "record"), RECORDS, ids=lambda each: each.partition("/")[0])
def test_a_withdrawn_record_is_down_everywhere_and_stays_down(
    tmp_path: Path, number: str, what: str, file: str, record: str
) -> None:
    picture = "附件: [{文件: 录音.mp3, 说明: 北荡, 已遮盖: 是}]"
    world = small_county(tmp_path).write(f"villages/{FOLDER}/附件/录音.mp3", b"\xff\xfb\x90\x00" + bytes(400))
    world.write(f"villages/{FOLDER}/登记/{file}.yaml", f"- {{编号: 3, {record}, {picture}}}\n")
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    assert "北荡" in world.page(f"/103201/{number}/3/").text
    assert any(name.endswith(".mp3") for name in world.files())
    withdraw(tmp_path, "清溪村", *what.split("/"), "承租人是未成年人", LATER)
    down = {
        "site": world.files(),
        "whole": read_zip(tmp_path / "whole.zip", lambda zip: publish(tmp_path, zip, LATER, 1)),
        "part": read_zip(tmp_path / "part.zip", lambda zip: publish(tmp_path, zip, LATER, 1, partial=True)),
        "back": read_zip(tmp_path / "back.zip", lambda zip: rollback(tmp_path, zip, 1, LATER, 1)),
    }
    assert [name for name, files in down.items() if not says(files, "承租人是未成年人")] == []
    assert [
        name for name, files in down.items() if says(files, "北荡") or says(files, "18.5") or ".mp3" in str([*files])
    ] == []
    assert [json.loads(line)["state"] for line in (tmp_path / LOG).read_text("utf-8").splitlines()][-1] == "withdrawn"


def read_zip(target: Path, hand_over: Callable[[Path], object]) -> dict[str, bytes]:
    hand_over(target)
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def says(files: Mapping[str, bytes], text: str) -> bool:
    return any(text.encode() in data for data in files.values())


def test_personal_data_never_falls_back(tmp_path: Path) -> None:
    world = published(tmp_path).change(QUARTER, "修复村东排水沟", "退款 110105 19491231 002X").build()
    assert "PII-ID" in world.errors
    page = world.page("/103201/021/")
    assert "资料有误，正在更正" in page.text
    assert "8,600" not in page.text
    assert all(b"19491231" not in data for data in world.files().values())
    state = (tmp_path / "build/.state").rglob("*")
    assert all(b"19491231" not in path.read_bytes() for path in state if path.is_file())


def test_withdrawn_is_down_at_once_and_stays_down(tmp_path: Path) -> None:
    world = published(tmp_path)
    identities, found = withdraw(tmp_path, "清溪村", "资金收支", "2026q3", "含个人信息", TODAY)
    assert (identities, found) == ((("021", "2026q3", "1"),), ())
    for _ in range(2):
        world.build(today=date(2026, 10, 20))
        page = world.page("/103201/021/2026q3/")
        assert "这一期已经撤下：含个人信息" in page.text
        assert "8,600" not in page.text
    assert [path.name for path in (tmp_path / "published/103201").rglob("*.json")] == []
    assert '"digest"' in (tmp_path / LOG).read_text(encoding="utf-8")


def test_a_second_withdrawal_with_another_reason_says_so(tmp_path: Path) -> None:
    published(tmp_path)
    what = (tmp_path, "清溪村", "资金收支", "2026q3")
    assert withdraw(*what, "含个人信息", TODAY)[1] == ()
    assert withdraw(*what, "含个人信息", TODAY)[1] == ()
    (said,) = withdraw(*what, "写错了", TODAY)[1]
    assert (said.code, dict(said.values)) == ("COR-AGAIN", {"before": "含个人信息", "now": "写错了"})
    assert len((tmp_path / LOG).read_text(encoding="utf-8").splitlines()) == 3


def test_a_withdrawn_one_comes_back_with_other_content_reviewed_afterwards(tmp_path: Path) -> None:
    world = published(tmp_path)
    withdraw(tmp_path, "清溪村", "资金收支", "2026q3", "写错了", TODAY)
    changed(world).change(QUARTER, "2026-10-10 同意", "2026-10-14 同意").build(today=date(2026, 10, 14))
    assert world.errors == []
    assert world.page("/103201/021/").key_figure == "8,700元"


def test_a_line_of_the_log_that_was_changed_is_found(tmp_path: Path) -> None:
    world = published(tmp_path)
    world.change(LOG, '"sequence":1', '"sequence":9').build()
    assert world.errors == ["COR-CUT"]
    shutil.rmtree(tmp_path / "build/.state/published")
    assert "LINK-CHAIN" in world.build().errors


def test_a_figure_without_a_correction_is_not_a_review_to_be_done_again_as_well(tmp_path: Path) -> None:
    world = small_county(tmp_path).change(QUARTER, "2026-10-10 同意", "2026-10-10 同意 校验码 2222").build()
    actual = dict(world.report.diagnostics[0].values)["actual"]
    world.change(QUARTER, "校验码 2222", f"校验码 {actual}")
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    assert set(changed(world).build().errors) == {"COR-MISSING"}


def test_a_review_after_which_something_changed_is_found(tmp_path: Path) -> None:
    world = small_county(tmp_path).change(QUARTER, "2026-10-10 同意", "2026-10-10 同意 校验码 2222").build()
    assert world.errors == ["REV-CHANGED"]
    actual = dict(world.report.diagnostics[0].values)["actual"]
    world.change(QUARTER, "校验码 2222", f"校验码 {actual}").build()
    assert world.errors == []
    changed(world).build()
    assert world.errors == ["REV-CHANGED"]


OBJECTIONS = (
    "有异议：电费太贵 校验码 2222",  # as the review sheet has it
    "有异议 校验码 2222 电费太贵",
    "有异议 校验码 2222：电费太贵",
    "有异议，校验码：2222，电费太贵",
    "有异议 电费太贵，校验码2222。",
)


@pytest.mark.parametrize("written", OBJECTIONS)
def test_the_code_of_an_objection_is_read_before_and_behind_its_words(tmp_path: Path, written: str) -> None:
    world = small_county(tmp_path).change(QUARTER, "同意", f"{written}\n    答复: 已请镇里核价").build()
    assert world.errors == ["REV-CHANGED"]
    values = dict(world.report.diagnostics[0].values)
    assert values["given"] == "2222"
    world.change(QUARTER, "2222", values["actual"]).build()
    assert world.errors == []
    assert "有异议：电费太贵。答复：已请镇里核价" in world.page("/103201/021/").text


def test_corrections_after_the_review_do_not_break_its_check_code(tmp_path: Path) -> None:
    world = small_county(tmp_path).change(QUARTER, "2026-10-10 同意", "2026-10-10 同意 校验码 2222").build()
    actual = dict(world.report.diagnostics[0].values)["actual"]
    changed(world).change(QUARTER, "校验码 2222", f"校验码 {actual}")
    world.write(QUARTER, (tmp_path / QUARTER).read_text(encoding="utf-8") + CORRECTIONS)
    assert world.build(today=date(2026, 10, 13)).errors == []


def test_two_villages_with_one_address_number_are_found(tmp_path: Path) -> None:
    world = small_county(tmp_path).village(PROFILE, "990106103202-梨园村").build()
    assert "CODE-TWICE" in world.errors


def test_a_stored_version_that_was_changed_or_lost_is_found(tmp_path: Path) -> None:
    world = published(tmp_path)
    stored = next((tmp_path / "published/103201/021").iterdir())
    text = stored.read_text(encoding="utf-8")
    stored.write_text(text.replace("860000", "870000"), encoding="utf-8")
    assert "LINK-CHAIN" in changed(world).build().errors
    stored.unlink()
    assert "LINK-CHAIN" in world.build().errors


def two_books(root: Path) -> World:
    """Of the second, half the money."""
    profile = PROFILE.replace("{编号: 1, 名称: 村委会}", "{编号: 1, 名称: 村委会}\n  - {编号: 2, 名称: 合作社}")
    head, _, body = CASH.partition("资金收支:\n")
    second = body.replace("12000", "6000").replace("8,600.00", "4,100.00").replace("4400", "2900")
    one, two = (
        f"  - 账套: {name}\n" + "".join(f"  {line}\n" for line in text.rstrip().splitlines())
        for name, text in (("村委会", body), ("合作社", second))
    )
    return small_county(root).village(profile).publication(head + "资金收支:\n" + one + two)


def stored(root: Path) -> list[tuple[str, str]]:
    """Part and state of each line of the log."""
    lines = map(json.loads, (root / LOG).read_text(encoding="utf-8").splitlines())
    return [(line["part"], line["state"]) for line in lines]


def test_a_book_beside_a_wrong_one_is_recorded_and_the_village_has_no_total(tmp_path: Path) -> None:
    world = two_books(tmp_path).change(QUARTER, "4400.00", "4401.00")
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    assert stored(tmp_path) == [("2", "published")]
    page, home = world.page("/103201/021/2026q3/"), world.page("/103201/")
    assert "这里缺村委会的，正在核对，所以不写合计。" in page.text
    assert "上次公布" not in page.text
    assert "4,100" in page.text
    assert page.key_figure == ""
    assert "2026年7—9月的钱账缺村委会的，还不全" in home.text
    assert "2,900" not in home.text + world.page("/r/990106103/").text + world.page("/").text
    assert "4,100" in world.page("/103201/021/2026q3-2/").text
    world.change(QUARTER, "4,100.00", "4,000.00").change(QUARTER, "2900.00", "3000.00").build()
    assert "COR-MISSING" in world.errors
    assert "4,100" in world.page("/103201/021/2026q3-2/").text
    world.change(QUARTER, "4,000.00", "4,100.00").change(QUARTER, "3000.00", "2900.00")
    world.change(QUARTER, "4401.00", "4400.00")
    publish(tmp_path, tmp_path / "out", LATER, 1)
    assert stored(tmp_path) == [("2", "published"), ("1", "published")]
    assert "7,300" in world.page("/103201/").text


def test_a_book_that_nobody_has_seen_yet_is_missed_beside_a_published_one(tmp_path: Path) -> None:
    """Nothing of the village is whole yet, and it is not said that nothing was ever shown."""
    world = two_books(tmp_path).change(QUARTER, "  - 账套: 合作社\n", "  - 账套: 合作社\n    草稿: 是\n")
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    page, home = world.page("/103201/021/2026q3/"), world.page("/103201/")
    assert "这里缺合作社的，还没有公开，所以不写合计。" in page.text
    assert (page.key_figure, world.has("/103201/021/2026q3-2/")) == ("", False)
    assert "2026年7—9月的钱账缺合作社的，还不全" in home.text
    for text in (world.page("/").text, world.page("/r/990106103/").text):
        assert "钱账还没有公开全" in text
        assert "还没有公开过钱账" not in text
        assert "4,400" not in text
    world.change(QUARTER, "    草稿: 是\n", "")
    publish(tmp_path, tmp_path / "out", LATER, 1)
    assert stored(tmp_path) == [("1", "published"), ("2", "published")]
    assert "7,300" in world.page("/103201/").text + world.page("/r/990106103/").text
    assert "钱账还没有公开全" not in world.page("/").text


def test_a_correction_beside_a_wrong_book_is_recorded_and_cannot_be_undone_quietly(tmp_path: Path) -> None:
    world = two_books(tmp_path)
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    text = (tmp_path / QUARTER).read_text(encoding="utf-8")
    mended = text.replace("8,600.00", "8,700.00").replace(
        "4400.00\n", "4300.00\n  " + CORRECTIONS.replace("\n", "\n  ")
    )
    world.write(QUARTER, mended.replace("2900.00", "2901.00"))
    publish(tmp_path, tmp_path / "out", LATER, 1)
    assert stored(tmp_path) == [("1", "published"), ("2", "published"), ("1", "corrected")]
    page = world.page("/103201/021/2026q3/")
    assert "合作社的正在核对改动，写的是上次公布的" in page.text
    assert "8,700" in page.text
    world.write(QUARTER, text).build(today=LATER)
    assert "COR-MISSING" in world.errors
    assert "8,700" in world.page("/103201/021/2026q3-1/").text


def test_pages_of_accounts_keep_their_address_when_withdrawn(tmp_path: Path) -> None:
    world = two_books(tmp_path)
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    assert world.build().has("/103201/021/2026q3-2/index.html")
    withdraw(tmp_path, "清溪村", "资金收支", "2026q3", "写错了", TODAY)
    world.build()
    assert "这一期已经撤下：写错了" in world.page("/103201/021/2026q3-2/").text
    assert "钱账现在看不到" in world.page("/103201/").text


def test_the_canonical_text_is_json_with_sorted_keys_and_without_blanks() -> None:
    signs = [["说明", chr(code)] for code in (*range(0xD800), *range(0xE000, 0x11000))]
    content = {"乙": signs, "a": [True, None, -12, 2**60, '"\\/'], "甲": {"\U00010000": (), "\uffff": {}, "": ""}}
    assert to_canonical(content) == json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_a_log_may_grow_beyond_what_a_clerk_may_write(tmp_path: Path) -> None:
    log = tmp_path / LOG
    log.parent.mkdir(parents=True)
    for size in (1, 3_000_000):
        log.write_bytes(b"{}\n" * size)
        write_memory(tmp_path, "103201")
        assert find_lost_releases(tmp_path, "103201") is None
    log.write_bytes(b"{}\n")
    assert find_lost_releases(tmp_path, "103201") is not None
