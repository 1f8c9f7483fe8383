"""Numbers planted where nobody would look for them: in what a code says, in parts of a build, on the desk, in pieces, and
in a release that is gone back to."""

from __future__ import annotations

import gzip
import zipfile
from html import unescape
from pathlib import Path

import brotli
import pytest
from click.testing import CliRunner

from sitegen.cli import main
from sitegen.model.site import Parts
from sitegen.overlay import read_data
from sitegen.publish import publish, rollback
from sitegen.sensitive import find_sensitive
from sitegen.serve.desk import Desk
from sitegen.serve.preview import DESK
from sitegen.wording import load_wording
from tests.test_serve import get, serving
from tests.worlds import FOLDER, PROFILE, TODAY, World, small_county

QUARTER = f"villages/{FOLDER}/2026/2026年3季度.yaml"
MOBILE, IDENTITY = "13912345678", "11010519491231002X"
PLANTED = (MOBILE, IDENTITY)


def holding(*folders: Path) -> list[str]:
    """Files in which a planted number stands, as bytes or in their names, unzipped too."""
    return [
        path.relative_to(folder).as_posix()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if any(planted.encode() in _all_of(path) + path.name.encode() for planted in PLANTED)
    ]


def _all_of(path: Path) -> bytes:
    data = path.read_bytes() if path.is_file() else b""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(path) as archive:
            inside = ((name, archive.read(name)) for name in archive.namelist())
            return data + b"".join(each + _unpacked(name, each) for name, each in inside)
    return data + (b"" if ".state" in path.parts else _unpacked(path.name, data))  # there the name holds its digest


def _unpacked(name: str, data: bytes) -> bytes:
    """What a smaller copy for web servers holds; nothing of other files."""
    return gzip.decompress(data) if name.endswith(".gz") else brotli.decompress(data) if name.endswith(".br") else b""


def run(root: Path, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["-C", str(root), "--today", TODAY.isoformat(), *words])
    return result.exit_code, result.output


def plant(world: World) -> None:
    """The numbers in every kind of place of one village."""
    world.change(QUARTER, "修复村东排水沟 |", f"修沟，打{MOBILE} |")
    world.change(QUARTER, "  期末余额", f"  # 找 {MOBILE}\n  期末余额")
    world.change(QUARTER, "同意\n", f"同意 打{MOBILE}问过\n")
    said = f"简介: 书记 {MOBILE}\n情况: {{负责人: {IDENTITY}}}\n户数: 287"
    world.change(f"villages/{FOLDER}/村情.yaml", "户数: 287", said)
    world.write("cases/990106103201.yaml", f"- {{编号: 2026-001, 提出: 2026-09-11, 问题: {IDENTITY}的补贴呢}}\n")
    world.write(f"villages/{FOLDER}/2026/{MOBILE}.yaml", f"期间: 2026年2季度\n{IDENTITY}: 本期无发生\n")
    world.write(f"villages/{FOLDER}/2026/名单.csv", f"姓名,号码\n王大,{IDENTITY}\n")
    world.write(f"villages/{FOLDER}/附件/{MOBILE}.jpg", b"x")
    world.write(f"villages/{FOLDER}/登记/资源.yaml", f"- 编号: 1\n  名称: {MOBILE}塘\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("主办单位", f"基路径: /{MOBILE}/\n主办单位"),
        ("https://gk.example.cn", "https://gk139-1234-5678.example.cn"),
        ("https://gk.example.cn", f"https://gk{IDENTITY.lower()}.example.cn"),
    ],
)
def test_a_number_in_an_address_is_in_no_code(tmp_path: Path, old: str, new: str) -> None:
    world = small_county(tmp_path).change("sitegen.yaml", old, new).build(parts=Parts())
    assert {"PII-OUTPUT"} <= set(world.errors)
    exit_code, said = run(tmp_path, "print", "poster")
    assert exit_code == 1
    assert not any(planted in said for planted in PLANTED)
    assert not list((tmp_path / "build").rglob("*.pdf"))
    assert not list((tmp_path / "build").rglob("code.png"))
    assert holding(tmp_path / "build", tmp_path / "links") == []


def test_parts_and_what_is_merged_of_them_hold_no_number(tmp_path: Path) -> None:
    world = small_county(tmp_path).village(PROFILE.replace("103201", "103202"), "990106103202-梨园村")
    plant(world)
    steps = (("build", "--shard", "1/2"), ("build", "--shard", "2/2"), ("merge",))
    said = "".join(run(tmp_path, *words)[1] for words in steps)
    assert "PII-PHONE" in said
    assert "PII-ID" in said
    assert not any(planted in said for planted in PLANTED)
    assert holding(tmp_path / "build") == []
    assert (tmp_path / "build/site/103202/index.html").is_file()
    assert "资料有误，正在更正" in (tmp_path / "build/site/103201/021/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["gz", "br"])
def test_smaller_copies_hold_no_number(tmp_path: Path, kind: str) -> None:
    world = small_county(tmp_path).village(PROFILE.replace("103201", "103202"), "990106103202-梨园村")
    plant(world)
    run(tmp_path, "build", "--compress", kind)
    run(tmp_path, "publish", str(tmp_path / "out.zip"), "--compress", kind)
    copies = [each for each in (tmp_path / "build/site").rglob(f"*.{kind}") if b"<html" in _all_of(each)]
    assert len(copies) >= 4
    assert holding(tmp_path / "build") == []
    assert not any(planted.encode() in _all_of(tmp_path / "out.zip") for planted in PLANTED)


def test_what_is_served_holds_no_number(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    plant(world)
    world.build()
    site, wording = tmp_path / "build/site", load_wording(read_data("messages/zh.yaml"))
    desk = Desk(world.root, TODAY, wording, lambda _: True)
    with serving(site, found=world.report.diagnostics, desk=desk) as (_, port):
        paths = [f"/{path.parent.relative_to(site).as_posix()}/" for path in site.rglob("index.html")]
        pages = [unescape(get(port, path).body) for path in (*paths, DESK, "/nothing/")]
    assert "这里有身份证号" in pages[-2]
    assert "PII-PHONE" in pages[0] or "电话" in pages[0]
    assert not any(planted in page for planted in PLANTED for page in pages)


def test_the_desk_shows_no_number(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    plant(world)
    desk = Desk(world.root, TODAY, load_wording(read_data("messages/zh.yaml")), lambda _: True)
    page = unescape(desk.read("one").decode())
    assert "这里有身份证号" in page
    assert not any(planted in page for planted in PLANTED)


def test_a_number_no_longer_agreed_to_does_not_come_back(tmp_path: Path) -> None:
    profile = f"villages/{FOLDER}/村情.yaml"
    world = small_county(tmp_path).change(profile, "村委会: 0000-8812345", f"村委会: {MOBILE}")
    assert publish(tmp_path, tmp_path / "out", TODAY, 1).handed
    assert holding(tmp_path / "out") != [], "while it is agreed to, it may stand there"
    world.change(profile, MOBILE, "0000-8812345")
    assert publish(tmp_path, tmp_path / "out", TODAY, 1).handed
    report = rollback(tmp_path, tmp_path / "out", 1, TODAY, 1)
    assert report.handed
    assert report.handed.held == ("清溪村",)
    assert holding(tmp_path / "out", tmp_path / "build/site") == []


# ---- in pieces -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["、", "。", "；", "｜", "—", "·", "\t"])
def test_a_number_in_pieces_with_a_sign_between_is_found(sign: str) -> None:
    assert [hit.code for hit in find_sensitive(f"110105{sign}19491231{sign}002X")] == ["PII-ID"]
    assert [hit.code for hit in find_sensitive(f"1101051949{sign}1231002X")] == ["PII-ID"]
    if sign != "｜":  # figures stand side by side in every table
        assert [hit.code for hit in find_sensitive(f"打139{sign}1234{sign}5678")] == ["PII-PHONE"]


@pytest.mark.parametrize(
    "text", ["139、1401、1402、1403号凭证", "第138、139、140号", "2139、1234、5678", "139、1234、567"]
)
def test_numbers_in_a_row_are_no_telephone(text: str) -> None:
    assert find_sensitive(text) == ()


@pytest.mark.parametrize("row", ["1391234 | 5678", "13912345 | 678"])
def test_a_telephone_over_two_cells_holds_its_list_back(tmp_path: Path, row: str) -> None:
    world = small_county(tmp_path).publication(
        "期间: 2026年3季度\n公开日期: 2026-10-12\n审核: [{村务监督委员会: 2026-10-10 同意}]\n村务监督:\n  监督: |\n"
        f"    日期    | 事项 | 问题 | 意见\n    8月8日  | 看渠 | {row}\n",
        "2026/监督.yaml",
    )
    world.build()
    assert world.errors == ["PII-PHONE"]
    assert all(row.split(" | ", maxsplit=1)[0].encode() not in data for data in world.files().values())


def test_figures_in_neighbouring_cells_are_no_telephone(tmp_path: Path) -> None:
    world = small_county(tmp_path).change(QUARTER, "| 8,600.00", "| 1391234")
    world.change(QUARTER, "  期末余额: 4400.00", "  期末余额: -1378234").build()
    assert world.errors == []
