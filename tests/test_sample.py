"""The sample county as a whole: nothing leads nowhere, nothing is too heavy, every figure adds up, nobody is named."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections import Counter, deque
from decimal import Decimal
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from sitegen.load.files import read_county
from sitegen.load.published import load_links
from sitegen.printing import Request, print_sheets
from sitegen.sensitive import find_sensitive
from sitegen.shared import load_site
from tests.conftest import ROOT
from tests.worlds import TODAY, World

BASE = "https://gk.example.cn"
BANNED = ("期末余额", "应付款", "原值", "科目", "台账编号", "会计分录")
"""phone facts, goal 34: the bookkeeper's words, which a villager meets only as column names of downloads."""


def pages_of(world: World) -> dict[str, str]:
    return {
        "/" + path.removesuffix("index.html"): data.decode()
        for path, data in world.files().items()
        if path.endswith(".html")
    }


@pytest.fixture(scope="module")
def pages(sample: World) -> dict[str, str]:
    return pages_of(sample)


def title_of(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page)
    assert found
    return html.unescape(found[1])


def links_of(path: str, page: str) -> set[str]:
    found = re.findall(r'(?:href|src)="([^"]+)"', page)
    addresses = (urldefrag(urljoin(BASE + path, html.unescape(each)))[0] for each in found)
    return {each.removeprefix(BASE) for each in addresses if each.startswith(BASE)}


def test_the_sample_is_clean_but_for_what_it_shows_on_purpose(sample: World) -> None:
    assert sample.errors == []
    assert set(sample.codes) == {"LATE-DUE", "LATE-CASE", "FILE-REDACT", "KEY-DRAFT", "REV-NONE", "PII-RECORD"}


def test_every_link_leads_somewhere(sample: World, pages: dict[str, str]) -> None:
    known = {"/" + path.removesuffix("index.html") for path in sample.files()}
    lost = {(path, link) for path, page in pages.items() for link in links_of(path, page) if link not in known}
    assert lost == set()
    assert not any('href="#"' in page or "javascript:" in page for page in pages.values())


def test_every_page_can_be_reached_from_the_front(pages: dict[str, str]) -> None:
    seen, waiting = {"/"}, deque(["/"])
    while waiting:
        path = waiting.popleft()
        for link in links_of(path, pages[path]):
            if link in pages and link not in seen:
                seen.add(link)
                waiting.append(link)
    orphans = set(pages) - seen - {"/404.html"}
    assert all(re.match(r"/10320[78]/", path) for path in orphans), sorted(orphans)[:9]  # boards of merged villages


def test_titles_are_short_and_unique(pages: dict[str, str]) -> None:
    titles = Counter(title_of(page) for page in pages.values())
    assert [title for title, count in titles.items() if count > 1] == []
    assert [title for title in titles if len(title) > 28] == []


def test_ids_are_unique_on_every_page(pages: dict[str, str]) -> None:
    for path, page in pages.items():
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids)), path


def test_pages_fit_into_the_first_flight(pages: dict[str, str]) -> None:
    sizes = {path: len(gzip.compress(page.encode(), 9)) for path, page in pages.items()}
    assert max(sizes.values()) <= 14_000
    homes = {path: size for path, size in sizes.items() if re.fullmatch(r"/\d{6}/", path)}
    assert {path: size for path, size in homes.items() if size > 6 * 1024} == {}
    assert max(page.count("<") for page in pages.values()) < 3_000  # at most 1,500 elements, each opened and closed


def test_every_printed_address_has_a_page(sample: World, pages: dict[str, str]) -> None:
    printed = [
        link.path
        for file in sorted((sample.root / "links").glob("*.csv"))
        for link in load_links(file.stem, file.read_bytes())[0]
    ]
    assert len(printed) > 250
    assert [path for path in printed if path not in pages] == []


def test_codes_of_pages_open_these_pages(sample: World, pages: dict[str, str]) -> None:
    """One picture of every ten: all are made by one function from their own address."""
    site = sample.root / "build/site"
    coded = sorted(path for path in pages if (site / path.strip("/") / "code.png").exists())
    assert len(coded) > 1000
    for path in (*coded[::10], "/103201/", "/103201/021/", "/103201/141/7/", "/r/990106103/"):
        file = site / path.strip("/") / "code.png"
        picture = Image.open(file)
        assert picture.width >= 300
        assert file.stat().st_size <= 1024
        assert [code.text for code in zxingcpp.read_barcodes(picture)] == [BASE + path]
        printed = re.fullmatch(r"/\d{6}/(\d{3}/)?(\d+/)?|/r/\d+/", path)
        assert len(BASE + path) <= (42 if printed else 46), "a part of an event is never printed and still a small code"


def test_no_personal_data_in_any_page(sample: World) -> None:
    allowed = set(re.findall(r"0000-\d+", (sample.root / "sitegen.yaml").read_text(encoding="utf-8")))
    for path, data in sample.files().items():
        if not path.endswith((".html", ".csv", ".json")):
            continue
        text = re.sub(r"<style>.*?</style>|content=\"default-src[^\"]*\"", "", data.decode(), flags=re.DOTALL)
        for number in re.findall(r"\d{11,}", text):
            hits = [hit.code for hit in find_sensitive(number) if hit.code in ("PII-ID", "PII-PHONE")]
            assert hits == [] or number in allowed, (path, number)


def test_private_lists_name_nobody_online(sample: World) -> None:
    """Every name in the ledgers' private lists is in no page and no download."""
    names: set[str] = set()
    for file in sorted(sample.root.glob("villages/*/2*/*.yaml")):
        text = file.read_text(encoding="utf-8")
        for item in ("最低生活保障", "高龄津贴", "特困人员供养", "残疾人两项补贴", "临时救助和医疗救助"):
            block = re.search(rf"^{item}:\n((?:  .*\n|\n)+)", text, re.MULTILINE)
            names |= set(re.findall(r"\b\d+ *\| *([\u4e00-\u9fff]{3}) ", block[1])) if block else set()
    assert len(names) > 40
    public = "\n".join(
        data.decode() for path, data in sample.files().items() if path.endswith((".html", ".csv", ".json"))
    )
    officers = set(re.findall(r"姓名: *([\u4e00-\u9fff]{2,4})", "\n".join(
        path.read_text(encoding="utf-8") for path in sample.root.glob("villages/*/村情.yaml"))))  # fmt: skip
    assert {name for name in names - officers if name in public} == set()


def test_cash_pages_add_up(sample: World) -> None:
    """opening + in − out = closing, read back from the downloads the pages offer (goal 32)."""
    count = 0
    for path, data in sample.files().items():
        if not re.fullmatch(r"\d{6}/021/\d{4}q\d/data\.json", path):
            continue
        record = json.loads(data)
        for part in {table["part"] for table in record["tables"]}:
            tables = {table["name"]: table["rows"] for table in record["tables"] if table["part"] == part}
            overview = {row["项目"]: row["内容"] for row in tables["概况"]}
            income, expense = (
                sum(Decimal(row["金额（元）"]) for row in tables.get(name, [])) for name in ("进账", "出账")
            )
            opening, closing = (Decimal(overview[f"{name}（元）"]) for name in ("期初余额", "期末余额"))
            assert opening + income - expense == closing, (path, part)
            count += 1
    assert count > 40


def test_pages_speak_the_villagers_words(pages: dict[str, str]) -> None:
    for path, page in pages.items():
        body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
        if "/about/" in path:
            continue
        explained = re.search(r"这一项是什么</h2>(.*?)</section>", body, re.DOTALL)
        known = explained[1] if explained else ""
        assert [word for word in BANNED if word in body and word not in known] == [], path


def test_every_first_screen_has_its_figure(pages: dict[str, str]) -> None:
    without = [path for path, page in pages.items() if "data-key-figure" not in page]
    items = [path for path in without if re.fullmatch(r"/10320[1-6]/(\d{3}/(\w+(-\w+)?/)?)?", path)]
    assert [path for path in items if "data-state" not in pages[path]] == []


def test_every_feature_is_seen_on_the_sample(pages: dict[str, str]) -> None:
    """docs/features.md names a page and words on it for each."""
    rows = re.findall(
        r"^\| \S+ \| (.+?) \| `(.+?)` \| (.+?) \|$", (ROOT / "docs/features.md").read_text("utf-8"), re.MULTILINE
    )
    assert len(rows) > 40
    assert [(path, words) for _, path, words in rows if words not in _read(pages[path])] == []
    assert "没有的功能" not in _read(pages["/103201/"])


def _read(page: str) -> str:
    """What stands on a page and in its style."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<wbr>|</?[a-z][^>]*>", "", page)))


def test_proofs_can_be_opened(sample: World, pages: dict[str, str]) -> None:
    """The picture before and the one after, and the recording: they are there, and they are not the same."""
    proofs = re.findall(r'<a href="/(103201/files/[^"]+)">看佐证', pages["/103201/ask/"])
    assert len({sample.files()[name] for name in proofs}) == 2
    (sound,) = re.findall(r'<audio [^>]*src="/([^"]+)"', pages["/103201/021/2026q3/"])
    assert sample.files()[sound].startswith(b"\xff")


def test_building_again_and_tomorrow_changes_nothing(sample: World) -> None:
    before = sample.files()
    sample.build(parts=sample_parts())
    assert (sample.report.made, sample.report.written) == (0, 0)
    assert sample.files() == before


def sample_parts():  # type: ignore[no-untyped-def]
    from sitegen.model.site import Parts

    return Parts()


def test_the_sample_is_made_up(sample: World) -> None:
    """Codes from 99, telephones 0000-…: no real place, no real number."""
    for file in (*sample.root.glob("villages/*/*.yaml"), sample.root / "sitegen.yaml"):
        text = file.read_text(encoding="utf-8")
        assert re.findall(r"\b(?!0000)0\d{2,3}-\d{7,8}", text) == []
    assert all(folder.name.startswith("99") for folder in Path(sample.root / "villages").iterdir())


def test_what_is_broadcast_can_be_read_out_by_anybody(pages: dict[str, str]) -> None:
    """At most 200 signs, no digit, no bracket or colon after the first, nothing that needs eyes; of every item shown."""
    said = {
        path: re.sub(r"<[^>]+>|\s", "", found[1])
        for path, page in pages.items()
        if (found := re.search(r"<blockquote>(.*?)</blockquote>", page, re.DOTALL))
    }
    assert len({path.split("/")[2] for path in said}) > 50
    for path, text in said.items():
        assert len(text) <= 200, path
        body = text.partition("：")[2]
        assert not re.search(r"[0-9A-Za-z〔〕（）：；…]|下面", body), (path, text)
        assert body.endswith("请打村委会电话。")
        assert body.count("。") >= 2, (path, text)


@pytest.mark.parametrize("item", ["上级专项资金", "债权债务"])
def test_no_review_sheet_wastes_a_page_on_its_heading(sample: World, item: str) -> None:
    """One wide row and the opinion about it have one page: else the first would hold nothing else."""
    site, _ = load_site(read_county(sample.root), TODAY)
    known = site.catalogue.by_name(item)
    assert known
    files = print_sheets(sample.root, site, Request("review", "a4", item=known.number)).files
    firsts = [pypdfium2.PdfDocument(file)[0].get_textpage().count_chars() for file in files]
    assert len(firsts) >= 5
    assert min(firsts) > 200
