"""The ground: numbers and addresses that point at one person, found in any text however they are written. Knows texts only.

``writing`` (one way of writing) → ``gates`` (what may be there at all) → ``runs`` (what a number is by itself) and ``patterns``
(what a word beside it says).
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from sitegen.sensitive.gates import BORDER
from sitegen.sensitive.numbers import is_card, is_identity_number
from sitegen.sensitive.patterns import Finding, Hit, Sort, find_patterns
from sitegen.sensitive.runs import find_long, find_possible, find_starts
from sitegen.sensitive.writing import find_origins, flatten, is_marked, with_chinese_digits

__all__ = [
    "Finding",
    "Hit",
    "Sort",
    "conceal",
    "conceal_among",
    "find_among",
    "find_pieces",
    "find_possibly_long",
    "find_sensitive",
    "hide",
    "is_card",
    "is_identity_number",
    "is_landline",
    "part_alone",
    "to_digits",
]

_ENOUGH = re.compile(r"[\d@微WVwv]|[一二三四五六七八九十零〇壹贰叁肆伍陆柒捌玖拾]\s*[号室]")
"""Nothing is found without a digit, a mail address, the name of a chat or a house number in words."""


def find_sensitive(text: str, sort: Sort = "free") -> tuple[Hit, ...]:
    """All private numbers and addresses in a text, whole or in groups, in any digits, with marks between; in order.

    In codes and amounts only identity numbers with the right check digit are: a voucher may look like anything else.
    """
    plain, *others = _read(text.replace(BORDER, " "))
    hits = [hit for reading in (plain, *others) for hit in _find(reading, sort)]
    if not hits:
        return ()
    kept = _without_overlaps(hits)
    if len(plain) == len(text) and not is_marked(text):
        return kept
    origins = find_origins(text)
    return tuple(Hit(hit.code, origins[hit.start], origins[hit.end - 1] + 1) for hit in kept)


def find_among(texts: Sequence[str], sort: Sort = "free") -> set[int]:
    """Which of many texts hold anything, read as one. What ends with a text or is all of it, 打8765432 or 12号, is not seen."""
    readings = _read_together(texts)
    if readings is None:
        return set(range(len(texts)))
    return {each.count(BORDER, 0, hit.start) for each in readings for hit in _find(each, sort)}


_ALONE = re.compile("[号<&\n]|打(?![\u4e00-\u9fff])")
"""Signs by which a text may say something else alone than among others: what must end there, marks that end elsewhere, numbers
that go on below."""


def part_alone(texts: Iterable[str]) -> tuple[set[str], list[str]]:
    """Texts that must be read alone, and those that may be read as one."""
    many = list(texts)
    alone = {text for text in many if _ALONE.search(text)} if _ALONE.search(BORDER.join(many)) else set[str]()
    return alone, [text for text in many if text not in alone]


def find_pieces(texts: Sequence[str]) -> set[int]:
    """Which of many texts hold digits that may be one piece of a number that stands in several."""
    return _find_numbers(texts, find_starts)


def find_possibly_long(texts: Sequence[str]) -> set[int]:
    """Which of many texts could hold a long number, or a piece of one, if their digits were others."""
    return _find_numbers(texts, find_possible)


def _find_numbers(texts: Sequence[str], find: Callable[[str], Iterator[int]]) -> set[int]:
    readings = _read_together(texts)
    if readings is None:
        return set(range(len(texts)))
    return {at for each in readings for at in _which(each, sorted(find(each)))}


def _which(together: str, starts: Iterable[int]) -> Iterator[int]:
    """The numbers of those texts in which the places stand, given in order."""
    at = last = 0
    for start in starts:
        at += together.count(BORDER, last, start)
        last = start
        yield at


def _read_together(texts: Sequence[str]) -> tuple[str, ...] | None:
    """All as one text with a border behind each; None where a text holds a border, or marks that end in another text."""
    readings = _read(f"|{BORDER}|".join((*texts, "")))
    return readings if all(each.count(BORDER) == len(texts) for each in readings) else None


@lru_cache(maxsize=4)
def _read(text: str) -> tuple[str, ...]:
    """The text in one way of writing, and read in another way where it can be. Kept for who looks twice."""
    plain = flatten(text)
    return tuple(dict.fromkeys((plain, with_chinese_digits(plain))))


def _find(plain: str, sort: Sort) -> Iterator[Hit]:
    if _ENOUGH.search(plain):
        yield from find_long(plain, sort)
        yield from find_patterns(plain, long=False) if sort == "free" else ()


def _without_overlaps(hits: list[Hit]) -> tuple[Hit, ...]:
    """Each place once, the longer finding first."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda each: (each.start - each.end, each.start)):
        at = bisect(kept, hit.start, key=lambda each: each.start)
        if not any(hit.end > other.start and hit.start < other.end for other in kept[max(at - 1, 0) : at + 1]):
            kept.insert(at, hit)
    whole: list[Hit] = []
    for hit in kept:
        if (
            whole and hit.code == whole[-1].code == "PII-ADDRESS" and hit.start == whole[-1].end
        ):  # 幸福路12号|3单元402室
            whole[-1] = Hit(hit.code, whole[-1].start, hit.end)
        else:
            whole.append(hit)
    return tuple(whole)


def to_digits(text: str) -> str:
    """Only the digits, in one way of writing, without a country's prefix: what two telephones are compared by."""
    digits = re.sub(r"\D", "", with_chinese_digits(flatten(text)))
    mobile = re.fullmatch(r"(?:0086|086|86|0)(1[3-9]\d{9})", digits)
    return mobile[1] if mobile else digits


def is_landline(text: str, hit: Hit) -> bool:
    """Whether a finding is a telephone, but no mobile."""
    return hit.code == "PII-PHONE" and not to_digits(text[hit.start : hit.end]).startswith("1")


_KEPT_BEFORE, _KEPT_AFTER = 3, 2
_LEAST_HIDDEN = 6


def hide(text: str, hit: Hit) -> str:
    """A finding as it may be said: its first three and last two signs, the words of an address, nothing of a short one."""
    written = text[hit.start : hit.end]
    if hit.code == "PII-ADDRESS":
        return re.sub(
            r"\d+|[一二三四五六七八九十百零〇壹贰叁肆伍陆柒捌玖拾]+(?=\s*(?:[组号室栋幢]|单元))", "…", flatten(written)
        )
    if len(written) < _KEPT_BEFORE + _KEPT_AFTER + _LEAST_HIDDEN:
        return "…"
    return written[:_KEPT_BEFORE] + "…" + written[-_KEPT_AFTER:]


def conceal(text: str) -> str:
    """The same text and length with stars for private numbers; landlines and addresses stay, offices have them too."""
    for hit in find_sensitive(text):
        size = hit.end - hit.start
        if hit.code == "PII-ADDRESS" or is_landline(text, hit):
            continue
        before, after = (_KEPT_BEFORE, _KEPT_AFTER) if size >= _KEPT_BEFORE + _KEPT_AFTER + _LEAST_HIDDEN else (0, 0)
        text = text[: hit.start + before] + "*" * (size - before - after) + text[hit.end - after :]
    return text


def conceal_among(texts: Iterable[str]) -> dict[str, str]:
    """What :func:`conceal` makes of those of many texts that it changes."""
    alone, joint = part_alone(dict.fromkeys(texts))
    holding = (*alone, *(joint[at] for at in find_among(joint)))
    return {text: told for text in holding if (told := conceal(text)) != text}
