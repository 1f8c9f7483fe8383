"""The goals of budgets.yaml on every page of the sample county, and a planted fault for every check."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sitegen.load.published import load_links
from sitegen.model.ledger import ASKED
from tests.browser import goals, tools
from tests.browser.conftest import FLAGS, SAMPLE, serve_folder
from tests.browser.goals import BUDGETS
from tests.worlds import World

HEAD = '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>清溪村钱账</title></head>'


PICTURE = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><!--" + b"x" * 9000 + b"--></svg>"


def plant(body: str, head: str = "") -> str:
    return HEAD.replace("</head>", head + "</head>") + f"<body><main>{body}</main></body></html>"


@pytest.fixture(scope="module")
def pages(sample: World) -> dict[str, str]:
    return {
        "/" + path.removesuffix("index.html"): data.decode()
        for path, data in sample.files().items()
        if path.endswith(".html")
    }


# Read off the files --------------------------------------------------------------------------------------------------

PLANTED = {
    goals.find_heavy_pages: plant("".join(f"<p>{number * 7919}元</p>" for number in range(9000))),
    goals.find_crowded_pages: plant("<p>字</p>" * 1500),
    goals.find_heavy_scripts: plant("<img src='https://cdn.example.com/logo.png' alt=''>"),
    goals.find_blocked_zoom: plant("", "<meta name=viewport content='width=device-width,user-scalable=no'>"),
    goals.find_poor_titles: plant("").replace("清溪村钱账", "清溪村钱账" * 8),
    goals.find_wrong_totals: plant(
        "<table><caption><b>出账</b> <span>2笔，合计300.01元</span></caption>"
        '<thead><tr><th scope="col">摘要</th><th scope="col" class="f">金额（元）</th></tr></thead><tbody>'
        '<tr id="t1"><th scope="row">买纸</th><td class="f">100.00</td></tr>'
        '<tr><th scope="row">买灯</th><td class="f">200.00</td></tr></tbody></table>'
    ),
    goals.find_unsupported_figures: plant(
        '<div class="key"><p>出账<strong class="big" data-key-figure>13万1,750元5角</strong>。</p></div>'
    ),
    goals.find_missing_codes: plant("<img src='logo.png' alt=''>"),
    goals.find_quiet_corrections: plant(
        '<article id="c1"><h3>2026年7月28日　公开表抄错</h3><p>出账 记-014 金额</p><dl><div><dt>原来</dt><dd>'
        "<del>6,800.00元</del></dd></div><div><dt>改成</dt><dd><ins>8,600.00元</ins></dd></div></dl></article>"
    ),
}


@pytest.mark.parametrize("check", goals.CHECKS)
def test_every_page_keeps_within_its_budget(check: Callable[[str, str], list[str]], pages: dict[str, str]) -> None:
    assert {path: found for path, page in pages.items() if (found := check(path, page))} == {}


@pytest.mark.parametrize("check", goals.CHECKS)
def test_every_budget_can_be_overdrawn(check: Callable[[str, str], list[str]]) -> None:
    assert check("/103201/021/", PLANTED[check])


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("13万1,750元5角</strong> 131,750.50元。比去年同季多花1万元。", "nobody's money"),
        ("13万1,750元5角</strong> 131,750.50元。都是村里的钱。", "compared with nothing"),
        ("13万1,750元5角</strong>，比去年同季多花1万元。都是村里的钱。", "without the exact amount"),
    ],
)
def test_each_thing_a_figure_needs_is_missed(sentence: str, fault: str) -> None:
    page = plant(f'<div class="key"><p>出账<strong class="big" data-key-figure>{sentence}</p></div>')
    (found,) = goals.find_unsupported_figures("/103201/021/2026q3/", page)
    assert fault in found


def test_no_address_once_printed_or_published_is_lost(sample: World, pages: dict[str, str]) -> None:
    """Goal 38: the register of printed addresses, and every disclosure that was ever published; questions share a page."""
    printed = [
        link.path
        for file in sorted((sample.root / "links").glob("*.csv"))
        for link in load_links(file.stem, file.read_bytes())[0]
    ]
    published = [
        f"/{log.parent.name}/{line['item']}/" + (f"{line['period']}/" if line["item"] != ASKED else "")
        for log in sorted((sample.root / "published").glob("*/log.jsonl"))
        for line in map(json.loads, log.read_text(encoding="utf-8").splitlines())
    ]
    assert len(printed) > 250
    assert len(published) > 1000
    assert goals.find_lost_addresses([*printed, *published], pages) == []
    assert goals.find_lost_addresses(["/103201/999/"], pages) == ["/103201/999/"]


def test_corrections_of_the_sample_are_on_their_page_and_in_the_list(pages: dict[str, str]) -> None:
    """Goal 39 would hold on a county without corrections, too."""
    listed = {path: page.count('<article id="c') for path, page in pages.items() if path.endswith("/changes/")}
    shown = {
        path: page.count('<article id="c') for path, page in pages.items() if re.fullmatch(r"/\d{6}/\d{3}/\d\w+/", path)
    }
    assert sum(listed.values()) == sum(shown.values()) >= 3


def test_a_long_script_and_a_font_are_noticed() -> None:
    noise = "".join(f"f{number * 7919 % 10007}();" for number in range(900))
    assert goals.find_heavy_scripts("/", plant(f"<script>{noise}</script>"))
    assert goals.find_heavy_scripts("/", plant("", "<style>@font-face{src:url(a.woff2)}</style>"))


def test_home_has_a_budget_of_its_own() -> None:
    body = plant("".join(f"<p>{number * 7919}元</p>" for number in range(2600)))
    assert goals.find_heavy_pages("/103201/", body)
    assert not goals.find_heavy_pages("/103201/021/", body)


@pytest.mark.parametrize(("size", "milliseconds"), [(4_300, 1_686), (14_000, 1_880), (15_000, 2_008), (300_000, 7_708)])
def test_cold_start_follows_the_first_flight(size: int, milliseconds: int) -> None:
    assert round(goals.cold_start(size)) == milliseconds


@pytest.mark.parametrize("village", ["/103201/", "/103206/"])
def test_everything_is_two_taps_from_the_poster(village: str, pages: dict[str, str]) -> None:
    own = [path for path in pages if path.startswith(village)]
    newest = [path for path in own if re.fullmatch(r"/\d{6}/\d{3}/", path)]
    assert goals.find_distant_pages(pages, village, newest, BUDGETS["taps_to_newest"]) == []
    assert goals.find_distant_pages(pages, village, own, BUDGETS["taps_to_anything"]) == []


def test_a_page_three_taps_away_is_noticed() -> None:
    chain = {f"/{number}/": plant(f"<a href='/{number + 1}/'>下一页</a>") for number in range(4)}
    assert goals.find_distant_pages(chain, "/0/", chain, 2) == ["/3/"]


def test_scripts_are_understood_by_old_phones(pages: dict[str, str]) -> None:
    scripts = {script for page in pages.values() if (script := goals.read(page).script)}
    assert scripts, "the name filter is somewhere"
    assert [tools.find_newer_syntax(each, BUDGETS["script_year"]) for each in scripts] == [""] * len(scripts)
    assert tools.find_newer_syntax("let a = b?.c", BUDGETS["script_year"])


def test_nu_finds_no_error(sample: World, tmp_path: Path) -> None:
    """Goal 15: one page of every kind and those of ``SAMPLE``; and a planted error is found."""
    site = sample.root / "build/site"
    kinds: dict[str, Path] = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        kinds.setdefault(re.sub(r"\d{4}[yqmd]\d*", "期", re.sub(r"^\d{6}/(?:\d{3}/)?", "村/", name)), path)
    wrong = tmp_path / "wrong.html"
    wrong.write_text(plant("<ul><p>不是列表</p></ul>"), encoding="utf-8")
    named = {site / path.strip("/") / "index.html" for path in SAMPLE}
    found = tools.run_nu([*sorted({*kinds.values(), *named}), wrong])
    assert [each for each in found if "wrong.html" not in each] == []
    assert [each for each in found if "wrong.html" in each]


# Measured in the browser ---------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_axe_finds_nothing(phone: Any, sample: World) -> None:
    """Goals 13 and 14, light and dark."""
    source = tools.read_axe()
    found: dict[str, list[str]] = {}
    with serve_folder(sample.root / "build/site") as base:
        for path in SAMPLE:
            with phone.open(base + path) as page:
                light = tools.run_axe(page, source)
                page.emulate_media(color_scheme="dark")
                found[path] = light + tools.run_axe(page, "", tools.CONTRAST)
    assert {path: broken for path, broken in found.items() if broken} == {}


@pytest.mark.browser
def test_axe_finds_what_is_planted(phone: Any) -> None:
    source = tools.read_axe()
    with phone.open("about:blank") as page:
        page.set_content(plant("<h1>账</h1><img src='a.png'><p style='color:#767676'>看不清</p>"))
        rules = {each.partition(":")[0] for each in tools.run_axe(page, source)}
    assert {"image-alt", "color-contrast-enhanced"} <= rules


LIGHTHOUSE = ("/", "/103201/", "/103201/021/", "/103201/141/1/", "/103206/ask/")
"""Five kinds of pages that search engines may keep: what says ``noindex`` is no matter of goal 11's SEO."""


@pytest.mark.browser
def test_lighthouse_finds_nothing(sample: World) -> None:
    """Goal 11 without its times, which need a quiet machine (bench/phone.py)."""
    wanted = {name: least for name, least in BUDGETS["lighthouse"].items() if name != "performance"}
    settings = (f"--only-categories={','.join(wanted)}", "--throttling-method=provided")
    with serve_folder(sample.root / "build/site") as base:
        scores = {path: tools.run_lighthouse(base + path, FLAGS, *settings) for path in LIGHTHOUSE}
    assert {
        path: seen for path, seen in scores.items() if any(seen[name] < least for name, least in wanted.items())
    } == {}


@pytest.mark.browser
def test_lighthouse_finds_what_is_planted(tmp_path: Path) -> None:
    blurred = plant(
        "<h1>账</h1><img src='a.png'><p style='color:#999'>看不清</p>", "<meta name=robots content=noindex>"
    )
    (tmp_path / "index.html").write_text(blurred, encoding="utf-8")
    with serve_folder(tmp_path) as base:
        seen = tools.run_lighthouse(
            base + "/", FLAGS, "--only-categories=accessibility,seo", "--throttling-method=provided"
        )
    assert seen["accessibility"] < BUDGETS["lighthouse"]["accessibility"]
    assert seen["seo"] < BUDGETS["lighthouse"]["seo"]


def find_traffic(phone: Any, url: str) -> list[str]:
    """Goals 2 and 3: what a first visit fetches, and what of it before anything is seen."""
    with phone.open("about:blank") as page:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        fetched: list[float] = []
        session.on("Network.loadingFinished", lambda event: fetched.append(event["encodedDataLength"]))
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(url, wait_until="load")
        blocking = page.evaluate(
            "() => performance.getEntriesByType('resource').filter(e => e.renderBlockingStatus === 'blocking').length"
        )
    network = [each for each in asked if not each.startswith("data:")]
    found = [f"{len(network)} requests"] if len(network) > BUDGETS["requests"] else []
    found += [f"{blocking + 1} before paint"] if blocking + 1 > BUDGETS["requests_before_paint"] else []
    return found + ([f"{sum(fetched):.0f} bytes"] if sum(fetched) > BUDGETS["wire"] else [])


@pytest.mark.browser
def test_a_visit_fetches_little(phone: Any, sample: World) -> None:
    with serve_folder(sample.root / "build/site") as base:
        assert {path: found for path in SAMPLE if (found := find_traffic(phone, base + path))} == {}


@pytest.mark.browser
def test_needless_requests_are_noticed(phone: Any, tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("p{color:red}", encoding="utf-8")
    for number in range(4):
        (tmp_path / f"{number}.svg").write_bytes(PICTURE)
    images = "".join(f"<img src='{number}.svg' alt=''>" for number in range(4))
    (tmp_path / "index.html").write_text(plant(images, "<link rel=stylesheet href=a.css>"), encoding="utf-8")
    with serve_folder(tmp_path) as base:
        found = find_traffic(phone, base + "/")
    assert [each.partition(" ")[2] for each in found] == ["requests", "before paint", "bytes"]
