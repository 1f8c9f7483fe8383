"""Goals 16–23, 26–28 and 30–31 of ``facts/phone.md``, measured in a real Chromium.

Each ``find_…`` takes a telephone and the address of a page and returns what is wrong with it, as text; the tests below
ask it of every page of the fixture ``site``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from typing import Any

import pytest

from tests.browser.goals import BUDGETS

pytestmark = pytest.mark.browser

VISIBLE = """
const seen = e => { const s = getComputedStyle(e), b = e.getBoundingClientRect();
  return s.visibility !== 'hidden' && s.display !== 'none' && b.width > 0 && b.height > 0 && b.bottom > 0; };
const texts = () => { const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n = walk.nextNode(); n; n = walk.nextNode())
    if (n.data.trim() && !n.parentElement.closest('style, script, title') && seen(n.parentElement)) found.push(n);
  return found; };
const name = e => e.tagName.toLowerCase() + ' ' + e.textContent.trim().slice(0, 20);
"""


UNFOLD = "() => document.querySelectorAll('details').forEach(d => { d.open = true; })"


def ask(page: Any, body: str) -> Any:
    return page.evaluate(f"() => {{ {VISIBLE} {body} }}")


def enlarge(page: Any, factor: float) -> None:
    """Every text by ``factor``, boxes and media queries as they were: what WeChat's font setting does."""
    page.evaluate(
        """factor => [...document.querySelectorAll('body, body *')]
        .map(e => [e, parseFloat(getComputedStyle(e).fontSize)])
        .forEach(([e, size]) => { e.style.fontSize = size * factor + 'px'; })""",
        factor,
    )


def adjust(page: Any, percent: int) -> None:
    """The browser's own text size; through the style sheet's object, which the content policy allows."""
    page.evaluate(
        "rule => document.styleSheets[0].insertRule(rule)", f"html {{ -webkit-text-size-adjust: {percent}% }}"
    )


def find_small_text(phone: Any, url: str) -> list[str]:
    """Goal 16."""
    with phone.open(url) as page:
        small = ask(page, f"return texts().map(n => n.parentElement)"
                          f".filter(e => parseFloat(getComputedStyle(e).fontSize) < {BUDGETS['text']}).map(name)")  # fmt: skip
        body = ask(page, "return parseFloat(getComputedStyle(document.body).fontSize)")
    return small + ([f"body {body}px"] if body < BUDGETS["body_text"] else [])


def find_tight_lines(phone: Any, url: str) -> list[str]:
    """Goal 17."""
    with phone.open(url) as page:
        return list(ask(page, LINES + """
            const ratio = e => parseFloat(getComputedStyle(e).lineHeight) / parseFloat(getComputedStyle(e).fontSize);
            return texts().map(n => n.parentElement).filter(e => ratio(e) < LINE - 0.001).map(name)
              .concat(ratio(document.body) < BODY_LINE ? ['body'] : []);"""))  # fmt: skip


LINES = f"const LINE = {BUDGETS['line']}, BODY_LINE = {BUDGETS['body_line']};"

TARGETS = (
    f"const LEAST = {BUDGETS['target']}, MAIN = {BUDGETS['main_target']};"
    """
const targets = [...document.querySelectorAll('a[href], button, summary, input')].filter(seen);
const box = e => e.getBoundingClientRect();
"""
)


def find_small_targets(phone: Any, url: str) -> list[str]:
    """Goal 18: every target 48 px both ways, main ones 60 px high."""
    with phone.open(url) as page:
        page.evaluate(UNFOLD)
        return list(ask(page, TARGETS + """
            const least = e => e.hasAttribute('data-primary') ? MAIN : LEAST;
            return targets.filter(e => box(e).width < LEAST - 0.1 || box(e).height < least(e) - 0.1)
              .map(e => name(e) + ' ' + Math.round(box(e).width) + '×' + Math.round(box(e).height));"""))  # fmt: skip


def find_overlaps(phone: Any, url: str, factor: float = 1) -> list[str]:
    """Goals 18 and 21: no target lies on another, no letter on another."""
    with phone.open(url) as page:
        page.evaluate(UNFOLD)
        enlarge(page, factor)
        return list(ask(page, TARGETS + """
            const crossing = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
                                    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
            const pairs = (items, boxes, least) => { const found = [];
              for (let i = 0; i < items.length; i++) for (let j = i + 1; j < items.length; j++)
                if (boxes[i].some(a => boxes[j].some(b => crossing(a, b)))) found.push(items[i] + ' / ' + items[j]);
              return found; };
            const core = b => ({left: b.left, right: b.right,
              top: b.top + b.height * .2, bottom: b.bottom - b.height * .2});
            const lines = n => { const r = document.createRange(); r.selectNodeContents(n);
              return [...r.getClientRects()].map(core); };
            const nodes = texts();
            return pairs(targets.map(name), targets.map(e => [box(e)]))
              .concat(pairs(nodes.map(n => n.data.trim()), nodes.map(lines)));"""))  # fmt: skip


def find_overflow(phone: Any, url: str, width: int, change: Callable[[Any], None] | None = None) -> list[str]:
    """Goals 19–22: nothing wider than the screen, no box that scrolls sideways or cuts its text."""
    with phone.open(url, width=width) as page:
        if change:
            change(page)
        return list(ask(page, """
            const root = document.documentElement, wide = root.scrollWidth - root.clientWidth;
            const all = [...document.querySelectorAll('body *:not(input)')].filter(seen);
            const out = all.filter(e => { const b = e.getBoundingClientRect();
              return b.right > root.clientWidth + 1 || b.left < -1; });
            const cut = all.filter(e => { const s = getComputedStyle(e);
              return s.overflowX !== 'visible' && e.scrollWidth > e.clientWidth
                  || s.overflowY !== 'visible' && e.scrollHeight > e.clientHeight; });
            return (wide > 0 ? ['page by ' + wide] : []).concat(out.concat(cut).map(name));"""))  # fmt: skip


def find_split_numbers(phone: Any, url: str, width: int, factor: float) -> list[str]:
    """Goal 21: a number stays with its digits and its unit on one line."""
    with phone.open(url, width=width) as page:
        enlarge(page, factor)
        return list(ask(page, r"""
            return texts().flatMap(n => [...n.data.matchAll(/\d[\d,.]*\d?(元|万|角|分|亩|户)?/g)].filter(m => {
              const r = document.createRange(); r.setStart(n, m.index); r.setEnd(n, m.index + m[0].length);
              return new Set([...r.getClientRects()].filter(b => b.width).map(b => Math.round(b.top))).size > 1;
            }).map(m => m[0]).filter(() => !n.parentElement.closest('.url')));"""))  # fmt: skip


def find_leading_marks(phone: Any, url: str, width: int) -> list[str]:
    """Marks that close something and begin a line, which no line of Chinese may."""
    with phone.open(url, width=width) as page:
        return list(ask(page, r"""
            const top = (n, i) => { const r = document.createRange(); r.setStart(n, i); r.setEnd(n, i + 1);
              const b = r.getBoundingClientRect(); return b.width ? b.top : null; };
            return texts().flatMap(n => [...n.data.matchAll(/(?<=\S)[、，。；：？！）〕」』”]/g)].filter(m => {
              const before = top(n, m.index - 1), own = top(n, m.index);
              return before !== null && own !== null && own > before + 5;
            }).map(m => n.data.slice(Math.max(0, m.index - 8), m.index + 1)));"""))  # fmt: skip


def find_hidden_figure(phone: Any, url: str) -> list[str]:
    """Goal 23: the key figure wholly on the first screen, and begun there at twice the text size."""
    with phone.open(url) as page:
        figure = page.query_selector("[data-key-figure]")
        if not figure:
            return []
        normal = figure.bounding_box()
        enlarge(page, 2)
        double = figure.bounding_box()
    bottom, top = normal["y"] + normal["height"], double["y"]
    return [f"ends at {bottom:.0f}"] * (bottom > 640) + [f"begins at {top:.0f} at 2×"] * (top > 640)


def read_lines(phone: Any, url: str, *, script: bool) -> set[str]:
    with phone.open(url, script=script) as page:
        return {line.strip() for line in page.inner_text("body").splitlines() if line.strip()}


def find_disturbances(phone: Any, url: str) -> list[str]:
    """Goal 27: nothing pops up, sticks, is stored, asks for a login, or is fetched from elsewhere."""
    seen: list[str] = []
    with phone.open("about:blank") as page:
        page.on("dialog", lambda dialog: (seen.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda message: seen.append(f"console {message.text}"))
        page.on("pageerror", lambda error: seen.append(f"error {error}"))
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(url)
        seen += ask(page, """
            const stuck = e => ['fixed', 'sticky'].includes(getComputedStyle(e).position);
            return [...document.querySelectorAll('body *')].filter(stuck)
              .concat(...document.querySelectorAll('form, iframe, [type=password], script[src], link[rel=stylesheet]'))
              .map(name).concat(document.cookie ? ['cookie'] : [])
              .concat(localStorage.length + sessionStorage.length ? ['storage'] : []);""")  # fmt: skip
    return seen + [f"request {address}" for address in requests if _is_foreign(address, url)]


def _is_foreign(address: str, page: str) -> bool:
    return not address.startswith(("data:", "/".join(page.split("/")[:3])))


# Asked of every page -------------------------------------------------------------------------------------------------

Site = Mapping[str, str]


def collect(site: Site, find: Callable[[str], list[str]]) -> dict[str, list[str]]:
    """What is wrong, by page; pages without faults are left out."""
    return {name: found for name, url in site.items() if (found := find(url))}


@pytest.mark.parametrize(
    "find", [find_small_text, find_tight_lines, find_small_targets, find_hidden_figure, find_disturbances]
)
def test_page_is_easy_to_read_and_touch(find: Callable[[Any, str], list[str]], phone: Any, site: Site) -> None:
    assert collect(site, partial(find, phone)) == {}


@pytest.mark.parametrize("factor", [1, 2])
def test_nothing_lies_on_anything(factor: float, phone: Any, site: Site) -> None:
    assert collect(site, lambda url: find_overlaps(phone, url, factor)) == {}


@pytest.mark.parametrize("width", [360, 320, 180, 1280])
def test_nothing_is_wider_than_the_screen(width: int, phone: Any, site: Site) -> None:
    assert collect(site, lambda url: find_overflow(phone, url, width)) == {}


@pytest.mark.parametrize("width", [360, 320])
@pytest.mark.parametrize(
    "change",
    [
        partial(enlarge, factor=2),
        partial(adjust, percent=200),
        partial(enlarge, factor=3.2),
        partial(adjust, percent=320),
    ],
    ids=["2", "200%", "3.2", "320%"],
)
def test_large_text_wraps(change: Callable[[Any], None], width: int, phone: Any, site: Site) -> None:
    assert collect(site, lambda url: find_overflow(phone, url, width, change)) == {}


@pytest.mark.parametrize(("width", "factor"), [(360, 1), (360, 2), (320, 2), (180, 1)])
def test_numbers_stay_whole(width: int, factor: float, phone: Any, site: Site) -> None:
    assert collect(site, lambda url: find_split_numbers(phone, url, width, factor)) == {}


@pytest.mark.parametrize("width", [360, 320])
def test_no_line_begins_with_a_closing_mark(width: int, phone: Any, site: Site) -> None:
    """At the usual size: a phrase that is kept whole and longer than a line is still cut anywhere."""
    assert collect(site, lambda url: find_leading_marks(phone, url, width)) == {}


def test_text_size_adjustment_is_felt(phone: Any, site: Site) -> None:
    """Otherwise the two tests above that use it would prove nothing."""
    with phone.open(next(iter(site.values()))) as page:
        before = page.evaluate("document.documentElement.scrollHeight")
        adjust(page, 200)
        assert page.evaluate("document.documentElement.scrollHeight") > 1.5 * before


def test_nothing_is_lost_without_script(phone: Any, site: Site) -> None:
    for url in site.values():
        with_script = read_lines(phone, url, script=True)
        without = read_lines(phone, url, script=False)
        assert without <= with_script
        assert len(with_script - without) <= 1, "the script may add the filter's label only"


def test_dark_page_is_dark(phone: Any, site: Site) -> None:
    for url in site.values():
        with phone.open(url, dark=True) as page:
            ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert max(map(int, ground.strip("rgb()").split(","))) < 64


# Asked of single pages -----------------------------------------------------------------------------------------------


def test_sixty_rows_stay_within_twelve_screens(phone: Any, site: Site) -> None:
    with phone.open(site["subsidy"]) as page:
        assert page.evaluate("document.documentElement.scrollHeight") <= BUDGETS["screens_of_sixty_rows"] * 640
        enlarge(page, 2)
        assert page.evaluate("document.documentElement.scrollHeight") <= BUDGETS["screens_of_sixty_rows_at_twice"] * 640


def test_ledger_is_still_a_table_for_those_who_hear_it(phone: Any, site: Site) -> None:
    with phone.open(site["subsidy"]) as page:
        tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in tree if not node["ignored"]]
    assert (roles.count("table"), roles.count("row"), roles.count("rowheader")) == (1, 60 + 4, 60 + 4)


def test_filter_finds_masked_names(phone: Any, site: Site) -> None:
    with phone.open(site["subsidy"]) as page:
        for query, names in (
            ("李大明", {"李*明"}),
            ("李明", {"李*明"}),
            ("王", {"王*华"}),
            ("王明", {"王*华"}),
            ("明王", set()),
        ):
            page.fill("#q", query)
            shown = page.eval_on_selector_all(
                "tbody tr:not(.g) th", "all => all.filter(e => e.offsetParent).map(e => e.textContent)"
            )
            assert set(shown) == names
        page.fill("#q", "")
        assert page.locator("tbody tr:visible").count() == 64


def test_filter_finds_villages_by_initials(phone: Any, site: Site) -> None:
    with phone.open(site["front"]) as page:
        page.fill("#q", "XT")
        assert page.locator("li[data-k] b:visible").all_text_contents() == ["下塘村", "下塘村"]
        page.fill("#q", "清溪")
        assert page.locator("li[data-k] b:visible").all_text_contents() == ["清溪村", "清溪村"]


def test_print_loses_nothing(phone: Any, site: Site) -> None:
    """Goal 30: folded parts are open, the head of the table comes again on each page, twenty rows a sheet or more."""
    pypdfium2 = pytest.importorskip("pypdfium2")
    with phone.open(site["money"], width=1280) as page:
        document = pypdfium2.PdfDocument(BytesIO(page.pdf(prefer_css_page_size=True)))
    pages = [page.get_textpage().get_text_bounded() for page in document]
    assert "第三十二条" in "".join(pages)
    assert sum("花在哪" in text for text in pages) >= 2
    assert len(pages) <= 4
