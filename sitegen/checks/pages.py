"""What a page says, as texts; and of many pages only what no page before had said, for pages of a village repeat each other."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from sitegen.sensitive import Hit, find_pieces

_POLICY = re.compile(r"<meta http-equiv[^>]*>")
_FIXED = re.compile(r"<(style|script)\b[^>]*>(.*?)</\1>", re.DOTALL)
_INLINE = re.compile(r"</?(?:span|strong|b|wbr|em|a|small|i)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r'="([^"]*)"')
_DRAWN = re.compile(r' (?:d|points|viewBox|transform)="[^"]*"')
"""Attributes that hold only where a line runs."""


def read_page(data: bytes) -> Iterator[str]:
    """The text of a page with ``|`` for every border, its attributes, then its style and script."""
    text = _POLICY.sub(" ", data.decode("utf-8", errors="replace"))
    fixed = [match[2] for match in _FIXED.finditer(text)] if "<s" in text else []
    text = _FIXED.sub(" ", text) if fixed else text
    text = _DRAWN.sub(" ", text) if "<svg" in text else text
    yield html.unescape(_TAG.sub("|", _INLINE.sub("", text)))
    yield html.unescape("|".join(_ATTRIBUTE.findall(text)))
    yield from fixed


def read_markup(data: bytes) -> Iterator[str]:
    """The text of a drawing or a feed, and its attributes."""
    text = data.decode("utf-8", errors="replace")
    yield html.unescape(_TAG.sub("|", text))
    yield html.unescape("|".join(_ATTRIBUTE.findall(text)))


# ---- pages that repeat each other -------------------------------------------------------------------------------------

_CLOSED = "p li tr ul ol div section table thead h1 h2 h3 title details blockquote"
_OPENED = "head header body footer section table tbody ul ol div"
_ENDS = (*(f"</{name}>" for name in _CLOSED.split()), *(f"<{name}>" for name in _OPENED.split()))
_BLOCK = re.compile(
    r"\n(?=<(?:[dfhlmoptu]|sec|style>[^<]*</style>\s*</head>))"
    rf"(?:{'|'.join(rf'(?<={tag}.)' for tag in _ENDS)}|(?=<(?:meta|link|title|style)))".encode(),
    re.DOTALL,
)
"""Where one block ends, or opens, and another begins: there a text ends, and only a number torn in two goes on."""
_BORDER = "\x1e"
_BETWEEN = f'{_BORDER}<hr title="{_BORDER}">'.encode()
_MAY_CROSS = re.compile(rb"&(?:#|[lL][tT])")
"""A sign that may begin a mark, which may end in any block."""
_REACH = 8
"""Blocks over which a torn number may reach: sixteen signs may stand in it, two of every block, one of every attribute."""

Part = TypeVar("Part")


def read_pages(pages: Iterable[bytes], own: str, find: Callable[[str], tuple[Hit, ...]]) -> Iterator[str]:
    """What pages of a village say that no page before them said: found in it is what :func:`read_page` finds in each.

    ``own``: what the links to its pages begin with, by which the same blocks of two villages differ. ``find``: everything
    there is in a text, allowed or not; blocks without anything are remembered for the villages after.
    """
    new: dict[bytes, None] = {}
    parted: list[list[bytes]] = []
    link, common = f'="{own}'.encode(), b'="//'
    for data in pages:
        blocks = _BLOCK.split(data.replace(link, common) if own else data)
        fresh = [block for block in blocks if block not in _CLEAN and block not in new]
        if _MAY_CROSS.search(data) or any(block.count(b'"') % 2 for block in fresh):
            yield from read_page(data)
        else:
            new.update(dict.fromkeys(fresh))
            parted.append(blocks)
    distinct = list(new)
    text, attributes, *fixed = read_page(_BETWEEN.join(distinct))
    yield from (text, attributes, *fixed)
    if not len(distinct) == text.count(_BORDER) + 1 == attributes.count(_BORDER) + 1:
        yield from (each for blocks in parted for each in read_page(b"\n".join(blocks)))
        return
    torn, linked = ({distinct[at] for at in find_pieces(each, _BORDER)} for each in (text, attributes))
    values = {each for block in linked for each in _attributes(block) if find_pieces(each, _BORDER)}
    for near in dict.fromkeys(each for blocks in parted for each in _find_around(blocks, torn)):
        yield next(read_page(b"\n".join(near)))
    for blocks in parted if values else ():
        yield from map("|".join, _find_around(_attributes(b"\n".join(blocks)), values, 2 * _REACH))
    said = {distinct[each.count(_BORDER, 0, hit.start)] for each in (text, attributes) for hit in find(each)}
    if not any(map(find, fixed)):
        _remember(new.keys() - said - torn - linked)


_CLEAN: set[bytes] = set()
"""Blocks in which nothing at all was found: most of what a village's pages say, the pages of another said before."""
_MOST_CLEAN = 16_384
"""About four megabytes."""


def _remember(blocks: set[bytes]) -> None:
    if len(_CLEAN) > _MOST_CLEAN:
        _CLEAN.clear()
    _CLEAN.update(blocks)


def _attributes(data: bytes) -> list[str]:
    return list(map(html.unescape, _ATTRIBUTE.findall(data.decode("utf-8", errors="replace"))))


def _find_around(parts: list[Part], torn: set[Part], reach: int = _REACH) -> Iterator[tuple[Part, ...]]:
    """Everything near a part that may hold one piece of a number."""
    for at in (number for number, part in enumerate(parts if not torn.isdisjoint(parts) else ()) if part in torn):
        yield tuple(parts[max(0, at - reach) : at + reach + 1])
