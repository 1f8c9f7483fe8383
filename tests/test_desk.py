"""The clerk's desk: what it shows, what it covers, who may see it, and that it is never part of a site."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from html import unescape
from http.client import HTTPConnection
from pathlib import Path

import pytest

from sitegen.build import build
from sitegen.model.site import Parts
from sitegen.overlay import read_data
from sitegen.serve.desk import Desk
from sitegen.wording import load_wording
from tests.test_serve import LEDGER, get, running, serving, wait_for
from tests.worlds import CASH, FOLDER, PROFILE, TODAY, World, small_county

WORDING = load_wording(read_data("messages/zh.yaml"))


@pytest.fixture
def world(tmp_path: Path) -> World:
    return small_county(tmp_path)


def read(world: World, today: date = TODAY, *, pages: bool = False) -> str:
    desk = Desk(world.root, today, WORDING, lambda _: pages)
    return unescape(desk.read("one").decode())


def test_a_mistake_stands_with_its_cure_and_the_lines_around_it(world: World) -> None:
    page = read(world.change(LEDGER, "8,600.00", "一万二"))
    assert "1 处要改" in page
    assert "金额“一万二”不是数字" in page
    assert "改法：是不是 12000" in page
    assert "2026/2026年3季度.yaml" in page
    assert "<mark>一万二</mark>" in page
    assert "期末余额: 4400.00" in page


def test_what_is_due_comes_with_its_day_and_the_command(world: World) -> None:
    page = read(world.village(PROFILE + "起始: 2026年3季度\n"))
    assert "10月15日前公开" in page
    assert "社会捐赠" in page
    assert "sitegen 新建 季度 --村 清溪村 --期间 2026年3季度" in page
    assert "已经过了" in read(world, date(2026, 10, 16))


def test_what_waits_for_review_has_its_check_code(world: World) -> None:
    page = read(world.change(LEDGER, "审核:\n  - 村务监督委员会: 2026-10-10 同意\n", ""))
    assert "等审核 · 2026年3季度" in page
    assert re.search(r"校验码 <code>[2-9A-Z]{4}</code>", page)


def test_drafts_and_what_may_be_published_are_told_apart(world: World) -> None:
    assert "1 项可以公布" in read(world)
    page = read(world.change(LEDGER, "公开日期: 2026-10-12\n", "草稿: 是\n"))
    assert "草稿 · 2026年3季度" in page
    assert "可以公布" not in page


def test_links_lead_to_pages_that_are_there(world: World) -> None:
    assert 'href="/103201/"' in read(world, pages=True)
    assert 'href="/103201/"' not in read(world)


def test_lines_with_personal_data_are_covered_even_beside_other_mistakes(world: World) -> None:
    number = "11010519491231002X"
    rows = (
        f"    7月16日 | 记-015 | 公益支出 | 给{number}的工钱 | 清溪建筑队 | 1.00\n"
        "    7月17日 | 记-016 | 公益支出 | 修路 | 清溪建筑队 | 一百\n"
    )
    world.publication(CASH.replace("  期末余额", rows + "  期末余额"))
    page = read(world)
    assert "金额“一百”不是数字" in page
    assert "这一行有个人信息，不在这里显示" in page
    assert number not in page


def test_words_of_the_ledger_are_escaped(world: World) -> None:
    world.change(LEDGER, "8,600.00", "<script>alert(1)</script>")
    raw = Desk(world.root, TODAY, WORDING, lambda _: False).read("one").decode()
    assert "<script>alert" not in raw
    assert "&lt;script&gt;" in raw


def test_the_policy_lets_through_its_own_style_and_script_only(world: World) -> None:
    raw = Desk(world.root, TODAY, WORDING, lambda _: False).read("one").decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', raw)
    assert policy
    for tag in ("style", "script"):
        texts = re.findall(rf"<{tag}>(.*?)</{tag}>", raw, re.DOTALL)
        assert len(texts) == 1
        assert f"{tag}-src 'sha256-{b64encode(sha256(texts[0].encode()).digest()).decode()}'" in unescape(policy[1])
    assert 'style="' not in raw


def test_it_takes_no_section_of_other_languages_or_of_the_hall_screen(world: World) -> None:
    raw = Desk(world.root, TODAY, WORDING, lambda _: False).read("one").decode()
    style = raw.partition("<style>")[2].partition("</style>")[0]
    assert "summary {" in style, "what can be folded looks as on a page"
    for foreign in ("writing-mode", "Tibetan", "Naskh", "columns: 2; column-gap: 3rem", "/* only"):
        assert foreign not in style, foreign


def test_a_quiet_village_is_only_named(world: World) -> None:
    world.village(PROFILE.replace("103201", "103202"), "990106103202-下塘村")
    assert "没有要办的" in read(world)
    assert ">下塘村</a>" in read(world)


def test_it_is_for_this_machine_under_its_own_name(world: World) -> None:
    root = world.build().root / "build/site"
    desk = Desk(world.root, TODAY, WORDING, lambda _: True)
    with serving(root) as (preview, port):
        assert get(port, "/_desk/").status == 404
        preview.desk = desk
        assert "办公桌" in get(port, "/_desk/").body
        assert get(port, "/_desk").response.getheader("Location") == "/_desk/"
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/_desk/", headers={"Host": f"evil.example:{port}"})
        assert connection.getresponse().status == 404
        connection.close()


def test_no_site_has_it(world: World) -> None:
    build(world.root, TODAY, workers=1, parts=Parts(codes=False, downloads=False))
    names = {path.name for path in (world.root / "build").rglob("*")}
    assert "_desk" not in names
    assert not any("办公桌" in text.decode("utf-8", "ignore") for text in world.files().values())


def test_it_follows_the_ledgers(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    with running(world) as (_, port):
        assert "1 项可以公布" in get(port, "/_desk/").body
        world.change(f"villages/{FOLDER}/2026/2026年3季度.yaml", "4400.00", "4400.01")
        wait_for(port, "/_desk/", "1 处要改", present=True)
