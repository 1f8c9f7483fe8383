"""Goals that are read off the built files: sizes, nodes, steps between pages. No browser, no clock."""

from __future__ import annotations

import gzip
import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import yaml

BUDGETS: Mapping[str, Any] = yaml.safe_load((Path(__file__).parent / "budgets.yaml").read_text(encoding="utf-8"))

Pages = Mapping[str, str]
"""Site path → HTML."""

VOID = frozenset("meta link img input br hr wbr path".split())
FIRST_FLIGHT = 14_600
"""Ten segments of 1,460 bytes (RFC 6928)."""
ROUND_TRIP, BYTES_A_MILLISECOND = 400, 50
"""The cold connection of goal 10: 400 ms, 400 kbit/s; DNS, TCP, TLS 1.3 and the request are four round trips."""


class _Reader(HTMLParser):
    """Elements, links, scripts and whatever is fetched from elsewhere."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements = 0
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.script = ""
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements += 1
        self._inside = tag
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        self.fetched += [given[name] for name in ("src", "srcset", "data", "poster") if name in given]
        if tag == "link" and given.get("rel") in ("stylesheet", "preload", "icon", "manifest"):
            self.fetched.append(given.get("href", ""))

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.script += data

    def handle_endtag(self, tag: str) -> None:
        del tag
        self._inside = ""


@cache
def read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader


def gzip_size(text: str) -> int:
    return len(gzip.compress(text.encode(), 9, mtime=0))


def cold_start(size: int) -> float:
    """Milliseconds until the last byte of ``size`` bytes has come over a cold HTTPS connection (goal 10)."""
    more = 1 if size > FIRST_FLIGHT else 0
    waited = max(ROUND_TRIP * more, min(size, FIRST_FLIGHT) / BYTES_A_MILLISECOND)
    return 4 * ROUND_TRIP + waited + max(size - FIRST_FLIGHT, 0) / BYTES_A_MILLISECOND


def find_heavy_pages(path: str, page: str) -> list[str]:
    """Goals 1 and 10."""
    size = gzip_size(page)
    most = BUDGETS["home_gzip"] if re.fullmatch(r"/\d{6}/", path) else BUDGETS["html_gzip"]
    heavy = [f"{size} bytes"] if size > most else []
    return heavy + ([f"{cold_start(size):.0f} ms"] if cold_start(size) > BUDGETS["cold_start"] else [])


def find_crowded_pages(path: str, page: str) -> list[str]:
    """Goal 5."""
    del path
    count = read(page).elements
    return [f"{count} elements"] if count > BUDGETS["nodes"] else []


def find_heavy_scripts(path: str, page: str) -> list[str]:
    """Goal 4: scripts inside the page, fonts and anything fetched from elsewhere."""
    del path
    reader = read(page)
    found = [f"script {gzip_size(reader.script)}"] if gzip_size(reader.script) > BUDGETS["script_gzip"] else []
    found += [f"font {each}" for each in re.findall(r"@font-face|@import", page)]
    return found + [each for each in reader.fetched if re.match(r"(https?:)?//", each)]


def find_blocked_zoom(path: str, page: str) -> list[str]:
    """Goal 28: neither the viewport nor the style keeps people from enlarging the text."""
    del path
    return re.findall(r"user-scalable|maximum-scale|minimum-scale|text-size-adjust\s*:\s*(?:none|100%)", page)


def find_poor_titles(path: str, page: str) -> list[str]:
    """Goal 35, without uniqueness."""
    del path
    title = re.search(r"<title>(.*?)</title>", page)
    if title is None:
        return ["no title"]
    return [title[1]] if len(title[1]) > BUDGETS["title"] or not title[1].strip() else []


_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_ROW = re.compile(r'<tr(?: id="[^"]*")?><th scope="row">.*?<td class="f">(.*?)</td>', re.DOTALL)
_BODY = re.compile(r"<tbody.*?</tbody>", re.DOTALL)
_TOTAL = re.compile(r"合计(-?[\d,]+\.\d\d)元")
_SUBTOTAL = re.compile(r'<tr class="g">.*?<td class="f">(.*?)</td>', re.DOTALL)
_AMOUNT = re.compile(r"-?[\d,]+\.\d\d")


def find_wrong_totals(path: str, page: str) -> list[str]:
    """Goal 32: every total and subtotal in a table of money is the sum of the rows under it, read back from the page.

    A list that goes on over several pages has its total on each of them; it is not held against one page's rows.
    """
    if re.search(r"/p\d+/", path) or 'aria-label="清单的各页"' in page:
        return []
    found = []
    for table in _TABLE.findall(page):
        if "（元）</th>" not in table:
            continue
        total = _TOTAL.search(_text(table.partition("</caption>")[0]))
        rows = [_cents(cell) for cell in _ROW.findall(table)]
        if total and _cents(total[1]) != sum(rows):
            found.append(f"total {total[1]}, rows {sum(rows)}")
        for body in _BODY.findall(table):
            subtotal = [each for cell in _SUBTOTAL.findall(body) for each in _AMOUNT.findall(_text(cell))]
            own = sum(_cents(cell) for cell in _ROW.findall(body))
            if subtotal and _cents(subtotal[-1]) != own:
                found.append(f"subtotal {subtotal[-1]}, rows {own}")
    return found


def _text(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def _cents(cell: str) -> int:
    found = _AMOUNT.search(_text(cell))
    return int(found[0].replace(",", "").replace(".", "")) if found else 0


_KEY = re.compile(r'<div class="key">(.*?)</div>', re.DOTALL)
_FIGURE = re.compile(r"<strong[^>]*data-key-figure>(.*?)</strong>", re.DOTALL)


_WHY = re.compile(r'<section class="why">(.*?)</section>', re.DOTALL)
_PERIODIC = re.compile(r"/\d{6}/\d{3}/\d{4}(?:q\d|m\d\d|y)/")
_COMPARED = re.compile(r"[比和](?:上|去)|头一回公开|没法比")
_SOURCE = re.compile(r"钱从哪来|上级|国家|财政|集体|村里|党员交")


def find_unsupported_figures(path: str, page: str) -> list[str]:
    """Goal 33: a key figure of money in words has the exact amount beside it; a period's page compares it with an earlier
    one or says why not, and says whose money it is, in its key sentences or where it explains the item."""
    block, figure = _KEY.search(page), _FIGURE.search(page)
    words = _text(figure[1]) if figure else ""
    if block is None or not re.search(r"(元|角|分)$", words) or not re.match(r"/\d{6}/\d{3}/", path):
        return []
    said, explained = _text(block[1]), _WHY.search(page)
    exact = re.fullmatch(r"[\d,]{1,5}元", words) or _AMOUNT.search(said)
    found = [] if exact else [f"{words} without the exact amount"]
    if _PERIODIC.fullmatch(path):
        found += [] if _COMPARED.search(said) else [f"{words} compared with nothing"]
        found += [] if _SOURCE.search(said + (explained[1] if explained else "")) else [f"{words} of nobody's money"]
    return found


_CODE = re.compile(r'<img src="[^"]*code\.png"')


def find_missing_codes(path: str, page: str) -> list[str]:
    """Goal 36, without what is in the picture: a page has one picture, its own code."""
    pictures = page.count("<img ")
    wanted = 0 if path == "/404.html" or re.fullmatch(r"/10320[78]/.*", path) else 1
    return [] if pictures == len(_CODE.findall(page)) == wanted else [f"{pictures} pictures"]


_ARTICLE = re.compile(r'<article id="c\d+">(.*?)</article>', re.DOTALL)


def find_quiet_corrections(path: str, page: str) -> list[str]:
    """Goal 39: a correction shows what stood there, what stands there now, the day, the kind and the reason."""
    del path
    found = []
    for article in _ARTICLE.findall(page):
        old, new = (re.search(rf"<{tag}>(.+?)</{tag}>", article, re.DOTALL) for tag in ("del", "ins"))
        day = re.search(r"<h3>\d{4}年\d+月\d+日　\S+</h3>", article)
        reason = re.search(r"<dt>为什么</dt><dd>[^<]*\S[^<]*", article)
        if not (old and new and day and reason and old[1] != new[1]):
            found.append(_text(article).strip()[:60])
    return found


def find_lost_addresses(promised: Iterable[str], pages: Pages) -> list[str]:
    """Goal 38: addresses that were printed or published once and have no page now."""
    return sorted(path for path in set(promised) if path not in pages)


CHECKS: tuple[Callable[[str, str], list[str]], ...] = (
    find_heavy_pages,
    find_crowded_pages,
    find_heavy_scripts,
    find_blocked_zoom,
    find_poor_titles,
    find_wrong_totals,
    find_unsupported_figures,
    find_missing_codes,
    find_quiet_corrections,
)


def find_distant_pages(pages: Pages, start: str, wanted: Iterable[str], steps: int) -> list[str]:
    """Goal 24: pages of ``wanted`` that are further than ``steps`` taps from ``start``, or not to be reached."""
    taps, waiting = {start: 0}, deque([start])
    while waiting:
        path = waiting.popleft()
        for link in read(pages[path]).links:
            target = urldefrag(urljoin(path, link))[0]
            if target in pages and target not in taps:
                taps[target] = taps[path] + 1
                waiting.append(target)
    return sorted(path for path in wanted if taps.get(path, steps + 1) > steps)
