"""Texts as they stand in a page: sentences, figures and notes, escaped or cleaned, with numbers kept whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING

import markupsafe
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from markdown import Markdown
    from nh3 import Cleaner

escape_text: Callable[[str], str] = markupsafe._escape_inner  # type: ignore[attr-defined]
"""A text as HTML: what ``escape`` asks itself before it makes markup of the answer, which takes seven times as long."""
to_markup: Callable[[str], Markup] = partial(str.__new__, Markup)
"""A text that is HTML already, marked as such without being asked whether it is."""

_STRONG = re.compile(r"\*\*(.+?)\*\*")
_UNIT = r"[\d,]*+(?:\.\d++)?+(?:[万亿]元|[一-鿿%％]|—(?=\d{1,2}月))(?:零(?=\d))?"
_REST = rf"(?:{_UNIT}(?:\d{_UNIT})*|\d{{2,3}}-\d{{7,8}})"
"""What follows the first digit of a number with the unit after it, also of several in a row (12万7,799元7角, 8,576元零5分, 7月28日,
2026年4—6月), and of a telephone number."""
_AMOUNT = re.compile(rf"[\d*](?:(?<=\d){_REST}|(?<=\*)\*(\d{_REST})\*\*)[，。；：、？！）》」”]*")
"""With the marks behind it: a box in a line lets a comma behind it slip to the next line's start. ``re`` leaps from one sign it may
begin with to the next; what goes with it from before is found afterwards."""
_WORD = re.compile(r"(?<=[，。；：、])[一-鿿]{1,2}\Z")
"""A short word between a mark and a number goes with the number: ``，还是8,576元``."""
_LONGEST_WORD = 2
_STEP = re.compile(r"[万元年](?=零?\d)")
_LEAD = re.compile(r"[一-鿿]{1,2}(?=\d)")
_END = re.compile(r"[，。；：、？！](?<=[一-鿿]{7}.)")
"""The end of a clause that may be wider than a line: cut anywhere, it would leave its mark to begin the next one."""
_LEADING_MARK = re.compile(r"^[，、；：。]+")
_LEADING_REMARK = re.compile(r"^（([^（）]*)）")


_KEPT = 2048
"""Texts remembered: many stand on several pages of a village."""


@lru_cache(_KEPT)
def say(text: str) -> Markup:
    """A sentence: escaped, ``**x**`` strong, numbers kept whole except after 万, 元 and 年."""
    boxed = _keep_ends(_box_amounts(escape_text(text)))
    return to_markup(_STRONG.sub(r"<strong>\1</strong>", boxed) if "**" in boxed else boxed)


def _box_amounts(text: str) -> str:
    boxed, last = "", 0
    for found in _AMOUNT.finditer(text):
        at, end = found.span()
        begin = _begin(text, last, at)
        boxed += f"{text[last:begin]}{_box(text[begin:at], text[at:end], found[1])}"
        last = end
    return boxed + text[last:]


def _begin(text: str, last: int, at: int) -> int:
    """Where the box of a number begins: with an opening bracket or a short word before it, after the box before."""
    before = text[at - 1] if at > last else ""
    if before == "（":
        return at - 1
    word = _WORD.search(text, max(last, at - _LONGEST_WORD), at) if "一" <= before <= "鿿" else None
    return word.start() if word else at


def _box(before: str, number: str, strong: str | None) -> str:
    inner = number.replace(f"**{strong}**", f"<strong>{strong}</strong>") if strong else number
    return f'<span class="n">{before}{before and "<wbr>"}{_let_break(inner)}</span>'


def _let_break(number: str) -> str:
    return _STEP.sub(lambda sign: f"{sign[0]}<wbr>", number)


def _keep_ends(text: str) -> str:
    kept, last = "", 0
    for found in _END.finditer(text):
        end = found.end()
        kept += f'{text[last : end - 3]}<span class="w">{text[end - 3 : end]}</span>'
        last = end
    return kept + text[last:]


@lru_cache(_KEPT)
def say_amount(text: str) -> Markup:
    """An amount that stands alone in its box: only the places where it may break."""
    escaped = escape_text(text)
    lead = _LEAD.match(escaped)
    return to_markup(_let_break(f"{lead[0]}<wbr>{escaped[lead.end() :]}" if lead else escaped))


@lru_cache(_KEPT)
def say_headline(sentence: str) -> Markup:
    """The first sentence, its ``**figure**`` on a line of its own and marked as the page's key figure.

    A comma after the figure would begin the next line; it stays in the text but is not shown. A remark in brackets stands
    on a line of its own, which says as much as the brackets. A sentence without a figure stays a sentence.
    """
    found = _STRONG.search(sentence)
    if not found:
        return say(sentence)
    before, figure, after = sentence[: found.start()], found[1], sentence[found.end() :]
    mark = _LEADING_MARK.match(after)
    rest = after[mark.end() :] if mark else _LEADING_REMARK.sub(r" \1", after)
    hidden = f"<span hidden>{escape(mark[0])}</span>" if mark else ""
    size = "big" if len(figure) <= 12 else "big long"
    marked = f'<strong class="{size}" data-key-figure>{say(figure)}</strong>'
    return to_markup(f"{say(before)}{marked}{hidden}{say(rest)}")


# Notes ---------------------------------------------------------------------------------------------------------------

_NOTE_TAGS = {"p", "strong", "em", "ul", "ol", "li", "br", "blockquote", "h3", "a"}
_TEXT = re.compile(r"(?<=>)[^<]+")
"""Text between tags; nothing of a tag itself."""
_HEADING = re.compile(r"(</?)h[1-6]\b")
_OUTSIDE_LINK = re.compile(r'<a href="((?!tel:)[^"]*)">(.*?)</a>', re.DOTALL)


_WORDS = r"[\u4e00-\u9fffA-Za-z0-9，。；：、？！（）《》“”—,.:%％/-]"
_EASY_LINE = re.compile(rf"(?:{_WORDS}++|(?<=\S) (?=\S)|\*\*{_WORDS}+\*\*(?!\*))+")
_NO_TEXT = re.compile(r"[-.:,%/]|\d+[.)] |https?:|www\.")
"""What may mean something at the beginning of a line."""


@lru_cache(64)
def make_notes(markdown: str) -> Markup:
    """Markdown as clean HTML: paragraphs, lists, strong, small headings; addresses elsewhere become text."""
    clean = write_easy(markdown) or write_clean(markdown)
    return to_markup(_TEXT.sub(lambda text: _box_amounts(text[0]), clean))


def write_easy(markdown: str) -> str:
    """What :func:`write_clean` makes of plain paragraphs and lists, as nearly all notes are; empty where anything else may be in
    them."""
    blocks = markdown.strip("\n").split("\n\n")
    written = [_write_block(block.split("\n")) for block in blocks]
    apart = not any(one.endswith("</ul>") and two.startswith("<ul>") for one, two in pairwise(written))
    return _STRONG.sub(r"<strong>\1</strong>", "\n".join(written)) if all(written) and apart else ""


def _write_block(lines: list[str]) -> str:
    listed = all(line.startswith("- ") for line in lines)
    texts = [line[2:] for line in lines] if listed else lines
    if not all(_EASY_LINE.fullmatch(text) and not _NO_TEXT.match(text) for text in texts):
        return ""
    if listed:
        return "<ul>\n" + "".join(f"<li>{text}</li>\n" for text in texts) + "</ul>"
    return "<p>" + "<br>\n".join(texts) + "</p>"


_HIDDEN = re.compile(r"<!--.*?-->", re.DOTALL)
_TIMES = re.compile(r"(?<=[0-9])\*(?=[0-9])")
"""3*4 is an amount, and nothing set off."""


def write_clean(markdown: str) -> str:
    """Markdown as HTML of the few kinds notes may have, cleaned."""
    writer, known_links, own_links = _make_tools()
    html = writer.reset().convert(_TIMES.sub(r"\*", _HIDDEN.sub("", markdown)))
    known = known_links.clean(_HEADING.sub(r"\1h3", html))
    return own_links.clean(_OUTSIDE_LINK.sub(_spell_link, known))


def _spell_link(match: re.Match[str]) -> str:
    address, text = match.groups()
    return text if address in {text, f"http://{text}", f"https://{text}"} else f"{text}（{address}）"


@cache
def _make_tools() -> tuple[Markdown, Cleaner, Cleaner]:
    """The writer of notes, and who lets links of the known kinds through, and those to telephones only."""
    from markdown import Markdown  # noqa: PLC0415 - a twentieth of a second that only notes pay
    from markdown.extensions.nl2br import Nl2BrExtension  # noqa: PLC0415
    from markdown.extensions.sane_lists import SaneListExtension  # noqa: PLC0415
    from nh3 import Cleaner  # noqa: PLC0415 - the same

    known, own = (
        Cleaner(tags=_NOTE_TAGS, attributes={"a": {"href"}}, url_schemes=schemes, link_rel=None)
        for schemes in ({"https", "http", "tel"}, {"tel"})
    )
    writer = Markdown(extensions=[Nl2BrExtension(), SaneListExtension()], output_format="html")
    writer.preprocessors.deregister("html_block")
    writer.parser.blockprocessors.deregister("olist")
    for name in _AS_WRITTEN:
        writer.inlinePatterns.deregister(name)
    return writer, known, own


_AS_WRITTEN = ("html", "image_link", "image_reference", "short_image_ref")
"""Tags and pictures stand in the page as they were typed, and so do numbers at the beginning of a line."""
