"""A view becomes a page: one HTML file with everything in it, readable without script and locked by a content policy.

Templates are data of a theme and run in Jinja's sandbox, escaping everything. Nothing gets round the escaping except
three filters made here (``say``, ``headline``, ``amount``), notes cleaned by nh3, and the chart of ``outputs.chart``.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct

from sitegen.outputs.marks import mark_chinese
from sitegen.outputs.texts import make_notes, say, say_amount, say_headline
from sitegen.views.language import CHINESE
from sitegen.views.pages import (
    AboutView,
    AskView,
    ChangesView,
    DisclosureView,
    FrontView,
    HomeView,
    MapView,
    NoticeView,
    PostedView,
    RecordView,
    RegionView,
    RegisterView,
)
from sitegen.views.said import quote

if TYPE_CHECKING:
    from sitegen.outputs.sandbox import Sandbox

AnyView = (
    DisclosureView
    | RecordView
    | RegisterView
    | MapView
    | HomeView
    | AskView
    | ChangesView
    | PostedView
    | AboutView
    | RegionView
    | FrontView
    | NoticeView
)

TEMPLATES: Mapping[type[AnyView], str] = {
    DisclosureView: "disclosure.html",
    RecordView: "record.html",
    RegisterView: "register.html",
    MapView: "map.html",
    HomeView: "home.html",
    AskView: "ask.html",
    ChangesView: "changes.html",
    PostedView: "posted.html",
    AboutView: "about.html",
    RegionView: "region.html",
    FrontView: "front.html",
    NoticeView: "notice.html",
}

Pairs = tuple[tuple[str, str], ...]


class Theme(Struct, frozen=True, eq=False):
    """How pages look: templates by file name, one style sheet, one script, and the fixed words of one language."""

    templates: Mapping[str, str]
    css: str
    script: str
    words: Mapping[str, str]
    language: str = "zh-Hans"
    remark: str = ""
    """What every page of a translation says of itself."""


class _Press(Struct, frozen=True):
    """A theme made ready: compiled templates, and style and script as they will stand in the page."""

    environment: Sandbox
    styles: Mapping[str, Markup]
    """By template: every kind of page carries only the sections it needs."""
    script: Markup
    direction: str | None
    """Of a translation, in which Chinese is marked: ``ltr``, ``rtl`` or ``ttb``; None for Chinese itself."""


def make_page(view: AnyView, theme: Theme) -> bytes:
    """The page of ``view``, complete, as UTF-8."""
    press = _press_of(theme)
    template = TEMPLATES[type(view)]
    style, script = press.styles[template], press.script if _has_filter(view) else Markup()
    html = press.environment.get_template(template).render(
        view=view, frame=view.frame, style=_HERE, script=script, policy=_make_policy(style, script), remark=theme.remark
    )
    html = html if press.direction is None else mark_chinese(html, press.direction == "rtl")
    return style.encode().join(map(str.encode, html.split(_HERE)))


_HERE = Markup("\0")
"""Stands for the style, half of all bytes of a page, until the rest is made; no text holds that sign."""


def prepare(theme: Theme) -> None:
    """Make ready what pages are made with, before processes part that would each do it."""
    make_notes("")
    for template in TEMPLATES.values():
        _press_of(theme).environment.get_template(template)


@lru_cache(maxsize=16)
def _press_of(theme: Theme) -> _Press:
    """Found by the theme itself: to compare all its texts would take as long as a page."""
    return _make_press(_to_pairs(theme.templates), theme.css, theme.script, _to_pairs(theme.words), theme.language)


def _has_filter(view: AnyView) -> bool:
    return isinstance(view, FrontView) or (isinstance(view, DisclosureView) and view.filterable)


def _to_pairs(texts: Mapping[str, str]) -> Pairs:
    return tuple(sorted(texts.items()))


@lru_cache(maxsize=16)
def _make_press(templates: Pairs, css: str, script: str, words: Pairs, language: str) -> _Press:
    """Compiled once a theme and language; keyed by content, so that equal themes share it in every process."""
    from sitegen.outputs.sandbox import Sandbox  # noqa: PLC0415 - only who draws pages needs Jinja

    fixed = dict(words)
    direction = None if language == CHINESE.tag else fixed["direction"]
    environment = Sandbox(dict(templates), fixed, None if direction is None else quote)
    environment.filters |= {
        "say": say,
        "headline": say_headline,
        "amount": say_amount,
        "notes": make_notes,
        "drawing": Markup,
        "lines": _to_lines,
    }
    if direction is not None:
        environment.filters |= {name: _quoting(environment.filters[name]) for name in ("say", "headline", "amount")}
        environment.filters["notes"] = lambda notes: Markup('<div lang="{}">{}</div>').format(
            CHINESE.tag, make_notes(notes)
        )
    kinds = {language, direction} if direction else set()
    styles = {name: Markup(cut_css(css, {name.removesuffix(".html"), *kinds})) for name in TEMPLATES.values()}
    return _Press(environment, styles, Markup(_squeeze_script(script)), direction)


def _to_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _quoting(make: Callable[[str], Markup]) -> Callable[[str], Markup]:
    """The filter in a translation: what was typed is marked as Chinese first."""
    return lambda text: make(quote(text))


@lru_cache(maxsize=64)
def _make_policy(style: str, script: str) -> Markup:
    """Nothing may load or run but this style, this script, and pictures of the same site."""
    allowed = f"script-src '{_hash(script)}'; " if script else ""
    return Markup(
        f"default-src 'none'; style-src '{_hash(style)}'; {allowed}"
        "img-src 'self' data:; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


# Squeezing -----------------------------------------------------------------------------------------------------------

_CSS = re.compile(r"""("[^"]*")|/\*.*?\*/|\s*([{};,>])\s*|(:)\s+|(\s+)""", re.DOTALL)


_SECTION = re.compile(r"/\* only ([A-Za-z -]+):.*?\*/(.*?)/\* for all \*/", re.DOTALL)


def cut_css(css: str, kinds: Collection[str]) -> str:
    """The style without comments, needless white space, and the sections of other kinds of pages, languages and directions:
    ``/* only home region: … */`` … ``/* for all */``."""
    return "".join(text for only, text in _squeeze_sections(css) if not only or not only.isdisjoint(kinds))


@lru_cache(maxsize=4)
def _squeeze_sections(css: str) -> tuple[tuple[frozenset[str], str], ...]:
    """The pieces of a style sheet, squeezed once for all kinds of pages, each with the kinds it is for; empty: for all."""
    pieces, last = [], 0
    for section in _SECTION.finditer(css):
        pieces += [("", css[last : section.start()]), (section[1], section[2])]
        last = section.end()
    return tuple((frozenset(only.split()), _squeeze_css(text)) for only, text in (*pieces, ("", css[last:])))


def _squeeze_css(css: str) -> str:
    """Without comments and needless white space; texts in double quotes stay as they are."""
    return _CSS.sub(_squeeze_css_piece, css).replace(";}", "}").strip()


def _squeeze_css_piece(match: re.Match[str]) -> str:
    text, mark, colon, space = match.groups()
    return text or mark or colon or (" " if space else "")


def _squeeze_script(script: str) -> str:
    """Without indentation and whole-line comments; a theme's script must not count on either."""
    lines = (line.strip() for line in script.splitlines())
    return "".join(line for line in lines if not line.startswith("//"))
