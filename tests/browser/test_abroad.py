"""Pages in other languages, in a real Chromium: from right to left, with stacked signs, with upright headings; a map among them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sitegen.model.site import Parts
from tests.browser import test_phone as goals
from tests.browser import tools
from tests.browser.conftest import serve_folder
from tests.browser.test_goals import plant
from tests.conftest import COUNTY, ROOT
from tests.worlds import FOLDER, World

pytestmark = pytest.mark.browser

LANGUAGES = ("zh-Hant", "en", "ug", "bo", "mn-Mong")
BEGUN = ("ug", "bo", "mn-Mong")
"""Prepared: a few words are translated, the rest is Chinese, and every page says so."""
KINDS = ("/103201/", "/103201/021/", "/103201/242/", "/103201/map/", "/103201/ask/")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The newest quarter of one village of the sample, in six languages."""
    root = tmp_path_factory.mktemp("abroad")
    for name in COUNTY:
        if not (ROOT / name).is_dir():
            shutil.copy2(ROOT / name, root / name)
    older = shutil.ignore_patterns("2025", "2026年[12]季度.yaml", "*耕地补贴*")
    shutil.copytree(ROOT / "villages" / FOLDER, root / "villages" / FOLDER, ignore=older)
    others = shutil.ignore_patterns(*(each.name for each in (ROOT / "cases").glob("*") if each.stem != FOLDER[:12]))
    shutil.copytree(ROOT / "cases", root / "cases", ignore=others)
    profile = root / "villages" / FOLDER / "村情.yaml"
    profile.write_text(re.sub(r"起始: .*", "起始: 2026年3季度", profile.read_text("utf-8")), "utf-8")
    with (root / "sitegen.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"语言: [zh-Hans, {', '.join(LANGUAGES)}]\n")
    world = World(root).build(parts=Parts(codes=True, downloads=False))
    assert world.errors == []
    return root / "build" / "site"


@pytest.fixture(scope="module")
def base(folder: Path) -> Iterator[str]:
    with serve_folder(folder) as address:
        yield address


def find_wrong_direction(phone: Any, url: str, direction: str) -> list[str]:
    """The page runs in its direction, and in every row of one line the figure stands at the end of it."""
    with phone.open(url) as page:
        return list(goals.ask(page, f"const wanted = '{direction}';" + """
            const found = getComputedStyle(document.documentElement).direction === wanted ? [] : ['page'];
            const rows = [...document.querySelectorAll('tr, .rows a')].map(e => [e, [...e.children].filter(seen)]);
            return found.concat(rows.filter(([e, cells]) => {
              if (cells.length < 2) return false;
              const [one, other] = cells.map(c => c.getBoundingClientRect());
              return Math.abs(one.top - other.top) < 9 && (one.left < other.left) !== (wanted === 'ltr');
            }).map(([e]) => name(e)));"""))  # fmt: skip


def find_lying_headings(phone: Any, url: str) -> list[str]:
    """Translated headings stand, lines from left to right; what is Chinese, and every list, lies."""
    with phone.open(url) as page:
        return list(goals.ask(page, """
            const mode = e => getComputedStyle(e).writingMode;
            const headings = [...document.querySelectorAll('h1, h2')].filter(seen);
            const foreign = headings.filter(e => !e.lang && !e.querySelector('[lang]'));
            const lying = foreign.filter(e => mode(e) !== 'vertical-lr' || e.offsetHeight < e.offsetWidth);
            const chinese = headings.filter(e => e.lang && mode(e) !== 'horizontal-tb');
            const tables = [...document.querySelectorAll('table, dl, .rows')].filter(e => mode(e) !== 'horizontal-tb');
            return (foreign.length ? [] : ['no heading is translated']).concat([...lying, ...chinese, ...tables].map(name));
            """))  # fmt: skip


def find_silence(phone: Any, url: str) -> list[str]:
    """What is not translated yet is said on the first screen, with its number."""
    with phone.open(url) as page:
        said = page.query_selector("header > p.soft")
        if said is None or not re.search(r"\d", said.text_content()):
            return ["nothing said"]
        box = said.bounding_box()
    return [f"ends at {box['y'] + box['height']:.0f}"] if box["y"] + box["height"] > 640 else []


def collect(base: str, tag: str, find: Any) -> dict[str, list[str]]:
    return {path: found for path in KINDS if (found := find(f"{base}/{tag}{path}"))}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_nothing_is_wider_than_the_screen_at_once_and_twice_the_text(tag: str, phone: Any, base: str) -> None:
    once, twice = partial(goals.find_overflow, width=360), partial(goals.enlarge, factor=2)
    assert collect(base, tag, partial(once, phone)) == {}
    assert collect(base, tag, partial(once, phone, change=twice)) == {}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_page_runs_in_its_direction(tag: str, phone: Any, base: str) -> None:
    direction = "rtl" if tag == "ug" else "ltr"
    assert collect(base, tag, lambda url: find_wrong_direction(phone, url, direction)) == {}
    assert find_wrong_direction(phone, f"{base}/{tag}/103201/021/", "rtl" if direction == "ltr" else "ltr")


def test_mongolian_headings_stand_and_tables_lie(phone: Any, base: str) -> None:
    assert find_lying_headings(phone, f"{base}/mn-Mong/103201/map/") == []
    assert find_lying_headings(phone, f"{base}/en/103201/map/"), "those of the others lie"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_what_is_not_translated_is_said(tag: str, phone: Any, base: str) -> None:
    found = collect(base, tag, partial(find_silence, phone))
    assert found == ({} if tag in BEGUN else {path: ["nothing said"] for path in KINDS})


@pytest.mark.parametrize("tag", LANGUAGES)
def test_axe_finds_nothing_in_any_language(tag: str, phone: Any, base: str) -> None:
    source, found = tools.read_axe(), {}
    for path in ("/103201/", "/103201/021/", "/103201/map/"):
        with phone.open(f"{base}/{tag}{path}") as page:
            found[path] = tools.run_axe(page, source)
    assert {path: broken for path, broken in found.items() if broken} == {}


def test_nu_finds_no_error_in_any_language(folder: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.html"
    wrong.write_text(plant("<bdi><p>段落不能在这里</p></bdi>"), encoding="utf-8")
    pages = [folder / tag / path.strip("/") / "index.html" for tag in LANGUAGES for path in KINDS]
    found = tools.run_nu([*pages, wrong])
    assert [each for each in found if "wrong.html" not in each] == []
    assert [each for each in found if "wrong.html" in each]
