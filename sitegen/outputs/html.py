"""A view becomes a page: one HTML file with everything in it, readable without script and locked by a content policy.

Templates are data of a theme and run in Jinja's sandbox, escaping everything. Nothing gets round the escaping except
three filters made here (``say``, ``headline``, ``amount``), notes cleaned by nh3, and the chart of ``outputs.chart``.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

import nh3
from jinja2 import DictLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markdown import Markdown
from markupsafe import Markup, escape

from sitegen.views.pages import (
    AboutView,
    AskView,
    ChangesView,
    DisclosureView,
    FrontView,
    HomeView,
    NoticeView,
    RecordView,
    RegionView,
    RegisterView,
)

AnyView = (
    DisclosureView
    | RecordView
    | RegisterView
    | HomeView
    | AskView
    | ChangesView
    | AboutView
    | RegionView
    | FrontView
    | NoticeView
)

TEMPLATES: Mapping[type[AnyView], str] = {
    DisclosureView: "disclosure.html",
    RecordView: "record.html",
    RegisterView: "register.html",
    HomeView: "home.html",
    AskView: "ask.html",
    ChangesView: "changes.html",
    AboutView: "about.html",
    RegionView: "region.html",
    FrontView: "front.html",
    NoticeView: "notice.html",
}

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """How pages look: templates by file name, one style sheet, one script, and the fixed words of one language."""

    templates: Mapping[str, str]
    css: str
    script: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Press:
    """A theme made ready: compiled templates, and style and script as they will stand in the page."""

    environment: ImmutableSandboxedEnvironment
    style: Markup
    script: Markup


def make_page(view: AnyView, theme: Theme) -> bytes:
    """The page of ``view``, complete, as UTF-8."""
    press = _make_press(_to_pairs(theme.templates), theme.css, theme.script, _to_pairs(theme.words))
    script = press.script if _has_filter(view) else Markup()
    html = press.environment.get_template(TEMPLATES[type(view)]).render(
        view=view, frame=view.frame, style=press.style, script=script, policy=_make_policy(press.style, script)
    )
    return _INDENTED.sub("\n", html).encode()


def _has_filter(view: AnyView) -> bool:
    return isinstance(view, FrontView) or (isinstance(view, DisclosureView) and view.filterable)


def _to_pairs(texts: Mapping[str, str]) -> Pairs:
    return tuple(sorted(texts.items()))


@lru_cache(maxsize=16)
def _make_press(templates: Pairs, css: str, script: str, words: Pairs) -> _Press:
    """Compiled once a theme and language; keyed by content, so that equal themes share it in every process."""
    environment = ImmutableSandboxedEnvironment(
        loader=DictLoader(dict(templates)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    del environment.filters["safe"]  # the one way round the escaping that a template could take by itself
    environment.filters |= {
        "say": say,
        "headline": _say_headline,
        "amount": _say_amount,
        "notes": make_notes,
        "drawing": Markup,
    }
    environment.globals["words"] = dict(words)
    return _Press(environment, Markup(_squeeze_css(css)), Markup(_squeeze_script(script)))


def _make_policy(style: str, script: str) -> Markup:
    """Nothing may load or run but this style, this script, and pictures of the same site."""
    allowed = f"script-src '{_hash(script)}'; " if script else ""
    return Markup(
        f"default-src 'none'; style-src '{_hash(style)}'; {allowed}"
        "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'"
    )


@lru_cache(maxsize=64)
def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


# Squeezing -----------------------------------------------------------------------------------------------------------

_INDENTED = re.compile(r"\s*\n\s*")
"""Line breaks with their indentation; pages hold no ``pre`` and no ``textarea``."""

_CSS = re.compile(r"""("[^"]*")|/\*.*?\*/|\s*([{};,>])\s*|(:)\s+|(\s+)""", re.DOTALL)


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


# Texts ---------------------------------------------------------------------------------------------------------------

_STRONG = re.compile(r"\*\*(.+?)\*\*")
_NUMBER = r"(?:(?:\d[\d,]*(?:\.\d+)?(?:[万亿]元|[一-鿿%％]))+|\d{3,4}-\d{7,8})"
"""Numbers with the unit after them, also several in a row (12万7,799元7角, 7月28日), and telephone numbers."""
_CLOSING = "[，。；：、？！）」”]*"
_AMOUNT = re.compile(rf"（?(?:\*\*({_NUMBER})\*\*|{_NUMBER}){_CLOSING}")
"""With the marks around it: a box in a line lets a comma behind it slip to the next line's start."""
_STEP = re.compile(r"([万元年])(?=\d)")
_LEADING_MARK = re.compile(r"^[，、；：。]+")


def say(text: str) -> Markup:
    """A sentence: escaped, ``**x**`` strong, numbers kept whole except after 万, 元 and 年."""
    boxed = _AMOUNT.sub(_box_amount, str(escape(text)))
    return Markup(_STRONG.sub(r"<strong>\1</strong>", boxed))


def _box_amount(match: re.Match[str]) -> str:
    inner = match[0].replace(f"**{match[1]}**", f"<strong>{match[1]}</strong>")
    return '<span class="n">' + _STEP.sub(r"\1<wbr>", inner).replace("（", "（<wbr>", 1) + "</span>"


def _say_amount(text: str) -> Markup:
    """An amount that stands alone in its box: only the places where it may break."""
    return Markup(_STEP.sub(r"\1<wbr>", str(escape(text))))


def _say_headline(sentence: str) -> Markup:
    """The first sentence, its ``**figure**`` on a line of its own and marked as the page's key figure.

    A comma after the figure would begin the next line; it stays in the text but is not shown. A sentence without a
    figure stays a sentence.
    """
    found = _STRONG.search(sentence)
    if not found:
        return say(sentence)
    before, figure, after = sentence[: found.start()], found[1], sentence[found.end() :]
    mark = _LEADING_MARK.match(after)
    rest = after[mark.end() :] if mark else after
    hidden = Markup("<span hidden>{}</span>").format(mark[0]) if mark else Markup()
    size = "big" if len(figure) <= 12 else "big long"
    return Markup('{}<strong class="{}" data-key-figure>{}</strong>{}{}').format(
        say(before), size, say(figure), hidden, say(rest)
    )


# Notes ---------------------------------------------------------------------------------------------------------------

_NOTE_TAGS = {"p", "strong", "em", "ul", "ol", "li", "br", "blockquote", "h3", "a"}
_TEXT = re.compile(r"(?<=>)[^<]+")
"""Text between tags; nothing of a tag itself."""
_HEADING = re.compile(r"(</?)h[1-6]\b")
_OUTSIDE_LINK = re.compile(r'<a href="((?!tel:)[^"]*)">(.*?)</a>', re.DOTALL)


def make_notes(markdown: str) -> Markup:
    """Markdown as clean HTML: paragraphs, lists, strong, small headings; addresses elsewhere become text."""
    html = Markdown(extensions=["nl2br", "sane_lists"], output_format="html").convert(markdown)
    known = nh3.clean(
        _HEADING.sub(r"\1h3", html),
        tags=_NOTE_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "tel"},
        link_rel=None,
    )
    clean = nh3.clean(
        _OUTSIDE_LINK.sub(_spell_link, known),
        tags=_NOTE_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"tel"},
        link_rel=None,
    )
    return Markup(_TEXT.sub(lambda text: _AMOUNT.sub(_box_amount, text[0]), clean))


def _spell_link(match: re.Match[str]) -> str:
    address, text = match.groups()
    return text if address in {text, f"http://{text}", f"https://{text}"} else f"{text}（{address}）"
