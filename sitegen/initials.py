"""First letters of names in pinyin, from a small table: the dictionary behind it takes longer to load than a village to make."""

from __future__ import annotations

from functools import cache

from sitegen.overlay import read_data

_FIRST, _LAST = 0x4E00, 0x9FFF
"""The Chinese signs in common use; rarer ones are looked up in the dictionary."""
_OTHER = 0x2E80
"""Where signs of East Asia begin: those before stand for themselves."""
_NONE = "-"


def find_initials(name: str) -> str:
    """First letters of a name in pinyin: ``清溪村`` → ``qxc``."""
    letters, phrases, longest = _read_table()
    places = [
        (start, end) for start in range(len(name)) for end in range(start + 2, min(start + longest, len(name)) + 1)
    ]
    said = "".join(sign if ord(sign) < _OTHER else letters.get(sign, _NONE) for sign in name)
    if _NONE in said or any(name[start:end] in phrases for start, end in places):
        return derive_initials(name)
    return said.lower()


def derive_initials(name: str) -> str:
    """The same by the dictionary, which knows how phrases are read."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - a third of a second

    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()


@cache
def _read_table() -> tuple[dict[str, str], frozenset[str], int]:
    """The letter of every sign in common use; the phrases in which some sign begins with another; the longest's length."""
    letters, *phrases = read_data("initials.txt").splitlines()
    signs = map(chr, range(_FIRST, _LAST + 1))
    return dict(zip(signs, letters, strict=True)), frozenset(phrases), max(map(len, phrases))


def make_table() -> str:
    """``data/initials.txt``, out of pypinyin's dictionary (MIT): the letter of every sign in common use, then a line a phrase."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT  # noqa: PLC0415 - only who makes the table

    letters = {chr(code): derive_initials(chr(code)) for code in PINYIN_DICT}
    phrases = sorted(
        phrase
        for phrase in PHRASES_DICT
        if derive_initials(phrase) != "".join(letters.get(sign, sign) for sign in phrase)
    )
    common = "".join(letters.get(chr(code), _NONE) for code in range(_FIRST, _LAST + 1))
    return "\n".join((common, *phrases, ""))
