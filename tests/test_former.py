"""Two villages become one: what the merged one had published stays, as it was, at the addresses it had."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.cli import main
from sitegen.model.site import ALL_PARTS
from sitegen.publish import publish, rollback
from sitegen.verify import verify_records
from tests.test_bystanders import RELIEF
from tests.test_publish import CORRECTIONS, LATER, OVER, WORK
from tests.test_sample import links_of
from tests.worlds import CASH, PROFILE, TODAY, World, county

OTHER = "990106103207-下塘村"
FORMER = '前身: [{代码: "990106103207", 地址号: "103207", 名称: 下塘村, 日期: 2026-10-20}]\n'
MERGED = date(2026, 10, 21)


@pytest.fixture
def merged(tmp_path: Path) -> World:
    """清溪村 with what 下塘村 had published before it was merged into it; both lists and both downloads."""
    world = county(tmp_path).village().publication(CASH)
    world.village(PROFILE.replace("103201", "103207"), OTHER).publication(CASH + WORK, folder=OTHER)
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    shutil.rmtree(tmp_path / "villages" / OTHER)
    return world.village(PROFILE + FORMER).build(MERGED, parts=ALL_PARTS)


def test_its_periods_stand_as_they_were_and_say_so(merged: World) -> None:
    assert merged.errors == []
    page = merged.page("/103207/021/2026q3/")
    assert page.key_figure == "8,600元"
    assert "这是下塘村并入清溪村以前公布的，照原样留着。" in page.text
    assert "清溪村（原下塘村）" in page.text
    assert "正在核对" not in page.text
    assert b"8600.00" in merged.files()["103207/021/2026q3/data.csv"]


def test_its_books_stand_by_themselves_and_nothing_of_them_is_being_checked(tmp_path: Path) -> None:
    books = "  - {编号: 1, 名称: 村委会}\n  - {编号: 2, 名称: 集体经济组织}\n"
    profile = PROFILE.replace("103201", "103207").replace("  - {编号: 1, 名称: 村委会}\n", books)
    lines = CASH.split("资金收支:\n")[1].splitlines()
    both = "".join(
        f"  - 账套: {name}\n" + "".join(f"  {line}\n" for line in lines) for name in ("村委会", "集体经济组织")
    )
    world = county(tmp_path).village().publication(CASH)
    world.village(profile, OTHER).publication(CASH.split("资金收支:\n")[0] + "资金收支:\n" + both, folder=OTHER)
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    shutil.rmtree(tmp_path / "villages" / OTHER)
    world.village(PROFILE + FORMER).build(MERGED)
    pages = [path for path in world.files() if path.startswith("103207/021/2026q3") and path.endswith(".html")]
    assert len(pages) == 3
    for path in pages:
        text = world.page("/" + path.removesuffix("index.html")).text
        assert "照原样留着" in text
        assert "正在核对" not in text


def test_its_home_and_its_items_lead_to_what_is_new_and_to_what_was(merged: World) -> None:
    home, item = merged.page("/103207/"), merged.page("/103207/021/")
    assert "以后的账和事，在清溪村的页面里。以前公布的还在下面。" in home.text
    assert 'href="/103201/021/" data-primary' in item.source
    for page in (home, item):
        assert 'href="/103207/021/2026q3/"' in page.source
    assert "/103207/222/2026q3/" not in item.source


def test_what_it_had_corrected_is_told_as_before(tmp_path: Path) -> None:
    world = county(tmp_path).village().publication(CASH)
    world.village(PROFILE.replace("103201", "103207"), OTHER).publication(CASH, folder=OTHER)
    publish(tmp_path, tmp_path / "out", TODAY, 1)
    right = CASH.replace("8,600.00", "8,700.00").replace("4400.00", "4300.00")
    world.publication(right + CORRECTIONS, folder=OTHER)
    assert publish(tmp_path, tmp_path / "out", LATER, 1).handed
    before = world.page("/103207/changes/")
    shutil.rmtree(tmp_path / "villages" / OTHER)
    world.village(PROFILE + FORMER).build(MERGED)
    page = world.page("/103207/changes/")
    assert "这是下塘村并入清溪村以前公布的，照原样留着。" in page.text
    assert "公开过的数改了2处" in page.text
    told, was = (re.findall("<del>.*?</ins>", each.source, re.DOTALL) for each in (page, before))
    assert told == was != []
    assert "<entry>" in world.files()["103207/changes/feed.xml"].decode()
    for path in ("/103201/changes/", "/103207/"):
        assert 'href="/103207/changes/"' in world.page(path).source


def test_no_link_of_its_pages_leads_nowhere(merged: World) -> None:
    known = {"/" + path.removesuffix("index.html") for path in merged.files()}
    old = [path for path in merged.files() if path.startswith("103207/") and path.endswith(".html")]
    assert len(old) >= 5
    for path in old:
        address = "/" + path.removesuffix("index.html")
        assert links_of(address, merged.page(address).source) <= known, path


def test_names_of_its_lists_end_on_their_day(merged: World) -> None:
    assert "李*田" in merged.page("/103207/222/2026q3/").text
    merged.build(OVER, parts=ALL_PARTS)
    assert {path for path, data in merged.files().items() if "李*田".encode() in data} == set()
    assert "公示期已满" in merged.page("/103207/222/2026q3/").text


def test_it_is_handed_over_and_its_records_hold(merged: World) -> None:
    assert publish(merged.root, merged.root / "out", MERGED, 1).handed
    assert (merged.root / "out/103207/021/2026q3/index.html").exists()
    assert verify_records(merged.root, None) == ()


@pytest.mark.parametrize("name", ["下塘村", "103207"])
def test_what_it_had_published_can_be_taken_down(merged: World, name: str) -> None:
    assert publish(merged.root, merged.root / "out", MERGED, 1).handed
    words = ["-C", str(merged.root), "--today", MERGED.isoformat(), "withdraw", f"{name}/误工补贴/2026q3"]
    assert CliRunner().invoke(main, [*words, "--reason", "名单贴错了"]).exit_code == 0
    assert {path for path, data in merged.files().items() if "李*田".encode() in data} == set()
    assert "已经撤下：名单贴错了" in merged.page("/103207/222/2026q3/").text
    assert "8,600元" in merged.page("/103201/021/").text
    assert publish(merged.root, merged.root / "out", MERGED, 1).handed
    for release in (2, 1):
        rollback(merged.root, merged.root / "back", release, MERGED, 1)
        kept = b"".join(path.read_bytes() for path in (merged.root / "back").rglob("*") if path.is_file())
        assert "李*田".encode() not in kept


# ---- people on the lists of the village it belongs to now ----------------------------------------------------------------

HELPED = CASH.replace("修复村东排水沟", "慰问鸮大山家")
REPAIR = (
    "项目: [{编号: 1, 名称: 鸮大山家危房改造, 建设内容: 换瓦, 地点: 鸮大山家, 资金来源: 上级, 合同价: 100, 已付: 0,"
    " 承建单位: 清溪建筑队, 签订日期: 2026-03-01, 现状: 在建}]\n"
)
WHERE = "登记/项目.yaml"


def named(root: Path, *folders: str) -> set[str]:
    files = (path for folder in folders for path in (root / folder).rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix() for path in files if "鸮大山".encode() in path.read_bytes()}


def merge(world: World) -> World:
    shutil.rmtree(world.root / "villages" / OTHER)
    return world.village(PROFILE + FORMER)


def test_who_stands_on_a_list_of_the_new_village_is_named_on_no_page_of_the_old_one(tmp_path: Path) -> None:
    world = county(tmp_path).village().publication(CASH)
    world.village(PROFILE.replace("103201", "103207"), OTHER).publication(HELPED, folder=OTHER)
    world.publication(REPAIR, WHERE, OTHER)
    world.write("cases/990106103207.yaml", "- {编号: 2026-001, 提出: 2026-09-11, 问题: 鸮大山家的路灯谁修}\n")
    for _ in range(2):  # two releases before anybody knew
        assert publish(tmp_path, tmp_path / "out", TODAY, 1).handed
    assert named(tmp_path, "out/103207")
    (tmp_path / "cases/990106103207.yaml").unlink()
    merge(world).publication(RELIEF, "2026/低保.yaml")
    assert publish(tmp_path, tmp_path / "out", MERGED, 1).handed
    assert named(tmp_path, "out") == set()
    assert "慰问某人家" in world.page("/103207/021/2026q3/").text
    assert rollback(tmp_path, tmp_path / "back", 1, MERGED, 1).handed
    assert named(tmp_path, "back") == set()


def test_who_was_covered_in_what_the_old_village_published_is_covered_where_it_goes_on(tmp_path: Path) -> None:
    """Its list is nowhere any more, but its project is the new village's now."""
    world = county(tmp_path).village().publication(CASH)
    world.village(PROFILE.replace("103201", "103207"), OTHER).publication(RELIEF, "2026/低保.yaml", OTHER)
    world.publication(REPAIR, WHERE, OTHER)
    assert publish(tmp_path, tmp_path / "out", TODAY, 1).handed
    assert named(tmp_path, "out") == set()
    merge(world).publication(REPAIR.replace("编号: 1,", "编号: 7,"), WHERE).publication(HELPED)
    assert publish(tmp_path, tmp_path / "out", MERGED, 1).handed
    assert named(tmp_path, "out") == set()
    assert "某人家危房改造" in world.page("/103201/211/7/").text


def test_names_in_what_is_stored_of_it_end_on_their_day(merged: World) -> None:
    assert publish(merged.root, merged.root / "out", OVER, 1).handed
    stored = [path.read_text(encoding="utf-8") for path in (merged.root / "published/103207").rglob("*.json")]
    assert all("李*田" not in text for text in stored)
    assert verify_records(merged.root, None) == ()


def test_what_it_had_withdrawn_does_not_come_back_in_the_village_it_belongs_to(merged: World) -> None:
    words = ["-C", str(merged.root), "--today", MERGED.isoformat(), "withdraw", "下塘村/误工补贴/2026q3"]
    assert CliRunner().invoke(main, [*words, "--reason", "名单贴错了"]).exit_code == 0
    merged.publication(CASH + WORK).build(MERGED)
    assert merged.errors == ["COR-RETURNED"]
    assert {path for path, data in merged.files().items() if "李*田".encode() in data} == set()
