"""What a build makes again, and what it leaves alone: villages by their files and days, regions by what is below them."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
from datetime import date
from pathlib import Path

import brotli
import pytest
from click.testing import CliRunner

from sitegen import above, manifest, staging
from sitegen.build import build
from sitegen.cli import main
from sitegen.model.site import Parts
from tests.worlds import CASH, FOLDER, OWN_ITEM, PAGES_ONLY, PROFILE, REGIONS, TODAY, World, county, small_county

PEAR = "990106103202-梨园村"
FAR = "990106104201-远山村"
CANTEEN = (
    OWN_ITEM
    + """\
  字段: {午饭: {类型: 个数}}
"""
)


def two_townships(root: Path) -> World:
    """Two villages in one township, one in another."""
    world = county(root).write("regions.csv", REGIONS + "990106104,远山镇\n")
    for folder in ("990106103201-清溪村", "990106103202-梨园村", FAR):
        world.village(PROFILE.replace("103201", folder[6:12]), folder).publication(CASH, folder=folder)
    return world


def dates(world: World) -> dict[str, int]:
    site = world.root / "build/site"
    return {path.relative_to(site).as_posix(): path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}


def rewritten(world: World, before: dict[str, int]) -> set[str]:
    return {path for path, changed in dates(world).items() if before.get(path) != changed}


@pytest.mark.parametrize(
    "gone", ["103202", "r/990106103", "r/99", "index.html", "404.html", "robots.txt", "sitemap.xml"]
)
def test_what_somebody_deleted_from_the_site_is_there_again_after_the_next_build(tmp_path: Path, gone: str) -> None:
    world = two_townships(tmp_path).build()
    before, made = world.files(), dates(world)
    path = tmp_path / "build/site" / gone
    (shutil.rmtree if path.is_dir() else Path.unlink)(path)
    world.build()
    assert world.files() == before
    assert world.report.made == (1 if gone == "103202" else 0)
    assert all(each.startswith(gone) for each in rewritten(world, made))
    assert world.build().report.made == 0


def test_a_change_reaches_its_village_and_the_regions_above_it_only(tmp_path: Path) -> None:
    world = two_townships(tmp_path).build()
    before = dates(world)
    world.change("villages/990106103202-梨园村/2026/2026年3季度.yaml", "12000", "12500").change(
        "villages/990106103202-梨园村/2026/2026年3季度.yaml", "4400.00", "4900.00"
    )
    world.build()
    assert world.report.made == 1
    changed = rewritten(world, before)
    assert {path.split("/")[0] for path in changed} == {"103202", "r", "index.html"}
    assert {path for path in changed if path.startswith("r/")} == {
        f"r/{code}/index.html" for code in ("99", "9901", "990106", "990106103")
    }
    assert "4,900元" in world.page("/r/990106103/").text
    assert "9,300元" in world.page("/r/990106/").text


def test_only_dates_changed_makes_nothing(tmp_path: Path) -> None:
    world = two_townships(tmp_path).build()
    before = dates(world)
    for path in (tmp_path / "villages").rglob("*.yaml"):
        os.utime(path, (1, 1))
    world.build()
    assert world.report.written == 0
    assert rewritten(world, before) == set()
    world.build()
    assert world.report.made == 0


def test_a_photo_of_the_same_size_is_taken_again(tmp_path: Path) -> None:
    world = two_townships(tmp_path).write(f"villages/{FAR}/附件/a.jpg", b"1").build()
    world.write(f"villages/{FAR}/附件/a.jpg", b"2").build()
    assert world.report.made == 1


def test_a_village_is_made_again_when_its_day_has_come_and_not_before(tmp_path: Path) -> None:
    world = two_townships(tmp_path).build()
    turning = min(entry.turning for entry in manifest.read(tmp_path / "build/.state").entries.values())
    world.build(today=date.fromordinal(date.fromisoformat(turning).toordinal() - 1))
    assert world.report.made == 0
    world.build(today=date.fromisoformat(turning))
    assert world.report.made == 3
    world.build(today=TODAY)
    assert world.report.made == 3, "a day before the one it was made on"


def test_what_was_wrong_is_said_again_when_nothing_changed(tmp_path: Path) -> None:
    world = two_townships(tmp_path).write(f"villages/{FAR}/2026/坏.yaml", "a: [").write("regions.csv", "x,y\n").build()
    first = world.codes
    world.build()
    assert world.report.made == 0
    assert world.codes == first
    assert {"SYN-BRACKET", "CODE-LENGTH"} & set(first) or len(first) >= 2


def test_what_keeps_the_only_village_of_a_township_back_is_said(tmp_path: Path) -> None:
    said = "公开电话: {张三 11010519491231002X: 0000-8812345}"
    world = small_county(tmp_path).village(PROFILE.replace("公开电话: {村委会: 0000-8812345}", said)).build()
    assert "PII-ID" in world.errors
    assert not world.has("/103201/index.html")
    first = world.codes
    assert world.build().codes == first


def test_a_township_that_is_gone_leaves_no_page_and_no_total(tmp_path: Path) -> None:
    world = two_townships(tmp_path).build()
    assert world.has("/r/990106104/index.html")
    (tmp_path / "villages" / FAR).rename(tmp_path / "gone")
    world.build()
    assert not world.has("/r/990106104/index.html")
    assert "2个村" in world.page("/r/990106/").text
    assert not (tmp_path / "build/.state/townships/990106104.json").exists()


@pytest.mark.parametrize("spoil", ["lost", "empty", "index", "older"])
def test_a_memory_that_was_lost_is_made_again(tmp_path: Path, spoil: str) -> None:
    world = two_townships(tmp_path).build()
    files = world.files()
    state = tmp_path / "build/.state"
    if spoil == "index":
        (state / "manifest.json").write_bytes(b"{")
    elif spoil == "empty":
        (state / "townships/990106104.json").write_bytes(b"")
    elif spoil == "older":
        index, township = state / "manifest.json", state / "townships/990106104.json"
        index.write_bytes(json.dumps({**json.loads(index.read_bytes()), "format": 4}).encode())
        kept = json.loads(township.read_bytes())
        for summary, _ in kept.values():
            del summary["posters"]
        township.write_bytes(json.dumps(kept).encode())
    else:
        (state / "townships/990106104.json").unlink()
    world.build()
    assert world.report.made == 3
    assert world.files() == files


@pytest.mark.parametrize("spoil", ["lost", "cut", "of another catalogue"])
def test_the_kept_catalogue_is_read_again_where_it_does_not_fit(tmp_path: Path, spoil: str) -> None:
    world = two_townships(tmp_path).build()
    kept = tmp_path / "build/.state/shared.msgpack"
    whole = kept.read_bytes()
    if spoil == "lost":
        kept.unlink()
    elif spoil == "cut":
        kept.write_bytes(whole[:-9])
    else:
        world.write("catalogue/本县.yaml", CANTEEN)
    world.build()
    assert world.report.made == (3 if spoil == "of another catalogue" else 0)
    world.write(f"villages/{FAR}/2026/2026年3季度.yaml", "期间: 2026年3季度\n").build()
    assert world.report.made == 1
    assert (kept.read_bytes() == whole) == (spoil != "of another catalogue")


def test_a_catalogue_in_which_something_is_wrong_is_not_kept(tmp_path: Path) -> None:
    world = two_townships(tmp_path).write("catalogue/本县.yaml", "- 编号: 001\n").build()
    assert not (tmp_path / "build/.state/shared.msgpack").exists()
    for _ in range(2):
        assert any(each.place.file == "catalogue/本县.yaml" for each in world.build().report.diagnostics)


def test_a_site_that_was_deleted_is_made_again(tmp_path: Path) -> None:
    world = two_townships(tmp_path).build()
    files = world.files()
    (tmp_path / "build/site").rename(tmp_path / "away")
    world.build()
    assert world.files() == files


def test_a_large_site_has_bounded_pages_and_a_list_of_sitemaps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = two_townships(tmp_path)
    home, away = tmp_path / "villages" / FAR, tmp_path / "away"
    home.rename(away)
    world.build()
    small = world.files()
    listed = small["sitemap.xml"].count(b"<loc>")
    monkeypatch.setattr(above, "LINES_A_PAGE", 2)
    monkeypatch.setattr(above, "ADDRESSES_A_SITEMAP", listed)
    away.rename(home)
    world.build()
    front = world.page("/")
    assert 'href="/r/990106103/"' in front.source
    assert "清溪村" not in front.text
    assert "石桥镇 2个村" in front.text
    index = world.files()["sitemap.xml"].decode()
    townships = {f"/r/{code}/sitemap.xml" for code in ("990106103", "990106104")}
    assert all(f"<loc>https://gk.example.cn{path}</loc>" in index for path in townships)
    urls = "".join(world.files()[path.lstrip("/")].decode() for path in (*townships, "sitemap-regions.xml"))
    assert urls.count("<loc>") > listed
    assert all(url in urls for url in re.findall("<loc>.*?</loc>", small["sitemap.xml"].decode()))
    home.rename(away)
    world.build()
    assert world.files() == small


@pytest.mark.parametrize("workers", [1, 3])
def test_in_steps_or_at_once_and_by_any_number_of_workers_the_same_bytes(tmp_path: Path, workers: int) -> None:
    steps = two_townships(tmp_path / "steps")
    late = sorted((tmp_path / "steps/villages").rglob("2026年3季度.yaml"))
    for path in late:
        path.rename(path.with_suffix(".later"))
    steps.build(parts=Parts())
    for path in late:
        path.with_suffix(".later").rename(path)
        steps.build(workers=workers, parts=Parts())
    assert steps.files() == two_townships(tmp_path / "once").build(parts=Parts()).files()


def test_printed_addresses_of_nobody_hold_the_site_back(tmp_path: Path) -> None:
    world = two_townships(tmp_path).build()
    world.write("links/999999.csv", "日期,动作,地址,去向,原因,批次,链\n2026-01-01,print,/999999/,,,,x\n").build()
    assert "LINK-LOST" in world.errors
    world.remove("links/999999.csv").build()
    assert "LINK-LOST" not in world.errors


def test_copies_beside_the_pages_are_smaller_and_open_to_the_same_bytes(tmp_path: Path) -> None:
    parts = Parts(codes=False, downloads=False, compressed="br")
    world = two_townships(tmp_path).build(parts=parts)
    files = world.files()
    page = files["103201/021/index.html"]
    assert gzip.decompress(files["103201/021/index.html.gz"]) == page
    assert brotli.decompress(files["103201/021/index.html.br"]) == page
    assert len(files["103201/021/index.html.br"]) < len(files["103201/021/index.html.gz"]) < len(page) / 2
    assert "r/990106/index.html.gz" in files
    assert "index.html.br" in files
    before = dates(world)
    world.change(f"villages/{FAR}/村情.yaml", "人口: 1043", "人口: 1044").build(parts=parts)
    assert not {path for path in rewritten(world, before) if path.startswith("103201/")}
    world.build(parts=Parts(codes=False, downloads=False))
    assert not [path for path in world.files() if path.endswith((".gz", ".br"))]


def test_parts_made_elsewhere_are_merged_to_the_same_bytes(tmp_path: Path) -> None:
    whole = two_townships(tmp_path / "whole").build().files()
    world = two_townships(tmp_path / "county")
    parts = [
        build(world.root, TODAY, workers=1, parts=PAGES_ONLY, out=tmp_path / f"part{n}", shard=(n, 2)) for n in (1, 2)
    ]
    assert sum(part.made for part in parts) == 3
    assert all(part.made < 3 for part in parts)
    assert not list(tmp_path.glob("part*/site/r")), "what stands above is no part's"
    shards = [tmp_path / "part1", tmp_path / "part2"]

    def merge() -> World:
        world.reports.append(build(world.root, TODAY, workers=1, parts=PAGES_ONLY, shards=shards))
        return world

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(staging, "make_village", lambda *_: pytest.fail("every village was made already"))
        assert merge().files() == whole
    shutil.rmtree(tmp_path / "county/build")
    shutil.rmtree(tmp_path / "part2")
    world.change(f"villages/{FAR}/村情.yaml", "人口: 1043", "人口: 1044")
    assert (
        merge().files()
        == two_townships(tmp_path / "other")
        .change(f"villages/{FAR}/村情.yaml", "人口: 1043", "人口: 1044")
        .build()
        .files()
    ), "a lost part and a ledger that changed are made on the spot"


def test_the_commands_make_parts_and_merge_them(tmp_path: Path) -> None:
    whole = two_townships(tmp_path / "whole").build().files()
    world = two_townships(tmp_path / "county")
    asked = ["-C", str(world.root), "--today", str(TODAY)]
    assert CliRunner().invoke(main, ["merge", *asked]).exit_code == 2
    assert CliRunner().invoke(main, ["build", "--shard", "3/2", *asked]).exit_code == 2
    for part in ("1/2", "2/2"):
        assert CliRunner().invoke(main, ["build", "--only", "pages", "--shard", part, *asked]).exit_code == 0
    assert not (world.root / "build/site").exists()
    assert CliRunner().invoke(main, ["合并", *asked]).exit_code == 0
    assert world.files() == whole


def test_a_region_says_of_which_periods_its_sum_is_and_who_has_shown_nothing(tmp_path: Path) -> None:
    world = two_townships(tmp_path)
    world.publication(CASH.replace("2026年3季度", "2026年2季度").replace("7月", "4月"), "2026/2026年2季度.yaml", PEAR)
    world.remove(f"villages/{PEAR}/2026/2026年3季度.yaml").build()
    assert "1个村2026年7—9月、1个村2026年4—6月：进账" in world.page("/r/990106/").text.replace("|", "")
    world.remove(f"villages/{PEAR}/2026/2026年2季度.yaml").build()
    assert "1个村2026年7—9月、1个村还没有公开过：进账" in world.page("/r/990106/").text
    row = world.page("/r/990106103/").text.split("梨园村", 1)[1]
    assert "还没有公开过钱账" in row
    assert "0元" not in row[: row.index("还没有公开过钱账")]


def test_of_periods_of_two_kinds_the_one_that_ends_last_is_the_newest(tmp_path: Path) -> None:
    world = county(tmp_path).village()
    quarter = CASH.replace("2026年3季度", "2026年4季度").replace("2026-10-1", "2027-01-1").replace("7月", "12月")
    month = CASH.replace("2026年3季度", "2026年10月").replace("2026-10-1", "2026-11-1").replace("7月", "10月")
    month = month.replace("8,600.00", "6,600.00").replace("4400.00", "6400.00")
    world.publication(quarter, "2026/2026年4季度.yaml").publication(month, "2026/2026年10月.yaml")
    world.build(date(2027, 1, 15))
    assert "村里账上还剩4,400元" in world.page("/103201/").text.replace("|", "")
    assert "2026年10—12月" in world.page("/103201/021/").text


def test_the_loudspeaker_names_no_telephone_that_is_not_there(tmp_path: Path) -> None:
    world = (
        county(tmp_path).village(PROFILE.replace("公开电话: {村委会: 0000-8812345}\n", "")).publication(CASH).build()
    )
    assert "请打页面上的电话" in world.page("/103201/021/").text
    assert "请打村委会电话" in world.village().build().page("/103201/021/").text


def test_a_day_of_what_has_happened_is_asked_about_until_it_comes(tmp_path: Path) -> None:
    """The village is checked again on that very day, though none of its files changed."""
    world = small_county(tmp_path)
    lease = "编号: 7, 名称: 东塘承包, 承租方: 清溪合作社, 面积: 12, 年租金: 24000, 怎么租出去的: 公开竞价"
    days = "签订日期: 2026-10-13, 起始: 2024-01-01, 到期: 2062-12-31"
    world.write(f"villages/{FOLDER}/登记/资源合同.yaml", f"- {{{lease}, {days}}}\n")
    assert world.build().errors == ["DATE-BACKWARDS"]
    assert world.build(today=date(2026, 10, 13)).errors == []
