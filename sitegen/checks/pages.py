"""What a page says, as texts; and of many pages only what no page before had said, for pages of a village repeat each other."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple, TypeVar

from sitegen.sensitive import find_among, find_pieces, find_possibly_long, find_sensitive

_POLICY = re.compile(r"<meta http-equiv[^>]*>")
_FIXED = re.compile(r"<(style|script)\b[^>]*>(.*?)</\1>", re.DOTALL)
_INLINE = re.compile(r"<(?=/?+[abeisw])/?(?:span|strong|b|wbr|em|a|small|i)\b[^>]*+>")
_TAG = re.compile(r"<[^>]*+>")
_ATTRIBUTE = re.compile(r'="([^"]*)"')
_ANY_ATTRIBUTE = re.compile(r"""=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]++))""")
"""Also as the theme of a county may write them, in single quotes or in none."""
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ESCAPED_DIGIT = re.compile(r"\\(?:x|u\{?)?0*3([0-9])(?:\}|[ \t])?")
_DRAWN = re.compile(r' (?:d|points|viewBox|transform)="[^"]*"')
"""Attributes that hold only where a line runs."""


def read_page(data: bytes) -> Iterator[str]:
    """The text of a page with ``|`` for every border, its attributes, then its style and script."""
    texts, attributes, fixed = _take_apart(data)
    yield html.unescape("|".join(texts))
    yield html.unescape("|".join(attributes))
    yield from fixed


def _take_apart(data: bytes) -> tuple[list[str], list[str], list[str]]:
    """What stands between the borders of a page, and its attributes, both still escaped; its style and script."""
    text = _POLICY.sub(" ", data.decode("utf-8", errors="replace"))
    fixed = [say_digits(match[2]) for match in _FIXED.finditer(text)] if "<s" in text else []
    fixed += _COMMENT.findall(text) if "<!--" in text else []
    text = _FIXED.sub(" ", text) if fixed else text
    text = _DRAWN.sub(" ", text) if "<svg" in text else text
    attributes = _ATTRIBUTE.findall(text)
    if len(attributes) < text.count("="):
        attributes = ["".join(written) for written in _ANY_ATTRIBUTE.findall(text)]
    return _TAG.split(_INLINE.sub("", text)), attributes, fixed


def say_digits(text: str) -> str:
    """A style sheet or script with digits for what stands for one: ``\\31``, ``\\x31``, ``\\u0031``."""
    return _ESCAPED_DIGIT.sub(r"\1", text)


def read_markup(data: bytes) -> Iterator[str]:
    """The text of a drawing or a feed, and its attributes."""
    text = data.decode("utf-8", errors="replace")
    yield html.unescape(_TAG.sub("|", text))
    yield html.unescape("|".join(_ATTRIBUTE.findall(text)))


# ---- pages that repeat each other -------------------------------------------------------------------------------------

_BLOCK = re.compile(rb"\n(?=<(?:[lphtmu]|sec|style>)(?!eta http))")
"""Where a block begins: with a tag that is a border, over which only a number in pieces goes on."""
_BORDER = "\x1e"
_BETWEEN = f'<hr>{_BORDER}<hr title="{_BORDER}">'.encode()
_REACH = 8
"""Blocks over which a number may reach: sixteen signs may stand in it, two of every block, one of every attribute."""

Part = TypeVar("Part")


class Own(NamedTuple):
    """What names a village itself on its pages, by which the same blocks of two villages differ."""

    link: str
    """What the links to its pages begin with."""
    url: str
    """The same as it is printed, without the scheme."""
    numbers: frozenset[str] = frozenset()
    """Long numbers that stand on every page, of offices, regions and the site: no piece of anybody's."""


def read_pages(pages: Iterable[bytes], own: Own | None) -> Iterator[str]:
    """What pages of a village say that no page before them said, as far as it may be private: if nothing is found in that,
    :func:`read_page` shows nothing private in any of them. What holds nothing is remembered for the villages after."""
    styles: list[bytes] = []
    parted = [_BLOCK.split(_without_style(data, styles)) for data in pages]
    yield from (say_digits(style.decode("utf-8", errors="replace")) for style in styles)
    unknown = [block for block in dict.fromkeys(chain.from_iterable(parted)) if block not in _CLEAN_BLOCKS]
    alike = dict(zip(unknown, _to_alike(unknown, own), strict=True))
    new = [block for block in dict.fromkeys(alike.values()) if not _is_clean(block)]
    joined = _BETWEEN.join((*new, b""))
    texts, attributes, fixed = _take_apart(joined)
    if not 2 * len(new) == joined.count(_BORDER.encode()) == 2 * texts.count(_BORDER) == 2 * attributes.count(_BORDER):
        yield from (each for blocks in parted for each in read_page(b"\n".join(blocks)))
        return
    said_now = dict.fromkeys(chain(texts, attributes))
    forms = _to_forms([each for each in said_now if each != _BORDER])
    fresh = [each for each, form in forms.items() if form not in _CLEAN_TEXTS]
    written = [html.unescape(each) if "&" in each else each for each in fresh]
    open_ = {each for each, text in zip(fresh, written, strict=True) if "<" in text}
    if open_:
        fresh = [each for each in fresh if each not in open_]
        written = list(map(html.unescape, fresh))
    found = find_among(written)
    yield from (written[at] for at in sorted(found))
    yield from fixed
    pieces = {fresh[at] for at in _find_pieces(written, own)}
    said = pieces | open_ | {fresh[at] for at in found}
    maybe = {fresh[at] for at in find_possibly_long(written)}
    held = _find_holders(new, texts, said | maybe)
    linked = _find_holders(new, attributes, said | maybe)
    opened = {block for part, block in (*held, *linked) if part in open_}
    torn, tied = ({block for part, block in each if part in pieces} for each in (held, linked))
    opened, torn, tied = ({block for block, each in alike.items() if each in wanted} for wanted in (opened, torn, tied))
    for blocks in _holding(parted, opened):
        yield from read_page(b"\n".join(blocks))
    for near in dict.fromkeys(each for blocks in parted for each in _find_around(blocks, torn)):
        yield next(read_page(b"\n".join(near)))
    for blocks in _holding(parted, tied):
        for around in _find_around(_take_apart(b"\n".join(_to_alike(blocks, own)))[1], pieces, 2 * _REACH):
            yield html.unescape("|".join(around))
    _remember(_CLEAN_TEXTS, {forms[each] for each in set(fresh) - said - maybe if not _is_telling(each)})
    if not any(map(find_sensitive, fixed)):
        clean = set(new) - {block for part, block in (*held, *linked) if part in said}
        numbered = {block for part, block in (*held, *linked) if part in maybe}
        plain = (block for block in clean - numbered if not _is_telling(block.decode(errors="replace")))
        _remember(_CLEAN_BLOCKS, clean)
        _remember(_CLEAN_FORMS, {block.translate(_TO_ZERO) for block in plain})


_CLEAN_BLOCKS: set[bytes] = set()
_CLEAN_TEXTS: set[str] = set()
"""What stands between borders, and blocks of it, in which nothing at all was found: most of what pages say was said before.
Texts are remembered with 0 for every digit, those in which no digits could make a long number: nothing is found in them with
others either."""
_CLEAN_FORMS: set[bytes] = set()
"""The same of blocks."""
_TO_ZERO = bytes.maketrans(b"123456789", b"0" * 9)
_MOST_CLEAN = 32_768
"""About four megabytes each."""


def _is_clean(block: bytes) -> bool:
    return block in _CLEAN_BLOCKS or block.translate(_TO_ZERO) in _CLEAN_FORMS


def _to_forms(texts: list[str]) -> dict[str, str]:
    """The texts, none of which holds a border, with 0 for every digit."""
    together = _BORDER.join(texts).encode().translate(_TO_ZERO).decode()
    return dict(zip(texts, together.split(_BORDER), strict=True)) if texts else {}


def _to_alike(blocks: Iterable[bytes], own: Own | None) -> list[bytes]:
    """The blocks with the same in the place of what names the village itself."""
    if own is None:
        return [*blocks]
    link, url = f'="{own.link}'.encode(), own.url.encode()
    host = url[: url.find(b"/") + 1] + b"/"
    return [block.replace(link, b'="//').replace(url, host) for block in blocks]


def _find_pieces(texts: list[str], own: Own | None) -> set[int]:
    """Which of the texts may hold a piece of a number, once those that stand on every page are left out."""
    found = sorted(find_pieces(texts))
    if own is None or not own.numbers or not found:
        return set(found)
    known = re.compile(rf"(?<![0-9])(?:{'|'.join(map(re.escape, sorted(own.numbers)))})(?![0-9])")
    return {found[at] for at in find_pieces([known.sub("。", texts[at]) for at in found])}


def _is_telling(text: str) -> bool:
    """Whether digits are not only digits in it: signs written as numbers, and the names of mails."""
    return "%" in text or "@" in text or "&#" in text


def _without_style(page: bytes, styles: list[bytes]) -> bytes:
    """The page with its style taken out, half of its bytes, which pages share; put to the others unless it is there."""
    start = page.find(b"<style>") + len(b"<style>")
    end = page.find(b"</style>", start)
    if start < len(b"<style>") or end < 0:
        return page
    if page[start:end] not in styles:
        styles.append(page[start:end])
    return page[:start] + page[end:]


Clean = TypeVar("Clean", str, bytes)


def _remember(known: set[Clean], clean: set[Clean]) -> None:
    if len(known) > _MOST_CLEAN:
        known.clear()
    known |= clean


def _holding(pages: list[list[bytes]], wanted: set[bytes]) -> list[list[bytes]]:
    """Those of the pages in which any of the blocks stands."""
    return [blocks for blocks in pages if not wanted.isdisjoint(blocks)] if wanted else []


def _find_holders(blocks: list[bytes], parts: list[str], wanted: set[str]) -> list[tuple[str, bytes]]:
    """Wherever one of the wanted parts stands, it and its block."""
    held: list[tuple[str, bytes]] = []
    at = 0
    for part in parts:
        if part == _BORDER:
            at += 1
        elif part in wanted:
            held.append((part, blocks[at]))
    return held


def _find_around(parts: list[Part], torn: set[Part], reach: int = _REACH) -> Iterator[tuple[Part, ...]]:
    """Everything near a part that may hold one piece of a number."""
    for at in (
        () if not torn or torn.isdisjoint(parts) else [number for number, part in enumerate(parts) if part in torn]
    ):
        yield tuple(parts[max(0, at - reach) : at + reach + 1])
