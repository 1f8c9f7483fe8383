"""Cheap questions before dear ones: whether a text may hold at all what is then looked for. Each is wider than what it saves."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from sitegen.sensitive.writing import BETWEEN, ODD_BETWEEN

BORDER = "\x1e"
"""Between bars, it parts texts that are read as one; nothing goes on over it."""


@lru_cache(maxsize=4)
def gather_numbers(plain: str) -> tuple[str, list[int]]:
    """Those of the texts within a flattened text that may hold a long number, as one, and where each of them began.

    Kept for who looks twice.
    """
    texts: list[str] = []
    starts: list[int] = []
    end = -1
    for match in _long_number().finditer(plain):
        if match.start() > end:
            starts.append(plain.rfind(BORDER, 0, match.start()) + 1)
            end = plain.find(BORDER, match.end())
            texts.append(plain[starts[-1] : end] if end >= 0 else plain[starts[-1] :])
        if end < 0:
            break
    return BORDER.join(texts), starts


def may_follow(word: str, follows: str, plain: str) -> bool:
    """Whether a word stands in a text with that behind it."""
    return not follows or _both(word, follows).search(plain) is not None


@cache
def _both(word: str, follows: str) -> re.Pattern[str]:
    return re.compile(re.escape(word) + follows)


@cache
def _long_number() -> re.Pattern[str]:
    """From where a run of digits begins: seven digits, or two and four with a blank or hyphen between; ten in groups; six
    and four with any sign between, or with a year of birth near; letters like digits between two digits."""
    between = rf"[{BETWEEN}{ODD_BETWEEN}]"
    return re.compile(
        "[0-9](?<![0-9][0-9])(?:"
        rf"[0-9]{{6}}|[0-9]++[- ][0-9]{{4}}|(?:\s*+{between}{{0,6}}+[0-9]){{9}}"
        r"|[0-9]{5}\s*+[^\w\s]\s*+[0-9]{4}|[0-9]{5}[^0-9\x1e]{1,16}+(?:19[0-9]|20[01])|[0-9]*+[- ]?[OoIl]{1,6}+[- ]?[0-9])"
    )
