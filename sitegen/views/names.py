"""A name that is masked in one place is masked in every text of the same disclosure; how names are found in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType

from sitegen.model.catalogue import Column, Output
from sitegen.model.ledger import Body, Value
from sitegen.model.plain import to_plain
from sitegen.views.masking import mask_as, names_in
from sitegen.views.sight import Naming

SOMEBODY = "某人"
"""Stands for a name of a list that shows none."""
_DOTS = "·•・．.‧∙⋅ㆍ‐-–—"
"""What stands between the parts of a name such as 阿卜杜拉·买买提: every keyboard has another one, many leave it out."""
_DOT = re.compile(f"[{re.escape(_DOTS)}]")
_DOTTED = frozenset(_DOTS)
_PADDING = frozenset(" \u3000\u00a0\t\r\n_~`\\\u200b\u200c\u200d\u2060\ufeff" + _DOTS)
"""What people put between the signs of a name: to make a column as wide, as marks of Markdown, at the end of a line."""
_LEAST_PART = 3
_EMPHASIS = re.compile(r"(\*\*?)([\u4e00-\u9fff]{1,3})\1")
"""Signs set off by Markdown; between two masked names, 李*明、王*五, stands more than signs."""


Words = Mapping[str, tuple[str, ...]]
"""Many words by every two signs that stand side by side in them."""


def index_words(words: Iterable[str]) -> Words:
    """Words made ready once to be held against many names."""
    index: dict[str, dict[str, None]] = {}
    for word in map(compact, words):
        for pair in map("".join, pairwise(word)):
            index.setdefault(pair, {})[word] = None
    return {pair: tuple(found) for pair, found in index.items()}


class Names:
    """Full names and what is shown instead of each; ``kept`` and ``places`` are words that hold a name and stay: of a firm, of
    a region. Who is ``free`` may be named, whoever else is called so."""

    def __init__(
        self,
        shown: Mapping[str, str],
        kept: Iterable[str] = (),
        places: Words = MappingProxyType({}),
        free: frozenset[str] = frozenset(),
    ) -> None:
        self.shown = dict(shown)
        self.free = free
        self._words: dict[str, str | None] = {}
        for name, told in shown.items():
            self._words[compact(name)] = told
            first = name if _DOTTED.isdisjoint(name) else _DOT.split(name, 1)[0]
            if first != name and len(first) >= _LEAST_PART:
                self._words.setdefault(first, told)
        names = tuple(self._words)
        signs = frozenset(name[0] for name in names)
        held = [compact(word) for word in kept if not signs.isdisjoint(word) and word not in shown]
        held += (word for name in names for word in places.get(name[:2], ()))
        self._words |= {word: None for word in held if word not in self._words and any(name in word for name in names)}
        self._longest = max(map(len, self._words), default=0)
        self._first = frozenset(word[0] for word in self._words)

    def mask(self, text: str) -> str:
        """The text with every one of the names as it may be shown, longer words first, with or without padding."""
        if self._first.isdisjoint(text):
            return text
        bare = _EMPHASIS.sub(r"\2", text) if "*" in text else text
        told, plain = self._mask(text), self._mask(bare)
        return told if plain == _EMPHASIS.sub(r"\2", told) else plain

    def find(self, text: str) -> Iterator[str]:
        """Those of the names that the text says."""
        if not self._first.isdisjoint(text):
            done = 0
            for start in (position for position, sign in enumerate(text) if sign in self._first):
                words = reversed(list(self._prefixes(text, start))) if start >= done else ()
                word, done = next((each for each in words if each[0] in self._words), ("", done))
                if word and self._words[word] is not None:
                    yield word

    def _mask(self, text: str) -> str:
        pieces, done = [], 0
        for start in (position for position, sign in enumerate(text) if sign in self._first):
            if start >= done:
                for word, end in reversed(list(self._prefixes(text, start))):
                    if word in self._words:
                        told = self._words[word]
                        pieces += [text[done:start], text[start:end] if told is None else told]
                        done = end
                        break
        return "".join((*pieces, text[done:])) if pieces else text

    def _prefixes(self, text: str, start: int) -> Iterator[tuple[str, int]]:
        """What begins there, two signs and more, without the padding; and where it ends."""
        word = ""
        for position in range(start, min(len(text), start + 3 * self._longest)):
            if text[position] not in _PADDING:
                word += text[position]
                if len(word) > 1:
                    yield word, position + 1
                if len(word) == self._longest:
                    return


def compact(name: str) -> str:
    """The name without what is put between its signs."""
    return name if _PADDING.isdisjoint(name) else "".join(sign for sign in name if sign not in _PADDING)


def find_private_names(private: Naming, body: Body) -> dict[str, str]:
    """Every full name in columns that are not shown as they are → what is shown instead."""
    shown = {name: instead_of(column, output, name) for column, output, name in find_named(private, body)}
    return {name: told for name, told in shown.items() if told != name}


def find_named(naming: Naming, body: Body) -> Iterator[tuple[Column, Output, str]]:
    """Every name of two signs and more in these columns, with its column and what may be seen of it."""
    for column, output, value in _values(naming, body) if naming else ():
        yield from ((column, output, name) for name in names_in(to_plain(value)) if len(name) > 1)


def instead_of(column: Column, output: Output, name: str) -> str:
    """What is said for a name: masked, or nothing of it; organisations stay whole."""
    masked = mask_as(column.kind, name)
    return masked if output == "masked" or masked == name else SOMEBODY


def _values(naming: Naming, body: Body) -> Iterator[tuple[Column, Output, Value]]:
    """All values of those columns, in the order in which they were written."""
    for field in body.fields if "" in naming else ():
        if field.name in naming[""]:
            yield (*naming[""][field.name], field.value)
    for table in body.tables:
        own = naming.get(table.name)
        if own:
            named = [(own[name], cells) for name, cells in table.cells.items() if name in own]
            for row in zip(*(cells for _, cells in named), strict=True):
                yield from ((*each, cell) for (each, _), cell in zip(named, row, strict=True) if cell is not None)
