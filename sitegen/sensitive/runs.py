"""Long numbers: runs of digits, in groups and in pieces, and what kind of number each is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from sitegen.sensitive.disguises import find_disguised
from sitegen.sensitive.gates import BORDER, gather_numbers
from sitegen.sensitive.numbers import (
    is_born_lately,
    is_card,
    is_credit_code,
    is_identity_number,
    is_old_identity_number,
    is_piece,
    is_place,
    looks_like_identity_number,
)
from sitegen.sensitive.patterns import Finding, Hit, Sort, find_patterns
from sitegen.sensitive.pieces import find_in_pieces, find_on_lines
from sitegen.sensitive.writing import BETWEEN, with_plain_borders

_REGION = re.compile(rf"\d[\d{BETWEEN}]{{9,}}\d")
_FARTHEST = 4
"""Signs between two groups of one number."""
_GROUP = re.compile(r"\d+")
_SIGN = re.compile(r"[Xx*](?![0-9A-Za-z])")
"""The last sign of an identity number after seventeen digits, or a star for it: it can be reckoned from the others."""
_SIGN_APART = re.compile(r"(?:[ \-]|\s?[(（]\s?)[Xx](?![0-9A-Za-z])[)）]?")
"""The same with a sign before it; then the number must hold."""
_FRACTION = re.compile(r"\d\.")
"""Before digits that are only the fraction of a number that began earlier."""
_SHORTEST, _SHORTEST_OTHER = 11, 15
"""Digits of a mobile, and of all other numbers."""
_MOBILE = re.compile(r"1[3-9]\d{9}")
_BEGINNING = re.compile(
    r"[1-8]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}|(?:0086|086|86|0)?1[3-9]\d{9}"
)
"""How an identity number or a mobile begins, in whatever groups."""
_LEAST_LEADING = 3
"""Digits of the first group of all other numbers."""
_SEGMENT = re.compile(r"1(?:3\d|4[5-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}\Z")
_CODE_BEFORE = re.compile(r"[0-9A-Za-z\-/#.号第字]\Z")
_CODE_BEHIND = re.compile(r"[A-Za-z\-/#.]")
"""What a number is part of a longer code by."""
_LONGEST = 24
"""Digits of the longest window that is joined: more belong to no single number."""


def find_long(plain: str, sort: Sort) -> Iterator[Hit]:
    """Long numbers in a flattened text; none goes on over a border."""
    numbers, starts = gather_numbers(plain)
    for hit in _find_long(numbers, sort) if starts else ():
        at = numbers.count(BORDER, 0, hit.start)
        if at == numbers.count(BORDER, 0, hit.end):
            moved = starts[at] - (numbers.rfind(BORDER, 0, hit.start) + 1)
            yield Hit(hit.code, hit.start + moved, hit.end + moved)


def _find_long(plain: str, sort: Sort) -> Iterator[Hit]:
    for reading in dict.fromkeys((plain, with_plain_borders(plain))):
        for region in _REGION.finditer(reading):
            yield from _judge_region(reading, region, sort)
    if sort == "free":
        yield from find_patterns(plain, long=True)
        yield from find_disguised(plain)
        yield from _find_torn(plain)
        yield from find_in_pieces(plain)
        yield from find_on_lines(plain)


def _judge_region(plain: str, region: re.Match[str], sort: Sort) -> Iterator[Hit]:
    groups = [(match[0], match.start(), match.end()) for match in _GROUP.finditer(plain, region.start(), region.end())]
    number = "".join(group for group, _, _ in groups)
    if len(number) < _SHORTEST or (len(number) < _SHORTEST_OTHER and not _MOBILE.search(number)):
        return
    offsets = accumulate((len(group) for group, _, _ in groups), initial=0)
    for first, ((leading, start, _), offset) in enumerate(zip(groups, offsets, strict=False)):
        if len(leading) < _LEAST_LEADING and not _BEGINNING.match(number, offset):
            continue
        if _FRACTION.fullmatch(plain[max(0, start - 2) : start]):
            continue
        digits, last = "", start
        sizes: list[int] = []
        for at in range(first, len(groups)):
            group, begin, end = groups[at]
            if begin - last > _FARTHEST or (len(digits) + len(group) > _LONGEST and sizes):
                break
            digits, last = digits + group, end
            sizes.append(len(group))
            if len(digits) < _SHORTEST:
                continue
            signed = bool(_SIGN.match(plain, end))
            lead = plain[max(0, start - _LEAD) : start]
            code = _judge(digits, signed, tuple(sizes), plain[start:end], sort, lead)
            if code == "PII-PHONE" and len(sizes) == 3 and _is_measured(lead, plain, end):
                continue
            if sort == "code" and not code and _is_mobile_alone(digits, tuple(sizes), lead, plain[end : end + 1]):
                code = "PII-PHONE"
            if code:
                plus = code == "PII-PHONE" and plain[start - 1 : start] == "+"
                yield Hit(code, start - plus, end + (signed and code == "PII-ID" and len(digits) == 17))
            else:
                yield from _judge_rest(digits, len(sizes), plain, start, end, sort)


def _judge_rest(digits: str, groups: int, plain: str, start: int, end: int, sort: Sort) -> Iterator[Hit]:
    apart = _SIGN_APART.match(plain, end) if len(digits) == 17 else None
    if apart and is_identity_number(digits + "X") and not is_born_lately(digits + "X"):
        yield Hit("PII-ID", start, apart.end())
    elif groups == 1 and len(digits) > 18:
        yield from _judge_long(digits, start, sort)


_LONG = re.compile(r"\d\d{8,}")
_OTHER_BEFORE = re.compile(r"(?<!\d)(\d{2,16})\D{1,16}\Z")
_OTHER_AFTER = re.compile(r"\D{1,16}(\d{1,16}[Xx]?)(?![0-9A-Za-z])")
_END = re.compile(r"[Xx]?(?![0-9A-Za-z])")
_MOST_OF_PIECE = 16
_PLACE = 6
_AT_BAR = re.compile(r"[0-9](?<![0-9][0-9])[0-9]{5,12}(?=\s*\|)")


def find_starts(plain: str) -> Iterator[int]:
    """Where texts that are read as one stand, or runs in them, that may be one piece of a number in several parts."""
    numbers, starts = gather_numbers(plain)
    yield from (starts[numbers.count(BORDER, 0, piece.start())] for piece in _find_pieces(numbers))
    yield from (run.start() for run in _AT_BAR.finditer(plain) if _may_go_on(run))


def find_possible(plain: str) -> Iterator[int]:
    """Where texts that are read as one stand, or runs in them, in which other digits could be a long number or a piece of one."""
    yield from gather_numbers(plain)[1]
    yield from (run.start() for run in _AT_BAR.finditer(plain))


@lru_cache(maxsize=4)
def _find_pieces(plain: str) -> tuple[re.Match[str], ...]:
    """Runs that may be the longer one of two pieces. Kept for who looks twice."""
    return tuple(piece for piece in _LONG.finditer(plain) if _may_be_piece(plain, piece))


def _may_be_piece(plain: str, run: re.Match[str]) -> bool:
    signed = _SIGN.match(plain, run.end())
    return len(run[0]) <= _MOST_OF_PIECE and is_piece(run[0], signed[0] if signed else "")


def _may_go_on(run: re.Match[str]) -> bool:
    """Whether a run before a bar may be the place of an identity number, or begin a bank card."""
    return is_place(run[0]) if len(run[0]) == _PLACE else len(run[0]) > _PLACE + 1 and run[0].startswith("62")


def _find_torn(plain: str) -> Iterator[Hit]:
    """An identity number in two pieces with anything between them, a cell's border or a line's end: only when it holds."""
    for piece in _find_pieces(plain):
        start, end = piece.span()
        after = _OTHER_AFTER.match(plain, end)
        if after and is_identity_number(piece[0] + after[1]):
            yield Hit("PII-ID", start, after.end(1))
        before = _OTHER_BEFORE.search(plain, max(0, start - 2 * _MOST_OF_PIECE - 1), start)
        last = _END.match(plain, end)
        if before and last and is_identity_number(before[1] + piece[0] + last[0]):
            yield Hit("PII-ID", before.start(1), last.end())


_SPLITS_OF_IDENTITY = frozenset({(18,), (6, 8, 4), (6, 4, 4, 4), (3, 3, 4, 4, 4), (17,), (6, 8, 3), (6, 4, 4, 3)})
_SPLITS_OF_OLD_IDENTITY = frozenset({(15,), (6, 6, 3), (4, 4, 4, 3)})
_SPLITS_OF_PHONE = frozenset({(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 4, 3), (4, 3, 4), (5, 6), (1,) * 11})
_PREFIXES = ("0086", "086", "86", "0", "")
_NO_PHONEBETWEEN = re.compile(r"[,，、/~(\n]|(?<!\A\d\d\d)\)")
"""A bracket may close behind the first three digits: (139)12345678."""
_BORDERS = re.compile(r"[,，\t\n]")
"""Between cells: a number, a day and an amount stand side by side in every journal."""
_SPLITS_OF_CARD = frozenset({(4, 4, 4, 4), (4, 4, 4, 4, 3), (6, 13), (6, 10)})


_LEAD = 12
_NUMBERED = re.compile(r"(?:[A-Za-z]|编号|编码|单号|流水|合同号?|项目|招标|批号|批次|序列号|机身号)[^\d\n|,，]{0,6}\Z")
"""Before the number of a file or a machine, which begins with a place and a day as often as not."""


def _judge(digits: str, signed: bool, sizes: tuple[int, ...], between: str, sort: Sort, lead: str) -> Finding | None:
    """``between``: the text the groups stand in; ``lead``: what stands before it."""
    number = digits + "X" if signed and len(digits) == 17 else digits
    if len(number) == 18:
        looks = looks_like_identity_number(number)
        late = looks and is_born_lately(number)
        if is_identity_number(number) and not (late and len(sizes) > 1 and _is_of_a_file(between, lead)):
            return "PII-ID"
        wrong = sort == "free" and looks and sizes in _SPLITS_OF_IDENTITY and not is_credit_code(number)
        if wrong and not (late and (len(sizes) > 1 or _NUMBERED.search(lead))):
            return "PII-ID"
    if len(digits) == 15 and sizes in _SPLITS_OF_OLD_IDENTITY and sort != "amount" and is_old_identity_number(digits):
        return None if _NUMBERED.search(lead) else "PII-ID"
    if sort != "free" or len(digits) < _SHORTEST:
        return None
    if _is_mobile(digits, sizes) and _is_written_as_one(digits, sizes, between):
        return "PII-PHONE"
    if not 16 <= len(digits) <= 19 or "\n" in between:
        return None
    if sizes in _SPLITS_OF_CARD and digits.startswith("62"):
        return "PII-CARD"
    grouped = len(sizes) == 1 or _is_even(sizes) or (sizes[0] > 3 and bool(_IN_A_ROW.fullmatch(between)))
    return "PII-CARD" if grouped and is_card(digits) else None


_IN_A_ROW = re.compile(r"62\d{2,6}(?:[ \-]\d{3,9}){2,3}")
"""A bank card in uneven groups with one blank between them: three lines that a page shows as one."""


def _is_written_as_one(digits: str, sizes: tuple[int, ...], between: str) -> bool:
    """Whether what stands between the groups of a mobile parts no list; single digits that do not rise are none either."""
    spelt = len(sizes) == len(digits) and [*digits] != sorted(digits)
    return (spelt and "\n" not in between) or not _NO_PHONEBETWEEN.search(between)


_MEASURE = re.compile(r"\s*+(?:[元亩米吨斤]|平方|立方|毫米|厘米|公斤|公里|[mMkKcC][mMgG²³]?)|[A-Z]|号(?!码)")
_CALLED = re.compile(r"(?:话|手机|联系|打|拨|[Tt]el)[^\d\n]{0,6}\Z")


def _is_measured(lead: str, plain: str, end: int) -> bool:
    """Whether groups are sizes or amounts, 150*2000*3000毫米, or part of a code; none of a telephone that is called one."""
    return not _CALLED.search(lead) and (lead.endswith("第") or bool(_MEASURE.match(plain, end)))


def _is_of_a_file(between: str, lead: str) -> bool:
    return bool(_BORDERS.search(between) or _NUMBERED.search(lead))


def _is_even(sizes: tuple[int, ...]) -> bool:
    """Whether a number is written in threes, fours or more, whatever is left at the end; two groups say nothing."""
    return set(sizes[:-1]) == {4} or (len(sizes) > 2 and sizes[0] > 2 and len({*sizes[:-1]}) == 1)


def _is_mobile(digits: str, sizes: tuple[int, ...]) -> bool:
    if not 11 <= len(digits) <= 15:
        return False
    for prefix in _PREFIXES:
        rest = digits[len(prefix) :]
        if digits.startswith(prefix) and len(rest) == 11 and re.match(r"1[3-9]", rest):
            own = sizes[1:] if sizes[0] == len(prefix) else (sizes[0] - len(prefix), *sizes[1:])
            return own in _SPLITS_OF_PHONE
    return False


def _is_mobile_alone(digits: str, sizes: tuple[int, ...], lead: str, behind: str) -> bool:
    """Whether a mobile stands where the number of a voucher should; what is part of a longer code is none."""
    own = not _CODE_BEFORE.search(lead) and not _CODE_BEHIND.match(behind)
    return own and bool(_SEGMENT.search(digits)) and _is_mobile(digits, sizes)


def _judge_long(digits: str, start: int, sort: Sort) -> Iterator[Hit]:
    """A longer run of digits: an identity number with two digits more is a disability certificate's."""
    if len(digits) == 20:
        if sort == "free" and is_identity_number(digits[:18]) and re.fullmatch("[1-7][1-4]", digits[18:]):
            yield Hit("PII-PAPER", start, start + 20)
        return
    for offset in range(len(digits) - 17):
        if sort == "free" and is_identity_number(digits[offset : offset + 18]):
            yield Hit("PII-ID", start + offset, start + offset + 18)
            return
