"""What many pages say together that no page before them said, for pages of a village repeat each other (decisions 046, 140)."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import NamedTuple, TypeVar

from sitegen.checks.pages import read_page, say_digits, take_apart
from sitegen.sensitive import find_among, find_pieces, find_possibly_long, find_sensitive

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

    @property
    def folder(self) -> str:
        """In which its pages stand: its own number, which is no piece of anybody's either."""
        return self.url[:-1].rpartition("/")[2] + "/"


class _Blocks(NamedTuple):
    """Blocks that no page before had, taken apart together: in their texts and attributes a border stands behind each block."""

    blocks: Sequence[bytes]
    texts: Sequence[str]
    attributes: Sequence[str]
    fixed: Sequence[str]
    """Styles and scripts among them."""


class _Said(NamedTuple):
    """The texts and attributes of blocks that are new themselves, all still escaped, by what they may hold."""

    forms: Mapping[str, str]
    """All of them, with 0 for every digit in the text they lead to."""
    found: Mapping[str, str]
    """In which something private is found, and how it reads."""
    pieces: frozenset[str]
    """In which a piece of a number may stand."""
    marks: frozenset[str]
    """In which a mark may end that begins in another block."""
    digits: frozenset[str]
    """In which other digits might make a long number."""

    @property
    def telling(self) -> frozenset[str]:
        """What is more than clean in one way or another."""
        return self.pieces | self.marks | self.found.keys()


def read_pages(pages: Iterable[bytes], own: Own | None) -> Iterator[str]:
    """What pages of a village say that no page before them said, as far as it may be private: if nothing is found in that,
    :func:`read_page` shows nothing private in any of them. What holds nothing is remembered for the villages after."""
    styles: list[bytes] = []
    parted = [_BLOCK.split(_without_style(data, styles)) for data in pages]
    yield from (say_digits(style.decode("utf-8", errors="replace")) for style in styles)
    unknown = [block for block in dict.fromkeys(chain.from_iterable(parted)) if block not in _CLEAN_BLOCKS]
    alike = dict(zip(unknown, _to_alike(unknown, own), strict=True))
    new = _take_together([block for block in dict.fromkeys(alike.values()) if not _is_clean(block)])
    if new is None:
        yield from (each for blocks in parted for each in read_page(b"\n".join(blocks)))
        return
    said = _judge(new, own)
    yield from said.found.values()
    yield from new.fixed
    yield from _read_around(parted, alike, new, said, own)
    _remember_clean(new, said)


def _take_together(blocks: list[bytes]) -> _Blocks | None:
    """The blocks taken apart; None where what stands in one of them hides a border."""
    joined = _BETWEEN.join((*blocks, b""))
    texts, attributes, fixed = take_apart(joined)
    borders = joined.count(_BORDER.encode())
    if not 2 * len(blocks) == borders == 2 * texts.count(_BORDER) == 2 * attributes.count(_BORDER):
        return None
    return _Blocks(blocks, texts, attributes, fixed)


def _judge(new: _Blocks, own: Own | None) -> _Said:
    """What the blocks say that is not known to hold nothing, by what it may hold."""
    said = dict.fromkeys(chain(new.texts, new.attributes))
    forms = _to_forms([each for each in said if each != _BORDER])
    fresh = {each: html.unescape(each) for each, form in forms.items() if form not in _CLEAN_TEXTS}
    marks = frozenset(each for each, text in fresh.items() if "<" in text)
    escaped = [each for each in fresh if each not in marks]
    written = [fresh[each] for each in escaped]
    return _Said(
        forms={each: forms[each] for each in escaped},
        found={escaped[at]: written[at] for at in sorted(find_among(written))},
        pieces=frozenset(escaped[at] for at in _find_pieces(written, own)),
        marks=marks,
        digits=frozenset(escaped[at] for at in find_possibly_long(written)),
    )


def _read_around(
    parted: list[list[bytes]], alike: Mapping[bytes, bytes], new: _Blocks, said: _Said, own: Own | None
) -> Iterator[str]:
    """Pages in which a mark may go on over blocks; and what stands near pieces, in texts and in attributes."""
    if not said.marks and not said.pieces:
        return
    open_ = said.marks | said.pieces
    held, linked = (tuple(_find_holders(new, parts, open_)) for parts in (new.texts, new.attributes))
    marked = _find_unlike(alike, (*held, *linked), said.marks)
    torn, tied = (_find_unlike(alike, each, said.pieces) for each in (held, linked))
    for blocks in _holding(parted, marked):
        yield from read_page(b"\n".join(blocks))
    for near in dict.fromkeys(each for blocks in parted for each in _find_around(blocks, torn)):
        yield next(read_page(b"\n".join(near)))
    for blocks in _holding(parted, tied):
        for around in _find_around(take_apart(b"\n".join(_to_alike(blocks, own)))[1], said.pieces, 2 * _REACH):
            yield html.unescape("|".join(around))


# ---- what is known to hold nothing -----------------------------------------------------------------------------------

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


def _remember_clean(new: _Blocks, said: _Said) -> None:
    """Keep in mind what holds nothing, unless a style or script among it does."""
    telling = said.telling
    doubtful = telling | said.digits
    _remember(_CLEAN_TEXTS, {said.forms[each] for each in said.forms.keys() - doubtful if not _is_telling(each)})
    if any(map(find_sensitive, new.fixed)):
        return
    held = [*_find_holders(new, new.texts, doubtful), *_find_holders(new, new.attributes, doubtful)]
    clean = set(new.blocks) - {block for part, block in held if part in telling}
    numbered = {block for part, block in held if part in said.digits}
    plain = (block for block in clean - numbered if not _is_telling(block.decode(errors="replace")))
    _remember(_CLEAN_BLOCKS, clean)
    _remember(_CLEAN_FORMS, {block.translate(_TO_ZERO) for block in plain})


def _is_telling(text: str) -> bool:
    """Whether digits are not only digits in it: signs written as numbers, and the names of mails."""
    return "%" in text or "@" in text or "&#" in text


Clean = TypeVar("Clean", str, bytes)


def _remember(known: set[Clean], clean: set[Clean]) -> None:
    if len(known) > _MOST_CLEAN:
        known.clear()
    known |= clean


def _to_forms(texts: list[str]) -> dict[str, str]:
    """The texts, none of which holds a border, with 0 for every digit."""
    together = _BORDER.join(texts).encode().translate(_TO_ZERO).decode()
    return dict(zip(texts, together.split(_BORDER), strict=True)) if texts else {}


# ---- where it stands -------------------------------------------------------------------------------------------------


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


def _without_style(page: bytes, styles: list[bytes]) -> bytes:
    """The page with its style taken out, half of its bytes, which pages share; put to the others unless it is there."""
    start = page.find(b"<style>") + len(b"<style>")
    end = page.find(b"</style>", start)
    if start < len(b"<style>") or end < 0:
        return page
    if page[start:end] not in styles:
        styles.append(page[start:end])
    return page[:start] + page[end:]


def _holding(pages: list[list[bytes]], wanted: set[bytes]) -> list[list[bytes]]:
    """Those of the pages in which any of the blocks stands."""
    return [blocks for blocks in pages if not wanted.isdisjoint(blocks)] if wanted else []


def _find_holders(new: _Blocks, parts: Sequence[str], wanted: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Wherever one of the wanted stands among the texts or attributes, it and its block."""
    at = 0
    for part in parts:
        if part == _BORDER:
            at += 1
        elif part in wanted:
            yield part, new.blocks[at]


def _find_unlike(
    alike: Mapping[bytes, bytes], held: Iterable[tuple[str, bytes]], wanted: Collection[str]
) -> set[bytes]:
    """The blocks as they stand on pages in which one of the wanted is held."""
    holding = {block for part, block in held if part in wanted}
    return {block for block, each in alike.items() if each in holding} if holding else set()


def _find_around(parts: list[Part], torn: Set[Part], reach: int = _REACH) -> Iterator[tuple[Part, ...]]:
    """Everything near a part that may hold one piece of a number."""
    if torn and not torn.isdisjoint(parts):
        for at in (number for number, part in enumerate(parts) if part in torn):
            yield tuple(parts[max(0, at - reach) : at + reach + 1])
